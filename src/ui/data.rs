//! The window in which a person chooses the format in which the cluster goes to other programs.

use egui::{
    Align, Button, Checkbox, Context, Id, Label, Layout, Modal, RadioButton, RichText, ScrollArea, Ui, vec2,
};

use crate::exchange::format::Format;
use crate::exchange::write::Flow;
use crate::session::outgoing::DataWish;
use crate::session::{Action, Session, Show};

use super::dialogs::{frame, primary};
use super::form::Form;
use super::icons;
use super::theme::{self, Colors};

/// Width of the list of formats and of the whole.
const LIST: f32 = 190.0;
const WIDTH: f32 = 640.0;
/// Height of the part with the choices.
const HEIGHT: f32 = 300.0;

/// The window, while it is open.
#[derive(Default)]
pub struct DataView {
    open: Option<DataWish>,
    /// It was there in the last pass.
    shown: bool,
}

impl DataView {
    /// Opens with the choices of the last time.
    pub fn open(&mut self, session: &Session) {
        self.open = Some(session.last_data().unwrap_or_default());
        self.shown = false;
    }

    /// It is open.
    pub fn covers(&self) -> bool {
        self.open.is_some()
    }

    /// The window.
    pub fn ui(&mut self, ctx: &Context, form: &mut Form) {
        let Some(mut wish) = self.open.take() else { return };
        let fresh = !std::mem::replace(&mut self.shown, true);
        let modal = Modal::new(Id::unique("export data"))
            .frame(frame(ctx))
            .show(ctx, |ui| {
                let room = ctx.content_rect().size() - vec2(96.0, 190.0);
                ui.set_width(WIDTH.min(room.x));
                ui.label(theme::heading("Export data"));
                ui.label(theme::secondary(
                    ui,
                    "Actors and ties in a format of other programs",
                ));
                ui.add_space(theme::GAP_M);
                ui.horizontal_top(|ui| {
                    let size = vec2(LIST, HEIGHT.min(room.y));
                    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                        ui.set_min_size(size);
                        ScrollArea::vertical()
                            .id_salt("formats")
                            .auto_shrink(false)
                            .show(ui, |ui| {
                                ui.spacing_mut().item_spacing.y = 2.0;
                                formats_ui(ui, &mut wish);
                            });
                    });
                    ui.add_space(theme::GAP_M);
                    ui.vertical(|ui| choices_ui(ui, &mut wish));
                });
                ui.add_space(theme::GAP_M);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let mut done = false;
                    let export = ui.add(primary(ui, "Export…"));
                    if fresh {
                        export.request_focus();
                    }
                    if export.clicked() {
                        form.actions.push(Action::AskExportData(wish));
                        done = true;
                    }
                    done |= ui.add(Button::new("Cancel").min_size(vec2(72.0, 28.0))).clicked();
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let picture = Button::new("A picture instead…").frame_when_inactive(false);
                        if ui.add(picture).clicked() {
                            form.actions.push(Action::Show(Show::Export));
                            done = true;
                        }
                    });
                    done
                })
                .inner
            });
        if !(modal.inner || modal.should_close()) {
            self.open = Some(wish);
        }
    }
}

fn formats_ui(ui: &mut Ui, wish: &mut DataWish) {
    for format in Format::ALL.into_iter().filter(|format| format.info().written) {
        let row = icons::row_button(ui, wish.format == format, format.info().name, 28.0);
        if ui.add(row).clicked() {
            wish.format = format;
        }
    }
}

