//! How a file says that Milieu wrote it, and under which names our own values stand there, so that reading it back
//! restores them without asking. Shared by all formats that have named attributes.

use crate::base::geom::Point;
use crate::model::field;

use super::draft::{Cell, Column, Direction, Draft, Fate, Meaning};

/// What a file with room for it says of who wrote it; see [`wrote`].
pub const CREATOR: &str = concat!("Milieu ", env!("CARGO_PKG_VERSION"));

/// Stands before the ids of figures, which are worked out and not read back.
pub const FIGURE: &str = "figure_";

/// Stands before the name of an attribute that would be taken for one of ours.
pub const ATTRIBUTE: &str = "attribute_";

/// Names beside those of fields that mean something in one of the formats.
const RESERVED: [&str; 28] = [
    "id",
    "key",
    "name",
    "label",
    "kind",
    "pinned",
    "x",
    "y",
    "z",
    "r",
    "g",
    "b",
    "a",
    "color",
    "size",
    "shape",
    "source",
    "target",
    "from",
    "to",
    "type",
    "directed",
    "creator",
    "graphics",
    "line",
    "width",
    "arrow",
    "more labels",
];

/// Columns that only say how something is drawn, or in what order; nothing of ours is called so.
const LOOKS: [&str; 7] = ["color", "size", "shape", "line", "width", "arrow", "key"];

/// Whether a file with this creator was written here.
pub fn wrote(creator: &str) -> bool {
    creator.trim().starts_with("Milieu ")
}

/// The name under which an attribute of an actor or tie is written.
pub fn attribute_name(name: &str) -> String {
    let lower = name.to_lowercase();
    let taken = RESERVED.contains(&lower.as_str())
        || lower.starts_with(FIGURE)
        || lower.starts_with(ATTRIBUTE)
        || field::find(field::ACTOR, &lower).is_some()
        || field::find(field::TIE, &lower).is_some();
    if taken {
        format!("{ATTRIBUTE}{name}")
    } else {
        name.to_owned()
    }
}

/// Gives the columns of a file that Milieu wrote their meanings back, turns ties that are marked as mutual into such,
/// and leaves out what was worked out: figures, sizes and colors.
pub fn recognize(draft: &mut Draft) {
    let mut figures = 0;
    let actor = |name: &str| match name {
        "kind" => Some(Meaning::Kind),
        "pinned" => Some(Meaning::Own("pinned")),
        _ => field::find(field::ACTOR, name).map(|field| Meaning::Own(field.id)),
    };
    let tie = |name: &str| match name {
        "kind" => Some(Meaning::Kind),
        _ => field::find(field::TIE, name).map(|field| Meaning::Own(field.id)),
    };
    figures += restore(&mut draft.actor_columns, actor);
    figures += restore(&mut draft.tie_columns, tie);
    if let Some(at) = draft
        .tie_columns
        .iter()
        .position(|column| column.meaning == Some(Meaning::Own("mutual")))
    {
        let mutual = draft.tie_columns.remove(at);
        for (tie, value) in draft.ties.iter_mut().zip(mutual.values.iter()) {
            if is_yes(value) {
                tie.direction = Direction::Mutual;
            }
        }
    }
    if figures > 0 {
        let what = match figures {
            1 => "A figure that Milieu had worked out is not read; it is worked out anew".to_owned(),
            n => format!("{n} figures that Milieu had worked out are not read; they are worked out anew"),
        };
        draft.found.remark(Fate::Unread, what, "");
    }
}

/// How many columns were figures.
fn restore(columns: &mut Vec<Column>, meaning: impl Fn(&str) -> Option<Meaning>) -> usize {
    let before = columns.len();
    columns.retain(|column| !column.name.starts_with(FIGURE));
    let figures = before - columns.len();
    let looks = [Meaning::Id, Meaning::Color, Meaning::Size, Meaning::Shape].map(Some);
    columns.retain(|column| !looks.contains(&column.meaning) && !LOOKS.contains(&column.name.as_str()));
    for column in columns {
        if let Some(plain) = column.name.strip_prefix(ATTRIBUTE) {
            column.name = plain.to_owned();
            column.meaning = None;
        } else if let Some(own) = meaning(&column.name) {
            column.meaning = Some(own);
        }
    }
    figures
}

/// Yes, in any form that a format may give it.
pub fn is_yes(value: Cell<'_>) -> bool {
    match value {
        Cell::Flag(flag) => flag,
        Cell::Number(number) => number != 0.0,
        Cell::Text(text) => matches!(text.to_lowercase().as_str(), "true" | "yes" | "1"),
        Cell::Missing | Cell::List(_) => false,
    }
}

/// A name with letters, digits and underscores of ASCII only, for formats that take no others; [`name_of_key`] turns
/// it back.
pub fn plain_key(name: &str) -> String {
    let mut key = String::new();
    if !name.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        key.push('k');
    }
    let mut signs = name.chars().peekable();
    let mut first = true;
    while let Some(sign) = signs.next() {
        let plain = sign.is_ascii_alphabetic() || sign.is_ascii_digit() && !first;
        if plain || sign == '_' && !first && signs.peek() != Some(&'x') {
            key.push(sign);
        } else {
            key.push_str(&format!("_x{:X}_", sign as u32));
        }
        first = false;
    }
    key
}

