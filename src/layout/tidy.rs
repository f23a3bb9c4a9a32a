//! Room for marks and labels: pushing overlapping ones apart, finding components, packing them onto one page.

use crate::base::geom::{Point, Rect, Vector};

use super::request::{Mark, Spring};

/// Free space between two marks, map units.
pub(super) const GAP: f64 = 6.0;

/// Height of a label with its distance from the mark, map units.
const LABEL_HEIGHT: f64 = 20.0;

/// Up to this many actors every label gets its room; from [`LABELS_NONE`] on none does, as they are not all shown.
const LABELS_ALL: f64 = 400.0;
const LABELS_NONE: f64 = 1_500.0;

/// Free space between components, map units.
const MARGIN: f64 = 44.0;

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
const DRIVEN: f64 = 0.15;

/// How much each of two overlapping marks moves, as shares that add up to 1; `None` when neither does.
fn shares(a: Yield, b: Yield) -> Option<(f64, f64)> {
    match (a, b) {
        (Yield::Moves(a), Yield::Moves(b)) => Some((a / (a + b), b / (a + b))),
        (Yield::Moves(_), _) | (Yield::Stays, Yield::Demands) => Some((1.0, 0.0)),
        (_, Yield::Moves(_)) | (Yield::Demands, Yield::Stays) => Some((0.0, 1.0)),
        _ => None,
    }
}

/// Pushes overlapping marks apart; keeps its memory between passes.
#[derive(Clone, Debug, Default)]
pub(super) struct Separator {
    cells: Vec<(i64, i64, usize)>,
}

/// What a pass needs to know about the marks.
pub(super) struct Crowd<'a> {
    /// Their room.
    pub(super) footprints: &'a [Footprint],
    /// Which component they belong to.
    pub(super) component: &'a [usize],
    /// Extra space between marks of different components.
    pub(super) moat: f64,
}

impl Separator {
    /// One pass over all pairs that may overlap. Each pair goes `part` of the way; the result is the deepest overlap
    /// that was found among pairs of which one can move. A driven mark is free from then on, as it may drive others.
    pub(super) fn pass(
        &mut self,
        points: &mut [Point],
        yields: &mut [Yield],
        crowd: &Crowd<'_>,
        part: f64,
    ) -> f64 {
        let (mut wide, mut high) = (1.0_f64, 1.0_f64);
        for footprint in crowd.footprints {
            wide = wide.max(2.0 * footprint.half + GAP + crowd.moat);
            high = high.max(footprint.radius + footprint.below + GAP + crowd.moat);
        }
        self.cells.clear();
        self.cells.extend(
            points
                .iter()
                .enumerate()
                .map(|(i, p)| (cell(p.y / high), cell(p.x / wide), i)),
        );
        self.cells.sort_unstable();
        let mut deepest = 0.0_f64;
        let mut below = 0;
        for k in 0..self.cells.len() {
            let (row, column, i) = self.cells[k];
            for &(other_row, other_column, j) in &self.cells[k + 1..] {
                if other_row != row || other_column > column + 1 {
                    break;
                }
                deepest = deepest.max(part_pair(points, yields, crowd, i, j, part));
            }
            while below < self.cells.len()
                && (self.cells[below].0, self.cells[below].1) < (row + 1, column - 1)
            {
                below += 1;
            }
            for &(other_row, other_column, j) in &self.cells[below..] {
                if other_row != row + 1 || other_column > column + 1 {
                    break;
                }
                deepest = deepest.max(part_pair(points, yields, crowd, i, j, part));
            }
        }
        deepest
    }
}

/// Number of the cell, with room for its neighbors' numbers.
fn cell(position: f64) -> i64 {
    position.floor().clamp(-1e15, 1e15) as i64
}

/// Moves one pair apart; gives the depth of the overlap.
fn part_pair(
    points: &mut [Point],
    yields: &mut [Yield],
    crowd: &Crowd<'_>,
    i: usize,
    j: usize,
    part: f64,
) -> f64 {
    // Shortest way out for the room of marks with labels, and for the marks themselves.
    let (a, b) = (crowd.footprints[i], crowd.footprints[j]);
    let moat = if crowd.component[i] == crowd.component[j] {
        0.0
    } else {
        crowd.moat
    };
    let offset = points[j] - points[i];
    let into_x = a.half + b.half + GAP + moat - offset.x.abs();
    let into_y = if offset.y < 0.0 {
        b.below + a.radius
    } else {
        a.below + b.radius
    } + GAP
        + moat
        - offset.y.abs();
    let reach = a.radius + b.radius + GAP + moat;
    let squared = offset.length_squared();
    let by = if squared < reach * reach {
        let distance = squared.sqrt();
        // Coincident marks part sideways, later ones to the right.
        let way = if distance > 1e-9 {
            offset / distance
        } else {
            Vector::new(if i < j { 1.0 } else { -1.0 }, 0.0)
        };
        let round = reach - distance;
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
    Rect::around(members.iter().flat_map(|&i| {
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
