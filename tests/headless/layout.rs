//! Layout: the same for the same request, no marks on each other, and nothing moves that need not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use milieu::base::cancel::{Cancel, Cancelled};
use milieu::base::geom::Point;
use milieu::base::progress::Progress;
use milieu::base::rng::Rng;
use milieu::layout::{self, Force, Mark, Request, Scope, Spring, quality};
use milieu::model::{Actor, ActorId, ActorKind, Change, Document, Place, Swap, Tie, TieId, TieKind};

/// A settling map rests after so many steps at most: cooling, then tidying.
const BOUND: usize = 600;

type Pairs<'a> = &'a [(usize, usize)];

pub(crate) fn id(index: usize) -> ActorId {
    ActorId::new(index as u64 + 1).expect("above 0")
}

pub(crate) fn document(count: usize, ties: &[(usize, usize)]) -> Document {
    let mut changes = Vec::new();
    for i in 0..count {
        let kind = ActorKind::ALL[i % ActorKind::ALL.len()];
        let at = Point::new(i as f64, 0.0);
        changes.push(Change::Actor(
            id(i),
            Swap::add(Arc::new(Actor::new(format!("Actor number {i}"), kind))),
        ));
        changes.push(Change::Place(id(i), Swap::add(Place { at, pinned: false })));
    }
    for (k, &(a, b)) in ties.iter().enumerate() {
        changes.push(tie(k, TieKind::Cooperation, a, b));
    }
    Document::default().with(&changes).expect("a fresh document")
}

fn tie(number: usize, kind: TieKind, a: usize, b: usize) -> Change {
    let tie = Tie::new(kind, id(a), id(b));
    Change::Tie(
        TieId::new(number as u64 + 1).expect("above 0"),
        Swap::add(Arc::new(tie)),
    )
}

pub(crate) fn at_places(document: &Document, places: &BTreeMap<ActorId, Point>) -> Document {
    let changes: Vec<Change> = document
        .places()
        .map(|(id, old)| {
            let new = Place {
                at: places[&id],
                ..old
            };
            Change::Place(id, Swap::replace(old, new))
        })
        .collect();
    document.with(&changes).expect("all actors are there")
}

/// Groups of equal size with `inside` ties each, and some between them; connected.
pub(crate) fn planted(
    groups: usize,
    size: usize,
    inside: usize,
    between: usize,
    seed: u64,
) -> Vec<(usize, usize)> {
    let mut rng = Rng::new(seed);
    let mut ties: BTreeSet<(usize, usize)> = (1..groups * size)
        .map(|i| {
            if i % size == 0 {
                (i - size, i)
            } else {
                (i - i % size + rng.below(i % size), i)
            }
        })
        .collect();
    for group in 0..groups {
        for _ in 0..inside {
            let (a, b) = (rng.below(size), rng.below(size));
            if a != b {
                ties.insert((group * size + a.min(b), group * size + a.max(b)));
            }
        }
    }
    for _ in 0..between {
        let (a, b) = (rng.below(groups * size), rng.below(groups * size));
        if a != b {
            ties.insert((a.min(b), a.max(b)));
        }
    }
    ties.into_iter().collect()
}

fn request(document: &Document, scope: &Scope) -> Request {
    Request::of(document, scope, 7, |_, actor| actor.mark_radius())
}

fn marks(places: impl IntoIterator<Item = Point>) -> Vec<Mark> {
    places
        .into_iter()
        .enumerate()
        .map(|(i, at)| Mark {
            id: id(i),
            at: Some(at),
            radius: 12.0 + (i % 8) as f64 * 2.0,
            label: 40.0,
            pinned: false,
            mobility: 1.0,
        })
        .collect()
}

fn springs(ties: &[(usize, usize)]) -> Vec<Spring> {
    ties.iter().map(|&(a, b)| Spring { a, b, weight: 0.5 }).collect()
}

fn run(request: Request) -> Force {
    let mut force = Force::new(request);
    force.advance(BOUND);
    force
}

#[test]
fn same_request_same_bits() {
    let document = document(60, &planted(3, 20, 20, 15, 1));
    let cancel = Cancel::new();
    let first = layout::arrange(&document, 5, &Progress::new(), &cancel).unwrap();
    assert_eq!(
        first,
        layout::arrange(&document, 5, &Progress::new(), &cancel).unwrap()
    );
    assert_ne!(
        first,
        layout::arrange(&document, 6, &Progress::new(), &cancel).unwrap()
    );

    let request = request(&at_places(&document, &first), &Scope::All);
    let mut steps = Force::new(request.clone());
    for _ in 0..BOUND {
        steps.advance(1);
    }
    assert_eq!(steps.positions(), run(request).positions());
}

