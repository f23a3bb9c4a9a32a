//! The colors of notes and zones as a row of small fields to choose from.

use egui::{Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::canvas::swatch;
use crate::model::Hue;
use crate::picture::jots;
use crate::picture::look::Palette;

/// Side of a field, points.
const SIDE: f32 = 24.0;

/// All colors, the present one framed; returns the one that was chosen.
pub fn row_ui(ui: &mut Ui, present: Option<Hue>) -> Option<Hue> {
    let dark = ui.visuals().dark_mode;
    let palette = Palette::of(dark);
    let mut chosen = None;
    ui.spacing_mut().item_spacing.x = 4.0;
    for hue in Hue::ALL {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(SIDE), Sense::click());
        let is_present = Some(hue) == present;
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_present, hue.name()));
        let field = rect.shrink(4.0);
        ui.painter()
            .rect_filled(field, 3.0, swatch::ink(jots::ground(hue, dark)));
        let edge = Stroke::new(1.0, swatch::ink(jots::ink(hue, dark)));
        ui.painter().rect_stroke(field, 3.0, edge, StrokeKind::Inside);
        if is_present || response.hovered() || response.has_focus() {
            let width = if is_present { 2.0 } else { 1.0 };
            let edge = Stroke::new(width, swatch::ink(palette.text));
            ui.painter().rect_stroke(rect, 5.0, edge, StrokeKind::Inside);
        }
        if response.on_hover_text(hue.name()).clicked() && !is_present {
            chosen = Some(hue);
        }
    }
    chosen
}
