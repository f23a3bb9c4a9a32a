//! Rows of the Edit menu about finding.

use super::gates::open;
use super::{Command, Menu, group, row};
use crate::session::action::Action;

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    group(row("find.palette", "Commands and actors…", Menu::Edit, &["Ctrl+K", "Ctrl+Shift+P"], open, |_| Action::LookUp(String::new()))),
];
