//! Puts a delta onto the state that it was written for; see `files::delta`.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::base::geom::Point;
use crate::files::fault::Fault;
use crate::files::source::{Source, short};
use crate::model::{
    ActorId, Change, Document, NoteId, Place, Retired, Snapshot, SnapshotId, Swap, TieId, Unknown, ZoneId,
};

use super::state::State;

/// A delta as it stands in the text.
#[derive(Deserialize)]
#[serde(default, bound(deserialize = "'de: 't"))]
#[derive(Default)]
struct Stored<'t> {
    project: Option<&'t RawValue>,
    actors: Vec<&'t RawValue>,
    places: Vec<(String, f64, f64, bool)>,
    ties: Vec<&'t RawValue>,
    notes: Vec<&'t RawValue>,
    zones: Vec<&'t RawValue>,
    snapshots: Vec<StoredSnapshot<'t>>,
    gone: Vec<String>,
    retired: Option<[u64; 5]>,
}

#[derive(Deserialize)]
struct StoredSnapshot<'t> {
    id: String,
    name: String,
    note: String,
    #[serde(borrow)]
    unknown: Option<&'t RawValue>,
    differs: Option<&'t RawValue>,
}

/// The state after a delta.
///
/// # Errors
/// When the text is no delta, or does not fit this state.
pub(in crate::files) fn apply(before: &Document, text: &str) -> Result<Document, Fault> {
    let mut source = Source::new(text);
    let stored: Stored<'_> = serde_json::from_str(text).map_err(|error| source.broken(&error))?;
    let mut changes = Vec::new();
    let mut state = State::new(0);
    if let Some(raw) = stored.project {
        state.read_project(&mut source, raw)?;
        changes.push(Change::Project(
            Arc::new(before.project().clone()),
            Arc::new(std::mem::take(&mut state.project)),
        ));
    }
    for raw in stored.actors {
        let fields = source.object("an actor", raw)?;
        state.read_actor(&mut source, &fields)?;
    }
    for raw in stored.ties {
        let fields = source.object("a tie", raw)?;
        state.read_tie(&mut source, &fields)?;
    }
    for raw in stored.notes {
        let fields = source.object("a note", raw)?;
        state.read_note(&mut source, &fields)?;
    }
    for raw in stored.zones {
        let fields = source.object("a zone", raw)?;
        state.read_zone(&mut source, &fields)?;
    }
    let pieces = state.into_pieces();
    for (id, actor, at, pinned) in pieces.actors {
        let id = named(id, "actor")?;
        let place = at
            .map(|at| Place { at, pinned })
            .ok_or_else(|| Fault::whole(format!("{id} has no place")))?;
        changes.push(Change::Actor(
            id,
            Swap {
                before: before.shared_actor(id).cloned(),
                after: Some(Arc::new(actor)),
            },
        ));
        changes.push(Change::Place(
            id,
            Swap {
                before: before.place(id),
                after: Some(place),
            },
        ));
    }
    for (id, x, y, pinned) in stored.places {
        let id: ActorId = parsed(&id)?;
        let at = Point::new(x, y);
        changes.push(Change::Place(
            id,
            Swap {
                before: before.place(id),
                after: Some(Place { at, pinned }),
            },
        ));
    }
    for (id, tie) in pieces.ties {
        let id = named(id, "tie")?;
        changes.push(Change::Tie(
            id,
            Swap {
                before: before.tie(id).cloned().map(Arc::new),
                after: Some(Arc::new(tie)),
            },
        ));
    }
    for (id, note) in pieces.notes {
        let id = named(id, "note")?;
        changes.push(Change::Note(
            id,
            Swap {
                before: before.note(id).cloned().map(Arc::new),
                after: Some(Arc::new(note)),
            },
        ));
    }
    for (id, zone) in pieces.zones {
        let id = named(id, "zone")?;
        changes.push(Change::Zone(
            id,
            Swap {
                before: before.zone(id).cloned().map(Arc::new),
                after: Some(Arc::new(zone)),
            },
        ));
    }
    for id in &stored.gone {
        gone(&mut changes, id, before)?;
    }
    if let Some([actors, ties, snapshots, notes, zones]) = stored.retired {
        let retired = Retired {
            actors,
            ties,
            snapshots,
            notes,
            zones,
        };
        changes.push(Change::Retired(before.retired(), retired));
    }
    let now = with(before, &changes)?;
    if stored.snapshots.is_empty() {
        return Ok(now);
    }
    let mut taken = Vec::new();
    for stored in stored.snapshots {
        taken.push(snapshot(&mut source, stored, &now)?);
    }
    with(&now, &taken)
}

