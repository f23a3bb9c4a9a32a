//! Attributes as data: one table each for actors, ties and the project.
//!
//! Inspector, tables, scripts, bulk edits and files' messages all walk these tables, so an attribute is declared once.

use super::Refusal;

mod tables;

pub use tables::{ACTOR, NOTE, PROJECT, TIE, ZONE};

/// A value on its way in or out of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing is stated.
    Absent,
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Words.
    Text(String),
    /// A list of words or lines.
    List(Vec<String>),
}

impl Value {
    /// The value as a person would type it into a field that takes this, without digits that say nothing.
    pub fn typed(&self, accepts: &Accepts) -> String {
        match (self, accepts) {
            (Self::Number(number), _) => number_text(*number),
            (Self::List(items), Accepts::Lines) => items.join("\n"),
            (value, _) => value.to_string(),
        }
    }
}

/// A number with at most four decimals and no trailing zeros.
pub fn number_text(number: f64) -> String {
    let text = format!("{number:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Accepts {
    /// A number in this range.
    Number {
        /// Smallest.
        least: f64,
        /// Largest.
        most: f64,
        /// May be left out.
        optional: bool,
    },
    /// Yes or no.
    Flag,
    /// One line.
    Line {
        /// May be left out (then it is absent, not empty).
        optional: bool,
    },
    /// Many lines.
    Paragraph,
    /// A set of short words, kept sorted.
    Tags,
    /// A list in the given order.
    Lines,
}

/// One attribute of a `T`.
pub struct Field<T> {
    /// Stable id in files and scripts.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// Unit, or empty.
    pub unit: &'static str,
    /// One sentence for the tooltip.
    pub help: &'static str,
    /// What it takes.
    pub accepts: Accepts,
    get: fn(&T) -> Value,
    set: fn(&mut T, Value) -> Result<(), Unfit>,
}

/// Why a value cannot be put in.
enum Unfit {
    /// It is not what the field takes.
    Form,
    /// The object cannot have it, whatever the value.
    Object(Refusal),
}

impl<T> Field<T> {
    /// What `object` holds.
    pub fn get(&self, object: &T) -> Value {
        (self.get)(object)
    }

    /// Puts `value` into `object`.
    ///
    /// # Errors
    /// [`Refusal::BadValue`] when the value does not fit, or why this object has no such value; the object is then
    /// unchanged.
    pub fn set(&self, object: &mut T, value: Value) -> Result<(), Refusal> {
        let told = value.clone();
        (self.set)(object, value).map_err(|unfit| match unfit {
            Unfit::Form => Refusal::BadValue {
                field: self.name.to_owned(),
                expected: self.accepts.to_string(),
                found: told.to_string(),
            },
            Unfit::Object(refusal) => refusal,
        })
    }

    /// Reads what a person typed; an empty text means absent where that is allowed.
    ///
    /// # Errors
    /// [`Refusal::BadValue`] when the text is not of the right form.
    pub fn parse(&self, text: &str) -> Result<Value, Refusal> {
        let bad = || Refusal::BadValue {
            field: self.name.to_owned(),
            expected: self.accepts.to_string(),
            found: format!("\"{text}\""),
        };
        let trimmed = text.trim();
        match self.accepts {
            Accepts::Number { optional: true, .. } | Accepts::Line { optional: true }
                if trimmed.is_empty() =>
            {
                Ok(Value::Absent)
            }
            Accepts::Number { .. } => {
                // A comma is a decimal mark for half of the world; nobody types thousands separators here.
                trimmed
                    .replace(',', ".")
                    .parse()
                    .map(Value::Number)
                    .map_err(|_| bad())
            }
            Accepts::Flag => match trimmed {
                "true" | "yes" | "1" => Ok(Value::Flag(true)),
                "false" | "no" | "0" => Ok(Value::Flag(false)),
                _ => Err(bad()),
            },
            Accepts::Line { .. } | Accepts::Paragraph => Ok(Value::Text(text.to_owned())),
            Accepts::Tags => Ok(Value::List(text.split([',', ';']).map(str::to_owned).collect())),
            Accepts::Lines => Ok(Value::List(text.lines().map(str::to_owned).collect())),
        }
    }
}

impl std::fmt::Display for Accepts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number { least, most, .. } => write!(f, "a number from {least} to {most}"),
            Self::Flag => f.write_str("yes or no"),
            Self::Line { .. } => f.write_str("one line of text"),
            Self::Paragraph => f.write_str("text"),
            Self::Tags => f.write_str("words separated by commas"),
            Self::Lines => f.write_str("one entry a line"),
        }
    }
}

