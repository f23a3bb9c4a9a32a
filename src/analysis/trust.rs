//! Parts of trust: the foundation on which actors deal with each other.

use crate::graph::cohesion;
use crate::model::{ActorKind, TieKind};

use super::explained;
use super::facts::{Facts, Link, ratio, saturation};
use super::indicator::{Group, Indicator, PART, View};
use super::works::*;

const HERE: Indicator = Indicator {
    group: Group::Part("trust"),
    ..PART
};

pub(super) static MEAN_TRUST: Indicator = Indicator {
    id: "trust.mean_trust",
    name: "Mean trust",
    formula: "Σwτ ÷ Σw over local ties other than competition",
    reading: "Ties carry more trust",
    sources: &[&DYER_CHU_2003],
    attribution: Some(explained::trust::MEAN_TRUST),
    filled: Some(explained::trust::mean_trust),
    eval: |facts| {
        let (mut trusted, mut all) = (0.0, 0.0);
        for link in facts.links.iter().filter(|link| link.positive) {
            trusted += link.weight() * link.trust();
            all += link.weight();
        }
        Ok(Some(ratio(trusted, all)))
    },
    ..HERE
};

pub(super) static COVERAGE: Indicator = Indicator {
    id: "trust.coverage",
    name: "Coverage",
    formula: "Mean over local actors of the highest τ on any local tie other than competition; 0 without such a tie",
    reading: "Everyone has at least one trusted partner",
    sources: &[],
    attribution: Some(explained::trust::COVERAGE),
    filled: Some(explained::trust::coverage),
    eval: |facts| {
        let best = best_trust(facts);
        Ok(Some(ratio(best.iter().sum(), facts.locals.len() as f64)))
    },
    ..HERE
};

/// The highest trust on any local tie other than competition, by member; 0 without such a tie.
pub(super) fn best_trust(facts: &Facts<'_>) -> Vec<f64> {
    let mut best = vec![0.0_f64; facts.members.len()];
    for link in facts.links.iter().filter(|link| link.positive) {
        for end in [link.from, link.to] {
            best[end] = best[end].max(link.trust());
        }
    }
    best
}

pub(super) static CLOSURE: Indicator = Indicator {
    id: "trust.closure",
    name: "Closure",
    formula: "Transitivity of view N; 0 where it is undefined",
    reading: "Partners of partners know each other, so that word gets round",
    view: View::Plain,
    sources: &[&COLEMAN_1988],
    attribution: Some(explained::structural::TRANSITIVITY),
    filled: Some(explained::structural::transitivity),
    eval: |facts| {
        Ok(Some(
            cohesion::transitivity(facts.plain(), facts.triangles()).unwrap_or(0.0),
        ))
    },
    ..HERE
};

pub(super) static MULTIPLEXITY: Indicator = Indicator {
    id: "trust.multiplexity",
    name: "Multiplexity",
    formula: "Share of tied pairs of view N that ties of at least two kinds join",
    reading: "Partners are joined in more than one way",
    view: View::Plain,
    sources: &[&GRANOVETTER_1985, &UZZI_1997],
    attribution: Some(explained::trust::MULTIPLEXITY),
    filled: Some(explained::trust::multiplexity),
    eval: |facts| {
        let pairs = facts.plain().pairs();
        let all = pairs.len() as f64;
        let many = pairs.filter(|pair| pair.kinds >= 2).count();
        Ok(Some(ratio(many as f64, all)))
    },
    ..HERE
};

pub(super) static MATURITY: Indicator = Indicator {
    id: "trust.maturity",
    name: "Maturity",
    formula: "Σw(1 − e^(−age ÷ maturing_years)) · sat(frequency, half.frequency) ÷ Σw over local ties other than competition",
    reading: "Ties are old and in frequent use",
    sources: &[&GRANOVETTER_1985],
    attribution: Some(explained::trust::MATURITY),
    filled: Some(explained::trust::maturity),
    eval: |facts| {
        let maturity = maturity_of(facts);
        let (mut mature, mut all) = (0.0, 0.0);
        for link in facts.links.iter().filter(|link| link.positive) {
            mature += link.weight() * maturity(link);
            all += link.weight();
        }
        Ok(Some(ratio(mature, all)))
    },
    ..HERE
};

/// How old and how much used a tie is, 0 to 1.
pub(super) fn maturity_of(facts: &Facts<'_>) -> impl Fn(&Link<'_>) -> f64 {
    let (years, half) = (facts.assume("maturing_years"), facts.assume("half.frequency"));
    move |link| {
        let aged = 1.0 - (-link.tie.age.get() / years).exp();
        aged * saturation(link.tie.frequency.get(), half)
    }
}

pub(super) static INSTITUTIONS: Indicator = Indicator {
    id: "trust.institutions",
    name: "Institutions",
    formula: "Share of local firms with a governance or cooperation tie to a local association, standards body or government",
    reading: "More firms belong to a common body",
    sources: &[&PUTNAM_1993],
    attribution: Some(explained::trust::INSTITUTIONS),
    filled: Some(explained::trust::institutions),
    eval: |facts| {
        let joined = institutional(facts);
        Ok(Some(facts.share_of_firms(|i| joined[i])))
    },
    ..HERE
};

/// Marks each member that belongs to a common body.
pub(super) fn institutional(facts: &Facts<'_>) -> Vec<bool> {
    facts.tied_to(
        |link| link.local && (link.is(TieKind::Governance) || link.is(TieKind::Cooperation)),
        |other| {
            matches!(
                other.actor.kind,
                ActorKind::Association | ActorKind::Standards | ActorKind::Government
            )
        },
    )
}
