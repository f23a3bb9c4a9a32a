//! Undo and redo: whatever people do, it can be taken back to the last byte and done again.

use std::collections::{BTreeMap, BTreeSet};

use milieu::base::geom::{Point, Rect, Vector};
use milieu::base::units::{Amount, Breadth, TextSize};
use milieu::files::project;
use milieu::files::settings::Settings;
use milieu::model::assumption::{self, Aggregation};
use milieu::model::edit::End;
use milieu::model::field::{self, Value};
use milieu::model::fragment::Fragment;
use milieu::model::note::Frame;
use milieu::model::project::Region;
use milieu::model::{
    Actor, ActorId, ActorKind, Document, Edit, Frames, Hue, Jot, Note, NoteId, Place, Selection, SnapshotId,
    Tie, TieId, TieKind, Zone, ZoneId,
};
use milieu::session::{Action, Pace, Session};
use proptest::prelude::*;
use proptest::test_runner::Config;

fn session() -> Session {
    Session::new(Settings::default(), None, &Pace::Inline)
}

fn bytes(session: &Session) -> String {
    project::write(session.document())
}

/// A random choice that is turned into an edit once the document is known.
#[derive(Clone, Debug)]
pub(crate) struct Dice {
    what: u8,
    first: usize,
    second: usize,
    number: f64,
    text: String,
}

pub(crate) fn dice() -> impl Strategy<Value = Dice> {
    let number = prop_oneof![
        0.0..1.0,
        -1e3..1e3,
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(1e12)
    ];
    (any::<u8>(), any::<usize>(), any::<usize>(), number, "\\PC{0,12}").prop_map(
        |(what, first, second, number, text)| Dice {
            what,
            first,
            second,
            number,
            text,
        },
    )
}

fn pick<T: Copy>(list: &[T], at: usize) -> Option<T> {
    (!list.is_empty()).then(|| list[at % list.len()])
}

