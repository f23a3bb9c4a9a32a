//! Repulsion between very many charged bodies, for a whole bucket of neighbors at once (Barnes & Hut 1986).
//!
//! Bodies are kept in the order of a curve that fills the plane, so that neighbors in space are neighbors in memory; the
//! cells of the tree are runs of them. Each body pushes with charge / distance.

use std::ops::Range;

use crate::base::parallel;

/// A cell with this many bodies or fewer is not split.
const BUCKET: usize = 24;

/// Sources whose pushes are summed side by side.
const LANES: usize = 8;

/// Halvings of the plane along the curve: beyond this, bodies are as good as coincident.
const CURVE_BITS: u32 = 16;

/// The tree is built anew once its cells have grown to so many times their size.
const STALE: f32 = 1.2;

/// A place as the field keeps it.
pub(super) type Spot = [f32; 2];

/// Some bodies as one, with the box they are in. Cells lie in depth-first order.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Its bodies.
    first: u32,
    end: u32,
    /// Where the walk goes on after this whole subtree.
    next: u32,
    leaf: bool,
    /// Center of charge.
    x: f32,
    y: f32,
    charge: f32,
    /// Longer side, squared.
    size: f32,
    min: Spot,
    max: Spot,
}

/// What all other bodies do to one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Push {
    /// Sum of charge · offset / distance².
    pub(super) force: Spot,
    /// Sum of charge / distance²: how fast the force changes on the way.
    pub(super) stiffness: f32,
}

/// What pushes on a bucket; a core uses it again and again.
#[derive(Default)]
pub(super) struct Sources {
    x: Vec<f32>,
    y: Vec<f32>,
    charge: Vec<f32>,
}

/// The bodies with their cells; the memory is used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    /// The bodies along the curve, each below its place on it.
    keys: Vec<u64>,
    x: Vec<f32>,
    y: Vec<f32>,
    charge: Vec<f32>,
    cells: Vec<Cell>,
    /// The cells that are not split.
    buckets: Vec<u32>,
    /// How large the buckets were in sum when the tree was built.
    built: f32,
    /// A cell acts as one body once it looks smaller than this (longer side over distance), squared.
    theta: f32,
    /// Bodies nearer than this push no harder, squared.
    nearest: f32,
}

impl Field {
    /// A field of bodies in these places with these charges.
    pub(super) fn new(at: &[Spot], charge: &[f32], theta: f32, nearest: f32) -> Self {
        let mut field = Self {
            theta: theta * theta,
            nearest: nearest * nearest,
            ..Self::default()
        };
        field.build(at, charge);
        field
    }

    /// Goes on from where the bodies are now.
    pub(super) fn refresh(&mut self, at: &[Spot], charge: &[f32]) {
        self.follow(at, charge);
        if self.bucket_sizes() > STALE * self.built {
            self.build(at, charge);
        }
    }

    fn build(&mut self, at: &[Spot], charge: &[f32]) {
        curve_keys(at, &mut self.keys);
        self.cells.clear();
        self.buckets.clear();
        if !at.is_empty() {
            self.split(0, at.len(), 2 * CURVE_BITS);
        }
        self.follow(at, charge);
        self.built = self.bucket_sizes();
    }

    /// Makes the cell of a run of bodies that agree in all but the last `bits` of their places on the curve.
    fn split(&mut self, first: usize, end: usize, bits: u32) {
        let here = self.cells.len();
        let leaf = end - first <= BUCKET || bits == 0;
        self.cells.push(Cell {
            first: first as u32,
            end: end as u32,
            next: 0,
            leaf,
            x: 0.0,
            y: 0.0,
            charge: 0.0,
            size: 0.0,
            min: [0.0; 2],
            max: [0.0; 2],
        });
        if leaf {
            self.buckets.push(here as u32);
        } else {
            let mut from = first;
            for quarter in 0..4 {
                let place = |key: &u64| (key >> (32 + bits - 2)) & 3;
                let to = from + self.keys[from..end].partition_point(|key| place(key) <= quarter);
                if to > from {
                    self.split(from, to, bits - 2);
                }
                from = to;
            }
        }
        self.cells[here].next = self.cells.len() as u32;
    }

