//! From the text of a project file to a document: what can be repaired is repaired and said aloud, the rest refused.
//!
//! Actors and ties are taken one by one as they come, so a large file is gone through once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::base::geom::Point;
use crate::base::units::{Amount, Grade, Jobs, Seed, Share, Weight, Year};
use crate::model::assumption::{self, Aggregation, Assumptions};
use crate::model::document::MAP_LIMIT;
use crate::model::project::LqInputs;
use crate::model::{
    Actor, ActorId, ActorKind, Change, Document, Ids, Place, Project, Retired, Swap, Tie, TieId, TieKind,
    Unknown,
};

use super::fault::Fault;
use super::project::{FORMAT, Opened};
use super::source::{Collect, Fields, Key, Source, decode, short, stop};
use super::spiral;

/// No id has a larger number: it is the largest that every program can hold exactly.
const LAST_ID: u64 = (1 << 53) - 1;

/// A checked number of the given unit; one outside its range is moved to the nearest end with a notice.
macro_rules! bounded {
    ($unit:ident, $source:expr, $key:expr, $raw:expr) => {{
        let number = $source.within($key, $raw, $unit::LEAST, $unit::MOST)?;
        $unit::new(number).expect("the number was moved into the range of its unit")
    }};
}

/// See [`super::project::read`].
pub(super) fn read(bytes: &[u8]) -> Result<Opened, Fault> {
    let text = decode(bytes)?;
    let mut reading = Reading::new(text);
    let mut parser = serde_json::Deserializer::from_str(text);
    let result = Top(&mut reading)
        .deserialize(&mut parser)
        .and_then(|()| parser.end());
    match result {
        Ok(()) => reading.finish(),
        Err(error) => {
            let semantic = reading.fault.is_some() || error.is_data();
            if semantic && reading.format.is_none() && !has_marker(text) {
                return Err(foreign());
            }
            let fault = match reading.fault.take() {
                Some(fault) => fault,
                None => reading.source.broken(&error),
            };
            Err(match reading.format {
                Some(format) if format > FORMAT => fault.reworded(|what| {
                    format!(
                        "This was made by a newer Milieu (format {format}) and cannot be read here: {what}"
                    )
                }),
                _ => fault,
            })
        }
    }
}

fn foreign() -> Fault {
    Fault::whole("This is not a Milieu project: the field “milieu” with the format is missing")
}

/// The text is one JSON object with the field that marks a project.
fn has_marker(text: &str) -> bool {
    let mut fields = Fields::new();
    let mut parser = serde_json::Deserializer::from_str(text);
    let whole = Collect(&mut fields, "an object").deserialize(&mut parser);
    whole.is_ok() && fields.iter().any(|(key, _)| key == "milieu")
}

/// An actor as it stands in the file.
struct FoundActor {
    id: Option<ActorId>,
    actor: Actor,
    at: Option<Point>,
    pinned: bool,
    /// Byte where it starts.
    offset: usize,
}

/// A tie as it stands in the file.
struct FoundTie {
    id: Option<TieId>,
    tie: Tie,
    /// Byte where it starts.
    offset: usize,
}

/// What has been read so far.
struct Reading<'t> {
    source: Source<'t>,
    /// The fault that stopped the parser.
    fault: Option<Fault>,
    format: Option<u64>,
    project: Project,
    actors: Vec<FoundActor>,
    ties: Vec<FoundTie>,
    unknown: Unknown,
    retired: Retired,
    /// Which of the two long lists were there.
    lists: [bool; 2],
}

