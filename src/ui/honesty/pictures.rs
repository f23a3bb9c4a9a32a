//! Small pictures of many draws: where they lie, and where the value is among them.

use egui::{Rect, Sense, Stroke, Ui, Vec2, pos2, vec2};

use crate::ui::theme::Colors;

/// How many columns a histogram has.
const COLUMNS: usize = 40;

/// How often each score was drawn, the band shaded, the score itself as a line.
pub(super) fn histogram_ui(ui: &mut Ui, sorted: &[f64], band: (f64, f64), value: Option<f64>, spoken: &str) {
    let colors = Colors::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 96.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, spoken));
    let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else {
        return;
    };
    let (least, most) = with_value(least, most, value);
    let plot = Rect::from_min_max(rect.min, rect.max - vec2(0.0, 16.0));
    let x = |value: f64| plot.left() + plot.width() * ((value - least) / (most - least)) as f32;
    let painter = ui.painter();
    let band_rect = Rect::from_x_y_ranges(x(band.0)..=x(band.1), plot.y_range());
    painter.rect_filled(band_rect, 0.0, colors.veil());
    let counts = columns(sorted, least, most);
    let highest = counts.iter().copied().max().unwrap_or(1).max(1) as f32;
    let width = plot.width() / COLUMNS as f32;
    for (column, &count) in counts.iter().enumerate() {
        let left = plot.left() + column as f32 * width;
        let height = (plot.height() - 8.0) * count as f32 / highest;
        let bar = Rect::from_min_max(
            pos2(left, plot.bottom() - height),
            pos2(left + width - 1.0, plot.bottom()),
        );
        painter.rect_filled(bar, 0.0, colors.accent.gamma_multiply(0.55));
    }
    painter.hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, colors.border));
    if let Some(value) = value {
        painter.vline(x(value), plot.y_range(), Stroke::new(2.0, colors.text));
    }
    let font = crate::ui::theme::tabular(crate::ui::theme::TINY);
    // Numbers at the ends of the band; they may not run into each other.
    let (low, high) = (x(band.0), x(band.1).max(x(band.0) + 34.0));
    for (at, align, number) in [
        (low, egui::Align2::CENTER_TOP, band.0),
        (high, egui::Align2::CENTER_TOP, band.1),
    ] {
        let at = at.clamp(rect.left() + 14.0, rect.right() - 14.0);
        painter.text(
            pos2(at, plot.bottom() + 2.0),
            align,
            format!("{number:.1}"),
            font.clone(),
            colors.secondary,
        );
    }
}

/// Both ends, with the value between them and never the same.
fn with_value(least: f64, most: f64, value: Option<f64>) -> (f64, f64) {
    let value = value.unwrap_or(least);
    let (least, most) = (least.min(value), most.max(value));
    let air = ((most - least) * 0.02).max(0.05);
    (least - air, most + air)
}

fn columns(sorted: &[f64], least: f64, most: f64) -> [usize; COLUMNS] {
    let mut counts = [0; COLUMNS];
    for value in sorted {
        let column = (value - least) / (most - least) * COLUMNS as f64;
        counts[(column as usize).min(COLUMNS - 1)] += 1;
    }
    counts
}

/// A share of one as a bar.
pub(super) fn share_ui(ui: &mut Ui, width: f32, share: f64) {
    let colors = Colors::of(ui.visuals());
    let (rect, _) = ui.allocate_exact_size(vec2(width, 14.0), Sense::hover());
    let rail = Rect::from_center_size(rect.center(), vec2(width, 6.0));
    ui.painter().rect_filled(rail, 2.0, colors.hover);
    let filled = rail.with_max_x(rail.left() + rail.width() * share.clamp(0.0, 1.0) as f32);
    ui.painter().rect_filled(filled, 2.0, colors.accent);
}

/// Where nine of ten rewirings lie, their mean, and the value, on one scale of its own.
pub(super) fn against_ui(ui: &mut Ui, size: Vec2, usual: (f64, f64), mean: f64, value: f64, unusual: bool) {
    let colors = Colors::of(ui.visuals());
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let (least, most) = with_value(usual.0, usual.1, Some(value));
    let rail = rect.shrink2(vec2(5.0, 0.0));
    let x = |value: f64| rail.left() + rail.width() * ((value - least) / (most - least)) as f32;
    let painter = ui.painter();
    let y = rect.center().y;
    painter.hline(rail.x_range(), y, Stroke::new(1.0, colors.border));
    let chance = Rect::from_x_y_ranges(x(usual.0)..=x(usual.1).max(x(usual.0) + 2.0), y - 4.0..=y + 4.0);
    painter.rect_filled(chance, 2.0, colors.secondary.gamma_multiply(0.35));
    painter.vline(x(mean), y - 5.0..=y + 5.0, Stroke::new(1.0, colors.secondary));
    let ink = if unusual { colors.accent } else { colors.text };
    painter.circle_filled(pos2(x(value), y), 4.0, ink);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draw_stands_in_a_column() {
        let draws: Vec<f64> = (0..500).map(|i| 40.0 + f64::from(i) / 50.0).collect();
        let (least, most) = with_value(draws[0], draws[499], Some(60.0));
        assert_eq!(columns(&draws, least, most).iter().sum::<usize>(), 500);
        let (least, most) = with_value(40.0, 40.0, None);
        assert!(least < most);
        assert_eq!(columns(&[40.0; 3], least, most).iter().sum::<usize>(), 3);
    }
}
