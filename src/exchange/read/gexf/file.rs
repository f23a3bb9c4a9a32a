//! Takes the elements of a GEXF file as they come.

use std::collections::BTreeMap;

use crate::base::geom::Point;
use crate::exchange::draft::{Cell, Direction, Draft, Fate, Meaning};
use crate::exchange::format::Format;
use crate::exchange::read::builder::Builder;
use crate::exchange::read::keys::{Domain, Role, Sort, fill_defaults};
use crate::exchange::read::text::{color, number, short, value, words};
use crate::exchange::read::xml::{Handler, Tag};

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// The root, a graph, or a list in it.
    Around,
    /// Attributes of nodes, of edges, or of neither.
    Attributes(Option<Side>),
    Attribute,
    Default,
    Node,
    Edge,
    /// Values or times of the node or edge around them.
    Values,
    Title,
    Creator,
    /// Nothing in it is of use.
    Passed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Nodes,
    Edges,
}

/// A node or an edge that is open.
struct Record {
    side: Side,
    /// `None` for what cannot be a tie.
    number: Option<u32>,
    /// The times at which it is there.
    times: Vec<Box<str>>,
    /// Values that change over time, by attribute.
    series: BTreeMap<usize, Vec<Box<str>>>,
}

/// A file while it is being read.
pub(super) struct File {
    builder: Builder,
    bytes: usize,
    stack: Vec<At>,
    words: String,
    of_nodes: Domain,
    of_edges: Domain,
    /// The attribute that is being declared.
    declared: Option<(Side, usize)>,
    direction: Direction,
    records: Vec<Record>,
    /// Groups by the id of the node that is their frame.
    groups: BTreeMap<String, u32>,
    creator: String,
    unread: BTreeMap<String, (usize, u32)>,
}

