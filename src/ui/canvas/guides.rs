//! Circles and headings under the marks that say what places mean.

use egui::{Align2, Color32, Painter, Stroke, vec2};

use super::camera::Camera;
use super::paint::color;
use crate::layout::forms::{Guide, Stand};
use crate::picture::look::Palette;
use crate::ui::theme;

/// How far the color of a circle is from that of the paper.
const LINE: f64 = 0.2;
/// Circles smaller than this on the screen are not drawn, points.
const LEAST: f32 = 24.0;
/// Air between a heading and what it is about, points.
const AIR: f32 = 6.0;
/// What is outside the view by more than this is not painted, points.
const MARGIN: f32 = 200.0;

/// Paints all of them.
pub(super) fn paint(painter: &Painter, camera: &Camera, guides: &[Guide], palette: &Palette) {
    let [line, words_color, paper] = [
        palette.paper.toward(palette.text, LINE),
        palette.secondary,
        palette.paper,
    ]
    .map(color);
    let font = egui::FontId::proportional(theme::SMALL);
    let view = painter.clip_rect().expand(MARGIN);
    for guide in guides {
        match guide {
            Guide::Ring {
                center,
                radius,
                words,
            } => {
                let at = camera.screen_from_map(*center);
                let radius = (radius * camera.zoom()) as f32;
                if radius < LEAST {
                    continue;
                }
                painter.circle_stroke(at, radius, Stroke::new(1.0, line));
                let top = at - vec2(0.0, radius);
                let text = painter.layout_no_wrap(words.clone(), font.clone(), words_color);
                let rect = Align2::CENTER_CENTER.anchor_size(top, text.size());
                if view.intersects(rect) {
                    painter.rect_filled(rect.expand2(vec2(AIR, 0.0)), 0.0, paper);
                    painter.galley(rect.min, text, Color32::PLACEHOLDER);
                }
            }
            Guide::Head { at, stand, words } => {
                let at = camera.screen_from_map(*at);
                let (at, anchor) = match stand {
                    Stand::Over => (at - vec2(0.0, AIR), Align2::CENTER_BOTTOM),
                    Stand::Before => (at - vec2(AIR, 0.0), Align2::RIGHT_CENTER),
                };
                if view.contains(at) {
                    painter.text(at, anchor, words, font.clone(), words_color);
                }
            }
        }
    }
}
