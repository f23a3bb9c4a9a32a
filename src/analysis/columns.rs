//! Figures of single actors and ties as tables: columns are declared once, and computed a column at a time.

use crate::base::cancel::{Cancel, Cancelled};
use crate::model::{ActorId, Document, TieId};

use super::certainty::Effort;
use super::facts::Facts;
use super::indicator::Cost;
use super::{actors, ties};

/// One column of the table of actors or of ties.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Stable id.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Digits shown after the decimal point.
    pub decimals: usize,
    /// When it is computed.
    pub cost: Cost,
    /// The values of all rows; `None` is shown as a dash.
    pub(super) of: fn(&Facts<'_>) -> Result<Vec<Option<f64>>, Cancelled>,
}

/// What most columns share: three digits, with every edit.
pub(super) const COLUMN: Column = Column {
    id: "",
    name: "",
    formula: "",
    decimals: 3,
    cost: Cost::Live,
    of: |_| Ok(Vec::new()),
};

/// Figures of all actors or all ties, in id order.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<I> {
    ids: Vec<I>,
    /// By column; empty where a column has not been computed.
    columns: Vec<Vec<Option<f64>>>,
}

/// Figures of all actors; the columns are [`actors::COLUMNS`].
pub type ActorTable = Table<ActorId>;
/// Figures of all ties; the columns are [`ties::COLUMNS`].
pub type TieTable = Table<TieId>;

impl<I> Default for Table<I> {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            columns: Vec::new(),
        }
    }
}

impl<I: Copy + Ord> Table<I> {
    fn new(
        ids: Vec<I>,
        columns: &[Column],
        facts: &Facts<'_>,
        wanted: impl Fn(&Column) -> bool,
    ) -> Result<Self, Cancelled> {
        let mut values = Vec::with_capacity(columns.len());
        for column in columns {
            facts.cancel.check()?;
            // What takes too long on a large map waits, as does what nobody has asked for.
            let computed = wanted(column).then(|| facts.unless_put_off((column.of)(facts)));
            let mut found = computed.transpose()?.flatten().unwrap_or_default();
            // A sum over nobody is −0, which is no figure that anybody writes.
            found.iter_mut().flatten().for_each(|value| *value += 0.0);
            values.push(found);
        }
        Ok(Self { ids, columns: values })
    }

    /// Whose rows these are, in id order.
    pub fn ids(&self) -> &[I] {
        &self.ids
    }

    /// A figure of one of them by the place of its column; `None` where it is undefined, waiting or unknown.
    pub fn value(&self, id: I, column: usize) -> Option<f64> {
        let place = self.ids.binary_search(&id).ok()?;
        *self.columns.get(column)?.get(place)?
    }

    /// The column has not been computed.
    pub fn is_waiting(&self, column: usize) -> bool {
        !self.ids.is_empty() && self.columns.get(column).is_none_or(Vec::is_empty)
    }
}

impl ActorTable {
    /// A figure of an actor by the id of its column.
    pub fn named(&self, id: ActorId, column: &str) -> Option<f64> {
        let place = actors::COLUMNS.iter().position(|known| known.id == column)?;
        self.value(id, place)
    }
}

impl TieTable {
    /// A figure of a tie by the id of its column.
    pub fn named(&self, id: TieId, column: &str) -> Option<f64> {
        let place = ties::COLUMNS.iter().position(|known| known.id == column)?;
        self.value(id, place)
    }
}

/// Both tables of one state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// Figures of actors.
    pub actors: ActorTable,
    /// Figures of ties.
    pub ties: TieTable,
}

/// The figures of all actors and ties that cost no more than `deepest`; the other columns wait.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn tables(document: &Document, deepest: Cost, cancel: &Cancel) -> Result<Tables, Cancelled> {
    let facts = Facts::new(document, cancel);
    facts.set_effort(Effort::Affordable);
    tables_of(&facts, deepest)
}

/// The same of what has been looked through already.
pub(super) fn tables_of(facts: &Facts<'_>, deepest: Cost) -> Result<Tables, Cancelled> {
    Ok(Tables {
        actors: actor_table(facts, deepest)?,
        ties: tie_table(facts, deepest)?,
    })
}

/// All figures of all actors.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn actor_figures(document: &Document, cancel: &Cancel) -> Result<ActorTable, Cancelled> {
    actor_table(&Facts::new(document, cancel), Cost::Demand)
}

/// These figures of all actors; all others wait, and so does what has been put off.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn actor_figures_among(facts: &Facts<'_>, wanted: &[&str]) -> Result<ActorTable, Cancelled> {
    let ids = facts.members.iter().map(|member| member.id).collect();
    Table::new(ids, actors::COLUMNS, facts, |column| wanted.contains(&column.id))
}

/// All figures of all ties.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn tie_figures(document: &Document, cancel: &Cancel) -> Result<TieTable, Cancelled> {
    tie_table(&Facts::new(document, cancel), Cost::Demand)
}

fn actor_table(facts: &Facts<'_>, deepest: Cost) -> Result<ActorTable, Cancelled> {
    let ids = facts.members.iter().map(|member| member.id).collect();
    Table::new(ids, actors::COLUMNS, facts, |column| column.cost <= deepest)
}

fn tie_table(facts: &Facts<'_>, deepest: Cost) -> Result<TieTable, Cancelled> {
    let ids = facts.document.ties().map(|(id, _)| id).collect();
    Table::new(ids, ties::COLUMNS, facts, |column| column.cost <= deepest)
}
