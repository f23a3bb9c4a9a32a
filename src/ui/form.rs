//! Fields that make edits: a typed one on Enter or when it is left, a pulled slider once when it is let go.

use egui::{Id, Key, Modifiers, Response, RichText, Slider, SliderClamping, TextEdit, Ui};

use crate::model::{Edit, Refusal, Selection};
use crate::session::{Action, Show};

use super::theme::{self, Colors};

/// What is being typed, and what it will do.
struct Draft {
    id: Id,
    text: String,
    /// What leaving the field does; `None` when nothing would change or the text does not fit.
    edit: Option<Edit>,
    refusal: Option<Refusal>,
    /// The pass in which its field was last on the screen.
    seen: u64,
}

/// Collects what panels ask for, and holds the one text that is being typed.
#[derive(Default)]
pub struct Form {
    /// To be performed after painting, in order.
    pub actions: Vec<Action>,
    /// What a panel speaks of in this pass; it is lit on the map.
    pub pointed: Selection,
    draft: Option<Draft>,
}

/// How a field looks and what it holds.
pub struct Entry<'a> {
    /// Unique among all fields that are on the screen, and the same for the same thing.
    pub id: Id,
    /// Read aloud.
    pub name: &'a str,
    /// What the project holds now.
    pub shown: &'a str,
    /// Shown while empty, such as "—" for mixed values.
    pub hint: &'a str,
    /// Width; infinite means all there is.
    pub width: f32,
    /// Several lines; then Enter makes a new line.
    pub rows: usize,
    /// Figures stand in columns of equal width, to the right.
    pub figures: bool,
}

impl Form {
    /// Lights these on the map while the pointer or the keyboard rests on what speaks of them.
    pub fn point_at(&mut self, response: &Response, whom: impl FnOnce() -> Selection) {
        if response.hovered() || response.has_focus() {
            let whom = whom();
            self.pointed.actors.extend(whom.actors);
            self.pointed.ties.extend(whom.ties);
        }
    }

    /// Chooses these and brings them into view.
    pub fn select(&mut self, chosen: Selection) {
        self.actions.push(Action::Select(chosen));
        self.actions.push(Action::Show(Show::Reveal));
    }

    /// One edit.
    pub fn edit(&mut self, edit: Edit) {
        self.actions.push(Action::Edit(edit));
    }

    /// A text field; `make` turns what was typed into an edit.
    pub fn entry_ui(
        &mut self,
        ui: &mut Ui,
        entry: &Entry<'_>,
        make: impl Fn(&str) -> Result<Edit, Refusal>,
    ) -> Response {
        let id = entry.id;
        let mine = self.draft.as_ref().is_some_and(|draft| draft.id == id);
        let refused = mine && self.draft.as_ref().is_some_and(|draft| draft.refusal.is_some());
        let mut text = match &self.draft {
            Some(draft) if mine => draft.text.clone(),
            _ => entry.shown.to_owned(),
        };
        let colors = Colors::of(ui.visuals());
        let font = if entry.figures {
            theme::tabular(theme::BODY)
        } else {
            egui::FontId::proportional(theme::BODY)
        };
        let field = if entry.rows > 1 {
            TextEdit::multiline(&mut text).desired_rows(entry.rows)
        } else {
            TextEdit::singleline(&mut text)
        };
        let mut field = field
            .id(id)
            .font(font)
            .desired_width(entry.width)
            .margin(egui::Margin::symmetric(8, 4))
            .hint_text(RichText::new(entry.hint).color(colors.secondary));
        if refused {
            field = field.text_color(colors.down);
        }
        let response = ui.add(field).accessible_name(entry.name);
        let reverted = ui.input(|input| input.key_pressed(Key::Escape));
        if response.lost_focus() {
            if let Some(draft) = self.draft.take_if(|draft| draft.id == id)
                && !reverted
                && let Some(edit) = draft.edit
            {
                self.edit(edit);
            }
        } else if response.has_focus() {
            let pass = ui.ctx().cumulative_pass_nr();
            if response.changed() || !mine {
                let (edit, refusal) = match make(&text) {
                    _ if text == entry.shown => (None, None),
                    Ok(edit) => (Some(edit), None),
                    Err(refusal) => (None, Some(refusal)),
                };
                // Only what was typed into another field is left; this one goes on as one step.
                if !mine {
                    self.leave();
                }
                self.draft = Some(Draft {
                    id,
                    text,
                    edit,
                    refusal,
                    seen: pass,
                });
            } else if let Some(draft) = &mut self.draft {
                draft.seen = pass;
            }
        }
        match &self.draft {
            Some(Draft {
                id: holder,
                refusal: Some(refusal),
                ..
            }) if *holder == id => response.on_hover_text(refusal.to_string()),
            _ => response,
        }
    }

    /// A slider; what it is pulled to is tried out, and becomes one edit when it is let go.
    pub fn slider_ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        value: f64,
        (least, most): (f64, f64),
        make: impl Fn(f64) -> Edit,
    ) -> Response {
        let mut pulled = value;
        let digits = decimals(most - least);
        let slider = Slider::new(&mut pulled, least..=most)
            .show_value(false)
            .clamping(SliderClamping::Always);
        let response = ui
            .scope(|ui| {
                theme::style_slider(ui);
                ui.add(slider)
            })
            .inner
            .accessible_name(name);
        let round = 10f64.powi(digits);
        let pulled = ((pulled * round).round() / round).clamp(least, most);
        if response.drag_stopped() {
            // The toolkit ends a pull with Escape as with letting go; the key is for this and for nothing behind it.
            let given_up = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
            self.actions.push(if given_up {
                Action::Cancel
            } else {
                Action::Edit(make(pulled))
            });
        } else if response.dragged() {
            if response.changed() {
                self.actions.push(Action::Preview(make(pulled)));
            }
        } else if response.changed() {
            self.actions.push(Action::Edit(make(pulled)));
        }
        response
    }

    /// Something is being typed.
    pub fn is_typing(&self) -> bool {
        self.draft.is_some()
    }

    /// A field that has gone from the screen keeps what was typed into it. Called once after painting.
    pub fn end_pass(&mut self, ctx: &egui::Context) {
        if self
            .draft
            .as_ref()
            .is_some_and(|draft| draft.seen < ctx.cumulative_pass_nr())
        {
            self.leave();
        }
    }

    /// Commits what is being typed as far as it fits; its field stays open and can be typed into further.
    pub fn commit(&mut self) {
        if self.draft.as_ref().is_some_and(|draft| draft.edit.is_some()) {
            self.leave();
        }
    }

    /// Commits what is being typed, and lets go of what does not fit.
    pub fn leave(&mut self) {
        if let Some(draft) = self.draft.take()
            && let Some(edit) = draft.edit
        {
            self.edit(edit);
        }
    }

    /// Forgets what is being typed, when another project comes on the table.
    pub fn forget(&mut self) {
        self.draft = None;
    }
}

/// Decimals that a range deserves: shares two, grades none.
fn decimals(range: f64) -> i32 {
    if range <= 2.0 {
        2
    } else if range <= 20.0 {
        1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_two_decimals_and_a_grade_none() {
        assert_eq!(decimals(1.0), 2);
        assert_eq!(decimals(10.0), 1);
        assert_eq!(decimals(100.0), 0);
    }
}
