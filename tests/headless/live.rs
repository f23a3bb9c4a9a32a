//! The live layout: an edit moves what it concerns and nothing else, and everything comes to rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Vector};
use milieu::base::progress::Progress;
use milieu::base::rng::Rng;
use milieu::files::settings::Settings;
use milieu::layout::request::label_room;
use milieu::layout::{Force, Request, Scope, arrange, quality};
use milieu::model::{Actor, ActorId, ActorKind, Document, Edit, Place, Selection, Tie, TieKind};
use milieu::session::{Action, Pace, Session};

use crate::layout::{at_places, document, id, planted};

/// So many steps are shown within one and a half seconds: six between two frames, 60 frames a second.
const STEPS: usize = 560;

/// Height of a label under its mark, map units.
const LABEL_HEIGHT: f64 = 14.0;

type Places = BTreeMap<ActorId, Point>;

/// A drawn and arranged cluster of ten groups.
fn arranged(seed: u64) -> Document {
    let drawn = document(200, &planted(10, 20, 22, 45, seed));
    let places = arrange(&drawn, 1, &Progress::new(), &Cancel::new()).unwrap();
    at_places(&drawn, &places)
}

/// Groups of fifty, each scattered over a square of its own: a map as large as one likes, at once.
fn in_squares(groups: usize, seed: u64) -> Document {
    let drawn = document(50 * groups, &planted(groups, 50, 75, 25 * groups, seed));
    let mut rng = Rng::new(seed);
    let columns = (groups as f64).sqrt().ceil() as usize;
    let places = (0..50 * groups)
        .map(|i| {
            let (row, column) = (i / 50 / columns, i / 50 % columns);
            let within = |cell: usize, unit: f64| 600.0 * (cell as f64 + 0.8 * unit);
            (
                id(i),
                Point::new(within(column, rng.unit()), within(row, rng.unit())),
            )
        })
        .collect();
    at_places(&drawn, &places)
}

/// Opens it from a file, whose folder is there as long as the answer.
fn open(session: &mut Session, document: &Document) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.milieu");
    std::fs::write(&path, milieu::files::project::write(document)).unwrap();
    session.perform(Action::Open(path));
    folder
}

fn places(document: &Document) -> Places {
    document.places().map(|(id, place)| (id, place.at)).collect()
}

fn request(document: &Document, scope: &Scope) -> Request {
    Request::of(document, scope, 1, |_, actor| actor.mark_radius())
}

fn settled(request: Request) -> Force {
    let mut force = Force::new(request);
    force.advance(STEPS);
    assert!(force.settled());
    force
}

/// How far those moved that an edit did not touch, from the least to the most.
fn moves(before: &Places, after: &Places, touched: &[usize]) -> Vec<f64> {
    let untouched = before
        .iter()
        .filter(|(at, _)| touched.iter().all(|&i| id(i) != **at));
    let mut moves: Vec<f64> = untouched
        .filter_map(|(id, at)| Some(after.get(id)?.distance(*at)))
        .collect();
    moves.sort_by(f64::total_cmp);
    moves
}

/// Pairs of a label and the mark of somebody else under it.
fn covered_labels(document: &Document) -> usize {
    let marks: Vec<(Point, f64, f64)> = document
        .places()
        .map(|(id, place)| {
            let actor = document.actor(id).unwrap();
            (place.at, actor.mark_radius(), label_room(&actor.name))
        })
        .collect();
    let covers = |(at, radius, room): (Point, f64, f64), (other, other_radius, _): (Point, f64, f64)| {
        let nearest = Point::new(
            other.x.clamp(at.x - room, at.x + room),
            other.y.clamp(at.y + radius, at.y + radius + LABEL_HEIGHT),
        );
        nearest.distance(other) < other_radius - 0.5
    };
    let pairs = marks.iter().enumerate().flat_map(|(i, &mark)| {
        let others = marks.iter().enumerate().filter(move |&(j, _)| j != i);
        others.map(move |(_, &other)| (mark, other))
    });
    pairs.filter(|&(mark, other)| covers(mark, other)).count()
}

