//! One network of Pajek: its vertices and the lists and matrices of its ties.

use std::collections::BTreeMap;

use crate::base::geom::Point;
use crate::exchange::draft::{Cell, Direction, Fate, Meaning};
use crate::files::Fault;

use super::sections::{Section, filled};
use super::vertex::{Vertex, Word, words};
use super::{Pajek, Read};
use crate::exchange::read::text::{color, is_nothing, mirrored, name_of_relation, number, short, value};

/// A network as its sections.
pub(super) struct Network<'t> {
    pub(super) name: &'t str,
    pub(super) vertices: Option<Section<'t>>,
    pub(super) ties: Vec<Section<'t>>,
}

impl<'t> Network<'t> {
    /// Without sections.
    pub(super) const fn named(name: &'t str) -> Self {
        Self {
            name,
            vertices: None,
            ties: Vec::new(),
        }
    }

    /// Number and name, to choose it by.
    pub(super) fn offer(&self, index: usize) -> String {
        match self.name {
            "" => (index + 1).to_string(),
            name => format!("{}: {name}", index + 1),
        }
    }

    /// How many vertices there are, and how many of them are of the first mode in a network of two.
    fn sizes(&self) -> (Option<usize>, Option<usize>) {
        let Some(section) = &self.vertices else {
            return (None, None);
        };
        let mut numbers = section.rest.split_whitespace().map(|word| word.parse().ok());
        let all = numbers.next().flatten();
        let first = numbers.next().flatten();
        (all, first.filter(|&first| first > 0 && Some(first) < all))
    }
}

/// What all ties of a section have in common.
struct Relation {
    direction: Direction,
    kind: Option<Box<str>>,
}

