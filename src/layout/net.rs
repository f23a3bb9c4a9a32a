//! A network for layouts at size, and the coarser one in which close actors are one.

use super::request::Spring;

/// Attraction of the weakest tie beside that of the strongest: weak ties are a little longer, not flung away.
pub(super) const WEAKEST: f32 = 0.35;

/// Share of an actor's charge that comes from its ties; the rest is the same for everybody. Hubs that push harder stand
/// apart from each other (Jacomy et al. 2014), which leaves fewer crossings.
const BY_TIES: f32 = 0.6;

/// Actors that become one at most, when the others around have found their partners.
const TOGETHER: u8 = 4;

/// A coarser network with more than this share of the actors is not worth having.
const SHRINKS: f64 = 0.9;

/// Who is tied to whom, how strongly, and how hard each pushes the others away.
#[derive(Clone, Debug)]
pub(super) struct Net {
    start: Vec<u32>,
    ends: Vec<(u32, f32)>,
    /// Actors that each stands for.
    size: Vec<f32>,
    /// Their charges together.
    charge: Vec<f32>,
}

impl Net {
    /// The network of `count` actors with these ties.
    pub(super) fn new(count: usize, ties: &[Spring]) -> Self {
        let mut start = vec![0_u32; count + 1];
        for tie in ties {
            start[tie.a + 1] += 1;
            start[tie.b + 1] += 1;
        }
        for i in 0..count {
            start[i + 1] += start[i];
        }
        let mut next = start.clone();
        let mut ends = vec![(0, 0.0); 2 * ties.len()];
        for tie in ties {
            let weight = WEAKEST + (1.0 - WEAKEST) * tie.weight as f32;
            for (from, to) in [(tie.a, tie.b), (tie.b, tie.a)] {
                ends[next[from] as usize] = (to as u32, weight);
                next[from] += 1;
            }
        }
        let mut net = Self {
            start,
            ends,
            size: vec![1.0; count],
            charge: Vec::new(),
        };
        let pull = |i: usize| net.of(i).iter().map(|&(_, weight)| weight).sum::<f32>();
        net.charge = charges((0..count).map(pull).collect());
        net
    }

    /// Number of actors.
    pub(super) fn len(&self) -> usize {
        self.size.len()
    }

    /// How hard each pushes the others.
    pub(super) fn charge(&self) -> &[f32] {
        &self.charge
    }

    /// The actors tied to `i`, with the weights.
    pub(super) fn of(&self, i: usize) -> &[(u32, f32)] {
        &self.ends[self.start[i] as usize..self.start[i + 1] as usize]
    }

    /// The ties, each once, with their weights.
    pub(super) fn ties(&self) -> impl Iterator<Item = (usize, usize, f32)> {
        (0..self.len()).flat_map(|i| {
            let later = self.of(i).iter().filter(move |&&(j, _)| j as usize > i);
            later.map(move |&(j, weight)| (i, j as usize, weight))
        })
    }

    /// Number of ties from `source` to every actor; `u32::MAX` where there is no way.
    pub(super) fn hops(&self, source: usize) -> Vec<u32> {
        let mut hops = vec![u32::MAX; self.len()];
        let mut queue = Vec::with_capacity(self.len());
        hops[source] = 0;
        queue.push(source as u32);
        let mut next = 0;
        while let Some(&i) = queue.get(next) {
            next += 1;
            let beyond = hops[i as usize] + 1;
            for &(j, _) in self.of(i as usize) {
                if hops[j as usize] == u32::MAX {
                    hops[j as usize] = beyond;
                    queue.push(j);
                }
            }
        }
        hops
    }

    /// The same network with its actors in another order.
    pub(super) fn reordered(&self, order: &[u32]) -> Self {
        let mut new = vec![0_u32; order.len()];
        for (to, &from) in (0..).zip(order) {
            new[from as usize] = to;
        }
        let mut start = Vec::with_capacity(order.len() + 1);
        let mut ends = Vec::with_capacity(self.ends.len());
        start.push(0);
        for &i in order {
            ends.extend(
                self.of(i as usize)
                    .iter()
                    .map(|&(j, weight)| (new[j as usize], weight)),
            );
            start.push(ends.len() as u32);
        }
        let pick = |list: &[f32]| order.iter().map(|&i| list[i as usize]).collect();
        Self {
            start,
            ends,
            size: pick(&self.size),
            charge: pick(&self.charge),
        }
    }

