//! Rows of the Edit menu about choosing.

use super::gates::{not_empty, open, some_selected};
use super::{Command, Menu, group, row};
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    group(row("select.all", "Select all", Menu::Edit, &["Ctrl+A"], not_empty, |_| Action::SelectAll)),
    row("select.none", "Select nothing", Menu::Edit, &["Ctrl+Shift+A"], some_selected, |_| Action::SelectNone),
    row("select.inverse", "Invert selection", Menu::Edit, &["Ctrl+I"], not_empty, |_| Action::SelectInverse),
    row("select.next", "Next actor", Menu::Nowhere("moves the keyboard, as in every list"), &["Tab"], open, |_| Action::Show(Show::NextActor(true))),
    row("select.previous", "Previous actor", Menu::Nowhere("moves the keyboard, as in every list"), &["Shift+Tab"], open, |_| Action::Show(Show::NextActor(false))),
];
