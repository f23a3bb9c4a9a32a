//! How notes and zones look.

use egui::{Color32, CornerRadius, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2};

use super::{Grip, JotArt, on_screen};
use crate::model::{Hue, Jot, Note, Selection};
use crate::picture::jots::{self, NoteBox, ZoneBox};
use crate::picture::look::Palette;
use crate::ui::canvas::camera::Camera;
use crate::ui::canvas::paint::{color, veil};
use crate::ui::theme;

/// Rounding of a zone, map units.
const ZONE_ROUND: f64 = 16.0;
/// Rounding of a note, map units.
const NOTE_ROUND: f64 = 5.0;
/// Letters smaller than this on the screen are bars, points.
const READABLE: f32 = 4.5;
/// Side of a grip, points.
const GRIP: f32 = 8.0;

/// What the painting depends on beside the boxes.
#[derive(Clone, Copy)]
pub(crate) struct JotSight<'a> {
    pub(crate) camera: &'a Camera,
    pub(crate) selection: &'a Selection,
    /// What the pointer is on.
    pub(crate) hovered: Option<Jot>,
    /// What a release would choose.
    pub(crate) taken: Option<&'a Selection>,
    /// What is being written.
    pub(crate) written: Option<Jot>,
    /// Grips are shown while nothing is on its way.
    pub(crate) grips: bool,
    /// How much everything is faded, 0 to 1.
    pub(crate) faded: f32,
    pub(crate) dark: bool,
}

impl JotSight<'_> {
    fn palette(&self) -> &'static Palette {
        Palette::of(self.dark)
    }

    fn round(&self, units: f64) -> CornerRadius {
        CornerRadius::same((units * self.camera.zoom()).clamp(1.0, 40.0) as u8)
    }

    fn is_outlined(&self, jot: Jot) -> bool {
        self.hovered == Some(jot) || self.taken.is_some_and(|taken| taken.has_jot(jot))
    }

    fn strength(&self) -> f32 {
        1.0 - 0.5 * self.faded
    }
}

impl JotArt {
    /// Grounds and edges of zones, below everything else.
    pub(crate) fn paint_zones(&self, painter: &Painter, sight: JotSight<'_>) {
        for zone in &self.boxes.zones {
            let rect = on_screen(sight.camera, zone.area);
            if painter.clip_rect().intersects(rect.expand(4.0)) {
                paint_zone(painter, zone, rect, sight);
            }
        }
    }

    /// Names of zones, above ties and marks, as names of actors are.
    pub(crate) fn paint_titles(&self, painter: &Painter, sight: JotSight<'_>) {
        for zone in &self.boxes.zones {
            let Some(title) = zone.title.filter(|_| sight.written != Some(Jot::Zone(zone.id))) else {
                continue;
            };
            let rect = on_screen(sight.camera, title);
            let Some(name) = self.titles.get(&zone.id) else {
                continue;
            };
            if !painter.clip_rect().intersects(rect) {
                continue;
            }
            let font = theme::semibold(self.title_size);
            let galley = painter.layout_no_wrap(name.clone(), font, Color32::PLACEHOLDER);
            let halo = color(sight.palette().paper);
            for turn in 0..8 {
                let by = Vec2::angled(turn as f32 * std::f32::consts::TAU / 8.0) * 1.5;
                painter.galley_with_override_text_color(rect.min + by, galley.clone(), halo);
            }
            let ink = halo.lerp_to_gamma(color(jots::ink(zone.color, sight.dark)), sight.strength());
            painter.galley_with_override_text_color(rect.min, galley, ink);
        }
    }

    /// Notes, above everything else.
    pub(crate) fn paint_notes(&self, painter: &Painter, sight: JotSight<'_>) {
        for note in &self.boxes.notes {
            let rect = on_screen(sight.camera, note.bounds);
            if painter.clip_rect().intersects(rect.expand(4.0)) {
                self.paint_note(painter, note, rect, sight);
            }
        }
    }

    fn paint_note(&self, painter: &Painter, note: &NoteBox, rect: Rect, sight: JotSight<'_>) {
        let jot = Jot::Note(note.id);
        let palette = sight.palette();
        let round = sight.round(NOTE_ROUND);
        let ground = palette
            .paper
            .toward(jots::ground(note.color, sight.dark), f64::from(sight.strength()));
        painter.rect_filled(rect, round, color(ground));
        let edge = veil(jots::ink(note.color, sight.dark), 0.45 * sight.strength());
        painter.rect_stroke(rect, round, Stroke::new(1.0, edge), StrokeKind::Inside);
        if sight.written != Some(jot) {
            self.paint_words(painter, note, rect, sight);
        }
        let chosen = sight.selection.has_jot(jot);
        if chosen || sight.is_outlined(jot) {
            let width = if chosen { 2.0 } else { 1.5 };
            let outer = rect.expand(if chosen { 3.0 } else { 1.5 });
            let stroke = Stroke::new(width, color(palette.text));
            painter.rect_stroke(outer, round, stroke, StrokeKind::Middle);
        }
        if sight.selection.only_jot() == Some(jot) {
            paint_grips(painter, jot, rect, sight);
        }
    }

