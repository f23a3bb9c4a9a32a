//! Rows of the inspector for attributes: one look for actors, ties and the project, for one thing or many.

use egui::{Align, Checkbox, Id, Layout, Response, Ui, vec2};

use crate::model::Edit;
use crate::model::field::{Accepts, Field, Value};

use crate::ui::form::{Entry, Form};
use crate::ui::theme;

/// Shown where the chosen things differ.
pub const MIXED: &str = "—";
/// Width of names of attributes.
const NAME: f32 = 124.0;
/// The same where words need the room.
const SHORT: f32 = 72.0;
/// Most height of a field of many lines.
const LONG: f32 = 150.0;
/// Width of a field beside a slider.
const FIGURE: f32 = 54.0;

/// What several things hold in common; `None` when they differ.
pub fn common<T>(values: impl IntoIterator<Item = T>) -> Option<T>
where
    T: PartialEq,
{
    let mut values = values.into_iter();
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

/// A name at the left and what stands beside it.
pub fn row_ui<R>(ui: &mut Ui, name: &str, help: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    wide_row_ui(ui, NAME, name, help, contents)
}

/// The same with another width of the name.
pub fn wide_row_ui<R>(
    ui: &mut Ui,
    width: f32,
    name: &str,
    help: &str,
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.horizontal(|ui| {
        let size = vec2(width, ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(width);
            let response = ui.add(egui::Label::new(theme::secondary(ui, name)).truncate());
            if !help.is_empty() {
                response.on_hover_text(help);
            }
        });
        contents(ui)
    })
    .inner
}

/// Rows of one height; only those in sight are made, as a cluster may have thousands of actors and ties.
pub fn rows_in_sight_ui(ui: &mut Ui, height: f32, count: usize, mut row: impl FnMut(&mut Ui, usize)) {
    let gap = ui.spacing().item_spacing.y;
    let step = height + gap;
    let (top, clip) = (ui.cursor().top(), ui.clip_rect());
    let first = (((clip.top() - top) / step).floor().max(0.0) as usize).min(count);
    let last = (((clip.bottom() - top) / step).ceil().max(0.0) as usize).clamp(first, count);
    ui.allocate_space(vec2(1.0, (first as f32 * step - gap).max(0.0)));
    for index in first..last {
        row(ui, index);
    }
    if last < count {
        ui.allocate_space(vec2(1.0, (count - last) as f32 * step - gap));
    }
}

/// One attribute. `value` is what all chosen things hold, `None` if they differ. `key` tells fields apart.
pub fn field_ui<T>(
    ui: &mut Ui,
    form: &mut Form,
    key: Id,
    field: &'static Field<T>,
    value: Option<&Value>,
    make: impl Fn(Value) -> Edit,
) {
    let shown = value.map_or(String::new(), |value| value.typed(&field.accepts));
    let hint = if value.is_none() { MIXED } else { "" };
    let id = key.with(field.id);
    let parse = |text: &str| field.parse(text).map(&make);
    let mut entry = Entry {
        id,
        name: field.name,
        shown: &shown,
        hint,
        width: f32::INFINITY,
        rows: 1,
        figures: false,
    };
    match field.accepts {
        Accepts::Flag => row_ui(ui, field.name, field.help, |ui| {
            flag_ui(ui, form, field, value, &make);
        }),
        Accepts::Number { least, most, .. } => row_ui(ui, field.name, field.help, |ui| {
            entry.figures = true;
            if most - least <= 100.0
                && let Some(Value::Number(number)) = value
            {
                let width = ui.available_width() - FIGURE - theme::GAP_S;
                ui.spacing_mut().slider_width = width.max(40.0);
                form.slider_ui(ui, field.name, *number, (least, most), |number| {
                    make(Value::Number(number))
                });
                entry.width = FIGURE;
                entry_ui(ui, form, &entry, parse);
            } else {
                let unit = if says(field.name, field.unit) {
                    ""
                } else {
                    field.unit
                };
                entry.width = (ui.available_width() - unit_width(unit)).max(40.0);
                if value == Some(&Value::Absent) {
                    // Beside a unit there is no room for words.
                    entry.hint = "–";
                }
                entry_ui(ui, form, &entry, parse);
                if !unit.is_empty() {
                    ui.label(theme::secondary(ui, unit));
                }
            }
        }),
        Accepts::Line { optional } => wide_row_ui(ui, SHORT, field.name, field.help, |ui| {
            if optional && value == Some(&Value::Absent) {
                entry.hint = "Not stated";
            }
            entry_ui(ui, form, &entry, parse);
        }),
        Accepts::Tags => wide_row_ui(ui, SHORT, field.name, field.help, |ui| {
            if value.is_some() {
                entry.hint = "Words, with commas";
            }
            entry_ui(ui, form, &entry, parse);
        }),
        Accepts::Paragraph | Accepts::Lines => {
            ui.add_space(theme::GAP_XS);
            ui.label(theme::secondary(ui, field.name))
                .on_hover_text(field.help);
            entry.rows = shown.lines().count().clamp(2, 8);
            if field.accepts == Accepts::Lines && value.is_some() {
                entry.hint = "One a line";
            }
            // A long story scrolls within its field, so that what follows stays near.
            egui::ScrollArea::vertical()
                .id_salt(id)
                .max_height(LONG)
                .show(ui, |ui| entry_ui(ui, form, &entry, parse));
        }
    }
}

/// The name of a field makes its unit plain: "Reference year" is a year, and so is "Founded".
fn says(name: &str, unit: &str) -> bool {
    unit == "year" || name.to_lowercase().split(' ').any(|word| word == unit)
}

/// Leaves room for the unit behind the field.
fn unit_width(unit: &str) -> f32 {
    if unit.is_empty() {
        0.0
    } else {
        7.0 * unit.len() as f32 + theme::GAP_S
    }
}

fn entry_ui(
    ui: &mut Ui,
    form: &mut Form,
    entry: &Entry<'_>,
    make: impl Fn(&str) -> Result<Edit, crate::model::Refusal>,
) -> Response {
    form.entry_ui(ui, entry, make)
}

fn flag_ui<T>(
    ui: &mut Ui,
    form: &mut Form,
    field: &Field<T>,
    value: Option<&Value>,
    make: impl Fn(Value) -> Edit,
) {
    let mut on = value == Some(&Value::Flag(true));
    let words = match value {
        None => MIXED,
        Some(_) if on => "Yes",
        Some(_) => "No",
    };
    let response = ui.add(Checkbox::new(&mut on, words).indeterminate(value.is_none()));
    let response = response.accessible_name(field.name).on_hover_text(field.help);
    if response.clicked() {
        form.edit(make(Value::Flag(on)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_common_is_mixed() {
        assert_eq!(common([1, 1]), Some(1));
        assert_eq!(common([1, 2]), None);
        assert_eq!(common::<u8>([]), None);
    }
}
