//! Structural holes and go-betweens: who stands between others who do not deal with each other.

use super::arcs::{Arcs, common};
use super::{Directed, Simple};

/// How every actor divides itself among its contacts: p_ij = (W_ij + W_ji) ÷ Σ_k (W_ik + W_ki) (Burt 1992).
#[derive(Clone, Debug)]
pub struct Shares {
    starts: Vec<usize>,
    /// The contacts of all actors in turn, each list rising, with the share that goes to them.
    contacts: Vec<(usize, f64)>,
}

impl Shares {
    /// The shares in a directed, weighted network.
    pub fn new(network: &Directed) -> Self {
        let mut raw: Vec<(usize, usize, f64)> = Vec::with_capacity(2 * network.arcs().len());
        for &(from, to, weight) in network.arcs() {
            raw.push((from, to, weight));
            raw.push((to, from, weight));
        }
        raw.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let mut starts = vec![0; network.n() + 1];
        let mut contacts = Vec::with_capacity(raw.len());
        let mut sums = vec![0.0; network.n()];
        for same in raw.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (one, other, _) = same[0];
            let weight: f64 = same.iter().map(|arc| arc.2).sum();
            contacts.push((other, weight));
            starts[one + 1] += 1;
            sums[one] += weight;
        }
        for (i, sum) in sums.iter().enumerate() {
            starts[i + 1] += starts[i];
            for contact in &mut contacts[starts[i]..starts[i + 1]] {
                contact.1 /= sum;
            }
        }
        Self { starts, contacts }
    }

    /// The contacts of `i` in rising order, each with its share.
    pub fn contacts(&self, i: usize) -> &[(usize, f64)] {
        &self.contacts[self.starts[i]..self.starts[i + 1]]
    }

    /// The share of `i` that goes to `j`; 0 where they do not deal with each other.
    pub fn between(&self, i: usize, j: usize) -> f64 {
        let contacts = self.contacts(i);
        contacts
            .binary_search_by_key(&j, |contact| contact.0)
            .map_or(0.0, |place| contacts[place].1)
    }

    /// Burt's constraint of every actor (Burt 1992), 0 to about 1.125; `None` for isolates.
    ///
    /// Low means few redundant contacts, that is many structural holes. Only contacts count as `j`, as in Burt 2004.
    pub fn constraint(&self) -> Vec<Option<f64>> {
        // i ego, j and q its contacts.
        let n = self.starts.len() - 1;
        let mut reached = vec![0.0; n];
        let mut all = Vec::with_capacity(n);
        for i in 0..n {
            let contacts = self.contacts(i);
            if contacts.is_empty() {
                all.push(None);
                continue;
            }
            for &(q, p_iq) in contacts {
                reached[q] += p_iq;
                for &(j, p_qj) in self.contacts(q) {
                    reached[j] += p_iq * p_qj;
                }
            }
            all.push(Some(contacts.iter().map(|&(j, _)| reached[j] * reached[j]).sum()));
            for &(q, _) in contacts {
                reached[q] = 0.0;
                for &(j, _) in self.contacts(q) {
                    reached[j] = 0.0;
                }
            }
        }
        all
    }
}

/// Contacts that are not redundant: k − 2t ÷ k, with t ties among the k partners (Burt 1992, in the form of Borgatti
/// 1997); `None` for isolates.
pub fn effective_size(network: &Simple, triangles: &[u64], i: usize) -> Option<f64> {
    let k = network.degree(i) as f64;
    (k > 0.0).then(|| k - 2.0 * triangles[i] as f64 / k)
}

/// What a go-between does, by the groups of the three (Gould & Fernandez 1989).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brokering {
    /// All three belong to one group.
    Coordinator,
    /// Both ends belong to one group, the go-between to another.
    Itinerant,
    /// From another group into its own.
    Gatekeeper,
    /// From its own group to another.
    Representative,
    /// Three groups.
    Liaison,
}

impl Brokering {
    /// All five, in the order of the counts.
    pub const ALL: [Self; 5] = [
        Self::Coordinator,
        Self::Itinerant,
        Self::Gatekeeper,
        Self::Representative,
        Self::Liaison,
    ];

    /// The part that `own` plays between `from` and `to`.
    fn of(from: usize, own: usize, to: usize) -> Self {
        match (from == own, to == own) {
            (true, true) => Self::Coordinator,
            (false, true) => Self::Gatekeeper,
            (true, false) => Self::Representative,
            (false, false) if from == to => Self::Itinerant,
            (false, false) => Self::Liaison,
        }
    }
}

