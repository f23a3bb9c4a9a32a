//! How yEd and its relatives draw a node or an edge: name, place, color, shape, arrows.

use crate::base::geom::Point;
use crate::exchange::read::text::{color, number};
use crate::exchange::read::xml::Tag;

/// What was found in one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Look {
    /// Each is not empty.
    pub(super) labels: Vec<String>,
    /// Middle, y downward.
    pub(super) at: Option<Point>,
    /// `#rrggbb`.
    pub(super) color: Option<String>,
    pub(super) shape: Option<String>,
    /// Width and pattern of a line.
    pub(super) width: Option<f64>,
    pub(super) pattern: Option<String>,
    /// Whether there are arrows at the first and at the second end.
    pub(super) arrows: Option<(bool, bool)>,
}

/// A block while it is being read.
#[derive(Default)]
pub(super) struct Drawing {
    pub(super) look: Look,
    depth: usize,
    /// Depth of the list of which only one child counts, how many children it has had, and which one counts.
    choice: Option<(usize, usize, usize)>,
    /// Depth at which something is passed over.
    passed: Option<usize>,
    /// Depth of the label whose text is being read.
    label: Option<usize>,
    words: String,
}

impl Drawing {
    pub(super) fn open(&mut self, tag: &Tag<'_>) {
        self.depth += 1;
        if self.passed.is_some() {
            return;
        }
        if let Some((depth, count, wanted)) = &mut self.choice
            && self.depth == *depth + 1
        {
            let counts = count == wanted;
            *count += 1;
            if !counts {
                self.passed = Some(self.depth);
                return;
            }
        }
        let get = |name: &str| tag.get(name);
        let figure = |name: &str| get(name).and_then(|text| number(text.trim()));
        match tag.name {
            "Realizers" => {
                let active = get("active").and_then(|text| text.trim().parse().ok());
                self.choice = Some((self.depth, 0, active.unwrap_or(0)));
            }
            "Geometry" => self.place(figure("x"), figure("y"), figure("width"), figure("height")),
            "RectD" => self.place(figure("X"), figure("Y"), figure("Width"), figure("Height")),
            "Fill" if get("hasColor").as_deref() != Some("false") => {
                self.look.color = get("color").and_then(|text| color(&text));
            }
            "Shape" => self.look.shape = get("type").map(|text| text.trim().to_owned()),
            "LineStyle" => {
                self.look.color = get("color").and_then(|text| color(&text));
                self.look.width = figure("width");
                self.look.pattern = get("type").map(|text| text.trim().to_owned());
            }
            "Arrows" => {
                let there = |name: &str| get(name).is_some_and(|text| !matches!(text.trim(), "none" | ""));
                self.look.arrows = Some((there("source"), there("target")));
            }
            "NodeLabel" | "EdgeLabel" if get("hasText").as_deref() == Some("false") => {}
            "NodeLabel" | "EdgeLabel" | "Label.Text" => {
                self.label = Some(self.depth);
                self.words.clear();
            }
            "Label" => {
                if let Some(text) = get("Text") {
                    self.named(&text);
                }
            }
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        // What lies deeper in a label says where it stands.
        if self.label == Some(self.depth) && self.passed.is_none() {
            self.words.push_str(text);
        }
    }

    pub(super) fn close(&mut self) {
        if self.passed == Some(self.depth) {
            self.passed = None;
        }
        if self.label == Some(self.depth) {
            self.label = None;
            let words = std::mem::take(&mut self.words);
            self.named(&words);
        }
        if self.choice.is_some_and(|(depth, _, _)| depth == self.depth) {
            self.choice = None;
        }
        self.depth -= 1;
    }

    fn named(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.look.labels.push(text.to_owned());
        }
    }

    fn place(&mut self, x: Option<f64>, y: Option<f64>, width: Option<f64>, height: Option<f64>) {
        if let Some((x, y)) = x.zip(y) {
            let at = Point::new(x + width.unwrap_or(0.0) / 2.0, y + height.unwrap_or(0.0) / 2.0);
            self.look.at = at.is_finite().then_some(at);
        }
    }
}
