//! A ring around what has the keyboard, for those who work with it.

use egui::{Context, Event, Painter, Rect, Stroke, StrokeKind};

use super::theme::{self, Colors};

/// Width of the ring and how far it stands off, in points.
const WIDTH: f32 = 2.0;

/// Whether the keyboard was the last to be used. Who points with the mouse needs no ring, and would see one on the
/// button that Enter presses.
#[derive(Default)]
pub(super) struct Ring {
    by_keys: bool,
}

impl Ring {
    /// Follows what the person does, and paints the ring. Text fields and the map show for themselves that they have
    /// the keyboard.
    pub(super) fn ui(&mut self, ctx: &Context, map: Rect) {
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    Event::Key { pressed: true, .. } => self.by_keys = true,
                    Event::PointerButton { pressed: true, .. } => self.by_keys = false,
                    _ => {}
                }
            }
        });
        if !self.by_keys || ctx.text_edit_focused() {
            return;
        }
        let focused = ctx.memory(egui::Memory::focused);
        let Some(response) = focused.and_then(|id| ctx.read_response(id)) else {
            return;
        };
        // The stops at the tops of panels are lines, and show it by their color.
        let is_line = response.rect.height() < 4.0;
        let is_map = response.rect.contains_rect(map.shrink(1.0));
        let in_view = response.interact_rect.is_positive();
        if is_line || is_map || !in_view {
            return;
        }
        let clip = response.interact_rect.expand(2.0 * WIDTH);
        let color = Colors::of(&ctx.global_style().visuals).accent;
        Painter::new(ctx.clone(), response.layer_id, clip).rect_stroke(
            response.rect.expand(1.0),
            f32::from(theme::ROUND) + 1.0,
            Stroke::new(WIDTH, color),
            StrokeKind::Outside,
        );
    }
}
