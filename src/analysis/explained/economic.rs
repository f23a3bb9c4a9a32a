//! Shares of markets, variety and costs.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::economic::{
    self as figures, DISTRUST_FACTOR, Dartboard, STAGES, is_transaction, producers, stage, stage_joined,
};
use crate::analysis::explain::{Attribution, Share, Whom};
use crate::analysis::facts::{Facts, Link};
use crate::analysis::works::*;
use crate::base::units::Amount;
use crate::model::{Actor, ActorKind};

use super::{
    Text, actor, bracketed, firms, number, one_for_each, portion, quotient, scaled, sum, ties, times, value,
};

/// Each local producer, by position, with its share in the revenue of all; 0 without revenue.
fn revenue_shares(facts: &Facts<'_>) -> Vec<(usize, f64)> {
    let revenue = |i: usize| facts.members[i].actor.revenue.get();
    let all: f64 = producers(facts).map(revenue).sum();
    let share = |i: usize| if all > 0.0 { revenue(i) / all } else { 0.0 };
    producers(facts).map(|i| (i, share(i))).collect()
}

/// What each producer adds to 1 − HHI: its share times that of the others.
pub(super) fn contested(facts: &Facts<'_>) -> Vec<Share> {
    let shares = revenue_shares(facts).into_iter();
    shares.map(|(i, s)| actor(facts, i, s * (1.0 - s))).collect()
}

pub(in crate::analysis) const HHI: Attribution = Attribution {
    rule: "Each local producer has s², s = its share in revenue; without revenue all have equal shares",
    sources: &[],
    split: |facts| {
        let shares = revenue_shares(facts).into_iter();
        let squares = shares.map(|(i, s)| actor(facts, i, s * s)).collect();
        scaled(facts, &figures::HHI, squares)
    },
};

fn squares(shares: impl Iterator<Item = f64>) -> String {
    sum(shares.collect(), |share| format!("{}²", number(share)))
}

pub(in crate::analysis) fn hhi(facts: &Facts<'_>) -> Text {
    let shares: Vec<f64> = revenue_shares(facts).into_iter().map(|(_, s)| s).collect();
    if shares.iter().sum::<f64>() > 0.0 {
        Ok(squares(shares.into_iter()))
    } else {
        Ok("1".to_owned())
    }
}

/// How an effective number 1 ÷ Σs² is shared out: everybody has s of the one that is always there, and what exceeds it
/// by s(1 − s). Equal actors have 1 each.
fn effective(facts: &Facts<'_>, shares: &[(usize, f64)]) -> Vec<Share> {
    let squares: f64 = shares.iter().map(|(_, s)| s * s).sum();
    let of = |s: f64| s + s * (1.0 - s) / squares;
    shares.iter().map(|&(i, s)| actor(facts, i, of(s))).collect()
}

pub(in crate::analysis) const EFFECTIVE_NUMBER: Attribution = Attribution {
    rule: "Each local producer has s + s(1 − s) ÷ HHI, s = its share in revenue: a part of the one there is in a monopoly, and of what exceeds it; equal producers have 1 each",
    sources: &[],
    split: |facts| {
        let shares = effective(facts, &revenue_shares(facts));
        scaled(facts, &figures::EFFECTIVE_NUMBER, shares)
    },
};

pub(in crate::analysis) fn effective_number(facts: &Facts<'_>) -> Text {
    Ok(format!("1 ÷ {}", number(value(facts, &figures::HHI)?)))
}

/// Each local firm, by position, with its share in the jobs of all.
fn job_shares(facts: &Facts<'_>) -> Vec<(usize, f64)> {
    let all = facts.sum_of_firms(|firm| firm.jobs.get());
    let share = |&i: &usize| (i, facts.members[i].actor.jobs.get() / all);
    facts.firms.iter().map(share).collect()
}

