//! A change by parts, exactly: of dimensions and the overall figure by their formulas, of everything else as the
//! difference of the shares of both states.

use crate::analysis::dimensions::{self, DIMENSIONS, Dimension};
use crate::analysis::economic;
use crate::analysis::explain::{self, Share, Whom};
use crate::analysis::facts::Facts;
use crate::analysis::indicator::Indicator;
use crate::analysis::registry;
use crate::base::cancel::Cancelled;
use crate::model::assumption::Aggregation;

use super::summed;

/// Stands for the choice of a mean among the given numbers.
pub(super) const AGGREGATION: &str = "aggregation";

/// What a part did to its whole: `slope` times the change of the part, and the rest, which is due to its weight.
struct Piece {
    whom: Whom,
    slope: f64,
    amount: f64,
}

impl Piece {
    fn given(id: &'static str, amount: f64) -> Self {
        Self {
            whom: Whom::Given(id),
            slope: 0.0,
            amount,
        }
    }

    fn scaled(self, by: f64) -> Self {
        Self {
            slope: self.slope * by,
            amount: self.amount * by,
            ..self
        }
    }
}

/// The change of a figure by its parts, or by actors, ties, pairs and given numbers if it has none. Empty where it is
/// undefined at either end.
pub(super) fn of_change(
    before: &Facts<'_>,
    after: &Facts<'_>,
    indicator: &'static Indicator,
) -> Result<Vec<Share>, Cancelled> {
    let (Some(from), Some(to)) = (before.value(indicator)?, after.value(indicator)?) else {
        return Ok(Vec::new());
    };
    if let Some(pieces) = pieces(before, after, indicator)? {
        return Ok(summed(pieces.into_iter().map(|piece| Share {
            whom: piece.whom,
            amount: piece.amount,
        })));
    }
    let old = explain::shares(before, indicator)?;
    let new = explain::shares(after, indicator)?;
    Ok(difference(&old, &new, indicator, to - from))
}

/// The same down to actors, ties, pairs and given numbers; what cannot be split further stays with its part.
pub(super) fn roots_of_change(
    before: &Facts<'_>,
    after: &Facts<'_>,
    indicator: &'static Indicator,
) -> Result<Vec<Share>, Cancelled> {
    let (Some(from), Some(to)) = (before.value(indicator)?, after.value(indicator)?) else {
        return Ok(Vec::new());
    };
    let Some(pieces) = pieces(before, after, indicator)? else {
        let old = explain::roots(before, indicator)?;
        let new = explain::roots(after, indicator)?;
        return Ok(difference(&old, &new, indicator, to - from));
    };
    let mut all = Vec::new();
    for piece in pieces {
        let part = match piece.whom {
            Whom::Part(id) => registry::find(id),
            _ => None,
        };
        let roots = match part {
            Some(part) if piece.slope != 0.0 => roots_of_change(before, after, part)?,
            _ => Vec::new(),
        };
        let mut left = piece.amount;
        for root in roots {
            let amount = piece.slope * root.amount;
            left -= amount;
            all.push(Share {
                whom: root.whom,
                amount,
            });
        }
        // Rounding is no root of its own.
        if left.abs() > 1e-12 * piece.amount.abs().max(1.0) {
            all.push(Share {
                whom: piece.whom,
                amount: left,
            });
        }
    }
    Ok(summed(all))
}

/// Shares of one state minus those of the other, item by item. Without any, the figure stands for itself.
fn difference(old: &[Share], new: &[Share], indicator: &'static Indicator, change: f64) -> Vec<Share> {
    if old.is_empty() && new.is_empty() {
        return summed([Share {
            whom: Whom::Part(indicator.id),
            amount: change,
        }]);
    }
    let taken = old.iter().map(|share| Share {
        amount: -share.amount,
        ..*share
    });
    summed(new.iter().copied().chain(taken))
}

/// What the parts of a composite did to it; `None` for a figure that is no dimension and not the overall one.
fn pieces(
    before: &Facts<'_>,
    after: &Facts<'_>,
    indicator: &'static Indicator,
) -> Result<Option<Vec<Piece>>, Cancelled> {
    if let Some(dimension) = dimensions::find(indicator.id) {
        return of_dimension(before, after, dimension).map(Some);
    }
    Ok(match indicator.id {
        "overall_arithmetic" => Some(arithmetic(before, after)?),
        "overall_geometric" => Some(geometric(before, after)?),
        "overall" => Some(overall(before, after)?),
        _ => None,
    })
}

