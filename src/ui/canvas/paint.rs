//! Lines and marks in points on the screen. Everything that paints an actor or a tie, large or small, comes here.

use egui::epaint::{CircleShape, Mesh, PathShape, PathStroke};
use egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2};

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
pub(crate) fn body(painter: &Painter, kind: ActorKind, center: Pos2, radius: f32, body: Body) {
    let outline = look::outline(kind);
    if outline.is_circle() {
        let radius = radius * outline.points()[0].x as f32;
        let stroke = if body.dashed { Stroke::NONE } else { body.outline };
        painter.add(CircleShape {
            center,
            radius,
            fill: body.fill,
            stroke,
        });
        if let Some(hole) = outline.hole() {
            let radius = radius * hole as f32;
            painter.add(CircleShape {
                center,
                radius,
                fill: body.paper,
                stroke: body.outline,
            });
        }
        if !body.dashed {
            return;
        }
    }
    let points: Vec<Pos2> = outline
        .grown(f64::from(radius), 0.0)
        .map(|p| center + vec2(p))
        .collect();
    if !outline.is_circle() {
        fill(painter, &points, center, outline.is_convex(), body.fill);
    }
    if body.dashed {
        let mut closed = points;
        closed.push(closed[0]);
        let unit = (radius / 18.0).clamp(0.45, 2.0);
        dashes(
            painter,
            &closed,
            &[f64::from(4.5 * unit), f64::from(3.0 * unit)],
            1.0,
            body.outline,
        );
    } else {
        painter.add(PathShape::closed_line(points, body.outline));
    }
}

/// Fills a polygon that can be seen whole from `center`.
fn fill(painter: &Painter, points: &[Pos2], center: Pos2, convex: bool, fill: Color32) {
    if convex {
        painter.add(PathShape::convex_polygon(points.to_vec(), fill, PathStroke::NONE));
        return;
    }
    // The toolkit fills only convex paths; the outline hides the edge that a bare mesh leaves ragged.
    let mut mesh = Mesh::default();
    mesh.colored_vertex(center, fill);
    for &point in points {
        mesh.colored_vertex(point, fill);
    }
    let n = points.len() as u32;
    for i in 0..n {
        mesh.add_triangle(0, 1 + i, 1 + (i + 1) % n);
    }
    painter.add(Shape::mesh(mesh));
}

/// A line around a mark at a distance from its outline.
pub(crate) fn ring(
    painter: &Painter,
    kind: ActorKind,
    center: Pos2,
    radius: f32,
    margin: f32,
    stroke: Stroke,
) {
    let outline = look::outline(kind);
    if outline.is_circle() {
        let radius = radius * outline.points()[0].x as f32 + margin;
        painter.circle_stroke(center, radius, stroke);
        return;
    }
    let points = outline
        .grown(f64::from(radius), f64::from(margin))
        .map(|p| center + vec2(p))
        .collect();
    painter.add(PathShape::closed_line(points, stroke));
}

/// A dot with a stem at the upper right of a mark that is held in place.
pub(crate) fn pin(painter: &Painter, center: Pos2, radius: f32, ink: Color32, paper: Color32) {
    let head = center + Vec2::new(0.86, -0.86) * (radius + 2.0);
    let foot = head + Vec2::new(-4.5, 4.5);
    painter.line_segment([head, foot], Stroke::new(3.6, paper));
    painter.circle_filled(head, 4.2, paper);
    painter.line_segment([head, foot], Stroke::new(1.6, ink));
    painter.circle_filled(head, 2.8, ink);
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
    /// Between double lines and around tips.
    pub(crate) tips: bool,
}

/// Paints a line with its pattern and its tips along a path on the screen.
pub(crate) fn thread(painter: &Painter, path: &[Pos2], thread: Thread) {
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
        from = tip(painter, path, false, line.from, shrink, thread);
        to = tip(painter, path, true, line.to, shrink, thread);
    }
    let rest = trimmed(path, from, to, total);
    if rest.len() < 2 {
        return;
    }
    let stroke = Stroke::new(width, color);
    match line.pattern {
        Pattern::Solid => stroke_path(painter, rest, stroke),
        Pattern::Double => {
            let each = (width * 0.34).max(0.8);
            let apart = (width * 0.5).max(1.6 * scale.max(0.7));
            for side in [-apart, apart] {
                stroke_path(painter, beside(&rest, side), Stroke::new(each, color));
            }
        }
        Pattern::Dotted => dots(painter, &rest, width * 0.62 + 0.25, color),
        Pattern::Dashed(pattern) => dashes(painter, &rest, pattern, scale, stroke),
        Pattern::Wedge => wedge(painter, &rest, width, color),
    }
}

