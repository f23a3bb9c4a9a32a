//! The three views of a document: N (plain), D (directed) and K (knowledge). Disabled ties and loops never count.

use petgraph::graph::{NodeIndex, UnGraph};

use crate::model::kind::Direction;
use crate::model::{ActorId, Document, Tie, TieKind};

/// Two actors that at least one tie joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The smaller dense number.
    pub low: usize,
    /// The larger dense number.
    pub high: usize,
    /// How many different kinds of tie join them.
    pub kinds: u32,
}

/// A simple undirected network: who is tied to whom at all, counted in hops.
///
/// Takes 12 bytes an actor and 9 bytes a tied pair, so that a million actors fit in a fast machine's caches in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simple {
    ids: Vec<ActorId>,
    /// Where the neighbors of each actor begin; one more than there are actors.
    starts: Vec<u32>,
    /// The neighbors of all actors in turn, each list rising.
    neighbors: Vec<u32>,
    /// How many kinds of tie join each pair, in the order of the pairs.
    kinds: Vec<u8>,
}

/// What joins two numbered actors, before it is known what else joins them.
type Joint = (usize, usize, TieKind);

impl Simple {
    /// View N: local actors, joined by at least one tie other than competition.
    pub fn plain(document: &Document) -> Self {
        let ids = local_ids(document);
        Self::joined_by(document, ids, is_positive)
    }

    /// View K: as N, with external actors and without finance.
    pub fn knowledge(document: &Document) -> Self {
        let ids = document.actors().map(|(id, _)| id).collect();
        Self::joined_by(document, ids, |tie| {
            is_positive(tie) && tie.kind != TieKind::Finance
        })
    }

    pub(super) fn joined_by(document: &Document, ids: Vec<ActorId>, wanted: impl Fn(&Tie) -> bool) -> Self {
        let numbers = Numbers::new(&ids);
        let mut joints = Vec::new();
        for (_, tie) in document.ties() {
            if counts(tie)
                && wanted(tie)
                && let (Some(from), Some(to)) = (numbers.of(tie.from), numbers.of(tie.to))
            {
                joints.push((from.min(to), from.max(to), tie.kind));
            }
        }
        drop(numbers);
        Self::from_joints(ids, joints)
    }

