//! Columns on their way into fields and attributes: numbers read by their rule, brought into range, counted where they
//! do not fit.

use crate::base::fold::folded;
use crate::base::notice::Notice;
use crate::base::text::count;
use crate::exchange::draft::{Cell, Column};
use crate::exchange::mapping::{ColumnChoice, Combine, Numbers, Scale, Side, Target, range, year};
use crate::model::attribute::{Attributes, Datum};
use crate::model::field::{Accepts, Field, Value};

/// The smallest number of a column becomes this share of the range, where all are spread over it.
const SPREAD_FROM: f64 = 0.1;

/// A column whose numbers have been brought into the range of a field.
pub(super) struct Scaled {
    /// For each actor or tie that there will be; not a number where there is none or it does not fit.
    pub(super) values: Vec<f64>,
    /// The same before.
    pub(super) raw: Vec<f64>,
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

/// Brings numbers into the range of their field.
pub(super) fn scaled(raw: Vec<f64>, scale: Scale, bounds: (f64, f64)) -> Scaled {
    let finite = || raw.iter().copied().filter(|number| number.is_finite());
    let most = finite().fold(f64::NEG_INFINITY, f64::max);
    let least = finite().fold(f64::INFINITY, f64::min);
    let share = |share: f64| bounds.0.max(0.0) + (bounds.1 - bounds.0.max(0.0)) * share;
    let spread = |part: f64| share(SPREAD_FROM + (1.0 - SPREAD_FROM) * part);
    let ranks: Vec<f64> = if scale == Scale::Ranks {
        let mut sorted: Vec<f64> = finite().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted.dedup();
        sorted
    } else {
        Vec::new()
    };
    let within = |value: f64| {
        // What a division leaves beyond the end is no other value.
        let near = 1e-9 * (bounds.1 - bounds.0);
        let value = if (bounds.0 - near..=bounds.1 + near).contains(&value) {
            value.clamp(bounds.0, bounds.1)
        } else {
            value
        };
        if (bounds.0..=bounds.1).contains(&value) {
            value
        } else {
            f64::NAN
        }
    };
    let of = |number: f64| match scale {
        Scale::AsIs => number,
        Scale::Times(factor) => number * factor,
        Scale::ByMost if most > 0.0 => number / most * bounds.1,
        Scale::ByMost => number,
        Scale::Spread if most > least => spread((number - least) / (most - least)),
        Scale::Spread => spread(1.0),
        Scale::Ranks => {
            let rank = ranks.partition_point(|&other| other < number);
            let last = ranks.len().saturating_sub(1).max(1);
            spread(if ranks.len() < 2 {
                1.0
            } else {
                rank as f64 / last as f64
            })
        }
    };
    let values = raw.iter().map(|&number| {
        if number.is_finite() {
            within(of(number))
        } else {
            f64::NAN
        }
    });
    Scaled {
        values: values.collect(),
        raw,
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
pub(super) fn together(data: impl Iterator<Item = Datum>) -> Option<Datum> {
    let mut all: Vec<Datum> = Vec::new();
    for datum in data {
        if !all.contains(&datum) {
            all.push(datum);
        }
    }
    match all.len() {
        0 | 1 => all.pop(),
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

/// Numbers of a column for things that stand for one or several rows each.
pub(super) fn raw_numbers<R: Iterator<Item = usize>>(
    column: &Column,
    choice: &ColumnChoice,
    things: impl Iterator<Item = R>,
    combine: Combine,
) -> Vec<f64> {
    let Target::Field(id) = choice.target else {
        return Vec::new();
    };
    let one = |row: usize| {
        let cell = column.values.get(row);
        cell.and_then(|cell| number(cell, choice.numbers, id))
            .unwrap_or(f64::NAN)
    };
    things
        .map(|mut rows| {
            let first = rows.next().map_or(f64::NAN, one);
            match rows.next() {
                None => first,
                Some(second) => {
                    let all = [first, one(second)].into_iter().chain(rows.map(one));
                    combined(all, combine, adds_up(id))
                }
            }
        })
        .collect()
}

/// What does not fit into the fields of a side, by column.
pub(super) fn misfits(side: Side, choice: &ColumnChoice, scaled: &Scaled) -> Option<Notice> {
    let Target::Field(id) = choice.target else {
        return None;
    };
    let bad =
        |(value, raw): &(&f64, &f64)| value.is_nan() && raw.is_finite() && !(id == "weight" && **raw == 0.0);
    let count_of = scaled.values.iter().zip(&scaled.raw).filter(bad).count();
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
        let of = |scale| scaled(vec![2.0, 4.0, f64::NAN, 4.0, 10.0], scale, (1e-6, 1.0)).values;
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
        let one = scaled(vec![3.0], Scale::Spread, (1e-6, 1.0)).values;
        assert!(near(&one, &[1.0]));
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
