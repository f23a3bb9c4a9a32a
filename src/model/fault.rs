//! Why the model refuses something.

use super::{ActorId, Jot, SnapshotId, TieId};

/// An edit or a value that the model does not take; the document stays as it was.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// No such actor.
    #[error("There is no actor {0}")]
    NoActor(ActorId),
    /// No such tie.
    #[error("There is no tie {0}")]
    NoTie(TieId),
    /// No such snapshot.
    #[error("There is no snapshot {0}")]
    NoSnapshot(SnapshotId),
    /// No such note or zone.
    #[error("There is no {}", words(*.0))]
    NoJot(Jot),
    /// A change was made for another state of the document.
    #[error("{0} has changed in the meantime")]
    Stale(String),
    /// A tie would lose one of its ends.
    #[error("The tie {tie} would lose its end {actor}")]
    LooseEnd {
        /// The tie.
        tie: TieId,
        /// The actor that would be missing.
        actor: ActorId,
    },
    /// A place without an actor, or an actor without a place.
    #[error("The actor {0} and its place do not go together")]
    Misplaced(ActorId),
    /// A coordinate is not a number or too far out.
    #[error("The place of {0} is not on the map")]
    OffTheMap(ActorId),
    /// A note or a zone that is too far out.
    #[error("The place of {0} is not on the map")]
    JotOffTheMap(Jot),
    /// A value does not fit its field.
    #[error("{field} takes {expected}, not {found}")]
    BadValue {
        /// Name of the field.
        field: String,
        /// What would be right.
        expected: String,
        /// What was given.
        found: String,
    },
    /// No such field, kind or assumption.
    #[error("There is no {what} called \"{name}\"")]
    Unknown {
        /// For instance "field" or "assumption".
        what: &'static str,
        /// The word that was not understood.
        name: String,
    },
    /// A name that several things bear.
    #[error("\"{name}\" could be {ids}; the id says which")]
    Ambiguous {
        /// The name.
        name: String,
        /// Two of those that bear it.
        ids: String,
    },
    /// Only knowledge ties can be mutual.
    #[error("Only knowledge ties can be mutual")]
    NotMutual,
    /// Only supply and finance ties have a yearly value.
    #[error("Only supply and finance ties have a value")]
    NoValue,
    /// There is nothing to merge.
    #[error("Merging takes at least two actors")]
    TooFew,
}

fn words(jot: Jot) -> String {
    match jot {
        Jot::Note(id) => format!("note {id}"),
        Jot::Zone(id) => format!("zone {id}"),
    }
}
