//! The field in which an actor is named, open over its mark.
//!
//! Enter and leaving the field keep what was typed, Escape does not, Tab changes the kind. While an input method is
//! composing, all of these belong to it.

use std::collections::BTreeSet;

use egui::{Align2, Area, Event, EventFilter, Id, ImeEvent, Key, Modifiers, Order, Pos2, TextEdit, Ui};

use super::wishes::step;
use crate::model::{ActorId, ActorKind, Edit};
use crate::session::{Action, Session};

/// An open name field.
pub(crate) struct NameField {
    /// Whose name it is.
    pub(crate) actor: ActorId,
    text: String,
    before: String,
    /// It has not read the name yet.
    awaited: bool,
    /// It has not had the keyboard yet.
    fresh: bool,
    composing: bool,
}

/// What became of the field in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Still open.
    Open,
    /// Closed by a key; the keyboard goes back to the canvas.
    Closed,
    /// Closed because something else took the keyboard.
    Left,
}

/// Width of the field, points.
const WIDTH: f32 = 190.0;

/// Id of the field, for what must know whether it has the keyboard.
pub(crate) fn id() -> Id {
    Id::unique("name of an actor")
}

impl NameField {
    /// A field that opens in the next frame and then reads the present name.
    pub(crate) fn awaited(actor: ActorId) -> Self {
        Self {
            actor,
            text: String::new(),
            before: String::new(),
            awaited: true,
            fresh: true,
            composing: false,
        }
    }

    /// It has not read the name yet.
    pub(crate) fn is_awaited(&self) -> bool {
        self.awaited
    }

    /// Keeps what was typed.
    pub(crate) fn commit(&self, actions: &mut Vec<Action>) {
        let name = self.text.trim();
        if name != self.before {
            actions.push(Action::Edit(Edit::Rename(self.actor, name.to_owned())));
        }
    }

    /// Keeps what has been typed so far while the field stays open.
    pub(crate) fn keep(&mut self, actions: &mut Vec<Action>) {
        self.commit(actions);
        self.text.trim().clone_into(&mut self.before);
    }

    /// Shows the field around `at` and reads the keyboard.
    pub(crate) fn ui(&mut self, ui: &Ui, at: Pos2, session: &Session, actions: &mut Vec<Action>) -> Fate {
        let Some(actor) = session.document().actor(self.actor) else {
            return Fate::Left;
        };
        if std::mem::take(&mut self.awaited) {
            self.text.clone_from(&actor.name);
            self.before.clone_from(&actor.name);
        }
        self.watch_input_method(ui);
        let listens = !self.composing && !self.fresh;
        if listens && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            return Fate::Closed;
        }
        if listens {
            self.change_kind(ui, session, actions);
        }
        let entered = listens && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let hint = actor.kind.name();
        let mut lost = false;
        let area = Area::new(Id::unique("name field")).order(Order::Foreground);
        area.fixed_pos(at).pivot(Align2::CENTER_TOP).show(ui.ctx(), |ui| {
            let filter = EventFilter {
                tab: true,
                escape: true,
                horizontal_arrows: true,
                vertical_arrows: true,
            };
            let edit = TextEdit::singleline(&mut self.text)
                .id(id())
                .hint_text(hint)
                .desired_width(WIDTH)
                .event_filter(filter)
                .char_limit(400);
            let output = edit.show(ui);
            let response = output.response.response;
            response
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Name of the actor"));
            if self.fresh {
                response.request_focus();
                let mut state = output.state;
                let all = egui::text::CCursorRange::two(
                    egui::text::CCursor::default(),
                    egui::text::CCursor::new(self.text.chars().count()),
                );
                state.cursor.set_char_range(Some(all));
                state.store(ui.ctx(), id());
                self.fresh = false;
            } else {
                lost = response.lost_focus();
            }
        });
        // Only now has the field taken in the letters that came together with Enter.
        if entered || lost {
            self.commit(actions);
        }
        if entered {
            Fate::Closed
        } else if lost {
            Fate::Left
        } else {
            Fate::Open
        }
    }

    fn watch_input_method(&mut self, ui: &Ui) {
        ui.input(|input| {
            for event in &input.events {
                match event {
                    Event::Ime(ImeEvent::Preedit { text, .. }) => self.composing = !text.is_empty(),
                    Event::Ime(ImeEvent::Commit(_)) => self.composing = false,
                    _ => {}
                }
            }
        });
    }

    fn change_kind(&self, ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
        let forward = ui.input_mut(|input| {
            if input.consume_key(Modifiers::SHIFT, Key::Tab) {
                Some(false)
            } else if input.consume_key(Modifiers::NONE, Key::Tab) {
                Some(true)
            } else {
                None
            }
        });
        if let (Some(forward), Some(actor)) = (forward, session.document().actor(self.actor)) {
            let kind = step(&ActorKind::ALL, actor.kind, forward);
            actions.push(Action::Edit(Edit::SetActorKind(
                BTreeSet::from([self.actor]),
                kind,
            )));
            actions.push(Action::SetNextActorKind(kind));
        }
    }
}
