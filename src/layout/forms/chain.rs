//! The value chain from left to right: suppliers, intermediate goods, final goods, customers; supporting bodies in
//! lanes above it, related firms and services in lanes below.

use std::collections::BTreeSet;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::model::{ActorKind, Role};

use super::super::TIE_LENGTH;
use super::super::tidy::LANDSCAPE;
use super::guides::{Guide, Stand};
use super::{Cast, SPACE, crossings, spread};

/// Space between the marks of two stages beyond their labels, map units: at least, and at most where the page is high.
const BETWEEN_STAGES: f64 = TIE_LENGTH;
const BETWEEN_STAGES_MOST: f64 = 3.0 * TIE_LENGTH;

/// Height of all lanes and the air between them, when the width of the page is chosen, map units.
const LANES_HIGH: f64 = 420.0;

/// Columns bend by this part of their height, so that ties within them do not lie on each other.
const BEND: f64 = 0.1;
const BEND_MOST: f64 = 120.0;
const LANE_BEND: f64 = 0.04;
const LANE_BEND_MOST: f64 = 48.0;

/// Space between the chain and a lane, and between lanes, beyond their labels, map units.
const BETWEEN_LANES: f64 = 64.0;

/// Space between the uppermost lane and the headings of the columns, map units.
const HEADING: f64 = 24.0;

/// A column is not split below this many actors.
const COLUMN_LEAST: usize = 9;

/// A lane is at most so much longer than the chain is wide.
const LANE_MOST: f64 = 1.1;

/// Rounds through all columns in search of an order with few crossings.
const SWEEPS: usize = 24;

/// Columns of more actors are not looked through pair by pair.
const PAIR_BY_PAIR: usize = 300;

/// What a tie to a lane counts beside one within the chain when a column is ordered.
const LANE_PULL: f64 = 0.3;

/// Where an actor belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Stage(usize),
    /// Counted from the chain upwards (negative) or downwards.
    Lane(i32),
}

fn part(kind: ActorKind) -> Part {
    match (kind.info().stage, kind.role()) {
        (Some(stage), _) => Part::Stage(usize::from(stage.0)),
        (None, Role::PublicBody) => Part::Lane(-2),
        (None, Role::Association) => Part::Lane(-1),
        (None, Role::Producer | Role::Demand) => Part::Lane(1),
        (None, Role::Service) => Part::Lane(2),
    }
}

/// The stages of the chain.
const STAGES: usize = 4;
/// Lanes from the uppermost down, in the order in which they are placed: the nearer to the chain, the earlier.
const LANES: [i32; 4] = [-1, 1, -2, 2];

pub(super) fn points(
    cast: &Cast<'_>,
    guides: &mut Vec<Guide>,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let parts: Vec<Part> = cast.actors.iter().map(|actor| part(actor.kind)).collect();
    let members = |wanted: Part| -> Vec<usize> { (0..cast.len()).filter(|&i| parts[i] == wanted).collect() };
    let mut stages: Vec<Vec<usize>> = (0..STAGES).map(|stage| members(Part::Stage(stage))).collect();
    let mut points = vec![Point::ORIGIN; cast.len()];
    let frame = Frame::of(cast, &stages);
    order(cast, &parts, &mut stages, &frame, cancel)?;
    place_stages(cast, &parts, &stages, &frame, &mut points);
    let (top, bottom) = frame.edges();
    let mut sides = [Side::new(true, top), Side::new(false, bottom)];
    for lane in LANES {
        let members = members(Part::Lane(lane));
        if !members.is_empty() {
            let side = &mut sides[usize::from(lane > 0)];
            place_lane(cast, &stages, &members, &frame, side, &mut points);
            guides.push(lane_heading(cast, lane, &members, &points));
        }
    }
    for (stage, members) in stages
        .iter()
        .enumerate()
        .filter(|(_, members)| !members.is_empty())
    {
        let middle = frame.left[stage] + frame.wide[stage] * (frame.columns[stage] - 1) as f64 / 2.0;
        let at = Point::new(middle + frame.bend(0.0) / 2.0, sides[0].edge - HEADING);
        let kind = cast.actors[members[0]].kind;
        guides.push(Guide::head(at, Stand::Over, kind.name()));
    }
    Ok(points)
}

