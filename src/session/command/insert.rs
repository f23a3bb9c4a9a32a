//! Rows of the Insert menu, and one command for each kind of actor.

use super::gates::{copyable_selected, one_actor_selected, open};
use super::{Command, Menu, row};
use crate::base::geom::Vector;
use crate::model::ActorKind;
use crate::session::Session;
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    row("insert.actor", "Actor in view", Menu::Insert, &["Ctrl+Enter"], open, |_| Action::Show(Show::AddActorInView)),
    row("insert.tie", "Tie from the selected actor…", Menu::Insert, &["Ctrl+L"], one_actor_selected, |_| Action::Show(Show::StartTie)),
    row("insert.note", "Note in view", Menu::Insert, &[], open, |_| Action::Show(Show::AddNoteInView)),
    row("insert.zone", "Zone in view", Menu::Insert, &[], open, |_| Action::Show(Show::AddZoneInView)),
    row("insert.zone_around", "Zone around the selection", Menu::Insert, &["Ctrl+Shift+G"], copyable_selected, |_| Action::ZoneAroundSelection),
    row("insert.beside_right", "Connected actor to the right", Menu::Insert, &["Ctrl+ArrowRight"], one_actor_selected, |session| beside(session, Vector::new(1.0, 0.0))),
    row("insert.beside_left", "Connected actor to the left", Menu::Insert, &["Ctrl+ArrowLeft"], one_actor_selected, |session| beside(session, Vector::new(-1.0, 0.0))),
    row("insert.beside_above", "Connected actor above", Menu::Insert, &["Ctrl+ArrowUp"], one_actor_selected, |session| beside(session, Vector::new(0.0, -1.0))),
    row("insert.beside_below", "Connected actor below", Menu::Insert, &["Ctrl+ArrowDown"], one_actor_selected, |session| beside(session, Vector::new(0.0, 1.0))),
];

/// Rows for the kinds of actors.
macro_rules! insert_rows {
    ($($id:literal, $kind:ident;)*) => {
        &[$(row($id, ActorKind::$kind.name(), Menu::Insert, &[], open, |_| Action::Insert(ActorKind::$kind)),)*]
    };
}

/// One command for each kind of actor.
pub(super) const INSERT_KINDS: &[Command] = insert_rows! {
    "insert.final", Final;
    "insert.intermediate", Intermediate;
    "insert.related", Related;
    "insert.supplier", Supplier;
    "insert.service", Service;
    "insert.finance", Finance;
    "insert.intermediary", Intermediary;
    "insert.university", University;
    "insert.institute", Institute;
    "insert.training", Training;
    "insert.standards", Standards;
    "insert.center", Center;
    "insert.government", Government;
    "insert.association", Association;
    "insert.customer", Customer;
};

fn beside(session: &Session, toward: Vector) -> Action {
    match session.selection().only_actor() {
        Some(from) => Action::AddBeside { from, toward },
        None => Action::SelectNone,
    }
}
