//! Nodes and edges of a GraphML file, and the data that belong to them.

use crate::base::geom::Point;
use crate::exchange::draft::{Cell, Direction, Fate, Meaning};
use crate::exchange::read::held::Held;
use crate::exchange::read::keys::Role;
use crate::exchange::read::text::{number, short};
use crate::exchange::read::xml::Tag;

use super::drawn::{Drawing, Look};
use super::file::{At, Edge, File, Node, Owner};

impl File {
    pub(super) fn open_node(&mut self, tag: &Tag<'_>) {
        let id = tag.get("id").unwrap_or_default();
        let id = id.trim();
        let first = self.parts.last().map_or(0, |part| part.first);
        let earlier = self.builder.find(id).filter(|number| *number < first);
        let number = match earlier {
            Some(earlier) if !self.builder.actor_mut(earlier).implied => {
                let part = self.parts.last().map_or("", |part| part.name.as_str());
                let own = format!("{part}::{id}");
                let place = format!("line {}", tag.line);
                let what = format!(
                    "An earlier graph has an actor “{}” too; this one is called “{}”",
                    short(id),
                    short(&own)
                );
                let number = self.builder.actor(&own, tag.line);
                self.builder.draft().found.remark(Fate::Repaired, what, place);
                self.renamed.insert(id.to_owned(), number);
                number
            }
            _ => self.builder.actor(id, tag.line),
        };
        self.builder.actor_mut(number).group = self.graphs.last().and_then(|graph| graph.group);
        if let Some(labels) = tag.get("labels") {
            self.kinds_of_actor(number, "labels", &labels);
        }
        if let Some(label) = tag.get("label").or_else(|| tag.get("name")) {
            self.name(number, &label);
        }
        self.nodes.push(Node {
            number,
            group: None,
            x: None,
            y: None,
            color: [None; 3],
        });
    }

    pub(super) fn kinds_of_actor(&mut self, number: u32, column: &str, text: &str) {
        let kinds = text.trim().trim_start_matches(':');
        if !kinds.is_empty() {
            self.builder.set_actor(number, column, Cell::Text(kinds));
            self.builder.actors_mean(column, Meaning::Kind);
        }
    }

    /// The first name that is found stays.
    pub(super) fn name(&mut self, number: u32, text: &str) {
        let actor = self.builder.actor_mut(number);
        if actor.label.is_empty() {
            actor.label = text.trim().into();
        }
    }

    pub(super) fn close_node(&mut self) {
        let Some(node) = self.nodes.pop() else { return };
        if let Some((x, y)) = node.x.zip(node.y) {
            let at = Point::new(x, if self.y_is_down { y } else { 0.0 - y });
            // More exact than what yEd draws: that is where a corner is.
            self.builder.actor_mut(node.number).at = Some(at);
        }
        if let [Some(r), Some(g), Some(b)] = node.color {
            let text = format!("#{r:02x}{g:02x}{b:02x}");
            self.builder.set_actor(node.number, "color", Cell::Text(&text));
            self.builder.actors_mean("color", Meaning::Color);
        }
        if let Some(group) = node.group {
            let actor = self.builder.actor_mut(node.number);
            let name = if actor.label.is_empty() {
                &actor.id
            } else {
                &actor.label
            };
            let name = name.to_string();
            self.builder.draft().groups[group as usize].name = name;
            let number = node.number as usize;
            if self.frames.len() <= number {
                self.frames.resize(number + 1, None);
            }
            self.frames[number] = Some(group);
        }
    }

    pub(super) fn end(&mut self, id: Option<&str>, line: u32) -> Option<u32> {
        let id = id?.trim();
        match self.renamed.get(id) {
            Some(&number) => Some(number),
            None => self.builder.end(id, line),
        }
    }

