//! Each sort of gap, declared once: when there is one, who is concerned, and which parts it holds down.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::analysis::causes::is_plural;
use crate::analysis::facts::{Facts, Link, Member};
use crate::analysis::works::*;
use crate::analysis::{economic, registry};
use crate::base::cancel::Cancelled;
use crate::base::text::{count, lower};
use crate::graph::paths;
use crate::graph::separation::Separation;
use crate::model::{ActorId, ActorKind, TieId, TieKind};

use super::chain;

/// One sort of gap.
pub(super) struct Check {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) sources: &'static [&'static Work],
    pub(super) find: fn(&Facts<'_>) -> Result<Option<Found>, Cancelled>,
}

/// A gap that is there.
pub(super) struct Found {
    pub(super) sentence: String,
    pub(super) actors: Vec<ActorId>,
    pub(super) ties: Vec<TieId>,
    /// Parts of dimensions with what they would gain.
    pub(super) parts: Vec<(&'static str, Option<f64>)>,
}

/// All sorts of gaps; those that cost the same are shown in this order.
pub(super) static ALL: &[Check] = &[
    Check {
        id: "research",
        name: "Firms without research in reach",
        sources: &[&JAFFE_1989],
        find: research,
    },
    Check {
        id: "isolated_firms",
        name: "Firms tied to nothing",
        sources: &[&PORTER_1998],
        find: isolated_firms,
    },
    Check {
        id: "single_broker",
        name: "A single broker",
        sources: &[&BURT_1992, &TARJAN_1972],
        find: single_broker,
    },
    Check {
        id: "stage",
        name: "A stage of the chain is missing",
        sources: &[&PORTER_1985],
        find: chain::stage,
    },
    Check {
        id: "joint",
        name: "Stages do not supply each other",
        sources: &[&PORTER_1985],
        find: chain::joint,
    },
    Check {
        id: "pipeline",
        name: "Firms without a pipeline",
        sources: &[&BATHELT_2004],
        find: pipeline,
    },
    Check {
        id: "one_buyer",
        name: "One buyer",
        sources: &[&MARKUSEN_1996],
        find: chain::one_buyer,
    },
    Check {
        id: "captive_suppliers",
        name: "Suppliers with a single customer",
        sources: &[&MARKUSEN_1996],
        find: chain::captive_suppliers,
    },
    Check {
        id: "integrator",
        name: "Firms that nobody brings together",
        sources: &[&MCEVILY_ZAHEER_1999],
        find: integrator,
    },
    Check {
        id: "distrust",
        name: "Heavy ties without trust",
        sources: &[&DYER_CHU_2003],
        find: distrust,
    },
    Check {
        id: "rivalry",
        name: "No rivalry",
        sources: &[&PORTER_1990],
        find: rivalry,
    },
    Check {
        id: "cooperation",
        name: "Rivals who never cooperate",
        sources: &[&BRANDENBURGER_NALEBUFF_1996],
        find: cooperation,
    },
    Check {
        id: "dominant_producer",
        name: "One dominant producer",
        sources: &[&HIRSCHMAN_1964, &US_MERGER_GUIDELINES_2010],
        find: dominant_producer,
    },
    Check {
        id: "members",
        name: "Few members",
        sources: &[],
        find: members,
    },
    Check {
        id: "member_types",
        name: "One type of member",
        sources: &[],
        find: member_types,
    },
];

/// Steps within which something is within reach, as for the indicators.
const REACH: usize = 2;

/// What a part would gain if it were at its best.
fn to_full(facts: &Facts<'_>, id: &'static str) -> Result<(&'static str, Option<f64>), Cancelled> {
    let part = registry::find(id).expect("parts named here are registered");
    Ok((id, facts.value(part)?.map(|value| 1.0 - value)))
}

pub(super) fn ids(facts: &Facts<'_>, positions: &[usize]) -> Vec<ActorId> {
    positions.iter().map(|&i| facts.members[i].id).collect()
}

pub(super) fn name(facts: &Facts<'_>, position: usize) -> String {
    facts.document.display_name(facts.members[position].id)
}

/// "Alpha, Beta and 4 others".
pub(super) fn named(facts: &Facts<'_>, positions: &[usize]) -> String {
    let name = |i: &usize| name(facts, *i);
    match positions {
        [] => String::new(),
        [one] => name(one),
        [one, other] => format!("{} and {}", name(one), name(other)),
        [one, other, third] => format!("{}, {} and {}", name(one), name(other), name(third)),
        [one, other, rest @ ..] => {
            format!("{}, {} and {} others", name(one), name(other), rest.len())
        }
    }
}

/// "Alpha has", "3 of 9 firms have".
fn firms_have(facts: &Facts<'_>, firms: &[usize]) -> String {
    match firms {
        [one] => format!("{} has", name(facts, *one)),
        many if many.len() == facts.firms.len() => "No firm has".to_owned(),
        many => format!("{} of {} firms have", many.len(), facts.firms.len()),
    }
}

/// Firms farther than [`REACH`] steps of view K from everybody for whom `wanted`.
fn out_of_reach(facts: &Facts<'_>, wanted: impl Fn(&Member<'_>) -> bool) -> Vec<usize> {
    let sources = (0..facts.members.len()).filter(|&i| wanted(&facts.members[i]));
    let near = paths::within(facts.knowledge(), sources, REACH);
    facts.firms.iter().copied().filter(|&i| !near[i]).collect()
}