    /// A network about a fourth as large, and who of it each actor has gone into; `None` when it does not shrink.
    pub(super) fn coarser(&self) -> Option<(Self, Vec<u32>)> {
        let (half, mut parent) = self.merged()?;
        let Some((quarter, next)) = half.merged() else {
            return Some((half, parent));
        };
        for parent in &mut parent {
            *parent = next[*parent as usize];
        }
        Some((quarter, parent))
    }

    /// Each actor together with the free neighbor that its tie binds most for its size (Karypis & Kumar 1998); those who
    /// find none go along with a neighbor's pair, or with others who wait beside the same neighbor.
    fn merged(&self) -> Option<(Self, Vec<u32>)> {
        const NONE: u32 = u32::MAX;
        let mut parent = vec![NONE; self.len()];
        let mut members: Vec<u8> = Vec::with_capacity(self.len());
        let mut size: Vec<f32> = Vec::with_capacity(self.len());
        // The group that has last been waiting beside each actor.
        let mut waiting = vec![NONE; self.len()];
        for i in self.few_ties_first() {
            let i = i as usize;
            if parent[i] != NONE {
                continue;
            }
            let (mut free, mut taken, mut closest) = ((0.0, NONE), (0.0, NONE), (0.0, NONE));
            for &(j, weight) in self.of(i) {
                if weight > closest.0 {
                    closest = (weight, j);
                }
                let group = parent[j as usize];
                if group == NONE {
                    let bound = weight / self.size[j as usize];
                    if bound > free.0 {
                        free = (bound, j);
                    }
                } else if members[group as usize] < TOGETHER {
                    let bound = weight / size[group as usize];
                    if bound > taken.0 {
                        taken = (bound, group);
                    }
                }
            }
            let beside = (closest.1 != NONE).then_some(closest.1 as usize);
            if let (NONE, NONE, Some(beside)) = (free.1, taken.1, beside) {
                let group = waiting[beside];
                if group != NONE && members[group as usize] < TOGETHER {
                    taken.1 = group;
                } else {
                    waiting[beside] = members.len() as u32;
                }
            }
            if free.1 == NONE && taken.1 != NONE {
                let group = taken.1;
                parent[i] = group;
                members[group as usize] += 1;
                size[group as usize] += self.size[i];
            } else {
                let group = members.len() as u32;
                parent[i] = group;
                members.push(1);
                size.push(self.size[i]);
                if free.1 != NONE {
                    parent[free.1 as usize] = group;
                    members[group as usize] += 1;
                    size[group as usize] += self.size[free.1 as usize];
                }
            }
        }
        (size.len() as f64 <= SHRINKS * self.len() as f64).then(|| (self.joined(&parent, size), parent))
    }

    /// The network in which the actors of a group are one.
    fn joined(&self, parent: &[u32], size: Vec<f32>) -> Self {
        let count = size.len();
        let (first, members) = members(parent, count);
        let mut charge = vec![0.0; count];
        let mut start = Vec::with_capacity(count + 1);
        let mut ends: Vec<(u32, f32)> = Vec::with_capacity(self.ends.len() / 2);
        // Where the tie to a group lies, if it lies after the start of the row.
        let mut place = vec![u32::MAX; count];
        start.push(0);
        for group in 0..count {
            let row = ends.len();
            for &i in &members[first[group] as usize..first[group + 1] as usize] {
                charge[group] += self.charge[i as usize];
                for &(j, weight) in self.of(i as usize) {
                    let other = parent[j as usize] as usize;
                    if other == group {
                        continue;
                    }
                    let at = place[other] as usize;
                    if at >= row && at < ends.len() {
                        ends[at].1 += weight;
                    } else {
                        place[other] = ends.len() as u32;
                        ends.push((other as u32, weight));
                    }
                }
            }
            start.push(ends.len() as u32);
        }
        Self {
            start,
            ends,
            size,
            charge,
        }
    }

