//! A map from so far that marks are specks: groups of marks that stand together, with hulls, and the ties between
//! groups as one band each.
//!
//! Groups are those that somebody has found (communities), or else hills of a landscape of how densely marks stand:
//! every cell of a grid belongs to the top that is reached by always going up (watersheds), and tops that are hardly
//! parted are one. The grid lies still on the map, so that panning changes nothing.

use std::collections::BTreeMap;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Rect, Vector};

/// What is known of a mark from afar.
#[derive(Clone, Copy, Debug)]
pub struct Speck {
    /// Center.
    pub at: Point,
    /// How much its name matters for its group: the largest gives it.
    pub size: f32,
    /// The group that it belongs to, if groups are known.
    pub group: Option<u32>,
}

/// Marks that stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Middle of its marks.
    pub center: Point,
    /// Corners of a rounded hull, in order.
    pub hull: Vec<Point>,
    /// How many marks it has.
    pub count: usize,
    /// Position of its largest mark.
    pub chief: usize,
    /// Its number, if groups were known.
    pub known: Option<u32>,
}

/// All ties between two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Positions of the groups, the lower one first.
    pub ends: [usize; 2],
    /// How many ties.
    pub count: usize,
}

/// Groups, the largest first, and the bands between them, the broadest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Far {
    /// Groups.
    pub groups: Vec<Group>,
    /// Bands.
    pub bands: Vec<Band>,
}

/// Side of a cell on the screen, points, at most.
const CELL: f64 = 28.0;
/// Groups do not grow beyond this many cells across by being joined.
const ACROSS: i64 = 9;
/// Two tops are one where the way between them leads no deeper than this share of the lower one.
const SADDLE: f64 = 0.75;
/// Smaller groups have no hull.
const LEAST: usize = 6;
/// Most groups, and most bands.
const MOST: usize = 60;
const BANDS: usize = 120;
/// Share of the marks of a known group that its hull holds, those nearest to its middle.
const CORE: f64 = 0.9;

impl Far {
    /// What is seen where one map unit is `zoom` points. Ties are pairs of positions.
    ///
    /// # Errors
    /// [`Cancelled`] once `cancel` is raised.
    pub fn of(
        specks: &[Speck],
        ties: impl Iterator<Item = [u32; 2]>,
        zoom: f64,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let cell = cell_at(zoom);
        let known = specks.iter().any(|speck| speck.group.is_some());
        let of = if known {
            specks.iter().map(|speck| speck.group).collect()
        } else {
            hills(specks, cell, cancel)?
        };
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (i, group) in of.iter().enumerate() {
            if let Some(group) = group {
                members.entry(*group).or_default().push(i as u32);
            }
        }
        cancel.check()?;
        let mut numbered: Vec<(u32, Group)> = members
            .into_iter()
            .filter(|(_, members)| members.len() >= LEAST)
            .map(|(number, members)| (number, group(specks, &members, cell, known.then_some(number))))
            .collect();
        numbered.sort_by(|a, b| b.1.count.cmp(&a.1.count).then(a.0.cmp(&b.0)));
        numbered.truncate(MOST);
        let place: BTreeMap<u32, usize> = numbered.iter().enumerate().map(|(i, (n, _))| (*n, i)).collect();
        let place_of: Vec<Option<usize>> = of.iter().map(|group| place.get(&(*group)?).copied()).collect();
        cancel.check()?;
        let mut between: BTreeMap<[usize; 2], usize> = BTreeMap::new();
        for [a, b] in ties {
            if let (Some(a), Some(b)) = (place_of[a as usize], place_of[b as usize])
                && a != b
            {
                *between.entry([a.min(b), a.max(b)]).or_default() += 1;
            }
        }
        let mut bands: Vec<Band> = between
            .into_iter()
            .map(|(ends, count)| Band { ends, count })
            .collect();
        bands.sort_by(|a, b| b.count.cmp(&a.count).then(a.ends.cmp(&b.ends)));
        bands.truncate(BANDS);
        Ok(Self {
            groups: numbered.into_iter().map(|(_, group)| group).collect(),
            bands,
        })
    }
}

