//! What the batches take from the sight of a frame, and what is painted as shapes on top of them.

use egui::Painter;

use super::View;
use crate::base::geom::Point;
use crate::picture::draw::stage::{
    CHOSEN_AIR, CHOSEN_DOT, CHOSEN_LINE, CHOSEN_RING, DOT_BELOW, DOT_LEAST, DOT_LINE, FADED_MARK, FADED_TIE,
    LINE_LEAST, MANY_TIES, SCALE_LEAST, TIPS_FROM,
};
use crate::picture::{Mark, Strand};
use crate::ui::canvas::map::Sight;
use crate::ui::canvas::sheet::Sheet;

/// Share of the room of a mark that its dot takes as its radius at most, and the least radius of all, points.
const DOT_SHARE: f32 = 0.3;
const DOT_SMALLEST: f32 = 0.5;

impl Sight<'_> {
    /// What the shaders are told. Places are counted from `origin`; marks are `spacing` map units apart on average.
    pub(super) fn gpu_view(&self, origin: Point, spacing: f64, plain: bool) -> View {
        let center = self.camera.center() - origin;
        let middle = self.camera.viewport().center();
        let weak = |kept: f64| (1.0 - (1.0 - kept) * f64::from(self.faded)) as f32;
        // Where there is no room for all dots, they shrink rather than become one blot.
        let room = (spacing * self.camera.zoom()) as f32 * DOT_SHARE;
        let dot = room.clamp(DOT_SMALLEST, DOT_LEAST as f32);
        View {
            center: [center.x as f32, center.y as f32],
            zoom: self.zoom(),
            middle: [middle.x, middle.y],
            weak: [weak(FADED_TIE), weak(FADED_MARK)],
            plain,
            tips: self.camera.zoom() >= TIPS_FROM,
            pins: self.gesture.is_idle(),
            least: [LINE_LEAST, SCALE_LEAST].map(|least| least as f32),
            mark: [
                self.view().outline_width() as f32,
                DOT_BELOW as f32,
                dot,
                (DOT_LINE / DOT_LEAST) as f32 * dot,
            ],
            chosen: [CHOSEN_AIR, CHOSEN_RING, CHOSEN_DOT, CHOSEN_LINE].map(|width| width as f32),
            dark: self.dark,
        }
    }

    /// Paints the ties again that are more than the batch makes of them.
    pub(super) fn over_ties(&self, painter: &Painter) {
        let mut again: Vec<&Strand> = Vec::new();
        let chosen = &self.selection.ties;
        if self.is_far() && chosen.len() <= MANY_TIES {
            again.extend(chosen.iter().filter_map(|&id| self.scene.strand(id)));
        }
        let pointed = self.hover.tie().into_iter().chain(self.pointed.iter().copied());
        let pointed = pointed.chain(self.selection.only_tie());
        again.extend(pointed.filter_map(|id| self.scene.strand(id)));
        again.retain(|strand| !strand.hidden());
        again.sort_by_key(|strand| strand.id);
        again.dedup_by_key(|strand| strand.id);
        if !again.is_empty() {
            Sheet::paint(painter, |sheet| {
                for strand in again {
                    self.strand(sheet, strand, self.is_far());
                }
            });
        }
    }

    /// Paints the marks again that are more than the batch makes of them.
    pub(super) fn over_marks(&self, painter: &Painter, seen: &[&Mark]) {
        let more = |mark: &&&Mark| {
            self.hover.actor() == Some(mark.id)
                || self.highlighted.contains(&mark.id)
                || self.gesture.encloses(mark)
                || self.gesture.refuses(mark.id, self.scene)
        };
        let mut again = seen.iter().filter(more).peekable();
        if again.peek().is_some() {
            Sheet::paint(painter, |sheet| {
                for mark in again {
                    self.mark(sheet, mark);
                }
            });
        }
    }
}
