//! GML as networkx, igraph, Gephi, Cytoscape, yEd, VOSviewer and many papers write it.
//!
//! Records are taken as their lists close, so that no tree of the whole has to be kept.

mod scan;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::Cancel;
use crate::base::geom::Point;
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::exchange::draft::{Cell, Direction, Draft, Fate, Meaning};
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::exchange::reading::Reading;
use crate::files::Fault;

use super::builder::Builder;
use super::held::Held;
use super::text::{Pace, chosen, color, number, short, words};
use scan::{Scan, Step, Value};

/// Lists within lists within lists … end here.
const DEEPEST: usize = 64;

/// See [`super`].
pub(super) fn read(
    text: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let mut gml = Gml {
        builder: Builder::new(Format::Gml, "line"),
        parts: &reading.parts,
        stack: Vec::new(),
        graphs: Vec::new(),
        boxes: Vec::new(),
        unread: BTreeSet::new(),
        creator: String::new(),
        turned: 0,
    };
    gml.builder.draft().reading = Reading {
        format: Some(Format::Gml),
        ..reading.clone()
    };
    let mut scan = Scan::new(text);
    let mut pace = Pace::new(text.len(), progress, cancel);
    while let Some(step) = scan.next()? {
        pace.at(scan.start)?;
        gml.step(step, &mut scan)?;
    }
    if let Some(frame) = gml.stack.last() {
        let what = format!("The text ends before the list “{}” does", short(frame.key));
        return Err(scan.fault(what, frame.start));
    }
    if gml.graphs.is_empty() {
        let what = "This is not a GML file: there is no list “graph” in it";
        return Err(scan.fault(what, 0));
    }
    Ok(gml.finish())
}

/// What has been read so far.
struct Gml<'t, 'r> {
    builder: Builder,
    parts: &'r [String],
    /// Lists that are open.
    stack: Vec<Frame<'t>>,
    graphs: Vec<Graph>,
    /// Nodes of yEd that hold others.
    boxes: Vec<Holder>,
    /// Names of what is not read.
    unread: BTreeSet<String>,
    creator: String,
    /// How many ties have an arrow at their first end only.
    turned: usize,
}

/// An open list.
struct Frame<'t> {
    key: &'t str,
    start: usize,
    line: u32,
    list: List<'t>,
}

