//! A large map as an image, drawn without a graphics chip: where ties run together it is darker, and marks lie on top.
//!
//! Ties are added up as light is, each with smooth edges, and the sum is mapped to what a screen can show; so a bundle
//! of a thousand is told from one of ten. What it costs grows with the length of the ties on the image, not with
//! shapes, corners or layers. It is drawn strip by strip, so that the sums stay small, and by one thread: the others
//! may be at work on figures for a long time, and the map does not wait for them.

use std::sync::Arc;

use super::look::Rgb;
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;

/// A mark in the image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Center, map units from [`Cloud::origin`].
    pub at: [f32; 2],
    /// Radius, map units; without one it is not drawn.
    pub radius: f32,
    /// Fill.
    pub fill: Rgb,
}

/// A tie in the image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bond {
    /// Positions of the dots at its ends.
    pub ends: [u32; 2],
    /// Width, map units.
    pub width: f32,
    /// Color.
    pub ink: Rgb,
    /// Which class it belongs to, see [`super::detail::class`].
    pub class: u8,
}

/// All that an image shows.
#[derive(Clone, Debug, Default)]
pub struct Cloud {
    /// Where the coordinates of dots begin: single precision is fine only near zero.
    pub origin: Point,
    /// Marks, in the order in which they are painted.
    pub dots: Arc<Vec<Dot>>,
    /// Ties.
    pub bonds: Arc<Vec<Bond>>,
}

/// What part of the map an image shows, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The point of the map in the middle.
    pub center: Point,
    /// Pixels per map unit.
    pub zoom: f64,
    /// Width and height, pixels.
    pub size: [usize; 2],
    /// Pixels per point, which lines and dots are measured in.
    pub pixels: f64,
    /// Ground.
    pub paper: Rgb,
    /// The last class of ties that is drawn; none when all are.
    pub last_class: Option<u8>,
    /// How often ties cover the map on average, counted as length times width: the more, the paler each is.
    pub haze: f64,
}

/// Rows of a strip.
const STRIP: usize = 384;
/// Sum of strength that gives half of the color, at least.
const HALF: f32 = 0.55;
/// Strength of a tie as wide as one point.
const STRENGTH: f32 = 0.5;
/// Least radius of a dot, points.
const DOT: f32 = 0.7;

impl Cloud {
    /// Draws the image: red, green, blue of each pixel, row by row.
    ///
    /// # Errors
    /// [`Cancelled`] once `cancel` is raised.
    pub fn draw(&self, frame: &Frame, cancel: &Cancel) -> Result<Vec<Rgb>, Cancelled> {
        let [width, height] = frame.size;
        let placed = self.placed(frame);
        let mut image = Vec::with_capacity(width * height);
        let mut light = Vec::new();
        for top in (0..height).step_by(STRIP) {
            cancel.check()?;
            let rows = STRIP.min(height - top);
            light.clear();
            light.resize(width * rows, [0.0; 4]);
            let mut strip = Strip {
                width,
                top,
                rows,
                light,
            };
            strip.ties(self, &placed, frame, cancel)?;
            let begin = image.len();
            strip.map_onto(frame, &mut image);
            strip.dots(self, &placed, frame, &mut image[begin..]);
            light = strip.light;
        }
        Ok(image)
    }

    /// Centers of the dots, in pixels.
    fn placed(&self, frame: &Frame) -> Vec<[f32; 2]> {
        let middle = frame.size.map(|size| size as f64 / 2.0);
        let shift = [
            (self.origin.x - frame.center.x) * frame.zoom + middle[0],
            (self.origin.y - frame.center.y) * frame.zoom + middle[1],
        ];
        let place = |dot: &Dot| {
            let axis = |i: usize| (f64::from(dot.at[i]) * frame.zoom + shift[i]) as f32;
            [axis(0), axis(1)]
        };
        self.dots.iter().map(place).collect()
    }
}

/// Some rows of the image.
struct Strip {
    width: usize,
    top: usize,
    rows: usize,
    /// Sums of red, green and blue, each times strength, and of strength.
    light: Vec<[f32; 4]>,
}

