//! Kinds of actors and ties, their roles, and the numbers a fresh one starts with.
//!
//! The defaults are design choices of Milieu, chosen so that a newly dropped actor is plausible; the permeabilities
//! are ordered after the channels discussed by Giuliani & Bell (2005), Saxenian (1994) and Almeida & Kogut (1999).

use crate::base::units::{Amount, Jobs, Share};

/// The five families that actor kinds belong to; a role has a color, a kind has a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Makes goods.
    Producer,
    /// Specialised suppliers, services, finance and intermediaries.
    Service,
    /// Universities, institutes, agencies and other public bodies.
    PublicBody,
    /// Trade associations, chambers, clubs.
    Association,
    /// Lead users and markets.
    Demand,
}

impl Role {
    /// All roles, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Producer,
        Self::Service,
        Self::PublicBody,
        Self::Association,
        Self::Demand,
    ];

    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Producer => "Producers",
            Self::Service => "Intermediary services",
            Self::PublicBody => "Public bodies",
            Self::Association => "Associations",
            Self::Demand => "Demand",
        }
    }
}

/// Place of a kind in the value chain, from raw input to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stage(pub u8);

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// Producer of final goods.
    Final,
    /// Producer of intermediate goods.
    Intermediate,
    /// Manufacturer in a related industry.
    Related,
    /// Specialised supplier.
    Supplier,
    /// Service provider.
    Service,
    /// Bank, fund or other financier.
    Finance,
    /// Trader, marketplace, broker or transfer office.
    Intermediary,
    /// University.
    University,
    /// Research institute.
    Institute,
    /// School or training provider.
    Training,
    /// Standards body.
    Standards,
    /// Incubator, test or technology center.
    Center,
    /// Government body.
    Government,
    /// Trade association, chamber or club.
    Association,
    /// Lead user or market.
    Customer,
}

/// What a kind is and what a fresh actor of that kind starts with.
#[derive(Clone, Copy, Debug)]
pub struct ActorKindInfo {
    /// Stable id in files and scripts.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// One line for tooltips.
    pub definition: &'static str,
    /// Family.
    pub role: Role,
    /// Place in the value chain, if it has one.
    pub stage: Option<Stage>,
    /// Jobs.
    pub jobs: Jobs,
    /// Revenue or budget, million currency a year.
    pub revenue: Amount,
    /// Innovation capability `k`.
    pub capability: Share,
    /// Absorptive capacity `a` (Cohen & Levinthal 1990).
    pub absorption: Share,
    /// Share of revenue sold outside the region.
    pub export: Share,
    /// Reputation.
    pub reputation: Share,
}

/// Shortens the table below: one row is one kind.
#[expect(
    clippy::too_many_arguments,
    reason = "a row of the table of theory, column by column"
)]
const fn kind(
    id: &'static str,
    name: &'static str,
    role: Role,
    stage: Option<u8>,
    jobs: f64,
    revenue: f64,
    [capability, absorption, export, reputation]: [f64; 4],
    definition: &'static str,
) -> ActorKindInfo {
    ActorKindInfo {
        id,
        name,
        definition,
        role,
        stage: match stage {
            Some(n) => Some(Stage(n)),
            None => None,
        },
        jobs: Jobs::of(jobs),
        revenue: Amount::of(revenue),
        capability: Share::of(capability),
        absorption: Share::of(absorption),
        export: Share::of(export),
        reputation: Share::of(reputation),
    }
}

