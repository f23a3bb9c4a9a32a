//! The field in which a note is written or a zone is named, open where it lies on the map.
//!
//! Ctrl+Enter and leaving the field keep what was typed, Escape does not; in the name of a zone Enter alone is enough.
//! While an input method is composing, all of these belong to it. A note that stays empty is not made.

use std::collections::BTreeSet;

use egui::{
    Area, Color32, Event, EventFilter, FontId, Id, ImeEvent, Key, Modifiers, Order, Rect, TextEdit, Ui,
};

use crate::base::geom::Point;
use crate::base::units::{Breadth, TextSize};
use crate::model::field::Value;
use crate::model::note::Frame;
use crate::model::{Edit, Jot, Note};
use crate::picture::jots;
use crate::session::{Action, Session};
use crate::ui::canvas::name_field::Fate;
use crate::ui::canvas::paint::color;
use crate::ui::theme;

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Subject {
    /// A note that is not there yet, and where it is to lie.
    Fresh(Frame),
    /// A note or the name of a zone.
    Present(Jot),
}

/// An open field.
pub(crate) struct JotField {
    subject: Subject,
    text: String,
    before: String,
    /// It has not read the words yet.
    awaited: bool,
    /// It has not had the keyboard yet.
    fresh: bool,
    composing: bool,
}

/// Letters in the field are no smaller and no larger than this, points.
const SIZE: std::ops::RangeInclusive<f32> = 11.0..=48.0;
/// Least width of the field, points.
const WIDTH: f32 = 150.0;
/// Most characters of a note.
const LONGEST: usize = 20_000;
/// Most characters of the name of a zone.
const LONGEST_NAME: usize = 400;

/// Id of the field.
fn id() -> Id {
    Id::unique("words of a note or a zone")
}

impl JotField {
    /// A field for a note that comes into being with its first words. Seen from far away it is written larger, so that
    /// it can be read there.
    pub(crate) fn of_fresh_note(at: Point, zoom: f64) -> Self {
        /// Most that letters are enlarged.
        const MOST: f64 = 4.0;
        let scale = (1.0 / zoom).clamp(1.0, MOST);
        Self::on(Subject::Fresh(Frame {
            at,
            width: Breadth::clamped(Note::WIDTH.get() * scale).unwrap_or(Note::WIDTH),
            size: TextSize::clamped(Note::SIZE.get() * scale).unwrap_or(Note::SIZE),
        }))
    }

    /// A field that opens in the next frame and then reads the present words.
    pub(crate) fn awaited(jot: Jot) -> Self {
        Self::on(Subject::Present(jot))
    }

    fn on(subject: Subject) -> Self {
        Self {
            subject,
            text: String::new(),
            before: String::new(),
            awaited: true,
            fresh: true,
            composing: false,
        }
    }

    /// What is there already and is being written.
    pub(crate) fn jot(&self) -> Option<Jot> {
        match self.subject {
            Subject::Fresh(_) => None,
            Subject::Present(jot) => Some(jot),
        }
    }

    /// Where a note is to lie that is not there yet.
    pub(crate) fn fresh(&self) -> Option<Frame> {
        match self.subject {
            Subject::Fresh(frame) => Some(frame),
            Subject::Present(_) => None,
        }
    }

    /// It has not read the words yet.
    pub(crate) fn is_awaited(&self) -> bool {
        self.awaited
    }

    /// Keeps what was typed.
    pub(crate) fn commit(&self, session: &Session, actions: &mut Vec<Action>) {
        actions.extend(self.edit(session).map(Action::Edit));
    }

    /// What keeping would do, if it would change something.
    fn edit(&self, session: &Session) -> Option<Edit> {
        let text = self.text.trim_end();
        if text == self.before.trim_end() {
            return None;
        }
        match self.subject {
            Subject::Fresh(_) if text.trim().is_empty() => None,
            Subject::Fresh(frame) => {
                let note = Note {
                    color: session.settings.last_note_color,
                    frame,
                    ..Note::new(text, frame.at)
                };
                Some(Edit::AddNotes(vec![note]))
            }
            Subject::Present(Jot::Note(id)) if text.trim().is_empty() => {
                let mut emptied = crate::model::Selection::default();
                emptied.notes.insert(id);
                Some(Edit::Remove(emptied))
            }
            Subject::Present(Jot::Note(id)) => Some(Edit::SetNoteField(
                BTreeSet::from([id]),
                "text".to_owned(),
                Value::Text(text.to_owned()),
            )),
            Subject::Present(Jot::Zone(id)) => Some(Edit::SetZoneField(
                BTreeSet::from([id]),
                "name".to_owned(),
                Value::Text(text.trim().to_owned()),
            )),
        }
    }