/// The parts of a whole with normalized weights, which sum to 1; 0 for one that is undefined.
fn weighted(
    facts: &Facts<'_>,
    ids: impl Iterator<Item = &'static str>,
) -> Result<Vec<(&'static str, f64, f64)>, Cancelled> {
    let mut list = Vec::new();
    for id in ids {
        let part = registry::find(id).expect("tables of parts name registered indicators");
        list.push(match facts.value(part)? {
            Some(value) => (id, facts.assume(&format!("weight.{id}")), value),
            None => (id, 0.0, 0.0),
        });
    }
    let all: f64 = list.iter().map(|&(_, weight, _)| weight).sum();
    if all > 0.0 {
        for (_, weight, _) in &mut list {
            *weight /= all;
        }
    }
    Ok(list)
}

/// A part in both states.
#[derive(Clone, Copy)]
struct Ends {
    id: &'static str,
    /// Normalized.
    weight: [f64; 2],
    value: [f64; 2],
}

/// The dimensions as parts of the overall figure.
fn whole(before: &Facts<'_>, after: &Facts<'_>) -> Result<Vec<Ends>, Cancelled> {
    let ids = || DIMENSIONS.iter().map(|dimension| dimension.id);
    Ok(paired(&weighted(before, ids())?, &weighted(after, ids())?))
}

fn paired(old: &[(&'static str, f64, f64)], new: &[(&'static str, f64, f64)]) -> Vec<Ends> {
    old.iter()
        .zip(new)
        .map(|(&(id, w0, v0), &(_, w1, v1))| Ends {
            id,
            weight: [w0, w1],
            value: [v0, v1],
        })
        .collect()
}

/// A part of a weighted mean: the mean weight times the change of the value, and the mean value times the change of
/// the weight. The two sum to the change of weight times value.
fn of_mean(part: &Ends, scale: f64) -> Piece {
    let Ends { id, weight, value } = *part;
    Piece {
        whom: Whom::Part(id),
        slope: scale * middle(weight),
        amount: scale * (weight[1] * value[1] - weight[0] * value[0]),
    }
}

fn middle(ends: [f64; 2]) -> f64 {
    f64::midpoint(ends[0], ends[1])
}

fn of_dimension(
    before: &Facts<'_>,
    after: &Facts<'_>,
    dimension: &Dimension,
) -> Result<Vec<Piece>, Cancelled> {
    let ids = || dimension.parts.iter().copied();
    let parts = paired(&weighted(before, ids())?, &weighted(after, ids())?);
    // Spillover is a mean times what one owner leaves of it; a product is split at the middle of its other factor.
    let (kept, loss) = if dimension.id == dimensions::SPILLOVER.id {
        let factor = |facts: &Facts<'_>| facts.assume("independence");
        let (loss, hhi) = (
            [factor(before), factor(after)],
            [economic::concentration(before)?, economic::concentration(after)?],
        );
        (
            [1.0 - loss[0] * hhi[0], 1.0 - loss[1] * hhi[1]],
            Some((loss, hhi)),
        )
    } else {
        ([1.0; 2], None)
    };
    let scale = 100.0 * middle(kept);
    let mut pieces: Vec<Piece> = parts.iter().map(|part| of_mean(part, scale)).collect();
    if let Some((loss, hhi)) = loss {
        let mean = [0, 1].map(|i| parts.iter().map(|part| part.weight[i] * part.value[i]).sum());
        let scale = -100.0 * middle(mean);
        let slope = scale * middle(loss);
        pieces.push(Piece {
            whom: Whom::Part(economic::HHI.id),
            slope,
            amount: slope * (hhi[1] - hhi[0]),
        });
        pieces.push(Piece::given(
            "independence",
            scale * middle(hhi) * (loss[1] - loss[0]),
        ));
    }
    Ok(pieces)
}

fn arithmetic(before: &Facts<'_>, after: &Facts<'_>) -> Result<Vec<Piece>, Cancelled> {
    let parts = whole(before, after)?;
    Ok(parts.iter().map(|part| of_mean(part, 1.0)).collect())
}

