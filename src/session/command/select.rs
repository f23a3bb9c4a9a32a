//! Rows of the Edit menu about choosing.

use super::gates::{
    actors_selected, exactly_two_actors_selected, not_empty, open, some_selected, two_actors_selected,
};
use super::{Command, Menu, group, row, within};
use crate::session::Choice;
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    group(row("select.all", "Select all", Menu::Edit, &["Ctrl+A"], not_empty, |_| Action::SelectAll)),
    row("select.none", "Select nothing", Menu::Edit, &["Ctrl+Shift+A"], some_selected, |_| Action::SelectNone),
    row("select.inverse", "Invert selection", Menu::Edit, &["Ctrl+I"], not_empty, |_| Action::SelectInverse),
    within("Select", row("select.kind", "Same kind", Menu::Edit, &[], some_selected, |_| Action::Choose(Choice::Kind))),
    within("Select", row("select.role", "Same role", Menu::Edit, &[], actors_selected, |_| Action::Choose(Choice::Role))),
    within("Select", group(row("select.neighbors", "Neighbors too", Menu::Edit, &[], actors_selected, |_| Action::Choose(Choice::Neighbors)))),
    within("Select", row("select.ties", "Ties between them too", Menu::Edit, &[], two_actors_selected, |_| Action::Choose(Choice::Ties))),
    within("Select", row("select.path", "Path between two", Menu::Edit, &[], exactly_two_actors_selected, |_| Action::Choose(Choice::Path))),
    within("Select", group(row("select.isolated", "Actors without ties", Menu::Edit, &[], not_empty, |_| Action::Choose(Choice::Isolated)))),
    row("select.next", "Next actor", Menu::Nowhere("moves the keyboard, as in every list"), &["Tab"], open, |_| Action::Show(Show::NextActor(true))),
    row("select.previous", "Previous actor", Menu::Nowhere("moves the keyboard, as in every list"), &["Shift+Tab"], open, |_| Action::Show(Show::NextActor(false))),
];