/// How often each actor v is the go-between on an open path a → v → b, in each of the parts of [`Brokering::ALL`].
/// Open means that no arc leads from a to b. `group` of each actor counts from 0.
pub fn brokering(network: &Directed, group: &[usize]) -> Vec<[u64; 5]> {
    let arcs = Arcs::new(network);
    let groups = group.iter().max().map_or(0, |most| most + 1);
    let mut counts = vec![[0_u64; 5]; arcs.n()];
    let (mut into, mut out, mut both) = (vec![0_u64; groups], vec![0_u64; groups], vec![0_u64; groups]);
    // All paths by the groups of their ends, those back to the start left out ...
    for v in 0..arcs.n() {
        for counts in [&mut into, &mut out, &mut both] {
            counts.fill(0);
        }
        for &a in arcs.ins(v) {
            into[group[a as usize]] += 1;
        }
        for &b in arcs.outs(v) {
            out[group[b as usize]] += 1;
        }
        for a in common(arcs.ins(v), arcs.outs(v)) {
            both[group[a]] += 1;
        }
        for from in (0..groups).filter(|&from| into[from] > 0) {
            for to in 0..groups {
                let back = if from == to { both[from] } else { 0 };
                counts[v][Brokering::of(from, group[v], to) as usize] += into[from] * out[to] - back;
            }
        }
    }
    // ... less those whose ends are joined.
    for &(a, b, _) in network.arcs() {
        for v in common(arcs.outs(a), arcs.ins(b)) {
            counts[v][Brokering::of(group[a], group[v], group[b]) as usize] -= 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use crate::graph::cohesion::triangles;
    use crate::graph::fixtures::{self, close};

    #[test]
    fn published_networks_give_the_reference_values() {
        let cases = [
            ("karate", fixtures::karate(), 0, 0.155_423, 33, 15.235_294),
            (
                "florentine",
                fixtures::florentine(),
                fixtures::MEDICI,
                0.209_877,
                fixtures::MEDICI,
                5.666_667,
            ),
            ("kite", fixtures::kite(), 7, 0.431_111, 3, 3.333_333),
        ];
        for (name, network, least, expected, largest, size) in cases {
            let all = Shares::new(&Directed::both_ways(&network)).constraint();
            close(name, all[least].unwrap(), expected, 5e-7);
            assert!(all.iter().flatten().all(|&c| c >= all[least].unwrap()), "{name}");
            let t = triangles(&network);
            let sizes: Vec<f64> = (0..network.n())
                .map(|i| effective_size(&network, &t, i).unwrap())
                .collect();
            close(name, sizes[largest], size, 5e-7);
            assert!(
                sizes.iter().all(|&other| other <= sizes[largest] + 1e-12),
                "{name}"
            );
        }
        let one = fixtures::network(1, &[]);
        assert_eq!(Shares::new(&Directed::both_ways(&one)).constraint(), [None]);
        assert_eq!(effective_size(&one, &[0], 0), None);
    }

    #[test]
    fn heavier_contacts_get_a_larger_share() {
        let network = fixtures::weighted(3, &[(0, 1, 0.5), (1, 0, 0.25), (0, 2, 0.25)]);
        let shares = Shares::new(&network);
        assert_eq!(shares.contacts(0), [(1, 0.75), (2, 0.25)]);
        assert_eq!((shares.between(1, 0), shares.between(1, 2)), (1.0, 0.0));
        close(
            "ego",
            shares.constraint()[0].unwrap(),
            0.75_f64.powi(2) + 0.0625,
            1e-15,
        );
    }

    #[test]
    fn go_betweens_of_the_reference_network() {
        let counts = brokering(&fixtures::four_arcs(), &[0, 0, 1, 1]);
        let of = |part: Brokering| counts.iter().map(|c| c[part as usize]).collect::<Vec<_>>();
        assert_eq!(of(Brokering::Itinerant), [1, 0, 0, 1]);
        assert_eq!(of(Brokering::Gatekeeper), [1, 0, 1, 0]);
        assert_eq!(of(Brokering::Representative), [0, 1, 0, 1]);
        assert_eq!(of(Brokering::Coordinator), [0; 4]);
        assert_eq!(of(Brokering::Liaison), [0; 4]);
    }

    #[test]
    fn counting_by_groups_agrees_with_looking_at_every_path() {
        for seed in 0..20 {
            let mut rng = Rng::new(seed);
            let n = 14;
            let drawn: Vec<_> = (0..60)
                .map(|_| (rng.below(n), rng.below(n)))
                .filter(|(a, b)| a != b)
                .collect();
            let network = fixtures::directed(n, &drawn);
            let group: Vec<usize> = (0..n).map(|_| rng.below(3)).collect();
            let has = |a: usize, b: usize| drawn.contains(&(a, b));
            let mut slow = vec![[0_u64; 5]; n];
            for (a, v, b) in (0..n * n * n).map(|x| (x % n, x / n % n, x / n / n)) {
                if a != b && has(a, v) && has(v, b) && !has(a, b) {
                    slow[v][Brokering::of(group[a], group[v], group[b]) as usize] += 1;
                }
            }
            assert_eq!(brokering(&network, &group), slow);
        }
    }
}