impl File {
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            builder: Builder::new(Format::Gexf, "line"),
            bytes,
            stack: Vec::new(),
            words: String::new(),
            of_nodes: Domain::default(),
            of_edges: Domain::default(),
            declared: None,
            direction: Direction::Undirected,
            records: Vec::new(),
            groups: BTreeMap::new(),
            creator: String::new(),
            unread: BTreeMap::new(),
        }
    }

    fn domain(&mut self, side: Side) -> &mut Domain {
        match side {
            Side::Nodes => &mut self.of_nodes,
            Side::Edges => &mut self.of_edges,
        }
    }

    fn declare(&mut self, tag: &Tag<'_>, side: Option<Side>) {
        self.declared = None;
        let (Some(side), Some(id)) = (side, tag.get("id")) else {
            return;
        };
        let title = tag.get("title").unwrap_or_else(|| id.clone());
        let sort = match tag.get("type").as_deref().map(str::trim).unwrap_or_default() {
            "integer" | "int" | "long" | "float" | "double" | "short" | "byte" => Sort::Number,
            "boolean" => Sort::Flag,
            list if list.starts_with("list") => Sort::List,
            _ => Sort::Text,
        };
        let number = self
            .domain(side)
            .declare(id.trim(), title.trim(), sort, Role::Column);
        self.declared = Some((side, number));
    }

    /// The group that a node is the frame of.
    fn group_of(&mut self, frame: &str) -> u32 {
        if let Some(&group) = self.groups.get(frame) {
            return group;
        }
        let group = self.builder.group("", None);
        self.groups.insert(frame.to_owned(), group);
        group
    }

    fn open_node(&mut self, tag: &Tag<'_>) {
        let id = tag.get("id").unwrap_or_default();
        let number = self.builder.actor(&id, tag.line);
        if let Some(label) = tag.get("label") {
            let actor = self.builder.actor_mut(number);
            if actor.label.is_empty() {
                actor.label = label.trim().into();
            }
        }
        let around = self.records.last().and_then(|record| record.number);
        let inside = self.stack.contains(&At::Node);
        let frame = match tag.get("pid") {
            Some(pid) if !pid.trim().is_empty() => Some(pid.trim().to_owned()),
            _ if inside => around.map(|number| self.builder.actor_mut(number).id.to_string()),
            _ => None,
        };
        self.builder.actor_mut(number).group = frame.map(|frame| self.group_of(&frame));
        let mut record = Record {
            side: Side::Nodes,
            number: Some(number),
            times: Vec::new(),
            series: BTreeMap::new(),
        };
        record.times.extend(times(tag));
        self.records.push(record);
    }

    fn open_edge(&mut self, tag: &Tag<'_>) {
        let mut end = |name: &str| {
            let id = tag.get(name)?;
            self.builder.end(&id, tag.line)
        };
        let (from, to) = (end("source"), end("target"));
        let direction = match tag.get("type").as_deref().map(str::trim) {
            Some("directed") => Direction::Directed,
            Some("undirected") => Direction::Undirected,
            Some("mutual") => Direction::Mutual,
            _ => self.direction,
        };
        let number = match (from, to) {
            (Some(from), Some(to)) => Some(self.builder.tie(from, to, direction, tag.line)),
            _ => {
                let end = if from.is_none() { "first" } else { "second" };
                self.builder
                    .dropped_tie(format!("A tie without its {end} end is left out"), tag.line);
                None
            }
        };
        if let Some(tie) = number {
            // Version 1.0 called it cardinal.
            if let Some(weight) = tag.get("weight").or_else(|| tag.get("cardinal")) {
                self.builder.set_tie(tie, "weight", value(weight.trim()));
                self.builder.ties_mean("weight", Meaning::Weight);
            }
            for (name, meaning) in [("label", Meaning::Label), ("kind", Meaning::Kind)] {
                if let Some(text) = tag.get(name) {
                    self.builder.set_tie(tie, name, words(&text));
                    self.builder.ties_mean(name, meaning);
                }
            }
        }
        let mut record = Record {
            side: Side::Edges,
            number,
            times: Vec::new(),
            series: BTreeMap::new(),
        };
        record.times.extend(times(tag));
        self.records.push(record);
    }

    fn value(&mut self, tag: &Tag<'_>) -> Result<(), String> {
        let Some(record) = self.records.last() else {
            return Ok(());
        };
        let (side, Some(at)) = (record.side, record.number) else {
            return Ok(());
        };
        let id = tag.get("for").or_else(|| tag.get("id")).unwrap_or_default();
        let text = tag.get("value").unwrap_or_default();
        let number = self.domain(side).find(&id)?;
        let key = &self.domain(side).list[number];
        let value = key.value(&text);
        if let (Some(time), false) = (times(tag), value.is_missing()) {
            let record = self.records.last_mut().expect("looked at above");
            let entry = format!("{time}: {}", text.trim());
            record.series.entry(number).or_default().push(entry.into());
        }
        if value.is_missing() {
            return Ok(());
        }
        let (column, name, fresh) = {
            let key = &self.domain(side).list[number];
            (key.column, key.name.clone(), key.column.is_none())
        };
        let column = match (column, side) {
            (Some(column), _) => column,
            (None, Side::Nodes) => self.builder.actor_column(&name),
            (None, Side::Edges) => self.builder.tie_column(&name),
        };
        if fresh {
            self.domain(side).list[number].column = Some(column);
            if side == Side::Edges && name.eq_ignore_ascii_case("weight") {
                self.builder.ties_mean(&name, Meaning::Weight);
            }
        }
        match side {
            Side::Nodes => self.builder.put_actor(at, column, value.cell()),
            Side::Edges => self.builder.put_tie(at, column, value.cell()),
        }
        Ok(())
    }

    fn set(&mut self, column: &str, meaning: Option<Meaning>, value: Cell<'_>) {
        let Some(record) = self.records.last() else { return };
        let Some(number) = record.number else { return };
        match record.side {
            Side::Nodes => {
                self.builder.set_actor(number, column, value);
                if let Some(meaning) = meaning {
                    self.builder.actors_mean(column, meaning);
                }
            }
            Side::Edges => {
                self.builder.set_tie(number, column, value);
                if let Some(meaning) = meaning {
                    self.builder.ties_mean(column, meaning);
                }
            }
        }
    }

    /// Colors, places, sizes and shapes. `false` for anything else.
    fn look(&mut self, tag: &Tag<'_>) -> bool {
        let figure = |name: &str| tag.get(name).and_then(|text| number(text.trim()));
        match tag.name {
            "color" => {
                let part = |name: &str| figure(name).map(|value| value.clamp(0.0, 255.0).round() as u8);
                let found = match (tag.get("hex"), part("r"), part("g"), part("b")) {
                    (Some(hex), ..) => color(&hex),
                    (None, Some(r), Some(g), Some(b)) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
                    _ => None,
                };
                if let Some(found) = found {
                    self.set("color", Some(Meaning::Color), Cell::Text(&found));
                }
            }
            "position" => {
                let record = self.records.last().filter(|record| record.side == Side::Nodes);
                let number = record.and_then(|record| record.number);
                if let (Some(number), Some(x), Some(y)) = (number, figure("x"), figure("y")) {
                    // Gephi counts upward.
                    self.builder.actor_mut(number).at = Some(Point::new(x, 0.0 - y));
                }
            }
            "size" => {
                if let Some(size) = figure("value") {
                    self.set("size", Some(Meaning::Size), Cell::Number(size));
                }
            }
            "shape" => {
                if let Some(shape) = tag.get("value") {
                    self.set("shape", Some(Meaning::Shape), words(&shape));
                }
            }
            "thickness" => {
                if let Some(thickness) = figure("value") {
                    self.set("thickness", None, Cell::Number(thickness));
                }
            }
            _ => return false,
        }
        true
    }

    fn close_record(&mut self) {
        let Some(record) = self.records.last_mut() else {
            return;
        };
        let times = std::mem::take(&mut record.times);
        let series = std::mem::take(&mut record.series);
        let side = record.side;
        if let [only] = &times[..]
            && let Some((start, end)) = only.split_once('–')
        {
            self.set("start", None, words(start));
            self.set("end", None, words(end));
        } else if !times.is_empty() {
            self.set("times", None, Cell::List(&times));
        }
        for (number, values) in series {
            let name = format!("{} over time", self.domain(side).list[number].name);
            self.set(&name, None, Cell::List(&values));
        }
        self.records.pop();
    }

    fn unread(&mut self, what: &str, line: u32) {
        const MOST: usize = 100;
        let what = match self.unread.len() {
            MOST.. if !self.unread.contains_key(what) => "more of this sort",
            _ => what,
        };
        match self.unread.get_mut(what) {
            Some((count, _)) => *count += 1,
            None => {
                self.unread.insert(what.to_owned(), (1, line));
            }
        }
    }

    /// The draft, who wrote the file, and the group of each actor that is a frame around others.
    pub(super) fn finish(mut self) -> (Draft, String, Vec<Option<u32>>) {
        let mut frames = Vec::new();
        for (frame, group) in std::mem::take(&mut self.groups) {
            let number = self.builder.find(&frame);
            let (name, outer) = match number {
                None => (frame, None),
                Some(number) => {
                    let actor = self.builder.actor_mut(number);
                    let name = if actor.label.is_empty() {
                        &actor.id
                    } else {
                        &actor.label
                    };
                    (name.to_string(), actor.group.filter(|outer| *outer != group))
                }
            };
            let made = &mut self.builder.draft().groups[group as usize];
            made.name = name;
            made.parent = outer;
            if let Some(number) = number {
                let number = number as usize;
                if frames.len() <= number {
                    frames.resize(number + 1, None);
                }
                frames[number] = Some(group);
            }
        }
        no_circles(&mut self.builder);
        for (what, (count, line)) in std::mem::take(&mut self.unread) {
            let times = if count > 1 {
                format!(" ({count} times)")
            } else {
                String::new()
            };
            let what = format!("“{}” is not understood{times}", short(&what));
            let found = &mut self.builder.draft().found;
            found.remark(Fate::Unread, what, format!("line {line}"));
        }
        fill_defaults(&mut self.builder, &self.of_nodes, &self.of_edges, self.bytes);
        (self.builder.finish(), self.creator, frames)
    }
}

