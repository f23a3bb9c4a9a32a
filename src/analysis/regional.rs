//! Parts of regional competitiveness: what the region gains from the cluster.

use crate::base::cancel::Cancelled;
use crate::model::{Actor, TieKind};

use super::facts::{Facts, Link, Member, ratio};
use super::indicator::{Group, Indicator, PART, View};
use super::works::*;
use super::{economic, explained, structural, trust};

const HERE: Indicator = Indicator {
    group: Group::Part("regional"),
    ..PART
};

/// Part of the brand that firms have by themselves; the rest needs common institutions. A choice of ours.
pub(super) const OWN_BRAND: f64 = 0.6;

pub(super) static BRAND: Indicator = Indicator {
    id: "regional.brand",
    name: "Brand",
    formula: "Reputation of local firms weighted by revenue · (0.6 + 0.4 · institutions)",
    reading: "The cluster has a better name, and common bodies that guard it",
    sources: &[&TIROLE_1996],
    attribution: Some(explained::regional::BRAND),
    filled: Some(explained::regional::brand),
    eval: |facts| {
        let institutions = facts.value(&trust::INSTITUTIONS)?.unwrap_or(0.0);
        let reputation = facts.by_revenue(|firm| firm.reputation.get());
        Ok(Some(reputation * (OWN_BRAND + (1.0 - OWN_BRAND) * institutions)))
    },
    ..HERE
};

pub(super) static EXPORT: Indicator = Indicator {
    id: "regional.export",
    name: "Export",
    formula: "Export share of local firms weighted by revenue",
    reading: "More is sold outside the region",
    sources: &[&PORTER_1990],
    attribution: Some(explained::regional::EXPORT),
    filled: Some(explained::regional::export),
    eval: |facts| Ok(Some(facts.by_revenue(|firm| firm.export.get()))),
    ..HERE
};

pub(super) static PRODUCTIVITY: Indicator = Indicator {
    id: "regional.productivity",
    name: "Productivity",
    formula: "sat(1000 · Σrevenue ÷ Σjobs of local firms, half.productivity); a stated productivity times jobs replaces a firm's revenue",
    reading: "A job yields more revenue",
    sources: &[&PORTER_1998],
    attribution: Some(explained::regional::PRODUCTIVITY),
    filled: Some(explained::regional::productivity),
    eval: |facts| {
        let a_job = ratio(
            facts.sum_of_firms(yields),
            facts.sum_of_firms(|firm| firm.jobs.get()),
        );
        Ok(Some(facts.sat(a_job, "half.productivity")))
    },
    ..HERE
};

/// Revenue of a firm as the productivity counts it, thousand currency a year.
pub(super) fn yields(firm: &Actor) -> f64 {
    match firm.productivity {
        Some(stated) => stated.get() * firm.jobs.get(),
        None => 1000.0 * firm.revenue.get(),
    }
}

pub(super) static SMALL_WORLD_FORM: Indicator = Indicator {
    id: "regional.small_world_form",
    name: "Small-world form",
    formula: "√(global efficiency · local efficiency) of view N; 0 where undefined",
    reading: "Close circles and short ways between them, at the same time",
    view: View::Plain,
    sources: &[&COWAN_JONARD_2004, &LATORA_MARCHIORI_2001],
    attribution: Some(explained::regional::SMALL_WORLD_FORM),
    filled: Some(explained::regional::small_world_form),
    eval: |facts| {
        let global = facts.value(&structural::GLOBAL_EFFICIENCY)?.unwrap_or(0.0);
        let local = facts.value(&structural::LOCAL_EFFICIENCY)?.unwrap_or(0.0);
        Ok(Some((global * local).sqrt()))
    },
    ..HERE
};

pub(super) static INNOVATION: Indicator = Indicator {
    id: "regional.innovation",
    name: "Innovation",
    formula: "Σk of the local firms, universities, institutes and technology centers that have a tie in view N ÷ number of all of them, tied or not",
    reading: "More capable actors take part",
    view: View::Plain,
    sources: &[&ROMER_1990],
    attribution: Some(explained::regional::INNOVATION),
    filled: Some(explained::regional::innovation),
    eval: |facts| {
        let (mut capability, mut all) = (0.0, 0.0);
        for member in &facts.members {
            if innovates(member) {
                all += 1.0;
                if facts.is_tied(member) {
                    capability += member.actor.capability.get();
                }
            }
        }
        Ok(Some(ratio(capability, all)))
    },
    ..HERE
};

/// A local firm, university, institute or technology center.
pub(super) fn innovates(member: &Member<'_>) -> bool {
    member.firm || (member.local && member.actor.kind.is_knowledge())
}

pub(super) static RIVALRY: Indicator = Indicator {
    id: "regional.rivalry",
    name: "Rivalry",
    formula: "(1 − HHI) · sat(Σw of competition among local firms ÷ their number, half.rivalry)",
    reading: "Rivals of similar size spur each other on",
    sources: &[&PORTER_1990],
    attribution: Some(explained::regional::RIVALRY),
    filled: Some(explained::regional::rivalry),
    eval: |facts| Ok(Some(rivalry(facts)?)),
    ..HERE
};

/// Competition among local firms.
pub(super) fn is_rivalry(link: &Link<'_>) -> bool {
    link.among_firms && link.is(TieKind::Competition)
}

fn rivalry(facts: &Facts<'_>) -> Result<f64, Cancelled> {
    let against = |link: &Link<'_>| is_rivalry(link).then(|| link.weight());
    let rivalry = facts.sat(facts.weight_per_firm(against), "half.rivalry");
    Ok((1.0 - economic::concentration(facts)?) * rivalry)
}
