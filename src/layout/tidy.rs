//! Room for marks and labels: pushing overlapping ones apart, finding components, packing them onto one page.

use crate::base::geom::{Point, Rect, Vector};
use crate::base::parallel;

use super::request::{Mark, Spring};

/// Free space between two marks, map units.
pub(super) const GAP: f64 = 6.0;

/// Height of a label with its distance from the mark, map units.
const LABEL_HEIGHT: f64 = 20.0;

/// Up to this many actors every label gets its room; from [`LABELS_NONE`] on none does, as they are not all shown.
const LABELS_ALL: f64 = 400.0;
const LABELS_NONE: f64 = 1_500.0;

/// Free space between components, map units.
pub(super) const MARGIN: f64 = 44.0;

/// Width to height of a good page.
pub(super) const LANDSCAPE: f64 = 1.5;

/// The room that a mark and its label take around the mark's center.
#[derive(Clone, Copy, Debug)]
pub(super) struct Footprint {
    /// Radius of the mark.
    pub(super) radius: f64,
    /// To either side, with the label.
    pub(super) half: f64,
    /// Downwards, with the label; upwards it is the radius.
    pub(super) below: f64,
}

impl Footprint {
    /// Area with a fair share of the free space around it, square map units.
    pub(super) fn area(self) -> f64 {
        (2.0 * self.half + GAP) * (self.radius + self.below + GAP)
    }
}

/// The room of each mark on a map with this many of them.
pub(super) fn footprints(marks: &[Mark]) -> Vec<Footprint> {
    let crowd = (marks.len() as f64 - LABELS_ALL) / (LABELS_NONE - LABELS_ALL);
    let labels = 1.0 - crowd.clamp(0.0, 1.0);
    marks
        .iter()
        .map(|mark| {
            let has_label = mark.label > 0.0;
            Footprint {
                radius: mark.radius,
                half: mark.radius.max(mark.label * labels),
                below: mark.radius + if has_label { LABEL_HEIGHT * labels } else { 0.0 },
            }
        })
        .collect()
}

/// How easily a mark yields to another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Yield {
    /// Fixed, and the work is about it: everything else makes room.
    Demands,
    /// Fixed, and asks for nothing.
    Never,
    /// Stays where it is unless something demands its place.
    Stays,
    /// Moves, the more the larger the number.
    Moves(f64),
}

/// Freedom of a mark from whose place another one has driven it.
pub(super) const DRIVEN: f64 = 0.15;

/// How much each of two overlapping marks moves, as shares that add up to 1; `None` when neither does.
fn shares(a: Yield, b: Yield) -> Option<(f64, f64)> {
    match (a, b) {
        (Yield::Moves(a), Yield::Moves(b)) => Some((a / (a + b), b / (a + b))),
        (Yield::Moves(_), _) | (Yield::Stays, Yield::Demands) => Some((1.0, 0.0)),
        (_, Yield::Moves(_)) | (Yield::Demands, Yield::Stays) => Some((0.0, 1.0)),
        _ => None,
    }
}

/// Pushes overlapping marks apart: each of those that move against each other, and against those that do not.
#[derive(Clone, Debug, Default)]
pub(super) struct Separator {
    /// Marks farther apart than this do not overlap.
    reach: Vector,
    fixed: Vec<Seat>,
    moving: Vec<Seat>,
    driven: Vec<u32>,
}

/// The cell that a mark is in. Cells are so large that marks which overlap are in the same or in neighboring ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seat {
    row: i32,
    column: i32,
    mark: u32,
}

/// What a pass needs to know about the marks.
pub(super) struct Crowd<'a> {
    /// Their room.
    pub(super) footprints: &'a [Footprint],
    /// Which component they belong to.
    pub(super) component: &'a [u32],
    /// Extra space between marks of different components.
    pub(super) moat: f64,
}

impl Separator {
    /// For marks of which those in `fixed` stay where they are, but may be driven away.
    pub(super) fn new(points: &[Point], crowd: &Crowd<'_>, fixed: &[u32]) -> Self {
        let mut reach = Vector::new(1.0, 1.0);
        for footprint in crowd.footprints {
            reach.x = reach.x.max(2.0 * footprint.half + GAP + crowd.moat);
            reach.y = reach.y.max(footprint.radius + footprint.below + GAP + crowd.moat);
        }
        let mut new = Self {
            reach,
            ..Self::default()
        };
        new.fixed = fixed.iter().map(|&mark| new.seat(points, mark)).collect();
        parallel::sort(&mut new.fixed);
        new
    }

