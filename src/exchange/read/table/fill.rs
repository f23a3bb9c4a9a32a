//! From the rows of a table to actors and ties, once it is known how to read them.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Direction, Fate, Meaning};
use crate::exchange::formula::unguarded;
use crate::exchange::read::builder::Builder;
use crate::exchange::read::text::mirrored;
use crate::exchange::reading::Shape;

use super::cells::Cells;
use super::plan::{Plan, is_remark};
use super::{matrix, number};

/// So many rows between two looks at whether anybody still wants them.
const BETWEEN_WORDS: usize = 4096;

/// Columns of ties that a matrix makes.
const WEIGHT: &str = "weight";
const CELL: &str = "cell";
/// Column that tells the actors of the rows of a two-mode matrix from those of its columns.
const MODE: &str = "mode";

/// Who waits, and what part of the whole this table is.
#[derive(Clone, Copy)]
pub(in crate::exchange::read) struct Waiting<'w> {
    pub(in crate::exchange::read) progress: &'w Progress,
    pub(in crate::exchange::read) cancel: &'w Cancel,
    /// Rows before this table, and of all tables.
    pub(in crate::exchange::read) before: usize,
    pub(in crate::exchange::read) all: usize,
}

impl Waiting<'_> {
    fn step(&self, row: usize) -> Result<(), Cancelled> {
        if row.is_multiple_of(BETWEEN_WORDS) {
            self.progress.set(self.before + row, self.all);
            self.cancel.check()?;
        }
        Ok(())
    }
}

/// Adds what the rows hold.
pub(in crate::exchange::read) fn fill(
    builder: &mut Builder,
    cells: &Cells,
    plan: &Plan,
    waiting: Waiting<'_>,
) -> Result<(), Cancelled> {
    let table = Table { cells, plan, waiting };
    match plan.shape {
        Shape::Ties => table.ties(builder),
        Shape::Actors => table.actors(builder),
        Shape::Matrix | Shape::TwoMode => table.matrix(builder),
        Shape::Neighbors => table.neighbors(builder),
    }
}

struct Table<'t> {
    cells: &'t Cells,
    plan: &'t Plan,
    waiting: Waiting<'t>,
}

impl<'t> Table<'t> {
    /// Rows of data with their places.
    fn rows(&self) -> impl Iterator<Item = Result<(usize, u32), Cancelled>> {
        let (cells, waiting) = (self.cells, self.waiting);
        let wide = self.plan.names.len() > 1;
        (self.plan.first..cells.len())
            .filter(move |&row| !(wide && cells.used(row) == 1 && is_remark(cells.at(row, 0))))
            .map(move |row| waiting.step(row).map(|()| (row, cells.place(row))))
    }

