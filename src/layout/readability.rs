//! How well a map can be read: four criteria as scores from 0 (not at all) to 1 (entirely), beside the figures by which
//! layouts are compared.
//!
//! The criteria are those of Dunne & Shneiderman (2009, NetViz Nirvana); how they become scores is ours. Figures of
//! large maps are estimated from samples that are the same every time.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Rect, Vector};
use crate::base::rng::Rng;
use crate::model::Document;

use super::place::Neighbors;
use super::quality::{self, Quality};
use super::request::{Request, Scope};
use super::scale::length;

/// A figure of a map, and what it says.
#[derive(Clone, Copy, Debug)]
pub struct Criterion {
    /// Stable id.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// One sentence: how it is worked out.
    pub meaning: &'static str,
    /// A score from 0 to 1, where more is better; of the others, less is.
    pub score: bool,
    /// The value, if it is defined.
    pub of: fn(&Readability) -> Option<f64>,
}

/// Every figure, the four criteria first.
pub const CRITERIA: [Criterion; 8] = [
    Criterion {
        id: "visible",
        name: "Every actor visible",
        meaning: "What other marks leave of a mark's width, on average; 1 when no mark lies on another",
        score: true,
        of: |found| Some(found.visible),
    },
    Criterion {
        id: "countable",
        name: "Every actor's ties countable",
        meaning: "Share of an actor's ties that leave its mark apart from each other, on average",
        score: true,
        of: |found| found.countable,
    },
    Criterion {
        id: "traceable",
        name: "Every tie traceable",
        meaning: "1 ÷ (1 + marks of others on a tie's way + a tenth of the ties it crosses), on average",
        score: true,
        of: |found| found.traceable,
    },
    Criterion {
        id: "grouped",
        name: "Groups and outsiders apparent",
        meaning: "Share of an actor's nearest marks that are of its own group, beyond what chance gives",
        score: true,
        of: |found| found.grouped,
    },
    Criterion {
        id: "stress",
        name: "Stress",
        meaning: "How far distances on the map are from those along ties; 0 when all agree",
        score: false,
        of: |found| Some(found.quality.stress),
    },
    Criterion {
        id: "crossings",
        name: "Crossings",
        meaning: "Pairs of tied pairs whose straight lines cross",
        score: false,
        of: |found| Some(found.quality.crossings),
    },
    Criterion {
        id: "overlaps",
        name: "Overlaps",
        meaning: "Pairs of marks that lie on each other",
        score: false,
        of: |found| Some(found.quality.overlaps as f64),
    },
    Criterion {
        id: "tie_length_spread",
        name: "Spread of tie lengths",
        meaning: "Standard deviation of tie lengths as a part of their mean; 0 when all are equal",
        score: false,
        of: |found| found.spread,
    },
];

/// The figures of one map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readability {
    /// Stress, crossings, overlaps, mean length of ties.
    pub quality: Quality,
    /// Coefficient of variation of tie lengths; `None` without ties.
    pub spread: Option<f64>,
    /// What of its width other marks leave of a mark, 0 to 1, on average.
    pub visible: f64,
    /// Share of an actor's ties that leave its mark apart from their neighbors, on average over actors with ties.
    pub countable: Option<f64>,
    /// 1 ÷ (1 + marks + crossings ÷ 10) of each tie, on average.
    pub traceable: Option<f64>,
    /// How much more of the nearest marks are of an actor's own group than chance would give, 0 to 1; `None` when all
    /// are of one group.
    pub grouped: Option<f64>,
    /// Some of these are estimates from samples.
    pub sampled: bool,
}

/// Two ties that leave a mark are told apart when they are this far from each other, map units …
const APART: f64 = 5.0;
/// … at this distance from the outline of the mark.
const AROUND: f64 = 14.0;

/// A tie that crosses so many others is half as easy to follow.
const CROSSED: f64 = 10.0;

/// How many of the nearest marks are looked at.
const NEAREST: usize = 5;

/// A lone actor stands apart when nobody is nearer than this many usual distances.
const LONE: f64 = 1.5;

/// Actors and ties up to which all are looked at, and how many are above.
const ALL_ACTORS: usize = 20_000;
const SOME_ACTORS: usize = 4_000;
const ALL_TIES: usize = 3_000;
const SOME_TIES: usize = 2_000;
/// With how many of all ties each of those is compared.
const OTHERS: usize = 4_000;

