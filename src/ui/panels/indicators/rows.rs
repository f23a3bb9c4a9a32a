//! Rows of the panel of indicators: a dimension, its parts, a plain figure.

use egui::{Align, Color32, Label, Layout, Response, RichText, Ui, vec2};

use super::figures::{SPARK, bar_ui, eased, figure_ui, spark_ui};
use super::tip::{tip, undefined};
use super::{Indicators, members};
use crate::analysis::indicator::{Group, Indicator, Unit};
use crate::analysis::{self, Assessment};
use crate::model::Project;
use crate::session::Session;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// How much of its color a figure keeps that is out of date.
pub(super) const FAINT: f32 = 0.5;

impl Indicators {
    /// A dimension: two lines, and its parts when unfolded.
    pub(super) fn dimension_ui(
        &self,
        ui: &mut Ui,
        session: &Session,
        now: &Assessment,
        indicator: &'static Indicator,
    ) {
        let id = ui.make_persistent_id(indicator.id);
        let colors = Colors::of(ui.visuals());
        let gap = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
        let mut state = egui::collapsing_header::CollapsingState::load_with_default_open(ui.ctx(), id, false);
        let row = ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP_XS;
            let icon = if state.is_open() {
                icons::DOWN
            } else {
                icons::FOLDED
            };
            let fold = egui::Button::new((
                icons::icon(icon, 12.0).color(colors.secondary),
                RichText::new(indicator.name),
            ));
            let response = ui.add(fold.frame_when_inactive(false).truncate());
            let spoken = format!(
                "{} {}",
                indicator.name,
                analysis::format(indicator, now.value(indicator.id))
            );
            let response = response.accessible_name(spoken);
            if response.clicked() {
                state.toggle(ui);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                self.value_ui(ui, now, indicator, theme::FIGURE);
                self.chip_ui(ui, indicator, theme::SMALL);
            });
            response
        });
        tip(row.inner, indicator, now);
        // Large digits leave air below them; all six dimensions are to be seen at once in a window of usual height.
        ui.add_space(-6.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = SPARK.y;
            ui.add_space(theme::GAP_L + theme::GAP_S);
            let width = ui.available_width() - SPARK.x - theme::GAP_S;
            let value = eased(ui, indicator, now.value(indicator.id));
            let before = session
                .track()
                .baseline_values()
                .and_then(|before| before.value(indicator.id));
            bar_ui(ui, vec2(width, SPARK.y), value, before, indicator.bounds);
            spark_ui(
                ui,
                session
                    .track()
                    .series(indicator.id)
                    .collect::<Vec<_>>()
                    .as_slice(),
            );
        });
        state.show_body_unindented(ui, |ui| {
            let project = session.document().project();
            for part in members(Group::Part(indicator.id)) {
                self.part_ui(ui, now, project, indicator, part);
            }
        });
        ui.spacing_mut().item_spacing.y = gap;
        ui.add_space(2.0);
    }

    /// A sub-indicator: what it weighs, where it stands.
    pub(super) fn part_ui(
        &self,
        ui: &mut Ui,
        now: &Assessment,
        project: &Project,
        whole: &Indicator,
        part: &'static Indicator,
    ) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP_S;
            ui.add_space(theme::GAP_L + theme::GAP_S);
            let size = vec2(ui.available_width() - 132.0, 18.0);
            let name = ui
                .allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_width(size.x);
                    ui.add(Label::new(RichText::new(part.name).size(theme::SMALL)).truncate())
                })
                .inner;
            let weight = weight(project, whole, part);
            let share = weight.map_or(String::new(), |share| format!("{:.0} %", share * 100.0));
            let colors = Colors::of(ui.visuals());
            figure_ui(
                ui,
                36.0,
                RichText::new(share)
                    .font(theme::tabular(theme::TINY))
                    .color(colors.secondary),
            );
            let value = now.value(part.id);
            bar_ui(ui, vec2(40.0, 18.0), value, None, part.bounds);
            let text = analysis::format(part, value);
            let text = RichText::new(text)
                .font(theme::tabular(theme::SMALL))
                .color(self.ink(ui));
            self.said(figure_ui(ui, 32.0, text), part, value);
            tip(name, part, now);
        });
    }

    /// A figure without history: name, change, value, unit.
    pub(super) fn plain_ui(&self, ui: &mut Ui, now: &Assessment, indicator: &'static Indicator) {
        ui.horizontal(|ui| {
            let name = ui.add(Label::new(RichText::new(indicator.name).size(theme::LIST)).truncate());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !matches!(indicator.unit, Unit::Score | Unit::Number) {
                    ui.label(theme::secondary(ui, indicator.unit.label()));
                }
                self.value_ui(ui, now, indicator, theme::LIST);
                self.chip_ui(ui, indicator, theme::TINY);
            });
            tip(name, indicator, now);
        });
    }

    /// The number, gliding to its new value.
    pub(super) fn value_ui(
        &self,
        ui: &mut Ui,
        now: &Assessment,
        indicator: &'static Indicator,
        size: f32,
    ) -> Response {
        let value = now.value(indicator.id);
        let shown = eased(ui, indicator, value);
        // Scores are read as whole numbers; their decimals are in the tooltip.
        let text = match shown {
            Some(value) if indicator.unit == Unit::Score => format!("{value:.0}"),
            shown => analysis::format(indicator, shown),
        };
        let text = RichText::new(text).font(theme::tabular_semibold(size));
        self.said(ui.label(text.color(self.ink(ui))), indicator, value)
    }

    /// Text of figures; faint while newer ones are being computed, so that nothing has to move to say so.
    pub(super) fn ink(&self, ui: &Ui) -> Color32 {
        let text = Colors::of(ui.visuals()).text;
        if self.dimmed {
            text.gamma_multiply(FAINT)
        } else {
            text
        }
    }

    /// What a figure cannot say by itself.
    pub(super) fn said(&self, response: Response, indicator: &Indicator, value: Option<f64>) -> Response {
        let response = if value.is_none() {
            response.on_hover_text(undefined(indicator))
        } else {
            response
        };
        if self.dimmed {
            response.on_hover_text("The figures of the last edit are being computed")
        } else {
            response
        }
    }
}

/// The share of a part in its dimension, after all weights are made to sum up to one.
fn weight(project: &Project, whole: &Indicator, part: &Indicator) -> Option<f64> {
    let of = |id: &str| {
        let id = format!("weight.{id}");
        crate::model::assumption::find(&id).map(|known| project.assumptions.get(known.id))
    };
    let sum: f64 = members(Group::Part(whole.id))
        .filter_map(|part| of(part.id))
        .sum();
    of(part.id).filter(|_| sum > 0.0).map(|weight| weight / sum)
}