enum List<'t> {
    /// Number of the graph, and the group that its nodes belong to.
    Graph(usize, Option<u32>),
    Node(Record<'t>),
    Edge(Record<'t>),
    /// Within a record: what stands before its names.
    Part,
    /// Of no interest.
    Other,
}

/// What a node or an edge says; names of lists within are put before those of values.
#[derive(Default)]
struct Record<'t> {
    values: Vec<(String, Value<'t>)>,
    /// Group that a graph within has become.
    group: Option<u32>,
}

#[derive(Default)]
struct Graph {
    label: String,
    directed: bool,
    wanted: bool,
    /// Stands before ids, if those of several graphs have to be told apart.
    prefix: String,
    /// Numbers of its nodes that say which box they lie in.
    lying: Vec<(u32, String)>,
}

/// A node that holds others.
struct Holder {
    id: String,
    label: String,
    within: Option<String>,
    line: u32,
}

impl<'t> Record<'t> {
    fn take(&mut self, key: &str) -> Option<Value<'t>> {
        let at = self
            .values
            .iter()
            .position(|(name, _)| name.eq_ignore_ascii_case(key))?;
        Some(self.values.remove(at).1)
    }

    fn take_text(&mut self, key: &str) -> Option<String> {
        let text = self.take(key)?.text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn take_number(&mut self, key: &str) -> Option<f64> {
        number(self.take(key)?.text())
    }
}

impl<'t> Gml<'t, '_> {
    fn step(&mut self, step: Step<'t>, scan: &mut Scan<'t>) -> Result<(), Fault> {
        match step {
            Step::Pair(key, value) => self.pair(key, value),
            Step::Open(key) => {
                if self.stack.len() == DEEPEST {
                    let what = format!("Lists are nested deeper than {DEEPEST} levels here");
                    return Err(scan.fault(what, scan.start));
                }
                let list = self.open(key);
                self.stack.push(Frame {
                    key,
                    start: scan.start,
                    line: scan.line(),
                    list,
                });
            }
            Step::Close => match self.stack.pop() {
                Some(frame) => self.close(frame),
                None => return Err(scan.fault("This bracket closes nothing", scan.start)),
            },
        }
        Ok(())
    }

    /// The graph that is open.
    fn graph(&self) -> Option<(usize, Option<u32>)> {
        self.stack.iter().rev().find_map(|frame| match frame.list {
            List::Graph(number, group) => Some((number, group)),
            _ => None,
        })
    }

    fn open(&mut self, key: &'t str) -> List<'t> {
        let is = |name: &str| key.eq_ignore_ascii_case(name);
        match self.stack.last_mut().map(|frame| &mut frame.list) {
            None if is("graph") => {
                let number = self.graphs.len();
                self.graphs.push(Graph {
                    wanted: chosen(self.parts, number + 1),
                    prefix: if number == 0 {
                        String::new()
                    } else {
                        format!("{}:", number + 1)
                    },
                    ..Graph::default()
                });
                List::Graph(number, None)
            }
            // A file without a frame around its nodes.
            None if is("node") || is("edge") => {
                if self.graphs.is_empty() {
                    self.graphs.push(Graph {
                        wanted: chosen(self.parts, 1),
                        ..Graph::default()
                    });
                }
                if is("node") {
                    List::Node(Record::default())
                } else {
                    List::Edge(Record::default())
                }
            }
            None => List::Other,
            Some(List::Graph(..)) if is("node") => List::Node(Record::default()),
            Some(List::Graph(..)) if is("edge") => List::Edge(Record::default()),
            Some(List::Graph(number, group)) if is("graph") => List::Graph(*number, *group),
            Some(List::Node(record)) if is("graph") => {
                let group = self.builder.group("", None);
                record.group = Some(group);
                let number = self.graph().map_or(0, |(number, _)| number);
                List::Graph(number, Some(group))
            }
            Some(List::Node(_) | List::Edge(_) | List::Part) => List::Part,
            Some(List::Graph(..) | List::Other) => {
                self.unread.insert(short(key));
                List::Other
            }
        }
    }

    fn pair(&mut self, key: &'t str, value: Value<'t>) {
        let is = |name: &str| key.eq_ignore_ascii_case(name);
        if is("creator") && self.stack.len() <= 1 {
            value.text().clone_into(&mut self.creator);
            return;
        }
        // Names of the lists between the record and the value.
        let within = self
            .stack
            .iter()
            .rev()
            .take_while(|frame| matches!(frame.list, List::Part));
        let mut path: Vec<&str> = within.map(|frame| frame.key).collect();
        path.reverse();
        path.push(key);
        let depth = path.len();
        let outer = self.stack.len().checked_sub(depth);
        match outer
            .and_then(|outer| self.stack.get_mut(outer))
            .map(|frame| &mut frame.list)
        {
            Some(List::Node(record) | List::Edge(record)) => record.values.push((path.join("."), value)),
            Some(List::Graph(number, None)) => {
                let graph = &mut self.graphs[*number];
                if is("directed") {
                    graph.directed = matches!(value.text(), "1" | "true" | "True");
                } else if is("label") || is("name") && graph.label.is_empty() {
                    value.text().trim().clone_into(&mut graph.label);
                } else if !["id", "comment", "version", "hierarchic", "multigraph"]
                    .iter()
                    .any(|name| is(name))
                {
                    self.unread.insert(short(key));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, frame: Frame<'t>) {
        let (number, group) = self.graph().unwrap_or((0, None));
        if !self.graphs.get(number).is_some_and(|graph| graph.wanted) {
            return;
        }
        match frame.list {
            List::Node(record) => self.node(record, number, group, frame.line),
            List::Edge(record) => self.edge(record, number, frame.line),
            List::Graph(..) | List::Part | List::Other => {}
        }
    }

    fn node(&mut self, mut record: Record<'t>, graph: usize, group: Option<u32>, line: u32) {
        let label = record.take_text("label");
        let id = record.take_text("id");
        let prefix = self.graphs[graph].prefix.clone();
        let id = match (&id, &label) {
            (Some(id), _) => format!("{prefix}{id}"),
            (None, Some(label)) if self.builder.find(&format!("{prefix}{label}")).is_none() => {
                format!("{prefix}{label}")
            }
            (None, _) => String::new(),
        };
        let within = record.take_text("gid").filter(|gid| gid != "-1");
        if let Some(own) = record.group {
            let draft = self.builder.draft();
            draft.groups[own as usize].name = label.unwrap_or(id);
            draft.groups[own as usize].parent = group;
            return;
        }
        let holds = record
            .take("isGroup")
            .is_some_and(|value| matches!(value.text(), "1" | "true"));
        if holds && !id.is_empty() {
            self.boxes.push(Holder {
                id,
                label: label.unwrap_or_default(),
                within: within.map(|gid| format!("{prefix}{gid}")),
                line,
            });
            return;
        }
        let actor = self.builder.actor(&id, line);
        if let Some(gid) = within {
            self.graphs[graph].lying.push((actor, format!("{prefix}{gid}")));
        }
        let (x, y) = (record.take_number("graphics.x"), record.take_number("graphics.y"));
        let draft_actor = self.builder.actor_mut(actor);
        draft_actor.group = group;
        if let Some(label) = label {
            draft_actor.label = label.into();
        }
        if let (Some(x), Some(y)) = (x, y) {
            draft_actor.at = Some(Point::new(x, y));
        }
        let sizes = [record.take_number("graphics.w"), record.take_number("graphics.h")];
        if let Some(size) = sizes.into_iter().flatten().reduce(f64::max) {
            self.builder.actors_mean("size", Meaning::Size);
            self.builder.set_actor(actor, "size", Cell::Number(size));
        }
        if let Some(color) = record.take("graphics.fill").and_then(|fill| color(fill.text())) {
            self.builder.actors_mean("color", Meaning::Color);
            self.builder.set_actor(actor, "color", Cell::Text(&color));
        }
        if let Some(shape) = record.take_text("graphics.type") {
            self.builder.actors_mean("shape", Meaning::Shape);
            self.builder.set_actor(actor, "shape", Cell::Text(&shape));
        }
        for (name, cell) in self.cells(record) {
            self.builder.set_actor(actor, &name, cell.cell());
        }
    }

    fn edge(&mut self, mut record: Record<'t>, graph: usize, line: u32) {
        let prefix = self.graphs[graph].prefix.clone();
        let ends = ["source", "target"].map(|end| record.take_text(end));
        let [Some(from), Some(to)] = ends else {
            let which = if ends[0].is_none() { "source" } else { "target" };
            self.builder
                .dropped_tie(format!("A tie without “{which}” is dropped"), line);
            return;
        };
        let [from, to] = [from, to].map(|end| self.builder.end(&format!("{prefix}{end}"), line));
        let (Some(mut from), Some(mut to)) = (from, to) else {
            return;
        };
        let default = if self.graphs[graph].directed {
            Direction::Directed
        } else {
            Direction::Undirected
        };
        let arrow = record.take_text("graphics.arrow");
        let tips = ["graphics.sourceArrow", "graphics.targetArrow"]
            .map(|tip| record.take_text(tip).filter(|tip| tip != "none"));
        let tips = match arrow.as_deref() {
            Some("first") => [true, false],
            Some("last") => [false, true],
            Some("both") => [true, true],
            _ => tips.map(|tip| tip.is_some()),
        };
        let stated = record
            .take("directed")
            .map(|value| matches!(value.text(), "1" | "true"));
        let direction = match (stated, tips, arrow.as_deref()) {
            (Some(true), ..) => Direction::Directed,
            (Some(false), ..) | (None, _, Some("none")) => Direction::Undirected,
            (None, [true, true], _) => Direction::Mutual,
            (None, [false, true], _) => Direction::Directed,
            (None, [true, false], _) => {
                self.turned += 1;
                std::mem::swap(&mut from, &mut to);
                Direction::Directed
            }
            (None, [false, false], _) => default,
        };
        let tie = self.builder.tie(from, to, direction, line);
        if let Some(label) = record.take_text("label") {
            self.builder.ties_mean("label", Meaning::Label);
            self.builder.set_tie(tie, "label", Cell::Text(&label));
        }
        if let Some(color) = record.take("graphics.fill").and_then(|fill| color(fill.text())) {
            self.builder.ties_mean("color", Meaning::Color);
            self.builder.set_tie(tie, "color", Cell::Text(&color));
        }
        for (name, cell) in self.cells(record) {
            self.builder.set_tie(tie, &name, cell.cell());
        }
    }

    /// What else a record says; a name that stands there several times is a list. How it is drawn is left out.
    fn cells(&mut self, record: Record<'t>) -> Vec<(String, Held<'t>)> {
        let mut cells: Vec<(String, Vec<Value<'t>>)> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (name, value) in record.values {
            let drawn = name
                .split('.')
                .next()
                .filter(|_| name.contains('.'))
                .is_some_and(|first| {
                    ["graphics", "labelgraphics", "edgeanchor"]
                        .iter()
                        .any(|look| look.eq_ignore_ascii_case(first))
                });
            if drawn {
                self.unread.insert(short(&name));
                continue;
            }
            match known.get(&name) {
                Some(&at) => cells[at].1.push(value),
                None => {
                    known.insert(name.clone(), cells.len());
                    cells.push((name, vec![value]));
                }
            }
        }
        let cell = |values: Vec<Value<'t>>| match <[Value<'t>; 1]>::try_from(values) {
            Ok([value]) => one(value),
            Err(several) => {
                let items: Vec<Box<str>> = several
                    .iter()
                    .map(|value| value.text().trim())
                    // What networkx writes before a list of one.
                    .filter(|text| !text.is_empty() && *text != "_networkx_list_start")
                    .map(Into::into)
                    .collect();
                Held::list(items)
            }
        };
        cells
            .into_iter()
            .map(|(name, values)| (name, cell(values)))
            .collect()
    }

    /// Boxes become groups, and actors as well if ties end at them.
    fn boxes(&mut self) {
        let mut groups: BTreeMap<String, u32> = BTreeMap::new();
        for holder in &self.boxes {
            let group = self.builder.group(&holder.label, None);
            groups.insert(holder.id.clone(), group);
        }
        for holder in &self.boxes {
            let parent = holder
                .within
                .as_ref()
                .and_then(|within| groups.get(within))
                .copied();
            if let Some(&group) = groups.get(&holder.id) {
                self.builder.draft().groups[group as usize].parent = parent;
            }
            if self.builder.find(&holder.id).is_some() {
                let actor = self.builder.actor(&holder.id, holder.line);
                let actor = self.builder.actor_mut(actor);
                actor.label = holder.label.as_str().into();
                actor.group = parent;
            }
        }
        for graph in &mut self.graphs {
            for (actor, within) in graph.lying.drain(..) {
                if let Some(&group) = groups.get(&within) {
                    self.builder.actor_mut(actor).group = Some(group);
                }
            }
        }
    }

    fn finish(mut self) -> Draft {
        self.boxes();
        if let [only] = &self.graphs[..] {
            self.builder.draft().title.clone_from(&only.label);
        } else {
            let offer = |(number, graph): (usize, &Graph)| match graph.label.as_str() {
                "" => (number + 1).to_string(),
                label => format!("{}: {label}", number + 1),
            };
            let offered = self.graphs.iter().enumerate().map(offer).collect();
            self.builder.draft().reading.offered = offered;
        }
        let found = &mut self.builder.draft().found;
        if self.turned > 0 {
            let what = format!(
                "{} an arrow at the first end only; read from the second end to the first",
                count(self.turned, "tie has", "ties have")
            );
            found.remark(Fate::Repaired, what, "");
        }
        if !self.unread.is_empty() {
            const MOST: usize = 8;
            let names: Vec<&str> = self.unread.iter().take(MOST).map(String::as_str).collect();
            let more = self.unread.len() - names.len();
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            found.remark(Fate::Unread, format!("Not read: {}{more}", names.join(", ")), "");
        }
        let ours = own::wrote(&self.creator);
        // Gephi's y goes upward.
        let upward = self.creator.contains("Gephi");
        let mut draft = self.builder.finish();
        if upward {
            for at in draft.actors.iter_mut().filter_map(|actor| actor.at.as_mut()) {
                at.y = 0.0 - at.y;
            }
        }
        if ours {
            restore(&mut draft);
            own::recognize(&mut draft);
        }
        draft
    }
}

/// Names of columns, and yes and no among attributes, as they were before they were written here.
fn restore(draft: &mut Draft) {
    draft.tie_columns.retain(|column| column.name != "key");
    for column in draft.actor_columns.iter_mut().chain(&mut draft.tie_columns) {
        column.name = own::name_of_key(&column.name);
        column.values.flags();
    }
}

/// A single value.
fn one(value: Value<'_>) -> Held<'_> {
    match value {
        Value::Bare("true" | "True") => Held::Plain(Cell::Flag(true)),
        Value::Bare("false" | "False") => Held::Plain(Cell::Flag(false)),
        Value::Bare(text) => Held::Plain(number(text).map_or_else(|| words(text), Cell::Number)),
        Value::Quoted(text) => Held::words(text.into()),
    }
}

#[cfg(test)]
mod tests;
