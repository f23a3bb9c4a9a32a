//! Right, above: whatever is chosen, and everything about it that can be changed. Nothing chosen: the project.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Button, Id, Label, Popup, RichText, ScrollArea, Ui, vec2};

use crate::base::text::count;
use crate::model::field::{self, Value};
use crate::model::kind::Direction;
use crate::model::{Actor, ActorId, ActorKind, Document, Edit, Selection, Tie, TieId, TieKind};
use crate::session::{Action, Session, Show};

use super::objects::{MIXED, common, field_ui, row_ui, wide_row_ui};
use super::project;
use crate::ui::form::{Entry, Form};
use crate::ui::theme::{self, Colors};
use crate::ui::{icons, toolbar};

/// Width of the words before the ends of a tie; names of actors need the rest.
const END: f32 = 72.0;

/// The panel.
pub fn ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let (document, selection) = (session.document(), session.selection());
    ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
        ui.add_space(theme::GAP_XS);
        if selection.is_empty() {
            project::ui(ui, session, form);
        } else if let Some(id) = selection.only_actor() {
            actor_ui(ui, document, id, form);
        } else if let Some(id) = selection.only_tie() {
            tie_ui(ui, document, id, form);
        } else {
            several_ui(ui, document, selection, form);
        }
        ui.add_space(theme::GAP_L);
    });
}

fn actor_ui(ui: &mut Ui, document: &Document, id: ActorId, form: &mut Form) {
    let Some(actor) = document.actor(id) else { return };
    let key = Id::unique(("actor", id));
    let nameless = document.display_name(id);
    let entry = Entry {
        id: key.with("name"),
        name: "Name",
        shown: &actor.name,
        hint: &nameless,
        width: f32::INFINITY,
        rows: 1,
        figures: false,
    };
    form.entry_ui(ui, &entry, |text| Ok(Edit::Rename(id, text.to_owned())));
    ui.add_space(theme::GAP_XS);
    let ids = BTreeSet::from([id]);
    actor_kind_ui(ui, Some(actor.kind), &ids, form);
    ui.label(theme::secondary(ui, actor.kind.info().definition));
    ui.add_space(theme::GAP_S);
    actor_fields_ui(ui, document, &ids, key, form);
    ui.add_space(theme::GAP_M);
    ties_of_ui(ui, document, id, form);
}

fn actor_kind_ui(ui: &mut Ui, kind: Option<ActorKind>, ids: &BTreeSet<ActorId>, form: &mut Form) {
    let button = match kind {
        Some(kind) => Button::new((icons::actor_atom(kind), kind.name())),
        None => Button::new(format!("Kind  {MIXED}")),
    };
    let button = button.truncate().right_text(icons::icon(icons::DOWN, 12.0));
    let response = ui.add(button.min_size(vec2(ui.available_width(), 28.0)));
    let response = response.accessible_name(format!("Kind: {}", kind.map_or("mixed", ActorKind::name)));
    Popup::menu(&response).show(|ui| {
        toolbar::actor_kinds_ui(ui, kind, |kind| form.edit(Edit::SetActorKind(ids.clone(), kind)));
    });
    response.on_hover_text("What it is; attributes that were never changed follow the kind");
}

fn actor_fields_ui(ui: &mut Ui, document: &Document, ids: &BTreeSet<ActorId>, key: Id, form: &mut Form) {
    let actors: Vec<&Actor> = ids.iter().filter_map(|&id| document.actor(id)).collect();
    for field in field::ACTOR {
        let value = common(actors.iter().map(|actor| field.get(actor)));
        field_ui(ui, form, key, field, value.as_ref(), |value| {
            Edit::SetActorField(ids.clone(), field.id.to_owned(), value)
        });
    }
    let pinned = common(ids.iter().filter_map(|&id| document.place(id)).map(|place| place.pinned));
    row_ui(ui, "Pinned", "The layout leaves a pinned actor where it is", |ui| {
        let mut on = pinned == Some(true);
        let words = pinned.map_or(MIXED, |pinned| if pinned { "yes" } else { "no" });
        let response = ui.add(egui::Checkbox::new(&mut on, words).indeterminate(pinned.is_none()));
        if response.accessible_name("Pinned").clicked() {
            form.edit(Edit::Pin(ids.clone(), on));
        }
    });
}

