//! The cells of one sheet, as the text that a person sees; streamed, so that what is far away costs nothing.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Xlsx, XlsxError};

use crate::base::cancel::Cancel;
use crate::exchange::read::table::cells::Cells;
use crate::files::Fault;

/// A sheet may hold so many cells, empty ones among others included.
const MOST_CELLS: usize = 20_000_000;
/// A cell is far when so many columns lie between it and the widest row above.
const FAR: usize = 300;

/// What a sheet holds.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) cells: Cells,
    /// Places of cells that lie far from all others, and are not read; the first few.
    pub(super) far: Vec<String>,
    /// How many of those.
    pub(super) far_count: usize,
    /// Formulas whose value was never worked out and saved.
    pub(super) unsaved: usize,
}

pub(super) fn damaged(error: &XlsxError) -> Fault {
    Fault::whole(match error {
        XlsxError::Password => {
            "This workbook is protected by a password. Save it without one, then open that".to_owned()
        }
        error => format!("This workbook is damaged: {error}"),
    })
}

/// Reads a sheet.
///
/// # Errors
/// When it is damaged or larger than can be read, or once `cancel` is raised.
pub(super) fn read(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, cancel: &Cancel) -> Result<Sheet, Fault> {
    let mut sheet = Sheet::default();
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(sheet),
        Err(error) => return Err(damaged(&error)),
    };
    let (mut row, mut widest, mut count, mut seen) = (0, 0_usize, 0_usize, 0_usize);
    while let Some(record) = reader
        .next_cell_with_formula_metadata()
        .map_err(|error| damaged(&error))?
    {
        seen += 1;
        if seen.is_multiple_of(8192) {
            cancel.check().map_err(|_| Fault::whole("Reading was given up"))?;
        }
        let text = text(&record.value);
        if text.trim().is_empty() {
            sheet.unsaved += usize::from(record.formula.is_some() && record.value == DataRef::Empty);
            continue;
        }
        let (at, column) = (record.pos.0, record.pos.1 as usize);
        // A file may have its rows in disorder; each stretch is then a row of its own.
        let open = sheet.cells.open_width();
        if open > 0 && (at != row || column < open) {
            sheet.cells.close(row + 1);
        }
        row = at;
        let open = sheet.cells.open_width();
        if column > widest.max(open) + FAR {
            sheet.far_count += 1;
            if sheet.far.len() < 3 {
                sheet
                    .far
                    .push(format!("{}{}", letters(column), u64::from(at) + 1));
            }
            continue;
        }
        count += column + 1 - open;
        if count > MOST_CELLS {
            return Err(Fault::whole(format!(
                "The sheet “{name}” has more than {} million cells, which is more than can be read",
                MOST_CELLS / 1_000_000
            )));
        }
        for _ in open..column {
            sheet.cells.push("");
        }
        sheet.cells.push(&text);
        widest = widest.max(column + 1);
    }
    if sheet.cells.open_width() > 0 {
        sheet.cells.close(row + 1);
    }
    Ok(sheet)
}

/// A cell as a person reads it; numbers in full, days as 2024-05-17. What is an error has no value.
fn text<'c>(value: &'c DataRef<'_>) -> std::borrow::Cow<'c, str> {
    use std::borrow::Cow::{Borrowed, Owned};
    match value {
        DataRef::Int(number) => Owned(number.to_string()),
        DataRef::Float(number) if number.is_finite() => Owned(number.to_string()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Borrowed(text),
        DataRef::SharedString(text) => Borrowed(text),
        DataRef::Bool(flag) => Borrowed(if *flag { "true" } else { "false" }),
        DataRef::DateTime(time) => Owned(moment(time)),
        DataRef::Float(_) | DataRef::Error(_) | DataRef::Empty => Borrowed(""),
    }
}

fn moment(time: &ExcelDateTime) -> String {
    let value = time.as_f64();
    if !value.is_finite() {
        return String::new();
    }
    if time.is_duration() || (0.0..1.0).contains(&value) {
        let seconds = (value * 86_400.0).round().clamp(-1e15, 1e15) as i64;
        let (sign, seconds) = if seconds < 0 {
            ("-", -seconds)
        } else {
            ("", seconds)
        };
        return format!(
            "{sign}{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }
}

/// A column as spreadsheets call it.
fn letters(column: usize) -> String {
    let (mut left, mut name) = (column + 1, String::new());
    while left > 0 {
        left -= 1;
        name.insert(0, char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    #[test]
    fn columns_have_their_letters() {
        assert_eq!([0, 25, 26, 16_383].map(letters), ["A", "Z", "AA", "XFD"]);
    }

    #[test]
    fn days_and_times() {
        let shown = |value, kind, is_1904| moment(&ExcelDateTime::new(value, kind, is_1904));
        assert_eq!(shown(45_943.0, DateTime, false), "2025-10-13");
        assert_eq!(shown(45_943.5, DateTime, false), "2025-10-13 12:00:00");
        assert_eq!(shown(44_481.0, DateTime, true), "2025-10-13");
        assert_eq!(shown(1.5, TimeDelta, false), "36:00:00");
        assert_eq!(shown(f64::NAN, DateTime, false), "");
    }
}
