//! The six dimensions as a radar and Porter's diamond, each with the baseline as a dashed outline; on the radar a
//! broad line shows the band of each score.

use std::f64::consts::TAU;

use egui::{Align2, RichText, Stroke, Ui};
use egui_plot::{Line, LineStyle, Plot, PlotPoint, PlotPoints, Points, Polygon, Text};

use crate::analysis::Assessment;
use crate::analysis::uncertainty::Bands;

use super::theme::{self, Colors};

/// Which picture is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Picture {
    /// The six dimensions.
    #[default]
    Radar,
    /// The four corners of Porter's diamond.
    Diamond,
}

/// One axis: the indicator, and a name short enough to stand at its tip.
type Axis = (&'static str, &'static str);

const RADAR: &[Axis] = &[
    ("spontaneity", "Spontaneity"),
    ("trust", "Trust"),
    ("spillover", "Spillover"),
    ("coordination", "Coordination"),
    ("external_economies", "External\neconomies"),
    ("regional", "Regional"),
];

const DIAMOND: &[Axis] = &[
    ("diamond.rivalry", "Strategy, rivalry"),
    ("diamond.demand", "Demand"),
    ("diamond.related", "Related industries"),
    ("diamond.factor", "Factors"),
];

impl Picture {
    const fn axes(self) -> &'static [Axis] {
        match self {
            Self::Radar => RADAR,
            Self::Diamond => DIAMOND,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Radar => "Radar of the six dimensions",
            Self::Diamond => "Porter's diamond",
        }
    }
}

/// The picture. It neither zooms nor drags, and leaves the wheel to the panel around it.
pub fn ui(
    ui: &mut Ui,
    picture: Picture,
    now: &Assessment,
    baseline: Option<&Assessment>,
    bands: Option<&Bands>,
) {
    let colors = Colors::of(ui.visuals());
    let axes = picture.axes();
    let count = axes.len();
    let values = |assessment: &Assessment| values(picture, assessment);
    let current = values(now);
    let before = baseline.map(values).filter(|before| *before != current);
    let spoken = spoken(picture, now);
    let response = Plot::new(picture.name())
        .height(208.0)
        .data_aspect(1.0)
        .include_x(-1.55)
        .include_x(1.55)
        .include_y(-1.3)
        .include_y(1.3)
        .set_margin_fraction(egui::Vec2::ZERO)
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .show_x(false)
        .show_y(false)
        .label_formatter(|_| None)
        .show(ui, |plot| {
            for ring in [0.25, 0.5, 0.75, 1.0] {
                let outline = closed(&vec![Some(ring); count]);
                plot.line(
                    Line::new("ring", outline)
                        .color(colors.border)
                        .width(1.0)
                        .allow_hover(false),
                );
            }
            for (index, (label, value)) in labels(picture).zip(&current).enumerate() {
                let [x, y] = point(index, count, 1.0);
                let spoke = PlotPoints::from(vec![[0.0, 0.0], [x, y]]);
                plot.line(
                    Line::new("spoke", spoke)
                        .color(colors.border)
                        .width(1.0)
                        .allow_hover(false),
                );
                let [x, y] = point(index, count, 1.08);
                // What is undefined has no corner, and says so.
                let label = match value {
                    Some(_) => label.to_owned(),
                    None => format!("{label} –"),
                };
                let text = RichText::new(&label).size(theme::TINY).color(colors.secondary);
                plot.text(
                    Text::new(&label, PlotPoint::new(x, y), text)
                        .anchor(anchor(x, y))
                        .allow_hover(false),
                );
            }
            if let Some(before) = before {
                let line = Line::new("baseline", closed(&before))
                    .color(colors.secondary)
                    .width(1.5);
                plot.line(line.style(LineStyle::Dashed { length: 5.0 }).allow_hover(false));
            }
            let shape = Polygon::new("now", PlotPoints::from(corners(&current)));
            plot.polygon(
                shape
                    .fill_color(colors.veil())
                    .stroke(Stroke::new(2.0, colors.accent))
                    .allow_hover(false),
            );
            for (index, (id, _)) in axes.iter().enumerate() {
                if let Some(band) = bands.and_then(|bands| bands.get(id)) {
                    let ends = [band.low(), band.high()].map(|score| point(index, count, score / 100.0));
                    let line = Line::new("band", PlotPoints::from(ends.to_vec()));
                    plot.line(
                        line.color(colors.accent.gamma_multiply(0.35))
                            .width(6.0)
                            .allow_hover(false),
                    );
                }
            }
            let dots = Points::new("now", PlotPoints::from(corners(&current)));
            plot.points(dots.radius(2.5).color(colors.accent).allow_hover(false));
        })
        .response;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, spoken.as_str()));
}

/// How far out the corner on each axis is, of one; none where the figure is undefined.
fn values(picture: Picture, assessment: &Assessment) -> Vec<Option<f64>> {
    let axes = picture.axes().iter();
    axes.map(|&(id, _)| assessment.value(id).map(|value| value / 100.0))
        .collect()
}

fn labels(picture: Picture) -> impl Iterator<Item = &'static str> {
    picture.axes().iter().map(|&(_, label)| label)
}

/// The picture in words.
fn spoken(picture: Picture, now: &Assessment) -> String {
    let mut words = picture.name().to_owned();
    for (index, (id, label)) in picture.axes().iter().enumerate() {
        let value = now
            .value(id)
            .map_or("undefined".to_owned(), |value| format!("{value:.0}"));
        let mark = if index == 0 { ":" } else { "," };
        words.push_str(&format!("{mark} {} {value}", label.replace('\n', " ")));
    }
    words
}

/// The first axis points up, the others follow clockwise.
fn point(index: usize, count: usize, radius: f64) -> [f64; 2] {
    let angle = TAU * index as f64 / count as f64;
    [radius * angle.sin(), radius * angle.cos()]
}

fn corners(radii: &[Option<f64>]) -> Vec<[f64; 2]> {
    radii
        .iter()
        .enumerate()
        .filter_map(|(index, &radius)| Some(point(index, radii.len(), radius?)))
        .collect()
}

fn closed(radii: &[Option<f64>]) -> PlotPoints<'static> {
    let mut corners = corners(radii);
    corners.extend(corners.first().copied());
    PlotPoints::from(corners)
}

/// Labels grow away from the center.
fn anchor(x: f64, y: f64) -> Align2 {
    match (x, y) {
        (x, y) if x.abs() < 0.1 && y > 0.0 => Align2::CENTER_BOTTOM,
        (x, _) if x.abs() < 0.1 => Align2::CENTER_TOP,
        (x, _) if x > 0.0 => Align2::LEFT_CENTER,
        _ => Align2::RIGHT_CENTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_axis_points_up_and_the_second_to_the_right() {
        let [x, y] = point(0, 4, 1.0);
        assert!(x.abs() < 1e-12 && (y - 1.0).abs() < 1e-12);
        let [x, y] = point(1, 4, 1.0);
        assert!((x - 1.0).abs() < 1e-12 && y.abs() < 1e-12);
    }

    #[test]
    fn an_undefined_figure_has_no_corner() {
        let corners = corners(&[Some(1.0), None, Some(0.0), Some(0.5)]);
        assert_eq!(corners.len(), 3);
        assert_eq!(corners[1], [0.0, 0.0], "a defined nought stays in the middle");
    }

    #[test]
    fn every_axis_is_an_indicator() {
        for (id, _) in RADAR.iter().chain(DIAMOND) {
            assert!(crate::analysis::registry::find(id).is_some(), "{id}");
        }
    }
}