/// All ties of an actor, with their kind, the other end and a way there.
fn ties_of_ui(ui: &mut Ui, document: &Document, id: ActorId, form: &mut Form) {
    let ties: Vec<(TieId, &Tie)> = document.ties_of(id).collect();
    ui.horizontal(|ui| {
        ui.label(theme::subheading(format!("Ties  {}", ties.len())));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let button = Button::new((icons::icon(icons::PLUS, 14.0), "Tie")).frame_when_inactive(false);
            if ui.add(button).on_hover_text("Tie from this actor; then choose the other end").clicked() {
                form.actions.push(Action::Show(Show::StartTie));
            }
        });
    });
    for (tie_id, tie) in ties {
        ui.push_id(tie_id, |ui| tie_row_ui(ui, document, id, tie_id, tie, form));
    }
}

fn tie_row_ui(ui: &mut Ui, document: &Document, id: ActorId, tie_id: TieId, tie: &Tie, form: &mut Form) {
    let Some(other) = tie.other_end(id) else { return };
    let name = document.display_name(other);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        let button = Button::new(icons::tie_atom(tie.kind)).frame_when_inactive(false);
        let response = ui.add(button).accessible_name(format!("Kind of the tie with {name}"));
        Popup::menu(&response).show(|ui| {
            toolbar::tie_kinds_ui(ui, Some(tie.kind), |kind| form.edit(Edit::SetTieKind([tie_id].into(), kind)));
        });
        response.on_hover_text(format!("{}: change the kind", tie.kind.name()));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icons::small_icon_button(ui, icons::GO, &format!("Go to {name}")).clicked() {
                form.actions.push(Action::Select(Selection::actor(other)));
            }
            if tie.points_one_way() {
                let end = tie.kind.info().ends[usize::from(tie.from == id)];
                ui.label(theme::secondary(ui, end.to_lowercase()));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let button = Button::new(name.as_str()).frame_when_inactive(false).truncate();
                let response = ui.add(button);
                if response.on_hover_text(format!("{} tie; choose it", tie.kind.name())).clicked() {
                    form.actions.push(Action::Select(Selection::tie(tie_id)));
                }
            });
        });
    });
}

fn tie_ui(ui: &mut Ui, document: &Document, id: TieId, form: &mut Form) {
    let Some(tie) = document.tie(id) else { return };
    let ids = BTreeSet::from([id]);
    ui.horizontal(|ui| {
        ui.label(theme::heading(format!("{} tie", tie.kind.name())));
        if tie.kind.info().direction != Direction::Undirected {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let button = Button::new((icons::icon(icons::REVERSE, 14.0), "Reverse")).frame_when_inactive(false);
                if ui.add(button).on_hover_text("The two ends change places").clicked() {
                    form.edit(Edit::Reverse(ids.clone()));
                }
            });
        }
    });
    ui.label(theme::secondary(ui, tie.kind.info().definition));
    ui.add_space(theme::GAP_S);
    tie_kind_ui(ui, Some(tie.kind), &ids, form);
    let [first, second] = tie.kind.info().ends;
    for (end, actor) in [(first, tie.from), (second, tie.to)] {
        wide_row_ui(ui, END, end, "", |ui| {
            let name = document.display_name(actor);
            let button = Button::new(name.as_str()).right_text(icons::icon(icons::GO, 12.0)).truncate();
            let response = ui.add(button.min_size(vec2(ui.available_width(), 26.0)));
            if response.accessible_name(format!("Go to {name}")).clicked() {
                form.actions.push(Action::Select(Selection::actor(actor)));
            }
        });
    }
    ui.add_space(theme::GAP_XS);
    tie_fields_ui(ui, document, &ids, Id::unique(("tie", id)), form);
}

fn tie_kind_ui(ui: &mut Ui, kind: Option<TieKind>, ids: &BTreeSet<TieId>, form: &mut Form) {
    wide_row_ui(ui, END, "Kind", "What joins the two", |ui| {
        let button = match kind {
            Some(kind) => Button::new((icons::tie_atom(kind), kind.name())),
            None => Button::new(MIXED),
        };
        let button = button.right_text(icons::icon(icons::DOWN, 12.0)).truncate();
        let response = ui.add(button.min_size(vec2(ui.available_width(), 26.0)));
        let response = response.accessible_name(format!("Kind: {}", kind.map_or("mixed", TieKind::name)));
        Popup::menu(&response).show(|ui| {
            toolbar::tie_kinds_ui(ui, kind, |kind| form.edit(Edit::SetTieKind(ids.clone(), kind)));
        });
    });
}

