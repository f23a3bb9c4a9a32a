//! What can be drawn with: a pen for lines and areas, a hand for words. The screen has both, and so has a file.
//!
//! Lengths are points of the paper, y grows downwards. Later things cover earlier ones.

use crate::base::geom::{Point, Rect, Vector};
use crate::model::{ActorId, Jot, TieId};
use crate::picture::look::Rgb;

use super::dash;
use super::way::Way;

/// A color that may let through what lies below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    /// The color.
    pub rgb: Rgb,
    /// How much it covers, 0 to 1.
    pub alpha: f32,
}

impl Ink {
    /// A color that covers.
    pub const fn solid(rgb: Rgb) -> Self {
        Self { rgb, alpha: 1.0 }
    }

    /// A color that lets something through; `alpha` from 0 to 1.
    pub fn veil(rgb: Rgb, alpha: f32) -> Self {
        Self {
            rgb,
            alpha: alpha.clamp(0.0, 1.0),
        }
    }

    /// The same color, covering so much of what it covered.
    #[must_use]
    pub fn thinned(self, share: f32) -> Self {
        Self::veil(self.rgb, self.alpha * share)
    }
}

impl From<Rgb> for Ink {
    fn from(rgb: Rgb) -> Self {
        Self::solid(rgb)
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Width, points.
    pub width: f64,
    /// Color.
    pub ink: Ink,
}

impl Stroke {
    /// A line of this width and color.
    pub fn new(width: f64, ink: impl Into<Ink>) -> Self {
        Self {
            width,
            ink: ink.into(),
        }
    }
}

/// The form of an area.
#[derive(Clone, Copy, Debug)]
pub enum Form<'a> {
    /// A circle: center and radius.
    Disc(Point, f64),
    /// Corners of an area without dents.
    Convex(&'a [Point]),
    /// Corners of an area that can be seen whole from this point.
    Star(&'a [Point], Point),
}

/// What a group of strokes shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
    /// A note or a zone.
    Jot(Jot),
}

/// What belongs together on a map, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Zones.
    Zones,
    /// Hulls of groups from afar.
    Groups,
    /// Ties in the background.
    FaintTies,
    /// Actors in the background.
    FaintActors,
    /// Ties.
    Ties,
    /// Actors.
    Actors,
    /// Names.
    Names,
    /// Notes.
    Notes,
    /// Title and legend.
    Key,
}

/// A pen for lines and areas.
pub trait Pen {
    /// A straight line.
    fn segment(&mut self, ends: [Point; 2], stroke: Stroke);

    /// An open line along a path.
    fn line(&mut self, path: &[Point], stroke: Stroke);

    /// A closed line around a form.
    fn outline(&mut self, form: Form<'_>, stroke: Stroke);

    /// A filled form.
    fn fill(&mut self, form: Form<'_>, ink: Ink);

    /// What of the paper can be seen, if that is only a part: patterns leave out what lies beyond.
    fn seen(&self) -> Option<Rect> {
        None
    }

    /// A filled form with a line around it.
    fn body(&mut self, form: Form<'_>, ink: Ink, stroke: Stroke) {
        self.fill(form, ink);
        self.outline(form, stroke);
    }

    /// An open line along a way.
    fn follow(&mut self, way: &Way, stroke: Stroke) {
        match *way.points() {
            [a, b] => self.segment([a, b], stroke),
            ref path => self.line(path, stroke),
        }
    }

    /// Dashes and gaps in turn, of these lengths in points, along a way.
    fn dashes(&mut self, way: &Way, pattern: &[f64], stroke: Stroke) {
        dash::dashes(self, way.points(), pattern, stroke);
    }

    /// The same along the line around a form with these corners.
    fn dashed_outline(&mut self, _form: Form<'_>, corners: &[Point], pattern: &[f64], stroke: Stroke) {
        let closed: Vec<Point> = corners.iter().chain(corners.first()).copied().collect();
        dash::dashes(self, &closed, pattern, stroke);
    }

    /// Round dots along a way, `step` from middle to middle, the first half a step from its start.
    fn dots(&mut self, way: &Way, radius: f64, step: f64, ink: Ink) {
        dash::dots(self, way.points(), radius, step, ink);
    }

    /// A filled area between two lines with as many points each, bit by bit.
    fn band(&mut self, left: &[Point], right: &[Point], ink: Ink) {
        for i in 1..left.len().min(right.len()) {
            let piece = [left[i - 1], left[i], right[i], right[i - 1]];
            self.fill(Form::Convex(&piece), ink);
        }
    }

    /// What comes from now on belongs together.
    fn layer(&mut self, _layer: Layer) {}

    /// What comes until [`Pen::end`] shows this thing.
    fn begin(&mut self, _thing: Thing) {}

    /// The thing is shown.
    fn end(&mut self) {}
}

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Size of the letters, points.
    pub size: f64,
    /// Half bold.
    pub strong: bool,
}

impl Font {
    /// Plain letters of this size.
    pub const fn plain(size: f64) -> Self {
        Self { size, strong: false }
    }