/// Where columns are and how high the chain is.
struct Frame {
    /// Left edge of the marks of each stage.
    left: [f64; STAGES],
    /// Columns of each stage, at least 1.
    columns: [usize; STAGES],
    /// Distance of these.
    wide: [f64; STAGES],
    /// Distance of an actor and the next one below it in the same column.
    high: f64,
    height: f64,
    width: f64,
    /// Room above the center of the uppermost mark, and below that of the lowest.
    above: f64,
    below: f64,
}

impl Frame {
    fn of(cast: &Cast<'_>, stages: &[Vec<usize>]) -> Self {
        let self_tied = self_tied(cast, stages);
        let with_rows = |rows, high, between| Self::with_rows(cast, stages, self_tied, rows, high, between);
        let all = cast.largest(stages.iter().flatten().copied());
        let high = all.radius + all.below + 2.0 * SPACE;
        let longest = stages.iter().map(Vec::len).max().unwrap_or(0);
        // The fewest rows with which the page is not wider than a good one.
        let (mut few, mut many) = (COLUMN_LEAST.min(longest.max(1)), longest.max(1));
        while few < many {
            let rows = usize::midpoint(few, many);
            let frame = with_rows(rows, high, BETWEEN_STAGES);
            if frame.width > LANDSCAPE * (frame.height + high) {
                few = rows + 1;
            } else {
                many = rows;
            }
        }
        let narrow = with_rows(few, high, BETWEEN_STAGES);
        let gaps = stages
            .iter()
            .filter(|members| !members.is_empty())
            .count()
            .saturating_sub(1);
        let missing = LANDSCAPE * (narrow.height + LANES_HIGH) - narrow.width;
        let between = BETWEEN_STAGES + missing / gaps.max(1) as f64;
        let between = between.clamp(BETWEEN_STAGES, BETWEEN_STAGES_MOST);
        Self {
            above: all.radius,
            below: all.below,
            ..with_rows(few, high, between)
        }
    }

    fn with_rows(
        cast: &Cast<'_>,
        stages: &[Vec<usize>],
        self_tied: [usize; STAGES],
        rows: usize,
        high: f64,
        between: f64,
    ) -> Self {
        let mut frame = Self {
            left: [0.0; STAGES],
            columns: [1; STAGES],
            wide: [0.0; STAGES],
            high,
            height: 0.0,
            width: 0.0,
            above: 0.0,
            below: 0.0,
        };
        let mut x = 0.0;
        let mut before: Option<f64> = None;
        for (stage, members) in stages
            .iter()
            .enumerate()
            .filter(|(_, members)| !members.is_empty())
        {
            let half = cast.largest(members.iter().copied()).half;
            if let Some(before) = before {
                x += before + between + half;
            }
            let columns = members.len().div_ceil(rows).max(self_tied[stage]);
            frame.left[stage] = x;
            frame.columns[stage] = columns;
            frame.wide[stage] = 2.0 * half + 2.0 * SPACE;
            x += frame.wide[stage] * (columns - 1) as f64;
            let step = high / columns as f64;
            frame.height = frame.height.max(step * (members.len() - 1) as f64);
            before = Some(half);
        }
        frame.width = x;
        frame
    }

    /// Distance from one actor of a stage to the next in its order, downwards.
    fn step(&self, stage: usize) -> f64 {
        self.high / self.columns[stage] as f64
    }

    /// Place of the `k`-th actor of a stage: the columns of a stage take turns, so that everybody is seen.
    fn x(&self, stage: usize, k: usize) -> f64 {
        self.left[stage] + self.wide[stage] * (k % self.columns[stage]) as f64
    }

    /// Even places of a stage, centered.
    fn even(&self, stage: usize, count: usize, k: usize) -> f64 {
        (k as f64 - (count as f64 - 1.0) / 2.0) * self.step(stage)
    }

    /// How far to the right the columns bend at a height.
    fn bend(&self, y: f64) -> f64 {
        let most = (BEND * self.height).min(BEND_MOST);
        let part = 2.0 * y / self.height.max(1.0);
        most * (1.0 - part * part)
    }

    /// How far outward lanes of this length bend at a place, for the same reason.
    fn lane_bend(&self, x: f64, length: f64) -> f64 {
        let most = (LANE_BEND * length).min(LANE_BEND_MOST);
        let part = (x - self.width / 2.0) / (length / 2.0).max(1.0);
        most * (1.0 - part * part).max(0.0)
    }

