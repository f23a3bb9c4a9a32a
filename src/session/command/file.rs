//! Rows of the File menu.

use super::gates::{imported, open};
use super::{Command, Menu, group, row};
use crate::session::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    row("file.new", "New", Menu::File, &["Ctrl+N"], open, |_| Action::New),
    row("file.open", "Open…", Menu::File, &["Ctrl+O"], open, |_| Action::AskOpen),
    group(row("file.import", "Import…", Menu::File, &["Ctrl+Shift+I"], open, |_| Action::AskImport)),
    row("file.import_clipboard", "Import from clipboard", Menu::File, &[], open, |_| Action::AskImportClip),
    row("file.import_report", "Import report", Menu::File, &[], imported, |_| Action::Show(Show::ImportReport)),
    group(row("file.save", "Save", Menu::File, &["Ctrl+S"], open, |_| Action::Save)),
    row("file.save_as", "Save as…", Menu::File, &["Ctrl+Shift+S"], open, |_| Action::AskSaveAs),
    row("file.save_copy", "Save a copy…", Menu::File, &[], open, |_| Action::AskSaveCopy),
    group(row("file.export", "Export picture…", Menu::File, &["Ctrl+Shift+E"], open, |_| Action::Show(Show::Export))),
    row("file.export_data", "Export data…", Menu::File, &[], open, |_| Action::Show(Show::ExportData)),
    row("file.export_report", "Export report…", Menu::File, &[], open, |_| Action::Show(Show::ExportReport)),
    row("file.export_again", "Export again", Menu::File, &["Ctrl+E"], open, |_| Action::RepeatExport),
    group(row("file.versions", "Earlier versions…", Menu::File, &[], open, |_| Action::Show(Show::Versions))),
    row("file.recovered", "Recovered work…", Menu::File, &[], open, |_| Action::Show(Show::Works)),
    group(row("file.close", "Close project", Menu::File, &["Ctrl+W"], open, |_| Action::New)),
    row("file.quit", "Quit", Menu::File, &["Ctrl+Q"], open, |_| Action::Quit),
];
