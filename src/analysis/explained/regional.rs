//! Shares of the parts of regional competitiveness.

use crate::analysis::economic::concentration;
use crate::analysis::explain::{Attribution, Share, Whom};
use crate::analysis::facts::{Facts, Link};
use crate::analysis::regional::{self as parts, OWN_BRAND, innovates, is_rivalry, yields};
use crate::analysis::structural::{GLOBAL_EFFICIENCY, LOCAL_EFFICIENCY};
use crate::analysis::trust::{INSTITUTIONS, institutional};
use crate::analysis::works::*;

use super::{
    Text, actor, economic, firms, halves, marked_firms, number, portion, quotient, sat, scaled, ties, value,
};

pub(in crate::analysis) const BRAND: Attribution = Attribution {
    rule: "What firms have by themselves goes to them by revenue · reputation; what common institutions add goes half to them in the same way, half to the firms that belong to one",
    sources: &[&SHAPLEY_1953],
    split: |facts| {
        let own = |i: usize| facts.members[i].actor.revenue.get() * facts.members[i].actor.reputation.get();
        let reputation = facts.by_revenue(|firm| firm.reputation.get());
        let guarded = (1.0 - OWN_BRAND) * value(facts, &INSTITUTIONS)?;
        let by_themselves = reputation * (OWN_BRAND + guarded / 2.0);
        let mut shares = portion(by_themselves, firms(facts, own), &parts::BRAND);
        let joined = marked_firms(facts, &institutional(facts));
        shares.extend(portion(reputation * guarded / 2.0, joined, &parts::BRAND));
        Ok(shares)
    },
};

pub(in crate::analysis) fn brand(facts: &Facts<'_>) -> Text {
    let reputation = number(facts.by_revenue(|firm| firm.reputation.get()));
    let institutions = number(value(facts, &INSTITUTIONS)?);
    Ok(format!(
        "{reputation} · ({} + {} · {institutions})",
        number(OWN_BRAND),
        number(1.0 - OWN_BRAND)
    ))
}

pub(in crate::analysis) const EXPORT: Attribution = Attribution {
    rule: "Each local firm has revenue · export share ÷ Σ revenue",
    sources: &[],
    split: |facts| {
        let sold = |i: usize| facts.members[i].actor.revenue.get() * facts.members[i].actor.export.get();
        scaled(facts, &parts::EXPORT, firms(facts, sold))
    },
};

pub(in crate::analysis) fn export(facts: &Facts<'_>) -> Text {
    let sold = facts.sum_of_firms(|firm| firm.revenue.get() * firm.export.get());
    Ok(quotient(sold, facts.sum_of_firms(|firm| firm.revenue.get())))
}

pub(in crate::analysis) const PRODUCTIVITY: Attribution = Attribution {
    rule: "Among local firms in proportion to their revenue, or stated productivity · jobs",
    sources: &[],
    split: |facts| {
        let of = |i: usize| yields(facts.members[i].actor);
        scaled(facts, &parts::PRODUCTIVITY, firms(facts, of))
    },
};

pub(in crate::analysis) fn productivity(facts: &Facts<'_>) -> Text {
    let jobs = facts.sum_of_firms(|firm| firm.jobs.get());
    let inside = quotient(facts.sum_of_firms(yields), jobs);
    Ok(sat(facts, &inside, "half.productivity"))
}

pub(in crate::analysis) const SMALL_WORLD_FORM: Attribution = Attribution {
    rule: "Half to global and half to local efficiency: the formula is a product of the two",
    sources: &[&SHAPLEY_1953],
    split: |facts| {
        let amount = value(facts, &parts::SMALL_WORLD_FORM)? / 2.0;
        let two = [GLOBAL_EFFICIENCY.id, LOCAL_EFFICIENCY.id];
        let share = |id| Share {
            whom: Whom::Part(id),
            amount,
        };
        Ok(two.map(share).to_vec())
    },
};

pub(in crate::analysis) fn small_world_form(facts: &Facts<'_>) -> Text {
    let (global, local) = (
        value(facts, &GLOBAL_EFFICIENCY)?,
        value(facts, &LOCAL_EFFICIENCY)?,
    );
    Ok(format!("√({} · {})", number(global), number(local)))
}

pub(in crate::analysis) const INNOVATION: Attribution = Attribution {
    rule: "Each tied local firm, university, institute and technology center has k ÷ number of all of them",
    sources: &[],
    split: |facts| {
        let members = facts.members.iter().enumerate();
        let tied = members.filter(|(_, member)| innovates(member) && facts.is_tied(member));
        let capable = tied.map(|(i, member)| actor(facts, i, member.actor.capability.get()));
        scaled(facts, &parts::INNOVATION, capable.collect())
    },
};

pub(in crate::analysis) fn innovation(facts: &Facts<'_>) -> Text {
    let all = || facts.members.iter().filter(|member| innovates(member));
    let tied = all().filter(|member| facts.is_tied(member));
    let capability: f64 = tied.map(|member| member.actor.capability.get()).sum();
    Ok(quotient(capability, all().count() as f64))
}

pub(in crate::analysis) const RIVALRY: Attribution = Attribution {
    rule: "Half to producers by s(1 − s), s = their share in revenue, half to competition among local firms by weight; the formula is a product of the two",
    sources: &[&SHAPLEY_1953],
    split: |facts| {
        let against = ties(facts, |link| is_rivalry(link).then(|| link.weight()));
        halves(facts, &parts::RIVALRY, economic::contested(facts), against)
    },
};

pub(in crate::analysis) fn rivalry(facts: &Facts<'_>) -> Text {
    let against = facts.links.iter().filter(|link| is_rivalry(link));
    let weight: f64 = against.map(Link::weight).sum();
    let inside = quotient(weight, facts.firm_count());
    Ok(format!(
        "(1 − {}) · {}",
        number(concentration(facts)?),
        sat(facts, &inside, "half.rivalry")
    ))
}
