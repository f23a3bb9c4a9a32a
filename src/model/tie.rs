//! A tie between two actors.

use crate::base::units::{Amount, Share, Weight};

use super::attribute::Attributes;
use super::kind::{Direction, KnowledgeFlow, TieKind};
use super::{ActorId, Extra};

/// One relation between two actors. Any number of ties, also of the same kind, may join a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// What it is.
    pub kind: TieKind,
    /// First end: seller, source, member, funder, origin, parent, owner.
    pub from: ActorId,
    /// Second end.
    pub to: ActorId,
    /// Both ways; only knowledge ties may be mutual.
    pub mutual: bool,
    /// Strength `w`.
    pub weight: Weight,
    /// Trust `τ`.
    pub trust: Share,
    /// Contacts a year.
    pub frequency: Amount,
    /// Years it has lasted.
    pub age: Amount,
    /// From a handshake (0) to a contract (1).
    pub formality: Share,
    /// Million currency a year, for supply and finance; estimated when absent.
    pub value: Option<Amount>,
    /// A disabled tie is drawn faintly and counts nowhere.
    pub enabled: bool,
    /// What a person keeps beside that; no indicator reads it.
    pub attributes: Attributes,
    /// Note, tags and fields of a newer version.
    pub extra: Extra,
}

impl Tie {
    /// A fresh tie with the defaults of the model.
    pub fn new(kind: TieKind, from: ActorId, to: ActorId) -> Self {
        Self {
            kind,
            from,
            to,
            mutual: false,
            weight: Weight::of(0.5),
            trust: Share::of(0.5),
            frequency: Amount::of(12.0),
            age: Amount::of(5.0),
            formality: Share::of(0.5),
            value: None,
            enabled: true,
            attributes: Attributes::new(),
            extra: Extra::new(),
        }
    }

    /// Both ends are the same actor. Loops are kept and drawn, but no indicator counts them.
    pub fn is_loop(&self) -> bool {
        self.from == self.to
    }

    /// The end that is not `id`; `None` when `id` is neither end.
    pub fn other_end(&self, id: ActorId) -> Option<ActorId> {
        if self.from == id {
            Some(self.to)
        } else if self.to == id {
            Some(self.from)
        } else {
            None
        }
    }

    /// One end is `id`.
    pub fn touches(&self, id: ActorId) -> bool {
        self.from == id || self.to == id
    }

    /// The tie has an arrow at its second end only.
    pub fn points_one_way(&self) -> bool {
        match self.kind.info().direction {
            Direction::Directed => true,
            Direction::MayBeMutual => !self.mutual,
            Direction::Undirected => false,
        }
    }

    /// Knowledge can flow from the second end back to the first.
    pub fn knowledge_flows_back(&self) -> bool {
        match self.kind.info().knowledge {
            KnowledgeFlow::Forward => false,
            KnowledgeFlow::ForwardUnlessMutual => self.mutual,
            KnowledgeFlow::BothWays => true,
        }
    }

    /// Whether this tie may be marked mutual.
    pub fn may_be_mutual(&self) -> bool {
        self.kind.info().direction == Direction::MayBeMutual
    }

    /// What indicators may read: the same without names, notes and other words.
    pub(super) fn without_words(&self) -> Self {
        Self {
            attributes: Attributes::new(),
            extra: Extra::new(),
            ..self.clone()
        }
    }

    /// The same tie as another kind; what the new kind cannot have is taken back.
    #[must_use]
    pub fn with_kind(&self, kind: TieKind) -> Self {
        let mut tie = Self { kind, ..self.clone() };
        tie.mutual &= tie.may_be_mutual();
        if !kind.has_value() {
            tie.value = None;
        }
        tie
    }
}