#[test]
fn a_map_stays_the_map_that_one_knew_through_any_edit() {
    for seed in 1..=3 {
        let drawn = arranged(seed);
        let before = places(&drawn);
        let length = quality::measure(&drawn, &before).mean_tie_length;
        let covered_before = covered_labels(&drawn);
        assert!(covered_before < 8, "{covered_before}");
        let some_tie = drawn.ties().nth(77 * seed as usize).unwrap();
        let (a, b) = (7 * seed as usize, 199 - 11 * seed as usize);
        let beside = Place {
            at: before[&id(a)] + Vector::new(70.0, 70.0),
            pinned: false,
        };
        let ends = |tie: &Tie| [tie.from, tie.to].map(|id| id.number() as usize - 1);
        let edits = [
            (
                "add tie",
                Edit::AddTie(Tie::new(TieKind::Supply, id(a), id(b))),
                vec![a, b],
            ),
            (
                "remove tie",
                Edit::Remove(Selection {
                    ties: BTreeSet::from([some_tie.0]),
                    ..Selection::default()
                }),
                ends(some_tie.1).to_vec(),
            ),
            (
                "add actor",
                Edit::AddConnected {
                    from: id(a),
                    kind: TieKind::Knowledge,
                    actor: Actor::new("New", ActorKind::Service),
                    place: beside,
                },
                vec![a],
            ),
            (
                "remove actor",
                Edit::Remove(Selection {
                    actors: BTreeSet::from([id(b)]),
                    ..Selection::default()
                }),
                vec![b],
            ),
            ("merge", Edit::Merge(id(a), BTreeSet::from([id(b)])), vec![a, b]),
        ];
        for (name, edit, touched) in edits {
            let mut session = Session::new(Settings::default(), None, &Pace::Inline);
            drop(open(&mut session, &drawn));
            session.perform(Action::Edit(edit));
            assert!(!session.motion().moving());
            let moves = moves(&before, &places(session.document()), &touched);
            assert!(moves.len() > 190);
            let (median, most) = (moves[moves.len() / 2], moves[moves.len() - 1]);
            assert!(median < length / 5.0, "{name}: {median} of {length}");
            assert!(most < 2.0 * length, "{name}: {most} of {length}");
            let quality = quality::measure(session.document(), &places(session.document()));
            assert_eq!(quality.overlaps, 0, "{name}");
            // Those whom the edit does not concern make no room for a label: staying put is worth more.
            let covered = covered_labels(session.document());
            assert!(covered < covered_before + 5, "{name}: {covered}");
            session.perform(Action::Undo);
            assert_eq!(places(session.document()), before, "{name}");
        }
    }
}

#[test]
fn what_a_new_actor_is_put_on_top_of_makes_room_and_nobody_else_moves() {
    let drawn = arranged(5);
    let before = places(&drawn);
    let mut session = Session::new(Settings::default(), None, &Pace::Inline);
    drop(open(&mut session, &drawn));
    let spot = Place {
        at: before[&id(60)] + Vector::new(4.0, 3.0),
        pinned: false,
    };
    let new = Actor::new("New", ActorKind::Service);
    session.perform(Action::Edit(Edit::AddActors(vec![(new, spot)])));
    let after = places(session.document());
    assert_eq!(after[&id(200)], spot.at);
    assert_eq!(quality::measure(session.document(), &after).overlaps, 0);
    let moved = before.iter().filter(|&(id, at)| after[id] != *at).count();
    assert!((1..8).contains(&moved), "{moved}");
}

/// Whatever arranged the groups of a large map, an edit does not undo it.
#[test]
fn on_a_large_map_only_the_surroundings_of_an_edit_move() {
    let drawn = in_squares(60, 5);
    let before = places(&drawn);
    let concerns = |scope: &Scope| {
        let request = request(&drawn, scope);
        let free = request.actors.iter().filter(|mark| mark.mobility > 0.0).count();
        let after = settled(request).places();
        (free, before.iter().filter(|&(id, at)| after[id] != *at).count())
    };
    let touched = BTreeSet::from([id(1_234), id(2_345)]);
    for scope in [Scope::Around(touched.clone()), Scope::Near(touched)] {
        let (free, moved) = concerns(&scope);
        assert!(free > 2 && free < 300, "{free} are free");
        assert!(moved < free + 30, "{moved} moved, {free} were free");
    }
    // Marks that lie on others are no reason to move them, as nobody has put them there just now.
    assert_eq!(concerns(&Scope::Around(BTreeSet::new())), (0, 0));
}

#[test]
fn the_whole_map_is_at_rest_soon_and_then_for_good() {
    for document in [arranged(4), in_squares(40, 6)] {
        let mut force = settled(request(&document, &Scope::All));
        let rest = force.positions();
        force.advance(20);
        assert_eq!(force.positions(), rest);
    }
}

