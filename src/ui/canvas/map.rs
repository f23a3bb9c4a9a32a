//! Paints the scene: ties, marks, names, and what a gesture adds to them.

mod hand;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::epaint::Mesh;
use egui::{Painter, Pos2, Stroke, Vec2};

use super::camera::Camera;
use super::contrast::{self, Contrast, Inks, Sign};
use super::far::FarView;
use super::gesture::Gesture;
use super::gpu::Gpu;
use super::guides;
use super::hit::{self, Target};
use super::jots::{JotArt, JotField, JotSight};
use super::labels::{self, Candidate, Label, Labels, Rank};
use super::paint::{self, Body, Thread, color, veil};
use super::sheet::Sheet;
use super::tint::Tinting;
use crate::base::geom::Vector;
use crate::layout::forms::Guide;
use crate::model::{ActorId, Document, Edit, Hue, Selection, TieId, TieKind};
use crate::picture::curve::Curve;
use crate::picture::look::{self, Palette, Rgb};
use crate::picture::{Mark, Scene, Strand};

/// What the painting depends on beside the scene.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(crate) camera: &'a Camera,
    pub(crate) scene: &'a Scene,
    pub(crate) document: &'a Document,
    pub(crate) selection: &'a Selection,
    pub(crate) gesture: &'a Gesture,
    pub(crate) hover: Target,
    /// Actors that another part of the window points at.
    pub(crate) highlighted: &'a BTreeSet<ActorId>,
    /// Ties that another part of the window points at.
    pub(crate) pointed: &'a BTreeSet<TieId>,
    /// The actor under the pointer with its neighbors, while they are lit.
    pub(crate) lit: &'a BTreeSet<ActorId>,
    /// How much the others are faded, 0 to 1.
    pub(crate) faded: f32,
    /// How large new actors have grown, 0 to 1.
    pub(crate) growing: &'a BTreeMap<ActorId, f32>,
    /// The figure that marks and ties are painted by.
    pub(crate) tinting: &'a Tinting,
    /// The actor whose name is being edited.
    pub(crate) named: Option<ActorId>,
    /// Kind of the tie that is being drawn.
    pub(crate) next_tie: TieKind,
    /// What became of each thing, while two states are shown together.
    pub(crate) contrast: Option<&'a Contrast>,
    /// What somebody is about to do.
    pub(crate) supposed: Option<&'a Edit>,
    /// Notes and zones, and what of them is being written; none while two states are shown together.
    pub(crate) jots: Option<(&'a JotArt, Option<&'a JotField>)>,
    /// What says what places mean.
    pub(crate) guides: &'a [Guide],
    /// Color of the zone that is being drawn.
    pub(crate) next_zone: Hue,
    /// The map from afar; none while two states are shown together.
    pub(crate) far: Option<&'a FarView>,
    /// What the last edit took away, and how much of it is left, 1 to 0.
    pub(crate) leaving: Option<&'a Scene>,
    pub(crate) left: f32,
    /// Strength of everything, 0 to 1.
    pub(crate) share: f64,
    pub(crate) dark: bool,
}

/// So many ties are drawn in full however much they cover: nobody draws by hand what hides itself.
const DRAWN_TIES: usize = 400;
/// More ties than this are drawn as plain lines.
pub(super) const MANY_TIES: usize = 2500;
/// Below this zoom ties are drawn as plain lines.
const PLAIN_BELOW: f64 = 0.22;
/// With more ties than this, names do not try to avoid them.
const INKED_TIES: usize = 1200;
/// Distance of the points along a tie that names avoid, points on the screen.
const INK_STEP: f64 = 6.0;
/// Lines have tips from this zoom on; smaller they would be specks.
pub(super) const TIPS_FROM: f32 = 0.3;
/// Least width of a line, and least scale of its dashes and tips, points.
pub(super) const LINE_LEAST: f32 = 0.7;
pub(super) const SCALE_LEAST: f32 = 0.45;
/// Marks smaller than this on the screen are drawn as dots, points.
pub(super) const DOT_BELOW: f32 = 3.5;
/// Least radius of a dot, and the width of its outline, points.
pub(super) const DOT_LEAST: f32 = 1.5;
pub(super) const DOT_LINE: f32 = 0.8;
/// Of what is chosen: air around a mark, width of its ring, of a dot's outline and of a plain tie, points.
pub(super) const CHOSEN_AIR: f32 = 2.0;
pub(super) const CHOSEN_RING: f32 = 3.0;
pub(super) const CHOSEN_DOT: f32 = 2.0;
pub(super) const CHOSEN_LINE: f32 = 1.6;
/// Strength that faded things keep.
pub(super) const FADED_TIE: f64 = 0.28;
pub(super) const FADED_MARK: f64 = 0.45;
/// Strength of what a filter or a focus leaves in the background.
pub(super) const BACKGROUND_TIE: f64 = 0.16;
pub(super) const BACKGROUND_MARK: f64 = 0.24;

