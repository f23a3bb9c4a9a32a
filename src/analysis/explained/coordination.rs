//! Shares of the parts of coordination.

use crate::analysis::coordination::{self as parts, integrated, is_joint};
use crate::analysis::explain::Attribution;
use crate::analysis::facts::Facts;

use super::{Text, count, marked_firms, quotient, sat, scaled, ties};

pub(in crate::analysis) const INTEGRATORS: Attribution = Attribution {
    rule: "Each local firm tied to somebody who brings others together has 1 ÷ number of local firms",
    sources: &[],
    split: |facts| {
        scaled(
            facts,
            &parts::INTEGRATORS,
            marked_firms(facts, &integrated(facts)),
        )
    },
};

pub(in crate::analysis) fn integrators(facts: &Facts<'_>) -> Text {
    let joined = marked_firms(facts, &integrated(facts));
    Ok(quotient(count(&joined), facts.firm_count()))
}

pub(in crate::analysis) const JOINT_ACTION: Attribution = Attribution {
    rule: "Among cooperation and knowledge ties of local firms in proportion to wτ",
    sources: &[],
    split: |facts| {
        let joint = ties(facts, |link| is_joint(link).then(|| link.weight() * link.trust()));
        scaled(facts, &parts::JOINT_ACTION, joint)
    },
};

pub(in crate::analysis) fn joint_action(facts: &Facts<'_>) -> Text {
    let joint = facts.links.iter().filter(|link| is_joint(link));
    let sum: f64 = joint.map(|link| link.weight() * link.trust()).sum();
    Ok(sat(
        facts,
        &quotient(sum, facts.firm_count()),
        "half.joint_action",
    ))
}