pub(in crate::analysis) const LABOR_POOL: Attribution = Attribution {
    rule: "Each local firm has e + e(1 − e) ÷ Σe², e = its share in jobs: a part of the one there is with a single employer, and of what exceeds it; equal employers have 1 each",
    sources: &[],
    split: |facts| {
        let shares = effective(facts, &job_shares(facts));
        scaled(facts, &figures::LABOR_POOL, shares)
    },
};

pub(in crate::analysis) fn labor_pool(facts: &Facts<'_>) -> Text {
    let shares = job_shares(facts).into_iter().map(|(_, share)| share);
    Ok(format!("1 ÷ {}", bracketed(squares(shares))))
}

/// The four counts behind the location quotient, in the order of its formula.
const COUNTS: [&str; 4] = ["industry_region", "all_region", "industry_nation", "all_nation"];

/// One for each of the four counts of jobs.
pub(super) fn counts_of_jobs() -> Vec<Share> {
    let share = |id| Share {
        whom: Whom::Given(id),
        amount: 1.0,
    };
    COUNTS.map(share).to_vec()
}

pub(in crate::analysis) const LOCATION_QUOTIENT: Attribution = Attribution {
    rule: "In equal shares to the four counts of jobs: the quotient means nothing without each of them",
    sources: &[&SHAPLEY_1953],
    split: |facts| scaled(facts, &figures::LOCATION_QUOTIENT, counts_of_jobs()),
};

pub(in crate::analysis) fn location_quotient(facts: &Facts<'_>) -> Text {
    let lq = facts.document.project().lq;
    let text = |amount: Option<Amount>| amount.map_or(String::new(), |a| number(a.get()));
    let [inside, region, outside, nation] = [
        lq.industry_region,
        lq.all_region,
        lq.industry_nation,
        lq.all_nation,
    ]
    .map(text);
    Ok(format!("({inside} ÷ {region}) ÷ ({outside} ÷ {nation})"))
}

pub(in crate::analysis) const ELLISON_GLAESER: Attribution = Attribution {
    rule: "The table of regions has G ÷ ((1 − Σx²)(1 − H)); what plants make likely by chance, −H ÷ (1 − H), goes to the local firms by the squares of their shares in jobs, or to the stated H",
    sources: &[],
    split: |facts| {
        let Some(board) = Dartboard::of(facts) else {
            return Ok(Vec::new());
        };
        let given = |id, amount| Share {
            whom: Whom::Given(id),
            amount,
        };
        let apart = 1.0 - board.plants;
        let chance = -board.plants / apart;
        let mut shares = vec![given("regions", board.gap / ((1.0 - board.spread) * apart))];
        if facts.document.project().plant_hhi.is_some() {
            shares.push(given("plant_hhi", chance));
        } else {
            let squares = job_shares(facts).into_iter();
            let squares = squares.map(|(i, e)| actor(facts, i, e * e)).collect();
            shares.extend(portion(chance, squares, &figures::ELLISON_GLAESER));
        }
        Ok(shares)
    },
};

pub(in crate::analysis) fn ellison_glaeser(facts: &Facts<'_>) -> Text {
    Ok(Dartboard::of(facts).map_or_else(String::new, |board| {
        let (gap, plants) = (number(board.gap), number(board.plants));
        let spread = number(board.spread);
        format!("({gap} − (1 − {spread}) · {plants}) ÷ ((1 − {spread}) · (1 − {plants}))")
    }))
}

/// Jobs of local firms by activity group and activity.
fn activities<'f>(facts: &'f Facts<'_>) -> BTreeMap<&'f str, BTreeMap<&'f str, f64>> {
    let mut groups: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for &i in &facts.firms {
        let actor = facts.members[i].actor;
        let activities = groups.entry(group(actor)).or_default();
        *activities.entry(actor.activity()).or_default() += actor.jobs.get();
    }
    groups
}

/// −log₂ p; 0 for a p that is too small to be told from 0, as it has no weight.
fn bits(p: f64) -> f64 {
    if p > 0.0 { -p.log2() } else { 0.0 }
}

