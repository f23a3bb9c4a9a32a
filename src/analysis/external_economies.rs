//! Parts of external economies: what firms save by being where others are (Marshall 1890).

use std::collections::BTreeSet;

use crate::model::{ActorKind, TieKind};

use super::economic;
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
    eval: |facts| Ok(Some(local_sourcing(facts))),
    ..HERE
};

fn local_sourcing(facts: &Facts<'_>) -> f64 {
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
        if all[i] > 0.0 {
            local[i] / all[i]
        } else {
            f64::from(u8::from(sells[i]))
        }
    };
    ratio(facts.firms.iter().map(share).sum(), facts.firm_count())
}

pub(super) static LABOR_POOL: Indicator = Indicator {
    id: "external_economies.labor_pool",
    name: "Labor pool",
    formula: "√(sat(effective employers − 1, half.employers) · sat(jobs of local firms, half.jobs))",
    reading: "Many people work for many different employers",
    sources: &[&KRUGMAN_1991],
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
    eval: |facts| {
        let tied = facts.members.iter().filter(|member| facts.is_tied(member));
        let present: BTreeSet<ActorKind> = tied
            .map(|member| member.actor.kind)
            .filter(|kind| kind.is_support())
            .collect();
        let possible = ActorKind::ALL
            .into_iter()
            .filter(|kind| kind.is_support())
            .count();
        Ok(Some(present.len() as f64 / possible as f64))
    },
    ..HERE
};

pub(super) static LOW_TRANSACTION_COST: Indicator = Indicator {
    id: "external_economies.low_transaction_cost",
    name: "Low transaction cost",
    formula: "1 − transaction-cost index ÷ 100; 0 where the index is undefined",
    reading: "Dealing with each other costs less",
    sources: &[&WILLIAMSON_1985, &DYER_CHU_2003],
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
    eval: |facts| {
        let quotient = facts.value(&economic::LOCATION_QUOTIENT)?;
        Ok(quotient.map(|quotient| facts.sat(quotient, "half.specialization")))
    },
    ..HERE
};
