//! Context menus of the map. Wherever the table of commands has a command, its name, key and gate come from there.

use std::collections::BTreeSet;

use egui::{RichText, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::hit::Target;
use super::{paint, swatch};
use crate::base::geom::Point;
use crate::base::units::{Share, Weight};
use crate::model::field::Value;
use crate::model::{ActorId, Edit, Jot, Place, Selection, Tie, TieId, TieKind};
use crate::picture::look::Palette;
use crate::session::{Action, Session, command};
use crate::ui::form::Form;
use crate::ui::{hues, menu, theme, toolbar, whatif};

/// What was under the pointer when the menu opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opened {
    pub(crate) target: Target,
    pub(crate) at: Point,
}

/// What a menu asks of the canvas itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wish {
    /// Open the name field.
    Rename(ActorId),
    /// Start a tie that follows the pointer.
    TieFrom(ActorId),
    /// Open the popover of a tie.
    TieCard(TieId),
    /// Open the field of a note or a zone.
    Write(Jot),
    /// Open the field of a new note that begins here.
    NewNote(Point),
}

/// What to select before the menu of `target` opens: itself, unless it is selected already.
pub(crate) fn selection_for(target: Target, selection: &Selection) -> Option<Selection> {
    match (target.actor(), target.tie()) {
        (Some(actor), _) if !selection.actors.contains(&actor) => Some(Selection::actor(actor)),
        (_, Some(tie)) if !selection.ties.contains(&tie) => Some(Selection::tie(tie)),
        _ => {
            let jot = target.jot().filter(|&jot| !selection.has_jot(jot))?;
            Some(Selection::jot(jot))
        }
    }
}

/// The entries of a menu.
pub(crate) fn ui(ui: &mut Ui, opened: Opened, session: &Session, actions: &mut Vec<Action>) -> Option<Wish> {
    ui.set_min_width(200.0);
    let before = actions.len();
    if let Some(jot) = opened.target.jot() {
        let wish = jot_ui(ui, jot, session, actions);
        if wish.is_some() || actions.len() > before {
            ui.close();
        }
        return wish;
    }
    let wish = match (opened.target.actor(), opened.target.tie()) {
        (Some(actor), _) => actor_ui(ui, actor, session, actions),
        (_, Some(tie)) => tie_ui(ui, tie, session, actions),
        _ => ground_ui(ui, opened.at, session, actions),
    };
    // A click closes a menu by itself, Enter does not.
    if wish.is_some() || actions.len() > before {
        ui.close();
    }
    wish
}

/// A command's entry.
fn entry(ui: &mut Ui, id: &str, session: &Session, actions: &mut Vec<Action>) {
    actions.extend(menu::entry_ui(ui, id, session));
}

fn ground_ui(ui: &mut Ui, at: Point, session: &Session, actions: &mut Vec<Action>) -> Option<Wish> {
    let mut wish = None;
    ui.menu_button("New", |ui| {
        let place = Place { at, pinned: false };
        let assumptions = &session.document().project().assumptions;
        let one = |kind| Edit::AddActors(vec![(assumptions.fresh("", kind), place)]);
        toolbar::actor_kinds_ui(ui, None, one, |kind| {
            actions.push(Action::SetNextActorKind(kind));
            actions.push(Action::Edit(one(kind)));
        });
        ui.separator();
        if ui.button("Note").clicked() {
            wish = Some(Wish::NewNote(at));
        }
    });
    if menu::entry_ui(ui, "edit.paste", session).is_some() {
        actions.push(Action::Paste {
            text: None,
            at: Some(at),
        });
    }
    ui.separator();
    entry(ui, "select.all", session, actions);
    entry(ui, "view.fit", session, actions);
    entry(ui, "layout.settle", session, actions);
    wish
}

