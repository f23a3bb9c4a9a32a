//! Paints the scene: ties, marks, names, and what a gesture adds to them.

mod hand;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::epaint::Mesh;
use egui::{Painter, Rect};

use super::camera::Camera;
use super::far::FarView;
use super::gesture::Gesture;
use super::gpu::Gpu;
use super::guides;
use super::hit::{self, Target};
use super::jots::{JotArt, JotField, JotSight};
use super::paint::{self, Screen, area, color, point, pos};
use super::sheet::Sheet;
use super::tint::Tinting;
use crate::base::geom::{Point, Vector};
use crate::layout::forms::Guide;
use crate::model::{ActorId, Document, Edit, Hue, Selection, TieId, TieKind};
use crate::picture::draw::labels::{self, Candidate, Labels, Rank};
use crate::picture::draw::stage::{
    BACKGROUND_MARK, BACKGROUND_TIE, CHOSEN_AIR, CHOSEN_RING, FADED_MARK, FADED_TIE, MANY_TIES,
};
use crate::picture::draw::{
    Coat as _, Contrast, Form, Ink, MarkState, Pen as _, Stage, Stroke, TieState, View,
};
use crate::picture::look::{self, Palette, Rgb};
use crate::picture::{Mark, Scene, Strand};

/// A name on the map with its place.
pub(super) type Label = labels::Label<Arc<egui::Galley>>;

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
    let mut screen = Screen::new(painter);
    painter.rect_filled(painter.clip_rect(), 0.0, color(palette.paper));
    sight.jots(|art, look| {
        art.draw_zones(&mut screen, look.view(&|jot| look.state(jot)));
        look.paint_grips(painter, art.boxes(), false);
    });
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
    let placed = sight.labels(painter, &screen, &marks, &strands, labels);
    sight.jots(|art, look| art.write_titles(&mut screen, look.view(&|jot| look.state(jot))));
    labels::write(&mut screen, &placed, palette);
    sight.jots(|art, look| {
        art.draw_notes(&mut screen, look.view(&|jot| look.state(jot)));
        look.paint_grips(painter, art.boxes(), true);
    });
    sight.gesture(painter);
    placed
}

