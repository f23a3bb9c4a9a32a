//! Shares of the parts of trust.

use crate::analysis::explain::Attribution;
use crate::analysis::facts::{Facts, Link, ratio};
use crate::analysis::trust::{self as parts, best_trust, institutional, maturity_of};

use super::{Text, actor, count, marked_firms, pair, quotient, scaled, ties};

fn weight(facts: &Facts<'_>) -> f64 {
    let positive = facts.links.iter().filter(|link| link.positive);
    positive.map(Link::weight).sum()
}

pub(in crate::analysis) const MEAN_TRUST: Attribution = Attribution {
    rule: "Each tie has wτ ÷ Σw",
    sources: &[],
    split: |facts| {
        let all = weight(facts);
        Ok(ties(facts, |link| {
            link.positive.then(|| ratio(link.weight() * link.trust(), all))
        }))
    },
};

pub(in crate::analysis) fn mean_trust(facts: &Facts<'_>) -> Text {
    let positive = facts.links.iter().filter(|link| link.positive);
    let trusted: f64 = positive.map(|link| link.weight() * link.trust()).sum();
    Ok(quotient(trusted, weight(facts)))
}

pub(in crate::analysis) const COVERAGE: Attribution = Attribution {
    rule: "Each local actor has its highest τ ÷ number of local actors",
    sources: &[],
    split: |facts| {
        let (best, all) = (best_trust(facts), facts.locals.len() as f64);
        let locals = facts.locals.iter();
        Ok(locals.map(|&i| actor(facts, i, best[i] / all)).collect())
    },
};

pub(in crate::analysis) fn coverage(facts: &Facts<'_>) -> Text {
    let best: f64 = best_trust(facts).iter().sum();
    Ok(quotient(best, facts.locals.len() as f64))
}

pub(in crate::analysis) const MULTIPLEXITY: Attribution = Attribution {
    rule: "Each pair that ties of two kinds join has 1 ÷ number of tied pairs",
    sources: &[],
    split: |facts| {
        let pairs = facts.plain().pairs();
        let share = 1.0 / facts.plain().m() as f64;
        let many = pairs.filter(|pair| pair.kinds >= 2);
        Ok(many.map(|p| pair(facts, p.low, p.high, share)).collect())
    },
};

pub(in crate::analysis) fn multiplexity(facts: &Facts<'_>) -> Text {
    let pairs = facts.plain().pairs();
    let many = pairs.filter(|pair| pair.kinds >= 2).count();
    Ok(quotient(many as f64, facts.plain().m() as f64))
}

pub(in crate::analysis) const MATURITY: Attribution = Attribution {
    rule: "Each tie has w · its age and use ÷ Σw",
    sources: &[],
    split: |facts| {
        let (maturity, all) = (maturity_of(facts), weight(facts));
        Ok(ties(facts, |link| {
            link.positive.then(|| ratio(link.weight() * maturity(link), all))
        }))
    },
};

pub(in crate::analysis) fn maturity(facts: &Facts<'_>) -> Text {
    let maturity = maturity_of(facts);
    let positive = facts.links.iter().filter(|link| link.positive);
    let mature: f64 = positive.map(|link| link.weight() * maturity(link)).sum();
    Ok(quotient(mature, weight(facts)))
}

pub(in crate::analysis) const INSTITUTIONS: Attribution = Attribution {
    rule: "Each firm that belongs to a common body has 1 ÷ number of local firms",
    sources: &[],
    split: |facts| {
        scaled(
            facts,
            &parts::INSTITUTIONS,
            marked_firms(facts, &institutional(facts)),
        )
    },
};

pub(in crate::analysis) fn institutions(facts: &Facts<'_>) -> Text {
    let joined = marked_firms(facts, &institutional(facts));
    Ok(quotient(count(&joined), facts.firm_count()))
}
