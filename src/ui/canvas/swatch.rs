//! Small pictures of kinds, for the library, the legend, tables and the inspector.

use egui::{Painter, Pos2, Stroke};

use super::paint::{self, Body, Thread};
use super::sheet::Sheet;
use crate::model::{ActorKind, TieKind};
use crate::picture::look::{self, Line, Palette, Pattern, Rgb};

/// A color of a picture as the toolkit has it.
pub fn ink(rgb: Rgb) -> egui::Color32 {
    paint::color(rgb)
}

/// A mark of a kind.
pub fn actor(painter: &Painter, kind: ActorKind, center: Pos2, radius: f32, dark: bool) {
    let role = kind.role();
    let (fill, outline) = (look::body_fill(role, false, dark), look::role_outline(role, dark));
    mark(painter, kind, center, radius, (fill, outline), dark);
}

/// The shape of a kind without the color of its role, for when colors stand for something else.
pub fn shape(painter: &Painter, kind: ActorKind, center: Pos2, radius: f32, dark: bool) {
    let palette = Palette::of(dark);
    mark(
        painter,
        kind,
        center,
        radius,
        (palette.card, palette.secondary),
        dark,
    );
}

fn mark(
    painter: &Painter,
    kind: ActorKind,
    center: Pos2,
    radius: f32,
    (fill, outline): (Rgb, Rgb),
    dark: bool,
) {
    let body = Body {
        fill: paint::color(fill),
        outline: Stroke::new((radius * 0.16).clamp(1.0, 2.0), paint::color(outline)),
        dashed: false,
        paper: paint::color(Palette::of(dark).card),
    };
    Sheet::paint(painter, |sheet| paint::body(sheet, kind, center, radius, body));
}

/// A line of a kind between two points.
pub fn tie(painter: &Painter, kind: TieKind, from: Pos2, to: Pos2, dark: bool) {
    let line = Line::of(kind, false);
    let width = match line.pattern {
        Pattern::Double | Pattern::Wedge => 3.6,
        Pattern::Dotted => 2.0,
        _ if line.thin => 1.2,
        _ => 1.8,
    };
    let color = paint::color(line.color(dark));
    let thread = Thread {
        line,
        width,
        scale: 0.62,
        color,
        tips: true,
    };
    Sheet::paint(painter, |sheet| paint::thread(sheet, &[from, to], thread));
}
