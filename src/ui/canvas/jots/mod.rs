//! Notes and zones on the map: how they look while somebody works on them, the field in which they are written.

mod field;
mod paint;

use egui::{Rect as ScreenRect, Ui};

pub(crate) use field::JotField;
pub(crate) use paint::JotSight;

use super::Canvas;
use super::camera::Camera;
use super::paint::Screen;
use crate::base::geom::{Point, Rect};
use crate::model::Jot;
use crate::picture::draw::jots::Art;
use crate::session::Session;

/// The edge of a zone is taken within this distance, points on the screen.
pub(super) const EDGE: f64 = 5.0;
impl Canvas {
    /// Opens the field of a note's text or a zone's name in the next frame.
    pub fn edit_jot(&mut self, jot: Jot) {
        self.write(JotField::awaited(jot));
    }

    /// Opens the field of a new note with its upper left corner here.
    pub fn new_note(&mut self, at: Point) {
        self.write(JotField::of_fresh_note(at, self.camera.zoom()));
    }

    /// Opens a field; the one that was open keeps what was typed.
    pub(super) fn write(&mut self, field: JotField) {
        self.owed_words.extend(self.jot_field.replace(field));
    }

    /// Brings notes and zones up to date with the session and the hand.
    pub(super) fn lay_out_jots(&mut self, ui: &Ui, session: &Session) {
        let held = self.gesture.frames().or_else(|| self.laid.clone());
        let screen = Screen::new(ui.painter());
        let held = held.unwrap_or_default();
        self.jots
            .lay_out(&screen, session.document(), &held, self.camera.zoom());
    }
}

/// Notes and zones as they are shown.
pub(crate) type JotArt = Art;

/// A rectangle of the map on the screen.
pub(super) fn on_screen(camera: &Camera, area: Rect) -> ScreenRect {
    ScreenRect::from_min_max(camera.screen_from_map(area.min), camera.screen_from_map(area.max))
}

/// A part of a box that makes it larger or smaller: the sides that follow the pointer, −1 left or top, 1 right or
/// bottom, 0 neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grip {
    pub(crate) x: i8,
    pub(crate) y: i8,
}

impl Grip {
    /// All grips of a box. Height of a note follows from its words, so it has fewer.
    pub(crate) fn all(jot: Jot) -> &'static [Self] {
        const fn grip(x: i8, y: i8) -> Grip {
            Grip { x, y }
        }
        // Corners first: they win where the box is small.
        const ZONE: [Grip; 8] = [
            grip(-1, -1),
            grip(1, -1),
            grip(-1, 1),
            grip(1, 1),
            grip(0, -1),
            grip(1, 0),
            grip(0, 1),
            grip(-1, 0),
        ];
        const NOTE: [Grip; 3] = [grip(1, 1), grip(1, 0), grip(-1, 0)];
        match jot {
            Jot::Note(_) => &NOTE,
            Jot::Zone(_) => &ZONE,
        }
    }

    /// Where it is on a box.
    pub(crate) fn at(self, area: Rect) -> Point {
        let along = |side: i8, least: f64, most: f64| match side {
            -1 => least,
            0 => f64::midpoint(least, most),
            _ => most,
        };
        Point::new(
            along(self.x, area.min.x, area.max.x),
            along(self.y, area.min.y, area.max.y),
        )
    }
}

/// The grip of a box within `reach` of a point.
pub(crate) fn grip_at(jot: Jot, area: Rect, p: Point, reach: f64) -> Option<Grip> {
    Grip::all(jot)
        .iter()
        .copied()
        .find(|grip| grip.at(area).distance(p) <= reach)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ZoneId;

    #[test]
    fn every_grip_of_a_zone_is_found_where_it_is() {
        let zone = Jot::Zone(ZoneId::new(1).unwrap());
        let area = Rect::from_corners(Point::ORIGIN, Point::new(100.0, 60.0));
        for &grip in Grip::all(zone) {
            assert_eq!(grip_at(zone, area, grip.at(area), 4.0), Some(grip));
        }
        assert_eq!(grip_at(zone, area, area.center(), 4.0), None);
    }
}
