//! What the rows of a table are: where the headings stand, whether a row is a tie, an actor or a line of a matrix,
//! and which columns are ends. By headings first, by what stands in the cells where they say nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::headings::{self, Heading};
use crate::exchange::reading::{Reading, Shape};

use super::cells::Cells;
use super::matrix::{self, Labels};
use super::number;

/// So many rows are looked at.
const SAMPLE: usize = 2000;
/// The headings stand within the first so many rows.
const BANNER: usize = 12;

/// How a table is read.
#[derive(Clone, Debug)]
pub(in crate::exchange::read) struct Plan {
    /// Rows above the headings or the data that say nothing about the network.
    pub(in crate::exchange::read) above: usize,
    /// The row of headings.
    pub(in crate::exchange::read) header: Option<usize>,
    /// The first row of data.
    pub(in crate::exchange::read) first: usize,
    pub(in crate::exchange::read) shape: Shape,
    /// What stands above each column; made up where nothing does, and never twice the same.
    pub(in crate::exchange::read) names: Vec<String>,
    /// Columns of the ends of ties.
    pub(in crate::exchange::read) ends: (usize, usize),
    /// Columns with names for those ends, beside their ids.
    pub(in crate::exchange::read) end_names: (Option<usize>, Option<usize>),
    /// Column by which an actor is called.
    pub(in crate::exchange::read) id: usize,
    /// Column of its name, if that is another one.
    pub(in crate::exchange::read) name: Option<usize>,
    pub(in crate::exchange::read) decimal: char,
    /// What separates several names in one cell of an end.
    pub(in crate::exchange::read) lists: Option<char>,
    /// Where a matrix has its labels.
    pub(in crate::exchange::read) labels: Labels,
    /// Text that looks like a formula has an apostrophe before it, as in tables of text.
    pub(in crate::exchange::read) guarded: bool,
}

/// A remark rather than a row: what scripts and collections of networks put above their data.
pub(super) fn is_remark(line: &str) -> bool {
    let line = line.trim_start();
    // A column may be called “#”, and a firm “#1 Tools” stands among others.
    let heading =
        |rest: &str| rest.is_empty() || rest.trim_start_matches(' ').starts_with([',', ';', '\t', '|']);
    line.starts_with("//") || line.strip_prefix(['#', '%']).is_some_and(|rest| !heading(rest))
}

/// The two columns that are the ends of ties by their headings: a pair of known words, or the same word twice with
/// 1 and 2 or A and B behind it. A pair is needed, since “customer” alone may be anything.
pub(super) fn ends_by_heading(cells: &Cells, row: usize) -> Option<(usize, usize)> {
    let words: Vec<String> = cells.row(row).map(headings::plain).collect();
    let roles: Vec<Option<Heading>> = cells.row(row).map(headings::of_ties).collect();
    let at = |wanted| roles.iter().position(|role| *role == Some(wanted));
    if let (Some(from), Some(to)) = (at(Heading::From), at(Heading::To)) {
        return Some((from, to));
    }
    for (first, second) in [("1", "2"), ("a", "b"), ("甲", "乙"), ("一", "二"), ("0", "1")] {
        for (from, word) in words.iter().enumerate() {
            let Some(stem) = word.strip_suffix(first) else {
                continue;
            };
            // x1 and x2 are places or figures rather than ends.
            if stem.is_ascii() && stem.len() < 3 {
                continue;
            }
            let fellow = |other: &String| other.strip_suffix(second) == Some(stem);
            if let Some(to) = words.iter().position(fellow) {
                return Some((from, to));
            }
        }
    }
    None
}

/// How many headings of this row are known.
fn known(cells: &Cells, row: usize) -> usize {
    let known = |cell: &str| headings::of_actors(cell).is_some() || headings::of_ties(cell).is_some();
    cells.row(row).filter(|cell| known(cell)).count()
}

/// Headings of a list of actors with many columns of its own, as other programs write it: the first is an id or a
/// name, and all are different words.
fn names_actors(cells: &Cells, row: usize) -> bool {
    let words: Vec<&str> = cells.row(row).filter(|cell| !cell.is_empty()).collect();
    let distinct: BTreeSet<&str> = words.iter().copied().collect();
    matches!(
        headings::of_actors(cells.at(row, 0)),
        Some(Heading::Label | Heading::Id)
    ) && distinct.len() == words.len()
        && words.iter().all(|word| number::parse(word, '.').is_none())
}

