//! Whether the shape of the network is more than chance: worked out beside everything else when a person asks.

use std::sync::Arc;

use crate::analysis::chance::{self, Chance, LEAST_REWIRINGS, MOST_REWIRINGS};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::graph::Lens;
use crate::graph::lens::View;
use crate::model::Document;

use super::Pace;
use super::desk::Desk;

/// What is to be compared with chance.
struct Job {
    document: Arc<Document>,
    lens: Lens,
    rewirings: usize,
    progress: Progress,
}

/// The comparison with chance that was last asked for.
pub struct Odds {
    drawing: Desk<Job, Arc<Chance>>,
    /// The state that is being compared, and how far that is.
    running: Option<(Arc<Document>, Progress)>,
    /// The last comparison and the state that it is of.
    done: Option<(Arc<Document>, Arc<Chance>)>,
    /// The state on show.
    present: Arc<Document>,
    /// The last comparison is of that state.
    is_present: bool,
}

impl Odds {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            drawing: Desk::new("rewiring", pace, |job: Job, cancel: &Cancel| {
                let seed = job.document.project().seed.number();
                chance::compare(
                    &job.document,
                    &job.lens,
                    job.rewirings,
                    seed,
                    &job.progress,
                    cancel,
                )
                .map(Arc::new)
            }),
            running: None,
            done: None,
            present: Arc::default(),
            is_present: false,
        }
    }

    /// How far the comparison under way is, 0 to 1.
    pub fn running(&self) -> Option<f64> {
        self.running.as_ref().map(|(_, progress)| progress.share())
    }

    /// The last comparison, of whatever state.
    pub fn last(&self) -> Option<&Arc<Chance>> {
        self.done.as_ref().map(|(_, chance)| chance)
    }

    /// The comparison of the state on show through this lens; `None` when there is none, or only another one.
    pub fn through(&self, lens: &Lens) -> Option<&Arc<Chance>> {
        self.last()
            .filter(|chance| self.is_present && chance.lens == *lens)
    }

    /// This state is on show. Asked for by every row in every frame, so it is worked out once.
    pub(super) fn keep_up(&mut self, document: &Arc<Document>) {
        self.present = Arc::clone(document);
        self.is_present = self
            .done
            .as_ref()
            .is_some_and(|(compared, _)| compared.same_for_indicators(document));
    }

    /// Draws so many rewirings of this state in the place of what is under way; nothing where ties have a direction,
    /// which rewirings do not keep.
    pub(super) fn start(&mut self, document: &Arc<Document>, lens: Lens, rewirings: usize) {
        if lens.view == View::Directed {
            return;
        }
        let progress = Progress::new();
        self.running = Some((Arc::clone(document), progress.clone()));
        let job = Job {
            document: Arc::clone(document),
            lens,
            rewirings: rewirings.clamp(LEAST_REWIRINGS, MOST_REWIRINGS),
            progress,
        };
        self.drawing.ask(job);
        self.poll();
    }

    /// Gives up what is under way; the last comparison stays.
    pub(super) fn stop(&mut self) {
        self.drawing.cancel();
        self.running = None;
    }

    /// Another project is on the table.
    pub(super) fn restart(&mut self) {
        self.stop();
        self.done = None;
    }

    pub(super) fn poll(&mut self) {
        let found = self.drawing.take();
        if !self.drawing.pending()
            && let Some((document, _)) = self.running.take()
            && let Some(chance) = found
        {
            self.is_present = document.same_for_indicators(&self.present);
            self.done = Some((document, chance));
        }
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.drawing.take_fault()
    }
}