fn jot_ui(ui: &mut Ui, jot: Jot, session: &Session, actions: &mut Vec<Action>) -> Option<Wish> {
    let mut wish = None;
    let word = match jot {
        Jot::Note(_) => "Edit text",
        Jot::Zone(_) => "Rename",
    };
    if ui.button(word).clicked() {
        wish = Some(Wish::Write(jot));
    }
    let document = session.document();
    let present = match jot {
        Jot::Note(id) => document.note(id)?.color,
        Jot::Zone(id) => document.zone(id)?.color,
    };
    ui.horizontal(|ui| {
        if let Some(hue) = hues::row_ui(ui, Some(present)) {
            actions.push(Action::Color(session.selection().clone(), hue));
        }
    });
    if let Jot::Zone(id) = jot
        && ui.button("Select what is inside").clicked()
    {
        let actors = document.actors_in(document.zone(id)?).collect();
        actions.push(Action::Select(Selection {
            actors,
            ..Selection::default()
        }));
    }
    ui.separator();
    for id in ["edit.cut", "edit.copy", "edit.duplicate"] {
        entry(ui, id, session, actions);
    }
    ui.separator();
    entry(ui, "edit.delete", session, actions);
    wish
}

fn actor_ui(ui: &mut Ui, actor: ActorId, session: &Session, actions: &mut Vec<Action>) -> Option<Wish> {
    let mut wish = None;
    if menu::entry_ui(ui, "edit.rename", session).is_some() {
        wish = Some(Wish::Rename(actor));
    }
    let chosen = &session.selection().actors;
    let present = session.document().actor(actor).map(|actor| actor.kind);
    ui.menu_button("Kind", |ui| {
        let of_kind = |kind| Edit::SetActorKind(chosen.clone(), kind);
        toolbar::actor_kinds_ui(ui, present, of_kind, |kind| {
            actions.push(Action::Edit(of_kind(kind)));
        });
    });
    if ui.button("Tie from here").clicked() {
        wish = Some(Wish::TieFrom(actor));
    }
    ui.menu_button("Select", |ui| {
        ui.set_min_width(180.0);
        for command in command::all().filter(|command| command.within == Some("Select")) {
            if command.begins_group {
                ui.separator();
            }
            entry(ui, command.id, session, actions);
        }
    });
    ui.separator();
    let pinned = session.document().place(actor).is_some_and(|place| place.pinned);
    entry(
        ui,
        if pinned { "layout.unpin" } else { "layout.pin" },
        session,
        actions,
    );
    let external = session
        .document()
        .actor(actor)
        .is_some_and(|actor| actor.external);
    let word = if external { "Make local" } else { "Make external" };
    let value = Value::Flag(!external);
    let turned = Edit::SetActorField(chosen.clone(), "external".to_owned(), value);
    edit_ui(ui, word, turned, actions);
    ui.separator();
    for id in ["edit.cut", "edit.copy", "edit.duplicate", "edit.merge"] {
        entry(ui, id, session, actions);
    }
    ui.separator();
    entry(ui, "edit.delete", session, actions);
    wish
}

fn tie_ui(ui: &mut Ui, tie: TieId, session: &Session, actions: &mut Vec<Action>) -> Option<Wish> {
    let mut wish = None;
    let chosen = &session.selection().ties;
    let present = session.document().tie(tie)?;
    if ui.button("Strength and trust…").clicked() {
        wish = Some(Wish::TieCard(tie));
    }
    ui.menu_button("Kind", |ui| {
        let of_kind = |kind| Some(Edit::SetTieKind(chosen.clone(), kind));
        toolbar::tie_kinds_ui(ui, Some(present.kind), of_kind, |kind| {
            actions.extend(of_kind(kind).map(Action::Edit));
        });
    });
    entry(ui, "tie.reverse", session, actions);
    entry(ui, "tie.mutual", session, actions);
    let word = if present.enabled { "Disable" } else { "Enable" };
    edit_ui(ui, word, enable(chosen, !present.enabled), actions);
    ui.separator();
    entry(ui, "edit.delete", session, actions);
    wish
}