    fn at(&self, row: usize, column: usize) -> &'t str {
        let cell = self.cells.at(row, column);
        if self.plan.guarded { unguarded(cell) } else { cell }
    }

    /// The names in a cell of an end.
    fn split(&self, cell: &'t str) -> impl Iterator<Item = &'t str> + Clone {
        // A sign that no text has leaves the cell whole.
        let sign = self.plan.lists.unwrap_or('\u{10ffff}');
        cell.split(sign)
            .map(str::trim)
            .filter(|name| !number::is_missing(name))
    }

    fn ties(&self, builder: &mut Builder) -> Result<(), Cancelled> {
        let plan = self.plan;
        let others: Vec<usize> = (0..plan.names.len())
            .filter(|&column| {
                let names = [plan.end_names.0, plan.end_names.1];
                column != plan.ends.0 && column != plan.ends.1 && !names.contains(&Some(column))
            })
            .collect();
        builder.expect_ties(self.cells.len() - plan.first);
        let mut several = 0_usize;
        for row in self.rows() {
            let (row, place) = row?;
            let (from, to) = (self.at(row, plan.ends.0), self.at(row, plan.ends.1));
            let (froms, tos) = (self.split(from), self.split(to));
            match (froms.clone().next().is_some(), tos.clone().next().is_some()) {
                (true, true) => {}
                (false, true) => {
                    self.keep_lonely(builder, tos, place);
                    builder.dropped_tie("The first end is empty", place);
                    continue;
                }
                (true, false) => {
                    self.keep_lonely(builder, froms, place);
                    builder.dropped_tie("The second end is empty", place);
                    continue;
                }
                (false, false) => {
                    builder.dropped_tie("Both ends are empty", place);
                    continue;
                }
            }
            let mut made = 0;
            for from in froms {
                let Some(first) = builder.end(from, place) else {
                    continue;
                };
                self.label(builder, first, row, plan.end_names.0);
                for to in tos.clone() {
                    let Some(second) = builder.end(to, place) else {
                        continue;
                    };
                    self.label(builder, second, row, plan.end_names.1);
                    let tie = builder.tie(first, second, Direction::Directed, place);
                    for &column in &others {
                        builder.set_tie(tie, &plan.names[column], value(self.at(row, column)));
                    }
                    made += 1;
                }
            }
            several += usize::from(made > 1);
        }
        if several > 0 {
            let what =
                format!("{several} rows name several actors in one cell; each pair became a tie of its own");
            builder.remark(Fate::Repaired, what, 0);
        }
        Ok(())
    }

    /// Who stands alone in a row of ties is still an actor.
    fn keep_lonely(&self, builder: &mut Builder, names: impl Iterator<Item = &'t str>, place: u32) {
        for name in names {
            builder.end(name, place);
        }
    }

    fn label(&self, builder: &mut Builder, actor: u32, row: usize, column: Option<usize>) {
        let Some(column) = column else { return };
        let name = self.at(row, column);
        let actor = builder.actor_mut(actor);
        if actor.label.is_empty() && !number::is_missing(name) && *name != *actor.id {
            actor.label = name.into();
        }
    }

    fn actors(&self, builder: &mut Builder) -> Result<(), Cancelled> {
        let plan = self.plan;
        let others: Vec<usize> = (0..plan.names.len())
            .filter(|&column| column != plan.id && Some(column) != plan.name)
            .collect();
        for row in self.rows() {
            let (row, place) = row?;
            let id = self.at(row, plan.id);
            let name = plan.name.map_or("", |column| self.at(row, column));
            let actor = builder.actor(if id.is_empty() { name } else { id }, place);
            if !name.is_empty() {
                builder.actor_mut(actor).label = name.into();
            }
            for &column in &others {
                builder.set_actor(actor, &plan.names[column], value(self.at(row, column)));
            }
        }
        Ok(())
    }

    fn matrix(&self, builder: &mut Builder) -> Result<(), Cancelled> {
        let (cells, plan) = (self.cells, self.plan);
        let left = usize::from(plan.labels.rows);
        let two_mode = plan.shape == Shape::TwoMode;
        let corner = if plan.labels.rows && plan.labels.columns {
            cells.at(plan.first - 1, 0)
        } else {
            ""
        };
        let row_mode = if corner.is_empty() { "row" } else { corner };
        let width = plan.names.len();
        let count = (cells.len() - plan.first).max(if two_mode { 0 } else { width.saturating_sub(left) });
        // Rows first, so that they are the actors of a square matrix in their order.
        let mut of_rows = Vec::with_capacity(count);
        for at in 0..count {
            let row = plan.first + at;
            let inside = row < cells.len();
            let place = if inside { cells.place(row) } else { 0 };
            let label = match (plan.labels.rows, plan.labels.columns) {
                (true, _) if inside => self.at(row, 0),
                (false, true) if !two_mode => plan.header.map_or("", |header| self.at(header, at + left)),
                _ => "",
            };
            let numbered = (at + 1).to_string();
            let label = match label {
                "" if two_mode && !plan.labels.rows => format!("row {numbered}"),
                "" => numbered,
                label => label.to_owned(),
            };
            of_rows.push(if inside {
                builder.actor(&label, place)
            } else {
                builder.end(&label, place).unwrap_or(0)
            });
        }
        let mut of_columns = Vec::with_capacity(width);
        for column in left..width {
            let label = plan
                .header
                .filter(|_| plan.labels.columns)
                .map_or("", |row| self.at(row, column));
            let numbered = column - left + 1;
            let actor = match label {
                "" if two_mode => builder.actor(&format!("column {numbered}"), 0),
                "" => of_rows.get(column - left).copied().unwrap_or(0),
                label if two_mode => builder.actor(label, plan.header.map_or(0, |row| cells.place(row))),
                label => builder.end(label, 0).unwrap_or(0),
            };
            of_columns.push(actor);
        }
        if two_mode {
            for (actors, mode) in [(&of_rows, row_mode), (&of_columns, "column")] {
                for &actor in actors {
                    builder.set_actor(actor, MODE, Cell::Text(mode));
                }
            }
        }
        // A column of ones says nothing.
        let weighted = (plan.first..cells.len())
            .flat_map(|row| cells.row(row).skip(left))
            .any(|cell| {
                !matches!(cell, "" | "0" | "1")
                    && number::parse(cell, plan.decimal).is_some_and(|w| w != 0.0 && w != 1.0)
            });
        let mut found = Vec::new();
        for row in self.rows() {
            let (row, place) = row?;
            let from = of_rows[row - plan.first];
            for column in left..cells.used(row) {
                let cell = cells.at(row, column);
                if cell == "0" || number::is_missing(cell) {
                    continue;
                }
                let to = of_columns[column - left];
                match number::parse(cell, plan.decimal) {
                    Some(0.0) => {}
                    Some(weight) => {
                        found.push((from, to, weight));
                        let tie = builder.tie(from, to, Direction::Directed, place);
                        if weighted {
                            builder.set_tie(tie, WEIGHT, Cell::Number(weight));
                        }
                    }
                    None => {
                        found.push((from, to, 1.0));
                        let tie = builder.tie(from, to, Direction::Directed, place);
                        if !matrix::is_mark(cell) {
                            builder.set_tie(tie, CELL, value(cell));
                        }
                    }
                }
            }
        }
        if weighted {
            builder.ties_mean(WEIGHT, Meaning::Weight);
        }
        if !two_mode {
            let place = builder.words_of(cells.place(plan.above.min(cells.len() - 1)));
            let found_so_far = &mut builder.draft().found;
            let before = found_so_far.mirrored;
            mirrored(found_so_far, found, 0);
            if found_so_far.mirrored > before
                && let Some(remark) = found_so_far.remarks.last_mut()
            {
                remark.place = place;
            }
        }
        Ok(())
    }

    fn neighbors(&self, builder: &mut Builder) -> Result<(), Cancelled> {
        for row in self.rows() {
            let (row, place) = row?;
            let first = self.at(row, 0);
            if number::is_missing(first) {
                builder.dropped_tie("The row does not say whose neighbors these are", place);
                continue;
            }
            let Some(from) = builder.end(first, place) else {
                continue;
            };
            for column in 1..self.cells.used(row) {
                let neighbor = self.at(row, column);
                if number::is_missing(neighbor) {
                    continue;
                }
                if let Some(to) = builder.end(neighbor, place) {
                    builder.tie(from, to, Direction::Directed, place);
                }
            }
        }
        Ok(())
    }
}

/// A cell as an attribute. Text that looks like a number stays text: whether it is one, all of its column tells.
pub(super) fn value(cell: &str) -> Cell<'_> {
    if number::is_missing(cell) {
        Cell::Missing
    } else {
        Cell::Text(cell)
    }
}
