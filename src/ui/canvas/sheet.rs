//! Lines and areas of the map as triangles of one mesh.
//!
//! A map of some hundred ties is thousands of dashes, dots and tips. Handed to the toolkit one by one, each costs a
//! lock, an allocation and a pass over its path; in one mesh they cost only their corners. Edges fade out over one
//! pixel, as the toolkit's own do.

use std::f32::consts::TAU;
use std::sync::{Arc, LazyLock};

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2};

use super::paint::{area, ink, pos, stroke};
use crate::base::geom;
use crate::picture::draw::{self, Form, Ink, Pen};

/// What is painted together. Later things cover earlier ones.
pub(crate) struct Sheet {
    mesh: Mesh,
    /// Width of the soft edge, points.
    feather: f32,
    /// What can be seen of the screen. Patterns leave out what lies beyond it.
    seen: Rect,
    /// Corners of the path that is being painted; kept for its memory.
    corners: Vec<Corner>,
    /// Its points; kept for the same reason.
    points: Vec<Pos2>,
    /// The same of what somebody else draws, as points of the screen.
    path: Vec<Pos2>,
}

/// A corner of a path: where it is, and how far an edge beside it lies for each point of width.
#[derive(Clone, Copy)]
struct Corner {
    at: Pos2,
    side: Vec2,
}

/// Sharp corners reach no farther than this many half widths.
const MITER: f32 = 2.0;

impl Sheet {
    /// An empty sheet for a painter's screen.
    pub(crate) fn new(painter: &Painter) -> Self {
        Self {
            mesh: Mesh::default(),
            feather: 1.0 / painter.pixels_per_point(),
            seen: painter.clip_rect(),
            corners: Vec::new(),
            points: Vec::new(),
            path: Vec::new(),
        }
    }

    /// An empty sheet in the memory of one that was painted before. Fresh memory for each frame costs more than
    /// what is written to it.
    pub(crate) fn again(painter: &Painter, spare: Option<Arc<Mesh>>) -> Self {
        let mut sheet = Self::new(painter);
        if let Some(mut mesh) = spare.and_then(Arc::into_inner) {
            mesh.clear();
            sheet.mesh = mesh;
        }
        sheet
    }

    /// Paints what `draw` puts on a sheet.
    pub(crate) fn paint(painter: &Painter, draw: impl FnOnce(&mut Self)) {
        let mut sheet = Self::new(painter);
        draw(&mut sheet);
        sheet.put(painter);
    }

    /// Hands everything to the painter. What is returned can be painted on again once the frame is over.
    pub(crate) fn put(self, painter: &Painter) -> Arc<Mesh> {
        let mesh = Arc::new(self.mesh);
        if !mesh.is_empty() {
            painter.add(Shape::Mesh(Arc::clone(&mesh)));
        }
        mesh
    }

    fn vertex(&mut self, pos: Pos2, color: Color32) -> u32 {
        let index = self.mesh.vertices.len() as u32;
        self.mesh.vertices.push(Vertex {
            pos,
            uv: WHITE_UV,
            color,
        });
        index
    }

    /// Two triangles between two rows of corners that begin at `a` and `b`.
    fn band(&mut self, a: u32, b: u32) {
        self.mesh.indices.extend([a, a + 1, b, b, a + 1, b + 1]);
    }

    /// A straight line.
    pub(crate) fn segment(&mut self, [a, b]: [Pos2; 2], stroke: Stroke) {
        let along = b - a;
        let length = length(along);
        if length <= 0.0 {
            return;
        }
        let side = (along / length).rot90();
        self.corners.clear();
        self.corners
            .extend([Corner { at: a, side }, Corner { at: b, side }]);
        self.stroke(false, stroke);
    }

    /// An open line along a path.
    pub(crate) fn line(&mut self, path: &[Pos2], stroke: Stroke) {
        self.follow(path, false);
        self.stroke(false, stroke);
    }

    /// A closed line around an area.
    pub(crate) fn outline(&mut self, path: &[Pos2], stroke: Stroke) {
        self.follow(path, true);
        self.stroke(true, stroke);
    }

