//! Columns on their way into fields and attributes: numbers read by their rule, brought into range, counted where they
//! do not fit.

use std::borrow::Cow;

use crate::base::fold::folded;
use crate::base::notice::Notice;
use crate::base::text::count;
use crate::exchange::draft::{Cell, Column};
use crate::exchange::mapping::{ColumnChoice, Combine, Numbers, Scale, Side, Target, range, year};
use crate::model::attribute::{Attributes, Datum};
use crate::model::field::{Accepts, Field, Value};

/// The smallest number of a column becomes this share of the range, where all are spread over it.
const SPREAD_FROM: f64 = 0.1;

/// A column whose numbers come into the range of a field.
pub(super) struct Scaled<'d> {
    /// For each actor or tie that there will be, what its file says; not a number, or beyond the end, where that is
    /// nothing.
    raw: Cow<'d, [f64]>,
    scale: Scale,
    /// Range of the field.
    bounds: (f64, f64),
    /// Smallest and largest of the numbers.
    least: f64,
    most: f64,
    /// All that differ, in order, where ranks are asked for.
    ranks: Vec<f64>,
}

/// The number in a cell.
pub(super) fn number(cell: Cell<'_>, rule: Option<Numbers>, field: &str) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(number),
        Cell::Text(text) => match rule {
            Some(rule) => rule.parse(text),
            None if field == "founded" => year(text),
            None => None,
        },
        Cell::Flag(flag) => Some(f64::from(u8::from(flag))),
        Cell::Missing | Cell::List(_) => None,
    }
}

/// How the numbers of several rows become one; amounts may add up, grades are averaged.
pub(super) fn combined(numbers: impl Iterator<Item = f64>, combine: Combine, adds_up: bool) -> f64 {
    let (mut sum, mut most, mut all) = (0.0, f64::NEG_INFINITY, 0.0);
    for number in numbers.filter(|number| number.is_finite()) {
        sum += number;
        most = f64::max(most, number);
        all += 1.0;
    }
    match combine {
        _ if all == 0.0 => f64::NAN,
        Combine::Most => most,
        Combine::Sum if adds_up => sum,
        Combine::Sum | Combine::Mean => sum / all,
    }
}

/// Amounts that add up when ties become one.
pub(super) fn adds_up(field: &str) -> bool {
    matches!(field, "weight" | "frequency" | "value")
}

impl<'d> Scaled<'d> {
    /// Brings numbers into the range of their field.
    pub(super) fn of(raw: Cow<'d, [f64]>, scale: Scale, bounds: (f64, f64)) -> Self {
        let finite = || raw.iter().copied().filter(|number| number.is_finite());
        let most = finite().fold(f64::NEG_INFINITY, f64::max);
        let least = finite().fold(f64::INFINITY, f64::min);
        let mut ranks = Vec::new();
        if scale == Scale::Ranks {
            ranks.extend(finite());
            ranks.sort_unstable_by(f64::total_cmp);
            ranks.dedup();
        }
        Self {
            raw,
            scale,
            bounds,
            least,
            most,
            ranks,
        }
    }

    /// What the file says.
    pub(super) fn raw(&self, at: usize) -> f64 {
        self.raw.get(at).copied().unwrap_or(f64::NAN)
    }

    /// The same in the range of the field; not a number where there is none or it does not fit.
    pub(super) fn value(&self, at: usize) -> f64 {
        let number = self.raw(at);
        if number.is_finite() {
            self.within(self.scaled(number))
        } else {
            f64::NAN
        }
    }

    /// How many have the value of `which`, of the number and its value.
    fn count(&self, which: impl Fn(f64, f64) -> bool) -> usize {
        (0..self.raw.len())
            .filter(|&at| which(self.raw(at), self.value(at)))
            .count()
    }

    /// How many are nothing at all, which is no strength.
    pub(super) fn zeros(&self) -> usize {
        self.raw.iter().filter(|&&raw| raw == 0.0).count()
    }

    fn scaled(&self, number: f64) -> f64 {
        let (least, most) = (self.bounds.0.max(0.0), self.bounds.1);
        let spread = |part: f64| least + (most - least) * (SPREAD_FROM + (1.0 - SPREAD_FROM) * part);
        match self.scale {
            Scale::AsIs => number,
            Scale::Times(factor) => number * factor,
            Scale::ByMost if self.most > 0.0 => number / self.most * most,
            Scale::ByMost => number,
            Scale::Spread if self.most > self.least => {
                spread((number - self.least) / (self.most - self.least))
            }
            Scale::Spread => spread(1.0),
            Scale::Ranks => {
                let rank = self.ranks.partition_point(|&other| other < number);
                spread(match self.ranks.len() {
                    0 | 1 => 1.0,
                    all => rank as f64 / (all - 1) as f64,
                })
            }
        }
    }

