//! The scales in the legend: what a color or a size of the map stands for.

use egui::epaint::Mesh;
use egui::{Align2, FontId, Pos2, Rect, RichText, Sense, Shape, Stroke, Ui, Vec2};

use super::paint;
use super::tint::{Scaled, radius_at};
use crate::analysis::spread::{Measure, Span};
use crate::model::field::number_text;
use crate::picture::legend::{Extent, Legend};
use crate::picture::look::Palette;
use crate::picture::scale;
use crate::ui::theme::{self, Colors};

/// Room for the words before a bar, points.
const WORDS: f32 = 48.0;
/// Height of a line with a bar, points.
const LINE: f32 = 18.0;
/// Least width of a number beside a bar, points.
const NUMBER: f32 = 34.0;

/// What the colors stand for: name, unit, and from how much to how much.
pub(super) fn color_ui(ui: &mut Ui, width: f32, scaled: &Scaled) {
    let measure = scaled.spread.measure();
    block_ui(ui, width, "Color scale", measure, scaled, |ui| {
        if scaled.spread.is_empty() {
            let text = match measure {
                Measure::Aspect(_) => "Nobody on the map has one",
                _ => "Nobody on the map has a share in it",
            };
            ui.label(theme::secondary(ui, text));
            return;
        }
        let dark = ui.visuals().dark_mode;
        if let Some(span) = scaled.actors {
            line_ui(ui, width, "Actors", measure, span, |ui, rect| {
                bar(ui, rect.shrink2(Vec2::new(0.0, 4.0)), |place| {
                    paint::color(scale::fill(place, dark))
                });
            });
        }
        if let Some(span) = scaled.ties {
            line_ui(ui, width, "Ties", measure, span, |ui, rect| {
                bar(ui, rect.shrink2(Vec2::new(0.0, 7.0)), |place| {
                    paint::color(scale::line(place, dark))
                });
            });
        }
        if measure.indicator().is_some() && scaled.actors.is_some() && scaled.ties.is_some() {
            // Else the numbers of actors would not be those that the explanation lists.
            let note = RichText::new("Actors count with half of each of their ties").size(theme::TINY);
            ui.label(note.color(Colors::of(ui.visuals()).secondary));
        }
        let rest = measure.format(scaled.spread.rest());
        if rest.bytes().any(|c| (b'1'..=b'9').contains(&c)) {
            ui.label(theme::secondary(ui, format!("Of nobody on the map: {rest}")));
        }
    });
}

/// What the sizes stand for.
pub(super) fn size_ui(ui: &mut Ui, width: f32, scaled: &Scaled) {
    let measure = scaled.spread.measure();
    block_ui(ui, width, "Size scale", measure, scaled, |ui| {
        let Some(span) = scaled.actors else {
            ui.label(theme::secondary(ui, "No actor has a share in it"));
            return;
        };
        line_ui(ui, width, "Size", measure, span, |ui, rect| {
            let palette = Palette::of(ui.visuals().dark_mode);
            let ink = paint::color(palette.secondary);
            let most = radius_at(1.0) as f32;
            for i in 0_u8..5 {
                let place = f64::from(i) / 4.0;
                let radius = radius_at(place) as f32 / most * (LINE / 2.0 - 1.0);
                let x = egui::lerp(rect.left() + 9.0..=rect.right() - 9.0, place as f32);
                ui.painter()
                    .circle_stroke(Pos2::new(x, rect.center().y), radius, Stroke::new(1.2, ink));
            }
        });
    });
}

/// What sizes and widths stand for where nothing else was chosen: employment, and the strength of ties.
pub(super) fn own_ui(ui: &mut Ui, width: f32, legend: &Legend, sizes: bool) {
    ui.add_space(theme::GAP_XS);
    let ink = paint::color(Palette::of(ui.visuals().dark_mode).secondary);
    if let Some(jobs) = legend.jobs.filter(|_| sizes) {
        extent_ui(ui, width, "Size: jobs", jobs, |ui, rect| {
            for i in 0_u8..4 {
                let share = f32::from(i) / 3.0;
                let radius = egui::lerp(3.0..=LINE / 2.0 - 1.5, share);
                let x = egui::lerp(rect.left() + 6.0..=rect.right() - 9.0, share);
                let center = Pos2::new(x, rect.center().y);
                ui.painter().circle_stroke(center, radius, Stroke::new(1.2, ink));
            }
        });
    }
    if let Some(weights) = legend.weights {
        extent_ui(ui, width, "Width: strength", weights, |ui, rect| {
            let (y, ends) = (rect.center().y, [0.8_f32, 3.0]);
            let points = vec![
                Pos2::new(rect.left(), y - ends[0] / 2.0),
                Pos2::new(rect.right(), y - ends[1] / 2.0),
                Pos2::new(rect.right(), y + ends[1] / 2.0),
                Pos2::new(rect.left(), y + ends[0] / 2.0),
            ];
            ui.painter().add(Shape::convex_polygon(points, ink, Stroke::NONE));
        });
    }
}