#[rustfmt::skip]
const ACTOR_KINDS: [ActorKindInfo; 15] = {
    use Role::{Association, Demand, Producer, PublicBody, Service};
    [
        kind("final", "Final goods producer", Producer, Some(2), 200.0, 40.0, [0.50, 0.50, 0.40, 0.50], "Makes the goods the cluster is known for and sells them to customers"),
        kind("intermediate", "Intermediate goods producer", Producer, Some(1), 80.0, 12.0, [0.40, 0.50, 0.30, 0.40], "Makes parts and components that other producers build in"),
        kind("related", "Related manufacturer", Producer, None, 60.0, 9.0, [0.40, 0.50, 0.30, 0.40], "Makes other goods with related skills or for the same customers"),
        kind("supplier", "Specialized supplier", Service, Some(0), 50.0, 7.0, [0.45, 0.50, 0.30, 0.40], "Delivers machines, materials or tools made for this industry"),
        kind("service", "Service provider", Service, None, 25.0, 3.0, [0.35, 0.40, 0.10, 0.40], "Design, logistics, law, software and other services to firms"),
        kind("finance", "Finance", Service, None, 40.0, 8.0, [0.20, 0.30, 0.10, 0.50], "Bank, venture fund or other source of money"),
        kind("intermediary", "Intermediary", Service, None, 15.0, 2.0, [0.35, 0.50, 0.20, 0.40], "Trader, marketplace, broker or transfer office that brings others together"),
        kind("university", "University", PublicBody, None, 600.0, 60.0, [0.80, 0.70, 0.0, 0.60], "Teaches and does research"),
        kind("institute", "Research institute", PublicBody, None, 150.0, 15.0, [0.85, 0.70, 0.0, 0.60], "Does research, often with firms"),
        kind("training", "Training provider", PublicBody, None, 60.0, 5.0, [0.40, 0.40, 0.0, 0.50], "Vocational school or other trainer of skilled people"),
        kind("standards", "Standards body", PublicBody, None, 40.0, 4.0, [0.50, 0.50, 0.0, 0.60], "Sets or tests technical rules"),
        kind("center", "Technology center", PublicBody, None, 20.0, 2.0, [0.55, 0.60, 0.0, 0.50], "Incubator, test or technology center"),
        kind("government", "Government", PublicBody, None, 100.0, 10.0, [0.20, 0.30, 0.0, 0.50], "Town, region, state or one of their offices"),
        kind("association", "Association", Association, None, 10.0, 1.0, [0.30, 0.40, 0.0, 0.50], "Trade association, chamber, cluster organization or club"),
        kind("customer", "Customer", Demand, Some(3), 100.0, 20.0, [0.40, 0.40, 0.0, 0.50], "Lead user or market for the final goods"),
    ]
};

impl ActorKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 15] = [
        Self::Final,
        Self::Intermediate,
        Self::Related,
        Self::Supplier,
        Self::Service,
        Self::Finance,
        Self::Intermediary,
        Self::University,
        Self::Institute,
        Self::Training,
        Self::Standards,
        Self::Center,
        Self::Government,
        Self::Association,
        Self::Customer,
    ];

    /// Definition and defaults.
    pub const fn info(self) -> &'static ActorKindInfo {
        &ACTOR_KINDS[self as usize]
    }

    /// Stable id in files and scripts.
    pub const fn id(self) -> &'static str {
        self.info().id
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// Family.
    pub const fn role(self) -> Role {
        self.info().role
    }

    /// The kind with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// PROD: makes goods.
    pub const fn is_producer(self) -> bool {
        matches!(self, Self::Final | Self::Intermediate | Self::Related)
    }

    /// FIRM: producers, specialized suppliers and service providers.
    pub const fn is_firm(self) -> bool {
        self.is_producer() || matches!(self, Self::Supplier | Self::Service)
    }

    /// KNOW: does research or transfers it.
    pub const fn is_knowledge(self) -> bool {
        matches!(self, Self::University | Self::Institute | Self::Center)
    }

    /// SUPPORT: every kind except producers and customers.
    pub const fn is_support(self) -> bool {
        !self.is_producer() && !matches!(self, Self::Customer)
    }

    /// INTEG: bodies that bring others together.
    pub const fn is_integrator(self) -> bool {
        matches!(
            self,
            Self::Association | Self::Center | Self::Intermediary | Self::Standards | Self::Government
        )
    }
}

/// Which way a tie points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the first actor to the second, always.
    Directed,
    /// From the first to the second, or both ways when marked mutual.
    MayBeMutual,
    /// No direction.
    Undirected,
}

/// Which way knowledge flows along a tie that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnowledgeFlow {
    /// From the first actor to the second.
    Forward,
    /// From the first to the second, and back when the tie is mutual.
    ForwardUnlessMutual,
    /// Both ways.
    BothWays,
}

/// What joins two actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieKind {
    /// Goods and services, seller to buyer.
    Supply,
    /// Technology, source to recipient.
    Knowledge,
    /// Joint work.
    Cooperation,
    /// Rivalry.
    Competition,
    /// Acquaintance and trust between people.
    Social,
    /// Membership or regulation.
    Governance,
    /// Money, funder to recipient.
    Finance,
    /// People changing their employer.
    Labor,
    /// Founding, parent to child.
    Spinoff,
    /// Control, owner to owned.
    Ownership,
}

