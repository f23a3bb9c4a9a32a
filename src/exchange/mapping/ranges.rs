//! How the numbers of a column are read, and how they come into the range of their field.

use crate::exchange::draft::{Cell, Column, Meaning, Values};
use crate::exchange::format::Format;
use crate::exchange::headings;
use crate::exchange::own;
use crate::model::field::{self, Accepts};
use crate::model::{ActorKind, TieKind};

use super::{ColumnChoice, Numbers, Scale, Side, Target};

/// How the numbers of a column are read and come into range, now that it is known what it is.
pub(super) fn settle(choice: &mut ColumnChoice, column: &Column, side: Side, decimal: Option<char>) {
    choice.numbers = match choice.target {
        Target::Label | Target::Id | Target::Kind | Target::Direction | Target::Color | Target::Pinned => {
            None
        }
        Target::Field("activity" | "note" | "tags") | Target::Leave => None,
        Target::Attribute | Target::Group if is_code(&column.name) => None,
        _ => Numbers::guess(&column.values, decimal),
    };
    (choice.scale, choice.keep) = (Scale::AsIs, false);
    let own = matches!(column.meaning, Some(Meaning::Own(_)));
    match choice.target {
        // The word says more than our kind does, unless it is our own.
        Target::Kind => choice.keep = !own && !all_are_own_kinds(column, side),
        Target::Field(id) if !own => {
            if let Some((least, most)) = range(id, side) {
                choice.scale = scale(id, column, choice.numbers, least, most);
                choice.keep = choice.scale != Scale::AsIs;
            }
        }
        _ => {}
    }
}

/// In what we wrote, numbers are as we write them: always so in our fields; in attributes where the format has sorts of
/// values and says so, or where all of them look just as ours do.
pub(super) fn settle_own(choice: &mut ColumnChoice, column: &Column, format: Option<Format>) {
    let as_ours = |cell: Cell<'_>| match cell {
        Cell::Text(text) => text.parse().is_ok_and(|number| own::digits(number) == text),
        _ => true,
    };
    let no_sorts = matches!(
        format,
        Some(Format::Table | Format::Xlsx | Format::Dot | Format::Pajek)
    );
    choice.numbers = match choice.target {
        Target::Field("activity" | "note" | "tags") => None,
        Target::Field(_) => Some(Numbers::PLAIN),
        Target::Attribute if no_sorts && column.values.each_text_once().all(as_ours) => Some(Numbers::PLAIN),
        _ => None,
    };
}

/// The column holds codes by what stands above it: they stay text whatever they look like.
fn is_code(heading: &str) -> bool {
    let plain = headings::plain(heading);
    const CODES: [&str; 30] = [
        "naics",
        "sic",
        "isic",
        "nace",
        "noga",
        "wz",
        "naf",
        "ateco",
        "cnae",
        "hs",
        "zip",
        "plz",
        "postcode",
        "postalcode",
        "phone",
        "tel",
        "telephone",
        "telefon",
        "ticker",
        "stock",
        "isin",
        "lei",
        "vat",
        "duns",
        "siren",
        "siret",
        "fips",
        "邮编",
        "电话",
        "证券",
    ];
    const ENDS: [&str; 12] = [
        "code", "codes", "id", "nummer", "number", "nr", "代码", "编码", "编号", "号码", "codigo", "codice",
    ];
    CODES.contains(&plain.as_str()) || ENDS.iter().any(|end| plain.ends_with(end))
}

fn all_are_own_kinds(column: &Column, side: Side) -> bool {
    column
        .values
        .each_text_once()
        .filter(|cell| *cell != Cell::Missing)
        .all(|cell| match cell {
            Cell::Text(word) => match side {
                Side::Actors => ActorKind::from_id(word).is_some(),
                Side::Ties => TieKind::from_id(word).is_some(),
            },
            _ => false,
        })
}

/// Range of a field of numbers.
pub fn range(id: &str, side: Side) -> Option<(f64, f64)> {
    let accepts = match side {
        Side::Actors => field::find(field::ACTOR, id)?.accepts,
        Side::Ties => field::find(field::TIE, id)?.accepts,
    };
    match accepts {
        Accepts::Number { least, most, .. } => Some((least, most)),
        _ => None,
    }
}

/// Numbers of a column by its rule; those that are none are passed over.
fn numbers(values: &Values, rule: Option<Numbers>) -> impl Iterator<Item = f64> {
    values.each_text_once().filter_map(move |cell| match cell {
        Cell::Number(number) => Some(number),
        Cell::Text(text) => rule?.parse(text),
        _ => None,
    })
}

/// How the numbers of a field come into its range.
fn scale(id: &str, column: &Column, rule: Option<Numbers>, least: f64, most: f64) -> Scale {
    let most_found = numbers(&column.values, rule).fold(f64::NEG_INFINITY, f64::max);
    match id {
        "revenue" | "value" | "productivity" => {
            unit(&column.name, id, most_found).map_or(Scale::AsIs, Scale::Times)
        }
        // Shares and strengths.
        _ if most <= 1.0 && most_found > most => {
            let percent = column.name.contains(['%', '％']);
            let grade = id != "weight" && most_found > 10.0 && most_found <= 100.0;
            if percent || grade {
                Scale::Times(0.01)
            } else {
                Scale::ByMost
            }
        }
        _ => {
            debug_assert!(least < most, "a field has a range");
            Scale::AsIs
        }
    }
}

/// What amounts are to be multiplied with to become millions (thousands for productivity), by the unit in the heading or
/// by their size.
fn unit(heading: &str, id: &str, most: f64) -> Option<f64> {
    let unit = heading
        .split(['(', '[', '（', '【'])
        .nth(1)
        .map(str::to_lowercase)
        .unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| unit.contains(word));
    let millions = if has(&["亿", "億"]) {
        100.0
    } else if has(&["百万"]) {
        1.0
    } else if has(&["万", "萬"]) {
        0.01
    } else if has(&["bn", "billion", "mrd", "milliard", "mil millones", "miliard"]) {
        1000.0
    } else if has(&["mio", "million", "mill", "mln", "meur", "musd", "m€", "m$"]) || unit.trim() == "m" {
        1.0
    } else if has(&[
        "thousand", "tausend", "t€", "teur", "k€", "k$", "keur", "mille", "miles", "migliaia", "千",
    ]) {
        0.001
    } else if has(&[
        "元", "eur", "€", "usd", "$", "cny", "rmb", "chf", "gbp", "£", "¥", "￥",
    ]) || most >= 1e6
    {
        1e-6
    } else {
        return None;
    };
    let factor = if id == "productivity" {
        millions * 1000.0
    } else {
        millions
    };
    (factor != 1.0).then_some(factor)
}
