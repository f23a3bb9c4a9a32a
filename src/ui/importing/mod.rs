//! The window in which a person sees what was found in files of other programs, says what it means, and takes it in.
//!
//! It covers the map, so that nothing changes under what is being counted. `sources` says how files are read, `grid`
//! shows the first rows with the meaning of each column above it, `choices` is about kinds and about ties that become
//! one, `report` tells afterwards what came of it.

mod choices;
mod grid;
mod report;
mod sources;

use egui::{
    Align, Button, Context, Id, Label, Layout, Modal, ProgressBar, RichText, ScrollArea, Ui, Vec2, vec2,
};

use crate::base::text::count;
use crate::exchange::mapping::Side;
use crate::exchange::taking::Tally;
use crate::session::importing::{Doing, Import, ImportStep};
use crate::session::{Action, Session};

use super::dialogs;
use super::form::Form;
use super::icons;
use super::theme::{self, Colors};

pub use report::ReportView;

/// The window is no larger than this.
const LARGEST: Vec2 = vec2(1240.0, 860.0);
/// Air around it.
const MARGIN: Vec2 = vec2(32.0, 32.0);
/// Width of what says how files are read.
const LEFT: f32 = 268.0;
/// Height of the last rows with buttons.
const FOOT: f32 = 44.0;

/// What is looked at in the window.
#[derive(Default)]
pub struct ImportView {
    /// The source whose reading is shown, by its id.
    source: Option<u32>,
    /// The side whose rows are shown; none while nobody has chosen.
    side: Option<Side>,
    /// What was dropped and repaired is listed.
    remarks: bool,
    /// The window was there in the last pass.
    shown: bool,
}

impl ImportView {
    /// It is open.
    pub fn covers(session: &Session) -> bool {
        session.importing().open().is_some()
    }

