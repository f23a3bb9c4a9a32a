//! The values of one attribute, for all actors or all ties: packed, so that millions of them take four or eight bytes
//! each and no text is there twice.
//!
//! A column of numbers is a list of numbers. Any other has a code for each row, which names a text, a number or a list
//! that is kept beside. Columns with few different texts keep each of them once.

use std::fmt;

use super::draft::Meaning;
use super::texts::Texts;

/// One attribute of all actors or of all ties.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// As the file calls it, trimmed.
    pub name: String,
    /// What the format itself says that it is; a heading is only a hint, see `mapping`.
    pub meaning: Option<Meaning>,
    /// A value for each actor or tie, in their order; shorter when the last ones have none.
    pub values: Values,
}

/// One value. What stands for nothing (empty, NaN, "null", "N/A", "-") is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Cell<'c> {
    /// No value.
    #[default]
    Missing,
    /// A finite number that the format declares to be one; text that looks like a number stays text until the whole
    /// column has been looked at.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Words, trimmed, not empty.
    Text(&'c str),
    /// Several.
    List(&'c [Box<str>]),
}

/// The values of a column.
#[derive(Clone)]
pub struct Values(Kept);

#[derive(Clone)]
enum Kept {
    /// Nothing but numbers; what is missing is no number.
    Numbers(Vec<f64>),
    Coded(Box<Coded>),
}

/// Values of any sort.
#[derive(Clone, Default)]
struct Coded {
    /// [`MISSING`], [`NO`], [`YES`], or a sort in the upper bits and a place among the values of that sort.
    rows: Vec<u32>,
    numbers: Vec<f64>,
    texts: Texts,
    lists: Vec<Box<[Box<str>]>>,
}

const MISSING: u32 = 0;
const NO: u32 = 1;
const YES: u32 = 2;
const SORT: u32 = 3 << 30;
const TEXT: u32 = 1 << 30;
const NUMBER: u32 = 2 << 30;
const LIST: u32 = 3 << 30;

impl Coded {
    fn cell(&self, code: u32) -> Cell<'_> {
        let place = (code & !SORT) as usize;
        match code & SORT {
            TEXT => Cell::Text(self.texts.at(place)),
            NUMBER => Cell::Number(self.numbers[place]),
            LIST => Cell::List(&self.lists[place]),
            _ => match code {
                NO => Cell::Flag(false),
                YES => Cell::Flag(true),
                _ => Cell::Missing,
            },
        }
    }

    /// A code for a value; `None` when there is no more room.
    fn code(&mut self, cell: Cell<'_>) -> Option<u32> {
        let place = |length: usize| u32::try_from(length).ok().filter(|place| place & SORT == 0);
        Some(match cell {
            Cell::Missing => MISSING,
            Cell::Flag(false) => NO,
            Cell::Flag(true) => YES,
            Cell::Text(text) => TEXT | self.texts.number(text).filter(|number| number & SORT == 0)?,
            Cell::Number(number) => {
                let place = place(self.numbers.len())?;
                self.numbers.push(number);
                NUMBER | place
            }
            Cell::List(items) => {
                let place = place(self.lists.len())?;
                self.lists.push(items.into());
                LIST | place
            }
        })
    }
}

impl Default for Values {
    fn default() -> Self {
        Self(Kept::Numbers(Vec::new()))
    }
}