/// What the rows are where the headings are those that we write.
fn ours(cells: &Cells) -> Option<Shape> {
    let has = |first: [&str; 3], others: [&str; 2]| {
        cells.row(0).take(3).eq(first) && others.iter().all(|other| cells.row(0).any(|cell| cell == *other))
    };
    if cells.len() == 0 {
        None
    } else if has(["id", "label", "kind"], ["capability", "absorption"]) {
        Some(Shape::Actors)
    } else if has(["source", "target", "kind"], ["formality", "frequency"]) {
        Some(Shape::Ties)
    } else {
        None
    }
}

impl Plan {
    /// Finds out how to read these cells; what `asked` says is done. `hint` is what the place of the table says, such
    /// as a sheet called Edges.
    pub(in crate::exchange::read) fn of(cells: &Cells, asked: &Reading, hint: Option<Shape>) -> Self {
        // What we wrote needs no guess, whatever stands in its cells.
        let ours = ours(cells).filter(|shape| asked.shape.is_none_or(|asked| asked == *shape));
        let ours = ours.filter(|_| asked.header != Some(false));
        let top = if ours.is_some() { 0 } else { top(cells) };
        let wanted = asked.shape.or(ours).or(hint);
        let matrix = matrix::find(cells, top, wanted, asked.header);
        let header = match (asked.header.or(ours.map(|_| true)), matrix) {
            (Some(false), _) => None,
            (Some(true), _) => Some(top),
            (None, Some((_, labels))) => labels.columns.then_some(top),
            (None, None) => is_header(cells, top, wanted).then_some(top),
        };
        let header = header.filter(|&row| row < cells.len());
        let first = header.map_or(top, |row| row + 1);
        let width = (top..cells.len()).map(|row| cells.used(row)).max().unwrap_or(0);
        let mut plan = Self {
            above: top,
            header,
            first,
            shape: Shape::Actors,
            names: names(cells, header, width),
            ends: asked.ends.unwrap_or((0, 1)),
            end_names: (None, None),
            id: 0,
            name: None,
            decimal: '.',
            lists: None,
            labels: Labels::default(),
            guarded: false,
        };
        let sample = first..cells.len().min(first + SAMPLE);
        plan.decimal = asked
            .decimal
            .or(ours.map(|_| '.'))
            .unwrap_or_else(|| number::decimal(sample.clone().flat_map(|row| cells.row(row))));
        let by_heading = header.and_then(|row| ends_by_heading(cells, row));
        let columns = Columns::of(cells, sample.clone(), width);
        if let Some((shape, labels)) = matrix {
            (plan.shape, plan.labels) = (shape, labels);
        } else {
            plan.shape = wanted.unwrap_or_else(|| {
                let actors = header.is_some_and(|row| columns.name_actors(cells, row));
                if by_heading.is_some() || asked.ends.is_some() {
                    Shape::Ties
                } else if actors {
                    Shape::Actors
                } else if header.is_none() && is_neighbors(cells, sample.clone()) {
                    Shape::Neighbors
                } else {
                    columns.shape(header.is_some())
                }
            });
        }
        match plan.shape {
            Shape::Ties => {
                plan.ends = asked.ends.or(by_heading).unwrap_or_else(|| columns.ends());
                if let Some(row) = header {
                    plan.end_names = end_names(cells, row, plan.ends);
                } else if width == 3 && plan.ends == (0, 1) && columns.counts(2) {
                    // Two ends and a number, as many programs write them.
                    plan.names[2] = "weight".to_owned();
                }
                plan.lists = match asked.lists {
                    Some(' ') => None,
                    Some(sign) => Some(sign),
                    None if ours.is_some() => None,
                    None => lists(cells, sample, plan.ends),
                };
            }
            Shape::Actors if ours.is_some() && asked.ends.is_none() => plan.name = Some(1),
            Shape::Actors => plan.name_actors(cells, asked, &columns),
            Shape::Matrix | Shape::TwoMode | Shape::Neighbors => {}
        }
        plan
    }

