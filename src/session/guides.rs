//! What says what places mean, for as long as everybody stands where the last layout has put them.

use crate::base::geom::Point;
use crate::layout::forms::{Formed, Guide};
use crate::model::{ActorId, Document};

use super::Session;

/// More actors are not looked after with every edit.
const MOST: usize = 20_000;

/// The guides of the last layout.
#[derive(Default)]
pub(super) struct Guides {
    lines: Vec<Guide>,
    of: Vec<(ActorId, Point)>,
    /// Everybody stands where these belong to.
    hold: bool,
}

impl Guides {
    /// A layout has been worked out and is about to be made a step.
    pub(super) fn set(&mut self, formed: &Formed) {
        *self = Self::default();
        if formed.places.len() <= MOST && !formed.guides.is_empty() {
            self.lines.clone_from(&formed.guides);
            self.of = formed.places.iter().map(|(&id, &at)| (id, at)).collect();
        }
    }

    /// This state is on show.
    pub(super) fn keep_up(&mut self, document: &Document) {
        let stands = |&(id, at): &(ActorId, Point)| document.place(id).is_some_and(|place| place.at == at);
        self.hold = self.of.iter().all(stands);
    }

    /// Another project is on the table.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }
}

impl Session {
    /// Circles and headings that say what places mean; none once somebody stands elsewhere.
    pub fn guides(&self) -> &[Guide] {
        if self.guides.hold { &self.guides.lines } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use crate::files::settings::Settings;
    use crate::layout::Form;
    use crate::model::Edit;
    use crate::session::{Action, Pace, Session};

    #[test]
    fn guides_are_there_while_everybody_stands_where_they_belong() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        assert!(session.guides().is_empty());
        session.perform(Action::ArrangeAs(Form::Chain));
        let count = session.guides().len();
        assert!(count > 4, "{count}");
        let (id, place) = session
            .document()
            .places()
            .find(|(_, place)| !place.pinned)
            .unwrap();
        let there = [(id, place.at + crate::base::geom::Vector::new(40.0, 0.0))].into();
        session.perform(Action::Edit(Edit::Move(there)));
        assert!(session.guides().is_empty(), "somebody has moved");
        session.perform(Action::Undo);
        assert_eq!(session.guides().len(), count);
        session.perform(Action::Undo);
        assert!(session.guides().is_empty(), "the layout is undone");
        session.perform(Action::ArrangeAs(Form::Circle));
        assert!(session.guides().is_empty(), "a circle speaks for itself");
    }
}
