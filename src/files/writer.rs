//! From a document to the text of a project file: the same document always gives the same bytes.
//!
//! Every number is written even when it is a default, so that a file means the same after defaults have changed.
//! What is absent, empty or not set is left out.

use std::fmt::Write as _;

use crate::model::attribute::{Attributes, Datum};
use crate::model::field::{self, Accepts, Field, Value};
use crate::model::project::Region;
use crate::model::{
    Actor, ActorId, Document, Note, NoteId, Place, Project, Snapshot, SnapshotId, Tie, TieId, Unknown, Zone,
    ZoneId,
};

use super::project::FORMAT;
use super::reader::SIDES;

/// See [`super::project::write`].
pub(super) fn write(document: &Document) -> String {
    let mut out = String::with_capacity(400 + 320 * document.actor_count() + 160 * document.tie_count());
    let unknown = document.unknown();
    out.push_str("{\"milieu\":{");
    let mut header = Members::new(&mut out, "");
    header.number("format", FORMAT as f64);
    header.text("app", env!("CARGO_PKG_VERSION"));
    let retired = document.retired();
    for (name, number) in [
        ("retired_actors", retired.actors),
        ("retired_ties", retired.ties),
        ("retired_snapshots", retired.snapshots),
        ("retired_notes", retired.notes),
        ("retired_zones", retired.zones),
    ] {
        if number > 0 {
            header.number(name, number as f64);
        }
    }
    header.nested(unknown, "milieu");
    out.push_str("},\n\"project\":{");
    project(&mut out, document.project(), "\n");
    out.push_str("\n},\n");
    lists(&mut out, document);
    for (i, (id, one)) in document.snapshots().enumerate() {
        out.push_str(if i == 0 { ",\n\"snapshots\":[\n" } else { ",\n" });
        snapshot(&mut out, id, one);
    }
    if document.snapshots().len() > 0 {
        out.push_str("\n]");
    }
    for (name, json) in unknown.iter().filter(|(name, _)| *name != "milieu") {
        out.push_str(",\n");
        quote(&mut out, name);
        out.push(':');
        out.push_str(json);
    }
    out.push_str("}\n");
    out
}

/// Ids of the project's fields that stand in an object of their own.
pub(super) const LQ: [&str; 4] = ["industry_region", "all_region", "industry_nation", "all_nation"];

/// Actors and ties, one a line, and notes and zones where there are any.
fn lists(out: &mut String, document: &Document) {
    out.push_str("\"actors\":[");
    for (i, (id, one)) in document.actors().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        let place = document.place(id).expect("every actor of a document has a place");
        actor(out, id, one, place);
    }
    out.push_str("\n],\n\"ties\":[");
    for (i, (id, one)) in document.ties().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        tie(out, id, one);
    }
    out.push_str("\n]");
    for (i, (id, one)) in document.notes().enumerate() {
        out.push_str(if i == 0 { ",\n\"notes\":[\n" } else { ",\n" });
        note(out, id, one);
    }
    if document.notes().len() > 0 {
        out.push_str("\n]");
    }
    for (i, (id, one)) in document.zones().enumerate() {
        out.push_str(if i == 0 { ",\n\"zones\":[\n" } else { ",\n" });
        zone(out, id, one);
    }
    if document.zones().len() > 0 {
        out.push_str("\n]");
    }
}

fn snapshot(out: &mut String, id: SnapshotId, snapshot: &Snapshot) {
    out.push('{');
    let mut members = Members::new(out, "");
    members.text("id", &id.to_string());
    members.text("name", &snapshot.name);
    members.text("note", &snapshot.note);
    members.key("project");
    out.push('{');
    project(out, snapshot.state().project(), "");
    out.push_str("},\n");
    lists(out, snapshot.state());
    let mut members = Members::new(out, "");
    members.first = false;
    members.all(&snapshot.unknown);
    out.push('}');
}

