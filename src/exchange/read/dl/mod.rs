//! UCINET DL: one or several matrices over the same actors, as matrices or as lists.
//!
//! Each matrix becomes a kind of tie. Actors are called by their labels, or by their numbers where there are none.

mod header;
mod lists;
mod matrices;
mod words;

use std::collections::BTreeMap;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Direction, Draft, Fate, Meaning};
use crate::exchange::format::Format;
use crate::exchange::reading::Reading;
use crate::files::Fault;
use crate::files::fault::Spot;

use super::builder::Builder;
use super::text::{Pace, is_nothing, mirrored, name_of_relation, number, short};
use header::{Form, Header, Labels};
use words::{Word, Words};

/// See [`super`].
pub(super) fn read(
    text: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    if text.trim_start().starts_with("##") || text.contains("\0\0") {
        let what = "This seems to be half of UCINET's own pair of files (.##h and .##d), which only UCINET can read; \
                    in UCINET, use Data, Export, DL and open that";
        return Err(Fault::content(what, Spot { line: 1, column: 1 }));
    }
    let (header, words) = header::read(text)?;
    let mut dl = Dl {
        builder: Builder::new(Format::Dl, "line"),
        pace: Pace::new(text.len(), progress, cancel),
        length: text.len(),
        two_modes: header.two_modes || header.columns.is_some(),
        rows: Axis::default(),
        columns: Axis::default(),
        header,
        words: words.peekable(),
    };
    dl.builder.draft().reading = Reading {
        format: Some(Format::Dl),
        ..reading.clone()
    };
    dl.actors();
    match dl.header.form {
        Form::Full => dl.matrices()?,
        Form::Lower | Form::Upper => dl.halves()?,
        Form::Edges | Form::Array | Form::Nodes | Form::CountedNodes | Form::Ranked => dl.lists()?,
    }
    Ok(dl.builder.finish())
}

/// What has been read so far.
struct Dl<'t, 'a> {
    builder: Builder,
    pace: Pace<'a>,
    /// Bytes of the text.
    length: usize,
    header: Header,
    two_modes: bool,
    rows: Axis,
    /// Empty where the rows are the columns.
    columns: Axis,
    words: std::iter::Peekable<Words<'t>>,
}

/// Rows or columns.
#[derive(Default)]
struct Axis {
    /// Numbers in the draft, in their order.
    actors: Vec<u32>,
    /// The same by label in small letters: UCINET makes no difference.
    by_label: BTreeMap<String, u32>,
    /// Which of two modes, in words; empty where there is only one.
    mode: &'static str,
}

impl Axis {
    /// How an actor without a label is called, by its number.
    fn numbered_id(&self, number: usize) -> String {
        if self.mode == SECOND {
            format!("column {number}")
        } else {
            number.to_string()
        }
    }
}

const FIRST: &str = "first mode";
const SECOND: &str = "second mode";

/// Which matrix, and how its ties go.
struct Layer {
    kind: Option<Box<str>>,
    cells: Vec<(u32, u32, f64)>,
    line: u32,
}