#[test]
fn arranged_clusters_read_well() {
    for seed in 1..=3 {
        let document = document(30, &planted(3, 10, 8, 12, seed));
        let places = layout::arrange(&document, 1, &Progress::new(), &Cancel::new()).unwrap();
        let quality = quality::measure(&document, &places);
        assert!(quality.stress < 0.13, "{quality:?}");
        assert_eq!(quality.overlaps, 0, "{quality:?}");
        assert!((105.0..175.0).contains(&quality.mean_tie_length), "{quality:?}");
        assert!(
            quality.crossings < 2.0 * document.tie_count() as f64,
            "{quality:?}"
        );
        let extent = milieu::base::geom::Rect::around(places.values().copied()).unwrap();
        let shape = extent.width() / extent.height();
        assert!((1.0..2.6).contains(&shape), "{shape}");
        assert!(extent.center().distance(Point::ORIGIN) < 40.0, "{extent:?}");
    }
}

#[test]
fn a_grid_comes_out_untangled() {
    let mut ties = Vec::new();
    for i in 0..25 {
        if i % 5 < 4 {
            ties.push((i, i + 1));
        }
        if i < 20 {
            ties.push((i, i + 5));
        }
    }
    let document = document(25, &ties);
    let places = layout::arrange(&document, 3, &Progress::new(), &Cancel::new()).unwrap();
    let quality = quality::measure(&document, &places);
    assert!(quality.crossings <= 2.0 && quality.stress < 0.06, "{quality:?}");
}

#[test]
fn settling_an_arranged_map_moves_little() {
    let drawn = document(40, &planted(4, 10, 8, 14, 4));
    let before = layout::arrange(&drawn, 1, &Progress::new(), &Cancel::new()).unwrap();
    let force = run(request(&at_places(&drawn, &before), &Scope::All));
    assert!(force.settled());
    let moves = sorted(before.iter().map(|(id, at)| at.distance(force.places()[id])));
    assert!(moves[moves.len() / 2] < 0.15 * layout::TIE_LENGTH, "{moves:?}");
}

#[test]
fn pinned_actors_stay_and_the_rest_keeps_clear_of_them() {
    let drawn = document(50, &planted(5, 10, 10, 20, 2));
    let places = layout::arrange(&drawn, 1, &Progress::new(), &Cancel::new()).unwrap();
    let mut request = request(&at_places(&drawn, &places), &Scope::All);
    let mut pins = BTreeMap::new();
    for i in [3, 17, 31, 44] {
        let at = Point::new(i as f64 * 9.0 - 200.0, 31.7);
        request.actors[i].at = Some(at);
        request.actors[i].pinned = true;
        pins.insert(i, at);
    }
    let force = run(request.clone());
    assert!(force.settled());
    for (i, at) in pins {
        assert_eq!(force.positions()[i], at);
    }
    assert_eq!(quality::of(&request, &force.positions()).overlaps, 0);
}

#[test]
fn a_large_map_is_laid_out_around_its_pins() {
    let ties = planted(16, 40, 60, 120, 6);
    let mut drawn = document(640, &ties);
    let pins: BTreeMap<ActorId, Point> = [(4, -900.0), (300, 0.0), (555, 900.0)]
        .into_iter()
        .map(|(i, x)| (id(i), Point::new(x, x / 3.0)))
        .collect();
    let changes: Vec<Change> = drawn
        .places()
        .filter_map(|(id, old)| pins.get(&id).map(|&at| (id, old, at)))
        .map(|(id, old, at)| Change::Place(id, Swap::replace(old, Place { at, pinned: true })))
        .collect();
    drawn = drawn.with(&changes).unwrap();
    let found = layout::arrange_around_pins(&drawn, 1, &Progress::new(), &Cancel::new()).unwrap();
    assert_eq!(found.len(), 637);
    assert!(pins.keys().all(|id| !found.contains_key(id)));
    let all: BTreeMap<ActorId, Point> = found.into_iter().chain(pins).collect();
    assert_eq!(quality::measure(&drawn, &all).overlaps, 0);
}

