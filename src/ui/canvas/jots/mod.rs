//! Notes and zones on the map: how their words break into lines, how they look, the field in which they are written.
//!
//! Lines break as they would at one fixed size of letters, so that zooming never moves a word to another line.

mod field;
mod paint;

use std::collections::BTreeMap;

use egui::text::LayoutJob;
use egui::{Color32, FontId, Pos2, Rect as ScreenRect, Ui};

pub(crate) use field::JotField;
pub(crate) use paint::{JotSight, paint_draft};

use super::camera::Camera;
use super::{Canvas, labels};
use crate::base::geom::{Point, Rect, Vector};
use crate::base::units::TextSize;
use crate::model::{Document, Frames, Jot, Note, NoteId, ZoneId};
use crate::picture::Jots;
use crate::picture::jots::{NoteBox, ZoneBox};
use crate::session::Session;

/// Letters are this large while lines are broken, points.
const REFERENCE: f32 = 32.0;
/// The edge of a zone is taken within this distance, points on the screen.
pub(super) const EDGE: f64 = 5.0;
/// A zone's name stands this far from its corner, points on the screen.
const TITLE_INDENT: f64 = 10.0;
/// Names of zones do not become smaller than this, points on the screen; they are left out where they have no room.
const TITLE_LEAST: f32 = 10.0;

/// Notes and zones as they are shown.
#[derive(Default)]
pub(crate) struct JotArt {
    boxes: Jots,
    lines: BTreeMap<NoteId, Lines>,
    titles: BTreeMap<ZoneId, String>,
    /// Size of the names of zones, points on the screen.
    title_size: f32,
}

/// The lines of a note, and what they were made from.
struct Lines {
    text: String,
    /// Width over size of letters.
    ratio: f64,
    rows: Vec<String>,
}

impl JotArt {
    /// Where everything lies.
    pub(crate) fn boxes(&self) -> &Jots {
        &self.boxes
    }

    /// Brings the boxes up to date. `held`: where those lie that are on their way.
    pub(super) fn lay_out(&mut self, ui: &Ui, document: &Document, held: &Frames, camera: &Camera) {
        self.lines.retain(|&id, _| document.note(id).is_some());
        self.boxes.notes.clear();
        for (id, note) in document.notes() {
            let mut note = note.clone();
            if let Some(&frame) = held.notes.get(&id) {
                note.frame = frame;
            }
            let lines = self.break_lines(ui, id, &note);
            self.boxes.notes.push(NoteBox {
                id,
                color: note.color,
                frame: note.frame,
                bounds: note.bounds(lines),
            });
        }
        self.title_size = labels::size_at(camera.zoom() as f32).max(TITLE_LEAST);
        self.titles.clear();
        self.boxes.zones.clear();
        for (id, zone) in document.zones() {
            let area = held.zones.get(&id).copied().unwrap_or(zone.area);
            let name = crate::model::field::clean_line(&zone.name);
            let title = self.title_of(ui, &name, area, camera.zoom());
            self.titles.insert(id, name);
            self.boxes.zones.push(ZoneBox {
                id,
                color: zone.color,
                area,
                title,
            });
        }
    }

    /// How many lines a note has.
    fn break_lines(&mut self, ui: &Ui, id: NoteId, note: &Note) -> usize {
        let ratio = note.frame.width.get() / note.frame.size.get();
        if let Some(known) = self.lines.get(&id)
            && known.text == note.text
            && (known.ratio - ratio).abs() < 1e-9
        {
            return known.rows.len();
        }
        let width = (ratio - 2.0 * Note::MARGIN) as f32 * REFERENCE;
        let job = LayoutJob::simple(
            note.text.clone(),
            FontId::proportional(REFERENCE),
            Color32::PLACEHOLDER,
            width.max(REFERENCE),
        );
        let galley = ui.painter().layout_job(job);
        let rows: Vec<String> = galley
            .rows
            .iter()
            .map(|row| row.text().trim_end().to_owned())
            .collect();
        let count = rows.len();
        let text = note.text.clone();
        self.lines.insert(id, Lines { text, ratio, rows });
        count
    }

    /// Where the name of a zone stands; nowhere when it is wider than the zone.
    fn title_of(&self, ui: &Ui, name: &str, area: Rect, zoom: f64) -> Option<Rect> {
        if name.is_empty() {
            return None;
        }
        let font = crate::ui::theme::semibold(self.title_size);
        let galley = ui
            .painter()
            .layout_no_wrap(name.to_owned(), font, Color32::PLACEHOLDER);
        let indent = Vector::new(TITLE_INDENT, TITLE_INDENT * 0.7) / zoom;
        let extent = Vector::new(f64::from(galley.size().x), f64::from(galley.size().y)) / zoom;
        let fits = extent.x + 1.5 * indent.x <= area.width() && extent.y + indent.y <= area.height();
        let min = area.min + indent;
        fits.then_some(Rect {
            min,
            max: min + extent,
        })
    }

    /// Points in boxes of words, so that names of actors keep off them.
    pub(super) fn ink(&self, camera: &Camera) -> Vec<Pos2> {
        /// Distance of the points, points on the screen.
        const STEP: f32 = 7.0;
        let notes = self.boxes.notes.iter().map(|note| note.bounds);
        let titles = self.boxes.zones.iter().filter_map(|zone| zone.title);
        let view = camera.viewport();
        let mut points = Vec::new();
        for area in notes.chain(titles) {
            let area = on_screen(camera, area).intersect(view);
            if !area.is_positive() {
                continue;
            }
            let steps = |extent: f32| (extent / STEP).ceil().max(1.0) as usize;
            let (across, down) = (steps(area.width()), steps(area.height()));
            for row in 0..=down {
                for column in 0..=across {
                    let share = |i: usize, n: usize| i as f32 / n as f32;
                    points.push(area.lerp_inside([share(column, across), share(row, down)]));
                }
            }
        }
        points
    }

    /// Size of the letters of a note.
    pub(super) fn size_of(&self, jot: Jot) -> Option<TextSize> {
        let note = self.boxes.notes.iter().find(|note| jot == Jot::Note(note.id));
        note.map(|note| note.frame.size)
    }
}

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
        self.jots
            .lay_out(ui, session.document(), &held.unwrap_or_default(), &self.camera);
    }
}

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
