//! Parts of spillover: knowledge that reaches firms without being bought.

use crate::graph::sampling;
use crate::model::TieKind;

use super::explained;
use super::facts::{Link, Member};
use super::indicator::{Group, Indicator, PART, View};
use super::works::*;

const HERE: Indicator = Indicator {
    group: Group::Part("spillover"),
    ..PART
};

pub(super) static KNOWLEDGE_ACCESS: Indicator = Indicator {
    id: "spillover.knowledge_access",
    name: "Knowledge access",
    formula: "sat(mean over local firms j of a_j · Σ k_i · π_ij, half.knowledge_access); π = best product of κ·w·(½ + ½τ) along a path from i to j",
    reading: "Firms reach more capability and can absorb it",
    caveat: "External sources count",
    sources: &[&GIULIANI_BELL_2005, &COHEN_LEVINTHAL_1990],
    attribution: Some(explained::spillover::KNOWLEDGE_ACCESS),
    filled: Some(explained::spillover::knowledge_access),
    eval: |facts| {
        let (mean, error) = facts.mean_access()?;
        let of = |mean: f64| facts.sat(mean, "half.knowledge_access");
        let value = of(mean);
        let reach = (of(mean + error) - value).max(value - of((mean - error).max(0.0)));
        facts.note_error(reach, sampling::CONFIDENCE);
        Ok(Some(value))
    },
    ..HERE
};

pub(super) static RESEARCH_REACH: Indicator = Indicator {
    id: "spillover.research_reach",
    name: "Research reach",
    formula: "Share of local firms at most 2 hops of view K from a local university, institute or technology center",
    reading: "Research is close to more firms",
    view: View::Knowledge,
    sources: &[&JAFFE_1989],
    attribution: Some(explained::spillover::RESEARCH_REACH),
    filled: Some(explained::spillover::research_reach),
    eval: |facts| {
        let near = facts.near_in_knowledge(researches);
        Ok(Some(facts.share_of_firms(|i| near[i])))
    },
    ..HERE
};

/// A local university, institute or technology center.
pub(super) fn researches(member: &Member<'_>) -> bool {
    member.local && member.actor.kind.is_knowledge()
}

pub(super) static RELATED_VARIETY: Indicator = Indicator {
    id: "spillover.related_variety",
    name: "Related variety",
    formula: "sat(related variety in bits, half.related_variety)",
    reading: "Firms do different things within the same fields",
    caveat: "Needs activity codes of the form group.sub",
    sources: &[&FRENKEN_2007],
    attribution: Some(explained::spillover::RELATED_VARIETY),
    filled: Some(explained::spillover::related_variety),
    eval: |facts| {
        let related = facts.variety().map_or(0.0, |variety| variety.related);
        Ok(Some(facts.sat(related, "half.related_variety")))
    },
    ..HERE
};

pub(super) static PIPELINES: Indicator = Indicator {
    id: "spillover.pipelines",
    name: "Pipelines",
    formula: "Share of local firms at most 2 hops of view K from an external actor",
    reading: "More firms hear from outside",
    view: View::Knowledge,
    sources: &[&BATHELT_2004],
    attribution: Some(explained::spillover::PIPELINES),
    filled: Some(explained::spillover::pipelines),
    eval: |facts| {
        let near = facts.near_in_knowledge(|member| !member.local);
        Ok(Some(facts.share_of_firms(|i| near[i])))
    },
    ..HERE
};

pub(super) static MOBILITY: Indicator = Indicator {
    id: "spillover.mobility",
    name: "Mobility",
    formula: "sat(Σw of local labor and spin-off ties ÷ number of local firms, half.mobility)",
    reading: "People carry knowledge from employer to employer",
    sources: &[&ALMEIDA_KOGUT_1999],
    attribution: Some(explained::spillover::MOBILITY),
    filled: Some(explained::spillover::mobility),
    eval: |facts| {
        let moves = facts.weight_per_firm(|link| moves_people(link).then(|| link.weight()));
        Ok(Some(facts.sat(moves, "half.mobility")))
    },
    ..HERE
};

/// A local labor or spin-off tie.
pub(super) fn moves_people(link: &Link<'_>) -> bool {
    link.local && (link.is(TieKind::Labor) || link.is(TieKind::Spinoff))
}