    /// A place over or under the chain that is not in line with a column, as near as possible to `x`: ties from there
    /// do not run along the column.
    fn beside_columns(&self, x: f64, stages: &[Vec<usize>]) -> f64 {
        const ASIDE: f64 = 70.0;
        let columns = (0..STAGES)
            .filter(|&stage| stages[stage].len() > 1)
            .flat_map(|stage| (0..self.columns[stage]).map(move |column| (stage, column)))
            .map(|(stage, column)| self.left[stage] + self.wide[stage] * column as f64);
        let nearest = columns.min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs()));
        let bend = self.bend(0.0);
        let aside = ASIDE + bend / 2.0;
        let Some(column) = nearest else { return x };
        // The bent column reaches from its ends to the right.
        let middle = column + bend / 2.0;
        if (middle - x).abs() >= aside {
            return x;
        }
        // Toward the middle of the page where nothing speaks for a side: there is more room.
        let left = if (column - x).abs() < 1.0 {
            column > self.width / 2.0
        } else {
            x < middle
        };
        if left { middle - aside } else { middle + aside }
    }

    /// Where the chain ends above and below, with its labels.
    fn edges(&self) -> (f64, f64) {
        (-self.height / 2.0 - self.above, self.height / 2.0 + self.below)
    }
}

/// How many columns each stage has at least: where many ties run within a stage, one column would hide them in a row.
fn self_tied(cast: &Cast<'_>, stages: &[Vec<usize>]) -> [usize; STAGES] {
    let mut least = [1; STAGES];
    for (stage, members) in stages.iter().enumerate() {
        let inside = ties_within(cast, members);
        least[stage] = match members.len() {
            few if few < 4 || 2 * inside < few => 1,
            some if some < 9 || 2 * inside < 3 * some => 2,
            _ => 3,
        };
    }
    least
}

/// Ties with both ends among these.
fn ties_within(cast: &Cast<'_>, members: &[usize]) -> usize {
    let set: BTreeSet<usize> = members.iter().copied().collect();
    let inside = |&i: &usize| {
        cast.neighbors
            .of(i)
            .iter()
            .filter(|(j, _)| i < *j && set.contains(j))
            .count()
    };
    members.iter().map(inside).sum()
}

/// Brings the actors of every stage into an order with few crossings: each goes where those it is tied to are, round
/// after round (Sugiyama, Tagawa & Toda 1981); the best order is kept and looked through pair by pair.
fn order(
    cast: &Cast<'_>,
    parts: &[Part],
    stages: &mut [Vec<usize>],
    frame: &Frame,
    cancel: &Cancel,
) -> Result<(), Cancelled> {
    let mut y = vec![0.0; cast.len()];
    let edge = frame.height.max(frame.high);
    for (i, part) in parts.iter().enumerate() {
        if let Part::Lane(lane) = part {
            y[i] = if *lane < 0 { -edge } else { edge };
        }
    }
    let set = |stage: usize, members: &[usize], y: &mut [f64]| {
        for (k, &i) in members.iter().enumerate() {
            y[i] = frame.even(stage, members.len(), k);
        }
    };
    for (stage, members) in stages.iter().enumerate() {
        set(stage, members, &mut y);
    }
    let mut best = (crossings_of(cast, parts, stages), stages.to_vec());
    for sweep in 0..SWEEPS {
        cancel.check()?;
        for k in 0..STAGES {
            let stage = if sweep % 2 == 0 { k } else { STAGES - 1 - k };
            let mut wanted: Vec<(f64, usize)> = stages[stage]
                .iter()
                .map(|&i| (pull(cast, parts, &y, stage, i).unwrap_or(y[i]), i))
                .collect();
            wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
            stages[stage] = wanted.into_iter().map(|(_, i)| i).collect();
            set(stage, &stages[stage], &mut y);
        }
        let found = crossings_of(cast, parts, stages);
        if found < best.0 {
            best = (found, stages.to_vec());
        }
    }
    stages.clone_from_slice(&best.1);
    for stage in 0..STAGES {
        if stages[stage].len() <= PAIR_BY_PAIR {
            exchange(cast, parts, stages, stage);
        }
        cancel.check()?;
    }
    Ok(())
}

/// The height at which an actor of a stage would like to be; none without ties out of its stage.
fn pull(cast: &Cast<'_>, parts: &[Part], y: &[f64], stage: usize, i: usize) -> Option<f64> {
    let (mut sum, mut all) = (0.0, 0.0);
    for &(j, weight) in cast.neighbors.of(i) {
        let weight = match parts[j] {
            Part::Stage(other) if other == stage => continue,
            Part::Stage(_) => weight,
            Part::Lane(_) => weight * LANE_PULL,
        };
        sum += weight * y[j];
        all += weight;
    }
    (all > 0.0).then(|| sum / all)
}