fn group(actor: &Actor) -> &str {
    let code = actor.activity();
    code.split_once('.').map_or(code, |(group, _)| group)
}

/// What each local firm has of a variety: its share in jobs times what is taken of the bits of its group among all,
/// and of its activity inside its group.
fn varieties(facts: &Facts<'_>, of: impl Fn(f64, f64) -> f64) -> Vec<Share> {
    let groups = activities(facts);
    let all = facts.sum_of_firms(|firm| firm.jobs.get());
    firms(facts, |i| {
        let actor = facts.members[i].actor;
        let (jobs, activities) = (actor.jobs.get(), &groups[group(actor)]);
        if jobs <= 0.0 {
            return 0.0;
        }
        let size: f64 = activities.values().sum();
        let (across, inside) = (bits(size / all), bits(activities[actor.activity()] / size));
        jobs / all * of(across, inside)
    })
}

/// What each local firm has of the variety inside groups of activities.
pub(super) fn related(facts: &Facts<'_>) -> Vec<Share> {
    varieties(facts, |_, inside| inside)
}

pub(in crate::analysis) const VARIETY: Attribution = Attribution {
    rule: "Each activity has −p log₂ p, shared out by jobs among its local firms",
    sources: &[],
    split: |facts| {
        let shares = varieties(facts, |across, inside| across + inside);
        scaled(facts, &figures::VARIETY, shares)
    },
};

pub(in crate::analysis) fn variety(facts: &Facts<'_>) -> Text {
    let related = value(facts, &figures::RELATED_VARIETY)?;
    let unrelated = value(facts, &figures::UNRELATED_VARIETY)?;
    Ok(format!(
        "{} unrelated + {} related",
        number(unrelated),
        number(related)
    ))
}

pub(in crate::analysis) const RELATED_VARIETY: Attribution = Attribution {
    rule: "Each activity has −p log₂(p ÷ P_g), shared out by jobs among its local firms",
    sources: &[],
    split: |facts| scaled(facts, &figures::RELATED_VARIETY, related(facts)),
};

/// Terms P · bits of a variety by activity group, the largest first.
fn entropy(facts: &Facts<'_>, of: impl Fn(f64, &[f64]) -> f64) -> String {
    let all = facts.sum_of_firms(|firm| firm.jobs.get());
    let mut terms: Vec<(f64, f64)> = Vec::new();
    for activities in activities(facts).into_values() {
        let jobs: Vec<f64> = activities.into_values().filter(|&jobs| jobs > 0.0).collect();
        let share = jobs.iter().sum::<f64>() / all;
        terms.push((share, of(share, &jobs)));
    }
    terms.retain(|(p, bits)| p * bits > 0.0);
    terms.sort_by(|a, b| (b.0 * b.1).total_cmp(&(a.0 * a.1)));
    let more = terms.len().saturating_sub(super::WRITTEN);
    let mut texts: Vec<String> = terms
        .iter()
        .take(super::WRITTEN)
        .map(|(p, bits)| format!("{} · {}", number(*p), number(*bits)))
        .collect();
    if more > 0 {
        texts.push(format!("{more} more"));
    }
    if texts.is_empty() {
        "0".to_owned()
    } else {
        texts.join(" + ")
    }
}

pub(in crate::analysis) fn related_variety(facts: &Facts<'_>) -> Text {
    Ok(entropy(facts, |_, jobs| {
        let size: f64 = jobs.iter().sum();
        jobs.iter().map(|jobs| jobs / size * bits(jobs / size)).sum()
    }))
}

pub(in crate::analysis) const UNRELATED_VARIETY: Attribution = Attribution {
    rule: "Each activity group has −P log₂ P, shared out by jobs among its local firms",
    sources: &[],
    split: |facts| {
        let shares = varieties(facts, |across, _| across);
        scaled(facts, &figures::UNRELATED_VARIETY, shares)
    },
};

