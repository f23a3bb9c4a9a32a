//! What people do to a cluster: named edits, each a pure function from a document to a list of changes.
//!
//! The same edits serve menus, gestures, scripts, import and tests. Undo is not written here: it follows from the
//! changes (see `change`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::geom::{Point, Vector};

use super::assumption::{Aggregation, Assumptions};
use super::attribute::Datum;
use super::field::{self, Value, clean_line};
use super::fragment::Fragment;
use super::id::COUNTED;
use super::project::Region;
use super::{
    Actor, ActorId, ActorKind, Change, Document, Frames, Hue, Ids, Note, NoteId, Place, Project, Refusal,
    Selection, Snapshot, SnapshotId, Swap, Tie, TieId, TieKind, Zone, ZoneId,
};

mod attributes;
mod jots;
mod merging;
mod naming;
mod states;

pub use naming::tally;

/// Which end of a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The first: seller, source, member, funder, origin, parent, owner.
    From,
    /// The second.
    To,
}

/// A named, reversible change that a person can ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// New actors at their places.
    AddActors(Vec<(Actor, Place)>),
    /// A new tie.
    AddTie(Tie),
    /// A new actor, tied to one that is there, as one step.
    AddConnected {
        /// The actor that is there; the first end of the new tie.
        from: ActorId,
        /// Kind of the new tie.
        kind: TieKind,
        /// The new actor.
        actor: Actor,
        /// Where it goes.
        place: Place,
    },
    /// Everything chosen goes, actors with all their ties.
    Remove(Selection),
    /// An actor gets another name.
    Rename(ActorId, String),
    /// Actors become another kind; defaults follow, see [`Assumptions::as_kind`].
    SetActorKind(BTreeSet<ActorId>, ActorKind),
    /// Ties become another kind.
    SetTieKind(BTreeSet<TieId>, TieKind),
    /// One attribute of one or many actors; the id is in [`field::ACTOR`].
    SetActorField(BTreeSet<ActorId>, String, Value),
    /// One attribute of one or many ties; the id is in [`field::TIE`].
    SetTieField(BTreeSet<TieId>, String, Value),
    /// What a person keeps of actors and ties beside the model's own attributes, by its name; nothing takes it away.
    SetAttribute(Selection, String, Option<Datum>),
    /// One attribute of the project; the id is in [`field::PROJECT`].
    SetProjectField(String, Value),
    /// Actors are put somewhere by hand, which pins them softly.
    Move(BTreeMap<ActorId, Point>),
    /// The layout has found places; pins stay as they are.
    Arrange(BTreeMap<ActorId, Point>),
    /// Actors are held in place, or let go.
    Pin(BTreeSet<ActorId>, bool),
    /// One end of a tie goes to another actor.
    Reattach(TieId, End, ActorId),
    /// First and second end change places.
    Reverse(BTreeSet<TieId>),
    /// Knowledge ties flow both ways, or one way again.
    SetMutual(BTreeSet<TieId>, bool),
    /// A copy of the chosen actors, the ties among them, and the chosen notes and zones.
    Duplicate(Selection, Vector),
    /// A fragment is put in, moved by a vector.
    Paste(Fragment, Vector),
    /// The second and all further actors become part of the first: revenue and jobs add up, capability, absorption,
    /// export and reputation are weighted by revenue, ties move along, ties among them go.
    Merge(ActorId, BTreeSet<ActorId>),
    /// One number of the model, see [`super::assumption::ALL`].
    SetAssumption(String, f64),
    /// How dimensions become one figure.
    SetAggregation(Aggregation),
    /// All assumptions back to their defaults.
    ResetAssumptions,
    /// The table of regions behind the Ellison–Glaeser index becomes this one.
    SetRegions(Vec<Region>),
    /// The present state is kept under a name.
    TakeSnapshot {
        /// May be empty; the snapshot then goes by its number.
        name: String,
        /// What it is for.
        note: String,
    },
    /// A snapshot gets another name.
    RenameSnapshot(SnapshotId, String),
    /// A snapshot gets another note.
    DescribeSnapshot(SnapshotId, String),
    /// A snapshot goes; the project stays as it is.
    DeleteSnapshot(SnapshotId),
    /// The project becomes what it was when the snapshot was taken. Words about the whole and snapshots stay.
    RestoreSnapshot(SnapshotId),
    /// New notes.
    AddNotes(Vec<Note>),
    /// New zones.
    AddZones(Vec<Zone>),
    /// One attribute of one or many notes; the id is in [`field::NOTE`].
    SetNoteField(BTreeSet<NoteId>, String, Value),
    /// One attribute of one or many zones; the id is in [`field::ZONE`].
    SetZoneField(BTreeSet<ZoneId>, String, Value),
    /// The chosen notes and zones get another color.
    Recolor(Selection, Hue),
    /// Notes and zones are moved or made larger or smaller.
    Frame(Frames),
    /// Several edits as one step with a name of its own.
    Together(String, Vec<Self>),
    /// Changes that were worked out beforehand, under a name; refused when the document has become another since.
    Prepared(String, Vec<Change>),
}

