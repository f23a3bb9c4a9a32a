//! Matrices as a whole, and halves of them.

use crate::exchange::draft::{Direction, Fate};
use crate::exchange::read::text::number;
use crate::files::Fault;
use crate::files::fault::Spot;

use super::header::Form;
use super::words::Word;
use super::{Axis, Dl, Layer};

impl<'t> Dl<'t, '_> {
    /// How many words stand in the same line from here.
    pub(super) fn in_this_line(&mut self) -> usize {
        let mut ahead = self.words.clone();
        let first = ahead.next();
        usize::from(first.is_some()) + ahead.take_while(|word| !word.first).count()
    }

    /// Full matrices, one behind the other.
    pub(super) fn matrices(&mut self) -> Result<(), Fault> {
        for index in 0..self.header.matrices {
            let Some(&first) = self.words.peek() else {
                if index == 0 || self.header.matrices > 1 {
                    let what = format!(
                        "The data end before matrix {} of {}",
                        index + 1,
                        self.header.matrices
                    );
                    self.remark(Fate::Repaired, what, 0);
                }
                return Ok(());
            };
            let mut layer = self.layer(index, first.line);
            self.matrix(&mut layer, index)?;
            self.done(layer);
            // A matrix without rows or columns would never end.
            if self.words.peek().is_some_and(|word| word.start == first.start) {
                break;
            }
        }
        self.left_over()
    }

    fn matrix(&mut self, layer: &mut Layer, index: usize) -> Result<(), Fault> {
        let embedded = [
            self.header.row_labels.embedded,
            self.header.column_labels.embedded,
        ];
        if embedded[1] {
            self.column_labels(index, embedded[0])?;
        }
        let columns = match (self.two_modes, self.columns.actors.len(), self.rows.actors.len()) {
            (true, 0, _) | (false, _, 0) => {
                let more = self.in_this_line();
                self.header
                    .columns
                    .or(self.header.rows)
                    .unwrap_or(more - usize::from(embedded[0]).min(more))
            }
            (true, columns, _) => columns,
            (false, _, rows) => rows,
        };
        let rows = if columns == 0 {
            0
        } else {
            self.header.rows.unwrap_or(columns)
        };
        if embedded[0] && !embedded[1] && !self.two_modes && index == 0 && self.rows.actors.is_empty() {
            // Columns are called as rows are, which come later.
            let step = columns + 1 - usize::from(self.header.diagonal_absent && columns > 0);
            let labels: Vec<Word<'t>> = self.words.clone().step_by(step).take(rows).collect();
            let mut axis = std::mem::take(&mut self.rows);
            for label in labels {
                self.labelled(&mut axis, label.text, label.line);
            }
            self.rows = axis;
        }
        let direction = self.direction();
        for row in 0..rows {
            if self.words.peek().is_none() {
                let what = format!("The matrix ends after {row} of {rows} rows");
                self.remark(Fate::Repaired, what, layer.line);
                break;
            }
            let mut from = None;
            if embedded[0]
                && let Some(word) = self.next()?
            {
                from = Some(self.row_label(word, row, index));
            }
            for column in 0..columns {
                if self.header.diagonal_absent && !self.two_modes && column == row {
                    continue;
                }
                let Some(word) = self.next()? else { break };
                let from = match from {
                    Some(from) => from,
                    None => *from.insert(self.numbered(false, row, word.line)),
                };
                let to = self.numbered(self.two_modes, column, word.line);
                self.cell(layer, [from, to], word, direction);
            }
        }
        Ok(())
    }

    /// Labels in the first line of a matrix; those of a second matrix are the same again.
    fn column_labels(&mut self, index: usize, rows_too: bool) -> Result<(), Fault> {
        let again = index > 0 && self.words.peek().is_some_and(|word| number(word.text).is_some());
        if again {
            return Ok(());
        }
        let count = match (self.two_modes, self.header.columns, self.header.rows) {
            (true, Some(columns), _) => columns,
            (false, _, Some(rows)) => rows,
            _ => self.in_this_line(),
        };
        let mut axis = std::mem::take(if self.two_modes {
            &mut self.columns
        } else {
            &mut self.rows
        });
        let fresh = axis.actors.is_empty() || rows_too && index == 0 && axis.by_label.is_empty();
        for column in 0..count {
            let Some(word) = self.next()? else { break };
            match axis.actors.get(column) {
                Some(&actor) if index == 0 => self.name(actor, word.text, &mut axis),
                None if fresh || index == 0 => {
                    self.labelled(&mut axis, word.text, word.line);
                }
                _ => {}
            }
        }
        *(if self.two_modes {
            &mut self.columns
        } else {
            &mut self.rows
        }) = axis;
        Ok(())
    }

    fn name(&mut self, actor: u32, label: &str, axis: &mut Axis) {
        self.builder.actor_mut(actor).label = label.trim().into();
        axis.by_label.entry(label.trim().to_lowercase()).or_insert(actor);
    }

    /// The actor of a row whose label stands before its numbers.
    fn row_label(&mut self, word: Word<'t>, row: usize, index: usize) -> u32 {
        let mut axis = std::mem::take(&mut self.rows);
        let actor = match axis.by_label.get(&word.text.trim().to_lowercase()) {
            Some(&known) if index > 0 || axis.actors.get(row) == Some(&known) || !self.two_modes => known,
            _ => match axis.actors.get(row) {
                Some(&actor) => {
                    self.name(actor, word.text, &mut axis);
                    actor
                }
                None => self.labelled(&mut axis, word.text, word.line),
            },
        };
        self.rows = axis;
        actor
    }

    /// The actor of a row or column with this number, counted from 0.
    pub(super) fn numbered(&mut self, column: bool, index: usize, line: u32) -> u32 {
        let axis = if column { &self.columns } else { &self.rows };
        if let Some(&actor) = axis.actors.get(index) {
            return actor;
        }
        let mut axis = std::mem::take(if column { &mut self.columns } else { &mut self.rows });
        while axis.actors.len() <= index {
            self.nameless(&mut axis, line);
        }
        let actor = axis.actors[index];
        *(if column { &mut self.columns } else { &mut self.rows }) = axis;
        actor
    }

    /// Half matrices: ties without a direction.
    pub(super) fn halves(&mut self) -> Result<(), Fault> {
        let lower = self.header.form == Form::Lower;
        let absent = usize::from(self.header.diagonal_absent);
        for index in 0..self.header.matrices {
            let Some(&first) = self.words.peek() else { break };
            let mut layer = self.layer(index, first.line);
            let embedded = self.header.row_labels.embedded;
            if self.header.column_labels.embedded {
                self.column_labels(index, embedded)?;
            }
            let count = match self.rows.actors.len() {
                0 => self.header.rows.unwrap_or(usize::MAX),
                rows => rows,
            };
            let mut row = 0;
            while row < count && self.words.peek().is_some() {
                if embedded && let Some(word) = self.next()? {
                    self.row_label(word, row, index);
                }
                let (from, to) = if lower {
                    (0, row + 1 - absent)
                } else {
                    (row + absent, count)
                };
                if to == usize::MAX {
                    return Err(self.sizeless(first));
                }
                for column in from..to {
                    let Some(word) = self.next()? else { break };
                    let ends = [row, column].map(|index| self.numbered(false, index, word.line));
                    self.cell(&mut layer, ends, word, Direction::Undirected);
                }
                row += 1;
            }
            if row < count && count < usize::MAX {
                let what = format!("The matrix ends after {row} of {count} rows");
                self.remark(Fate::Repaired, what, layer.line);
            }
            if self.words.peek().is_some_and(|word| word.start == first.start) {
                break;
            }
        }
        self.left_over()
    }

    fn sizeless(&self, at: Word<'t>) -> Fault {
        let what =
            "An upper half can only be read when the header says how many actors there are, such as “n=5”";
        Fault::content(
            what,
            Spot {
                line: at.line as usize,
                column: 1,
            },
        )
    }

    /// Words behind the last matrix.
    fn left_over(&mut self) -> Result<(), Fault> {
        let first = self.words.peek().map_or(0, |word| word.line);
        let mut count = 0;
        while self.next()?.is_some() {
            count += 1;
        }
        if count > 0 {
            let what = format!("{count} words behind the last matrix are not read");
            self.remark(Fate::Unread, what, first);
        }
        Ok(())
    }
}