    pub(super) fn open_edge(&mut self, tag: &Tag<'_>) {
        let (source, target) = (tag.get("source"), tag.get("target"));
        let said = tag.get("directed").and_then(|word| match word.trim() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        });
        let default = self.graphs.last().is_none_or(|graph| graph.directed);
        let direction = if said.unwrap_or(default) {
            Direction::Directed
        } else {
            Direction::Undirected
        };
        let from = self.end(source.as_deref(), tag.line);
        let to = self.end(target.as_deref(), tag.line);
        let number = match (from, to) {
            (Some(from), Some(to)) => Some(self.builder.tie(from, to, direction, tag.line)),
            _ => {
                let end = if from.is_none() { "first" } else { "second" };
                self.builder
                    .dropped_tie(format!("A tie without its {end} end is left out"), tag.line);
                None
            }
        };
        if let Some(number) = number {
            let id = tag.get("id").unwrap_or_default();
            if !is_counted(&id) {
                self.builder.set_tie(number, "id", Cell::Text(id.trim()));
                self.builder.ties_mean("id", Meaning::Id);
            }
            for (attribute, column) in [("sourceport", "source port"), ("targetport", "target port")] {
                if let Some(port) = tag.get(attribute).filter(|port| !port.trim().is_empty()) {
                    self.builder.set_tie(number, column, Cell::Text(port.trim()));
                }
            }
            // Neo4j: the type of the relation.
            if let Some(label) = tag.get("label").filter(|label| !label.trim().is_empty()) {
                self.builder.set_tie(number, "label", Cell::Text(label.trim()));
                self.builder.ties_mean("label", Meaning::Kind);
            }
        }
        self.edges.push(Edge {
            number,
            said: said.is_some(),
        });
    }

    pub(super) fn open_data(&mut self, tag: &Tag<'_>, owner: Owner) -> Result<At, String> {
        let id = tag.get("key").unwrap_or_default();
        let number = self.domain(owner).find(&id)?;
        self.data = (owner, number);
        self.words.clear();
        if self.domain(owner).list[number].role == Role::Drawn {
            self.drawing = Drawing::default();
        }
        Ok(At::Data)
    }

    pub(super) fn close_data(&mut self) {
        let (owner, number) = self.data;
        let words = std::mem::take(&mut self.words);
        let role = self.domain(owner).list[number].role;
        match owner {
            Owner::Whole => self.tell_whole(number, &words),
            _ if role == Role::Drawn => {
                let look = std::mem::take(&mut self.drawing).look;
                match owner {
                    Owner::Node => self.draw_node(look),
                    _ => self.draw_edge(look),
                }
            }
            Owner::Node => self.tell_node(number, role, &words),
            Owner::Edge => self.tell_edge(number, role, &words),
        }
        self.words = words;
    }

    pub(super) fn tell_whole(&mut self, number: usize, words: &str) {
        let key = &self.of_whole.list[number];
        let words = words.trim();
        if key.role == Role::Drawn || words.is_empty() {
            return;
        }
        match key.name.to_lowercase().as_str() {
            "title" | "name" | "label" => self.title(words),
            "creator" => self.creator = words.to_owned(),
            _ => {
                let what = format!("“{}”, which belongs to the whole, is not read", short(&key.name));
                self.unread(what);
            }
        }
    }

    pub(super) fn title(&mut self, words: &str) {
        let title = &mut self.builder.draft().title;
        if title.is_empty() {
            words.trim().clone_into(title);
        }
    }

    pub(super) fn tell_node(&mut self, number: usize, role: Role, words: &str) {
        let Some(node) = self.nodes.last_mut() else { return };
        let at = node.number;
        let byte = || number_of(words).map(|value| value.clamp(0.0, 255.0).round() as u8);
        match role {
            Role::X => node.x = number_of(words),
            Role::Y => node.y = number_of(words),
            Role::Red => node.color[0] = byte(),
            Role::Green => node.color[1] = byte(),
            Role::Blue => node.color[2] = byte(),
            Role::Label => self.name(at, words),
            Role::Labels => {
                let name = self.of_nodes.list[number].name.clone();
                self.kinds_of_actor(at, &name, words);
            }
            Role::Ignored | Role::Drawn => {}
            Role::Column => {
                let key = &mut self.of_nodes.list[number];
                let value = key.value(words);
                if value.is_missing() {
                    return;
                }
                let column = match key.column {
                    Some(column) => column,
                    None => {
                        let column = self.builder.actor_column(&key.name);
                        key.column = Some(column);
                        let meaning = match key.name.to_lowercase().as_str() {
                            "size" => Some(Meaning::Size),
                            "color" => Some(Meaning::Color),
                            "shape" => Some(Meaning::Shape),
                            _ => None,
                        };
                        if let Some(meaning) = meaning {
                            let name = key.name.clone();
                            self.builder.actors_mean(&name, meaning);
                        }
                        column
                    }
                };
                let value = as_color(value, &self.of_nodes.list[number].name);
                self.builder.put_actor(at, column, value.cell());
            }
        }
    }

    pub(super) fn tell_edge(&mut self, number: usize, role: Role, words: &str) {
        let Some(at) = self.edges.last().and_then(|edge| edge.number) else {
            return;
        };
        let key = &mut self.of_edges.list[number];
        let mut value = key.value(words);
        if role == Role::Labels
            && let Cell::Text(text) = value.cell()
        {
            value = Held::Words(text.trim_start_matches(':').to_owned());
        }
        if value.is_missing() {
            return;
        }
        let column = match key.column {
            Some(column) => column,
            None => {
                let column = self.builder.tie_column(&key.name);
                key.column = Some(column);
                let meaning = match key.name.to_lowercase().as_str() {
                    _ if role == Role::Labels => Some(Meaning::Kind),
                    "weight" => Some(Meaning::Weight),
                    "color" => Some(Meaning::Color),
                    "edge label" => Some(Meaning::Label),
                    _ => None,
                };
                if let Some(meaning) = meaning {
                    let name = key.name.clone();
                    self.builder.ties_mean(&name, meaning);
                }
                column
            }
        };
        let value = as_color(value, &self.of_edges.list[number].name);
        self.builder.put_tie(at, column, value.cell());
    }

    pub(super) fn draw_node(&mut self, look: Look) {
        let Some(number) = self.nodes.last().map(|node| node.number) else {
            return;
        };
        let mut labels = look.labels.into_iter();
        if let Some(label) = labels.next() {
            self.name(number, &label);
        }
        let more: Vec<Box<str>> = labels.map(String::into_boxed_str).collect();
        if !more.is_empty() {
            self.builder.set_actor(number, "more labels", Cell::List(&more));
        }
        if let Some(at) = look.at {
            self.builder.actor_mut(number).at = Some(at);
        }
        for (column, meaning, value) in [
            ("color", Meaning::Color, look.color),
            ("shape", Meaning::Shape, look.shape),
        ] {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                self.builder.set_actor(number, column, Cell::Text(&value));
                self.builder.actors_mean(column, meaning);
            }
        }
    }

    pub(super) fn draw_edge(&mut self, look: Look) {
        let Some(edge) = self.edges.last() else { return };
        let Some(number) = edge.number else { return };
        match look.arrows {
            Some((true, true)) if !edge.said => self.turn(number, Direction::Mutual),
            Some((false, false)) if !edge.said => self.turn(number, Direction::Undirected),
            Some((true, false)) if !edge.said => {
                self.builder.set_tie(number, "arrow", Cell::Text("backward"));
                if self.backward.0 == 0 {
                    self.backward.1 = self.line;
                }
                self.backward.0 += 1;
            }
            _ => {}
        }
        if !look.labels.is_empty() {
            let label = look.labels.join("\n");
            self.builder.set_tie(number, "label", Cell::Text(&label));
            self.builder.ties_mean("label", Meaning::Label);
        }
        if let Some(color) = look.color {
            self.builder.set_tie(number, "color", Cell::Text(&color));
            self.builder.ties_mean("color", Meaning::Color);
        }
        if let Some(pattern) = look.pattern.filter(|pattern| !pattern.is_empty()) {
            self.builder.set_tie(number, "line", Cell::Text(&pattern));
        }
        if let Some(width) = look.width {
            self.builder.set_tie(number, "width", Cell::Number(width));
        }
    }

    pub(super) fn turn(&mut self, tie: u32, direction: Direction) {
        self.builder.draft().ties[tie as usize].direction = direction;
    }

    pub(super) fn describe(&mut self) {
        let words = std::mem::take(&mut self.words);
        let text = words.trim();
        if !text.is_empty() {
            let value = Cell::Text(text);
            match self.stack.last() {
                Some(At::Node) => {
                    if let Some(node) = self.nodes.last() {
                        self.builder.set_actor(node.number, "description", value);
                        self.builder.actors_mean("description", Meaning::Note);
                    }
                }
                Some(At::Edge) => {
                    if let Some(number) = self.edges.last().and_then(|edge| edge.number) {
                        self.builder.set_tie(number, "description", value);
                        self.builder.ties_mean("description", Meaning::Note);
                    }
                }
                _ => self.title(text),
            }
        }
        self.words = words;
    }
}

fn number_of(words: &str) -> Option<f64> {
    number(words.trim())
}

/// A color in the form that is agreed upon, where the text is one.
fn as_color<'t>(value: Held<'t>, column: &str) -> Held<'t> {
    if column.eq_ignore_ascii_case("color") {
        value.colored()
    } else {
        value
    }
}

/// An id of a tie that says nothing: `e12`, `12`, or none.
fn is_counted(id: &str) -> bool {
    let id = id.trim();
    let digits = id.strip_prefix(['e', 'E', 't']).unwrap_or(id);
    digits.bytes().all(|byte| byte.is_ascii_digit())
}
