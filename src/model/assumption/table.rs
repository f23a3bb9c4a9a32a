//! The table of assumptions: id, name, default, range and reason of each.

use crate::model::kind::{ActorKind, TieKind};

use super::Assumption;

const fn weight(id: &'static str, name: &'static str, default: f64) -> Assumption {
    Assumption {
        id,
        name,
        default,
        least: 0.0,
        most: 10.0,
        reason: "Judgment of the authors; weights are renormalized, so only their ratios count",
    }
}

const fn half(id: &'static str, name: &'static str, default: f64) -> Assumption {
    Assumption {
        id,
        name,
        default,
        least: 1e-6,
        most: 1e9,
        reason: "Fixed goalpost: at this amount the sub-indicator stands at one half",
    }
}

const fn permeability(id: &'static str, name: &'static str, kind: TieKind) -> Assumption {
    Assumption {
        id,
        name,
        default: kind.info().permeability.get(),
        least: 0.0,
        most: 1.0,
        reason: "Order of channels after Giuliani & Bell 2005, Saxenian 1994, Almeida & Kogut 1999; the numbers are ours",
    }
}

/// What one new actor starts with: jobs, revenue, capability, absorption, export, reputation.
const ATTRIBUTES: usize = 6;

/// Rows for the kinds of actors.
macro_rules! fresh {
    ($($kind:ident $id:literal $name:literal;)*) => {
        [$({
            let info = ActorKind::$kind.info();
            [
                start(concat!("actor.", $id, ".jobs"), concat!("Jobs of a new ", $name), info.jobs.get(), 1e6),
                start(concat!("actor.", $id, ".revenue"), concat!("Revenue of a new ", $name), info.revenue.get(), 1e12),
                start(concat!("actor.", $id, ".capability"), concat!("Capability of a new ", $name), info.capability.get(), 1.0),
                start(concat!("actor.", $id, ".absorption"), concat!("Absorption of a new ", $name), info.absorption.get(), 1.0),
                start(concat!("actor.", $id, ".export"), concat!("Export share of a new ", $name), info.export.get(), 1.0),
                start(concat!("actor.", $id, ".reputation"), concat!("Reputation of a new ", $name), info.reputation.get(), 1.0),
            ]
        }),*]
    };
}

const fn start(id: &'static str, name: &'static str, default: f64, most: f64) -> Assumption {
    Assumption {
        id,
        name,
        default,
        least: 0.0,
        most,
        reason: "Chosen so that a newly added actor is plausible; ours. Actors that are there keep what they have",
    }
}

#[rustfmt::skip]
const FRESH: [[Assumption; ATTRIBUTES]; ActorKind::ALL.len()] = fresh! {
    Final "final" "final goods producer";
    Intermediate "intermediate" "intermediate goods producer";
    Related "related" "related manufacturer";
    Supplier "supplier" "specialized supplier";
    Service "service" "service provider";
    Finance "finance" "finance";
    Intermediary "intermediary" "intermediary";
    University "university" "university";
    Institute "institute" "research institute";
    Training "training" "training provider";
    Standards "standards" "standards body";
    Center "center" "technology center";
    Government "government" "government";
    Association "association" "association";
    Customer "customer" "customer";
};

/// All assumptions, in the order in which they are shown.
pub const ALL: &[Assumption] = &{
    let mut all = [MODEL[0]; MODEL.len() + ATTRIBUTES * FRESH.len()];
    let mut i = 0;
    while i < all.len() {
        all[i] = if i < MODEL.len() {
            MODEL[i]
        } else {
            let fresh = i - MODEL.len();
            FRESH[fresh / ATTRIBUTES][fresh % ATTRIBUTES]
        };
        i += 1;
    }
    all
};