/// An edit worked out for one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What to apply; empty when the edit changes nothing.
    pub changes: Vec<Change>,
    /// Actors that the edit creates.
    pub actors: Vec<ActorId>,
    /// Ties that the edit creates.
    pub ties: Vec<TieId>,
    /// Notes that the edit creates.
    pub notes: Vec<NoteId>,
    /// Zones that the edit creates.
    pub zones: Vec<ZoneId>,
}

impl Edit {
    /// What the edit does to this document. Fresh identities come from `ids`.
    ///
    /// # Errors
    /// When the edit names something that is not there, or a value that does not fit.
    pub fn outcome(&self, document: &Document, ids: &mut Ids) -> Result<Outcome, Refusal> {
        let mut out = Outcome::default();
        match self {
            Self::AddActors(list) => {
                for (actor, place) in list {
                    out.add_actor(ids.actor(), actor.clone(), *place);
                }
            }
            Self::AddTie(tie) => out.add_tie(ids.tie(), tie.clone()),
            Self::AddConnected {
                from,
                kind,
                actor,
                place,
            } => {
                need_actor(document, *from)?;
                let id = ids.actor();
                out.add_actor(id, actor.clone(), *place);
                out.add_tie(ids.tie(), Tie::new(*kind, *from, id));
            }
            Self::Remove(selection) => {
                remove(document, selection, &mut out.changes)?;
                out.remove_jots(document, selection)?;
            }
            Self::Rename(id, name) => {
                out.change_actor(document, *id, |actor| {
                    actor.name = clean_line(name);
                    Ok(())
                })?;
            }
            Self::SetActorKind(actors, kind) => {
                let assumptions = &document.project().assumptions;
                for &id in actors {
                    out.change_actor(document, id, |actor| {
                        *actor = assumptions.as_kind(actor, *kind);
                        Ok(())
                    })?;
                }
            }
            Self::SetTieKind(ties, kind) => {
                for &id in ties {
                    out.change_tie(document, id, |tie| {
                        *tie = tie.with_kind(*kind);
                        Ok(())
                    })?;
                }
            }
            Self::SetActorField(actors, name, value) => {
                let field = known(field::ACTOR, name)?;
                for &id in actors {
                    out.change_actor(document, id, |actor| field.set(actor, value.clone()))?;
                }
            }
            Self::SetTieField(ties, name, value) => {
                let field = known(field::TIE, name)?;
                for &id in ties {
                    out.change_tie(document, id, |tie| field.set(tie, value.clone()))?;
                }
            }
            Self::SetAttribute(of, name, value) => out.set_attribute(document, of, name, value)?,
            Self::SetProjectField(name, value) => {
                let field = known(field::PROJECT, name)?;
                out.change_project(document, |project| field.set(project, value.clone()))?;
            }
            Self::Move(places) => {
                for (&id, &at) in places {
                    out.change_place(document, id, Place { at, pinned: true })?;
                }
            }
            Self::Arrange(places) => {
                for (&id, &at) in places {
                    let pinned = document.place(id).ok_or(Refusal::NoActor(id))?.pinned;
                    out.change_place(document, id, Place { at, pinned })?;
                }
            }
            Self::Pin(actors, pinned) => {
                for &id in actors {
                    let at = document.place(id).ok_or(Refusal::NoActor(id))?.at;
                    out.change_place(document, id, Place { at, pinned: *pinned })?;
                }
            }
            Self::Reattach(id, end, to) => {
                need_actor(document, *to)?;
                out.change_tie(document, *id, |tie| {
                    match end {
                        End::From => tie.from = *to,
                        End::To => tie.to = *to,
                    }
                    Ok(())
                })?;
            }
            Self::Reverse(ties) => {
                for &id in ties {
                    out.change_tie(document, id, |tie| {
                        std::mem::swap(&mut tie.from, &mut tie.to);
                        Ok(())
                    })?;
                }
            }
            Self::SetMutual(ties, mutual) => {
                for &id in ties {
                    out.change_tie(document, id, |tie| {
                        if *mutual && !tie.may_be_mutual() {
                            return Err(Refusal::NotMutual);
                        }
                        tie.mutual = *mutual;
                        Ok(())
                    })?;
                }
            }
            Self::Duplicate(selection, by) => paste(&Fragment::of(document, selection), *by, ids, &mut out),
            Self::Paste(fragment, by) => paste(fragment, *by, ids, &mut out),
            Self::Merge(into, others) => merging::merge(document, *into, others, &mut out)?,
            Self::SetAssumption(name, value) => {
                let assumption = super::assumption::find(name).ok_or_else(|| Refusal::Unknown {
                    what: "assumption",
                    name: name.clone(),
                })?;
                out.change_project(document, |project| {
                    project.assumptions =
                        project
                            .assumptions
                            .with(name, *value)
                            .ok_or_else(|| Refusal::BadValue {
                                field: assumption.name.to_owned(),
                                expected: format!(
                                    "a number from {} to {}",
                                    assumption.least, assumption.most
                                ),
                                found: value.to_string(),
                            })?;
                    Ok(())
                })?;
            }
            Self::SetAggregation(aggregation) => out.change_project(document, |project| {
                project.assumptions.aggregation = *aggregation;
                Ok(())
            })?,
            Self::ResetAssumptions => out.change_project(document, |project| {
                project.assumptions = Assumptions::default();
                Ok(())
            })?,
            Self::SetRegions(regions) => out.change_project(document, |project| {
                project.regions = states::tidied(regions);
                Ok(())
            })?,
            Self::TakeSnapshot { name, note } => {
                let snapshot = Snapshot::of(document, clean_line(name), note.clone());
                out.changes
                    .push(Change::Snapshot(ids.snapshot(), Swap::add(Arc::new(snapshot))));
            }
            Self::RenameSnapshot(id, name) => {
                out.change_snapshot(document, *id, |snapshot| snapshot.name = clean_line(name))?;
            }
            Self::DescribeSnapshot(id, note) => {
                out.change_snapshot(document, *id, |snapshot| snapshot.note.clone_from(note))?;
            }
            Self::DeleteSnapshot(id) => {
                let snapshot = document.shared_snapshot(*id).ok_or(Refusal::NoSnapshot(*id))?;
                out.changes
                    .push(Change::Snapshot(*id, Swap::remove(Arc::clone(snapshot))));
            }
            Self::RestoreSnapshot(id) => {
                let state = document.as_of(*id).ok_or(Refusal::NoSnapshot(*id))?;
                out.changes = document.changes_of_state(&state);
            }
            Self::AddNotes(notes) => notes
                .iter()
                .for_each(|note| out.add_note(ids.note(), note.clone())),
            Self::AddZones(zones) => zones
                .iter()
                .for_each(|zone| out.add_zone(ids.zone(), zone.clone())),
            Self::SetNoteField(notes, name, value) => {
                let field = known(field::NOTE, name)?;
                for &id in notes {
                    out.change_note(document, id, |note| field.set(note, value.clone()))?;
                }
            }
            Self::SetZoneField(zones, name, value) => {
                let field = known(field::ZONE, name)?;
                for &id in zones {
                    out.change_zone(document, id, |zone| field.set(zone, value.clone()))?;
                }
            }
            Self::Recolor(selection, hue) => out.recolor(document, selection, *hue)?,
            Self::Frame(frames) => out.put_frames(document, frames)?,
            Self::Prepared(_, changes) => return Ok(states::prepared(changes, ids)),
            Self::Together(_, edits) => {
                let mut state = document.clone();
                for edit in edits {
                    let part = edit.outcome(&state, ids)?;
                    state.take(&part.changes)?;
                    out.changes.extend(part.changes);
                    out.actors.extend(part.actors);
                    out.ties.extend(part.ties);
                    out.notes.extend(part.notes);
                    out.zones.extend(part.zones);
                }
                return Ok(out);
            }
        }
        out.retire(document);
        Ok(out)
    }

