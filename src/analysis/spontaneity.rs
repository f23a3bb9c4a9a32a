//! Parts of spontaneity: order that nobody planned.

use crate::graph::cohesion;
use crate::model::{ActorKind, TieKind};

use super::economic;
use super::explained;
use super::facts::{Facts, Link, Member, ratio};
use super::indicator::{Group, Indicator, PART, View};
use super::works::*;

const HERE: Indicator = Indicator {
    group: Group::Part("spontaneity"),
    ..PART
};

/// Firms founded at most this many years before the reference year are young.
const YOUNG_YEARS: f64 = 10.0;

pub(super) static ENTRY: Indicator = Indicator {
    id: "spontaneity.entry",
    name: "Entry",
    formula: "sat(share of local firms founded at most 10 years before the reference year or spun off by a local actor, half.entry)",
    reading: "More firms are young or spun off locally",
    sources: &[&KLEPPER_2007, &BUENSTORF_KLEPPER_2009],
    attribution: Some(explained::spontaneity::ENTRY),
    filled: Some(explained::spontaneity::entry),
    eval: |facts| {
        let entered = entered(facts);
        let share = facts.share_of_firms(|i| entered[i]);
        Ok(Some(facts.sat(share, "half.entry")))
    },
    ..HERE
};

/// Marks each member that is young or was spun off by a local actor.
pub(super) fn entered(facts: &Facts<'_>) -> Vec<bool> {
    let first = facts.document.project().year.get() - YOUNG_YEARS;
    let young = |member: &Member<'_>| member.actor.founded.get() >= first;
    let mut entered: Vec<bool> = facts.members.iter().map(young).collect();
    for link in facts
        .links
        .iter()
        .filter(|link| link.local && link.is(TieKind::Spinoff))
    {
        entered[link.to] = true;
    }
    entered
}

pub(super) static CONTESTABILITY: Indicator = Indicator {
    id: "spontaneity.contestability",
    name: "Contestability",
    formula: "1 − HHI of local producers",
    reading: "No producer dominates the others",
    sources: &[&PORTER_1990, &HIRSCHMAN_1964],
    attribution: Some(explained::spontaneity::CONTESTABILITY),
    filled: Some(explained::spontaneity::contestability),
    eval: |facts| Ok(Some(1.0 - economic::concentration(facts)?)),
    ..HERE
};

pub(super) static BOTTOM_UP: Indicator = Indicator {
    id: "spontaneity.bottom_up",
    name: "Bottom-up order",
    formula: "(1 − weight of local ties that touch a government ÷ weight of all local ties) · connected share of firm pairs",
    reading: "Firms are connected without the state's hand",
    caveat: "Associations organize themselves and do not count as the state",
    view: View::Plain,
    sources: &[&SAXENIAN_1994],
    attribution: Some(explained::spontaneity::BOTTOM_UP),
    filled: Some(explained::spontaneity::bottom_up),
    eval: |facts| {
        let (touched, all) = by_government(facts);
        Ok(Some((1.0 - ratio(touched, all)) * facts.firm_connectedness()))
    },
    ..HERE
};

/// A government stands at one of its ends.
pub(super) fn touches_government(facts: &Facts<'_>, link: &Link<'_>) -> bool {
    [link.from, link.to]
        .iter()
        .any(|&i| facts.members[i].actor.kind == ActorKind::Government)
}

/// Weight of the local ties that touch a government, and of all local ties.
pub(super) fn by_government(facts: &Facts<'_>) -> (f64, f64) {
    let (mut touched, mut all) = (0.0, 0.0);
    for link in facts.links.iter().filter(|link| link.local) {
        all += link.weight();
        if touches_government(facts, link) {
            touched += link.weight();
        }
    }
    (touched, all)
}

pub(super) static DECENTRALIZATION: Indicator = Indicator {
    id: "spontaneity.decentralization",
    name: "Decentralization",
    formula: "(1 − degree centralization among local firms) · connected share of firm pairs",
    reading: "Ties are spread over many firms instead of one hub",
    view: View::Plain,
    sources: &[&MARKUSEN_1996, &FREEMAN_1979],
    attribution: Some(explained::spontaneity::DECENTRALIZATION),
    filled: Some(explained::spontaneity::decentralization),
    eval: |facts| {
        let centralization = cohesion::degree_centralization(facts.firm_view()).unwrap_or(0.0);
        Ok(Some((1.0 - centralization) * facts.firm_connectedness()))
    },
    ..HERE
};

pub(super) static COOPETITION: Indicator = Indicator {
    id: "spontaneity.coopetition",
    name: "Co-opetition",
    formula: "min(1, 4p, 4(1 − p)), p = competition ÷ (competition + cooperation) by weight among local firms; 0 without either",
    reading: "Firms both compete and cooperate",
    sources: &[&BRANDENBURGER_NALEBUFF_1996],
    attribution: Some(explained::spontaneity::COOPETITION),
    filled: Some(explained::spontaneity::coopetition),
    eval: |facts| Ok(Some(coopetition(facts))),
    ..HERE
};

/// Weight of the competition and of the cooperation among local firms.
pub(super) fn against_and_together(facts: &Facts<'_>) -> (f64, f64) {
    let weight = |kind: TieKind| -> f64 {
        let chosen = facts
            .links
            .iter()
            .filter(|link| link.among_firms && link.is(kind));
        chosen.map(Link::weight).sum()
    };
    (weight(TieKind::Competition), weight(TieKind::Cooperation))
}

fn coopetition(facts: &Facts<'_>) -> f64 {
    let (against, together) = against_and_together(facts);
    let all = against + together;
    if all > 0.0 {
        (4.0 * against / all).min(4.0 * together / all).min(1.0)
    } else {
        0.0
    }
}
