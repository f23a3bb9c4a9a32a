//! Rows of the inspector for attributes of the person's own: what is there, another value, a new one.

use std::collections::BTreeMap;

use egui::{Align, Button, Id, Key, Layout, Popup, PopupCloseBehavior, RichText, TextEdit, Ui};

use super::objects::{MIXED, wide_row_ui};
use crate::model::attribute::{Attributes, Datum};
use crate::model::{Edit, Selection};
use crate::ui::form::{Entry, Form};
use crate::ui::{icons, theme};

/// Width of names.
const NAME: f32 = 96.0;
/// Width of the form for a new one.
const FORM: f32 = 240.0;

/// The attributes that any of several things have: the value that all of them have, or none where they differ.
pub type Held = BTreeMap<String, Option<Datum>>;

/// What several things have.
pub fn held<'a>(all: impl ExactSizeIterator<Item = &'a Attributes>) -> Held {
    let count = all.len();
    let mut seen: BTreeMap<&str, (usize, Option<&Datum>)> = BTreeMap::new();
    for (name, value) in all.flat_map(Attributes::iter) {
        let (times, same) = seen.entry(name).or_insert((0, Some(value)));
        *times += 1;
        *same = same.filter(|same| *same == value);
    }
    let of_all = |(name, (times, same)): (&str, (usize, Option<&Datum>))| {
        (name.to_owned(), same.filter(|_| times == count).cloned())
    };
    seen.into_iter().map(of_all).collect()
}

/// The rows; `whom` are the chosen actors or ties, `key` tells fields apart.
pub fn ui(ui: &mut Ui, held: &Held, key: Id, whom: &Selection, form: &mut Form) {
    for (name, value) in held {
        row_ui(ui, name, value.as_ref(), key, whom, form);
    }
    let button = Button::new((icons::icon(icons::PLUS, 14.0), "Attribute")).frame_when_inactive(false);
    let response = ui.add(button).accessible_name("New attribute");
    Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| new_ui(ui, key, whom, form));
    response
        .on_hover_text("Anything of your own worth keeping, such as a city or a code; no indicator reads it");
}

fn row_ui(ui: &mut Ui, name: &str, value: Option<&Datum>, key: Id, whom: &Selection, form: &mut Form) {
    wide_row_ui(
        ui,
        NAME,
        name,
        "An attribute of your own; no indicator reads it",
        |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if icons::small_icon_button(ui, icons::CLOSE, &format!("Remove {name}")).clicked() {
                    form.edit(Edit::SetAttribute(whom.clone(), name.to_owned(), None));
                }
                let shown = value.map_or_else(String::new, ToString::to_string);
                let entry = Entry {
                    id: key.with(("own", name)),
                    name,
                    shown: &shown,
                    hint: if value.is_none() { MIXED } else { "" },
                    width: f32::INFINITY,
                    rows: 1,
                    figures: matches!(value, Some(Datum::Number(_))),
                };
                form.entry_ui(ui, &entry, |text| {
                    let value = like(value, text);
                    Ok(Edit::SetAttribute(whom.clone(), name.to_owned(), value))
                });
            });
        },
    );
}

/// What was typed, of the sort that stood there before: words stay words, also when they look like a number.
fn like(before: Option<&Datum>, typed: &str) -> Option<Datum> {
    match before {
        Some(Datum::Text(_)) => Datum::text(typed),
        Some(Datum::List(_)) => {
            let items = typed.split(',').map(str::trim).filter(|item| !item.is_empty());
            let items: Vec<String> = items.map(str::to_owned).collect();
            (!items.is_empty()).then_some(Datum::List(items))
        }
        _ => Datum::typed(typed),
    }
}

/// Name and value of a new one.
fn new_ui(ui: &mut Ui, key: Id, whom: &Selection, form: &mut Form) {
    ui.set_width(FORM);
    let kept = key.with("new attribute");
    let (mut name, mut value) = ui.data(|data| data.get_temp::<(String, String)>(kept).unwrap_or_default());
    let field = |ui: &mut Ui, what: &str, text: &mut String| {
        ui.label(theme::secondary(ui, what));
        let field = TextEdit::singleline(text)
            .id(kept.with(what))
            .desired_width(f32::INFINITY);
        let field = field.margin(egui::Margin::symmetric(8, 4));
        ui.add(field)
            .accessible_name(format!("{what} of the new attribute"))
    };
    let first = field(ui, "Name", &mut name);
    if name.is_empty() && value.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
        first.request_focus();
    }
    let second = field(ui, "Value", &mut value);
    let entered = second.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(theme::GAP_XS);
    let datum = Datum::typed(&value).filter(|_| !name.trim().is_empty());
    let button = Button::new(RichText::new("Add")).min_size(egui::vec2(FORM, 28.0));
    let clicked = ui.add_enabled(datum.is_some(), button).clicked();
    if let Some(datum) = datum.filter(|_| clicked || entered) {
        form.edit(Edit::SetAttribute(whom.clone(), name, Some(datum)));
        ui.data_mut(|data| data.remove_temp::<(String, String)>(kept));
        ui.close();
        return;
    }
    ui.data_mut(|data| data.insert_temp(kept, (name, value)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_lack_or_have_otherwise_is_mixed() {
        let mut both = [Attributes::new(), Attributes::new()];
        for own in &mut both {
            own.set("city", Datum::text("Wenzhou"));
        }
        both[0].set("code", Datum::text("007"));
        both[0].set("size", Datum::number(1.0));
        both[1].set("size", Datum::number(2.0));
        let held = held(both.iter());
        assert_eq!(held["city"], Datum::text("Wenzhou"));
        assert_eq!((&held["code"], &held["size"]), (&None, &None));
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(like(Some(&Datum::Text("x".into())), "12"), Datum::text("12"));
        assert_eq!(like(Some(&Datum::Number(1.0)), "12"), Datum::number(12.0));
        let list = like(Some(&Datum::List(vec!["a".into()])), "a, b,");
        assert_eq!(list, Some(Datum::List(vec!["a".into(), "b".into()])));
        assert_eq!(like(None, " "), None);
    }
}