/// Paints everything on the map; returns where names stand.
///
/// `spare` holds the memory that the last frame was painted in; a large map goes to `gpu`, if there is one.
pub(crate) fn paint(
    painter: &Painter,
    sight: &Sight<'_>,
    labels: &mut Labels,
    spare: &mut Option<Arc<Mesh>>,
    gpu: Option<&mut Gpu>,
) -> Vec<Label> {
    let palette = Palette::of(sight.dark);
    painter.rect_filled(painter.clip_rect(), 0.0, color(palette.paper));
    sight.jots(|art, look| art.paint_zones(painter, look));
    guides::paint(painter, sight.camera, sight.guides, palette);
    let marks = sight.visible_marks();
    let mut strands = Vec::new();
    if let Some(far) = sight.far {
        far.paint_image(painter, sight);
        far.paint_ground(painter, sight);
    }
    sight.leaving(painter);
    if sight.far.is_some_and(FarView::is_image) {
        strands = sight.strands_of_note();
        sight.shapes(painter, &sight.marks_of_note(), &strands, spare);
    } else if !gpu.is_some_and(|gpu| gpu.paint(painter, sight, &marks)) {
        strands = sight.visible_strands();
        sight.shapes(painter, &marks, &strands, spare);
    }
    if let Some(far) = sight.far {
        far.paint_names(painter, sight);
    }
    sight.ghosts(painter);
    let placed = sight.labels(painter, &marks, &strands, labels);
    sight.jots(|art, look| art.paint_titles(painter, look));
    labels::paint(painter, &placed, color(palette.text), color(palette.paper));
    sight.jots(|art, look| art.paint_notes(painter, look));
    sight.gesture(painter);
    placed
}

