//! Numbers, texts, inks and lines as SVG has them.

use std::fmt::Write as _;

use super::super::curve::Curve;
use super::super::draw::{Form, Ink};
use super::super::look::Rgb;
use crate::base::geom::{Point, Rect};

/// What is drawn with one stroke.
pub(super) enum Shape<'a> {
    Form(Form<'a>),
    Path(&'a [Point]),
    Curve(&'a Curve),
    Card(Rect, f64),
}

/// A number with at most two digits after the point; what is not finite is nothing.
pub(super) struct Number(pub(super) f64);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = if self.0.is_finite() { self.0 } else { 0.0 };
        let text = format!("{value:.2}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

/// Text in which nothing is markup. Characters that XML cannot hold are left out.
pub struct Escaped<'a>(pub &'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' | '\n' | '\r' => f.write_str(" ")?,
                '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => {}
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

pub(super) fn paint(out: &mut String, what: &str, ink: Ink) {
    let Rgb(r, g, b) = ink.rgb;
    put!(out, " {what}=\"#{r:02x}{g:02x}{b:02x}\"");
    if ink.alpha < 1.0 {
        put!(out, " {what}-opacity=\"{}\"", Number(f64::from(ink.alpha)));
    }
}

pub(super) fn path(out: &mut String, points: &[Point]) {
    for (i, p) in points.iter().enumerate() {
        let letter = match i {
            0 => "M",
            1 => "L",
            _ => " ",
        };
        put!(out, "{letter}{} {}", Number(p.x), Number(p.y));
    }
}

pub(super) fn bezier(out: &mut String, curve: &Curve) {
    let [a, b, c, d] = curve.points;
    put!(out, "M{} {}", Number(a.x), Number(a.y));
    if curve.straight {
        put!(out, "L{} {}", Number(d.x), Number(d.y));
    } else {
        put!(
            out,
            "C{} {} {} {} {} {}",
            Number(b.x),
            Number(b.y),
            Number(c.x),
            Number(c.y),
            Number(d.x),
            Number(d.y)
        );
    }
}

pub(super) fn dash_array(pattern: &[f64]) -> String {
    let lengths: Vec<String> = pattern.iter().map(|&length| Number(length).to_string()).collect();
    format!(" stroke-dasharray=\"{}\"", lengths.join(" "))
}
