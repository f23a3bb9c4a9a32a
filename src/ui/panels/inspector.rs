//! Right, above: whatever is chosen, and everything about it that can be changed. Nothing chosen: the project.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Button, Label, Popup, RichText, ScrollArea, TextStyle, Ui, vec2};

use crate::base::text::count;
use crate::model::kind::Direction;
use crate::model::{ActorId, ActorKind, Document, Edit, Selection, Tie, TieId, TieKind};
use crate::session::{Action, Session, Show};

use super::digest::Digest;
use super::objects::{MIXED, field_ui, row_ui, rows_in_sight_ui, wide_row_ui};
use super::{jots, own, project, shares};
use crate::ui::form::{Entry, Form};
use crate::ui::theme::{self, Colors};
use crate::ui::{icons, toolbar, whatif};

/// Width of the words before the ends of a tie; names of actors need the rest.
const END: f32 = 72.0;

/// Up to this many ties all rows are made, so that the keyboard reaches those out of sight too.
const REACHED: usize = 60;

/// The panel.
#[derive(Default)]
pub struct Inspector {
    digest: Option<Digest>,
    /// The list of snapshots comes into view in the next frame.
    snapshots: bool,
}

impl Inspector {
    /// Brings the list of snapshots into view as soon as nothing is chosen.
    pub fn show_snapshots(&mut self) {
        self.snapshots = true;
    }

    /// The panel.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let (document, selection) = (session.document(), session.selection());
        let known = self
            .digest
            .take()
            .filter(|digest| digest.holds_for(document, selection));
        let digest = known.unwrap_or_else(|| Digest::of(document, selection));
        ScrollArea::vertical()
            .id_salt("inspector")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.add_space(theme::GAP_XS);
                if selection.is_empty() {
                    project::ui(ui, session, form, std::mem::take(&mut self.snapshots));
                } else if let Some(id) = selection.only_actor() {
                    actor_ui(ui, session, id, &digest, form);
                } else if let Some(id) = selection.only_tie() {
                    tie_ui(ui, document, id, &digest, form);
                } else if let Some(jot) = selection.only_jot() {
                    jots::one_ui(ui, document, jot, &digest.inside, form);
                } else {
                    several_ui(ui, document, selection, &digest, form);
                }
                ui.add_space(theme::GAP_L);
            });
        self.digest = Some(digest);
    }
}

fn actor_ui(ui: &mut Ui, session: &Session, id: ActorId, digest: &Digest, form: &mut Form) {
    let document = session.document();
    let Some(actor) = document.actor(id) else { return };
    let nameless = document.display_name(id);
    let entry = Entry {
        id: digest.actors.key.with("name"),
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
    actor_fields_ui(ui, digest, &ids, form);
    ui.add_space(theme::GAP_S);
    shares::ui(ui, session, id, form);
    ui.add_space(theme::GAP_S);
    ties_of_ui(ui, document, id, &digest.ties_of, form);
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
        let of_kind = |kind| Edit::SetActorKind(ids.clone(), kind);
        toolbar::actor_kinds_ui(ui, kind, of_kind, |kind| form.edit(of_kind(kind)));
    });
    response.on_hover_text("What it is; attributes that were never changed follow the kind");
}

fn actor_fields_ui(ui: &mut Ui, digest: &Digest, ids: &BTreeSet<ActorId>, form: &mut Form) {
    for (field, value) in &digest.actors.fields {
        field_ui(ui, form, digest.actors.key, field, value.as_ref(), |value| {
            Edit::SetActorField(ids.clone(), field.id.to_owned(), value)
        });
    }
    let pinned = digest.pinned;
    row_ui(
        ui,
        "Pinned",
        "The layout leaves a pinned actor where it is",
        |ui| {
            let mut on = pinned == Some(true);
            let words = pinned.map_or(MIXED, |pinned| if pinned { "Yes" } else { "No" });
            let response = ui.add(egui::Checkbox::new(&mut on, words).indeterminate(pinned.is_none()));
            if response.accessible_name("Pinned").clicked() {
                form.edit(Edit::Pin(ids.clone(), on));
            }
        },
    );
    let whom = Selection {
        actors: ids.clone(),
        ..Selection::default()
    };
    own::ui(ui, &digest.actors.own, digest.actors.key, &whom, form);
}

/// All ties of an actor, with their kind, the other end and a way there.
fn ties_of_ui(ui: &mut Ui, document: &Document, id: ActorId, ties: &[TieId], form: &mut Form) {
    ui.horizontal(|ui| {
        ui.label(theme::subheading(format!("Ties  {}", ties.len())));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let button = Button::new((icons::icon(icons::PLUS, 14.0), "Tie")).frame_when_inactive(false);
            let response = ui.add(button).accessible_name("New tie from this actor");
            if response
                .on_hover_text("Tie from this actor; then choose the other end")
                .clicked()
            {
                form.actions.push(Action::Show(Show::StartTie));
            }
        });
    });
    let spacing = ui.spacing();
    let words = ui.text_style_height(&TextStyle::Button) + 2.0 * spacing.button_padding.y;
    let height = spacing.interact_size.y.max(words);
    let mut row = |ui: &mut Ui, index: usize| {
        if let Some(tie) = document.tie(ties[index]) {
            ui.push_id(ties[index], |ui| {
                tie_row_ui(ui, document, id, ties[index], tie, form);
            });
        }
    };
    if ties.len() <= REACHED {
        (0..ties.len()).for_each(|index| row(ui, index));
    } else {
        rows_in_sight_ui(ui, height, ties.len(), row);
    }
}

