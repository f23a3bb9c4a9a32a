//! Figures of markets, variety and costs.

use crate::base::cancel::Cancelled;
use crate::model::{Actor, ActorKind, TieKind};

use super::explained;
use super::facts::{Facts, Link};
use super::indicator::{Group, Indicator, PART, Unit};
use super::works::*;

const HERE: Indicator = Indicator {
    group: Group::Economy,
    ..PART
};

pub(super) static HHI: Indicator = Indicator {
    id: "hhi",
    name: "Concentration (HHI)",
    formula: "Σs², s = share of a local producer in the revenue of all; 1 without revenue",
    reading: "Fewer producers have most of the revenue; 1 is a monopoly",
    sources: &[&HIRSCHMAN_1964],
    attribution: Some(explained::economic::HHI),
    filled: Some(explained::economic::hhi),
    eval: |facts| Ok(Some(concentration_of(facts).unwrap_or(1.0))),
    ..HERE
};

/// HHI of local producers' revenue, 0 to 1.
pub(super) fn concentration(facts: &Facts<'_>) -> Result<f64, Cancelled> {
    Ok(facts.value(&HHI)?.unwrap_or(1.0))
}

fn concentration_of(facts: &Facts<'_>) -> Option<f64> {
    let producers = producers(facts).map(|i| facts.members[i].actor);
    squared_shares(producers, |producer| producer.revenue.get())
}

/// Positions of the local producers.
pub(super) fn producers<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = usize> + 'f {
    let locals = facts.locals.iter().copied();
    locals.filter(|&i| facts.members[i].actor.kind.is_producer())
}

/// Σ of squared shares; `None` when there is nothing to share.
fn squared_shares<'a>(actors: impl Iterator<Item = &'a Actor>, amount: fn(&Actor) -> f64) -> Option<f64> {
    let amounts: Vec<f64> = actors.map(amount).collect();
    let all: f64 = amounts.iter().sum();
    (all > 0.0).then(|| amounts.iter().map(|a| (a / all).powi(2)).sum())
}

pub(super) static EFFECTIVE_NUMBER: Indicator = Indicator {
    id: "effective_number",
    name: "Effective producers",
    formula: "1 ÷ HHI",
    unit: Unit::EqualFirms,
    bounds: (1.0, f64::INFINITY),
    reading: "Revenue is spread over more producers",
    sources: &[&HIRSCHMAN_1964],
    attribution: Some(explained::economic::EFFECTIVE_NUMBER),
    filled: Some(explained::economic::effective_number),
    eval: |facts| Ok(concentration_of(facts).map(f64::recip)),
    ..HERE
};

pub(super) static LOCATION_QUOTIENT: Indicator = Indicator {
    id: "location_quotient",
    name: "Location quotient",
    formula: "(jobs of the industry in the region ÷ all jobs in the region) ÷ (jobs of the industry in the nation ÷ all jobs in the nation)",
    unit: Unit::Times,
    bounds: (0.0, f64::INFINITY),
    reading: "Above 1 the region is more specialized than the nation",
    caveat: "Rests on four counts that are typed in, not on the map",
    sources: &[&ISSERMAN_1977],
    attribution: Some(explained::economic::LOCATION_QUOTIENT),
    filled: Some(explained::economic::location_quotient),
    eval: |facts| {
        let lq = facts.document.project().lq;
        let quotient = (|| {
            let inside = lq.industry_region?.get() / lq.all_region?.get();
            let outside = lq.industry_nation?.get() / lq.all_nation?.get();
            Some(inside / outside)
        })();
        Ok(quotient.filter(|quotient| quotient.is_finite()))
    },
    ..HERE
};

/// What the Ellison–Glaeser index is made of.
pub(super) struct Dartboard {
    /// G: Σ of squared differences of both shares.
    pub(super) gap: f64,
    /// Σx².
    pub(super) spread: f64,
    /// H.
    pub(super) plants: f64,
}

