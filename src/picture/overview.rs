//! The whole map as a small picture of dots: what a minimap shows.

use super::look::Rgb;
use crate::base::geom::{Point, Rect};

/// A mark, as far as a small picture tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Dot {
    /// Center, map units.
    pub at: Point,
    /// Size, map units.
    pub radius: f64,
    /// What it is filled with.
    pub color: Rgb,
    /// How much of it is seen, 0 to 1.
    pub strength: f64,
}

/// Which part of the map a small picture shows, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Point of the map in the middle.
    pub center: Point,
    /// Pixels a map unit.
    pub scale: f64,
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
}

impl Frame {
    /// The frame of this size that holds all of `extent` with a little air around it.
    pub fn around(extent: Rect, width: usize, height: usize) -> Self {
        let room = |pixels: usize, units: f64| 0.92 * pixels as f64 / units.max(1.0);
        Self {
            center: extent.center(),
            scale: room(width, extent.width()).min(room(height, extent.height())),
            width,
            height,
        }
    }

    /// Where a point of the map is, in pixels from the upper left.
    pub fn pixel(&self, p: Point) -> (f64, f64) {
        let offset = (p - self.center) * self.scale;
        (
            self.width as f64 / 2.0 + offset.x,
            self.height as f64 / 2.0 + offset.y,
        )
    }
}

/// So much ink that a pixel is full.
const FULL: f32 = 1.0;

/// Paints dots; gives red, green, blue and opacity of each pixel, row by row, not multiplied by each other. Where many
/// small dots fall on one pixel their colors are mixed, and a pixel with more of them is more opaque. `least`: area of
/// the smallest dot, pixels.
pub fn paint(frame: &Frame, dots: impl Iterator<Item = Dot>, least: f64) -> Vec<[u8; 4]> {
    let mut ink = vec![[0.0_f32; 4]; frame.width * frame.height];
    for dot in dots {
        let (x, y) = frame.pixel(dot.at);
        let own = dot.radius * frame.scale;
        let area = (std::f64::consts::PI * own * own).max(least);
        if area < 4.0 {
            speck(frame, &mut ink, (x, y), dot, area);
        } else {
            disc(frame, &mut ink, (x, y), dot, (area / std::f64::consts::PI).sqrt());
        }
    }
    ink.into_iter()
        .map(|[red, green, blue, amount]| {
            if amount <= 0.0 {
                return [0; 4];
            }
            let color = [red, green, blue].map(|sum| (sum / amount).round() as u8);
            let opacity = (amount / FULL).min(1.0) * 255.0;
            [color[0], color[1], color[2], opacity.round() as u8]
        })
        .collect()
}

/// A dot of less than two pixels each way, spread over the four pixels around it.
fn speck(frame: &Frame, ink: &mut [[f32; 4]], (x, y): (f64, f64), dot: Dot, area: f64) {
    let (left, top) = ((x - 0.5).floor(), (y - 0.5).floor());
    let (right, low) = (x - 0.5 - left, y - 0.5 - top);
    for (dx, across) in [(0.0, 1.0 - right), (1.0, right)] {
        for (dy, down) in [(0.0, 1.0 - low), (1.0, low)] {
            put(frame, ink, (left + dx, top + dy), dot, area * across * down);
        }
    }
}

fn disc(frame: &Frame, ink: &mut [[f32; 4]], (x, y): (f64, f64), dot: Dot, radius: f64) {
    let reach = radius + 1.0;
    let span = |middle: f64, pixels: usize| {
        let first = (middle - reach).floor().clamp(0.0, pixels as f64) as usize;
        let last = (middle + reach).ceil().clamp(0.0, pixels as f64) as usize;
        first..last
    };
    for row in span(y, frame.height) {
        for column in span(x, frame.width) {
            let (dx, dy) = (column as f64 + 0.5 - x, row as f64 + 0.5 - y);
            let covered = (radius + 0.5 - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
            put(frame, ink, (column as f64, row as f64), dot, covered);
        }
    }
}

fn put(frame: &Frame, ink: &mut [[f32; 4]], (column, row): (f64, f64), dot: Dot, amount: f64) {
    let inside = (0.0..frame.width as f64).contains(&column) && (0.0..frame.height as f64).contains(&row);
    if !inside || amount <= 0.0 {
        return;
    }
    let amount = (amount * dot.strength) as f32;
    let pixel = &mut ink[row as usize * frame.width + column as usize];
    let Rgb(red, green, blue) = dot.color;
    for (sum, part) in pixel.iter_mut().zip([red, green, blue]) {
        *sum += f32::from(part) * amount;
    }
    pixel[3] += amount;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let extent = Rect::from_corners(Point::new(0.0, 0.0), Point::new(100.0, 50.0));
        Frame::around(extent, 80, 40)
    }

    fn dot(x: f64, y: f64, radius: f64) -> Dot {
        Dot {
            at: Point::new(x, y),
            radius,
            color: Rgb(200, 100, 0),
            strength: 1.0,
        }
    }

    #[test]
    fn everything_fits_and_the_middle_is_in_the_middle() {
        let frame = frame();
        assert_eq!(frame.pixel(Point::new(50.0, 25.0)), (40.0, 20.0));
        for corner in [Point::ORIGIN, Point::new(100.0, 50.0)] {
            let (x, y) = frame.pixel(corner);
            assert!((0.0..80.0).contains(&x) && (0.0..40.0).contains(&y));
        }
        // A single point has no size.
        let point = Rect::from_corners(Point::ORIGIN, Point::ORIGIN);
        assert!(Frame::around(point, 80, 40).scale.is_finite());
    }

    #[test]
    fn large_dots_are_discs_and_small_ones_add_up() {
        let frame = frame();
        let disc = paint(&frame, [dot(50.0, 25.0, 10.0)].into_iter(), 0.1);
        assert_eq!(disc[20 * 80 + 40], [200, 100, 0, 255]);
        assert_eq!(disc[0], [0; 4]);
        let opacity = |dots: usize| {
            let same = std::iter::repeat_n(dot(50.3, 25.2, 0.0), dots);
            paint(&frame, same, 0.2)[20 * 80 + 40][3]
        };
        assert!(opacity(1) > 0 && opacity(3) > opacity(1) && opacity(50) == 255);
        // What lies outside is left out.
        let outside = paint(&frame, [dot(-500.0, 25.0, 1.0)].into_iter(), 3.0);
        assert!(outside.iter().all(|pixel| pixel[3] == 0));
    }
}