    /// Takes places and charges into the tree as it is.
    fn follow(&mut self, at: &[Spot], charge: &[f32]) {
        let Self {
            keys,
            x,
            y,
            charge: charges,
            cells,
            ..
        } = self;
        x.clear();
        y.clear();
        charges.clear();
        let body = |key: &u64| *key as u32 as usize;
        x.extend(keys.iter().map(|key| at[body(key)][0]));
        y.extend(keys.iter().map(|key| at[body(key)][1]));
        charges.extend(keys.iter().map(|key| charge[body(key)]));
        for here in (0..cells.len()).rev() {
            let mut sum = Sum::default();
            let cell = cells[here];
            if cell.leaf {
                for k in cell.first as usize..cell.end as usize {
                    let at = [x[k], y[k]];
                    sum.add(at, charges[k], at, at);
                }
            } else {
                let mut child = here + 1;
                while child < cell.next as usize {
                    let part = &cells[child];
                    sum.add([part.x, part.y], part.charge, part.min, part.max);
                    child = part.next as usize;
                }
            }
            let side = (sum.max[0] - sum.min[0]).max(sum.max[1] - sum.min[1]);
            cells[here] = Cell {
                x: sum.x / sum.charge,
                y: sum.y / sum.charge,
                charge: sum.charge,
                size: side * side,
                min: sum.min,
                max: sum.max,
                ..cell
            };
        }
    }

    fn bucket_sizes(&self) -> f32 {
        self.buckets
            .iter()
            .map(|&bucket| {
                let Cell { min, max, .. } = self.cells[bucket as usize];
                max[0] - min[0] + max[1] - min[1]
            })
            .sum()
    }

    /// Number of buckets.
    pub(super) fn buckets(&self) -> usize {
        self.buckets.len()
    }

    /// All bodies, bucket after bucket.
    pub(super) fn order(&self) -> impl Iterator<Item = usize> {
        self.keys.iter().map(|&key| key as u32 as usize)
    }

    /// The positions in [`Field::order`] of the bodies of a bucket.
    pub(super) fn bucket(&self, bucket: usize) -> Range<usize> {
        let cell = &self.cells[self.buckets[bucket] as usize];
        cell.first as usize..cell.end as usize
    }

    /// The body at this position of [`Field::order`].
    pub(super) fn body(&self, position: usize) -> usize {
        self.keys[position] as u32 as usize
    }

    /// Puts together what pushes on the bodies of a bucket, themselves among it.
    pub(super) fn collect(&self, bucket: usize, sources: &mut Sources) {
        let own = self.cells[self.buckets[bucket] as usize];
        sources.clear();
        let mut at = 0;
        while let Some(cell) = self.cells.get(at) {
            let outside =
                |axis: usize, center: f32| (own.min[axis] - center).max(center - own.max[axis]).max(0.0);
            let (x, y) = (outside(0, cell.x), outside(1, cell.y));
            // A cell that holds the bodies themselves never acts as one.
            let holds = cell.first <= own.first && own.end <= cell.end;
            if !holds && cell.size <= self.theta * (x * x + y * y) {
                sources.x.push(cell.x);
                sources.y.push(cell.y);
                sources.charge.push(cell.charge);
                at = cell.next as usize;
            } else if cell.leaf {
                let bodies = cell.first as usize..cell.end as usize;
                sources.x.extend_from_slice(&self.x[bodies.clone()]);
                sources.y.extend_from_slice(&self.y[bodies.clone()]);
                sources.charge.extend_from_slice(&self.charge[bodies]);
                at = cell.next as usize;
            } else {
                at += 1;
            }
        }
        sources.pad();
    }

    /// What the sources of its bucket do to the body at this position of [`Field::order`].
    pub(super) fn push(&self, position: usize, sources: &Sources) -> Push {
        let mut push = sources.push(self.x[position], self.y[position], self.nearest);
        // Nobody pushes itself.
        push.stiffness -= self.charge[position] / self.nearest;
        push
    }
}

/// What a cell is made of, added up.
struct Sum {
    x: f32,
    y: f32,
    charge: f32,
    min: Spot,
    max: Spot,
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            charge: 0.0,
            min: [f32::MAX; 2],
            max: [f32::MIN; 2],
        }
    }
}

impl Sum {
    fn add(&mut self, at: Spot, charge: f32, min: Spot, max: Spot) {
        self.x += at[0] * charge;
        self.y += at[1] * charge;
        self.charge += charge;
        for axis in 0..2 {
            self.min[axis] = self.min[axis].min(min[axis]);
            self.max[axis] = self.max[axis].max(max[axis]);
        }
    }
}

impl Sources {
    fn clear(&mut self) {
        self.x.clear();
        self.y.clear();
        self.charge.clear();
    }

    /// Fills the lanes up with what does nothing.
    fn pad(&mut self) {
        let full = self.x.len().next_multiple_of(LANES);
        for list in [&mut self.x, &mut self.y, &mut self.charge] {
            list.resize(full, 0.0);
        }
    }