    /// All actors, those with the fewest ties first.
    fn few_ties_first(&self) -> Vec<u32> {
        const MANY: usize = 256;
        let ties = |i: usize| ((self.start[i + 1] - self.start[i]) as usize).min(MANY);
        let mut next = vec![0_u32; MANY + 2];
        for i in 0..self.len() {
            next[ties(i) + 1] += 1;
        }
        for k in 0..=MANY {
            next[k + 1] += next[k];
        }
        let mut order = vec![0; self.len()];
        for i in 0..self.len() {
            order[next[ties(i)] as usize] = i as u32;
            next[ties(i)] += 1;
        }
        order
    }
}

/// How hard actors push whose ties pull so hard in sum; 1 on average.
pub(super) fn charges(mut pulls: Vec<f32>) -> Vec<f32> {
    let mean = pulls.iter().map(|&pull| f64::from(pull)).sum::<f64>() / pulls.len().max(1) as f64;
    let mean = (mean as f32).max(f32::MIN_POSITIVE);
    for pull in &mut pulls {
        *pull = (1.0 - BY_TIES) + BY_TIES * *pull / mean;
    }
    pulls
}

/// Where the members of each of `count` groups begin, and all members, group after group.
pub(super) fn members(parent: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; count + 1];
    for &group in parent {
        first[group as usize + 1] += 1;
    }
    for group in 0..count {
        first[group + 1] += first[group];
    }
    let mut next = first.clone();
    let mut members = vec![0; parent.len()];
    for (i, &group) in (0..).zip(parent) {
        members[next[group as usize] as usize] = i;
        next[group as usize] += 1;
    }
    (first, members)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(count: usize, ties: &[(usize, usize)]) -> Net {
        let ties: Vec<Spring> = ties.iter().map(|&(a, b)| Spring { a, b, weight: 1.0 }).collect();
        Net::new(count, &ties)
    }

    #[test]
    fn a_path_becomes_a_shorter_path() {
        let ties: Vec<_> = (1..40).map(|i| (i - 1, i)).collect();
        let (coarse, parent) = net(40, &ties).coarser().unwrap();
        assert!((8..=16).contains(&coarse.len()), "{}", coarse.len());
        assert_eq!(coarse.ties().count(), coarse.len() - 1);
        assert_eq!(coarse.size.iter().sum::<f32>(), 40.0);
        assert!(parent.iter().all(|&p| (p as usize) < coarse.len()));
    }

    #[test]
    fn the_leaves_of_a_star_go_together() {
        let ties: Vec<_> = (1..100).map(|i| (0, i)).collect();
        let (coarse, parent) = net(100, &ties).coarser().unwrap();
        assert!(coarse.len() < 20, "{}", coarse.len());
        assert_eq!(coarse.ties().count(), coarse.len() - 1, "{parent:?}");
    }

    #[test]
    fn parallel_ways_between_groups_add_up() {
        let square = net(4, &[(0, 1), (2, 3), (0, 2), (1, 3)]);
        let joined = square.joined(&[0, 0, 1, 1], vec![2.0, 2.0]);
        assert_eq!(joined.ties().collect::<Vec<_>>(), [(0, 1, 2.0)]);
        assert_eq!(joined.of(1), [(0, 2.0)]);
    }

    #[test]
    fn hops_along_a_path() {
        assert_eq!(net(4, &[(0, 1), (1, 2)]).hops(0), [0, 1, 2, u32::MAX]);
    }

    #[test]
    fn another_order_is_the_same_network() {
        let path = net(3, &[(0, 1), (1, 2)]).reordered(&[1, 2, 0]);
        assert_eq!(path.of(0).iter().map(|end| end.0).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(path.of(2), [(0, 1.0)]);
    }
}
