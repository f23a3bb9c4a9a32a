//! Whether the cluster is a small world: short ways and closed circles at once.

use super::super::explained;
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
    attribution: Some(explained::shape::SIGMA),
    filled: Some(explained::shape::sigma),
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
    attribution: Some(explained::shape::OMEGA),
    filled: Some(explained::shape::omega),
    eval: |facts| Ok(facts.small_world()?.and_then(|found| found.omega())),
    ..COMPARED
};