    /// Finds the corners of a path; points that lie on each other are one.
    fn follow(&mut self, path: &[Pos2], closed: bool) {
        self.corners.clear();
        let mut points = std::mem::take(&mut self.points);
        points.clear();
        points.extend_from_slice(path);
        points.dedup_by(|a, b| a.distance_sq(*b) < 1e-6);
        if closed && points.len() > 1 && points[0].distance_sq(points[points.len() - 1]) < 1e-6 {
            points.pop();
        }
        self.corners_of(&points, closed);
        self.points = points;
    }

    fn corners_of(&mut self, points: &[Pos2], closed: bool) {
        let n = points.len();
        if n < 2 {
            return;
        }
        let normal = |i: usize| {
            let along = points[(i + 1) % n] - points[i % n];
            (along / length(along)).rot90()
        };
        for (i, &at) in points.iter().enumerate() {
            let before = if i > 0 {
                normal(i - 1)
            } else if closed {
                normal(n - 1)
            } else {
                normal(0)
            };
            let after = if i + 1 < n || closed { normal(i) } else { before };
            let middle = (before + after) / 2.0;
            // The sharper the corner, the farther out the edges meet.
            let side = middle / middle.length_sq().max(1.0 / (MITER * MITER));
            self.corners.push(Corner { at, side });
        }
    }

    fn stroke(&mut self, closed: bool, stroke: Stroke) {
        let n = self.corners.len();
        if n < 2 || stroke.width <= 0.0 || stroke.color == Color32::TRANSPARENT {
            return;
        }
        let feather = self.feather;
        // What is thinner than a pixel is fainter instead.
        let thin = stroke.width <= feather;
        let color = if thin {
            stroke.color.gamma_multiply(stroke.width / feather)
        } else {
            stroke.color
        };
        let inner = if thin { 0.0 } else { (stroke.width - feather) / 2.0 };
        let outer = inner + feather;
        let columns: &[(f32, Color32)] = if thin {
            &[
                (outer, Color32::TRANSPARENT),
                (0.0, color),
                (-outer, Color32::TRANSPARENT),
            ]
        } else {
            &[
                (outer, Color32::TRANSPARENT),
                (inner, color),
                (-inner, color),
                (-outer, Color32::TRANSPARENT),
            ]
        };
        // Nobody sees how a hairline ends.
        let soft = !closed && stroke.width > 1.2 * feather;
        let first = self.mesh.vertices.len() as u32;
        let width = columns.len() as u32;
        let mut rows = 0;
        let corners = std::mem::take(&mut self.corners);
        for (i, corner) in corners.iter().enumerate() {
            let ends = soft && (i == 0 || i == n - 1);
            // The soft edge of an end runs along the line.
            let out = if i == 0 {
                corner.side.rot90()
            } else {
                -corner.side.rot90()
            };
            let half = feather / 2.0;
            let mut row = |sheet: &mut Self, shift: f32, clear: bool| {
                for &(off, color) in columns {
                    let color = if clear { Color32::TRANSPARENT } else { color };
                    sheet.vertex(corner.at + corner.side * off + out * shift, color);
                }
                rows += 1;
            };
            match (ends, i) {
                (true, 0) => {
                    row(self, half, true);
                    row(self, -half, false);
                }
                (true, _) => {
                    row(self, -half, false);
                    row(self, half, true);
                }
                (false, _) => row(self, 0.0, false),
            }
        }
        self.corners = corners;
        let bands = if closed { rows } else { rows - 1 };
        for row in 0..bands {
            let next = (row + 1) % rows;
            for column in 0..width - 1 {
                self.band(first + row * width + column, first + next * width + column);
            }
        }
    }

    /// A filled area without dents.
    pub(crate) fn convex(&mut self, path: &[Pos2], fill: Color32) {
        self.follow(path, true);
        let n = self.corners.len() as u32;
        if n < 3 || fill == Color32::TRANSPARENT {
            return;
        }
        let corners = std::mem::take(&mut self.corners);
        // Which side is outside depends on the direction in which the path runs.
        let area: f32 = (0..corners.len())
            .map(|i| {
                let (a, b) = (corners[i].at, corners[(i + 1) % corners.len()].at);
                a.x * b.y - b.x * a.y
            })
            .sum();
        let out = if area > 0.0 { 0.5 } else { -0.5 } * self.feather;
        let first = self.mesh.vertices.len() as u32;
        for corner in &corners {
            self.vertex(corner.at - corner.side * out, fill);
            self.vertex(corner.at + corner.side * out, Color32::TRANSPARENT);
        }
        self.corners = corners;
        for i in 2..n {
            self.mesh.add_triangle(first, first + 2 * (i - 1), first + 2 * i);
        }
        for i in 0..n {
            self.band(first + 2 * i, first + 2 * ((i + 1) % n));
        }
    }

