//! Everything a project file holds, and nothing else.
//!
//! Read access, and one door for change. Invariants: every tie has both ends, every actor has a place on the map, so
//! has every note and zone, every number is in its range (the types see to that).

use std::sync::Arc;

use crate::base::geom::{Point, Rect};

use super::change::{Change, Swap};
use super::field::clean_line;
use super::kind::Direction;
use super::note::is_sound;
use super::shared_map::SharedMap;
use super::{
    Actor, ActorId, Ids, Jot, Note, NoteId, Place, Project, Refusal, Retired, Snapshot, SnapshotId, Tie,
    TieId, Unknown, Zone, ZoneId,
};

pub(crate) use filling::Filling;

mod filling;

/// A state of a project. Cloning is cheap: entries are shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    actors: SharedMap<ActorId, Arc<Actor>>,
    ties: SharedMap<TieId, Arc<Tie>>,
    places: SharedMap<ActorId, Place>,
    project: Arc<Project>,
    snapshots: SharedMap<SnapshotId, Arc<Snapshot>>,
    notes: SharedMap<NoteId, Arc<Note>>,
    zones: SharedMap<ZoneId, Arc<Zone>>,
    retired: Retired,
    unknown: Arc<Unknown>,
    /// Every tie under each of its ends.
    ends: SharedMap<(ActorId, TieId), ()>,
}

/// Coordinates beyond this many map units are refused.
pub const MAP_LIMIT: f64 = 1e7;

impl Document {
    /// An empty project that carries fields of a newer version along.
    pub fn with_unknown(unknown: Unknown) -> Self {
        Self {
            unknown: Arc::new(unknown),
            ..Self::default()
        }
    }

    /// All actors in id order.
    pub fn actors(&self) -> impl ExactSizeIterator<Item = (ActorId, &Actor)> {
        self.actors.iter().map(|(id, actor)| (*id, &**actor))
    }

    /// All ties in id order.
    pub fn ties(&self) -> impl ExactSizeIterator<Item = (TieId, &Tie)> {
        self.ties.iter().map(|(id, tie)| (*id, &**tie))
    }

    /// The actor with this id.
    pub fn actor(&self, id: ActorId) -> Option<&Actor> {
        self.actors.get(&id).map(|actor| &**actor)
    }

    /// The tie with this id.
    pub fn tie(&self, id: TieId) -> Option<&Tie> {
        self.ties.get(&id).map(|tie| &**tie)
    }

    /// The actor as it is stored, to be remembered without a copy.
    pub(crate) fn shared_actor(&self, id: ActorId) -> Option<&Arc<Actor>> {
        self.actors.get(&id)
    }

    /// The tie as it is stored, to be remembered without a copy.
    pub(crate) fn shared_tie(&self, id: TieId) -> Option<&Arc<Tie>> {
        self.ties.get(&id)
    }

    /// The project as it is stored, to be remembered without a copy.
    pub(crate) fn shared_project(&self) -> &Arc<Project> {
        &self.project
    }

    /// All notes in id order; later ones lie on earlier ones.
    pub fn notes(&self) -> impl ExactSizeIterator<Item = (NoteId, &Note)> {
        self.notes.iter().map(|(id, note)| (*id, &**note))
    }

