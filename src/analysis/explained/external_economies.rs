//! Shares of the parts of external economies.

use std::collections::BTreeSet;

use crate::analysis::economic::LOCATION_QUOTIENT;
use crate::analysis::explain::{Attribution, Whom};
use crate::analysis::external_economies::{self as parts, sourced_locally, support, support_kinds};
use crate::analysis::facts::Facts;
use crate::analysis::works::*;
use crate::analysis::{economic as figures, explained::economic};
use crate::model::ActorKind;

use super::{Text, actor, firms, halves, number, one_for_each, quotient, sat, scaled, value};

pub(in crate::analysis) const LOCAL_SOURCING: Attribution = Attribution {
    rule: "Each local firm has the local share of its inputs ÷ number of local firms",
    sources: &[],
    split: |facts| {
        let shares = sourced_locally(facts).into_iter();
        let all = facts.firm_count();
        Ok(shares.map(|(i, share)| actor(facts, i, share / all)).collect())
    },
};

pub(in crate::analysis) fn local_sourcing(facts: &Facts<'_>) -> Text {
    let sum: f64 = sourced_locally(facts).into_iter().map(|(_, share)| share).sum();
    Ok(quotient(sum, facts.firm_count()))
}

pub(in crate::analysis) const LABOR_POOL: Attribution = Attribution {
    rule: "Half to local firms by their jobs, half by e(1 − e), e = their share in jobs; the formula is a product of the number of jobs and of how they spread",
    sources: &[&SHAPLEY_1953],
    split: |facts| {
        let jobs = |i: usize| facts.members[i].actor.jobs.get();
        let all = facts.sum_of_firms(|firm| firm.jobs.get());
        let spread = firms(facts, |i| jobs(i) / all * (1.0 - jobs(i) / all));
        halves(facts, &parts::LABOR_POOL, firms(facts, jobs), spread)
    },
};

pub(in crate::analysis) fn labor_pool(facts: &Facts<'_>) -> Text {
    let employers = facts.value(&figures::LABOR_POOL)?.unwrap_or(1.0);
    let jobs = facts.sum_of_firms(|firm| firm.jobs.get());
    let spread = sat(facts, &format!("{} − 1", number(employers)), "half.employers");
    let many = sat(facts, &number(jobs), "half.jobs");
    Ok(format!("√({spread} · {many})"))
}

pub(in crate::analysis) const PUBLIC_GOODS: Attribution = Attribution {
    rule: "Each supporting kind has 1 ÷ 11, in equal shares among its tied local actors",
    sources: &[],
    split: |facts| {
        let members = support(facts).map(|(i, kind)| (kind, Whom::Actor(facts.members[i].id)));
        scaled(facts, &parts::PUBLIC_GOODS, one_for_each(members))
    },
};

pub(in crate::analysis) fn public_goods(facts: &Facts<'_>) -> Text {
    let present: BTreeSet<ActorKind> = support(facts).map(|(_, kind)| kind).collect();
    Ok(quotient(present.len() as f64, support_kinds() as f64))
}

pub(in crate::analysis) const LOW_TRANSACTION_COST: Attribution = Attribution {
    rule: "Each local supply, finance, cooperation and knowledge tie has wτ ÷ Σw",
    sources: &[],
    split: |facts| {
        let trusted = super::ties(facts, |link| {
            figures::is_transaction(link).then(|| link.weight() * link.trust())
        });
        scaled(facts, &parts::LOW_TRANSACTION_COST, trusted)
    },
};

pub(in crate::analysis) fn low_transaction_cost(facts: &Facts<'_>) -> Text {
    let index = facts.value(&figures::TRANSACTION_COST_INDEX)?;
    Ok(index.map_or_else(|| "0".to_owned(), |index| format!("1 − {} ÷ 100", number(index))))
}

pub(in crate::analysis) const MASS: Attribution = Attribution {
    rule: "In equal shares among local firms",
    sources: &[],
    split: |facts| scaled(facts, &parts::MASS, firms(facts, |_| 1.0)),
};

pub(in crate::analysis) fn mass(facts: &Facts<'_>) -> Text {
    Ok(sat(facts, &number(facts.firm_count()), "half.mass"))
}

pub(in crate::analysis) const SPECIALIZATION: Attribution = Attribution {
    rule: "In equal shares to the four counts of jobs: the quotient means nothing without each of them",
    sources: &[&SHAPLEY_1953],
    split: |facts| scaled(facts, &parts::SPECIALIZATION, economic::counts_of_jobs()),
};

pub(in crate::analysis) fn specialization(facts: &Facts<'_>) -> Text {
    let quotient = number(value(facts, &LOCATION_QUOTIENT)?);
    Ok(sat(facts, &quotient, "half.specialization"))
}
