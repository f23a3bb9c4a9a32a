//! The inspector's forms of notes and zones.

use std::collections::BTreeSet;

use egui::{Button, Id, Ui};

use super::objects::{common, field_ui, wide_row_ui};
use crate::base::text::count;
use crate::model::field::{self, Field};
use crate::model::{ActorId, Document, Edit, Hue, Jot, NoteId, Selection, ZoneId};
use crate::session::{Action, Show};
use crate::ui::form::Form;
use crate::ui::{hues, icons, theme};

/// Width of the word before the colors.
const WORD: f32 = 72.0;

/// One note or zone; `inside` are the actors in the zone.
pub fn one_ui(ui: &mut Ui, document: &Document, jot: Jot, inside: &BTreeSet<ActorId>, form: &mut Form) {
    match jot {
        Jot::Note(id) => {
            heading_ui(ui, icons::NOTE, "Note");
            fields_of_notes_ui(ui, document, &BTreeSet::from([id]), form);
        }
        Jot::Zone(id) => {
            heading_ui(ui, icons::ZONE, "Zone");
            fields_of_zones_ui(ui, document, &BTreeSet::from([id]), form);
            inside_ui(ui, inside, form);
        }
    }
}

/// The notes and zones among several chosen things.
pub fn several_ui(ui: &mut Ui, document: &Document, selection: &Selection, form: &mut Form) {
    if !selection.notes.is_empty() {
        ui.add_space(theme::GAP_M);
        ui.label(theme::subheading(count(selection.notes.len(), "note", "notes")));
        fields_of_notes_ui(ui, document, &selection.notes, form);
    }
    if !selection.zones.is_empty() {
        ui.add_space(theme::GAP_M);
        ui.label(theme::subheading(count(selection.zones.len(), "zone", "zones")));
        fields_of_zones_ui(ui, document, &selection.zones, form);
    }
}

fn heading_ui(ui: &mut Ui, icon: &str, word: &str) {
    ui.horizontal(|ui| {
        ui.label(icons::icon(icon, 18.0));
        ui.label(theme::heading(word));
    });
    ui.add_space(theme::GAP_XS);
}

fn fields_of_notes_ui(ui: &mut Ui, document: &Document, ids: &BTreeSet<NoteId>, form: &mut Form) {
    let notes: Vec<_> = ids.iter().filter_map(|&id| document.note(id)).collect();
    let color = common(notes.iter().map(|note| note.color));
    let whom = Selection {
        notes: ids.clone(),
        ..Selection::default()
    };
    fields_ui(
        ui,
        form,
        Id::unique(("notes", ids)),
        field::NOTE,
        &notes,
        |id, value| Edit::SetNoteField(ids.clone(), id, value),
    );
    color_ui(ui, color, whom, form);
}

fn fields_of_zones_ui(ui: &mut Ui, document: &Document, ids: &BTreeSet<ZoneId>, form: &mut Form) {
    let zones: Vec<_> = ids.iter().filter_map(|&id| document.zone(id)).collect();
    let color = common(zones.iter().map(|zone| zone.color));
    let whom = Selection {
        zones: ids.clone(),
        ..Selection::default()
    };
    fields_ui(
        ui,
        form,
        Id::unique(("zones", ids)),
        field::ZONE,
        &zones,
        |id, value| Edit::SetZoneField(ids.clone(), id, value),
    );
    color_ui(ui, color, whom, form);
}

fn fields_ui<T>(
    ui: &mut Ui,
    form: &mut Form,
    key: Id,
    fields: &'static [Field<T>],
    things: &[&T],
    make: impl Fn(String, field::Value) -> Edit,
) {
    for field in fields {
        let value = common(things.iter().map(|thing| field.get(thing)));
        field_ui(ui, form, key, field, value.as_ref(), |value| {
            make(field.id.to_owned(), value)
        });
    }
}

fn color_ui(ui: &mut Ui, present: Option<Hue>, whom: Selection, form: &mut Form) {
    wide_row_ui(ui, WORD, "Color", "The next one gets this color too", |ui| {
        if let Some(hue) = hues::row_ui(ui, present) {
            form.actions.push(Action::Color(whom, hue));
        }
    });
}

/// Who stands in a zone, and the way there.
fn inside_ui(ui: &mut Ui, inside: &BTreeSet<ActorId>, form: &mut Form) {
    ui.add_space(theme::GAP_S);
    if inside.is_empty() {
        ui.label(theme::secondary(ui, "No actor stands in it"));
        return;
    }
    let words = count(inside.len(), "actor", "actors");
    let response = ui.add(Button::new(format!("Select the {words} inside")));
    let whom = || Selection {
        actors: inside.clone(),
        ..Selection::default()
    };
    form.point_at(&response, whom);
    if response.clicked() {
        form.actions.push(Action::Select(whom()));
        form.actions.push(Action::Show(Show::Reveal));
    }
}
