//! Parts of coordination: what makes one system out of many actors.

use crate::model::TieKind;

use super::facts::{Facts, Link};
use super::indicator::{Group, Indicator, PART, View};
use super::works::*;
use super::{economic, explained, structural};

const HERE: Indicator = Indicator {
    group: Group::Part("coordination"),
    ..PART
};

pub(super) static CHAIN: Indicator = Indicator {
    id: "coordination.chain",
    name: "Value-chain completeness",
    formula: "As value_chain_completeness of the economy",
    reading: "More stages are present and supply each other",
    sources: &[&PORTER_1985],
    attribution: Some(explained::economic::VALUE_CHAIN_COMPLETENESS),
    filled: Some(explained::economic::value_chain_completeness),
    eval: |facts| facts.value(&economic::VALUE_CHAIN_COMPLETENESS),
    ..HERE
};

pub(super) static CONNECTEDNESS: Indicator = Indicator {
    id: "coordination.connectedness",
    name: "Connectedness",
    formula: "Connectedness of view N; 0 where it is undefined",
    reading: "Actors form one system instead of separate islands",
    view: View::Plain,
    sources: &[&KRACKHARDT_1994],
    attribution: Some(explained::structural::CONNECTEDNESS),
    filled: Some(explained::structural::connectedness),
    eval: |facts| or_zero(facts, &structural::CONNECTEDNESS),
    ..HERE
};

pub(super) static EFFICIENCY: Indicator = Indicator {
    id: "coordination.efficiency",
    name: "Efficiency",
    formula: "Global efficiency of view N; 0 where it is undefined",
    reading: "Actors reach each other over fewer steps",
    view: View::Plain,
    sources: &[&LATORA_MARCHIORI_2001],
    attribution: Some(explained::structural::GLOBAL_EFFICIENCY),
    filled: Some(explained::structural::global_efficiency),
    eval: |facts| or_zero(facts, &structural::GLOBAL_EFFICIENCY),
    ..HERE
};

pub(super) static INTEGRATORS: Indicator = Indicator {
    id: "coordination.integrators",
    name: "Integrators",
    formula: "Share of local firms with a tie other than competition to a local association, technology center, intermediary, standards body or government",
    reading: "More firms are tied to somebody who brings others together",
    sources: &[&MCEVILY_ZAHEER_1999],
    attribution: Some(explained::coordination::INTEGRATORS),
    filled: Some(explained::coordination::integrators),
    eval: |facts| {
        let joined = integrated(facts);
        Ok(Some(facts.share_of_firms(|i| joined[i])))
    },
    ..HERE
};

/// Marks each member with a tie to somebody who brings others together.
pub(super) fn integrated(facts: &Facts<'_>) -> Vec<bool> {
    facts.tied_to(|link| link.positive, |other| other.actor.kind.is_integrator())
}

pub(super) static JOINT_ACTION: Indicator = Indicator {
    id: "coordination.joint_action",
    name: "Joint action",
    formula: "sat(Σwτ of cooperation and knowledge ties among local firms ÷ their number, half.joint_action)",
    reading: "Firms do more together, and trust each other in it",
    sources: &[&SCHMITZ_1995],
    attribution: Some(explained::coordination::JOINT_ACTION),
    filled: Some(explained::coordination::joint_action),
    eval: |facts| {
        let joint = facts.weight_per_firm(|link| is_joint(link).then(|| link.weight() * link.trust()));
        Ok(Some(facts.sat(joint, "half.joint_action")))
    },
    ..HERE
};

/// A cooperation or knowledge tie among local firms.
pub(super) fn is_joint(link: &Link<'_>) -> bool {
    link.among_firms && (link.is(TieKind::Cooperation) || link.is(TieKind::Knowledge))
}

pub(super) static FLEXIBILITY: Indicator = Indicator {
    id: "coordination.flexibility",
    name: "Flexibility",
    formula: "Robustness of view N; 0 where it is undefined",
    reading: "The network holds together longer when its hubs fail",
    view: View::Plain,
    sources: &[&SCHNEIDER_2011, &CRESPO_2014],
    attribution: Some(explained::structural::ROBUSTNESS),
    filled: Some(explained::structural::robustness),
    eval: |facts| or_zero(facts, &structural::ROBUSTNESS),
    ..HERE
};

fn or_zero(
    facts: &Facts<'_>,
    indicator: &'static Indicator,
) -> Result<Option<f64>, crate::base::cancel::Cancelled> {
    Ok(Some(facts.value(indicator)?.unwrap_or(0.0)))
}