/// `lead` stands before each member.
pub(super) fn project(out: &mut String, project: &Project, lead: &'static str) {
    let unknown = &project.unknown;
    let mut members = Members::new(out, lead);
    for field in field::PROJECT.iter().filter(|field| !LQ.contains(&field.id)) {
        members.field(field, project);
    }
    let mut lq = String::new();
    let mut inner = Members::new(&mut lq, "");
    for field in field::PROJECT.iter().filter(|field| LQ.contains(&field.id)) {
        inner.field(field, project);
    }
    inner.nested(unknown, "lq");
    members.object("lq", &lq);
    members.regions(&project.regions);
    let mut assumptions = String::new();
    let mut inner = Members::new(&mut assumptions, "");
    if project.assumptions.aggregation != Default::default() {
        inner.text("aggregation", project.assumptions.aggregation.id());
    }
    for (id, value) in project.assumptions.changed() {
        inner.number(id, value);
    }
    inner.nested(unknown, "assumptions");
    members.object("assumptions", &assumptions);
    for (name, json) in unknown {
        if name != "lq" && name != "assumptions" {
            members.raw(name, json);
        }
    }
}

pub(super) fn actor(out: &mut String, id: ActorId, actor: &Actor, place: Place) {
    out.push('{');
    let mut members = Members::new(out, "");
    members.text("id", &id.to_string());
    members.text("name", &actor.name);
    members.text("kind", actor.kind.id());
    members.number("x", place.at.x);
    members.number("y", place.at.y);
    members.flag("pinned", place.pinned);
    for field in field::ACTOR {
        members.field(field, actor);
    }
    members.attributes(&actor.attributes);
    members.all(&actor.extra.unknown);
    out.push('}');
}

pub(super) fn tie(out: &mut String, id: TieId, tie: &Tie) {
    out.push('{');
    let mut members = Members::new(out, "");
    members.text("id", &id.to_string());
    members.text("kind", tie.kind.id());
    members.text("from", &tie.from.to_string());
    members.text("to", &tie.to.to_string());
    for field in field::TIE {
        if field.id != "enabled" {
            members.field(field, tie);
        } else if !tie.enabled {
            members.raw(field.id, "false");
        }
    }
    members.attributes(&tie.attributes);
    members.all(&tie.extra.unknown);
    out.push('}');
}

pub(super) fn note(out: &mut String, id: NoteId, note: &Note) {
    out.push('{');
    let mut members = Members::new(out, "");
    members.text("id", &id.to_string());
    members.text("color", note.color.id());
    members.number("x", note.frame.at.x);
    members.number("y", note.frame.at.y);
    for field in field::NOTE {
        members.field(field, note);
    }
    members.all(&note.unknown);
    out.push('}');
}

pub(super) fn zone(out: &mut String, id: ZoneId, zone: &Zone) {
    out.push('{');
    let mut members = Members::new(out, "");
    members.text("id", &id.to_string());
    members.text("color", zone.color.id());
    let area = zone.area;
    for (side, number) in SIDES
        .into_iter()
        .zip([area.min.x, area.min.y, area.max.x, area.max.y])
    {
        members.number(side, number);
    }
    for field in field::ZONE {
        members.field(field, zone);
    }
    members.all(&zone.unknown);
    out.push('}');
}

/// An object of the given fields as JSON text.
pub(super) fn object(fields: &Unknown) -> String {
    let mut out = String::from("{");
    Members::new(&mut out, "").all(fields);
    out.push('}');
    out
}

/// Writes the members of one object, with commas between them.
struct Members<'o> {
    out: &'o mut String,
    /// Stands before each member.
    lead: &'static str,
    first: bool,
}

impl<'o> Members<'o> {
    fn new(out: &'o mut String, lead: &'static str) -> Self {
        Self {
            out,
            lead,
            first: true,
        }
    }

