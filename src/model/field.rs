//! Attributes as data: one table each for actors, ties and the project.
//!
//! Inspector, tables, scripts, bulk edits and files' messages all walk these tables, so an attribute is declared once.

use crate::base::units::{Amount, Grade, Jobs, Share, Weight, Year};

use super::{Actor, Project, Refusal, Tie};

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
    set: fn(&mut T, Value) -> Option<()>,
}

impl<T> Field<T> {
    /// What `object` holds.
    pub fn get(&self, object: &T) -> Value {
        (self.get)(object)
    }

    /// Puts `value` into `object`.
    ///
    /// # Errors
    /// [`Refusal::BadValue`] when the value does not fit; the object is then unchanged.
    pub fn set(&self, object: &mut T, value: Value) -> Result<(), Refusal> {
        let shown = value.to_string();
        (self.set)(object, value).ok_or_else(|| Refusal::BadValue {
            field: self.name.to_owned(),
            expected: self.accepts.to_string(),
            found: shown,
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

/// A checked number as a field: `number!(id, name, unit, Type, place, help)`.
macro_rules! number {
    ($id:literal, $name:literal, $unit:literal, $unit_type:ident, $($at:ident).+, $help:literal) => {
        Field {
            id: $id, name: $name, unit: $unit, help: $help,
            accepts: Accepts::Number { least: $unit_type::LEAST, most: $unit_type::MOST, optional: false },
            get: |object| Value::Number(object.$($at).+.get()),
            set: |object, value| {
                let Value::Number(n) = value else { return None };
                object.$($at).+ = $unit_type::new(n)?;
                Some(())
            },
        }
    };
}

/// A checked number that may be absent.
macro_rules! optional_number {
    ($id:literal, $name:literal, $unit:literal, $unit_type:ident, $($at:ident).+, $help:literal) => {
        Field {
            id: $id, name: $name, unit: $unit, help: $help,
            accepts: Accepts::Number { least: $unit_type::LEAST, most: $unit_type::MOST, optional: true },
            get: |object| object.$($at).+.map_or(Value::Absent, |n| Value::Number(n.get())),
            set: |object, value| {
                object.$($at).+ = match value {
                    Value::Absent => None,
                    Value::Number(n) => Some($unit_type::new(n)?),
                    _ => return None,
                };
                Some(())
            },
        }
    };
}

macro_rules! flag {
    ($id:literal, $name:literal, $at:ident, $help:literal) => {
        Field {
            id: $id,
            name: $name,
            unit: "",
            help: $help,
            accepts: Accepts::Flag,
            get: |object| Value::Flag(object.$at),
            set: |object, value| {
                let Value::Flag(flag) = value else { return None };
                object.$at = flag;
                Some(())
            },
        }
    };
}

macro_rules! text {
    ($id:literal, $name:literal, $accepts:expr, $at:ident, $clean:expr, $help:literal) => {
        Field {
            id: $id,
            name: $name,
            unit: "",
            help: $help,
            accepts: $accepts,
            get: |object| Value::Text(object.$at.clone()),
            set: |object, value| {
                let Value::Text(text) = value else { return None };
                let clean: fn(&str) -> String = $clean;
                object.$at = clean(&text);
                Some(())
            },
        }
    };
}

macro_rules! list {
    ($id:literal, $name:literal, $accepts:expr, $at:ident, $clean:expr, $help:literal) => {
        Field {
            id: $id,
            name: $name,
            unit: "",
            help: $help,
            accepts: $accepts,
            get: |object| Value::List(object.$at.clone()),
            set: |object, value| {
                let Value::List(items) = value else { return None };
                let clean: fn(Vec<String>) -> Vec<String> = $clean;
                object.$at = clean(items);
                Some(())
            },
        }
    };
}

fn clean_lines(lines: Vec<String>) -> Vec<String> {
    lines
        .iter()
        .map(|line| clean_line(line))
        .filter(|line| !line.is_empty())
        .collect()
}

const LINE: Accepts = Accepts::Line { optional: false };

/// Attributes of an actor beside its name and kind, in the order in which they are shown.
pub static ACTOR: &[Field<Actor>] = &[
    number!("jobs", "Jobs", "jobs", Jobs, jobs, "People employed"),
    number!(
        "revenue",
        "Revenue",
        "million/yr",
        Amount,
        revenue,
        "Revenue or budget in million currency a year"
    ),
    number!(
        "capability",
        "Innovation capability",
        "",
        Share,
        capability,
        "How much new knowledge it creates, 0 to 1"
    ),
    number!(
        "absorption",
        "Absorptive capacity",
        "",
        Share,
        absorption,
        "How well it uses knowledge of others, 0 to 1 (Cohen & Levinthal 1990)"
    ),
    number!(
        "export",
        "Export share",
        "",
        Share,
        export,
        "Share of revenue sold outside the region, 0 to 1"
    ),
    number!(
        "reputation",
        "Reputation",
        "",
        Share,
        reputation,
        "Standing with customers and partners, 0 to 1"
    ),
    number!(
        "founded",
        "Founded",
        "year",
        Year,
        founded,
        "Year of founding; young firms count as entry"
    ),
    flag!(
        "external",
        "External",
        external,
        "Outside the cluster: a pipeline, not a member"
    ),
    Field {
        id: "activity",
        name: "Activity",
        unit: "",
        help: "Activity code group.sub, for instance 26.1; the kind when empty",
        accepts: Accepts::Line { optional: true },
        get: |actor| actor.activity.clone().map_or(Value::Absent, Value::Text),
        set: |actor, value| {
            actor.activity = match value {
                Value::Absent => None,
                Value::Text(text) => Some(clean_line(&text)).filter(|text| !text.is_empty()),
                _ => return None,
            };
            Some(())
        },
    },
    number!(
        "research",
        "R&D share",
        "",
        Share,
        research,
        "Research and development as a share of revenue; shown only"
    ),
    optional_number!(
        "productivity",
        "Productivity",
        "thousand/job",
        Amount,
        productivity,
        "Thousand currency a job; revenue over jobs when empty"
    ),
    text!(
        "note",
        "Note",
        Accepts::Paragraph,
        note,
        str::to_owned,
        "Anything worth remembering"
    ),
    list!(
        "tags",
        "Tags",
        Accepts::Tags,
        tags,
        clean_tags,
        "Words to find and filter by, separated by commas"
    ),
];

/// Attributes of a tie beside its kind and ends, in the order in which they are shown.
pub static TIE: &[Field<Tie>] = &[
    number!(
        "weight",
        "Strength",
        "",
        Weight,
        weight,
        "How much the tie carries, above 0 to 1"
    ),
    number!(
        "trust",
        "Trust",
        "",
        Share,
        trust,
        "How far each relies on the other, 0 to 1"
    ),
    number!(
        "frequency",
        "Contacts",
        "per yr",
        Amount,
        frequency,
        "Contacts a year"
    ),
    number!("age", "Age", "yr", Amount, age, "Years the tie has lasted"),
    number!(
        "formality",
        "Formality",
        "",
        Share,
        formality,
        "From a handshake (0) to a contract (1)"
    ),
    Field {
        id: "value",
        name: "Value",
        unit: "million/yr",
        help: "Million currency a year, for supply and finance; estimated when empty",
        accepts: Accepts::Number {
            least: Amount::LEAST,
            most: Amount::MOST,
            optional: true,
        },
        get: |tie| tie.value.map_or(Value::Absent, |n| Value::Number(n.get())),
        set: |tie, value| {
            tie.value = match value {
                Value::Absent => None,
                Value::Number(n) if tie.kind.has_value() => Some(Amount::new(n)?),
                _ => return None,
            };
            Some(())
        },
    },
    Field {
        id: "mutual",
        name: "Mutual",
        unit: "",
        help: "Both ways; knowledge ties only",
        accepts: Accepts::Flag,
        get: |tie| Value::Flag(tie.mutual),
        set: |tie, value| {
            let Value::Flag(mutual) = value else { return None };
            if mutual && !tie.may_be_mutual() {
                return None;
            }
            tie.mutual = mutual;
            Some(())
        },
    },
    flag!(
        "enabled",
        "Enabled",
        enabled,
        "A disabled tie is drawn faintly and counts nowhere"
    ),
    text!(
        "note",
        "Note",
        Accepts::Paragraph,
        note,
        str::to_owned,
        "Anything worth remembering"
    ),
    list!(
        "tags",
        "Tags",
        Accepts::Tags,
        tags,
        clean_tags,
        "Words to find and filter by, separated by commas"
    ),
];

/// Attributes of the project beside its assumptions, in the order in which they are shown.
pub static PROJECT: &[Field<Project>] = &[
    text!("title", "Title", LINE, title, clean_line, "Name of the cluster"),
    text!("place", "Place", LINE, place, clean_line, "Town or region"),
    number!(
        "year",
        "Reference year",
        "year",
        Year,
        year,
        "The year that the map shows; entry counts from it"
    ),
    text!(
        "notes",
        "Notes",
        Accepts::Paragraph,
        notes,
        str::to_owned,
        "The story of the cluster"
    ),
    list!(
        "authors",
        "Authors",
        Accepts::Lines,
        authors,
        clean_lines,
        "Who drew it, one a line"
    ),
    list!(
        "sources",
        "Sources",
        Accepts::Lines,
        sources,
        clean_lines,
        "What it rests on, one a line"
    ),
    number!(
        "basic_factors",
        "Basic factors",
        "",
        Grade,
        basic_factors,
        "Land, climate, infrastructure, unskilled labor, 0 to 100"
    ),
    number!(
        "demand_sophistication",
        "Demand sophistication",
        "",
        Grade,
        demand_sophistication,
        "How demanding local customers are, 0 to 100"
    ),
    number!(
        "government_quality",
        "Government quality",
        "",
        Grade,
        government_quality,
        "How well government serves the cluster, 0 to 100"
    ),
    optional_number!(
        "industry_region",
        "Industry jobs, region",
        "jobs",
        Amount,
        lq.industry_region,
        "Jobs of the industry in the region, for the location quotient"
    ),
    optional_number!(
        "all_region",
        "All jobs, region",
        "jobs",
        Amount,
        lq.all_region,
        "All jobs in the region, for the location quotient"
    ),
    optional_number!(
        "industry_nation",
        "Industry jobs, nation",
        "jobs",
        Amount,
        lq.industry_nation,
        "Jobs of the industry in the nation, for the location quotient"
    ),
    optional_number!(
        "all_nation",
        "All jobs, nation",
        "jobs",
        Amount,
        lq.all_nation,
        "All jobs in the nation, for the location quotient"
    ),
];

/// The field with this id.
pub fn find<T>(fields: &'static [Field<T>], id: &str) -> Option<&'static Field<T>> {
    fields.iter().find(|field| field.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorId, ActorKind, TieKind};

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
        assert_eq!(actor.tags, ["a", "b"]);
    }

    #[test]
    fn a_social_tie_has_no_value_and_is_not_mutual() {
        let one = ActorId::new(1).unwrap();
        let mut tie = Tie::new(TieKind::Social, one, one);
        assert!(
            find(TIE, "value")
                .unwrap()
                .set(&mut tie, Value::Number(1.0))
                .is_err()
        );
        assert!(
            find(TIE, "mutual")
                .unwrap()
                .set(&mut tie, Value::Flag(true))
                .is_err()
        );
    }
}
