//! Groups: communities that Leiden finds, and how much kinds and roles keep to themselves.

use crate::graph::mixing;

use super::super::explained;
use super::super::indicator::{Cost, Indicator, Unit};
use super::super::works::*;
use super::{COUNT, HERE};

pub(in crate::analysis) static MODULARITY: Indicator = Indicator {
    id: "modularity",
    name: "Modularity",
    formula: "Q = Σ (w_c ÷ W − (s_c ÷ 2W)²) over the groups c that Leiden finds, w_c = weight inside, s_c = strength of members, W = weight of all",
    bounds: (-0.5, 1.0),
    reading: "The cluster is easier to divide into groups that deal with themselves",
    caveat: "Networks drawn by chance have groups as well; compare with a state of the same size",
    cost: Cost::Idle,
    sources: &[&NEWMAN_GIRVAN_2004, &TRAAG_2019],
    attribution: Some(explained::shape::MODULARITY),
    filled: Some(explained::shape::modularity),
    eval: |facts| Ok(facts.division()?.modularity),
    ..HERE
};

pub(in crate::analysis) static GROUPS: Indicator = Indicator {
    id: "groups",
    name: "Groups",
    formula: "Number of groups that Leiden finds; who is tied to nobody is a group of its own",
    unit: Unit::Parts,
    reading: "The cluster falls into more groups that deal with themselves",
    cost: Cost::Idle,
    sources: &[&TRAAG_2019],
    attribution: Some(explained::shape::GROUPS),
    filled: Some(explained::shape::groups),
    eval: |facts| Ok(Some(facts.division()?.sizes.len() as f64)),
    ..COUNT
};

pub(in crate::analysis) static KIND_ASSORTATIVITY: Indicator = Indicator {
    id: "kind_assortativity",
    name: "Assortativity by kind",
    formula: "(Σe_ii − Σa_i²) ÷ (1 − Σa_i²), e_ii = share of ties within kind i, a_i = share of tie ends at kind i",
    bounds: (-1.0, 1.0),
    reading: "Actors tie more to their own kind; below 0 they seek other kinds",
    sources: &[&NEWMAN_2003],
    attribution: Some(explained::shape::KIND_ASSORTATIVITY),
    filled: Some(explained::shape::kind_assortativity),
    eval: |facts| Ok(mixing::assortativity(facts.plain(), facts.kinds())),
    ..HERE
};

pub(in crate::analysis) static ROLE_ASSORTATIVITY: Indicator = Indicator {
    id: "role_assortativity",
    name: "Assortativity by role",
    formula: "(Σe_ii − Σa_i²) ÷ (1 − Σa_i²), e_ii = share of ties within role i, a_i = share of tie ends at role i",
    bounds: (-1.0, 1.0),
    reading: "Actors tie more to their own role; below 0 they seek other roles",
    sources: &[&NEWMAN_2003],
    attribution: Some(explained::shape::ROLE_ASSORTATIVITY),
    filled: Some(explained::shape::role_assortativity),
    eval: |facts| Ok(mixing::assortativity(facts.plain(), facts.roles())),
    ..HERE
};