    fn key(&mut self, key: &str) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self.out.push_str(self.lead);
        quote(self.out, key);
        self.out.push(':');
    }

    fn raw(&mut self, key: &str, json: &str) {
        self.key(key);
        self.out.push_str(json);
    }

    fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.key(key);
            quote(self.out, text);
        }
    }

    fn number(&mut self, key: &str, value: f64) {
        self.key(key);
        number(self.out, value);
    }

    fn flag(&mut self, key: &str, flag: bool) {
        if flag {
            self.raw(key, "true");
        }
    }

    /// What an object holds in one of its fields.
    fn field<T>(&mut self, field: &Field<T>, object: &T) {
        match field.get(object) {
            Value::Absent => {}
            Value::Number(value) => self.number(field.id, value),
            Value::Flag(flag) => self.flag(field.id, flag),
            // Absent and empty differ where a text is optional.
            Value::Text(text) if field.accepts == (Accepts::Line { optional: true }) => {
                self.key(field.id);
                quote(self.out, &text);
            }
            Value::Text(text) => self.text(field.id, &text),
            Value::List(items) => {
                if !items.is_empty() {
                    self.list(field.id, &items);
                }
            }
        }
    }

    /// What a person keeps beside the fields, unless there is nothing.
    fn attributes(&mut self, attributes: &Attributes) {
        if attributes.is_empty() {
            return;
        }
        self.key("attributes");
        self.out.push('{');
        let mut members = Members::new(self.out, "");
        for (name, value) in attributes.iter() {
            match value {
                Datum::Number(value) => members.number(name, *value),
                Datum::Flag(flag) => members.raw(name, if *flag { "true" } else { "false" }),
                Datum::Text(text) => members.text(name, text),
                Datum::List(items) => members.list(name, items),
            }
        }
        self.out.push('}');
    }

    fn list(&mut self, key: &str, items: &[String]) {
        self.key(key);
        self.out.push('[');
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.out.push(',');
            }
            quote(self.out, item);
        }
        self.out.push(']');
    }

    /// An object that has been written already, unless it has no members.
    fn object(&mut self, key: &str, members: &str) {
        if !members.is_empty() {
            self.key(key);
            self.out.push('{');
            self.out.push_str(members);
            self.out.push('}');
        }
    }

    /// The table of regions, unless it is empty.
    fn regions(&mut self, regions: &[Region]) {
        if regions.is_empty() {
            return;
        }
        self.key("regions");
        for (i, region) in regions.iter().enumerate() {
            self.out.push_str(if i == 0 { "[{" } else { ",{" });
            let mut members = Members::new(self.out, "");
            members.text("name", &region.name);
            members.number("industry", region.industry.get());
            members.number("all", region.all.get());
            members.all(&region.unknown);
            self.out.push('}');
        }
        self.out.push(']');
    }

    fn all(&mut self, unknown: &Unknown) {
        for (name, json) in unknown {
            self.raw(name, json);
        }
    }

    /// The unknown members of this object, which the object around it keeps under its name.
    fn nested(&mut self, outer: &Unknown, name: &str) {
        let inside = outer
            .get(name)
            .and_then(|json| json.strip_prefix('{')?.strip_suffix('}'))
            .filter(|inside| !inside.is_empty());
        if let Some(inside) = inside {
            if !self.first {
                self.out.push(',');
            }
            self.first = false;
            self.out.push_str(inside);
        }
    }
}

/// A text with what JSON wants escaped.
pub(super) fn quote(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        plain = at + 1;
        if escape.is_empty() {
            write!(out, "\\u{byte:04x}").expect("writing to a text cannot fail");
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

/// The shortest text that reads back as the same number.
pub(super) fn number(out: &mut String, value: f64) {
    let size = value.abs();
    let written = if size != 0.0 && !(1e-6..1e16).contains(&size) {
        write!(out, "{value:e}")
    } else {
        write!(out, "{value}")
    };
    written.expect("writing to a text cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_come_back_to_the_bit() {
        let mut rng = crate::base::rng::Rng::new(5);
        let mut values = vec![
            0.0,
            -0.0,
            1.0,
            0.1,
            1e-7,
            5e-324,
            f64::MAX,
            1e16,
            123_456_789.0,
            -2.5,
        ];
        values.extend(
            (0..100_000).map(|_| f64::from_bits(u64::from(rng.next_u32()) << 32 | u64::from(rng.next_u32()))),
        );
        for value in values.into_iter().filter(|value| value.is_finite()) {
            let mut text = String::new();
            number(&mut text, value);
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{text}");
            assert!(text.len() <= 26, "{text}");
            assert!(serde_json::from_str::<f64>(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn quoting_is_what_others_read() {
        let all: String = ('\0'..='\u{80}')
            .chain("“\u{2028}\u{feff}产业集群🧵".chars())
            .collect();
        let mut text = String::new();
        quote(&mut text, &all);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), all);
    }
}