    /// The window, while something is about to be taken in.
    pub fn ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let Some(import) = session.importing().open() else {
            *self = Self::default();
            return;
        };
        let fresh = !std::mem::replace(&mut self.shown, true);
        let room = ctx.content_rect().size() - MARGIN;
        let frame = dialogs::frame(ctx);
        let size = (room - frame.total_margin().sum()).min(LARGEST);
        let modal = Modal::new(Id::unique("import")).frame(frame).show(ctx, |ui| {
            ui.set_width(size.x);
            ui.set_height(size.y);
            self.contents_ui(ui, import, session, fresh, form);
        });
        if modal.should_close() {
            form.actions.push(Action::Import(ImportStep::Leave));
        }
    }

    fn contents_ui(&mut self, ui: &mut Ui, import: &Import, session: &Session, fresh: bool, form: &mut Form) {
        self.head_ui(ui, import, session, form);
        ui.add_space(theme::GAP_S);
        let height = ui.available_height() - FOOT - theme::GAP_S;
        ui.horizontal_top(|ui| {
            let left = vec2(LEFT, height);
            ui.allocate_ui_with_layout(left, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(left);
                ScrollArea::vertical()
                    .id_salt("how files are read")
                    .auto_shrink(false)
                    .show(ui, |ui| {
                        ui.set_width(LEFT - theme::GAP_M);
                        sources::ui(ui, &mut self.source, import, form);
                    });
            });
            let right = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(right, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(right);
                self.right_ui(ui, import, session, form);
            });
        });
        ui.add_space(theme::GAP_S);
        self.foot_ui(ui, import, session, fresh, form);
    }

    /// What it is about, and what else could come along.
    fn head_ui(&self, ui: &mut Ui, import: &Import, session: &Session, form: &mut Form) {
        ui.horizontal(|ui| {
            ui.label(theme::heading("Import"));
            ui.add(Label::new(theme::secondary(ui, import.name())).truncate());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if icons::icon_button(ui, icons::CLOSE, "Shut without importing").clicked() {
                    form.actions.push(Action::Import(ImportStep::Leave));
                }
                let idle = session.importing().doing() != Doing::Making;
                let paste = Button::new((icons::icon(icons::PASTE, 14.0), "Paste cells"));
                if ui
                    .add_enabled(idle, paste)
                    .on_hover_text("Takes in what was copied in a spreadsheet as well")
                    .clicked()
                {
                    form.actions.push(Action::AskImportClip);
                }
                let more = Button::new((icons::icon(icons::PLUS, 14.0), "Add files…"));
                if ui
                    .add_enabled(idle, more)
                    .on_hover_text("Such as a list of actors beside a list of ties")
                    .clicked()
                {
                    form.actions.push(Action::AskImport);
                }
            });
        });
    }

    fn right_ui(&mut self, ui: &mut Ui, import: &Import, session: &Session, form: &mut Form) {
        let importing = session.importing();
        let (Some(mapping), Some(whole)) = (import.mapping(), import.whole()) else {
            let words = match importing.doing() {
                Doing::Nothing => "Nothing in these files can be read",
                _ => "Reading …",
            };
            ui.centered_and_justified(|ui| ui.label(theme::secondary(ui, words)));
            return;
        };
        let height = ui.available_height();
        ScrollArea::vertical()
            .id_salt("what was found")
            .auto_shrink(false)
            .show(ui, |ui| {
                // A bar lies over the right edge.
                ui.set_width(ui.available_width() - theme::GAP_M);
                let side = self.side(import);
                self.sides_ui(ui, import, side);
                ui.add_space(theme::GAP_XS);
                let rows = (height * 0.46).clamp(190.0, 380.0);
                grid::ui(ui, side, import, mapping, rows, form);
                ui.add_space(theme::GAP_M);
                choices::ui(ui, import, mapping, whole, session, form);
            });
    }

    /// Ties are what most files are about; who has only actors sees them.
    fn side(&self, import: &Import) -> Side {
        let preview = import.preview();
        let first = if preview.ties.all == 0 {
            Side::Actors
        } else {
            Side::Ties
        };
        self.side
            .filter(|&side| preview.side(side).all > 0)
            .unwrap_or(first)
    }

    fn sides_ui(&mut self, ui: &mut Ui, import: &Import, now: Side) {
        let preview = import.preview();
        ui.horizontal(|ui| {
            for (side, name) in [(Side::Actors, "Actors"), (Side::Ties, "Ties")] {
                let all = preview.side(side).all;
                let button = Button::selectable(side == now, format!("{name}  {all}"));
                if ui.add_enabled(all > 0, button).clicked() {
                    self.side = Some(side);
                }
            }
            let (shown, all) = (preview.side(now).rows.len(), preview.side(now).all);
            let words = if shown < all {
                format!("The first {shown} rows. Above each column stands what it is taken for.")
            } else {
                "Above each column stands what it is taken for.".to_owned()
            };
            ui.add(Label::new(theme::secondary(ui, words)).truncate());
        });
    }

    /// What will be made, where it goes, and the buttons.
    fn foot_ui(&mut self, ui: &mut Ui, import: &Import, session: &Session, fresh: bool, form: &mut Form) {
        ui.separator();
        let importing = session.importing();
        ui.horizontal(|ui| {
            ui.set_min_height(FOOT - theme::GAP_S);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let ready = import.ready() && matches!(importing.doing(), Doing::Nothing | Doing::Counting);
                let response = ui.add_enabled(ready, dialogs::primary(ui, "Import"));
                // Whoever has nothing to change presses Enter.
                let focused = ui.ctx().memory(|memory| memory.focused().is_some());
                if ready && (fresh || !focused) {
                    response.request_focus();
                }
                if response.clicked() {
                    form.actions.push(Action::Import(ImportStep::Make));
                }
                let cancel = Button::new("Cancel").min_size(vec2(72.0, 28.0));
                if ui.add(cancel).clicked() {
                    form.actions.push(Action::Import(ImportStep::Leave));
                }
                ui.add_space(theme::GAP_S);
                if !session.document().is_empty() {
                    where_ui(ui, import, session, form);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    self.sum_ui(ui, import, session);
                });
            });
        });
        if self.remarks {
            self.remarks_ui(ui.ctx(), import);
        }
    }

    fn sum_ui(&mut self, ui: &mut Ui, import: &Import, session: &Session) {
        let importing = session.importing();
        match importing.doing() {
            Doing::Reading | Doing::Making => {
                let words = if importing.doing() == Doing::Reading {
                    "Reading"
                } else {
                    "Importing"
                };
                ui.label(words);
                let bar = ProgressBar::new(importing.share() as f32).desired_width(160.0);
                ui.add(bar).accessible_name(words);
                ui.ctx()
                    .request_repaint_after(std::time::Duration::from_millis(100));
            }
            Doing::Nothing | Doing::Counting => {
                let Some(tally) = import.tally() else { return };
                let counting = importing.doing() == Doing::Counting;
                let text = RichText::new(sum(tally, import.into_open())).font(theme::semibold(theme::BODY));
                let text = if counting {
                    text.color(Colors::of(ui.visuals()).secondary)
                } else {
                    text
                };
                ui.add(Label::new(text).truncate());
                let said = import.whole().map_or(0, |whole| whole.found.remarks.len()) + tally.notices.len();
                if said > 0 {
                    let words = count(said, "remark", "remarks");
                    let button = Button::selectable(self.remarks, (icons::icon(icons::INFO, 14.0), words));
                    let response = ui
                        .add(button)
                        .on_hover_text("What was repaired, merged or left out, and where");
                    if response.clicked() {
                        self.remarks = !self.remarks;
                    }
                }
            }
        }
    }

    /// The list of what was repaired and left out, over the rest.
    fn remarks_ui(&mut self, ctx: &Context, import: &Import) {
        let Some(tally) = import.tally() else { return };
        let modal = Modal::new(Id::unique("remarks of an import"))
            .frame(dialogs::frame(ctx))
            .show(ctx, |ui| {
                let room = ctx.content_rect().size();
                ui.set_width((room.x - 120.0).min(760.0));
                ui.label(theme::heading("What was noticed"));
                ui.add_space(theme::GAP_S);
                let (remarks, unsaid) = import.whole().map_or((&[][..], 0), |whole| {
                    (&whole.found.remarks[..], whole.found.unsaid)
                });
                report::remarks_ui(ui, &tally.notices, remarks, unsaid, (room.y - 220.0).min(460.0));
                ui.add_space(theme::GAP_M);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let response = ui.add(dialogs::primary(ui, "Close"));
                    if !response.has_focus() && !ctx.memory(|memory| memory.focused().is_some()) {
                        response.request_focus();
                    }
                    response.clicked()
                })
                .inner
            });
        if modal.inner || modal.should_close() {
            self.remarks = false;
        }
    }
}

