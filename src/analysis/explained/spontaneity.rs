//! Shares of the parts of spontaneity.

use crate::analysis::economic::concentration;
use crate::analysis::explain::{Attribution, Share};
use crate::analysis::facts::{Facts, ratio};
use crate::analysis::spontaneity::{
    self as parts, against_and_together, by_government, entered, touches_government,
};
use crate::analysis::works::*;
use crate::graph::cohesion;
use crate::model::TieKind;

use super::{
    Text, actor, count, economic, firms, halves, marked_firms, number, portion, quotient, sat, scaled, ties,
};

pub(in crate::analysis) const ENTRY: Attribution = Attribution {
    rule: "In equal shares among the local firms that are young or spun off locally",
    sources: &[],
    split: |facts| scaled(facts, &parts::ENTRY, marked_firms(facts, &entered(facts))),
};

pub(in crate::analysis) fn entry(facts: &Facts<'_>) -> Text {
    let entered = count(&marked_firms(facts, &entered(facts)));
    Ok(sat(facts, &quotient(entered, facts.firm_count()), "half.entry"))
}

pub(in crate::analysis) const CONTESTABILITY: Attribution = Attribution {
    rule: "Each producer has s(1 − s), s = its share in revenue: what it has times what others have; that adds up to 1 − HHI",
    sources: &[],
    split: |facts| scaled(facts, &parts::CONTESTABILITY, economic::contested(facts)),
};

pub(in crate::analysis) fn contestability(facts: &Facts<'_>) -> Text {
    Ok(format!("1 − {}", number(concentration(facts)?)))
}

/// What each firm has of the connected pairs of firms: the others that it can reach.
fn connecting(facts: &Facts<'_>) -> Vec<Share> {
    let of = |i: usize| facts.members[i].plain.map(|number| facts.components().of[number]);
    let mut sizes = vec![0.0; facts.components().sizes.len()];
    for component in facts.firms.iter().filter_map(|&i| of(i)) {
        sizes[component] += 1.0;
    }
    firms(facts, |i| of(i).map_or(0.0, |component| sizes[component] - 1.0))
}

pub(in crate::analysis) const BOTTOM_UP: Attribution = Attribution {
    rule: "Half to the local ties that touch no government by weight, half to local firms by the firms they can reach; the formula is a product of the two",
    sources: &[&SHAPLEY_1953],
    split: |facts| {
        let free = ties(facts, |link| {
            (link.local && !touches_government(facts, link)).then(|| link.weight())
        });
        halves(facts, &parts::BOTTOM_UP, free, connecting(facts))
    },
};

pub(in crate::analysis) fn bottom_up(facts: &Facts<'_>) -> Text {
    let (touched, all) = by_government(facts);
    let connected = number(facts.firm_connectedness());
    Ok(if all > 0.0 {
        format!("(1 − {}) · {connected}", quotient(touched, all))
    } else {
        format!("1 · {connected}")
    })
}

pub(in crate::analysis) const DECENTRALIZATION: Attribution = Attribution {
    rule: "Half to local firms by the firms they can reach; of the other half each firm has an equal part less its distance in ties to the firm with most, which may be negative; the formula is a product of the two",
    sources: &[&SHAPLEY_1953],
    split: |facts| {
        let connected = facts.firm_connectedness();
        let network = facts.firm_view();
        let n = network.n() as f64;
        let degrees = network.degrees();
        let most = degrees.iter().copied().max().unwrap_or(0);
        let gaps = (n - 1.0) * (n - 2.0);
        let short = |i: usize| match cohesion::degree_centralization(network) {
            Some(_) => (most - degrees[i]) as f64 / gaps,
            None => 0.0,
        };
        let firms = facts.firms.iter().enumerate();
        let mut shares: Vec<Share> = firms
            .map(|(number, &i)| actor(facts, i, connected / 2.0 * (1.0 / n - short(number))))
            .collect();
        let spread = 1.0 - cohesion::degree_centralization(network).unwrap_or(0.0);
        let half = connected * spread / 2.0;
        shares.extend(portion(half, connecting(facts), &parts::DECENTRALIZATION));
        Ok(shares)
    },
};

pub(in crate::analysis) fn decentralization(facts: &Facts<'_>) -> Text {
    let centralization = cohesion::degree_centralization(facts.firm_view()).unwrap_or(0.0);
    let connected = facts.firm_connectedness();
    Ok(format!(
        "(1 − {}) · {}",
        number(centralization),
        number(connected)
    ))
}

pub(in crate::analysis) const COOPETITION: Attribution = Attribution {
    rule: "Half to competition and half to cooperation among local firms, within each by weight: neither counts without the other",
    sources: &[&SHAPLEY_1953],
    split: |facts| {
        let of = |kind: TieKind| {
            ties(facts, |link| {
                (link.among_firms && link.is(kind)).then(|| link.weight())
            })
        };
        let (against, together) = (of(TieKind::Competition), of(TieKind::Cooperation));
        halves(facts, &parts::COOPETITION, against, together)
    },
};

pub(in crate::analysis) fn coopetition(facts: &Facts<'_>) -> Text {
    let (against, together) = against_and_together(facts);
    if against + together <= 0.0 {
        return Ok("0".to_owned());
    }
    let p = ratio(against, against + together);
    Ok(format!("min(1, 4 · {}, 4 · {})", number(p), number(1.0 - p)))
}