/// Some edit that may or may not fit the document.
pub(crate) fn edit_from(dice: &Dice, document: &Document) -> Option<Edit> {
    let actors: Vec<ActorId> = document.actors().map(|(id, _)| id).collect();
    let ties: Vec<TieId> = document.ties().map(|(id, _)| id).collect();
    let (a, b) = (pick(&actors, dice.first), pick(&actors, dice.second));
    let t = pick(&ties, dice.first);
    let kind = ActorKind::ALL[dice.second % ActorKind::ALL.len()];
    let tie_kind = TieKind::ALL[dice.second % TieKind::ALL.len()];
    let place = Place {
        at: Point::new(dice.number, dice.number / 2.0),
        pinned: dice.first.is_multiple_of(2),
    };
    let actor = Actor::new(dice.text.clone(), kind);
    let snapshots: Vec<SnapshotId> = document.snapshots().map(|(id, _)| id).collect();
    let s = pick(&snapshots, dice.first);
    let notes: Vec<NoteId> = document.notes().map(|(id, _)| id).collect();
    let zones: Vec<ZoneId> = document.zones().map(|(id, _)| id).collect();
    let (n, z) = (pick(&notes, dice.first), pick(&zones, dice.second));
    let hue = Hue::ALL[dice.second % Hue::ALL.len()];
    Some(match dice.what % 42 {
        0..=3 => Edit::AddActors(vec![(
            actor,
            Place {
                at: Point::new((dice.first % 999) as f64, 7.0),
                ..place
            },
        )]),
        4..=6 => Edit::AddTie(Tie::new(tie_kind, a?, b?)),
        7 => Edit::AddConnected {
            from: a?,
            kind: tie_kind,
            actor,
            place,
        },
        8 => Edit::Remove(Selection {
            actors: a.into_iter().collect(),
            ties: t.into_iter().collect(),
            notes: n.into_iter().collect(),
            zones: z.into_iter().collect(),
        }),
        9 => Edit::Rename(a?, dice.text.clone()),
        10 => Edit::SetActorKind(BTreeSet::from([a?, b?]), kind),
        11 => Edit::SetTieKind(BTreeSet::from([t?]), tie_kind),
        12 => {
            let field = &field::ACTOR[dice.second % field::ACTOR.len()];
            Edit::SetActorField(
                BTreeSet::from([a?, b?]),
                field.id.to_owned(),
                Value::Number(dice.number),
            )
        }
        13 => {
            let field = &field::TIE[dice.second % field::TIE.len()];
            Edit::SetTieField(
                BTreeSet::from([t?]),
                field.id.to_owned(),
                Value::Number(dice.number),
            )
        }
        14 => {
            let field = &field::PROJECT[dice.second % field::PROJECT.len()];
            Edit::SetProjectField(field.id.to_owned(), Value::Text(dice.text.clone()))
        }
        15 => Edit::Move(BTreeMap::from([(a?, place.at)])),
        16 => Edit::Pin(BTreeSet::from([a?]), place.pinned),
        17 => Edit::Reattach(t?, if place.pinned { End::From } else { End::To }, b?),
        18 => Edit::Reverse(BTreeSet::from([t?])),
        19 => Edit::SetMutual(BTreeSet::from([t?]), place.pinned),
        20 => Edit::Duplicate(
            Selection {
                actors: BTreeSet::from([a?, b?]),
                notes: n.into_iter().collect(),
                zones: z.into_iter().collect(),
                ..Selection::default()
            },
            Vector::new(24.0, 24.0),
        ),
        21 => Edit::Merge(a?, BTreeSet::from([b?])),
        22 => {
            let assumption = &assumption::ALL[dice.second % assumption::ALL.len()];
            Edit::SetAssumption(assumption.id.to_owned(), dice.number)
        }
        23 => Edit::Arrange(BTreeMap::from([(a?, place.at)])),
        24 => Edit::ResetAssumptions,
        25 => Edit::Paste(
            Fragment::of(document, &Selection::all(document)),
            Vector::new(dice.number, 24.0),
        ),
        26 => Edit::Together(
            "Several at once".to_owned(),
            vec![
                Edit::AddTie(Tie::new(tie_kind, a?, b?)),
                Edit::Rename(a?, dice.text.clone()),
                Edit::Remove(Selection::actor(b?)),
            ],
        ),
        27 | 28 => Edit::TakeSnapshot {
            name: dice.text.clone(),
            note: dice.text.clone(),
        },
        29 => Edit::RestoreSnapshot(s?),
        30 => Edit::DeleteSnapshot(s?),
        31 => Edit::RenameSnapshot(s?, dice.text.clone()),
        32 => Edit::SetRegions(vec![Region::new(
            dice.text.clone(),
            Amount::of(60.0),
            Amount::clamped(dice.number)?,
        )]),
        33 | 34 => Edit::AddNotes(vec![Note::new(dice.text.clone(), place.at)]),
        35 | 36 => Edit::AddZones(vec![Zone::new(
            dice.text.clone(),
            Rect::from_corners(Point::ORIGIN, place.at),
        )]),
        37 => {
            let field = &field::NOTE[dice.second % field::NOTE.len()];
            let value = if field.id == "text" {
                Value::Text(dice.text.clone())
            } else {
                Value::Number(dice.number)
            };
            Edit::SetNoteField(BTreeSet::from([n?]), field.id.to_owned(), value)
        }
        38 => {
            let field = &field::ZONE[dice.second % field::ZONE.len()];
            Edit::SetZoneField(
                BTreeSet::from([z?]),
                field.id.to_owned(),
                Value::Text(dice.text.clone()),
            )
        }
        39 => Edit::Recolor(
            Selection::jot(Jot::Note(n?)).with(&Selection::jot(Jot::Zone(z?))),
            hue,
        ),
        40 => {
            let frame = Frame {
                at: place.at,
                width: Breadth::clamped(dice.number)?,
                size: TextSize::clamped(dice.number / 9.0)?,
            };
            Edit::Frame(Frames {
                notes: BTreeMap::from([(n?, frame)]),
                zones: BTreeMap::from([(z?, Rect::from_corners(Point::ORIGIN, place.at))]),
            })
        }
        _ => Edit::SetAggregation(if place.pinned {
            Aggregation::Arithmetic
        } else {
            Aggregation::Geometric
        }),
    })
}

