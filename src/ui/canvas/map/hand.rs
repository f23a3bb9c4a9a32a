//! What a gesture adds to the map: a tie or an area in the hand.

use egui::epaint::{PathShape, PathStroke};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind};

use super::{SCALE_LEAST, Sight};
use crate::picture::Mark;
use crate::picture::curve::Curve;
use crate::picture::look::Line;
use crate::ui::canvas::gesture::{Gesture, LooseEnd};
use crate::ui::canvas::jots;
use crate::ui::canvas::paint::{self, Thread, color, veil};
use crate::ui::canvas::sheet::Sheet;

impl Sight<'_> {
    pub(super) fn gesture(&self, painter: &Painter) {
        let accent = self.palette().accent;
        match self.gesture {
            Gesture::Idle
            | Gesture::Pressed { .. }
            | Gesture::Moving { .. }
            | Gesture::Sizing { .. }
            | Gesture::Panning { .. } => {}
            Gesture::Zoning { .. } => self.jots(|_, look| {
                if let Some(area) = self.gesture.drawn_zone() {
                    jots::paint_draft(painter, area, self.next_zone, look);
                }
            }),
            Gesture::Tying { source, end, .. } => {
                if let Some(mark) = self.scene.mark(*source) {
                    self.loose_tie(painter, mark, *end, false, Line::of(self.next_tie, false));
                }
            }
            Gesture::Reattaching { tie, which, end } => {
                if let Some(strand) = self.scene.strand(*tie) {
                    let backwards = *which == crate::model::edit::End::From;
                    let fixed = if backwards { strand.to } else { strand.from };
                    self.loose_tie(
                        painter,
                        &self.scene.marks()[fixed],
                        *end,
                        backwards,
                        strand.line(),
                    );
                }
            }
            Gesture::Marquee { from, now, .. } => {
                let corners = [*from, *now].map(|p| self.camera.screen_from_map(p));
                let rect = Rect::from_two_pos(corners[0], corners[1]);
                painter.rect_filled(rect, 2.0, veil(accent, 0.08));
                painter.rect_stroke(rect, 2.0, Stroke::new(1.0, color(accent)), StrokeKind::Middle);
            }
            Gesture::Lasso { path, .. } => {
                let line: Vec<Pos2> = path
                    .points
                    .iter()
                    .map(|&p| self.camera.screen_from_map(p))
                    .collect();
                if let [first, .., last] = line.as_slice() {
                    let closing =
                        Shape::dashed_line(&[*last, *first], Stroke::new(1.0, veil(accent, 0.6)), 4.0, 4.0);
                    painter.extend(closing);
                }
                painter.add(PathShape::line(line, PathStroke::new(1.5, color(accent))));
            }
        }
        if let Some(at) = self
            .gesture
            .loose_end()
            .and_then(|end| end.snapped)
            .and_then(|id| self.scene.mark(id))
        {
            let radius = (at.radius * self.camera.zoom()) as f32;
            let center = self.camera.screen_from_map(at.at);
            let stroke = Stroke::new(3.0, color(accent));
            Sheet::paint(painter, |sheet| {
                paint::ring(sheet, at.kind, center, radius, 4.5, stroke);
            });
        }
    }

    /// A tie with one end in the hand.
    fn loose_tie(&self, painter: &Painter, fixed: &Mark, end: LooseEnd, backwards: bool, line: Line) {
        let target = end
            .snapped
            .and_then(|id| self.scene.mark(id))
            .filter(|mark| mark.id != fixed.id);
        let goal = target.map_or(end.at, |mark| mark.at);
        let whole = Curve::line(fixed.at, goal);
        let start = whole.exit(false, |p| fixed.contains(p, 0.0));
        let stop = target.map_or(1.0, |mark| whole.exit(true, |p| mark.contains(p, 0.0)));
        if stop <= start {
            return;
        }
        let part = whole.part(start, stop);
        let mut path = vec![
            self.camera.screen_from_map(part.at(0.0)),
            self.camera.screen_from_map(part.at(1.0)),
        ];
        if backwards {
            path.reverse();
        }
        let accent = color(self.palette().accent);
        let scale = self.zoom().max(SCALE_LEAST);
        let width = (line.width(crate::base::units::Weight::of(0.4)) as f32 * self.zoom()).clamp(1.2, 5.0);
        let thread = Thread {
            line,
            width,
            scale,
            color: accent,
            tips: true,
        };
        Sheet::paint(painter, |sheet| paint::thread(sheet, &path, thread));
        if target.is_none() && !backwards {
            let at = self.camera.screen_from_map(end.at);
            painter.circle(at, 4.0, Color32::TRANSPARENT, Stroke::new(1.5, accent));
        }
    }
}
