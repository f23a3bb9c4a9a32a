//! Which part of the map is seen, how large, and how the view gets from one place to another.

use egui::{Pos2, Rect as ScreenRect, Vec2};

use crate::base::geom::{Point, Rect, Vector};
use crate::picture::draw;

/// Smallest zoom that the wheel leads to; 1 means that one map unit is one point.
const BY_HAND_LEAST: f64 = 0.1;
/// Smallest and largest zoom at all: even a map as large as a project may be fits the window.
const ZOOM: std::ops::RangeInclusive<f64> = 1e-5..=8.0;
/// Seconds that a move of the view takes.
const FLIGHT: f64 = 0.18;
/// Fitting does not enlarge beyond this zoom: three actors need not fill the screen.
const FIT_MOST: f64 = 1.4;
/// Room left around what is fitted, points.
const FIT_MARGIN: f64 = 56.0;

/// Center and zoom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    /// Point of the map in the middle of the viewport.
    pub(crate) center: Point,
    /// Points on the screen per map unit.
    pub(crate) zoom: f64,
}

/// The view, its viewport on the screen, and a move that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Camera {
    view: View,
    viewport: ScreenRect,
    flight: Option<Flight>,
}

#[derive(Clone, Copy, Debug)]
struct Flight {
    from: View,
    to: View,
    /// Time of the first frame that saw it.
    since: Option<f64>,
}

/// Strips of the viewport in which other things lie on the map, points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Covered {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) foot: f32,
}

impl Camera {
    /// The origin in the middle at 100 %.
    pub(crate) fn new() -> Self {
        let view = View {
            center: Point::ORIGIN,
            zoom: 1.0,
        };
        Self {
            view,
            viewport: ScreenRect::from_min_size(Pos2::ZERO, Vec2::splat(100.0)),
            flight: None,
        }
    }

    /// Where the view will be when a move that is under way has ended.
    pub(crate) fn goal(&self) -> View {
        self.flight.map_or(self.view, |flight| flight.to)
    }

    /// Center and zoom now.
    pub(crate) fn view(&self) -> View {
        self.view
    }

    /// Points on the screen per map unit.
    pub(crate) fn zoom(&self) -> f64 {
        self.view.zoom
    }

    /// The view for the drawing routine, whose paper is the screen.
    pub(crate) fn on_paper(&self) -> draw::View {
        draw::View {
            center: self.view.center,
            zoom: self.view.zoom,
            middle: super::paint::point(self.viewport.center()),
        }
    }

    /// The point on the map in the middle of the view.
    pub(crate) fn center(&self) -> Point {
        self.view.center
    }

    /// The canvas on the screen.
    pub(crate) fn viewport(&self) -> ScreenRect {
        self.viewport
    }

    /// Says where on the screen the canvas is; the map stays put under its middle.
    pub(crate) fn set_viewport(&mut self, viewport: ScreenRect) {
        self.viewport = viewport;
    }

    /// The same when a panel came or went: what is on the screen stays where it is on the screen.
    pub(crate) fn uncover(&mut self, viewport: ScreenRect) {
        let shift = viewport.center() - self.viewport.center();
        let follow = |view: &mut View| {
            view.center.x += f64::from(shift.x) / view.zoom;
            view.center.y += f64::from(shift.y) / view.zoom;
        };
        follow(&mut self.view);
        if let Some(flight) = &mut self.flight {
            follow(&mut flight.from);
            follow(&mut flight.to);
        }
        self.viewport = viewport;
    }

    /// Jumps.
    pub(crate) fn set(&mut self, view: View) {
        self.flight = None;
        self.view = View {
            center: view.center,
            zoom: view.zoom.clamp(*ZOOM.start(), *ZOOM.end()),
        };
    }

