//! Takes the elements of a GraphML file as they come.

use std::collections::BTreeMap;

use crate::exchange::draft::{Draft, Fate};
use crate::exchange::format::Format;
use crate::exchange::read::builder::Builder;
use crate::exchange::read::keys::{Domain, Role, Sort, fill_defaults};
use crate::exchange::read::text::short;
use crate::exchange::read::xml::{Handler, Tag};
use crate::exchange::reading::Reading;

use super::drawn::Drawing;

/// So many sorts of things that are not understood are told apart.
const MOST_UNREAD: usize = 100;

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    File,
    Key,
    Default,
    Graph,
    Node,
    Edge,
    Data,
    /// In a block of yEd.
    Drawn,
    Description,
    /// Nothing in it is of use.
    Passed,
}

/// To what the data belong that are being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The file or a graph.
    Whole,
    Node,
    Edge,
}

pub(super) struct Graph {
    pub(super) directed: bool,
    /// The group whose members its nodes are.
    pub(super) group: Option<u32>,
    /// It lies in nothing else.
    pub(super) outermost: bool,
}

pub(super) struct Node {
    pub(super) number: u32,
    /// The group that its inner graph makes.
    pub(super) group: Option<u32>,
    pub(super) x: Option<f64>,
    pub(super) y: Option<f64>,
    pub(super) color: [Option<u8>; 3],
}

pub(super) struct Edge {
    /// `None` for what cannot be a tie.
    pub(super) number: Option<u32>,
    /// It says itself whether it has a direction.
    pub(super) said: bool,
}

/// What is known at the end beside the draft.
pub(super) struct End {
    /// Who says to have written the file.
    pub(super) creator: String,
    /// The group of each actor that is a frame around others.
    pub(super) frames: Vec<Option<u32>>,
}

/// An outermost graph.
pub(super) struct Part {
    pub(super) name: String,
    /// How many actors there were before it.
    pub(super) first: u32,
}

/// A file while it is being read.
pub(super) struct File {
    pub(super) builder: Builder,
    /// Length of the text.
    pub(super) bytes: usize,
    pub(super) wanted: Vec<String>,
    pub(super) stack: Vec<At>,
    /// Text of the innermost element.
    pub(super) words: String,
    pub(super) graphs: Vec<Graph>,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) of_whole: Domain,
    pub(super) of_nodes: Domain,
    pub(super) of_edges: Domain,
    pub(super) settled: bool,
    pub(super) y_is_down: bool,
    /// Which keys the element `key` has made, for its default.
    pub(super) declared: Vec<(Owner, usize)>,
    pub(super) data: (Owner, usize),
    pub(super) drawing: Drawing,
    pub(super) parts: Vec<Part>,
    pub(super) offered: Vec<String>,
    /// Ids that an earlier graph has already, and who they are in this one.
    pub(super) renamed: BTreeMap<String, u32>,
    pub(super) creator: String,
    pub(super) frames: Vec<Option<u32>>,
    /// How many edges have their only arrow at the first end.
    pub(super) backward: (usize, u32),
    /// How many ports of nodes there were.
    pub(super) ports: usize,
    pub(super) unread: BTreeMap<String, (usize, u32)>,
    pub(super) line: u32,
}

impl File {
    pub(super) fn new(reading: &Reading, bytes: usize) -> Self {
        Self {
            builder: Builder::new(Format::GraphMl, "line"),
            bytes,
            wanted: reading.parts.clone(),
            stack: Vec::new(),
            words: String::new(),
            graphs: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            of_whole: Domain::default(),
            of_nodes: Domain::default(),
            of_edges: Domain::default(),
            settled: false,
            y_is_down: false,
            declared: Vec::new(),
            data: (Owner::Whole, 0),
            drawing: Drawing::default(),
            parts: Vec::new(),
            offered: Vec::new(),
            renamed: BTreeMap::new(),
            creator: String::new(),
            frames: Vec::new(),
            backward: (0, 0),
            ports: 0,
            unread: BTreeMap::new(),
            line: 0,
        }
    }

    pub(super) fn domain(&mut self, owner: Owner) -> &mut Domain {
        match owner {
            Owner::Whole => &mut self.of_whole,
            Owner::Node => &mut self.of_nodes,
            Owner::Edge => &mut self.of_edges,
        }
    }

