//! What a layout is asked to do: marks with their sizes and freedom, and the springs between them.
//!
//! A request is plain, comparable data, so that the same one is never worked on twice.

use std::collections::BTreeSet;

use crate::base::geom::Point;
use crate::model::{Actor, ActorId, Document, TieKind};

/// How freely actors at 0, 1, 2 … hops from an edit may move; beyond the list they stay exactly where they are.
pub(super) const MOBILITY_BY_HOPS: [f64; 3] = [1.0, 0.4, 0.15];

/// Share of its weight with which a competition tie attracts: rivals are related, not close.
const RIVALRY: f64 = 0.25;

/// Width of one letter of a label, map units; wide scripts count twice.
const LETTER: f64 = 6.4;

/// No label asks for more room than this to either side, map units; longer ones are shortened or overlap.
const LABEL_MOST: f64 = 62.0;

/// One actor as the layout sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Whose mark it is.
    pub id: ActorId,
    /// Where it stands now; absent when it has not been placed yet.
    pub at: Option<Point>,
    /// Radius of the mark, map units, above 0.
    pub radius: f64,
    /// Half the width of the label below the mark, map units; 0 without label.
    pub label: f64,
    /// Put there by a person: does not move.
    pub pinned: bool,
    /// How freely it moves, from 0 (stays unless something is put on top of it) to 1.
    pub mobility: f64,
}

/// The attraction between two different marks; at most one per pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Spring {
    /// Position of one end in [`Request::actors`].
    pub a: usize,
    /// Position of the other end, larger than `a`.
    pub b: usize,
    /// Strength, above 0 and at most 1.
    pub weight: f64,
}

/// Who is free to move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everyone who is not pinned.
    All,
    /// Only these.
    Selection(BTreeSet<ActorId>),
    /// The surroundings of an edit that touched these: the farther away, the less they move.
    Near(BTreeSet<ActorId>),
    /// The same after an edit of what joins them: they stand where somebody put them or got used to them, so they
    /// come a part of the way only.
    Around(BTreeSet<ActorId>),
    /// Only what these have been put on top of; they stay themselves.
    Under(BTreeSet<ActorId>),
}

/// All that a layout depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The marks, in id order when made from a document.
    pub actors: Vec<Mark>,
    /// The springs, sorted by their ends when made from a document.
    pub ties: Vec<Spring>,
    /// Settles every choice that the geometry leaves open.
    pub seed: u64,
}

impl Request {
    /// The request for a document as it stands. `radius` is the size of an actor's mark, map units.
    ///
    /// Disabled ties and loops do not count; parallel ties act together; competition attracts weakly.
    pub fn of(
        document: &Document,
        scope: &Scope,
        seed: u64,
        radius: impl Fn(ActorId, &Actor) -> f64,
    ) -> Self {
        let index = Index::new(document.actors().map(|(id, _)| id));
        let ties = springs(document, &index);
        let mobility = mobility(scope, &index, &ties);
        let stays = |id: ActorId| matches!(scope, Scope::Under(put) if put.contains(&id));
        // Both are in id order, and every actor has a place.
        let places = document.places();
        let actors = document
            .actors()
            .zip(places)
            .zip(mobility)
            .map(|(((id, actor), (_, place)), mobility)| Mark {
                id,
                at: Some(place.at),
                radius: radius(id, actor),
                label: label_room(&actor.name),
                pinned: place.pinned || stays(id),
                mobility,
            })
            .collect();
        Self { actors, ties, seed }
    }
}

/// Half the width that a name needs below its mark, map units.
pub fn label_room(name: &str) -> f64 {
    let letters: usize = name.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum();
    (letters as f64 * LETTER / 2.0).min(LABEL_MOST)
}

/// Finds the position of an actor in a list.
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// By id.
    positions: Vec<(ActorId, u32)>,
}

impl Index {
    /// For a list of actors.
    pub(super) fn new(ids: impl Iterator<Item = ActorId>) -> Self {
        let mut positions: Vec<(ActorId, u32)> = ids.zip(0..).collect();
        positions.sort_unstable();
        Self { positions }
    }

    /// All positions, by id.
    pub(super) fn positions(&self) -> impl Iterator<Item = usize> {
        self.positions.iter().map(|&(_, position)| position as usize)
    }

    /// The position of an actor.
    pub(super) fn of(&self, id: ActorId) -> Option<usize> {
        // Numbers are given one after the other and seldom taken back: an actor is where its number tells, or before.
        let last = (id.number() as usize).min(self.positions.len()).checked_sub(1)?;
        let k = if self.positions[last].0 == id {
            last
        } else {
            self.positions[..last].partition_point(|&(other, _)| other < id)
        };
        let (found, position) = self.positions[k];
        (found == id).then_some(position as usize)
    }
}

/// One spring for each tied pair. Weights of parallel ties combine like independent chances and so stay at most 1.
fn springs(document: &Document, index: &Index) -> Vec<Spring> {
    let mut pairs: Vec<(u32, u32, f64)> = document
        .ties()
        .filter(|(_, tie)| tie.enabled && !tie.is_loop())
        .filter_map(|(_, tie)| {
            let (from, to) = (index.of(tie.from)? as u32, index.of(tie.to)? as u32);
            let pull = match tie.kind {
                TieKind::Competition => RIVALRY * tie.weight.get(),
                _ => tie.weight.get(),
            };
            Some((from.min(to), from.max(to), 1.0 - pull))
        })
        .collect();
    // Parallel ties stay in the order of their numbers, so that rounding is always the same.
    pairs.sort_by_key(|&(a, b, _)| (a, b));
    pairs
        .chunk_by(|one, other| (one.0, one.1) == (other.0, other.1))
        .map(|parallel| Spring {
            a: parallel[0].0 as usize,
            b: parallel[0].1 as usize,
            weight: 1.0 - parallel.iter().fold(1.0, |all, &(_, _, slack)| all * slack),
        })
        .collect()
}

/// Mobility of every actor, in document order.
fn mobility(scope: &Scope, index: &Index, ties: &[Spring]) -> Vec<f64> {
    let count = index.positions.len();
    match scope {
        Scope::All => vec![1.0; count],
        Scope::Selection(chosen) | Scope::Under(chosen) => {
            let mut mobility = vec![0.0; count];
            for i in chosen.iter().filter_map(|&id| index.of(id)) {
                mobility[i] = 1.0;
            }
            mobility
        }
        Scope::Near(touched) => near(touched, 0, index, ties),
        Scope::Around(touched) => near(touched, 1, index, ties),
    }
}

/// Mobility that decays with the number of hops from the `touched`, which are `first` hops away themselves.
fn near(touched: &BTreeSet<ActorId>, first: usize, index: &Index, ties: &[Spring]) -> Vec<f64> {
    let mut hops = vec![usize::MAX; index.positions.len()];
    for i in touched.iter().filter_map(|&id| index.of(id)) {
        hops[i] = first;
    }
    for now in first..MOBILITY_BY_HOPS.len() - 1 {
        for tie in ties {
            for (from, to) in [(tie.a, tie.b), (tie.b, tie.a)] {
                if hops[from] == now && hops[to] > now + 1 {
                    hops[to] = now + 1;
                }
            }
        }
    }
    hops.into_iter()
        .map(|hops| MOBILITY_BY_HOPS.get(hops).copied().unwrap_or(0.0))
        .collect()
}
