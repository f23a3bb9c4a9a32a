//! The window with all work that can be recovered: left by a crash, or let go within the last 30 days.

use egui::{Align, Button, Context, Label, Layout, Rect, RichText, ScrollArea, Ui, vec2};

use crate::files::journal::Place;
use crate::session::recovery::Offer;
use crate::session::{Action, Session, Work};
use crate::ui::form::Form;
use crate::ui::regions::{Region, Regions};
use crate::ui::theme::{self, Colors};
use crate::ui::{dialogs, icons};

use super::{amounts, damage_ui, list_window, moment};

const TITLE: &str = "Recovered work";

/// The window.
#[derive(Default)]
pub(super) struct Works {
    open: bool,
    /// What is to be thrown away for good, once that is confirmed.
    deletes: Option<Offer>,
}

impl Works {
    pub(super) fn toggle(&mut self) {
        self.open = !self.open;
    }

    pub(super) fn shut(&mut self) -> bool {
        std::mem::take(&mut self.open)
    }

    pub(super) fn asks(&self) -> bool {
        self.deletes.is_some()
    }

    pub(super) fn ui(
        &mut self,
        ctx: &Context,
        room: Rect,
        session: &Session,
        regions: &mut Regions,
        form: &mut Form,
    ) {
        let mut open = self.open;
        list_window(ctx, TITLE, room, 520.0)
            .open(&mut open)
            .show(ctx, |ui| {
                regions.mark_ui(ui, Region::Window(TITLE));
                self.list_ui(ui, session, form);
            });
        self.open &= open;
        self.question_ui(ctx, form);
    }

    fn list_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let works = session.recovery().works();
        let text = if works.is_empty() {
            "Nothing to recover. What you draw is written down as you go; after a crash it is offered here and at the \
             start. What you choose not to save is kept here for 30 days."
        } else {
            "Left by a crash, or let go within the last 30 days"
        };
        ui.add(Label::new(theme::secondary(ui, text)).wrap());
        ui.add_space(theme::GAP_S);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for offer in works {
                ui.push_id(&offer.id, |ui| self.row_ui(ui, offer, form));
                ui.add_space(theme::GAP_S);
            }
        });
    }

    fn row_ui(&mut self, ui: &mut Ui, offer: &Offer, form: &mut Form) {
        let colors = Colors::of(ui.visuals());
        egui::Frame::new()
            .fill(colors.sunken)
            .corner_radius(f32::from(theme::ROUND))
            .inner_margin(egui::Margin::symmetric(10, 8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal(|ui| {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let open = offer.place == Place::Open;
                        let name = &offer.name;
                        if !open {
                            let delete = format!("Delete {name} for good");
                            if icons::small_icon_button(ui, icons::TRASH, &delete).clicked() {
                                self.deletes = Some(offer.clone());
                            }
                            let recover = Button::new("Recover").min_size(vec2(72.0, 26.0));
                            let response = ui
                                .add_enabled(offer.damage.is_none(), recover)
                                .accessible_name(format!("Recover {name}"));
                            if response.clicked() {
                                let recover = Work::Recover(offer.id.clone());
                                form.actions.push(Action::Work(recover));
                                self.open = false;
                            }
                        }
                        ui.with_layout(Layout::top_down(Align::Min), |ui| {
                            ui.spacing_mut().item_spacing.y = 2.0;
                            let title = RichText::new(name).font(theme::semibold(theme::BODY));
                            let title = ui.add(Label::new(title).truncate());
                            if let Some(origin) = &offer.origin {
                                title.on_hover_text(origin.display().to_string());
                            }
                            let why = match offer.place {
                                Place::Crashed => "left by a crash",
                                Place::Open => "open in a window",
                                Place::Kept => "not saved",
                            };
                            let line = format!("{} · {} · {why}", moment(offer.told.at), amounts(offer));
                            ui.add(Label::new(theme::secondary(ui, line)).wrap());
                            damage_ui(ui, offer);
                        });
                    });
                });
            });
    }

    fn question_ui(&mut self, ctx: &Context, form: &mut Form) {
        let Some(offer) = self.deletes.take() else { return };
        let title = format!("Delete the unsaved work on {}?", offer.name);
        let text = format!(
            "{}, {}. This cannot be undone.",
            moment(offer.told.at),
            amounts(&offer)
        );
        match dialogs::question_ui(ctx, "delete work", &title, &text, &["Delete", "Cancel"]) {
            Some(0) => form.actions.push(Action::Work(Work::Delete(offer.id))),
            Some(_) => {}
            None => self.deletes = Some(offer),
        }
    }
}