    /// The meaning of nothing is known; said once at the end with how often.
    pub(super) fn unread(&mut self, what: impl Into<String>) {
        let line = self.line;
        let mut what = what.into();
        if self.unread.len() >= MOST_UNREAD && !self.unread.contains_key(&what) {
            "More of this sort is not understood".clone_into(&mut what);
        }
        self.unread.entry(what).or_insert((0, line)).0 += 1;
    }

    fn open_key(&mut self, tag: &Tag<'_>) {
        let owners: &[Owner] = match tag.get("for").as_deref().map(str::trim) {
            Some("node") => &[Owner::Node],
            Some("edge") => &[Owner::Edge],
            Some("graph" | "graphml") => &[Owner::Whole],
            Some("port" | "endpoint" | "hyperedge") => &[],
            _ => &[Owner::Node, Owner::Edge, Owner::Whole],
        };
        self.declared.clear();
        let id = tag.get("id").unwrap_or_default();
        let name = tag.get("attr.name").or_else(|| tag.get("yfiles.type"));
        let name = name.as_deref().map_or(&*id, str::trim);
        let by_yfiles = tag.get("attr.uri").is_some_and(|uri| uri.contains("yworks"));
        let sort = match tag.get("attr.type").as_deref().map(str::trim) {
            _ if tag.get("attr.list").is_some() => Sort::List,
            Some("boolean" | "bool") => Sort::Flag,
            Some("int" | "integer" | "long" | "float" | "double" | "short") => Sort::Number,
            _ => Sort::Text,
        };
        let role = match name.to_lowercase().as_str() {
            _ if by_yfiles || tag.get("yfiles.type").is_some() => Role::Drawn,
            "label" => Role::Label,
            "labels" | "labelv" | "labele" => Role::Labels,
            _ => Role::Column,
        };
        for &owner in owners {
            let number = self.domain(owner).declare(&id, name, sort, role);
            self.declared.push((owner, number));
        }
    }

    fn close_default(&mut self) {
        for (owner, number) in std::mem::take(&mut self.declared) {
            let words = self.words.clone();
            self.domain(owner).list[number].default = words;
        }
    }

    fn open_graph(&mut self, tag: &Tag<'_>) -> At {
        if !self.settled {
            self.settled = true;
            self.of_nodes.settle();
            self.y_is_down = self.of_nodes.y_is_down();
        }
        let directed = tag
            .get("edgedefault")
            .is_none_or(|word| word.trim() != "undirected");
        let inside = self.stack.last().copied();
        let outer = self.graphs.last().and_then(|graph| graph.group);
        let (group, outermost) = match inside {
            Some(At::Node) => {
                let node = self.nodes.last_mut().expect("a node is open");
                let group = *node.group.get_or_insert_with(|| self.builder.group("", outer));
                (Some(group), false)
            }
            Some(At::Edge) => (outer, false),
            _ => (None, true),
        };
        if outermost {
            let id = tag.get("id").unwrap_or_default();
            let name = match id.trim() {
                id if id.is_empty() || self.offered.iter().any(|other| other == id) => {
                    (self.offered.len() + 1).to_string()
                }
                id => id.to_owned(),
            };
            self.offered.push(name.clone());
            if !self.wanted.is_empty() && !self.wanted.contains(&name) {
                return At::Passed;
            }
            self.renamed.clear();
            let first = self.builder.draft().actors.len() as u32;
            self.parts.push(Part { name, first });
        }
        self.graphs.push(Graph {
            directed,
            group,
            outermost,
        });
        At::Graph
    }

    /// The draft, and what is known beside it.
    pub(super) fn finish(mut self) -> (Draft, End) {
        let several = self.offered.len() > 1;
        if several {
            self.group_by_part();
        }
        let found = &mut self.builder.draft().found;
        if self.backward.0 > 0 {
            let what = match self.backward.0 {
                1 => "A tie has its only arrow at the first end; it is kept as it stands, with the attribute “arrow”"
                    .to_owned(),
                n => format!(
                    "{n} ties have their only arrow at the first end; they are kept as they stand, with the attribute “arrow”"
                ),
            };
            found.remark(Fate::Unread, what, format!("line {}", self.backward.1));
        }
        if self.ports > 0 {
            found.remark(
                Fate::Unread,
                "Ports of actors are kept only where ties name them",
                "",
            );
        }
        for (what, (count, line)) in &self.unread {
            let times = if *count > 1 {
                format!(" ({count} times)")
            } else {
                String::new()
            };
            found.remark(Fate::Unread, format!("{what}{times}"), format!("line {line}"));
        }
        if several {
            self.builder.draft().reading.offered = std::mem::take(&mut self.offered);
        }
        self.builder.draft().reading.parts = std::mem::take(&mut self.wanted);
        fill_defaults(&mut self.builder, &self.of_nodes, &self.of_edges, self.bytes);
        let end = End {
            creator: self.creator,
            frames: self.frames,
        };
        (self.builder.finish(), end)
    }

