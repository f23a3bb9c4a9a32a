//! Marks and lines of ties on the paper. Everything that draws an actor or a tie, large or small, comes here.

use crate::base::geom::{Point, Vector};
use crate::model::ActorKind;
use crate::picture::look::{self, Line, Pattern, Tip};

use super::dash;
use super::pen::{Form, Ink, Pen, Stroke};
use super::way::{Way, along, side};

/// How the body of a mark is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// Its ground.
    pub fill: Ink,
    /// The line around it.
    pub outline: Stroke,
    /// Dashed outline of an external actor.
    pub dashed: bool,
    /// Ground that shows through the hole of a ring.
    pub paper: Ink,
}

/// Draws the body of a mark.
pub fn body(pen: &mut (impl Pen + ?Sized), kind: ActorKind, center: Point, radius: f64, body: Body) {
    let outline = look::outline(kind);
    let points: Vec<Point> = outline.grown(radius, 0.0).map(|p| center + p).collect();
    let form = if outline.is_circle() {
        Form::Disc(center, radius * outline.points()[0].x)
    } else if outline.is_convex() {
        Form::Convex(&points)
    } else {
        Form::Star(&points, center)
    };
    if body.dashed {
        let unit = (radius / 18.0).clamp(0.45, 2.0);
        let pattern = stretched(&[4.5 * unit, 3.0 * unit], 1.0, body.outline.width);
        pen.fill(form, body.fill);
        pen.dashed_outline(form, &points, &pattern, body.outline);
    } else {
        pen.body(form, body.fill, body.outline);
    }
    if let Some(hole) = outline.hole() {
        pen.body(Form::Disc(center, radius * hole), body.paper, body.outline);
    }
}

/// A line around a mark at a distance from its outline.
pub fn ring(
    pen: &mut (impl Pen + ?Sized),
    kind: ActorKind,
    center: Point,
    radius: f64,
    margin: f64,
    stroke: Stroke,
) {
    let outline = look::outline(kind);
    if outline.is_circle() {
        let radius = radius * outline.points()[0].x + margin;
        pen.outline(Form::Disc(center, radius), stroke);
        return;
    }
    let points: Vec<Point> = outline.grown(radius, margin).map(|p| center + p).collect();
    pen.outline(Form::Star(&points, center), stroke);
}

/// A dot with a stem at the upper right of a mark that is held in place.
pub fn pin(pen: &mut (impl Pen + ?Sized), center: Point, radius: f64, ink: Ink, paper: Ink) {
    let head = center + Vector::new(0.86, -0.86) * (radius + 2.0);
    let foot = head + Vector::new(-4.5, 4.5);
    pen.segment([head, foot], Stroke::new(3.6, paper));
    pen.fill(Form::Disc(head, 4.2), paper);
    pen.segment([head, foot], Stroke::new(1.6, ink));
    pen.fill(Form::Disc(head, 2.8), ink);
}

/// A mark so small that only its color is seen.
pub fn dot(pen: &mut (impl Pen + ?Sized), center: Point, radius: f64, fill: Ink, outline: Stroke) {
    let half = outline.width / 2.0;
    pen.fill(Form::Disc(center, radius + half), outline.ink);
    pen.fill(Form::Disc(center, radius - half), fill);
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Thread {
    /// Pattern and tips.
    pub line: Line,
    /// Width, points.
    pub width: f64,
    /// Points per map unit, for dashes and tips.
    pub scale: f64,
    /// Color.
    pub ink: Ink,
    /// What its ends look like is drawn too; small on the paper they would be specks.
    pub tips: bool,
}

/// Draws a line with its pattern and its tips along a way.
pub fn thread(pen: &mut (impl Pen + ?Sized), way: &Way, thread: Thread) {
    let total = way.length();
    if total < 0.5 {
        return;
    }
    let Thread {
        line,
        width,
        scale,
        ink,
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
        from = tip(pen, way.points(), false, line.from, shrink, thread);
        to = tip(pen, way.points(), true, line.to, shrink, thread);
    }
    let Some(rest) = way.trimmed(from, to) else {
        return;
    };
    let stroke = Stroke::new(width, ink);
    match line.pattern {
        Pattern::Solid => pen.follow(&rest, stroke),
        Pattern::Double => {
            let each = (width * 0.34).max(0.8);
            let apart = (width * 0.5).max(1.6 * scale.max(0.7));
            for by in [-apart, apart] {
                pen.follow(&rest.beside(by), Stroke::new(each, ink));
            }
        }
        Pattern::Dotted => {
            let radius = (width * 0.62 + 0.25).max(0.7);
            pen.dots(&rest, radius, dash::dot_step(rest.points(), radius), ink);
        }
        Pattern::Dashed(pattern) => pen.dashes(&rest, &stretched(pattern, scale, width), stroke),
        Pattern::Wedge => wedge(pen, rest.points(), width, ink),
    }
}

/// Lengths of dashes and gaps on the paper of a pattern in map units.
fn stretched(pattern: &[f64], scale: f64, width: f64) -> Vec<f64> {
    let scale = scale.max(0.4);
    // Wide lines need longer gaps, or the dashes run together.
    let unit = scale * (width / (5.0 * scale)).max(1.0);
    pattern.iter().map(|length| length * unit).collect()
}

fn tip_length(tip: Tip, thread: Thread) -> f64 {
    tip.length(thread.width / thread.scale.max(1e-3)) * thread.scale
}

/// Draws a tip and says how much of the line it replaces.
fn tip(
    pen: &mut (impl Pen + ?Sized),
    path: &[Point],
    at_end: bool,
    tip: Tip,
    shrink: f64,
    thread: Thread,
) -> f64 {
    if tip == Tip::Plain {
        return 0.0;
    }
    let map_width = thread.width / thread.scale.max(1e-3);
    let reach = tip_length(tip, thread) * shrink;
    let half = tip.half_width(map_width) * thread.scale * shrink;
    let end = if at_end { path[path.len() - 1] } else { path[0] };
    let back = along(path, reach, at_end);
    let toward = (end - back).unit().unwrap_or(Vector::ZERO);
    let side = toward.turned() * half;
    let ink = thread.ink;
    match tip {
        Tip::Plain => 0.0,
        Tip::Arrow => {
            pen.fill(Form::Convex(&[end, back + side, back - side]), ink);
            reach * 0.9
        }
        Tip::OpenArrow => {
            let width = (thread.width * 0.5).clamp(1.2, 3.0 * thread.scale.max(1.0));
            // Strokes are as wide on both sides, so the point stands back by half a width.
            let point = end - toward * width * 0.6;
            pen.line(&[back + side, point, back - side], Stroke::new(width, ink));
            width + thread.width * 0.4
        }
        Tip::Bar => {
            let stroke = Stroke::new((thread.width * 0.6).max(1.4), ink);
            pen.segment([back + side, back - side], stroke);
            reach
        }
        Tip::Dot => {
            pen.fill(Form::Disc(end - toward * half, half), ink);
            reach * 0.5
        }
        Tip::Diamond => {
            let middle = end - toward * (reach / 2.0);
            pen.fill(Form::Convex(&[end, middle + side, back, middle - side]), ink);
            reach * 0.9
        }
    }
}

/// Wide at the start, pointed at the end.
fn wedge(pen: &mut (impl Pen + ?Sized), path: &[Point], width: f64, ink: Ink) {
    let total = super::way::length(path).max(1e-3);
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
        let off = side(path[(i + 1).min(n - 1)] - path[i.saturating_sub(1)]) * half;
        left.push(path[i] + off);
        right.push(path[i] - off);
    }
    pen.band(&left, &right, ink);
}
