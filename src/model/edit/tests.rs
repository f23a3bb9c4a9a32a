//! Tests of single edits; long rows of random ones are in the tests of undo and redo.

use super::*;
use crate::model::change::inverse;

fn two_firms() -> (Document, Ids, ActorId, ActorId) {
    let mut ids = Ids::new();
    let at = |x| Place {
        at: Point::new(x, 0.0),
        pinned: false,
    };
    let add = Edit::AddActors(vec![
        (Actor::new("A", ActorKind::Final), at(0.0)),
        (Actor::new("B", ActorKind::Supplier), at(100.0)),
    ]);
    let out = add.outcome(&Document::default(), &mut ids).unwrap();
    let document = Document::default().with(&out.changes).unwrap();
    (document, ids, out.actors[0], out.actors[1])
}

#[test]
fn removing_an_actor_takes_its_ties_and_comes_back_whole() {
    let (document, mut ids, a, b) = two_firms();
    let tied = Edit::AddTie(Tie::new(TieKind::Supply, b, a))
        .apply(&document, &mut ids)
        .unwrap();
    let edit = Edit::Remove(Selection::actor(a));
    assert_eq!(edit.name(&tied), "Delete A and 1 tie");
    for (kind, name) in [
        (ActorKind::University, "Make A a university"),
        (ActorKind::Association, "Make A an association"),
        (ActorKind::Finance, "Make A finance"),
    ] {
        assert_eq!(Edit::SetActorKind([a].into(), kind).name(&tied), name);
    }
    let out = edit.outcome(&tied, &mut ids).unwrap();
    let gone = tied.with(&out.changes).unwrap();
    assert_eq!((gone.actor_count(), gone.tie_count()), (1, 0));
    assert_eq!(gone.with(&inverse(&out.changes)).unwrap(), tied);
}

#[test]
fn merging_adds_up_and_drops_what_was_between() {
    let (document, mut ids, a, b) = two_firms();
    let connected = Edit::AddConnected {
        from: b,
        kind: TieKind::Supply,
        actor: Actor::new("C", ActorKind::Final),
        place: Place {
            at: Point::ORIGIN,
            pinned: false,
        },
    };
    let document = connected.apply(&document, &mut ids).unwrap();
    let document = Edit::AddTie(Tie::new(TieKind::Supply, b, a))
        .apply(&document, &mut ids)
        .unwrap();
    let merged = Edit::Merge(a, BTreeSet::from([b]))
        .apply(&document, &mut ids)
        .unwrap();
    assert_eq!((merged.actor_count(), merged.tie_count()), (2, 1));
    let actor = merged.actor(a).unwrap();
    assert_eq!(actor.revenue.get(), 47.0);
    assert_eq!(actor.jobs.get(), 250.0);
    assert!((actor.capability.get() - (0.5 * 40.0 + 0.45 * 7.0) / 47.0).abs() < 1e-12);
    assert!(merged.ties().all(|(_, tie)| tie.from == a));
}

#[test]
fn steps_of_one_edit_build_on_each_other_and_fail_as_a_whole() {
    let (document, mut ids, a, b) = two_firms();
    let tie = Edit::AddTie(Tie::new(TieKind::Supply, b, a));
    let away = Edit::Remove(Selection::actor(b));
    let both = Edit::Together("Both".into(), vec![tie.clone(), away.clone()]);
    let out = both.outcome(&document, &mut ids).unwrap();
    let after = document.with(&out.changes).unwrap();
    assert_eq!((after.actor_count(), after.tie_count()), (1, 0));
    assert_eq!(after.with(&inverse(&out.changes)).unwrap(), document);
    let wrong = Edit::Together("Wrong".into(), vec![away, tie]);
    assert!(matches!(
        wrong.apply(&document, &mut ids),
        Err(Refusal::LooseEnd { .. })
    ));
}

#[test]
fn an_actor_with_a_tie_cannot_be_taken_alone() {
    let (document, mut ids, a, b) = two_firms();
    let tied = Edit::AddTie(Tie::new(TieKind::Supply, b, a))
        .apply(&document, &mut ids)
        .unwrap();
    let alone = Edit::Remove(Selection::actor(a))
        .outcome(&document, &mut ids)
        .unwrap();
    assert!(matches!(
        tied.with(&alone.changes),
        Err(Refusal::LooseEnd { actor, .. }) if actor == a
    ));
}

#[test]
fn a_stale_change_is_refused() {
    let (document, mut ids, a, _) = two_firms();
    let out = Edit::Rename(a, "First".into())
        .outcome(&document, &mut ids)
        .unwrap();
    let other = Edit::Rename(a, "Other".into())
        .apply(&document, &mut ids)
        .unwrap();
    assert!(matches!(other.with(&out.changes), Err(Refusal::Stale(_))));
}

#[test]
fn names_are_one_clean_line_by_whatever_door_they_come() {
    let mut ids = Ids::new();
    let place = Place {
        at: Point::ORIGIN,
        pinned: false,
    };
    let add = Edit::AddActors(vec![(Actor::new(" A\u{1b}[2J\n", ActorKind::Final), place)]);
    let document = add.apply(&Document::default(), &mut ids).unwrap();
    let (id, actor) = document.actors().next().unwrap();
    assert_eq!(actor.name, "A [2J");
    assert_eq!(document.display_name(id), "A [2J");
}

#[test]
fn a_tie_needs_both_ends() {
    let (document, mut ids, a, _) = two_firms();
    let nobody = ActorId::new(99).unwrap();
    let refused = Edit::AddTie(Tie::new(TieKind::Social, a, nobody)).apply(&document, &mut ids);
    assert!(matches!(refused, Err(Refusal::LooseEnd { .. })));
}

#[test]
fn a_place_must_be_on_the_map() {
    let (document, mut ids, a, _) = two_firms();
    for x in [f64::NAN, f64::INFINITY, 1e9] {
        let refused = Edit::Move(BTreeMap::from([(a, Point::new(x, 0.0))])).apply(&document, &mut ids);
        assert!(refused.is_err(), "{x}");
    }
}

#[test]
fn an_edit_that_changes_nothing_has_no_changes() {
    let (document, mut ids, a, _) = two_firms();
    assert!(
        Edit::Rename(a, " A\n".into())
            .outcome(&document, &mut ids)
            .unwrap()
            .changes
            .is_empty()
    );
}

#[test]
fn duplicating_copies_the_ties_inside_only() {
    let (document, mut ids, a, b) = two_firms();
    let document = Edit::AddTie(Tie::new(TieKind::Supply, b, a))
        .apply(&document, &mut ids)
        .unwrap();
    let both = Edit::Duplicate(Selection::all(&document), Vector::new(24.0, 24.0));
    let copy = both.apply(&document, &mut ids).unwrap();
    assert_eq!((copy.actor_count(), copy.tie_count()), (4, 2));
    let one = Edit::Duplicate(Selection::actor(a), Vector::new(24.0, 24.0));
    let copy = one.apply(&document, &mut ids).unwrap();
    assert_eq!((copy.actor_count(), copy.tie_count()), (3, 1));
}
