//! How a file is read: what was guessed, and what a person has said instead.

use super::format::Format;

/// How a file was, or is to be, read. Before reading, what is `None` is guessed; a [`Draft`](super::draft::Draft) has
/// everything filled in that its format knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it is.
    pub format: Option<Format>,
    /// It was compressed with gzip.
    pub compressed: bool,
    /// Label of the encoding, as the Encoding Standard has it: `utf-8`, `gb18030`.
    pub encoding: Option<&'static str>,
    /// What separates cells.
    pub separator: Option<char>,
    /// The first row (after a banner) holds headings.
    pub header: Option<bool>,
    /// What a table is.
    pub shape: Option<Shape>,
    /// Which decimal sign numbers have.
    pub decimal: Option<char>,
    /// Which columns of a tie list are its ends, counted from 0; the first of an actor list is what ties call it by.
    pub ends: Option<(usize, usize)>,
    /// What separates several names in one cell of an end; a space means that a cell is always one name.
    pub lists: Option<char>,
    /// What stands above the columns of a list of ties or actors; told, not asked for.
    pub headings: Vec<String>,
    /// Names of the sheets, or numbers of the networks, that are read; all that make sense when empty.
    pub parts: Vec<String>,
    /// Everything that could be among them.
    pub offered: Vec<String>,
}

impl Default for Reading {
    fn default() -> Self {
        Self::guessed()
    }
}

impl Reading {
    /// Nothing is said.
    pub const fn guessed() -> Self {
        Self {
            format: None,
            compressed: false,
            encoding: None,
            separator: None,
            header: None,
            shape: None,
            decimal: None,
            ends: None,
            lists: None,
            headings: Vec::new(),
            parts: Vec::new(),
            offered: Vec::new(),
        }
    }

    /// Nothing is said but the format.
    pub const fn of(format: Format) -> Self {
        let mut reading = Self::guessed();
        reading.format = Some(format);
        reading
    }
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// A row is a tie.
    Ties,
    /// A row is an actor.
    Actors,
    /// Rows and columns are the same actors; a cell is the weight of their tie.
    Matrix,
    /// Rows are actors, columns are others, such as events; a cell is the weight of their tie.
    TwoMode,
    /// A row is an actor and then its neighbors.
    Neighbors,
}