/// A line with the least and the largest number at the ends of a picture; one number where both are the same.
fn extent_ui(ui: &mut Ui, width: f32, words: &str, (least, most): Extent, picture: impl FnOnce(&Ui, Rect)) {
    const PICTURE: f32 = 52.0;
    let colors = Colors::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, LINE), Sense::hover());
    let [low, high] = [least, most].map(number_text);
    let spoken = if low == high {
        format!("{words} {low}")
    } else {
        format!("{words} {low} to {high}")
    };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, spoken.as_str()));
    let painter = ui.painter();
    let middle = rect.center().y;
    let left = Pos2::new(rect.left() + 2.0, middle);
    let small = FontId::proportional(theme::SMALL);
    painter.text(left, Align2::LEFT_CENTER, words, small, colors.secondary);
    let figures = FontId::proportional(theme::TINY);
    let right = Pos2::new(rect.right() - 4.0, middle);
    let after = painter.text(right, Align2::RIGHT_CENTER, high, figures.clone(), colors.text);
    if least == most {
        return;
    }
    let room = Rect::from_min_max(
        Pos2::new(after.left() - 6.0 - PICTURE, rect.top()),
        Pos2::new(after.left() - 6.0, rect.bottom()),
    );
    painter.text(
        Pos2::new(room.left() - 6.0, middle),
        Align2::RIGHT_CENTER,
        low,
        figures,
        colors.text,
    );
    picture(ui, room);
}

/// Says that colors are on their way.
pub(super) fn waiting_ui(ui: &mut Ui, measure: Measure) {
    ui.label(theme::subheading(measure.name()));
    ui.label(theme::secondary(ui, "Being computed"));
    ui.add_space(theme::GAP_XS);
}

fn block_ui(
    ui: &mut Ui,
    width: f32,
    role: &str,
    measure: Measure,
    scaled: &Scaled,
    lines: impl FnOnce(&mut Ui),
) {
    let response = ui
        .scope(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.label(theme::subheading(measure.name()));
            ui.label(
                RichText::new(measure.explanation())
                    .size(theme::TINY)
                    .color(Colors::of(ui.visuals()).secondary),
            );
            lines(ui);
        })
        .response;
    let node = ui.interact(response.rect, response.id.with(role), Sense::hover());
    let spoken = spoken(role, measure, scaled);
    node.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, spoken.as_str()));
    ui.add_space(theme::GAP_S);
}

/// The scale in words.
fn spoken(role: &str, measure: Measure, scaled: &Scaled) -> String {
    let mut words = format!("{role}: {}", measure.name());
    for (who, span) in [("actors", scaled.actors), ("ties", scaled.ties)] {
        if let Some(span) = span {
            let (least, most) = (
                measure.format_beside(span.least, span.most),
                measure.format_beside(span.most, span.most),
            );
            words.push_str(&format!(", {who} {least} to {most}"));
        }
    }
    words
}

/// Words, the least, a picture, the most.
fn line_ui(
    ui: &mut Ui,
    width: f32,
    words: &str,
    measure: Measure,
    span: Span,
    picture: impl FnOnce(&Ui, Rect),
) {
    let colors = Colors::of(ui.visuals());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, LINE), Sense::empty());
    let painter = ui.painter();
    painter.text(
        rect.left_center(),
        Align2::LEFT_CENTER,
        words,
        FontId::proportional(theme::SMALL),
        colors.secondary,
    );
    let font = theme::tabular(theme::TINY);
    let [least, most] = [span.least, span.most].map(|value| {
        painter.layout_no_wrap(measure.format_beside(value, span.most), font.clone(), colors.text)
    });
    let (before, after) = (least.size().x.max(NUMBER), most.size().x.max(NUMBER));
    let left = rect.left() + WORDS + before;
    painter.galley(
        Pos2::new(left - least.size().x, rect.center().y - least.size().y / 2.0),
        least,
        colors.text,
    );
    painter.galley(
        Pos2::new(rect.right() - after, rect.center().y - most.size().y / 2.0),
        most,
        colors.text,
    );
    let room = Rect::from_min_max(
        Pos2::new(left + 6.0, rect.top()),
        Pos2::new(rect.right() - after - 6.0, rect.bottom()),
    );
    picture(ui, room);
}

/// A bar that runs through the colors.
fn bar(ui: &Ui, rect: Rect, color: impl Fn(f64) -> egui::Color32) {
    const STEPS: u32 = 24;
    let mut mesh = Mesh::default();
    for i in 0..=STEPS {
        let place = f64::from(i) / f64::from(STEPS);
        let x = egui::lerp(rect.left()..=rect.right(), place as f32);
        let ink = color(place);
        mesh.colored_vertex(Pos2::new(x, rect.top()), ink);
        mesh.colored_vertex(Pos2::new(x, rect.bottom()), ink);
        if i > 0 {
            let at = 2 * i;
            mesh.add_triangle(at - 2, at - 1, at);
            mesh.add_triangle(at - 1, at, at + 1);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
}