/// Side of a cell, map units: a power of two, so that it stays the same for a while as the zoom changes.
pub fn cell_at(zoom: f64) -> f64 {
    (CELL / zoom.max(1e-9)).log2().floor().exp2()
}

fn group(specks: &[Speck], members: &[u32], cell: f64, known: Option<u32>) -> Group {
    let count = members.len();
    let at = |&i: &u32| specks[i as usize].at;
    let sum = members
        .iter()
        .map(at)
        .fold(Vector::ZERO, |sum, p| sum + (p - Point::ORIGIN));
    let center = Point::ORIGIN + sum / count as f64;
    let chief = members.iter().copied().max_by(|&a, &b| {
        specks[a as usize]
            .size
            .total_cmp(&specks[b as usize].size)
            .then(b.cmp(&a))
    });
    let mut points: Vec<Point> = members.iter().map(at).collect();
    if known.is_some() {
        points.sort_by(|a, b| a.distance(center).total_cmp(&b.distance(center)));
        points.truncate(((count as f64 * CORE).ceil() as usize).max(3));
    }
    Group {
        center,
        hull: rounded(&convex(points), cell * 0.45),
        count,
        chief: chief.unwrap_or(0) as usize,
        known,
    }
}

/// The hill that each speck stands on, by the position of its top.
fn hills(specks: &[Speck], cell: f64, cancel: &Cancel) -> Result<Vec<Option<u32>>, Cancelled> {
    let Some(extent) = Rect::around(specks.iter().map(|speck| speck.at)) else {
        return Ok(Vec::new());
    };
    // The grid lies still on the map.
    let low = [(extent.min.x / cell).floor(), (extent.min.y / cell).floor()];
    let across = ((extent.max.x / cell).floor() - low[0]) as usize + 1;
    let down = ((extent.max.y / cell).floor() - low[1]) as usize + 1;
    // Far outliers would make an endless empty grid; a coarser one does for such maps.
    if across.saturating_mul(down) > 4 * specks.len() + 4096 {
        return hills(specks, cell * 2.0, cancel);
    }
    let cell_of = |speck: &Speck| {
        let column = (speck.at.x / cell).floor() - low[0];
        let row = (speck.at.y / cell).floor() - low[1];
        row as usize * across + column as usize
    };
    let mut heights = vec![0.0_f64; across * down];
    for speck in specks {
        heights[cell_of(speck)] += 1.0;
    }
    let filled: Vec<bool> = heights.iter().map(|&height| height > 0.0).collect();
    for _ in 0..2 {
        heights = smoothed(&heights, across);
        cancel.check()?;
    }
    let around = |i: usize| {
        let (column, row) = (i % across, i / across);
        let columns = column.saturating_sub(1)..=(column + 1).min(across - 1);
        let rows = row.saturating_sub(1)..=(row + 1).min(down - 1);
        rows.flat_map(move |row| columns.clone().map(move |column| row * across + column))
    };
    let higher = |a: usize, b: usize| heights[a].total_cmp(&heights[b]).then(b.cmp(&a));
    // Cells from the top down: each takes the hill of the highest neighbor that is higher than it.
    let mut order: Vec<usize> = (0..heights.len()).filter(|&i| filled[i]).collect();
    order.sort_by(|&a, &b| higher(b, a));
    let mut hill = vec![usize::MAX; heights.len()];
    let mut joined: BTreeMap<usize, Hill> = BTreeMap::new();
    for &i in &order {
        let mut beside: Vec<usize> = around(i).filter(|&j| j != i && hill[j] != usize::MAX).collect();
        beside.sort_by(|&a, &b| higher(b, a));
        let Some(&up) = beside.first() else {
            hill[i] = i;
            joined.insert(i, Hill::at(i % across, i / across));
            continue;
        };
        let own = root(&joined, hill[up]);
        hill[i] = own;
        if let Some(own) = joined.get_mut(&own) {
            own.take(i % across, i / across);
        }
        // Here two hills meet, and the lower one may be hardly parted from the other.
        for &j in &beside[1..] {
            let (a, b) = (root(&joined, hill[i]), root(&joined, hill[j]));
            if a == b {
                continue;
            }
            let (top, under) = if higher(a, b).is_gt() { (a, b) } else { (b, a) };
            let both = joined[&top].with(&joined[&under]);
            if heights[i] >= SADDLE * heights[under] && both.across() <= ACROSS {
                joined.insert(top, both);
                if let Some(under) = joined.get_mut(&under) {
                    under.into = Some(top);
                }
            }
        }
    }
    for &i in &order {
        hill[i] = root(&joined, hill[i]);
    }
    Ok(specks
        .iter()
        .map(|speck| Some(hill[cell_of(speck)] as u32))
        .collect())
}

