//! The window in which a person chooses what a report is called, what it compares with and what it is written as, and
//! sees what will be in it.

use std::sync::Arc;

use egui::{
    Align, Button, Context, Grid, Id, Label, Layout, Modal, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::model::Document;
use crate::report::content::{Order, Report};
use crate::report::edition::Edition;
use crate::session::reporting::ReportWish;
use crate::session::track::Baseline;
use crate::session::{Action, Desk, Session};

use super::dialogs::{frame, primary};
use super::form::Form;
use super::{icons, theme};

/// Width of the choices and of the list of sections, points.
const CHOICES: f32 = 300.0;
const SECTIONS: f32 = 380.0;
/// Height of the part with the choices, points.
const HEIGHT: f32 = 340.0;

/// A section, and what is in it.
type Gist = (String, String);
/// A project and what its report is to tell.
type Job = (Arc<Document>, Order);

/// The window, while it is open.
struct Open {
    wish: ReportWish,
    /// What there is to compare with.
    yardsticks: Vec<(Baseline, String)>,
    /// What the report that is listed compares with.
    asked: Option<Option<Baseline>>,
    sections: Option<Vec<Gist>>,
    /// It was there in the last pass.
    shown: bool,
}

/// The window in which reports are exported.
#[derive(Default)]
pub struct ReportsView {
    open: Option<Open>,
    /// Puts reports together to tell what is in them.
    telling: Option<Desk<Job, Vec<Gist>>>,
}

fn gists((document, order): Job, cancel: &Cancel) -> Result<Vec<Gist>, Cancelled> {
    let report = Report::of(&document, &order, &Progress::new(), cancel)?;
    let sections = report.sections.iter();
    Ok(sections
        .map(|section| (section.title.clone(), section.gist()))
        .collect())
}

impl ReportsView {
    /// Opens with the usual choices.
    pub fn open(&mut self, session: &Session) {
        self.open = Some(Open {
            wish: session.usual_report(),
            yardsticks: session.report_yardsticks(),
            asked: None,
            sections: None,
            shown: false,
        });
    }

    /// It is open.
    pub fn covers(&self) -> bool {
        self.open.is_some()
    }

    /// The window.
    pub fn ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let Some(mut open) = self.open.take() else { return };
        self.keep_up(ctx, session, &mut open);
        let fresh = !std::mem::replace(&mut open.shown, true);
        let modal = Modal::new(Id::unique("export report"))
            .frame(frame(ctx))
            .show(ctx, |ui| {
                let room = ctx.content_rect().size() - vec2(96.0, 190.0);
                let height = HEIGHT.min(room.y);
                ui.label(theme::heading("Export a report"));
                ui.add_space(theme::GAP_M);
                ui.horizontal_top(|ui| {
                    ui.vertical(|ui| {
                        ui.set_width(CHOICES);
                        choices_ui(ui, &mut open, session);
                    });
                    ui.add_space(theme::GAP_L);
                    ui.vertical(|ui| {
                        ui.set_width(SECTIONS.min(room.x - CHOICES - theme::GAP_L));
                        sections_ui(ui, &open, height);
                    });
                });
                ui.add_space(theme::GAP_M);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let export = ui.add(primary(ui, "Export…"));
                    if fresh {
                        export.request_focus();
                    }
                    if export.clicked() {
                        let wish = Box::new(open.wish.clone());
                        form.actions.push(Action::AskExportReport(wish));
                    }
                    let cancel = ui.add(Button::new("Cancel").min_size(vec2(72.0, 28.0)));
                    export.clicked() || cancel.clicked()
                })
                .inner
            });
        if modal.inner || modal.should_close() {
            if let Some(desk) = &mut self.telling {
                desk.cancel();
            }
        } else {
            self.open = Some(open);
        }
    }

    /// Has the list of sections follow the choices.
    fn keep_up(&mut self, ctx: &Context, session: &Session, open: &mut Open) {
        let desk = self
            .telling
            .get_or_insert_with(|| session.desk("sections of a report", gists));
        if open.asked != Some(open.wish.against) && !desk.has_failed() {
            open.asked = Some(open.wish.against);
            open.sections = None;
            desk.ask(session.report_order(&open.wish));
        }
        if let Some(found) = desk.take() {
            open.sections = Some(found);
        }
        if desk.pending() {
            ctx.request_repaint_after(std::time::Duration::from_millis(30));
        }
    }
}

fn choices_ui(ui: &mut Ui, open: &mut Open, session: &Session) {
    /// Width of a field, points.
    const FIELD: f32 = 200.0;
    let wish = &mut open.wish;
    Grid::new("choices of a report")
        .num_columns(2)
        .min_col_width(84.0)
        .spacing(vec2(theme::GAP_M, theme::GAP_S))
        .show(ui, |ui| {
            ui.label("Format");
            ui.horizontal(|ui| {
                for edition in Edition::ALL {
                    ui.selectable_value(&mut wish.edition, edition, edition.name());
                }
            });
            ui.end_row();
            let label = ui.label("Title");
            let own = session.document().project().title.clone();
            let mut title = wish.title.clone().unwrap_or_else(|| own.clone());
            let field = TextEdit::singleline(&mut title).desired_width(FIELD);
            if ui.add(field).labelled_by(label.id).changed() {
                wish.title = (title != own).then_some(title);
            }
            ui.end_row();
            let label = ui.label("Compare with");
            let name = |against: Option<Baseline>| {
                let known = open
                    .yardsticks
                    .iter()
                    .find(|(baseline, _)| Some(*baseline) == against);
                known.map_or("Nothing", |(_, name)| name.as_str())
            };
            let choice = icons::combo("compare with")
                .width(FIELD)
                .truncate()
                .selected_text(name(wish.against))
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut wish.against, None, "Nothing");
                    for (baseline, name) in &open.yardsticks {
                        ui.selectable_value(&mut wish.against, Some(*baseline), name);
                    }
                });
            choice.response.labelled_by(label.id);
            ui.end_row();
        });
    ui.add_space(theme::GAP_M);
    ui.add(Label::new(theme::secondary(ui, wish.edition.words())).wrap());
    if open.yardsticks.is_empty() {
        ui.add_space(theme::GAP_S);
        let words = "A report can tell what has changed since a snapshot; there is none in this project";
        ui.add(Label::new(theme::secondary(ui, words)).wrap());
    }
}

fn sections_ui(ui: &mut Ui, open: &Open, height: f32) {
    ui.label(RichText::new("What will be in it").font(theme::semibold(theme::BODY)));
    ui.add_space(theme::GAP_XS);
    let Some(sections) = &open.sections else {
        ui.set_min_height(height);
        ui.label(theme::secondary(ui, "Being put together…"));
        return;
    };
    ScrollArea::vertical()
        .max_height(height - 24.0)
        .min_scrolled_height(height - 24.0)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.set_width(ui.available_width() - theme::GAP_M);
            ui.spacing_mut().item_spacing.y = 2.0;
            for (title, gist) in sections {
                ui.label(title);
                if !gist.is_empty() {
                    ui.add(Label::new(theme::secondary(ui, gist)).wrap());
                }
                ui.add_space(theme::GAP_XS);
            }
        });
}
