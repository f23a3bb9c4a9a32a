//! The part of a file that makes up one state: project, actors, ties, notes and zones, as they stand there and put
//! together.
//!
//! The file's own state and those of its snapshots are read by the same rules.

use std::fmt;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::taken::Taken;
use crate::base::geom::Point;
use crate::base::units::{Amount, Grade, Jobs, Seed, Share, Weight, Year};
use crate::files::fault::Fault;
use crate::files::source::{Fields, Source, short};
use crate::files::spiral;
use crate::model::assumption::{self, Aggregation, Assumptions};
use crate::model::attribute::Alike;
use crate::model::document::{Filling, MAP_LIMIT};
use crate::model::project::{LqInputs, Region};
use crate::model::{
    Actor, ActorId, ActorKind, Change, Document, Ids, Note, NoteId, Place, Project, Refusal, Tie, TieId,
    TieKind, Unknown, Zone, ZoneId,
};

use super::jots::Jots;

/// No id has a larger number: it is the largest that every program can hold exactly.
const LAST_ID: u64 = (1 << 53) - 1;

/// A checked number of the given unit; one outside its range is moved to the nearest end with a notice.
macro_rules! bounded {
    ($unit:ident, $source:expr, $key:expr, $raw:expr) => {{
        let number = $source.within($key, $raw, $unit::LEAST, $unit::MOST)?;
        $unit::new(number).expect("the number was moved into the range of its unit")
    }};
}

/// An actor as it stands in the file.
struct FoundActor {
    id: Option<ActorId>,
    /// As the document will hold it: a second copy of millions would double what reading takes.
    actor: Arc<Actor>,
    at: Option<Point>,
    pinned: bool,
    /// Byte where it starts.
    offset: usize,
}

/// A tie as it stands in the file.
struct FoundTie {
    id: Option<TieId>,
    /// As the document will hold it.
    tie: Arc<Tie>,
    /// Byte where it starts.
    offset: usize,
}

/// Project, actors, ties, notes and zones as they have been found so far.
pub(super) struct State {
    pub(super) project: Project,
    actors: Vec<FoundActor>,
    ties: Vec<FoundTie>,
    jots: Jots,
    /// What is the same in this one shares its memory.
    like: Document,
    alike: Alike,
    /// How many brackets stand around it.
    depth: usize,
}

/// Objects as they stand in a text, each with the id that it says it has.
pub(super) struct Pieces {
    /// With place, and whether it is pinned.
    pub(super) actors: Vec<(Option<ActorId>, Actor, Option<Point>, bool)>,
    pub(super) ties: Vec<(Option<TieId>, Tie)>,
    pub(super) notes: Vec<(Option<NoteId>, Note)>,
    pub(super) zones: Vec<(Option<ZoneId>, Zone)>,
}

impl State {
    pub(super) fn new(depth: usize) -> Self {
        Self {
            project: Project::default(),
            actors: Vec::new(),
            ties: Vec::new(),
            jots: Jots::default(),
            like: Document::default(),
            alike: Alike::new(),
            depth,
        }
    }

    /// From now on actors and ties that are as in this one share its memory.
    pub(super) fn like(&mut self, document: &Document) {
        self.like = document.clone();
    }