proptest! {
    // Each case makes up to 150 edits through the whole session, so 32 cases are thousands of edits.
    #![proptest_config(Config { cases: 32, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..Config::default() })]

    #[test]
    fn every_random_edit_can_be_undone_and_redone(throws in prop::collection::vec(dice(), 1..150)) {
        let mut session = session();
        let start = bytes(&session);
        for throw in &throws {
            if let Some(edit) = edit_from(throw, session.document()) {
                session.perform(Action::Edit(edit));
            }
        }
        let end = bytes(&session);
        let steps = session.history().undoable().count();
        for _ in 0..steps {
            session.perform(Action::Undo);
        }
        prop_assert_eq!(&bytes(&session), &start);
        prop_assert!(!session.changed());
        for _ in 0..steps {
            session.perform(Action::Redo);
        }
        prop_assert_eq!(&bytes(&session), &end);
    }
}

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..Config::default() })]

    /// However edits, nudges, undo, redo and saves follow each other, a project without the changed mark is what its
    /// file holds.
    #[test]
    fn without_the_changed_mark_nothing_is_unsaved(throws in prop::collection::vec(dice(), 1..80)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.milieu");
        let mut session = session();
        let mut saved = bytes(&session);
        for throw in throws {
            let steps = i32::try_from(throw.second % 7).unwrap() - 3;
            match throw.first % 10 {
                0 => session.perform(Action::Travel(steps)),
                1 => session.perform(Action::Undo),
                2 => session.perform(Action::Redo),
                3 => session.perform(Action::Nudge(Vector::new(f64::from(steps), 1.0))),
                4 => {
                    session.perform(Action::SaveAs(path.clone()));
                    prop_assert!(!session.changed());
                    saved = std::fs::read_to_string(&path).unwrap();
                    prop_assert_eq!(&saved, &bytes(&session));
                }
                5 => session.perform(Action::SelectInverse),
                _ => {
                    let document = session.document().clone();
                    if let Some(edit) = edit_from(&throw, &document) {
                        session.perform(Action::Edit(edit));
                    }
                }
            }
            if !session.changed() {
                prop_assert_eq!(&bytes(&session), &saved);
            }
        }
    }
}

/// Two firms joined by a supply tie, through actions.
fn pair() -> (Session, ActorId, ActorId, TieId) {
    let mut session = session();
    for (name, x) in [("A", 0.0), ("B", 200.0)] {
        let place = Place {
            at: Point::new(x, 0.0),
            pinned: false,
        };
        session.perform(Action::Edit(Edit::AddActors(vec![(
            Actor::new(name, ActorKind::Final),
            place,
        )])));
    }
    let ids: Vec<ActorId> = session.document().actors().map(|(id, _)| id).collect();
    session.perform(Action::Edit(Edit::AddTie(Tie::new(
        TieKind::Supply,
        ids[0],
        ids[1],
    ))));
    let tie = session.document().ties().next().unwrap().0;
    (session, ids[0], ids[1], tie)
}

#[test]
fn a_step_is_called_by_its_name() {
    let (mut session, a, ..) = pair();
    assert_eq!(session.history().undoable().next(), Some("Add supply tie"));
    session.perform(Action::Select(Selection::actor(a)));
    session.perform(Action::DeleteSelection);
    assert_eq!(session.history().undoable().next(), Some("Delete A and 1 tie"));
    session.perform(Action::Undo);
    assert_eq!(session.history().redoable().next(), Some("Delete A and 1 tie"));
    assert_eq!(session.document().tie_count(), 1);
    assert_eq!(
        session.selection(),
        &Selection::actor(a),
        "the selection comes back too"
    );
}

#[test]
fn a_drag_is_one_step_and_pins_softly() {
    let (mut session, a, ..) = pair();
    let before = bytes(&session);
    let steps = session.history().undoable().count();
    for x in [10.0, 30.0, 60.0] {
        session.perform(Action::Drag(BTreeMap::from([(a, Point::new(x, 40.0))])));
        assert_eq!(session.at(a), Some(Point::new(x, 40.0)), "it follows the pointer");
    }
    assert_eq!(
        bytes(&session),
        before,
        "the document knows nothing of a running drag"
    );
    session.perform(Action::Drop(BTreeMap::from([(a, Point::new(60.0, 40.0))])));
    assert_eq!(session.history().undoable().count(), steps + 1);
    assert_eq!(
        session.document().place(a).unwrap(),
        Place {
            at: Point::new(60.0, 40.0),
            pinned: true
        }
    );
    session.perform(Action::Undo);
    assert_eq!(bytes(&session), before);
}

