//! Pajek: networks (`.net`), partitions (`.clu`), vectors (`.vec`), and projects of all of them (`.paj`).
//!
//! A text is cut into sections, each of which starts with a line like `*Arcs`; the sections make up networks and what
//! belongs to their vertices. Vertices are called by their numbers.

mod network;
mod sections;
mod vertex;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Draft, Fate, Meaning};
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::exchange::reading::Reading;
use crate::files::Fault;

use super::builder::Builder;
use super::text::{Pace, chosen, number, short};
use network::Network;
use sections::{Section, Thing};

/// See [`super`].
pub(super) fn read(
    text: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let (things, above) = sections::things(text)?;
    let mut pajek = Pajek {
        builder: Builder::new(Format::Pajek, "line"),
        pace: Pace::new(text.len(), progress, cancel),
        text,
        networks: Vec::new(),
        room: (16 << 20) + 8 * text.len(),
        columns: BTreeSet::new(),
    };
    pajek.builder.draft().reading = Reading {
        format: Some(Format::Pajek),
        ..reading.clone()
    };
    if let Some((what, line)) = above {
        pajek.remark(Fate::Unread, what, line);
    }
    let networks: Vec<&Network<'_>> = things
        .iter()
        .filter_map(|thing| match thing {
            Thing::Network(network) => Some(network),
            _ => None,
        })
        .collect();
    let offered: Vec<String> = networks.iter().enumerate().map(|(i, net)| net.offer(i)).collect();
    for (number, network) in networks.iter().enumerate() {
        if chosen(&reading.parts, number + 1) {
            pajek.network(network, number, networks.len())?;
        }
    }
    if let [only] = &pajek.networks[..] {
        pajek.builder.draft().title = networks[only.number].name.to_owned();
    }
    for thing in &things {
        match thing {
            Thing::Network(_) => {}
            Thing::Values(values) => pajek.values(values, networks.is_empty())?,
            Thing::Other(section) => pajek.unread(section),
        }
    }
    if networks.len() > 1 {
        pajek.builder.draft().reading.offered = offered;
    }
    let mut draft = pajek.builder.finish();
    if sections::ours(text) {
        own::restore_places(&mut draft);
        own::recognize(&mut draft);
        own::restore_lists(&mut draft);
    }
    Ok(draft)
}

/// Values of vertices in a file of their own are called like the file, so that those of several files stay apart.
pub(super) fn name_values(draft: &mut Draft, file: &str) {
    if !is_values(draft) {
        return;
    }
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let file = file.strip_suffix(".gz").unwrap_or(file);
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name).trim();
    if let [column] = &mut draft.actor_columns[..]
        && [Sort::Partition, Sort::Vector, Sort::Permutation]
            .iter()
            .any(|sort| sort.name() == column.name)
        && !name.is_empty()
    {
        column.name = name.to_owned();
    }
}

/// Nothing but values of vertices, by their numbers: what belongs to the network of another file.
pub(super) fn is_values(draft: &Draft) -> bool {
    draft.reading.format == Some(Format::Pajek)
        && draft.ties.is_empty()
        && !draft.actor_columns.is_empty()
        && draft.actors.iter().enumerate().all(|(index, actor)| {
            actor.label.is_empty() && actor.at.is_none() && *actor.id == *(index + 1).to_string()
        })
}

/// What has been read so far.
struct Pajek<'t, 'a> {
    builder: Builder,
    pace: Pace<'a>,
    text: &'t str,
    networks: Vec<Read>,
    /// So many more bytes may come of names of classes.
    room: usize,
    /// Names of columns of actors in use.
    columns: BTreeSet<String>,
}

/// A network that has been read.
struct Read {
    /// Its number among all.
    number: usize,
    /// Numbers of its vertices in the draft, in their order.
    vertices: Vec<u32>,
    /// How its vertices are called, in their order; empty when they have no names.
    labels: Vec<Box<str>>,
    /// Stands before the ids of its vertices, if those of several networks have to be told apart.
    prefix: String,
}

/// A partition, a vector or a permutation.
struct Values<'t> {
    name: &'t str,
    sort: Sort,
    /// The line that announces them, if there is one, with comments below it.
    head: Option<Section<'t>>,
    body: Section<'t>,
}

/// What values of vertices are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Partition,
    Vector,
    Permutation,
}