impl Dartboard {
    pub(super) fn of(facts: &Facts<'_>) -> Option<Self> {
        let project = facts.document.project();
        let regions = &project.regions;
        let industry: f64 = regions.iter().map(|region| region.industry.get()).sum();
        let all: f64 = regions.iter().map(|region| region.all.get()).sum();
        if industry <= 0.0 || all <= 0.0 {
            return None;
        }
        let shares = || {
            regions
                .iter()
                .map(|r| (r.industry.get() / industry, r.all.get() / all))
        };
        let plants = match project.plant_hhi {
            Some(stated) => stated.get(),
            None => {
                let firms = facts.firms.iter().map(|&i| facts.members[i].actor);
                squared_shares(firms, |firm| firm.jobs.get())?
            }
        };
        Some(Self {
            gap: shares().map(|(s, x)| (s - x).powi(2)).sum(),
            spread: shares().map(|(_, x)| x * x).sum(),
            plants,
        })
    }

    /// `None` with a single region or a single plant, where chance leaves no room.
    fn index(&self) -> Option<f64> {
        let room = (1.0 - self.spread) * (1.0 - self.plants);
        (room > 1e-12).then(|| (self.gap - (1.0 - self.spread) * self.plants) / room)
    }
}

pub(super) static ELLISON_GLAESER: Indicator = Indicator {
    id: "ellison_glaeser",
    name: "Ellison–Glaeser index",
    formula: "(G − (1 − Σx²)H) ÷ ((1 − Σx²)(1 − H)), G = Σ(s − x)², s and x = a region's shares in the jobs of the industry and in all jobs, H = Σ of squared shares of the plants in the industry's jobs",
    bounds: (f64::NEG_INFINITY, f64::INFINITY),
    reading: "Above 0 the industry is more concentrated in space than its plants would be by chance",
    caveat: "Rests on a table of regions that is typed in; without a stated H the local firms stand for all plants of the industry",
    sources: &[&ELLISON_GLAESER_1997],
    decimals: 3,
    attribution: Some(explained::economic::ELLISON_GLAESER),
    filled: Some(explained::economic::ellison_glaeser),
    eval: |facts| Ok(Dartboard::of(facts).and_then(|board| board.index())),
    ..HERE
};

pub(super) static VARIETY: Indicator = Indicator {
    id: "variety",
    name: "Variety",
    formula: "−Σp log₂ p, p = share of an activity in the jobs of local firms",
    unit: Unit::Bits,
    bounds: (0.0, f64::INFINITY),
    reading: "Jobs are spread over more activities",
    sources: &[&THEIL_1972],
    attribution: Some(explained::economic::VARIETY),
    filled: Some(explained::economic::variety),
    eval: |facts| Ok(facts.variety().map(|variety| variety.unrelated + variety.related)),
    ..HERE
};

pub(super) static RELATED_VARIETY: Indicator = Indicator {
    id: "related_variety",
    name: "Related variety",
    formula: "Σ P_g · H_g, P_g = share of activity group g in the jobs of local firms, H_g = entropy inside it",
    unit: Unit::Bits,
    bounds: (0.0, f64::INFINITY),
    reading: "More variety inside the same fields, which helps spillovers",
    caveat: "Needs activity codes of the form group.sub",
    sources: &[&FRENKEN_2007],
    attribution: Some(explained::economic::RELATED_VARIETY),
    filled: Some(explained::economic::related_variety),
    eval: |facts| Ok(facts.variety().map(|variety| variety.related)),
    ..HERE
};

pub(super) static UNRELATED_VARIETY: Indicator = Indicator {
    id: "unrelated_variety",
    name: "Unrelated variety",
    formula: "−Σ P_g log₂ P_g, P_g = share of activity group g in the jobs of local firms",
    unit: Unit::Bits,
    bounds: (0.0, f64::INFINITY),
    reading: "More variety across fields, which spreads the risk of shocks",
    sources: &[&FRENKEN_2007],
    attribution: Some(explained::economic::UNRELATED_VARIETY),
    filled: Some(explained::economic::unrelated_variety),
    eval: |facts| Ok(facts.variety().map(|variety| variety.unrelated)),
    ..HERE
};

/// Number of stages of the value chain.
pub(super) const STAGES: usize = 4;

