//! Shares of the diamond, its corners and their parts.

use crate::analysis::diamond::{
    self as parts, BY_GOVERNMENT, CORNERS, Corner, WITHOUT_GOVERNMENT, is_specialized_factor,
    supplies_outside,
};
use crate::analysis::explain::{Attribution, Share, Whom};
use crate::analysis::facts::{Facts, ratio};
use crate::analysis::indicator::Indicator;
use crate::analysis::registry;
use crate::analysis::works::*;
use crate::base::cancel::Cancelled;
use crate::model::ActorKind;

use super::dimensions::{log_shares, mean_of_logs};
use super::{Shares, Text, actor, count, firms, marked_firms, number, quotient, sat, scaled};

/// The corners that have a value, all weighing the same.
fn corners(facts: &Facts<'_>) -> Result<Vec<(&'static str, f64, f64)>, Cancelled> {
    let mut list = Vec::with_capacity(CORNERS.len());
    for corner in CORNERS {
        if let Some(value) = find(corner.id)
            .map(|corner| facts.value(corner))
            .transpose()?
            .flatten()
        {
            list.push((corner.id, 1.0, value));
        }
    }
    Ok(list)
}

fn find(id: &str) -> Option<&'static Indicator> {
    registry::find(id)
}

pub(in crate::analysis) const DIAMOND: Attribution = Attribution {
    rule: "Among the corners in proportion to ln(max(corner, 1)), because logarithms add up where values multiply",
    sources: &[&ANG_2005],
    split: |facts| log_shares(facts, &parts::DIAMOND, &corners(facts)?),
};

pub(in crate::analysis) fn diamond(facts: &Facts<'_>) -> Text {
    Ok(mean_of_logs(&corners(facts)?))
}

/// The parts of a corner that have a value.
fn parts_of(facts: &Facts<'_>, corner: &Corner) -> Result<Vec<(&'static str, f64)>, Cancelled> {
    let mut list = Vec::with_capacity(corner.parts.len());
    for &id in corner.parts {
        if let Some(value) = find(id).map(|part| facts.value(part)).transpose()?.flatten() {
            list.push((id, value));
        }
    }
    Ok(list)
}

/// Quality of government, 0 to 1.
fn government(facts: &Facts<'_>) -> f64 {
    facts.document.project().government_quality.get() / 100.0
}

fn split_of(facts: &Facts<'_>, corner: &Corner, indicator: &'static Indicator) -> Shares {
    let list = parts_of(facts, corner)?;
    let sum: f64 = list.iter().map(|(_, value)| value).sum();
    let part = |&(id, value): &(&'static str, f64)| Share {
        whom: Whom::Part(id),
        amount: value,
    };
    let mut shares: Vec<Share> = list.iter().map(part).collect();
    shares.push(Share {
        whom: Whom::Given("government_quality"),
        amount: sum * (WITHOUT_GOVERNMENT + BY_GOVERNMENT * government(facts) - 1.0),
    });
    scaled(facts, indicator, shares)
}

fn filled_of(facts: &Facts<'_>, corner: &Corner) -> Text {
    let list = parts_of(facts, corner)?;
    let terms: Vec<String> = list.iter().map(|&(_, value)| number(value)).collect();
    let text = format!(
        "100 · ({}) ÷ {} · ({} + {} · {})",
        terms.join(" + "),
        terms.len(),
        number(WITHOUT_GOVERNMENT),
        number(BY_GOVERNMENT),
        number(government(facts))
    );
    let mean = ratio(list.iter().map(|(_, value)| value).sum(), list.len() as f64);
    let cut = mean * (WITHOUT_GOVERNMENT + BY_GOVERNMENT * government(facts)) > 1.0;
    Ok(if cut { format!("min(100, {text})") } else { text })
}

const CORNER: Attribution = Attribution {
    rule: "Each part has 100 · its value ÷ number of parts; government has what it lifts above or lowers below that, half quality changing nothing; what exceeds 100 is cut from all in proportion",
    sources: &[],
    split: |_| Ok(Vec::new()),
};

/// Declares what belongs to one corner.
macro_rules! corner {
    ($name:ident, $filled:ident, $index:literal) => {
        pub(in crate::analysis) const $name: Attribution = Attribution {
            split: |facts| split_of(facts, &CORNERS[$index], &parts::$name),
            ..CORNER
        };

        pub(in crate::analysis) fn $filled(facts: &Facts<'_>) -> Text {
            filled_of(facts, &CORNERS[$index])
        }
    };
}