/// What the indicators read.
#[rustfmt::skip]
const MODEL: &[Assumption] = &[
    weight("weight.spontaneity", "Weight of spontaneity", 1.0),
    weight("weight.trust", "Weight of trust", 1.0),
    weight("weight.spillover", "Weight of spillover", 1.0),
    weight("weight.coordination", "Weight of coordination", 1.0),
    weight("weight.external_economies", "Weight of external economies", 1.0),
    weight("weight.regional", "Weight of regional competitiveness", 1.0),
    weight("weight.spontaneity.entry", "Weight of entry", 0.30),
    weight("weight.spontaneity.contestability", "Weight of contestability", 0.25),
    weight("weight.spontaneity.bottom_up", "Weight of bottom-up order", 0.15),
    weight("weight.spontaneity.decentralization", "Weight of decentralization", 0.15),
    weight("weight.spontaneity.coopetition", "Weight of co-opetition", 0.15),
    weight("weight.trust.mean_trust", "Weight of mean trust", 0.30),
    weight("weight.trust.coverage", "Weight of coverage", 0.20),
    weight("weight.trust.closure", "Weight of closure", 0.15),
    weight("weight.trust.multiplexity", "Weight of multiplexity", 0.10),
    weight("weight.trust.maturity", "Weight of maturity", 0.15),
    weight("weight.trust.institutions", "Weight of institutions", 0.10),
    weight("weight.spillover.knowledge_access", "Weight of knowledge access", 0.40),
    weight("weight.spillover.research_reach", "Weight of research reach", 0.15),
    weight("weight.spillover.related_variety", "Weight of related variety", 0.15),
    weight("weight.spillover.pipelines", "Weight of pipelines", 0.15),
    weight("weight.spillover.mobility", "Weight of mobility", 0.15),
    weight("weight.coordination.chain", "Weight of value-chain completeness", 0.20),
    weight("weight.coordination.connectedness", "Weight of connectedness", 0.15),
    weight("weight.coordination.efficiency", "Weight of efficiency", 0.15),
    weight("weight.coordination.integrators", "Weight of integrators", 0.15),
    weight("weight.coordination.joint_action", "Weight of joint action", 0.20),
    weight("weight.coordination.flexibility", "Weight of flexibility", 0.15),
    weight("weight.external_economies.local_sourcing", "Weight of local sourcing", 0.25),
    weight("weight.external_economies.labor_pool", "Weight of labor pool", 0.20),
    weight("weight.external_economies.public_goods", "Weight of public goods", 0.20),
    weight("weight.external_economies.low_transaction_cost", "Weight of low transaction cost", 0.15),
    weight("weight.external_economies.mass", "Weight of mass", 0.10),
    weight("weight.external_economies.specialization", "Weight of specialization", 0.10),
    weight("weight.regional.brand", "Weight of brand", 0.25),
    weight("weight.regional.export", "Weight of export", 0.15),
    weight("weight.regional.productivity", "Weight of productivity", 0.15),
    weight("weight.regional.small_world_form", "Weight of small-world form", 0.15),
    weight("weight.regional.innovation", "Weight of innovation", 0.15),
    weight("weight.regional.rivalry", "Weight of rivalry", 0.15),
    half("half.entry", "Half-point of entry, share of young firms", 0.4),
    half("half.frequency", "Half-point of contact frequency, contacts a year", 12.0),
    half("half.knowledge_access", "Half-point of knowledge access, reachable capability", 1.0),
    half("half.related_variety", "Half-point of related variety, bits", 1.0),
    half("half.mobility", "Half-point of mobility, tie weight a firm", 0.25),
    half("half.joint_action", "Half-point of joint action, trusted weight a firm", 0.25),
    half("half.employers", "Half-point of further effective employers", 5.0),
    half("half.jobs", "Half-point of jobs in the pool", 2000.0),
    half("half.mass", "Half-point of mass, firms", 15.0),
    half("half.specialization", "Half-point of the location quotient", 2.0),
    half("half.productivity", "Half-point of productivity, thousand currency a job", 150.0),
    half("half.rivalry", "Half-point of rivalry, competition weight a firm", 0.25),
    half("half.factor", "Half-point of specialized factors, capability", 1.0),
    Assumption { id: "independence", name: "Loss of spillover under a single owner", default: 0.5, least: 0.0, most: 1.0, reason: "One owner internalizes flows, Glaeser et al. 1992; the factor is ours" },
    Assumption { id: "maturing_years", name: "Years in which a tie matures", default: 5.0, least: 0.1, most: 1000.0, reason: "Time constant of 1 − e^(−age/years); ours" },
    permeability("permeability.supply", "Permeability of supply", TieKind::Supply),
    permeability("permeability.knowledge", "Permeability of knowledge", TieKind::Knowledge),
    permeability("permeability.cooperation", "Permeability of cooperation", TieKind::Cooperation),
    permeability("permeability.competition", "Permeability of competition", TieKind::Competition),
    permeability("permeability.social", "Permeability of social", TieKind::Social),
    permeability("permeability.governance", "Permeability of governance", TieKind::Governance),
    permeability("permeability.finance", "Permeability of finance", TieKind::Finance),
    permeability("permeability.labor", "Permeability of labor mobility", TieKind::Labor),
    permeability("permeability.spinoff", "Permeability of spin-off", TieKind::Spinoff),
    permeability("permeability.ownership", "Permeability of ownership", TieKind::Ownership),
];
