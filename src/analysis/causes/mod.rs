//! What made one state out of another, in the things that a person would name, and what each of them did to a figure.
//!
//! `plan` finds the causes and makes the states in which only some of them have happened, `words` names them,
//! `shapley` shares a change out among them.

mod plan;
mod shapley;
mod words;

use std::collections::BTreeSet;

use crate::model::{ActorId, TieId};

use super::works::{SHAPLEY_1953, SHORROCKS_2013, Work};

pub use plan::MOST_CAUSES;

pub(super) use plan::Plan;
pub(super) use shapley::{Method, cost_of, share_out};
pub(super) use words::{Names, is_plural};

/// One thing that differs between two states: what a person did, or what many alike things come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// What sort of thing.
    pub what: What,
    /// As a line of a list, for instance "Cooperation tie Alpha–Beta added".
    pub title: String,
    /// As part of a sentence, for instance "the new cooperation tie Alpha–Beta".
    pub phrase: String,
    /// The actors concerned: those that came, went or changed, and the ends of such ties.
    pub actors: BTreeSet<ActorId>,
    /// The ties that came, went or changed.
    pub ties: BTreeSet<TieId>,
}

/// What sort of thing a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Actors came, with their ties.
    ActorAdded,
    /// Actors went, with their ties.
    ActorRemoved,
    /// Actors are no longer what they were.
    ActorChanged,
    /// Ties came.
    TieAdded,
    /// Ties went.
    TieRemoved,
    /// Ties are no longer what they were.
    TieChanged,
    /// A number of the project or an assumption.
    Setting,
    /// Names changed, and with them the order among equals.
    Names,
    /// Everything that differs, taken as one.
    Together,
}

impl What {
    /// It is ties that came, went or changed, not their ends.
    pub const fn is_about_ties(self) -> bool {
        matches!(self, Self::TieAdded | Self::TieRemoved | Self::TieChanged)
    }
}

/// Where sharing out among causes comes from.
static SHARING: &[&Work] = &[&SHAPLEY_1953, &SHORROCKS_2013];

/// How a change is shared out among its causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing differs that a figure reads.
    Nothing,
    /// There is one cause.
    Single,
    /// The mean over all orders in which the causes may have happened.
    Exact,
    /// The mean of one order and its reverse.
    TwoOrders,
    /// All causes together: the figure is undefined while only some have happened, or there are too many of them.
    Together,
}

impl Rule {
    /// One sentence for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Nothing => "Nothing has changed that a figure reads",
            Self::Single => "One thing has changed, so all of the change is due to it",
            Self::Exact => {
                "Each cause counts with its mean effect over all orders in which they may have happened (Shapley value)"
            }
            Self::TwoOrders => {
                "Each cause counts with the mean of its effects in one order and in the reverse order, an estimate of the Shapley value"
            }
            Self::Together => "The causes cannot be told apart, so they count together",
        }
    }

    /// Where the rule comes from.
    pub fn sources(self) -> &'static [&'static Work] {
        match self {
            Self::Exact | Self::TwoOrders => SHARING,
            Self::Nothing | Self::Single | Self::Together => &[],
        }
    }
}
