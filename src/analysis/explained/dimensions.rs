//! Shares of the six dimensions and of the overall figures.

use crate::analysis::dimensions::{self as figures, DIMENSIONS, Dimension, LEAST_SCORE};
use crate::analysis::explain::{Attribution, Share, Whom};
use crate::analysis::facts::Facts;
use crate::analysis::indicator::Indicator;
use crate::analysis::works::*;
use crate::analysis::{economic, registry};
use crate::base::cancel::Cancelled;
use crate::model::assumption::Aggregation;

use super::{Shares, Text, number, scaled};

/// Id, weight and value of those that are defined and have weight.
type Weighted = Vec<(&'static str, f64, f64)>;

fn weighted(facts: &Facts<'_>, ids: impl Iterator<Item = &'static str>) -> Result<Weighted, Cancelled> {
    let mut list = Vec::new();
    for id in ids {
        let weight = facts.assume(&format!("weight.{id}"));
        let value = match registry::find(id) {
            Some(indicator) if weight > 0.0 => facts.value(indicator)?,
            _ => None,
        };
        list.extend(value.map(|value| (id, weight, value)));
    }
    Ok(list)
}

fn parts(facts: &Facts<'_>, dimension: &Dimension) -> Result<Weighted, Cancelled> {
    weighted(facts, dimension.parts.iter().copied())
}

fn all(facts: &Facts<'_>) -> Result<Weighted, Cancelled> {
    weighted(facts, DIMENSIONS.iter().map(|dimension| dimension.id))
}

/// A figure in proportion to weight times what is taken of each value.
fn by_weight(
    facts: &Facts<'_>,
    indicator: &'static Indicator,
    list: &Weighted,
    of: impl Fn(f64) -> f64,
) -> Shares {
    let share = |&(id, weight, value): &(&'static str, f64, f64)| Share {
        whom: Whom::Part(id),
        amount: weight * of(value),
    };
    scaled(facts, indicator, list.iter().map(share).collect())
}

/// A geometric mean in proportion to weighted logarithms.
pub(super) fn log_shares(facts: &Facts<'_>, indicator: &'static Indicator, list: &Weighted) -> Shares {
    by_weight(facts, indicator, list, |value| value.max(LEAST_SCORE).ln())
}

/// A weighted sum as text, with its weights only where they differ, and the sum of weights.
fn written(list: &Weighted) -> (String, f64) {
    let same = list.iter().all(|(_, weight, _)| *weight == 1.0);
    let term = |&(_, weight, value): &(&'static str, f64, f64)| {
        if same {
            number(value)
        } else {
            format!("{} · {}", number(weight), number(value))
        }
    };
    let terms: Vec<String> = list.iter().map(term).collect();
    let sum = list.iter().map(|(_, weight, _)| weight).sum();
    (terms.join(" + "), sum)
}

/// The geometric mean of scores, stretched from 0 to 100, as text.
pub(super) fn mean_of_logs(list: &Weighted) -> String {
    let term = |&(_, weight, value): &(&'static str, f64, f64)| {
        let value = number(value.max(LEAST_SCORE));
        if weight == 1.0 {
            value
        } else {
            format!("{value}^{}", number(weight))
        }
    };
    let factors: Vec<String> = list.iter().map(term).collect();
    let weight: f64 = list.iter().map(|(_, weight, _)| weight).sum();
    format!(
        "(({})^(1 ÷ {}) − 1) · 100 ÷ 99",
        factors.join(" · "),
        number(weight)
    )
}

fn filled_of(facts: &Facts<'_>, dimension: &Dimension) -> Text {
    let (sum, weight) = written(&parts(facts, dimension)?);
    Ok(format!("100 · ({sum}) ÷ {}", number(weight)))
}

const DIMENSION: Attribution = Attribution {
    rule: "Each part has 100 · its weight · its value ÷ sum of the weights",
    sources: &[],
    split: |_| Ok(Vec::new()),
};

/// Declares what belongs to one dimension.
macro_rules! dimension {
    ($name:ident, $filled:ident, $index:literal) => {
        pub(in crate::analysis) const $name: Attribution = Attribution {
            split: |facts| {
                let list = parts(facts, &DIMENSIONS[$index])?;
                by_weight(facts, &figures::$name, &list, |value| value)
            },
            ..DIMENSION
        };

        pub(in crate::analysis) fn $filled(facts: &Facts<'_>) -> Text {
            filled_of(facts, &DIMENSIONS[$index])
        }
    };
}

dimension!(SPONTANEITY, spontaneity, 0);
dimension!(TRUST, trust, 1);
dimension!(COORDINATION, coordination, 3);
dimension!(EXTERNAL_ECONOMIES, external_economies, 4);
dimension!(REGIONAL, regional, 5);

pub(in crate::analysis) const SPILLOVER: Attribution = Attribution {
    rule: "Each part has 100 · its weight · its value ÷ sum of the weights, times what concentration leaves, 1 − independence · HHI, which cuts all parts alike",
    sources: &[],
    split: |facts| {
        let list = parts(facts, &DIMENSIONS[2])?;
        by_weight(facts, &figures::SPILLOVER, &list, |value| value)
    },
};

pub(in crate::analysis) fn spillover(facts: &Facts<'_>) -> Text {
    let mean = filled_of(facts, &DIMENSIONS[2])?;
    let independence = number(facts.assume("independence"));
    let concentration = number(economic::concentration(facts)?);
    Ok(format!("{mean} · (1 − {independence} · {concentration})"))
}

pub(in crate::analysis) const OVERALL_GEOMETRIC: Attribution = Attribution {
    rule: "Among the dimensions in proportion to weight · ln(max(dimension, 1)), because logarithms add up where values multiply",
    sources: &[&ANG_2005],
    split: |facts| log_shares(facts, &figures::OVERALL_GEOMETRIC, &all(facts)?),
};

pub(in crate::analysis) fn overall_geometric(facts: &Facts<'_>) -> Text {
    Ok(mean_of_logs(&all(facts)?))
}

pub(in crate::analysis) const OVERALL_ARITHMETIC: Attribution = Attribution {
    rule: "Each dimension has its weight · its value ÷ sum of the weights",
    sources: &[],
    split: |facts| by_weight(facts, &figures::OVERALL_ARITHMETIC, &all(facts)?, |value| value),
};

pub(in crate::analysis) fn overall_arithmetic(facts: &Facts<'_>) -> Text {
    let (sum, weight) = written(&all(facts)?);
    Ok(format!("({sum}) ÷ {}", number(weight)))
}

pub(in crate::analysis) const OVERALL: Attribution = Attribution {
    rule: "As the geometric or the arithmetic figure, as the project chooses",
    sources: &[&ANG_2005],
    split: |facts| match aggregation(facts) {
        Aggregation::Geometric => (OVERALL_GEOMETRIC.split)(facts),
        Aggregation::Arithmetic => (OVERALL_ARITHMETIC.split)(facts),
    },
};

pub(in crate::analysis) fn overall(facts: &Facts<'_>) -> Text {
    match aggregation(facts) {
        Aggregation::Geometric => overall_geometric(facts),
        Aggregation::Arithmetic => overall_arithmetic(facts),
    }
}

fn aggregation(facts: &Facts<'_>) -> Aggregation {
    facts.document.project().assumptions.aggregation
}
