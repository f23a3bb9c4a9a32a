//! Snapshots as they stand in a file, and put together.

use crate::files::fault::Fault;
use crate::files::source::{Fields, Source};
use crate::model::{Document, Ids, Snapshot, SnapshotId, Unknown};

use super::state::{State, fresh_unless_free, identity};
use super::taken::Taken;

/// Brackets around what a snapshot holds: the list and the snapshot itself.
const DEPTH: usize = 2;

/// A snapshot as it stands in the file.
pub(super) struct FoundSnapshot {
    id: Option<SnapshotId>,
    name: String,
    note: String,
    unknown: Unknown,
    state: State,
    /// Byte where it starts.
    offset: usize,
}

impl FoundSnapshot {
    pub(super) fn read<'t>(source: &mut Source<'t>, fields: &Fields<'t>) -> Result<Self, Fault> {
        source.no_repeats(fields)?;
        let mut found = Self {
            id: None,
            name: String::new(),
            note: String::new(),
            unknown: Unknown::new(),
            state: State::new(DEPTH),
            offset: source.start(fields),
        };
        let mut lists = [false; 2];
        for (key, raw) in fields {
            let name = &**key;
            match name {
                "id" => found.id = Some(identity(source, raw, SnapshotId::number)?),
                "name" => found.name = source.text(name, raw)?.into_owned(),
                "note" => found.note = source.text(name, raw)?.into_owned(),
                "project" => found.state.read_project(source, raw)?,
                "actors" | "ties" => {
                    let are_ties = name == "ties";
                    lists[usize::from(are_ties)] = true;
                    for item in source.list(name, raw)? {
                        let what = if are_ties { "a tie" } else { "an actor" };
                        let fields = source.object(what, item)?;
                        if are_ties {
                            found.state.read_tie(source, &fields)?;
                        } else {
                            found.state.read_actor(source, &fields)?;
                        }
                    }
                }
                "notes" => {
                    for item in source.list(name, raw)? {
                        let fields = source.object("a note", item)?;
                        found.state.read_note(source, &fields)?;
                    }
                }
                "zones" => {
                    for item in source.list(name, raw)? {
                        let fields = source.object("a zone", item)?;
                        found.state.read_zone(source, &fields)?;
                    }
                }
                _ => {
                    let kept = source.keep(raw, DEPTH + 1)?;
                    found.unknown.insert(name.to_owned(), kept);
                }
            }
        }
        for (there, name) in lists.into_iter().zip(["actors", "ties"]) {
            if !there {
                source.warn(
                    || format!("This snapshot has no list “{name}”, so there are none"),
                    found.offset,
                );
            }
        }
        Ok(found)
    }

    /// From now on the ids that are used here are not handed out.
    pub(super) fn note_ids(&self, ids: &mut Ids) {
        if let Some(id) = self.id {
            ids.note_snapshot(id);
        }
        self.state.note_ids(ids);
    }

    /// The snapshot beside the project's present state, with which it shares what is the same in both.
    pub(super) fn put_together(
        self,
        source: &mut Source<'_>,
        taken: &mut Taken<SnapshotId>,
        ids: &mut Ids,
        now: &Document,
    ) -> Result<(SnapshotId, Snapshot), Fault> {
        let id = fresh_unless_free(source, taken, self.id, self.offset, || ids.snapshot());
        let (state, _) = self
            .state
            .put_together(source, ids, &Document::default(), Some(now))?;
        let project = state.project();
        let words = [&project.title, &project.place, &project.notes];
        let wordless = words.iter().all(|word| word.is_empty());
        if !wordless || !project.authors.is_empty() || !project.sources.is_empty() {
            source.warn(
                || {
                    "A snapshot keeps numbers of the project, not its title or story, so these were left out"
                        .to_owned()
                },
                self.offset,
            );
        }
        let mut snapshot = Snapshot::of(&state.sharing_with(now), self.name, self.note);
        snapshot.unknown = self.unknown;
        Ok((id, snapshot))
    }
}
