//! Notes and zones as boxes on the map, and their colors.
//!
//! How high a note is depends on typefaces, so whoever knows these fills the boxes in.

use crate::base::geom::{Point, Rect};
use crate::model::note::Frame;
use crate::model::{Frames, Hue, Jot, NoteId, Role, Selection, ZoneId};

use super::look::{self, Palette, Rgb};

/// A note on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteBox {
    /// Which one.
    pub id: NoteId,
    /// Color of its ground.
    pub color: Hue,
    /// Where it lies and how large it is written.
    pub frame: Frame,
    /// The box around all its lines.
    pub bounds: Rect,
}

/// A zone on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneBox {
    /// Which one.
    pub id: ZoneId,
    /// Its color.
    pub color: Hue,
    /// What it covers.
    pub area: Rect,
    /// Where its name stands; none when it has none or there is no room.
    pub title: Option<Rect>,
}

/// All notes and zones, later ones above earlier ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Jots {
    /// Above everything else.
    pub notes: Vec<NoteBox>,
    /// Below everything else.
    pub zones: Vec<ZoneBox>,
}

impl Jots {
    /// Where the chosen ones lie.
    pub fn frames(&self, selection: &Selection) -> Frames {
        let notes = self
            .notes
            .iter()
            .filter(|note| selection.notes.contains(&note.id));
        let zones = self
            .zones
            .iter()
            .filter(|zone| selection.zones.contains(&zone.id));
        Frames {
            notes: notes.map(|note| (note.id, note.frame)).collect(),
            zones: zones.map(|zone| (zone.id, zone.area)).collect(),
        }
    }

    /// The box of a note or a zone.
    pub fn bounds(&self, jot: Jot) -> Option<Rect> {
        match jot {
            Jot::Note(id) => self
                .notes
                .iter()
                .find(|note| note.id == id)
                .map(|note| note.bounds),
            Jot::Zone(id) => self.zones.iter().find(|zone| zone.id == id).map(|zone| zone.area),
        }
    }

    /// The topmost note at a point.
    pub fn note_at(&self, p: Point) -> Option<NoteId> {
        let mut from_above = self.notes.iter().rev();
        from_above
            .find(|note| note.bounds.contains(p))
            .map(|note| note.id)
    }

    /// The topmost zone whose name is at a point, or whose edge is within `reach`. Its inside takes nothing.
    pub fn zone_at(&self, p: Point, reach: f64) -> Option<ZoneId> {
        let at_edge = |area: Rect| area.grown(reach).contains(p) && !deep_inside(area, p, reach);
        let mut from_above = self.zones.iter().rev();
        from_above
            .find(|zone| zone.title.is_some_and(|title| title.contains(p)) || at_edge(zone.area))
            .map(|zone| zone.id)
    }

    /// Notes that a rectangle touches and zones that it holds whole.
    pub fn within(&self, area: Rect) -> Selection {
        let notes = self.notes.iter().filter(|note| overlap(note.bounds, area));
        let zones = self
            .zones
            .iter()
            .filter(|zone| area.contains(zone.area.min) && area.contains(zone.area.max));
        Selection {
            notes: notes.map(|note| note.id).collect(),
            zones: zones.map(|zone| zone.id).collect(),
            ..Selection::default()
        }
    }

    /// Notes that begin in one of these zones; they go along when the zone is carried.
    pub fn notes_in(&self, zones: &Selection) -> Vec<NoteId> {
        let areas: Vec<Rect> = self
            .zones
            .iter()
            .filter(|zone| zones.zones.contains(&zone.id))
            .map(|zone| zone.area)
            .collect();
        let inside = |note: &&NoteBox| areas.iter().any(|area| area.contains(note.frame.at));
        self.notes.iter().filter(inside).map(|note| note.id).collect()
    }

    /// The smallest rectangle around those that are wanted.
    pub fn extent(&self, wanted: impl Fn(Jot) -> bool) -> Option<Rect> {
        let notes = self.notes.iter().map(|note| (Jot::Note(note.id), note.bounds));
        let zones = self.zones.iter().map(|zone| (Jot::Zone(zone.id), zone.area));
        let boxes = notes.chain(zones).filter(|&(jot, _)| wanted(jot));
        Rect::around(boxes.flat_map(|(_, area)| [area.min, area.max]))
    }
}

