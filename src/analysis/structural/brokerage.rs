//! Structural holes, go-betweens and openness to other roles and to the outside.

use crate::graph::brokerage::{Brokering, effective_size};
use crate::graph::mixing;

use super::super::explain::Attribution;
use super::super::explained;
use super::super::facts::Facts;
use super::super::indicator::{Group, Indicator, Unit, View};
use super::super::works::*;
use super::{COUNT, HERE};

pub(in crate::analysis) static MEAN_CONSTRAINT: Indicator = Indicator {
    id: "mean_constraint",
    name: "Mean constraint",
    formula: "Mean over tied actors of Σ(p_ij + Σ p_iq · p_qj)² over contacts j, p_ij = (W_ij + W_ji) ÷ Σ(W_ik + W_ki)",
    bounds: (0.0, 2.0),
    reading: "Contacts are more redundant: there are fewer structural holes",
    view: View::Directed,
    sources: &[&BURT_1992, &BURT_2004],
    attribution: Some(explained::shape::MEAN_CONSTRAINT),
    filled: Some(explained::shape::mean_constraint),
    eval: |facts| Ok(mean(facts.constraint())),
    ..HERE
};

pub(in crate::analysis) static MEAN_EFFECTIVE_SIZE: Indicator = Indicator {
    id: "mean_effective_size",
    name: "Mean effective size",
    formula: "Mean over tied actors of k − 2t ÷ k, t = ties among the k partners",
    unit: Unit::TiesPerActor,
    bounds: (0.0, f64::INFINITY),
    reading: "Actors have more partners who do not know each other",
    decimals: 2,
    sources: &[&BURT_1992, &BORGATTI_1997],
    attribution: Some(explained::shape::MEAN_EFFECTIVE_SIZE),
    filled: Some(explained::shape::mean_effective_size),
    eval: |facts| Ok(mean(&effective_sizes(facts))),
    ..HERE
};

/// Effective size of each actor in view N.
pub(in crate::analysis) fn effective_sizes(facts: &Facts<'_>) -> Vec<Option<f64>> {
    let (network, triangles) = (facts.plain(), facts.triangles());
    (0..network.n())
        .map(|i| effective_size(network, triangles, i))
        .collect()
}

/// Mean of those that are defined.
fn mean(values: &[Option<f64>]) -> Option<f64> {
    let count = values.iter().flatten().count();
    (count > 0).then(|| values.iter().flatten().sum::<f64>() / count as f64)
}

pub(in crate::analysis) static BROKERAGE: Indicator = Indicator {
    id: "brokerage",
    name: "Brokerage",
    formula: "Number of open paths a → v → b, that is without a → b, over all go-betweens v",
    reading: "More actors stand between others who do not deal with each other",
    view: View::Directed,
    sources: &[&GOULD_FERNANDEZ_1989],
    attribution: Some(explained::shape::BROKERAGE),
    filled: Some(explained::shape::brokerage),
    eval: |facts| {
        Ok(Some(
            Brokering::ALL.into_iter().map(|part| total(facts, part)).sum(),
        ))
    },
    ..COUNT
};

/// How often this part is played.
pub(in crate::analysis) fn total(facts: &Facts<'_>, part: Brokering) -> f64 {
    facts
        .brokering()
        .iter()
        .map(|counts| counts[part as usize])
        .sum::<u64>() as f64
}

const GO_BETWEEN: Indicator = Indicator {
    group: Group::Part("brokerage"),
    view: View::Directed,
    sources: &[&GOULD_FERNANDEZ_1989],
    ..COUNT
};

macro_rules! go_between {
    ($name:ident, $part:ident, $id:literal, $shown:literal, $formula:literal, $reading:literal) => {
        pub(in crate::analysis) static $name: Indicator = Indicator {
            id: $id,
            name: $shown,
            formula: $formula,
            reading: $reading,
            attribution: Some(Attribution {
                rule: explained::shape::PLAYED,
                sources: &[],
                split: |facts| explained::shape::played_shares(facts, Brokering::$part),
            }),
            filled: Some(|facts| explained::shape::played_text(facts, Brokering::$part)),
            eval: |facts| Ok(Some(total(facts, Brokering::$part))),
            ..GO_BETWEEN
        };
    };
}