fn enable(ties: &BTreeSet<TieId>, enabled: bool) -> Edit {
    Edit::SetTieField(ties.clone(), "enabled".to_owned(), Value::Flag(enabled))
}

/// An entry that makes an edit.
fn edit_ui(ui: &mut Ui, word: &str, edit: Edit, actions: &mut Vec<Action>) {
    let response = ui.button(word);
    whatif::on(&response, || Some(edit.clone()));
    if response.clicked() {
        actions.push(Action::Edit(edit));
    }
}

/// The popover of a tie: kind, strength and trust. Returns whether it stays open.
pub(crate) fn tie_card_ui(ui: &mut Ui, id: TieId, session: &Session, actions: &mut Vec<Action>) -> bool {
    let Some(tie) = session.document().tie(id) else {
        return false;
    };
    let one = BTreeSet::from([id]);
    ui.set_width(250.0);
    let names = [tie.from, tie.to].map(|end| session.document().display_name(end));
    ui.label(RichText::new(format!("{} – {}", names[0], names[1])).strong());
    ui.add_space(4.0);
    kinds_ui(ui, tie.kind, &one, actions);
    ui.add_space(4.0);
    let mut form = Form::default();
    egui::Grid::new("tie card")
        .num_columns(3)
        .spacing([12.0, 6.0])
        .show(ui, |ui| {
            for (name, field, value, least) in [
                ("Strength", "weight", tie.weight.get(), Weight::LEAST),
                ("Trust", "trust", tie.trust.get(), Share::LEAST),
            ] {
                ui.label(name);
                form.slider_ui(ui, name, value, (least, 1.0), |value| {
                    Edit::SetTieField(one.clone(), field.to_owned(), Value::Number(value))
                });
                ui.monospace(format!("{value:.2}"));
                ui.end_row();
            }
        });
    actions.append(&mut form.actions);
    ends_ui(ui, tie);
    true
}

/// All kinds as small pictures, the present one framed.
fn kinds_ui(ui: &mut Ui, present: TieKind, one: &BTreeSet<TieId>, actions: &mut Vec<Action>) {
    let dark = ui.visuals().dark_mode;
    let palette = Palette::of(dark);
    for row in TieKind::ALL.chunks(5) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for &kind in row {
                let (rect, response) = ui.allocate_exact_size(Vec2::new(46.0, 24.0), Sense::click());
                response.widget_info(|| {
                    WidgetInfo::selected(Role::RadioButton, true, kind == present, kind.name())
                });
                if response.hovered() || kind == present {
                    ui.painter()
                        .rect_filled(rect, 4.0, paint::veil(palette.text, 0.08));
                }
                if kind == present {
                    let edge = Stroke::new(1.5, paint::color(palette.text));
                    ui.painter().rect_stroke(rect, 4.0, edge, StrokeKind::Inside);
                }
                let line = rect.shrink2(Vec2::new(6.0, 0.0));
                swatch::tie(ui.painter(), kind, line.left_center(), line.right_center(), dark);
                let response = response.on_hover_text(format!("{}. {}", kind.name(), kind.info().definition));
                whatif::on(&response, || {
                    (kind != present).then(|| Edit::SetTieKind(one.clone(), kind))
                });
                if response.clicked() && kind != present {
                    actions.push(Action::Edit(Edit::SetTieKind(one.clone(), kind)));
                    actions.push(Action::SetNextTieKind(kind));
                }
            }
        });
    }
    ui.label(theme::secondary(ui, present.name()));
}

fn ends_ui(ui: &mut Ui, tie: &Tie) {
    let [first, second] = tie.kind.info().ends;
    if first != second {
        ui.add_space(2.0);
        let text = format!("{first} first, {} second", second.to_lowercase());
        ui.label(theme::secondary(ui, text));
    }
}