fn deep_inside(area: Rect, p: Point, reach: f64) -> bool {
    let from_left = p.x - area.min.x;
    let from_top = p.y - area.min.y;
    let from_right = area.max.x - p.x;
    let from_bottom = area.max.y - p.y;
    from_left.min(from_top).min(from_right).min(from_bottom) > reach
}

/// Two rectangles share at least a point.
pub fn overlap(a: Rect, b: Rect) -> bool {
    a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y
}

/// The role whose hue it is.
fn role(hue: Hue) -> Option<Role> {
    match hue {
        Hue::Gray => None,
        Hue::Blue => Some(Role::Producer),
        Hue::Sky => Some(Role::Service),
        Hue::Yellow => Some(Role::PublicBody),
        Hue::Vermilion => Some(Role::Association),
    }
}

/// The hue at full strength, to fill small things with.
pub fn fill(hue: Hue, dark: bool) -> Rgb {
    role(hue).map_or(Palette::of(dark).grey, look::role_fill)
}

/// The hue with enough contrast against the paper for lines and words.
pub fn ink(hue: Hue, dark: bool) -> Rgb {
    role(hue).map_or(Palette::of(dark).secondary, |role| look::role_outline(role, dark))
}

/// Ground of a note: the hue thinned until words stand on it as well as on paper.
pub fn ground(hue: Hue, dark: bool) -> Rgb {
    let share = match (hue, dark) {
        (Hue::Gray, false) => 0.1,
        (Hue::Gray, true) => 0.24,
        (Hue::Yellow, false) => 0.38,
        (Hue::Yellow | Hue::Sky, true) => 0.22,
        (_, false) => 0.2,
        (_, true) => 0.34,
    };
    Palette::of(dark).paper.toward(fill(hue, dark), share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Vector;
    use crate::model::Note;
    use crate::picture::look::tests::contrast;

    fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
        let min = Point::new(x, y);
        Rect {
            min,
            max: min + Vector::new(width, height),
        }
    }

    fn sample() -> Jots {
        let note = Note::new("N", Point::new(20.0, 20.0));
        Jots {
            notes: vec![NoteBox {
                id: NoteId::new(1).unwrap(),
                color: note.color,
                frame: note.frame,
                bounds: note.least_bounds(),
            }],
            zones: vec![ZoneBox {
                id: ZoneId::new(1).unwrap(),
                color: Hue::Blue,
                area: rect(0.0, 0.0, 400.0, 300.0),
                title: Some(rect(10.0, 4.0, 60.0, 14.0)),
            }],
        }
    }

    #[test]
    fn a_zone_is_taken_by_its_edge_and_its_name_only() {
        let jots = sample();
        let zone = ZoneId::new(1);
        for (x, y, found) in [
            (0.0, 150.0, zone),
            (403.0, 150.0, zone),
            (200.0, 297.0, zone),
            (40.0, 12.0, zone),
            (200.0, 150.0, None),
            (410.0, 150.0, None),
        ] {
            assert_eq!(jots.zone_at(Point::new(x, y), 5.0), found, "{x} {y}");
        }
    }

    #[test]
    fn a_marquee_takes_notes_that_it_touches_and_zones_that_it_holds() {
        let jots = sample();
        let touched = jots.within(rect(190.0, 30.0, 50.0, 50.0));
        assert_eq!((touched.notes.len(), touched.zones.len()), (1, 0));
        let held = jots.within(rect(-10.0, -10.0, 500.0, 500.0));
        assert_eq!((held.notes.len(), held.zones.len()), (1, 1));
    }

    #[test]
    fn words_stand_out_on_every_ground() {
        for dark in [false, true] {
            for hue in Hue::ALL {
                let ground = ground(hue, dark);
                let words = contrast(Palette::of(dark).text, ground);
                assert!(words >= 7.0, "{hue:?} {dark}: {words}");
                let edge = contrast(ink(hue, dark), Palette::of(dark).paper);
                assert!(edge >= 4.5, "{hue:?} {dark}: {edge}");
            }
        }
    }
}
