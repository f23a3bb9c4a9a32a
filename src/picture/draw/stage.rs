//! A scene on the paper: which of its marks and ties are drawn, how much of each, and in which state.

use crate::base::geom::{Point, Rect, Vector};
use crate::picture::curve::Curve;
use crate::picture::detail::{self, Thinning};
use crate::picture::look::{self, Palette, Rgb};
use crate::picture::{Mark, Scene, Strand};

use super::mark::{self, Body, Thread};
use super::pen::{Ink, Layer, Pen, Stroke, Thing};
use super::sign::{self, Sign};
use super::way::Way;

/// So many ties are drawn in full however much they cover: nobody draws by hand what hides itself.
const DRAWN_TIES: usize = 400;
/// More ties than this are drawn as plain lines.
pub const MANY_TIES: usize = 2500;
/// Below this zoom ties are drawn as plain lines.
const PLAIN_BELOW: f64 = 0.22;
/// With more ties than this, names do not try to avoid them.
const INKED_TIES: usize = 1200;
/// Distance of the points along a tie that names avoid, points on the paper.
const INK_STEP: f64 = 6.0;
/// Lines have tips from this zoom on; smaller they would be specks.
pub const TIPS_FROM: f64 = 0.3;
/// Least width of a line, points.
pub const LINE_LEAST: f64 = 0.7;
/// Least scale of dashes and tips, points per map unit.
pub const SCALE_LEAST: f64 = 0.45;
/// Marks smaller than this on the paper are drawn as dots, points.
pub const DOT_BELOW: f64 = 3.5;
/// Least radius of a dot, points.
pub const DOT_LEAST: f64 = 1.5;
/// Width of the outline of a dot, points.
pub const DOT_LINE: f64 = 0.8;
/// Air around a mark that is chosen, points.
pub const CHOSEN_AIR: f64 = 2.0;
/// Width of the ring around a mark that is chosen, points.
pub const CHOSEN_RING: f64 = 3.0;
/// Width of the outline of a dot that is chosen, points.
pub const CHOSEN_DOT: f64 = 2.0;
/// Width of a plain tie that is chosen, points.
pub const CHOSEN_LINE: f64 = 1.6;
/// Strength that ties keep beside what is lit.
pub const FADED_TIE: f64 = 0.28;
/// Strength that marks keep beside what is lit.
pub const FADED_MARK: f64 = 0.45;
/// Strength of ties that a filter or a focus leaves in the background.
pub const BACKGROUND_TIE: f64 = 0.16;
/// Strength of marks that a filter or a focus leaves in the background.
pub const BACKGROUND_MARK: f64 = 0.24;
/// Length that ties are compared with when some are left out, map units; the same wherever the view is.
const USUAL_TIE: f64 = 200.0;

/// From the map to the paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The point of the map that lies at `middle`.
    pub center: Point,
    /// Points on the paper per map unit.
    pub zoom: f64,
    /// Where that is on the paper.
    pub middle: Point,
}

impl View {
    /// Where a point of the map lies on the paper.
    pub fn on_paper(&self, p: Point) -> Point {
        self.middle + (p - self.center) * self.zoom
    }

    /// Where an area of the map lies on the paper.
    pub fn area_on_paper(&self, area: Rect) -> Rect {
        Rect {
            min: self.on_paper(area.min),
            max: self.on_paper(area.max),
        }
    }

    /// The point of the map at a point of the paper.
    pub fn on_map(&self, p: Point) -> Point {
        self.center + (p - self.middle) / self.zoom
    }

    /// So far away that ties are plain lines.
    pub fn is_far(&self) -> bool {
        self.zoom < PLAIN_BELOW
    }

    /// Width of the outline of a mark, points.
    pub fn outline_width(&self) -> f64 {
        (1.9 * self.zoom.sqrt()).clamp(1.0, 2.8)
    }

    /// A curve of the map on the paper.
    pub fn way(&self, curve: &Curve) -> Way {
        let on_paper = Curve {
            points: curve.points.map(|p| self.on_paper(p)),
            straight: curve.straight,
        };
        Way::of(on_paper, curve.pieces(self.zoom))
    }
}

/// What marks and ties are colored by.
pub trait Coat {
    /// Fill and outline of a mark in full strength.
    fn mark(&self, mark: &Mark, dark: bool) -> (Rgb, Rgb);

    /// Color of a tie in full strength.
    fn tie(&self, strand: &Strand, dark: bool) -> Rgb;
}

/// Everything in the colors of its kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Own;

impl Coat for Own {
    fn mark(&self, mark: &Mark, dark: bool) -> (Rgb, Rgb) {
        let role = mark.kind.role();
        (
            look::body_fill(role, mark.external, dark),
            look::role_outline(role, dark),
        )
    }

    fn tie(&self, strand: &Strand, dark: bool) -> Rgb {
        strand.line().color(dark)
    }
}