impl Sort {
    /// The name of a column that has none.
    const fn name(self) -> &'static str {
        match self {
            Self::Partition => "partition",
            Self::Vector => "vector",
            Self::Permutation => "permutation",
        }
    }
}

impl<'t> Pajek<'t, '_> {
    fn remark(&mut self, fate: Fate, what: impl Into<String>, line: u32) {
        let found = &mut self.builder.draft().found;
        found.remark(fate, what, format!("line {line}"));
    }

    /// A section that is none of a network of values.
    fn unread(&mut self, section: &Section<'t>) {
        let lines = section.lines().count();
        let what = format!("“*{}” with {lines} lines is not read", short(section.keyword));
        self.remark(Fate::Unread, what, section.line);
    }

    /// Values of the vertices of all networks that have as many, or of vertices that are in no file.
    fn values(&mut self, values: &Values<'t>, alone: bool) -> Result<(), Fault> {
        let count = sections::filled(&values.body).count();
        let declared = values.body.declared().unwrap_or(count);
        let fitting: Vec<usize> = (0..self.networks.len())
            .filter(|&network| self.networks[network].vertices.len() == declared)
            .collect();
        if fitting.is_empty() && !alone {
            let what = format!(
                "The {} “{}” has {declared} values, as many as no network has vertices; it is not read",
                values.sort.name(),
                short(values.name)
            );
            self.remark(Fate::Unread, what, values.body.line);
            return Ok(());
        }
        let column = self.free_column(values);
        let mut legend = sections::legend(&values.body);
        legend.extend(values.head.iter().flat_map(sections::legend));
        let mut left_over = 0;
        for (index, line) in sections::filled(&values.body).enumerate() {
            self.pace.at(line.start)?;
            let word = line.words().next().unwrap_or_default();
            let cell = self.value_of(values.sort, &legend, word, line.number);
            if alone {
                let vertex = self.builder.actor(&(index + 1).to_string(), line.number);
                self.builder.set_actor(vertex, &column, cell);
                continue;
            }
            left_over += usize::from(index >= declared);
            for &network in &fitting {
                if let Some(&vertex) = self.networks[network].vertices.get(index) {
                    self.builder.set_actor(vertex, &column, cell);
                }
            }
        }
        if values.sort == Sort::Partition && legend.is_empty() {
            self.builder.actors_mean(&column, Meaning::Group);
        }
        if left_over > 0 {
            let what = format!(
                "“{}” has {left_over} values too many; they are not read",
                short(&column)
            );
            self.remark(Fate::Unread, what, values.body.line);
        }
        if count < declared {
            let what = format!("“{}” has only {count} values of {declared}", short(&column));
            self.remark(Fate::Repaired, what, values.body.line);
        }
        Ok(())
    }

    /// One value; what a legend names becomes words.
    fn value_of<'l>(
        &mut self,
        sort: Sort,
        legend: &'l BTreeMap<i64, String>,
        word: &str,
        line: u32,
    ) -> Cell<'l> {
        let Some(value) = number(word) else {
            if !super::text::is_nothing(word) {
                let what = format!("“{}” is not a number; the vertex has no value", short(word));
                self.remark(Fate::Repaired, what, line);
            }
            return Cell::Missing;
        };
        // What Pajek writes for a vertex that is in no class or has no value.
        const NOTHING: i64 = 999_999_998;
        let class = (value.fract() == 0.0).then_some(value as i64);
        if class == Some(NOTHING) || sort == Sort::Partition && class == Some(0) && !legend.is_empty() {
            return Cell::Missing;
        }
        match class.and_then(|class| legend.get(&class)) {
            // Long names of classes with many vertices would take more than all memory.
            Some(name) if name.len() <= self.room => {
                self.room -= name.len();
                super::text::words(name)
            }
            _ => Cell::Number(value),
        }
    }

    /// A name for the column of these values that no other has.
    fn free_column(&mut self, values: &Values<'t>) -> String {
        let name = values.name.trim();
        let lower = name.to_ascii_lowercase();
        let ending = [".clu", ".vec", ".per"].iter().find(|end| lower.ends_with(**end));
        let name = ending.map_or(name, |end| &name[..name.len() - end.len()]).trim();
        let name = if name.is_empty() { values.sort.name() } else { name };
        let mut free = name.to_owned();
        let mut number = 2;
        while !self.columns.insert(free.clone()) {
            free = format!("{name} {number}");
            number += 1;
        }
        free
    }
}

#[cfg(test)]
mod tests;