    /// Moves smoothly, or jumps when motion is not wanted.
    pub(crate) fn fly(&mut self, to: View, smoothly: bool) {
        let to = View {
            center: to.center,
            zoom: to.zoom.clamp(*ZOOM.start(), *ZOOM.end()),
        };
        if smoothly && to != self.view {
            self.flight = Some(Flight {
                from: self.view,
                to,
                since: None,
            });
        } else {
            self.set(to);
        }
    }

    /// Follows a move that is under way; returns whether it goes on.
    pub(crate) fn advance(&mut self, now: f64) -> bool {
        let Some(flight) = &mut self.flight else {
            return false;
        };
        let since = *flight.since.get_or_insert(now);
        let share = ((now - since) / FLIGHT).clamp(0.0, 1.0);
        let eased = 1.0 - (1.0 - share).powi(3);
        let (from, to) = (flight.from, flight.to);
        if share >= 1.0 {
            self.set(to);
            return false;
        }
        // Equal steps of the eye are equal ratios of zoom.
        let zoom = from.zoom * (to.zoom / from.zoom).powf(eased);
        self.view = View {
            center: from.center + (to.center - from.center) * eased,
            zoom,
        };
        true
    }

    /// The point on the screen of a point on the map.
    pub(crate) fn screen_from_map(&self, p: Point) -> Pos2 {
        let offset = (p - self.view.center) * self.view.zoom;
        self.viewport.center() + Vec2::new(offset.x as f32, offset.y as f32)
    }

    /// The point on the map under a point on the screen.
    pub(crate) fn map_from_screen(&self, p: Pos2) -> Point {
        let offset = p - self.viewport.center();
        self.view.center + Vector::new(f64::from(offset.x), f64::from(offset.y)) / self.view.zoom
    }

    /// The part of the map that is seen.
    pub(crate) fn seen(&self) -> Rect {
        Rect::from_corners(
            self.map_from_screen(self.viewport.min),
            self.map_from_screen(self.viewport.max),
        )
    }

    /// Moves the content by this many points on the screen.
    pub(crate) fn pan(&mut self, by: Vec2) {
        let by = Vector::new(f64::from(by.x), f64::from(by.y)) / self.view.zoom;
        self.set(View {
            center: self.view.center - by,
            zoom: self.view.zoom,
        });
    }

    /// Zooms by a factor; the point of the map under `about` stays there.
    pub(crate) fn zoom_about(&mut self, about: Pos2, factor: f64) {
        let fixed = self.map_from_screen(about);
        // Fitting a large map may have led farther out than the wheel does.
        let least = BY_HAND_LEAST.min(self.view.zoom);
        let zoom = (self.view.zoom * factor).clamp(least, *ZOOM.end());
        let offset = about - self.viewport.center();
        let offset = Vector::new(f64::from(offset.x), f64::from(offset.y)) / zoom;
        self.set(View {
            center: fixed - offset,
            zoom,
        });
    }

    /// The view that shows all of a rectangle of the map in the part of the viewport that is not covered.
    pub(crate) fn fitting(&self, extent: Rect, covered: Covered) -> View {
        let room = |points: f32, units: f64| {
            let free = (f64::from(points) - 2.0 * FIT_MARGIN).max(f64::from(points) * 0.4);
            if units > 0.0 { free / units } else { f64::INFINITY }
        };
        let across = self.viewport.width() - covered.left - covered.right;
        let zoom = room(across, extent.width())
            .min(room(self.viewport.height() - covered.foot, extent.height()))
            .min(FIT_MOST)
            .max(*ZOOM.start());
        self.centered(extent.center(), zoom, covered)
    }

