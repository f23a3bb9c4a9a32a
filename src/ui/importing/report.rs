//! What came of an import: sums that add up, and what was repaired or left out with its place.

use egui::{Align, Button, Context, Grid, Id, Label, Layout, Modal, RichText, ScrollArea, Ui, vec2};

use crate::base::notice::Notice;
use crate::exchange::draft::{Fate, Remark};
use crate::exchange::taking::Report;
use crate::session::{Action, Session};
use crate::ui::dialogs;
use crate::ui::form::Form;
use crate::ui::theme::{self, Colors};

/// The window with the report of the last import.
#[derive(Default)]
pub struct ReportView {
    open: bool,
    /// It was there in the last pass.
    shown: bool,
}

impl ReportView {
    /// Opens it.
    pub fn open(&mut self) {
        self.open = true;
    }

    /// It is open.
    pub fn covers(&self) -> bool {
        self.open
    }

    /// The window, while it is open.
    pub fn ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let Some(report) = session.importing().report().filter(|_| self.open) else {
            *self = Self::default();
            return;
        };
        let fresh = !std::mem::replace(&mut self.shown, true);
        let modal = Modal::new(Id::unique("import report"))
            .frame(dialogs::frame(ctx))
            .show(ctx, |ui| {
                let room = ctx.content_rect().size() - vec2(96.0, 96.0);
                ui.set_width(room.x.min(760.0));
                ui.label(theme::heading("Import report"));
                let from = format!("{} · {}", report.sources.join(", "), report.at);
                ui.add(Label::new(theme::secondary(ui, from)).truncate());
                ui.add_space(theme::GAP_M);
                let taken = &report.report;
                sums_ui(ui, taken);
                ui.add_space(theme::GAP_M);
                remarks_ui(
                    ui,
                    &taken.notes(),
                    &taken.remarks,
                    taken.unsaid,
                    (room.y - 330.0).clamp(100.0, 380.0),
                );
                ui.add_space(theme::GAP_M);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let response = ui.add(dialogs::primary(ui, "Close"));
                    if fresh {
                        response.request_focus();
                    }
                    let save = Button::new("Save report…").min_size(vec2(72.0, 28.0));
                    if ui.add(save).clicked() {
                        form.actions.push(Action::AskSaveImportReport);
                    }
                    response.clicked()
                })
                .inner
            });
        if modal.inner || modal.should_close() {
            self.open = false;
        }
    }
}

fn sums_ui(ui: &mut Ui, report: &Report) {
    ui.columns(2, |columns| {
        for (column, sum) in columns.iter_mut().zip(report.sums()) {
            Grid::new(("sum", sum[0].what))
                .num_columns(2)
                .min_row_height(22.0)
                .spacing(vec2(theme::GAP_M, 2.0))
                .show(column, |ui| {
                    for line in sum {
                        let number = RichText::new(line.count.to_string());
                        let (number, words) = if line.part {
                            (
                                number.font(theme::tabular(theme::BODY)),
                                RichText::new(line.what).color(Colors::of(ui.visuals()).secondary),
                            )
                        } else {
                            (
                                number.font(theme::tabular_semibold(theme::BODY)),
                                RichText::new(line.what).font(theme::semibold(theme::BODY)),
                            )
                        };
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            ui.set_min_width(64.0);
                            ui.label(number);
                        });
                        ui.label(words);
                        ui.end_row();
                    }
                });
        }
    });
}

/// What was noticed, repaired, merged and left out; no higher than this.
pub(super) fn remarks_ui(ui: &mut Ui, notices: &[Notice], remarks: &[Remark], unsaid: usize, height: f32) {
    if notices.is_empty() && remarks.is_empty() {
        ui.label(theme::secondary(
            ui,
            "Nothing had to be repaired, and nothing was left out",
        ));
        return;
    }
    let colors = Colors::of(ui.visuals());
    ScrollArea::vertical()
        .max_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.set_width(ui.available_width() - theme::GAP_M);
            for notice in notices {
                remark_ui(ui, "Note", &notice.place, &notice.sentence, colors.warning);
            }
            for remark in remarks {
                let ink = match remark.fate {
                    Fate::Dropped | Fate::Unread => colors.warning,
                    Fate::Repaired | Fate::Merged => colors.secondary,
                };
                remark_ui(ui, remark.fate.word(), &remark.place, &remark.what, ink);
            }
            if unsaid > 0 {
                ui.label(theme::secondary(ui, format!("and {unsaid} more")));
            }
        });
}

fn remark_ui(ui: &mut Ui, fate: &str, place: &str, what: &str, ink: egui::Color32) {
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(72.0, 18.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_min_width(72.0);
            ui.label(RichText::new(fate).size(theme::SMALL).color(ink));
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(RichText::new(what).size(theme::LIST)).wrap());
            if !place.is_empty() {
                ui.label(theme::secondary(ui, place));
            }
        });
    });
    ui.add_space(theme::GAP_XS);
}