impl Sight<'_> {
    fn shapes(&self, painter: &Painter, marks: &[&Mark], strands: &[&Strand], spare: &mut Option<Arc<Mesh>>) {
        let plain = strands.len() > MANY_TIES || self.is_far();
        let last = self.last_class(painter, strands, plain);
        let drawn = |strand: &&&Strand| last.is_none_or(|last| self.class(strand) <= last);
        let mut sheet = Sheet::again(painter, spare.take());
        for background in [true, false] {
            let strands = strands.iter().filter(drawn);
            for strand in strands.filter(|strand| strand.faded() == background) {
                self.strand(&mut sheet, strand, plain);
            }
            for mark in marks.iter().filter(|mark| mark.faded() == background) {
                self.mark(&mut sheet, mark);
            }
        }
        *spare = Some(sheet.put(painter));
    }

    /// Paints what goes, ever fainter.
    fn leaving(&self, painter: &Painter) {
        let Some(scene) = self.leaving else { return };
        let fading = Sight {
            scene,
            leaving: None,
            share: f64::from(self.left),
            ..*self
        };
        let (marks, strands) = (fading.visible_marks(), fading.visible_strands());
        fading.shapes(painter, &marks, &strands, &mut None);
    }

    pub(super) fn zoom(&self) -> f32 {
        self.camera.zoom() as f32
    }

    /// So far away that ties are plain lines.
    pub(super) fn is_far(&self) -> bool {
        self.camera.zoom() < PLAIN_BELOW
    }

    /// Width of the outline of a mark, points.
    pub(super) fn outline_width(&self) -> f32 {
        (1.9 * self.zoom().sqrt()).clamp(1.0, 2.8)
    }

    fn palette(&self) -> &'static Palette {
        Palette::of(self.dark)
    }

    /// Paints something of notes and zones, unless these are not shown.
    fn jots(&self, paint: impl FnOnce(&JotArt, JotSight<'_>)) {
        let Some((art, field)) = self.jots else { return };
        let taken = self.gesture.encloses_jots(art.boxes());
        let look = JotSight {
            camera: self.camera,
            selection: self.selection,
            hovered: self.hover.jot().filter(|_| self.gesture.shows_hover()),
            taken: taken.as_ref(),
            written: field.and_then(JotField::jot),
            grips: self.gesture.is_idle(),
            faded: self.faded,
            dark: self.dark,
        };
        paint(art, look);
    }

    fn strand_strength(&self, strand: &Strand) -> f64 {
        let hovered = self.hover.tie() == Some(strand.id) || self.selection.ties.contains(&strand.id);
        let base = if strand.enabled { 1.0 } else { look::DISABLED };
        if strand.faded() && !hovered {
            return base * BACKGROUND_TIE;
        }
        if hovered || self.in_the_light(strand, self.hover.actor()) {
            base
        } else {
            base * (1.0 - (1.0 - FADED_TIE) * f64::from(self.faded))
        }
    }

    /// The tie of an actor in the middle of what is lit, or one between two that are.
    pub(super) fn in_the_light(&self, strand: &Strand, center: Option<ActorId>) -> bool {
        let marks = self.scene.marks();
        match center {
            Some(center) => [strand.from, strand.to]
                .iter()
                .any(|&end| marks[end].id == center),
            None => self.both_lit(strand),
        }
    }

    /// Color of a tie in full strength.
    pub(super) fn strand_color(&self, strand: &Strand) -> Rgb {
        self.tinting.strand_color(strand, self.dark)
    }

    /// Fill and outline of a mark in full strength.
    pub(super) fn mark_colors(&self, mark: &Mark) -> (Rgb, Rgb) {
        self.tinting.mark_colors(mark, self.dark)
    }

    fn both_lit(&self, strand: &Strand) -> bool {
        let marks = self.scene.marks();
        [strand.from, strand.to]
            .iter()
            .all(|&end| self.lit.contains(&marks[end].id))
    }

    pub(super) fn strand(&self, sheet: &mut Sheet, strand: &Strand, plain: bool) {
        let sign = self.contrast.and_then(|contrast| contrast.tie(strand.id));
        let scale = self.zoom();
        let strength = self.strand_strength(strand) * self.share;
        let ink = color(self.palette().paper.toward(self.strand_color(strand), strength));
        let width = (strand.width as f32 * scale).max(LINE_LEAST);
        let chosen = self.selection.ties.contains(&strand.id);
        if plain && (!chosen || self.selection.ties.len() > MANY_TIES) {
            // From center to center: the marks lie over the ends.
            let marks = self.scene.marks();
            let ends = [strand.from, strand.to].map(|end| self.camera.screen_from_map(marks[end].at));
            if chosen {
                sheet.segment(ends, Stroke::new(CHOSEN_LINE, color(self.palette().text)));
                return;
            }
            // Translucent, so that where many ties run together is seen as darker.
            let ink = ink.gamma_multiply(0.5);
            sheet.segment(ends, Stroke::new((width * 0.5).clamp(0.5, 1.5), ink));
            return;
        }
        let Some(curve) = self.scene.curve(strand) else {
            return;
        };
        let path = self.path(&curve);
        if sign == Some(Sign::Added) {
            paint::stroke_path(
                sheet,
                &path,
                Stroke::new(width + 6.0, veil(self.palette().text, 0.24)),
            );
        }
        if chosen {
            // A line in the text's color with a gap around the tie: chosen, whatever its color is.
            paint::stroke_path(sheet, &path, Stroke::new(width + 8.0, color(self.palette().text)));
            paint::stroke_path(
                sheet,
                &path,
                Stroke::new(width + 4.0, color(self.palette().paper)),
            );
        } else if self.points_at(strand.id) {
            paint::stroke_path(
                sheet,
                &path,
                Stroke::new(width + 7.0, veil(self.palette().text, 0.14)),
            );
        }
        let tips = scale >= TIPS_FROM;
        let gone = sign == Some(Sign::Removed);
        let thread = Thread {
            line: if gone {
                strand.line().ghost()
            } else {
                strand.line()
            },
            width: if gone { width.min(1.6) } else { width },
            scale: scale.max(SCALE_LEAST),
            color: if gone {
                color(self.palette().secondary)
            } else {
                ink
            },
            tips,
        };
        paint::thread(sheet, &path, thread);
        if let Some(sign) = sign.filter(|_| tips) {
            let middle = self.camera.screen_from_map(curve.at(0.5));
            contrast::badge(sheet, sign, middle, self.inks());
        }
        if chosen && self.selection.only_tie() == Some(strand.id) {
            for end in [path[0], path[path.len() - 1]] {
                let radius = hit::HANDLE as f32 - 1.5;
                sheet.disc(end, radius, color(self.palette().paper));
                sheet.ring(end, radius, Stroke::new(2.0, color(self.palette().text)));
            }
        }
    }

    fn inks(&self) -> Inks {
        let palette = self.palette();
        Inks {
            text: color(palette.text),
            secondary: color(palette.secondary),
            accent: color(palette.accent),
            paper: color(palette.paper),
        }
    }

    /// The pointer is on the tie, or on something in the window that speaks of it.
    fn points_at(&self, id: TieId) -> bool {
        (self.hover.tie() == Some(id) && self.gesture.is_idle()) || self.pointed.contains(&id)
    }

    fn path(&self, curve: &Curve) -> Vec<Pos2> {
        let pieces = curve.pieces(self.camera.zoom());
        (0..=pieces)
            .map(|i| self.camera.screen_from_map(curve.at(i as f64 / pieces as f64)))
            .collect()
    }

    pub(super) fn mark(&self, sheet: &mut Sheet, mark: &Mark) {
        let palette = self.palette();
        let center = self.camera.screen_from_map(mark.at);
        let grown = self.growing.get(&mark.id).copied().unwrap_or(1.0);
        let radius = (mark.radius * self.camera.zoom()) as f32 * grown;
        let strength = self.mark_strength(mark) * self.share;
        let fade = |rgb: Rgb| color(palette.paper.toward(rgb, strength));
        let (fill, outline) = self.mark_colors(mark);
        let (fill, outline) = (fade(fill), fade(outline));
        let chosen = self.selection.actors.contains(&mark.id);
        let sign = self.contrast.and_then(|contrast| contrast.actor(mark.id));
        if radius < DOT_BELOW {
            let stroke = Stroke::new(
                if chosen { CHOSEN_DOT } else { DOT_LINE },
                if chosen { color(palette.text) } else { outline },
            );
            let radius = radius.max(DOT_LEAST);
            sheet.disc(center, radius + stroke.width / 2.0, stroke.color);
            sheet.disc(center, radius - stroke.width / 2.0, fill);
            return;
        }
        let hovered = self.hover.actor() == Some(mark.id) && self.gesture.shows_hover();
        if hovered && self.camera.zoom() >= hit::HALO_FROM_ZOOM {
            let strong = self.hover == Target::Halo(mark.id);
            let alpha = if strong { 0.34 } else { 0.16 };
            let margin = hit::HALO as f32 / 2.0 + 0.5;
            let band = Stroke::new(hit::HALO as f32 - 1.0, veil(palette.accent, alpha));
            paint::ring(sheet, mark.kind, center, radius, margin, band);
        }
        let width = self.outline_width();
        let body = Body {
            fill: if sign == Some(Sign::Removed) {
                color(palette.paper)
            } else {
                fill
            },
            outline: match sign {
                Some(Sign::Added) => Stroke::new(width + 2.6, color(palette.text)),
                Some(Sign::Removed) => Stroke::new(width, color(palette.secondary)),
                _ => Stroke::new(width, outline),
            },
            dashed: mark.external || sign == Some(Sign::Removed),
            paper: color(palette.paper),
        };
        paint::body(sheet, mark.kind, center, radius, body);
        let outlined = hovered || self.highlighted.contains(&mark.id) || self.gesture.encloses(mark);
        // Two points of air, then three points of ring around what is chosen; half as much around the rest.
        let ring = if chosen {
            Some((CHOSEN_AIR + CHOSEN_RING / 2.0, CHOSEN_RING))
        } else {
            outlined.then_some((2.0, 1.5))
        };
        if let Some((away, thickness)) = ring {
            let stroke = Stroke::new(thickness, color(palette.text));
            paint::ring(sheet, mark.kind, center, radius, width / 2.0 + away, stroke);
        }
        if let Some(sign) = sign {
            let reach = look::outline(mark.kind).reach(Vector::new(-0.707, -0.707)) as f32 * radius;
            // Outside the ring of what is chosen.
            let reach = reach + ring.map_or(0.0, |(away, thickness)| away + thickness);
            contrast::of_mark(sheet, sign, center, reach, self.inks());
        }
        if hovered && self.camera.zoom() >= hit::HALO_FROM_ZOOM && self.gesture.is_idle() {
            // Says what the ring is for: something can be drawn out of it.
            let way = Vector::new(0.8, 0.6);
            let reach = look::outline(mark.kind).reach(way) as f32 * radius + hit::HALO as f32 / 2.0;
            let at = center + Vec2::new(0.8, 0.6) * reach;
            paint::plus(sheet, at, color(palette.accent), color(palette.paper));
        }
        if mark.pinned && (chosen || hovered) && self.gesture.is_idle() {
            paint::pin(sheet, center, radius, color(palette.text), color(palette.paper));
        }
    }

    /// It is chosen or pointed at, which brings it out of the background.
    fn singled_out(&self, mark: &Mark) -> bool {
        self.selection.actors.contains(&mark.id)
            || self.highlighted.contains(&mark.id)
            || (self.hover.actor() == Some(mark.id) && self.gesture.shows_hover())
    }

    fn mark_strength(&self, mark: &Mark) -> f64 {
        let keeps = self.lit.contains(&mark.id) || self.selection.actors.contains(&mark.id);
        let unfit = self.gesture.refuses(mark.id, self.scene);
        if mark.faded() && !self.singled_out(mark) {
            BACKGROUND_MARK
        } else if unfit {
            0.35
        } else if keeps {
            1.0
        } else {
            1.0 - (1.0 - FADED_MARK) * f64::from(self.faded)
        }
    }

    fn labels(
        &self,
        painter: &Painter,
        marks: &[&Mark],
        strands: &[&Strand],
        labels: &mut Labels,
    ) -> Vec<Label> {
        let zoom = self.camera.zoom();
        let center = |mark: &Mark| self.camera.screen_from_map(mark.at);
        let candidates = marks
            .iter()
            .filter(|mark| self.named != Some(mark.id))
            .filter_map(|mark| {
                let radius = (mark.radius * zoom) as f32;
                let rank = if self.selection.actors.contains(&mark.id) {
                    Rank::Selected
                } else if self.hover.actor() == Some(mark.id) || self.highlighted.contains(&mark.id) {
                    Rank::Hovered
                } else {
                    Rank::Rest
                };
                if !labels::is_wanted(zoom, radius, rank) {
                    return None;
                }
                Some(Candidate {
                    id: mark.id,
                    name: self.document.actor(mark.id)?.name.as_str(),
                    center: center(mark),
                    radius,
                    reach: radius * look::outline(mark.kind).reach(Vector::new(1.0, 0.0)) as f32,
                    rank,
                    strength: self.mark_strength(mark) as f32,
                })
            })
            .collect();
        let around = labels::Around {
            marks: &|| {
                let disc = |mark: &&Mark| (center(mark), (mark.radius * zoom) as f32);
                marks.iter().map(disc).collect()
            },
            ties: &|| {
                let words = self.jots.map_or(Vec::new(), |(art, _)| art.ink(self.camera));
                self.ink(strands).chain(words).collect()
            },
        };
        let ground = labels::Ground {
            stamp: self.scene.stamp(),
            zoom,
            center: self.camera.map_from_screen(self.camera.viewport().center()),
            size: painter.clip_rect().size(),
        };
        labels.arrange(painter, candidates, &around, ground)
    }

    /// Points along the ties, on the screen; names are put where few of them are. None on a full map, where ties are
    /// everywhere.
    fn ink<'a>(&'a self, strands: &'a [&Strand]) -> impl Iterator<Item = Pos2> + 'a {
        let strands = if strands.len() > INKED_TIES { &[] } else { strands };
        strands
            .iter()
            .filter_map(|strand| self.scene.curve(strand))
            .flat_map(move |curve| {
                let length = curve.points[0].distance(curve.points[3]) * self.camera.zoom();
                let count = (length / INK_STEP).clamp(1.0, 400.0) as usize;
                (0..=count).map(move |i| self.camera.screen_from_map(curve.at(i as f64 / count as f64)))
            })
    }
}
