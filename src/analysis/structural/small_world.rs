//! Whether the cluster is a small world: short ways and closed circles at once.

use crate::graph::small_world::SmallWorld;

use super::super::indicator::{Cost, Indicator, Unit};
use super::super::works::*;
use super::HERE;

/// What the comparison with chance has in common.
const COMPARED: Indicator = Indicator {
    cost: Cost::Demand,
    caveat: "On the largest component, against twenty networks of the same degrees drawn by chance; unsteady in small clusters",
    decimals: 2,
    ..HERE
};

pub(in crate::analysis) static SIGMA: Indicator = Indicator {
    id: "small_world_sigma",
    name: "Small world σ",
    formula: "(C ÷ C_r) ÷ (L ÷ L_r), C = mean clustering, L = mean distance, C_r and L_r = their means over networks drawn by chance",
    unit: Unit::Times,
    bounds: (0.0, f64::INFINITY),
    reading: "Circles are closed beyond chance while ways stay short; above 1 is a small world",
    sources: &[&HUMPHRIES_GURNEY_2008, &WATTS_STROGATZ_1998, &MASLOV_SNEPPEN_2002],
    filled: Some(|facts| {
        let number = |s: SmallWorld| {
            format!(
                "({:.3} ÷ {:.3}) ÷ ({:.3} ÷ {:.3})",
                s.clustering, s.random_clustering, s.path_length, s.random_path_length
            )
        };
        Ok(facts.small_world()?.map_or_else(String::new, number))
    }),
    eval: |facts| Ok(facts.small_world()?.and_then(|found| found.sigma())),
    ..COMPARED
};

pub(in crate::analysis) static OMEGA: Indicator = Indicator {
    id: "small_world_omega",
    name: "Small world ω",
    formula: "L_r ÷ L − C ÷ C_l, L and L_r as for σ, C_l = mean clustering of lattices of the same degrees",
    bounds: (f64::NEG_INFINITY, f64::INFINITY),
    reading: "More like chance; about 0 is a small world, below 0 it is more like a lattice",
    sources: &[&TELESFORD_2011, &SPORNS_ZWI_2004],
    filled: Some(|facts| {
        let number = |s: SmallWorld| {
            format!(
                "{:.3} ÷ {:.3} − {:.3} ÷ {:.3}",
                s.random_path_length, s.path_length, s.clustering, s.lattice_clustering
            )
        };
        Ok(facts.small_world()?.map_or_else(String::new, number))
    }),
    eval: |facts| Ok(facts.small_world()?.and_then(|found| found.omega())),
    ..COMPARED
};