    fn paint_words(&self, painter: &Painter, note: &NoteBox, rect: Rect, sight: JotSight<'_>) {
        let Some(lines) = self.lines.get(&note.id) else {
            return;
        };
        let palette = sight.palette();
        let exact = (note.frame.size.get() * sight.camera.zoom()) as f32;
        let margin = exact * Note::MARGIN as f32;
        let leading = exact * Note::LEADING as f32;
        let ink = color(palette.paper).lerp_to_gamma(color(palette.text), sight.strength());
        let clipped = painter.with_clip_rect(painter.clip_rect().intersect(rect));
        // Every size needs its own glyphs, so there are few of them; never larger, so that lines fit.
        let size = if exact < 40.0 {
            (exact * 2.0).floor() / 2.0
        } else {
            exact.floor()
        };
        for (i, row) in lines.rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            let top = rect.top() + margin + i as f32 * leading;
            if exact < READABLE {
                let length = (row.chars().count() as f32 * exact * 0.5).min(rect.width() - 2.0 * margin);
                let middle = top + leading / 2.0;
                let from = rect.left() + margin;
                let bar = Stroke::new((exact * 0.35).max(0.5), ink.gamma_multiply(0.35));
                clipped.hline(from..=from + length.max(0.0), middle, bar);
                continue;
            }
            let galley = painter.layout_no_wrap(row.clone(), FontId::proportional(size), ink);
            let at = Pos2::new(rect.left() + margin, top + (leading - galley.size().y) / 2.0);
            clipped.galley(at, galley, ink);
        }
    }
}

fn paint_zone(painter: &Painter, zone: &ZoneBox, rect: Rect, sight: JotSight<'_>) {
    let jot = Jot::Zone(zone.id);
    let palette = sight.palette();
    let round = sight.round(ZONE_ROUND);
    let chosen = sight.selection.has_jot(jot);
    let ink = jots::ink(zone.color, sight.dark);
    let fill = jots::fill(zone.color, sight.dark);
    painter.rect_filled(
        rect,
        round,
        veil(fill, veil_of(zone.color, sight.dark) * sight.strength()),
    );
    let strong = sight.is_outlined(jot);
    let edge = veil(ink, if strong { 0.95 } else { 0.5 } * sight.strength());
    let width = if strong { 2.0 } else { 1.25 };
    painter.rect_stroke(rect, round, Stroke::new(width, edge), StrokeKind::Middle);
    if chosen {
        let stroke = Stroke::new(2.0, color(palette.text));
        painter.rect_stroke(rect.expand(3.0), round, stroke, StrokeKind::Middle);
    }
    if sight.selection.only_jot() == Some(jot) {
        paint_grips(painter, jot, rect, sight);
    }
}

/// How much of a zone's hue lies over the paper: pale hues need more of it.
fn veil_of(hue: Hue, dark: bool) -> f32 {
    match (hue, dark) {
        (Hue::Yellow, false) => 0.2,
        (Hue::Sky, false) => 0.14,
        (_, false) => 0.09,
        (Hue::Yellow, true) => 0.1,
        (_, true) => 0.15,
    }
}

fn paint_grips(painter: &Painter, jot: Jot, rect: Rect, sight: JotSight<'_>) {
    if !sight.grips {
        return;
    }
    let palette = sight.palette();
    for grip in Grip::all(jot) {
        let at = grip_on_screen(*grip, rect);
        let square = Rect::from_center_size(at, Vec2::splat(GRIP));
        painter.rect_filled(square, 2.0, color(palette.paper));
        painter.rect_stroke(
            square,
            2.0,
            Stroke::new(1.5, color(palette.text)),
            StrokeKind::Middle,
        );
    }
}

fn grip_on_screen(grip: Grip, rect: Rect) -> Pos2 {
    let share = |side: i8| f32::from(side) * 0.5 + 0.5;
    rect.lerp_inside([share(grip.x), share(grip.y)])
}

/// A zone that is being drawn.
pub(crate) fn paint_draft(painter: &Painter, area: crate::base::geom::Rect, hue: Hue, sight: JotSight<'_>) {
    let rect = on_screen(sight.camera, area);
    let ink = jots::ink(hue, sight.dark);
    let round = sight.round(ZONE_ROUND);
    let fill = jots::fill(hue, sight.dark);
    painter.rect_filled(rect, round, veil(fill, veil_of(hue, sight.dark)));
    painter.rect_stroke(rect, round, Stroke::new(1.5, color(ink)), StrokeKind::Middle);
}