#[test]
fn an_edit_moves_its_surroundings_only() {
    let ties = planted(10, 20, 22, 45, 8);
    let drawn = document(200, &ties);
    let places = layout::arrange(&drawn, 1, &Progress::new(), &Cancel::new()).unwrap();
    let drawn = at_places(&drawn, &places);
    let length = quality::measure(&drawn, &places).mean_tie_length;
    let edited = drawn.with(&[tie(ties.len(), TieKind::Supply, 5, 150)]).unwrap();
    let near = Scope::Near(BTreeSet::from([id(5), id(150)]));
    let request = request(&edited, &near);
    let force = run(request.clone());
    assert!(force.settled());
    let moved = |i: usize| places[&id(i)].distance(force.positions()[i]);
    for (i, mark) in request.actors.iter().enumerate() {
        if mark.mobility == 0.0 {
            assert_eq!(moved(i), 0.0, "{}", mark.id);
        }
    }
    assert!(request.actors.iter().filter(|mark| mark.mobility == 0.0).count() > 50);
    let others = sorted((0..200).filter(|i| ![5, 150].contains(i)).map(moved));
    assert!(others[others.len() / 2] < length / 5.0, "{others:?} {length}");
    let distance = |at: &dyn Fn(usize) -> Point| at(5).distance(at(150));
    assert!(distance(&|i| force.positions()[i]) < distance(&|i| places[&id(i)]));
}

#[test]
fn a_new_tie_across_the_map_leaves_the_map_as_it_was_known() {
    let ties = planted(10, 20, 22, 45, 8);
    let drawn = document(200, &ties);
    let places = layout::arrange(&drawn, 1, &Progress::new(), &Cancel::new()).unwrap();
    let drawn = at_places(&drawn, &places);
    let edited = drawn.with(&[tie(ties.len(), TieKind::Supply, 5, 150)]).unwrap();
    let apart = places[&id(5)].distance(places[&id(150)]);
    let around = Scope::Around(BTreeSet::from([id(5), id(150)]));
    let force = run(request(&edited, &around));
    for i in [5, 150] {
        let moved = places[&id(i)].distance(force.positions()[i]);
        assert!(moved > 0.0 && moved < apart / 4.0, "{moved} of {apart}");
    }
}

#[test]
fn neighbors_follow_a_held_actor() {
    let drawn = document(30, &planted(3, 10, 8, 10, 3));
    let places = layout::arrange(&drawn, 1, &Progress::new(), &Cancel::new()).unwrap();
    let drawn = at_places(&drawn, &places);
    let mut force = Force::new(request(&drawn, &Scope::Near(BTreeSet::from([id(0)]))));
    let goal = places[&id(0)] + milieu::base::geom::Vector::new(0.0, -900.0);
    force.hold(id(0), goal);
    force.advance(BOUND);
    assert!(force.settled());
    assert_eq!(force.positions()[0], goal);
    let (_, tie) = drawn.ties_of(id(0)).next().unwrap();
    let friend = tie.other_end(id(0)).unwrap();
    let (before, after) = (places[&friend], force.places()[&friend]);
    assert!(after.distance(goal) < before.distance(goal) - 10.0);
    force.reheat(&BTreeSet::from([friend]));
    assert!(!force.settled());
}

#[test]
fn what_lies_under_a_dropped_mark_makes_room() {
    let spot = Point::new(10.0, 0.0);
    let mut marks = marks([Point::ORIGIN, spot, Point::new(50.0, 0.0), Point::new(900.0, 0.0)]);
    for mark in &mut marks[1..] {
        mark.mobility = 0.0;
    }
    marks[0].pinned = true;
    let request = Request {
        actors: marks,
        ties: Vec::new(),
        seed: 0,
    };
    let force = run(request.clone());
    assert_eq!(force.positions()[0], Point::ORIGIN);
    assert_ne!(force.positions()[1], spot);
    assert_eq!(force.positions()[3], Point::new(900.0, 0.0));
    assert_eq!(quality::of(&request, &force.positions()).overlaps, 0);
}

#[test]
fn a_first_tie_draws_its_ends_together_and_a_drawn_one_is_left_alone() {
    for (apart, least, most) in [(900.0, 150.0, 250.0), (160.0, 155.0, 165.0), (40.0, 60.0, 100.0)] {
        let request = Request {
            actors: marks([Point::ORIGIN, Point::new(apart, apart / 9.0)]),
            ties: springs(&[(0, 1)]),
            seed: 1,
        };
        let force = run(request);
        let length = force.positions()[0].distance(force.positions()[1]);
        assert!((least..most).contains(&length), "{apart} became {length}");
    }
}

