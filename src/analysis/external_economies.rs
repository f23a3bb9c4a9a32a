//! Parts of external economies: what firms save by being where others are (Marshall 1890).

use std::collections::BTreeSet;

use crate::model::{ActorKind, TieKind};

use super::economic;
use super::explained;
use super::facts::{Facts, ratio};
use super::indicator::{Group, Indicator, PART, View};
use super::works::*;

const HERE: Indicator = Indicator {
    group: Group::Part("external_economies"),
    ..PART
};

pub(super) static LOCAL_SOURCING: Indicator = Indicator {
    id: "external_economies.local_sourcing",
    name: "Local sourcing",
    formula: "Mean over local firms of the local share of the weight of their supply inputs; without inputs 1 when the firm sells to a local firm, else 0",
    reading: "Firms find their inputs next door",
    sources: &[&MARSHALL_1890],
    attribution: Some(explained::external_economies::LOCAL_SOURCING),
    filled: Some(explained::external_economies::local_sourcing),
    eval: |facts| {
        let sourced = sourced_locally(facts).into_iter().map(|(_, share)| share);
        Ok(Some(ratio(sourced.sum(), facts.firm_count())))
    },
    ..HERE
};

/// Each local firm, by position, with the local share of its inputs.
pub(super) fn sourced_locally(facts: &Facts<'_>) -> Vec<(usize, f64)> {
    let n = facts.members.len();
    let (mut local, mut all, mut sells) = (vec![0.0; n], vec![0.0; n], vec![false; n]);
    for link in facts.links.iter().filter(|link| link.is(TieKind::Supply)) {
        all[link.to] += link.weight();
        if facts.members[link.from].local {
            local[link.to] += link.weight();
        }
        sells[link.from] |= facts.members[link.to].firm;
    }
    let share = |&i: &usize| {
        let share = if all[i] > 0.0 {
            local[i] / all[i]
        } else {
            f64::from(u8::from(sells[i]))
        };
        (i, share)
    };
    facts.firms.iter().map(share).collect()
}

pub(super) static LABOR_POOL: Indicator = Indicator {
    id: "external_economies.labor_pool",
    name: "Labor pool",
    formula: "√(sat(effective employers − 1, half.employers) · sat(jobs of local firms, half.jobs))",
    reading: "Many people work for many different employers",
    sources: &[&KRUGMAN_1991],
    attribution: Some(explained::external_economies::LABOR_POOL),
    filled: Some(explained::external_economies::labor_pool),
    eval: |facts| {
        let employers = facts.value(&economic::LABOR_POOL)?.unwrap_or(1.0);
        let jobs = facts.sum_of_firms(|firm| firm.jobs.get());
        let pool = facts.sat((employers - 1.0).max(0.0), "half.employers") * facts.sat(jobs, "half.jobs");
        Ok(Some(pool.sqrt()))
    },
    ..HERE
};

pub(super) static PUBLIC_GOODS: Indicator = Indicator {
    id: "external_economies.public_goods",
    name: "Public goods",
    formula: "Kinds of supporting actors present locally with a tie in view N ÷ 11, the number of such kinds",
    reading: "More kinds of support are at hand and connected",
    caveat: "Supporting are all kinds except producers and customers",
    view: View::Plain,
    sources: &[&SCHMITZ_1995],
    attribution: Some(explained::external_economies::PUBLIC_GOODS),
    filled: Some(explained::external_economies::public_goods),
    eval: |facts| {
        let present: BTreeSet<ActorKind> = support(facts).map(|(_, kind)| kind).collect();
        Ok(Some(present.len() as f64 / support_kinds() as f64))
    },
    ..HERE
};

/// Tied local actors of a supporting kind, by position.
pub(super) fn support<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (usize, ActorKind)> + 'f {
    let tied = facts
        .members
        .iter()
        .enumerate()
        .filter(|(_, member)| facts.is_tied(member));
    tied.map(|(i, member)| (i, member.actor.kind))
        .filter(|(_, kind)| kind.is_support())
}

/// How many kinds support others.
pub(super) fn support_kinds() -> usize {
    ActorKind::ALL
        .into_iter()
        .filter(|kind| kind.is_support())
        .count()
}

pub(super) static LOW_TRANSACTION_COST: Indicator = Indicator {
    id: "external_economies.low_transaction_cost",
    name: "Low transaction cost",
    formula: "1 − transaction-cost index ÷ 100; 0 where the index is undefined",
    reading: "Dealing with each other costs less",
    sources: &[&WILLIAMSON_1985, &DYER_CHU_2003],
    attribution: Some(explained::external_economies::LOW_TRANSACTION_COST),
    filled: Some(explained::external_economies::low_transaction_cost),
    eval: |facts| {
        let index = facts.value(&economic::TRANSACTION_COST_INDEX)?;
        Ok(Some(index.map_or(0.0, |index| 1.0 - index / 100.0)))
    },
    ..HERE
};

pub(super) static MASS: Indicator = Indicator {
    id: "external_economies.mass",
    name: "Mass",
    formula: "sat(number of local firms, half.mass)",
    reading: "There are more firms",
    sources: &[],
    attribution: Some(explained::external_economies::MASS),
    filled: Some(explained::external_economies::mass),
    eval: |facts| Ok(Some(facts.sat(facts.firm_count(), "half.mass"))),
    ..HERE
};

pub(super) static SPECIALIZATION: Indicator = Indicator {
    id: "external_economies.specialization",
    name: "Specialization",
    formula: "sat(location quotient, half.specialization); left out without data",
    reading: "The region is more specialized in this industry than the nation",
    caveat: "Needs the four employment counts of the project",
    sources: &[&MARSHALL_1890, &ISSERMAN_1977],
    attribution: Some(explained::external_economies::SPECIALIZATION),
    filled: Some(explained::external_economies::specialization),
    eval: |facts| {
        let quotient = facts.value(&economic::LOCATION_QUOTIENT)?;
        Ok(quotient.map(|quotient| facts.sat(quotient, "half.specialization")))
    },
    ..HERE
};
