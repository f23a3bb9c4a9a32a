//! What a marquee or a lasso takes.

use crate::base::geom::{Point, Rect};
use crate::model::Selection;
use crate::picture::{Jots, Mark};
use crate::session::Action;

use super::{Around, Held, Outcome};

/// Points of a lasso are at least this far apart, points on the screen.
const STEP: f64 = 3.0;

/// A free-hand line; its end is joined to its start.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Loop {
    pub(crate) points: Vec<Point>,
    /// Around all points, so that most marks need not be compared with each of them.
    pub(super) bounds: Rect,
}

impl Loop {
    /// A line that begins here.
    pub(super) fn from(start: Point) -> Self {
        Self {
            points: vec![start],
            bounds: Rect::from_corners(start, start),
        }
    }

    /// Goes on to a point, unless that is too near to be worth it.
    pub(super) fn follow(&mut self, p: Point, zoom: f64) {
        let last = self.points.last();
        if last.is_none_or(|last| last.distance(p) * zoom >= STEP) {
            self.push(p);
        }
    }

    fn push(&mut self, p: Point) {
        let Rect { min, max } = self.bounds;
        self.bounds = Rect {
            min: Point::new(min.x.min(p.x), min.y.min(p.y)),
            max: Point::new(max.x.max(p.x), max.y.max(p.y)),
        };
        self.points.push(p);
    }

    /// Notes and zones whose middles it goes round.
    pub(super) fn jots(&self, jots: &Jots) -> Selection {
        let notes = jots
            .notes
            .iter()
            .filter(|note| self.surrounds(note.bounds.center()));
        let zones = jots.zones.iter().filter(|zone| {
            let Rect { min, max } = zone.area;
            self.surrounds(min) && self.surrounds(max)
        });
        Selection {
            notes: notes.map(|note| note.id).collect(),
            zones: zones.map(|zone| zone.id).collect(),
            ..Selection::default()
        }
    }

    /// It goes round a point (even-odd rule).
    pub(super) fn surrounds(&self, p: Point) -> bool {
        if !self.bounds.contains(p) {
            return false;
        }
        let mut inside = false;
        for (i, &a) in self.points.iter().enumerate() {
            let b = self.points[(i + 1) % self.points.len()];
            if (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) {
                inside = !inside;
            }
        }
        inside
    }
}

/// Selects marks, the ties that have both ends among them, and these notes and zones. Shift adds, Alt subtracts.
pub(super) fn take(
    around: Around<'_>,
    held: Held,
    area: Rect,
    inside: impl Fn(&Mark) -> bool,
    jots: Selection,
    out: &mut Vec<Outcome>,
) {
    let (scene, marks) = (around.scene, around.scene.marks());
    let mut within = scene.marks_in(area);
    within.retain(|&i| marks[i].seen() && inside(&marks[i]));
    let is_within = |mark: usize| within.binary_search(&mark).is_ok();
    let hanging = within.iter().flat_map(|&i| {
        let ties = scene.ties_of(i).filter(move |strand| strand.from == i);
        ties.filter(|strand| strand.seen() && is_within(strand.to))
    });
    let taken = Selection {
        actors: within.iter().map(|&i| marks[i].id).collect(),
        ties: hanging.map(|strand| strand.id).collect(),
        ..jots
    };
    let old = around.selection;
    let next = if held.alt {
        old.without(&taken)
    } else if held.shift || held.ctrl {
        old.with(&taken)
    } else {
        taken
    };
    if next != *old {
        out.push(Outcome::Act(Action::Select(next)));
    }
}

/// A mark, taken as a circle, touches a rectangle.
pub(crate) fn touches(mark: &Mark, area: Rect) -> bool {
    let near = Point::new(
        mark.at.x.clamp(area.min.x, area.max.x),
        mark.at.y.clamp(area.min.y, area.max.y),
    );
    near.distance(mark.at) <= mark.radius
}