impl<'t> Reading<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            source: Source::new(text),
            fault: None,
            format: None,
            project: Project::default(),
            actors: Vec::new(),
            ties: Vec::new(),
            unknown: Unknown::new(),
            retired: Retired::default(),
            lists: [false; 2],
        }
    }

    /// Puts a fault aside, because the parser's own errors know no places.
    fn settle<E: serde::de::Error>(&mut self, result: Result<(), Fault>) -> Result<(), E> {
        result.map_err(|fault| {
            self.fault = Some(fault);
            stop()
        })
    }

    /// Any top-level field but the two long lists.
    fn field(&mut self, key: &str, raw: &'t RawValue) -> Result<(), Fault> {
        match key {
            "milieu" => self.header(raw),
            "project" => self.project(raw),
            _ => {
                let kept = self.source.keep(raw, 1)?;
                self.unknown.insert(key.to_owned(), kept);
                Ok(())
            }
        }
    }

    fn header(&mut self, raw: &'t RawValue) -> Result<(), Fault> {
        if !raw.get().starts_with('{') {
            return Err(foreign());
        }
        let mut unknown = Unknown::new();
        for (key, raw) in self.source.object("milieu", raw)? {
            match &*key {
                "format" => {
                    let number = self.source.number("format", raw)?;
                    if number < 1.0 || number.fract() != 0.0 || number > 1e9 {
                        let at = self.source.offset(raw.get());
                        return Err(self.source.fault(format!("There is no format {number}"), at));
                    }
                    self.format = Some(number as u64);
                }
                "app" => {
                    self.source.text("app", raw)?;
                }
                "retired_actors" => self.retired.actors = self.source.counted("retired_actors", raw)?,
                "retired_ties" => self.retired.ties = self.source.counted("retired_ties", raw)?,
                _ => {
                    unknown.insert(key.into_owned(), self.source.keep(raw, 2)?);
                }
            }
        }
        if self.format.is_none() {
            let at = self.source.offset(raw.get());
            return Err(self
                .source
                .fault("The header does not say which format this is", at));
        }
        keep_nested(&mut self.unknown, "milieu", &unknown);
        Ok(())
    }

    fn project(&mut self, raw: &'t RawValue) -> Result<(), Fault> {
        let source = &mut self.source;
        let mut project = Project::default();
        for (key, raw) in source.object("project", raw)? {
            let name = &*key;
            match name {
                "title" => project.title = source.text(name, raw)?.into_owned(),
                "place" => project.place = source.text(name, raw)?.into_owned(),
                "year" => project.year = bounded!(Year, source, name, raw),
                "notes" => project.notes = source.text(name, raw)?.into_owned(),
                "authors" => project.authors = source.texts(name, raw)?,
                "sources" => project.sources = source.texts(name, raw)?,
                "basic_factors" => project.basic_factors = bounded!(Grade, source, name, raw),
                "demand_sophistication" => project.demand_sophistication = bounded!(Grade, source, name, raw),
                "government_quality" => project.government_quality = bounded!(Grade, source, name, raw),
                "seed" => project.seed = bounded!(Seed, source, name, raw),
                "lq" => {
                    let (lq, unknown) = lq_inputs(source, raw)?;
                    project.lq = lq;
                    keep_nested(&mut project.unknown, "lq", &unknown);
                }
                "assumptions" => {
                    let (assumptions, unknown) = assumptions(source, raw)?;
                    project.assumptions = assumptions;
                    keep_nested(&mut project.unknown, "assumptions", &unknown);
                }
                _ => {
                    let kept = source.keep(raw, 2)?;
                    project.unknown.insert(key.into_owned(), kept);
                }
            }
        }
        self.project = project;
        Ok(())
    }

    fn actor(&mut self, fields: &Fields<'t>) -> Result<(), Fault> {
        let source = &mut self.source;
        source.no_repeats(fields)?;
        let offset = source.start(fields);
        let kind = named_kind(source, fields, offset, "actor", ActorKind::from_id)?;
        let mut actor = Actor::new(String::new(), kind);
        let (mut id, mut x, mut y, mut pinned) = (None, None, None, false);
        for (key, raw) in fields {
            let name = &**key;
            match name {
                "id" => id = Some(identity(source, raw, ActorId::number)?),
                "kind" => {}
                "name" => actor.name = source.text(name, raw)?.into_owned(),
                "x" => x = Some(source.within(name, raw, -MAP_LIMIT, MAP_LIMIT)?),
                "y" => y = Some(source.within(name, raw, -MAP_LIMIT, MAP_LIMIT)?),
                "pinned" => pinned = source.flag(name, raw)?,
                "jobs" => actor.jobs = bounded!(Jobs, source, name, raw),
                "revenue" => actor.revenue = bounded!(Amount, source, name, raw),
                "capability" => actor.capability = bounded!(Share, source, name, raw),
                "absorption" => actor.absorption = bounded!(Share, source, name, raw),
                "export" => actor.export = bounded!(Share, source, name, raw),
                "reputation" => actor.reputation = bounded!(Share, source, name, raw),
                "founded" => actor.founded = bounded!(Year, source, name, raw),
                "external" => actor.external = source.flag(name, raw)?,
                "activity" => actor.activity = Some(source.text(name, raw)?.into_owned()),
                "research" => actor.research = bounded!(Share, source, name, raw),
                "productivity" => actor.productivity = Some(bounded!(Amount, source, name, raw)),
                "note" => actor.note = source.text(name, raw)?.into_owned(),
                "tags" => actor.tags = source.texts(name, raw)?,
                _ => {
                    let kept = source.keep(raw, 3)?;
                    actor.unknown.insert(name.to_owned(), kept);
                }
            }
        }
        self.actors.push(FoundActor {
            id,
            actor,
            at: x.zip(y).map(|(x, y)| Point::new(x, y)),
            pinned,
            offset,
        });
        Ok(())
    }

    fn tie(&mut self, fields: &Fields<'t>) -> Result<(), Fault> {
        let source = &mut self.source;
        source.no_repeats(fields)?;
        let offset = source.start(fields);
        let kind = named_kind(source, fields, offset, "tie", TieKind::from_id)?;
        let [from, to] = ["from", "to"].map(|end| {
            let raw = fields.iter().find(|(key, _)| key == end).map(|(_, raw)| raw);
            match raw {
                Some(raw) => identity(source, raw, ActorId::number),
                None => Err(source.fault(
                    format!("This tie does not say “{end}” which actor it goes"),
                    offset,
                )),
            }
        });
        let mut tie = Tie::new(kind, from?, to?);
        let mut id = None;
        for (key, raw) in fields {
            let name = &**key;
            match name {
                "id" => id = Some(identity(source, raw, TieId::number)?),
                "kind" | "from" | "to" => {}
                "weight" => tie.weight = bounded!(Weight, source, name, raw),
                "trust" => tie.trust = bounded!(Share, source, name, raw),
                "frequency" => tie.frequency = bounded!(Amount, source, name, raw),
                "age" => tie.age = bounded!(Amount, source, name, raw),
                "formality" => tie.formality = bounded!(Share, source, name, raw),
                "value" => {
                    let value = bounded!(Amount, source, name, raw);
                    if kind.has_value() {
                        tie.value = Some(value);
                    } else {
                        let at = source.offset(raw.get());
                        source.warn(
                            || "Only supply and finance ties have a value, so this one has none".to_owned(),
                            at,
                        );
                    }
                }
                "mutual" => {
                    tie.mutual = source.flag(name, raw)?;
                    if tie.mutual && !tie.may_be_mutual() {
                        tie.mutual = false;
                        let at = source.offset(raw.get());
                        source.warn(
                            || "Only knowledge ties can be mutual, so this one is not".to_owned(),
                            at,
                        );
                    }
                }
                "enabled" => tie.enabled = source.flag(name, raw)?,
                "note" => tie.note = source.text(name, raw)?.into_owned(),
                "tags" => tie.tags = source.texts(name, raw)?,
                _ => {
                    let kept = source.keep(raw, 3)?;
                    tie.unknown.insert(name.to_owned(), kept);
                }
            }
        }
        self.ties.push(FoundTie { id, tie, offset });
        Ok(())
    }

    /// Puts everything together.
    fn finish(mut self) -> Result<Opened, Fault> {
        let Some(format) = self.format else {
            return Err(foreign());
        };
        for (there, name) in self.lists.into_iter().zip(["actors", "ties"]) {
            // A slip in the name of a list must not pass as an empty cluster.
            if !there {
                self.source
                    .warn(|| format!("There is no list “{name}”, so there are none"), 0);
            }
        }
        let mut ids = Ids::new();
        ids.note_retired(self.retired);
        for id in self.actors.iter().filter_map(|found| found.id) {
            ids.note_actor(id);
        }
        for id in self.ties.iter().filter_map(|found| found.id) {
            ids.note_tie(id);
        }
        let source = &mut self.source;
        let mut changes = Vec::with_capacity(2 * self.actors.len() + self.ties.len() + 1);
        let empty = Document::with_unknown(self.unknown);
        changes.push(Change::Project(
            Arc::new(empty.project().clone()),
            Arc::new(self.project),
        ));
        if self.retired != Retired::default() {
            changes.push(Change::Retired(Retired::default(), self.retired));
        }
        let mut taken = BTreeSet::new();
        let mut placed = Vec::new();
        let mut unplaced = Vec::new();
        for found in self.actors {
            let id = fresh_unless_free(source, &mut taken, found.id, found.offset, || ids.actor());
            match found.at {
                Some(at) => {
                    placed.push(at);
                    let place = Place {
                        at,
                        pinned: found.pinned,
                    };
                    changes.push(Change::Place(id, Swap::add(place)));
                }
                None => unplaced.push((id, found.pinned)),
            }
            changes.push(Change::Actor(id, Swap::add(Arc::new(found.actor))));
        }
        for ((id, pinned), at) in unplaced.iter().zip(spiral::around(placed)) {
            let place = Place { at, pinned: *pinned };
            changes.push(Change::Place(*id, Swap::add(place)));
        }
        let mut taken_ties = BTreeSet::new();
        for found in self.ties {
            let loose = [found.tie.from, found.tie.to]
                .into_iter()
                .find(|end| !taken.contains(end));
            if let Some(actor) = loose {
                source.warn(
                    || format!("This tie was left out, because there is no actor {actor}"),
                    found.offset,
                );
                continue;
            }
            let id = fresh_unless_free(source, &mut taken_ties, found.id, found.offset, || ids.tie());
            changes.push(Change::Tie(id, Swap::add(Arc::new(found.tie))));
        }
        let document = empty
            .with(&changes)
            .map_err(|refusal| Fault::whole(refusal.to_string()))?;
        Ok(Opened {
            document,
            notices: self.source.into_notices(),
            format,
            unplaced: unplaced.into_iter().map(|(id, _)| id).collect(),
        })
    }
}

