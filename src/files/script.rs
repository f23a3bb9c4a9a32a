//! Scripts of edits: a JSON list whose entries are the named edits of `model::edit`.
//!
//! Actors are named by their id or by a name that only one actor has at that point of the script, ties by their id.
//! What stands in brackets may be left out; `set` takes the fields of `model::field`.
//!
//! | `do` | takes |
//! | --- | --- |
//! | `add_actor` | `kind`, \[`name`, `x` and `y`, `pinned`, `set`\] |
//! | `add_actors` | `actors`: a list of objects as for `add_actor` |
//! | `add_tie` | `kind`, `from`, `to`, \[`set`\] |
//! | `add_connected` | `from`, `tie` (a kind), and what `add_actor` takes |
//! | `remove` | `actors`, `ties`, or both |
//! | `rename` | `actor`, `name` |
//! | `set_kind` | `actors` or `ties`, `kind` |
//! | `set` | `actors` or `ties`, `set` |
//! | `set_project` | `set` |
//! | `move`, `arrange` | `actor`, `x`, `y`; or `places`: a list of such objects |
//! | `pin`, `unpin` | `actors` |
//! | `reattach` | `tie`, `end` (`from` or `to`), `actor` |
//! | `reverse`, `make_mutual`, `make_one_way` | `ties` |
//! | `duplicate` | `actors`, \[`dx`, `dy`\] |
//! | `paste` | `actors`, \[`ties`, `dx`, `dy`\]: as for `add_actor` and `add_tie`, with names of their own |
//! | `merge` | `into`, `actors` |
//! | `assume` | `assumption`, `value` |
//! | `aggregate` | `by` (`geometric` or `arithmetic`) |
//! | `reset_assumptions` | |
//! | `together` | `name`, `edits`: entries that become one step |

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use crate::base::geom::{Point, Vector};
use crate::model::assumption::{self, Aggregation};
use crate::model::edit::End;
use crate::model::field::{self, Accepts, Field, Value, clean_line};
use crate::model::fragment::Fragment;
use crate::model::{Actor, ActorId, ActorKind, Document, Edit, Ids, Place, Selection, Tie, TieId, TieKind};

use super::fault::Fault;
use super::source::{Fields, Source, decode, short};
use super::spiral;

/// Steps within steps within steps … end here.
const NESTING: usize = 8;

/// A copy lies this far to the right of and below its original unless the script says otherwise, map units.
const ASIDE: f64 = 24.0;

/// Every word that may stand after `do`.
pub const VERBS: [&str; 24] = [
    "add_actor",
    "add_actors",
    "add_tie",
    "add_connected",
    "remove",
    "rename",
    "set_kind",
    "set",
    "set_project",
    "move",
    "arrange",
    "pin",
    "unpin",
    "reattach",
    "reverse",
    "make_mutual",
    "make_one_way",
    "duplicate",
    "paste",
    "merge",
    "assume",
    "aggregate",
    "reset_assumptions",
    "together",
];

/// Works a script out, entry by entry: each edit with the document after it. Fresh identities come from `ids`.
///
/// # Errors
/// When an entry is not understood or does not fit, with its number, line and column. Nothing has happened then.
pub fn run(text: &str, document: &Document, ids: &mut Ids) -> Result<Vec<(Edit, Document)>, Fault> {
    let text = decode(text.as_bytes())?;
    let mut source = Source::new(text);
    let entries: Vec<&RawValue> = match serde_json::from_str(text) {
        Ok(entries) => entries,
        Err(error) if error.is_data() => {
            return Err(source
                .broken(&error)
                .reworded(|_| "A script is a list of edits".to_owned()));
        }
        Err(error) => return Err(source.broken(&error)),
    };
    let mut trial = ids.clone();
    let steps = Script { source }.run(&entries, document, &mut trial, 0)?;
    *ids = trial;
    Ok(steps)
}

/// A script under reading.
struct Script<'t> {
    source: Source<'t>,
}

/// One object of a script; what has been taken out of it is known to its reader.
struct Entry<'t> {
    /// What it is called in messages.
    title: String,
    offset: usize,
    rest: Fields<'t>,
    known: Vec<&'static str>,
}

