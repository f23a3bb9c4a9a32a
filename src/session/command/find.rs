//! Rows of the Edit menu about finding.

use super::gates::{found, not_empty, open, searched};
use super::{Command, Menu, group, row};
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    group(row("find.open", "Find…", Menu::Edit, &["Ctrl+F"], not_empty, |_| Action::Show(Show::Find))),
    row("find.next", "Next hit", Menu::Edit, &["F3"], searched, |_| Action::NextHit(true)),
    row("find.previous", "Previous hit", Menu::Edit, &["Shift+F3"], searched, |_| Action::NextHit(false)),
    row("find.select", "Select all hits", Menu::Edit, &["Alt+Enter"], found, |_| Action::SelectHits),
    row("find.palette", "Commands and actors…", Menu::Edit, &["Ctrl+K", "Ctrl+Shift+P"], open, |_| Action::LookUp(String::new())),
];
