//! Whether a table is a matrix, and where its labels are.

use std::collections::BTreeSet;

use crate::exchange::headings;
use crate::exchange::reading::Shape;

use super::cells::Cells;
use super::number;

/// Where a matrix has the names of its actors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::exchange::read) struct Labels {
    /// In the first column: one for each row.
    pub(in crate::exchange::read) rows: bool,
    /// In the first row: one for each column.
    pub(in crate::exchange::read) columns: bool,
}

/// So many rows are looked at for what is in them.
const SAMPLE: usize = 300;

/// What a cell of a matrix may hold: a number, nothing, or a mark.
fn is_value(cell: &str) -> bool {
    number::is_missing(cell)
        || is_mark(cell)
        || number::parse(cell, '.').is_some()
        || number::parse(cell, ',').is_some()
}

/// A sign that there is a tie.
pub(super) fn is_mark(cell: &str) -> bool {
    matches!(
        cell,
        "x" | "X" | "×" | "✓" | "✔" | "•" | "●" | "*" | "是" | "有" | "√"
    ) || cell.eq_ignore_ascii_case("yes")
}

fn is_number(cell: &str) -> bool {
    number::parse(cell, '.').is_some() || number::parse(cell, ',').is_some()
}

/// What the cells without labels are like.
struct Body {
    /// All are values.
    values: bool,
    filled: usize,
    zeros: usize,
    /// Nothing but 0, 1, marks and nothing.
    incidence: bool,
    symmetric: bool,
    empty_diagonal: bool,
}

impl Body {
    fn of(cells: &Cells, first: usize, left: usize) -> Self {
        let mut body = Self {
            values: true,
            filled: 0,
            zeros: 0,
            incidence: true,
            symmetric: true,
            empty_diagonal: true,
        };
        let zero = |cell: &str| number::is_missing(cell) || number::parse(cell, '.') == Some(0.0);
        let width = (first..cells.len()).map(|row| cells.used(row)).max().unwrap_or(0);
        for row in first..cells.len().min(first + SAMPLE) {
            for column in left..width {
                let cell = cells.at(row, column);
                if !is_value(cell) {
                    body.values = false;
                    return body;
                }
                let empty = zero(cell);
                body.zeros += usize::from(empty);
                body.filled += usize::from(!empty);
                body.incidence &= empty || is_mark(cell) || number::parse(cell, '.') == Some(1.0);
                let (i, j) = (row - first, column - left);
                if i == j {
                    body.empty_diagonal &= empty;
                } else if j < i {
                    let other = cells.at(first + j, left + i);
                    body.symmetric &= cell == other || empty && zero(other);
                }
            }
        }
        body
    }

    /// Many cells are empty, or all say yes or no: whether there is a tie, not how large something is.
    fn tells_ties(&self) -> bool {
        self.filled > 0 && (self.incidence || 10 * self.zeros >= 3 * (self.zeros + self.filled))
    }
}

