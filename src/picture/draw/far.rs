//! A map from afar: hulls around groups, bands between them, and their names.

use crate::base::geom::{Point, Rect, Vector};
use crate::model::Document;
use crate::picture::curve::Curve;
use crate::picture::far::{Far, Group};
use crate::picture::look::Rgb;

use super::pen::{Anchor, Font, Form, Halo, Hand, Ink, Pen, Stroke};
use super::stage::{Stage, View};
use super::way::Way;

/// Size of the names of groups, and of how many more there are, points.
const NAME: f64 = 15.0;
const COUNT: f64 = 11.0;
/// Most names of groups.
const NAMES: usize = 30;
/// Pieces that a band is bent in.
const PIECES: usize = 12;

/// Groups of a scene that is seen from afar.
#[derive(Clone, Copy)]
pub struct Afar<'a> {
    /// The groups. Their largest marks are positions in the scene.
    pub far: &'a Far,
    /// How far the map is in its far view, 0 to 1.
    pub farness: f32,
    /// The scene.
    pub stage: Stage<'a>,
}

impl Afar<'_> {
    /// Draws hulls, which lie under marks and ties.
    pub fn draw_hulls(&self, pen: &mut (impl Pen + ?Sized)) {
        for group in &self.far.groups {
            let on_paper = |&p: &Point| self.stage.view.on_paper(p);
            let corners: Vec<Point> = group.hull.iter().map(on_paper).collect();
            let hue = self.hue_of(group);
            let (ground, edge) = (0.10 * self.farness, 0.28 * self.farness);
            let stroke = Stroke::new(1.2, Ink::veil(hue, edge));
            pen.body(Form::Convex(&corners), Ink::veil(hue, ground), stroke);
        }
    }

    /// Draws bands between groups.
    pub fn draw_bands(&self, pen: &mut (impl Pen + ?Sized)) {
        let palette = self.stage.palette();
        let most = self.far.bands.first().map_or(1, |band| band.count);
        for band in &self.far.bands {
            let [a, b] = band.ends.map(|end| self.far.groups[end].center);
            let share = (band.count as f64 / most as f64).sqrt();
            let ink = Ink::veil(palette.line, 0.22 * self.farness);
            pen.follow(&bow(&self.stage.view, a, b), Stroke::new(1.0 + 7.0 * share, ink));
        }
    }

    /// Writes the names of groups, which lie over everything else.
    pub fn write_names<H: Hand>(&self, hand: &mut H, document: &Document) {
        let palette = self.stage.palette();
        let mut taken: Vec<Rect> = Vec::new();
        for group in self.far.groups.iter().take(NAMES) {
            let Some(mark) = self.stage.scene.marks().get(group.chief) else {
                continue;
            };
            let name = shortened(&document.display_name(mark.id));
            let center = self.stage.view.on_paper(group.center);
            let more = format!("and {} more", group.count - 1);
            let lines = [
                hand.line(&name, Font::plain(NAME)),
                hand.line(&more, Font::plain(COUNT)),
            ];
            let extents = [hand.extent(&lines[0]), hand.extent(&lines[1])];
            let extent = Vector::new(extents[0].x.max(extents[1].x), extents[0].y + extents[1].y);
            let area = Rect::centered(center, extent);
            // Relative to each other names stay where they are, so that panning lets none appear or vanish.
            if taken.iter().any(|other| other.overlaps(area.grown(4.0))) {
                continue;
            }
            taken.push(area);
            let halo = Halo {
                ink: Ink::veil(palette.paper, 0.8 * self.farness),
                reach: 2.4,
                corner: 1.5,
                coarse: false,
            };
            let mut top = area.min.y;
            for ((line, size), strength) in lines.iter().zip(extents).zip([1.0, 0.75]) {
                let ink = Ink::veil(palette.text, strength * self.farness);
                hand.write(line, Point::new(center.x, top), Anchor::TOP, ink, Some(halo));
                top += size.y;
            }
        }
    }

    /// Color of a group: that of its largest mark.
    fn hue_of(&self, group: &Group) -> Rgb {
        let mark = self.stage.scene.marks().get(group.chief);
        mark.map_or(self.stage.palette().secondary, |mark| {
            self.stage.coat.mark(mark, self.stage.dark).1
        })
    }
}

/// A name in at most as many characters as people read at a glance.
fn shortened(name: &str) -> String {
    const MOST: usize = 28;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    name.chars().take(MOST - 1).chain(['…']).collect()
}

/// A slight bow between two points of the map, so that bands that cross are told apart.
fn bow(view: &View, a: Point, b: Point) -> Way {
    let along = b - a;
    let control = a + along / 2.0 + along.turned() * 0.12;
    let [a, control, b] = [a, control, b].map(|p| view.on_paper(p));
    Way::of(Curve::bent(a, control, b), PIECES)
}
