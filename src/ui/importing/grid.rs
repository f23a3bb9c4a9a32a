//! The first rows, and above each column what it is taken for.

use egui::{Align, Checkbox, Label, Layout, RichText, ScrollArea, Ui, vec2};
use egui_extras::{Column as Width, TableBuilder};

use crate::exchange::mapping::{ColumnChoice, Mapping, Numbers, Scale, Side, Target};
use crate::model::field;
use crate::session::Action;
use crate::session::importing::{Grid, Head, Import, ImportStep};
use crate::ui::form::Form;
use crate::ui::theme::{self, Colors};

use super::{list_ui, row_ui};

/// Height of a row.
const ROW: f32 = 24.0;
/// Height of what stands above the rows.
const HEAD: f32 = 84.0;
/// Width of the column with the place in the file.
const PLACE: f32 = 48.0;
/// Width of a column at first, at least and at most.
const WIDTH: (f32, f32) = (124.0, 260.0);

/// The rows of one side.
pub(super) fn ui(ui: &mut Ui, side: Side, import: &Import, mapping: &Mapping, height: f32, form: &mut Form) {
    let grid = import.preview().side(side);
    let colors = Colors::of(ui.visuals());
    egui::Frame::new()
        .stroke(egui::Stroke::new(1.0, colors.border))
        .corner_radius(f32::from(theme::ROUND))
        .inner_margin(egui::Margin::symmetric(4, 2))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let size = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(size);
                ScrollArea::horizontal()
                    .id_salt(("rows of an import", side == Side::Ties))
                    .auto_shrink(false)
                    .show(ui, |ui| table_ui(ui, side, grid, import, mapping, form));
            });
        });
}

fn table_ui(ui: &mut Ui, side: Side, grid: &Grid, import: &Import, mapping: &Mapping, form: &mut Form) {
    let widths = widths(ui, side, grid, import, mapping);
    let mut builder = TableBuilder::new(ui)
        .id_salt(("import", side == Side::Ties, grid.heads.len()))
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink(false)
        .column(Width::exact(PLACE));
    for width in widths {
        let column = Width::initial(width).at_least(96.0).clip(true);
        builder = builder.column(column.resizable(true));
    }
    builder
        .header(HEAD, |mut header| {
            header.col(|ui| {
                let unit = import.whole().map_or("", |whole| whole.found.unit);
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.add_space(5.0);
                    ui.label(theme::secondary(ui, unit));
                });
            });
            for head in &grid.heads {
                header.col(|ui| {
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        head_ui(ui, side, *head, import, mapping, form);
                    });
                });
            }
        })
        .body(|body| {
            body.rows(ROW, grid.rows.len(), |mut row| {
                let (place, cells) = &grid.rows[row.index()];
                row.col(|ui| {
                    if *place > 0 {
                        let text = RichText::new(place.to_string()).font(theme::tabular(theme::SMALL));
                        ui.label(text.color(Colors::of(ui.visuals()).secondary));
                    }
                });
                for (cell, head) in cells.iter().zip(&grid.heads) {
                    row.col(|ui| cell_ui(ui, cell, *head, side, mapping));
                }
            });
        });
}

fn cell_ui(ui: &mut Ui, cell: &str, head: Head, side: Side, mapping: &Mapping) {
    let choice = choice(head, side, mapping);
    let colors = Colors::of(ui.visuals());
    let mut text = RichText::new(cell).size(theme::LIST);
    if choice.is_some_and(|choice| choice.target == Target::Leave) {
        text = text.color(colors.secondary).strikethrough();
    }
    // Numbers stand to the right, so that it is seen which columns are taken for such.
    if choice.is_some_and(|choice| choice.numbers.is_some()) {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(Label::new(text.font(theme::tabular(theme::LIST))).truncate());
        });
    } else {
        ui.add(Label::new(text).truncate());
    }
}

fn choice(head: Head, side: Side, mapping: &Mapping) -> Option<&ColumnChoice> {
    match head {
        Head::Column(number) => mapping.columns(side).get(number),
        _ => None,
    }
}

/// What stands above a column in the file.
fn heading(head: Head, side: Side, import: &Import, mapping: &Mapping) -> String {
    if let Some(heading) = import.heading(side, head) {
        return heading.to_owned();
    }
    match head {
        Head::Id => "Id".to_owned(),
        Head::Name => "Name".to_owned(),
        Head::From => "From".to_owned(),
        Head::To => "To".to_owned(),
        Head::Way => "Direction".to_owned(),
        Head::Column(number) => {
            let choice = mapping.columns(side).get(number);
            choice.map_or_else(String::new, |choice| choice.name.clone())
        }
    }
}

