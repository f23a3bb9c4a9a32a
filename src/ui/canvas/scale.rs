//! The scales in the legend: what a color or a size of the map stands for.

use egui::epaint::Mesh;
use egui::{Align2, FontId, Pos2, Rect, RichText, Sense, Shape, Stroke, Ui, Vec2};

use super::paint;
use super::tint::{Scaled, radius_at};
use crate::analysis::spread::{Measure, Span};
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
            let text = "Nobody on the map has a share in it";
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