/// How far a hill reaches, in cells, and the hill that it has become part of.
struct Hill {
    low: [i64; 2],
    high: [i64; 2],
    into: Option<usize>,
}

impl Hill {
    fn at(column: usize, row: usize) -> Self {
        let place = [column as i64, row as i64];
        Self {
            low: place,
            high: place,
            into: None,
        }
    }

    fn take(&mut self, column: usize, row: usize) {
        *self = self.with(&Self::at(column, row));
    }

    fn with(&self, other: &Self) -> Self {
        let axis = |i: usize| (self.low[i].min(other.low[i]), self.high[i].max(other.high[i]));
        let (x, y) = (axis(0), axis(1));
        Self {
            low: [x.0, y.0],
            high: [x.1, y.1],
            into: self.into,
        }
    }

    fn across(&self) -> i64 {
        (self.high[0] - self.low[0]).max(self.high[1] - self.low[1]) + 1
    }
}

fn root(hills: &BTreeMap<usize, Hill>, mut hill: usize) -> usize {
    while let Some(into) = hills.get(&hill).and_then(|hill| hill.into) {
        hill = into;
    }
    hill
}

/// The mean of each cell and its neighbors, twice as heavy in the middle.
fn smoothed(heights: &[f64], across: usize) -> Vec<f64> {
    let down = heights.len() / across;
    let mut rows = vec![0.0; heights.len()];
    for row in 0..down {
        for column in 0..across {
            let at = |column: usize| heights[row * across + column];
            let left = if column > 0 { at(column - 1) } else { 0.0 };
            let right = if column + 1 < across { at(column + 1) } else { 0.0 };
            rows[row * across + column] = (left + 2.0 * at(column) + right) / 4.0;
        }
    }
    let mut both = vec![0.0; heights.len()];
    for row in 0..down {
        for column in 0..across {
            let at = |row: usize| rows[row * across + column];
            let above = if row > 0 { at(row - 1) } else { 0.0 };
            let below = if row + 1 < down { at(row + 1) } else { 0.0 };
            both[row * across + column] = (above + 2.0 * at(row) + below) / 4.0;
        }
    }
    both
}