/// "41 actors, 77 ties; 3 rows dropped".
fn sum(tally: &Tally, into_open: bool) -> String {
    let (actors, ties) = (&tally.actors, &tally.ties);
    let new = if into_open { "new " } else { "" };
    let mut words = format!(
        "{}, {}",
        count(actors.made, &format!("{new}actor"), &format!("{new}actors")),
        count(
            ties.made + ties.added,
            &format!("{new}tie"),
            &format!("{new}ties")
        ),
    );
    let updated = actors.updated + ties.updated;
    if updated > 0 {
        words += &format!("; {updated} updated");
    }
    let merged = actors.merged + ties.merged;
    if merged > 0 {
        words += &format!("; {} merged", count(merged, "row", "rows"));
    }
    if ties.dropped > 0 {
        words += &format!("; {} dropped", count(ties.dropped, "row", "rows"));
    }
    words
}

/// Into which project it goes.
fn where_ui(ui: &mut Ui, import: &Import, session: &Session, form: &mut Form) {
    let open = format!("Into “{}”", session.title());
    // From right to left.
    for (into, name, help) in [
        (
            true,
            open.as_str(),
            "One step that can be undone; actors that are there already are updated",
        ),
        (
            false,
            "New project",
            "The open project is put away; you are asked to save it first",
        ),
    ] {
        let response = ui.add(egui::RadioButton::new(import.into_open() == into, name));
        if response.on_hover_text(help).clicked() {
            form.actions.push(Action::Import(ImportStep::IntoOpen(into)));
        }
    }
}

/// A button over the given width that opens a list.
fn list_ui<'a>(
    ui: &mut Ui,
    name: &str,
    shown: impl egui::IntoAtoms<'a>,
    width: f32,
    contents: impl FnOnce(&mut Ui),
) -> egui::Response {
    let button = Button::new(shown)
        .truncate()
        .right_text(icons::icon(icons::DOWN, 12.0))
        .min_size(vec2(width, 26.0));
    let response = ui
        .scope(|ui| {
            ui.set_max_width(width);
            ui.add(button)
        })
        .inner
        .accessible_name(name);
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(width.max(180.0));
        let room = (ui.ctx().content_rect().height() - 80.0).min(460.0);
        ScrollArea::vertical().max_height(room).show(ui, contents);
    });
    response
}

/// A row of a list; whether it was chosen.
fn row_ui<'a>(ui: &mut Ui, chosen: bool, atoms: impl egui::IntoAtoms<'a>) -> bool {
    let response = ui.add(icons::row_button(ui, chosen, atoms, 26.0));
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}