    /// Shows the field over `place`, in letters of `size` points, and reads the keyboard.
    pub(crate) fn ui(
        &mut self,
        ui: &Ui,
        place: Rect,
        size: f32,
        session: &Session,
        actions: &mut Vec<Action>,
    ) -> Fate {
        if !self.read(session) {
            return Fate::Left;
        }
        self.watch_input_method(ui);
        let is_name = matches!(self.subject, Subject::Present(Jot::Zone(_)));
        let listens = !self.composing && !self.fresh;
        if listens && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            return Fate::Closed;
        }
        let entered = listens
            && ui.input_mut(|input| {
                input.consume_key(Modifiers::COMMAND, Key::Enter)
                    || (is_name && input.consume_key(Modifiers::NONE, Key::Enter))
            });
        let lost = self.edit_ui(ui, place, size, is_name, session);
        // Only now has the field taken in the letters that came together with Enter.
        if entered || lost {
            self.commit(session, actions);
        }
        if entered {
            Fate::Closed
        } else if lost {
            Fate::Left
        } else {
            Fate::Open
        }
    }

    /// Reads the present words when it opens; returns whether its subject is still there.
    fn read(&mut self, session: &Session) -> bool {
        let document = session.document();
        let words = match self.subject {
            Subject::Fresh(_) => Some(String::new()),
            Subject::Present(Jot::Note(id)) => document.note(id).map(|note| note.text.clone()),
            Subject::Present(Jot::Zone(id)) => document.zone(id).map(|zone| zone.name.clone()),
        };
        let Some(words) = words else { return false };
        if std::mem::take(&mut self.awaited) {
            self.text.clone_from(&words);
            self.before = words;
        }
        true
    }

    /// The field itself; returns whether it has lost the keyboard.
    fn edit_ui(&mut self, ui: &Ui, place: Rect, size: f32, is_name: bool, session: &Session) -> bool {
        let size = size.clamp(*SIZE.start(), *SIZE.end());
        let (label, hint) = if is_name {
            ("Name of the zone", "Name of the zone")
        } else {
            ("Text of the note", "Write a note")
        };
        let font = if is_name {
            theme::semibold(size)
        } else {
            FontId::proportional(size)
        };
        let ground = self.ground(ui, session);
        let mut lost = false;
        let area = Area::new(Id::unique("field of a note or a zone"))
            .order(Order::Foreground)
            .constrain(false);
        area.fixed_pos(place.min).show(ui.ctx(), |ui| {
            let filter = EventFilter {
                tab: true,
                escape: true,
                horizontal_arrows: true,
                vertical_arrows: true,
            };
            let margin = (size * Note::MARGIN as f32).clamp(4.0, 24.0) as i8;
            let edit = if is_name {
                TextEdit::singleline(&mut self.text).char_limit(LONGEST_NAME)
            } else {
                TextEdit::multiline(&mut self.text)
                    .desired_rows(1)
                    .char_limit(LONGEST)
            };
            let edit = edit
                .id(id())
                .font(font)
                .background_color(ground)
                .margin(egui::Margin::same(margin))
                .hint_text(hint)
                .desired_width(place.width().max(WIDTH) - 2.0 * f32::from(margin))
                .event_filter(filter);
            let output = edit.show(ui);
            let response = output.response.response;
            let role = if is_name {
                egui::Role::TextInput
            } else {
                egui::Role::MultilineTextInput
            };
            response.widget_info(|| egui::WidgetInfo::labeled(role, true, label));
            if self.fresh {
                response.request_focus();
                let mut state = output.state;
                let end = egui::text::CCursor::new(self.text.chars().count());
                let start = if is_name {
                    egui::text::CCursor::default()
                } else {
                    end
                };
                state
                    .cursor
                    .set_char_range(Some(egui::text::CCursorRange::two(start, end)));
                state.store(ui.ctx(), id());
                self.fresh = false;
            } else {
                lost = response.lost_focus();
            }
        });
        lost
    }

    fn ground(&self, ui: &Ui, session: &Session) -> Color32 {
        let dark = ui.visuals().dark_mode;
        let document = session.document();
        match self.subject {
            Subject::Fresh(_) => color(jots::ground(session.settings.last_note_color, dark)),
            Subject::Present(Jot::Note(id)) => {
                let hue = document.note(id).map(|note| note.color).unwrap_or_default();
                color(jots::ground(hue, dark))
            }
            Subject::Present(Jot::Zone(_)) => ui.visuals().text_edit_bg_color(),
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
}
