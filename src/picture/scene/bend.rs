//! The path of a tie, from outline to outline.

use super::{Mark, Strand};
use crate::base::geom::Vector;
use crate::picture::curve::Curve;
use crate::picture::look;

/// Less of a tie than this share is not worth drawing.
const LEAST: f64 = 1e-3;
/// How close to the outline a curve has to end, map units.
const CLOSE: f64 = 0.02;

/// Where a strand runs between its marks; `None` while they overlap so much that nothing is left of it.
pub(super) fn bend(from: &Mark, to: &Mark, strand: &Strand) -> Option<Curve> {
    let lane = f64::from(strand.lane);
    if strand.is_loop() {
        let whole = loop_curve(from, strand.turn);
        return part(
            &whole,
            whole.exit(false, |p| from.contains(p, 0.0)),
            whole.exit(true, |p| to.contains(p, 0.0)),
        );
    }
    if strand.runs_straight() {
        let along = to.at - from.at;
        let length = along.length_squared().sqrt();
        if length <= 0.0 {
            return None;
        }
        // A straight line leaves a mark where a ray does.
        let start = reach(from, along) / length;
        let end = 1.0 - reach(to, -along) / length;
        return part(&Curve::line(from.at, to.at), start.min(0.5), end.max(0.5));
    }
    let whole = lane_curve(from, to, lane);
    part(&whole, leave(&whole, false, from), leave(&whole, true, to))
}

fn part(whole: &Curve, start: f64, end: f64) -> Option<Curve> {
    (end - start > LEAST).then(|| whole.part(start, end))
}

/// Distance from the center of a mark to its outline in a direction.
fn reach(mark: &Mark, toward: Vector) -> f64 {
    let outline = look::outline(mark.kind);
    let share = if outline.is_circle() {
        outline.points()[0].x
    } else {
        outline.reach(toward)
    };
    share * mark.radius
}

/// Where a curve that begins (or ends) inside a mark passes its outline. It runs nearly straight outwards, so that a
/// few steps of as much as is missing lead there; where they do not, halving does.
fn leave(curve: &Curve, at_end: bool, mark: &Mark) -> f64 {
    let pace = 1.0 / (curve.points[3] - curve.points[0]).length().max(1e-9);
    let mut share = 0.0;
    for _ in 0..6 {
        let offset = curve.at(if at_end { 1.0 - share } else { share }) - mark.at;
        let missing = reach(mark, offset) - offset.length();
        if missing.abs() < CLOSE {
            return if at_end { 1.0 - share } else { share };
        }
        share = (share + missing * pace).clamp(0.0, 0.5);
    }
    curve.exit(at_end, |p| mark.contains(p, 0.0))
}

/// Where a tie between two marks runs, from center to center.
fn lane_curve(from: &Mark, to: &Mark, lane: f64) -> Curve {
    let along = to.at - from.at;
    let side = along.unit().unwrap_or(Vector::new(1.0, 0.0)).turned();
    // The ends spread a little too, so that arrowheads do not pile up on one spot of the outline.
    let start = lane.signum() * (lane.abs() * 0.6).min(from.radius * 0.55);
    let end = lane.signum() * (lane.abs() * 0.6).min(to.radius * 0.55);
    // Marks that stand close together leave no room for wide bows.
    let lane = lane.signum() * lane.abs().min(along.length() * 0.4);
    let middle = from.at + along / 2.0;
    let control = middle + side * (2.0 * lane - f64::midpoint(start, end));
    Curve::bent(from.at + side * start, control, to.at + side * end)
}

/// A small loop at the upper right of a mark; further ones go round clockwise.
fn loop_curve(mark: &Mark, turn: u8) -> Curve {
    let angle = -std::f64::consts::FRAC_PI_4 + 1.2 * f64::from(turn);
    let spread = 0.55;
    let arm = mark.radius * LOOP;
    let toward = |angle: f64, length: f64| mark.at + Vector::new(angle.cos(), angle.sin()) * length;
    let root = mark.radius * 0.5;
    Curve::cubic([
        toward(angle - spread, root),
        toward(angle - spread, arm),
        toward(angle + spread, arm),
        toward(angle + spread, root),
    ])
}

/// How far the arms of a loop reach, in radii of its mark.
pub(super) const LOOP: f64 = 3.0;
