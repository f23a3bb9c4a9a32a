//! Signs of two compared states on one map: what came, what went, what changed. Never by color alone.

use std::collections::BTreeMap;
use std::f64::consts::PI;

use crate::base::geom::{Point, Vector};
use crate::model::difference::{Difference, Fate};
use crate::model::{ActorId, TieId};
use crate::picture::look::{Palette, Rgb};

use super::pen::{Form, Pen, Stroke};

/// What became of a thing from the first state to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It came: heavy outline and a plus.
    Added,
    /// It went: a dashed ghost at its old place and a minus.
    Removed,
    /// It has other attributes: half a ring.
    Changed,
}

impl Sign {
    /// Of a fate.
    pub fn of<I>(fate: &Fate<I>) -> Self {
        match fate {
            Fate::Added(_) => Self::Added,
            Fate::Removed(_) => Self::Removed,
            Fate::Changed(..) => Self::Changed,
        }
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Removed => "Removed",
            Self::Changed => "Changed",
        }
    }
}

/// The sign of everything that differs.
#[derive(Clone, Debug, Default)]
pub struct Contrast {
    actors: BTreeMap<ActorId, Sign>,
    ties: BTreeMap<TieId, Sign>,
}

impl Contrast {
    /// Of what two states differ by.
    pub fn of(difference: &Difference) -> Self {
        fn signs<I: Ord + Copy>(fates: &[Fate<I>]) -> BTreeMap<I, Sign> {
            let one = |fate: &Fate<I>| Some((fate.after().or(fate.before())?, Sign::of(fate)));
            fates.iter().filter_map(one).collect()
        }
        Self {
            actors: signs(&difference.actors),
            ties: signs(&difference.ties),
        }
    }

    /// What became of an actor.
    pub fn actor(&self, id: ActorId) -> Option<Sign> {
        self.actors.get(&id).copied()
    }

    /// What became of a tie.
    pub fn tie(&self, id: TieId) -> Option<Sign> {
        self.ties.get(&id).copied()
    }
}

/// Radius of a sign that stands by itself, points.
const BADGE: f64 = 7.0;

/// The sign of a mark: a badge at its upper left, or half a ring around its right side.
pub fn of_mark(pen: &mut (impl Pen + ?Sized), sign: Sign, center: Point, reach: f64, palette: &Palette) {
    match sign {
        Sign::Changed => half_ring(pen, center, reach + 5.0, 3.0, palette.accent),
        Sign::Added | Sign::Removed => {
            let at = center + Vector::new(-0.76, -0.76) * (reach + 3.0);
            badge(pen, sign, at, palette, palette.paper);
        }
    }
}

/// The sign by itself: in the middle of a tie, in a list.
pub fn badge(pen: &mut (impl Pen + ?Sized), sign: Sign, at: Point, palette: &Palette, ground: Rgb) {
    pen.fill(Form::Disc(at, BADGE + 1.0), ground.into());
    let bar = Vector::new(3.4, 0.0);
    match sign {
        Sign::Added => {
            pen.fill(Form::Disc(at, BADGE), palette.text.into());
            pen.segment([at - bar, at + bar], Stroke::new(1.8, ground));
            let bar = bar.turned();
            pen.segment([at - bar, at + bar], Stroke::new(1.8, ground));
        }
        Sign::Removed => {
            let stroke = Stroke::new(1.4, palette.secondary);
            pen.outline(Form::Disc(at, BADGE - 0.7), stroke);
            pen.segment([at - bar, at + bar], Stroke::new(1.8, palette.secondary));
        }
        Sign::Changed => {
            let stroke = Stroke::new(1.0, palette.secondary);
            pen.outline(Form::Disc(at, BADGE - 2.5), stroke);
            half_ring(pen, at, BADGE - 2.5, 3.0, palette.accent);
        }
    }
}

/// The right half of a ring.
fn half_ring(pen: &mut (impl Pen + ?Sized), center: Point, radius: f64, width: f64, color: Rgb) {
    const PIECES: u16 = 20;
    let arc: Vec<Point> = (0..=PIECES)
        .map(|i| {
            let angle = PI * (f64::from(i) / f64::from(PIECES) - 0.5);
            center + Vector::new(angle.cos(), angle.sin()) * radius
        })
        .collect();
    pen.line(&arc, Stroke::new(width, color));
}