/// Ties between stages that cross, as if each stage were one column.
fn crossings_of(cast: &Cast<'_>, parts: &[Part], stages: &[Vec<usize>]) -> usize {
    let mut position = vec![0; cast.len()];
    for members in stages {
        for (k, &i) in members.iter().enumerate() {
            position[i] = k;
        }
    }
    let mut ties = vec![Vec::new(); STAGES * STAGES];
    for (stage, members) in stages.iter().enumerate() {
        for &i in members {
            for &(j, _) in cast.neighbors.of(i) {
                if let Part::Stage(other) = parts[j]
                    && stage < other
                {
                    ties[stage * STAGES + other].push((position[i], position[j]));
                }
            }
        }
    }
    let mut sum = 0;
    for (pair, ties) in ties.iter_mut().enumerate() {
        sum += crossings::between(ties, stages[pair % STAGES].len());
    }
    sum
}

/// Neighbors in a stage change places as long as that takes a crossing away.
fn exchange(cast: &Cast<'_>, parts: &[Part], stages: &mut [Vec<usize>], stage: usize) {
    const ROUNDS: usize = 12;
    let mut position = vec![0; cast.len()];
    for members in stages.iter() {
        for (k, &i) in members.iter().enumerate() {
            position[i] = k;
        }
    }
    // Ends in every other stage, rising.
    let ends: Vec<[Vec<usize>; STAGES]> = stages[stage]
        .iter()
        .map(|&i| {
            let mut ends: [Vec<usize>; STAGES] = Default::default();
            for &(j, _) in cast.neighbors.of(i) {
                if let Part::Stage(other) = parts[j]
                    && other != stage
                {
                    ends[other].push(position[j]);
                }
            }
            ends.iter_mut().for_each(|list| list.sort_unstable());
            ends
        })
        .collect();
    let mut order: Vec<usize> = (0..stages[stage].len()).collect();
    for _ in 0..ROUNDS {
        let mut better = false;
        for k in 1..order.len() {
            let (upper, lower) = (&ends[order[k - 1]], &ends[order[k]]);
            let crossing = |first: &[Vec<usize>; STAGES], second: &[Vec<usize>; STAGES]| -> usize {
                let of = |(a, b): (&Vec<usize>, &Vec<usize>)| {
                    a.iter()
                        .map(|&end| b.partition_point(|&other| other < end))
                        .sum::<usize>()
                };
                first.iter().zip(second).map(of).sum()
            };
            if crossing(lower, upper) < crossing(upper, lower) {
                order.swap(k - 1, k);
                better = true;
            }
        }
        if !better {
            break;
        }
    }
    stages[stage] = order.into_iter().map(|k| stages[stage][k]).collect();
}

/// The longest stage stands evenly, the others as near to those they are tied to as their orders allow.
fn place_stages(cast: &Cast<'_>, parts: &[Part], stages: &[Vec<usize>], frame: &Frame, points: &mut [Point]) {
    let mut y = vec![0.0; cast.len()];
    let edge = frame.height.max(frame.high);
    for (i, part) in parts.iter().enumerate() {
        if let Part::Lane(lane) = part {
            y[i] = if *lane < 0 { -edge } else { edge };
        }
    }
    for (stage, members) in stages.iter().enumerate() {
        for (k, &i) in members.iter().enumerate() {
            y[i] = frame.even(stage, members.len(), k);
        }
    }
    let mut by_height: Vec<usize> = (0..STAGES).filter(|&stage| !stages[stage].is_empty()).collect();
    let tall = |stage: usize| frame.step(stage) * stages[stage].len() as f64;
    by_height.sort_by(|&a, &b| tall(b).total_cmp(&tall(a)).then(a.cmp(&b)));
    for _ in 0..3 {
        for &stage in by_height.iter().skip(1) {
            let members = &stages[stage];
            let step = frame.step(stage);
            let mut wanted = Vec::with_capacity(members.len());
            for (k, &i) in members.iter().enumerate() {
                let even = frame.even(stage, members.len(), k);
                wanted.push(pull(cast, parts, &y, stage, i).unwrap_or(even));
            }
            let half = frame.height / 2.0;
            let apart = vec![step; members.len()];
            for (&i, at) in members.iter().zip(spread::between(&wanted, &apart, -half, half)) {
                y[i] = at;
            }
        }
    }
    for (stage, members) in stages.iter().enumerate() {
        for (k, &i) in members.iter().enumerate() {
            points[i] = Point::new(frame.x(stage, k) + frame.bend(y[i]), y[i]);
        }
    }
}