    fn within(&self, value: f64) -> f64 {
        let (least, most) = self.bounds;
        // What a division leaves beyond the end is no other value.
        let near = 1e-9 * (most - least);
        if (least - near..=most + near).contains(&value) {
            value.clamp(least, most)
        } else {
            f64::NAN
        }
    }
}

/// A cell as an attribute.
pub(super) fn datum(cell: Cell<'_>, rule: Option<Numbers>) -> Option<Datum> {
    match cell {
        Cell::Missing => None,
        Cell::Number(number) => Datum::number(number),
        Cell::Flag(flag) => Some(Datum::Flag(flag)),
        Cell::Text(text) => match rule.and_then(|rule| rule.parse(text)) {
            Some(number) => Datum::number(number),
            None => Datum::text(text),
        },
        Cell::List(items) => Some(Datum::List(items.iter().map(ToString::to_string).collect())),
    }
}

/// One attribute of several: the value if they agree, else all of them.
pub(super) fn together(mut data: impl Iterator<Item = Datum>) -> Option<Datum> {
    let first = data.next()?;
    let Some(second) = data.next() else {
        return Some(first);
    };
    let mut all = vec![first];
    for datum in std::iter::once(second).chain(data) {
        if !all.contains(&datum) {
            all.push(datum);
        }
    }
    match all.len() {
        1 => all.pop(),
        _ => Some(Datum::List(all.iter().map(Datum::to_string).collect())),
    }
}

/// Several words of a cell.
pub(super) fn several(cell: Cell<'_>) -> Vec<String> {
    match cell {
        Cell::Text(text) => text
            .split(['|', ',', ';', '，', '；', '、'])
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect(),
        Cell::List(items) => items.iter().map(ToString::to_string).collect(),
        Cell::Number(number) => vec![number.to_string()],
        Cell::Missing | Cell::Flag(_) => Vec::new(),
    }
}

/// Yes or no in six languages.
fn flag(cell: Cell<'_>) -> Option<bool> {
    match cell {
        Cell::Flag(flag) => Some(flag),
        Cell::Number(number) => Some(number != 0.0),
        Cell::Text(text) => match folded(text).as_str() {
            "yes" | "y" | "true" | "t" | "1" | "x" | "ja" | "j" | "wahr" | "oui" | "vrai" | "si"
            | "verdadero" | "vero" | "是" | "有" | "✓" | "√" => Some(true),
            "no" | "n" | "false" | "f" | "0" | "nein" | "falsch" | "non" | "faux" | "falso" | "否" | "无" => {
                Some(false)
            }
            _ => None,
        },
        Cell::Missing | Cell::List(_) => None,
    }
}

/// Puts a cell into a field that takes no number; `false` when it does not fit.
pub(super) fn put<T>(field: &Field<T>, object: &mut T, cell: Cell<'_>) -> bool {
    let text = || match cell {
        Cell::Text(text) => Some(text.to_owned()),
        Cell::Number(number) => Some(number.to_string()),
        Cell::Flag(flag) => Some(flag.to_string()),
        Cell::List(items) => Some(items.join(", ")),
        Cell::Missing => None,
    };
    let value = match field.accepts {
        Accepts::Flag => flag(cell).map(Value::Flag),
        Accepts::Line { .. } | Accepts::Paragraph => text().map(Value::Text),
        Accepts::Tags | Accepts::Lines => Some(Value::List(several(cell))),
        Accepts::Number { .. } => None,
    };
    value.is_some_and(|value| field.set(object, value).is_ok())
}

/// Numbers of a column for things that stand for one or several rows each; `plain`: for one each, in the order of rows.
pub(super) fn raw_numbers<'d, R: Iterator<Item = usize>>(
    column: &'d Column,
    choice: &ColumnChoice,
    things: impl Iterator<Item = R>,
    plain: bool,
    combine: Combine,
) -> Cow<'d, [f64]> {
    let Target::Field(id) = choice.target else {
        return Cow::default();
    };
    if let Some(numbers) = column.values.numbers().filter(|_| plain) {
        return Cow::Borrowed(numbers);
    }
    let mut read = PerText::of(column, |cell: Cell<'_>| {
        number(cell, choice.numbers, id).unwrap_or(f64::NAN)
    });
    let numbers = things.map(|mut rows| {
        let first = rows.next().map_or(f64::NAN, |row| read.at(row));
        match rows.next() {
            None => first,
            Some(second) => {
                let all = [first, read.at(second)];
                let all = all.into_iter().chain(rows.map(|row| read.at(row)));
                combined(all, combine, adds_up(id))
            }
        }
    });
    Cow::Owned(numbers.collect())
}

