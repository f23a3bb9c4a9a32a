//! Porter's diamond (1990): four corners, each a mean of parts, lifted or lowered by the quality of government.

use crate::base::cancel::Cancelled;
use crate::model::{ActorKind, TieKind};

use super::facts::{Facts, Member, ratio};
use super::indicator::{Group, Indicator, PART, SCORE, View};
use super::works::*;
use super::{dimensions, explained, registry};

/// One corner of the diamond.
#[derive(Clone, Copy, Debug)]
pub struct Corner {
    /// Id of its indicator.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// What it means, in plain words.
    pub description: &'static str,
    /// Ids of its parts, all of the same weight.
    pub parts: &'static [&'static str],
}

/// The corners, in the order in which they are shown: clockwise from the left.
pub static CORNERS: &[Corner] = &[
    Corner {
        id: "diamond.factor",
        name: "Factor conditions",
        description: "What production can draw on: basic factors, research and skills, a labor pool, capital",
        parts: &[
            "diamond.factor.basic",
            "diamond.factor.specialized",
            "external_economies.labor_pool",
            "diamond.factor.capital",
        ],
    },
    Corner {
        id: "diamond.demand",
        name: "Demand conditions",
        description: "How demanding customers are and how close firms are to them",
        parts: &[
            "diamond.demand.sophistication",
            "diamond.demand.customers",
            "diamond.demand.outside",
        ],
    },
    Corner {
        id: "diamond.related",
        name: "Related and supporting industries",
        description: "Suppliers, related fields and support next door",
        parts: &[
            "external_economies.local_sourcing",
            "spillover.related_variety",
            "coordination.chain",
            "external_economies.public_goods",
        ],
    },
    Corner {
        id: "diamond.rivalry",
        name: "Strategy, structure and rivalry",
        description: "How hard firms contest the market and still work together",
        parts: &[
            "spontaneity.contestability",
            "regional.rivalry",
            "spontaneity.entry",
            "spontaneity.coopetition",
        ],
    },
];

/// Share of a corner that stands under the worst government, and what the best one adds; choices of ours.
pub(super) const WITHOUT_GOVERNMENT: f64 = 0.9;
pub(super) const BY_GOVERNMENT: f64 = 0.2;

fn score(facts: &Facts<'_>, corner: &Corner) -> Result<Option<f64>, Cancelled> {
    let (mut sum, mut count) = (0.0, 0.0);
    for id in corner.parts {
        let part = registry::find(id).expect("tables of parts name registered indicators");
        if let Some(value) = facts.value(part)? {
            sum += value;
            count += 1.0;
        }
    }
    let government = facts.document.project().government_quality.get() / 100.0;
    let lifted = 100.0 * ratio(sum, count) * (WITHOUT_GOVERNMENT + BY_GOVERNMENT * government);
    Ok(Some(lifted.min(100.0)))
}

const HERE: Indicator = Indicator {
    group: Group::Diamond,
    caveat: "Shares per firm can rise when firms merge; read the index rather than one corner",
    sources: &[&PORTER_1990],
    ..SCORE
};

/// Declares the indicator of one corner; words come from the table.
macro_rules! corner {
    ($name:ident, $filled:ident, $index:literal, $reading:literal) => {
        pub(super) static $name: Indicator = Indicator {
            id: CORNERS[$index].id,
            name: CORNERS[$index].name,
            formula: "100 · mean of its parts · (0.9 + 0.2 · government quality ÷ 100), at most 100",
            reading: $reading,
            attribution: Some(explained::diamond::$name),
            filled: Some(explained::diamond::$filled),
            eval: |facts| score(facts, &CORNERS[$index]),
            ..HERE
        };
    };
}

corner!(FACTOR, factor, 0, "Firms can draw on more");
corner!(DEMAND, demand, 1, "Customers ask for more and are closer");
corner!(RELATED, related, 2, "Suppliers and related fields are at hand");
corner!(RIVALRY, rivalry, 3, "Firms spur each other on");

pub(super) static DIAMOND: Indicator = Indicator {
    id: "diamond",
    name: "Diamond",
    formula: "(G − 1) · 100 ÷ 99, G = geometric mean of max(corner, 1)",
    reading: "All four corners are higher; a weak one holds the others back",
    caveat: "Chance, the sixth element, is not scored",
    attribution: Some(explained::diamond::DIAMOND),
    filled: Some(explained::diamond::diamond),
    eval: |facts| {
        let mut scores = Vec::with_capacity(CORNERS.len());
        for corner in [&FACTOR, &DEMAND, &RELATED, &RIVALRY] {
            scores.extend(facts.value(corner)?);
        }
        Ok(dimensions::equal_index(&scores))
    },
    ..HERE
};

