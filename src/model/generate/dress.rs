//! Kinds, sizes, strengths and places for a network of numbers.

use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::base::rng::Rng;
use crate::base::units::{Amount, Jobs, Share, Weight, Year};
use crate::model::change::Swap;
use crate::model::{Actor, ActorId, ActorKind, Change, Document, Place, Project, Role, Tie, TieId, TieKind};

use super::networks::GROUP;
use super::{Model, Recipe};

/// Map units between neighbors in the block.
const SPACING: f64 = 64.0;
/// Entries made between two looks at the flag.
const PER_CHECK: usize = 16_384;
/// One actor in so many is external.
const EXTERNAL: usize = 12;

/// How many of a hundred actors are of each kind.
const MIX: [(ActorKind, usize); 15] = [
    (ActorKind::Final, 16),
    (ActorKind::Intermediate, 14),
    (ActorKind::Related, 6),
    (ActorKind::Supplier, 24),
    (ActorKind::Service, 10),
    (ActorKind::Finance, 3),
    (ActorKind::Intermediary, 3),
    (ActorKind::University, 2),
    (ActorKind::Institute, 3),
    (ActorKind::Training, 2),
    (ActorKind::Standards, 1),
    (ActorKind::Center, 2),
    (ActorKind::Government, 2),
    (ActorKind::Association, 3),
    (ActorKind::Customer, 9),
];

/// The whole cluster.
pub(super) fn document(
    recipe: &Recipe,
    pairs: &[(u32, u32)],
    cancel: &Cancel,
) -> Result<Document, Cancelled> {
    let mut rng = Rng::new(recipe.seed.wrapping_add(1));
    let mut changes = Vec::with_capacity(2 * recipe.actors + pairs.len() + 1);
    let project = Project {
        title: format!(
            "Random cluster ({}, {} actors, {} ties, seed {})",
            recipe.model.id(),
            recipe.actors,
            recipe.ties,
            recipe.seed
        ),
        ..Project::default()
    };
    let empty = Document::default();
    changes.push(Change::Project(
        Arc::clone(empty.shared_project()),
        Arc::new(project),
    ));
    let columns = columns(recipe.actors);
    let mut kinds = Vec::with_capacity(recipe.actors);
    for i in 0..recipe.actors {
        if i.is_multiple_of(PER_CHECK) {
            cancel.check()?;
        }
        let actor = actor(recipe, i, &mut rng);
        kinds.push(actor.kind);
        let place = Place {
            at: Point::new(SPACING * (i % columns) as f64, SPACING * (i / columns) as f64),
            pinned: false,
        };
        changes.push(Change::Actor(actor_id(i), Swap::add(Arc::new(actor))));
        changes.push(Change::Place(actor_id(i), Swap::add(place)));
    }
    for (k, &(a, b)) in pairs.iter().enumerate() {
        if k.is_multiple_of(PER_CHECK) {
            cancel.check()?;
        }
        let id = TieId::new(k as u64 + 1).expect("numbers start at 1");
        let tie = tie([a, b].map(|i| i as usize), &kinds, &mut rng);
        changes.push(Change::Tie(id, Swap::add(Arc::new(tie))));
    }
    let document = empty.with(&changes);
    Ok(document.expect("ids are new, all actors have a place, and both ends of every tie exist"))
}

fn actor_id(i: usize) -> ActorId {
    ActorId::new(i as u64 + 1).expect("numbers start at 1")
}

/// Columns of a block as wide as a screen is.
fn columns(count: usize) -> usize {
    ((count as f64 * 1.6).sqrt() as usize).max(1)
}

fn actor(recipe: &Recipe, i: usize, rng: &mut Rng) -> Actor {
    let mut draw = rng.below(100);
    let mixed = MIX.iter().find(|(_, share)| {
        let found = draw < *share;
        draw = draw.saturating_sub(*share);
        found
    });
    let hub = recipe.model == Model::Hubs && i.is_multiple_of(GROUP);
    let kind = match mixed {
        _ if hub => ActorKind::Final,
        Some(&(kind, _)) => kind,
        None => ActorKind::Final,
    };
    let mut actor = Actor::new(format!("{} {}", kind.name(), i + 1), kind);
    // Many small firms and a few large ones, as in Gibrat's law; a draw of nearly 1 is a large one.
    let size = (1.0 / (1.0 - 0.99 * rng.unit())) * if hub { 20.0 } else { 1.0 };
    actor.jobs = Jobs::clamped((actor.jobs.get() * 0.3 * size).round()).expect("a finite product");
    actor.revenue = Amount::clamped(actor.revenue.get() * 0.3 * size).expect("a finite product");
    let spread = |share: Share, rng: &mut Rng| {
        Share::clamped(share.get() + 0.4 * (rng.unit() - 0.5)).expect("a finite sum")
    };
    actor.capability = spread(actor.capability, rng);
    actor.absorption = spread(actor.absorption, rng);
    actor.reputation = spread(actor.reputation, rng);
    actor.founded = Year::of(1960.0 + rng.below(60) as f64);
    actor.external = !hub && rng.below(EXTERNAL) == 0;
    actor
}

/// A tie that two actors of these kinds may well have, with the end that gives first.
fn tie(ends: [usize; 2], kinds: &[ActorKind], rng: &mut Rng) -> Tie {
    let [mut from, mut to] = ends;
    if rng.below(2) == 0 {
        (from, to) = (to, from);
    }
    // Whoever has more to give comes first: bodies and associations, services, producers along the chain, customers.
    let rank = |i: usize| {
        let info = kinds[i].info();
        let role = match info.role {
            Role::Association => 0,
            Role::PublicBody => 1,
            Role::Service => 2,
            Role::Producer => 3,
            Role::Demand => 4,
        };
        (role, info.stage)
    };
    if rank(to) < rank(from) {
        (from, to) = (to, from);
    }
    let choice: &[TieKind] = match (kinds[from].info().role, kinds[to].info().role) {
        (Role::Association, _) => &[TieKind::Governance, TieKind::Governance, TieKind::Social],
        (Role::PublicBody, Role::PublicBody) => {
            &[TieKind::Cooperation, TieKind::Knowledge, TieKind::Governance]
        }
        (Role::PublicBody, _) => &[
            TieKind::Knowledge,
            TieKind::Knowledge,
            TieKind::Cooperation,
            TieKind::Labor,
            TieKind::Spinoff,
        ],
        (Role::Service, _) if kinds[from] == ActorKind::Finance => &[TieKind::Finance, TieKind::Ownership],
        (Role::Demand, _) => &[TieKind::Social],
        (_, Role::Demand) => &[TieKind::Supply],
        (Role::Producer, Role::Producer) => &[
            TieKind::Supply,
            TieKind::Cooperation,
            TieKind::Competition,
            TieKind::Knowledge,
            TieKind::Social,
            TieKind::Labor,
        ],
        _ => &[
            TieKind::Supply,
            TieKind::Supply,
            TieKind::Cooperation,
            TieKind::Knowledge,
            TieKind::Social,
        ],
    };
    let kind = choice[rng.below(choice.len())];
    let mut tie = Tie::new(kind, actor_id(from), actor_id(to));
    tie.weight = Weight::clamped(0.1 + 0.9 * rng.unit()).expect("a finite sum");
    tie.trust = Share::clamped(0.2 + 0.7 * rng.unit()).expect("a finite sum");
    tie.age = Amount::of(rng.below(20) as f64);
    tie.mutual = tie.may_be_mutual() && rng.below(3) == 0;
    tie
}