/// A group that lies in itself, over however many others, lies nowhere.
fn no_circles(builder: &mut Builder) {
    let groups = &mut builder.draft().groups;
    for start in 0..groups.len() {
        let mut at = groups[start].parent;
        let mut steps = 0;
        while let Some(group) = at {
            steps += 1;
            if group as usize == start || steps > groups.len().min(1000) {
                groups[start].parent = None;
                break;
            }
            at = groups[group as usize].parent;
        }
    }
}

/// When something was there: `start–end`, either of which may be empty; or a single time.
fn times(tag: &Tag<'_>) -> Option<Box<str>> {
    let get = |names: [&str; 2]| {
        let [name, open] = names;
        let text = tag.get(name).or_else(|| tag.get(open))?;
        let text = text.trim().to_owned();
        (!text.is_empty() && !text.to_ascii_lowercase().contains("infinity")).then_some(text)
    };
    if let Some(time) = get(["timestamp", "timestamp"]) {
        return Some(time.into());
    }
    let (start, end) = (get(["start", "startopen"]), get(["end", "endopen"]));
    if start.is_none() && end.is_none() {
        return None;
    }
    let text = format!("{}–{}", start.unwrap_or_default(), end.unwrap_or_default());
    Some(text.into())
}

impl Handler for File {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), String> {
        let at = match (self.stack.last().copied(), tag.name) {
            (None, "gexf") => At::Around,
            (None, other) => return Err(format!("This is not GEXF: it begins with “{}”", short(other))),
            (Some(At::Around), "meta" | "nodes" | "edges") => At::Around,
            (Some(At::Around), "graph") => {
                self.direction = match tag.get("defaultedgetype").as_deref().map(str::trim) {
                    Some("directed") => Direction::Directed,
                    Some("mutual") => Direction::Mutual,
                    _ => Direction::Undirected,
                };
                At::Around
            }
            (Some(At::Around), "creator") => {
                self.words.clear();
                At::Creator
            }
            (Some(At::Around), "description") => {
                self.words.clear();
                At::Title
            }
            (Some(At::Around), "keywords") => At::Passed,
            (Some(At::Around), "attributes") => {
                At::Attributes(match tag.get("class").as_deref().map(str::trim) {
                    Some("node") => Some(Side::Nodes),
                    Some("edge") => Some(Side::Edges),
                    _ => None,
                })
            }
            (Some(At::Attributes(side)), "attribute") => {
                self.declare(tag, side);
                At::Attribute
            }
            (Some(At::Attribute), "default") => {
                self.words.clear();
                At::Default
            }
            (Some(At::Attribute), _) => At::Passed,
            (Some(At::Around | At::Node), "node") => {
                self.open_node(tag);
                At::Node
            }
            (Some(At::Around), "edge") => {
                self.open_edge(tag);
                At::Edge
            }
            (Some(At::Node), "nodes" | "edges") => At::Around,
            (Some(At::Node | At::Edge), "attvalues" | "spells" | "slices" | "parents") => At::Values,
            (Some(At::Values | At::Node | At::Edge), "attvalue") => {
                self.value(tag)?;
                At::Passed
            }
            (Some(At::Values), "spell" | "slice") => {
                if let (Some(time), Some(record)) = (times(tag), self.records.last_mut()) {
                    record.times.push(time);
                }
                At::Passed
            }
            (Some(At::Values), "parent") => {
                let parent = tag.get("for").unwrap_or_default().trim().to_owned();
                let number = self.records.last().and_then(|record| record.number);
                if let (Some(number), false) = (number, parent.is_empty()) {
                    let group = self.group_of(&parent);
                    self.builder.actor_mut(number).group.get_or_insert(group);
                }
                At::Passed
            }
            (Some(At::Node | At::Edge), _) if self.look(tag) => At::Passed,
            (Some(At::Passed | At::Default | At::Title | At::Creator), _) => At::Passed,
            (Some(_), other) => {
                self.unread(other, tag.line);
                At::Passed
            }
        };
        self.stack.push(at);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if matches!(self.stack.last(), Some(At::Default | At::Title | At::Creator)) {
            self.words.push_str(text);
        }
    }

    fn close(&mut self) -> Result<(), String> {
        match self.stack.pop() {
            Some(At::Node | At::Edge) => self.close_record(),
            Some(At::Default) => {
                if let Some((side, number)) = self.declared {
                    let words = std::mem::take(&mut self.words);
                    self.domain(side).list[number].default = words;
                }
            }
            Some(At::Title) => self.words.trim().clone_into(&mut self.builder.draft().title),
            Some(At::Creator) => self.words.trim().clone_into(&mut self.creator),
            _ => {}
        }
        Ok(())
    }
}