/// "no", unless the subject says so already.
fn negation(facts: &Facts<'_>, firms: &[usize]) -> &'static str {
    if firms.len() == facts.firms.len() && firms.len() > 1 {
        "a"
    } else {
        "no"
    }
}

fn research(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let is_research = |member: &Member<'_>| member.local && member.actor.kind.is_knowledge();
    let far = out_of_reach(facts, is_research);
    if far.is_empty() {
        return Ok(None);
    }
    let sentence = if facts.members.iter().any(is_research) {
        format!(
            "{} {} research body within two steps",
            firms_have(facts, &far),
            negation(facts, &far)
        )
    } else {
        "There is no university, research institute or technology center in the cluster".to_owned()
    };
    Ok(Some(Found {
        sentence,
        actors: ids(facts, &far),
        ties: Vec::new(),
        parts: vec![to_full(facts, "spillover.research_reach")?],
    }))
}

fn pipeline(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let far = out_of_reach(facts, |member| !member.local);
    if far.is_empty() {
        return Ok(None);
    }
    Ok(Some(Found {
        sentence: format!(
            "{} {} partner outside the cluster within two steps",
            firms_have(facts, &far),
            negation(facts, &far)
        ),
        actors: ids(facts, &far),
        ties: Vec::new(),
        parts: vec![to_full(facts, "spillover.pipelines")?],
    }))
}

fn isolated_firms(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let alone: Vec<usize> = facts
        .firms
        .iter()
        .copied()
        .filter(|&i| !facts.is_tied(&facts.members[i]))
        .collect();
    if alone.is_empty() {
        return Ok(None);
    }
    let counted = facts
        .members
        .iter()
        .filter(|member| member.firm || (member.local && member.actor.kind.is_knowledge()))
        .count();
    let capability: f64 = alone
        .iter()
        .map(|&i| facts.members[i].actor.capability.get())
        .sum();
    let verb = if alone.len() == 1 { "is" } else { "are" };
    Ok(Some(Found {
        sentence: format!("{} {verb} tied to nobody in the cluster", named(facts, &alone)),
        actors: ids(facts, &alone),
        ties: Vec::new(),
        parts: vec![
            ("regional.innovation", Some(capability / counted as f64)),
            ("trust.coverage", None),
            ("coordination.connectedness", None),
            ("coordination.efficiency", None),
        ],
    }))
}

/// A broker counts when its loss cuts off at least this many others.
const LEAST_CUT_OFF: usize = 2;

fn single_broker(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let separation = Separation::new(facts.plain());
    let ranks = facts.name_ranks();
    let worst = (0..facts.locals.len()).max_by_key(|&i| (separation.cut_off(i), Reverse(ranks[i])));
    let Some(broker) = worst.filter(|&i| separation.cut_off(i) >= LEAST_CUT_OFF) else {
        return Ok(None);
    };
    let cut: Vec<usize> = separation
        .whom(broker)
        .into_iter()
        .map(|i| facts.locals[i])
        .collect();
    let position = facts.locals[broker];
    let mut actors = vec![facts.members[position].id];
    actors.extend(ids(facts, &cut));
    Ok(Some(Found {
        sentence: format!(
            "The loss of {} would cut {} off from the rest",
            name(facts, position),
            named(facts, &cut)
        ),
        actors,
        ties: Vec::new(),
        parts: vec![
            ("coordination.flexibility", None),
            ("coordination.efficiency", None),
        ],
    }))
}

fn integrator(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let joined = facts.tied_to(|link| link.positive, |other| other.actor.kind.is_integrator());
    let alone: Vec<usize> = facts.firms.iter().copied().filter(|&i| !joined[i]).collect();
    if alone.is_empty() {
        return Ok(None);
    }
    let there = facts
        .locals
        .iter()
        .any(|&i| facts.members[i].actor.kind.is_integrator());
    let sentence = if there {
        let subject = firms_have(facts, &alone);
        let no = negation(facts, &alone);
        format!("{subject} {no} tie to an association or another body that brings firms together")
    } else {
        "There is no association or other body that brings firms together".to_owned()
    };
    Ok(Some(Found {
        sentence,
        actors: ids(facts, &alone),
        ties: Vec::new(),
        parts: vec![
            to_full(facts, "coordination.integrators")?,
            ("trust.institutions", None),
        ],
    }))
}

/// A tie is heavy from this weight on.
const HEAVY: f64 = 0.6;
/// A tie is distrusted below this trust.
const DISTRUSTED: f64 = 0.4;
/// Trust that such a tie would have after mending: that of a fresh tie.
const MENDED: f64 = 0.5;

fn distrust(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let positive = || facts.links.iter().filter(|link| link.positive);
    let mut weak: Vec<_> = positive()
        .filter(|link| link.weight() >= HEAVY && link.trust() < DISTRUSTED)
        .collect();
    // The gravest first.
    let lack = |link: &Link<'_>| link.weight() * (MENDED - link.trust());
    weak.sort_by(|a, b| lack(b).total_cmp(&lack(a)).then(a.id.cmp(&b.id)));
    let Some(first) = weak.first() else {
        return Ok(None);
    };
    let all: f64 = positive().map(Link::weight).sum();
    let by = weak.iter().map(|link| lack(link)).sum::<f64>() / all;
    let tie = format!(
        "{} tie {}–{}",
        lower(first.tie.kind.name()),
        name(facts, first.from),
        name(facts, first.to)
    );
    let sentence = match weak.len() {
        1 => format!("The {tie} is heavy but little trusted"),
        many => format!(
            "{} are heavy but little trusted, first of all the {tie}",
            count(many, "tie", "ties")
        ),
    };
    let mut seen = BTreeSet::new();
    let ends = weak.iter().flat_map(|link| [link.from, link.to]);
    let actors: Vec<usize> = ends.filter(|&end| seen.insert(end)).collect();
    Ok(Some(Found {
        sentence,
        actors: ids(facts, &actors),
        ties: weak.iter().map(|link| link.id).collect(),
        parts: vec![("trust.mean_trust", Some(by)), ("trust.coverage", None)],
    }))
}

fn weight_among_firms(facts: &Facts<'_>, kind: TieKind) -> f64 {
    let links = facts
        .links
        .iter()
        .filter(|link| link.among_firms && link.is(kind));
    links.map(Link::weight).sum()
}

fn rivalry(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    if facts.firms.len() < 2 || weight_among_firms(facts, TieKind::Competition) > 0.0 {
        return Ok(None);
    }
    Ok(Some(Found {
        sentence: "No two firms of the cluster compete".to_owned(),
        actors: ids(facts, &facts.firms),
        ties: Vec::new(),
        parts: vec![("regional.rivalry", None), ("spontaneity.coopetition", None)],
    }))
}

fn cooperation(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let rivals: BTreeSet<usize> = facts
        .links
        .iter()
        .filter(|link| link.among_firms && link.is(TieKind::Competition))
        .flat_map(|link| [link.from, link.to])
        .collect();
    if rivals.is_empty() || weight_among_firms(facts, TieKind::Cooperation) > 0.0 {
        return Ok(None);
    }
    let rivals: Vec<usize> = rivals.into_iter().collect();
    Ok(Some(Found {
        sentence: "Firms compete, but no two of them cooperate".to_owned(),
        actors: ids(facts, &rivals),
        ties: Vec::new(),
        parts: vec![
            to_full(facts, "spontaneity.coopetition")?,
            ("coordination.joint_action", None),
        ],
    }))
}

/// A market above this concentration is highly concentrated, by the guidelines of 2010.
const HIGHLY_CONCENTRATED: f64 = 0.25;

fn dominant_producer(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let producers: Vec<usize> = economic::producers(facts).collect();
    let revenue = |i: usize| facts.members[i].actor.revenue.get();
    let all: f64 = producers.iter().map(|&i| revenue(i)).sum();
    let hhi = economic::concentration(facts)?;
    // Alike producers are no giants, however few they are.
    let equal = 1.0 / producers.len() as f64;
    if all <= 0.0 || hhi <= HIGHLY_CONCENTRATED || (producers.len() > 1 && hhi < 1.5 * equal) {
        return Ok(None);
    }
    let Some(&giant) = producers
        .iter()
        .max_by(|&&a, &&b| revenue(a).total_cmp(&revenue(b)).then(b.cmp(&a)))
    else {
        return Ok(None);
    };
    let sentence = if producers.len() == 1 {
        format!("{} is the only producer", name(facts, giant))
    } else {
        format!(
            "{} has {:.0} % of the revenue of all producers",
            name(facts, giant),
            100.0 * revenue(giant) / all
        )
    };
    let by = (producers.len() > 1).then_some(hhi - equal);
    Ok(Some(Found {
        sentence,
        actors: ids(facts, &[giant]),
        ties: Vec::new(),
        parts: vec![("spontaneity.contestability", by), ("regional.rivalry", None)],
    }))
}

/// Members that the European profile of cluster organizations asks for.
const LEAST_MEMBERS: usize = 15;

fn members(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let there = facts.locals.len();
    if there >= LEAST_MEMBERS {
        return Ok(None);
    }
    let more = (LEAST_MEMBERS - there) as f64;
    let mass = |firms: f64| facts.sat(firms, "half.mass");
    let by = mass(facts.firm_count() + more) - mass(facts.firm_count());
    Ok(Some(Found {
        sentence: format!(
            "There {} {}; the European profile of cluster organizations asks for at least {LEAST_MEMBERS}",
            if there == 1 { "is" } else { "are" },
            count(there, "member", "members")
        ),
        actors: Vec::new(),
        ties: Vec::new(),
        parts: vec![("external_economies.mass", Some(by))],
    }))
}

/// What a member is to the European profile: business, research and training, or the public side.
fn member_type(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::University | ActorKind::Institute | ActorKind::Training | ActorKind::Center => {
            "research or training bodies"
        }
        ActorKind::Government | ActorKind::Standards | ActorKind::Association => {
            "public bodies or associations"
        }
        _ => "businesses",
    }
}

fn member_types(facts: &Facts<'_>) -> Result<Option<Found>, Cancelled> {
    let types: BTreeSet<&str> = facts
        .locals
        .iter()
        .map(|&i| member_type(facts.members[i].actor.kind))
        .collect();
    let Some(&only) = types.first().filter(|_| types.len() == 1) else {
        return Ok(None);
    };
    debug_assert!(is_plural(only), "the sentence needs a plural");
    Ok(Some(Found {
        sentence: format!(
            "All members are {only}; the European profile of cluster organizations asks for at least two types"
        ),
        actors: Vec::new(),
        ties: Vec::new(),
        parts: vec![("external_economies.public_goods", None)],
    }))
}
