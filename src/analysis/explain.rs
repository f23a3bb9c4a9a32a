//! Where a figure comes from: its shares, which add up to it, and its formula with the present numbers.
//!
//! Composites split into parts, parts into the actors, ties and pairs behind them. What changes between two states is
//! not worked out here.

use std::collections::BTreeMap;

use crate::base::cancel::Cancelled;
use crate::model::{ActorId, Document, TieId};

use super::facts::Facts;
use super::indicator::{Group, Indicator, Rule};
use super::works::Work;
use super::{dimensions, registry};

/// Who or what a share of a figure belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// One actor.
    Actor(ActorId),
    /// One tie.
    Tie(TieId),
    /// Two actors together, the smaller id first.
    Pair(ActorId, ActorId),
    /// The indicator with this id, as part of a composite; its own id where a figure has its value by convention,
    /// such as an HHI of 1 without producers.
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

/// The shares of a figure in this state, to whom its [`Attribution`] says; they add up to its value. Empty
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
        match part_of(indicator, share.whom) {
            Some(part) => gather(facts, part, Some(amount), all)?,
            None => *all.entry(share.whom).or_default() += amount,
        }
    }
    Ok(())
}

/// The indicator whose share this is, unless it is that of the figure itself.
fn part_of(indicator: &Indicator, whom: Whom) -> Option<&'static Indicator> {
    match whom {
        Whom::Part(id) if id != indicator.id => registry::find(id),
        _ => None,
    }
}

/// What one actor has of the dimensions, their parts and the overall figure that are defined: its own shares and half
/// of those of each tie or pair that it is an end of, down to the roots. In the order of the registry.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn of_actor(facts: &Facts<'_>, id: ActorId) -> Result<Vec<(&'static Indicator, f64)>, Cancelled> {
    let mut known = BTreeMap::new();
    let mut list = Vec::new();
    for &indicator in registry::ALL {
        let shown = match indicator.group {
            Group::Part(whole) => dimensions::find(whole).is_some(),
            group => group.is_dimension() || indicator.id == dimensions::OVERALL.id,
        };
        if shown && indicator.attribution.is_some() && facts.value(indicator)?.is_some() {
            list.push((indicator, held(facts, indicator, id, &mut known)?.0));
        }
    }
    Ok(list)
}

/// What an actor has of a figure, and the sum of its shares; remembered by indicator.
fn held(
    facts: &Facts<'_>,
    indicator: &'static Indicator,
    id: ActorId,
    known: &mut BTreeMap<&'static str, (f64, f64)>,
) -> Result<(f64, f64), Cancelled> {
    if let Some(&known) = known.get(indicator.id) {
        return Ok(known);
    }
    let (mut own, mut sum) = (0.0, 0.0);
    for share in shares(facts, indicator)? {
        sum += share.amount;
        own += share.amount
            * match part_of(indicator, share.whom) {
                Some(part) => {
                    let (own, sum) = held(facts, part, id, known)?;
                    if sum == 0.0 { 0.0 } else { own / sum }
                }
                None => portion_of(facts.document, share.whom, id),
            };
    }
    known.insert(indicator.id, (own, sum));
    Ok((own, sum))
}

/// Which part of a share is an actor's: all of its own, half of what joins it to another.
fn portion_of(document: &Document, whom: Whom, id: ActorId) -> f64 {
    let ends = match whom {
        Whom::Actor(whom) => return f64::from(u8::from(whom == id)),
        Whom::Tie(tie) => match document.tie(tie) {
            Some(tie) => [tie.from, tie.to],
            None => return 0.0,
        },
        Whom::Pair(one, other) => [one, other],
        Whom::Part(_) | Whom::Given(_) => return 0.0,
    };
    if ends.contains(&id) { 0.5 } else { 0.0 }
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
