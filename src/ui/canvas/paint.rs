//! Lines and marks in points on the screen. Everything that paints an actor or a tie, large or small, comes here.

use egui::{Color32, Pos2, Stroke, Vec2};

use super::sheet::Sheet;
use crate::base::geom::Vector;
use crate::model::ActorKind;
use crate::picture::look::{self, Line, Pattern, Rgb, Tip};

/// An opaque color.
pub(crate) fn color(Rgb(r, g, b): Rgb) -> Color32 {
    Color32::from_rgb(r, g, b)
}

/// A translucent color.
pub(crate) fn veil(Rgb(r, g, b): Rgb, alpha: f32) -> Color32 {
    Color32::from_rgba_unmultiplied(r, g, b, (alpha.clamp(0.0, 1.0) * 255.0) as u8)
}

fn vec2(v: Vector) -> Vec2 {
    Vec2::new(v.x as f32, v.y as f32)
}

/// How the body of a mark is painted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Body {
    pub(crate) fill: Color32,
    pub(crate) outline: Stroke,
    /// Dashed outline of an external actor.
    pub(crate) dashed: bool,
    /// Ground that shows through the hole of a ring.
    pub(crate) paper: Color32,
}

/// Paints the body of a mark.
pub(crate) fn body(sheet: &mut Sheet, kind: ActorKind, center: Pos2, radius: f32, body: Body) {
    let outline = look::outline(kind);
    let points: Vec<Pos2> = outline
        .grown(f64::from(radius), 0.0)
        .map(|p| center + vec2(p))
        .collect();
    if outline.is_circle() {
        sheet.disc(center, radius * outline.points()[0].x as f32, body.fill);
    } else if outline.is_convex() {
        sheet.convex(&points, body.fill);
    } else {
        sheet.fan(&points, center, body.fill);
    }
    if let Some(hole) = outline.hole() {
        let radius = radius * hole as f32;
        sheet.disc(center, radius, body.paper);
        sheet.ring(center, radius, body.outline);
    }
    if body.dashed {
        let mut closed = points;
        closed.push(closed[0]);
        let unit = (radius / 18.0).clamp(0.45, 2.0);
        let pattern = [f64::from(4.5 * unit), f64::from(3.0 * unit)];
        dashes(sheet, &closed, &pattern, 1.0, body.outline);
    } else if outline.is_circle() {
        sheet.ring(center, radius * outline.points()[0].x as f32, body.outline);
    } else {
        sheet.outline(&points, body.outline);
    }
}

/// A line around a mark at a distance from its outline.
pub(crate) fn ring(
    sheet: &mut Sheet,
    kind: ActorKind,
    center: Pos2,
    radius: f32,
    margin: f32,
    stroke: Stroke,
) {
    let outline = look::outline(kind);
    if outline.is_circle() {
        let radius = radius * outline.points()[0].x as f32 + margin;
        sheet.ring(center, radius, stroke);
        return;
    }
    let points: Vec<Pos2> = outline
        .grown(f64::from(radius), f64::from(margin))
        .map(|p| center + vec2(p))
        .collect();
    sheet.outline(&points, stroke);
}

/// A dot with a stem at the upper right of a mark that is held in place.
pub(crate) fn pin(sheet: &mut Sheet, center: Pos2, radius: f32, ink: Color32, paper: Color32) {
    let head = center + Vec2::new(0.86, -0.86) * (radius + 2.0);
    let foot = head + Vec2::new(-4.5, 4.5);
    sheet.segment([head, foot], Stroke::new(3.6, paper));
    sheet.disc(head, 4.2, paper);
    sheet.segment([head, foot], Stroke::new(1.6, ink));
    sheet.disc(head, 2.8, ink);
}

/// A small button with a plus on the ring around a mark.
pub(crate) fn plus(sheet: &mut Sheet, at: Pos2, ink: Color32, paper: Color32) {
    sheet.disc(at, 7.0, paper);
    sheet.disc(at, 6.0, ink);
    for arm in [Vec2::new(3.0, 0.0), Vec2::new(0.0, 3.0)] {
        sheet.segment([at - arm, at + arm], Stroke::new(1.5, paper));
    }
}

/// How a line is painted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Thread {
    pub(crate) line: Line,
    /// Points on the screen.
    pub(crate) width: f32,
    /// Points on the screen per map unit, for dashes and tips.
    pub(crate) scale: f32,
    pub(crate) color: Color32,
    /// What its ends look like is painted too; small on the screen they would be specks.
    pub(crate) tips: bool,
}

