//! Gaps of the value chain and of the markets along it.

use std::collections::BTreeSet;

use crate::analysis::economic::{self, STAGES};
use crate::analysis::facts::Facts;
use crate::base::cancel::Cancelled;
use crate::base::text::lower;
use crate::model::{ActorKind, TieKind};

use super::checks::{Found, ids, name, named};

/// What a stage or a joint counts in the completeness of the chain.
const SHARE_OF_LINK: f64 = 1.0 / (2 * STAGES - 1) as f64;

/// What makes up a stage of the chain, as it stands inside a sentence.
fn stage_name(stage: usize) -> String {
    let stands = |kind: &ActorKind| kind.info().stage.is_some_and(|own| usize::from(own.0) == stage);
    let kind = ActorKind::ALL.into_iter().find(stands);
    kind.map_or_else(String::new, |kind| lower(kind.name()))
}

/// The local actors at each stage.
fn by_stage(facts: &Facts<'_>) -> [Vec<usize>; STAGES] {
    let mut stages = [const { Vec::new() }; STAGES];
    for &i in &facts.locals {
        if let Some(stage) = economic::stage(facts, i) {
            stages[stage].push(i);
        }
    }
    stages
}

pub(super) fn stage(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let stages = by_stage(facts).into_iter().enumerate();
    let missing: Vec<String> = stages
        .filter(|(_, actors)| actors.is_empty())
        .map(|(stage, _)| stage_name(stage))
        .collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let by = missing.len() as f64 * SHARE_OF_LINK;
    Ok(Some(Found {
        sentence: format!("The value chain has no local {}", listed(&missing, "or")),
        actors: Vec::new(),
        ties: Vec::new(),
        parts: vec![("coordination.chain", Some(by))],
    }))
}

pub(super) fn joint(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let joined: BTreeSet<usize> = facts
        .links
        .iter()
        .filter_map(|link| economic::stage_joined(facts, link))
        .collect();
    let mut missing = Vec::new();
    let mut actors = BTreeSet::new();
    for (stage, pair) in by_stage(facts).windows(2).enumerate() {
        if pair.iter().any(Vec::is_empty) || joined.contains(&stage) {
            continue;
        }
        missing.push(format!("{} to {}", stage_name(stage), stage_name(stage + 1)));
        actors.extend(pair.iter().flatten().copied());
    }
    if missing.is_empty() {
        return Ok(None);
    }
    let by = missing.len() as f64 * SHARE_OF_LINK;
    Ok(Some(Found {
        sentence: format!("No supply tie leads from {}", listed(&missing, "or from")),
        actors: ids(facts, &actors.into_iter().collect::<Vec<_>>()),
        ties: Vec::new(),
        parts: vec![("coordination.chain", Some(by))],
    }))
}

/// "a, b or c".
fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A buyer takes more than this share of all local supply when it is the one buyer.
const ONE_BUYER: f64 = 0.5;

pub(super) fn one_buyer(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let mut bought = vec![0.0; facts.members.len()];
    let (mut all, mut sellers) = (0.0, BTreeSet::new());
    for (seller, buyer, value) in facts.purchases().local_sales() {
        bought[buyer] += value;
        all += value;
        if value > 0.0 {
            sellers.insert(seller);
        }
    }
    let largest = (0..bought.len()).max_by(|&a, &b| bought[a].total_cmp(&bought[b]).then(b.cmp(&a)));
    let Some(buyer) = largest.filter(|&i| sellers.len() > 1 && bought[i] > ONE_BUYER * all) else {
        return Ok(None);
    };
    let ties = facts
        .links
        .iter()
        .filter(|link| link.local && link.is(TieKind::Supply) && link.to == buyer)
        .map(|link| link.id)
        .collect();
    Ok(Some(Found {
        sentence: format!(
            "{} buys {:.0} % of all that is supplied inside the cluster",
            name(facts, buyer),
            100.0 * bought[buyer] / all
        ),
        actors: ids(facts, &[buyer]),
        ties,
        parts: vec![("coordination.flexibility", None)],
    }))
}

pub(super) fn captive_suppliers(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let mut buyers = vec![BTreeSet::new(); facts.members.len()];
    for link in facts.links.iter().filter(|link| link.is(TieKind::Supply)) {
        buyers[link.from].insert(link.to);
    }
    let captive = |&i: &usize| {
        matches!(
            facts.members[i].actor.kind,
            ActorKind::Supplier | ActorKind::Service
        ) && buyers[i].len() == 1
    };
    let captives: Vec<usize> = facts.firms.iter().copied().filter(captive).collect();
    if captives.is_empty() {
        return Ok(None);
    }
    let ties = facts
        .links
        .iter()
        .filter(|link| link.is(TieKind::Supply) && captives.binary_search(&link.from).is_ok())
        .map(|link| link.id)
        .collect();
    let verb = if captives.len() == 1 { "sells" } else { "sell" };
    Ok(Some(Found {
        sentence: format!("{} {verb} to a single customer", named(facts, &captives)),
        actors: ids(facts, &captives),
        ties,
        parts: vec![
            ("coordination.flexibility", None),
            ("coordination.connectedness", None),
        ],
    }))
}
