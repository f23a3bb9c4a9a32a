//! What looks alike as one path: a few bytes for each mark and tie of a large map, instead of an element.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::draw::{Form, Ink, Stroke};
use super::super::look::Rgb;
use super::parts::{Shape, paint};
use crate::base::geom::Point;

/// Longest line of one path, bytes. Browsers draw only the paths that are in view.
const LONGEST: usize = 6_000;

/// Paths by their looks, in the order in which each look came first.
#[derive(Default)]
pub(super) struct Bundles {
    places: BTreeMap<String, usize>,
    /// Looks with the lines so far.
    paths: Vec<(String, String)>,
}

/// A number with at most one digit after the point; what is not finite is nothing.
struct Tenth(f64);

impl std::fmt::Display for Tenth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = if self.0.is_finite() { self.0 } else { 0.0 };
        let text = format!("{value:.1}");
        let text = text.strip_suffix(".0").unwrap_or(&text);
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

impl Bundles {
    /// Adds a shape with its paint; `more` are attributes of its line.
    pub(super) fn add(&mut self, shape: &Shape<'_>, fill: Option<Ink>, stroke: Option<(Stroke, &str)>) {
        let mut look = String::new();
        match (shape, fill, stroke) {
            // A dot is a line of no length with round ends; it has its color from `color`, whose counterpart on dark
            // ground is that of fills.
            (Shape::Form(Form::Disc(_, radius)), Some(ink), None) => {
                let Rgb(r, g, b) = ink.rgb;
                let width = Tenth(2.0 * radius);
                put!(
                    look,
                    " fill=\"none\" color=\"#{r:02x}{g:02x}{b:02x}\" stroke=\"currentColor\" stroke-width=\"{width}\" \
                     stroke-linecap=\"round\""
                );
                if ink.alpha < 1.0 {
                    put!(look, " stroke-opacity=\"{:.2}\"", ink.alpha);
                }
            }
            _ => {
                match fill {
                    Some(ink) => paint(&mut look, "fill", ink),
                    None => look.push_str(" fill=\"none\""),
                }
                if let Some((stroke, more)) = stroke {
                    paint(&mut look, "stroke", stroke.ink);
                    put!(look, " stroke-width=\"{}\"{more}", Tenth(stroke.width));
                }
            }
        }
        let dot = fill.is_some() && stroke.is_none();
        self.line_of(look, |out| match *shape {
            Shape::Form(Form::Disc(center, _)) if dot => {
                put!(out, "M{} {}h.01", Tenth(center.x), Tenth(center.y));
            }
            Shape::Form(Form::Disc(center, radius)) => {
                let (left, y, wide) = (Tenth(center.x - radius), Tenth(center.y), Tenth(2.0 * radius));
                let r = Tenth(radius);
                put!(out, "M{left} {y}a{r} {r} 0 1 0 {wide} 0a{r} {r} 0 1 0 -{wide} 0");
            }
            Shape::Form(Form::Convex(corners) | Form::Star(corners, _)) => {
                through(out, corners);
                out.push('Z');
            }
            Shape::Path(points) => through(out, points),
            Shape::Curve(curve) => {
                let [a, b, c, d] = curve.points;
                if curve.straight {
                    through(out, &[a, d]);
                } else {
                    put!(out, "M{} {}C", Tenth(a.x), Tenth(a.y));
                    for (i, p) in [b, c, d].into_iter().enumerate() {
                        let gap = if i == 0 { "" } else { " " };
                        put!(out, "{gap}{} {}", Tenth(p.x), Tenth(p.y));
                    }
                }
            }
            Shape::Card(area, _) => {
                let (width, height) = (Tenth(area.width()), Tenth(area.height()));
                put!(
                    out,
                    "M{} {}h{width}v{height}h-{width}Z",
                    Tenth(area.min.x),
                    Tenth(area.min.y)
                );
            }
        });
    }

    fn line_of(&mut self, look: String, write: impl FnOnce(&mut String)) {
        let full = |place: &usize| self.paths[*place].1.len() > LONGEST;
        let place = match self.places.get(&look) {
            Some(place) if !full(place) => *place,
            _ => {
                self.paths.push((look.clone(), String::new()));
                self.places.insert(look, self.paths.len() - 1);
                self.paths.len() - 1
            }
        };
        write(&mut self.paths[place].1);
    }

    /// All of them as a group, which leaves nothing behind; empty where there is nothing.
    pub(super) fn take(&mut self) -> String {
        let bundles = std::mem::take(self);
        if bundles.paths.is_empty() {
            return String::new();
        }
        let mut out = "<g class=\"rest\">\n".to_owned();
        for (look, line) in bundles.paths {
            put!(out, "<path d=\"{line}\"{look}/>\n");
        }
        out.push_str("</g>\n");
        out
    }
}

fn through(out: &mut String, points: &[Point]) {
    for (i, p) in points.iter().enumerate() {
        let letter = match i {
            0 => "M",
            1 => "L",
            _ => " ",
        };
        put!(out, "{letter}{} {}", Tenth(p.x), Tenth(p.y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_one_path_and_long_ones_are_cut() {
        let mut bundles = Bundles::default();
        let (red, blue) = (Ink::from(Rgb(255, 0, 0)), Ink::from(Rgb(0, 0, 255)));
        for x in 0..3 {
            let ends = [Point::new(f64::from(x), 0.04), Point::new(5.25, -0.01)];
            bundles.add(&Shape::Path(&ends), None, Some((Stroke::new(1.0, red), "")));
        }
        let disc = Form::Disc(Point::new(1.0, 2.0), 3.0);
        bundles.add(&Shape::Form(disc), Some(blue), None);
        let text = bundles.take();
        assert_eq!(text.matches("<path").count(), 2, "{text}");
        assert!(text.contains("d=\"M0 0L5.2 0M1 0L5.2 0M2 0L5.2 0\""), "{text}");
        assert!(
            text.contains(
                "d=\"M1 2h.01\" fill=\"none\" color=\"#0000ff\" stroke=\"currentColor\" stroke-width=\"6\""
            ),
            "{text}"
        );
        assert_eq!(bundles.take(), "");
        for _ in 0..2_000 {
            bundles.add(&Shape::Form(disc), Some(blue), None);
        }
        assert_eq!(bundles.take().matches("<path").count(), 3);
    }
}