    pub(super) fn read_project<'t>(
        &mut self,
        source: &mut Source<'t>,
        raw: &'t RawValue,
    ) -> Result<(), Fault> {
        let depth = self.depth;
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
                "plant_hhi" => project.plant_hhi = Some(bounded!(Share, source, name, raw)),
                "regions" => {
                    for item in source.list(name, raw)? {
                        project.regions.push(region(source, item, depth)?);
                    }
                }
                "lq" => {
                    let (lq, unknown) = lq_inputs(source, raw, depth)?;
                    project.lq = lq;
                    keep_nested(&mut project.unknown, "lq", &unknown);
                }
                "assumptions" => {
                    let (assumptions, unknown) = assumptions(source, raw, depth)?;
                    project.assumptions = assumptions;
                    keep_nested(&mut project.unknown, "assumptions", &unknown);
                }
                _ => {
                    let kept = source.keep(raw, depth + 2)?;
                    project.unknown.insert(key.into_owned(), kept);
                }
            }
        }
        self.project = project;
        Ok(())
    }

    pub(super) fn read_actor<'t>(
        &mut self,
        source: &mut Source<'t>,
        fields: &Fields<'t>,
    ) -> Result<(), Fault> {
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
                "note" => actor.extra.note = source.text(name, raw)?.into_owned(),
                "tags" => actor.extra.tags = source.texts(name, raw)?,
                "attributes" => actor.attributes = source.attributes(name, raw)?,
                _ => {
                    let kept = source.keep(raw, self.depth + 3)?;
                    actor.extra.unknown.insert(name.to_owned(), kept);
                }
            }
        }
        let there = id.and_then(|id| self.like.shared_actor(id));
        self.actors.push(FoundActor {
            id,
            actor: shared(actor, there),
            at: x.zip(y).map(|(x, y)| Point::new(x, y)),
            pinned,
            offset,
        });
        Ok(())
    }

    pub(super) fn read_tie<'t>(&mut self, source: &mut Source<'t>, fields: &Fields<'t>) -> Result<(), Fault> {
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
                "note" => tie.extra.note = source.text(name, raw)?.into_owned(),
                "tags" => tie.extra.tags = source.texts(name, raw)?,
                "attributes" => tie.attributes = source.attributes(name, raw)?,
                _ => {
                    let kept = source.keep(raw, self.depth + 3)?;
                    tie.extra.unknown.insert(name.to_owned(), kept);
                }
            }
        }
        tie.attributes = self.alike.share(tie.attributes);
        let there = id.and_then(|id| self.like.shared_tie(id));
        self.ties.push(FoundTie {
            id,
            tie: shared(tie, there),
            offset,
        });
        Ok(())
    }

    pub(super) fn read_note<'t>(
        &mut self,
        source: &mut Source<'t>,
        fields: &Fields<'t>,
    ) -> Result<(), Fault> {
        self.jots.read_note(source, fields, self.depth + 3)
    }

    pub(super) fn read_zone<'t>(
        &mut self,
        source: &mut Source<'t>,
        fields: &Fields<'t>,
    ) -> Result<(), Fault> {
        self.jots.read_zone(source, fields, self.depth + 3)
    }

    /// What has been found so far as it stands there, for what is not a state of its own.
    pub(super) fn into_pieces(self) -> Pieces {
        let (notes, zones) = self.jots.into_pieces();
        Pieces {
            actors: self
                .actors
                .into_iter()
                .map(|found| {
                    (
                        found.id,
                        Arc::unwrap_or_clone(found.actor),
                        found.at,
                        found.pinned,
                    )
                })
                .collect(),
            ties: self
                .ties
                .into_iter()
                .map(|found| (found.id, Arc::unwrap_or_clone(found.tie)))
                .collect(),
            notes,
            zones,
        }
    }

    /// From now on the ids that are used here are not handed out.
    pub(super) fn note_ids(&self, ids: &mut Ids) {
        for id in self.actors.iter().filter_map(|found| found.id) {
            ids.note_actor(id);
        }
        for id in self.ties.iter().filter_map(|found| found.id) {
            ids.note_tie(id);
        }
        self.jots.note_ids(ids);
    }

    /// Fills an empty document. Who has no place stands where `known` has it, else on a spiral around the others;
    /// the latter are named.
    pub(super) fn put_together(
        self,
        source: &mut Source<'_>,
        ids: &mut Ids,
        empty: &Document,
        known: Option<&Document>,
    ) -> Result<(Document, Vec<ActorId>), Fault> {
        let broken = |refusal: Refusal| Fault::whole(refusal.to_string());
        let mut filling = Filling::of(empty.clone());
        filling.project(self.project);
        let mut taken = Taken::new(ActorId::number);
        let mut placed = Vec::new();
        let mut unplaced = Vec::new();
        for found in self.actors {
            let id = fresh_unless_free(source, &mut taken, found.id, found.offset, || ids.actor());
            let known = known
                .and_then(|document| document.place(id))
                .map(|place| place.at);
            let pinned = found.pinned;
            match found.at.or(known) {
                Some(at) => {
                    placed.push(at);
                    let place = Place { at, pinned };
                    filling.actor(id, found.actor, Some(place)).map_err(broken)?;
                }
                None => unplaced.push((id, pinned, found.actor)),
            }
        }
        let mut without = Vec::with_capacity(unplaced.len());
        for ((id, pinned, actor), at) in unplaced.into_iter().zip(spiral::around(placed)) {
            let place = Place { at, pinned };
            filling.actor(id, actor, Some(place)).map_err(broken)?;
            without.push(id);
        }
        let mut taken_ties = Taken::new(TieId::number);
        for found in self.ties {
            let loose = [found.tie.from, found.tie.to]
                .into_iter()
                .find(|&end| !taken.contains(end));
            if let Some(actor) = loose {
                source.warn(
                    || format!("This tie was left out, because there is no actor {actor}"),
                    found.offset,
                );
                continue;
            }
            let id = fresh_unless_free(source, &mut taken_ties, found.id, found.offset, || ids.tie());
            filling.tie(id, found.tie).map_err(broken)?;
        }
        let mut document = filling.done().map_err(broken)?;
        let jots: Vec<Change> = self.jots.changes(source, ids);
        document.take(&jots).map_err(broken)?;
        Ok((document, without))
    }
}

