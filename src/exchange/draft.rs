//! The in-between model: what was found in a file of another program, before anybody has said what it means here.
//!
//! Everything found is kept, in the order of the file: parallel ties, loops, both directions of a pair, columns that
//! nobody understands. Attributes stand in columns, so that a large network stays small in memory.

use crate::base::geom::Point;

use super::format::Format;
use super::reading::Reading;

pub use super::column::{Cell, Column, Values};

/// What a file, or several that belong together, hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it was read as, and how.
    pub reading: Reading,
    /// Title of the network, where the format has one.
    pub title: String,
    /// In the order of the file; ties name them by their number here.
    pub actors: Vec<DraftActor>,
    /// In the order of the file.
    pub ties: Vec<DraftTie>,
    /// Attributes of actors.
    pub actor_columns: Vec<Column>,
    /// Attributes of ties.
    pub tie_columns: Vec<Column>,
    /// Groups that hold actors or other groups; an actor names its own by its number here.
    pub groups: Vec<DraftGroup>,
    /// What there was, and what became of it.
    pub found: Found,
}

/// An actor as it was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftActor {
    /// As it is called by ties; trimmed, never a number.
    pub id: Box<str>,
    /// What people read; empty when it only has an id.
    pub label: Box<str>,
    /// Where it stood, in the file's units with y downward.
    pub at: Option<Point>,
    /// Number of its group.
    pub group: Option<u32>,
    /// Only ties spoke of it.
    pub implied: bool,
    /// Line, row or byte, see [`Found::unit`]; 0 when unknown.
    pub place: u32,
}

/// A tie as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftTie {
    /// Number of the actor at the first end.
    pub from: u32,
    /// Number of the actor at the second end.
    pub to: u32,
    /// Which way.
    pub direction: Direction,
    /// Line, row or byte, see [`Found::unit`]; 0 when unknown.
    pub place: u32,
}

/// Which way a tie goes, as far as its file says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From the first to the second end.
    #[default]
    Directed,
    /// Neither way, or the file makes no difference.
    Undirected,
    /// Expressly both ways.
    Mutual,
}

/// A group of actors.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftGroup {
    /// What people read; may be empty.
    pub name: String,
    /// Number of the group that it lies in.
    pub parent: Option<u32>,
}

/// What a format says of a column of its own accord.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// Name that people read.
    Label,
    /// Kind of the actor or tie, in the words of the file.
    Kind,
    /// Strength of a tie.
    Weight,
    /// Size of the mark.
    Size,
    /// Color, as `#rrggbb`.
    Color,
    /// Shape of the mark, in the words of the file.
    Shape,
    /// Free words to find by.
    Tags,
    /// Longer words.
    Note,
    /// Group, cluster, partition or module.
    Group,
    /// Id of the record itself, which nobody refers to.
    Id,
    /// What Milieu wrote itself under this id of a field in [`crate::model::field`]; read back without asking.
    Own(&'static str),
}

/// What was read, and what became of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// What [`DraftActor::place`] and [`DraftTie::place`] count: "line", "row", "byte"; may be empty.
    pub unit: &'static str,
    /// How many records there were that speak of an actor.
    pub actor_records: usize,
    /// How many records there were that speak of a tie; a cell of a matrix that is not zero is one.
    pub tie_records: usize,
    /// How many ties stand in symmetric matrices, once in each direction; whether two of them are meant to be one is
    /// for a person to say.
    pub mirrored: usize,
    /// What was repaired, dropped or not understood, in the order of the file.
    pub remarks: Vec<Remark>,
    /// How many more remarks there would have been than are kept.
    pub unsaid: usize,
}

/// One thing to tell of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What became of it.
    pub fate: Fate,
    /// One sentence without a stop.
    pub what: String,
    /// For instance "line 599" or "sheet Edges, row 4".
    pub place: String,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Kept, but something had to be repaired or made up.
    Repaired,
    /// One actor made of several records with the same id.
    Merged,
    /// A record that is not there afterwards.
    Dropped,
    /// Something beside the records that is not understood.
    Unread,
}

impl Fate {
    /// In a word, for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Repaired => "Repaired",
            Self::Merged => "Merged",
            Self::Dropped => "Dropped",
            Self::Unread => "Not read",
        }
    }

    /// In a word, for programs.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Repaired => "repaired",
            Self::Merged => "merged",
            Self::Dropped => "dropped",
            Self::Unread => "unread",
        }
    }
}

/// So many remarks are kept; the rest is counted.
pub const REMARKS: usize = 1000;

impl Draft {
    /// Nothing yet, read as this.
    pub fn of(format: Format) -> Self {
        Self {
            reading: Reading::of(format),
            title: String::new(),
            actors: Vec::new(),
            ties: Vec::new(),
            actor_columns: Vec::new(),
            tie_columns: Vec::new(),
            groups: Vec::new(),
            found: Found::default(),
        }
    }
}

impl Found {
    /// Says something aloud.
    pub fn remark(&mut self, fate: Fate, what: impl Into<String>, place: impl Into<String>) {
        if self.remarks.len() < REMARKS {
            self.remarks.push(Remark {
                fate,
                // What is quoted of a broken file may hold ends of lines.
                what: what.into().replace(char::is_control, " "),
                place: place.into(),
            });
        } else {
            self.unsaid += 1;
        }
    }
}