    /// One pass over all pairs that may overlap. Each pair goes `part` of the way; the result is the deepest overlap
    /// that was found among pairs of which one can move. A driven mark is free from then on, as it may drive others:
    /// it is added to those that move.
    pub(super) fn pass(
        &mut self,
        points: &mut [Point],
        yields: &mut [Yield],
        crowd: &Crowd<'_>,
        moving: &mut Vec<u32>,
        part: f64,
    ) -> f64 {
        let reach = self.reach;
        let mut seats = std::mem::take(&mut self.moving);
        seats.clear();
        seats.extend(moving.iter().map(|&mark| self.seat(points, mark)));
        parallel::sort(&mut seats);
        let mut deepest = 0.0_f64;
        let mut below = 0;
        for (k, seat) in seats.iter().enumerate() {
            let beside = seats[k + 1..]
                .iter()
                .take_while(|other| other.is_by(seat, seat.row));
            while below < seats.len()
                && (seats[below].row, seats[below].column) < (seat.row + 1, seat.column - 1)
            {
                below += 1;
            }
            let under = seats[below..]
                .iter()
                .take_while(|other| other.is_by(seat, seat.row + 1));
            for other in beside.chain(under) {
                deepest = deepest.max(part_pair(
                    points,
                    yields,
                    crowd,
                    reach,
                    (seat.mark, other.mark),
                    part,
                ));
            }
        }
        for seat in &seats {
            deepest = deepest.max(self.part_from_fixed(points, yields, crowd, seat, part));
        }
        self.moving = seats;
        moving.append(&mut self.driven);
        deepest
    }

    /// Parts one mark from those that stay where they are, or drives these away.
    fn part_from_fixed(
        &mut self,
        points: &mut [Point],
        yields: &mut [Yield],
        crowd: &Crowd<'_>,
        seat: &Seat,
        part: f64,
    ) -> f64 {
        let reach = self.reach;
        let mut deepest = 0.0_f64;
        for row in seat.row - 1..=seat.row + 1 {
            let first = self
                .fixed
                .partition_point(|other| (other.row, other.column) < (row, seat.column - 1));
            for other in self.fixed[first..]
                .iter()
                .take_while(|other| other.is_by(seat, row))
            {
                // One that has been driven away moves by itself.
                if matches!(yields[other.mark as usize], Yield::Moves(_)) {
                    continue;
                }
                deepest = deepest.max(part_pair(
                    points,
                    yields,
                    crowd,
                    reach,
                    (seat.mark, other.mark),
                    part,
                ));
                if matches!(yields[other.mark as usize], Yield::Moves(_)) {
                    self.driven.push(other.mark);
                }
            }
        }
        deepest
    }

    fn seat(&self, points: &[Point], mark: u32) -> Seat {
        let at = points[mark as usize];
        Seat {
            row: cell(at.y / self.reach.y),
            column: cell(at.x / self.reach.x),
            mark,
        }
    }
}

impl Seat {
    /// It is in this row, and not to the right of the columns around another seat's.
    fn is_by(&self, other: &Self, row: i32) -> bool {
        self.row == row && self.column <= other.column + 1
    }
}

/// Number of the cell, with room for its neighbors' numbers.
fn cell(position: f64) -> i32 {
    position.floor().clamp(-1e9, 1e9) as i32
}

/// Moves one pair apart; gives the depth of the overlap.
fn part_pair(
    points: &mut [Point],
    yields: &mut [Yield],
    crowd: &Crowd<'_>,
    reach: Vector,
    (i, j): (u32, u32),
    part: f64,
) -> f64 {
    let (i, j) = (i as usize, j as usize);
    let offset = points[j] - points[i];
    if offset.x.abs() >= reach.x || offset.y.abs() >= reach.y {
        return 0.0;
    }
    // Shortest way out for the room of marks with labels, and for the marks themselves.
    let (a, b) = (crowd.footprints[i], crowd.footprints[j]);
    let moat = if crowd.component[i] == crowd.component[j] {
        0.0
    } else {
        crowd.moat
    };
    let into_x = a.half + b.half + GAP + moat - offset.x.abs();
    let into_y = if offset.y < 0.0 {
        b.below + a.radius
    } else {
        a.below + b.radius
    } + GAP
        + moat
        - offset.y.abs();
    let apart = a.radius + b.radius + GAP + moat;
    let squared = offset.length_squared();
    let by = if squared < apart * apart {
        let distance = squared.sqrt();
        // Coincident marks part sideways, later ones to the right.
        let way = if distance > 1e-9 {
            offset / distance
        } else {
            Vector::new(if i < j { 1.0 } else { -1.0 }, 0.0)
        };
        let round = apart - distance;
        if into_x > round || into_y > round {
            // The marks overlap; their labels will be seen to once they do not.
            way * round
        } else {
            out_of_box(offset, into_x, into_y)
        }
    } else if into_x > 0.0 && into_y > 0.0 {
        out_of_box(offset, into_x, into_y)
    } else {
        return 0.0;
    };
    let Some((share_a, share_b)) = shares(yields[i], yields[j]) else {
        return 0.0;
    };
    for (k, share) in [(i, share_a), (j, share_b)] {
        if share > 0.0 && yields[k] == Yield::Stays {
            yields[k] = Yield::Moves(DRIVEN);
        }
    }
    points[i] = points[i] - by * (share_a * part);
    points[j] += by * (share_b * part);
    by.length_squared().sqrt()
}