pub(in crate::analysis) fn unrelated_variety(facts: &Facts<'_>) -> Text {
    Ok(entropy(facts, |share, _| bits(share)))
}

pub(in crate::analysis) const VALUE_CHAIN_COMPLETENESS: Attribution = Attribution {
    rule: "Each stage that is present has 1 ÷ 7, in equal shares among its local actors; each step between stages that is supplied has 1 ÷ 7, in equal shares among its supply ties",
    sources: &[],
    split: |facts| {
        let locals = facts.locals.iter();
        let stages = locals.filter_map(|&i| Some((stage(facts, i)?, Whom::Actor(facts.members[i].id))));
        let steps = facts
            .links
            .iter()
            .filter_map(|link| Some((stage_joined(facts, link)?, Whom::Tie(link.id))));
        let mut shares = one_for_each(stages);
        shares.extend(one_for_each(steps));
        Ok(times(1.0 / (2 * STAGES - 1) as f64, shares))
    },
};

pub(in crate::analysis) fn value_chain_completeness(facts: &Facts<'_>) -> Text {
    let present: BTreeSet<usize> = facts.locals.iter().filter_map(|&i| stage(facts, i)).collect();
    let links = facts.links.iter();
    let joined: BTreeSet<usize> = links.filter_map(|link| stage_joined(facts, link)).collect();
    let all = number((2 * STAGES - 1) as f64);
    Ok(format!("({} + {}) ÷ {all}", present.len(), joined.len()))
}

pub(in crate::analysis) const VERTICAL_INTEGRATION: Attribution = Attribution {
    rule: "Each local firm has (revenue − purchases) ÷ Σ revenue, which is negative where it buys more than it sells",
    sources: &[],
    split: |facts| {
        let bought = facts.purchases().bought();
        let all = facts.sum_of_firms(|firm| firm.revenue.get());
        let own = |i: usize| facts.members[i].actor.revenue.get() - bought[i];
        Ok(firms(facts, |i| own(i) / all))
    },
};

pub(in crate::analysis) fn vertical_integration(facts: &Facts<'_>) -> Text {
    let revenue = facts.sum_of_firms(|firm| firm.revenue.get());
    let all_bought = facts.purchases().bought();
    let bought: f64 = facts.firms.iter().map(|&i| all_bought[i]).sum();
    let (revenue, bought) = (number(revenue), number(bought));
    Ok(format!("({revenue} − {bought}) ÷ {revenue}"))
}

pub(in crate::analysis) const LEAKAGE: Attribution = Attribution {
    rule: "Each supply tie from an external actor has its value ÷ value of all supply to local actors",
    sources: &[],
    split: |facts| {
        let outside = facts.purchases().outside_supply();
        let shares = outside.map(|(tie, amount)| Share {
            whom: Whom::Tie(tie),
            amount,
        });
        scaled(facts, &figures::LEAKAGE, shares.collect())
    },
};

pub(in crate::analysis) fn leakage(facts: &Facts<'_>) -> Text {
    let outside: f64 = facts.purchases().outside_supply().map(|(_, value)| value).sum();
    Ok(quotient(outside, facts.purchases().value()))
}

pub(in crate::analysis) const OUTPUT_MULTIPLIER: Attribution = Attribution {
    rule: "Each local firm has revenue · its multiplier ÷ Σ revenue",
    sources: &[],
    split: |facts| {
        let multipliers = facts.multipliers()?;
        let weighted = firms(facts, |i| facts.members[i].actor.revenue.get() * multipliers[i]);
        scaled(facts, &figures::OUTPUT_MULTIPLIER, weighted)
    },
};

pub(in crate::analysis) fn output_multiplier(facts: &Facts<'_>) -> Text {
    let multipliers = facts.multipliers()?;
    let revenue = |i: usize| facts.members[i].actor.revenue.get();
    let weighted: f64 = facts.firms.iter().map(|&i| revenue(i) * multipliers[i]).sum();
    Ok(quotient(weighted, facts.sum_of_firms(|firm| firm.revenue.get())))
}

