//! Rows of the Edit menu about steps, snapshots and what is chosen.

use super::gates::{
    can_compare, can_redo, can_undo, copyable_selected, drawn, knowledge_ties_selected, one_named_selected,
    open, some_selected, ties_selected, two_actors_selected,
};
use super::{Command, Menu, group, row, within};
use crate::model::Edit;
use crate::session::action::{Action, Show};
use crate::session::{Session, Side};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    row("edit.undo", "Undo", Menu::Edit, &["Ctrl+Z"], can_undo, |_| Action::Undo),
    row("edit.redo", "Redo", Menu::Edit, &["Ctrl+Shift+Z", "Ctrl+Y"], can_redo, |_| Action::Redo),
    row("edit.history", "History", Menu::Edit, &[], open, |_| Action::Show(Show::History)),
    group(within("Snapshot", row("snapshot.take", "Take snapshot", Menu::Edit, &["Ctrl+Shift+T"], drawn, |_| Action::Edit(Edit::TakeSnapshot { name: String::new(), note: String::new() })))),
    within("Snapshot", row("snapshot.list", "Snapshots", Menu::Edit, &[], open, |_| Action::Show(Show::Snapshots))),
    within("Snapshot", row("snapshot.compare", "Compare with the last snapshot, or stop", Menu::Edit, &["Ctrl+Shift+D"], can_compare, toggle_comparing)),
    group(row("edit.cut", "Cut", Menu::Edit, &["Ctrl+X"], copyable_selected, |_| Action::Cut)),
    row("edit.copy", "Copy", Menu::Edit, &["Ctrl+C"], copyable_selected, |_| Action::Copy),
    row("edit.copy_picture", "Copy picture", Menu::Edit, &["Ctrl+Shift+C"], open, |_| Action::Show(Show::CopyPicture)),
    row("edit.paste", "Paste", Menu::Edit, &["Ctrl+V"], open, |_| Action::Paste { text: None, at: None }),
    row("edit.duplicate", "Duplicate", Menu::Edit, &["Ctrl+D"], copyable_selected, |_| Action::Duplicate),
    row("edit.delete", "Delete", Menu::Edit, &["Delete", "Backspace"], some_selected, |_| Action::DeleteSelection),
    group(row("edit.rename", "Rename", Menu::Edit, &["Enter", "F2"], one_named_selected, |_| Action::Show(Show::Rename))),
    row("edit.merge", "Merge actors", Menu::Edit, &["Ctrl+M"], two_actors_selected, |_| Action::MergeSelection),
    within("Tie", row("tie.reverse", "Reverse ties", Menu::Edit, &["R"], ties_selected, |_| Action::ReverseSelection)),
    within("Tie", row("tie.mutual", "Mutual or one-way", Menu::Edit, &["M"], knowledge_ties_selected, |_| Action::ToggleMutual)),
];

fn toggle_comparing(session: &Session) -> Action {
    let last = session.document().snapshots().next_back();
    match last {
        Some((id, _)) if session.comparing().sides().is_none() => {
            Action::Compare(Side::Snapshot(id), Side::Now)
        }
        _ => Action::StopComparing,
    }
}