corner!(FACTOR, factor, 0);
corner!(DEMAND, demand, 1);
corner!(RELATED, related, 2);
corner!(RIVALRY, rivalry, 3);

pub(in crate::analysis) const BASIC_FACTORS: Attribution = Attribution {
    rule: "All of it is the slider of the project",
    sources: &[],
    split: |facts| given(facts, &parts::BASIC_FACTORS, "basic_factors"),
};

pub(in crate::analysis) fn basic_factors(facts: &Facts<'_>) -> Text {
    Ok(quotient(facts.document.project().basic_factors.get(), 100.0))
}

pub(in crate::analysis) const SOPHISTICATION: Attribution = Attribution {
    rule: "All of it is the slider of the project",
    sources: &[],
    split: |facts| given(facts, &parts::SOPHISTICATION, "demand_sophistication"),
};

pub(in crate::analysis) fn sophistication(facts: &Facts<'_>) -> Text {
    Ok(quotient(
        facts.document.project().demand_sophistication.get(),
        100.0,
    ))
}

fn given(facts: &Facts<'_>, indicator: &'static Indicator, field: &'static str) -> Shares {
    let whom = Whom::Given(field);
    scaled(facts, indicator, vec![Share { whom, amount: 1.0 }])
}

fn specialized(facts: &Facts<'_>) -> Vec<Share> {
    let members = facts.members.iter().enumerate();
    let chosen = members.filter(|(_, member)| is_specialized_factor(facts, member));
    chosen
        .map(|(i, member)| actor(facts, i, member.actor.capability.get()))
        .collect()
}

pub(in crate::analysis) const SPECIALIZED_FACTORS: Attribution = Attribution {
    rule: "Among tied local universities, institutes, technology centers and training providers in proportion to k",
    sources: &[],
    split: |facts| scaled(facts, &parts::SPECIALIZED_FACTORS, specialized(facts)),
};

pub(in crate::analysis) fn specialized_factors(facts: &Facts<'_>) -> Text {
    let capability: f64 = specialized(facts).iter().map(|share| share.amount).sum();
    Ok(sat(facts, &number(capability), "half.factor"))
}

fn near(facts: &Facts<'_>, kind: ActorKind) -> Vec<Share> {
    marked_firms(facts, &facts.near_kind(kind))
}

pub(in crate::analysis) const CAPITAL: Attribution = Attribution {
    rule: "Each local firm near a local financier has 1 ÷ number of local firms",
    sources: &[],
    split: |facts| scaled(facts, &parts::CAPITAL, near(facts, ActorKind::Finance)),
};

pub(in crate::analysis) fn capital(facts: &Facts<'_>) -> Text {
    Ok(quotient(
        count(&near(facts, ActorKind::Finance)),
        facts.firm_count(),
    ))
}

pub(in crate::analysis) const CUSTOMERS: Attribution = Attribution {
    rule: "Each local firm near a local customer has 1 ÷ number of local firms",
    sources: &[],
    split: |facts| scaled(facts, &parts::CUSTOMERS, near(facts, ActorKind::Customer)),
};

pub(in crate::analysis) fn customers(facts: &Facts<'_>) -> Text {
    Ok(quotient(
        count(&near(facts, ActorKind::Customer)),
        facts.firm_count(),
    ))
}

fn outside(facts: &Facts<'_>) -> Vec<Share> {
    let outside = supplies_outside(facts);
    let revenue = |i: usize| facts.members[i].actor.revenue.get();
    firms(facts, |i| if outside[i] { revenue(i) } else { 0.0 })
}

pub(in crate::analysis) const OUTSIDE_MARKETS: Attribution = Attribution {
    rule: "Each local firm that supplies an external actor has its share in the revenue of local firms",
    sources: &[],
    split: |facts| scaled(facts, &parts::OUTSIDE_MARKETS, outside(facts)),
};

pub(in crate::analysis) fn outside_markets(facts: &Facts<'_>) -> Text {
    let sold: f64 = outside(facts).iter().map(|share| share.amount).sum();
    Ok(quotient(sold, facts.sum_of_firms(|firm| firm.revenue.get())))
}