    /// A filled area that can be seen whole from `center`. Its edge is hard: an outline goes over it.
    pub(crate) fn fan(&mut self, path: &[Pos2], center: Pos2, fill: Color32) {
        let first = self.vertex(center, fill);
        for &point in path {
            self.vertex(point, fill);
        }
        let n = path.len() as u32;
        for i in 0..n {
            self.mesh
                .add_triangle(first, first + 1 + i, first + 1 + (i + 1) % n);
        }
    }

    /// A filled circle.
    pub(crate) fn disc(&mut self, center: Pos2, radius: f32, fill: Color32) {
        if radius <= 0.0 || fill == Color32::TRANSPARENT {
            return;
        }
        let half = self.feather / 2.0;
        let first = self.mesh.vertices.len() as u32;
        let spokes = spokes(radius);
        for &spoke in spokes {
            self.vertex(center + spoke * (radius - half).max(0.0), fill);
            self.vertex(center + spoke * (radius + half), Color32::TRANSPARENT);
        }
        let n = spokes.len() as u32;
        for i in 2..n {
            self.mesh.add_triangle(first, first + 2 * (i - 1), first + 2 * i);
        }
        for i in 0..n {
            self.band(first + 2 * i, first + 2 * ((i + 1) % n));
        }
    }

    /// A line around a circle.
    pub(crate) fn ring(&mut self, center: Pos2, radius: f32, stroke: Stroke) {
        if radius <= 0.0 {
            return;
        }
        self.corners.clear();
        self.corners.extend(spokes(radius).iter().map(|&spoke| Corner {
            at: center + spoke * radius,
            side: spoke,
        }));
        self.stroke(true, stroke);
    }
}

impl Sheet {
    /// Takes a path over as points of the screen.
    fn take(&mut self, path: &[geom::Point]) -> Vec<Pos2> {
        let mut points = std::mem::take(&mut self.path);
        points.clear();
        points.extend(path.iter().map(|&p| pos(p)));
        points
    }
}

impl Pen for Sheet {
    fn segment(&mut self, ends: [geom::Point; 2], line: draw::Stroke) {
        Self::segment(self, ends.map(pos), stroke(line));
    }

    fn line(&mut self, path: &[geom::Point], line: draw::Stroke) {
        let path = self.take(path);
        Self::line(self, &path, stroke(line));
        self.path = path;
    }

    fn outline(&mut self, form: Form<'_>, line: draw::Stroke) {
        match form {
            Form::Disc(center, radius) => self.ring(pos(center), radius as f32, stroke(line)),
            Form::Convex(corners) | Form::Star(corners, _) => {
                let path = self.take(corners);
                Self::outline(self, &path, stroke(line));
                self.path = path;
            }
        }
    }

    fn fill(&mut self, form: Form<'_>, fill: Ink) {
        match form {
            Form::Disc(center, radius) => self.disc(pos(center), radius as f32, ink(fill)),
            Form::Convex(corners) => {
                let path = self.take(corners);
                self.convex(&path, ink(fill));
                self.path = path;
            }
            Form::Star(corners, center) => {
                let path = self.take(corners);
                self.fan(&path, pos(center), ink(fill));
                self.path = path;
            }
        }
    }

    fn seen(&self) -> Option<geom::Rect> {
        Some(area(self.seen))
    }
}

/// Directions of the corners of a circle, so many that nobody sees them.
fn spokes(radius: f32) -> &'static [Vec2] {
    static CIRCLES: LazyLock<[Vec<Vec2>; 4]> = LazyLock::new(|| {
        [9, 16, 30, 72].map(|corners| {
            (0..corners)
                .map(|i| Vec2::angled(TAU * i as f32 / corners as f32))
                .collect()
        })
    });
    let size = [2.5, 8.0, 30.0].iter().filter(|&&most| radius > most).count();
    &CIRCLES[size]
}