impl<'t> Pajek<'t, '_> {
    /// Reads a network, one of `of`.
    pub(super) fn network(&mut self, network: &Network<'t>, index: usize, of: usize) -> Result<(), Fault> {
        let mut read = Read {
            number: index,
            vertices: Vec::new(),
            labels: Vec::new(),
            prefix: String::new(),
        };
        if of > 1 {
            read.labels = labels(network);
        }
        let (declared, _) = network.sizes();
        let same = self.networks.iter().find(|other| {
            let count = declared.unwrap_or(read.labels.len());
            let named = read.labels.iter().any(|label| !label.is_empty());
            other.vertices.len() == count && (!named || other.labels == read.labels)
        });
        match same {
            Some(other) => {
                read.prefix.clone_from(&other.prefix);
                read.vertices.clone_from(&other.vertices);
            }
            None => {
                if !self.networks.is_empty() {
                    read.prefix = format!("{}:", index + 1);
                }
                let group = (of > 1).then(|| {
                    let name = if network.name.is_empty() {
                        "Network"
                    } else {
                        network.name
                    };
                    self.builder.group(name, None)
                });
                self.vertices(network, &mut read, group)?;
            }
        }
        for section in &network.ties {
            self.ties(network, section, &read, of > 1)?;
        }
        self.networks.push(read);
        Ok(())
    }

    fn vertices(&mut self, network: &Network<'t>, read: &mut Read, group: Option<u32>) -> Result<(), Fault> {
        let (declared, first_mode) = network.sizes();
        let Some(section) = network.vertices else {
            return Ok(());
        };
        let mut unclosed = 0;
        for (index, line) in filled(&section).enumerate() {
            self.pace.at(line.start)?;
            let vertex = Vertex::of(line.text);
            unclosed += usize::from(vertex.unclosed);
            let number = self.vertex(&vertex, index, line.number, read);
            if !vertex.rest.is_empty() {
                let what = format!("“{}” of a vertex is not understood", short(vertex.rest));
                self.remark(Fate::Unread, what, line.number);
            }
            self.builder.actor_mut(number).group = group;
        }
        if unclosed > 0 {
            let what = format!("{unclosed} labels have no closing quote; they end with their lines");
            self.remark(Fate::Repaired, what, section.line);
        }
        let listed = read.vertices.len();
        if let Some(declared) = declared {
            self.unlisted(section, declared, listed, read, group);
        }
        let numbered = number_of_modes(first_mode, &read.vertices);
        for (vertex, mode) in numbered {
            self.builder.set_actor(vertex, "mode", Cell::Text(mode));
            self.builder.actors_mean("mode", Meaning::Kind);
        }
        Ok(())
    }

    /// Vertices that are declared but not listed are there, without a name, as long as their number can be believed.
    fn unlisted(
        &mut self,
        section: Section<'t>,
        declared: usize,
        listed: usize,
        read: &mut Read,
        group: Option<u32>,
    ) {
        if declared < listed {
            let what = format!("{listed} vertices are listed, though {declared} are declared; all are read");
            self.remark(Fate::Repaired, what, section.line);
        }
        if declared <= listed {
            return;
        }
        // A number costs nothing to write, but each vertex costs memory.
        let most = 1000 + self.text.len() / 4;
        if declared > most {
            let what = format!(
                "{declared} vertices are declared, but only {listed} are listed; others are read where ties speak of \
                 them"
            );
            self.remark(Fate::Repaired, what, section.line);
            return;
        }
        for index in 1..=declared {
            let id = format!("{}{index}", read.prefix);
            if self.builder.find(&id).is_none() {
                let number = self.builder.actor(&id, section.line);
                self.builder.actor_mut(number).group = group;
                read.vertices.push(number);
            }
        }
        if listed > 0 {
            let what = format!(
                "Only {listed} of {declared} vertices are listed; the others are read without a name"
            );
            self.remark(Fate::Repaired, what, section.line);
        }
    }

    fn vertex(&mut self, vertex: &Vertex<'t>, index: usize, line: u32, read: &mut Read) -> u32 {
        let id = match vertex.id {
            "" => format!("{}{}", read.prefix, index + 1),
            id => format!("{}{}", read.prefix, plain_number(id)),
        };
        let number = self.builder.actor(&id, line);
        let actor = self.builder.actor_mut(number);
        if !vertex.label.is_empty() {
            actor.label = vertex.label.as_str().into();
        }
        if let [x, y, ..] = vertex.place[..] {
            actor.at = Some(Point::new(x, y));
        }
        if !vertex.shape.is_empty() {
            self.builder.actors_mean("shape", Meaning::Shape);
            self.builder.set_actor(number, "shape", Cell::Text(vertex.shape));
        }
        if !vertex.time.is_empty() {
            self.builder.set_actor(number, "time", Cell::Text(vertex.time));
        }
        for (name, text) in &vertex.parameters {
            match color(text).filter(|_| *name == "ic") {
                Some(color) => {
                    self.builder.actors_mean("color", Meaning::Color);
                    self.builder.set_actor(number, "color", Cell::Text(&color));
                }
                None => self.builder.set_actor(number, name, value(text)),
            }
        }
        read.vertices.push(number);
        number
    }

    fn ties(
        &mut self,
        network: &Network<'t>,
        section: &Section<'t>,
        read: &Read,
        several: bool,
    ) -> Result<(), Fault> {
        let directed = !["edges", "edgeslist"].iter().any(|keyword| section.is(keyword));
        let relation = Relation {
            direction: if directed {
                Direction::Directed
            } else {
                Direction::Undirected
            },
            kind: relation(section.rest).or_else(|| {
                let named = several && !network.name.is_empty();
                named.then(|| name_of_relation(network.name))
            }),
        };
        if section.is("matrix") {
            return self.matrix(network, section, read, &relation);
        }
        let list = section.is("arcslist") || section.is("edgeslist");
        let mut by_label = None;
        let mut signed = 0;
        for line in filled(section) {
            self.pace.at(line.start)?;
            let mut words = words(line.text);
            // Some lists have a minus before the vertex whose list it is.
            for word in words.iter_mut().filter(|word| list && !word.quoted) {
                if let Some(number) = word.text.strip_prefix('-') {
                    word.text = number;
                    signed += 1;
                }
            }
            let mut rest = &words[..];
            let mut kind = relation.kind.clone();
            // Multiple relations may also stand before each line.
            if let Some(number) = rest[0].text.strip_suffix(':').filter(|_| !rest[0].quoted) {
                kind = Some(number.into());
                rest = &rest[1..];
            }
            if rest.len() < 2 {
                self.builder
                    .dropped_tie("A tie with less than two ends is dropped", line.number);
                continue;
            }
            let ends = if list { rest.len() } else { 2 };
            let mut found = [None; 2];
            found[0] = self.end(&rest[0], read, &mut by_label, line.number);
            for word in &rest[1..ends] {
                found[1] = self.end(word, read, &mut by_label, line.number);
                let [Some(from), Some(to)] = found else {
                    let bad = if found[0].is_none() { &rest[0] } else { word };
                    let what = format!("“{}” is no vertex; its tie is dropped", short(bad.text));
                    self.builder.dropped_tie(what, line.number);
                    continue;
                };
                let tie = self.builder.tie(from, to, relation.direction, line.number);
                self.kind(tie, kind.as_deref());
                if !list {
                    self.parameters(tie, &rest[2..]);
                }
            }
        }
        if signed > 0 {
            let what = match signed {
                1 => "A vertex has a minus before its number; it is read without".to_owned(),
                n => format!("{n} vertices have a minus before their numbers; they are read without"),
            };
            self.remark(Fate::Repaired, what, section.line);
        }
        Ok(())
    }

    fn kind(&mut self, tie: u32, kind: Option<&str>) {
        if let Some(kind) = kind {
            self.builder.ties_mean("relation", Meaning::Kind);
            self.builder
                .set_tie(tie, "relation", crate::exchange::read::text::words(kind));
        }
    }

    /// Weight and what stands behind it.
    fn parameters(&mut self, tie: u32, words: &[Word<'t>]) {
        let mut rest = words;
        if let Some(first) = words.first().filter(|word| !word.quoted)
            && (number(first.text).is_some() || is_nothing(first.text))
        {
            self.weight(tie, value(first.text));
            rest = &rest[1..];
        }
        while let Some(word) = rest.first() {
            if word.text.starts_with('[') && !word.quoted {
                self.builder.set_tie(tie, "time", Cell::Text(word.text));
                rest = &rest[1..];
                continue;
            }
            let Some(next) = rest.get(1) else {
                self.builder.set_tie(tie, "parameter", value(&word.plain()));
                return;
            };
            let text = next.plain();
            match (word.text, color(&text)) {
                ("c", Some(color)) => {
                    self.builder.ties_mean("color", Meaning::Color);
                    self.builder.set_tie(tie, "color", Cell::Text(&color));
                }
                ("l", _) => {
                    self.builder.ties_mean("label", Meaning::Label);
                    self.builder
                        .set_tie(tie, "label", crate::exchange::read::text::words(&text));
                }
                (name, _) => self.builder.set_tie(tie, name, value(&text)),
            }
            rest = &rest[2..];
        }
    }

    fn weight(&mut self, tie: u32, weight: Cell<'_>) {
        self.builder.ties_mean("weight", Meaning::Weight);
        self.builder.set_tie(tie, "weight", weight);
    }

    /// The vertex that a word speaks of: by number, else by label.
    fn end(
        &mut self,
        word: &Word<'t>,
        read: &Read,
        by_label: &mut Option<BTreeMap<Box<str>, u32>>,
        line: u32,
    ) -> Option<u32> {
        if !word.quoted
            && let Some(number) = number(word.text)
        {
            let counts = number >= 0.0 && number.fract() == 0.0 && number <= 1e15;
            let id = format!("{}{}", read.prefix, number as u64);
            return counts.then(|| self.builder.end(&id, line)).flatten();
        }
        let label = word.plain();
        let by_label = by_label.get_or_insert_with(|| {
            let mut map = BTreeMap::new();
            for &vertex in &read.vertices {
                let label = self.builder.actor_mut(vertex).label.clone();
                map.entry(label).or_insert(vertex);
            }
            map
        });
        match by_label.get(label.as_str()) {
            Some(&vertex) => Some(vertex),
            None if label.is_empty() => None,
            None => self.builder.end(&format!("{}{label}", read.prefix), line),
        }
    }

    /// Cells in rows; those that are not zero are ties.
    fn matrix(
        &mut self,
        network: &Network<'t>,
        section: &Section<'t>,
        read: &Read,
        relation: &Relation,
    ) -> Result<(), Fault> {
        let (_, first_mode) = network.sizes();
        let all = match read.vertices.len() {
            0 => filled(section).next().map_or(0, |line| line.words().count()),
            all => all,
        };
        let (rows, columns, shift) = match first_mode {
            Some(first) => (first, all - first.min(all), first),
            None => (all, all, 0),
        };
        let cells = rows.saturating_mul(columns);
        // Numbers may be broken into lines anyhow; but a line for each row that is too long goes on with the next row.
        let longer = filled(section)
            .next()
            .is_some_and(|line| line.words().count() > columns);
        let by_rows = longer
            && filled(section).count() == rows
            && filled(section).all(|line| line.words().count() >= columns);
        let mut cell = 0;
        let mut left_over = 0;
        let mut found = Vec::new();
        for line in filled(section) {
            self.pace.at(line.start)?;
            for (at, word) in line.words().enumerate() {
                if cell >= cells || by_rows && at >= columns {
                    left_over += 1;
                    continue;
                }
                let (row, column) = (cell / columns, cell % columns + shift);
                cell += 1;
                let weight = match number(word) {
                    Some(weight) => weight,
                    None if is_nothing(word) => continue,
                    None => {
                        let what = format!("“{}” is not a number; its tie is dropped", short(word));
                        self.builder.dropped_tie(what, line.number);
                        continue;
                    }
                };
                if weight == 0.0 {
                    continue;
                }
                let Some([from, to]) = self.cell_ends(read, [row, column], line.number) else {
                    continue;
                };
                let direction = match first_mode {
                    Some(_) => Direction::Undirected,
                    None => relation.direction,
                };
                let tie = self.builder.tie(from, to, direction, line.number);
                self.kind(tie, relation.kind.as_deref());
                self.weight(tie, Cell::Number(weight));
                found.push((from, to, weight));
            }
        }
        if cell < cells {
            let what = format!("The matrix ends after {cell} of {cells} numbers");
            self.remark(Fate::Repaired, what, section.line);
        }
        if left_over > 0 {
            let what = format!("The matrix has {left_over} numbers too many; they are not read");
            self.remark(Fate::Unread, what, section.line);
        }
        if first_mode.is_none() {
            mirrored(&mut self.builder.draft().found, found, section.line);
        }
        Ok(())
    }

    fn cell_ends(&mut self, read: &Read, cell: [usize; 2], line: u32) -> Option<[u32; 2]> {
        let mut ends = [0; 2];
        for (end, index) in ends.iter_mut().zip(cell) {
            *end = match read.vertices.get(index) {
                Some(&vertex) => vertex,
                None => self.builder.end(&format!("{}{}", read.prefix, index + 1), line)?,
            };
        }
        Some(ends)
    }
}