    /// A network from numbered pairs with the kind that joins them; repeats are welcome.
    pub(super) fn from_joints(ids: Vec<ActorId>, joints: Vec<Joint>) -> Self {
        // Sorting by counting: deal every joint out to both of its ends, then read the hands in order and deal them
        // out once more. A hand then holds its neighbors in rising order, the same neighbor side by side.
        let n = ids.len();
        let mut starts = vec![0_u32; n + 1];
        for &(low, high, _) in &joints {
            starts[low + 1] += 1;
            starts[high + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut first = vec![(0_u32, 0_u8); 2 * joints.len()];
        let mut free = starts.clone();
        for (low, high, kind) in joints {
            for (one, other) in [(low, high), (high, low)] {
                first[free[one] as usize] = (number(other), kind as u8);
                free[one] += 1;
            }
        }
        let mut hands = vec![(0_u32, 0_u8); first.len()];
        free.copy_from_slice(&starts);
        for i in 0..n {
            for &(other, kind) in &first[starts[i] as usize..starts[i + 1] as usize] {
                hands[free[other as usize] as usize] = (number(i), kind);
                free[other as usize] += 1;
            }
        }
        drop(first);
        let mut neighbors = Vec::with_capacity(hands.len());
        let mut kinds = Vec::with_capacity(hands.len() / 2);
        let mut begin = 0;
        for i in 0..n {
            let end = starts[i + 1] as usize;
            starts[i] = number(neighbors.len());
            for same in hands[begin..end].chunk_by(|a, b| a.0 == b.0) {
                let other = same[0].0;
                neighbors.push(other);
                if other > number(i) {
                    let set = same.iter().fold(0_u32, |set, &(_, kind)| set | 1 << kind);
                    kinds.push(set.count_ones() as u8);
                }
            }
            begin = end;
        }
        starts[n] = number(neighbors.len());
        neighbors.shrink_to_fit();
        kinds.shrink_to_fit();
        Self {
            ids,
            starts,
            neighbors,
            kinds,
        }
    }

    /// The same actors, and the same pairs of them tied.
    pub fn same_pairs(&self, other: &Self) -> bool {
        self.ids == other.ids && self.starts == other.starts && self.neighbors == other.neighbors
    }

    /// How many actors, isolates included.
    pub fn n(&self) -> usize {
        self.ids.len()
    }

    /// How many tied pairs.
    pub fn m(&self) -> usize {
        self.kinds.len()
    }

    /// All tied pairs, in order of their numbers.
    pub fn pairs(&self) -> Pairs<'_> {
        Pairs {
            network: self,
            low: 0,
            at: 0,
            given: 0,
        }
    }

    /// Who is behind each dense number, in id order.
    pub fn ids(&self) -> &[ActorId] {
        &self.ids
    }

    /// The dense number of an actor; `None` when the view leaves it out.
    pub fn index(&self, id: ActorId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// The actors tied to `i`, in rising order.
    pub fn neighbors(&self, i: usize) -> &[u32] {
        &self.neighbors[self.starts[i] as usize..self.starts[i + 1] as usize]
    }

    /// How many actors are tied to `i`.
    pub fn degree(&self, i: usize) -> usize {
        (self.starts[i + 1] - self.starts[i]) as usize
    }

    /// Bytes that the network takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.ids)
            + size_of_val(&*self.starts)
            + size_of_val(&*self.neighbors)
            + size_of_val(&*self.kinds)
    }

    /// The degrees of all actors.
    pub fn degrees(&self) -> Vec<usize> {
        (0..self.n()).map(|i| self.degree(i)).collect()
    }

    /// `i` and `j` are tied.
    pub fn tied(&self, i: usize, j: usize) -> bool {
        self.neighbors(i).binary_search(&number(j)).is_ok()
    }

    /// The part of the network among the actors for which `keep` holds, numbered anew in the same order.
    #[must_use]
    pub fn restricted(&self, keep: impl Fn(usize) -> bool) -> Self {
        const GONE: u32 = u32::MAX;
        let mut renamed = vec![GONE; self.n()];
        let mut ids = Vec::new();
        for (i, &id) in self.ids.iter().enumerate() {
            if keep(i) {
                renamed[i] = number(ids.len());
                ids.push(id);
            }
        }
        let (mut starts, mut neighbors, mut kinds) = (vec![0], Vec::new(), Vec::new());
        for pair in self.pairs() {
            if renamed[pair.low] != GONE && renamed[pair.high] != GONE {
                kinds.push(pair.kinds as u8);
            }
        }
        for i in (0..self.n()).filter(|&i| renamed[i] != GONE) {
            let kept = self.neighbors(i).iter().map(|&j| renamed[j as usize]);
            neighbors.extend(kept.filter(|&j| j != GONE));
            starts.push(number(neighbors.len()));
        }
        Self {
            ids,
            starts,
            neighbors,
            kinds,
        }
    }

    /// The same network for petgraph's algorithms; a dense number is its node index.
    pub(super) fn to_petgraph(&self) -> UnGraph<(), ()> {
        let mut graph = UnGraph::with_capacity(self.n(), self.m());
        for _ in 0..self.n() {
            graph.add_node(());
        }
        for pair in self.pairs() {
            graph.add_edge(NodeIndex::new(pair.low), NodeIndex::new(pair.high), ());
        }
        graph
    }
}

/// The tied pairs of a network, see [`Simple::pairs`].
#[derive(Clone, Debug)]
pub struct Pairs<'n> {
    network: &'n Simple,
    low: usize,
    /// The next place among the neighbors.
    at: usize,
    given: usize,
}