impl<'t> Entry<'t> {
    fn take(&mut self, key: &'static str) -> Option<&'t RawValue> {
        self.known.push(key);
        let at = self.rest.iter().position(|(name, _)| name == key)?;
        Some(self.rest.remove(at).1)
    }
}

impl<'t> Script<'t> {
    fn run(
        &mut self,
        entries: &[&'t RawValue],
        document: &Document,
        ids: &mut Ids,
        depth: usize,
    ) -> Result<Vec<(Edit, Document)>, Fault> {
        let mut now = document.clone();
        let mut steps = Vec::with_capacity(entries.len());
        for (i, raw) in entries.iter().enumerate() {
            let edit = self
                .entry(raw, &now, ids, depth)
                .map_err(|fault| fault.reworded(|what| format!("Entry {}: {what}", i + 1)))?;
            let next = edit.apply(&now, ids).map_err(|refusal| {
                let at = self.source.offset(raw.get());
                self.source.fault(format!("Entry {}: {refusal}", i + 1), at)
            })?;
            now = next.clone();
            steps.push((edit, next));
        }
        Ok(steps)
    }

    /// The edit that one entry describes.
    fn entry(
        &mut self,
        raw: &'t RawValue,
        document: &Document,
        ids: &Ids,
        depth: usize,
    ) -> Result<Edit, Fault> {
        let mut entry = self.open(raw, "An edit".to_owned())?;
        let verb_raw = self.need(&mut entry, "do")?;
        let verb = self.source.text("do", verb_raw)?.into_owned();
        entry.title = format!("“{verb}”");
        let edit = match verb.as_str() {
            "add_actor" => {
                let mut free = Free::around(document);
                Edit::AddActors(vec![self.new_actor(&mut entry, &mut free)?])
            }
            "add_actors" => {
                let list = self.need(&mut entry, "actors")?;
                let mut free = Free::around(document);
                let actors = self.each(list, "actors", "An actor", |script, inner| {
                    script.new_actor(inner, &mut free)
                })?;
                Edit::AddActors(actors)
            }
            "add_tie" => {
                let [from, to] = [
                    self.actor(&mut entry, document, "from"),
                    self.actor(&mut entry, document, "to"),
                ];
                Edit::AddTie(self.new_tie(&mut entry, from?, to?)?)
            }
            "add_connected" => {
                let from = self.actor(&mut entry, document, "from")?;
                let kind = self.kind(&mut entry, "tie", "tie", TieKind::from_id)?;
                let (actor, place) = self.new_actor(&mut entry, &mut Free::around(document))?;
                Edit::AddConnected {
                    from,
                    kind,
                    actor,
                    place,
                }
            }
            "remove" => Edit::Remove(self.selection(&mut entry, document)?),
            "rename" => {
                let actor = self.actor(&mut entry, document, "actor")?;
                Edit::Rename(actor, self.words(&mut entry, "name")?)
            }
            "set_kind" => self.set_kind(&mut entry, document)?,
            "set" => self.set(&mut entry, document)?,
            "set_project" => {
                let values = self.values(&mut entry, field::PROJECT, document.project())?;
                several(values, Edit::SetProjectField)
            }
            "move" => Edit::Move(self.places(&mut entry, document)?),
            "arrange" => Edit::Arrange(self.places(&mut entry, document)?),
            "pin" => Edit::Pin(self.actors(&mut entry, document, "actors")?, true),
            "unpin" => Edit::Pin(self.actors(&mut entry, document, "actors")?, false),
            "reattach" => self.reattach(&mut entry, document)?,
            "reverse" => Edit::Reverse(self.ties(&mut entry, document)?),
            "make_mutual" => Edit::SetMutual(self.ties(&mut entry, document)?, true),
            "make_one_way" => Edit::SetMutual(self.ties(&mut entry, document)?, false),
            "duplicate" => {
                let selection = Selection {
                    actors: self.actors(&mut entry, document, "actors")?,
                    ..Selection::default()
                };
                Edit::Duplicate(selection, self.aside(&mut entry)?)
            }
            "paste" => {
                let fragment = self.fragment(&mut entry)?;
                Edit::Paste(fragment, self.aside(&mut entry)?)
            }
            "merge" => {
                let into = self.actor(&mut entry, document, "into")?;
                Edit::Merge(into, self.actors(&mut entry, document, "actors")?)
            }
            "assume" => self.assume(&mut entry)?,
            "aggregate" => {
                let by = self.kind(&mut entry, "by", "aggregation", Aggregation::from_id)?;
                Edit::SetAggregation(by)
            }
            "reset_assumptions" => Edit::ResetAssumptions,
            "together" => self.together(&mut entry, document, ids, depth)?,
            _ => {
                let at = self.source.offset(verb_raw.get());
                let shown = short(&verb);
                return Err(self.source.fault(
                    format!(
                        "There is no edit called “{shown}”; there are {}",
                        VERBS.join(", ")
                    ),
                    at,
                ));
            }
        };
        self.close(entry)?;
        Ok(edit)
    }

    fn open(&mut self, raw: &'t RawValue, title: String) -> Result<Entry<'t>, Fault> {
        Ok(Entry {
            rest: self.source.object(&title, raw)?,
            title,
            offset: self.source.offset(raw.get()),
            known: Vec::new(),
        })
    }

    /// Refuses what nobody asked for: it would be a slip of the pen.
    fn close(&mut self, entry: Entry<'t>) -> Result<(), Fault> {
        match entry.rest.first() {
            None => Ok(()),
            Some((key, raw)) => {
                let at = self.source.offset(raw.get());
                let shown = short(key);
                let known = entry.known.join(", ");
                Err(self.source.fault(
                    format!("{} has no field “{shown}”; it has {known}", entry.title),
                    at,
                ))
            }
        }
    }

    fn need(&mut self, entry: &mut Entry<'t>, key: &'static str) -> Result<&'t RawValue, Fault> {
        entry.take(key).ok_or_else(|| {
            self.source
                .fault(format!("{} needs “{key}”", entry.title), entry.offset)
        })
    }

    fn words(&mut self, entry: &mut Entry<'t>, key: &'static str) -> Result<String, Fault> {
        let raw = self.need(entry, key)?;
        Ok(self.source.text(key, raw)?.into_owned())
    }

    fn number_or(&mut self, entry: &mut Entry<'t>, key: &'static str, usual: f64) -> Result<f64, Fault> {
        match entry.take(key) {
            Some(raw) => self.source.number(key, raw),
            None => Ok(usual),
        }
    }

    /// A word out of a fixed list: a kind, an aggregation.
    fn kind<K>(
        &mut self,
        entry: &mut Entry<'t>,
        key: &'static str,
        what: &str,
        from_id: fn(&str) -> Option<K>,
    ) -> Result<K, Fault> {
        let raw = self.need(entry, key)?;
        let id = self.source.text(key, raw)?;
        from_id(&id).ok_or_else(|| {
            let at = self.source.offset(raw.get());
            let word = if what == "aggregation" {
                "aggregation".to_owned()
            } else {
                format!("kind of {what}")
            };
            self.source
                .fault(format!("There is no {word} called “{}”", short(&id)), at)
        })
    }

    /// Reads every object of a list.
    fn each<T>(
        &mut self,
        raw: &'t RawValue,
        key: &str,
        title: &str,
        mut read: impl FnMut(&mut Self, &mut Entry<'t>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let items = self.source.list(key, raw)?;
        items
            .into_iter()
            .map(|item| {
                let mut inner = self.open(item, title.to_owned())?;
                let value = read(self, &mut inner)?;
                self.close(inner)?;
                Ok(value)
            })
            .collect()
    }

    /// The one actor that goes by this id or this name.
    fn resolve(&mut self, document: &Document, key: &str, raw: &'t RawValue) -> Result<ActorId, Fault> {
        let word = self.source.text(key, raw)?;
        let by_id = word.parse().ok().filter(|&id| document.actor(id).is_some());
        let by_name = document
            .actors()
            .filter(|(_, actor)| !word.is_empty() && actor.name == word)
            .map(|(id, _)| id);
        let found: BTreeSet<ActorId> = by_id.into_iter().chain(by_name).collect();
        let what = match (found.len(), found.first()) {
            (1, Some(&id)) => return Ok(id),
            (0, _) => format!("There is no actor “{}”", short(&word)),
            _ => {
                let ids: Vec<String> = found.iter().take(5).map(ToString::to_string).collect();
                format!(
                    "“{}” could be {}; the id says which",
                    short(&word),
                    ids.join(" or ")
                )
            }
        };
        let at = self.source.offset(raw.get());
        Err(self.source.fault(what, at))
    }

    fn actor(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
        key: &'static str,
    ) -> Result<ActorId, Fault> {
        let raw = self.need(entry, key)?;
        self.resolve(document, key, raw)
    }

    fn actors_in(
        &mut self,
        raw: &'t RawValue,
        document: &Document,
        key: &str,
    ) -> Result<BTreeSet<ActorId>, Fault> {
        let items = self.source.list(key, raw)?;
        items
            .into_iter()
            .map(|item| self.resolve(document, key, item))
            .collect()
    }

    fn actors(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
        key: &'static str,
    ) -> Result<BTreeSet<ActorId>, Fault> {
        let raw = self.need(entry, key)?;
        self.actors_in(raw, document, key)
    }

    fn resolve_tie(&mut self, document: &Document, raw: &'t RawValue) -> Result<TieId, Fault> {
        let word = self.source.text("ties", raw)?;
        word.parse()
            .ok()
            .filter(|&id| document.tie(id).is_some())
            .ok_or_else(|| {
                let at = self.source.offset(raw.get());
                self.source
                    .fault(format!("There is no tie “{}”", short(&word)), at)
            })
    }

    fn ties_in(&mut self, raw: &'t RawValue, document: &Document) -> Result<BTreeSet<TieId>, Fault> {
        let items = self.source.list("ties", raw)?;
        items
            .into_iter()
            .map(|item| self.resolve_tie(document, item))
            .collect()
    }

    fn ties(&mut self, entry: &mut Entry<'t>, document: &Document) -> Result<BTreeSet<TieId>, Fault> {
        let raw = self.need(entry, "ties")?;
        self.ties_in(raw, document)
    }

    fn selection(&mut self, entry: &mut Entry<'t>, document: &Document) -> Result<Selection, Fault> {
        let mut selection = Selection::default();
        if let Some(raw) = entry.take("actors") {
            selection.actors = self.actors_in(raw, document, "actors")?;
        }
        if let Some(raw) = entry.take("ties") {
            selection.ties = self.ties_in(raw, document)?;
        }
        if selection.is_empty() {
            let what = format!("{} needs “actors” or “ties”", entry.title);
            return Err(self.source.fault(what, entry.offset));
        }
        Ok(selection)
    }

    /// The members of `set`, each checked against `probe`.
    fn values<T: Clone>(
        &mut self,
        entry: &mut Entry<'t>,
        fields: &'static [Field<T>],
        probe: &T,
    ) -> Result<Vec<(String, Value)>, Fault> {
        let raw = self.need(entry, "set")?;
        let mut probe = probe.clone();
        let mut values = Vec::new();
        for (key, raw) in self.source.object("set", raw)? {
            let at = self.source.offset(raw.get());
            let Some(field) = field::find(fields, &key) else {
                let known: Vec<&str> = fields.iter().map(|field| field.id).collect();
                let shown = short(&key);
                let what = format!("There is no attribute “{shown}”; there are {}", known.join(", "));
                return Err(self.source.fault(what, at));
            };
            let value = self.value(field.id, field.accepts, raw)?;
            field
                .set(&mut probe, value.clone())
                .map_err(|refusal| self.source.fault(refusal.to_string(), at))?;
            values.push((field.id.to_owned(), value));
        }
        Ok(values)
    }

    fn value(&mut self, id: &str, accepts: Accepts, raw: &'t RawValue) -> Result<Value, Fault> {
        Ok(match accepts {
            Accepts::Number { optional: true, .. } | Accepts::Line { optional: true }
                if raw.get() == "null" =>
            {
                Value::Absent
            }
            Accepts::Number { .. } => Value::Number(self.source.number(id, raw)?),
            Accepts::Flag => Value::Flag(self.source.flag(id, raw)?),
            Accepts::Line { .. } | Accepts::Paragraph => Value::Text(self.source.text(id, raw)?.into_owned()),
            Accepts::Tags | Accepts::Lines => Value::List(self.source.texts(id, raw)?),
        })
    }

    fn fill<T: Clone>(
        &mut self,
        entry: &mut Entry<'t>,
        fields: &'static [Field<T>],
        object: &mut T,
    ) -> Result<(), Fault> {
        if !entry.rest.iter().any(|(key, _)| key == "set") {
            entry.known.push("set");
            return Ok(());
        }
        for (id, value) in self.values(entry, fields, object)? {
            field::find(fields, &id)
                .and_then(|field| field.set(object, value).ok())
                .expect("the value was tried on a copy of this object");
        }
        Ok(())
    }

    fn new_actor(&mut self, entry: &mut Entry<'t>, free: &mut Free) -> Result<(Actor, Place), Fault> {
        let kind = self.kind(entry, "kind", "actor", ActorKind::from_id)?;
        let name = match entry.take("name") {
            Some(raw) => clean_line(&self.source.text("name", raw)?),
            None => String::new(),
        };
        let mut actor = Actor::new(name, kind);
        self.fill(entry, field::ACTOR, &mut actor)?;
        let at = match (entry.take("x"), entry.take("y")) {
            (Some(x), Some(y)) => Point::new(self.source.number("x", x)?, self.source.number("y", y)?),
            (None, None) => free.next(),
            _ => {
                let what = format!("{} needs both “x” and “y”, or neither", entry.title);
                return Err(self.source.fault(what, entry.offset));
            }
        };
        let pinned = match entry.take("pinned") {
            Some(raw) => self.source.flag("pinned", raw)?,
            None => false,
        };
        Ok((actor, Place { at, pinned }))
    }

    fn new_tie(&mut self, entry: &mut Entry<'t>, from: ActorId, to: ActorId) -> Result<Tie, Fault> {
        let kind = self.kind(entry, "kind", "tie", TieKind::from_id)?;
        let mut tie = Tie::new(kind, from, to);
        self.fill(entry, field::TIE, &mut tie)?;
        Ok(tie)
    }

    fn set_kind(&mut self, entry: &mut Entry<'t>, document: &Document) -> Result<Edit, Fault> {
        if entry.rest.iter().any(|(key, _)| key == "ties") {
            let ties = self.ties(entry, document)?;
            return Ok(Edit::SetTieKind(
                ties,
                self.kind(entry, "kind", "tie", TieKind::from_id)?,
            ));
        }
        let actors = self.actors(entry, document, "actors")?;
        let kind = self.kind(entry, "kind", "actor", ActorKind::from_id)?;
        Ok(Edit::SetActorKind(actors, kind))
    }

    fn set(&mut self, entry: &mut Entry<'t>, document: &Document) -> Result<Edit, Fault> {
        let selection = self.selection(entry, document)?;
        let both = !selection.actors.is_empty() && !selection.ties.is_empty();
        if both {
            let what = "“set” takes “actors” or “ties”, not both".to_owned();
            return Err(self.source.fault(what, entry.offset));
        }
        if let Some(actor) = selection.actors.first().and_then(|&id| document.actor(id)) {
            let values = self.values(entry, field::ACTOR, actor)?;
            return Ok(several(values, |id, value| {
                Edit::SetActorField(selection.actors.clone(), id, value)
            }));
        }
        let tie = selection.ties.first().and_then(|&id| document.tie(id));
        let tie = tie.expect("a selection that is not empty and has no actor has a tie");
        let values = self.values(entry, field::TIE, tie)?;
        Ok(several(values, |id, value| {
            Edit::SetTieField(selection.ties.clone(), id, value)
        }))
    }

    /// `actor` with `x` and `y`, or `places` with a pair of numbers for each actor.
    fn places(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
    ) -> Result<BTreeMap<ActorId, Point>, Fault> {
        let Some(raw) = entry.take("places") else {
            let actor = self.actor(entry, document, "actor")?;
            let [x, y] = ["x", "y"].map(|axis| {
                let raw = self.need(entry, axis)?;
                self.source.number(axis, raw)
            });
            return Ok(BTreeMap::from([(actor, Point::new(x?, y?))]));
        };
        let mut places = BTreeMap::new();
        for item in self.source.list("places", raw)? {
            let mut inner = self.open(item, "A place".to_owned())?;
            let actor = self.actor(&mut inner, document, "actor")?;
            let [x, y] = ["x", "y"].map(|axis| {
                let raw = self.need(&mut inner, axis)?;
                self.source.number(axis, raw)
            });
            places.insert(actor, Point::new(x?, y?));
            self.close(inner)?;
        }
        Ok(places)
    }

    fn reattach(&mut self, entry: &mut Entry<'t>, document: &Document) -> Result<Edit, Fault> {
        let raw = self.need(entry, "tie")?;
        let tie = self.resolve_tie(document, raw)?;
        let end_raw = self.need(entry, "end")?;
        let end = match &*self.source.text("end", end_raw)? {
            "from" => End::From,
            "to" => End::To,
            _ => {
                let at = self.source.offset(end_raw.get());
                return Err(self.source.fault("“end” is “from” or “to”", at));
            }
        };
        Ok(Edit::Reattach(tie, end, self.actor(entry, document, "actor")?))
    }

    fn aside(&mut self, entry: &mut Entry<'t>) -> Result<Vector, Fault> {
        let dx = self.number_or(entry, "dx", ASIDE)?;
        let dy = self.number_or(entry, "dy", ASIDE)?;
        Ok(Vector::new(dx, dy))
    }

    /// Actors and ties among them; inside, actors go by their names.
    fn fragment(&mut self, entry: &mut Entry<'t>) -> Result<Fragment, Fault> {
        let raw = self.need(entry, "actors")?;
        let mut free = Free::around(&Document::default());
        let actors = self.each(raw, "actors", "An actor", |script, inner| {
            script.new_actor(inner, &mut free)
        })?;
        // A document of their own, so that the ends of ties are found as everywhere else.
        let mut ids = Ids::new();
        let inside = Edit::AddActors(actors)
            .apply(&Document::default(), &mut ids)
            .map_err(|refusal| self.source.fault(refusal.to_string(), entry.offset))?;
        let ties = match entry.take("ties") {
            Some(raw) => self.each(raw, "ties", "A tie", |script, inner| {
                let from = script.actor(inner, &inside, "from")?;
                let to = script.actor(inner, &inside, "to")?;
                script.new_tie(inner, from, to)
            })?,
            None => Vec::new(),
        };
        Ok(Fragment {
            ties,
            ..Fragment::of(&inside, &Selection::all(&inside))
        })
    }

    fn assume(&mut self, entry: &mut Entry<'t>) -> Result<Edit, Fault> {
        let raw = self.need(entry, "assumption")?;
        let id = self.source.text("assumption", raw)?;
        if assumption::find(&id).is_none() {
            let at = self.source.offset(raw.get());
            let known: Vec<&str> = assumption::ALL.iter().map(|known| known.id).collect();
            let what = format!(
                "There is no assumption “{}”; there are {}",
                short(&id),
                known.join(", ")
            );
            return Err(self.source.fault(what, at));
        }
        let value_raw = self.need(entry, "value")?;
        Ok(Edit::SetAssumption(
            id.into_owned(),
            self.source.number("value", value_raw)?,
        ))
    }

    fn together(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
        ids: &Ids,
        depth: usize,
    ) -> Result<Edit, Fault> {
        if depth >= NESTING {
            let what = format!("Steps are nested more than {NESTING} deep");
            return Err(self.source.fault(what, entry.offset));
        }
        let name = clean_line(&self.words(entry, "name")?);
        let raw = self.need(entry, "edits")?;
        let entries = self.source.list("edits", raw)?;
        // The same identities will be given out again when the whole step is applied.
        let steps = self.run(&entries, document, &mut ids.clone(), depth + 1)?;
        Ok(Edit::Together(
            name,
            steps.into_iter().map(|(edit, _)| edit).collect(),
        ))
    }
}

/// One edit, or all of them as one step.
fn several(values: Vec<(String, Value)>, edit: impl Fn(String, Value) -> Edit) -> Edit {
    let name = format!("Change {} attributes", values.len());
    let mut edits: Vec<Edit> = values.into_iter().map(|(id, value)| edit(id, value)).collect();
    match edits.len() {
        1 => edits.remove(0),
        _ => Edit::Together(name, edits),
    }
}

/// Free places around a map, for new actors that the script does not put anywhere.
struct Free(Box<dyn Iterator<Item = Point>>);

impl Free {
    fn around(document: &Document) -> Self {
        let taken = document.places().map(|(_, place)| place.at).collect();
        Self(Box::new(spiral::around(taken)))
    }

    fn next(&mut self) -> Point {
        self.0.next().unwrap_or(Point::ORIGIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::examples;

    fn golden() -> Document {
        examples::find("golden").expect("it is shipped").document()
    }

    fn ran(text: &str) -> Vec<(Edit, Document)> {
        let document = golden();
        run(text, &document, &mut document.ids()).unwrap_or_else(|fault| panic!("{fault}"))
    }

    fn last(text: &str) -> Document {
        ran(text).pop().expect("there is an entry").1
    }

    /// A form for each verb, on the golden cluster.
    const FORMS: [(&str, &str); 24] = [
        (
            "add_actor",
            r#"{"do":"add_actor","name":"N","kind":"supplier","x":1,"y":2,"pinned":true,"set":{"jobs":20}}"#,
        ),
        (
            "add_actors",
            r#"{"do":"add_actors","actors":[{"kind":"final"},{"name":"M","kind":"center"}]}"#,
        ),
        (
            "add_tie",
            r#"{"do":"add_tie","kind":"supply","from":"S1","to":"a1","set":{"weight":0.6,"value":2}}"#,
        ),
        (
            "add_connected",
            r#"{"do":"add_connected","from":"F1","tie":"spinoff","name":"N","kind":"final"}"#,
        ),
        ("remove", r#"{"do":"remove","actors":["F1"],"ties":["t1"]}"#),
        ("rename", r#"{"do":"rename","actor":"F1","name":"First"}"#),
        (
            "set_kind",
            r#"{"do":"set_kind","actors":["F1","F2"],"kind":"related"}"#,
        ),
        ("set_kind", r#"{"do":"set_kind","ties":["t1"],"kind":"finance"}"#),
        (
            "set",
            r#"{"do":"set","actors":["F1","F2"],"set":{"jobs":5,"tags":["b","a"],"activity":null}}"#,
        ),
        ("set", r#"{"do":"set","ties":["t1"],"set":{"enabled":false}}"#),
        (
            "set_project",
            r#"{"do":"set_project","set":{"title":"T","year":2021,"all_nation":1000}}"#,
        ),
        ("move", r#"{"do":"move","actor":"F1","x":3,"y":4}"#),
        (
            "arrange",
            r#"{"do":"arrange","places":[{"actor":"F1","x":3,"y":4},{"actor":"F2","x":5,"y":6}]}"#,
        ),
        ("pin", r#"{"do":"pin","actors":["F1"]}"#),
        (
            "reattach",
            r#"{"do":"reattach","tie":"t1","end":"from","actor":"S2"}"#,
        ),
        ("reverse", r#"{"do":"reverse","ties":["t1","t2"]}"#),
        ("make_mutual", r#"{"do":"make_mutual","ties":["t18"]}"#),
        (
            "duplicate",
            r#"{"do":"duplicate","actors":["F1","F2"],"dx":10,"dy":0}"#,
        ),
        (
            "paste",
            r#"{"do":"paste","actors":[{"name":"P","kind":"final"},{"name":"Q","kind":"final"}],"ties":[{"kind":"social","from":"P","to":"Q"}]}"#,
        ),
        ("merge", r#"{"do":"merge","into":"F1","actors":["F2","F3"]}"#),
        (
            "assume",
            r#"{"do":"assume","assumption":"independence","value":0.3}"#,
        ),
        ("aggregate", r#"{"do":"aggregate","by":"arithmetic"}"#),
        (
            "together",
            r#"{"do":"together","name":"Both","edits":[{"do":"add_actor","name":"N","kind":"final"},{"do":"add_tie","kind":"social","from":"N","to":"F1"}]}"#,
        ),
        (
            "together",
            r#"{"do":"together","name":"Way and back","edits":[{"do":"assume","assumption":"independence","value":0.1},{"do":"set_project","set":{"year":1}},{"do":"reset_assumptions"}]}"#,
        ),
    ];

    #[test]
    fn every_verb_has_a_form_that_changes_something() {
        for verb in VERBS {
            let undoes = ["unpin", "make_one_way", "reset_assumptions"].contains(&verb);
            assert!(undoes || FORMS.iter().any(|(form, _)| *form == verb), "{verb}");
        }
        for (verb, form) in FORMS {
            assert_ne!(last(&format!("[{form}]")), golden(), "{verb}");
        }
        let way_and_back = r#"[{"do":"pin","actors":["F1"]},{"do":"make_mutual","ties":["t18"]},
            {"do":"assume","assumption":"half.mass","value":9},{"do":"reset_assumptions"},
            {"do":"make_one_way","ties":["t18"]},{"do":"unpin","actors":["F1"]}]"#;
        assert_eq!(last(way_and_back), golden());
    }

    #[test]
    fn names_are_those_of_the_document_at_that_point() {
        let steps = ran(
            r#"[{"do":"add_actor","name":"Alpha","kind":"supplier","set":{"jobs":20}},
                {"do":"rename","actor":"Alpha","name":"Beta"},
                {"do":"add_tie","kind":"supply","from":"Beta","to":"F1","set":{"weight":0.25}}]"#,
        );
        assert_eq!(steps.len(), 3);
        let (id, tie) = steps[2].1.ties().last().unwrap();
        assert_eq!(id.to_string(), "t26");
        assert_eq!((tie.from.to_string(), tie.weight.get()), ("a14".to_owned(), 0.25));
        let actor = steps[2].1.actor(tie.from).unwrap();
        assert_eq!((actor.name.as_str(), actor.jobs.get()), ("Beta", 20.0));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let cases = [
            ("", "nothing in it", None),
            ("{}", "A script is a list of edits", Some((1, 1))),
            ("[", "ends too early", Some((1, 1))),
            ("[{}]", "Entry 1: An edit needs “do”", Some((1, 2))),
            (
                "[3]",
                "Entry 1: “An edit” takes an object, not a number",
                Some((1, 2)),
            ),
            (
                "[\n {\"do\":\"fly\"}]",
                "Entry 1: There is no edit called “fly”; there are add_actor",
                Some((2, 8)),
            ),
            (
                r#"[{"do":"pin","actors":["Zed"]}]"#,
                "Entry 1: There is no actor “Zed”",
                Some((1, 24)),
            ),
            (
                r#"[{"do":"rename","actor":"F2","name":"F1"},{"do":"pin","actors":["F1"]}]"#,
                "Entry 2: “F1” could be a1 or a2; the id says which",
                Some((1, 65)),
            ),
            (
                r#"[{"do":"set","actors":["F1"],"set":{"job":1}}]"#,
                "There is no attribute “job”; there are jobs, revenue",
                Some((1, 43)),
            ),
            (
                r#"[{"do":"set","actors":["F1"],"set":{"export":2}}]"#,
                "Export share takes a number from 0 to 1",
                Some((1, 46)),
            ),
            (
                r#"[{"do":"set","ties":["t1"],"actors":["F1"],"set":{}}]"#,
                "not both",
                Some((1, 2)),
            ),
            (
                r#"[{"do":"remove"}]"#,
                "“remove” needs “actors” or “ties”",
                Some((1, 2)),
            ),
            (
                r#"[{"do":"remove","ties":["t99"]}]"#,
                "There is no tie “t99”",
                Some((1, 25)),
            ),
            (
                r#"[{"do":"pin","actors":["F1"],"firmly":true}]"#,
                "“pin” has no field “firmly”; it has do, actors",
                Some((1, 39)),
            ),
            (
                r#"[{"do":"make_mutual","ties":["t1"]}]"#,
                "Only knowledge ties can be mutual",
                Some((1, 2)),
            ),
            (
                r#"[{"do":"move","actor":"F1","x":1e999,"y":0}]"#,
                "too large a number",
                Some((1, 32)),
            ),
            (
                r#"[{"do":"move","actor":"F1","x":1e9,"y":0}]"#,
                "not on the map",
                Some((1, 2)),
            ),
            (
                r#"[{"do":"add_actor","kind":"firm"}]"#,
                "There is no kind of actor called “firm”",
                Some((1, 27)),
            ),
            (
                r#"[{"do":"add_actor","kind":"final","x":1}]"#,
                "both “x” and “y”",
                Some((1, 2)),
            ),
            (
                r#"[{"do":"aggregate","by":"sum"}]"#,
                "There is no aggregation called “sum”",
                Some((1, 25)),
            ),
            (
                r#"[{"do":"assume","assumption":"luck","value":1}]"#,
                "There is no assumption “luck”; there are weight",
                Some((1, 30)),
            ),
            (
                r#"[{"do":"merge","into":"F1","actors":["F1"]}]"#,
                "at least two actors",
                Some((1, 2)),
            ),
        ];
        let document = golden();
        for (text, what, place) in cases {
            let mut ids = document.ids();
            let fault = run(text, &document, &mut ids).expect_err(text);
            assert!(fault.to_string().contains(what), "{text}: {fault}");
            assert_eq!(fault.line().zip(fault.column()), place, "{text}: {fault}");
            assert_eq!(
                ids.actor(),
                document.ids().actor(),
                "identities were used up by {text}"
            );
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        let text = "[{\"do\":\"together\",\"name\":\"n\",\"edits\":".repeat(3_000);
        let document = golden();
        assert!(run(&text, &document, &mut document.ids()).is_err());
        let closed = format!("{text}[]{}", "}]".repeat(3_000));
        let fault = run(&closed, &document, &mut document.ids()).unwrap_err();
        assert!(fault.to_string().contains("nested more than"), "{fault}");
    }
}
