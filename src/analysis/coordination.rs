//! Parts of coordination: what makes one system out of many actors.

use crate::model::TieKind;

use super::facts::Facts;
use super::indicator::{Group, Indicator, PART, View};
use super::works::*;
use super::{economic, structural};

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
    eval: |facts| or_zero(facts, &structural::GLOBAL_EFFICIENCY),
    ..HERE
};

pub(super) static INTEGRATORS: Indicator = Indicator {
    id: "coordination.integrators",
    name: "Integrators",
    formula: "Share of local firms with a tie other than competition to a local association, technology center, intermediary, standards body or government",
    reading: "More firms are tied to somebody who brings others together",
    sources: &[&MCEVILY_ZAHEER_1999],
    eval: |facts| {
        let joined = facts.tied_to(|link| link.positive, |other| other.actor.kind.is_integrator());
        Ok(Some(facts.share_of_firms(|i| joined[i])))
    },
    ..HERE
};

pub(super) static JOINT_ACTION: Indicator = Indicator {
    id: "coordination.joint_action",
    name: "Joint action",
    formula: "sat(Σwτ of cooperation and knowledge ties among local firms ÷ their number, half.joint_action)",
    reading: "Firms do more together, and trust each other in it",
    sources: &[&SCHMITZ_1995],
    eval: |facts| {
        let joint = facts.weight_per_firm(|link| {
            let joint = link.is(TieKind::Cooperation) || link.is(TieKind::Knowledge);
            (link.among_firms && joint).then(|| link.weight() * link.trust())
        });
        Ok(Some(facts.sat(joint, "half.joint_action")))
    },
    ..HERE
};

pub(super) static FLEXIBILITY: Indicator = Indicator {
    id: "coordination.flexibility",
    name: "Flexibility",
    formula: "Robustness of view N; 0 where it is undefined",
    reading: "The network holds together longer when its hubs fail",
    view: View::Plain,
    sources: &[&SCHNEIDER_2011, &CRESPO_2014],
    eval: |facts| or_zero(facts, &structural::ROBUSTNESS),
    ..HERE
};

fn or_zero(
    facts: &Facts<'_>,
    indicator: &'static Indicator,
) -> Result<Option<f64>, crate::base::cancel::Cancelled> {
    Ok(Some(facts.value(indicator)?.unwrap_or(0.0)))
}
