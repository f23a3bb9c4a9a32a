//! The attributes themselves: one row each, with its range, unit and words.

use crate::base::units::{Amount, Breadth, Grade, Jobs, Seed, Share, TextSize, Weight, Year};
use crate::model::{Actor, Note, Project, Refusal, Tie, Zone};

use super::{Accepts, Field, Unfit, Value, clean_line, clean_tags};

/// A checked number as a field: `number!(id, name, unit, Type, place, help)`.
macro_rules! number {
    ($id:literal, $name:literal, $unit:literal, $unit_type:ident, $($at:ident).+, $help:literal) => {
        Field {
            id: $id, name: $name, unit: $unit, help: $help,
            accepts: Accepts::Number { least: $unit_type::LEAST, most: $unit_type::MOST, optional: false },
            get: |object| Value::Number(object.$($at).+.get()),
            set: |object, value| {
                let Value::Number(n) = value else { return Err(Unfit::Form) };
                object.$($at).+ = $unit_type::new(n).ok_or(Unfit::Form)?;
                Ok(())
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
                    Value::Number(n) => Some($unit_type::new(n).ok_or(Unfit::Form)?),
                    _ => return Err(Unfit::Form),
                };
                Ok(())
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
                let Value::Flag(flag) = value else {
                    return Err(Unfit::Form);
                };
                object.$at = flag;
                Ok(())
            },
        }
    };
}

macro_rules! text {
    ($id:literal, $name:literal, $accepts:expr, $($at:ident).+, $clean:expr, $help:literal) => {
        Field {
            id: $id,
            name: $name,
            unit: "",
            help: $help,
            accepts: $accepts,
            get: |object| Value::Text(object.$($at).+.clone()),
            set: |object, value| {
                let Value::Text(text) = value else {
                    return Err(Unfit::Form);
                };
                let clean: fn(&str) -> String = $clean;
                object.$($at).+ = clean(&text);
                Ok(())
            },
        }
    };
}

macro_rules! list {
    ($id:literal, $name:literal, $accepts:expr, $($at:ident).+, $clean:expr, $help:literal) => {
        Field {
            id: $id,
            name: $name,
            unit: "",
            help: $help,
            accepts: $accepts,
            get: |object| Value::List(object.$($at).+.clone()),
            set: |object, value| {
                let Value::List(items) = value else {
                    return Err(Unfit::Form);
                };
                let clean: fn(Vec<String>) -> Vec<String> = $clean;
                object.$($at).+ = clean(items);
                Ok(())
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
                _ => return Err(Unfit::Form),
            };
            Ok(())
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
        extra.note,
        str::to_owned,
        "Anything worth remembering"
    ),
    list!(
        "tags",
        "Tags",
        Accepts::Tags,
        extra.tags,
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
                Value::Number(_) if !tie.kind.has_value() => return Err(Unfit::Object(Refusal::NoValue)),
                Value::Number(n) => Some(Amount::new(n).ok_or(Unfit::Form)?),
                _ => return Err(Unfit::Form),
            };
            Ok(())
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
            let Value::Flag(mutual) = value else {
                return Err(Unfit::Form);
            };
            if mutual && !tie.may_be_mutual() {
                return Err(Unfit::Object(Refusal::NotMutual));
            }
            tie.mutual = mutual;
            Ok(())
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
        extra.note,
        str::to_owned,
        "Anything worth remembering"
    ),
    list!(
        "tags",
        "Tags",
        Accepts::Tags,
        extra.tags,
        clean_tags,
        "Words to find and filter by, separated by commas"
    ),
];

/// Attributes of a note beside its color and place, in the order in which they are shown.
pub static NOTE: &[Field<Note>] = &[
    text!(
        "text",
        "Text",
        Accepts::Paragraph,
        text,
        str::to_owned,
        "What the note says"
    ),
    number!(
        "width",
        "Width",
        "map units",
        Breadth,
        frame.width,
        "Width of the note; its words wrap in it"
    ),
    number!(
        "size",
        "Letters",
        "map units",
        TextSize,
        frame.size,
        "Size of the letters"
    ),
];

/// Attributes of a zone beside its color and area, in the order in which they are shown.
pub static ZONE: &[Field<Zone>] = &[
    text!("name", "Name", LINE, name, clean_line, "What the zone is called"),
    text!(
        "note",
        "Note",
        Accepts::Paragraph,
        note,
        str::to_owned,
        "Anything worth remembering"
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
    number!(
        "seed",
        "Seed of chance",
        "",
        Seed,
        seed,
        "Where chance begins, a whole number: the same seed gives the same draws and rewirings"
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
    optional_number!(
        "plant_hhi",
        "Plant concentration",
        "",
        Share,
        plant_hhi,
        "Sum of the squared shares of the industry's plants in its jobs, 0 to 1, for the Ellison–Glaeser index; without it the local firms stand for the plants"
    ),
];
