//! Snapshots in a session: as a yardstick of changes, and side by side with the present.

use milieu::model::{Edit, Selection, SnapshotId};
use milieu::session::command::{self, Gate};
use milieu::session::{Action, Baseline, Pace, Session, Side};

/// The golden cluster with one snapshot, after which its first actor went.
fn changed() -> (Session, SnapshotId) {
    let mut session = Session::new(Default::default(), None, &Pace::Inline);
    session.perform(Action::OpenExample("golden".into()));
    session.perform((command::find("snapshot.take").unwrap().action)(&session));
    let (id, _) = session.document().snapshots().next().unwrap();
    let (first, _) = session.document().actors().next().unwrap();
    session.perform(Action::Edit(Edit::Remove(Selection::actor(first))));
    session.perform(Action::Edit(Edit::SetAssumption("independence".into(), 0.1)));
    (session, id)
}

#[test]
fn changes_can_be_measured_from_a_snapshot() {
    let (mut session, id) = changed();
    let opened = {
        session.perform(Action::SetBaseline(Baseline::Opened));
        session.track().delta("overall").unwrap()
    };
    session.perform(Action::SetBaseline(Baseline::Snapshot(id)));
    assert_eq!(session.track().delta("overall"), Some(opened));
    // Restoring it leaves nothing to tell, and undoing that brings the difference back.
    session.perform(Action::Edit(Edit::RestoreSnapshot(id)));
    assert_eq!(session.track().delta("overall"), Some(0.0));
    session.perform(Action::Undo);
    assert_eq!(session.track().delta("overall"), Some(opened));
    session.perform(Action::Edit(Edit::DeleteSnapshot(id)));
    assert_eq!(
        session.track().baseline(),
        Baseline::LastEdit,
        "its yardstick is gone"
    );
}

#[test]
fn restoring_moves_nobody_on() {
    let (mut session, id) = changed();
    session.perform(Action::Edit(Edit::RestoreSnapshot(id)));
    assert!(!session.motion().moving());
    let then = session.document().as_of(id).unwrap();
    assert!(session.document().places().eq(then.places()));
}

#[test]
fn a_comparison_follows_the_present_and_ends_with_its_snapshot() {
    let (mut session, id) = changed();
    let compare = command::find("snapshot.compare").unwrap();
    assert_eq!(compare.gate(&session), Gate::Open);
    session.perform((compare.action)(&session));
    assert_eq!(session.comparing().sides(), Some([Side::Snapshot(id), Side::Now]));
    let found = |session: &Session| session.comparing().found().unwrap().clone();
    let one = found(&session);
    assert_eq!(one.difference.actors.len(), 1);
    assert_eq!(one.difference.project.len(), 1);
    assert_eq!(
        one.after.figures.value("overall"),
        session.track().current().unwrap().value("overall")
    );
    session.perform(Action::Undo);
    assert!(found(&session).difference.project.is_empty());
    // Two snapshots do not follow the present.
    session.perform((command::find("snapshot.take").unwrap().action)(&session));
    let (second, _) = session.document().snapshots().next_back().unwrap();
    session.perform(Action::Compare(Side::Snapshot(id), Side::Snapshot(second)));
    let two = found(&session);
    session.perform(Action::SelectAll);
    session.perform(Action::DeleteSelection);
    assert!(
        std::sync::Arc::ptr_eq(&two, &found(&session)),
        "nothing to compare anew"
    );
    session.perform(Action::Edit(Edit::DeleteSnapshot(second)));
    assert_eq!(session.comparing().sides(), None);
    assert!(session.comparing().found().is_none());
    session.perform(Action::OpenExample("golden".into()));
    session.perform(Action::DiscardThen(Box::new(Action::OpenExample(
        "golden".into(),
    ))));
    assert_eq!(session.comparing().sides(), None);
}
