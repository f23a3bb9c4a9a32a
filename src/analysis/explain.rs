//! Where a figure comes from: its shares, which add up to it, and its formula with the present numbers.
//!
//! Composites split into parts, parts into the actors, ties and pairs behind them. What changes between two states is
//! not worked out here.

use std::collections::BTreeMap;

use crate::base::cancel::Cancelled;
use crate::model::{ActorId, TieId};

use super::facts::Facts;
use super::indicator::{Indicator, Rule};
use super::registry;
use super::works::Work;

/// Who or what a share of a figure belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// One actor.
    Actor(ActorId),
    /// One tie.
    Tie(TieId),
    /// Two actors together, the smaller id first.
    Pair(ActorId, ActorId),
    /// The indicator with this id, as part of a composite.
    Part(&'static str),
    /// A number of the project that is typed in, by the id of its field or assumption.
    Given(&'static str),
}

/// A part of a figure and whom it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Whom it belongs to.
    pub whom: Whom,
    /// In the unit of the figure; may be negative.
    pub amount: f64,
}

/// How a figure is shared out. The shares add up to the value but for rounding.
#[derive(Clone, Copy, Debug)]
pub struct Attribution {
    /// One sentence for people: whose shares these are and by what rule.
    pub rule: &'static str,
    /// Where the rule comes from, if it is not part of the definition itself.
    pub sources: &'static [&'static Work],
    /// The shares; callers go through [`shares`].
    pub(super) split: Rule<Vec<Share>>,
}

/// The shares of a figure in this state, of one kind as its [`Attribution`] says; they add up to its value. Empty
/// where it is undefined or has no attribution.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn shares(facts: &Facts<'_>, indicator: &'static Indicator) -> Result<Vec<Share>, Cancelled> {
    let Some(attribution) = &indicator.attribution else {
        return Ok(Vec::new());
    };
    if facts.value(indicator)?.is_none() {
        return Ok(Vec::new());
    }
    let mut shares = (attribution.split)(facts)?;
    shares.retain(|share| share.amount != 0.0);
    Ok(shares)
}

/// The same down to actors, ties, pairs and given numbers, one share for each: parts are split in proportion to their
/// own shares. What cannot be split further stays with its part.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn roots(facts: &Facts<'_>, indicator: &'static Indicator) -> Result<Vec<Share>, Cancelled> {
    let mut all: BTreeMap<Whom, f64> = BTreeMap::new();
    gather(facts, indicator, None, &mut all)?;
    Ok(all
        .into_iter()
        .map(|(whom, amount)| Share { whom, amount })
        .collect())
}

/// Adds the roots of a figure, scaled so that they sum to `amount` if one is given.
fn gather(
    facts: &Facts<'_>,
    indicator: &'static Indicator,
    amount: Option<f64>,
    all: &mut BTreeMap<Whom, f64>,
) -> Result<(), Cancelled> {
    let shares = shares(facts, indicator)?;
    let sum: f64 = shares.iter().map(|share| share.amount).sum();
    let scale = amount.map_or(1.0, |amount| amount / sum);
    if !scale.is_finite() || shares.is_empty() {
        if let Some(amount) = amount {
            *all.entry(Whom::Part(indicator.id)).or_default() += amount;
        }
        return Ok(());
    }
    for share in shares {
        let amount = share.amount * scale;
        match share.whom {
            Whom::Part(id) => match registry::find(id) {
                Some(part) => gather(facts, part, Some(amount), all)?,
                None => *all.entry(share.whom).or_default() += amount,
            },
            whom => *all.entry(whom).or_default() += amount,
        }
    }
    Ok(())
}

/// The formula of a figure with the present numbers filled in; empty where it is undefined or has none.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn filled(facts: &Facts<'_>, indicator: &'static Indicator) -> Result<String, Cancelled> {
    match indicator.filled {
        Some(filled) if facts.value(indicator)?.is_some() => filled(facts),
        _ => Ok(String::new()),
    }
}