    /// Half bold letters of this size.
    pub const fn strong(size: f64) -> Self {
        Self { size, strong: true }
    }
}

/// Which point of a block of words stands at a place: shares of its width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// 0 left, 0.5 middle, 1 right.
    pub x: f64,
    /// 0 top, 0.5 middle, 1 bottom.
    pub y: f64,
}

impl Anchor {
    /// The upper left corner.
    pub const TOP_LEFT: Self = Self { x: 0.0, y: 0.0 };
    /// The middle of the upper edge.
    pub const TOP: Self = Self { x: 0.5, y: 0.0 };
    /// The middle of the left edge.
    pub const LEFT: Self = Self { x: 0.0, y: 0.5 };
    /// The middle of the right edge.
    pub const RIGHT: Self = Self { x: 1.0, y: 0.5 };

    /// The upper left corner of a block of this extent whose anchor stands at a place.
    pub fn corner(self, at: Point, extent: Vector) -> Point {
        at - Vector::new(self.x * extent.x, self.y * extent.y)
    }
}

/// A line around letters, so that they can be read on whatever lies below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halo {
    /// Its color.
    pub ink: Ink,
    /// How far it reaches from the letters upwards and sideways, points.
    pub reach: f64,
    /// How far it reaches both ways at once towards the corners, points.
    pub corner: f64,
    /// Coarser where there are many.
    pub coarse: bool,
}

/// How words are folded into lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    /// No line is wider, points.
    pub width: f64,
    /// There are no more lines than this; what has no room ends in an ellipsis.
    pub rows: usize,
    /// How lines lie to each other: 0 at the left, 0.5 in the middle, 1 at the right.
    pub align: f64,
}

/// Knows how much room words take.
pub trait Typeface {
    /// Words that are set and wait to be written.
    type Block;

    /// Sets words in one line.
    fn line(&self, text: &str, font: Font) -> Self::Block;

    /// Sets words in several lines.
    fn block(&self, text: &str, font: Font, fold: Fold) -> Self::Block;

    /// Width and height.
    fn extent(&self, block: &Self::Block) -> Vector;

    /// What the lines say.
    fn rows(&self, block: &Self::Block) -> Vec<String>;
}

/// A hand that writes words and knows the room they take.
pub trait Hand: Typeface {
    /// Writes a block with its anchor at a place.
    fn write(&mut self, block: &Self::Block, at: Point, anchor: Anchor, ink: Ink, halo: Option<Halo>);

    /// A box with round corners, filled and with a line on its edge.
    fn card(&mut self, area: Rect, round: f64, ink: Option<Ink>, edge: Option<Edge>);

    /// Only what lies in this area is written until [`Hand::unclip`].
    fn clip(&mut self, area: Rect);

    /// All is written again.
    fn unclip(&mut self);

    /// What of the paper can be seen, if that is only a part.
    fn sight(&self) -> Option<Rect>;

    /// What comes until [`Hand::done`] belongs to this thing.
    fn about(&mut self, _thing: Thing) {}

    /// It is done.
    fn done(&mut self) {}
}

/// A line on the edge of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// How it is drawn.
    pub stroke: Stroke,
    /// It lies inside the box, otherwise on its edge.
    pub inside: bool,
}
