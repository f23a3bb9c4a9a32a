//! Scripts of edits: a JSON list whose entries are the named edits of `model::edit`.
//!
#![doc = include_str!("../../../docs/scripts.md")]

use serde_json::value::RawValue;

use crate::model::assumption::{self, Aggregation, Assumption, Topic};
use crate::model::edit::End;
use crate::model::field::{self, Value, clean_line};
use crate::model::{ActorKind, Document, Edit, Ids, Selection, TieKind};

use super::fault::Fault;
use super::source::{Source, decode, short};
use entry::Entry;
use object::Free;

mod entry;
mod jots;
mod object;

/// Steps within steps within steps … end here.
const NESTING: usize = 8;

/// Every word that may stand after `do`.
pub const VERBS: [&str; 35] = [
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
    "set_regions",
    "add_note",
    "add_zone",
    "place_note",
    "place_zone",
    "color",
    "snapshot",
    "rename_snapshot",
    "describe_snapshot",
    "remove_snapshot",
    "restore_snapshot",
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
    let mut steps = Vec::with_capacity(entries.len());
    Script { source }.run(&entries, document, &mut trial, 0, &mut |edit, after| {
        steps.push((edit, after.clone()));
    })?;
    *ids = trial;
    Ok(steps)
}

/// A script under reading.
struct Script<'t> {
    source: Source<'t>,
}

impl<'t> Script<'t> {
    /// Gives each edit with the document after it to `done`.
    fn run(
        &mut self,
        entries: &[&'t RawValue],
        document: &Document,
        ids: &mut Ids,
        depth: usize,
        done: &mut dyn FnMut(Edit, &Document),
    ) -> Result<(), Fault> {
        let mut now = document.clone();
        for (i, raw) in entries.iter().enumerate() {
            let edit = self
                .entry(raw, &now, ids, depth)
                .map_err(|fault| fault.reworded(|what| format!("Entry {}: {what}", i + 1)))?;
            let applied = edit
                .outcome(&now, ids)
                .and_then(|outcome| now.take(&outcome.changes));
            applied.map_err(|refusal| {
                let at = self.source.offset(raw.get());
                self.source.fault(format!("Entry {}: {refusal}", i + 1), at)
            })?;
            done(edit, &now);
        }
        Ok(())
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
                Edit::AddActors(vec![self.new_actor(&mut entry, document, &mut free)?])
            }
            "add_actors" => {
                let list = self.need(&mut entry, "actors")?;
                let mut free = Free::around(document);
                let actors = self.each(list, "actors", "An actor", |script, inner| {
                    script.new_actor(inner, document, &mut free)
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
                let (actor, place) = self.new_actor(&mut entry, document, &mut Free::around(document))?;
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
            "set_attribute" => {
                let selection = self.selection(&mut entry, document)?;
                let name = self.words(&mut entry, "name")?;
                let raw = self.need(&mut entry, "value")?;
                Edit::SetAttribute(selection, name, self.source.datum("value", raw)?)
            }
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
                    ties: Default::default(),
                    ..self.selection(&mut entry, document)?
                };
                Edit::Duplicate(selection, self.aside(&mut entry)?)
            }
            "paste" => {
                let fragment = self.fragment(&mut entry, document)?;
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
            "set_regions" => Edit::SetRegions(self.regions(&mut entry)?),
            "add_note" => Edit::AddNotes(vec![self.new_note(&mut entry)?]),
            "add_zone" => Edit::AddZones(vec![self.new_zone(&mut entry)?]),
            "place_note" => self.place_jot(&mut entry, document, true)?,
            "place_zone" => self.place_jot(&mut entry, document, false)?,
            "color" => self.color(&mut entry, document)?,
            "snapshot" => Edit::TakeSnapshot {
                name: self.words(&mut entry, "name")?,
                note: match entry.take("note") {
                    Some(raw) => self.source.text("note", raw)?.into_owned(),
                    None => String::new(),
                },
            },
            "rename_snapshot" => {
                let snapshot = self.snapshot(&mut entry, document)?;
                Edit::RenameSnapshot(snapshot, self.words(&mut entry, "name")?)
            }
            "describe_snapshot" => {
                let snapshot = self.snapshot(&mut entry, document)?;
                Edit::DescribeSnapshot(snapshot, self.words(&mut entry, "note")?)
            }
            "remove_snapshot" => Edit::DeleteSnapshot(self.snapshot(&mut entry, document)?),
            "restore_snapshot" => Edit::RestoreSnapshot(self.snapshot(&mut entry, document)?),
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
        let Selection {
            actors,
            ties,
            notes,
            zones,
        } = &selection;
        let sorts = [actors.len(), ties.len(), notes.len(), zones.len()];
        if sorts.iter().filter(|&&count| count > 0).count() > 1 {
            let what = "“set” takes “actors”, “ties”, “notes” or “zones”, not several of them".to_owned();
            return Err(self.source.fault(what, entry.offset));
        }
        if let Some(note) = notes.first().and_then(|&id| document.note(id)) {
            let values = self.values(entry, field::NOTE, note)?;
            return Ok(several(values, |id, value| {
                Edit::SetNoteField(notes.clone(), id, value)
            }));
        }
        if let Some(zone) = zones.first().and_then(|&id| document.zone(id)) {
            let values = self.values(entry, field::ZONE, zone)?;
            return Ok(several(values, |id, value| {
                Edit::SetZoneField(zones.clone(), id, value)
            }));
        }
        if let Some(actor) = selection.actors.first().and_then(|&id| document.actor(id)) {
            let values = self.values(entry, field::ACTOR, actor)?;
            return Ok(several(values, |id, value| {
                Edit::SetActorField(selection.actors.clone(), id, value)
            }));
        }
        let tie = selection.ties.first().and_then(|&id| document.tie(id));
        let tie = tie.expect("a selection that is not empty and has nothing else has a tie");
        let values = self.values(entry, field::TIE, tie)?;
        Ok(several(values, |id, value| {
            Edit::SetTieField(selection.ties.clone(), id, value)
        }))
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

    fn assume(&mut self, entry: &mut Entry<'t>) -> Result<Edit, Fault> {
        let raw = self.need(entry, "assumption")?;
        let id = self.source.text("assumption", raw)?;
        if assumption::find(&id).is_none() {
            let at = self.source.offset(raw.get());
            let of_the_model = |known: &&Assumption| !matches!(known.topic(), Topic::Actor(_));
            let known = assumption::ALL.iter().filter(of_the_model);
            let known: Vec<&str> = known.map(|known| known.id).collect();
            let what = format!(
                "There is no assumption “{}”; there are {} and, for the attributes of new actors, actor.KIND.ATTRIBUTE",
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
        let mut edits = Vec::with_capacity(entries.len());
        self.run(&entries, document, &mut ids.clone(), depth + 1, &mut |edit, _| {
            edits.push(edit);
        })?;
        Ok(Edit::Together(name, edits))
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

#[cfg(test)]
mod tests;