impl Iterator for Pairs<'_> {
    type Item = Pair;

    fn next(&mut self) -> Option<Pair> {
        let &kinds = self.network.kinds.get(self.given)?;
        // Every pair stands in two lists; that of its smaller number counts.
        loop {
            while self.network.starts[self.low + 1] as usize == self.at {
                self.low += 1;
            }
            let high = self.network.neighbors[self.at] as usize;
            self.at += 1;
            if high > self.low {
                self.given += 1;
                return Some(Pair {
                    low: self.low,
                    high,
                    kinds: u32::from(kinds),
                });
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.network.kinds.len() - self.given;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Pairs<'_> {}

/// Which number an actor has, in constant time wherever ids are as close together as a program hands them out.
pub(super) struct Numbers<'i> {
    ids: &'i [ActorId],
    /// By id, counted from the first; empty where ids are too far apart.
    dense: Vec<u32>,
}

impl<'i> Numbers<'i> {
    const NOBODY: u32 = u32::MAX;

    /// For a list of ids in rising order.
    pub(super) fn new(ids: &'i [ActorId]) -> Self {
        let mut dense = Vec::new();
        if let (Some(first), Some(last)) = (ids.first(), ids.last())
            && last.number() - first.number() < 4 * ids.len() as u64 + 64
        {
            dense.resize((last.number() - first.number()) as usize + 1, Self::NOBODY);
            for (i, id) in ids.iter().enumerate() {
                dense[(id.number() - first.number()) as usize] = number(i);
            }
        }
        Self { ids, dense }
    }

    /// The number of an actor; `None` when it is not in the list.
    pub(super) fn of(&self, id: ActorId) -> Option<usize> {
        if self.dense.is_empty() {
            return self.ids.binary_search(&id).ok();
        }
        let place = id.number().checked_sub(self.ids[0].number())?;
        let &number = self.dense.get(usize::try_from(place).ok()?)?;
        (number != Self::NOBODY).then_some(number as usize)
    }
}

/// A dense number as networks store it. No map comes near four thousand million actors.
pub(super) fn number(i: usize) -> u32 {
    i as u32
}

/// View D: local actors and the summed weights of their ties other than competition, by direction.
///
/// Undirected and mutual ties count both ways.
#[derive(Clone, Debug)]
pub struct Directed {
    ids: Vec<ActorId>,
    /// `(from, to, W)`, sorted, without repeats.
    arcs: Vec<(usize, usize, f64)>,
}

impl Directed {
    /// View D of a document.
    pub fn new(document: &Document) -> Self {
        Self::joined_by(document, local_ids(document), |_| true)
    }

    pub(super) fn joined_by(document: &Document, ids: Vec<ActorId>, wanted: impl Fn(&Tie) -> bool) -> Self {
        let numbers = Numbers::new(&ids);
        let mut raw = Vec::new();
        for (_, tie) in document.ties() {
            if counts(tie)
                && is_positive(tie)
                && wanted(tie)
                && let (Some(from), Some(to)) = (numbers.of(tie.from), numbers.of(tie.to))
            {
                let weight = tie.weight.get();
                raw.push((from, to, weight));
                if !tie.points_one_way() {
                    raw.push((to, from, weight));
                }
            }
        }
        drop(numbers);
        Self::from_arcs(ids, raw)
    }

    /// Every tied pair as two arcs of weight 1.
    pub fn both_ways(network: &Simple) -> Self {
        let arcs = network
            .pairs()
            .flat_map(|pair| [(pair.low, pair.high, 1.0), (pair.high, pair.low, 1.0)]);
        Self::from_arcs(network.ids().to_vec(), arcs.collect())
    }

    /// A network from numbered arcs and their weights; those of repeats are summed.
    pub(super) fn from_arcs(ids: Vec<ActorId>, mut raw: Vec<(usize, usize, f64)>) -> Self {
        raw.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let mut arcs: Vec<(usize, usize, f64)> = Vec::with_capacity(raw.len());
        for (from, to, weight) in raw {
            match arcs.last_mut() {
                Some(last) if (last.0, last.1) == (from, to) => last.2 += weight,
                _ => arcs.push((from, to, weight)),
            }
        }
        Self { ids, arcs }
    }

    /// How many actors, isolates included.
    pub fn n(&self) -> usize {
        self.ids.len()
    }

    /// Who is behind each dense number, in id order.
    pub fn ids(&self) -> &[ActorId] {
        &self.ids
    }

    /// Bytes that the network takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.ids) + size_of_val(&*self.arcs)
    }

    /// `(from, to, W)` for every joined ordered pair.
    pub fn arcs(&self) -> &[(usize, usize, f64)] {
        &self.arcs
    }

    /// Share of possible ordered pairs that are joined (Wasserman & Faust 1994); `None` below two actors.
    pub fn density(&self) -> Option<f64> {
        let n = self.ids.len() as f64;
        (n >= 2.0).then(|| self.arcs.len() as f64 / (n * (n - 1.0)))
    }

    /// Summed weight of the arcs that leave each actor, and of those that arrive.
    pub fn strengths(&self) -> (Vec<f64>, Vec<f64>) {
        let (mut leaving, mut arriving) = (vec![0.0; self.ids.len()], vec![0.0; self.ids.len()]);
        for &(from, to, weight) in &self.arcs {
            leaving[from] += weight;
            arriving[to] += weight;
        }
        (leaving, arriving)
    }

    /// Share of arcs that have a reverse arc (Wasserman & Faust 1994); `None` without arcs.
    pub fn reciprocity(&self) -> Option<f64> {
        let has = |from, to| {
            self.arcs
                .binary_search_by(|arc| (arc.0, arc.1).cmp(&(from, to)))
                .is_ok()
        };
        let answered = self.arcs.iter().filter(|&&(from, to, _)| has(to, from)).count();
        (!self.arcs.is_empty()).then(|| answered as f64 / self.arcs.len() as f64)
    }
}

/// The tie counts at all.
pub fn counts(tie: &Tie) -> bool {
    tie.enabled && !tie.is_loop()
}

/// The tie is of a kind with a direction.
pub(super) fn has_direction(tie: &Tie) -> bool {
    tie.kind.info().direction != Direction::Undirected
}

/// The tie joins rather than sets apart.
pub fn is_positive(tie: &Tie) -> bool {
    tie.kind != TieKind::Competition
}

pub(super) fn local_ids(document: &Document) -> Vec<ActorId> {
    let locals = document.actors().filter(|(_, actor)| !actor.external);
    locals.map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::model::{Actor, ActorKind, Edit, Place};

    /// Three local firms and an external one, with one tie of each sort that a view treats differently.
    fn document() -> Document {
        let mut ids = crate::model::Ids::new();
        let place = Place {
            at: Point::ORIGIN,
            pinned: false,
        };
        let mut outside = Actor::new("X", ActorKind::Customer);
        outside.external = true;
        let actors = ["A", "B", "C"].map(|name| (Actor::new(name, ActorKind::Final), place));
        let out = Edit::AddActors(actors.into_iter().chain([(outside, place)]).collect());
        let out = out.outcome(&Document::default(), &mut ids).unwrap();
        let [a, b, c, x] = out.actors[..] else {
            panic!("four actors")
        };
        let mut disabled = Tie::new(TieKind::Social, b, c);
        disabled.enabled = false;
        let mut mutual = Tie::new(TieKind::Knowledge, b, a);
        mutual.mutual = true;
        let ties = [
            Tie::new(TieKind::Supply, a, b),
            mutual,
            Tie::new(TieKind::Competition, a, c),
            Tie::new(TieKind::Finance, a, c),
            Tie::new(TieKind::Supply, a, x),
            Tie::new(TieKind::Social, a, a),
            disabled,
        ];
        let ties = Edit::Together("Tie".into(), ties.map(Edit::AddTie).into());
        ties.apply(&Document::default().with(&out.changes).unwrap(), &mut ids)
            .unwrap()
    }

    #[test]
    fn each_view_takes_its_ties() {
        let document = document();
        let pair = |low, high, kinds| Pair { low, high, kinds };
        let plain = Simple::plain(&document);
        assert_eq!(plain.pairs().collect::<Vec<_>>(), [pair(0, 1, 2), pair(0, 2, 1)]);
        let knowledge = Simple::knowledge(&document);
        assert_eq!(knowledge.n(), 4);
        assert_eq!(
            knowledge.pairs().collect::<Vec<_>>(),
            [pair(0, 1, 2), pair(0, 3, 1)]
        );
        let directed = Directed::new(&document);
        assert_eq!(directed.arcs(), [(0, 1, 1.0), (0, 2, 0.5), (1, 0, 0.5)]);
        assert_eq!(directed.strengths(), (vec![1.5, 0.5, 0.0], vec![0.5, 1.0, 0.5]));
        assert_eq!(directed.density(), Some(0.5));
        assert_eq!(directed.reciprocity(), Some(2.0 / 3.0));
    }

    #[test]
    fn neighbors_are_sorted() {
        let plain = Simple::plain(&document());
        assert_eq!(plain.neighbors(0), [1, 2]);
        assert_eq!(plain.degrees(), [2, 1, 1]);
        assert!(plain.tied(2, 0) && !plain.tied(1, 2));
        assert_eq!(plain.restricted(|i| i != 0).m(), 0);
        let two = plain.restricted(|i| i != 1);
        assert_eq!(
            two.pairs().map(|pair| (pair.low, pair.high)).collect::<Vec<_>>(),
            [(0, 1)]
        );
    }
}