/// Puts unknown fields of a nested object into the map around it, under the name of that object.
fn keep_nested(outer: &mut Unknown, name: &str, inner: &Unknown) {
    if !inner.is_empty() {
        outer.insert(name.to_owned(), super::writer::object(inner));
    }
}

fn lq_inputs<'t>(source: &mut Source<'t>, raw: &'t RawValue) -> Result<(LqInputs, Unknown), Fault> {
    let mut lq = LqInputs::default();
    let mut unknown = Unknown::new();
    for (key, raw) in source.object("lq", raw)? {
        let name = &*key;
        let place = match name {
            "industry_region" => &mut lq.industry_region,
            "all_region" => &mut lq.all_region,
            "industry_nation" => &mut lq.industry_nation,
            "all_nation" => &mut lq.all_nation,
            _ => {
                unknown.insert(name.to_owned(), source.keep(raw, 3)?);
                continue;
            }
        };
        *place = Some(bounded!(Amount, source, name, raw));
    }
    Ok((lq, unknown))
}

fn assumptions<'t>(source: &mut Source<'t>, raw: &'t RawValue) -> Result<(Assumptions, Unknown), Fault> {
    let mut assumptions = Assumptions::default();
    let mut unknown = Unknown::new();
    for (key, raw) in source.object("assumptions", raw)? {
        let name = &*key;
        if name == "aggregation" {
            let id = source.text(name, raw)?;
            let Some(aggregation) = Aggregation::from_id(&id) else {
                let at = source.offset(raw.get());
                return Err(source.fault(format!("There is no aggregation called “{}”", short(&id)), at));
            };
            assumptions.aggregation = aggregation;
        } else if let Some(known) = assumption::find(name) {
            let number = source.within(name, raw, known.least, known.most)?;
            assumptions = assumptions
                .with(known.id, number)
                .expect("the number was moved into the range of its assumption");
        } else {
            unknown.insert(name.to_owned(), source.keep(raw, 3)?);
        }
    }
    Ok((assumptions, unknown))
}