    /// The headings themselves say what the rows are, or a matrix has its labels on both sides.
    pub(in crate::exchange::read) fn has_known_headings(&self, cells: &Cells) -> bool {
        match self.shape {
            Shape::Ties => self
                .header
                .is_some_and(|row| ends_by_heading(cells, row).is_some()),
            Shape::Actors => self.header.is_some_and(|row| {
                cells
                    .row(row)
                    .any(|cell| matches!(headings::of_actors(cell), Some(Heading::Label | Heading::Id)))
            }),
            Shape::Matrix => self.labels.rows && self.labels.columns,
            Shape::TwoMode | Shape::Neighbors => false,
        }
    }

    /// Finds the columns of id and name.
    fn name_actors(&mut self, cells: &Cells, asked: &Reading, columns: &Columns) {
        let role = |wanted: Heading| {
            let row = self.header?;
            let mut found = (0..cells.width(row))
                .filter(|&column| headings::of_actors(cells.at(row, column)) == Some(wanted));
            // The first that is filled; Kumu and others leave some empty.
            found.find(|&column| columns.filled.get(column).is_some_and(|&count| count > 0))
        };
        let (id, name) = (role(Heading::Id), role(Heading::Label));
        // An id that repeats while names do not is none: it is the code of a place or an industry.
        let unique = |column: usize| columns.distinct[column] == columns.filled[column];
        let id = id.filter(|&id| name.is_none_or(|name| unique(id) || !unique(name)));
        let first = asked.ends.map(|(first, _)| first);
        self.id = first.or(id).or(name).unwrap_or_else(|| {
            (0..columns.filled.len())
                .find(|&column| columns.is_names(column))
                .unwrap_or(0)
        });
        self.name = name.filter(|&name| name != self.id);
    }
}

/// The first row that is neither a remark nor part of a banner.
fn top(cells: &Cells) -> usize {
    let remarks = (0..cells.len())
        .take_while(|&row| is_remark(cells.at(row, 0)))
        .count();
    let rows = remarks..cells.len().min(remarks + BANNER);
    let well_known = |&row: &usize| {
        let filled = cells.filled(row);
        let known = known(cells, row);
        filled >= 2
            && (ends_by_heading(cells, row).is_some()
                || 2 * known > filled.max(3)
                || known >= 4 && names_actors(cells, row))
    };
    if let Some(row) = rows.clone().find(well_known) {
        // What stands above must be shorter, or it is data that happens to sound like headings.
        if (remarks..row).all(|above| cells.filled(above) <= cells.filled(row)) {
            return row;
        }
    }
    // A title stands alone above rows that are all about as long.
    let mut used: Vec<usize> = (remarks..cells.len().min(remarks + 60))
        .map(|row| cells.used(row))
        .collect();
    used.sort_unstable();
    let usual = used.get(used.len() / 2).copied().unwrap_or(0);
    let alike = used.iter().filter(|&&count| count == usual).count();
    if usual >= 2 && 3 * alike >= 2 * used.len() {
        let mut rows = rows;
        return rows.find(|&row| cells.filled(row) >= 2).unwrap_or(remarks);
    }
    remarks
}