/// What a mark looks like beside its kind and its color.
#[derive(Clone, Copy, Debug)]
pub struct MarkState {
    /// Strength of its colors, 0 to 1.
    pub strength: f64,
    /// How large it has grown, 0 to 1.
    pub grown: f64,
    /// What became of it.
    pub sign: Option<Sign>,
    /// A band around it, under it: width and color.
    pub halo: Option<Stroke>,
    /// A ring around it: how far its inner edge is away, and how wide it is, points.
    pub ring: Option<(f64, f64)>,
    /// It is chosen, which is seen even of a dot.
    pub chosen: bool,
    /// It is held in place, and that is shown.
    pub pin: bool,
}

impl MarkState {
    /// As usual, with so much strength.
    pub fn plain(strength: f64) -> Self {
        Self {
            strength,
            grown: 1.0,
            sign: None,
            halo: None,
            ring: None,
            chosen: false,
            pin: false,
        }
    }
}

/// What a tie looks like beside its kind and its color.
#[derive(Clone, Copy, Debug)]
pub struct TieState {
    /// Strength of its color, 0 to 1.
    pub strength: f64,
    /// What became of it.
    pub sign: Option<Sign>,
    /// It is chosen.
    pub chosen: bool,
    /// Somebody points at it.
    pub pointed: bool,
    /// A plain line from center to center.
    pub plain: bool,
}

/// A scene that is drawn.
#[derive(Clone, Copy)]
pub struct Stage<'a> {
    /// The scene.
    pub scene: &'a Scene,
    /// Where it lies on the paper.
    pub view: View,
    /// What it is colored by.
    pub coat: &'a dyn Coat,
    /// On a dark ground.
    pub dark: bool,
}

