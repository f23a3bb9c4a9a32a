//! What readers of plain text share: lines of any line end, values, places, and how far they are.

use std::borrow::Cow;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Fate, Found};
use crate::files::Fault;
use crate::files::fault::Spot;

/// Tells how far a reader is, and stops it when nobody wants the result any more.
pub(super) struct Pace<'a> {
    progress: &'a Progress,
    cancel: &'a Cancel,
    all: usize,
    next: usize,
}

impl<'a> Pace<'a> {
    /// So many bytes lie between two words about how far it is.
    const BETWEEN: usize = 1 << 16;

    /// For a text of `all` bytes.
    pub(super) fn new(all: usize, progress: &'a Progress, cancel: &'a Cancel) -> Self {
        Self {
            progress,
            cancel,
            all,
            next: 0,
        }
    }

    /// The reader has come to this byte; cheap enough to be called for every record.
    pub(super) fn at(&mut self, byte: usize) -> Result<(), Fault> {
        if byte < self.next {
            return Ok(());
        }
        self.next = byte + Self::BETWEEN;
        self.progress.set(byte, self.all);
        let given_up = |_| Fault::whole("Reading was given up");
        self.cancel.check().map_err(given_up)
    }
}

/// One line of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line<'t> {
    /// Without its end.
    pub text: &'t str,
    /// Counted from 1.
    pub number: u32,
    /// Byte of the text at which it starts.
    pub start: usize,
}

impl<'t> Line<'t> {
    /// The place of a piece of this line.
    pub(super) fn spot(&self, piece: &str) -> Spot {
        let offset = (piece.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let before = self.text.get(..offset).unwrap_or_default();
        Spot {
            line: self.number as usize,
            column: before.chars().count() + 1,
        }
    }

    /// Words between blanks.
    pub(super) fn words(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.text.split_whitespace()
    }
}

/// The lines of a text that ends them with LF, CR LF, CR alone or even LF CR.
#[derive(Clone)]
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    number: u32,
    /// LF CR counts as one end.
    turned: bool,
}

impl<'t> Lines<'t> {
    /// All lines of a text.
    pub(super) fn of(text: &'t str) -> Self {
        let first = text.find(['\n', '\r']).map_or("", |at| &text[at..]);
        Self {
            text,
            at: 0,
            number: 0,
            turned: first.starts_with("\n\r")
                && (!first.starts_with("\n\r\n") || first.starts_with("\n\r\n\r")),
        }
    }

    /// Byte at which the next line starts.
    pub(super) fn offset(&self) -> usize {
        self.at.min(self.text.len())
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let ending = &rest[length..];
        let pair = if self.turned { "\n\r" } else { "\r\n" };
        self.at += length + if ending.starts_with(pair) { 2 } else { 1 };
        self.number = self.number.saturating_add(1);
        Some(Line {
            text: &rest[..length],
            number: self.number,
            start,
        })
    }
}

/// Stands for no value.
pub(super) fn is_nothing(text: &str) -> bool {
    const NOTHING: [&str; 11] = [
        "", "-", "–", "nan", "na", "n/a", "n.a.", "#n/a", "null", "none", "nil",
    ];
    let text = text.trim();
    let small = |word: &&str| word.eq_ignore_ascii_case(text);
    text.len() <= 5 && NOTHING.iter().any(small) || is_infinite(text)
}

fn is_infinite(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    text.eq_ignore_ascii_case("inf") || text.eq_ignore_ascii_case("infinity")
}

/// Words, unless they stand for nothing.
pub(super) fn words(text: &str) -> Cell<'_> {
    if is_nothing(text) {
        Cell::Missing
    } else {
        Cell::Text(text.trim())
    }
}

/// A finite number as programs write it, with a point.
pub(super) fn number(text: &str) -> Option<f64> {
    let starts = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !starts.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(number + 0.0)
}

/// A number that the format declares to be one; what is none stays words.
pub(super) fn value(text: &str) -> Cell<'_> {
    number(text).map_or_else(|| words(text), Cell::Number)
}

