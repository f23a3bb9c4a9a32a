//! Lists: a line for each tie, or for each actor with its neighbors.

use crate::exchange::draft::Fate;
use crate::exchange::read::text::short;
use crate::files::Fault;

use super::header::Form;
use super::words::Word;
use super::{Dl, Layer};

impl<'t> Dl<'t, '_> {
    /// A line for each tie, or for each actor. A line of `!` ends a matrix.
    pub(super) fn lists(&mut self) -> Result<(), Fault> {
        let mut layers: Vec<Layer> = Vec::new();
        let line = self.words.peek().map_or(1, |word| word.line);
        layers.push(self.layer(0, line));
        if self.header.form == Form::Array {
            let most = self.in_this_line();
            for index in 1..self.header.matrices.min(most) {
                layers.push(self.layer(index, line));
            }
        }
        let mut current = 0;
        let mut row = 0;
        let mut words: Vec<Word<'t>> = Vec::new();
        while let Some(first) = self.next()? {
            words.clear();
            words.push(first);
            while self.words.peek().is_some_and(|word| !word.first) {
                words.extend(self.next()?);
            }
            if first.is("!") {
                layers.push(self.layer(layers.len(), first.line));
                current = layers.len() - 1;
                row = 0;
                continue;
            }
            match self.header.form {
                Form::Edges => self.edge(&mut layers[current..=current], &words),
                Form::Array => self.edge(&mut layers, &words),
                Form::CountedNodes => {
                    let from = self.numbered(false, row, first.line);
                    if first.text.parse() != Ok(words.len() - 1) {
                        let what = format!(
                            "“{}” stands before {} neighbors",
                            short(first.text),
                            words.len() - 1
                        );
                        self.remark(Fate::Repaired, what, first.line);
                    }
                    self.neighbors(&mut layers[current], Some(from), &words[1..]);
                }
                _ => {
                    let from = self.end(false, first);
                    self.neighbors(&mut layers[current], from, &words[1..]);
                }
            }
            row += 1;
        }
        for layer in layers {
            self.done(layer);
        }
        let (found, declared) = (self.rows.actors.len(), self.header.rows.unwrap_or(0));
        if self.header.row_labels.embedded && !self.two_modes && found < declared {
            let what = format!("{declared} actors are declared, but only {found} have a label");
            self.remark(Fate::Repaired, what, 1);
        }
        Ok(())
    }

    fn edge(&mut self, layers: &mut [Layer], words: &[Word<'t>]) {
        let line = words[0].line;
        if words.len() < 2 {
            self.builder
                .dropped_tie("A tie with less than two ends is dropped", line);
            return;
        }
        let ends = [self.end(false, words[0]), self.end(self.two_modes, words[1])];
        let [Some(from), Some(to)] = ends else {
            let bad = if ends[0].is_none() { words[0] } else { words[1] };
            let what = format!("“{}” is no actor; its tie is dropped", short(bad.text));
            self.builder.dropped_tie(what, line);
            return;
        };
        let direction = self.direction();
        if self.header.form == Form::Edges && words.len() == 2 {
            self.tie(&mut layers[0], [from, to], None, line, direction);
            return;
        }
        let weights = &words[2..];
        for (layer, weight) in layers.iter_mut().zip(weights) {
            self.cell(layer, [from, to], *weight, direction);
        }
        if weights.len() > layers.len() {
            let what = format!("{} more values are not read", weights.len() - layers.len());
            self.remark(Fate::Unread, what, line);
        }
    }

    fn neighbors(&mut self, layer: &mut Layer, from: Option<u32>, words: &[Word<'t>]) {
        let direction = self.direction();
        for (rank, word) in words.iter().enumerate() {
            let (Some(from), Some(to)) = (from, self.end(self.two_modes, *word)) else {
                let what = format!(
                    "A tie with “{}” has no second end; it is dropped",
                    short(word.text)
                );
                self.builder.dropped_tie(what, word.line);
                continue;
            };
            let weight = (self.header.form == Form::Ranked).then(|| (rank + 1) as f64);
            self.tie(layer, [from, to], weight, word.line, direction);
        }
    }

    /// The actor that a word of a list speaks of: by number, unless labels stand among the data.
    fn end(&mut self, column: bool, word: Word<'t>) -> Option<u32> {
        let axis = if column { &self.columns } else { &self.rows };
        let embedded = self.header.row_labels.embedded || self.header.column_labels.embedded;
        if !embedded
            && !word.quoted
            && let Ok(number) = word.text.parse::<usize>()
        {
            return match axis.actors.get(number.wrapping_sub(1)) {
                Some(&actor) => Some(actor),
                None if number == 0 => None,
                None => {
                    let id = axis.numbered_id(number);
                    self.builder.end(&id, word.line)
                }
            };
        }
        let label = word.text.trim();
        if label.is_empty() {
            return None;
        }
        if let Some(&actor) = axis.by_label.get(&label.to_lowercase()) {
            return Some(actor);
        }
        let mut axis = std::mem::take(if column { &mut self.columns } else { &mut self.rows });
        let actor = self.labelled(&mut axis, label, word.line);
        *(if column { &mut self.columns } else { &mut self.rows }) = axis;
        Some(actor)
    }
}
