//! What a gesture adds to the map: a tie or an area in the hand.

use egui::epaint::{PathShape, PathStroke};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind};

use super::Sight;
use crate::picture::Mark;
use crate::picture::curve::Curve;
use crate::picture::draw::jots::{JotState, draw_draft};
use crate::picture::draw::mark::{self, Thread};
use crate::picture::draw::stage::SCALE_LEAST;
use crate::picture::draw::{self, Way};
use crate::picture::look::Line;
use crate::ui::canvas::gesture::{Gesture, LooseEnd};
use crate::ui::canvas::paint::{Screen, color, veil};
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
                    let view = look.view(&|_| JotState::default());
                    draw_draft(&mut Screen::new(painter), area, self.next_zone, view);
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
            let view = self.view();
            let (center, radius) = (view.on_paper(at.at), at.radius * view.zoom);
            let stroke = draw::Stroke::new(3.0, accent);
            Sheet::paint(painter, |sheet| {
                mark::ring(sheet, at.kind, center, radius, 4.5, stroke);
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
        let view = self.view();
        let mut ends = [part.at(0.0), part.at(1.0)].map(|p| view.on_paper(p));
        if backwards {
            ends.reverse();
        }
        let accent = self.palette().accent;
        let width = line.width(crate::base::units::Weight::of(0.4)) * view.zoom;
        let thread = Thread {
            line,
            width: width.clamp(1.2, 5.0),
            scale: view.zoom.max(SCALE_LEAST),
            ink: accent.into(),
            tips: true,
        };
        let way = Way::straight(ends[0], ends[1]);
        Sheet::paint(painter, |sheet| mark::thread(sheet, &way, thread));
        if target.is_none() && !backwards {
            let at = self.camera.screen_from_map(end.at);
            painter.circle(at, 4.0, Color32::TRANSPARENT, Stroke::new(1.5, color(accent)));
        }
    }
}
