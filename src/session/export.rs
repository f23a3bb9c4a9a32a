//! The table as a file for other programs.

use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::Cost;
use crate::analysis::columns::tables;
use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::files::sheet::SheetFault;
use crate::model::Document;

use super::Session;
use super::action::Effect;
use super::filing::file_name_from;
use super::listing::{self, Key, Tab};

/// Rows that are to be written as a table.
pub(super) struct Export {
    document: Arc<Document>,
    pub(super) path: PathBuf,
    tab: Tab,
    rows: Vec<Key>,
}

impl Export {
    pub(super) fn run(&self) -> Result<Vec<Notice>, SheetFault> {
        // An export that was asked for is finished, also when the program ends.
        let figures = tables(&self.document, Cost::Demand, &Cancel::new()).unwrap_or_default();
        listing::sheet(&self.document, &figures, self.tab, &self.rows).save(&self.path)
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
        self.start_export(Export {
            document: Arc::clone(&self.document),
            path,
            tab,
            rows,
        });
    }
}