#[test]
fn a_cancelled_drag_leaves_no_trace() {
    let (mut session, a, ..) = pair();
    let (before, steps) = (bytes(&session), session.history().undoable().count());
    session.perform(Action::Drag(BTreeMap::from([(a, Point::new(500.0, 500.0))])));
    session.perform(Action::Cancel);
    assert_eq!(
        (bytes(&session), session.history().undoable().count()),
        (before, steps)
    );
    assert_eq!(session.at(a), session.document().place(a).map(|place| place.at));
}

#[test]
fn a_slider_pull_is_one_step_and_shows_at_once() {
    let (mut session, _, _, tie) = pair();
    let set = |trust| Edit::SetTieField(BTreeSet::from([tie]), "trust".to_owned(), Value::Number(trust));
    let steps = session.history().undoable().count();
    let trust_now = |session: &Session| session.track().current().unwrap().value("trust").unwrap();
    let before = trust_now(&session);
    for trust in [0.6, 0.7, 0.8] {
        session.perform(Action::Preview(set(trust)));
    }
    assert!(trust_now(&session) > before, "indicators follow the slider");
    assert_eq!(
        session.history().undoable().count(),
        steps,
        "nothing is changed before the release"
    );
    session.perform(Action::Edit(set(0.8)));
    assert_eq!(session.history().undoable().count(), steps + 1);
    assert!(
        session.track().delta("trust").unwrap() > 0.0,
        "the change is against the state before the pull"
    );
    session.perform(Action::Undo);
    assert!((trust_now(&session) - before).abs() < 1e-12);
}

#[test]
fn nudges_in_a_row_are_one_step() {
    let (mut session, a, ..) = pair();
    session.perform(Action::Select(Selection::actor(a)));
    let steps = session.history().undoable().count();
    for _ in 0..5 {
        session.perform(Action::Nudge(Vector::new(4.0, 0.0)));
    }
    assert_eq!(session.history().undoable().count(), steps + 1);
    session.perform(Action::Undo);
    assert_eq!(session.history().undoable().count(), steps);
}

#[test]
fn nudges_do_not_become_one_across_a_save_or_another_selection() {
    let folder = tempfile::tempdir().unwrap();
    let (mut session, a, b, _) = pair();
    let nudge = Action::Nudge(Vector::new(4.0, 0.0));
    session.perform(Action::Select(Selection::actor(a)));
    session.perform(nudge.clone());
    session.perform(Action::SaveAs(folder.path().join("a.milieu")));
    session.perform(nudge.clone());
    assert!(session.changed());
    session.perform(Action::Undo);
    assert!(!session.changed(), "undo comes back to the saved state");
    session.perform(Action::Redo);
    let steps = session.history().undoable().count();
    session.perform(Action::Select(Selection::actor(b)));
    session.perform(nudge);
    assert_eq!(session.history().undoable().count(), steps + 1);
}

#[test]
fn a_slider_pull_that_is_given_up_is_no_edit() {
    let (mut session, _, _, tie) = pair();
    let edits = |session: &Session| session.track().series("trust").count();
    let before = edits(&session);
    let set = Edit::SetTieField(BTreeSet::from([tie]), "trust".to_owned(), Value::Number(0.9));
    session.perform(Action::Preview(set.clone()));
    session.perform(Action::Cancel);
    assert_eq!(edits(&session), before);
    session.perform(Action::Edit(set));
    assert_eq!(edits(&session), before + 1);
}