/// The kind of an actor or a tie; it cannot be guessed, so without one there is no reading on.
fn named_kind<'t, K>(
    source: &mut Source<'t>,
    fields: &Fields<'t>,
    offset: usize,
    what: &str,
    from_id: fn(&str) -> Option<K>,
) -> Result<K, Fault> {
    let Some((_, raw)) = fields.iter().find(|(key, _)| key == "kind") else {
        return Err(source.fault(format!("This {what} does not say its kind"), offset));
    };
    let id = source.text("kind", raw)?;
    from_id(&id).ok_or_else(|| {
        let at = source.offset(raw.get());
        source.fault(format!("There is no kind of {what} called “{}”", short(&id)), at)
    })
}

/// An id; its number leaves room for more.
fn identity<'t, I: std::str::FromStr<Err: fmt::Display> + Copy>(
    source: &mut Source<'t>,
    raw: &'t RawValue,
    number: fn(I) -> u64,
) -> Result<I, Fault> {
    let text = source.text("id", raw)?;
    let refused = match text.parse::<I>() {
        Ok(id) if number(id) <= LAST_ID => return Ok(id),
        Ok(_) => format!("The number in an id is at most {LAST_ID}"),
        Err(error) => error.to_string(),
    };
    let at = source.offset(raw.get());
    Err(source.fault(refused, at))
}