go_between!(
    COORDINATOR,
    Coordinator,
    "brokerage.coordinator",
    "Coordinators",
    "Open paths a → v → b, all three of one role",
    "Roles are held together from within"
);
go_between!(
    ITINERANT,
    Itinerant,
    "brokerage.itinerant",
    "Itinerant brokers",
    "Open paths a → v → b, a and b of one role, v of another",
    "Actors of one role reach each other through another role"
);
go_between!(
    GATEKEEPER,
    Gatekeeper,
    "brokerage.gatekeeper",
    "Gatekeepers",
    "Open paths a → v → b, v and b of one role, a of another",
    "More comes into a role through single members"
);
go_between!(
    REPRESENTATIVE,
    Representative,
    "brokerage.representative",
    "Representatives",
    "Open paths a → v → b, a and v of one role, b of another",
    "More goes out of a role through single members"
);
go_between!(
    LIAISON,
    Liaison,
    "brokerage.liaison",
    "Liaisons",
    "Open paths a → v → b, three roles",
    "Roles reach each other through a third"
);

/// The parts, in the order of the counts.
pub(in crate::analysis) static PARTS: [&Indicator; 5] =
    [&COORDINATOR, &ITINERANT, &GATEKEEPER, &REPRESENTATIVE, &LIAISON];

pub(in crate::analysis) static EI_ROLE: Indicator = Indicator {
    id: "ei_role",
    name: "E–I index by role",
    formula: "(E − I) ÷ (E + I), E = tied pairs of two roles, I = tied pairs of one role",
    bounds: (-1.0, 1.0),
    reading: "Roles are open to each other; −1 means everybody keeps to the own role",
    sources: &[&KRACKHARDT_STERN_1988],
    attribution: Some(explained::shape::EI_ROLE),
    filled: Some(explained::shape::ei_role),
    eval: |facts| {
        let (external, internal) = pairs_by_role(facts);
        Ok(mixing::ei_index(external, internal))
    },
    ..HERE
};

pub(in crate::analysis) static EI_PLACE: Indicator = Indicator {
    id: "ei_external",
    name: "E–I index, local and external",
    formula: "(E − I) ÷ (E + I), E = tied pairs of a local and an external actor, I = tied pairs of two local actors",
    bounds: (-1.0, 1.0),
    reading: "The cluster is open to the outside; −1 means it keeps to itself",
    caveat: "Counts external partners whatever the view",
    sources: &[&KRACKHARDT_STERN_1988],
    attribution: Some(explained::shape::EI_PLACE),
    filled: Some(explained::shape::ei_place),
    eval: |facts| {
        let (external, internal) = pairs_by_place(facts);
        Ok(mixing::ei_index(external, internal))
    },
    ..HERE
};

/// Tied pairs of two roles and of one.
pub(in crate::analysis) fn pairs_by_role(facts: &Facts<'_>) -> (usize, usize) {
    // Every pair was counted at both ends.
    let (external, internal) = summed(facts.mixing_by_role());
    (external / 2, internal / 2)
}

/// Tied pairs with an external actor and without.
pub(in crate::analysis) fn pairs_by_place(facts: &Facts<'_>) -> (usize, usize) {
    // Pairs to the outside were counted at their local end only, local pairs at both.
    let (external, internal) = summed(facts.mixing_by_place());
    (external, internal / 2)
}

fn summed(counts: &[(usize, usize)]) -> (usize, usize) {
    let add = |sum: (usize, usize), count: &(usize, usize)| (sum.0 + count.0, sum.1 + count.1);
    counts.iter().fold((0, 0), add)
}
