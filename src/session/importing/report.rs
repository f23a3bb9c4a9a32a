//! What came of an import, with where it came from and when.

use crate::exchange::taking::Report;
use crate::files::sheet::Sheet;

/// What was done, for a window and for a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportReport {
    /// Names of the files.
    pub sources: Vec<String>,
    /// It went into the project that was open.
    pub into_open: bool,
    /// Local date and time.
    pub at: String,
    /// What was done.
    pub report: Report,
}

impl ImportReport {
    /// As text, for a file.
    pub fn text(&self) -> String {
        let into = if self.into_open {
            "Into the open project"
        } else {
            "Into a new project"
        };
        format!(
            "Import report, {}\n\nFrom {}\n{into}\n{}",
            self.at,
            self.sources.join(", "),
            self.report.text()
        )
    }

    /// As a table, for a spreadsheet.
    pub fn sheet(&self) -> Sheet {
        self.report.sheet()
    }
}