/// The convex hull of some points, clockwise on the screen (Andrew 1979).
pub fn convex(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let turns = |a: Point, b: Point, c: Point| {
        let (u, v) = (b - a, c - a);
        u.x * v.y - u.y * v.x
    };
    let half = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for p in points {
            while chain.len() >= 2 && turns(chain[chain.len() - 2], chain[chain.len() - 1], p) <= 0.0 {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut hull = half(&mut points.iter().copied());
    hull.extend(half(&mut points.iter().rev().copied()));
    hull
}

/// A line at a distance around a convex area, with round corners.
pub fn rounded(hull: &[Point], margin: f64) -> Vec<Point> {
    const ARC: usize = 12;
    let mut around = Vec::with_capacity(hull.len() * 4);
    for &corner in hull {
        for i in 0..ARC {
            let angle = std::f64::consts::TAU * i as f64 / ARC as f64;
            around.push(corner + Vector::new(angle.cos(), angle.sin()) * margin);
        }
    }
    convex(around)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    /// Heaps of marks around some places.
    fn heaps(places: &[(f64, f64, usize)]) -> Vec<Speck> {
        let mut rng = Rng::new(3);
        let mut specks = Vec::new();
        for &(x, y, count) in places {
            for i in 0..count {
                let mut off = || (rng.unit() + rng.unit() + rng.unit() - 1.5) * 300.0;
                specks.push(Speck {
                    at: Point::new(x + off(), y + off()),
                    size: if i == 7 { 9.0 } else { 1.0 },
                    group: None,
                });
            }
        }
        specks
    }

    #[test]
    fn every_heap_is_a_group_with_its_largest_mark_and_a_hull_around_it() {
        let specks = heaps(&[(0.0, 0.0, 300), (2_000.0, 100.0, 200), (800.0, 1_900.0, 100)]);
        let ties = [[0, 310], [1, 320], [310, 1], [5, 550], [2, 3]];
        let far = Far::of(&specks, ties.into_iter(), 0.15, &Cancel::new()).unwrap();
        assert_eq!(far.groups.len(), 3);
        for (group, whole) in far.groups.iter().zip([300, 200, 100]) {
            // One or two that stand alone are in no group.
            assert!((whole - 2..=whole).contains(&group.count));
        }
        assert_eq!(far.groups[1].chief, 307);
        assert_eq!(
            far.bands.iter().map(|band| band.count).collect::<Vec<_>>(),
            [3, 1]
        );
        assert_eq!(far.bands[0].ends, [0, 1]);
        for (group, center) in far.groups.iter().zip([(0.0, 0.0), (2_000.0, 100.0)]) {
            assert!(group.center.distance(Point::new(center.0, center.1)) < 60.0);
            let own = Rect::around(group.hull.iter().copied()).unwrap();
            assert!(own.width() < 1_200.0 && own.width() > 500.0, "{own:?}");
        }
    }

    #[test]
    fn known_groups_are_kept_as_they_are() {
        let mut specks = heaps(&[(0.0, 0.0, 40), (500.0, 0.0, 40)]);
        for (i, speck) in specks.iter_mut().enumerate() {
            speck.group = Some(i as u32 % 2 + 4);
        }
        let far = Far::of(&specks, std::iter::empty(), 0.15, &Cancel::new()).unwrap();
        let known: Vec<_> = far
            .groups
            .iter()
            .map(|group| (group.known, group.count))
            .collect();
        assert_eq!(known, [(Some(4), 40), (Some(5), 40)]);
    }

    #[test]
    fn a_lone_outlier_costs_nothing() {
        let mut specks = heaps(&[(0.0, 0.0, 500)]);
        specks.push(Speck {
            at: Point::new(9e8, -9e8),
            size: 1.0,
            group: None,
        });
        let far = Far::of(&specks, std::iter::empty(), 0.1, &Cancel::new()).unwrap();
        assert_eq!(far.groups.len(), 1);
    }

    #[test]
    fn a_hull_holds_its_points() {
        let mut rng = Rng::new(8);
        let points: Vec<Point> = (0..200).map(|_| Point::new(rng.unit(), rng.unit())).collect();
        let hull = rounded(&convex(points.clone()), 0.1);
        let inside = |p: Point| {
            (0..hull.len()).all(|i| {
                let (a, b) = (hull[i], hull[(i + 1) % hull.len()]);
                let (u, v) = (b - a, p - a);
                u.x * v.y - u.y * v.x > -1e-12
            })
        };
        assert!(points.into_iter().all(inside));
    }
}
