//! Pages as lists of what is drawn on them, and the file that they become.

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::usvg::Tree;

use super::setting::Line;
use crate::picture::look::Rgb;
use crate::report::paper::PaperFault;

/// Width and height of A4, points.
pub(super) const PAPER: (f32, f32) = (595.28, 841.89);

/// Something on a page. All places are points from the upper left corner of the page.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Words whose first letter stands at a place on a baseline.
    Words { at: (f32, f32), line: Line, ink: Rgb },
    /// A filled box with round corners.
    Box {
        at: (f32, f32),
        size: (f32, f32),
        round: f32,
        ink: Rgb,
    },
    /// A straight line.
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        ink: Rgb,
    },
    /// A closed line, filled or not.
    Polygon {
        points: Vec<(f32, f32)>,
        fill: Option<(Rgb, f32)>,
        line: Option<(Rgb, f32)>,
        dashed: bool,
    },
    /// A filled circle with a ring of paper around it.
    Dot { at: (f32, f32), radius: f32, ink: Rgb },
    /// One of the drawings, by its number.
    Drawing {
        which: usize,
        at: (f32, f32),
        size: (f32, f32),
    },
}

impl Piece {
    /// The same, moved.
    pub(super) fn moved(mut self, x: f32, y: f32) -> Self {
        let shift = |at: &mut (f32, f32)| {
            at.0 += x;
            at.1 += y;
        };
        match &mut self {
            Self::Words { at, .. }
            | Self::Box { at, .. }
            | Self::Dot { at, .. }
            | Self::Drawing { at, .. } => shift(at),
            Self::Rule { from, to, .. } => {
                shift(from);
                shift(to);
            }
            Self::Polygon { points, .. } => points.iter_mut().for_each(shift),
        }
        self
    }
}

/// Where a link leads.
#[derive(Clone, Debug)]
pub(super) enum Link {
    /// To the section with this number.
    Section(usize),
    /// Out into the world.
    Address(String),
}

/// One page.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub(super) pieces: Vec<Piece>,
    /// Left, top, width, height, and where it leads.
    pub(super) links: Vec<([f32; 4], Link)>,
}

/// A section in the outline of the file.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub(super) title: String,
    pub(super) page: usize,
    /// Points from above.
    pub(super) y: f32,
}

/// The file.
pub(super) fn file(
    title: &str,
    authors: &[String],
    sheets: &[Sheet],
    stations: &[Station],
    drawings: &[Tree],
) -> Result<Vec<u8>, PaperFault> {
    let mut document = krilla::Document::new();
    // Neither a clock nor chance: the same report is the same file.
    let metadata = Metadata::new()
        .title(title.to_owned())
        .authors(authors.to_vec())
        .language("en".to_owned())
        .creator(concat!("Milieu ", env!("CARGO_PKG_VERSION")).to_owned());
    document.set_metadata(metadata);
    let mut outline = Outline::new();
    for station in stations {
        outline.push_child(OutlineNode::new(station.title.clone(), goal(station)));
    }
    document.set_outline(outline);
    for sheet in sheets {
        let settings = PageSettings::from_wh(PAPER.0, PAPER.1).ok_or(PaperFault::Empty)?;
        let mut page = document.start_page_with(settings);
        for (place, link) in &sheet.links {
            let [x, y, width, height] = *place;
            let Some(area) = Rect::from_xywh(x, y, width, height) else {
                continue;
            };
            let target = match link {
                Link::Section(number) => match stations.get(*number) {
                    Some(station) => Target::Destination(Destination::Xyz(goal(station))),
                    None => continue,
                },
                Link::Address(address) => Target::Action(LinkAction::new(address.clone()).into()),
            };
            page.add_annotation(Annotation::new_link(LinkAnnotation::new(area, target), None));
        }
        let mut surface = page.surface();
        for piece in &sheet.pieces {
            draw(&mut surface, piece, drawings);
        }
        surface.finish();
        page.finish();
    }
    document
        .finish()
        .map_err(|fault| PaperFault::Failed(format!("{fault:?}")))
}

