//! Text taken apart into rows of cells, packed: one string, and where each cell ends.
//!
//! A crate would do for files that are right. One that is wrong has to be read as well: a quote that is never closed
//! must not swallow the rest, and its line has to be told.

/// Rows of cells. Ragged ones stay ragged.
#[derive(Debug, Default)]
pub(in crate::exchange::read) struct Cells {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    /// Behind its last cell.
    end: u32,
    /// Where it stands in its file, counted from 1.
    place: u32,
}

impl Cells {
    /// How many rows.
    pub(in crate::exchange::read) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Line or row in the file, counted from 1.
    pub(in crate::exchange::read) fn place(&self, row: usize) -> u32 {
        self.rows[row].place
    }

    fn span(&self, row: usize) -> (usize, usize) {
        let start = if row == 0 { 0 } else { self.rows[row - 1].end };
        (start as usize, self.rows[row].end as usize)
    }

    /// How many cells the row has.
    pub(in crate::exchange::read) fn width(&self, row: usize) -> usize {
        let (start, end) = self.span(row);
        end - start
    }

    /// What a cell holds, trimmed; empty beyond the end of the row.
    pub(in crate::exchange::read) fn at(&self, row: usize, column: usize) -> &str {
        let (start, end) = self.span(row);
        let cell = start + column;
        if cell >= end {
            return "";
        }
        let from = if cell == 0 { 0 } else { self.ends[cell - 1] };
        &self.text[from as usize..self.ends[cell] as usize]
    }

    /// The cells of a row.
    pub(in crate::exchange::read) fn row(&self, row: usize) -> impl ExactSizeIterator<Item = &str> {
        (0..self.width(row)).map(move |column| self.at(row, column))
    }

    /// How many cells of the row hold anything.
    pub(in crate::exchange::read) fn filled(&self, row: usize) -> usize {
        self.row(row).filter(|cell| !cell.is_empty()).count()
    }

    /// The same without empty cells at the end.
    pub(in crate::exchange::read) fn used(&self, row: usize) -> usize {
        let width = self.width(row);
        (0..width)
            .rev()
            .find(|&column| !self.at(row, column).is_empty())
            .map_or(0, |last| last + 1)
    }

    /// A further cell of the row that is being put together.
    pub(in crate::exchange::read) fn push(&mut self, cell: &str) {
        self.text.push_str(clean(cell));
        self.ends.push(self.text.len() as u32);
    }

    /// The row that was put together is complete.
    pub(in crate::exchange::read) fn close(&mut self, place: u32) {
        self.rows.push(Row {
            end: self.ends.len() as u32,
            place,
        });
    }

    /// How many cells the row that is being put together has so far.
    pub(in crate::exchange::read) fn open_width(&self) -> usize {
        let start = self.rows.last().map_or(0, |row| row.end);
        self.ends.len() - start as usize
    }
}

/// Without blanks and marks that nobody sees around it.
fn clean(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0'))
}

/// A quoted cell with line breaks is at most so long; Excel takes no more letters in one.
const LONGEST: usize = 1 << 17;
/// After so many quotes that were never closed, a quoted cell ends with its line, so that a file full of stray quotes
/// is not gone through again and again.
const FAILURES: usize = 200;
const LONGEST_AFTER: usize = 1 << 9;

/// What was met while a text was taken apart.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// The line of each quote that begins a cell and is never closed; it then belongs to the cell.
    pub(super) unclosed: Vec<u32>,
    /// Lines of remarks, which are no rows.
    pub(super) remarks: Vec<u32>,
}

/// Takes a text apart. Rows without any text are left out, and so are remarks before the first row; where blanks
/// separate cells, all of them.
pub(super) fn split(text: &str, separator: char, met: &mut Met) -> Cells {
    let mut splitter = Splitter {
        text,
        bytes: text.as_bytes(),
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        line: 1,
        separator,
        failures: 0,
        scratch: String::new(),
    };
    let mut cells = Cells {
        text: String::with_capacity(text.len()),
        ..Cells::default()
    };
    while splitter.at < splitter.bytes.len() {
        let place = splitter.line;
        if (cells.len() == 0 || separator == ' ') && splitter.skipped_remark() {
            met.remarks.push(place);
            continue;
        }
        splitter.record(&mut cells, &mut met.unclosed);
        if cells.open_width() == 0 {
            continue;
        }
        cells.close(place);
        let last = cells.rows.len() - 1;
        // A row without words is no row, but what it leaves between others still counts as lines.
        if cells.used(last) == 0 {
            cells.rows.pop();
            let start = cells.rows.last().map_or(0, |row| row.end as usize);
            cells.ends.truncate(start);
        }
    }
    cells
}

