//! How far the scores on show depend on weights that nobody knows.
//!
//! Bands are cheap and worked out when somebody looks; which weight matters most takes longer and is worked out on a
//! worker when somebody asks.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::analysis::Assessment;
use crate::analysis::influence::{Ranking, rankings};
use crate::analysis::uncertainty::{Bands, Model};
use crate::model::Project;

use super::Pace;
use super::desk::Desk;

/// The bands of the scores on show, and which weight matters most for them.
pub struct Certainty {
    ranking: Desk<(Model, u64), Arc<Vec<Ranking>>>,
    asked: bool,
    /// The figures that everything here is about.
    of: Option<Arc<Assessment>>,
    model: Option<Model>,
    seed: u64,
    bands: OnceCell<Bands>,
    rankings: Option<Arc<Vec<Ranking>>>,
}

impl Certainty {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            ranking: Desk::new(
                "ranking of weights",
                pace,
                |(model, seed): (Model, u64), cancel: &_| rankings(&model, seed, cancel).map(Arc::new),
            ),
            asked: false,
            of: None,
            model: None,
            seed: 0,
            bands: OnceCell::new(),
            rankings: None,
        }
    }

    /// The bands of the scores on show; `None` while a part of them is being computed.
    pub fn bands(&self) -> Option<&Bands> {
        let model = self.model.as_ref()?;
        Some(self.bands.get_or_init(|| Bands::of(model, self.seed)))
    }

    /// Which weight matters most for each score on show, overall first; `None` until that was asked and worked out.
    pub fn rankings(&self) -> Option<&Arc<Vec<Ranking>>> {
        self.rankings.as_ref()
    }

    /// The rankings are being worked out.
    pub fn is_ranking(&self) -> bool {
        self.asked && self.rankings.is_none()
    }

    /// These figures are on show, worked out under the assumptions of this project.
    pub(super) fn keep_up(&mut self, of: Option<&Arc<Assessment>>, project: &Project) {
        let seed = project.seed.number();
        let same = self.of.as_ref().map(Arc::as_ptr) == of.map(Arc::as_ptr);
        if same && seed == self.seed {
            return;
        }
        self.of = of.cloned();
        let model = of.and_then(|of| Model::of(of, &project.assumptions));
        if model == self.model && seed == self.seed {
            return;
        }
        self.model = model;
        self.seed = seed;
        self.bands = OnceCell::new();
        self.ranking.cancel();
        self.rankings = None;
        self.asked = false;
    }

    /// Somebody wants to see the rankings.
    pub(super) fn rank(&mut self) {
        if self.asked {
            return;
        }
        if let Some(model) = &self.model {
            self.asked = true;
            self.ranking.ask((model.clone(), self.seed));
            self.poll();
        }
    }

    pub(super) fn poll(&mut self) {
        if let Some(rankings) = self.ranking.take() {
            self.rankings = Some(rankings);
        }
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.ranking.take_fault()
    }
}