fn is_header(cells: &Cells, row: usize, wanted: Option<Shape>) -> bool {
    if row >= cells.len() || wanted == Some(Shape::Neighbors) {
        return false;
    }
    let rows: Vec<usize> = (row + 1..cells.len().min(row + 1 + SAMPLE)).collect();
    let filled = cells.filled(row);
    let recurs = |column: usize| {
        let heading = cells.at(row, column);
        rows.iter()
            .any(|&other| (0..2).any(|near| cells.at(other, near) == heading))
    };
    if ends_by_heading(cells, row).is_some() || 2 * known(cells, row) > filled {
        // Somebody may be called “Actor”; then it stands in the rows as well.
        return !(recurs(0) && recurs(1));
    }
    let mut words = 0;
    for column in 0..cells.used(row) {
        let heading = cells.at(row, column);
        let below: Vec<&str> = rows
            .iter()
            .map(|&other| cells.at(other, column))
            .filter(|cell| !number::is_missing(cell))
            .collect();
        let is_number = |text: &str| number::parse(text, '.').is_some() || number::parse(text, ',').is_some();
        let numbers = !below.is_empty() && below.iter().all(|cell| is_number(cell));
        if numbers && is_number(heading) {
            return false;
        }
        words += usize::from(numbers && !heading.is_empty());
    }
    if words > 0 {
        return true;
    }
    if known(cells, row) > 0 && !recurs(0) {
        return true;
    }
    // Names that recur below while the first row does not.
    let mut seen = BTreeSet::new();
    let repeats = rows
        .iter()
        .flat_map(|&other| (0..2).map(move |column| cells.at(other, column)))
        .any(|cell| !cell.is_empty() && !seen.insert(cell));
    repeats && filled >= 2 && rows.len() >= 3 && !recurs(0) && !recurs(1)
}

/// Rows of different lengths whose further cells are called like their first ones.
fn is_neighbors(cells: &Cells, rows: std::ops::Range<usize>) -> bool {
    let used: Vec<usize> = rows.clone().map(|row| cells.used(row)).collect();
    let most = used.iter().copied().max().unwrap_or(0);
    let alike = used.iter().filter(|&&count| count == most).count();
    if most < 3 || 10 * alike >= 8 * used.len() {
        return false;
    }
    let firsts: BTreeSet<&str> = rows.clone().map(|row| cells.at(row, 0)).collect();
    let (mut others, mut met) = (0, 0);
    for row in rows {
        for column in 1..cells.used(row) {
            let cell = cells.at(row, column);
            if !cell.is_empty() {
                others += 1;
                met += usize::from(firsts.contains(cell));
            }
        }
    }
    // Where hardly two rows are alike long, fewer that are met again will do.
    let lengths: BTreeSet<usize> = used.into_iter().collect();
    others > 0 && (3 * met >= others || lengths.len() >= 3 && 5 * met >= others)
}

/// Headings of all columns.
fn names(cells: &Cells, header: Option<usize>, width: usize) -> Vec<String> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    (0..width)
        .map(|column| {
            let heading = header.map_or("", |row| cells.at(row, column));
            let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = if heading.is_empty() {
                format!("column {}", column + 1)
            } else {
                heading
            };
            let times = taken.entry(name.clone()).or_insert(0);
            *times += 1;
            if *times > 1 {
                format!("{name} {times}")
            } else {
                name
            }
        })
        .collect()
}

/// Columns such as “Source name” beside “Source”.
fn end_names(cells: &Cells, row: usize, ends: (usize, usize)) -> (Option<usize>, Option<usize>) {
    let find = |wanted: Heading, end: usize| {
        (0..cells.width(row)).find(|&column| {
            let word = headings::plain(cells.at(row, column));
            column != end
                && ["label", "name", "名称", "bezeichnung"].iter().any(|ending| {
                    let stem = word.strip_suffix(ending);
                    stem.is_some_and(|stem| headings::of_ties(stem) == Some(wanted))
                })
        })
    };
    (find(Heading::From, ends.0), find(Heading::To, ends.1))
}

/// What separates several names in one cell of an end, if anything does: a bar always, another sign when what it
/// separates are names that stand alone elsewhere.
fn lists(cells: &Cells, rows: std::ops::Range<usize>, ends: (usize, usize)) -> Option<char> {
    let of_ends = || {
        rows.clone()
            .flat_map(|row| [cells.at(row, ends.0), cells.at(row, ends.1)])
            .filter(|cell| !cell.is_empty())
    };
    ['|', '\n', ';', '；', '、', ',', '，'].into_iter().find(|&sign| {
        if !of_ends().any(|cell| cell.contains(sign)) {
            return false;
        }
        if matches!(sign, '|' | '\n') {
            return true;
        }
        let alone: BTreeSet<&str> = of_ends().filter(|cell| !cell.contains(sign)).collect();
        let (mut parts, mut met) = (0, 0);
        for cell in of_ends().filter(|cell| cell.contains(sign)) {
            for part in cell.split(sign) {
                parts += 1;
                met += usize::from(alone.contains(part.trim()));
            }
        }
        2 * met > parts
    })
}