/// The toolkit's own guards against overflow, which no map reaches, and takes four times as long.
fn length(v: Vec2) -> f32 {
    v.length_sq().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            mesh: Mesh::default(),
            feather: 1.0,
            seen: Rect::from_min_max(Pos2::ZERO, Pos2::new(100.0, 100.0)),
            corners: Vec::new(),
            points: Vec::new(),
            path: Vec::new(),
        }
    }

    fn bounds(sheet: &Sheet, visible: bool) -> Rect {
        let points = sheet
            .mesh
            .vertices
            .iter()
            .filter(|vertex| !visible || vertex.color.a() > 0)
            .map(|vertex| vertex.pos);
        Rect::from_points(&points.collect::<Vec<_>>())
    }

    #[test]
    fn a_line_is_as_wide_as_it_says_with_a_soft_edge_of_a_pixel() {
        let mut sheet = sheet();
        let stroke = Stroke::new(4.0, Color32::BLACK);
        sheet.segment([Pos2::new(0.0, 0.0), Pos2::new(10.0, 0.0)], stroke);
        assert!(sheet.mesh.is_valid());
        assert_eq!(bounds(&sheet, true).height(), 3.0);
        assert_eq!(bounds(&sheet, false).height(), 5.0);
        assert_eq!(bounds(&sheet, false).width(), 11.0);
    }

    #[test]
    fn an_area_fades_outwards_whichever_way_it_runs() {
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)].map(|(x, y)| Pos2::new(x, y));
        let mut backwards = square;
        backwards.reverse();
        for path in [square, backwards] {
            let mut sheet = sheet();
            sheet.convex(&path, Color32::BLACK);
            assert!(sheet.mesh.is_valid());
            assert_eq!(bounds(&sheet, true).width(), 9.0);
            assert_eq!(bounds(&sheet, false).width(), 11.0);
        }
    }

    #[test]
    fn a_hairpin_does_not_reach_far_out() {
        let mut sheet = sheet();
        let path = [Pos2::ZERO, Pos2::new(50.0, 0.0), Pos2::new(0.0, 0.5)];
        sheet.line(&path, Stroke::new(4.0, Color32::BLACK));
        assert!(bounds(&sheet, false).max.x < 60.0);
    }

    #[test]
    fn paths_without_length_paint_nothing() {
        let mut sheet = sheet();
        sheet.line(&[Pos2::ZERO, Pos2::ZERO], Stroke::new(2.0, Color32::BLACK));
        sheet.segment([Pos2::ZERO; 2], Stroke::new(2.0, Color32::BLACK));
        assert!(sheet.mesh.is_empty());
    }

    #[test]
    fn of_a_line_far_out_only_what_is_seen_is_painted() {
        use crate::base::geom::Point;
        use crate::model::TieKind;
        use crate::picture::draw::Way;
        use crate::picture::draw::mark::{Thread, thread};
        use crate::picture::look::{Line, Rgb};
        let painted = |kind: TieKind, [a, b]: [(f64, f64); 2]| {
            let mut sheet = sheet();
            let line = Thread {
                line: Line::of(kind, false),
                width: 3.0,
                scale: 1.0,
                ink: Rgb(0, 0, 0).into(),
                tips: false,
            };
            let way = Way::straight(Point::new(a.0, a.1), Point::new(b.0, b.1));
            thread(&mut sheet, &way, line);
            let seen = sheet.seen;
            let inside = |vertex: &&Vertex| seen.contains(vertex.pos);
            let count = sheet.mesh.vertices.iter().filter(inside).count();
            (sheet.mesh.vertices.len(), count)
        };
        for kind in [TieKind::Knowledge, TieKind::Finance, TieKind::Competition] {
            let start = (-5000.0, 50.0);
            let (all, seen) = painted(kind, [start, (5000.0, 50.0)]);
            let (all_far, seen_far) = painted(kind, [start, (8e7, 50.0)]);
            assert!(seen > 20 && seen_far > 20, "{kind:?}: {seen} {seen_far}");
            assert!(all < 2000 && all_far < 2000, "{kind:?}: {all} {all_far}");
            let (none, _) = painted(kind, [(300.0, 7e7), (8e7, 8e7)]);
            assert_eq!(none, 0, "{kind:?}");
        }
    }
}
