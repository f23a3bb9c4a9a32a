//! The pill at the top of the map that says what a press does now, unless it chooses and moves as usual.

use egui::{Align2, Area, Frame, Id, Margin, Order, Rect, RichText, Ui, Vec2};

use super::{Canvas, legend};
use crate::session::{Action, Mode, Session};
use crate::ui::{hues, icons, theme};

impl Canvas {
    /// The pill.
    pub(super) fn mode_pill_ui(&self, ui: &Ui, rect: Rect, session: &Session, actions: &mut Vec<Action>) {
        let (actor, tie) = (session.settings.last_actor_kind, session.settings.last_tie_kind);
        let (picture, words) = match self.mode() {
            Mode::Select => return,
            Mode::Actor => (
                Some(icons::actor_atom(actor)),
                "Each click adds one; Tab changes the kind",
            ),
            Mode::Tie => (
                Some(icons::tie_atom(tie)),
                "From one actor to another; Tab changes the kind",
            ),
            Mode::Note => (None, "Click for a note, drag for a zone"),
            Mode::Lasso => (None, "Draw around what you want to select"),
            Mode::Hand => (None, "Drag to move the map"),
        };
        // Below the pills of figures.
        let down = if session.tint().is_pinned() { 52.0 } else { 0.0 };
        let area = Area::new(Id::unique("what a press on the map does"))
            .order(Order::Middle)
            .movable(false);
        area.fixed_pos(rect.center_top() + Vec2::new(0.0, 12.0 + down))
            .pivot(Align2::CENTER_TOP)
            .show(ui.ctx(), |ui| {
                let frame: Frame = legend::card(ui.visuals())
                    .corner_radius(15)
                    .inner_margin(Margin::symmetric(12, 4));
                frame.show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = theme::GAP_S;
                        if let Some(picture) = picture {
                            let picture = egui::Button::new(picture).frame(false);
                            ui.add(picture.sense(egui::Sense::empty()))
                                .accessible_name("Kind of the next one");
                        }
                        ui.label(RichText::new(words).size(theme::SMALL));
                        if self.mode() == Mode::Note {
                            let present = session.settings.last_note_color;
                            if let Some(hue) = hues::row_ui(ui, Some(present)) {
                                actions.push(Action::SetNextHue(hue));
                            }
                        }
                        ui.add_space(theme::GAP_XS);
                        let end =
                            egui::Button::new(theme::secondary(ui, "Esc ends")).frame_when_inactive(false);
                        if ui.add(end).accessible_name("Back to select mode").clicked() {
                            actions.push(Action::Show(crate::session::Show::Mode(Mode::Select)));
                        }
                    });
                });
            });
    }
}