/// What was read, in the memory of what is there already if that is the same.
fn shared<T: PartialEq>(read: T, there: Option<&Arc<T>>) -> Arc<T> {
    match there {
        Some(there) if **there == read => Arc::clone(there),
        _ => Arc::new(read),
    }
}

/// Puts unknown fields of a nested object into the map around it, under the name of that object.
pub(super) fn keep_nested(outer: &mut Unknown, name: &str, inner: &Unknown) {
    if !inner.is_empty() {
        outer.insert(name.to_owned(), crate::files::writer::object(inner));
    }
}

/// One row of the table of regions.
fn region<'t>(source: &mut Source<'t>, raw: &'t RawValue, depth: usize) -> Result<Region, Fault> {
    let mut region = Region::new("", Amount::of(0.0), Amount::of(0.0));
    for (key, raw) in source.object("a region", raw)? {
        let name = &*key;
        match name {
            "name" => region.name = source.text(name, raw)?.into_owned(),
            "industry" => region.industry = bounded!(Amount, source, name, raw),
            "all" => region.all = bounded!(Amount, source, name, raw),
            _ => {
                region
                    .unknown
                    .insert(name.to_owned(), source.keep(raw, depth + 4)?);
            }
        }
    }
    Ok(region)
}

fn lq_inputs<'t>(
    source: &mut Source<'t>,
    raw: &'t RawValue,
    depth: usize,
) -> Result<(LqInputs, Unknown), Fault> {
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
                unknown.insert(name.to_owned(), source.keep(raw, depth + 3)?);
                continue;
            }
        };
        *place = Some(bounded!(Amount, source, name, raw));
    }
    Ok((lq, unknown))
}

fn assumptions<'t>(
    source: &mut Source<'t>,
    raw: &'t RawValue,
    depth: usize,
) -> Result<(Assumptions, Unknown), Fault> {
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
            unknown.insert(name.to_owned(), source.keep(raw, depth + 3)?);
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
pub(super) fn identity<'t, I: std::str::FromStr<Err: fmt::Display> + Copy>(
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
pub(super) fn fresh_unless_free<I: Copy + fmt::Display>(
    source: &mut Source<'_>,
    taken: &mut Taken<I>,
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
