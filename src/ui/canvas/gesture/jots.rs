//! Gestures with notes and zones: carrying, making larger and smaller, drawing a zone.

use std::collections::BTreeMap;

use crate::base::geom::{Point, Rect, Vector};
use crate::base::units::{Breadth, TextSize};
use crate::model::note::Frame;
use crate::model::{ActorId, Edit, Frames, Hue, Jot, Selection, Zone};
use crate::session::Action;
use crate::ui::canvas::jots::Grip;

use super::{Around, Gesture, Held, Outcome, Spot};

/// Least side of a zone, map units.
const ZONE_LEAST: f64 = 24.0;
/// A zone that is drawn smaller than this is none, points on the screen.
const DRAWN_LEAST: f64 = 10.0;

/// What a press on a note or zone, or on an actor chosen together with some, becomes when it moves. A zone takes along
/// what stands in it, unless Alt is held.
pub(super) fn carry(start: Spot, mut chosen: Selection, held: Held, around: Around<'_>) -> Gesture {
    if !held.alt {
        let zones = chosen.zones.clone();
        let areas: Vec<Rect> = around
            .jots
            .zones
            .iter()
            .filter(|zone| zones.contains(&zone.id))
            .map(|zone| zone.area)
            .collect();
        let inside = |p: Point| areas.iter().any(|area| area.contains(p));
        let marks = around.scene.marks().iter().filter(|mark| inside(mark.at));
        chosen.actors.extend(marks.map(|mark| mark.id));
        chosen.notes.extend(around.jots.notes_in(&chosen));
    }
    let starts: BTreeMap<ActorId, Point> = chosen
        .actors
        .iter()
        .filter_map(|&id| Some((id, around.scene.mark(id)?.at)))
        .collect();
    Gesture::Moving {
        starts,
        frames: around.jots.frames(&chosen),
        from: start.map,
        now: start.map,
    }
}

/// What is chosen when a press on a note or a zone moves.
pub(super) fn chosen_by(jot: Jot, held: Held, around: Around<'_>, out: &mut Vec<Outcome>) -> Selection {
    if around.selection.has_jot(jot) {
        return around.selection.clone();
    }
    let one = Selection::jot(jot);
    let chosen = if held.shift || held.ctrl {
        around.selection.with(&one)
    } else {
        one
    };
    out.push(Outcome::Act(Action::Select(chosen.clone())));
    chosen
}

/// A press on a grip that moves.
pub(super) fn size(jot: Jot, grip: Grip, start: Spot, around: Around<'_>) -> Gesture {
    Gesture::Sizing {
        start: around.jots.frames(&Selection::jot(jot)),
        grip,
        from: start.map,
        now: start.map,
    }
}

/// One note or zone with a grip moved by a vector.
fn sized(start: &Frames, grip: Grip, by: Vector) -> Frames {
    let note = |frame: &Frame| note_sized(*frame, grip, by);
    Frames {
        notes: start.notes.iter().map(|(&id, frame)| (id, note(frame))).collect(),
        zones: start
            .zones
            .iter()
            .map(|(&id, &area)| (id, zone_sized(area, grip, by)))
            .collect(),
    }
}

fn note_sized(frame: Frame, grip: Grip, by: Vector) -> Frame {
    let width = frame.width.get();
    if grip.y != 0 {
        // The corner scales letters and box together.
        let wanted = (width + by.x) / width;
        let size = TextSize::clamped(frame.size.get() * wanted).unwrap_or(frame.size);
        let share = size.get() / frame.size.get();
        let width = Breadth::clamped(width * share).unwrap_or(frame.width);
        return Frame { width, size, ..frame };
    }
    let wider = width + by.x * f64::from(grip.x);
    let wider = Breadth::clamped(wider.max(frame.size.get() * 3.0)).unwrap_or(frame.width);
    let at = if grip.x < 0 {
        frame.at - Vector::new(wider.get() - width, 0.0)
    } else {
        frame.at
    };
    Frame {
        at,
        width: wider,
        ..frame
    }
}