const OF_FACTOR: Indicator = Indicator {
    group: Group::Part("diamond.factor"),
    sources: &[&PORTER_1990],
    ..PART
};

pub(super) static BASIC_FACTORS: Indicator = Indicator {
    id: "diamond.factor.basic",
    name: "Basic factors",
    formula: "Slider of the project ÷ 100",
    reading: "Land, climate, infrastructure and unskilled labor are better",
    attribution: Some(explained::diamond::BASIC_FACTORS),
    filled: Some(explained::diamond::basic_factors),
    eval: |facts| Ok(Some(facts.document.project().basic_factors.get() / 100.0)),
    ..OF_FACTOR
};

pub(super) static SPECIALIZED_FACTORS: Indicator = Indicator {
    id: "diamond.factor.specialized",
    name: "Specialized factors",
    formula: "sat(Σk of tied local universities, institutes, technology centers and training providers, half.factor)",
    reading: "Research and training are stronger and connected",
    view: View::Plain,
    attribution: Some(explained::diamond::SPECIALIZED_FACTORS),
    filled: Some(explained::diamond::specialized_factors),
    eval: |facts| {
        let mut capability = 0.0;
        for member in &facts.members {
            if is_specialized_factor(facts, member) {
                capability += member.actor.capability.get();
            }
        }
        Ok(Some(facts.sat(capability, "half.factor")))
    },
    ..OF_FACTOR
};

/// A tied local university, institute, technology center or training provider.
pub(super) fn is_specialized_factor(facts: &Facts<'_>, member: &Member<'_>) -> bool {
    let kind = member.actor.kind;
    (kind.is_knowledge() || kind == ActorKind::Training) && facts.is_tied(member)
}

pub(super) static CAPITAL: Indicator = Indicator {
    id: "diamond.factor.capital",
    name: "Capital",
    formula: "Share of local firms at most 2 hops of view N from a local financier",
    reading: "More firms are close to capital",
    view: View::Plain,
    attribution: Some(explained::diamond::CAPITAL),
    filled: Some(explained::diamond::capital),
    eval: |facts| {
        let near = facts.near_kind(ActorKind::Finance);
        Ok(Some(facts.share_of_firms(|i| near[i])))
    },
    ..OF_FACTOR
};

const OF_DEMAND: Indicator = Indicator {
    group: Group::Part("diamond.demand"),
    ..OF_FACTOR
};

pub(super) static SOPHISTICATION: Indicator = Indicator {
    id: "diamond.demand.sophistication",
    name: "Demand sophistication",
    formula: "Slider of the project ÷ 100",
    reading: "Local customers are more demanding",
    attribution: Some(explained::diamond::SOPHISTICATION),
    filled: Some(explained::diamond::sophistication),
    eval: |facts| Ok(Some(facts.document.project().demand_sophistication.get() / 100.0)),
    ..OF_DEMAND
};

pub(super) static CUSTOMERS: Indicator = Indicator {
    id: "diamond.demand.customers",
    name: "Closeness to customers",
    formula: "Share of local firms at most 2 hops of view N from a local customer",
    reading: "More firms hear from local customers",
    view: View::Plain,
    attribution: Some(explained::diamond::CUSTOMERS),
    filled: Some(explained::diamond::customers),
    eval: |facts| {
        let near = facts.near_kind(ActorKind::Customer);
        Ok(Some(facts.share_of_firms(|i| near[i])))
    },
    ..OF_DEMAND
};

pub(super) static OUTSIDE_MARKETS: Indicator = Indicator {
    id: "diamond.demand.outside",
    name: "Outside markets",
    formula: "Share in the revenue of local firms of those with a supply tie to an external actor",
    reading: "More of the revenue is in touch with markets outside",
    attribution: Some(explained::diamond::OUTSIDE_MARKETS),
    filled: Some(explained::diamond::outside_markets),
    eval: |facts| {
        let outside = supplies_outside(facts);
        let revenue = |&&i: &&usize| facts.members[i].actor.revenue.get();
        let in_touch = facts.firms.iter().filter(|&&i| outside[i]);
        let part: f64 = in_touch.map(|i| revenue(&i)).sum();
        Ok(Some(ratio(part, facts.firms.iter().map(|i| revenue(&i)).sum())))
    },
    ..OF_DEMAND
};

/// Marks each member that a supply tie leads from to an external actor.
pub(super) fn supplies_outside(facts: &Facts<'_>) -> Vec<bool> {
    let mut outside = vec![false; facts.members.len()];
    for link in facts.links.iter().filter(|link| link.is(TieKind::Supply)) {
        outside[link.from] |= !facts.members[link.to].local;
    }
    outside
}