fn tie_row_ui(ui: &mut Ui, document: &Document, id: ActorId, tie_id: TieId, tie: &Tie, form: &mut Form) {
    let Some(other) = tie.other_end(id) else { return };
    let name = document.display_name(other);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        let button = Button::new(icons::tie_atom(tie.kind)).frame_when_inactive(false);
        let response = ui
            .add(button)
            .accessible_name(format!("Kind of the tie with {name}"));
        Popup::menu(&response).show(|ui| {
            let of_kind = |kind| Some(Edit::SetTieKind([tie_id].into(), kind));
            toolbar::tie_kinds_ui(ui, Some(tie.kind), of_kind, |kind| {
                form.actions.extend(of_kind(kind).map(Action::Edit));
            });
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
                if response
                    .on_hover_text(format!("{} tie; choose it", tie.kind.name()))
                    .clicked()
                {
                    form.actions.push(Action::Select(Selection::tie(tie_id)));
                }
            });
        });
    });
}

fn tie_ui(ui: &mut Ui, document: &Document, id: TieId, digest: &Digest, form: &mut Form) {
    let Some(tie) = document.tie(id) else { return };
    let ids = BTreeSet::from([id]);
    ui.horizontal(|ui| {
        ui.label(theme::heading(format!("{} tie", tie.kind.name())));
        if tie.kind.info().direction != Direction::Undirected {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let button =
                    Button::new((icons::icon(icons::REVERSE, 14.0), "Reverse")).frame_when_inactive(false);
                let response = ui.add(button).accessible_name("Reverse");
                whatif::on(&response, || Some(Edit::Reverse(ids.clone())));
                if response.on_hover_text("The two ends change places").clicked() {
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
            let button = Button::new(name.as_str())
                .right_text(icons::icon(icons::GO, 12.0))
                .truncate();
            let response = ui.add(button.min_size(vec2(ui.available_width(), 26.0)));
            if response.accessible_name(format!("Go to {name}")).clicked() {
                form.actions.push(Action::Select(Selection::actor(actor)));
            }
        });
    }
    ui.add_space(theme::GAP_XS);
    tie_fields_ui(ui, digest, &ids, form);
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
            let of_kind = |kind| Some(Edit::SetTieKind(ids.clone(), kind));
            toolbar::tie_kinds_ui(ui, kind, of_kind, |kind| {
                form.actions.extend(of_kind(kind).map(Action::Edit));
            });
        });
    });
}

/// Attributes that all chosen ties can have.
fn tie_fields_ui(ui: &mut Ui, digest: &Digest, ids: &BTreeSet<TieId>, form: &mut Form) {
    for (field, value) in &digest.ties.fields {
        field_ui(ui, form, digest.ties.key, field, value.as_ref(), |value| {
            Edit::SetTieField(ids.clone(), field.id.to_owned(), value)
        });
    }
    let whom = Selection {
        ties: ids.clone(),
        ..Selection::default()
    };
    own::ui(ui, &digest.ties.own, digest.ties.key, &whom, form);
}

fn several_ui(ui: &mut Ui, document: &Document, selection: &Selection, digest: &Digest, form: &mut Form) {
    let (actors, ties) = (&selection.actors, &selection.ties);
    ui.label(theme::heading(format!("{} selected", selection.len())));
    ui.label(theme::secondary(ui, "A change goes to all of them, as one step"));
    if !actors.is_empty() {
        ui.add_space(theme::GAP_M);
        ui.label(theme::subheading(count(actors.len(), "actor", "actors")));
        counts_ui(ui, &digest.actors.kinds, icons::actor_atom, ActorKind::name);
        actor_kind_ui(ui, digest.actors.kind(), actors, form);
        actor_fields_ui(ui, digest, actors, form);
    }
    if !ties.is_empty() {
        ui.add_space(theme::GAP_M);
        ui.label(theme::subheading(count(ties.len(), "tie", "ties")));
        counts_ui(ui, &digest.ties.kinds, icons::tie_atom, TieKind::name);
        tie_kind_ui(ui, digest.ties.kind(), ties, form);
        tie_fields_ui(ui, digest, ties, form);
    }
    jots::several_ui(ui, document, selection, form);
}

/// How many of each kind.
fn counts_ui<K: Ord + Copy>(
    ui: &mut Ui,
    kinds: &BTreeMap<K, usize>,
    picture: impl Fn(K) -> egui::Atom<'static>,
    name: impl Fn(K) -> &'static str,
) {
    let colors = Colors::of(ui.visuals());
    let spacing = ui.spacing_mut();
    let usual = (spacing.interact_size.y, spacing.button_padding.y);
    (spacing.interact_size.y, spacing.button_padding.y) = (18.0, 0.0);
    for (&kind, number) in kinds {
        ui.horizontal(|ui| {
            let figure = RichText::new(number.to_string())
                .font(theme::tabular(theme::SMALL))
                .color(colors.secondary);
            let row = Button::new((picture(kind), RichText::new(name(kind)).size(theme::SMALL))).frame(false);
            ui.add(row.sense(egui::Sense::empty()));
            ui.add(Label::new(figure));
        });
    }
    (
        ui.spacing_mut().interact_size.y,
        ui.spacing_mut().button_padding.y,
    ) = usual;
    ui.add_space(theme::GAP_XS);
}
