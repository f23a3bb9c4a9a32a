//! A large map that has been arranged is at rest: settling it all moves nobody to speak of and makes nothing worse.

use std::collections::BTreeSet;

use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Rect};
use milieu::base::progress::Progress;
use milieu::base::rng::Rng;
use milieu::layout::{Force, Mark, Request, Spring, arrange_request, quality};
use milieu::model::ActorId;

/// More than a map takes to come to rest.
const STEPS: usize = 2_000;

/// Actors in a planted group.
const GROUP: usize = 50;

fn request(count: usize, ties: &BTreeSet<(usize, usize)>) -> Request {
    let mark = |i: usize| Mark {
        id: ActorId::new(i as u64 + 1).unwrap(),
        at: None,
        radius: 8.0 + (i % 7) as f64 * 2.0,
        label: 40.0,
        pinned: false,
        mobility: 1.0,
    };
    Request {
        actors: (0..count).map(mark).collect(),
        ties: ties.iter().map(|&(a, b)| Spring { a, b, weight: 0.5 }).collect(),
        seed: 1,
    }
}

/// Groups of 50 with about three ties an actor, most of them inside.
fn planted(count: usize) -> Request {
    let mut rng = Rng::new(11);
    let mut ties = BTreeSet::new();
    for i in 1..count {
        let first = i - i % GROUP;
        let other = if i > first {
            first + rng.below(i - first)
        } else {
            rng.below(i)
        };
        ties.insert((other, i));
    }
    for _ in 0..2 * count {
        let i = rng.below(count);
        let other = if rng.unit() < 0.7 {
            i - i % GROUP + rng.below(GROUP)
        } else {
            rng.below(count)
        };
        if i != other {
            ties.insert((i.min(other), i.max(other)));
        }
    }
    request(count, &ties)
}

/// A growing network (Barabási & Albert 1999) with five ties an actor.
fn grown(count: usize) -> Request {
    let mut rng = Rng::new(12);
    let mut ties = BTreeSet::new();
    let mut ends = vec![0, 1, 2, 3, 4];
    for new in 5..count {
        let before = ends.len();
        for _ in 0..5 {
            let old = ends[rng.below(before)];
            if ties.insert((old, new)) {
                ends.extend([old, new]);
            }
        }
    }
    request(count, &ties)
}

/// Where all are after an arrangement, and after settling the whole.
fn arranged_and_settled(request: &Request) -> (Vec<Point>, Vec<Point>) {
    let arranged = arrange_request(request, &Progress::new(), &Cancel::new()).unwrap();
    let mut request = request.clone();
    for (mark, &at) in request.actors.iter_mut().zip(&arranged) {
        mark.at = Some(at);
    }
    let mut force = Force::new(request);
    force.advance(STEPS);
    assert!(force.settled());
    (arranged, force.positions())
}

#[test]
fn settling_an_arranged_map_moves_nobody_to_speak_of() {
    for count in [2_000, 10_000] {
        for (name, request) in [("groups", planted(count)), ("grown", grown(count))] {
            let (arranged, settled) = arranged_and_settled(&request);
            let mut moves: Vec<f64> = arranged
                .iter()
                .zip(&settled)
                .map(|(a, &b)| a.distance(b))
                .collect();
            moves.sort_by(f64::total_cmp);
            let width = Rect::around(arranged.iter().copied()).unwrap().width();
            let median = moves[count / 2] / width;
            assert!(median < 0.01, "{name} {count}: {median}");
            let [before, after] = [&arranged, &settled].map(|points| quality::of(&request, points).stress);
            assert!(after < before + 0.005, "{name} {count}: {before} {after}");
        }
    }
}

#[test]
fn settling_leaves_a_block_of_single_actors_as_it_is() {
    let some = BTreeSet::from_iter((1..700).flat_map(|i| [(i / 2, i), (i / 3, i)]));
    let some = some.into_iter().filter(|(a, b)| a != b).collect();
    for (request, tied) in [
        (request(3_700, &some), 700),
        (request(3_000, &BTreeSet::from([(0, 1), (1, 2)])), 3),
    ] {
        let (arranged, settled) = arranged_and_settled(&request);
        for i in tied..arranged.len() {
            let moved = arranged[i].distance(settled[i]);
            assert!(moved < 0.5, "{i} of {}: {moved}", arranged.len());
        }
    }
}