impl Values {
    /// How many rows there are up to the last one with a value.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Numbers(numbers) => numbers.len(),
            Kept::Coded(coded) => coded.rows.len(),
        }
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row; missing beyond the end.
    pub fn at(&self, row: usize) -> Cell<'_> {
        match &self.0 {
            Kept::Numbers(numbers) => match numbers.get(row) {
                Some(number) if !number.is_nan() => Cell::Number(*number),
                _ => Cell::Missing,
            },
            Kept::Coded(coded) => coded
                .rows
                .get(row)
                .map_or(Cell::Missing, |&code| coded.cell(code)),
        }
    }

    /// The value of a row; `None` beyond the end.
    pub fn get(&self, row: usize) -> Option<Cell<'_>> {
        (row < self.len()).then(|| self.at(row))
    }

    /// All values in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Cell<'_>> + Clone {
        (0..self.len()).map(|row| self.at(row))
    }

    /// All values, but each text only when it comes for the first time; cheap where few are different.
    pub fn each_text_once(&self) -> impl Iterator<Item = Cell<'_>> {
        let mut seen = vec![false; self.keys()];
        (0..self.len()).filter_map(move |row| {
            let again = self
                .key(row)
                .is_some_and(|key| std::mem::replace(&mut seen[key as usize], true));
            (!again).then(|| self.at(row))
        })
    }

    /// The values as numbers, when none is anything else: those that are missing are NaN.
    pub fn numbers(&self) -> Option<&[f64]> {
        match &self.0 {
            Kept::Numbers(numbers) => Some(numbers),
            Kept::Coded(_) => None,
        }
    }

    /// The number of the text of a row among the texts of the column: rows with the same number have the same text, so
    /// that what is made of a text need be made only once. `None` where there is no text.
    pub fn key(&self, row: usize) -> Option<u32> {
        match &self.0 {
            Kept::Numbers(_) => None,
            Kept::Coded(coded) => {
                let code = *coded.rows.get(row)?;
                (code & SORT == TEXT).then_some(code & !SORT)
            }
        }
    }

    /// Every [`Self::key`] is below this.
    pub fn keys(&self) -> usize {
        match &self.0 {
            Kept::Numbers(_) => 0,
            Kept::Coded(coded) => coded.texts.len(),
        }
    }

    /// Makes room for so many rows.
    pub fn reserve(&mut self, rows: usize) {
        let more = rows.saturating_sub(self.len());
        match &mut self.0 {
            Kept::Numbers(numbers) => numbers.reserve_exact(more),
            Kept::Coded(coded) => coded.rows.reserve_exact(more),
        }
    }

    /// Puts a value into a row; those before it that are not there yet are missing. `false` when a column cannot hold
    /// so much text.
    pub fn put(&mut self, row: usize, cell: Cell<'_>) -> bool {
        let length = self.len();
        if cell == Cell::Missing && row >= length {
            return true;
        }
        match (&mut self.0, cell) {
            (Kept::Numbers(numbers), Cell::Missing | Cell::Number(_)) => {
                let number = match cell {
                    Cell::Number(number) => number,
                    _ => f64::NAN,
                };
                if row == length {
                    numbers.push(number);
                } else {
                    if row > length {
                        numbers.resize(row + 1, f64::NAN);
                    }
                    numbers[row] = number;
                }
                true
            }
            (Kept::Numbers(_), _) => self.coded(row, cell),
            (Kept::Coded(coded), _) => {
                let Some(code) = coded.code(cell) else {
                    return false;
                };
                if row == length {
                    coded.rows.push(code);
                } else {
                    if row > length {
                        coded.rows.resize(row + 1, MISSING);
                    }
                    coded.rows[row] = code;
                }
                true
            }
        }
    }

    /// The same once a column of numbers has something else as well.
    fn coded(&mut self, row: usize, cell: Cell<'_>) -> bool {
        let Kept::Numbers(numbers) = &mut self.0 else {
            return self.put(row, cell);
        };
        let numbers = std::mem::take(numbers);
        if numbers.len() >= TEXT as usize {
            self.0 = Kept::Numbers(numbers);
            return false;
        }
        let mut rows = Vec::with_capacity(numbers.capacity());
        rows.extend(numbers.iter().zip(0..).map(
            |(number, place)| {
                if number.is_nan() { MISSING } else { NUMBER | place }
            },
        ));
        let any = rows.iter().any(|code| *code != MISSING);
        self.0 = Kept::Coded(Box::new(Coded {
            rows,
            numbers: if any { numbers } else { Vec::new() },
            ..Coded::default()
        }));
        self.put(row, cell)
    }

    /// Puts a value behind the last row.
    pub fn push(&mut self, cell: Cell<'_>) {
        let row = self.len();
        match (&mut self.0, cell) {
            // Here a missing value counts as a row.
            (Kept::Numbers(numbers), Cell::Missing) => numbers.push(f64::NAN),
            (Kept::Coded(coded), Cell::Missing) => coded.rows.push(MISSING),
            _ => {
                self.put(row, cell);
            }
        }
    }

    /// Gives a value to those of the first `rows` rows that have none and are `meant`.
    pub(super) fn fill(&mut self, rows: usize, cell: Cell<'_>, meant: impl Fn(usize) -> bool) {
        for row in 0..rows {
            if self.at(row) == Cell::Missing && meant(row) {
                self.put(row, cell);
            }
        }
    }

    /// Leaves out the rows that do not stay.
    pub(super) fn retain(&mut self, stays: &[bool]) {
        let mut stays = stays.iter();
        let mut stays = || stays.next().copied().unwrap_or(true);
        match &mut self.0 {
            Kept::Numbers(numbers) => numbers.retain(|_| stays()),
            Kept::Coded(coded) => coded.rows.retain(|_| stays()),
        }
    }

    /// Makes lists of texts.
    pub(super) fn split(&mut self, list: impl Fn(&str) -> Option<Vec<Box<str>>>) {
        let Kept::Coded(coded) = &mut self.0 else { return };
        // Where each text has become a list, if it has.
        let mut made: Vec<Option<Option<u32>>> = vec![None; coded.texts.len()];
        for row in 0..coded.rows.len() {
            let code = coded.rows[row];
            if code & SORT != TEXT {
                continue;
            }
            let place = (code & !SORT) as usize;
            let list = *made[place].get_or_insert_with(|| {
                let items = list(coded.texts.at(place))?;
                let number = u32::try_from(coded.lists.len()).ok()?;
                coded.lists.push(items.into());
                (number & SORT == 0).then_some(number)
            });
            if let Some(list) = list {
                coded.rows[row] = LIST | list;
            }
        }
    }

    /// Makes yes and no of texts that say "true" and "false".
    pub(super) fn flags(&mut self) {
        let Kept::Coded(coded) = &mut self.0 else { return };
        let Coded { rows, texts, .. } = &mut **coded;
        for code in rows.iter_mut().filter(|code| **code & SORT == TEXT) {
            match texts.at((*code & !SORT) as usize) {
                "true" => *code = YES,
                "false" => *code = NO,
                _ => {}
            }
        }
    }

    /// Gives back what was only of use while the column grew.
    pub(super) fn close(&mut self) {
        match &mut self.0 {
            Kept::Numbers(numbers) => numbers.shrink_to_fit(),
            Kept::Coded(coded) => {
                coded.rows.shrink_to_fit();
                coded.numbers.shrink_to_fit();
                coded.lists.shrink_to_fit();
                coded.texts.close();
            }
        }
    }

    /// What it is made of, for the way through a pipe.
    pub(super) fn parts(&self) -> Parts<'_> {
        match &self.0 {
            Kept::Numbers(numbers) => Parts {
                numbers,
                ..Parts::default()
            },
            Kept::Coded(coded) => Parts {
                rows: Some(&coded.rows),
                numbers: &coded.numbers,
                texts: coded.texts.parts().0,
                ends: coded.texts.parts().1,
                lists: &coded.lists,
            },
        }
    }

    /// Puts the parts together again; `None` when they do not fit each other.
    pub(super) fn of_parts(
        rows: Option<Vec<u32>>,
        numbers: Vec<f64>,
        texts: String,
        ends: Vec<u32>,
        lists: Vec<Box<[Box<str>]>>,
    ) -> Option<Self> {
        let Some(rows) = rows else {
            let finite = numbers.iter().all(|number| number.is_finite() || number.is_nan());
            return finite.then_some(Self(Kept::Numbers(numbers)));
        };
        let texts = Texts::of_parts(texts, ends)?;
        let fits = |code: &u32| {
            let place = (code & !SORT) as usize;
            match code & SORT {
                TEXT => place < texts.len(),
                NUMBER => numbers.get(place).is_some_and(|number| number.is_finite()),
                LIST => place < lists.len(),
                _ => *code <= YES,
            }
        };
        if !rows.iter().all(fits) {
            return None;
        }
        Some(Self(Kept::Coded(Box::new(Coded {
            rows,
            numbers,
            texts,
            lists,
        }))))
    }
}