impl Stage<'_> {
    /// The colors beside those of kinds.
    pub fn palette(&self) -> &'static Palette {
        Palette::of(self.dark)
    }

    /// Draws marks and ties: first what is in the background, then the rest; marks over ties.
    pub fn draw<P: Pen + ?Sized>(
        &self,
        pen: &mut P,
        marks: &[&Mark],
        strands: &[&Strand],
        mut tie: impl FnMut(&mut P, &Strand),
        mut mark: impl FnMut(&mut P, &Mark),
    ) {
        for background in [true, false] {
            pen.layer(if background { Layer::FaintTies } else { Layer::Ties });
            for strand in strands.iter().filter(|strand| strand.faded() == background) {
                tie(pen, strand);
            }
            pen.layer(if background {
                Layer::FaintActors
            } else {
                Layer::Actors
            });
            for one in marks.iter().filter(|mark| mark.faded() == background) {
                mark(pen, one);
            }
        }
    }

    /// Draws a tie; returns the way that it takes, if it is not plain.
    pub fn tie<P: Pen + ?Sized>(&self, pen: &mut P, strand: &Strand, state: &TieState) -> Option<Way> {
        let palette = self.palette();
        let scale = self.view.zoom;
        let color = palette
            .paper
            .toward(self.coat.tie(strand, self.dark), state.strength);
        let width = (strand.width * scale).max(LINE_LEAST);
        if state.plain {
            // From center to center: the marks lie over the ends.
            let marks = self.scene.marks();
            let ends = [strand.from, strand.to].map(|end| self.view.on_paper(marks[end].at));
            let stroke = if state.chosen {
                Stroke::new(CHOSEN_LINE, palette.text)
            } else {
                // Translucent, so that where many ties run together is seen as darker.
                Stroke::new((width * 0.5).clamp(0.5, 1.5), Ink::veil(color, 0.5))
            };
            pen.begin(Thing::Tie(strand.id));
            pen.segment(ends, stroke);
            pen.end();
            return None;
        }
        let curve = self.scene.curve(strand)?;
        let way = self.view.way(&curve);
        pen.begin(Thing::Tie(strand.id));
        if state.sign == Some(Sign::Added) {
            pen.follow(&way, Stroke::new(width + 6.0, Ink::veil(palette.text, 0.24)));
        }
        if state.chosen {
            // A line in the text's color with a gap around the tie: chosen, whatever its color is.
            pen.follow(&way, Stroke::new(width + 8.0, palette.text));
            pen.follow(&way, Stroke::new(width + 4.0, palette.paper));
        } else if state.pointed {
            pen.follow(&way, Stroke::new(width + 7.0, Ink::veil(palette.text, 0.14)));
        }
        let tips = scale >= TIPS_FROM;
        let gone = state.sign == Some(Sign::Removed);
        let line = strand.line();
        let thread = Thread {
            line: if gone { line.ghost() } else { line },
            width: if gone { width.min(1.6) } else { width },
            scale: scale.max(SCALE_LEAST),
            ink: if gone { palette.secondary } else { color }.into(),
            tips,
        };
        mark::thread(pen, &way, thread);
        if let Some(sign) = state.sign.filter(|_| tips) {
            let middle = self.view.on_paper(curve.at(0.5));
            sign::badge(pen, sign, middle, palette, palette.paper);
        }
        pen.end();
        Some(way)
    }

    /// Draws a mark; returns its center and radius on the paper, unless it is but a dot.
    pub fn mark<P: Pen + ?Sized>(&self, pen: &mut P, mark: &Mark, state: &MarkState) -> Option<(Point, f64)> {
        let palette = self.palette();
        let center = self.view.on_paper(mark.at);
        let radius = mark.radius * self.view.zoom * state.grown;
        let fade = |rgb: Rgb| palette.paper.toward(rgb, state.strength);
        let (fill, outline) = self.coat.mark(mark, self.dark);
        let (fill, outline) = (fade(fill), fade(outline));
        pen.begin(Thing::Actor(mark.id));
        if radius < DOT_BELOW {
            let stroke = if state.chosen {
                Stroke::new(CHOSEN_DOT, palette.text)
            } else {
                Stroke::new(DOT_LINE, outline)
            };
            mark::dot(pen, center, radius.max(DOT_LEAST), fill.into(), stroke);
            pen.end();
            return None;
        }
        let width = self.view.outline_width();
        if let Some(halo) = state.halo {
            mark::ring(pen, mark.kind, center, radius, halo.width / 2.0 + 1.0, halo);
        }
        let gone = state.sign == Some(Sign::Removed);
        let body = Body {
            fill: if gone { palette.paper } else { fill }.into(),
            outline: match state.sign {
                Some(Sign::Added) => Stroke::new(width + 2.6, palette.text),
                Some(Sign::Removed) => Stroke::new(width, palette.secondary),
                _ => Stroke::new(width, outline),
            },
            dashed: mark.external || gone,
            paper: palette.paper.into(),
        };
        mark::body(pen, mark.kind, center, radius, body);
        if let Some((away, thickness)) = state.ring {
            let stroke = Stroke::new(thickness, palette.text);
            mark::ring(pen, mark.kind, center, radius, width / 2.0 + away, stroke);
        }
        if let Some(sign) = state.sign {
            let reach = look::outline(mark.kind).reach(Vector::new(-0.707, -0.707)) * radius;
            // Outside the ring of what is chosen.
            let reach = reach + state.ring.map_or(0.0, |(away, thickness)| away + thickness);
            sign::of_mark(pen, sign, center, reach, palette);
        }
        if state.pin {
            mark::pin(pen, center, radius, palette.text.into(), palette.paper.into());
        }
        pen.end();
        Some((center, radius))
    }

    /// Which ties are left out first, see `detail`; those that somebody has chosen never are.
    pub fn class(&self, strand: &Strand, chosen: bool) -> u8 {
        if chosen {
            0
        } else {
            detail::class(strand, detail::length(self.scene, strand), USUAL_TIE)
        }
    }

    /// The last class of ties that is drawn without covering a paper of this size; none when all are.
    pub fn last_class(
        &self,
        strands: &[&Strand],
        plain: bool,
        size: Vector,
        chosen: impl Fn(&Strand) -> bool,
    ) -> Option<u8> {
        let area = size.x * size.y;
        if plain {
            if strands.len() <= MANY_TIES {
                return None;
            }
            let mut thinning = Thinning::beside(USUAL_TIE);
            for strand in strands {
                thinning.add(strand, detail::length(self.scene, strand));
            }
            return thinning.last_class(self.view.zoom, detail::INK * area);
        }
        if strands.len() <= DRAWN_TIES {
            return None;
        }
        let (zoom, most) = (self.view.zoom, size.length());
        let mut areas = [0.0; detail::CLASSES];
        for strand in strands {
            // Of a long one no more than what crosses the paper.
            let length = (detail::length(self.scene, strand) * zoom).min(most);
            areas[usize::from(self.class(strand, chosen(strand)))] += length * strand.width * zoom;
        }
        detail::last_within(&areas, detail::FULL_INK * area)
    }

    /// Ties are drawn as plain lines, so many there are or so small.
    pub fn is_plain(&self, ties: usize) -> bool {
        ties > MANY_TIES || self.view.is_far()
    }

    /// Points along ties on the paper; names are put where few of them are. None on a full map, where ties are
    /// everywhere.
    pub fn along_ties(&self, strands: &[&Strand]) -> Vec<Point> {
        let strands = if strands.len() > INKED_TIES { &[] } else { strands };
        let mut points = Vec::new();
        for curve in strands.iter().filter_map(|strand| self.scene.curve(strand)) {
            let length = curve.points[0].distance(curve.points[3]) * self.view.zoom;
            let count = (length / INK_STEP).clamp(1.0, 400.0) as usize;
            let at = |i: usize| self.view.on_paper(curve.at(i as f64 / count as f64));
            points.extend((0..=count).map(at));
        }
        points
    }
}
