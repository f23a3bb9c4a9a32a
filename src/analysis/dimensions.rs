//! The six dimensions and the overall figure: which parts belong where, and how they become one.
//!
//! Arithmetic inside a dimension, because parts are facets that can stand in for each other and may be missing;
//! geometric across dimensions unless the project says otherwise, because one cannot buy out another.

use crate::base::cancel::Cancelled;
use crate::base::notice::Notice;
use crate::model::assumption::Aggregation;

use super::facts::Facts;
use super::indicator::{Group, Indicator, SCORE};
use super::works::*;
use super::{economic, explained, registry};

/// One of the six headline figures.
#[derive(Clone, Copy, Debug)]
pub struct Dimension {
    /// Id of its indicator; its weight is the assumption `weight.` and this.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// What it means, in plain words.
    pub description: &'static str,
    /// Ids of its parts, in order; their weights are the assumptions `weight.` and these.
    pub parts: &'static [&'static str],
}

/// All dimensions, in the order in which they are shown.
pub static DIMENSIONS: &[Dimension] = &[
    Dimension {
        id: "spontaneity",
        name: "Spontaneity",
        description: "Order that grows from below: firms enter, contest, compete and cooperate without a planner",
        parts: &[
            "spontaneity.entry",
            "spontaneity.contestability",
            "spontaneity.bottom_up",
            "spontaneity.decentralization",
            "spontaneity.coopetition",
        ],
    },
    Dimension {
        id: "trust",
        name: "Trust",
        description: "The foundation of dealing with each other: trusted, closed, mature ties and common bodies",
        parts: &[
            "trust.mean_trust",
            "trust.coverage",
            "trust.closure",
            "trust.multiplexity",
            "trust.maturity",
            "trust.institutions",
        ],
    },
    Dimension {
        id: "spillover",
        name: "Spillover",
        description: "Knowledge that reaches firms through ties, research, pipelines and people who move",
        parts: &[
            "spillover.knowledge_access",
            "spillover.research_reach",
            "spillover.related_variety",
            "spillover.pipelines",
            "spillover.mobility",
        ],
    },
    Dimension {
        id: "coordination",
        name: "Coordination",
        description: "The whole as more than its parts: a complete chain, short ways, joint action, no single point of failure",
        parts: &[
            "coordination.chain",
            "coordination.connectedness",
            "coordination.efficiency",
            "coordination.integrators",
            "coordination.joint_action",
            "coordination.flexibility",
        ],
    },
    Dimension {
        id: "external_economies",
        name: "External economies",
        description: "What firms save by being together: local suppliers, a labor pool, public goods, cheap dealing",
        parts: &[
            "external_economies.local_sourcing",
            "external_economies.labor_pool",
            "external_economies.public_goods",
            "external_economies.low_transaction_cost",
            "external_economies.mass",
            "external_economies.specialization",
        ],
    },
    Dimension {
        id: "regional",
        name: "Regional competitiveness",
        description: "What the region gains: a brand, exports, productivity, innovation and rivalry that keeps them alive",
        parts: &[
            "regional.brand",
            "regional.export",
            "regional.productivity",
            "regional.small_world_form",
            "regional.innovation",
            "regional.rivalry",
        ],
    },
];

/// The dimension with this id.
pub fn find(id: &str) -> Option<&'static Dimension> {
    DIMENSIONS.iter().find(|dimension| dimension.id == id)
}

/// Declares the indicator of one dimension; words come from the table.
macro_rules! dimension {
    ($name:ident, $filled:ident, $index:literal, $group:ident, $formula:literal, $reading:literal, $sources:expr) => {
        pub(super) static $name: Indicator = Indicator {
            id: DIMENSIONS[$index].id,
            name: DIMENSIONS[$index].name,
            group: Group::$group,
            formula: $formula,
            reading: $reading,
            caveat: CAVEAT,
            sources: $sources,
            attribution: Some(explained::dimensions::$name),
            filled: Some(explained::dimensions::$filled),
            eval: |facts| score(facts, &DIMENSIONS[$index]),
            ..SCORE
        };
    };
}