    /// The document after this edit, for callers that keep no history.
    ///
    /// # Errors
    /// As [`Edit::outcome`] and [`Document::with`].
    pub fn apply(&self, document: &Document, ids: &mut Ids) -> Result<Document, Refusal> {
        document.with(&self.outcome(document, ids)?.changes)
    }
}

impl Outcome {
    /// It creates something that stands on the map by itself.
    pub fn creates_things(&self) -> bool {
        !(self.actors.is_empty() && self.notes.is_empty() && self.zones.is_empty())
    }

    /// Notes what is removed for good, so that its number does not come back after saving and opening.
    fn retire(&mut self, document: &Document) {
        let before = document.retired();
        let mut after = before;
        for change in &self.changes {
            let (highest, number) = match change {
                Change::Actor(id, Swap { after: None, .. }) => (&mut after.actors, id.number()),
                Change::Tie(id, Swap { after: None, .. }) => (&mut after.ties, id.number()),
                Change::Snapshot(id, Swap { after: None, .. }) => (&mut after.snapshots, id.number()),
                Change::Note(id, Swap { after: None, .. }) => (&mut after.notes, id.number()),
                Change::Zone(id, Swap { after: None, .. }) => (&mut after.zones, id.number()),
                _ => continue,
            };
            if number <= COUNTED {
                *highest = number.max(*highest);
            }
        }
        if after != before {
            self.changes.push(Change::Retired(before, after));
        }
    }