impl Strip {
    fn ties(
        &mut self,
        cloud: &Cloud,
        placed: &[[f32; 2]],
        frame: &Frame,
        cancel: &Cancel,
    ) -> Result<(), Cancelled> {
        let (low, high) = (self.top as f32 - 1.5, (self.top + self.rows) as f32 + 1.5);
        let (zoom, pixels) = (frame.zoom as f32, frame.pixels as f32);
        let last = frame.last_class.unwrap_or(u8::MAX);
        for (i, bond) in cloud.bonds.iter().enumerate() {
            if i % 65_536 == 0 {
                cancel.check()?;
            }
            if bond.class > last {
                continue;
            }
            let [a, b] = bond.ends.map(|end| placed[end as usize]);
            if a[1].min(b[1]) > high || a[1].max(b[1]) < low {
                continue;
            }
            if a[0].max(b[0]) < -1.0 || a[0].min(b[0]) > self.width as f32 + 1.0 {
                continue;
            }
            // As wide as the plain ties of smaller maps; strength stands for width.
            let width = (bond.width * zoom * 0.5).clamp(0.5 * pixels, 1.5 * pixels);
            let strength = STRENGTH * width;
            let Rgb(r, g, b_) = bond.ink;
            let ink = [f32::from(r), f32::from(g), f32::from(b_)].map(|part| part * strength);
            self.line(a, b, [ink[0], ink[1], ink[2], strength]);
        }
        Ok(())
    }

    /// A line one pixel wide: each step along its longer axis gives its light to the two pixels beside it.
    fn line(&mut self, a: [f32; 2], b: [f32; 2], ink: [f32; 4]) {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let flat = dx.abs() >= dy.abs();
        let (long, short) = if flat { (0, 1) } else { (1, 0) };
        let (from, to) = if a[long] <= b[long] { (a, b) } else { (b, a) };
        let length = to[long] - from[long];
        let slope = if length > 1e-6 {
            (to[short] - from[short]) / length
        } else {
            0.0
        };
        let (least, most) = if flat {
            (0.0, self.width as f32)
        } else {
            (self.top as f32, (self.top + self.rows) as f32)
        };
        let (mut first, mut last) = (from[long].max(least), to[long].min(most));
        // Along a flat line, only where it runs through these rows.
        let (low, high) = if flat {
            (self.top as f32 - 1.0, (self.top + self.rows) as f32 + 1.0)
        } else {
            (-1.0, self.width as f32 + 1.0)
        };
        if slope.abs() > 1e-9 {
            let cuts = [low, high].map(|edge| from[long] + (edge - from[short]) / slope);
            first = first.max(cuts[0].min(cuts[1]));
            last = last.min(cuts[0].max(cuts[1]));
        } else if from[short] < low || from[short] > high {
            return;
        }
        if first > last {
            return;
        }
        let begin = first.floor().max(least) as usize;
        let end = (last.ceil().min(most) as usize).max(begin);
        for step in begin..end {
            let middle = step as f32 + 0.5;
            // The ends of a line fill only part of their pixels.
            let part = (middle + 0.5).min(to[long]) - (middle - 0.5).max(from[long]);
            let part = part.clamp(0.0, 1.0);
            let off = from[short] + (middle.clamp(from[long], to[long]) - from[long]) * slope - 0.5;
            let near = off.floor();
            let share = off - near;
            for (at, share) in [(near, 1.0 - share), (near + 1.0, share)] {
                let (column, row) = if flat {
                    (step as f32, at)
                } else {
                    (at, step as f32)
                };
                self.add(column, row, part * share, ink);
            }
        }
    }

    fn add(&mut self, column: f32, row: f32, share: f32, ink: [f32; 4]) {
        let row = row - self.top as f32;
        if column < 0.0 || row < 0.0 || column >= self.width as f32 || row >= self.rows as f32 {
            return;
        }
        let pixel = &mut self.light[row as usize * self.width + column as usize];
        for (sum, part) in pixel.iter_mut().zip(ink) {
            *sum += part * share;
        }
    }

    /// What a screen shows of the light: little of it nearly as it is, much of it ever less so.
    fn map_onto(&self, frame: &Frame, image: &mut Vec<Rgb>) {
        let Rgb(r, g, b) = frame.paper;
        // Where ties lie as dense as they do on average, they are half as strong as can be.
        let half = HALF.max(frame.haze as f32 * STRENGTH);
        let paper = [r, g, b].map(f32::from);
        let map = |light: &[f32; 4]| {
            let sum = light[3];
            if sum <= 0.0 {
                return Rgb(r, g, b);
            }
            let strength = sum / (half + sum);
            let part = |i: usize| {
                let ink = light[i] / sum;
                (paper[i] + (ink - paper[i]) * strength) as u8
            };
            Rgb(part(0), part(1), part(2))
        };
        image.extend(self.light.iter().map(map));
    }