const CAVEAT: &str = "Compares states of a model, not real places";

dimension!(
    SPONTANEITY,
    spontaneity,
    0,
    Basic,
    "100 · weighted mean of its parts",
    "Order grows from below",
    &[&PORTER_1990, &KLEPPER_2007, &SAXENIAN_1994]
);
dimension!(
    TRUST,
    trust,
    1,
    Basic,
    "100 · weighted mean of its parts",
    "Actors can rely on each other",
    &[&DYER_CHU_2003, &PUTNAM_1993]
);
dimension!(
    SPILLOVER,
    spillover,
    2,
    Basic,
    "100 · weighted mean of its parts · (1 − independence · HHI)",
    "Knowledge reaches more firms, and is not kept by one owner",
    &[&GIULIANI_BELL_2005, &GLAESER_1992]
);
dimension!(
    COORDINATION,
    coordination,
    3,
    Advantage,
    "100 · weighted mean of its parts",
    "The cluster works as one system",
    &[&SCHMITZ_1995, &PORTER_1998]
);
dimension!(
    EXTERNAL_ECONOMIES,
    external_economies,
    4,
    Advantage,
    "100 · weighted mean of its parts",
    "Being together saves costs",
    &[&MARSHALL_1890, &WILLIAMSON_1985]
);
dimension!(
    REGIONAL,
    regional,
    5,
    Advantage,
    "100 · weighted mean of its parts",
    "The region is more competitive",
    &[&PORTER_1990, &PORTER_1998]
);

/// 100 times the weighted mean of the parts that are defined; `None` when none of them has weight.
fn score(facts: &Facts<'_>, dimension: &Dimension) -> Result<Option<f64>, Cancelled> {
    let Some(mean) = weighted(facts, dimension.parts.iter().copied())?.arithmetic() else {
        return Ok(None);
    };
    let kept = if dimension.id == SPILLOVER.id {
        kept(facts.assume("independence"), economic::concentration(facts)?)
    } else {
        1.0
    };
    Ok(Some(100.0 * mean * kept))
}

/// The part of spillover that stays when producers are so concentrated: one owner internalizes what would spill over.
pub(super) fn kept(independence: f64, concentration: f64) -> f64 {
    1.0 - independence * concentration
}

/// Defined values with their weights.
struct Weighted(Vec<(f64, f64)>);

/// The defined ones among these indicators, weighted by the assumption `weight.` and their id.
fn weighted(facts: &Facts<'_>, ids: impl Iterator<Item = &'static str>) -> Result<Weighted, Cancelled> {
    let mut list = Vec::new();
    for id in ids {
        let indicator = registry::find(id).expect("tables of parts name registered indicators");
        if let Some(value) = facts.value(indicator)? {
            list.push((facts.assume(&format!("weight.{id}")), value));
        }
    }
    Ok(Weighted(list))
}

impl Weighted {
    /// Weighted mean; `None` without weight.
    fn arithmetic(&self) -> Option<f64> {
        mean(self.0.iter().copied())
    }

    /// Weighted geometric mean of scores, shifted so that it runs from 0 to 100; `None` without weight.
    fn geometric(&self) -> Option<f64> {
        aggregated(&self.0, Aggregation::Geometric)
    }
}

/// Mean of pairs of weight and value; `None` without weight.
pub(super) fn mean(list: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut weights, mut sum) = (0.0, 0.0);
    for (weight, value) in list {
        weights += weight;
        sum += weight * value;
    }
    (weights > 0.0).then(|| sum / weights)
}

