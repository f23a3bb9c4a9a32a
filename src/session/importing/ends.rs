//! Which columns of a table are the ends of ties, or what actors are called by: said to the reader, not to the mapping.

use crate::exchange::mapping::Side;

use super::preview::{self, Head};
use super::{Import, ImportStep};

impl Import {
    /// The only table among the sources whose rows are of this side, by its place: its columns can be chosen.
    pub fn table_of(&self, side: Side) -> Option<usize> {
        let mut tables =
            (0..self.sources.len()).filter(|&place| preview::is_table_of(&self.sources[place], side));
        tables.next().filter(|_| tables.next().is_none())
    }

    /// What stands in the file above the column that the reader has used up as this, if it is a table.
    pub fn heading(&self, side: Side, head: Head) -> Option<&str> {
        let told = self.sources[self.table_of(side)?].reading();
        let (first, second) = told.ends?;
        let column = match head {
            Head::From | Head::Id => first,
            Head::To | Head::Name => second,
            Head::Way | Head::Column(_) => return None,
        };
        told.headings.get(column).map(String::as_str)
    }

    /// How the only table of this side is to be read so that the column under this heading is its first end (or what
    /// actors are called by), or its second (or their name); with the place of its source. The one that was it before
    /// becomes the other where that is the same column.
    pub fn with_end(&self, side: Side, heading: &str, second: bool) -> Option<ImportStep> {
        let place = self.table_of(side)?;
        let told = self.sources[place].reading();
        let (from, to) = told.ends?;
        let column = told.headings.iter().position(|other| other == heading)?;
        let ends = match (side, second) {
            // An actor may be called by its name.
            (Side::Actors, false) => (column, if to == from { column } else { to }),
            (Side::Actors, true) => (from, column),
            (Side::Ties, false) => (column, if to == column { from } else { to }),
            (Side::Ties, true) => (if from == column { to } else { from }, column),
        };
        let mut wish = self.sources[place].wish.clone();
        wish.ends = Some(ends);
        wish.shape = told.shape;
        Some(ImportStep::Read(place, Box::new(wish)))
    }
}
