//! The shape of the network through a view that a person narrows or widens, measured beside everything else.
//!
//! Belongs to the view of the window, not to the project. Views as they are defined are measured with all other
//! figures already; see [`Looking::is_own`].

use std::sync::Arc;

use crate::analysis::indicator::{Indicator, View};
use crate::analysis::{self};
use crate::graph::lens::Lens;
use crate::model::Document;

use super::Pace;
use super::desk::Desk;

/// The figures of one state through one lens.
pub type Shape = Vec<(&'static Indicator, Option<f64>)>;

/// What the network is looked at through, and what is seen.
pub struct Looking {
    measuring: Desk<(Arc<Document>, Lens), Shape>,
    lens: Lens,
    /// What was last asked about.
    asked: Option<(Arc<Document>, Lens)>,
    /// What was seen last, and through which lens.
    seen: Option<(Lens, Shape)>,
}

impl Looking {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            measuring: Desk::new(
                "shape",
                pace,
                |(document, lens): (Arc<Document>, Lens), cancel: &_| {
                    analysis::structure(&document, &lens, cancel)
                },
            ),
            lens: Lens::of(View::Plain),
            asked: None,
            seen: None,
        }
    }

    /// What the network is looked at through.
    pub fn lens(&self) -> &Lens {
        &self.lens
    }

    /// This look has figures of its own; the others are among the indicators.
    pub fn is_own(&self) -> bool {
        !self.lens.is_plain() || self.lens.view == View::Knowledge
    }

    /// The figures through the lens; of a state before the newest edit while [`Looking::pending`].
    pub fn shape(&self) -> Option<&Shape> {
        self.seen
            .as_ref()
            .filter(|(lens, _)| *lens == self.lens)
            .map(|(_, shape)| shape)
    }

    /// The figures are being measured.
    pub fn pending(&self) -> bool {
        self.measuring.pending()
    }

    pub(super) fn look_through(&mut self, lens: Lens, document: &Arc<Document>) {
        self.lens = lens;
        self.keep_up(document);
    }

    /// Another project is on the table, which is looked at as usual.
    pub(super) fn restart(&mut self) {
        self.measuring.cancel();
        self.lens = Lens::of(View::Plain);
        (self.asked, self.seen) = (None, None);
    }

    /// This state is on the table.
    pub(super) fn keep_up(&mut self, document: &Arc<Document>) {
        if !self.is_own() {
            return;
        }
        let same =
            |(asked, lens): &(Arc<Document>, Lens)| *lens == self.lens && asked.same_for_indicators(document);
        if self.asked.as_ref().is_some_and(same) {
            return;
        }
        let question = (Arc::clone(document), self.lens.clone());
        self.asked = Some(question.clone());
        self.measuring.ask(question);
        self.poll();
    }

    pub(super) fn poll(&mut self) {
        if let Some(shape) = self.measuring.take()
            && let Some((_, lens)) = &self.asked
        {
            self.seen = Some((lens.clone(), shape));
        }
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.measuring.take_fault()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::model::{Edit, TieKind};
    use crate::session::{Action, Session};

    fn density(session: &Session) -> Option<f64> {
        let shape = session.looking().shape()?;
        shape
            .iter()
            .find(|(indicator, _)| indicator.id == "density")
            .and_then(|&(_, value)| value)
    }

    #[test]
    fn only_looks_with_figures_of_their_own_are_measured_and_they_follow_the_edits() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        assert!(!session.looking().is_own() && session.looking().shape().is_none());

        let mut lens = Lens::of(View::Plain);
        lens.kinds.remove(&TieKind::Supply);
        session.perform(Action::LookThrough(lens));
        let narrow = density(&session).unwrap();
        let whole = session.track().current().unwrap().value("density").unwrap();
        assert!(narrow < whole, "{narrow} {whole}");

        let ties = session.document().ties();
        let all = ties.map(|(id, _)| id).collect();
        session.perform(Action::Edit(Edit::Remove(crate::model::Selection {
            ties: all,
            ..Default::default()
        })));
        assert_eq!(density(&session), Some(0.0));

        session.perform(Action::LookThrough(Lens::of(View::Directed)));
        assert!(!session.looking().is_own(), "view D is among the indicators");
        session.perform(Action::LookThrough(Lens::of(View::Knowledge)));
        assert!(session.looking().shape().is_some());
        let golden = Action::OpenExample("golden".into());
        session.perform(Action::DiscardThen(Box::new(golden)));
        assert_eq!(session.looking().lens(), &Lens::of(View::Plain));
    }
}