fn out_of_box(offset: Vector, into_x: f64, into_y: f64) -> Vector {
    if into_x < into_y {
        Vector::new(if offset.x < 0.0 { -into_x } else { into_x }, 0.0)
    } else {
        Vector::new(0.0, if offset.y < 0.0 { -into_y } else { into_y })
    }
}

/// The component of every mark, numbered by their first members, and the members of every component.
pub(super) fn components(count: usize, ties: &[Spring]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut root: Vec<usize> = (0..count).collect();
    fn find(root: &mut [usize], mut i: usize) -> usize {
        while root[i] != i {
            root[i] = root[root[i]];
            i = root[i];
        }
        i
    }
    for tie in ties {
        let (a, b) = (find(&mut root, tie.a), find(&mut root, tie.b));
        root[a.max(b)] = a.min(b);
    }
    let mut component = vec![0; count];
    let mut members: Vec<Vec<usize>> = Vec::new();
    for i in 0..count {
        let first = find(&mut root, i);
        if first == i {
            component[i] = members.len();
            members.push(Vec::new());
        } else {
            component[i] = component[first];
        }
        members[component[i]].push(i);
    }
    (component, members)
}

/// The room of some marks on the page.
pub(super) fn extent(points: &[Point], footprints: &[Footprint], members: &[usize]) -> Option<Rect> {
    extent_of(points, footprints, members.iter().copied())
}

/// The same for any way to name them.
pub(super) fn extent_of(
    points: &[Point],
    footprints: &[Footprint],
    members: impl Iterator<Item = usize>,
) -> Option<Rect> {
    Rect::around(members.flat_map(|i| {
        let (at, room) = (points[i], footprints[i]);
        [
            at - Vector::new(room.half, room.radius),
            at + Vector::new(room.half, room.below),
        ]
    }))
}

/// Where to put boxes of these sizes (largest first is best) on one page: the first in the place of honor, the rest in
/// rows below or in columns to the right, whichever gives the better page. The answer holds their upper left corners.
pub(super) fn pack(sizes: &[Vector]) -> Vec<Vector> {
    let Some((&first, rest)) = sizes.split_first() else {
        return Vec::new();
    };
    let area: f64 = sizes.iter().map(|s| (s.x + MARGIN) * (s.y + MARGIN)).sum();
    let turn = |v: &Vector| Vector::new(v.y, v.x);
    let below = rows(first, rest, (area * LANDSCAPE).sqrt());
    let turned: Vec<Vector> = rest.iter().map(turn).collect();
    let beside: Vec<Vector> = rows(turn(&first), &turned, (area / LANDSCAPE).sqrt())
        .iter()
        .map(turn)
        .collect();
    if misfit(&below, sizes) <= misfit(&beside, sizes) {
        below
    } else {
        beside
    }
}

/// Rows of `rest` under `first`, centered, at most as wide as the wider of `first` and `width`.
fn rows(first: Vector, rest: &[Vector], width: f64) -> Vec<Vector> {
    let width = width.max(first.x);
    let mut corners = vec![Vector::new((width - first.x) / 2.0, 0.0)];
    let mut top = first.y + MARGIN;
    let mut i = 0;
    while i < rest.len() {
        let (mut end, mut length, mut height) = (i, -MARGIN, 0.0_f64);
        while end < rest.len() && (end == i || length + MARGIN + rest[end].x <= width) {
            length += MARGIN + rest[end].x;
            height = height.max(rest[end].y);
            end += 1;
        }
        let mut left = (width - length) / 2.0;
        for size in &rest[i..end] {
            corners.push(Vector::new(left, top + (height - size.y) / 2.0));
            left += size.x + MARGIN;
        }
        top += height + MARGIN;
        i = end;
    }
    corners
}

/// How far a packed page is from a good one: its area and its shape.
fn misfit(corners: &[Vector], sizes: &[Vector]) -> f64 {
    let (mut right, mut bottom) = (0.0_f64, 0.0_f64);
    for (corner, size) in corners.iter().zip(sizes) {
        right = right.max(corner.x + size.x);
        bottom = bottom.max(corner.y + size.y);
    }
    // The smallest landscape page that holds it.
    right.max(bottom * LANDSCAPE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_in_the_order_of_their_first_members() {
        let tie = |a, b| Spring { a, b, weight: 0.5 };
        let (component, members) = components(5, &[tie(1, 4), tie(0, 2)]);
        assert_eq!(component, [0, 1, 0, 2, 1]);
        assert_eq!(members, [vec![0, 2], vec![1, 4], vec![3]]);
    }

    #[test]
    fn packed_boxes_do_not_touch() {
        let sizes: Vec<Vector> = (1..40)
            .map(|i| Vector::new(900.0 / f64::from(i), 600.0 / f64::from(i)))
            .collect();
        let corners = pack(&sizes);
        for i in 0..sizes.len() {
            for j in 0..i {
                let (a, b) = (corners[i], corners[j]);
                assert!(
                    a.x + sizes[i].x < b.x
                        || b.x + sizes[j].x < a.x
                        || a.y + sizes[i].y < b.y
                        || b.y + sizes[j].y < a.y
                );
            }
        }
    }
}
