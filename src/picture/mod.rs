//! What a cluster looks like, as shapes and colors in map units. Knows no toolkit: the canvas paints it, tests
//! measure it, and every further way to show a cluster starts here too.
//!
//! Read `look` (colors, sizes, line styles), `outline` (shapes of marks), `curve` (paths of ties), `scene` (a
//! document turned into marks and strands), `index` (what of it lies where), `visibility` (what of it is seen), `detail`
//! (how much of it is drawn), `far` (groups from afar), `density` (a map as an image), `jots` (notes and zones),
//! `legend` (what of it needs explaining), `scale` (the hue of figures).

pub mod curve;
pub mod density;
pub mod detail;
pub mod draw;
pub mod far;
pub mod index;
pub mod jots;
pub mod legend;
pub mod letters;
pub mod look;
pub mod outline;
pub mod overview;
pub mod scale;
pub mod scene;
pub mod svg;
pub mod visibility;

pub use jots::Jots;
pub use outline::Outline;
pub use scene::{Mark, Scene, Stamp, Strand};
pub use visibility::{Shown, Visibility};

use crate::base::geom::Point;

/// The line that a point is on when a map is read line by line, from above.
pub fn reading_line(p: Point) -> i64 {
    /// Height of a line, map units.
    const LINE: f64 = 60.0;
    (p.y / LINE).floor() as i64
}
