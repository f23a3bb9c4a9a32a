//! The one routine that draws a map, whatever it is drawn on: the window hands it triangles to fill, a file the text of
//! an SVG.
//!
//! `pen` says what can be drawn with, `mark` and `sign` draw single things, `stage` a whole scene with what is faded,
//! chosen or compared, `far` the groups of a large one, `labels` finds places for names, `jots` draws notes and zones, `key` the legend. What a mark is
//! colored by is for somebody else to know: a [`Coat`] tells.

pub mod far;
pub mod fold;
pub mod jots;

pub mod key;
pub mod labels;
pub mod mark;
pub mod pen;
pub mod sign;
pub mod stage;
pub mod way;

mod dash;

pub use dash::seen_part;
pub use pen::{Anchor, Edge, Fold, Font, Form, Halo, Hand, Ink, Layer, Pen, Stroke, Thing, Typeface};
pub use sign::{Contrast, Sign};
pub use stage::{Coat, MarkState, Own, Stage, TieState, View};
pub use way::Way;