    /// The note with this id.
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(&id).map(|note| &**note)
    }

    /// The note as it is stored, to be remembered without a copy.
    pub(super) fn shared_note(&self, id: NoteId) -> Option<&Arc<Note>> {
        self.notes.get(&id)
    }

    /// All zones in id order; later ones lie on earlier ones.
    pub fn zones(&self) -> impl ExactSizeIterator<Item = (ZoneId, &Zone)> {
        self.zones.iter().map(|(id, zone)| (*id, &**zone))
    }

    /// The zone with this id.
    pub fn zone(&self, id: ZoneId) -> Option<&Zone> {
        self.zones.get(&id).map(|zone| &**zone)
    }

    /// The zone as it is stored, to be remembered without a copy.
    pub(super) fn shared_zone(&self, id: ZoneId) -> Option<&Arc<Zone>> {
        self.zones.get(&id)
    }

    /// Actors that stand in a zone, in id order.
    pub fn actors_in(&self, zone: &Zone) -> impl Iterator<Item = ActorId> {
        let area = zone.area;
        self.places()
            .filter(move |(_, place)| area.contains(place.at))
            .map(|(id, _)| id)
    }

    /// The first words of a note, or the name of a zone, on one line.
    fn first_words(&self, jot: Jot) -> String {
        clean_line(match jot {
            Jot::Note(id) => self.note(id).map_or("", |note| first_line(&note.text)),
            Jot::Zone(id) => self.zone(id).map_or("", |zone| zone.name.as_str()),
        })
    }

    /// A note says something, or a zone has a name.
    pub fn has_words(&self, jot: Jot) -> bool {
        !self.first_words(jot).is_empty()
    }

    /// What a note or a zone is called on one line: its first words, or its id when it has none.
    pub fn jot_name(&self, jot: Jot) -> String {
        match (self.first_words(jot).as_str(), jot) {
            ("", Jot::Note(id)) => format!("Note {id}"),
            ("", Jot::Zone(id)) => format!("Zone {id}"),
            (words, _) if words.chars().count() > JOT_NAME => {
                let start: String = words.chars().take(JOT_NAME - 1).collect();
                format!("{}…", start.trim_end())
            }
            (words, _) => words.to_owned(),
        }
    }

    /// All snapshots in id order, which is the order in which they were taken.
    pub fn snapshots(&self) -> impl ExactSizeIterator<Item = (SnapshotId, &Snapshot)> + DoubleEndedIterator {
        self.snapshots.iter().map(|(id, snapshot)| (*id, &**snapshot))
    }

    /// The snapshot with this id.
    pub fn snapshot(&self, id: SnapshotId) -> Option<&Snapshot> {
        self.snapshots.get(&id).map(|snapshot| &**snapshot)
    }

    /// The snapshot as it is stored, to be remembered without a copy.
    pub(super) fn shared_snapshot(&self, id: SnapshotId) -> Option<&Arc<Snapshot>> {
        self.snapshots.get(&id)
    }

    /// What a snapshot is called on one line: its name, or "Snapshot" and its number when it has none.
    pub fn snapshot_name(&self, id: SnapshotId) -> String {
        let name = self.snapshot(id).map_or("", |snapshot| snapshot.name.as_str());
        match clean_line(name).as_str() {
            "" => format!("Snapshot {}", id.number()),
            name => name.to_owned(),
        }
    }

    /// The snapshot with this id, or the only one that goes by this name.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when there is none, [`Refusal::Ambiguous`] when the name is that of several.
    pub fn find_snapshot(&self, word: &str) -> Result<SnapshotId, Refusal> {
        if let Some(id) = word.parse().ok().filter(|id| self.snapshots.contains_key(id)) {
            return Ok(id);
        }
        let named = |id: &SnapshotId| self.snapshot_name(*id) == clean_line(word);
        let ids: Vec<SnapshotId> = self.snapshots.keys().filter(named).collect();
        match ids.as_slice() {
            [id] => Ok(*id),
            [] => Err(Refusal::Unknown {
                what: "snapshot",
                name: word.to_owned(),
            }),
            [first, second, ..] => Err(Refusal::Ambiguous {
                name: word.to_owned(),
                ids: format!("{first} or {second}"),
            }),
        }
    }

    /// The project as it was when the snapshot was taken, under its present title and story.
    pub fn as_of(&self, id: SnapshotId) -> Option<Self> {
        let state = self.snapshot(id)?.state();
        Some(Self {
            project: Arc::new(state.project.with_words_of(&self.project)),
            ..state.clone()
        })
    }

    /// What a snapshot keeps of this state.
    pub(super) fn bare(&self) -> Self {
        Self {
            actors: self.actors.clone(),
            ties: self.ties.clone(),
            places: self.places.clone(),
            notes: self.notes.clone(),
            zones: self.zones.clone(),
            ends: self.ends.clone(),
            project: Arc::new(self.project.numbers()),
            ..Self::default()
        }
    }

    /// The same state, whose entries share memory with equal ones of `other`; comparing the two is quick then.
    #[must_use]
    pub(crate) fn sharing_with(mut self, other: &Self) -> Self {
        self.actors.share_with(&other.actors);
        self.ties.share_with(&other.ties);
        self.notes.share_with(&other.notes);
        self.zones.share_with(&other.zones);
        self
    }

    /// Where the actor stands.
    pub fn place(&self, id: ActorId) -> Option<Place> {
        self.places.get(&id).copied()
    }

    /// All places in id order.
    pub fn places(&self) -> impl ExactSizeIterator<Item = (ActorId, Place)> {
        self.places.iter().copied()
    }

    /// What is said about the whole.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Top-level fields of a newer version.
    pub fn unknown(&self) -> &Unknown {
        &self.unknown
    }

    /// Nothing has been drawn.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.notes.is_empty() && self.zones.is_empty()
    }

    /// How many actors there are.
    pub fn actor_count(&self) -> usize {
        self.actors.len()
    }

    /// How many ties there are.
    pub fn tie_count(&self) -> usize {
        self.ties.len()
    }

    /// The ties that touch an actor, in id order.
    pub fn ties_of(&self, actor: ActorId) -> impl Iterator<Item = (TieId, &Tie)> {
        let own = self.ends_of(actor);
        own.filter_map(|id| Some((id, self.tie(id)?)))
    }

    fn ends_of(&self, actor: ActorId) -> impl Iterator<Item = TieId> {
        let from = self.ends.from((actor, TieId::FIRST));
        from.map_while(move |&((end, tie), ())| (end == actor).then_some(tie))
    }

    /// The smallest rectangle around the centers of all marks.
    pub fn extent(&self) -> Option<Rect> {
        Rect::around(self.places.values().map(|place| place.at))
    }

    /// What indicators read is the same in both; only places or words differ.
    pub fn same_for_indicators(&self, other: &Self) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        let shared = Arc::ptr_eq(&self.project, &other.project) || self.project == other.project;
        shared && self.actors == other.actors && self.ties == other.ties
    }

    /// The same actors with the same names and kinds. What both share is not looked at.
    pub fn same_names(&self, other: &Self) -> bool {
        let mut same = self.actors.len() == other.actors.len();
        if same {
            self.actors.compare(&other.actors, |_, before, after| {
                let pair = before.zip(after);
                same &= pair.is_some_and(|(a, b)| (a.kind, &a.name) == (b.kind, &b.name));
            });
        }
        same
    }

    /// The changes that make `other` out of this state, in the order in which they fit: project, actors, places, ties,
    /// notes, zones, snapshots; each in id order. What both share is not looked at.
    pub fn changes_to(&self, other: &Self) -> Vec<Change> {
        let mut changes = self.changes_of_state(other);
        self.snapshots.compare(&other.snapshots, |id, before, after| {
            changes.push(Change::Snapshot(id, swap(before, after)));
        });
        if self.retired != other.retired {
            changes.push(Change::Retired(self.retired, other.retired));
        }
        changes
    }

    /// The same for all but snapshots.
    pub(super) fn changes_of_state(&self, other: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.project != other.project {
            changes.push(Change::Project(
                Arc::clone(&self.project),
                Arc::clone(&other.project),
            ));
        }
        self.actors.compare(&other.actors, |id, before, after| {
            changes.push(Change::Actor(id, swap(before, after)));
        });
        self.places.compare(&other.places, |id, before, after| {
            changes.push(Change::Place(id, swap(before, after)));
        });
        self.ties.compare(&other.ties, |id, before, after| {
            changes.push(Change::Tie(id, swap(before, after)));
        });
        self.notes.compare(&other.notes, |id, before, after| {
            changes.push(Change::Note(id, swap(before, after)));
        });
        self.zones.compare(&other.zones, |id, before, after| {
            changes.push(Change::Zone(id, swap(before, after)));
        });
        changes
    }

    /// Numbers of what was removed on the way to this state.
    pub fn retired(&self) -> Retired {
        self.retired
    }

    /// A counter that hands out no identity that this document uses or has used.
    pub fn ids(&self) -> Ids {
        let mut ids = Ids::new();
        ids.note_retired(self.retired);
        self.note_ids(&mut ids);
        for (id, snapshot) in self.snapshots() {
            ids.note_snapshot(id);
            // What a snapshot holds may come back.
            snapshot.state().note_ids(&mut ids);
        }
        ids
    }

    /// The last of each sort: keys are in order, and the counter is beyond all before as well.
    fn note_ids(&self, ids: &mut Ids) {
        self.actors
            .keys()
            .next_back()
            .into_iter()
            .for_each(|id| ids.note_actor(id));
        self.ties
            .keys()
            .next_back()
            .into_iter()
            .for_each(|id| ids.note_tie(id));
        self.notes
            .keys()
            .next_back()
            .into_iter()
            .for_each(|id| ids.note_note(id));
        self.zones
            .keys()
            .next_back()
            .into_iter()
            .for_each(|id| ids.note_zone(id));
    }

    /// A name for display, on one line: the actor's own, or its kind and id when it has none.
    pub fn display_name(&self, id: ActorId) -> String {
        let Some(actor) = self.actor(id) else {
            return id.to_string();
        };
        // Files may hold anything in a name, also what a terminal takes for an order.
        let name = clean_line(&actor.name);
        if name.is_empty() {
            format!("{} {id}", actor.kind.name())
        } else {
            name
        }
    }

    /// A tie in words: "Supply S1 → F1".
    pub fn tie_words(&self, id: TieId) -> String {
        let Some(tie) = self.tie(id) else {
            return id.to_string();
        };
        let arrow = match tie.kind.info().direction {
            _ if tie.mutual => "↔",
            Direction::Undirected => "–",
            Direction::Directed | Direction::MayBeMutual => "→",
        };
        let [from, to] = [tie.from, tie.to].map(|end| self.display_name(end));
        format!("{} {from} {arrow} {to}", tie.kind.name())
    }

    /// The document after all of `changes`, or the reason why one does not fit.
    ///
    /// # Errors
    /// [`Refusal::Stale`] when a change was made for another state; otherwise the invariant that would break.
    pub fn with(&self, changes: &[Change]) -> Result<Self, Refusal> {
        let mut next = self.clone();
        next.take(changes)?;
        Ok(next)
    }

    /// [`Document::with`] in place, for a long row of edits. After a refusal this is no document any more.
    pub(crate) fn take(&mut self, changes: &[Change]) -> Result<(), Refusal> {
        for change in changes {
            match change {
                Change::Actor(id, swap) => exchange(&mut self.actors, *id, swap)?,
                Change::Tie(id, swap) => exchange(&mut self.ties, *id, swap)?,
                Change::Place(id, swap) => exchange(&mut self.places, *id, swap)?,
                Change::Snapshot(id, swap) => exchange(&mut self.snapshots, *id, swap)?,
                Change::Note(id, swap) => exchange(&mut self.notes, *id, swap)?,
                Change::Zone(id, swap) => exchange(&mut self.zones, *id, swap)?,
                Change::Project(before, after) => {
                    if self.project != *before {
                        return Err(Refusal::Stale("The project".into()));
                    }
                    self.project = Arc::clone(after);
                }
                Change::Retired(before, after) => {
                    if self.retired != *before {
                        return Err(Refusal::Stale("What was removed".into()));
                    }
                    self.retired = *after;
                }
            }
        }
        self.follow_ends(changes)?;
        changes.iter().try_for_each(|change| self.check(change))
    }

    /// Notes which ties hang on whom now; every tie has both ends.
    fn follow_ends(&mut self, changes: &[Change]) -> Result<(), Refusal> {
        let ends = |id: TieId, tie: &Tie| [(tie.from, id), (tie.to, id)];
        // A file that is read brings all ties at once: putting them in order then beats putting in one by one.
        let tied = changes
            .iter()
            .filter(|change| matches!(change, Change::Tie(..)))
            .count();
        if tied > self.ties.len() / 4 {
            self.ends = filling::ends(&self.actors, &self.ties)?;
            return Ok(());
        }
        for change in changes {
            let Change::Tie(id, swap) = change else { continue };
            let (before, after) = (swap.before.as_deref(), swap.after.as_deref());
            for end in before.into_iter().flat_map(|tie| ends(*id, tie)) {
                self.ends.remove(&end);
            }
            for end in after.into_iter().flat_map(|tie| ends(*id, tie)) {
                if !self.actors.contains_key(&end.0) {
                    return Err(Refusal::LooseEnd {
                        tie: *id,
                        actor: end.0,
                    });
                }
                self.ends.insert(end, ());
            }
        }
        Ok(())
    }

    /// The invariants that `change` could have broken.
    fn check(&self, change: &Change) -> Result<(), Refusal> {
        match change {
            Change::Actor(id, _) => {
                let exists = self.actors.contains_key(id);
                if exists != self.places.contains_key(id) {
                    return Err(Refusal::Misplaced(*id));
                }
                if !exists && let Some(tie) = self.ends_of(*id).next() {
                    return Err(Refusal::LooseEnd { tie, actor: *id });
                }
            }
            Change::Tie(id, _) => {
                if let Some(tie) = self.tie(*id) {
                    filling::is_sound(tie)?;
                }
            }
            Change::Place(id, _) => {
                if self.places.contains_key(id) != self.actors.contains_key(id) {
                    return Err(Refusal::Misplaced(*id));
                }
                if self.place(*id).is_some_and(|place| !on_the_map(place.at)) {
                    return Err(Refusal::OffTheMap(*id));
                }
            }
            Change::Note(id, _) => {
                if self.note(*id).is_some_and(|note| !on_the_map(note.frame.at)) {
                    return Err(Refusal::JotOffTheMap(Jot::Note(*id)));
                }
            }
            Change::Zone(id, _) => {
                if self.zone(*id).is_some_and(|zone| !is_sound(zone.area)) {
                    return Err(Refusal::JotOffTheMap(Jot::Zone(*id)));
                }
            }
            Change::Project(..) | Change::Retired(..) | Change::Snapshot(..) => {}
        }
        Ok(())
    }
}

/// What a difference between two states is as a change.
fn swap<T: Clone>(before: Option<&T>, after: Option<&T>) -> Swap<T> {
    Swap {
        before: before.cloned(),
        after: after.cloned(),
    }
}

/// Most characters of [`Document::jot_name`].
const JOT_NAME: usize = 40;

/// The first line with something on it.
fn first_line(text: &str) -> &str {
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or("")
}

/// Finite and not absurdly far away.
pub fn on_the_map(at: Point) -> bool {
    at.x.abs() <= MAP_LIMIT && at.y.abs() <= MAP_LIMIT
}

/// Replaces one entry if it is what the change says it was.
fn exchange<K, V>(map: &mut SharedMap<K, V>, key: K, swap: &Swap<V>) -> Result<(), Refusal>
where
    K: Ord + Copy + std::fmt::Display,
    V: Clone + PartialEq,
{
    if map.get(&key) != swap.before.as_ref() {
        return Err(Refusal::Stale(key.to_string()));
    }
    match &swap.after {
        Some(value) => map.insert(key, value.clone()),
        None => {
            map.remove(&key);
        }
    }
    Ok(())
}