fn zone_sized(area: Rect, grip: Grip, by: Vector) -> Rect {
    let side = |grip: i8, least: f64, most: f64, by: f64| match grip {
        -1 => ((least + by).min(most - ZONE_LEAST), most),
        0 => (least, most),
        _ => (least, (most + by).max(least + ZONE_LEAST)),
    };
    let (left, right) = side(grip.x, area.min.x, area.max.x, by.x);
    let (top, bottom) = side(grip.y, area.min.y, area.max.y, by.y);
    Rect {
        min: Point::new(left, top),
        max: Point::new(right, bottom),
    }
}

impl Gesture {
    /// Where notes and zones are that are in the hand.
    pub(crate) fn frames(&self) -> Option<Frames> {
        match self {
            Self::Moving {
                frames, from, now, ..
            } => Some(frames.moved(*now - *from)),
            Self::Sizing {
                start,
                grip,
                from,
                now,
            } => Some(sized(start, *grip, *now - *from)),
            _ => None,
        }
    }

    /// The zone that is being drawn.
    pub(crate) fn drawn_zone(&self) -> Option<Rect> {
        match self {
            Self::Zoning { from, now } => Some(Rect::from_corners(*from, *now)),
            _ => None,
        }
    }
}

/// What letting go of what was carried does.
pub(super) fn put_down(moved: &Gesture, out: &mut Vec<Outcome>) {
    let (Some(places), Some(frames)) = (moved.places(), moved.frames()) else {
        return;
    };
    out.push(Outcome::Act(if frames.is_empty() {
        Action::Drop(places)
    } else {
        Action::DropAll(places, frames)
    }));
}

/// The zone that letting go would make, unless it is too small to be meant.
pub(super) fn zone_drawn(area: Rect, hue: Hue, zoom: f64) -> Option<Edit> {
    let meant = area.width().min(area.height()) * zoom >= DRAWN_LEAST;
    let zone = Zone {
        color: hue,
        ..Zone::new("", area)
    };
    meant.then(|| Edit::AddZones(vec![zone]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Note;

    const RIGHT: Grip = Grip { x: 1, y: 0 };
    const LEFT: Grip = Grip { x: -1, y: 0 };
    const CORNER: Grip = Grip { x: 1, y: 1 };

    #[test]
    fn the_sides_of_a_note_change_its_width_and_the_corner_its_letters() {
        let frame = Note::new("N", Point::ORIGIN).frame;
        let wider = note_sized(frame, RIGHT, Vector::new(20.0, 5.0));
        assert_eq!(
            (wider.width.get(), wider.size, wider.at),
            (200.0, frame.size, frame.at)
        );
        let left = note_sized(frame, LEFT, Vector::new(-20.0, 5.0));
        assert_eq!((left.width.get(), left.at.x), (200.0, -20.0));
        let larger = note_sized(frame, CORNER, Vector::new(180.0, 0.0));
        assert_eq!((larger.width.get(), larger.size.get()), (360.0, 28.0));
        let least = note_sized(frame, CORNER, Vector::new(-1e6, 0.0));
        assert_eq!(least.size.get(), TextSize::LEAST);
        let narrow = note_sized(frame, LEFT, Vector::new(1e6, 0.0));
        assert!(narrow.width.get() > 0.0 && narrow.at.x < 180.0);
    }

    #[test]
    fn a_zone_is_never_turned_inside_out() {
        let area = Rect::from_corners(Point::ORIGIN, Point::new(100.0, 80.0));
        let far = Vector::new(500.0, 500.0);
        for x in -1..=1 {
            for y in -1..=1 {
                for by in [far, -far] {
                    let sized = zone_sized(area, Grip { x, y }, by);
                    assert!(sized.width() >= ZONE_LEAST && sized.height() >= ZONE_LEAST);
                }
            }
        }
        let wider = zone_sized(area, Grip { x: 1, y: 0 }, Vector::new(10.0, 99.0));
        assert_eq!((wider.width(), wider.height()), (110.0, 80.0));
    }
}