/// Why a quote at the beginning of a cell is none that opens it.
enum Unmeant {
    /// It is never closed.
    Open,
    /// The cell goes on behind its fellow, as in `"Old" mill`.
    Within,
}

struct Splitter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Of `at`, counted from 1.
    line: u32,
    separator: char,
    failures: usize,
    scratch: String,
}

impl Splitter<'_> {
    fn is_separator(&self, at: usize) -> bool {
        match self.bytes[at] {
            b if b.is_ascii() => char::from(b) == self.separator || (self.separator == ' ' && b == b'\t'),
            _ => self.text.is_char_boundary(at) && self.text[at..].starts_with(self.separator),
        }
    }

    fn is_blank(&self, at: usize) -> bool {
        matches!(self.bytes[at], b' ' | b'\t') && !self.is_separator(at)
    }

    /// Goes over a line break; whether there was one.
    fn broke(&mut self) -> bool {
        match self.bytes.get(self.at) {
            Some(b'\r') => self.at += 1 + usize::from(self.bytes.get(self.at + 1) == Some(&b'\n')),
            Some(b'\n') => self.at += 1,
            _ => return false,
        }
        self.line += 1;
        true
    }

    /// Goes over a line that is a remark; whether there was one.
    fn skipped_remark(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        if !super::plan::is_remark(line) {
            return false;
        }
        self.at += line.len();
        self.broke();
        true
    }

    /// One row, with its line break.
    fn record(&mut self, cells: &mut Cells, unclosed: &mut Vec<u32>) {
        loop {
            if self.separator == ' ' {
                while self.at < self.bytes.len() && self.is_separator(self.at) {
                    self.at += 1;
                }
                if self.at >= self.bytes.len() || self.broke() {
                    return;
                }
            }
            self.cell(cells, unclosed);
            if self.at >= self.bytes.len() || self.broke() {
                return;
            }
            self.at += if self.separator == ' ' {
                1
            } else {
                self.separator.len_utf8()
            };
            if self.at >= self.bytes.len() && self.separator != ' ' {
                cells.push("");
                return;
            }
        }
    }

    /// One cell, up to what separates it from the next.
    fn cell(&mut self, cells: &mut Cells, unclosed: &mut Vec<u32>) {
        let mut start = self.at;
        while start < self.bytes.len() && self.is_blank(start) {
            start += 1;
        }
        if self.bytes.get(start) == Some(&b'"') {
            match self.quoted(start + 1) {
                Ok((end, lines)) => {
                    cells.push(&self.scratch);
                    (self.at, self.line) = (end, self.line + lines);
                    return;
                }
                // Said once for a line; a stray quote within its line harms nobody.
                Err(Unmeant::Open) => {
                    self.failures += 1;
                    if unclosed.last() != Some(&self.line) {
                        unclosed.push(self.line);
                    }
                }
                Err(Unmeant::Within) => {}
            }
        }
        let mut end = start;
        while end < self.bytes.len() && !matches!(self.bytes[end], b'\n' | b'\r') && !self.is_separator(end) {
            end += 1;
        }
        cells.push(&self.text[start..end]);
        self.at = end;
    }

    /// What stands between quotes goes into the scratch. Tells where the cell ends and how many lines it goes over; an
    /// error when the quote is never closed, or closed so that it cannot be meant: after a line break amid a cell.
    fn quoted(&mut self, start: usize) -> Result<(usize, u32), Unmeant> {
        let most = if self.failures > FAILURES {
            LONGEST_AFTER
        } else {
            LONGEST
        };
        self.scratch.clear();
        let (mut at, mut from, mut lines) = (start, start, 0);
        let mut within = false;
        loop {
            match self.bytes.get(at) {
                None => return Err(if within { Unmeant::Within } else { Unmeant::Open }),
                Some(b'"') if self.bytes.get(at + 1) == Some(&b'"') => {
                    self.scratch.push_str(&self.text[from..=at]);
                    at += 2;
                    from = at;
                }
                Some(b'"') => {
                    let mut behind = at + 1;
                    while behind < self.bytes.len() && self.is_blank(behind) {
                        behind += 1;
                    }
                    let ends = behind >= self.bytes.len()
                        || matches!(self.bytes[behind], b'\n' | b'\r')
                        || self.is_separator(behind);
                    if ends {
                        self.scratch.push_str(&self.text[from..at]);
                        return Ok((behind, lines));
                    }
                    if lines > 0 {
                        return Err(Unmeant::Open);
                    }
                    within = true;
                    at += 1;
                }
                Some(b'\n' | b'\r') if within => return Err(Unmeant::Within),
                Some(b'\n' | b'\r') if self.failures > FAILURES => return Err(Unmeant::Open),
                Some(&b) => {
                    let pair = b == b'\r' && self.bytes.get(at + 1) == Some(&b'\n');
                    lines += u32::from(matches!(b, b'\n' | b'\r') && !pair);
                    at += 1;
                }
            }
            if at - start > most {
                return Err(Unmeant::Open);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, separator: char) -> (Vec<(u32, Vec<String>)>, Vec<u32>) {
        let mut met = Met::default();
        let cells = split(text, separator, &mut met);
        let rows = (0..cells.len())
            .map(|row| (cells.place(row), cells.row(row).map(str::to_owned).collect()))
            .collect();
        (rows, met.unclosed)
    }

    fn check(text: &str, separator: char, wanted: &[(u32, &[&str])]) {
        let (rows, unclosed) = rows(text, separator);
        let seen: Vec<(u32, Vec<&str>)> = rows
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect()))
            .collect();
        let wanted: Vec<(u32, Vec<&str>)> = wanted
            .iter()
            .map(|(line, cells)| (*line, cells.to_vec()))
            .collect();
        assert_eq!(seen, wanted, "{text:?}");
        assert_eq!(unclosed, [0; 0], "{text:?}");
    }

    #[test]
    fn quotes_line_breaks_and_blanks() {
        check(
            "a, b ,c\r\n1,,3",
            ',',
            &[(1, &["a", "b", "c"]), (2, &["1", "", "3"])],
        );
        check("\"a, \"\"b\"\"\",c\n", ',', &[(1, &["a, \"b\"", "c"])]);
        check(
            "\"two\nlines\";x\n\ny;z\n",
            ';',
            &[(1, &["two\nlines", "x"]), (4, &["y", "z"])],
        );
        check("a\tb\t\n", '\t', &[(1, &["a", "b", ""])]);
        check("a,\"b\" ,c", ',', &[(1, &["a", "b", "c"])]);
        check("old\rmac\r", ',', &[(1, &["old"]), (2, &["mac"])]);
        check(
            "  1   2\t3\n4 5 6 \n",
            ' ',
            &[(1, &["1", "2", "3"]), (2, &["4", "5", "6"])],
        );
        check("5\" pipe,x", ',', &[(1, &["5\" pipe", "x"])]);
        check("\"The \"old\" mill\",x", ',', &[(1, &["The \"old\" mill", "x"])]);
        check(
            "\u{feff}\"Source\",\u{a0}Target\u{3000}",
            ',',
            &[(1, &["Source", "Target"])],
        );
        check(
            "\"Old\" mill,x\n\"y\",z",
            ',',
            &[(1, &["\"Old\" mill", "x"]), (2, &["y", "z"])],
        );
        check("甲，乙", '，', &[(1, &["甲", "乙"])]);
        check("a,b,", ',', &[(1, &["a", "b", ""])]);
        check(",,\n,", ',', &[]);
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_nothing() {
        let (found, unclosed) = rows("a,b\n\"Smith,5\nc,d\ne,f\n", ',');
        assert_eq!(found.len(), 4);
        assert_eq!(found[1].1, ["\"Smith", "5"]);
        assert_eq!(unclosed, [2]);
        let (found, unclosed) = rows("\"Smith,5\nc,\"d\"\ne,f\n", ',');
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].1, ["c", "d"]);
        assert_eq!(unclosed, [1]);
    }

    #[test]
    fn stray_quotes_without_end_take_no_time() {
        let text = ",\"x".repeat(300_000);
        let (found, unclosed) = rows(&text, ',');
        assert_eq!((found.len(), unclosed.len()), (1, 1));
    }
}
