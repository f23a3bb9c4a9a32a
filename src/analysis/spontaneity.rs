//! Parts of spontaneity: order that nobody planned.

use crate::graph::cohesion;
use crate::model::{ActorKind, TieKind};

use super::economic;
use super::facts::{Facts, ratio};
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
    eval: |facts| {
        let mut spun_off = vec![false; facts.members.len()];
        for link in facts
            .links
            .iter()
            .filter(|link| link.local && link.is(TieKind::Spinoff))
        {
            spun_off[link.to] = true;
        }
        let first = facts.document.project().year.get() - YOUNG_YEARS;
        let young = facts.share_of_firms(|i| spun_off[i] || facts.members[i].actor.founded.get() >= first);
        Ok(Some(facts.sat(young, "half.entry")))
    },
    ..HERE
};

pub(super) static CONTESTABILITY: Indicator = Indicator {
    id: "spontaneity.contestability",
    name: "Contestability",
    formula: "1 − HHI of local producers",
    reading: "No producer dominates the others",
    sources: &[&PORTER_1990, &HIRSCHMAN_1964],
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
    eval: |facts| {
        let governs = |i: usize| facts.members[i].actor.kind == ActorKind::Government;
        let (mut touched, mut all) = (0.0, 0.0);
        for link in facts.links.iter().filter(|link| link.local) {
            all += link.weight();
            if governs(link.from) || governs(link.to) {
                touched += link.weight();
            }
        }
        Ok(Some((1.0 - ratio(touched, all)) * facts.firm_connectedness()))
    },
    ..HERE
};

pub(super) static DECENTRALIZATION: Indicator = Indicator {
    id: "spontaneity.decentralization",
    name: "Decentralization",
    formula: "(1 − degree centralization among local firms) · connected share of firm pairs",
    reading: "Ties are spread over many firms instead of one hub",
    view: View::Plain,
    sources: &[&MARKUSEN_1996, &FREEMAN_1979],
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
    eval: |facts| Ok(Some(coopetition(facts))),
    ..HERE
};

fn coopetition(facts: &Facts<'_>) -> f64 {
    let weight = |kind: TieKind| -> f64 {
        let chosen = facts
            .links
            .iter()
            .filter(|link| link.among_firms && link.is(kind));
        chosen.map(super::facts::Link::weight).sum()
    };
    let (against, together) = (weight(TieKind::Competition), weight(TieKind::Cooperation));
    let all = against + together;
    if all > 0.0 {
        (4.0 * against / all).min(4.0 * together / all).min(1.0)
    } else {
        0.0
    }
}