/// The figures of a document as it stands. `groups` has the group of each actor in id order.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub fn measure(document: &Document, groups: &[usize], cancel: &Cancel) -> Result<Readability, Cancelled> {
    let request = Request::of(document, &Scope::All, 0, |_, actor| actor.mark_radius());
    let points: Vec<Point> = request
        .actors
        .iter()
        .map(|mark| mark.at.unwrap_or(Point::ORIGIN))
        .collect();
    of(&request, &points, groups, cancel)
}

/// The figures of a request whose actors stand at `points`, all of them finite.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub fn of(
    request: &Request,
    points: &[Point],
    groups: &[usize],
    cancel: &Cancel,
) -> Result<Readability, Cancelled> {
    cancel.check()?;
    let quality = quality::of(request, points);
    cancel.check()?;
    let radii: Vec<f64> = request.actors.iter().map(|mark| mark.radius).collect();
    let neighbors = Neighbors::new(points.len(), &request.ties);
    let cells = Cells::new(points, &radii);
    Ok(Readability {
        spread: spread(request, points),
        visible: visible(points, &radii, &cells),
        countable: countable(points, &radii, &neighbors),
        traceable: traceable(request, points, &radii, &cells, cancel)?,
        grouped: grouped(points, groups, cancel)?,
        sampled: points.len() > quality::ALL_SOURCES || request.ties.len() > ALL_TIES,
        quality,
    })
}

