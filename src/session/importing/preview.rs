//! The first rows of what was found, as people know them from their files.

use crate::exchange::draft::{Cell, Column, Direction, Draft};
use crate::exchange::mapping::Side;
use crate::exchange::reading::Shape;

use super::Source;

/// Rows that are shown.
const ROWS: usize = 100;
/// Letters of a cell that are shown.
const LETTERS: usize = 120;

/// The first actors and the first ties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Actors.
    pub actors: Grid,
    /// Ties.
    pub ties: Grid,
}

/// Rows of cells under their headings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// What stands in each column.
    pub heads: Vec<Head>,
    /// As many cells each as there are heads, after the place in the file: a line, a row; 0 when unknown.
    pub rows: Vec<(u32, Vec<String>)>,
    /// How many rows there are in all.
    pub all: usize,
}

/// What a column of the preview is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// What other files call the actor.
    Id,
    /// The name of the actor that the file gives beside its id.
    Name,
    /// First end of the tie.
    From,
    /// Second end of the tie.
    To,
    /// The way that the file says the tie goes.
    Way,
    /// A column of the draft, by its number there.
    Column(usize),
}

impl Preview {
    /// Of this draft.
    pub(super) fn of(draft: &Draft) -> Self {
        Self {
            actors: actors(draft),
            ties: ties(draft),
        }
    }

    /// The rows of one side.
    pub fn side(&self, side: Side) -> &Grid {
        match side {
            Side::Actors => &self.actors,
            Side::Ties => &self.ties,
        }
    }
}

fn actors(draft: &Draft) -> Grid {
    let named = draft.actors.iter().any(|actor| !actor.label.is_empty());
    let mut heads = vec![Head::Id];
    if named {
        heads.push(Head::Name);
    }
    heads.extend((0..draft.actor_columns.len()).map(Head::Column));
    let rows = draft.actors.iter().enumerate().take(ROWS).map(|(number, actor)| {
        let cells = heads.iter().map(|head| match head {
            Head::Id => short(&actor.id),
            Head::Column(column) => cell(&draft.actor_columns[*column], number),
            _ => short(&actor.label),
        });
        (actor.place, cells.collect())
    });
    Grid {
        rows: rows.collect(),
        heads,
        all: draft.actors.len(),
    }
}

fn ties(draft: &Draft) -> Grid {
    let mut heads = vec![Head::From, Head::To];
    let first = draft.ties.first().map(|tie| tie.direction);
    if draft.ties.iter().any(|tie| Some(tie.direction) != first) {
        heads.push(Head::Way);
    }
    heads.extend((0..draft.tie_columns.len()).map(Head::Column));
    let end = |number: u32| {
        let actor = &draft.actors[number as usize];
        short(if actor.label.is_empty() {
            &actor.id
        } else {
            &actor.label
        })
    };
    let rows = draft.ties.iter().enumerate().take(ROWS).map(|(number, tie)| {
        let cells = heads.iter().map(|head| match head {
            Head::From => end(tie.from),
            Head::To => end(tie.to),
            Head::Column(column) => cell(&draft.tie_columns[*column], number),
            _ => way(tie.direction).to_owned(),
        });
        (tie.place, cells.collect())
    });
    Grid {
        rows: rows.collect(),
        heads,
        all: draft.ties.len(),
    }
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Directed => "one way",
        Direction::Undirected => "undirected",
        Direction::Mutual => "both ways",
    }
}

fn cell(column: &Column, number: usize) -> String {
    match column.values.get(number) {
        None | Some(Cell::Missing) => String::new(),
        Some(Cell::Number(number)) => number.to_string(),
        Some(Cell::Flag(true)) => "yes".to_owned(),
        Some(Cell::Flag(false)) => "no".to_owned(),
        Some(Cell::Text(text)) => short(text),
        Some(Cell::List(items)) => short(&items.join(" | ")),
    }
}

fn short(text: &str) -> String {
    let one_line = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().take(LETTERS).map(one_line).collect()
}

/// The rows of this source are actors, or ties, in a table with headings of its own.
pub(super) fn is_table_of(source: &Source, side: Side) -> bool {
    let shape = source.told.as_ref().and_then(|told| told.shape);
    match side {
        Side::Actors => shape == Some(Shape::Actors),
        Side::Ties => shape == Some(Shape::Ties),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::draft::{DraftActor, DraftTie};
    use crate::exchange::format::Format;

    #[test]
    fn ends_come_first_and_long_cells_are_cut() {
        let mut draft = Draft::of(Format::Table);
        for (id, label) in [("F1", "海尔"), ("F2", "")] {
            draft.actors.push(DraftActor {
                id: id.into(),
                label: label.into(),
                ..DraftActor::default()
            });
        }
        draft.ties.push(DraftTie {
            from: 0,
            to: 1,
            direction: Direction::Directed,
            place: 2,
        });
        draft.tie_columns.push(Column {
            name: "note".to_owned(),
            meaning: None,
            values: [Cell::Text(&"x\n".repeat(LETTERS))].into_iter().collect(),
        });
        let preview = Preview::of(&draft);
        assert_eq!(preview.ties.heads, [Head::From, Head::To, Head::Column(0)]);
        let (place, cells) = &preview.ties.rows[0];
        assert_eq!((*place, &*cells[0], &*cells[1]), (2, "海尔", "F2"));
        assert_eq!(cells[2].chars().count(), LETTERS);
        assert!(!cells[2].contains('\n'));
        assert_eq!(preview.actors.rows[1].1, ["F2", ""]);
    }
}