#[test]
fn the_oldest_steps_are_forgotten_when_they_take_too_much_memory() {
    let (mut session, a, ..) = pair();
    let note = |i: u8| Value::Text(char::from(b'a' + i % 26).to_string().repeat(1_000_000));
    for i in 0..60 {
        let edit = Edit::SetActorField(BTreeSet::from([a]), "note".to_owned(), note(i));
        session.perform(Action::Edit(edit));
    }
    let end = bytes(&session);
    let kept = session.history().undoable().count();
    assert!(
        (20..40).contains(&kept),
        "{kept} steps of 2 MB each under a cap of 64 MB"
    );
    session.perform(Action::Travel(i32::MIN));
    assert_eq!(session.history().undoable().count(), 0);
    assert!(session.changed(), "the state of the file is out of reach");
    session.perform(Action::Travel(i32::MAX));
    assert_eq!(bytes(&session), end);
}

#[test]
fn the_next_step_after_an_undo_ends_what_could_be_redone() {
    let (mut session, a, b, _) = pair();
    session.perform(Action::Undo);
    session.perform(Action::Edit(Edit::Rename(a, "C".into())));
    assert_eq!(session.history().redoable().next(), None);
    session.perform(Action::Edit(Edit::AddTie(Tie::new(TieKind::Social, a, b))));
    let (id, _) = session.document().ties().next().unwrap();
    assert_eq!(id.number(), 2, "an id that was undone is not given out again");
}

#[test]
fn a_refused_edit_says_why_and_changes_nothing() {
    let (mut session, a, ..) = pair();
    let before = bytes(&session);
    session.perform(Action::Edit(Edit::SetActorField(
        BTreeSet::from([a]),
        "export".into(),
        Value::Number(7.0),
    )));
    assert_eq!(bytes(&session), before);
    let said = session.posted().last().unwrap().notice.to_string();
    assert!(
        said.contains("Export share") && said.contains("from 0 to 1"),
        "{said}"
    );
}

#[test]
fn undoing_back_to_the_saved_state_clears_the_changed_mark() {
    let folder = tempfile::tempdir().unwrap();
    let (mut session, a, ..) = pair();
    assert!(session.changed());
    session.perform(Action::SaveAs(folder.path().join("pair")));
    assert!(!session.changed(), "{:?}", session.posted());
    assert_eq!(session.title(), "pair");
    session.perform(Action::Edit(Edit::Rename(a, "New".into())));
    assert!(session.changed());
    session.perform(Action::Undo);
    assert!(!session.changed());
    session.perform(Action::Undo);
    assert!(session.changed(), "before the saved state");
    session.perform(Action::Redo);
    assert!(!session.changed());
}

#[test]
fn looking_changes_nothing() {
    let (mut session, a, _, tie) = pair();
    let before = bytes(&session);
    let state = session.history().state();
    for action in [
        Action::SelectAll,
        Action::SelectInverse,
        Action::Select(Selection::tie(tie)),
        Action::Select(Selection::actor(a)),
        Action::Copy,
        Action::SelectNone,
    ] {
        session.perform(action);
    }
    assert_eq!((bytes(&session), session.history().state()), (before, state));
}

#[test]
fn names_from_another_program_become_actors() {
    let mut session = session();
    let text = "Alpha\nBeta\tuniversity\n\n产业园\n".to_owned();
    session.perform(Action::Paste {
        text: Some(text),
        at: None,
    });
    let names: Vec<String> = session
        .document()
        .actors()
        .map(|(_, actor)| actor.name.clone())
        .collect();
    assert_eq!(names, ["Alpha", "Beta", "产业园"]);
    assert_eq!(session.history().undoable().next(), Some("Add 3 actors"));
}

#[test]
fn what_was_copied_is_pasted_with_its_ties() {
    let (mut session, ..) = pair();
    session.perform(Action::SelectAll);
    session.perform(Action::Copy);
    session.perform(Action::Paste {
        text: None,
        at: Some(Point::new(500.0, 500.0)),
    });
    assert_eq!(
        (session.document().actor_count(), session.document().tie_count()),
        (4, 2)
    );
    session.perform(Action::Cut);
    assert_eq!(
        (session.document().actor_count(), session.document().tie_count()),
        (2, 1)
    );
}

