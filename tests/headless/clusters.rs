//! Random clusters for tests and benches: every kind of actor and tie, seeded.

use milieu::base::geom::Point;
use milieu::base::rng::Rng;
use milieu::base::units::{Amount, Jobs, Share, Weight, Year};
use milieu::model::kind::{ActorKind, TieKind};
use milieu::model::{Actor, Document, Edit, Ids, Place, Tie};

/// How a random cluster is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    /// Number of actors, about one in eight of them external.
    pub(crate) actors: usize,
    /// Number of ties; loops, repeats and disabled ones occur.
    pub(crate) ties: usize,
    /// Seed.
    pub(crate) seed: u64,
}

/// Actors and ties by number, before they have identities.
pub(crate) fn ingredients(recipe: Recipe) -> (Vec<Actor>, Vec<(usize, usize, Tie)>) {
    let mut rng = Rng::new(recipe.seed);
    let actors: Vec<Actor> = (0..recipe.actors).map(|i| actor(i, &mut rng)).collect();
    let mut ties = Vec::with_capacity(recipe.ties);
    while !actors.is_empty() && ties.len() < recipe.ties {
        // A square of chance makes hubs, as in real clusters.
        let hub = (rng.unit() * rng.unit() * actors.len() as f64) as usize;
        let other = rng.below(actors.len());
        let (from, to) = if rng.below(2) == 0 {
            (hub, other)
        } else {
            (other, hub)
        };
        ties.push((from, to, tie(&mut rng)));
    }
    (actors, ties)
}

/// The cluster with its actors in the given order of numbers.
pub(crate) fn cluster_in_order(recipe: Recipe, order: &[usize]) -> Document {
    let (actors, ties) = ingredients(recipe);
    let place = |i: usize| Place {
        at: Point::new((i % 40) as f64 * 60.0, (i / 40) as f64 * 60.0),
        pinned: false,
    };
    let mut ids = Ids::new();
    let add = Edit::AddActors(order.iter().map(|&i| (actors[i].clone(), place(i))).collect());
    let out = add.outcome(&Document::default(), &mut ids).unwrap();
    let document = Document::default().with(&out.changes).unwrap();
    let mut id_of = vec![None; actors.len()];
    for (&number, &id) in order.iter().zip(&out.actors) {
        id_of[number] = Some(id);
    }
    let mut changes = Vec::new();
    for (from, to, mut tie) in ties {
        (tie.from, tie.to) = (id_of[from].unwrap(), id_of[to].unwrap());
        changes.extend(Edit::AddTie(tie).outcome(&document, &mut ids).unwrap().changes);
    }
    document.with(&changes).unwrap()
}

/// The cluster of a recipe.
pub(crate) fn cluster(recipe: Recipe) -> Document {
    cluster_in_order(recipe, &(0..recipe.actors).collect::<Vec<_>>())
}

fn actor(number: usize, rng: &mut Rng) -> Actor {
    let kind = ActorKind::ALL[rng.below(ActorKind::ALL.len())];
    let mut actor = Actor::new(format!("Actor {number}"), kind);
    // Zeros happen: an actor without jobs or revenue must not break anything.
    actor.jobs = Jobs::of((rng.unit() * 500.0).floor() * f64::from(u8::from(rng.below(10) > 0)));
    actor.revenue = Amount::of((rng.unit() * 80.0).floor() * f64::from(u8::from(rng.below(10) > 0)));
    actor.capability = share(rng);
    actor.absorption = share(rng);
    actor.export = share(rng);
    actor.reputation = share(rng);
    actor.founded = Year::of(1960.0 + rng.below(70) as f64);
    actor.external = rng.below(8) == 0;
    actor.activity = (rng.below(2) == 0).then(|| format!("{}.{}", rng.below(4), rng.below(5)));
    actor.productivity = (rng.below(6) == 0).then(|| Amount::of(rng.unit() * 300.0));
    actor
}

fn tie(rng: &mut Rng) -> Tie {
    let nobody = Ids::new().actor();
    let mut tie = Tie::new(TieKind::ALL[rng.below(TieKind::ALL.len())], nobody, nobody);
    tie.mutual = tie.may_be_mutual() && rng.below(3) == 0;
    tie.weight = Weight::of(0.05 + 0.95 * rng.unit());
    tie.trust = share(rng);
    tie.frequency = Amount::of((rng.unit() * 60.0).floor());
    tie.age = Amount::of((rng.unit() * 30.0).floor());
    tie.value = (tie.kind.has_value() && rng.below(3) == 0).then(|| Amount::of(rng.unit() * 30.0));
    tie.enabled = rng.below(12) > 0;
    tie
}

fn share(rng: &mut Rng) -> Share {
    Share::of(rng.unit())
}
