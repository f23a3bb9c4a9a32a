//! What a layout is asked to do: marks with their sizes and freedom, and the springs between them.
//!
//! A request is plain, comparable data, so that the same one is never worked on twice.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::base::geom::Point;
use crate::model::{Actor, ActorId, Document, TieKind};

/// How freely actors at 0, 1, 2 … hops from an edit may move; beyond the list they stay exactly where they are.
const MOBILITY_BY_HOPS: [f64; 3] = [1.0, 0.4, 0.15];

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
    /// Put there by a person: never moves.
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
        let index: BTreeMap<ActorId, usize> = document
            .actors()
            .enumerate()
            .map(|(i, (id, _))| (id, i))
            .collect();
        let ties = springs(document, &index);
        let mobility = mobility(scope, &index, &ties);
        let actors = document
            .actors()
            .zip(mobility)
            .map(|((id, actor), mobility)| {
                let place = document.place(id);
                Mark {
                    id,
                    at: place.map(|place| place.at),
                    radius: radius(id, actor),
                    label: label_room(&actor.name),
                    pinned: place.is_some_and(|place| place.pinned),
                    mobility,
                }
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

/// One spring for each tied pair. Weights of parallel ties combine like independent chances and so stay at most 1.
fn springs(document: &Document, index: &BTreeMap<ActorId, usize>) -> Vec<Spring> {
    let mut slack: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (_, tie) in document.ties().filter(|(_, tie)| tie.enabled && !tie.is_loop()) {
        if let (Some(&from), Some(&to)) = (index.get(&tie.from), index.get(&tie.to)) {
            let pull = match tie.kind {
                TieKind::Competition => RIVALRY * tie.weight.get(),
                _ => tie.weight.get(),
            };
            *slack.entry((from.min(to), from.max(to))).or_insert(1.0) *= 1.0 - pull;
        }
    }
    slack
        .into_iter()
        .map(|((a, b), slack)| Spring {
            a,
            b,
            weight: 1.0 - slack,
        })
        .collect()
}

/// Mobility of every actor, in the order of `index`.
fn mobility(scope: &Scope, index: &BTreeMap<ActorId, usize>, ties: &[Spring]) -> Vec<f64> {
    match scope {
        Scope::All => vec![1.0; index.len()],
        Scope::Selection(chosen) => index
            .keys()
            .map(|id| if chosen.contains(id) { 1.0 } else { 0.0 })
            .collect(),
        Scope::Near(touched) => {
            let focus = touched.iter().filter_map(|id| index.get(id).copied());
            mobility_near(focus, 0, index.len(), ties)
        }
        Scope::Around(touched) => {
            let focus = touched.iter().filter_map(|id| index.get(id).copied());
            mobility_near(focus, 1, index.len(), ties)
        }
    }
}

/// Mobility that decays with the number of hops from the positions in `focus`, which are `first` hops away themselves.
pub(super) fn mobility_near(
    focus: impl Iterator<Item = usize>,
    first: usize,
    count: usize,
    ties: &[Spring],
) -> Vec<f64> {
    let mut neighbors = vec![Vec::new(); count];
    for tie in ties {
        neighbors[tie.a].push(tie.b);
        neighbors[tie.b].push(tie.a);
    }
    let mut hops = vec![usize::MAX; count];
    let mut queue = VecDeque::new();
    for i in focus {
        hops[i] = first;
        queue.push_back(i);
    }
    while let Some(i) = queue.pop_front() {
        if hops[i] + 1 == MOBILITY_BY_HOPS.len() {
            continue;
        }
        for &j in &neighbors[i] {
            if hops[j] == usize::MAX {
                hops[j] = hops[i] + 1;
                queue.push_back(j);
            }
        }
    }
    hops.into_iter()
        .map(|hops| MOBILITY_BY_HOPS.get(hops).copied().unwrap_or(0.0))
        .collect()
}