/// The id from the file if nobody has it yet, else a fresh one, which is said aloud.
fn fresh_unless_free<I: Ord + Copy + fmt::Display>(
    source: &mut Source<'_>,
    taken: &mut BTreeSet<I>,
    wanted: Option<I>,
    offset: usize,
    fresh: impl FnOnce() -> I,
) -> I {
    if let Some(id) = wanted
        && taken.insert(id)
    {
        return id;
    }
    let id = fresh();
    taken.insert(id);
    source.warn(
        || match wanted {
            Some(old) => format!("The id {old} is used twice, so the second one became {id}"),
            None => format!("There was no id, so it became {id}"),
        },
        offset,
    );
    id
}

/// The whole text: one object.
struct Top<'r, 't>(&'r mut Reading<'t>);

impl<'t> DeserializeSeed<'t> for Top<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for Top<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a project, which is an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        let reading = self.0;
        let mut seen: BTreeSet<Cow<'t, str>> = BTreeSet::new();
        while let Some(key) = map.next_key_seed(Key)? {
            if seen.contains(&key) {
                let at = reading.source.offset(&key);
                let fault = reading
                    .source
                    .fault(format!("“{}” is there twice", short(&key)), at);
                reading.settle(Err(fault))?;
            }
            match &*key {
                "actors" => {
                    reading.lists[0] = true;
                    map.next_value_seed(List {
                        reading,
                        item: Reading::actor,
                        expected: "an actor, which is an object",
                    })?;
                }
                "ties" => {
                    reading.lists[1] = true;
                    map.next_value_seed(List {
                        reading,
                        item: Reading::tie,
                        expected: "a tie, which is an object",
                    })?;
                }
                _ => {
                    let raw = map.next_value()?;
                    let result = reading.field(&key, raw);
                    reading.settle(result)?;
                }
            }
            seen.insert(key);
        }
        Ok(())
    }
}

/// A long list whose objects are taken one by one.
struct List<'r, 't> {
    reading: &'r mut Reading<'t>,
    item: fn(&mut Reading<'t>, &Fields<'t>) -> Result<(), Fault>,
    expected: &'static str,
}

impl<'t> DeserializeSeed<'t> for List<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'t> Visitor<'t> for List<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let mut fields = Fields::new();
        while list
            .next_element_seed(Collect(&mut fields, self.expected))?
            .is_some()
        {
            let result = (self.item)(self.reading, &fields);
            self.reading.settle(result)?;
        }
        Ok(())
    }
}