    fn add_actor(&mut self, id: ActorId, mut actor: Actor, place: Place) {
        actor.name = clean_line(&actor.name);
        self.changes.push(Change::Actor(id, Swap::add(Arc::new(actor))));
        self.changes.push(Change::Place(id, Swap::add(place)));
        self.actors.push(id);
    }

    fn add_tie(&mut self, id: TieId, tie: Tie) {
        self.changes.push(Change::Tie(id, Swap::add(Arc::new(tie))));
        self.ties.push(id);
    }

    fn change_actor(
        &mut self,
        document: &Document,
        id: ActorId,
        change: impl FnOnce(&mut Actor) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let before = document.shared_actor(id).ok_or(Refusal::NoActor(id))?;
        let mut after = Actor::clone(before);
        change(&mut after)?;
        if after != **before {
            let swap = Swap::replace(Arc::clone(before), Arc::new(after));
            self.changes.push(Change::Actor(id, swap));
        }
        Ok(())
    }

    fn change_tie(
        &mut self,
        document: &Document,
        id: TieId,
        change: impl FnOnce(&mut Tie) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let before = document.shared_tie(id).ok_or(Refusal::NoTie(id))?;
        let mut after = Tie::clone(before);
        change(&mut after)?;
        if after != **before {
            let swap = Swap::replace(Arc::clone(before), Arc::new(after));
            self.changes.push(Change::Tie(id, swap));
        }
        Ok(())
    }

    fn change_place(&mut self, document: &Document, id: ActorId, after: Place) -> Result<(), Refusal> {
        let before = document.place(id).ok_or(Refusal::NoActor(id))?;
        if after != before {
            self.changes.push(Change::Place(id, Swap::replace(before, after)));
        }
        Ok(())
    }

    fn change_project(
        &mut self,
        document: &Document,
        change: impl FnOnce(&mut Project) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let before = document.shared_project();
        let mut after = Project::clone(before);
        change(&mut after)?;
        if after != **before {
            self.changes
                .push(Change::Project(Arc::clone(before), Arc::new(after)));
        }
        Ok(())
    }
}

fn need_actor(document: &Document, id: ActorId) -> Result<(), Refusal> {
    document.actor(id).map(|_| ()).ok_or(Refusal::NoActor(id))
}

fn known<T>(fields: &'static [field::Field<T>], name: &str) -> Result<&'static field::Field<T>, Refusal> {
    field::find(fields, name).ok_or_else(|| Refusal::Unknown {
        what: "attribute",
        name: name.to_owned(),
    })
}

/// Chosen ties, chosen actors, and the ties that would be left hanging.
fn remove(document: &Document, selection: &Selection, changes: &mut Vec<Change>) -> Result<(), Refusal> {
    let doomed = doomed_ties(document, selection);
    for &id in &doomed {
        let tie = document.shared_tie(id).ok_or(Refusal::NoTie(id))?;
        changes.push(Change::Tie(id, Swap::remove(Arc::clone(tie))));
    }
    remove_bare(document, &selection.actors, changes)
}

fn doomed_ties(document: &Document, selection: &Selection) -> BTreeSet<TieId> {
    let mut doomed = selection.ties.clone();
    for &actor in &selection.actors {
        doomed.extend(document.ties_of(actor).map(|(id, _)| id));
    }
    doomed
}

fn paste(fragment: &Fragment, by: Vector, ids: &mut Ids, out: &mut Outcome) {
    let mut fresh = BTreeMap::new();
    for (old, actor, at) in &fragment.actors {
        let id = ids.actor();
        fresh.insert(*old, id);
        out.add_actor(
            id,
            actor.clone(),
            Place {
                at: *at + by,
                pinned: true,
            },
        );
    }
    for tie in &fragment.ties {
        if let (Some(&from), Some(&to)) = (fresh.get(&tie.from), fresh.get(&tie.to)) {
            out.add_tie(
                ids.tie(),
                Tie {
                    from,
                    to,
                    ..tie.clone()
                },
            );
        }
    }
    out.paste_jots(fragment, by, ids);
}

/// Removes actors whose ties have been dealt with already.
fn remove_bare(
    document: &Document,
    actors: &BTreeSet<ActorId>,
    changes: &mut Vec<Change>,
) -> Result<(), Refusal> {
    for &id in actors {
        let actor = document.shared_actor(id).ok_or(Refusal::NoActor(id))?;
        let place = document.place(id).ok_or(Refusal::NoActor(id))?;
        changes.push(Change::Actor(id, Swap::remove(Arc::clone(actor))));
        changes.push(Change::Place(id, Swap::remove(place)));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