/// Paints a line with its pattern and its tips along a path on the screen.
pub(crate) fn thread(sheet: &mut Sheet, path: &[Pos2], thread: Thread) {
    let total = length(path);
    if path.len() < 2 || total < 0.5 {
        return;
    }
    let Thread {
        line,
        width,
        scale,
        color,
        ..
    } = thread;
    let (mut from, mut to) = (0.0, 0.0);
    if thread.tips {
        let wanted = tip_length(line.from, thread) + tip_length(line.to, thread);
        // On a short line tips shrink rather than eat it up.
        let shrink = if wanted > 0.0 {
            (total * 0.7 / wanted).min(1.0)
        } else {
            1.0
        };
        from = tip(sheet, path, false, line.from, shrink, thread);
        to = tip(sheet, path, true, line.to, shrink, thread);
    }
    let rest = trimmed(path, from, to, total);
    if rest.len() < 2 {
        return;
    }
    let stroke = Stroke::new(width, color);
    match line.pattern {
        Pattern::Solid => stroke_path(sheet, &rest, stroke),
        Pattern::Double => {
            let each = (width * 0.34).max(0.8);
            let apart = (width * 0.5).max(1.6 * scale.max(0.7));
            for side in [-apart, apart] {
                stroke_path(sheet, &beside(&rest, side), Stroke::new(each, color));
            }
        }
        Pattern::Dotted => dots(sheet, &rest, width * 0.62 + 0.25, color),
        Pattern::Dashed(pattern) => dashes(sheet, &rest, pattern, scale, stroke),
        Pattern::Wedge => wedge(sheet, &rest, width, color),
    }
}

/// A plain line along a path.
pub(crate) fn stroke_path(sheet: &mut Sheet, path: &[Pos2], stroke: Stroke) {
    match path {
        &[a, b] => sheet.segment([a, b], stroke),
        _ => sheet.line(path, stroke),
    }
}

fn tip_length(tip: Tip, thread: Thread) -> f32 {
    let map_width = f64::from(thread.width / thread.scale.max(1e-3));
    tip.length(map_width) as f32 * thread.scale
}

/// Paints a tip and says how much of the line it replaces.
fn tip(sheet: &mut Sheet, path: &[Pos2], at_end: bool, tip: Tip, shrink: f32, thread: Thread) -> f32 {
    if tip == Tip::Plain {
        return 0.0;
    }
    let map_width = f64::from(thread.width / thread.scale.max(1e-3));
    let reach = tip_length(tip, thread) * shrink;
    let half = tip.half_width(map_width) as f32 * thread.scale * shrink;
    let end = if at_end { path[path.len() - 1] } else { path[0] };
    let back = along(path, reach, at_end);
    let toward = (end - back).normalized();
    let side = toward.rot90() * half;
    let color = thread.color;
    match tip {
        Tip::Plain => 0.0,
        Tip::Arrow => {
            sheet.convex(&[end, back + side, back - side], color);
            reach * 0.9
        }
        Tip::OpenArrow => {
            let stroke = Stroke::new(
                (thread.width * 0.5).clamp(1.2, 3.0 * thread.scale.max(1.0)),
                color,
            );
            // Strokes are as wide on both sides, so the point stands back by half a width.
            let point = end - toward * stroke.width * 0.6;
            sheet.line(&[back + side, point, back - side], stroke);
            stroke.width + thread.width * 0.4
        }
        Tip::Bar => {
            let stroke = Stroke::new((thread.width * 0.6).max(1.4), color);
            sheet.segment([back + side, back - side], stroke);
            reach
        }
        Tip::Dot => {
            sheet.disc(end - toward * half, half, color);
            reach * 0.5
        }
        Tip::Diamond => {
            let middle = end - toward * (reach / 2.0);
            sheet.convex(&[end, middle + side, back, middle - side], color);
            reach * 0.9
        }
    }
}

