//! How knowledge spreads: every tie passes on a part of it, and it takes the best way.

use std::collections::{BinaryHeap, VecDeque};

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;
use crate::model::project::Project;
use crate::model::{ActorId, Document, Tie, TieKind};

use super::view::{Numbers, counts, number};

/// The directed network along which knowledge flows between all actors, external ones included.
///
/// A tie passes on p = κ·w·(½ + ½τ) in each direction in which knowledge may flow; parallel ties p₁, p₂, … together
/// pass on 1 − Π(1 − p). Permeabilities κ after Giuliani & Bell (2005); the form is ours.
#[derive(Clone, Debug)]
pub struct Channels {
    ids: Vec<ActorId>,
    /// Where the channels to each recipient begin; one more than there are actors.
    starts: Vec<u32>,
    /// For every recipient in turn, the sources of its channels.
    sources: Vec<u32>,
    /// What each channel passes on.
    parts: Vec<f64>,
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
        let numbers = Numbers::new(&ids);
        let mut raw = Vec::new();
        for (_, tie) in document.ties().filter(|(_, tie)| counts(tie)) {
            if let (Some(from), Some(to)) = (numbers.of(tie.from), numbers.of(tie.to)) {
                let p = transmission(tie, permeability[tie.kind as usize]);
                raw.push((to, from, p));
                if tie.knowledge_flows_back() {
                    raw.push((from, to, p));
                }
            }
        }
        raw.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let mut starts = vec![0; ids.len() + 1];
        let (mut sources, mut parts): (Vec<u32>, Vec<f64>) = (Vec::new(), Vec::new());
        let mut last = None;
        for (to, from, p) in raw {
            if last == Some((to, from))
                && let Some(part) = parts.last_mut()
            {
                *part = 1.0 - (1.0 - *part) * (1.0 - p);
            } else {
                sources.push(number(from));
                parts.push(p);
                starts[to + 1] += 1;
                last = Some((to, from));
            }
        }
        for i in 0..ids.len() {
            starts[i + 1] += starts[i];
        }
        Self {
            ids,
            starts,
            sources,
            parts,
        }
    }

    /// The sources of the channels to a recipient and what each passes on.
    fn to(&self, recipient: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.starts[recipient] as usize..self.starts[recipient + 1] as usize;
        let sources = self.sources[range.clone()].iter().map(|&i| i as usize);
        sources.zip(self.parts[range].iter().copied())
    }

    /// How many channels there are.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Nothing flows anywhere.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Bytes that the channels take.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.ids)
            + size_of_val(&*self.starts)
            + size_of_val(&*self.sources)
            + size_of_val(&*self.parts)
    }

    /// For each of `recipients`, the sum of `amount` · π over all others: what they have and what of it gets there.
    ///
    /// # Errors
    /// [`Cancelled`] once `cancel` is raised.
    pub fn amounts_reaching(
        &self,
        recipients: &[usize],
        amount: &[f64],
        cancel: &Cancel,
    ) -> Result<Vec<f64>, Cancelled> {
        /// Groups of recipients to a piece of work.
        const GROUPS: usize = 8;
        let room = || Flood::new(self.ids.len());
        let pieces = parallel::pieces(recipients.len(), GROUPS * LANES, cancel, room, |flood, range| {
            let mut sums = Vec::with_capacity(range.len());
            for group in recipients[range].chunks(LANES) {
                cancel.check()?;
                let all = flood.amounts(self, group, amount);
                sums.extend_from_slice(&all[..group.len()]);
            }
            Ok(sums)
        })?;
        Ok(pieces.concat())
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
            for (i, p) in self.to(j) {
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

/// Recipients side by side.
const LANES: usize = 8;
/// A number for each recipient of a group.
type Lanes = [f64; LANES];

/// Room for a group of recipients at a time.
struct Flood {
    /// π from each actor to each recipient of the group, as far as it is known.
    best: Vec<Lanes>,
    /// Whose best has grown and has not been passed on yet.
    queue: VecDeque<u32>,
    queued: Vec<bool>,
}

impl Flood {
    fn new(n: usize) -> Self {
        Self {
            best: vec![[0.0; LANES]; n],
            queue: VecDeque::new(),
            queued: vec![false; n],
        }
    }

    /// See [`Channels::amounts_reaching`]; at most [`LANES`] recipients.
    fn amounts(&mut self, channels: &Channels, group: &[usize], amount: &[f64]) -> Lanes {
        // Bellman and Ford: whoever has grown passes it on, until nobody grows. No part exceeds 1, so the same paths
        // win as with Dijkstra, and their products are formed in the same order: the bits agree with those of
        // `shares_reaching`.
        self.best.fill([0.0; LANES]);
        for (lane, &recipient) in group.iter().enumerate() {
            self.best[recipient][lane] = 1.0;
            self.queue.push_back(number(recipient));
            self.queued[recipient] = true;
        }
        while let Some(j) = self.queue.pop_front() {
            let j = j as usize;
            self.queued[j] = false;
            let along = self.best[j];
            for (i, p) in channels.to(j) {
                let best = &mut self.best[i];
                let mut grown = false;
                for lane in 0..LANES {
                    let product = along[lane] * p;
                    grown |= product > best[lane];
                    best[lane] = if product > best[lane] { product } else { best[lane] };
                }
                if grown && !std::mem::replace(&mut self.queued[i], true) {
                    self.queue.push_back(number(i));
                }
            }
        }
        for (lane, &recipient) in group.iter().enumerate() {
            self.best[recipient][lane] = 0.0;
        }
        let mut sums = [0.0; LANES];
        for (best, amount) in self.best.iter().zip(amount) {
            for lane in 0..LANES {
                sums[lane] += amount * best[lane];
            }
        }
        sums
    }
}

fn transmission(tie: &Tie, permeability: f64) -> f64 {
    permeability * tie.weight.get() * f64::midpoint(1.0, tie.trust.get())
}

fn permeabilities(project: &Project) -> [f64; TieKind::ALL.len()] {
    TieKind::ALL.map(|kind| project.assumptions.get(&format!("permeability.{}", kind.id())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::base::rng::Rng;
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
    fn groups_of_recipients_get_what_single_ones_get() {
        let mut rng = Rng::new(5);
        let n = 60;
        let ties: Vec<_> = (0..150)
            .map(|_| {
                let kind = TieKind::ALL[rng.below(TieKind::ALL.len())];
                (kind, rng.below(n), rng.below(n), 0.05 + 0.95 * rng.unit())
            })
            .collect();
        let c = channels(n, &ties);
        let amount: Vec<f64> = (0..n).map(|_| rng.unit()).collect();
        let recipients: Vec<usize> = (0..n).filter(|i| i % 7 != 3).collect();
        let found = c.amounts_reaching(&recipients, &amount, &Cancel::new()).unwrap();
        for (&j, found) in recipients.iter().zip(found) {
            let one_by_one = reaching(&c, j);
            let others = (0..n).filter(|&i| i != j);
            let sum = others.fold(0.0, |sum, i| sum + amount[i] * one_by_one[i]);
            assert_eq!(found, sum, "{j}");
        }
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