/// What stands in the columns of the sample.
struct Columns {
    filled: Vec<usize>,
    distinct: Vec<usize>,
    numeric: Vec<bool>,
    /// The least and the largest number.
    range: Vec<(f64, f64)>,
    /// Of each of the first columns, which values it shares with another: the best pair.
    shared: Option<(usize, usize)>,
}

/// So many columns are compared with each other.
const COMPARED: usize = 12;

impl Columns {
    fn of(cells: &Cells, rows: std::ops::Range<usize>, width: usize) -> Self {
        let mut columns = Self {
            filled: vec![0; width],
            distinct: vec![0; width],
            numeric: vec![true; width],
            range: vec![(f64::INFINITY, f64::NEG_INFINITY); width],
            shared: None,
        };
        let mut values: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); width];
        for row in rows {
            for (column, cell) in cells.row(row).enumerate() {
                if cell.is_empty() {
                    continue;
                }
                columns.filled[column] += 1;
                values[column].insert(cell);
                let number = number::parse(cell, '.').or_else(|| number::parse(cell, ','));
                columns.numeric[column] &= number.is_some();
                if let Some(number) = number {
                    let (least, most) = columns.range[column];
                    columns.range[column] = (least.min(number), most.max(number));
                }
            }
        }
        for (count, values) in columns.distinct.iter_mut().zip(&values) {
            *count = values.len();
        }
        let mut best = 0;
        for from in 0..width.min(COMPARED) {
            for to in from + 1..width.min(COMPARED) {
                // Numbers are shared by anything that is counted; as ids they stand in front.
                if (columns.numeric[from] || columns.numeric[to]) && (from, to) != (0, 1) {
                    continue;
                }
                let met = values[to]
                    .iter()
                    .filter(|value| values[from].contains(*value))
                    .count();
                let least = columns.distinct[from].min(columns.distinct[to]);
                if met > best && 10 * met >= least {
                    (best, columns.shared) = (met, Some((from, to)));
                }
            }
        }
        columns
    }

    /// Numbers that may say how strong something is; years and seconds since 1970 do not.
    fn counts(&self, column: usize) -> bool {
        let (least, most) = self.range[column];
        let years = least >= 1800.0 && most <= 2100.0;
        self.numeric[column] && self.filled[column] > 0 && least >= 0.0 && !years && least < 1e8
    }

    fn is_names(&self, column: usize) -> bool {
        !self.numeric[column] && self.filled[column] > 0 && self.distinct[column] == self.filled[column]
    }

    /// The headings are those of a list of actors, and hardly anybody stands there twice. An id alone may be that of
    /// a tie, when two columns share their names.
    fn name_actors(&self, cells: &Cells, row: usize) -> bool {
        let once = |column: usize| 10 * self.distinct[column] >= 9 * self.filled[column];
        let has = |wanted: Heading| {
            (0..cells.width(row).min(self.filled.len()))
                .any(|column| headings::of_actors(cells.at(row, column)) == Some(wanted) && once(column))
        };
        has(Heading::Label) || has(Heading::Id) && self.shared.is_none()
    }

    /// By content alone.
    fn shape(&self, header: bool) -> Shape {
        let width = self.filled.len();
        if width < 2 {
            return Shape::Actors;
        }
        if self.shared.is_some() {
            return Shape::Ties;
        }
        let all_numbers = self.numeric[0] && self.numeric[1];
        // Names once each, and something beside them: a list of actors. Names that recur: who was where.
        if self.is_names(0) && header
            || (self.numeric[0] && self.distinct[0] == self.filled[0] && !all_numbers)
        {
            Shape::Actors
        } else {
            Shape::Ties
        }
    }

    fn ends(&self) -> (usize, usize) {
        if let Some(shared) = self.shared {
            return shared;
        }
        let mut words =
            (0..self.filled.len()).filter(|&column| !self.numeric[column] && self.filled[column] > 0);
        match (words.next(), words.next()) {
            (Some(from), Some(to)) => (from, to),
            _ => (0, 1),
        }
    }
}