pub(super) static VALUE_CHAIN_COMPLETENESS: Indicator = Indicator {
    id: "value_chain_completeness",
    name: "Value-chain completeness",
    formula: "(stages present locally + adjacent stages joined by a local supply tie from the earlier to the later) ÷ 7",
    reading: "More stages are present and supply each other",
    sources: &[&PORTER_1985],
    attribution: Some(explained::economic::VALUE_CHAIN_COMPLETENESS),
    filled: Some(explained::economic::value_chain_completeness),
    eval: |facts| {
        let (mut present, mut joined) = ([false; STAGES], [false; STAGES - 1]);
        for stage in facts.locals.iter().filter_map(|&i| stage(facts, i)) {
            present[stage] = true;
        }
        for stage in facts.links.iter().filter_map(|link| stage_joined(facts, link)) {
            joined[stage] = true;
        }
        let count = present.iter().chain(&joined).filter(|&&holds| holds).count();
        Ok(Some(count as f64 / (present.len() + joined.len()) as f64))
    },
    ..HERE
};

/// The stage of the value chain at which a member stands, counted from 0.
pub(super) fn stage(facts: &Facts<'_>, position: usize) -> Option<usize> {
    let stage = facts.members[position].actor.kind.info().stage;
    stage.map(|stage| usize::from(stage.0))
}

/// The earlier of the two adjacent stages that this tie joins, if it does.
pub(super) fn stage_joined(facts: &Facts<'_>, link: &Link<'_>) -> Option<usize> {
    let supplies = link.local && link.is(TieKind::Supply);
    let (from, to) = (stage(facts, link.from)?, stage(facts, link.to)?);
    (supplies && to == from + 1).then_some(from)
}

pub(super) static VERTICAL_INTEGRATION: Indicator = Indicator {
    id: "vertical_integration",
    name: "Vertical integration",
    formula: "Σ(revenue − purchases) ÷ Σrevenue over local firms; a supply value that is not stated is 0.6 · revenue of the buyer, shared out by weight",
    bounds: (f64::NEG_INFINITY, 1.0),
    reading: "Firms make more themselves instead of buying it",
    caveat: "Below 0 when stated purchases exceed revenue",
    sources: &[&ADELMAN_1955],
    attribution: Some(explained::economic::VERTICAL_INTEGRATION),
    filled: Some(explained::economic::vertical_integration),
    eval: |facts| Ok(facts.purchases().vertical_integration()),
    ..HERE
};

pub(super) static LEAKAGE: Indicator = Indicator {
    id: "leakage",
    name: "Import leakage",
    formula: "Value of supply from external actors ÷ value of all supply to local actors",
    reading: "More spending leaves the cluster",
    sources: &[&MILLER_BLAIR_2009],
    attribution: Some(explained::economic::LEAKAGE),
    filled: Some(explained::economic::leakage),
    eval: |facts| Ok(facts.purchases().leakage()),
    ..HERE
};

pub(super) static OUTPUT_MULTIPLIER: Indicator = Indicator {
    id: "output_multiplier",
    name: "Output multiplier",
    formula: "Column sums of (I − A)⁻¹, a_ij = supply from i to j ÷ revenue of j, mean over local firms weighted by revenue",
    unit: Unit::Times,
    bounds: (1.0, 20.0),
    reading: "A further unit of sales sets off more output inside the cluster",
    caveat: "At the grain of single actors, so illustrative; local inputs above 95 % of revenue are scaled down",
    sources: &[&LEONTIEF_1936, &MILLER_BLAIR_2009],
    attribution: Some(explained::economic::OUTPUT_MULTIPLIER),
    filled: Some(explained::economic::output_multiplier),
    eval: |facts| {
        let multipliers = facts.multipliers()?;
        let revenue = |i: usize| facts.members[i].actor.revenue.get();
        let (mut weighted, mut all) = (0.0, 0.0);
        for &i in &facts.firms {
            weighted += revenue(i) * multipliers[i];
            all += revenue(i);
        }
        Ok((all > 0.0).then(|| weighted / all))
    },
    ..HERE
};

pub(super) static LABOR_POOL: Indicator = Indicator {
    id: "labor_pool",
    name: "Effective employers",
    formula: "1 ÷ Σe², e = share of a local firm in the jobs of all",
    unit: Unit::EqualFirms,
    bounds: (1.0, f64::INFINITY),
    reading: "Jobs are spread over more employers: a thick labor market",
    sources: &[&KRUGMAN_1991],
    attribution: Some(explained::economic::LABOR_POOL),
    filled: Some(explained::economic::labor_pool),
    eval: |facts| {
        let firms = facts.firms.iter().map(|&i| facts.members[i].actor);
        Ok(squared_shares(firms, |firm| firm.jobs.get()).map(f64::recip))
    },
    ..HERE
};