/// Scores with their weights as one figure from 0 to 100; `None` without weight.
pub(super) fn aggregated(scores: &[(f64, f64)], aggregation: Aggregation) -> Option<f64> {
    match aggregation {
        Aggregation::Arithmetic => mean(scores.iter().copied()),
        Aggregation::Geometric => mean(scores.iter().map(|&(w, score)| (w, score.max(LEAST_SCORE).ln())))
            .map(|mean| (mean.exp() - LEAST_SCORE) * 100.0 / (100.0 - LEAST_SCORE)),
    }
}

/// A score below this counts as this in a geometric mean: a product must not stick at 0.
pub(super) const LEAST_SCORE: f64 = 1.0;

/// The index of equally weighted scores, as the overall figure with the geometric mean.
pub(super) fn equal_index(scores: &[f64]) -> Option<f64> {
    Weighted(scores.iter().map(|&score| (1.0, score)).collect()).geometric()
}

fn all_dimensions(facts: &Facts<'_>) -> Result<Weighted, Cancelled> {
    weighted(facts, DIMENSIONS.iter().map(|dimension| dimension.id))
}

pub(super) static OVERALL: Indicator = Indicator {
    id: "overall",
    name: "Overall",
    group: Group::Overall,
    formula: "Geometric or arithmetic mean of the dimensions, as the project chooses",
    reading: "The cluster is more competitive in all six dimensions together",
    caveat: CAVEAT,
    sources: &[&NARDO_2008],
    attribution: Some(explained::dimensions::OVERALL),
    filled: Some(explained::dimensions::overall),
    eval: |facts| match facts.document.project().assumptions.aggregation {
        Aggregation::Geometric => facts.value(&OVERALL_GEOMETRIC),
        Aggregation::Arithmetic => facts.value(&OVERALL_ARITHMETIC),
    },
    ..SCORE
};

pub(super) static OVERALL_GEOMETRIC: Indicator = Indicator {
    id: "overall_geometric",
    name: "Overall, geometric",
    group: Group::Overall,
    formula: "(G − 1) · 100 ÷ 99, G = weighted geometric mean of max(dimension, 1)",
    reading: "All dimensions are higher; a weak one holds the others back",
    caveat: CAVEAT,
    sources: &[&NARDO_2008],
    attribution: Some(explained::dimensions::OVERALL_GEOMETRIC),
    filled: Some(explained::dimensions::overall_geometric),
    eval: |facts| Ok(all_dimensions(facts)?.geometric()),
    ..SCORE
};

pub(super) static OVERALL_ARITHMETIC: Indicator = Indicator {
    id: "overall_arithmetic",
    name: "Overall, arithmetic",
    group: Group::Overall,
    formula: "Weighted arithmetic mean of the dimensions",
    reading: "The dimensions are higher on average; a strong one makes up for a weak one",
    caveat: CAVEAT,
    sources: &[&NARDO_2008],
    attribution: Some(explained::dimensions::OVERALL_ARITHMETIC),
    filled: Some(explained::dimensions::overall_arithmetic),
    eval: |facts| Ok(all_dimensions(facts)?.arithmetic()),
    ..SCORE
};

/// What was left out of a mean, for a cluster that has anything in it.
pub(super) fn notices(facts: &Facts<'_>) -> Result<Vec<Notice>, Cancelled> {
    let mut notices = Vec::new();
    if facts.members.is_empty() {
        return Ok(notices);
    }
    for dimension in DIMENSIONS {
        let mut weight = 0.0;
        for &id in dimension.parts {
            let part = registry::find(id).expect("tables of parts name registered indicators");
            let own = facts.assume(&format!("weight.{id}"));
            if facts.value(part)?.is_some() {
                weight += own;
            } else if own > 0.0 {
                let sentence = format!("{} is left out of {} for want of data", part.name, dimension.name);
                notices.push(Notice::info(sentence).at(id));
            }
        }
        if weight <= 0.0 {
            let sentence = format!(
                "{} has no value because none of its parts has weight",
                dimension.name
            );
            notices.push(Notice::warning(sentence).at(dimension.id));
        }
    }
    Ok(notices)
}