#[test]
fn only_the_selection_settles() {
    let drawn = document(12, &planted(2, 6, 4, 4, 3));
    let chosen = BTreeSet::from([id(2), id(3), id(4)]);
    let force = run(request(&drawn, &Scope::Selection(chosen.clone())));
    for (id, place) in drawn.places().filter(|(id, _)| !chosen.contains(id)) {
        assert_eq!(force.places()[&id], place.at);
    }
}

#[test]
fn hostile_requests_end_without_overlap() {
    let star: Vec<(usize, usize)> = (1..40).map(|i| (0, i)).collect();
    let spot = |count: usize| vec![Point::new(3.0, 4.0); count];
    let far = |count: usize| -> Vec<Point> {
        (0..count)
            .map(|i| Point::new(if i % 2 == 0 { 1e7 } else { -1e300 }, i as f64))
            .collect()
    };
    let cases: [(&str, Vec<Point>, Pairs<'_>); 9] = [
        ("nobody", Vec::new(), &[]),
        ("one", spot(1), &[]),
        ("two on one spot", spot(2), &[(0, 1)]),
        ("star on one spot", spot(40), &star),
        ("isolates on one spot", spot(60), &[]),
        ("two components", spot(6), &[(0, 1), (1, 2), (3, 4), (4, 5)]),
        ("far away", far(40), &star),
        ("far isolates", far(10), &[]),
        (
            "not a number",
            vec![Point::new(f64::NAN, f64::INFINITY); 30],
            &[(0, 1), (5, 29)],
        ),
    ];
    for (name, places, ties) in cases {
        let request = Request {
            actors: marks(places),
            ties: springs(ties),
            seed: 3,
        };
        let mut force = run(request.clone());
        assert!(force.settled(), "{name}");
        assert!(force.positions().iter().all(|at| at.is_finite()), "{name}");
        assert_eq!(quality::of(&request, &force.positions()).overlaps, 0, "{name}");
        let rest = force.positions().to_vec();
        force.advance(10);
        assert_eq!(force.positions(), rest, "{name}");
    }
}

#[test]
fn components_share_the_page() {
    let ties: Vec<(usize, usize)> = planted(1, 15, 12, 0, 1)
        .into_iter()
        .chain([(15, 16), (17, 18), (18, 19)])
        .collect();
    let drawn = document(30, &ties);
    let places = layout::arrange(&drawn, 1, &Progress::new(), &Cancel::new()).unwrap();
    assert_eq!(quality::measure(&drawn, &places).overlaps, 0);
    let extent = milieu::base::geom::Rect::around(places.values().copied()).unwrap();
    assert!(
        extent.width() < 1_400.0 && extent.height() < 1_000.0,
        "{extent:?}"
    );
    for (document, count) in [
        (document(0, &[]), 0),
        (document(1, &[]), 1),
        (document(9, &[]), 9),
    ] {
        assert_eq!(
            layout::arrange(&document, 1, &Progress::new(), &Cancel::new())
                .unwrap()
                .len(),
            count
        );
    }
}

#[test]
fn ties_count_as_they_should() {
    let mut off = Tie::new(TieKind::Supply, id(0), id(3));
    off.enabled = false;
    let number = |n| TieId::new(n).unwrap();
    let document = document(4, &[(0, 1), (1, 0), (2, 2)])
        .with(&[
            tie(3, TieKind::Competition, 2, 3),
            Change::Tie(number(9), Swap::add(Arc::new(off))),
        ])
        .unwrap();
    let ties = request(&document, &Scope::All).ties;
    let ends: Vec<(usize, usize)> = ties.iter().map(|tie| (tie.a, tie.b)).collect();
    assert_eq!(ends, [(0, 1), (2, 3)]);
    assert_eq!(ties[0].weight, 0.75);
    assert_eq!(ties[1].weight, 0.125);
}

#[test]
fn unwanted_work_ends() {
    let cancel = Cancel::new();
    cancel.raise();
    let drawn = document(30, &planted(3, 10, 8, 12, 1));
    assert_eq!(
        layout::arrange(&drawn, 1, &Progress::new(), &cancel),
        Err(Cancelled)
    );
}

fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}