    /// The view that has a point of the map in the middle of what is not covered.
    pub(crate) fn centered(&self, at: Point, zoom: f64, covered: Covered) -> View {
        let zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
        let aside =
            Vector::new(f64::from(covered.left - covered.right), -f64::from(covered.foot)) / (2.0 * zoom);
        View {
            center: at - aside,
            zoom,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera() -> Camera {
        let mut camera = Camera::new();
        camera.set_viewport(ScreenRect::from_min_size(
            Pos2::new(100.0, 50.0),
            Vec2::new(800.0, 600.0),
        ));
        camera.set(View {
            center: Point::new(30.0, -70.0),
            zoom: 1.7,
        });
        camera
    }

    #[test]
    fn a_panel_that_opens_moves_nothing() {
        let mut camera = camera();
        let p = Point::new(12.0, 5.0);
        let before = camera.screen_from_map(p);
        camera.uncover(ScreenRect::from_min_size(
            Pos2::new(340.0, 50.0),
            Vec2::new(300.0, 400.0),
        ));
        assert!(camera.screen_from_map(p).distance(before) < 1e-3);
    }

    #[test]
    fn there_and_back() {
        let camera = camera();
        for p in [Point::ORIGIN, Point::new(-500.0, 33.0), Point::new(1e4, 2e3)] {
            assert!(camera.map_from_screen(camera.screen_from_map(p)).distance(p) < 0.01);
        }
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let mut camera = camera();
        let about = Pos2::new(311.0, 222.0);
        let before = camera.map_from_screen(about);
        for factor in [1.1, 1.1, 0.5, 100.0, 1e-6, 3.0] {
            camera.zoom_about(about, factor);
            assert!(camera.map_from_screen(about).distance(before) < 0.01);
            assert!((BY_HAND_LEAST..=*ZOOM.end()).contains(&camera.zoom()));
        }
    }

    #[test]
    fn fitting_shows_everything() {
        let mut camera = camera();
        let extent = Rect::from_corners(Point::new(-900.0, -20.0), Point::new(1500.0, 800.0));
        let some = Covered {
            left: 250.0,
            right: 120.0,
            foot: 40.0,
        };
        for covered in [Covered::default(), some] {
            camera.set(camera.fitting(extent, covered));
            for corner in [extent.min, extent.max] {
                let at = camera.screen_from_map(corner);
                let free = camera.viewport();
                let across = free.left() + covered.left..free.right() - covered.right;
                assert!(free.contains(at) && across.contains(&at.x));
            }
        }
        let huge = Rect::from_corners(Point::new(-1e7, -1e7), Point::new(1e7, 1e7));
        camera.set(camera.fitting(huge, some));
        for corner in [huge.min, huge.max] {
            assert!(camera.viewport().contains(camera.screen_from_map(corner)));
        }
        let far_out = camera.zoom();
        camera.zoom_about(Pos2::new(400.0, 300.0), 0.5);
        assert!(
            (camera.zoom() - far_out).abs() < 1e-12,
            "the wheel leads no farther out"
        );
        camera.zoom_about(Pos2::new(400.0, 300.0), 2.0);
        assert!(camera.zoom() > far_out, "but nearer");
        let dot = Rect::from_corners(Point::ORIGIN, Point::ORIGIN);
        assert!(camera.fitting(dot, Covered::default()).zoom <= FIT_MOST);
    }

    #[test]
    fn a_flight_ends_at_its_goal() {
        let mut camera = camera();
        let goal = View {
            center: Point::new(1.0, 2.0),
            zoom: 4.0,
        };
        camera.fly(goal, true);
        assert!(camera.advance(10.0));
        assert!(camera.advance(10.1));
        assert!(!camera.advance(10.3));
        assert_eq!(camera.view, goal);
        camera.fly(
            View {
                center: Point::ORIGIN,
                zoom: 1.0,
            },
            false,
        );
        assert!(!camera.advance(11.0));
        assert_eq!(camera.zoom(), 1.0);
    }

    #[test]
    fn panning_moves_the_content_with_the_hand() {
        let mut camera = camera();
        let p = Point::new(3.0, 4.0);
        let before = camera.screen_from_map(p);
        camera.pan(Vec2::new(25.0, -10.0));
        assert!((camera.screen_from_map(p) - before - Vec2::new(25.0, -10.0)).length() < 0.01);
    }
}
