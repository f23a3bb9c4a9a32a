//! What a screen reader is told of what has just happened: each step once, with what it did to the figures, and how many
//! things are chosen.

use egui::accesskit::Live;
use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo};

use super::status;
use crate::session::Session;

/// Remembers what was told.
#[derive(Default)]
pub struct Announcer {
    epoch: Option<u64>,
    step: Option<u64>,
    chosen: usize,
    figures: Option<String>,
    /// What is to be told once the figures are there.
    waiting: Option<String>,
    said: String,
}

impl Announcer {
    /// What was said last.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// Notices what has happened. A step that grows, such as one arrow key after another, is told once.
    pub fn follow(&mut self, session: &Session) {
        let history = session.history();
        let step = history.last_step();
        if self.epoch != Some(session.epoch()) {
            (self.epoch, self.step) = (Some(session.epoch()), step);
            (self.chosen, self.waiting) = (0, None);
            self.figures = status::figures(session);
            self.said.clear();
        }
        if self.step != step {
            let forward = step > self.step;
            self.waiting = if forward {
                history.undoable().next().map(str::to_owned)
            } else {
                history.redoable().next().map(|name| format!("Undone: {name}"))
            };
            self.step = step;
            // What a step chooses is part of it.
            self.chosen = session.selection().len();
        }
        if let Some(words) = self.waiting.take_if(|_| !session.track().pending()) {
            let figures = status::figures(session);
            self.said = match &figures {
                Some(figures) if self.figures.as_ref() != Some(figures) => format!("{words}. {figures}"),
                _ => words,
            };
            self.figures = figures;
        }
        let chosen = session.selection().len();
        if chosen != self.chosen {
            self.chosen = chosen;
            // A single thing is told as what the map turns its attention to.
            if chosen != 1 {
                self.said = match chosen {
                    0 => "Nothing selected".to_owned(),
                    many => format!("{many} selected"),
                };
            }
        }
    }

    /// The region that is read aloud whenever it changes; nobody sees it.
    pub fn ui(&mut self, ui: &Ui, session: &Session) {
        self.follow(session);
        let corner = ui.max_rect().left_bottom();
        let id = Id::unique("what has just happened");
        let node = ui.interact(Rect::from_min_max(corner, corner), id, Sense::hover());
        node.widget_info(|| WidgetInfo::labeled(Role::Status, true, &self.said));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_live(Live::Polite);
            node.set_live_atomic();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Vector;
    use crate::files::settings::Settings;
    use crate::model::field::Value;
    use crate::model::{Edit, Selection};
    use crate::session::{Action, Pace};

    #[test]
    fn each_step_is_told_once_with_what_it_did() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".to_owned()));
        let mut announcer = Announcer::default();
        announcer.follow(&session);
        assert_eq!(announcer.said(), "");
        let ties = Selection::all(session.document()).ties;
        let trust = Edit::SetTieField(ties, "trust".to_owned(), Value::Number(1.0));
        session.perform(Action::Edit(trust));
        announcer.follow(&session);
        let told = announcer.said().to_owned();
        assert!(
            told.starts_with("Change trust of 25 ties. ") && told.contains(", up "),
            "{told}"
        );

        let (actor, _) = session.document().actors().next().unwrap();
        session.perform(Action::Edit(Edit::Rename(actor, "Alpha".to_owned())));
        announcer.follow(&session);
        assert_eq!(announcer.said(), "Rename to “Alpha”", "no figure has moved");

        session.perform(Action::Undo);
        announcer.follow(&session);
        assert_eq!(announcer.said(), "Undone: Rename to “Alpha”");
        session.perform(Action::Redo);
        announcer.follow(&session);
        assert_eq!(announcer.said(), "Rename to “Alpha”");

        session.perform(Action::Select(Selection::actor(actor)));
        for _ in 0..2 {
            session.perform(Action::Nudge(Vector::new(4.0, 0.0)));
            announcer.follow(&session);
            assert_eq!(announcer.said(), "Move Alpha");
        }
        session.perform(Action::SelectAll);
        announcer.follow(&session);
        assert_eq!(announcer.said(), "38 selected");
    }
}