pub(super) static JOBS: Indicator = Indicator {
    id: "jobs",
    name: "Jobs",
    formula: "Σ jobs of local actors",
    bounds: (0.0, f64::INFINITY),
    reading: "The cluster employs more people",
    decimals: 0,
    sources: &[],
    attribution: Some(explained::economic::JOBS),
    filled: Some(explained::economic::jobs),
    eval: |facts| {
        Ok(Some(
            facts
                .locals
                .iter()
                .map(|&i| facts.members[i].actor.jobs.get())
                .sum(),
        ))
    },
    ..HERE
};

pub(super) static TRANSACTION_COST_INDEX: Indicator = Indicator {
    id: "transaction_cost_index",
    name: "Transaction-cost index",
    formula: "100 · Σw(1 − τ) ÷ Σw over local supply, finance, cooperation and knowledge ties",
    unit: Unit::Percent,
    bounds: (0.0, 100.0),
    reading: "Distrust makes dealing with each other costlier",
    decimals: 1,
    sources: &[&DYER_CHU_2003, &WILLIAMSON_1985],
    attribution: Some(explained::economic::TRANSACTION_COST_INDEX),
    filled: Some(explained::economic::transaction_cost_index),
    eval: |facts| {
        let (mut distrusted, mut all) = (0.0, 0.0);
        for link in facts.links.iter().filter(|link| is_transaction(link)) {
            distrusted += link.weight() * (1.0 - link.trust());
            all += link.weight();
        }
        Ok((all > 0.0).then(|| 100.0 * distrusted / all))
    },
    ..HERE
};

/// A local supply, finance, cooperation or knowledge tie.
pub(super) fn is_transaction(link: &Link<'_>) -> bool {
    use TieKind::{Cooperation, Finance, Knowledge, Supply};
    link.local && matches!(link.tie.kind, Supply | Finance | Cooperation | Knowledge)
}

/// Costs between least and most trusted partners differ by about this factor (Dyer & Chu 2003).
pub(super) const DISTRUST_FACTOR: f64 = 5.0;

pub(super) static TRANSACTION_COST_MULTIPLIER: Indicator = Indicator {
    id: "transaction_cost_multiplier",
    name: "Transaction-cost multiplier",
    formula: "5^(transaction-cost index ÷ 100)",
    unit: Unit::Times,
    bounds: (1.0, DISTRUST_FACTOR),
    reading: "Dealing costs this many times what it would cost in full trust",
    caveat: "The factor 5 echoes a gap reported between the least and the most trusted carmaker",
    sources: &[&DYER_CHU_2003],
    attribution: Some(explained::economic::TRANSACTION_COST_MULTIPLIER),
    filled: Some(explained::economic::transaction_cost_multiplier),
    eval: |facts| {
        let index = facts.value(&TRANSACTION_COST_INDEX)?;
        Ok(index.map(|index| DISTRUST_FACTOR.powf(index / 100.0)))
    },
    ..HERE
};

pub(super) static FIRMS: Indicator = Indicator {
    id: "firms",
    name: "Local firms",
    formula: "Number of local producers, specialized suppliers and service providers",
    unit: Unit::Actors,
    bounds: (0.0, f64::INFINITY),
    reading: "There are more firms",
    decimals: 0,
    sources: &[],
    attribution: Some(explained::economic::FIRMS),
    filled: Some(explained::economic::firms_counted),
    eval: |facts| Ok(Some(facts.firm_count())),
    ..HERE
};

pub(super) static KINDS: Indicator = Indicator {
    id: "kinds",
    name: "Kinds of actors",
    formula: "Number of actor kinds present locally",
    bounds: (0.0, ActorKind::ALL.len() as f64),
    reading: "More kinds of actors are at hand",
    decimals: 0,
    sources: &[],
    attribution: Some(explained::economic::KINDS),
    filled: Some(explained::economic::kinds),
    eval: |facts| {
        let local = |kind: &ActorKind| facts.locals.iter().any(|&i| facts.members[i].actor.kind == *kind);
        Ok(Some(
            ActorKind::ALL.iter().filter(|kind| local(kind)).count() as f64
        ))
    },
    ..HERE
};
