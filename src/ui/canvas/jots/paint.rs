//! How notes and zones look while somebody works on them.

use egui::{Painter, Pos2, Rect, Stroke, StrokeKind, Vec2};

use super::{Grip, on_screen};
use crate::model::{Jot, Selection};
use crate::picture::Jots;
use crate::picture::draw::jots::{JotState, JotView};
use crate::picture::look::Palette;
use crate::ui::canvas::camera::Camera;
use crate::ui::canvas::paint::color;

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
    /// In which state a note or a zone is.
    pub(crate) fn state(&self, jot: Jot) -> JotState {
        JotState {
            chosen: self.selection.has_jot(jot),
            outlined: self.hovered == Some(jot) || self.taken.is_some_and(|taken| taken.has_jot(jot)),
            wordless: self.written == Some(jot),
        }
    }

    /// The same for the drawing routine.
    pub(crate) fn view<'a>(&self, state: &'a dyn Fn(Jot) -> JotState) -> JotView<'a> {
        JotView {
            view: self.camera.on_paper(),
            dark: self.dark,
            strength: f64::from(1.0 - 0.5 * self.faded),
            state,
        }
    }

    /// Paints the grips of the only note or zone that is chosen, if it is one of these.
    pub(crate) fn paint_grips(&self, painter: &Painter, boxes: &Jots, of_notes: bool) {
        let Some(jot) = self.selection.only_jot().filter(|_| self.grips) else {
            return;
        };
        let Some(area) = boxes
            .bounds(jot)
            .filter(|_| matches!(jot, Jot::Note(_)) == of_notes)
        else {
            return;
        };
        let palette = Palette::of(self.dark);
        let rect = on_screen(self.camera, area);
        for grip in Grip::all(jot) {
            let at = grip_on_screen(*grip, rect);
            let square = Rect::from_center_size(at, Vec2::splat(GRIP));
            painter.rect_filled(square, 2.0, color(palette.paper));
            let stroke = Stroke::new(1.5, color(palette.text));
            painter.rect_stroke(square, 2.0, stroke, StrokeKind::Middle);
        }
    }
}

fn grip_on_screen(grip: Grip, rect: Rect) -> Pos2 {
    let share = |side: i8| f32::from(side) * 0.5 + 0.5;
    rect.lerp_inside([share(grip.x), share(grip.y)])
}
