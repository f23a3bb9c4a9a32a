//! Large maps for benches: preferential attachment (Barabási & Albert 1999), as in the measurements of other programs.

use milieu::base::geom::Point;
use milieu::base::rng::Rng;
use milieu::base::units::{Amount, Jobs, Share, Weight};
use milieu::model::change::Swap;
use milieu::model::kind::{ActorKind, TieKind};
use milieu::model::{Actor, ActorId, Change, Document, Place, Tie, TieId};
use std::sync::Arc;

/// `n` actors, each new one tied to `ties` others that are chosen in proportion to what they have. All kinds of actors
/// and ties occur; one actor in ten is external.
pub(crate) fn attached(n: usize, ties: usize, seed: u64) -> Document {
    let mut rng = Rng::new(seed);
    let actor_id = |i: usize| ActorId::new(i as u64 + 1).unwrap();
    let mut changes = Vec::with_capacity((ties + 2) * n);
    for i in 0..n {
        let mut actor = Actor::new(
            format!("Actor {i}"),
            ActorKind::ALL[rng.below(ActorKind::ALL.len())],
        );
        actor.jobs = Jobs::of((rng.unit() * 500.0).floor());
        actor.revenue = Amount::of((rng.unit() * 80.0).floor());
        actor.capability = Share::of(rng.unit());
        actor.absorption = Share::of(rng.unit());
        actor.external = rng.below(10) == 0;
        actor.activity = Some(format!("{}.{}", rng.below(9), rng.below(9)));
        let place = Place {
            at: Point::new((i % 1_000) as f64 * 60.0, (i / 1_000) as f64 * 60.0),
            pinned: false,
        };
        changes.push(Change::Actor(actor_id(i), Swap::add(Arc::new(actor))));
        changes.push(Change::Place(actor_id(i), Swap::add(place)));
    }
    // Every end of a tie once: a draw from it is in proportion to what an actor has.
    let mut ends: Vec<usize> = Vec::with_capacity(2 * ties * n);
    let mut number = 0;
    for i in ties..n {
        let mut chosen: Vec<usize> = Vec::with_capacity(ties);
        while chosen.len() < ties {
            let other = if ends.is_empty() {
                chosen.len()
            } else {
                ends[rng.below(ends.len())]
            };
            if !chosen.contains(&other) {
                chosen.push(other);
            }
        }
        for other in chosen {
            ends.extend([i, other]);
            let (from, to) = if rng.below(2) == 0 { (i, other) } else { (other, i) };
            let kind = TieKind::ALL[rng.below(TieKind::ALL.len())];
            let mut tie = Tie::new(kind, actor_id(from), actor_id(to));
            tie.weight = Weight::of(0.05 + 0.95 * rng.unit());
            tie.trust = Share::of(rng.unit());
            number += 1;
            let id = TieId::new(number).unwrap();
            changes.push(Change::Tie(id, Swap::add(Arc::new(tie))));
        }
    }
    Document::default().with(&changes).unwrap()
}