/// The name that a [`plain_key`] stands for.
pub fn name_of_key(key: &str) -> String {
    let mut rest = if key.starts_with("k_x") { &key[1..] } else { key };
    let mut name = String::new();
    while let Some(at) = rest.find("_x") {
        let code = rest[at + 2..].split_once('_');
        let sign = code.and_then(|(code, behind)| {
            let sign = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
            Some((sign, behind))
        });
        name.push_str(&rest[..at]);
        match sign {
            Some((sign, behind)) => {
                name.push(sign);
                rest = behind;
            }
            None => {
                name.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    name.push_str(rest);
    name
}

/// The shortest digits that read back as this number; with an exponent where it would be long, since many readers take
/// long digits for a code.
pub fn digits(value: f64) -> String {
    let size = value.abs();
    if size >= 9e15 || size > 0.0 && size < 1e-7 {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// Words with bars between them, as spreadsheets and Kumu have it; a bar within a word gets a backslash before it.
/// [`items`] takes them apart.
pub fn barred(items: &[String]) -> String {
    let mut text = String::new();
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            text.push('|');
        }
        let mut signs = item.chars().peekable();
        while let Some(sign) = signs.next() {
            // A backslash says nothing anywhere else.
            let doubled = sign == '\\' && signs.peek().is_none_or(|next| matches!(next, '|' | '\\'));
            if sign == '|' || doubled {
                text.push('\\');
            }
            text.push(sign);
        }
    }
    text
}

/// The words of a [`barred`] list.
pub fn items(text: &str) -> Vec<Box<str>> {
    let mut items = vec![String::new()];
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let last = items.last_mut().expect("there is one from the start");
        match sign {
            '\\' => last.push(signs.next_if(|next| matches!(next, '|' | '\\')).unwrap_or(sign)),
            '|' => items.push(String::new()),
            sign => last.push(sign),
        }
    }
    items.iter().map(|item| item.trim().into()).collect()
}

/// Takes the columns x and y of what Milieu wrote for places, in units of the map; an attribute of that name still has
/// its prefix, so that this comes before [`recognize`].
pub fn restore_places(draft: &mut Draft) {
    let of = |name: &str| draft.actor_columns.iter().position(|column| column.name == name);
    let (Some(x), Some(y)) = (of("x"), of("y")) else {
        return;
    };
    let number = |column: usize, row: usize| match draft.actor_columns[column].values.at(row) {
        Cell::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        Cell::Number(number) => Some(number),
        _ => None,
    };
    let places: Vec<Option<Point>> = (0..draft.actors.len())
        .map(|row| Some(Point::new(number(x, row)?, number(y, row)?)))
        .collect();
    for (actor, place) in draft.actors.iter_mut().zip(places) {
        actor.at = place.or(actor.at);
    }
    draft
        .actor_columns
        .retain(|column| !matches!(&*column.name, "x" | "y"));
}

/// A text as JSON has it, in one line.
pub fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A list as JSON has it, for formats without lists; [`restore_lists`] turns it back.
pub fn list_text(items: &[String]) -> String {
    serde_json::Value::from(items.to_vec()).to_string()
}

/// Turns what [`list_text`] wrote into lists again, once [`recognize`] has told which columns are ours.
pub fn restore_lists(draft: &mut Draft) {
    let columns = draft.actor_columns.iter_mut().chain(&mut draft.tie_columns);
    // A text of ours that looks like a list is none.
    let lists = |column: &&mut Column| matches!(column.meaning, None | Some(Meaning::Own("tags")));
    for column in columns.filter(lists) {
        column.values.split(|text| {
            let list = text.starts_with("[\"");
            list.then(|| serde_json::from_str(text).ok()).flatten()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_has_a_plain_key() {
        for (name, key) in [
            ("jobs", "jobs"),
            ("城市", "k_x57CE__x5E02_"),
            ("2020 jobs", "k_x32_020_x20_jobs"),
            ("a_x41_", "a_x5F_x41_"),
            ("_private", "k_x5F_private"),
        ] {
            assert_eq!(plain_key(name), key);
            assert_eq!(name_of_key(key), name);
        }
        assert_eq!(name_of_key("a_xyz_x"), "a_xyz_x");
    }

    #[test]
    fn words_with_bars_and_backslashes_are_told_apart() {
        for (list, text) in [
            (&["a", "b"][..], "a|b"),
            (&["a|b", "c"], "a\\|b|c"),
            (&["C:\\new", "end\\", "d"], "C:\\new|end\\\\|d"),
            (&["\\|", "\\\\x"], "\\\\\\||\\\\\\x"),
        ] {
            let list: Vec<String> = list.iter().map(|&item| item.to_owned()).collect();
            assert_eq!(barred(&list), text);
            let again: Vec<String> = items(text).into_iter().map(String::from).collect();
            assert_eq!(again, list, "{text}");
        }
    }

    #[test]
    fn an_attribute_with_one_of_our_names_comes_back_as_an_attribute() {
        for name in ["jobs", "Weight", "figure_x", "attribute_jobs", "Label"] {
            let written = attribute_name(name);
            assert_eq!(written, format!("attribute_{name}"));
            assert_eq!(written.strip_prefix(ATTRIBUTE), Some(name));
        }
        assert_eq!(attribute_name("城市"), "城市");
    }
}
