//! Figures that go along with a cluster into another format, worked out elsewhere.

use crate::files::sheet::Cell;
use crate::model::{ActorId, TieId};

/// Columns of figures, with an id that never changes and a heading for people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Of actors.
    pub actors: Vec<Figure<ActorId>>,
    /// Of ties.
    pub ties: Vec<Figure<TieId>>,
    /// Of the whole: id, name, value, reading in words.
    pub whole: Vec<(String, String, Cell, String)>,
    /// Numbers of the model that the project has changed or uses: name, value, default.
    pub assumptions: Vec<(String, Cell, Cell)>,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure<Id> {
    /// Stable, snake_case: `betweenness`.
    pub id: String,
    /// For people.
    pub name: String,
    /// Sorted by id; who is absent has no value.
    pub values: Vec<(Id, Cell)>,
}