/// As wide as what is in them, within limits; room that is left is shared out.
fn widths(ui: &Ui, side: Side, grid: &Grid, import: &Import, mapping: &Mapping) -> Vec<f32> {
    let letters = |text: &str| {
        let wide = text.chars().filter(|letter| !letter.is_ascii()).count();
        text.chars().count() + wide
    };
    let mut widths: Vec<f32> = grid
        .heads
        .iter()
        .enumerate()
        .map(|(number, head)| {
            let cells = grid
                .rows
                .iter()
                .take(30)
                .map(|(_, cells)| letters(&cells[number]));
            let heading = letters(&heading(*head, side, import, mapping));
            let most = cells.chain([heading]).max().unwrap_or(0);
            (most as f32 * 7.0 + 24.0).clamp(WIDTH.0, WIDTH.1)
        })
        .collect();
    let gaps = ui.spacing().item_spacing.x * (widths.len() + 1) as f32;
    let room = ui.available_width() - PLACE - gaps - 12.0;
    let spare = (room - widths.iter().sum::<f32>()) / widths.len().max(1) as f32;
    for width in &mut widths {
        *width += spare.clamp(0.0, 80.0);
    }
    widths
}

fn head_ui(ui: &mut Ui, side: Side, head: Head, import: &Import, mapping: &Mapping, form: &mut Form) {
    let width = ui.available_width() - 4.0;
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add_space(3.0);
    let name = heading(head, side, import, mapping);
    let title = RichText::new(&name).font(theme::semibold(theme::LIST));
    ui.add(Label::new(title).truncate()).on_hover_text(&name);
    match choice(head, side, mapping) {
        Some(choice) => {
            let Head::Column(number) = head else { return };
            target_ui(ui, side, number, choice, import, width, form);
            detail_ui(ui, side, number, choice, mapping, width, form);
        }
        None => fixed_ui(ui, side, head, import, width, form),
    }
}

/// What a column is that the reader has used up: one end of a tie, what an actor is called.
fn fixed_ui(ui: &mut Ui, side: Side, head: Head, import: &Import, width: f32, form: &mut Form) {
    let Some(heading) = import.heading(side, head) else {
        let words = match head {
            Head::Id => "What ties call it",
            Head::Name => "Name",
            Head::From => "First end",
            Head::To => "Second end",
            Head::Way => "Direction",
            Head::Column(_) => return,
        };
        ui.add_space(4.0);
        ui.add(Label::new(theme::secondary(ui, words)).truncate());
        return;
    };
    let names = end_names(side);
    let second = matches!(head, Head::To | Head::Name);
    let shown = names[usize::from(second)];
    list_ui(
        ui,
        &format!("Meaning of {heading}: {shown}"),
        shown,
        width,
        |ui| {
            ends_ui(ui, side, heading, Some(second), import, form);
        },
    );
}

/// What the two columns are that make a row a tie or an actor.
const fn end_names(side: Side) -> [&'static str; 2] {
    match side {
        Side::Actors => ["Id", "Name"],
        Side::Ties => ["First end", "Second end"],
    }
}

/// Rows of a list that make a column one of these; the table is then read anew.
fn ends_ui(ui: &mut Ui, side: Side, heading: &str, now: Option<bool>, import: &Import, form: &mut Form) {
    for (second, name) in [false, true].into_iter().zip(end_names(side)) {
        if row_ui(ui, now == Some(second), name)
            && now != Some(second)
            && let Some(step) = import.with_end(side, heading, second)
        {
            form.actions.push(Action::Import(step));
        }
    }
}

fn target_ui(
    ui: &mut Ui,
    side: Side,
    number: usize,
    choice: &ColumnChoice,
    import: &Import,
    width: f32,
    form: &mut Form,
) {
    let shown = target_name(side, choice.target);
    let spoken = format!("Meaning of {}: {shown}", choice.name);
    list_ui(ui, &spoken, shown, width, |ui| {
        let table = import.table_of(side).is_some();
        if table {
            ends_ui(ui, side, &choice.name, None, import, form);
            ui.separator();
        }
        let mut group = 0;
        for (at, target) in targets(side) {
            // Of a table these are said to the reader.
            if table && side == Side::Actors && matches!(target, Target::Label | Target::Id) {
                continue;
            }
            if at != group {
                ui.separator();
                group = at;
            }
            if row_ui(ui, choice.target == target, target_name(side, target)) {
                form.actions
                    .push(Action::Import(ImportStep::Column(side, number, target)));
            }
        }
    });
}

