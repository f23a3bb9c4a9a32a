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
#[derive(Clone, Debug)]
pub struct Simple {
    ids: Vec<ActorId>,
    pairs: Vec<Pair>,
    starts: Vec<usize>,
    neighbors: Vec<usize>,
}

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

    fn joined_by(document: &Document, ids: Vec<ActorId>, wanted: impl Fn(&Tie) -> bool) -> Self {
        let mut joints = Vec::new();
        for (_, tie) in document.ties() {
            if counts(tie)
                && wanted(tie)
                && let (Ok(from), Ok(to)) = (ids.binary_search(&tie.from), ids.binary_search(&tie.to))
            {
                joints.push((from.min(to), from.max(to), tie.kind));
            }
        }
        Self::from_joints(ids, joints)
    }

    /// A network from numbered pairs with the kind that joins them; repeats are welcome.
    pub(super) fn from_joints(ids: Vec<ActorId>, mut joints: Vec<(usize, usize, TieKind)>) -> Self {
        joints.sort_unstable();
        joints.dedup();
        let mut pairs: Vec<Pair> = Vec::with_capacity(joints.len());
        for (low, high, _) in joints {
            match pairs.last_mut() {
                Some(last) if (last.low, last.high) == (low, high) => last.kinds += 1,
                _ => pairs.push(Pair { low, high, kinds: 1 }),
            }
        }
        let mut starts = vec![0; ids.len() + 1];
        for pair in &pairs {
            starts[pair.low + 1] += 1;
            starts[pair.high + 1] += 1;
        }
        for i in 0..ids.len() {
            starts[i + 1] += starts[i];
        }
        let mut free = starts.clone();
        let mut neighbors = vec![0; 2 * pairs.len()];
        // Pairs come sorted, so every list of neighbors does as well: first those below, then those above.
        for pair in &pairs {
            neighbors[free[pair.high]] = pair.low;
            free[pair.high] += 1;
        }
        for pair in &pairs {
            neighbors[free[pair.low]] = pair.high;
            free[pair.low] += 1;
        }
        Self {
            ids,
            pairs,
            starts,
            neighbors,
        }
    }

    /// How many actors, isolates included.
    pub fn n(&self) -> usize {
        self.ids.len()
    }

    /// How many tied pairs.
    pub fn m(&self) -> usize {
        self.pairs.len()
    }

    /// All tied pairs, in order of their numbers.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
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
    pub fn neighbors(&self, i: usize) -> &[usize] {
        &self.neighbors[self.starts[i]..self.starts[i + 1]]
    }

    /// How many actors are tied to `i`.
    pub fn degree(&self, i: usize) -> usize {
        self.starts[i + 1] - self.starts[i]
    }

    /// The degrees of all actors.
    pub fn degrees(&self) -> Vec<usize> {
        (0..self.n()).map(|i| self.degree(i)).collect()
    }

    /// `i` and `j` are tied.
    pub fn tied(&self, i: usize, j: usize) -> bool {
        self.neighbors(i).binary_search(&j).is_ok()
    }

    /// The part of the network among the actors for which `keep` holds, numbered anew in the same order.
    #[must_use]
    pub fn restricted(&self, keep: impl Fn(usize) -> bool) -> Self {
        let mut number = vec![None; self.n()];
        let mut ids = Vec::new();
        for (i, &id) in self.ids.iter().enumerate() {
            if keep(i) {
                number[i] = Some(ids.len());
                ids.push(id);
            }
        }
        let mut joints = Vec::new();
        for pair in &self.pairs {
            if let (Some(low), Some(high)) = (number[pair.low], number[pair.high]) {
                joints.push((low, high, TieKind::Social));
            }
        }
        Self::from_joints(ids, joints)
    }

    /// The same network for petgraph's algorithms; a dense number is its node index.
    pub(super) fn to_petgraph(&self) -> UnGraph<(), ()> {
        let mut graph = UnGraph::with_capacity(self.n(), self.m());
        for _ in 0..self.n() {
            graph.add_node(());
        }
        for pair in &self.pairs {
            graph.add_edge(NodeIndex::new(pair.low), NodeIndex::new(pair.high), ());
        }
        graph
    }
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
        Self::joined_by(document, |_| true)
    }

    /// View D without ties that point both ways by nature, for reciprocity.
    pub fn of_directed_kinds(document: &Document) -> Self {
        Self::joined_by(document, |tie| tie.kind.info().direction != Direction::Undirected)
    }

    fn joined_by(document: &Document, wanted: impl Fn(&Tie) -> bool) -> Self {
        let ids = local_ids(document);
        let mut raw = Vec::new();
        for (_, tie) in document.ties() {
            if counts(tie)
                && is_positive(tie)
                && wanted(tie)
                && let (Ok(from), Ok(to)) = (ids.binary_search(&tie.from), ids.binary_search(&tie.to))
            {
                let weight = tie.weight.get();
                raw.push((from, to, weight));
                if !tie.points_one_way() {
                    raw.push((to, from, weight));
                }
            }
        }
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

    /// Who is behind each dense number, in id order.
    pub fn ids(&self) -> &[ActorId] {
        &self.ids
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

/// The tie joins rather than sets apart.
pub fn is_positive(tie: &Tie) -> bool {
    tie.kind != TieKind::Competition
}

fn local_ids(document: &Document) -> Vec<ActorId> {
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
        assert_eq!(plain.pairs(), [pair(0, 1, 2), pair(0, 2, 1)]);
        let knowledge = Simple::knowledge(&document);
        assert_eq!(knowledge.n(), 4);
        assert_eq!(knowledge.pairs(), [pair(0, 1, 2), pair(0, 3, 1)]);
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
    }
}