    /// Written so that the compiler takes the sources of a block side by side; the sums of the lanes are put together in
    /// a fixed order, whatever the machine.
    fn push(&self, x: f32, y: f32, nearest: f32) -> Push {
        let (mut force_x, mut force_y, mut stiffness) =
            ([0.0_f32; LANES], [0.0_f32; LANES], [0.0_f32; LANES]);
        let (xs, _) = self.x.as_chunks::<LANES>();
        let (ys, _) = self.y.as_chunks::<LANES>();
        let (charges, _) = self.charge.as_chunks::<LANES>();
        for ((xs, ys), charges) in xs.iter().zip(ys).zip(charges) {
            for lane in 0..LANES {
                let (dx, dy) = (x - xs[lane], y - ys[lane]);
                let squared = dx * dx + dy * dy;
                let by = charges[lane] / if squared > nearest { squared } else { nearest };
                force_x[lane] += dx * by;
                force_y[lane] += dy * by;
                stiffness[lane] += by;
            }
        }
        let total = |lanes: [f32; LANES]| lanes.iter().sum::<f32>();
        Push {
            force: [total(force_x), total(force_y)],
            stiffness: total(stiffness),
        }
    }
}

/// The bodies in the order in which a curve that fills the plane meets them (Morton 1966).
pub(super) fn along_curve(at: &[Spot]) -> Vec<u32> {
    let mut keys = Vec::new();
    curve_keys(at, &mut keys);
    keys.into_iter().map(|key| key as u32).collect()
}

/// For each body its place on the curve, above its number; sorted.
fn curve_keys(at: &[Spot], keys: &mut Vec<u64>) {
    let (mut min, mut max) = ([f32::MAX; 2], [f32::MIN; 2]);
    for spot in at {
        for axis in 0..2 {
            min[axis] = min[axis].min(spot[axis]);
            max[axis] = max[axis].max(spot[axis]);
        }
    }
    let steps = (1_u32 << CURVE_BITS) as f32;
    let side = (max[0] - min[0]).max(max[1] - min[1]) * 1.000_1;
    let scale = if side > 0.0 { steps / side } else { 0.0 };
    keys.clear();
    keys.extend(at.iter().zip(0_u64..).map(|(spot, i)| {
        let step = |axis: usize| ((spot[axis] - min[axis]) * scale) as u32;
        (spread(step(0)) | spread(step(1)) << 1) << 32 | i
    }));
    parallel::sort(keys);
}

/// The bits of a number with a gap after each.
fn spread(steps: u32) -> u64 {
    let mut bits = u64::from(steps.min((1 << CURVE_BITS) - 1));
    bits = (bits | bits << 8) & 0x00ff_00ff;
    bits = (bits | bits << 4) & 0x0f0f_0f0f;
    bits = (bits | bits << 2) & 0x3333_3333;
    (bits | bits << 1) & 0x5555_5555
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    #[test]
    fn close_to_the_exact_sum() {
        let mut rng = Rng::new(3);
        let at: Vec<Spot> = (0..3_000)
            .map(|_| [rng.unit() as f32 * 90.0, (rng.unit() * rng.unit()) as f32 * 40.0])
            .collect();
        let charge: Vec<f32> = (0..at.len()).map(|i| 0.5 + (i % 5) as f32).collect();
        let field = Field::new(&at, &charge, 1.0, 0.1);
        let mut sources = Sources::default();
        let (mut wrong, mut size) = (0.0_f32, 0.0_f32);
        for bucket in 0..field.buckets() {
            field.collect(bucket, &mut sources);
            for position in field.bucket(bucket) {
                let here = at[field.body(position)];
                let mut exact = [0.0_f32; 2];
                for (other, charge) in at.iter().zip(&charge) {
                    let (dx, dy) = (here[0] - other[0], here[1] - other[1]);
                    let by = charge / (dx * dx + dy * dy).max(0.01);
                    exact = [exact[0] + dx * by, exact[1] + dy * by];
                }
                let push = field.push(position, &sources);
                wrong += (push.force[0] - exact[0]).abs() + (push.force[1] - exact[1]).abs();
                size += exact[0].abs() + exact[1].abs();
            }
        }
        assert!(wrong < 0.02 * size, "{wrong} of {size}");
    }

    #[test]
    fn a_tree_grown_old_is_renewed() {
        let mut rng = Rng::new(4);
        let mut at: Vec<Spot> = (0..2_000)
            .map(|_| [rng.unit() as f32, rng.unit() as f32])
            .collect();
        let charge = vec![1.0; at.len()];
        let mut field = Field::new(&at, &charge, 1.0, 0.1);
        at.reverse();
        field.refresh(&at, &charge);
        assert!(field.order().eq(Field::new(&at, &charge, 1.0, 0.1).order()));
    }

    #[test]
    fn coincident_bodies_end() {
        let at = vec![[5.0, 5.0]; 40_000];
        let field = Field::new(&at, &vec![1.0; at.len()], 1.0, 0.1);
        let mut sources = Sources::default();
        field.collect(0, &mut sources);
        assert_eq!(field.push(7, &sources).force, [0.0, 0.0]);
        assert_eq!(Field::new(&[], &[], 1.0, 0.1).buckets(), 0);
    }
}