/// The same with `&#26085;`, `&#x65E5;` and the five names of XML put as what they stand for.
pub(in crate::exchange) fn referred(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((sign, length)) => {
                out.push(sign);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The sign that a text starting with `&` refers to, and how many bytes that takes.
fn reference(text: &str) -> Option<(char, usize)> {
    /// `&#x10FFFF;` is the longest.
    const LONGEST: usize = 10;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let sign = match text.get(1..end)? {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        other => {
            let code = other.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code).filter(|sign| *sign != '\0')?
        }
    };
    Some((sign, end + 1))
}

/// Whether the network with this number, counted from 1, is to be read. A choice is a number, or a number with a colon
/// and a name.
pub(super) fn chosen(parts: &[String], number: usize) -> bool {
    let of = |part: &String| part.split(':').next().and_then(|part| part.trim().parse().ok());
    parts.is_empty() || parts.iter().any(|part| of(part) == Some(number))
}

/// `#rrggbb` of a color that is written as such or by one of the names that everybody knows.
pub(super) fn color(text: &str) -> Option<String> {
    const NAMES: [(&str, &str); 16] = [
        ("black", "#000000"),
        ("white", "#ffffff"),
        ("gray", "#808080"),
        ("grey", "#808080"),
        ("red", "#ff0000"),
        ("green", "#008000"),
        ("blue", "#0000ff"),
        ("yellow", "#ffff00"),
        ("orange", "#ffa500"),
        ("purple", "#800080"),
        ("magenta", "#ff00ff"),
        ("cyan", "#00ffff"),
        ("brown", "#a52a2a"),
        ("pink", "#ffc0cb"),
        ("lightblue", "#add8e6"),
        ("lightgreen", "#90ee90"),
    ];
    let text = text.trim();
    if let Some(digits) = text.strip_prefix('#') {
        let hex = matches!(digits.len(), 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return hex.then(|| format!("#{}", digits[..6].to_ascii_lowercase()));
    }
    let named = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    named.map(|(_, color)| (*color).to_owned())
}

/// Says of a matrix whose cells are these (first end, second end, weight) when each tie stands in it twice, once in
/// each direction: only a person can say whether that is one tie or two.
pub(super) fn mirrored(found: &mut Found, mut cells: Vec<(u32, u32, f64)>, line: u32) {
    cells.retain(|(from, to, _)| from != to);
    if cells.is_empty() {
        return;
    }
    let mut turned: Vec<(u32, u32, f64)> = cells
        .iter()
        .map(|&(from, to, weight)| (to, from, weight))
        .collect();
    for list in [&mut cells, &mut turned] {
        list.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    }
    if cells == turned {
        found.mirrored += cells.len();
        let what = format!(
            "The matrix is symmetric: its {} ties may be {} that go both ways",
            cells.len(),
            cells.len() / 2
        );
        found.remark(Fate::Repaired, what, format!("line {line}"));
    }
}

/// Line and column of a byte of a text.
pub(super) fn spot(text: &str, byte: usize) -> Spot {
    let mut lines = Lines::of(text);
    let mut last = Line {
        text: "",
        number: 1,
        start: 0,
    };
    for line in &mut lines {
        if line.start > byte {
            break;
        }
        last = line;
    }
    let offset = byte.saturating_sub(last.start).min(last.text.len());
    let before = last.text.char_indices().take_while(|(at, _)| *at < offset);
    Spot {
        line: last.number as usize,
        column: before.count() + 1,
    }
}

/// A fault at a byte of a text whose lines end with LF, such as XML and JSON; within a character, at its beginning.
pub(super) fn fault_at(text: &str, what: impl Into<String>, byte: usize) -> Fault {
    let byte = text.floor_char_boundary(byte);
    let before = &text[..byte];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let spot = Spot {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[start..].chars().count() + 1,
    };
    Fault::content(what, spot)
}

/// The name of a relation, which is kept for each of its ties: no longer than a name can be.
pub(super) fn name_of_relation(name: &str) -> Box<str> {
    const MOST: usize = 200;
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &name[..end]).into(),
        None => name.into(),
    }
}

/// The first part of something from a file, short enough for a message.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_four_ways() {
        for (end, ends) in [("\n", 1), ("\r\n", 2), ("\r", 1), ("\n\r", 2)] {
            let text = ["a", "", "bb", "c"].join(end);
            let lines: Vec<(&str, u32, usize)> = Lines::of(&text)
                .map(|line| (line.text, line.number, line.start))
                .collect();
            let starts = [
                ("a", 1, 0),
                ("", 2, 1 + ends),
                ("bb", 3, 1 + 2 * ends),
                ("c", 4, 3 + 3 * ends),
            ];
            assert_eq!(lines, starts, "{end:?}");
        }
        assert_eq!(Lines::of("").count(), 0);
        assert_eq!(Lines::of("x\n").count(), 1);
    }

    #[test]
    fn places_are_counted_in_characters() {
        let text = "ab\r\n日本x";
        assert_eq!(spot(text, text.find('x').unwrap()), Spot { line: 2, column: 3 });
        assert_eq!(spot(text, 999), Spot { line: 2, column: 4 });
        assert_eq!(spot("", 0), Spot { line: 1, column: 1 });
    }

    #[test]
    fn values_that_are_none() {
        for nothing in ["", " ", "NaN", "-inf", "Infinity", "NULL", "N/A", "-"] {
            assert_eq!(value(nothing), Cell::Missing, "{nothing}");
        }
        assert_eq!(value("1e3"), Cell::Number(1000.0));
        assert_eq!(value("-.5"), Cell::Number(-0.5));
        assert_eq!(value("1e999"), Cell::Text("1e999"));
        assert_eq!(value("nano"), Cell::Text("nano"));
    }

    #[test]
    fn references_are_put_as_what_they_stand_for() {
        assert_eq!(
            referred("&#26085;&#x672C; &amp; Co &unknown; & &#0; &"),
            "日本 & Co &unknown; & &#0; &"
        );
    }
}
