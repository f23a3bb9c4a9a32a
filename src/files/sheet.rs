//! Results as a table for other programs: comma-separated text or an Excel workbook.
//!
//! Only writing; a project cannot be read back from it.

use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::base::notice::Notice;

use super::atomic;
use super::fault::SaveFault;

/// Rows of words and numbers under headings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What stands above each column.
    pub headings: Vec<String>,
    /// As many cells each as there are headings.
    pub rows: Vec<Vec<Cell>>,
}

/// What one cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, as for an undefined figure.
    Empty,
    /// Words; never a formula, whatever they begin with.
    Text(String),
    /// A finite number, in full precision.
    Number(f64),
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value
            .filter(|value| value.is_finite())
            .map_or(Self::Empty, Self::Number)
    }
}

/// What a table is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    /// Comma-separated values in UTF-8 with a mark, so that Excel reads names in any script.
    Csv,
    /// Excel workbook with one worksheet.
    Xlsx,
}

impl SheetFormat {
    /// The format that the ending of a file name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// Excel takes no more rows and columns than these, and no longer text in a cell.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
const MOST_LETTERS: usize = 32_767;

impl Sheet {
    /// Comma-separated text. Words that a spreadsheet would take for a formula get an apostrophe before them.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        let records = std::iter::once(self.headings.iter().map(|heading| harmless(heading)).collect()).chain(
            self.rows
                .iter()
                .map(|row| row.iter().map(Cell::for_csv).collect::<Vec<_>>()),
        );
        for record in records {
            writer
                .write_record(&record)
                .expect("memory takes every record, and lengths may differ");
        }
        let bytes = writer.into_inner().expect("memory can be flushed");
        String::from_utf8(bytes).expect("made of strings")
    }

    /// An Excel workbook with a frozen bold heading.
    fn to_xlsx(&self) -> Result<Vec<u8>, String> {
        if self.rows.len() >= MOST_ROWS || self.headings.len() > MOST_COLUMNS {
            return Err(format!(
                "Excel takes at most {MOST_ROWS} rows and {MOST_COLUMNS} columns; this table has {} and {}. Choose .csv",
                self.rows.len() + 1,
                self.headings.len()
            ));
        }
        self.workbook().map_err(|error| error.to_string())
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let bold = Format::new().set_bold();
        sheet.set_freeze_panes(1, 0)?;
        for (column, heading) in (0_u16..).zip(&self.headings) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        for (row, cells) in (1_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        let short: String = text.chars().take(MOST_LETTERS).collect();
                        sheet.write_string(row, column, short)?;
                    }
                    Cell::Number(number) => {
                        sheet.write_number(row, column, *number)?;
                    }
                }
            }
        }
        workbook.save_to_buffer()
    }

    /// Writes the table in the format that the name's ending asks for, replacing what was there as a whole or not at
    /// all.
    ///
    /// # Errors
    /// When the ending is unknown, the table does not fit the format, or it could not be written.
    pub fn save(&self, path: &Path) -> Result<Vec<Notice>, SheetFault> {
        let bytes = match SheetFormat::of(path) {
            // The mark tells Excel that this is UTF-8.
            Some(SheetFormat::Csv) => format!("\u{feff}{}", self.to_csv()).into_bytes(),
            Some(SheetFormat::Xlsx) => self.to_xlsx().map_err(SheetFault::Unfit)?,
            None => return Err(SheetFault::Ending(path.display().to_string())),
        };
        Ok(atomic::write(path, &bytes)?)
    }
}

impl Cell {
    fn for_csv(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => harmless(text),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Spreadsheets run what begins like a formula, also in text from a stranger's file.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum SheetFault {
    /// Neither .csv nor .xlsx.
    #[error("A table is written as .csv or .xlsx, and this name ends in neither: {0}")]
    Ending(String),
    /// More than the format takes.
    #[error("{0}")]
    Unfit(String),
    /// The disk refused.
    #[error(transparent)]
    Save(#[from] SaveFault),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let text = |text: &str| Cell::Text(text.to_owned());
        Sheet {
            headings: vec!["name".to_owned(), "density".to_owned()],
            rows: vec![
                vec![text("大唐袜业, \"Datang\""), Cell::from(Some(-0.25))],
                vec![text("=1+1"), Cell::from(None)],
                vec![text("two\nlines"), Cell::from(Some(f64::NAN))],
            ],
        }
    }

    #[test]
    fn text_is_quoted_and_formulas_are_disarmed_but_negative_numbers_are_not() {
        let expected = "name,density\n\"大唐袜业, \"\"Datang\"\"\",-0.25\n'=1+1,\n\"two\nlines\",\n";
        assert_eq!(sheet().to_csv(), expected);
    }

    #[test]
    fn files_are_what_their_names_say() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str| {
            let path = folder.path().join(name);
            sheet().save(&path).unwrap();
            std::fs::read(path).unwrap()
        };
        assert!(read("a.CSV").starts_with("\u{feff}name".as_bytes()));
        assert!(read("a.xlsx").starts_with(b"PK"), "a workbook is a zip file");
        assert!(matches!(
            sheet().save(&folder.path().join("a.txt")),
            Err(SheetFault::Ending(_))
        ));
    }

    #[test]
    fn more_than_a_workbook_takes_is_said() {
        let long = Sheet {
            headings: vec![String::new(); MOST_COLUMNS + 1],
            rows: Vec::new(),
        };
        assert!(long.to_xlsx().unwrap_err().contains("16384"));
    }
}
