//! Patterns of lines, piece by piece, for pens that know none.

use crate::base::geom::{Point, Rect};

use super::pen::{Form, Ink, Pen, Stroke};
use super::way::length;

/// Where the part of a straight line that can be seen begins and ends, in shares of its length; none when nothing of
/// it comes nearer than `margin` to what is seen.
pub fn seen_part(seen: Option<Rect>, [a, b]: [Point; 2], margin: f64) -> Option<(f64, f64)> {
    let Some(seen) = seen.map(|seen| seen.grown(margin)) else {
        return Some((0.0, 1.0));
    };
    let along = b - a;
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (start, way, least, most) in [
        (a.x, along.x, seen.min.x, seen.max.x),
        (a.y, along.y, seen.min.y, seen.max.y),
    ] {
        if way == 0.0 {
            if !(least..=most).contains(&start) {
                return None;
            }
        } else {
            let (low, high) = ((least - start) / way, (most - start) / way);
            from = from.max(low.min(high));
            to = to.min(low.max(high));
        }
    }
    (from <= to).then_some((from, to))
}

fn stroke_path<P: Pen + ?Sized>(pen: &mut P, path: &[Point], stroke: Stroke) {
    match *path {
        [a, b] => pen.segment([a, b], stroke),
        _ => pen.line(path, stroke),
    }
}

/// Dashes and gaps in turn.
pub(super) fn dashes<P: Pen + ?Sized>(pen: &mut P, path: &[Point], pattern: &[f64], stroke: Stroke) {
    let seen = pen.seen();
    let length = |turn: usize| pattern[turn % pattern.len()];
    let period: f64 = (0..2 * pattern.len()).map(length).sum();
    let mut turn = 0;
    let mut left = length(0);
    let mut piece = vec![path[0]];
    for pair in path.windows(2) {
        let (mut a, mut b) = (pair[0], pair[1]);
        let span = a.distance(b);
        // Lines can go far out of sight. What is not seen is skipped in whole periods, so that the dashes stay
        // where they are on the line when the view moves.
        let Some((from, to)) = seen_part(seen, [a, b], 2.0 * period + stroke.width) else {
            let mut rest = span % period;
            while rest >= left {
                rest -= left;
                turn += 1;
                left = length(turn);
            }
            left -= rest;
            piece.clear();
            piece.push(b);
            continue;
        };
        let (before, after) = (
            (from * span / period).floor(),
            ((1.0 - to) * span / period).floor(),
        );
        if before > 0.0 {
            a += (pair[1] - pair[0]) * (before * period / span);
            piece.clear();
            piece.push(a);
        }
        if after > 0.0 {
            b = b - (pair[1] - pair[0]) * (after * period / span);
        }
        loop {
            let step = a.distance(b);
            if step < left {
                left -= step;
                if turn % 2 == 0 {
                    piece.push(b);
                }
                break;
            }
            a += (b - a) * (left / step.max(1e-6));
            if turn % 2 == 0 {
                piece.push(a);
                stroke_path(pen, &piece, stroke);
            }
            piece.clear();
            piece.push(a);
            turn += 1;
            left = length(turn);
        }
    }
    if turn % 2 == 0 && piece.len() > 1 {
        stroke_path(pen, &piece, stroke);
    }
}

/// Round dots at even steps.
pub(super) fn dots<P: Pen + ?Sized>(pen: &mut P, path: &[Point], radius: f64, step: f64, ink: Ink) {
    let seen = pen.seen();
    let mut walked = 0.0;
    for pair in path.windows(2) {
        let along = pair[1] - pair[0];
        let span = along.length();
        // Lines can go far out of sight, and only what is seen gets its dots.
        if span > 0.0
            && let Some((from, to)) = seen_part(seen, [pair[0], pair[1]], radius + 1.0)
        {
            let place = |share: f64| (walked + span * share) / step - 0.5;
            let (first, last) = (place(from).ceil() as u64, place(to).floor());
            for dot in (first..).take_while(|&dot| dot as f64 <= last) {
                let share = ((dot as f64 + 0.5) * step - walked) / span;
                pen.fill(Form::Disc(pair[0] + along * share, radius), ink);
            }
        }
        walked += span;
    }
}

/// How far dots of this radius stand apart along a path, so that they end as they begin.
pub(super) fn dot_step(path: &[Point], radius: f64) -> f64 {
    let step = (radius * 3.6).max(3.0);
    let total = length(path);
    total / (total / step).floor().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seen_part_of_a_line() {
        let seen = Some(Rect::from_corners(Point::ORIGIN, Point::new(100.0, 100.0)));
        let across = [Point::new(-100.0, 50.0), Point::new(300.0, 50.0)];
        assert_eq!(seen_part(seen, across, 0.0), Some((0.25, 0.5)));
        assert_eq!(seen_part(seen, across, 100.0), Some((0.0, 0.75)));
        let inside = [Point::new(10.0, 10.0), Point::new(10.0, 90.0)];
        assert_eq!(seen_part(seen, inside, 0.0), Some((0.0, 1.0)));
        let past_the_corner = [Point::new(-50.0, 60.0), Point::new(60.0, -80.0)];
        assert_eq!(seen_part(seen, past_the_corner, 0.0), None);
        assert_eq!(seen_part(None, past_the_corner, 0.0), Some((0.0, 1.0)));
    }
}
