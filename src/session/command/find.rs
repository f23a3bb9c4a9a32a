//! Rows of the Edit menu about finding.

use super::gates::{found, not_empty, open, searched};
use super::{Command, Menu, group, row, within};
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    group(row("find.open", "Find…", Menu::Edit, &["Ctrl+F"], not_empty, |_| Action::Show(Show::Find))),
    within("Hit", row("find.next", "Next hit", Menu::Edit, &["F3"], searched, |_| Action::NextHit(true))),
    within("Hit", row("find.previous", "Previous hit", Menu::Edit, &["Shift+F3"], searched, |_| Action::NextHit(false))),
    within("Hit", row("find.select", "Select all hits", Menu::Edit, &["Alt+Enter"], found, |_| Action::SelectHits)),
    row("find.palette", "Commands and actors…", Menu::Edit, &["Ctrl+K", "Ctrl+Shift+P"], open, |_| Action::LookUp(String::new())),
];