/// Attributes that all chosen ties can have.
fn tie_fields_ui(ui: &mut Ui, document: &Document, ids: &BTreeSet<TieId>, key: Id, form: &mut Form) {
    let ties: Vec<&Tie> = ids.iter().filter_map(|&id| document.tie(id)).collect();
    for field in field::TIE {
        let fits = match field.id {
            "value" => ties.iter().all(|tie| tie.kind.has_value()),
            "mutual" => ties.iter().all(|tie| tie.may_be_mutual()),
            _ => true,
        };
        if !fits {
            continue;
        }
        let value: Option<Value> = common(ties.iter().map(|tie| field.get(tie)));
        field_ui(ui, form, key, field, value.as_ref(), |value| {
            Edit::SetTieField(ids.clone(), field.id.to_owned(), value)
        });
    }
}

fn several_ui(ui: &mut Ui, document: &Document, selection: &Selection, form: &mut Form) {
    let (actors, ties) = (&selection.actors, &selection.ties);
    ui.label(theme::heading(format!("{} selected", selection.len())));
    ui.label(theme::secondary(ui, "A change goes to all of them, as one step"));
    if !actors.is_empty() {
        ui.add_space(theme::GAP_M);
        ui.label(theme::subheading(count(actors.len(), "actor", "actors")));
        counts_ui(ui, actors.iter().filter_map(|&id| document.actor(id)).map(|actor| actor.kind), icons::actor_atom, ActorKind::name);
        let kind = common(actors.iter().filter_map(|&id| document.actor(id)).map(|actor| actor.kind));
        actor_kind_ui(ui, kind, actors, form);
        actor_fields_ui(ui, document, actors, Id::unique(("actors", fingerprint(actors))), form);
    }
    if !ties.is_empty() {
        ui.add_space(theme::GAP_M);
        ui.label(theme::subheading(count(ties.len(), "tie", "ties")));
        counts_ui(ui, ties.iter().filter_map(|&id| document.tie(id)).map(|tie| tie.kind), icons::tie_atom, TieKind::name);
        let kind = common(ties.iter().filter_map(|&id| document.tie(id)).map(|tie| tie.kind));
        tie_kind_ui(ui, kind, ties, form);
        tie_fields_ui(ui, document, ties, Id::unique(("ties", fingerprint(ties))), form);
    }
}

/// Tells one set of things from another, so that a field never carries a text over.
fn fingerprint<T: std::fmt::Display>(ids: &BTreeSet<T>) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// How many of each kind.
fn counts_ui<K: Ord + Copy>(
    ui: &mut Ui,
    kinds: impl Iterator<Item = K>,
    picture: impl Fn(K) -> egui::Atom<'static>,
    name: impl Fn(K) -> &'static str,
) {
    let mut counts = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_insert(0_usize) += 1;
    }
    let colors = Colors::of(ui.visuals());
    let spacing = ui.spacing_mut();
    let usual = (spacing.interact_size.y, spacing.button_padding.y);
    (spacing.interact_size.y, spacing.button_padding.y) = (18.0, 0.0);
    for (kind, number) in counts {
        ui.horizontal(|ui| {
            let figure = RichText::new(number.to_string()).font(theme::tabular(theme::SMALL)).color(colors.secondary);
            let row = Button::new((picture(kind), RichText::new(name(kind)).size(theme::SMALL))).frame(false);
            ui.add(row.sense(egui::Sense::empty()));
            ui.add(Label::new(figure));
        });
    }
    (ui.spacing_mut().interact_size.y, ui.spacing_mut().button_padding.y) = usual;
    ui.add_space(theme::GAP_XS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_have_different_fingerprints() {
        let [one, two] = [1, 12].map(|n| ActorId::new(n).unwrap());
        assert_ne!(fingerprint(&BTreeSet::from([one])), fingerprint(&BTreeSet::from([two])));
    }
}