    /// Several networks in one file stay apart to the eye.
    fn group_by_part(&mut self) {
        if self.parts.len() < 2 {
            return;
        }
        let mut parts = std::mem::take(&mut self.parts).into_iter().peekable();
        while let Some(part) = parts.next() {
            let draft = self.builder.draft();
            let end = parts
                .peek()
                .map_or(draft.actors.len(), |next| next.first as usize);
            let group = self.builder.group(&part.name, None);
            for actor in &mut self.builder.draft().actors[part.first as usize..end] {
                actor.group.get_or_insert(group);
            }
        }
    }
}

impl Handler for File {
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), String> {
        self.line = tag.line;
        let at = match (self.stack.last(), tag.name) {
            (None, "graphml") => At::File,
            (None | Some(At::File | At::Node | At::Edge), "graph") => self.open_graph(tag),
            (None, other) => return Err(format!("This is not GraphML: it begins with “{}”", short(other))),
            (Some(At::File | At::Graph), "key") => {
                self.open_key(tag);
                At::Key
            }
            (Some(At::Key), "default") => {
                self.words.clear();
                At::Default
            }
            (Some(At::File | At::Graph), "data") => self.open_data(tag, Owner::Whole)?,
            (Some(At::Node), "data") => self.open_data(tag, Owner::Node)?,
            (Some(At::Edge), "data") => self.open_data(tag, Owner::Edge)?,
            (Some(At::Graph), "node") => {
                self.open_node(tag);
                At::Node
            }
            (Some(At::Graph), "edge") => {
                self.open_edge(tag);
                At::Edge
            }
            (Some(At::Graph), "hyperedge") => {
                let what = "A tie among any number of actors at once cannot be kept";
                self.builder.dropped_tie(what, tag.line);
                At::Passed
            }
            (Some(At::File | At::Graph | At::Node | At::Edge), "desc") => {
                self.words.clear();
                At::Description
            }
            (Some(At::Node), "port") => {
                self.ports += 1;
                At::Passed
            }
            (Some(At::Data | At::Drawn), _) => {
                let (owner, number) = self.data;
                let key = &self.domain(owner).list[number];
                if key.role == Role::Drawn {
                    self.drawing.open(tag);
                    At::Drawn
                } else {
                    if owner != Owner::Whole {
                        let what = format!("What stands under “{}” is not understood", short(&key.name));
                        self.unread(what);
                    }
                    At::Passed
                }
            }
            (Some(At::Passed | At::Key | At::Default | At::Description), _) => At::Passed,
            (Some(At::File | At::Graph | At::Node | At::Edge), other) => {
                self.unread(format!("“{}” is not understood", short(other)));
                At::Passed
            }
        };
        self.stack.push(at);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.stack.last() {
            Some(At::Data | At::Default | At::Description) => self.words.push_str(text),
            Some(At::Drawn) => self.drawing.text(text),
            _ => {}
        }
    }

    fn close(&mut self) -> Result<(), String> {
        match self.stack.pop() {
            Some(At::Node) => self.close_node(),
            Some(At::Edge) => {
                self.edges.pop();
            }
            Some(At::Data) => self.close_data(),
            Some(At::Drawn) => self.drawing.close(),
            Some(At::Default) => self.close_default(),
            Some(At::Description) => self.describe(),
            Some(At::Graph) => {
                let outermost = self.graphs.pop().is_some_and(|graph| graph.outermost);
                if outermost {
                    self.edges.clear();
                }
            }
            Some(At::File | At::Key | At::Passed) | None => {}
        }
        Ok(())
    }
}