/// The name of a lane, before its first mark.
fn lane_heading(cast: &Cast<'_>, lane: i32, members: &[usize], points: &[Point]) -> Guide {
    let words = match lane {
        -2 => Role::PublicBody.name(),
        -1 => Role::Association.name(),
        1 => ActorKind::Related.name(),
        _ => Role::Service.name(),
    };
    let left = |&i: &usize| points[i].x - cast.room[i].half;
    let x = members.iter().map(left).fold(f64::INFINITY, f64::min);
    let y = members.iter().map(|&i| points[i].y).sum::<f64>() / members.len() as f64;
    Guide::head(Point::new(x - SPACE, y), Stand::Before, words)
}

/// What is above the chain, or below it.
struct Side {
    upwards: bool,
    /// Where it ends so far.
    edge: f64,
    /// Where actors stand in the lanes so far, from left to right of the chain.
    taken: Vec<f64>,
}

impl Side {
    fn new(upwards: bool, edge: f64) -> Self {
        Self {
            upwards,
            edge,
            taken: Vec::new(),
        }
    }

    /// The next place to the right that is not straight beyond somebody nearer to the chain, through whom ties would
    /// run.
    fn clear(&self, mut x: f64) -> f64 {
        const ASIDE: f64 = 44.0;
        // In a full lane nothing helps.
        for _ in 0..4 {
            match self.taken.iter().find(|other| (*other - x).abs() < ASIDE) {
                Some(other) => x = other + ASIDE,
                None => break,
            }
        }
        x
    }
}

/// A lane of one or more rows outward from what is there, each actor over or under those it is tied to.
fn place_lane(
    cast: &Cast<'_>,
    stages: &[Vec<usize>],
    members: &[usize],
    frame: &Frame,
    side: &mut Side,
    points: &mut [Point],
) {
    let room = cast.largest(members.iter().copied());
    let needed: f64 = members
        .iter()
        .map(|&i| 2.0 * cast.room[i].half + 2.0 * SPACE)
        .sum();
    let least = 4.0 * (2.0 * room.half + SPACE);
    let length = (frame.width + 2.0 * room.half).max(least) * LANE_MOST;
    // Ties within one row would lie on each other and on the marks between.
    let tied = members.len() > 2 && 2 * ties_within(cast, members) >= members.len();
    let rows = ((needed / length).ceil() as usize).max(if tied { 2 } else { 1 });
    let middle = frame.width / 2.0;
    let mut wanted: Vec<(f64, usize)> = members
        .iter()
        .map(|&i| {
            let (mut sum, mut all) = (0.0, 0.0);
            for &(j, weight) in cast.neighbors.of(i) {
                if matches!(part(cast.actors[j].kind), Part::Stage(_)) {
                    sum += weight * points[j].x;
                    all += weight;
                }
            }
            let x = if all > 0.0 { sum / all } else { middle };
            (side.clear(frame.beside_columns(x, stages)), i)
        })
        .collect();
    wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let high = room.radius + room.below + 2.0 * SPACE;
    for row in 0..rows {
        let y = if side.upwards {
            side.edge - BETWEEN_LANES - room.below - row as f64 * high
        } else {
            side.edge + BETWEEN_LANES + room.radius + row as f64 * high
        };
        let row: Vec<(f64, usize)> = wanted.iter().copied().skip(row).step_by(rows).collect();
        let apart: Vec<f64> = row
            .windows(2)
            .map(|pair| cast.room[pair[0].1].half + cast.room[pair[1].1].half + 2.0 * SPACE)
            .chain([0.0])
            .collect();
        let at: Vec<f64> = row.iter().map(|&(x, _)| x).collect();
        let slack = (length - frame.width) / 2.0;
        for (&(_, i), x) in row
            .iter()
            .zip(spread::between(&at, &apart, -slack, frame.width + slack))
        {
            let bend = frame.lane_bend(x, length);
            points[i] = Point::new(x, if side.upwards { y - bend } else { y + bend });
            side.taken.push(x);
        }
    }
    let depth =
        frame.lane_bend(middle, length) + BETWEEN_LANES + room.radius + room.below + (rows - 1) as f64 * high;
    side.edge += if side.upwards { -depth } else { depth };
}
