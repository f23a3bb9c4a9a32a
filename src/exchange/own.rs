//! How a file says that Milieu wrote it, and under which names our own values stand there, so that reading it back
//! restores them without asking. Shared by all formats that have named attributes.

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
        for (tie, value) in draft.ties.iter_mut().zip(mutual.values) {
            if is_yes(&value) {
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
    columns.retain(|column| column.meaning != Some(Meaning::Id) && !LOOKS.contains(&column.name.as_str()));
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
pub fn is_yes(value: &Cell) -> bool {
    match value {
        Cell::Flag(flag) => *flag,
        Cell::Number(number) => *number != 0.0,
        Cell::Text(text) => matches!(text.to_lowercase().as_str(), "true" | "yes" | "1"),
        Cell::Missing | Cell::List(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