/// By the log-mean Divisia index (Ang 2005): the logarithmic mean of both values turns changes of logarithms, which
/// add up, into changes of the product, which then add up as well.
fn geometric(before: &Facts<'_>, after: &Facts<'_>) -> Result<Vec<Piece>, Cancelled> {
    let parts = whole(before, after)?;
    let least = dimensions::LEAST_SCORE;
    let log = |i: usize| -> f64 {
        let logs = parts
            .iter()
            .map(|part| part.weight[i] * part.value[i].max(least).ln());
        logs.sum()
    };
    let scale = log_mean(log(0).exp(), log(1).exp()) * 100.0 / (100.0 - least);
    let piece = |&Ends { id, weight, value }: &Ends| {
        let counted = value.map(|value| value.max(least));
        let amount = scale * (weight[1] * counted[1].ln() - weight[0] * counted[0].ln());
        // The part's own change moved it by this much for each point, as far as it was above the least score.
        let change = value[1] - value[0];
        let moved = if change == 0.0 {
            1.0
        } else {
            (counted[1] - counted[0]) / change
        };
        Piece {
            whom: Whom::Part(id),
            slope: scale * middle(weight) * moved / log_mean(counted[0], counted[1]),
            amount,
        }
    };
    Ok(parts.iter().map(piece).collect())
}

/// (a − b) ÷ ln(a ÷ b) of positive numbers, and a where they are equal.
fn log_mean(a: f64, b: f64) -> f64 {
    // Near each other the quotient loses its digits, and the mean is as good.
    if (a - b).abs() <= 1e-6 * a.max(b) {
        f64::midpoint(a, b)
    } else {
        (a - b) / (a / b).ln()
    }
}

/// Another mean counts with what it does to both states on average.
fn overall(before: &Facts<'_>, after: &Facts<'_>) -> Result<Vec<Piece>, Cancelled> {
    let chosen = [before, after].map(|facts| facts.document.project().assumptions.aggregation);
    let of = |aggregation: Aggregation| match aggregation {
        Aggregation::Geometric => geometric(before, after),
        Aggregation::Arithmetic => arithmetic(before, after),
    };
    if chosen[0] == chosen[1] {
        return of(chosen[0]);
    }
    let value = |facts: &Facts<'_>, aggregation: Aggregation| {
        let figure = match aggregation {
            Aggregation::Geometric => &dimensions::OVERALL_GEOMETRIC,
            Aggregation::Arithmetic => &dimensions::OVERALL_ARITHMETIC,
        };
        Ok(facts.value(figure)?.unwrap_or(0.0))
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for aggregation in chosen {
        pieces.extend(of(aggregation)?.into_iter().map(|piece| piece.scaled(0.5)));
    }
    let turned = |facts: &Facts<'_>| Ok(value(facts, chosen[1])? - value(facts, chosen[0])?);
    let amount = f64::midpoint(turned(before)?, turned(after)?);
    pieces.push(Piece::given(AGGREGATION, amount));
    Ok(pieces)
}

/// The part of a composite that pulls the mean down most: the one that lies farthest below it, by weight; none where
/// there is no composite or all parts are alike.
pub(super) fn weakest(
    facts: &Facts<'_>,
    indicator: &'static Indicator,
) -> Result<Option<&'static Indicator>, Cancelled> {
    let mut parts = if let Some(dimension) = dimensions::find(indicator.id) {
        weighted(facts, dimension.parts.iter().copied())?
    } else if matches!(
        indicator.id,
        "overall" | "overall_geometric" | "overall_arithmetic"
    ) {
        weighted(facts, DIMENSIONS.iter().map(|dimension| dimension.id))?
    } else {
        return Ok(None);
    };
    let geometric = indicator.id == "overall_geometric"
        || indicator.id == "overall"
            && facts.document.project().assumptions.aggregation == Aggregation::Geometric;
    if geometric {
        for (_, _, value) in &mut parts {
            *value = value.max(dimensions::LEAST_SCORE).ln();
        }
    }
    let mean: f64 = parts.iter().map(|&(_, weight, value)| weight * value).sum();
    let mut most = (None, 1e-9);
    for (id, weight, value) in parts {
        let pull = weight * (mean - value);
        if pull > most.1 {
            most = (registry::find(id), pull);
        }
    }
    Ok(most.0)
}
