//! Which kinds the words of other people stand for.

use crate::model::{ActorKind, TieKind};

/// The words that the program knows and those that a person has taught it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary {}

impl Dictionary {
    /// The kind of actor that a word stands for.
    pub fn actor(&self, word: &str) -> Option<ActorKind> {
        ActorKind::from_id(word)
    }

    /// The kind of tie that a word stands for, and whether it looks at the tie from its second end.
    pub fn tie(&self, word: &str) -> Option<(TieKind, bool)> {
        TieKind::from_id(word).map(|kind| (kind, false))
    }
}