/// What is made of the cells of a column, made once for cells with the same text.
pub(super) struct PerText<'d, T, F> {
    column: &'d Column,
    make: F,
    made: Vec<Option<T>>,
}

impl<'d, T: Copy, F: Fn(Cell<'d>) -> T> PerText<'d, T, F> {
    pub(super) fn of(column: &'d Column, make: F) -> Self {
        /// Rows for each different text, from which on it pays to look.
        const REPEATS: usize = 4;
        let values = &column.values;
        let pays = values.keys() <= values.len() / REPEATS;
        Self {
            column,
            make,
            made: vec![None; if pays { values.keys() } else { 0 }],
        }
    }

    /// Of a row.
    pub(super) fn at(&mut self, row: usize) -> T {
        let values = &self.column.values;
        let key = values.key(row).map(|key| key as usize);
        match key.and_then(|key| self.made.get_mut(key)) {
            Some(made) => *made.get_or_insert_with(|| (self.make)(values.at(row))),
            None => (self.make)(values.at(row)),
        }
    }
}

/// What does not fit into the fields of a side, by column.
pub(super) fn misfits(side: Side, choice: &ColumnChoice, scaled: &Scaled<'_>) -> Option<Notice> {
    let Target::Field(id) = choice.target else {
        return None;
    };
    let bad = |raw: f64, value: f64| value.is_nan() && raw.is_finite() && !(id == "weight" && raw == 0.0);
    let count_of = scaled.count(bad);
    let (least, most) = range(id, side)?;
    (count_of > 0).then(|| {
        Notice::warning(format!(
            "{} of “{}” not within {least} to {most}; kept as attributes",
            count(count_of, "number", "numbers"),
            choice.name
        ))
    })
}

/// Sets an attribute, if there is anything to set.
pub(super) fn keep(attributes: &mut Attributes, name: &str, datum: Option<Datum>) {
    if datum.is_some() {
        attributes.set(name, datum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_into_range_as_chosen_and_are_never_cut() {
        let scaled = |raw: &[f64], scale| -> Vec<f64> {
            let scaled = Scaled::of(Cow::Borrowed(raw), scale, (1e-6, 1.0));
            (0..raw.len()).map(|at| scaled.value(at)).collect()
        };
        let of = |scale| scaled(&[2.0, 4.0, f64::NAN, 4.0, 10.0], scale);
        let near = |a: &[f64], b: &[f64]| {
            a.iter()
                .zip(b)
                .all(|(a, b)| (a - b).abs() < 1e-6 || a.is_nan() && b.is_nan())
        };
        let nan = f64::NAN;
        assert!(near(&of(Scale::AsIs), &[nan, nan, nan, nan, nan]));
        assert!(near(&of(Scale::Times(0.1)), &[0.2, 0.4, nan, 0.4, 1.0]));
        assert!(near(&of(Scale::ByMost), &[0.2, 0.4, nan, 0.4, 1.0]));
        assert!(near(&of(Scale::Spread), &[0.1, 0.325, nan, 0.325, 1.0]));
        assert!(near(&of(Scale::Ranks), &[0.1, 0.55, nan, 0.55, 1.0]));
        assert!(near(&scaled(&[3.0], Scale::Spread), &[1.0]));
    }

    #[test]
    fn several_numbers_become_one() {
        let all = || [1.0, 3.0, f64::NAN].into_iter();
        assert_eq!(combined(all(), Combine::Sum, true), 4.0);
        assert_eq!(combined(all(), Combine::Sum, false), 2.0);
        assert_eq!(combined(all(), Combine::Mean, true), 2.0);
        assert_eq!(combined(all(), Combine::Most, true), 3.0);
        assert!(combined([f64::NAN].into_iter(), Combine::Sum, true).is_nan());
    }

    #[test]
    fn values_that_differ_are_all_kept() {
        let text = |text: &str| Datum::text(text).unwrap();
        let data = ["a", "b", "a"].map(text);
        assert_eq!(
            together(data.into_iter()),
            Some(Datum::List(vec!["a".into(), "b".into()]))
        );
        assert_eq!(together([text("a"), text("a")].into_iter()), Some(text("a")));
        assert_eq!(together(std::iter::empty()), None);
    }
}
