//! Through what a cluster is looked at: one of its networks, and what a person leaves out of it or lets in.

use std::collections::BTreeSet;

use crate::model::{ActorId, Document, Tie, TieKind};

use super::view::{Numbers, counts, has_direction, is_positive, local_ids};
use super::{Directed, Simple};

/// One of the networks of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// N: local actors, any tie other than competition, without direction.
    Plain,
    /// D: local actors, directed and weighted.
    Directed,
    /// K: as N, with external actors and without finance.
    Knowledge,
    /// No network: attributes of actors and ties.
    Attributes,
}

impl View {
    /// The letter of the view; empty where none is used.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Plain => "N",
            Self::Directed => "D",
            Self::Knowledge => "K",
            Self::Attributes => "",
        }
    }

    /// One sentence for the tooltip.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Plain => "View N: local actors, joined by any tie other than competition",
            Self::Directed => "View D: local actors, ties with direction and weight",
            Self::Knowledge => "View K: as view N, with external actors and without finance",
            Self::Attributes => "From attributes of actors and ties",
        }
    }
}

/// A view with its two toggles: external actors in or out, and the kinds of tie that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The network.
    pub view: View,
    /// External actors are in it.
    pub externals: bool,
    /// Kinds of tie that count, as far as the view takes them: none takes competition, K takes no finance.
    pub kinds: BTreeSet<TieKind>,
}

impl Lens {
    /// A view as it is defined: K with external actors, the others without, all kinds of tie.
    pub fn of(view: View) -> Self {
        Self {
            view,
            externals: view == View::Knowledge,
            kinds: TieKind::ALL.into(),
        }
    }

    /// The same, with external actors in it.
    #[must_use]
    pub fn opened(&self) -> Self {
        Self {
            externals: true,
            ..self.clone()
        }
    }

    /// Neither toggle has been touched.
    pub fn is_plain(&self) -> bool {
        *self == Self::of(self.view)
    }

    /// The tie counts, if both of its ends are in the view.
    pub fn admits(&self, tie: &Tie) -> bool {
        counts(tie)
            && is_positive(tie)
            && self.kinds.contains(&tie.kind)
            && !(self.view == View::Knowledge && tie.kind == TieKind::Finance)
    }

    fn ids(&self, document: &Document) -> Vec<ActorId> {
        if self.externals {
            document.actors().map(|(id, _)| id).collect()
        } else {
            local_ids(document)
        }
    }
}

impl Simple {
    /// Who is tied to whom through this lens.
    pub fn through(document: &Document, lens: &Lens) -> Self {
        Self::joined_by(document, lens.ids(document), |tie| lens.admits(tie))
    }
}

impl Directed {
    /// Weights by direction through this lens.
    pub fn through(document: &Document, lens: &Lens) -> Self {
        Self::joined_by(document, lens.ids(document), |tie| lens.admits(tie))
    }

    /// The same without ties that point both ways by nature, for reciprocity.
    pub fn of_directed_kinds(document: &Document, lens: &Lens) -> Self {
        Self::joined_by(document, lens.ids(document), |tie| {
            lens.admits(tie) && has_direction(tie)
        })
    }
}

/// Summed weight of the ties that join each pair of a network, in the order of its pairs. The network must be that
/// of the same document through the same lens.
pub fn pair_weights(network: &Simple, document: &Document, lens: &Lens) -> Vec<f64> {
    let numbers = Numbers::new(network.ids());
    let mut raw = Vec::with_capacity(network.m());
    for (_, tie) in document.ties().filter(|(_, tie)| lens.admits(tie)) {
        if let (Some(from), Some(to)) = (numbers.of(tie.from), numbers.of(tie.to)) {
            raw.push((from.min(to), from.max(to), tie.weight.get()));
        }
    }
    raw.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    raw.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .map(|same| same.iter().map(|joint| joint.2).sum())
        .collect()
}