pub(in crate::analysis) const JOBS: Attribution = Attribution {
    rule: "Each local actor has its jobs",
    sources: &[],
    split: |facts| {
        let locals = facts.locals.iter();
        Ok(locals
            .map(|&i| actor(facts, i, facts.members[i].actor.jobs.get()))
            .collect())
    },
};

pub(in crate::analysis) fn jobs(facts: &Facts<'_>) -> Text {
    let locals = facts.locals.iter();
    let jobs = locals.map(|&i| facts.members[i].actor.jobs.get());
    Ok(sum(jobs.collect(), number))
}

fn distrusted(facts: &Facts<'_>) -> Vec<Share> {
    ties(facts, |link| {
        is_transaction(link).then(|| link.weight() * (1.0 - link.trust()))
    })
}

fn transacted(facts: &Facts<'_>) -> f64 {
    let chosen = facts.links.iter().filter(|link| is_transaction(link));
    chosen.map(Link::weight).sum()
}

pub(in crate::analysis) const TRANSACTION_COST_INDEX: Attribution = Attribution {
    rule: "Each local supply, finance, cooperation and knowledge tie has 100 · w(1 − τ) ÷ Σw",
    sources: &[],
    split: |facts| scaled(facts, &figures::TRANSACTION_COST_INDEX, distrusted(facts)),
};

pub(in crate::analysis) fn transaction_cost_index(facts: &Facts<'_>) -> Text {
    let sum: f64 = distrusted(facts).iter().map(|share| share.amount).sum();
    Ok(format!("100 · {}", quotient(sum, transacted(facts))))
}

pub(in crate::analysis) const TRANSACTION_COST_MULTIPLIER: Attribution = Attribution {
    rule: "Each tie has its weight ÷ Σw, what dealing would cost in full trust; what exceeds that goes to ties in proportion to w(1 − τ)",
    sources: &[],
    split: |facts| {
        let indicator = &figures::TRANSACTION_COST_MULTIPLIER;
        let excess = value(facts, indicator)? - 1.0;
        let all = ties(facts, |link| is_transaction(link).then(|| link.weight()));
        let mut shares = portion(1.0, all, indicator);
        shares.extend(portion(excess, distrusted(facts), indicator));
        Ok(shares)
    },
};

pub(in crate::analysis) fn transaction_cost_multiplier(facts: &Facts<'_>) -> Text {
    let index = value(facts, &figures::TRANSACTION_COST_INDEX)?;
    Ok(format!("{}^({} ÷ 100)", number(DISTRUST_FACTOR), number(index)))
}

pub(in crate::analysis) const FIRMS: Attribution = Attribution {
    rule: "Each local firm counts 1",
    sources: &[],
    split: |facts| Ok(firms(facts, |_| 1.0)),
};

pub(in crate::analysis) fn firms_counted(facts: &Facts<'_>) -> Text {
    Ok(format!(
        "{} of {} local actors",
        facts.firms.len(),
        facts.locals.len()
    ))
}

fn local_kinds(facts: &Facts<'_>) -> Vec<Share> {
    let locals = facts.locals.iter();
    one_for_each(locals.map(|&i| (facts.members[i].actor.kind, Whom::Actor(facts.members[i].id))))
}

pub(in crate::analysis) const KINDS: Attribution = Attribution {
    rule: "Each kind counts 1, in equal shares among its local actors",
    sources: &[],
    split: |facts| Ok(local_kinds(facts)),
};

pub(in crate::analysis) fn kinds(facts: &Facts<'_>) -> Text {
    let kinds = value(facts, &figures::KINDS)?;
    Ok(format!("{} of {} kinds", number(kinds), ActorKind::ALL.len()))
}
