//! How knowledge spreads: every tie passes on a part of it, and it takes the best way.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;
use crate::model::project::Project;
use crate::model::{ActorId, Document, Tie, TieKind};

use super::view::{Numbers, counts, number};

mod undisturbed;

pub(super) use undisturbed::old_numbers;

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
    fn to(&self, recipient: usize) -> impl Iterator<Item = (usize, f64)> + Clone {
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
                flood.search(self, group, cancel)?;
                sums.extend_from_slice(&flood.amounts(group, amount)[..group.len()]);
            }
            Ok(sums)
        })?;
        Ok(pieces.concat())
    }

    /// What part of what `source` knows arrives at each actor on the best way, 1 at itself and 0 where there is none, and
    /// from whom it comes there; of equal ways the one through the lower number.
    pub fn spreading(&self, source: usize) -> (Vec<f64>, Vec<Option<usize>>) {
        let n = self.ids.len();
        // The channels out of each actor.
        let mut onward: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
        for to in 0..n {
            for (from, p) in self.to(to) {
                onward[from].push((to, p));
            }
        }
        let mut best = vec![0.0; n];
        let mut from = vec![None; n];
        let mut done = vec![false; n];
        // Products only fall along a way, so whoever has most of those left can gain nothing any more (Dijkstra 1959).
        let mut waiting = BinaryHeap::new();
        best[source] = 1.0;
        waiting.push((Part(1.0), Reverse(source)));
        while let Some((_, Reverse(i))) = waiting.pop() {
            if std::mem::replace(&mut done[i], true) {
                continue;
            }
            for &(j, p) in &onward[i] {
                let part = best[i] * p;
                if !done[j] && (part > best[j] || part == best[j] && part > 0.0 && from[j] > Some(i)) {
                    best[j] = part;
                    from[j] = Some(i);
                    waiting.push((Part(part), Reverse(j)));
                }
            }
        }
        (best, from)
    }

    /// Who is behind each dense number, in id order.
    pub fn ids(&self) -> &[ActorId] {
        &self.ids
    }
}

/// A part of the knowledge of somebody, in the order of numbers.
#[derive(Clone, Copy, PartialEq)]
struct Part(f64);

impl Eq for Part {}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Recipients side by side.
const LANES: usize = 8;
/// A number for each recipient of a group.
type Lanes = [f64; LANES];

/// Room for a group of recipients at a time.
struct Flood {
    /// π from each actor to each recipient of the group, as far as it is known: the largest product along a directed
    /// path; 0 where there is none, 1 for the recipient itself.
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

    /// Finds the best ways to at most [`LANES`] recipients. After giving up, the room is not to be used again.
    fn search(&mut self, channels: &Channels, group: &[usize], cancel: &Cancel) -> Result<(), Cancelled> {
        /// So many pass on what they have between two looks at whether anybody still wants to know.
        const BETWEEN_LOOKS: u32 = 1 << 16;
        let mut until_look = BETWEEN_LOOKS;
        // Whoever has grown passes it on, until nobody grows (Bellman 1958). Products are compared directly, not their
        // logarithms, and are always formed from the recipient onward: the order of work leaves no trace in the bits.
        self.best.fill([0.0; LANES]);
        for (lane, &recipient) in group.iter().enumerate() {
            self.best[recipient][lane] = 1.0;
            self.queue.push_back(number(recipient));
            self.queued[recipient] = true;
        }
        while let Some(j) = self.queue.pop_front() {
            let j = j as usize;
            until_look -= 1;
            if until_look == 0 {
                cancel.check()?;
                until_look = BETWEEN_LOOKS;
            }
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
        Ok(())
    }

    /// Σ `amount` · π over all others, for each recipient of the group that was searched for.
    fn amounts(&mut self, group: &[usize], amount: &[f64]) -> Lanes {
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
        let mut flood = Flood::new(channels.ids.len());
        flood.search(channels, &[recipient], &Cancel::new()).unwrap();
        flood.best.iter().map(|lanes| lanes[0]).collect()
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
    fn amounts_are_those_of_the_best_ways() {
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
            let best = one_tie_more_each_round(&c, j);
            assert_eq!(reaching(&c, j), best, "{j}");
            let sum: f64 = (0..n).filter(|&i| i != j).map(|i| amount[i] * best[i]).sum();
            assert_eq!(found, sum, "{j}");
        }
    }

    /// The best ways of at most 0, 1, 2, … ties, until nothing gets better (Bellman 1958).
    fn one_tie_more_each_round(channels: &Channels, recipient: usize) -> Vec<f64> {
        let mut best = vec![0.0_f64; channels.ids.len()];
        best[recipient] = 1.0;
        loop {
            let before = best.clone();
            for (j, along) in before.iter().enumerate() {
                for (i, p) in channels.to(j) {
                    best[i] = best[i].max(along * p);
                }
            }
            if best == before {
                return best;
            }
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