/// Whether the rows from `top` on are a matrix, of which sort, and with which labels. With a shape that is wanted only
/// the labels are in question; with one that is no matrix there is none.
pub(super) fn find(
    cells: &Cells,
    top: usize,
    wanted: Option<Shape>,
    header: Option<bool>,
) -> Option<(Shape, Labels)> {
    let rows = cells.len().saturating_sub(top);
    let width = (top..cells.len()).map(|row| cells.used(row)).max().unwrap_or(0);
    if rows == 0 || width == 0 {
        return None;
    }
    let asked = match wanted {
        Some(shape @ (Shape::Matrix | Shape::TwoMode)) => Some(shape),
        Some(_) => return None,
        None => None,
    };
    let heads: Vec<&str> = (1..width).map(|column| cells.at(top, column)).collect();
    // There may be millions of rows: nothing is kept of them, and most tables are told by the first that repeats.
    let sides = || (top + 1..cells.len()).map(|row| cells.at(row, 0));
    let all_differ = || {
        let mut seen = BTreeSet::new();
        sides().all(|side| seen.insert(side))
    };
    let met = {
        let mut waited: BTreeSet<&str> = heads.iter().copied().collect();
        for side in sides() {
            waited.remove(side);
            if waited.is_empty() {
                break;
            }
        }
        heads.iter().filter(|head| !waited.contains(*head)).count()
    };
    // A number in the corner belongs to the cells, unless numbers above name each column once.
    let alike = heads.iter().collect::<BTreeSet<_>>().len() < heads.len();
    let bare = is_number(cells.at(top, 0)) && (alike || heads.len() < 3);
    let twins = !heads.is_empty() && 2 * met > heads.len() && !bare && all_differ();
    if let Some(shape) = asked {
        let columns = header.unwrap_or_else(|| twins || !heads.iter().all(|head| is_value(head)));
        let from = top + usize::from(columns);
        let words = (from..cells.len()).any(|row| !is_value(cells.at(row, 0)));
        let rows = twins || words || columns && cells.at(top, 0).is_empty();
        return Some((shape, Labels { rows, columns }));
    }
    let both = Labels {
        rows: true,
        columns: true,
    };
    if header != Some(false) && rows >= 3 && width >= 3 && twins {
        let body = Body::of(cells, top + 1, 1);
        if body.values && body.filled > 0 {
            let others = rows - 1;
            let all = met == heads.len() && met == others;
            // A firm that sells to itself only, or 2 of 3 events that are called like firms, is a matter of luck.
            return Some((
                if all || 3 * met >= 2 * others {
                    Shape::Matrix
                } else {
                    Shape::TwoMode
                },
                both,
            ));
        }
    }
    let is_word = |text: &str| !text.is_empty() && !is_number(text);
    let words = |texts: &[&str]| texts.iter().all(|text| is_word(text));
    // Single letters are names here, though “a” and “b” may be headings of ends.
    let is_heading = |head: &&str| {
        head.chars().nth(1).is_some()
            && (headings::of_actors(head).is_some() || headings::of_ties(head).is_some())
    };
    let strange = !heads.iter().any(is_heading);
    if header != Some(false)
        && width >= 3
        && rows >= 3
        && words(&heads)
        && strange
        && sides().all(is_word)
        && all_differ()
    {
        let body = Body::of(cells, top + 1, 1);
        if body.values && body.tells_ties() {
            return Some((Shape::TwoMode, both));
        }
    }
    // Without labels on one side or both it has to be square.
    let square = |rows: usize, width: usize| rows == width && width >= 3;
    // Rows of different lengths are neighbors, unless each is one longer than the one before.
    let even = (top..cells.len()).all(|row| cells.width(row) == cells.width(top));
    let stairs = (top..cells.len()).all(|row| cells.width(row) == row - top + 1);
    if header != Some(true) && square(rows, width) && (even || stairs) {
        let body = Body::of(cells, top, 0);
        if body.values && body.filled > 0 && (body.empty_diagonal || body.symmetric || width > 4) {
            return Some((Shape::Matrix, Labels::default()));
        }
    }
    if header != Some(false) && square(rows - 1, width) && strange {
        let firsts: Vec<&str> = (0..width).map(|column| cells.at(top, column)).collect();
        let body = Body::of(cells, top + 1, 0);
        if words(&firsts) && body.values && body.tells_ties() {
            return Some((
                Shape::Matrix,
                Labels {
                    rows: false,
                    columns: true,
                },
            ));
        }
    }
    if header != Some(true) && square(rows, width - 1) {
        let sides: Vec<&str> = (top..cells.len()).map(|row| cells.at(row, 0)).collect();
        let body = Body::of(cells, top, 1);
        if words(&sides) && body.values && body.tells_ties() {
            return Some((
                Shape::Matrix,
                Labels {
                    rows: true,
                    columns: false,
                },
            ));
        }
    }
    None
}
