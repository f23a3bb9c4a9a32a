//! Edits of snapshots and of the table of regions, and those that were worked out beforehand.

use std::sync::Arc;

use crate::model::field::clean_line;
use crate::model::project::Region;
use crate::model::{Change, Document, Ids, Refusal, Snapshot, SnapshotId, Swap};

use super::Outcome;

impl Outcome {
    pub(super) fn change_snapshot(
        &mut self,
        document: &Document,
        id: SnapshotId,
        change: impl FnOnce(&mut Snapshot),
    ) -> Result<(), Refusal> {
        let before = document.shared_snapshot(id).ok_or(Refusal::NoSnapshot(id))?;
        let mut after = Snapshot::clone(before);
        change(&mut after);
        if after != **before {
            let swap = Swap::replace(Arc::clone(before), Arc::new(after));
            self.changes.push(Change::Snapshot(id, swap));
        }
        Ok(())
    }
}

/// Names on one line.
pub(super) fn tidied(regions: &[Region]) -> Vec<Region> {
    let tidy = |region: &Region| Region {
        name: clean_line(&region.name),
        ..region.clone()
    };
    regions.iter().map(tidy).collect()
}

/// What was worked out beforehand brings its own identities, which are not handed out again.
pub(super) fn prepared(changes: &[Change], ids: &mut Ids) -> Outcome {
    let mut out = Outcome {
        changes: changes.to_vec(),
        ..Outcome::default()
    };
    for change in changes {
        match change {
            Change::Actor(id, Swap { before: None, .. }) => {
                ids.note_actor(*id);
                out.actors.push(*id);
            }
            Change::Tie(id, Swap { before: None, .. }) => {
                ids.note_tie(*id);
                out.ties.push(*id);
            }
            Change::Note(id, Swap { before: None, .. }) => {
                ids.note_note(*id);
                out.notes.push(*id);
            }
            Change::Zone(id, Swap { before: None, .. }) => {
                ids.note_zone(*id);
                out.zones.push(*id);
            }
            Change::Snapshot(id, Swap { before: None, .. }) => ids.note_snapshot(*id),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::base::units::Jobs;
    use crate::model::change::inverse;
    use crate::model::{Actor, ActorId, ActorKind, Edit, Ids, Place, Selection, Tie, TieKind};

    const ORIGIN: Place = Place {
        at: Point::ORIGIN,
        pinned: false,
    };

    fn actor(number: u64) -> ActorId {
        ActorId::new(number).unwrap()
    }

    fn pair(ids: &mut Ids) -> Document {
        let fresh = |name: &str| (Actor::new(name, ActorKind::Final), ORIGIN);
        let document = Edit::AddActors(vec![fresh("A"), fresh("B")])
            .apply(&Document::default(), ids)
            .unwrap();
        Edit::AddTie(Tie::new(TieKind::Supply, actor(1), actor(2)))
            .apply(&document, ids)
            .unwrap()
    }

    fn take(document: &Document, name: &str, ids: &mut Ids) -> Document {
        let edit = Edit::TakeSnapshot {
            name: name.into(),
            note: String::new(),
        };
        edit.apply(document, ids).unwrap()
    }

    #[test]
    fn restoring_gives_the_state_back_and_keeps_words_and_snapshots() {
        let mut ids = Ids::new();
        let kept = take(&pair(&mut ids), "Before", &mut ids);
        let (id, _) = kept.snapshots().next().unwrap();
        let mut now = kept.clone();
        for edit in [
            Edit::Remove(Selection::actor(actor(2))),
            Edit::AddActors(vec![(Actor::new("C", ActorKind::Supplier), ORIGIN)]),
            Edit::SetActorField(
                [actor(1)].into(),
                "jobs".into(),
                crate::model::field::Value::Number(7.0),
            ),
            Edit::SetProjectField("notes".into(), crate::model::field::Value::Text("Later".into())),
            Edit::SetAssumption("independence".into(), 0.1),
        ] {
            now = edit.apply(&now, &mut ids).unwrap();
        }
        let now = take(&now, "After", &mut ids);
        let outcome = Edit::RestoreSnapshot(id).outcome(&now, &mut ids).unwrap();
        let back = now.with(&outcome.changes).unwrap();
        assert!(back.same_for_indicators(&back.as_of(id).unwrap()));
        assert_eq!(
            back.actor(actor(1)).unwrap().jobs,
            kept.actor(actor(1)).unwrap().jobs
        );
        assert_ne!(back.actor(actor(1)).unwrap().jobs, Jobs::of(7.0));
        assert_eq!(back.ties().count(), 1);
        assert_eq!(back.project().notes, "Later");
        assert_eq!(back.snapshots().count(), 2);
        assert_eq!(
            back.retired().actors,
            3,
            "the third actor's number does not come back"
        );
        assert_eq!(back.with(&inverse(&outcome.changes)).unwrap(), now);
    }

    #[test]
    fn a_snapshot_holds_no_snapshots_and_its_number_never_comes_back() {
        let mut ids = Ids::new();
        let document = take(&take(&pair(&mut ids), "One", &mut ids), "", &mut ids);
        let (id, last) = document.snapshots().last().unwrap();
        assert_eq!(last.state().snapshots().count(), 0);
        assert_eq!(document.snapshot_name(id), "Snapshot 2");
        let document = Edit::DeleteSnapshot(id).apply(&document, &mut ids).unwrap();
        assert_eq!(document.ids().snapshot().number(), 3);
    }

    #[test]
    fn taking_renaming_and_deleting_touch_no_indicator() {
        let mut ids = Ids::new();
        let mut document = pair(&mut ids);
        let id = SnapshotId::new(1).unwrap();
        for edit in [
            Edit::TakeSnapshot {
                name: "One".into(),
                note: String::new(),
            },
            Edit::RenameSnapshot(id, "Two".into()),
            Edit::DescribeSnapshot(id, "Why".into()),
            Edit::DeleteSnapshot(id),
        ] {
            let outcome = edit.outcome(&document, &mut ids).unwrap();
            assert!(!outcome.changes.is_empty() && !outcome.changes.iter().any(Change::touches_indicators));
            document = document.with(&outcome.changes).unwrap();
        }
        assert_eq!(
            Edit::RestoreSnapshot(id).outcome(&document, &mut ids),
            Err(Refusal::NoSnapshot(id))
        );
    }
}