/// A plain line along a path.
pub(crate) fn stroke_path(painter: &Painter, path: Vec<Pos2>, stroke: Stroke) {
    match path.as_slice() {
        &[a, b] => {
            painter.line_segment([a, b], stroke);
        }
        _ => {
            painter.line(path, stroke);
        }
    }
}

fn tip_length(tip: Tip, thread: Thread) -> f32 {
    let map_width = f64::from(thread.width / thread.scale.max(1e-3));
    tip.length(map_width) as f32 * thread.scale
}

/// Paints a tip and says how much of the line it replaces.
fn tip(painter: &Painter, path: &[Pos2], at_end: bool, tip: Tip, shrink: f32, thread: Thread) -> f32 {
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
            painter.add(PathShape::convex_polygon(
                vec![end, back + side, back - side],
                color,
                PathStroke::NONE,
            ));
            reach * 0.9
        }
        Tip::OpenArrow => {
            let stroke = Stroke::new(
                (thread.width * 0.5).clamp(1.2, 3.0 * thread.scale.max(1.0)),
                color,
            );
            // Strokes are as wide on both sides, so the point stands back by half a width.
            let point = end - toward * stroke.width * 0.6;
            painter.line(vec![back + side, point, back - side], stroke);
            stroke.width + thread.width * 0.4
        }
        Tip::Bar => {
            let stroke = Stroke::new((thread.width * 0.6).max(1.4), color);
            painter.line_segment([back + side, back - side], stroke);
            reach
        }
        Tip::Dot => {
            painter.circle_filled(end - toward * half, half, color);
            reach * 0.5
        }
        Tip::Diamond => {
            let middle = end - toward * (reach / 2.0);
            let points = vec![end, middle + side, back, middle - side];
            painter.add(PathShape::convex_polygon(points, color, PathStroke::NONE));
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
fn dashes(painter: &Painter, path: &[Pos2], pattern: &[f64], scale: f32, stroke: Stroke) {
    // Wide lines need longer gaps, or the dashes run together.
    let unit = scale.max(0.4) * (stroke.width / (5.0 * scale.max(0.4))).max(1.0);
    let mut turn = 0;
    let mut left = pattern[0] as f32 * unit;
    let mut piece = vec![path[0]];
    for pair in path.windows(2) {
        let (mut a, b) = (pair[0], pair[1]);
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
                stroke_path(painter, std::mem::take(&mut piece), stroke);
            } else {
                piece = vec![a];
            }
            turn += 1;
            left = pattern[turn % pattern.len()] as f32 * unit;
        }
    }
    if turn % 2 == 0 && piece.len() > 1 {
        stroke_path(painter, piece, stroke);
    }
}

/// Round dots as wide as the line.
fn dots(painter: &Painter, path: &[Pos2], radius: f32, color: Color32) {
    let radius = radius.max(0.7);
    let step = (radius * 3.6).max(3.0);
    let total = length(path);
    let count = (total / step).floor().max(1.0);
    let step = total / count;
    let mut next = step / 2.0;
    let mut walked = 0.0;
    for pair in path.windows(2) {
        let span = pair[0].distance(pair[1]);
        while next <= walked + span && span > 0.0 {
            painter.circle_filled(
                pair[0] + (pair[1] - pair[0]) * ((next - walked) / span),
                radius,
                color,
            );
            next += step;
        }
        walked += span;
    }
}

/// Wide at the start, pointed at the end.
fn wedge(painter: &Painter, path: &[Pos2], width: f32, color: Color32) {
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
        let quad = vec![left[i - 1], left[i], right[i], right[i - 1]];
        painter.add(PathShape::convex_polygon(quad, color, PathStroke::NONE));
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
