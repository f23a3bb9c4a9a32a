//! Porter's diamond (1990): four corners, each a mean of parts, lifted or lowered by the quality of government.

use crate::base::cancel::Cancelled;
use crate::model::{ActorKind, TieKind};

use super::facts::{Facts, ratio};
use super::indicator::{Group, Indicator, PART, SCORE, View};
use super::works::*;
use super::{dimensions, registry};

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
const WITHOUT_GOVERNMENT: f64 = 0.9;
const BY_GOVERNMENT: f64 = 0.2;

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
    ($name:ident, $index:literal, $reading:literal) => {
        pub(super) static $name: Indicator = Indicator {
            id: CORNERS[$index].id,
            name: CORNERS[$index].name,
            formula: "100 · mean of its parts · (0.9 + 0.2 · government quality ÷ 100), at most 100",
            reading: $reading,
            eval: |facts| score(facts, &CORNERS[$index]),
            ..HERE
        };
    };
}

corner!(FACTOR, 0, "Firms can draw on more");
corner!(DEMAND, 1, "Customers ask for more and are closer");
corner!(RELATED, 2, "Suppliers and related fields are at hand");
corner!(RIVALRY, 3, "Firms spur each other on");

pub(super) static DIAMOND: Indicator = Indicator {
    id: "diamond",
    name: "Diamond",
    formula: "(G − 1) · 100 ÷ 99, G = geometric mean of max(corner, 1)",
    reading: "All four corners are higher; a weak one holds the others back",
    caveat: "Chance, the sixth element, is not scored",
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
    eval: |facts| Ok(Some(facts.document.project().basic_factors.get() / 100.0)),
    ..OF_FACTOR
};

pub(super) static SPECIALIZED_FACTORS: Indicator = Indicator {
    id: "diamond.factor.specialized",
    name: "Specialized factors",
    formula: "sat(Σk of tied local universities, institutes, technology centers and training providers, half.factor)",
    reading: "Research and training are stronger and connected",
    view: View::Plain,
    eval: |facts| {
        let mut capability = 0.0;
        for member in &facts.members {
            let kind = member.actor.kind;
            if (kind.is_knowledge() || kind == ActorKind::Training) && facts.is_tied(member) {
                capability += member.actor.capability.get();
            }
        }
        Ok(Some(facts.sat(capability, "half.factor")))
    },
    ..OF_FACTOR
};

pub(super) static CAPITAL: Indicator = Indicator {
    id: "diamond.factor.capital",
    name: "Capital",
    formula: "Share of local firms at most 2 hops of view N from a local financier",
    reading: "More firms are close to capital",
    view: View::Plain,
    eval: |facts| Ok(Some(facts.near_kind(ActorKind::Finance))),
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
    eval: |facts| Ok(Some(facts.document.project().demand_sophistication.get() / 100.0)),
    ..OF_DEMAND
};

pub(super) static CUSTOMERS: Indicator = Indicator {
    id: "diamond.demand.customers",
    name: "Closeness to customers",
    formula: "Share of local firms at most 2 hops of view N from a local customer",
    reading: "More firms hear from local customers",
    view: View::Plain,
    eval: |facts| Ok(Some(facts.near_kind(ActorKind::Customer))),
    ..OF_DEMAND
};

pub(super) static OUTSIDE_MARKETS: Indicator = Indicator {
    id: "diamond.demand.outside",
    name: "Outside markets",
    formula: "Share in the revenue of local firms of those with a supply tie to an external actor",
    reading: "More of the revenue is in touch with markets outside",
    eval: |facts| {
        let mut outside = vec![false; facts.members.len()];
        for link in facts.links.iter().filter(|link| link.is(TieKind::Supply)) {
            outside[link.from] |= !facts.members[link.to].local;
        }
        let revenue = |&&i: &&usize| facts.members[i].actor.revenue.get();
        let in_touch = facts.firms.iter().filter(|&&i| outside[i]);
        let part: f64 = in_touch.map(|i| revenue(&i)).sum();
        Ok(Some(ratio(part, facts.firms.iter().map(|i| revenue(&i)).sum())))
    },
    ..OF_DEMAND
};
