//! How well the map can be read: four criteria and four figures, before and after the last layout.

use egui::{Align, Align2, Layout, Rect, RichText, ScrollArea, Sense, Ui, pos2, vec2};

use crate::layout::readability::{CRITERIA, Criterion, Readability};
use crate::session::Session;
use crate::ui::theme::{self, Colors};

use super::{Shape, note_ui};

pub(super) const SHAPE: Shape = Shape {
    title: "Layout quality",
    size: vec2(440.0, 640.0),
    corner: Align2::RIGHT_TOP,
};

/// Width of the column with the figure before the last layout, and of the one with the figure now.
const BEFORE: f32 = 72.0;
const NOW: f32 = 84.0;
const BAR: f32 = 4.0;

/// The open window.
#[derive(Default)]
pub(super) struct Quality;

impl Quality {
    pub(super) fn ui(&mut self, ui: &mut Ui, session: &Session) {
        let gauge = session.gauge();
        let Some(now) = gauge.now() else {
            note_ui(ui, "Measuring the map …");
            return;
        };
        ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
            heading_ui(ui, gauge.compares(), gauge.pending());
            for criterion in &CRITERIA {
                if criterion.id == "stress" {
                    ui.separator();
                }
                row_ui(ui, criterion, now, gauge.before(), gauge.compares());
            }
            ui.add_space(theme::GAP_XS);
            let note = if now.sampled {
                "Bars go from 0 to 1, where more is better; of the other figures, less is. ≈ comes from a sample."
            } else {
                "Bars go from 0 to 1, where more is better; of the other figures, less is."
            };
            note_ui(ui, note);
        });
    }
}

fn heading_ui(ui: &mut Ui, compares: bool, pending: bool) {
    ui.horizontal(|ui| {
        let words = if pending { "Measuring …" } else { "" };
        ui.label(theme::secondary(ui, words));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            column_ui(ui, NOW, theme::secondary(ui, "Now"));
            if compares {
                column_ui(ui, BEFORE, theme::secondary(ui, "Before"));
            }
        });
    });
}

/// A right-aligned cell.
fn column_ui(ui: &mut Ui, width: f32, text: RichText) {
    let size = vec2(width, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.label(text);
    });
}

fn row_ui(
    ui: &mut Ui,
    criterion: &Criterion,
    now: &Readability,
    before: Option<&Readability>,
    compares: bool,
) {
    let value = (criterion.of)(now);
    let earlier = before.and_then(criterion.of);
    ui.horizontal(|ui| {
        ui.label(criterion.name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let font = theme::tabular(theme::BODY);
            let text = value.map_or("–".to_owned(), |value| words(criterion, value, now));
            let mut shown = RichText::new(&text).font(font.clone());
            if let (Some(value), Some((before, earlier))) = (value, before.zip(earlier))
                && words(criterion, earlier, before) != text
            {
                // The sign says which way, the color whether that is good; so does what is explained below.
                let colors = Colors::of(ui.visuals());
                let sign = if value > earlier { '▲' } else { '▼' };
                let better = (value > earlier) == criterion.score;
                let color = if better { colors.up } else { colors.down };
                shown = RichText::new(format!("{sign} {text}"))
                    .font(font.clone())
                    .color(color);
            }
            column_ui(ui, NOW, shown);
            if compares {
                let text = match (before, earlier) {
                    (None, _) => "…".to_owned(),
                    (_, None) => "–".to_owned(),
                    (Some(before), Some(earlier)) => words(criterion, earlier, before),
                };
                let color = Colors::of(ui.visuals()).secondary;
                column_ui(ui, BEFORE, RichText::new(text).font(font).color(color));
            }
        });
    });
    if criterion.score
        && let Some(value) = value
    {
        bar_ui(ui, value, earlier);
    }
    note_ui(ui, &format!("{}.", criterion.meaning));
    ui.add_space(theme::GAP_S);
}

/// A score as a bar, with a notch where it was.
fn bar_ui(ui: &mut Ui, value: f64, earlier: Option<f64>) {
    let colors = Colors::of(ui.visuals());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::empty());
    let painter = ui.painter();
    painter.rect_filled(rect, BAR / 2.0, colors.border);
    let at = |value: f64| rect.left() + rect.width() * value.clamp(0.0, 1.0) as f32;
    let filled = Rect::from_min_max(rect.min, pos2(at(value), rect.bottom()));
    painter.rect_filled(filled, BAR / 2.0, colors.accent);
    if let Some(earlier) = earlier {
        let notch = Rect::from_center_size(pos2(at(earlier), rect.center().y), vec2(2.0, BAR + 6.0));
        painter.rect_filled(notch, 0.0, colors.text);
    }
}

/// "0.93", "≈ 12 400".
fn words(criterion: &Criterion, value: f64, of: &Readability) -> String {
    let counted = matches!(criterion.id, "crossings" | "overlaps");
    let number = if counted {
        grouped(value.round() as u64)
    } else {
        format!("{value:.2}")
    };
    let exact =
        criterion.id == "overlaps" || criterion.id == "tie_length_spread" || criterion.id == "visible";
    if of.sampled && !exact {
        format!("≈ {number}")
    } else {
        number
    }
}

/// Thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k) % 3 == 0 {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_by_threes() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1\u{2009}234\u{2009}567");
    }
}