/// What a kind of tie is.
#[derive(Clone, Copy, Debug)]
pub struct TieKindInfo {
    /// Stable id in files and scripts.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// One line for tooltips.
    pub definition: &'static str,
    /// How the first and the second actor are called.
    pub ends: [&'static str; 2],
    /// Which way it points.
    pub direction: Direction,
    /// Which way knowledge flows.
    pub knowledge: KnowledgeFlow,
    /// Knowledge permeability κ unless the project says otherwise.
    pub permeability: Share,
}

#[rustfmt::skip]
const TIE_KINDS: [TieKindInfo; 10] = {
    use Direction::{Directed, MayBeMutual, Undirected};
    use KnowledgeFlow::{BothWays, Forward, ForwardUnlessMutual};
    const fn tie(id: &'static str, name: &'static str, ends: [&'static str; 2], direction: Direction, knowledge: KnowledgeFlow, permeability: f64, definition: &'static str) -> TieKindInfo {
        TieKindInfo { id, name, definition, ends, direction, knowledge, permeability: Share::of(permeability) }
    }
    [
        tie("supply", "Supply", ["Seller", "Buyer"], Directed, BothWays, 0.4, "Goods or services flow from seller to buyer; knowledge flows both ways"),
        tie("knowledge", "Knowledge", ["Source", "Recipient"], MayBeMutual, ForwardUnlessMutual, 1.0, "Technology and know-how flow from source to recipient, or both ways when mutual"),
        tie("cooperation", "Cooperation", ["Partner", "Partner"], Undirected, BothWays, 0.8, "Joint work: projects, purchasing, marketing, development"),
        tie("competition", "Competition", ["Rival", "Rival"], Undirected, BothWays, 0.1, "Rivalry for customers, people or prestige"),
        tie("social", "Social", ["Person", "Person"], Undirected, BothWays, 0.5, "Acquaintance, kinship or friendship between people"),
        tie("governance", "Governance", ["Member", "Body"], Directed, BothWays, 0.3, "Membership in a body, or regulation by it"),
        tie("finance", "Finance", ["Funder", "Recipient"], Directed, BothWays, 0.2, "Money flows from funder to recipient"),
        tie("labor", "Labor mobility", ["Origin", "Destination"], Directed, Forward, 0.7, "People move to another employer and take what they know along"),
        tie("spinoff", "Spin-off", ["Parent", "Child"], Directed, Forward, 0.6, "The child was founded by people of the parent"),
        tie("ownership", "Ownership", ["Owner", "Owned"], Directed, BothWays, 0.6, "The owner controls the owned"),
    ]
};

impl TieKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Supply,
        Self::Knowledge,
        Self::Cooperation,
        Self::Competition,
        Self::Social,
        Self::Governance,
        Self::Finance,
        Self::Labor,
        Self::Spinoff,
        Self::Ownership,
    ];

    /// Definition and defaults.
    pub const fn info(self) -> &'static TieKindInfo {
        &TIE_KINDS[self as usize]
    }

    /// Stable id in files and scripts.
    pub const fn id(self) -> &'static str {
        self.info().id
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// The kind with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// Money can flow along it, so that it may carry a yearly value.
    pub const fn has_value(self) -> bool {
        matches!(self, Self::Supply | Self::Finance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_the_order_of_their_kinds() {
        for kind in ActorKind::ALL {
            assert_eq!(ActorKind::from_id(kind.id()), Some(kind));
            assert_eq!(format!("{kind:?}").to_lowercase(), kind.id());
        }
        for kind in TieKind::ALL {
            assert_eq!(TieKind::from_id(kind.id()), Some(kind));
            assert_eq!(format!("{kind:?}").to_lowercase(), kind.id());
        }
    }

    #[test]
    fn sets_have_the_sizes_of_the_theory() {
        let count = |set: fn(ActorKind) -> bool| ActorKind::ALL.into_iter().filter(|&k| set(k)).count();
        assert_eq!(count(ActorKind::is_producer), 3);
        assert_eq!(count(ActorKind::is_firm), 5);
        assert_eq!(count(ActorKind::is_knowledge), 3);
        assert_eq!(count(ActorKind::is_support), 11);
        assert_eq!(count(ActorKind::is_integrator), 5);
    }
}