#[test]
fn only_those_who_may_have_moved_are_reported() {
    let drawn = in_squares(20, 7);
    let mut force = Force::new(request(&drawn, &Scope::Near(BTreeSet::from([id(500)]))));
    let goal = places(&drawn)[&id(500)] + Vector::new(90.0, -40.0);
    force.hold(id(500), goal);
    force.advance(STEPS);
    let moved = force.moved();
    assert!(moved.len() < 200, "{}", moved.len());
    assert!(moved.is_sorted_by_key(|&(id, _)| id));
    let mut told = places(&drawn);
    told.extend(moved);
    assert_eq!(told, force.places());
    assert_eq!(told[&id(500)], goal);
}

#[test]
fn a_strong_tie_is_shorter_than_a_weak_one() {
    let actors = [0.0, 100.0, 200.0].map(|x| Point::new(x, x / 9.0));
    let mut request = request(&document(3, &[(0, 1), (1, 2)]), &Scope::All);
    for (mark, at) in request.actors.iter_mut().zip(actors) {
        mark.at = Some(at);
    }
    (request.ties[0].weight, request.ties[1].weight) = (0.9, 0.2);
    let at = settled(request).positions();
    let (strong, weak) = (at[0].distance(at[1]), at[1].distance(at[2]));
    assert!(strong < 0.95 * weak && weak < 2.0 * strong, "{strong} {weak}");
}

/// A session whose layout runs on its thread.
struct Threaded {
    session: Session,
    wakes: mpsc::Receiver<()>,
}

impl Threaded {
    fn on(document: &Document) -> Self {
        let (sender, wakes) = mpsc::channel();
        let sender = Mutex::new(sender);
        let wake = Arc::new(move || sender.lock().unwrap().send(()).unwrap_or_default());
        let mut session = Session::new(Settings::default(), None, &Pace::Threads(wake));
        let folder = open(&mut session, document);
        let mut threaded = Self { session, wakes };
        threaded.until(|session| session.document().actor_count() > 0);
        drop(folder);
        threaded
    }

    fn until(&mut self, done: impl Fn(&Session) -> bool) {
        self.session.tick(Duration::ZERO);
        while !done(&self.session) {
            self.wakes.recv_timeout(Duration::from_secs(60)).unwrap();
            self.session.tick(Duration::ZERO);
        }
    }
}

/// Somebody has moved who is not held.
fn moving(before: &Places, held: ActorId) -> impl Fn(&Session) -> bool {
    move |session| {
        before
            .iter()
            .any(|(&id, &at)| id != held && session.at(id).is_some_and(|now| now != at))
    }
}

#[test]
fn a_held_mark_is_where_the_pointer_is_at_once_and_giving_up_puts_everything_back() {
    let drawn = arranged(2);
    let before = places(&drawn);
    let mut threaded = Threaded::on(&drawn);
    let held = id(20);
    for step in 1..=3 {
        let at = before[&held] + Vector::new(60.0 * f64::from(step), 0.0);
        threaded.session.perform(Action::Drag([(held, at)].into()));
        assert_eq!(threaded.session.at(held), Some(at), "in the same frame");
    }
    threaded.until(moving(&before, held));
    threaded.session.perform(Action::Cancel);
    assert!(!threaded.session.motion().moving());
    assert_eq!(places(threaded.session.document()), before);
    assert_eq!(threaded.session.at(held), Some(before[&held]));
}

#[test]
fn edits_and_undo_while_a_layout_runs_leave_a_sound_state() {
    let drawn = arranged(3);
    let before = places(&drawn);
    let mut threaded = Threaded::on(&drawn);
    let nobody = id(10_000);
    let tie = |a, b| Action::Edit(Edit::AddTie(Tie::new(TieKind::Supply, id(a), id(b))));
    threaded.session.perform(tie(3, 120));
    threaded.until(moving(&before, nobody));
    // What the layout had found belongs to the first step; the second begins from there.
    threaded.session.perform(tie(40, 180));
    let between = places(threaded.session.document());
    assert_ne!(between, before);
    threaded.until(moving(&between, nobody));
    threaded.session.perform(Action::Undo);
    assert!(!threaded.session.motion().moving());
    assert_eq!(places(threaded.session.document()), between);
    threaded.session.perform(Action::Undo);
    assert_eq!(places(threaded.session.document()), before);
    // Settling stops when it is asked for once more, and stays where it has come to, as one step.
    threaded.session.perform(Action::ToggleSettle);
    threaded.until(moving(&before, nobody));
    threaded.session.perform(Action::ToggleSettle);
    assert!(!threaded.session.motion().moving());
    assert_ne!(places(threaded.session.document()), before);
    threaded.session.perform(Action::Undo);
    assert_eq!(places(threaded.session.document()), before);
}
