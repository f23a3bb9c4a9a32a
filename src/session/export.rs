//! What is written for other programs: the table, and the page of keys.

use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::Cost;
use crate::analysis::columns::tables;
use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::files::page;
use crate::files::sheet::{SheetFault, SheetFormat};
use crate::model::Document;

use super::Session;
use super::action::Effect;
use super::command::chords::Keys;
use super::command::sheet;
use super::file_names::file_name_from;
use super::importing::ImportReport;
use super::listing::{self, Key, Tab};

/// What is to be written, and where.
pub(super) struct Export {
    pub(super) path: PathBuf,
    what: What,
}

enum What {
    /// Rows of the table.
    Rows(Arc<Document>, Tab, Vec<Key>),
    /// A page for a browser.
    Page(String),
    /// What came of an import.
    Import(Arc<ImportReport>),
}

impl Export {
    /// Writes it; says what was written, and what could not be confirmed.
    pub(super) fn run(&self) -> Result<Vec<Notice>, SheetFault> {
        let path = &self.path;
        let (what, mut notices) = match &self.what {
            What::Rows(document, tab, rows) => {
                // An export that was asked for is finished, also when the program ends.
                let figures = tables(document, Cost::Demand, &Cancel::new()).unwrap_or_default();
                let sheet = listing::sheet(document, &figures, *tab, rows);
                ("Table", sheet.save(path)?)
            }
            What::Import(report) => {
                let table = SheetFormat::of(path).is_some();
                let saved = if table {
                    report.sheet().save(path)?
                } else {
                    page::save(&report.text(), path)?
                };
                ("Import report", saved)
            }
            What::Page(text) => ("Keys", page::save(text, path)?),
        };
        notices.push(Notice::info(format!("{what} written to {}", path.display())));
        Ok(notices)
    }
}

impl Session {
    pub(super) fn ask_table_path(&mut self, tab: Tab, rows: Vec<Key>) {
        let what = match tab {
            Tab::Actors => "actors",
            Tab::Ties => "ties",
        };
        let suggestion = format!("{} {what}.xlsx", file_name_from(&self.title()));
        self.effects.push(Effect::AskTablePath {
            suggestion,
            tab,
            rows,
        });
    }

    pub(super) fn export_table(&mut self, path: PathBuf, tab: Tab, rows: Vec<Key>) {
        let what = What::Rows(Arc::clone(&self.document), tab, rows);
        self.start_export(Export { path, what });
    }

    pub(super) fn ask_import_report_path(&mut self) {
        if self.importing.report().is_some() {
            let suggestion = format!("{} import report.txt", file_name_from(&self.title()));
            self.effects.push(Effect::AskReportPath(suggestion));
        }
    }

    pub(super) fn save_import_report(&mut self, path: PathBuf) {
        if let Some(report) = self.importing.report() {
            let what = What::Import(Arc::clone(report));
            self.start_export(Export { path, what });
        }
    }

    pub(super) fn export_keys(&mut self, path: PathBuf, keys: Keys) {
        let what = What::Page(sheet::page(keys));
        self.start_export(Export { path, what });
    }
}