/// How numbers are read and brought into range, and whether the file's own words are kept.
fn detail_ui(
    ui: &mut Ui,
    side: Side,
    number: usize,
    choice: &ColumnChoice,
    mapping: &Mapping,
    width: f32,
    form: &mut Form,
) {
    if matches!(
        choice.target,
        Target::Leave | Target::Label | Target::Id | Target::Kind | Target::Direction
    ) {
        return;
    }
    let mut shown = choice
        .numbers
        .map_or_else(|| "Text".to_owned(), |numbers| format!("Number {numbers}"));
    if choice.scale != Scale::AsIs && choice.numbers.is_some() {
        shown += &format!(", {}", scale_name(choice.scale));
    }
    let mut choose = |change: &dyn Fn(&mut ColumnChoice)| {
        let mut mapping = mapping.clone();
        let columns = match side {
            Side::Actors => &mut mapping.actor_columns,
            Side::Ties => &mut mapping.tie_columns,
        };
        change(&mut columns[number]);
        form.actions
            .push(Action::Import(ImportStep::Choose(Box::new(mapping))));
    };
    let spoken = format!("Type of {}: {shown}", choice.name);
    let small = RichText::new(&shown)
        .size(theme::SMALL)
        .color(Colors::of(ui.visuals()).secondary);
    ui.spacing_mut().button_padding.y = 1.0;
    list_ui(ui, &spoken, small, width, |ui| {
        if row_ui(ui, choice.numbers.is_none(), "Text") {
            choose(&|choice| choice.numbers = None);
        }
        for numbers in ways(choice.numbers) {
            if row_ui(
                ui,
                choice.numbers == Some(numbers),
                format!("Number, as {numbers}"),
            ) {
                choose(&|choice| choice.numbers = Some(numbers));
            }
        }
        if choice.numbers.is_some() && matches!(choice.target, Target::Field(_)) {
            ui.separator();
            for scale in [Scale::AsIs, Scale::ByMost, Scale::Spread, Scale::Ranks] {
                if row_ui(ui, choice.scale == scale, capital(scale_name(scale))) {
                    choose(&|choice| choice.scale = scale);
                }
            }
        }
        if matches!(choice.target, Target::Field(_) | Target::Group) {
            ui.separator();
            let mut keep = choice.keep;
            let words = "Keep the column as an attribute, too";
            if ui.add(Checkbox::new(&mut keep, words)).clicked() {
                choose(&|choice| choice.keep = keep);
                ui.close();
            }
        }
    });
}

/// Ways to write numbers, the one in force among them.
fn ways(now: Option<Numbers>) -> Vec<Numbers> {
    let way = |decimal, thousands| Numbers {
        decimal,
        thousands,
        ..Numbers::PLAIN
    };
    let mut ways = vec![
        way('.', None),
        way('.', Some(',')),
        way(',', None),
        way(',', Some('.')),
        way(',', Some(' ')),
    ];
    if let Some(now) = now.filter(|now| !ways.contains(now)) {
        ways.insert(0, now);
    }
    ways
}

fn scale_name(scale: Scale) -> &'static str {
    match scale {
        Scale::AsIs => "as it is",
        Scale::Times(_) => "times a number",
        Scale::ByMost => "divided by the largest",
        Scale::Spread => "spread from 0.1 to 1",
        Scale::Ranks => "by rank from 0.1 to 1",
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a column can be, in groups.
fn targets(side: Side) -> Vec<(usize, Target)> {
    let mut targets = Vec::new();
    match side {
        Side::Actors => {
            targets
                .extend([Target::Label, Target::Kind, Target::Id, Target::Group].map(|target| (0, target)));
            let fields = field::ACTOR.iter().map(|field| field.id);
            targets.extend(
                fields
                    .filter(|id| !matches!(*id, "name" | "kind"))
                    .map(|id| (1, Target::Field(id))),
            );
            targets.extend(
                [Target::X, Target::Y, Target::Pinned, Target::Size, Target::Color].map(|target| (2, target)),
            );
        }
        Side::Ties => {
            targets.extend([Target::Kind, Target::Direction, Target::Id].map(|target| (0, target)));
            let fields = field::TIE.iter().map(|field| field.id);
            targets.extend(fields.filter(|id| *id != "kind").map(|id| (1, Target::Field(id))));
            targets.extend([Target::Size, Target::Color].map(|target| (2, target)));
        }
    }
    targets.extend([Target::Attribute, Target::Leave].map(|target| (3, target)));
    targets
}

fn target_name(side: Side, target: Target) -> &'static str {
    match target {
        Target::Label => "Name",
        Target::Id => "Id",
        Target::Kind => "Kind",
        Target::Direction => "Direction",
        Target::X => "Place to the right",
        Target::Y => "Place downward",
        Target::Pinned => "Pinned",
        Target::Group => "Group",
        Target::Field(id) => match side {
            Side::Actors => field::find(field::ACTOR, id).map_or(id, |field| field.name),
            Side::Ties => field::find(field::TIE, id).map_or(id, |field| field.name),
        },
        Target::Size => "Size of the mark",
        Target::Color => "Color",
        Target::Attribute => "Kept as attribute",
        Target::Leave => "Left out",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_a_column_can_be_has_a_name_of_its_own() {
        for side in [Side::Actors, Side::Ties] {
            let mut names: Vec<&str> = targets(side)
                .into_iter()
                .map(|(_, target)| target_name(side, target))
                .collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all);
        }
    }

    #[test]
    fn the_way_in_force_can_be_chosen() {
        let percent = Numbers {
            percent: true,
            ..Numbers::PLAIN
        };
        assert_eq!(ways(Some(percent))[0], percent);
        assert_eq!(ways(Some(Numbers::PLAIN)).len(), ways(None).len());
    }
}
