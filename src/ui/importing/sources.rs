//! The files, and how the one that is looked at is read: everything was guessed, and everything can be said otherwise.

use egui::{Align, Button, Checkbox, Label, Layout, RichText, Ui, vec2};

use crate::base::text::count;
use crate::exchange::format::Format;
use crate::exchange::read::ENCODINGS;
use crate::exchange::reading::{Reading, Shape};
use crate::session::Action;
use crate::session::importing::{Import, ImportStep, Source};
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

use super::{list_ui, row_ui};

/// Width of the words before a choice.
const WORDS: f32 = 84.0;
/// Separators to choose from, with their names.
const SEPARATORS: [(char, &str); 6] = [
    (',', "Comma"),
    (';', "Semicolon"),
    ('\t', "Tab"),
    ('|', "Bar"),
    (':', "Colon"),
    (' ', "Blank"),
];
/// Decimal signs to choose from, with an example.
const DECIMALS: [(char, &str); 2] = [('.', "Point, 1.5"), (',', "Comma, 1,5")];
/// What rows can be, with what people call it.
const SHAPES: [(Shape, &str, &str); 5] = [
    (Shape::Ties, "A tie", "Each row names two actors"),
    (Shape::Actors, "An actor", "Each row is about one actor"),
    (
        Shape::Matrix,
        "Matrix",
        "The same actors to the left and above; each cell is a tie",
    ),
    (
        Shape::TwoMode,
        "Two-mode matrix",
        "Actors to the left, others above, such as events; each cell is a tie",
    ),
    (
        Shape::Neighbors,
        "Neighbors",
        "Each row is an actor and then those it is tied to",
    ),
];

/// The list of files, and below it how the chosen one is read.
pub(super) fn ui(ui: &mut Ui, chosen: &mut Option<u32>, import: &Import, form: &mut Form) {
    let sources = import.sources();
    let place = sources
        .iter()
        .position(|source| Some(source.id) == *chosen)
        .unwrap_or(0);
    if sources.is_empty() {
        ui.label(theme::secondary(ui, "No file is left"));
        return;
    }
    ui.label(theme::subheading(if sources.len() == 1 {
        "File"
    } else {
        "Files"
    }));
    for (index, source) in sources.iter().enumerate() {
        ui.scope(|ui| {
            if source_ui(ui, source, index == place, sources.len() > 1, form, index) {
                *chosen = Some(source.id);
            }
        });
    }
    let source = &sources[place];
    if let Some(fault) = &source.fault {
        fault_ui(ui, fault);
    }
    ui.add_space(theme::GAP_M);
    ui.label(theme::subheading("How it is read"));
    ui.add_space(theme::GAP_XS);
    let mut read = |wish: Reading| {
        form.actions
            .push(Action::Import(ImportStep::Read(place, Box::new(wish))));
    };
    reading_ui(ui, source, &mut read);
}

/// One file; whether it is to be looked at.
fn source_ui(
    ui: &mut Ui,
    source: &Source,
    chosen: bool,
    several: bool,
    form: &mut Form,
    place: usize,
) -> bool {
    let mut clicked = false;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if several {
                let name = format!("Leave {} out", source.name);
                if icons::small_icon_button(ui, icons::CLOSE, &name).clicked() {
                    form.actions.push(Action::Import(ImportStep::Drop(place)));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let colors = Colors::of(ui.visuals());
                let icon = if source.fault.is_some() {
                    icons::icon(icons::WARNING, 16.0).color(colors.warning)
                } else {
                    icons::icon(icons::FILE, 16.0)
                };
                let button = icons::row_button(ui, chosen && several, (icon, source.name.as_str()), 26.0);
                clicked = ui.add(button).accessible_name(&source.name).clicked();
            });
        });
    });
    let found = match source.found {
        _ if source.fault.is_some() => "Cannot be read".to_owned(),
        _ if source.told.is_none() => "Reading …".to_owned(),
        (actors, 0) => count(actors, "actor", "actors"),
        (actors, ties) => format!(
            "{}, {}",
            count(actors, "actor", "actors"),
            count(ties, "tie", "ties")
        ),
    };
    ui.horizontal(|ui| {
        ui.add_space(30.0);
        ui.label(theme::secondary(ui, found));
    });
    ui.add_space(theme::GAP_XS);
    clicked
}

fn fault_ui(ui: &mut Ui, fault: &str) {
    let colors = Colors::of(ui.visuals());
    egui::Frame::new()
        .fill(colors.sunken)
        .corner_radius(f32::from(theme::ROUND))
        .inner_margin(egui::Margin::same(8))
        .show(ui, |ui| {
            let text = RichText::new(fault).size(theme::SMALL).color(colors.warning);
            ui.add(Label::new(text).wrap());
        });
}

fn line_ui(ui: &mut Ui, words: &str, contents: impl FnOnce(&mut Ui, f32)) {
    ui.horizontal(|ui| {
        let size = vec2(WORDS, 26.0);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(WORDS);
            ui.label(theme::secondary(ui, words));
        });
        let width = ui.available_width();
        contents(ui, width);
    });
}