/// All positions up to `most`, or `some` of them, evenly.
fn sample(count: usize, most: usize, some: usize) -> Vec<usize> {
    if count <= most {
        (0..count).collect()
    } else {
        (0..some).map(|k| k * count / some).collect()
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

fn spread(request: &Request, points: &[Point]) -> Option<f64> {
    let lengths = || {
        request
            .ties
            .iter()
            .map(|tie| length(points[tie.b] - points[tie.a]))
    };
    let middle = mean(lengths()).filter(|&middle| middle > 0.0)?;
    let variance = mean(lengths().map(|length| (length - middle) * (length - middle)))?;
    Some(variance.sqrt() / middle)
}

/// The deepest cut of another mark into each, as a part of its width.
fn visible(points: &[Point], radii: &[f64], cells: &Cells) -> f64 {
    let left = |i: usize| {
        let mut deepest = 0.0_f64;
        cells.near(points[i], radii[i] + cells.largest, |j| {
            if j != i {
                let into = radii[i] + radii[j] - length(points[j] - points[i]);
                deepest = deepest.max(into);
            }
        });
        1.0 - (deepest / (2.0 * radii[i])).clamp(0.0, 1.0)
    };
    mean((0..points.len()).map(left)).unwrap_or(1.0)
}

/// Ties that leave a mark apart from those on both sides, as a share of all ties of it.
fn countable(points: &[Point], radii: &[f64], neighbors: &Neighbors) -> Option<f64> {
    let tied = |&i: &usize| !neighbors.of(i).is_empty();
    let share = |i: usize| {
        let ties = neighbors.of(i);
        let mut ways: Vec<Vector> = ties
            .iter()
            .map(|&(j, _)| {
                let way = points[j] - points[i];
                way / length(way).max(1e-9)
            })
            .collect();
        // By direction: upper half first, each half from right to left and back.
        ways.sort_by(|a, b| {
            let key = |v: &Vector| (v.y < 0.0, if v.y < 0.0 { v.x } else { -v.x });
            let (a, b) = (key(a), key(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let count = ways.len();
        let reach = radii[i] + AROUND;
        let clear = |k: usize| {
            let next = ways[(k + 1) % count];
            length(next - ways[k]) * reach >= APART
        };
        let free = (0..count).filter(|&k| count == 1 || clear(k) && clear((k + count - 1) % count));
        free.count() as f64 / count as f64
    };
    mean(
        sample(points.len(), ALL_ACTORS, SOME_ACTORS)
            .into_iter()
            .filter(tied)
            .map(share),
    )
}

/// How easily each tie is followed from one end to the other.
fn traceable(
    request: &Request,
    points: &[Point],
    radii: &[f64],
    cells: &Cells,
    cancel: &Cancel,
) -> Result<Option<f64>, Cancelled> {
    let ties = &request.ties;
    let ends = |k: usize| (ties[k].a, ties[k].b);
    let mut rng = Rng::new(3);
    let others: Vec<usize> = if ties.len() <= ALL_TIES {
        (0..ties.len()).collect()
    } else {
        (0..OTHERS).map(|_| rng.below(ties.len())).collect()
    };
    let each_stands_for = ties.len() as f64 / others.len().max(1) as f64;
    let mut scores = Vec::new();
    for k in sample(ties.len(), ALL_TIES, SOME_TIES) {
        if k % 64 == 0 {
            cancel.check()?;
        }
        let (a, b) = ends(k);
        let frame = Rect::from_corners(points[a], points[b]);
        let crossings = others.iter().filter(|&&other| {
            let (c, d) = ends(other);
            let apart = points[c].x.max(points[d].x) < frame.min.x
                || points[c].x.min(points[d].x) > frame.max.x
                || points[c].y.max(points[d].y) < frame.min.y
                || points[c].y.min(points[d].y) > frame.max.y;
            !apart && quality::cross((a, b), (c, d), points)
        });
        let crossings = crossings.count() as f64 * each_stands_for;
        let mut marks = 0.0;
        cells.along(points[a], points[b], |i| {
            if i != a && i != b && lies_on(points[a], points[b], points[i], radii[i]) {
                marks += 1.0;
            }
        });
        scores.push(1.0 / (1.0 + marks + crossings / CROSSED));
    }
    Ok(mean(scores.into_iter()))
}

/// The straight line between two points runs under a mark.
fn lies_on(from: Point, to: Point, at: Point, radius: f64) -> bool {
    let (along, off) = (to - from, at - from);
    let squared = along.length_squared();
    if squared <= 0.0 {
        return false;
    }
    let part = ((off.x * along.x + off.y * along.y) / squared).clamp(0.0, 1.0);
    (off - along * part).length_squared() < radius * radius
}

/// How much more the nearest marks are of the same group than by chance. Those who are alone in their group count as
/// one group of outsiders; a single outsider is apparent when it stands apart.
fn grouped(points: &[Point], groups: &[usize], cancel: &Cancel) -> Result<Option<f64>, Cancelled> {
    let count = points.len();
    if groups.len() != count || count < 3 {
        return Ok(None);
    }
    let most = groups.iter().max().map_or(0, |most| most + 1);
    let mut size = vec![0_usize; most];
    groups.iter().for_each(|&g| size[g] += 1);
    let outsiders = size.iter().filter(|&&size| size == 1).count();
    let group = |i: usize| if size[groups[i]] == 1 { most } else { groups[i] };
    let size = |i: usize| {
        if size[groups[i]] == 1 {
            outsiders
        } else {
            size[groups[i]]
        }
    };
    if size(0) == count {
        return Ok(None);
    }
    let chosen = sample(count, ALL_ACTORS, SOME_ACTORS);
    let cells = Cells::even(points);
    let mut nearest = Vec::with_capacity(chosen.len());
    for (k, &i) in chosen.iter().enumerate() {
        if k % 256 == 0 {
            cancel.check()?;
        }
        nearest.push(cells.nearest(points, i, NEAREST));
    }
    let mut usual: Vec<f64> = nearest
        .iter()
        .filter_map(|list| list.first().map(|near| near.0))
        .collect();
    usual.sort_by(f64::total_cmp);
    let usual = usual.get(usual.len() / 2).copied().unwrap_or(0.0);
    let score = |(&i, list): (&usize, &Vec<(f64, usize)>)| {
        if size(i) == 1 {
            let apart = list.first().is_none_or(|near| near.0 >= LONE * usual);
            return if apart { 1.0 } else { 0.0 };
        }
        let near = &list[..list.len().min(size(i) - 1)];
        let own = near.iter().filter(|(_, j)| group(*j) == group(i)).count();
        let share = own as f64 / near.len().max(1) as f64;
        let chance = (size(i) - 1) as f64 / (count - 1) as f64;
        (share - chance) / (1.0 - chance)
    };
    Ok(mean(chosen.iter().zip(&nearest).map(score)).map(|score| score.clamp(0.0, 1.0)))
}

/// Marks by where they are.
struct Cells {
    corner: Point,
    side: f64,
    columns: usize,
    rows: usize,
    /// Where the marks of each cell begin in `list`; one more than there are cells.
    starts: Vec<usize>,
    list: Vec<usize>,
    /// The largest radius.
    largest: f64,
}

impl Cells {
    /// Cells that fit marks of these radii.
    fn new(points: &[Point], radii: &[f64]) -> Self {
        let largest = radii.iter().copied().fold(1.0, f64::max);
        Self::with(points, 2.0 * largest, largest)
    }

    /// Cells of two marks each, if marks were even.
    fn even(points: &[Point]) -> Self {
        let extent = Rect::around(points.iter().copied());
        let area = extent.map_or(1.0, |extent| extent.width().max(1.0) * extent.height().max(1.0));
        Self::with(points, (2.0 * area / points.len().max(1) as f64).sqrt(), 0.0)
    }

    fn with(points: &[Point], side: f64, largest: f64) -> Self {
        let extent = Rect::around(points.iter().copied());
        let extent = extent.unwrap_or(Rect::from_corners(Point::ORIGIN, Point::ORIGIN));
        // No more cells than a few for each mark, however far these are apart.
        let most = 4.0 * points.len() as f64 + 64.0;
        let mut side = side.max(1e-6);
        while (extent.width() / side + 1.0) * (extent.height() / side + 1.0) > most {
            side *= 2.0;
        }
        let columns = (extent.width() / side) as usize + 1;
        let rows = (extent.height() / side) as usize + 1;
        let mut cells = Self {
            corner: extent.min,
            side,
            columns,
            rows,
            starts: vec![0; columns * rows + 1],
            list: vec![0; points.len()],
            largest,
        };
        for &p in points {
            let cell = cells.cell(p);
            cells.starts[cell + 1] += 1;
        }
        for k in 0..columns * rows {
            cells.starts[k + 1] += cells.starts[k];
        }
        let mut next = cells.starts.clone();
        for (i, &p) in points.iter().enumerate() {
            let cell = cells.cell(p);
            cells.list[next[cell]] = i;
            next[cell] += 1;
        }
        cells
    }

    fn column(&self, x: f64) -> usize {
        ((x - self.corner.x) / self.side).clamp(0.0, (self.columns - 1) as f64) as usize
    }

    fn row(&self, y: f64) -> usize {
        ((y - self.corner.y) / self.side).clamp(0.0, (self.rows - 1) as f64) as usize
    }

    fn cell(&self, at: Point) -> usize {
        self.row(at.y) * self.columns + self.column(at.x)
    }

    fn block(&self, columns: (usize, usize), rows: (usize, usize), see: &mut impl FnMut(usize)) {
        for row in rows.0..=rows.1 {
            let (first, last) = (row * self.columns + columns.0, row * self.columns + columns.1);
            self.list[self.starts[first]..self.starts[last + 1]]
                .iter()
                .for_each(|&i| see(i));
        }
    }

    /// Shows every mark whose center may be within `reach`.
    fn near(&self, at: Point, reach: f64, mut see: impl FnMut(usize)) {
        let columns = (self.column(at.x - reach), self.column(at.x + reach));
        self.block(
            columns,
            (self.row(at.y - reach), self.row(at.y + reach)),
            &mut see,
        );
    }

    /// Shows every mark that may lie on a line, once.
    fn along(&self, from: Point, to: Point, mut see: impl FnMut(usize)) {
        let (from, to) = if from.x <= to.x { (from, to) } else { (to, from) };
        let (first, last) = (
            self.column(from.x - self.largest),
            self.column(to.x + self.largest),
        );
        for column in first..=last {
            // The part of the line that may touch a mark of this column.
            let left = self.corner.x + column as f64 * self.side - self.largest;
            let right = left + self.side + 2.0 * self.largest;
            let at = |x: f64| {
                let part = if to.x > from.x {
                    ((x - from.x) / (to.x - from.x)).clamp(0.0, 1.0)
                } else {
                    0.0
                };
                from.y + (to.y - from.y) * part
            };
            let (one, other) = if to.x > from.x {
                (at(left), at(right))
            } else {
                (from.y, to.y)
            };
            let rows = (
                self.row(one.min(other) - self.largest),
                self.row(one.max(other) + self.largest),
            );
            self.block((column, column), rows, &mut see);
        }
    }

    /// The `many` nearest to mark `i` with their distances, nearest first; equally near ones by position.
    fn nearest(&self, points: &[Point], i: usize, many: usize) -> Vec<(f64, usize)> {
        let many = many.min(points.len() - 1);
        let mut reach = self.side;
        loop {
            let mut found = Vec::new();
            self.near(points[i], reach, |j| {
                let away = length(points[j] - points[i]);
                if j != i && away <= reach {
                    found.push((away, j));
                }
            });
            if found.len() >= many {
                found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                found.truncate(many);
                return found;
            }
            reach *= 2.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::request::{Mark, Spring};
    use crate::model::ActorId;

    fn found(points: &[(f64, f64)], ties: &[(usize, usize)], groups: &[usize]) -> Readability {
        let request = Request {
            actors: (1..=points.len() as u64)
                .map(|n| Mark {
                    id: ActorId::new(n).unwrap(),
                    at: None,
                    radius: 10.0,
                    label: 0.0,
                    pinned: false,
                    mobility: 1.0,
                })
                .collect(),
            ties: ties.iter().map(|&(a, b)| Spring { a, b, weight: 0.5 }).collect(),
            seed: 0,
        };
        let points: Vec<Point> = points.iter().map(|&(x, y)| Point::new(x, y)).collect();
        of(&request, &points, groups, &Cancel::new()).unwrap()
    }

    #[test]
    fn a_mark_half_under_another_is_half_visible() {
        let all = found(&[(0.0, 0.0), (100.0, 0.0), (0.0, 100.0)], &[], &[]);
        assert_eq!((all.visible, all.countable, all.traceable), (1.0, None, None));
        let half = found(&[(0.0, 0.0), (10.0, 0.0)], &[], &[]);
        assert_eq!(half.visible, 0.5);
        assert_eq!(half.grouped, None);
    }

    #[test]
    fn ties_in_one_direction_cannot_be_counted() {
        let points = [(0.0, 0.0), (100.0, 0.0), (200.0, 1.0), (0.0, -100.0)];
        let score = found(&points, &[(0, 1), (0, 2), (0, 3)], &[]).countable.unwrap();
        // One of the three of the first actor; the others have one each.
        assert!((score - (1.0 / 3.0 + 3.0) / 4.0).abs() < 1e-12, "{score}");
    }

    #[test]
    fn marks_and_crossings_on_the_way_make_a_tie_hard_to_follow() {
        let plain = [(0.0, 0.0), (100.0, 0.0), (50.0, 60.0), (50.0, -60.0)];
        assert_eq!(found(&plain, &[(0, 1)], &[]).traceable, Some(1.0));
        let crossed = found(&plain, &[(0, 1), (2, 3)], &[]).traceable.unwrap();
        assert!((crossed - 1.0 / 1.1).abs() < 1e-12, "{crossed}");
        let covered = [(0.0, 0.0), (100.0, 0.0), (50.0, 5.0)];
        assert_eq!(found(&covered, &[(0, 1)], &[]).traceable, Some(0.5));
        let upright = [(0.0, 0.0), (0.0, 900.0), (5.0, 450.0)];
        assert_eq!(found(&upright, &[(0, 1)], &[]).traceable, Some(0.5));
    }

    #[test]
    fn groups_apart_are_apparent_and_mixed_ones_are_not() {
        let row = |apart: bool| -> Vec<(f64, f64)> {
            let far = |i: usize| if apart && i >= 8 { 900.0 } else { 0.0 };
            (0..16).map(|i| (30.0 * i as f64 + far(i), 0.0)).collect()
        };
        let halves: Vec<usize> = (0..16).map(|i| i / 8).collect();
        let by_turns: Vec<usize> = (0..16).map(|i| i % 2).collect();
        assert_eq!(found(&row(true), &[], &halves).grouped, Some(1.0));
        assert!(found(&row(false), &[], &by_turns).grouped.unwrap() < 0.1);
        assert_eq!(found(&row(true), &[], &[0; 16]).grouped, None);
    }
}