#[test]
fn settling_on_request_is_a_step_of_its_own() {
    let (mut session, a, b, _) = pair();
    for id in [a, b] {
        session.perform(Action::Edit(Edit::Move(BTreeMap::from([(
            id,
            Point::new(id.number() as f64, 0.0),
        )]))));
    }
    session.perform(Action::UnpinAll);
    let before = bytes(&session);
    session.perform(Action::SelectNone);
    session.perform(Action::ToggleSettle);
    assert_eq!(session.history().undoable().next(), Some("Settle layout"));
    let apart = session.at(a).unwrap().distance(session.at(b).unwrap());
    assert!(apart > 60.0, "{apart}");
    session.perform(Action::Undo);
    assert_eq!(bytes(&session), before);
}

#[test]
fn only_a_change_of_ties_moves_actors() {
    let mut session = session();
    session.perform(Action::OpenExample("golden".into()));
    let places = |session: &Session| session.document().places().collect::<Vec<_>>();
    let start = places(&session);
    let actors: Vec<ActorId> = session.document().actors().map(|(id, _)| id).collect();
    let tie = session.document().ties().next().unwrap().0;
    session.perform(Action::Edit(Edit::SetTieField(
        BTreeSet::from([tie]),
        "weight".into(),
        Value::Number(1.0),
    )));
    session.perform(Action::Edit(Edit::SetActorField(
        BTreeSet::from([actors[0]]),
        "jobs".into(),
        Value::Number(5.0),
    )));
    session.perform(Action::Edit(Edit::Rename(actors[1], "Other".into())));
    session.perform(Action::Edit(Edit::Reverse(BTreeSet::from([tie]))));
    let aside = Place {
        at: Point::new(-5_000.0, 0.0),
        pinned: false,
    };
    session.perform(Action::Edit(Edit::AddActors(vec![(
        Actor::new("Far", ActorKind::Final),
        aside,
    )])));
    let mut now = places(&session);
    assert_eq!(now.pop().unwrap().1, aside, "a new actor stays where it was put");
    assert_eq!(now, start);
    session.perform(Action::Edit(Edit::AddTie(Tie::new(
        TieKind::Supply,
        actors[11],
        actors[12],
    ))));
    assert_ne!(places(&session)[..13], start[..], "a new tie pulls");
    assert_eq!(
        session.history().undoable().next(),
        Some("Add supply tie"),
        "and that belongs to its step"
    );
    session.perform(Action::Undo);
    assert_eq!(places(&session)[..13], start[..]);
}

#[test]
fn words_and_places_are_no_edit_for_indicators() {
    let (mut session, a, ..) = pair();
    let figures = session.track().edits();
    let delta = session.track().delta("overall");
    session.perform(Action::Edit(Edit::Rename(a, "Other".into())));
    session.perform(Action::Drop(BTreeMap::from([(a, Point::new(-40.0, 90.0))])));
    session.perform(Action::Edit(Edit::SetProjectField(
        "title".into(),
        Value::Text("Pair".into()),
    )));
    assert_eq!(
        (session.track().edits(), session.track().delta("overall")),
        (figures, delta)
    );
    session.perform(Action::Edit(Edit::SetActorKind(
        BTreeSet::from([a]),
        ActorKind::University,
    )));
    assert_eq!(session.track().edits(), figures + 1);
}

#[test]
fn arranging_from_scratch_goes_around_pins() {
    let mut session = session();
    session.perform(Action::OpenExample("shunde".into()));
    let pinned: Vec<_> = session
        .document()
        .places()
        .filter(|(_, place)| place.pinned)
        .collect();
    assert!(pinned.len() > 1);
    let before = bytes(&session);
    session.perform(Action::ArrangeAll);
    for (id, place) in pinned {
        assert_eq!(session.document().place(id), Some(place));
    }
    let places = session
        .document()
        .places()
        .map(|(id, place)| (id, place.at))
        .collect();
    let quality = milieu::layout::quality::measure(session.document(), &places);
    assert_eq!(quality.overlaps, 0);
    assert!(quality.stress < 0.2, "{quality:?}");
    assert_eq!(session.history().undoable().next(), Some("Settle layout"));
    session.perform(Action::Undo);
    assert_eq!(bytes(&session), before);
}