fn goal(station: &Station) -> XyzDestination {
    XyzDestination::new(station.page, Point::from_xy(0.0, (station.y - 12.0).max(0.0)))
}

fn draw(surface: &mut Surface<'_>, piece: &Piece, drawings: &[Tree]) {
    surface.set_stroke(None);
    match piece {
        Piece::Words { at, line, ink } => {
            surface.set_fill(Some(filled(*ink, 1.0)));
            let mut x = at.0;
            for run in &line.runs {
                let start = Point::from_xy(x, at.1);
                surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &run.text, line.size, false);
                x += run.width;
            }
        }
        Piece::Box { at, size, round, ink } => {
            surface.set_fill(Some(filled(*ink, 1.0)));
            rounded(surface, *at, *size, *round);
        }
        Piece::Rule { from, to, width, ink } => {
            surface.set_fill(None);
            surface.set_stroke(Some(stroked(*ink, *width, false)));
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Piece::Polygon {
            points,
            fill,
            line,
            dashed,
        } => {
            surface.set_fill(fill.map(|(ink, opacity)| filled(ink, opacity)));
            surface.set_stroke(line.map(|(ink, width)| stroked(ink, width, *dashed)));
            let mut path = PathBuilder::new();
            for (place, point) in points.iter().enumerate() {
                if place == 0 {
                    path.move_to(point.0, point.1);
                } else {
                    path.line_to(point.0, point.1);
                }
            }
            path.close();
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Piece::Dot { at, radius, ink } => {
            for (radius, ink) in [(radius + 0.8, Rgb(0xFF, 0xFF, 0xFF)), (*radius, *ink)] {
                surface.set_fill(Some(filled(ink, 1.0)));
                rounded(
                    surface,
                    (at.0 - radius, at.1 - radius),
                    (2.0 * radius, 2.0 * radius),
                    radius,
                );
            }
        }
        Piece::Drawing { which, at, size } => {
            let (Some(tree), Some(size)) = (drawings.get(*which), Size::from_wh(size.0, size.1)) else {
                return;
            };
            surface.push_transform(&Transform::from_translate(at.0, at.1));
            let settings = SvgSettings {
                embed_text: true,
                ..SvgSettings::default()
            };
            // A drawing without a size has nothing to show.
            let _drawn = surface.draw_svg(tree, size, settings);
            surface.pop();
        }
    }
}

fn filled(Rgb(r, g, b): Rgb, opacity: f32) -> Fill {
    Fill {
        paint: rgb::Color::new(r, g, b).into(),
        opacity: NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE),
        rule: Default::default(),
    }
}

fn stroked(Rgb(r, g, b): Rgb, width: f32, dashed: bool) -> Stroke {
    Stroke {
        paint: rgb::Color::new(r, g, b).into(),
        width,
        dash: dashed.then(|| StrokeDash {
            array: vec![3.0, 2.2],
            offset: 0.0,
        }),
        ..Stroke::default()
    }
}

/// A filled box with round corners.
fn rounded(surface: &mut Surface<'_>, at: (f32, f32), size: (f32, f32), round: f32) {
    /// How far a Bézier curve has to be pulled to look like a quarter of a circle.
    const PULL: f32 = 0.5523;
    let round = round.min(size.0 / 2.0).min(size.1 / 2.0);
    let ((left, top), (right, low)) = (at, (at.0 + size.0, at.1 + size.1));
    let rest = round * (1.0 - PULL);
    let mut path = PathBuilder::new();
    path.move_to(left + round, top);
    path.line_to(right - round, top);
    path.cubic_to(right - rest, top, right, top + rest, right, top + round);
    path.line_to(right, low - round);
    path.cubic_to(right, low - rest, right - rest, low, right - round, low);
    path.line_to(left + round, low);
    path.cubic_to(left + rest, low, left, low - rest, left, low - round);
    path.line_to(left, top + round);
    path.cubic_to(left, top + rest, left + rest, top, left + round, top);
    path.close();
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
