//! Which parts of the paper are taken, so that a name finds a free side of its mark.

use super::{Around, Candidate, Rank, Side, order, rect_beside};
use crate::base::geom::{Point, Rect, Vector};

/// A name that was hidden needs this much more room to come back, points.
const RETURN_MARGIN: f64 = 5.0;
/// Side of a cell of the grid that finds collisions, points.
const CELL: f64 = 96.0;
/// About half the width of a tie, points; a name beside its middle line still stands on it.
const LINE: f64 = 3.0;
/// A name at the edge of the map is as bad as one on so many points of ties.
const CUT_OFF: usize = 40;
/// Side of the squares in which points along ties are counted, points.
const SQUARE: f64 = 8.0;

/// Which parts of the canvas are taken, by cells, so that a name looks only at what is near.
pub(super) struct Room {
    viewport: Rect,
    near_own: bool,
    columns: usize,
    rows: usize,
    names: Vec<Vec<Rect>>,
    /// Marks and ties, once a name has asked for a new place.
    filled: Option<Filled>,
}

struct Filled {
    marks: Vec<Vec<(Point, f64)>>,
    ink: Crossed,
}

impl Room {
    pub(super) fn new(viewport: Rect, near_own: bool) -> Self {
        let cells = |extent: f64| (extent.max(1.0) / CELL).ceil() as usize;
        let (columns, rows) = (cells(viewport.width()), cells(viewport.height()));
        Self {
            viewport,
            near_own,
            columns,
            rows,
            names: vec![Vec::new(); columns * rows],
            filled: None,
        }
    }

    pub(super) fn fill(&mut self, around: &Around<'_>) {
        if self.filled.is_some() {
            return;
        }
        let mut marks = vec![Vec::new(); self.columns * self.rows];
        for (center, radius) in (around.marks)() {
            for cell in self.cells(Rect::centered(center, Vector::new(2.0 * radius, 2.0 * radius))) {
                marks[cell].push((center, radius));
            }
        }
        let ink = Crossed::new(self.viewport, (around.ties)().into_iter());
        self.filled = Some(Filled { marks, ink });
    }

    /// The best free side of a mark; for a name that matters some side in any case.
    pub(super) fn find(
        &self,
        candidate: &Candidate<'_>,
        extent: Vector,
        stood: Option<Side>,
        crowded: bool,
    ) -> Option<Side> {
        let margin = if stood.is_some() { 0.0 } else { RETURN_MARGIN };
        let at = |side| rect_beside(candidate, extent, side);
        let order = order(stood, |side| self.ink_under(at(side).grown(LINE)));
        let spared = self.near_own.then_some(candidate.center);
        let first_free = |marks_too| {
            order
                .into_iter()
                .find(|&side| self.is_free_but(at(side).grown(margin), marks_too, spared))
        };
        // On a full map a name that would cover a mark does more harm than good.
        let rest = candidate.rank == Rank::Rest;
        let covers = !crowded || !rest;
        let free = first_free(true).or_else(|| first_free(false).filter(|_| covers));
        free.or_else(|| (!rest).then(|| stood.unwrap_or(Side::Below)))
    }

    fn cells(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let index = |at: f64, count: usize| ((at / CELL).max(0.0) as usize).min(count - 1);
        let (low, high) = (rect.min - self.viewport.min, rect.max - self.viewport.min);
        let (left, right) = (index(low.x, self.columns), index(high.x, self.columns));
        let (top, bottom) = (index(low.y, self.rows), index(high.y, self.rows));
        let columns = self.columns;
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    pub(super) fn is_free(&self, rect: Rect, of_marks_too: bool) -> bool {
        self.is_free_but(rect, of_marks_too, None)
    }

    /// The same, whether or not the mark with this center is in the way.
    fn is_free_but(&self, rect: Rect, of_marks_too: bool, spared: Option<Point>) -> bool {
        self.cells(rect).all(|cell| {
            self.names[cell].iter().all(|name| !name.overlaps(rect))
                && self
                    .filled
                    .as_ref()
                    .filter(|_| of_marks_too)
                    .is_none_or(|filled| {
                        filled.marks[cell]
                            .iter()
                            .all(|&(c, radius)| Some(c) == spared || rect.distance(c) > radius)
                    })
        })
    }

    /// How much of the ties lies in a rectangle, in points along them; what is cut off by the edge of the map counts
    /// like a tie along the whole name.
    pub(super) fn ink_under(&self, rect: Rect) -> usize {
        if !self.viewport.holds(rect) {
            return CUT_OFF;
        }
        self.filled.as_ref().map_or(0, |filled| filled.ink.under(rect))
    }

    pub(super) fn occupy(&mut self, rect: Rect) {
        for cell in self.cells(rect) {
            self.names[cell].push(rect);
        }
    }
}

/// How many points along the ties lie in each of many small squares.
struct Crossed {
    origin: Point,
    columns: usize,
    rows: usize,
    points: Vec<u16>,
}

impl Crossed {
    pub(super) fn new(viewport: Rect, ties: impl Iterator<Item = Point>) -> Self {
        let cells = |extent: f64| (extent.max(1.0) / SQUARE).ceil() as usize;
        let (columns, rows) = (cells(viewport.width()), cells(viewport.height()));
        let mut ink = Self {
            origin: viewport.min,
            columns,
            rows,
            points: vec![0; columns * rows],
        };
        for point in ties.filter(|&point| viewport.contains(point)) {
            let [column, row] = ink.square(point);
            let count = &mut ink.points[row * columns + column];
            *count = count.saturating_add(1);
        }
        ink
    }

    fn square(&self, at: Point) -> [usize; 2] {
        let index = |at: f64, count: usize| ((at / SQUARE).max(0.0) as usize).min(count - 1);
        [
            index(at.x - self.origin.x, self.columns),
            index(at.y - self.origin.y, self.rows),
        ]
    }

    /// About how many points lie in a rectangle, to the nearest squares.
    pub(super) fn under(&self, rect: Rect) -> usize {
        let inner = rect.grown(0.5 - SQUARE / 2.0);
        let [left, top] = self.square(inner.min);
        let [right, bottom] = self.square(inner.max);
        (top..=bottom)
            .flat_map(|row| &self.points[row * self.columns + left..=row * self.columns + right])
            .map(|&count| usize::from(count))
            .sum()
    }
}