fn choices_ui(ui: &mut Ui, wish: &mut DataWish) {
    let format = wish.format;
    let endings: Vec<String> = format
        .info()
        .endings
        .iter()
        .take(1)
        .map(|ending| format!(".{ending}"))
        .collect();
    ui.label(
        RichText::new(format!("{}, {}", format.info().name, endings.join(", ")))
            .font(theme::semibold(theme::BODY)),
    );
    ui.add_space(theme::GAP_XS);
    let (holds, loses) = words(format);
    ui.add(Label::new(holds).wrap());
    ui.add_space(theme::GAP_XS);
    ui.add(Label::new(theme::secondary(ui, loses)).wrap());
    if let Some(warning) = warning(format) {
        ui.add_space(theme::GAP_S);
        ui.horizontal_top(|ui| {
            let color = Colors::of(ui.visuals()).warning;
            ui.label(icons::icon(icons::WARNING, 16.0).color(color));
            ui.add(Label::new(warning).wrap());
        });
    }
    ui.add_space(theme::GAP_M);
    let choices = &mut wish.choices;
    if mixes(format) {
        ui.label(theme::secondary(
            ui,
            "Ties without a direction among ties with one",
        ));
        for (flow, name, help) in [
            (
                Flow::Plain,
                "For networkx and igraph",
                "Every tie gets a direction; those that go both ways say so in the column “mutual”, which Milieu reads back",
            ),
            (
                Flow::Exact,
                "Exact",
                "Each tie says for itself whether it has a direction; networkx refuses such files",
            ),
        ] {
            let response = ui.add(RadioButton::new(choices.flow == flow, name));
            if response.on_hover_text(help).clicked() {
                choices.flow = flow;
            }
        }
        ui.add_space(theme::GAP_S);
    }
    if columns(format) {
        ui.add(Checkbox::new(&mut choices.figures, "Figures as columns"))
            .on_hover_text("Every figure of single actors and ties, such as betweenness");
    }
    if looks(format) {
        ui.add(Checkbox::new(&mut choices.look, "Places, colors and sizes"));
    }
    if format == Format::GraphMl {
        ui.add(Checkbox::new(&mut choices.yed, "Names and shapes for yEd"))
            .on_hover_text("yEd shows boxes without names otherwise");
    }
    if format == Format::Table {
        ui.add(Checkbox::new(&mut choices.mark, "Mark for Excel"))
            .on_hover_text("Excel reads names in any script right with it; some scripts stumble over it");
    }
}

/// What a format holds, and what is lost in it.
const fn words(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Xlsx => (
            "Sheets of actors, ties, figures and assumptions, for a spreadsheet",
            "Notes, zones and snapshots stay behind",
        ),
        Format::Table => (
            "Two files, one of actors and one of ties, with all attributes as columns",
            "Notes, zones and snapshots stay behind",
        ),
        Format::GraphMl => (
            "Kinds, attributes, places and the direction of each tie; igraph, networkx, Gephi, Cytoscape, yEd and NodeXL read it",
            "Notes, zones and snapshots stay behind",
        ),
        Format::Gexf => (
            "Kinds, attributes, places and colors, for Gephi",
            "Notes, zones and snapshots stay behind",
        ),
        Format::NodeLink => (
            "Kinds, attributes and places as JSON, for web pages with d3 and for notebooks",
            "Notes, zones and snapshots stay behind",
        ),
        Format::Pajek => (
            "Names, places, kinds and strengths, for Pajek",
            "Other attributes stay behind; a tie both ways becomes two arcs",
        ),
        Format::Dl => (
            "Names and strengths, for UCINET",
            "Kinds, places and other attributes stay behind; blanks in names may change",
        ),
        Format::Gml => (
            "Names, kinds, numbers and places in an old and widely read format",
            "Notes, zones and snapshots stay behind",
        ),
        Format::Dot => (
            "A drawing for Graphviz, with names and kinds",
            "Figures and most attributes stay behind",
        ),
        _ => ("", ""),
    }
}

/// What a person should know before.
const fn warning(format: Format) -> Option<&'static str> {
    match format {
        Format::Gml => Some(
            "No file in this format suits both networkx and igraph where names are not in Latin letters; choose GraphML for those",
        ),
        _ => None,
    }
}

/// Single ties can say whether they have a direction.
const fn mixes(format: Format) -> bool {
    matches!(format, Format::GraphMl | Format::Gexf)
}

const fn columns(format: Format) -> bool {
    matches!(
        format,
        Format::GraphMl | Format::Gexf | Format::NodeLink | Format::Table | Format::Xlsx | Format::Gml
    )
}

const fn looks(format: Format) -> bool {
    matches!(
        format,
        Format::GraphMl | Format::Gexf | Format::NodeLink | Format::Gml | Format::Dot | Format::Pajek
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_that_is_written_says_what_it_holds() {
        for format in Format::ALL.into_iter().filter(|format| format.info().written) {
            assert!(!words(format).0.is_empty(), "{format:?}");
        }
    }
}
