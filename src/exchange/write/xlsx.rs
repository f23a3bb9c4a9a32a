//! A workbook with a sheet each for actors, ties, indicators, assumptions, notes and zones. Words are always written as
//! words, so that none becomes a formula.

use rust_xlsxwriter::{Format as Look, Workbook, Worksheet, XlsxError};

use crate::base::notice::Notice;
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::files::sheet::Cell;

use super::table::{Rows, Value, actors, ties};
use super::{Unwritten, Work, Written};

/// Excel takes no more rows and columns, and no longer text in a cell.
const MOST_ROWS: usize = 1_048_575;
const MOST_COLUMNS: usize = 16_384;
const MOST_LETTERS: usize = 32_767;

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let document = work.document;
    let mut sheets = vec![("Actors", actors(work)?), ("Ties", ties(work)?)];
    if !work.figures.whole.is_empty() {
        sheets.push(("Indicators", indicators(work)));
    }
    if !work.figures.assumptions.is_empty() {
        sheets.push(("Assumptions", assumptions(work)));
    }
    if document.notes().len() > 0 {
        sheets.push(("Notes", notes(work)));
    }
    if document.zones().len() > 0 {
        sheets.push(("Zones", zones(work)));
    }
    for (name, rows) in &sheets {
        if rows.rows.len() > MOST_ROWS || rows.headings.len() > MOST_COLUMNS {
            return Err(Unwritten::Unfit(format!(
                "Excel takes at most {MOST_ROWS} rows and {MOST_COLUMNS} columns; the sheet {name} would have {} and {}. \
                 Choose tables of text instead",
                rows.rows.len(),
                rows.headings.len()
            )));
        }
    }
    let mut cut = 0;
    let bytes = workbook(&sheets, &mut cut).map_err(|error| Unwritten::Unfit(error.to_string()))?;
    let mut notices = Vec::new();
    if cut > 0 {
        notices.push(Notice::warning(format!(
            "Excel takes {MOST_LETTERS} letters in a cell; {cut} longer texts were cut"
        )));
    }
    if document.snapshots().len() > 0 {
        notices.push(Notice::warning(format!(
            "{} holds the present state only; its snapshots are left out",
            Format::Xlsx.info().name
        )));
    }
    Ok(Written {
        files: vec![(".xlsx".to_owned(), bytes)],
        notices,
    })
}

fn workbook(sheets: &[(&str, Rows<'_>)], cut: &mut usize) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Look::new().set_bold();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name)?.set_freeze_panes(1, 0)?;
        for (column, heading) in (0_u16..).zip(&rows.headings) {
            text(sheet, 0, column, heading, Some(&bold), cut)?;
            sheet.set_column_width(column, width(rows, usize::from(column)))?;
        }
        for (row, cells) in (1_u32..).zip(&rows.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    None => {}
                    Some(Value::Number(number)) => {
                        sheet.write_number(row, column, *number)?;
                    }
                    Some(Value::Flag(flag)) => {
                        sheet.write_boolean(row, column, *flag)?;
                    }
                    Some(Value::Text(words)) => text(sheet, row, column, words, None, cut)?,
                    Some(Value::List(items)) => text(sheet, row, column, &own::barred(items), None, cut)?,
                }
            }
        }
    }
    book.save_to_buffer()
}

fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    words: &str,
    look: Option<&Look>,
    cut: &mut usize,
) -> Result<(), XlsxError> {
    // Excel counts in units of UTF-16.
    let mut units = 0;
    let fits = words.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > MOST_LETTERS
    });
    let end = fits.map_or(words.len(), |(at, _)| at);
    *cut += usize::from(end < words.len());
    match look {
        Some(look) => sheet.write_string_with_format(row, column, &words[..end], look)?,
        None => sheet.write_string(row, column, &words[..end])?,
    };
    Ok(())
}

/// As wide as what stands in the first rows, within reason.
fn width(rows: &Rows<'_>, column: usize) -> f64 {
    let letters = |text: &str| {
        // Letters of Chinese text are twice as wide.
        let wide = |letter: char| if letter as u32 > 0x2e80 { 2 } else { 1 };
        text.chars().take(60).map(wide).sum::<usize>()
    };
    let of = |row: &Vec<Option<Value<'_>>>| match row.get(column) {
        Some(Some(Value::Text(text))) => letters(text),
        Some(Some(Value::Number(_))) => 8,
        _ => 0,
    };
    let widest = rows.rows.iter().take(200).map(of).max().unwrap_or(0);
    (widest.max(letters(&rows.headings[column])) as f64 + 2.0).clamp(6.0, 48.0)
}

fn words<'d>(text: impl Into<String>) -> Option<Value<'d>> {
    let text = text.into();
    (!text.is_empty()).then(|| Value::Text(text.into()))
}

fn value<'d>(cell: &Cell) -> Option<Value<'d>> {
    match cell {
        Cell::Empty => None,
        Cell::Text(text) => words(text.as_str()),
        Cell::Number(number) => Some(Value::Number(*number)),
    }
}

fn headings(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn indicators<'d>(work: &Work<'_>) -> Rows<'d> {
    let row = |(id, name, figure, reading): &(String, String, Cell, String)| {
        vec![
            words(id.as_str()),
            words(name.as_str()),
            value(figure),
            words(reading.as_str()),
        ]
    };
    Rows {
        headings: headings(&["id", "name", "value", "reading"]),
        rows: work.figures.whole.iter().map(row).collect(),
    }
}

fn assumptions<'d>(work: &Work<'_>) -> Rows<'d> {
    let row =
        |(name, now, default): &(String, Cell, Cell)| vec![words(name.as_str()), value(now), value(default)];
    Rows {
        headings: headings(&["name", "value", "default"]),
        rows: work.figures.assumptions.iter().map(row).collect(),
    }
}

fn notes<'d>(work: &Work<'_>) -> Rows<'d> {
    let rows = work.document.notes().map(|(_, note)| {
        let at = note.frame.at;
        vec![
            words(note.text.as_str()),
            Some(Value::Number(at.x)),
            Some(Value::Number(at.y)),
        ]
    });
    Rows {
        headings: headings(&["text", "x", "y"]),
        rows: rows.collect(),
    }
}

fn zones<'d>(work: &Work<'_>) -> Rows<'d> {
    let rows = work.document.zones().map(|(_, zone)| {
        let (min, max) = (zone.area.min, zone.area.max);
        let numbers = [min.x, min.y, max.x - min.x, max.y - min.y].map(|n| Some(Value::Number(n)));
        let mut row = vec![words(zone.name.as_str()), words(zone.note.as_str())];
        row.extend(numbers);
        row
    });
    Rows {
        headings: headings(&["name", "note", "x", "y", "width", "height"]),
        rows: rows.collect(),
    }
}