fn with(document: &Document, changes: &[Change]) -> Result<Document, Fault> {
    let fitted = document.with(changes);
    fitted.map_err(|refusal| Fault::whole(format!("A change does not fit: {refusal}")))
}

fn named<I>(id: Option<I>, what: &str) -> Result<I, Fault> {
    id.ok_or_else(|| Fault::whole(format!("There is {what} without an id")))
}

fn parsed<I: std::str::FromStr>(text: &str) -> Result<I, Fault> {
    let unknown = |_| Fault::whole(format!("There is no id “{}”", short(text)));
    text.parse().map_err(unknown)
}

/// Takes out what goes by this id, with all that is said of it.
fn gone(changes: &mut Vec<Change>, text: &str, before: &Document) -> Result<(), Fault> {
    let missing = || Fault::whole(format!("“{}” is to go but is not there", short(text)));
    match text.as_bytes().first() {
        Some(b'a') => {
            let id: ActorId = parsed(text)?;
            let actor = before.shared_actor(id).cloned().ok_or_else(missing)?;
            let place = before.place(id).ok_or_else(missing)?;
            changes.push(Change::Actor(id, Swap::remove(actor)));
            changes.push(Change::Place(id, Swap::remove(place)));
        }
        Some(b't') => {
            let id: TieId = parsed(text)?;
            let tie = before.tie(id).cloned().ok_or_else(missing)?;
            changes.push(Change::Tie(id, Swap::remove(Arc::new(tie))));
        }
        Some(b'n') => {
            let id: NoteId = parsed(text)?;
            let note = before.note(id).cloned().ok_or_else(missing)?;
            changes.push(Change::Note(id, Swap::remove(Arc::new(note))));
        }
        Some(b'z') => {
            let id: ZoneId = parsed(text)?;
            let zone = before.zone(id).cloned().ok_or_else(missing)?;
            changes.push(Change::Zone(id, Swap::remove(Arc::new(zone))));
        }
        _ => {
            let id: SnapshotId = parsed(text)?;
            let snapshot = before.snapshot(id).cloned().ok_or_else(missing)?;
            changes.push(Change::Snapshot(id, Swap::remove(Arc::new(snapshot))));
        }
    }
    Ok(())
}

fn snapshot<'t>(
    source: &mut Source<'t>,
    stored: StoredSnapshot<'t>,
    now: &Document,
) -> Result<Change, Fault> {
    let id: SnapshotId = parsed(&stored.id)?;
    let before = now.snapshot(id).cloned();
    let state = match (stored.differs, &before) {
        (Some(raw), _) => {
            let bare = Snapshot::of(now, "", "");
            apply(bare.state(), raw.get())?
        }
        (None, Some(before)) => before.state().clone(),
        (None, None) => return Err(Fault::whole(format!("There was no snapshot {id} before"))),
    };
    let mut after = Snapshot::of(&state, stored.name, stored.note);
    if let Some(raw) = stored.unknown {
        let mut unknown = Unknown::new();
        for (key, raw) in source.object("unknown", raw)? {
            unknown.insert(key.into_owned(), raw.get().to_owned());
        }
        after.unknown = unknown;
    }
    let swap = Swap {
        before: before.map(Arc::new),
        after: Some(Arc::new(after)),
    };
    Ok(Change::Snapshot(id, swap))
}
