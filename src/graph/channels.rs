//! How knowledge spreads: every tie passes on a part of it, and it takes the best way.

use std::collections::BinaryHeap;

use crate::model::project::Project;
use crate::model::{ActorId, Document, Tie, TieKind};

use super::view::counts;

/// The directed network along which knowledge flows between all actors, external ones included.
///
/// A tie passes on p = κ·w·(½ + ½τ) in each direction in which knowledge may flow; parallel ties p₁, p₂, … together
/// pass on 1 − Π(1 − p). Permeabilities κ after Giuliani & Bell (2005); the form is ours.
#[derive(Clone, Debug)]
pub struct Channels {
    ids: Vec<ActorId>,
    starts: Vec<usize>,
    /// For every recipient in turn: the source and what the channel passes on.
    sources: Vec<(usize, f64)>,
}

/// Room for one search at a time, so that a sweep allocates once.
#[derive(Debug, Default)]
pub struct Room {
    best: Vec<f64>,
    done: Vec<bool>,
    heap: BinaryHeap<(u64, usize)>,
}

impl Channels {
    /// The channels of a document under its own permeabilities.
    pub fn new(document: &Document) -> Self {
        let ids: Vec<ActorId> = document.actors().map(|(id, _)| id).collect();
        let permeability = permeabilities(document.project());
        let mut raw = Vec::new();
        for (_, tie) in document.ties().filter(|(_, tie)| counts(tie)) {
            if let (Ok(from), Ok(to)) = (ids.binary_search(&tie.from), ids.binary_search(&tie.to)) {
                let p = transmission(tie, permeability[tie.kind as usize]);
                raw.push((to, from, p));
                if tie.knowledge_flows_back() {
                    raw.push((from, to, p));
                }
            }
        }
        raw.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let mut starts = vec![0; ids.len() + 1];
        let mut sources: Vec<(usize, f64)> = Vec::with_capacity(raw.len());
        let mut last = None;
        for (to, from, p) in raw {
            if last == Some((to, from))
                && let Some(channel) = sources.last_mut()
            {
                channel.1 = 1.0 - (1.0 - channel.1) * (1.0 - p);
            } else {
                sources.push((from, p));
                starts[to + 1] += 1;
                last = Some((to, from));
            }
        }
        for i in 0..ids.len() {
            starts[i + 1] += starts[i];
        }
        Self { ids, starts, sources }
    }

    /// Who is behind each dense number, in id order.
    pub fn ids(&self) -> &[ActorId] {
        &self.ids
    }

    /// π from every actor to `recipient`: the largest product along a directed path; 0 where there is none, 1 for
    /// the recipient itself.
    pub fn shares_reaching<'r>(&self, recipient: usize, room: &'r mut Room) -> &'r [f64] {
        // Dijkstra on −ln p over reversed arcs; products are compared directly, which is the same order without
        // rounding logarithms. The bits of positive numbers are ordered as the numbers are.
        let n = self.ids.len();
        room.best.clear();
        room.best.resize(n, 0.0);
        room.done.clear();
        room.done.resize(n, false);
        room.heap.clear();
        room.best[recipient] = 1.0;
        room.heap.push((1.0_f64.to_bits(), recipient));
        while let Some((_, j)) = room.heap.pop() {
            if std::mem::replace(&mut room.done[j], true) {
                continue;
            }
            let along = room.best[j];
            for &(i, p) in &self.sources[self.starts[j]..self.starts[j + 1]] {
                let product = along * p;
                if product > room.best[i] {
                    room.best[i] = product;
                    room.heap.push((product.to_bits(), i));
                }
            }
        }
        &room.best
    }
}

/// What a tie passes on in each direction in which knowledge may flow: κ·w·(½ + ½τ), 0 to 1.
pub fn transmission(tie: &Tie, permeability: f64) -> f64 {
    permeability * tie.weight.get() * f64::midpoint(1.0, tie.trust.get())
}

/// κ of every kind of tie, in the order of the kinds.
pub fn permeabilities(project: &Project) -> [f64; TieKind::ALL.len()] {
    TieKind::ALL.map(|kind| project.assumptions.get(&format!("permeability.{}", kind.id())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::base::units::{Share, Weight};
    use crate::model::{Actor, ActorKind, Edit, Ids, Place};

    /// Channels between actors named by number; each tie is (kind, from, to, weight), trust 1, so that p = κ·w.
    fn channels(n: usize, ties: &[(TieKind, usize, usize, f64)]) -> Channels {
        let mut ids = Ids::new();
        let place = Place {
            at: Point::ORIGIN,
            pinned: false,
        };
        let actors = Edit::AddActors(vec![(Actor::new("", ActorKind::Final), place); n]);
        let out = actors.outcome(&Document::default(), &mut ids).unwrap();
        let mut document = Document::default().with(&out.changes).unwrap();
        for &(kind, from, to, weight) in ties {
            let mut tie = Tie::new(kind, out.actors[from], out.actors[to]);
            tie.weight = Weight::new(weight).unwrap();
            tie.trust = Share::of(1.0);
            document = Edit::AddTie(tie).apply(&document, &mut ids).unwrap();
        }
        Channels::new(&document)
    }

    fn reaching(channels: &Channels, recipient: usize) -> Vec<f64> {
        channels.shares_reaching(recipient, &mut Room::default()).to_vec()
    }

    #[test]
    fn the_better_of_two_ways_counts() {
        let c = channels(
            3,
            &[
                (TieKind::Knowledge, 0, 1, 0.5),
                (TieKind::Knowledge, 1, 2, 0.5),
                (TieKind::Knowledge, 0, 2, 0.2),
            ],
        );
        assert_eq!(reaching(&c, 2), [0.25, 0.5, 1.0]);
        assert_eq!(reaching(&c, 0), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn parallel_ties_add_up_and_most_kinds_flow_back() {
        let c = channels(2, &[(TieKind::Social, 0, 1, 1.0), (TieKind::Social, 1, 0, 1.0)]);
        assert_eq!(reaching(&c, 0), [1.0, 0.75]);
        assert_eq!(reaching(&c, 1), [0.75, 1.0]);
        let one_way = channels(2, &[(TieKind::Labor, 0, 1, 1.0), (TieKind::Spinoff, 0, 1, 0.5)]);
        assert_eq!(reaching(&one_way, 0), [1.0, 0.0]);
        assert!((reaching(&one_way, 1)[0] - (1.0 - 0.3 * 0.7)).abs() < 1e-12);
    }
}
