//! From a draft and what it means to a document, or to an edit of the one that is open, with a report that adds up.
//!
//! Every record of a tie is made, updates one that is there, becomes one with another, or is dropped, and is counted
//! as exactly one of these.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::model::{ActorId, Document, Edit};

use super::draft::Draft;
use super::mapping::Mapping;
use plan::Plan;

pub use report::{Line, Report};

mod make;
mod people;
mod places;
mod plan;
mod report;
mod rows;
mod values;
mod zones;

/// So many records are gone through between two looks at whether anybody still wants them.
const BETWEEN_WORDS: usize = 4096;
/// So many words that nobody knows are named.
const NAMED_WORDS: usize = 10;

/// What a mapping does to a draft, in numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Actors.
    pub actors: ActorTally,
    /// Ties.
    pub ties: TieTally,
    /// What each choice about ties would do if it were made; see [`Mapping`].
    pub choices: ChoiceTally,
    /// What a person should know before it is done: words that nobody knows, names that are nearly the same,
    /// numbers that do not fit.
    pub notices: Vec<Notice>,
}

/// What becomes of records of actors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActorTally {
    /// Records in the file that speak of an actor.
    pub records: usize,
    /// Actors that only ties speak of.
    pub implied: usize,
    /// New actors.
    pub made: usize,
    /// Records that went into an actor of the same file.
    pub merged: usize,
    /// Records that went into an actor that was there before.
    pub updated: usize,
}

/// What becomes of records of ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TieTally {
    /// Records in the file that speak of a tie.
    pub records: usize,
    /// New ties; those that were asked for in addition are not among them.
    pub made: usize,
    /// Records that became one with another of the file.
    pub merged: usize,
    /// Records that went into a tie that was there before.
    pub updated: usize,
    /// Records of which nothing is left.
    pub dropped: usize,
    /// Those of the dropped that went because they lead from an actor to itself.
    pub loops_dropped: usize,
    /// Ties in addition, because ties both ways become two.
    pub added: usize,
    /// Ties whose first and second end changed places, because their word looks from the other side.
    pub turned: usize,
    /// Ties without direction, or both ways, of a kind that needs one.
    pub undirected: usize,
    /// Ties without strength, which are kept but count nowhere.
    pub disabled: usize,
}

/// How many ties there are after each choice, everything else being as it is in the mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChoiceTally {
    /// With parallel ties kept, and merged.
    pub parallel: [usize; 2],
    /// With opposite ties kept, joined, and counted once.
    pub opposite: [usize; 3],
    /// With loops kept, and dropped.
    pub loops: [usize; 2],
    /// With ties both ways as one, and as two.
    pub both_ways: [usize; 2],
}

/// A draft has become a document.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The new project, or the open one with what was taken in.
    pub document: Document,
    /// Actors without a place in the file; they stand on a spiral and wait for a layout.
    pub unplaced: Vec<ActorId>,
    /// Groups that are to become zones once all their actors have their places; see [`Taken::zoned`].
    pub zones: Vec<(String, Vec<ActorId>)>,
    /// What was done.
    pub report: Report,
}

impl TieTally {
    /// Every record is accounted for.
    pub fn adds_up(&self) -> bool {
        self.records == self.made + self.merged + self.updated + self.dropped
    }
}

impl ActorTally {
    /// Every record is accounted for.
    pub fn adds_up(&self) -> bool {
        self.records + self.implied == self.made + self.merged + self.updated
    }
}

/// Counts what the mapping would do, in a new project or in the open one.
///
/// # Errors
/// Once `cancel` is raised.
pub fn tally(
    draft: &Draft,
    mapping: &Mapping,
    into: Option<&Document>,
    cancel: &Cancel,
) -> Result<Tally, Cancelled> {
    let plan = Plan::of(draft, mapping, into, cancel)?;
    let mut tally = plan.tally();
    let (updated, spared) = make::updates(&plan);
    tally.ties.updated = updated;
    tally.ties.made -= updated;
    tally.ties.added -= spared;
    Ok(tally)
}

/// Makes a new project of a draft, or, with `into`, takes it into that one: actors that are there already are updated
/// and not made a second time.
///
/// # Errors
/// Once `cancel` is raised.
pub fn take(
    draft: &Draft,
    mapping: &Mapping,
    into: Option<&Document>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Taken, Cancelled> {
    let plan = Plan::of(draft, mapping, into, cancel)?;
    make::make(&plan, progress, cancel)
}

/// One undoable edit that makes `after`, which was worked out from `before`, of a document in the state of `before`.
pub fn edit(name: impl Into<String>, before: &Document, after: &Document) -> Edit {
    Edit::Prepared(name.into(), before.changes_to(after))
}

#[cfg(test)]
mod tests;