impl std::fmt::Display for Value {
    /// As a person would type it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Absent => Ok(()),
            Self::Number(n) => write!(f, "{n}"),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => f.write_str(&items.join(", ")),
        }
    }
}

/// One line without control characters or blanks around it.
pub fn clean_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.trim().to_owned()
}

/// Trimmed, without empty ones and repeats, sorted.
pub fn clean_tags(tags: Vec<String>) -> Vec<String> {
    let mut tags: Vec<String> = tags
        .iter()
        .map(|tag| clean_line(tag))
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

/// The field with this id.
pub fn find<T>(fields: &'static [Field<T>], id: &str) -> Option<&'static Field<T>> {
    fields.iter().find(|field| field.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, ActorId, ActorKind, Project, Tie, TieKind};

    #[test]
    fn figures_are_short() {
        assert_eq!(number_text(0.300_000_000_000_000_04), "0.3");
        assert_eq!(number_text(1200.0), "1200");
        assert_eq!(number_text(-0.000_000_1), "0");
    }

    #[test]
    fn no_field_takes_nan_or_infinity() {
        let mut actor = Actor::new("A", ActorKind::Final);
        let one = ActorId::new(1).unwrap();
        let mut tie = Tie::new(TieKind::Supply, one, one);
        let mut project = Project::default();
        for bad in [f64::NAN, f64::INFINITY, -f64::INFINITY, -1e300] {
            for field in ACTOR {
                assert!(field.set(&mut actor, Value::Number(bad)).is_err(), "{}", field.id);
            }
            for field in TIE {
                assert!(field.set(&mut tie, Value::Number(bad)).is_err(), "{}", field.id);
            }
            for field in PROJECT {
                assert!(
                    field.set(&mut project, Value::Number(bad)).is_err(),
                    "{}",
                    field.id
                );
            }
        }
        assert_eq!(actor, Actor::new("A", ActorKind::Final));
    }

    #[test]
    fn what_get_gives_set_takes() {
        let actor = Actor::new("A", ActorKind::Final);
        for field in ACTOR {
            let mut copy = actor.clone();
            field.set(&mut copy, field.get(&actor)).unwrap();
            assert_eq!(copy, actor, "{}", field.id);
        }
    }

    #[test]
    fn typed_text() {
        let share = find(ACTOR, "export").unwrap();
        assert_eq!(share.parse(" 0,4 ").unwrap(), Value::Number(0.4));
        assert!(share.parse("").is_err());
        assert_eq!(
            find(ACTOR, "productivity").unwrap().parse(" ").unwrap(),
            Value::Absent
        );
        let tags = find(ACTOR, "tags").unwrap();
        let mut actor = Actor::new("A", ActorKind::Final);
        tags.set(&mut actor, tags.parse("b, a;b ,").unwrap()).unwrap();
        assert_eq!(actor.extra.tags, ["a", "b"]);
    }

    #[test]
    fn a_social_tie_has_no_value_and_is_not_mutual() {
        let one = ActorId::new(1).unwrap();
        let mut tie = Tie::new(TieKind::Social, one, one);
        let mut set = |id: &str, value| find(TIE, id).unwrap().set(&mut tie, value);
        assert_eq!(set("value", Value::Number(1.0)), Err(Refusal::NoValue));
        assert_eq!(set("mutual", Value::Flag(true)), Err(Refusal::NotMutual));
        assert_eq!(set("value", Value::Absent), Ok(()));
        assert_eq!(set("mutual", Value::Flag(false)), Ok(()));
    }
}
