//! The dense middle: k-cores, and a core with its rim.

use super::super::explained;
use super::super::indicator::{Cost, Indicator, Unit};
use super::super::works::*;
use super::{COUNT, HERE};

pub(in crate::analysis) static LARGEST_CORE: Indicator = Indicator {
    id: "largest_core",
    name: "Largest k-core",
    formula: "Largest k such that some actors have k partners each among themselves",
    reading: "The densest part is denser",
    sources: &[&SEIDMAN_1983],
    attribution: Some(explained::shape::LARGEST_CORE),
    filled: Some(explained::shape::largest_core),
    eval: |facts| Ok(facts.core_numbers().iter().max().map(|&k| k as f64)),
    ..COUNT
};

pub(in crate::analysis) static LARGEST_CORE_MEMBERS: Indicator = Indicator {
    id: "largest_core_members",
    name: "Members of the largest k-core",
    formula: "Number of actors in the largest k-core",
    unit: Unit::Actors,
    reading: "More actors belong to the densest part",
    caveat: "Look at k beside it: a thin cluster has everybody in a core of 1",
    sources: &[&SEIDMAN_1983],
    attribution: Some(explained::shape::LARGEST_CORE_MEMBERS),
    filled: Some(explained::shape::largest_core_members),
    eval: |facts| {
        let cores = facts.core_numbers();
        let most = cores.iter().max();
        Ok(most.map(|most| cores.iter().filter(|&k| k == most).count() as f64))
    },
    ..COUNT
};

pub(in crate::analysis) static CORE_FIT: Indicator = Indicator {
    id: "core_periphery_fit",
    name: "Core–periphery fit",
    formula: "Pearson correlation over pairs of being tied with at least one of both being in the core; the core that fits best among those reached by single changes from the q most tied actors",
    bounds: (-1.0, 1.0),
    reading: "One center holds the cluster together; 1 is a center that everybody is tied to, and a rim without ties",
    cost: Cost::Idle,
    sources: &[&BORGATTI_EVERETT_2000],
    attribution: Some(explained::shape::CORE_FIT),
    filled: Some(explained::shape::core_fit),
    eval: |facts| Ok(facts.core_periphery()?.map(|found| found.fit)),
    ..HERE
};

pub(in crate::analysis) static CORE_SIZE: Indicator = Indicator {
    id: "core_size",
    name: "Size of the core",
    formula: "Number of actors in the core that fits best",
    unit: Unit::Actors,
    reading: "The center has more members",
    cost: Cost::Idle,
    sources: &[&BORGATTI_EVERETT_2000],
    attribution: Some(explained::shape::CORE_SIZE),
    filled: Some(explained::shape::core_size),
    eval: |facts| {
        let count = |core: &[bool]| core.iter().filter(|&&inside| inside).count() as f64;
        Ok(facts.core_periphery()?.map(|found| count(&found.core)))
    },
    ..COUNT
};
