//! Rows of the Help menu.

use super::gates::open;
use super::{Command, Menu, group, row};
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    row("help.first_steps", "First steps", Menu::Help, &[], open, |_| Action::Show(Show::FirstSteps)),
    row("help.keys", "Keys and gestures", Menu::Help, &["F1", "?"], open, |_| Action::Show(Show::Keys)),
    group(row("help.about", "About Milieu", Menu::Help, &[], open, |_| Action::Show(Show::About))),
];