/// What [`Values`] are made of.
#[derive(Default)]
pub(super) struct Parts<'v> {
    /// `None` for a column of numbers.
    pub(super) rows: Option<&'v [u32]>,
    pub(super) numbers: &'v [f64],
    pub(super) texts: &'v str,
    pub(super) ends: &'v [u32],
    pub(super) lists: &'v [Box<[Box<str>]>],
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<const N: usize> PartialEq<[Cell<'_>; N]> for Values {
    fn eq(&self, other: &[Cell<'_>; N]) -> bool {
        self.len() == N && self.iter().zip(other).all(|(a, b)| a == *b)
    }
}

impl<'c> FromIterator<Cell<'c>> for Values {
    fn from_iter<I: IntoIterator<Item = Cell<'c>>>(cells: I) -> Self {
        let mut values = Self::default();
        cells.into_iter().for_each(|cell| values.push(cell));
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_goes_in_comes_out() {
        let items = ["a".into(), "b|".into()];
        let cells = [
            Cell::Missing,
            Cell::Number(0.5),
            Cell::Missing,
            Cell::Text("甲"),
            Cell::List(&items),
            Cell::Flag(false),
            Cell::Flag(true),
            Cell::Text("甲"),
            Cell::Number(-1e300),
            Cell::Missing,
        ];
        for length in 0..=cells.len() {
            let values: Values = cells[..length].iter().copied().collect();
            assert!(values.iter().eq(cells[..length].iter().copied()), "{values:?}");
            assert_eq!(values.get(length), None);
        }
        let mut values: Values = cells.into_iter().collect();
        assert_eq!(values, cells);
        assert_eq!(
            (values.key(3), values.key(7), values.keys()),
            (Some(0), Some(0), 1)
        );
        assert_eq!(values.each_text_once().count(), cells.len() - 1);
        assert!(values.put(12, Cell::Text("x")) && values.put(1, Cell::Missing));
        assert_eq!(
            (values.len(), values.at(11), values.at(12)),
            (13, Cell::Missing, Cell::Text("x"))
        );
        assert_eq!(values.at(1), Cell::Missing);
        values.split(|text| (text == "甲").then(|| vec!["乙".into()]));
        assert_eq!(values.at(7), Cell::List(&["乙".into()]));
        assert_eq!(values.at(12), Cell::Text("x"));
        let stays: Vec<bool> = (0..13).map(|row| row > 6).collect();
        values.retain(&stays);
        assert_eq!((values.len(), values.at(0)), (6, Cell::List(&["乙".into()])));
    }

    #[test]
    fn numbers_stay_numbers_and_the_last_missing_ones_take_nothing() {
        let mut values = Values::default();
        assert!(values.put(3, Cell::Missing) && values.is_empty());
        assert!(values.put(1, Cell::Number(2.0)));
        assert_eq!(values.numbers().map(<[f64]>::len), Some(2));
        values.fill(4, Cell::Number(7.0), |row| row != 2);
        assert_eq!(
            values,
            [
                Cell::Number(7.0),
                Cell::Number(2.0),
                Cell::Missing,
                Cell::Number(7.0)
            ]
        );
        assert!(values.numbers().is_some());
        assert!(values.put(0, Cell::Text("x")));
        assert_eq!((values.numbers(), values.at(1)), (None, Cell::Number(2.0)));
    }

    #[test]
    fn the_same_texts_are_kept_once_and_different_ones_are_not_looked_for() {
        let few: Vec<String> = (0..50_000).map(|row| (row % 7).to_string()).collect();
        let values: Values = few.iter().map(|text| Cell::Text(text)).collect();
        assert_eq!(values.keys(), 7);
        assert_eq!(values.at(49_999), Cell::Text(&few[49_999]));
        let all: Vec<String> = (0..50_000).map(|row| row.to_string()).collect();
        let values: Values = all.iter().map(|text| Cell::Text(text)).collect();
        assert!(
            values
                .iter()
                .zip(&all)
                .all(|(cell, text)| cell == Cell::Text(text))
        );
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let of = |rows: Vec<u32>, ends: Vec<u32>| {
            Values::of_parts(Some(rows), vec![f64::NAN], "甲b".to_owned(), ends, Vec::new())
        };
        assert_eq!(
            of(vec![TEXT, YES, TEXT | 1], vec![3, 4]).unwrap().at(2),
            Cell::Text("b")
        );
        for (rows, ends) in [
            (vec![TEXT | 2], vec![3, 4]),
            (vec![3], vec![]),
            (vec![NUMBER], vec![]),
            (vec![LIST], vec![]),
            (vec![], vec![2]),
            (vec![], vec![4, 3]),
            (vec![], vec![9]),
        ] {
            assert!(of(rows, ends).is_none());
        }
        assert!(Values::of_parts(None, vec![f64::INFINITY], String::new(), Vec::new(), Vec::new()).is_none());
    }
}
