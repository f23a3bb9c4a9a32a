//! Shares of the parts of spillover.

use crate::analysis::explain::{Attribution, Share};
use crate::analysis::facts::{Facts, Link};
use crate::analysis::spillover::{self as parts, moves_people, researches};
use crate::base::cancel::Cancelled;

use super::{Text, actor, count, economic, marked_firms, number, quotient, sat, scaled, ties};

/// What reaches each local firm and is absorbed there.
fn accesses(facts: &Facts<'_>) -> Result<Vec<Share>, Cancelled> {
    let accesses = facts.firms.iter().zip(facts.firm_access()?);
    Ok(accesses
        .map(|(&firm, &access)| actor(facts, firm, access))
        .collect())
}

pub(in crate::analysis) const KNOWLEDGE_ACCESS: Attribution = Attribution {
    rule: "Among local firms in proportion to a · Σ k · π, the capability that reaches them and is absorbed",
    sources: &[],
    split: |facts| scaled(facts, &parts::KNOWLEDGE_ACCESS, accesses(facts)?),
};

pub(in crate::analysis) fn knowledge_access(facts: &Facts<'_>) -> Text {
    let sum: f64 = accesses(facts)?.iter().map(|share| share.amount).sum();
    Ok(sat(
        facts,
        &quotient(sum, facts.firm_count()),
        "half.knowledge_access",
    ))
}

fn near_research(facts: &Facts<'_>) -> Vec<Share> {
    marked_firms(facts, &facts.near_in_knowledge(researches))
}

pub(in crate::analysis) const RESEARCH_REACH: Attribution = Attribution {
    rule: "Each local firm near research has 1 ÷ number of local firms",
    sources: &[],
    split: |facts| scaled(facts, &parts::RESEARCH_REACH, near_research(facts)),
};

pub(in crate::analysis) fn research_reach(facts: &Facts<'_>) -> Text {
    Ok(quotient(count(&near_research(facts)), facts.firm_count()))
}

pub(in crate::analysis) const RELATED_VARIETY: Attribution = Attribution {
    rule: "Among local firms in proportion to their shares in related variety",
    sources: &[],
    split: |facts| scaled(facts, &parts::RELATED_VARIETY, economic::related(facts)),
};

pub(in crate::analysis) fn related_variety(facts: &Facts<'_>) -> Text {
    let related = facts.variety().map_or(0.0, |variety| variety.related);
    Ok(sat(facts, &number(related), "half.related_variety"))
}

fn near_outside(facts: &Facts<'_>) -> Vec<Share> {
    marked_firms(facts, &facts.near_in_knowledge(|member| !member.local))
}

pub(in crate::analysis) const PIPELINES: Attribution = Attribution {
    rule: "Each local firm near an external actor has 1 ÷ number of local firms",
    sources: &[],
    split: |facts| scaled(facts, &parts::PIPELINES, near_outside(facts)),
};

pub(in crate::analysis) fn pipelines(facts: &Facts<'_>) -> Text {
    Ok(quotient(count(&near_outside(facts)), facts.firm_count()))
}

pub(in crate::analysis) const MOBILITY: Attribution = Attribution {
    rule: "Among local labor and spin-off ties in proportion to their weights",
    sources: &[],
    split: |facts| {
        let moves = ties(facts, |link| moves_people(link).then(|| link.weight()));
        scaled(facts, &parts::MOBILITY, moves)
    },
};

pub(in crate::analysis) fn mobility(facts: &Facts<'_>) -> Text {
    let moves = facts.links.iter().filter(|link| moves_people(link));
    let weight: f64 = moves.map(Link::weight).sum();
    Ok(sat(facts, &quotient(weight, facts.firm_count()), "half.mobility"))
}
