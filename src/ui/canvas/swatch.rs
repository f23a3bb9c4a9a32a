//! Small pictures of kinds, for the library, the legend, tables and the inspector.

use egui::{Painter, Pos2};

use super::paint::{self, point};
use super::sheet::Sheet;
use crate::model::{ActorKind, TieKind};
use crate::picture::draw::key;
use crate::picture::look::{Palette, Rgb};

/// A color of a picture as the toolkit has it.
pub fn ink(rgb: Rgb) -> egui::Color32 {
    paint::color(rgb)
}

/// A mark of a kind.
pub fn actor(painter: &Painter, kind: ActorKind, center: Pos2, radius: f32, dark: bool) {
    mark(painter, kind, center, radius, dark, true);
}

/// The shape of a kind without the color of its role, for when colors stand for something else.
pub fn shape(painter: &Painter, kind: ActorKind, center: Pos2, radius: f32, dark: bool) {
    mark(painter, kind, center, radius, dark, false);
}

fn mark(painter: &Painter, kind: ActorKind, center: Pos2, radius: f32, dark: bool, colored: bool) {
    let ground = Palette::of(dark).card;
    Sheet::paint(painter, |sheet| {
        key::actor(
            sheet,
            kind,
            point(center),
            f64::from(radius),
            colored,
            dark,
            ground,
        );
    });
}

/// A line of a kind between two points.
pub fn tie(painter: &Painter, kind: TieKind, from: Pos2, to: Pos2, dark: bool) {
    Sheet::paint(painter, |sheet| {
        key::tie(sheet, kind, point(from), point(to), dark);
    });
}
