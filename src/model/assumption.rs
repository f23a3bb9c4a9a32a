//! Every number of the measurement model that a person may doubt: weights, half-points, permeabilities.
//!
//! A project stores only what differs from the defaults below. The defaults of actors live in `kind`.

use std::collections::BTreeMap;

use super::kind::TieKind;

/// How the dimensions become one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aggregation {
    /// Weighted geometric mean: no dimension buys out another. The Human Development Index does so since 2010.
    #[default]
    Geometric,
    /// Weighted arithmetic mean.
    Arithmetic,
}

impl Aggregation {
    /// Stable id in files and scripts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Geometric => "geometric",
            Self::Arithmetic => "arithmetic",
        }
    }

    /// The aggregation with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Geometric, Self::Arithmetic]
            .into_iter()
            .find(|a| a.id() == id)
    }
}

/// One number of the model with its default and legal range.
#[derive(Clone, Copy, Debug)]
pub struct Assumption {
    /// Stable id: `weight.…`, `half.…`, `permeability.…` or a word.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// Where the model stands unless told otherwise.
    pub default: f64,
    /// Smallest legal value.
    pub least: f64,
    /// Largest legal value.
    pub most: f64,
    /// Why this default.
    pub reason: &'static str,
}

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

/// All assumptions, in the order in which they are shown.
#[rustfmt::skip]
pub const ALL: &[Assumption] = &[
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

/// The assumption with this id.
pub fn find(id: &str) -> Option<&'static Assumption> {
    ALL.iter().find(|assumption| assumption.id == id)
}

/// What a project assumes: the defaults, but for what was changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assumptions {
    /// How dimensions become one figure.
    pub aggregation: Aggregation,
    /// Only what differs from the default; every key is in [`ALL`] and every value in its range.
    changed: BTreeMap<&'static str, f64>,
}

impl Assumptions {
    /// The number in force.
    ///
    /// # Panics
    /// When `id` is not in [`ALL`]; ids are written in the program, never read from outside.
    pub fn get(&self, id: &str) -> f64 {
        let known = find(id).expect("assumption ids in the program are in the table");
        self.changed.get(known.id).copied().unwrap_or(known.default)
    }

    /// The same assumptions with one changed; `None` if the id is unknown or the value out of range.
    #[must_use]
    pub fn with(&self, id: &str, value: f64) -> Option<Self> {
        let known = find(id)?;
        if !(known.least..=known.most).contains(&value) {
            return None;
        }
        let mut next = self.clone();
        if value == known.default {
            next.changed.remove(known.id);
        } else {
            next.changed.insert(known.id, value + 0.0);
        }
        Some(next)
    }

    /// What differs from the defaults, by id.
    pub fn changed(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.changed.iter().map(|(&id, &value)| (id, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_defaults_legal() {
        for (i, a) in ALL.iter().enumerate() {
            assert!((a.least..=a.most).contains(&a.default), "{}", a.id);
            assert!(ALL[..i].iter().all(|b| b.id != a.id), "{}", a.id);
        }
    }

    #[test]
    fn back_to_the_default_leaves_no_trace() {
        let changed = Assumptions::default().with("independence", 0.3).unwrap();
        assert_eq!(changed.get("independence"), 0.3);
        assert_eq!(changed.with("independence", 0.5), Some(Assumptions::default()));
        assert_eq!(changed.with("independence", f64::NAN), None);
        assert_eq!(changed.with("no such thing", 0.3), None);
    }
}