impl<'t> Dl<'t, '_> {
    fn remark(&mut self, fate: Fate, what: impl Into<String>, line: u32) {
        let found = &mut self.builder.draft().found;
        found.remark(fate, what, format!("line {line}"));
    }

    /// Actors that the header knows.
    fn actors(&mut self) {
        for (what, line) in std::mem::take(&mut self.header.unread) {
            self.remark(Fate::Unread, what, line);
        }
        for (what, line) in std::mem::take(&mut self.header.repaired) {
            self.remark(Fate::Repaired, what, line);
        }
        let rows = std::mem::take(&mut self.header.row_labels);
        let columns = std::mem::take(&mut self.header.column_labels);
        let square = self
            .header
            .columns
            .is_none_or(|columns| Some(columns) == self.header.rows);
        if self.two_modes && square && !rows.list.is_empty() && rows.list == columns.list {
            // Two modes by name only: the same labels on both sides.
            self.two_modes = false;
        }
        if self.two_modes {
            let columns_count = self.header.columns;
            self.rows = self.axis(&rows, self.header.rows, FIRST);
            self.columns = self.axis(&columns, columns_count, SECOND);
        } else {
            let mut labels = if rows.list.is_empty() {
                columns.list
            } else {
                rows.list
            };
            let all = Labels {
                list: std::mem::take(&mut labels),
                embedded: rows.embedded || columns.embedded,
                line: rows.line.max(columns.line),
            };
            self.rows = self.axis(&all, self.header.rows, "");
        }
        self.header.row_labels.embedded = rows.embedded;
        self.header.column_labels.embedded = columns.embedded;
    }

    /// Actors by their labels, and as many more as there should be, as long as their number can be believed.
    fn axis(&mut self, labels: &Labels, count: Option<usize>, mode: &'static str) -> Axis {
        let mut axis = Axis {
            mode,
            ..Axis::default()
        };
        for label in &labels.list {
            self.labelled(&mut axis, label, labels.line);
        }
        // A number costs nothing to write, but each actor costs memory.
        let most = 1000 + self.length / 4;
        match count {
            Some(count) if count > most => {
                let what = format!("{count} actors are declared; only those that ties speak of are read");
                self.remark(Fate::Repaired, what, 1);
            }
            // Their labels are yet to come.
            Some(_) if labels.embedded => {}
            Some(count) => {
                while axis.actors.len() < count {
                    self.nameless(&mut axis, 0);
                }
            }
            None => {}
        }
        axis
    }

    /// A new actor, called otherwise if there is one of that name already.
    fn declared(&mut self, label: &str, mode: &'static str, line: u32) -> u32 {
        let mut id = label.trim().to_owned();
        let mut number = 2;
        while self.builder.find(&id).is_some() {
            id = format!("{} ({number})", label.trim());
            number += 1;
        }
        let actor = self.builder.actor(&id, line);
        if number > 2 {
            self.builder.actor_mut(actor).label = label.trim().into();
            if mode.is_empty() {
                let what = format!("There are several “{}”; they are kept apart", short(label));
                self.remark(Fate::Repaired, what, line);
            }
        }
        if !mode.is_empty() {
            self.builder.actors_mean("mode", Meaning::Kind);
            self.builder.set_actor(actor, "mode", Cell::Text(mode));
        }
        actor
    }

    fn labelled(&mut self, axis: &mut Axis, label: &str, line: u32) -> u32 {
        let actor = self.declared(label, axis.mode, line);
        axis.actors.push(actor);
        axis.by_label.entry(label.trim().to_lowercase()).or_insert(actor);
        actor
    }

    /// The next actor of an axis without labels.
    fn nameless(&mut self, axis: &mut Axis, line: u32) {
        let id = axis.numbered_id(axis.actors.len() + 1);
        let actor = self.declared(&id, axis.mode, line);
        axis.actors.push(actor);
    }

    fn next(&mut self) -> Result<Option<Word<'t>>, Fault> {
        let word = self.words.next();
        if let Some(word) = &word {
            self.pace.at(word.start)?;
        }
        Ok(word)
    }

    /// The matrix with this number.
    fn layer(&self, index: usize, line: u32) -> Layer {
        let kind = match self.header.matrix_labels.get(index) {
            Some(label) => Some(name_of_relation(label)),
            None if self.header.matrices > 1 => Some(format!("matrix {}", index + 1).into()),
            None => None,
        };
        Layer {
            kind,
            cells: Vec::new(),
            line,
        }
    }

    /// A tie, unless the cell holds nothing or zero.
    fn cell(&mut self, layer: &mut Layer, ends: [u32; 2], word: Word<'t>, direction: Direction) {
        let weight = match number(word.text) {
            Some(weight) => weight,
            None if is_nothing(word.text) || word.text == "." => return,
            None => {
                let what = format!("“{}” is not a number; its tie is dropped", short(word.text));
                self.builder.dropped_tie(what, word.line);
                return;
            }
        };
        if weight != 0.0 {
            self.tie(layer, ends, Some(weight), word.line, direction);
        }
    }

    fn tie(
        &mut self,
        layer: &mut Layer,
        [from, to]: [u32; 2],
        weight: Option<f64>,
        line: u32,
        direction: Direction,
    ) {
        let tie = self.builder.tie(from, to, direction, line);
        if let Some(kind) = &layer.kind {
            self.builder.ties_mean("matrix", Meaning::Kind);
            self.builder.set_tie(tie, "matrix", super::text::words(kind));
        }
        if let Some(weight) = weight {
            self.builder.ties_mean("weight", Meaning::Weight);
            self.builder.set_tie(tie, "weight", Cell::Number(weight));
        }
        if direction == Direction::Directed {
            layer.cells.push((from, to, weight.unwrap_or(1.0)));
        }
    }

    /// Ties of two modes have no direction.
    const fn direction(&self) -> Direction {
        if self.two_modes {
            Direction::Undirected
        } else {
            Direction::Directed
        }
    }

    /// Says of a finished matrix whether it is symmetric.
    fn done(&mut self, layer: Layer) {
        mirrored(&mut self.builder.draft().found, layer.cells, layer.line);
    }
}

#[cfg(test)]
mod tests;