    fn dots(&self, cloud: &Cloud, placed: &[[f32; 2]], frame: &Frame, image: &mut [Rgb]) {
        let zoom = frame.zoom as f32;
        let least = DOT * frame.pixels as f32;
        let (low, high) = (self.top as f32, (self.top + self.rows) as f32);
        for (dot, &[x, y]) in cloud.dots.iter().zip(placed) {
            if dot.radius <= 0.0 {
                continue;
            }
            let wanted = dot.radius * zoom;
            let radius = wanted.max(least);
            let reach = radius + 0.5;
            if y + reach < low || y - reach > high || x + reach < 0.0 || x - reach > self.width as f32 {
                continue;
            }
            // Dots that would be smaller than can be seen are fainter instead, but never gone.
            let strength = (wanted / least).clamp(0.45, 1.0);
            let rows = ((y - reach).floor().max(low) as usize)..((y + reach).ceil().min(high) as usize);
            for row in rows {
                let columns = ((x - reach).floor().max(0.0) as usize)
                    ..((x + reach).ceil().min(self.width as f32) as usize);
                for column in columns {
                    let (dx, dy) = (column as f32 + 0.5 - x, row as f32 + 0.5 - y);
                    let cover = (reach - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0) * strength;
                    if cover > 0.0 {
                        let pixel = &mut image[(row - self.top) * self.width + column];
                        *pixel = pixel.toward(dot.fill, f64::from(cover));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Rgb = Rgb(250, 250, 250);
    const INK: Rgb = Rgb(0, 0, 0);

    fn cloud(at: &[[f32; 2]], ends: &[[u32; 2]]) -> Cloud {
        let dot = |&at: &[f32; 2]| Dot {
            at,
            radius: 4.0,
            fill: Rgb(200, 0, 0),
        };
        let bond = |&ends: &[u32; 2]| Bond {
            ends,
            width: 2.0,
            ink: INK,
            class: 3,
        };
        Cloud {
            origin: Point::new(1e6, -1e6),
            dots: Arc::new(at.iter().map(dot).collect()),
            bonds: Arc::new(ends.iter().map(bond).collect()),
        }
    }

    fn frame(last_class: Option<u8>) -> Frame {
        Frame {
            center: Point::new(1e6 + 100.0, -1e6 + 250.0),
            zoom: 1.0,
            size: [200, 500],
            pixels: 1.0,
            paper: PAPER,
            last_class,
            haze: 0.0,
        }
    }

    #[test]
    fn a_tie_runs_from_dot_to_dot_across_all_strips() {
        for ends in [
            [[20.5, 5.5], [20.5, 490.5]],
            [[5.5, 20.5], [190.5, 20.5]],
            [[10.0, 10.0], [190.0, 480.0]],
        ] {
            let image = cloud(&ends, &[[0, 1]])
                .draw(&frame(None), &Cancel::new())
                .unwrap();
            for share in [0.3, 0.5, 0.75, 0.79_f32] {
                let at = |i: usize| (ends[0][i] + (ends[1][i] - ends[0][i]) * share).floor() as usize;
                let Rgb(r, ..) = image[at(1) * 200 + at(0)];
                assert!(r < 215, "{ends:?} {share} {r}");
            }
            let dark = image.iter().filter(|&&Rgb(r, ..)| r < 245).count();
            assert!((150..1600).contains(&dark), "{dark}");
            let Rgb(r, g, _) = image[ends[0][1] as usize * 200 + ends[0][0] as usize];
            assert!(r > 190 && g < 30, "the dot lies on top");
        }
    }

    #[test]
    fn bundles_are_darker_and_thinned_ties_are_left_out() {
        let at = [[10.0, 100.5], [190.0, 100.5]];
        let middle = |count: usize, last| {
            let cloud = cloud(&at, &vec![[0, 1]; count]);
            cloud.draw(&frame(last), &Cancel::new()).unwrap()[100 * 200 + 100].0
        };
        assert!(middle(1, None) > middle(5, None) + 20);
        assert!(middle(5, None) > middle(100, None) + 20);
        assert_eq!(middle(5, Some(2)), PAPER.0);
    }
}