impl Sight<'_> {
    fn shapes(&self, painter: &Painter, marks: &[&Mark], strands: &[&Strand], spare: &mut Option<Arc<Mesh>>) {
        let stage = self.stage();
        let plain = stage.is_plain(strands.len());
        let last = self.last_class(painter, strands, plain);
        let drawn = |strand: &&&Strand| last.is_none_or(|last| self.class(strand) <= last);
        let strands: Vec<&Strand> = strands.iter().filter(drawn).copied().collect();
        let mut sheet = Sheet::again(painter, spare.take());
        stage.draw(
            &mut sheet,
            marks,
            &strands,
            |sheet, strand| self.strand(sheet, strand, plain),
            |sheet, mark| self.mark(sheet, mark),
        );
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

    /// Where the map lies on the screen.
    pub(super) fn view(&self) -> View {
        self.camera.on_paper()
    }

    /// The scene for the drawing routine.
    pub(super) fn stage(&self) -> Stage<'_> {
        Stage {
            scene: self.scene,
            view: self.view(),
            coat: self.tinting.coat(),
            dark: self.dark,
        }
    }

    /// So far away that ties are plain lines.
    pub(super) fn is_far(&self) -> bool {
        self.view().is_far()
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
        self.tinting.coat().tie(strand, self.dark)
    }

    /// Fill and outline of a mark in full strength.
    pub(super) fn mark_colors(&self, mark: &Mark) -> (Rgb, Rgb) {
        self.tinting.coat().mark(mark, self.dark)
    }

    fn both_lit(&self, strand: &Strand) -> bool {
        let marks = self.scene.marks();
        [strand.from, strand.to]
            .iter()
            .all(|&end| self.lit.contains(&marks[end].id))
    }

    pub(super) fn strand(&self, sheet: &mut Sheet, strand: &Strand, plain: bool) {
        let chosen = self.selection.ties.contains(&strand.id);
        let state = TieState {
            strength: self.strand_strength(strand) * self.share,
            sign: self.contrast.and_then(|contrast| contrast.tie(strand.id)),
            chosen,
            pointed: self.points_at(strand.id),
            // A few that are chosen are seen whole even so.
            plain: plain && (!chosen || self.selection.ties.len() > MANY_TIES),
        };
        let way = self.stage().tie(sheet, strand, &state);
        if let Some(way) = way.filter(|_| chosen && self.selection.only_tie() == Some(strand.id)) {
            let palette = self.palette();
            let points = way.points();
            for end in [points[0], points[points.len() - 1]] {
                let handle = Form::Disc(end, hit::HANDLE - 1.5);
                sheet.body(handle, palette.paper.into(), Stroke::new(2.0, palette.text));
            }
        }
    }

    /// The pointer is on the tie, or on something in the window that speaks of it.
    fn points_at(&self, id: TieId) -> bool {
        (self.hover.tie() == Some(id) && self.gesture.is_idle()) || self.pointed.contains(&id)
    }

    pub(super) fn mark(&self, sheet: &mut Sheet, mark: &Mark) {
        let palette = self.palette();
        let chosen = self.selection.actors.contains(&mark.id);
        let hovered = self.hover.actor() == Some(mark.id) && self.gesture.shows_hover();
        let reaches = hovered && self.camera.zoom() >= hit::HALO_FROM_ZOOM;
        let halo = reaches.then(|| {
            let strong = self.hover == Target::Halo(mark.id);
            let alpha = if strong { 0.34 } else { 0.16 };
            Stroke::new(hit::HALO - 1.0, Ink::veil(palette.accent, alpha))
        });
        let outlined = hovered || self.highlighted.contains(&mark.id) || self.gesture.encloses(mark);
        // Two points of air, then three points of ring around what is chosen; half as much around the rest.
        let ring = if chosen {
            Some((CHOSEN_AIR + CHOSEN_RING / 2.0, CHOSEN_RING))
        } else {
            outlined.then_some((2.0, 1.5))
        };
        let state = MarkState {
            strength: self.mark_strength(mark) * self.share,
            grown: f64::from(self.growing.get(&mark.id).copied().unwrap_or(1.0)),
            sign: self.contrast.and_then(|contrast| contrast.actor(mark.id)),
            halo,
            ring,
            chosen,
            pin: mark.pinned && (chosen || hovered) && self.gesture.is_idle(),
        };
        let drawn = self.stage().mark(sheet, mark, &state);
        if let Some((center, radius)) = drawn.filter(|_| reaches && self.gesture.is_idle()) {
            // Says what the ring is for: something can be drawn out of it.
            let way = Vector::new(0.8, 0.6);
            let reach = look::outline(mark.kind).reach(way) * radius + hit::HALO / 2.0;
            let at = pos(center + way * reach);
            paint::plus(sheet, at, color(palette.accent), color(palette.paper));
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
        screen: &Screen,
        marks: &[&Mark],
        strands: &[&Strand],
        labels: &mut Labels,
    ) -> Vec<Label> {
        let view = self.view();
        let zoom = view.zoom;
        let candidates = marks
            .iter()
            .filter(|mark| self.named != Some(mark.id))
            .filter_map(|mark| {
                let radius = mark.radius * zoom;
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
                    center: view.on_paper(mark.at),
                    radius,
                    reach: radius * look::outline(mark.kind).reach(Vector::new(1.0, 0.0)),
                    rank,
                    strength: self.mark_strength(mark),
                })
            })
            .collect();
        let seen: Rect = painter.clip_rect();
        let around = labels::Around {
            marks: &|| {
                let disc = |mark: &&Mark| (view.on_paper(mark.at), mark.radius * zoom);
                marks.iter().map(disc).collect()
            },
            ties: &|| {
                let mut points: Vec<Point> = self.stage().along_ties(strands);
                if let Some((art, _)) = self.jots {
                    points.extend(art.words(view, area(self.camera.viewport())));
                }
                points
            },
        };
        let ground = labels::Ground {
            stamp: self.scene.stamp(),
            zoom,
            center: view.on_map(point(self.camera.viewport().center())),
            size: Vector::new(f64::from(seen.width()), f64::from(seen.height())),
        };
        labels.arrange(screen, area(seen), candidates, &around, ground)
    }
}