fn reading_ui(ui: &mut Ui, source: &Source, read: &mut impl FnMut(Reading)) {
    let told = source.reading();
    // Another format has other things to say.
    line_ui(ui, "Format", |ui, width| {
        let shown = told.format.map_or("Not known", |format| format.info().name);
        list_ui(ui, &format!("Format: {shown}"), shown, width, |ui| {
            for format in Format::ALL {
                if row_ui(ui, told.format == Some(format), format.info().name) {
                    let mut wish = Reading::of(format);
                    wish.encoding = source.wish.encoding;
                    read(wish);
                }
            }
        });
    });
    let with = |change: &dyn Fn(&mut Reading)| {
        let mut wish = source.wish.clone();
        change(&mut wish);
        wish
    };
    if let Some(encoding) = told.encoding {
        line_ui(ui, "Encoding", |ui, width| {
            list_ui(ui, &format!("Encoding: {encoding}"), encoding, width, |ui| {
                for other in ENCODINGS {
                    if row_ui(ui, other.eq_ignore_ascii_case(encoding), other) {
                        read(with(&|wish| wish.encoding = Some(other)));
                    }
                }
            });
        });
        sample_ui(ui, &source.sample);
    }
    if told.format == Some(Format::Table) {
        table_ui(ui, told, read, &with);
    }
    if matches!(told.format, Some(Format::Table | Format::Xlsx)) {
        shape_ui(ui, told, read, &with);
    }
    if told.offered.len() > 1 {
        parts_ui(ui, told, read, &with);
    }
    if source.wish != Reading::guessed() {
        ui.add_space(theme::GAP_XS);
        let button = Button::new((icons::icon(icons::RESET, 14.0), "As guessed")).frame_when_inactive(false);
        let response = ui.add(button).on_hover_text("Forgets what was chosen here");
        if response.clicked() {
            read(Reading::guessed());
        }
    }
}

/// A line of the file, so that everybody sees whether names are right.
fn sample_ui(ui: &mut Ui, sample: &str) {
    if sample.is_empty() {
        return;
    }
    let colors = Colors::of(ui.visuals());
    egui::Frame::new()
        .fill(colors.sunken)
        .corner_radius(f32::from(theme::ROUND))
        .inner_margin(egui::Margin::symmetric(8, 5))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let text = RichText::new(sample).size(theme::SMALL);
            ui.add(Label::new(text).truncate())
                .on_hover_text("A line of the file: if its letters are wrong, choose another encoding");
        });
    ui.add_space(theme::GAP_XS);
}

type With<'a> = &'a dyn Fn(&dyn Fn(&mut Reading)) -> Reading;

fn table_ui(ui: &mut Ui, told: &Reading, read: &mut impl FnMut(Reading), with: With<'_>) {
    line_ui(ui, "Separator", |ui, width| {
        let named = SEPARATORS.iter().find(|(sign, _)| told.separator == Some(*sign));
        let shown = match (named, told.separator) {
            (Some((_, name)), _) => (*name).to_owned(),
            (None, Some(other)) => other.to_string(),
            (None, None) => "None".to_owned(),
        };
        list_ui(ui, &format!("Separator: {shown}"), shown.as_str(), width, |ui| {
            for (sign, name) in SEPARATORS {
                if row_ui(ui, told.separator == Some(sign), name) {
                    // What was said of columns was said of others.
                    read(with(&|wish| {
                        wish.separator = Some(sign);
                        wish.shape = None;
                    }));
                }
            }
        });
    });
}

fn shape_ui(ui: &mut Ui, told: &Reading, read: &mut impl FnMut(Reading), with: With<'_>) {
    if let Some(header) = told.header {
        line_ui(ui, "First row", |ui, _| {
            let mut on = header;
            let response = ui.add(Checkbox::new(&mut on, "has headings"));
            if response.accessible_name("First row has headings").clicked() {
                read(with(&|wish| wish.header = Some(on)));
            }
        });
    }
    line_ui(ui, "Each row is", |ui, width| {
        let named = SHAPES.iter().find(|(shape, ..)| told.shape == Some(*shape));
        let shown = named.map_or("Not known", |(_, name, _)| *name);
        let response = list_ui(ui, &format!("Each row is: {shown}"), shown, width, |ui| {
            for (shape, name, help) in SHAPES {
                let response = ui.add(icons::row_button(ui, told.shape == Some(shape), name, 26.0));
                if response.on_hover_text(help).clicked() {
                    ui.close();
                    read(with(&|wish| wish.shape = Some(shape)));
                }
            }
        });
        if let Some((.., help)) = named {
            response.on_hover_text(*help);
        }
    });
    line_ui(ui, "Decimals", |ui, width| {
        let named = DECIMALS.iter().find(|(sign, _)| told.decimal == Some(*sign));
        let shown = named.map_or("As guessed", |(_, name)| *name);
        list_ui(ui, &format!("Decimals: {shown}"), shown, width, |ui| {
            for (sign, name) in DECIMALS {
                if row_ui(ui, told.decimal == Some(sign), name) {
                    read(with(&|wish| wish.decimal = Some(sign)));
                }
            }
        });
    });
}

/// Sheets of a workbook, networks of a project: which of them are read.
fn parts_ui(ui: &mut Ui, told: &Reading, read: &mut impl FnMut(Reading), with: With<'_>) {
    ui.add_space(theme::GAP_XS);
    let title = if told.format == Some(Format::Xlsx) {
        "Sheets"
    } else {
        "Parts"
    };
    ui.label(theme::secondary(ui, title));
    let is_read = |part: &String| told.parts.is_empty() || told.parts.contains(part);
    for part in &told.offered {
        let mut on = is_read(part);
        if ui.add(Checkbox::new(&mut on, part.as_str())).clicked() {
            let parts: Vec<String> = told
                .offered
                .iter()
                .filter(|other| if *other == part { on } else { is_read(other) })
                .cloned()
                .collect();
            // Without any there would be nothing to read.
            if !parts.is_empty() {
                read(with(&|wish| wish.parts.clone_from(&parts)));
            }
        }
    }
}
