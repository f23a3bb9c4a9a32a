//! Figures as pictures: a number that glides, a bar in its range, a line of what it was.

use egui::{Align, Id, Label, Layout, Response, RichText, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::ghost;
use crate::analysis::indicator::Indicator;
use crate::analysis::uncertainty::Band;
use crate::ui::theme::Colors;

/// Width of a row of past values.
pub(super) const SPARK: egui::Vec2 = vec2(72.0, 18.0);

/// Values never jump: they take 150 ms, or none with reduced motion.
pub(super) fn eased(ui: &Ui, indicator: &Indicator, value: Option<f64>) -> Option<f64> {
    let target = value?;
    let seconds = ui.style().animation_time;
    let eased = ui
        .ctx()
        .animate_value_with_time(Id::unique(("value", indicator.id)), target as f32, seconds);
    // At rest the exact value counts, not what f32 made of it.
    Some(if eased == target as f32 {
        target
    } else {
        f64::from(eased)
    })
}

/// A figure in a column, to the right.
pub(in crate::ui::panels) fn figure_ui(ui: &mut Ui, width: f32, text: RichText) -> Response {
    ui.allocate_ui_with_layout(vec2(width, 18.0), Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(text).extend())
    })
    .inner
}

/// Where the value stands in its range; a tick shows the baseline, an outline where it would go, a halo the
/// band in which it may lie.
pub(super) fn bar_ui(
    ui: &mut Ui,
    size: egui::Vec2,
    value: Option<f64>,
    before: Option<f64>,
    ghost: Option<f64>,
    band: Option<&Band>,
    (least, most): (f64, f64),
) {
    let colors = Colors::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    let rail = egui::Rect::from_center_size(rect.center(), vec2(rect.width(), 4.0));
    ui.painter().rect_filled(rail, 2.0, colors.hover);
    let at =
        |value: f64| rail.left() + rail.width() * (((value - least) / (most - least)).clamp(0.0, 1.0) as f32);
    if let Some(band) = band {
        let halo = rail.expand2(vec2(0.0, 3.0));
        let halo = halo.with_min_x(at(band.low())).with_max_x(at(band.high()));
        ui.painter()
            .rect_filled(halo, 2.0, colors.accent.gamma_multiply(0.3));
    }
    if let Some(value) = value {
        ui.painter().rect_filled(
            rail.with_max_x(at(value).max(rail.left() + 1.0)),
            2.0,
            colors.accent,
        );
    }
    if let (Some(value), Some(ghost)) = (value, ghost) {
        let (from, to) = (at(value.min(ghost)), at(value.max(ghost)));
        let reach = rail.with_min_x(from).with_max_x(to.max(from + 2.0)).expand(1.5);
        let ink = ghost::ink(ui, ghost - value);
        ui.painter().rect_filled(reach, 2.0, colors.panel);
        let edge = Stroke::new(1.5, ink);
        ui.painter().rect_stroke(reach, 2.0, edge, StrokeKind::Inside);
    }
    if let Some(before) = before {
        let x = at(before);
        let tick = [pos2(x, rail.top() - 3.0), pos2(x, rail.bottom() + 3.0)];
        ui.painter()
            .line_segment(tick, Stroke::new(1.5, colors.secondary));
    }
    if let Some(band) = band {
        response.on_hover_text(band.words());
    }
}

/// The last values as a line; its range is at least ten, so that noise does not look like a mountain.
pub(super) fn spark_ui(ui: &mut Ui, values: &[Option<f64>]) {
    let colors = Colors::of(ui.visuals());
    let (rect, _) = ui.allocate_exact_size(SPARK, Sense::empty());
    let known: Vec<(usize, f64)> = values
        .iter()
        .enumerate()
        .filter_map(|(i, value)| Some((i, (*value)?)))
        .collect();
    let Some(&(last, end)) = known.last() else { return };
    let (low, high) = known
        .iter()
        .fold((end, end), |(low, high), &(_, v)| (low.min(v), high.max(v)));
    let (middle, half) = (f64::midpoint(low, high), ((high - low) / 2.0).max(5.0));
    let inner = rect.shrink(3.0);
    let place = |&(index, value): &(usize, f64)| {
        let x = if last == 0 {
            1.0
        } else {
            index as f32 / last as f32
        };
        let y = ((value - middle) / half) as f32;
        pos2(
            inner.left() + x * inner.width(),
            inner.center().y - y * inner.height() / 2.0,
        )
    };
    let points: Vec<_> = known.iter().map(place).collect();
    let dot = points[points.len() - 1];
    ui.painter()
        .add(egui::Shape::line(points, Stroke::new(1.25, colors.secondary)));
    ui.painter().circle_filled(dot, 2.0, colors.accent);
}