fn length(path: &[Pos2]) -> f32 {
    path.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// The point at a distance along a path, from its start or its end.
fn along(path: &[Pos2], distance: f32, from_end: bool) -> Pos2 {
    let mut left = distance;
    let n = path.len();
    for i in 1..n {
        let (a, b) = if from_end {
            (path[n - i], path[n - i - 1])
        } else {
            (path[i - 1], path[i])
        };
        let step = a.distance(b);
        if left <= step && step > 0.0 {
            return a + (b - a) * (left / step);
        }
        left -= step;
    }
    if from_end { path[0] } else { path[n - 1] }
}

/// The path without so much at its start and its end.
fn trimmed(path: &[Pos2], from: f32, to: f32, total: f32) -> Vec<Pos2> {
    if from + to >= total {
        return Vec::new();
    }
    if from <= 0.0 && to <= 0.0 {
        return path.to_vec();
    }
    let mut rest = vec![along(path, from, false)];
    let mut walked = 0.0;
    for pair in path.windows(2) {
        walked += pair[0].distance(pair[1]);
        if walked > from && walked < total - to {
            rest.push(pair[1]);
        }
    }
    rest.push(along(path, to, true));
    rest
}

/// The path moved sideways.
fn beside(path: &[Pos2], by: f32) -> Vec<Pos2> {
    let n = path.len();
    (0..n)
        .map(|i| {
            let before = path[i.saturating_sub(1)];
            let after = path[(i + 1).min(n - 1)];
            path[i] + (after - before).normalized().rot90() * by
        })
        .collect()
}

/// Dashes and gaps in turn; lengths in map units.
fn dashes(sheet: &mut Sheet, path: &[Pos2], pattern: &[f64], scale: f32, stroke: Stroke) {
    // Wide lines need longer gaps, or the dashes run together.
    let unit = scale.max(0.4) * (stroke.width / (5.0 * scale.max(0.4))).max(1.0);
    let length = |turn: usize| pattern[turn % pattern.len()] as f32 * unit;
    let period: f32 = (0..2 * pattern.len()).map(length).sum();
    let mut turn = 0;
    let mut left = length(0);
    let mut piece = vec![path[0]];
    for pair in path.windows(2) {
        let (mut a, mut b) = (pair[0], pair[1]);
        let span = a.distance(b);
        // Lines can go far out of sight. What is not seen is skipped in whole periods, so that the dashes stay
        // where they are on the line when the view moves.
        let Some((from, to)) = sheet.seen_part([a, b], 2.0 * period + stroke.width) else {
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
            b -= (pair[1] - pair[0]) * (after * period / span);
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
                stroke_path(sheet, &piece, stroke);
            }
            piece.clear();
            piece.push(a);
            turn += 1;
            left = length(turn);
        }
    }
    if turn % 2 == 0 && piece.len() > 1 {
        stroke_path(sheet, &piece, stroke);
    }
}

/// Round dots as wide as the line.
fn dots(sheet: &mut Sheet, path: &[Pos2], radius: f32, color: Color32) {
    let radius = radius.max(0.7);
    let step = (radius * 3.6).max(3.0);
    let total = f64::from(length(path));
    let count = (total / f64::from(step)).floor().max(1.0);
    let step = total / count;
    let mut walked = 0.0;
    for pair in path.windows(2) {
        let along = pair[1] - pair[0];
        let span = f64::from(along.length());
        // Lines can go far out of sight, and only what is seen gets its dots.
        if span > 0.0
            && let Some((from, to)) = sheet.seen_part([pair[0], pair[1]], radius + 1.0)
        {
            let place = |share: f32| (walked + span * f64::from(share)) / step - 0.5;
            let (first, last) = (place(from).ceil() as u64, place(to).floor());
            for dot in (first..).take_while(|&dot| dot as f64 <= last) {
                let share = ((dot as f64 + 0.5) * step - walked) / span;
                sheet.disc(pair[0] + along * share as f32, radius, color);
            }
        }
        walked += span;
    }
}

/// Wide at the start, pointed at the end.
fn wedge(sheet: &mut Sheet, path: &[Pos2], width: f32, color: Color32) {
    let total = length(path).max(1e-3);
    let (start, end) = (width.max(1.5) * 1.15, (width * 0.12).max(0.5));
    let n = path.len();
    let mut walked = 0.0;
    let mut left = Vec::with_capacity(n);
    let mut right = Vec::with_capacity(n);
    for i in 0..n {
        if i > 0 {
            walked += path[i - 1].distance(path[i]);
        }
        let half = start + (end - start) * (walked / total);
        let side = (path[(i + 1).min(n - 1)] - path[i.saturating_sub(1)])
            .normalized()
            .rot90()
            * half;
        left.push(path[i] + side);
        right.push(path[i] - side);
    }
    for i in 1..n {
        sheet.convex(&[left[i - 1], left[i], right[i], right[i - 1]], color);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corner() -> Vec<Pos2> {
        vec![Pos2::new(0.0, 0.0), Pos2::new(10.0, 0.0), Pos2::new(10.0, 10.0)]
    }

    #[test]
    fn walking_along_a_path() {
        assert_eq!(along(&corner(), 15.0, false), Pos2::new(10.0, 5.0));
        assert_eq!(along(&corner(), 15.0, true), Pos2::new(5.0, 0.0));
        assert_eq!(along(&corner(), 99.0, false), Pos2::new(10.0, 10.0));
    }

    #[test]
    fn trimming_keeps_the_corner() {
        let rest = trimmed(&corner(), 4.0, 3.0, 20.0);
        assert_eq!(
            rest,
            [Pos2::new(4.0, 0.0), Pos2::new(10.0, 0.0), Pos2::new(10.0, 7.0)]
        );
        assert!(trimmed(&corner(), 12.0, 8.0, 20.0).is_empty());
    }
}
