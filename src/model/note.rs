//! What is written and shaded on the map beside actors and ties: notes and zones. No indicator and no layout reads them.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::geom::{Point, Rect, Vector};
use crate::base::units::{Breadth, TextSize};

use super::document::on_the_map;
use super::{NoteId, Unknown, ZoneId};

/// Color of a note or a zone. The four hues are those of the roles of actors: they stay apart in every kind of
/// color blindness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hue {
    /// No hue.
    #[default]
    Gray,
    /// Blue.
    Blue,
    /// Light blue.
    Sky,
    /// Yellow.
    Yellow,
    /// Orange red.
    Vermilion,
}

impl Hue {
    /// Every hue, in the order in which people choose.
    pub const ALL: [Self; 5] = [Self::Gray, Self::Blue, Self::Sky, Self::Yellow, Self::Vermilion];

    /// Stable id in files and scripts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Gray => "gray",
            Self::Blue => "blue",
            Self::Sky => "sky",
            Self::Yellow => "yellow",
            Self::Vermilion => "vermilion",
        }
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gray => "Gray",
            Self::Blue => "Blue",
            Self::Sky => "Light blue",
            Self::Yellow => "Yellow",
            Self::Vermilion => "Vermilion",
        }
    }

    /// The hue with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hue| hue.id() == id)
    }
}

/// Words on the map, in a box that is as wide as a person made it and as high as the words need.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it says; any number of lines.
    pub text: String,
    /// Color of its ground.
    pub color: Hue,
    /// Where it lies and how large it is written.
    pub frame: Frame,
    /// Fields of a newer version.
    pub unknown: Unknown,
}

/// Where a note lies and how large it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Upper left corner, map units.
    pub at: Point,
    /// Width of the box; words wrap in it.
    pub width: Breadth,
    /// Size of the letters.
    pub size: TextSize,
}

impl Note {
    /// Width of a fresh note.
    pub const WIDTH: Breadth = Breadth::of(180.0);
    /// Size of the letters of a fresh note.
    pub const SIZE: TextSize = TextSize::of(14.0);
    /// Lines are this much higher than letters are large.
    pub const LEADING: f64 = 1.35;
    /// Air between the words and the edge of the box, in sizes of letters.
    pub const MARGIN: f64 = 0.6;

    /// A fresh note with its upper left corner at `at`.
    pub fn new(text: impl Into<String>, at: Point) -> Self {
        Self {
            text: text.into(),
            color: Hue::default(),
            frame: Frame {
                at,
                width: Self::WIDTH,
                size: Self::SIZE,
            },
            unknown: Unknown::new(),
        }
    }

    /// The box around so many lines.
    pub fn bounds(&self, lines: usize) -> Rect {
        let Frame { at, width, size } = self.frame;
        let height = size.get() * (2.0 * Self::MARGIN + Self::LEADING * lines.max(1) as f64);
        Rect {
            min: at,
            max: at + Vector::new(width.get(), height),
        }
    }

    /// The box as it would be if no line were too long for it, which is known without typefaces.
    pub fn least_bounds(&self) -> Rect {
        self.bounds(self.text.lines().count())
    }
}

/// A tinted part of the map with a name, behind everything else: "core", "support", "abroad".
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// What it is called; may be empty.
    pub name: String,
    /// Color of its ground and edge.
    pub color: Hue,
    /// The part of the map.
    pub area: Rect,
    /// Anything worth remembering.
    pub note: String,
    /// Fields of a newer version.
    pub unknown: Unknown,
}

impl Zone {
    /// A fresh zone.
    pub fn new(name: impl Into<String>, area: Rect) -> Self {
        Self {
            name: name.into(),
            color: Hue::Blue,
            area,
            note: String::new(),
            unknown: Unknown::new(),
        }
    }
}

/// A note or a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Jot {
    /// A note.
    Note(NoteId),
    /// A zone.
    Zone(ZoneId),
}

impl fmt::Display for Jot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note(id) => fmt::Display::fmt(id, f),
            Self::Zone(id) => fmt::Display::fmt(id, f),
        }
    }
}

/// Where some notes and zones lie, or are to lie.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frames {
    /// Of notes.
    pub notes: BTreeMap<NoteId, Frame>,
    /// Of zones.
    pub zones: BTreeMap<ZoneId, Rect>,
}

impl Frames {
    /// None at all.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty() && self.zones.is_empty()
    }

    /// How many notes and zones.
    pub fn len(&self) -> usize {
        self.notes.len() + self.zones.len()
    }

    /// The same, moved by a vector.
    #[must_use]
    pub fn moved(&self, by: Vector) -> Self {
        let note = |frame: &Frame| Frame {
            at: frame.at + by,
            ..*frame
        };
        Self {
            notes: self.notes.iter().map(|(&id, frame)| (id, note(frame))).collect(),
            zones: self
                .zones
                .iter()
                .map(|(&id, &area)| (id, shifted(area, by)))
                .collect(),
        }
    }
}

/// The rectangle moved by a vector.
pub fn shifted(area: Rect, by: Vector) -> Rect {
    Rect {
        min: area.min + by,
        max: area.max + by,
    }
}

/// A rectangle that is on the map, and not inside out.
pub(super) fn is_sound(area: Rect) -> bool {
    on_the_map(area.min) && on_the_map(area.max) && area.min.x <= area.max.x && area.min.y <= area.max.y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hues_are_found_by_their_ids() {
        for hue in Hue::ALL {
            assert_eq!(Hue::from_id(hue.id()), Some(hue));
        }
        assert_eq!(Hue::from_id("pink"), None);
    }

    #[test]
    fn a_box_grows_with_its_lines() {
        let note = Note::new("One\nTwo", Point::new(3.0, 4.0));
        assert!(note.least_bounds().height() > note.bounds(1).height());
        assert_eq!(note.least_bounds().min, Point::new(3.0, 4.0));
        assert!((note.bounds(1).width() - 180.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_inside_out_or_off_the_map_is_not_sound() {
        let rect = |x: f64| Rect {
            min: Point::ORIGIN,
            max: Point::new(x, 1.0),
        };
        assert!(is_sound(rect(1.0)) && is_sound(rect(0.0)));
        assert!(!is_sound(rect(-1.0)) && !is_sound(rect(f64::NAN)) && !is_sound(rect(1e9)));
    }
}
