//! Small worlds: short ways and closed circles, against networks of the same degrees drawn by chance and as lattices.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::base::rng::Rng;
use crate::model::TieKind;

use super::cohesion::{mean_clustering, triangles};
use super::random::{latticized, rewired};
use super::{Simple, fragility, paths};

/// Networks drawn by chance.
pub const DRAWS: usize = 20;

/// Clustering and path length of the largest component, and what they are by chance and in a lattice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmallWorld {
    /// C, mean clustering.
    pub clustering: f64,
    /// L, mean distance.
    pub path_length: f64,
    /// C_r, the mean of twenty rewirings that keep all degrees.
    pub random_clustering: f64,
    /// L_r, the mean of the same; where one falls apart, of its largest component.
    pub random_path_length: f64,
    /// C_l, the mean of lattices with the same degrees.
    pub lattice_clustering: f64,
}

/// Compares the largest component with networks of the same degrees; `None` where it has no tie.
///
/// `rank` is the order in which actors stand when networks are drawn; it must be a permutation of 0..n. The same
/// network in the same order gives the same figures.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn measure(
    network: &Simple,
    rank: &[usize],
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Option<SmallWorld>, Cancelled> {
    const SEED: u64 = 1998;
    let parts = fragility::components(network);
    let inside = in_order(network, rank, &parts.of);
    let Some(path_length) = length(&inside, cancel)? else {
        return Ok(None);
    };
    let (mut random_clustering, mut random_path_length, mut lattice_clustering) = (0.0, 0.0, 0.0);
    for draw in 0..DRAWS {
        progress.set(draw, DRAWS);
        let mut rng = Rng::new(SEED + draw as u64);
        let random = rewired(&inside, &mut rng, cancel)?;
        random_clustering += clustering(&random);
        random_path_length += length(&random, cancel)?.unwrap_or(0.0);
        let lattice = latticized(&inside, &mut rng, cancel)?;
        lattice_clustering += clustering(&lattice);
    }
    progress.set(DRAWS, DRAWS);
    let draws = DRAWS as f64;
    Ok(Some(SmallWorld {
        clustering: clustering(&inside),
        path_length,
        random_clustering: random_clustering / draws,
        random_path_length: random_path_length / draws,
        lattice_clustering: lattice_clustering / draws,
    }))
}

impl SmallWorld {
    /// σ = (C ÷ C_r) ÷ (L ÷ L_r), above 1 in a small world (Humphries & Gurney 2008); `None` where chance closes no
    /// circle.
    pub fn sigma(&self) -> Option<f64> {
        let closed = self.clustering / self.random_clustering;
        (self.random_clustering > 0.0).then(|| closed / (self.path_length / self.random_path_length))
    }

    /// ω = L_r ÷ L − C ÷ C_l: about 0 in a small world, below 0 like a lattice, above 0 like chance (Telesford et al.
    /// 2011); `None` where a lattice closes no circle.
    pub fn omega(&self) -> Option<f64> {
        let closed = self.clustering / self.lattice_clustering;
        (self.lattice_clustering > 0.0).then(|| self.random_path_length / self.path_length - closed)
    }
}

/// The largest component with its actors in order of rank. Whose ids they carry does not matter any more.
fn in_order(network: &Simple, rank: &[usize], part: &[usize]) -> Simple {
    let mut inside: Vec<usize> = (0..network.n()).filter(|&i| part[i] == 0).collect();
    inside.sort_unstable_by_key(|&i| rank[i]);
    let mut place = vec![0; network.n()];
    for (at, &i) in inside.iter().enumerate() {
        place[i] = at;
    }
    let pairs = network.pairs().filter(|pair| part[pair.low] == 0);
    let joints = pairs.map(|pair| {
        let (a, b) = (place[pair.low], place[pair.high]);
        (a.min(b), a.max(b), TieKind::Social)
    });
    Simple::from_joints(network.ids()[..inside.len()].to_vec(), joints.collect())
}

fn clustering(network: &Simple) -> f64 {
    mean_clustering(network, &triangles(network)).unwrap_or(0.0)
}

fn length(network: &Simple, cancel: &Cancel) -> Result<Option<f64>, Cancelled> {
    Ok(paths::sweep(network, cancel)?.path_length())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixtures;

    fn measured(network: &Simple) -> Option<SmallWorld> {
        let rank: Vec<usize> = (0..network.n()).collect();
        measure(network, &rank, &Progress::new(), &Cancel::new()).unwrap()
    }

    /// Sixty in a ring, tied to the four nearest, with a few ways across.
    fn ring(across: &[(usize, usize)]) -> Simple {
        let n = 60;
        let near = (0..n).flat_map(|i| [(i, (i + 1) % n), (i, (i + 2) % n)]);
        fixtures::network(n, &near.chain(across.iter().copied()).collect::<Vec<_>>())
    }

    #[test]
    fn a_few_ways_across_make_a_lattice_a_small_world() {
        let lattice = measured(&ring(&[])).unwrap();
        let small = measured(&ring(&[(0, 30), (10, 45), (20, 55), (5, 37), (15, 50), (25, 58)])).unwrap();
        assert!(small.sigma().unwrap() > 2.0, "{small:?}");
        assert!(lattice.omega().unwrap() < -0.5, "{lattice:?}");
        assert!(
            small.omega().unwrap() > lattice.omega().unwrap() + 0.2,
            "{small:?}"
        );
        let chance = rewired(&ring(&[]), &mut Rng::new(5), &Cancel::new()).unwrap();
        assert!(measured(&chance).unwrap().omega().unwrap() > 0.5);
    }

    #[test]
    fn edges_of_the_definitions() {
        for network in [
            fixtures::network(0, &[]),
            fixtures::network(1, &[]),
            fixtures::network(3, &[]),
        ] {
            assert_eq!(measured(&network), None);
        }
        // Nothing to swap: chance and lattice are the network itself.
        let complete = measured(&fixtures::complete(5)).unwrap();
        assert_eq!((complete.sigma(), complete.omega()), (Some(1.0), Some(0.0)));
        // A star closes no circle, by chance or not.
        let star = measured(&fixtures::star(6)).unwrap();
        assert_eq!((star.sigma(), star.omega()), (None, None));
        let karate = measured(&fixtures::karate()).unwrap();
        assert_eq!(measured(&fixtures::karate()), Some(karate));
        assert!((1.0..2.5).contains(&karate.sigma().unwrap()), "{karate:?}");
    }
}
