//! Repulsion from many bodies at once: an adaptive quadtree in arrays (Barnes & Hut 1986).
//!
//! Cells lie in depth-first order and know where their subtree ends, so a query walks forward through memory without
//! a stack. The law is that of charges in the plane: each body pushes with 1 / distance.

use crate::base::geom::{Point, Vector};

/// A cell is taken as one body once it looks smaller than this (side over distance).
const THETA: f64 = 0.9;

/// A cell with this many bodies or fewer is not split.
const LEAF: usize = 8;

/// Cells are not halved more often: beyond this, bodies are as good as coincident.
const DEPTH: u32 = 24;

/// A leaf that DEPTH left with more bodies than this always acts as one body.
const CROWD: usize = 64;

/// Bodies nearer than this, map units, push no harder; collisions see to them.
const NEAREST_SQUARED: f64 = 16.0;

#[derive(Clone, Copy, Debug)]
struct Body {
    at: Point,
    index: usize,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Center of mass.
    at: Point,
    mass: f64,
    /// Squared distance from which the cell acts as one body.
    far: f64,
    /// Where the walk goes on after this whole subtree.
    next: usize,
    /// Its bodies.
    first: usize,
    count: usize,
    leaf: bool,
}

/// What the other bodies do to one place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Push {
    /// Sum of offset / distance².
    pub(super) force: Vector,
    /// Sum of 1 / distance²: how fast the force changes on the way.
    pub(super) stiffness: f64,
}

impl Push {
    fn add(&mut self, offset: Vector, squared: f64, mass: f64) {
        let by = mass / squared.max(NEAREST_SQUARED);
        self.force += offset * by;
        self.stiffness += by;
    }
}

/// The tree; its memory is used again by the next build.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    cells: Vec<Cell>,
    bodies: Vec<Body>,
}

impl Tree {
    /// Builds the tree over the members' places.
    pub(super) fn build(&mut self, points: &[Point], members: &[usize]) {
        self.cells.clear();
        self.bodies.clear();
        self.bodies.extend(members.iter().map(|&index| Body {
            at: points[index],
            index,
        }));
        let (mut min, mut max) = (Point::new(f64::MAX, f64::MAX), Point::new(f64::MIN, f64::MIN));
        for body in &self.bodies {
            min = Point::new(min.x.min(body.at.x), min.y.min(body.at.y));
            max = Point::new(max.x.max(body.at.x), max.y.max(body.at.y));
        }
        if !self.bodies.is_empty() {
            let side = (max.x - min.x).max(max.y - min.y);
            self.split(0, self.bodies.len(), min, side, 0);
        }
    }

    fn split(&mut self, first: usize, end: usize, corner: Point, side: f64, depth: u32) {
        let here = self.cells.len();
        let count = end - first;
        let leaf = count <= LEAF || depth == DEPTH;
        let mut sum = Vector::ZERO;
        for body in &self.bodies[first..end] {
            sum += body.at - corner;
        }
        self.cells.push(Cell {
            at: corner + sum / count as f64,
            mass: count as f64,
            far: (side / THETA) * (side / THETA),
            next: 0,
            first,
            count,
            leaf,
        });
        if !leaf {
            let half = side / 2.0;
            let middle = Point::new(corner.x + half, corner.y + half);
            let row = first + partition(&mut self.bodies[first..end], |at| at.y < middle.y);
            let upper = first + partition(&mut self.bodies[first..row], |at| at.x < middle.x);
            let lower = row + partition(&mut self.bodies[row..end], |at| at.x < middle.x);
            for (from, to, x, y) in [
                (first, upper, corner.x, corner.y),
                (upper, row, middle.x, corner.y),
                (row, lower, corner.x, middle.y),
                (lower, end, middle.x, middle.y),
            ] {
                if from < to {
                    self.split(from, to, Point::new(x, y), half, depth + 1);
                }
            }
        }
        self.cells[here].next = self.cells.len();
    }

    /// The members in an order in which neighbors in space are neighbors in memory.
    pub(super) fn order(&self) -> impl Iterator<Item = usize> {
        self.bodies.iter().map(|body| body.index)
    }

    /// What all bodies but `index` do to a body at `at`.
    pub(super) fn push(&self, at: Point, index: usize) -> Push {
        let mut push = Push::default();
        let mut i = 0;
        while let Some(cell) = self.cells.get(i) {
            let offset = at - cell.at;
            let squared = offset.length_squared();
            if squared > cell.far || cell.count > CROWD && cell.leaf {
                push.add(offset, squared, cell.mass);
                i = cell.next;
            } else if cell.leaf {
                for body in &self.bodies[cell.first..cell.first + cell.count] {
                    if body.index != index {
                        let offset = at - body.at;
                        push.add(offset, offset.length_squared(), 1.0);
                    }
                }
                i = cell.next;
            } else {
                i += 1;
            }
        }
        push
    }
}

/// Moves the bodies that `goes_first` to the front and counts them.
fn partition(bodies: &mut [Body], goes_first: impl Fn(Point) -> bool) -> usize {
    let mut count = 0;
    for i in 0..bodies.len() {
        if goes_first(bodies[i].at) {
            bodies.swap(i, count);
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    #[test]
    fn close_to_the_exact_sum() {
        let mut rng = Rng::new(3);
        let points: Vec<Point> = (0..700)
            .map(|_| Point::new(rng.unit() * 3_000.0, rng.unit() * 2_000.0))
            .collect();
        let members: Vec<usize> = (0..points.len()).collect();
        let mut tree = Tree::default();
        tree.build(&points, &members);
        let (mut wrong, mut size) = (0.0, 0.0);
        for (i, &at) in points.iter().enumerate() {
            let mut exact = Push::default();
            for (j, &other) in points.iter().enumerate() {
                if i != j {
                    exact.add(at - other, (at - other).length_squared(), 1.0);
                }
            }
            wrong += (tree.push(at, i).force - exact.force).length();
            size += exact.force.length();
        }
        assert!(wrong < 0.03 * size, "{wrong} of {size}");
        let mut seen: Vec<usize> = tree.order().collect();
        seen.sort_unstable();
        assert_eq!(seen, members);
    }

    #[test]
    fn coincident_bodies_end() {
        let points = vec![Point::new(5.0, 5.0); 5_000];
        let mut tree = Tree::default();
        tree.build(&points, &(0..5_000).collect::<Vec<_>>());
        assert_eq!(tree.push(points[0], 0).force, Vector::ZERO);
        tree.build(&points, &[]);
        assert_eq!(tree.push(points[0], 0), Push::default());
    }
}
