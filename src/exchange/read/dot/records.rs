//! What attributes say of a node or a tie.

use crate::base::geom::Point;
use crate::exchange::draft::{Cell, Direction, Meaning};
use crate::exchange::read::text::{color, number, value, words};

use super::{Dot, List, Text};

impl Dot<'_, '_> {
    pub(super) fn of_node(&mut self, node: u32, name: &str, text: &Text) {
        let raw = text.raw();
        match name {
            "label" => {
                let id = self.builder.actor_mut(node).id.clone();
                let label = text.words(&id);
                self.builder.actor_mut(node).label = if *label == *id { "".into() } else { label.into() };
            }
            "pos" => {
                if let Some(at) = place(raw) {
                    self.builder.actor_mut(node).at = Some(at);
                }
            }
            "shape" => {
                self.builder.actors_mean("shape", Meaning::Shape);
                self.builder.set_actor(node, "shape", Cell::Text(raw));
            }
            "fillcolor" | "color" if color(raw).is_some() => {
                self.builder.actors_mean(name, Meaning::Color);
                let color = color(raw).unwrap_or_default();
                self.builder.set_actor(node, name, Cell::Text(&color));
            }
            "width" => {
                self.builder.actors_mean("width", Meaning::Size);
                self.builder.set_actor(node, "width", value(raw));
            }
            _ if LOOKS.contains(&name) => {
                self.looks.insert(name.to_owned());
            }
            _ => {
                let said = text.unescaped();
                self.builder.set_actor(node, name, cell(&said));
            }
        }
    }

    pub(super) fn tie(&mut self, [from, to]: [u32; 2], direction: Direction, list: &List, line: u32) {
        let way = list.get("dir").map(Text::raw);
        let (mut ends, mut direction) = ([from, to], direction);
        match way {
            Some("both") => direction = Direction::Mutual,
            Some("none") => direction = Direction::Undirected,
            Some("forward") => direction = Direction::Directed,
            Some("back") => {
                self.turned += 1;
                ends.reverse();
                direction = Direction::Directed;
            }
            _ => {}
        }
        let tie = self.builder.tie(ends[0], ends[1], direction, line);
        if self.graph > 0 {
            self.builder
                .set_tie(tie, "graph", Cell::Number((self.graph + 1) as f64));
        }
        for (name, text) in list {
            match name.as_str() {
                "dir" => {}
                "label" => {
                    let said = text.words("");
                    self.builder.ties_mean("label", Meaning::Label);
                    self.builder.set_tie(tie, "label", words(&said));
                }
                "color" if color(text.raw()).is_some() => {
                    self.builder.ties_mean("color", Meaning::Color);
                    let color = color(text.raw()).unwrap_or_default();
                    self.builder.set_tie(tie, "color", Cell::Text(&color));
                }
                _ if LOOKS.contains(&name.as_str()) => {
                    self.looks.insert(name.clone());
                }
                _ => {
                    let said = text.unescaped();
                    self.builder.set_tie(tie, name, cell(&said));
                }
            }
        }
    }
}

/// How something is drawn, which says nothing about it.
const LOOKS: [&str; 40] = [
    "arrowhead",
    "arrowsize",
    "arrowtail",
    "bb",
    "bgcolor",
    "class",
    "constraint",
    "decorate",
    "distortion",
    "fixedsize",
    "fontcolor",
    "fontname",
    "fontsize",
    "group",
    "headclip",
    "headport",
    "height",
    "labelangle",
    "labeldistance",
    "labelfloat",
    "labeljust",
    "labelloc",
    "lhead",
    "lp",
    "ltail",
    "margin",
    "minlen",
    "ordering",
    "orientation",
    "penwidth",
    "peripheries",
    "pin",
    "rects",
    "regular",
    "samehead",
    "sametail",
    "sides",
    "style",
    "tailport",
    "xlp",
];

/// An attribute of this name says how something is drawn, or stands for something else than an attribute.
pub(in crate::exchange) fn is_drawn(name: &str) -> bool {
    LOOKS.contains(&name) || matches!(name, "pos" | "fillcolor" | "dir")
}

/// `x,y`, perhaps with z, perhaps pinned by `!`; y goes upward there.
fn place(text: &str) -> Option<Point> {
    let mut numbers = text
        .trim()
        .trim_end_matches('!')
        .split(',')
        .map(|part| number(part.trim()));
    let (x, y) = (numbers.next()??, numbers.next()??);
    Some(Point::new(x, 0.0 - y))
}

/// Yes and no are such; everything else is words, since DOT knows no numbers.
fn cell(said: &str) -> Cell<'_> {
    match said {
        "true" => Cell::Flag(true),
        "false" => Cell::Flag(false),
        said => words(said),
    }
}