/// Which mode each vertex is of, in words.
fn number_of_modes(first: Option<usize>, vertices: &[u32]) -> Vec<(u32, &'static str)> {
    let Some(first) = first else {
        return Vec::new();
    };
    let mode = |index| {
        if index < first {
            "first mode"
        } else {
            "second mode"
        }
    };
    vertices
        .iter()
        .enumerate()
        .map(|(index, &vertex)| (vertex, mode(index)))
        .collect()
}

/// Without zeros in front, so that `01` and `1` are the same vertex.
fn plain_number(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        plain => plain,
    }
}

/// How the vertices are called, in their order.
fn labels(network: &Network<'_>) -> Vec<Box<str>> {
    let label = |section: Section<'_>| -> Vec<Box<str>> {
        filled(&section)
            .map(|line| Vertex::of(line.text).label.into())
            .collect()
    };
    network.vertices.map(label).unwrap_or_default()
}

/// The relation that a line such as `*Arcs :2 "trust"` names.
fn relation(rest: &str) -> Option<Box<str>> {
    let rest = rest.strip_prefix(':')?.trim_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let name = rest[digits..].trim();
    let name = match words(name)[..] {
        [word] => word.plain(),
        _ => name.to_owned(),
    };
    match (name.as_str(), &rest[..digits]) {
        ("", "") => None,
        ("", number) => Some(number.into()),
        (name, _) => Some(name_of_relation(name)),
    }
}
