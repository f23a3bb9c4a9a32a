//! Rows of the panel of indicators: a dimension, its parts, a plain figure.

use egui::{Align, Color32, Label, Layout, Response, RichText, Ui, vec2};

use super::chip::change_words;
use super::figures::{SPARK, bar_ui, eased, figure_ui, spark_ui};
use super::ghost;
use super::honesty::odds_ui;
use super::tip::{tip, undefined};
use super::{Indicators, members};
use crate::analysis::indicator::{Cost, Group, Indicator, Precision, Unit};
use crate::analysis::{self, Assessment};
use crate::model::Project;
use crate::session::Session;
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// How much of its color a figure keeps that is out of date.
pub(super) const FAINT: f32 = 0.5;
/// Height of the row of a part, points.
const PART_HEIGHT: f32 = 18.0;

impl Indicators {
    /// A dimension: two lines, and its parts when unfolded.
    pub(super) fn dimension_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        now: &Assessment,
        indicator: &'static Indicator,
        form: &mut Form,
    ) {
        let id = ui.make_persistent_id(indicator.id);
        let gap = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
        let mut state = egui::collapsing_header::CollapsingState::load_with_default_open(ui.ctx(), id, false);
        self.row_ui(ui, session, now, indicator, form, |panel, ui, row, form| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GAP_XS;
                if fold_ui(ui, indicator, state.is_open()).clicked() {
                    state.toggle(ui);
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    panel.value_ui(ui, now, indicator, theme::FIGURE);
                    panel.chip_ui(ui, indicator, theme::SMALL);
                    panel.why_ui(ui, session, row, form);
                    name_ui(ui, session, indicator, theme::BODY);
                });
            });
            // Large digits leave air below them; all six dimensions are to be seen at once in a window of usual height.
            ui.add_space(-6.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = SPARK.y;
                ui.add_space(theme::GAP_L + theme::GAP_S);
                let width = ui.available_width() - SPARK.x - theme::GAP_S;
                let value = eased(ui, indicator, now.value(indicator.id));
                let track = session.track();
                let before = track
                    .baseline_values()
                    .and_then(|before| before.value(indicator.id));
                let band = session
                    .certainty()
                    .bands()
                    .and_then(|bands| bands.get(indicator.id));
                let ghost = panel.ghost(indicator);
                bar_ui(
                    ui,
                    vec2(width, SPARK.y),
                    value,
                    before,
                    ghost,
                    band,
                    indicator.bounds,
                );
                let series: Vec<_> = track.series(indicator.id).collect();
                spark_ui(ui, &series);
            });
        });
        state.show_body_unindented(ui, |ui| {
            for part in members(Group::Part(indicator.id)) {
                self.part_ui(ui, session, now, indicator, part, form);
            }
        });
        ui.spacing_mut().item_spacing.y = gap;
        ui.add_space(2.0);
    }

    /// A sub-indicator: what it weighs, where it stands.
    fn part_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        now: &Assessment,
        whole: &Indicator,
        part: &'static Indicator,
        form: &mut Form,
    ) {
        self.row_ui(ui, session, now, part, form, |panel, ui, row, form| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GAP_S;
                ui.spacing_mut().interact_size.y = PART_HEIGHT;
                ui.add_space(theme::GAP_L + theme::GAP_S);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let value = now.value(part.id);
                    let text = RichText::new(marked(now, part, analysis::shown(part, value)))
                        .font(theme::tabular(theme::SMALL))
                        .color(panel.ink(ui));
                    panel.said(figure_ui(ui, 32.0, text), now, part);
                    let ghost = panel.ghost(part);
                    bar_ui(ui, vec2(40.0, PART_HEIGHT), value, None, ghost, None, part.bounds);
                    // What it weighs gives way to what would become of it.
                    if let (Some(ghost), Some(value)) = (ghost, value) {
                        let delta = ghost - value;
                        let text = RichText::new(change_words(part, delta)).font(theme::tabular(theme::TINY));
                        figure_ui(ui, 44.0, text.color(ghost::ink(ui, delta)));
                    } else {
                        let share = weight(session.document().project(), whole, part);
                        let share = share.map_or(String::new(), |share| format!("{:.0} %", share * 100.0));
                        let colors = Colors::of(ui.visuals());
                        figure_ui(
                            ui,
                            30.0,
                            RichText::new(share)
                                .font(theme::tabular(theme::TINY))
                                .color(colors.secondary),
                        );
                    }
                    panel.why_ui(ui, session, row, form);
                    name_ui(ui, session, part, theme::SMALL);
                });
            });
        });
    }

    /// A figure without history: name, change, value, unit; its parts when unfolded.
    pub(super) fn plain_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        now: &Assessment,
        indicator: &'static Indicator,
        form: &mut Form,
    ) {
        let mut parts = members(Group::Part(indicator.id)).peekable();
        if parts.peek().is_none() {
            self.line_ui(ui, session, now, indicator, None, form);
            return;
        }
        let id = ui.make_persistent_id(indicator.id);
        let mut state = egui::collapsing_header::CollapsingState::load_with_default_open(ui.ctx(), id, false);
        self.line_ui(ui, session, now, indicator, Some(&mut state), form);
        state.show_body_unindented(ui, |ui| {
            for part in parts {
                if part.bounds.0.is_finite() && part.bounds.1.is_finite() && part.unit == Unit::Number {
                    self.part_ui(ui, session, now, indicator, part, form);
                } else {
                    let margin = egui::Margin {
                        left: 24,
                        ..egui::Margin::ZERO
                    };
                    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                        self.line_ui(ui, session, now, part, None, form);
                    });
                }
            }
        });
    }

    /// One line: name, change, value, unit.
    pub(super) fn line_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        now: &Assessment,
        indicator: &'static Indicator,
        fold: Option<&mut egui::collapsing_header::CollapsingState>,
        form: &mut Form,
    ) {
        self.row_ui(ui, session, now, indicator, form, |panel, ui, row, form| {
            ui.horizontal(|ui| {
                if let Some(state) = fold {
                    ui.spacing_mut().item_spacing.x = theme::GAP_XS;
                    if fold_ui(ui, indicator, state.is_open()).clicked() {
                        state.toggle(ui);
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    odds_ui(ui, session, indicator);
                    if indicator.cost == Cost::Demand {
                        panel.demand_ui(ui, session, indicator, form);
                    } else {
                        panel.value_ui(ui, now, indicator, theme::LIST);
                    }
                    panel.chip_ui(ui, indicator, theme::TINY);
                    panel.why_ui(ui, session, row, form);
                    name_ui(ui, session, indicator, theme::LIST);
                });
            });
        });
    }

    /// The number of a figure that is computed only when somebody asks for it, or the way to ask: the explanation
    /// works it out, shows how far that is, and can be stopped.
    fn demand_ui(&mut self, ui: &mut Ui, session: &Session, indicator: &'static Indicator, form: &mut Form) {
        if let Some(value) = self.worked_out(session, indicator.id) {
            let text = RichText::new(analysis::shown(indicator, value));
            let text = text.font(theme::tabular_semibold(theme::LIST));
            let response = ui.label(text.color(self.ink(ui)));
            if value.is_none() {
                response.on_hover_text(undefined(indicator));
            }
            return;
        }
        let asked = session.why().question();
        if asked.is_some_and(|question| question.indicator == indicator.id) {
            ui.label(theme::secondary(ui, "…"))
                .on_hover_text("Being computed");
            return;
        }
        let text = RichText::new("Work out").size(theme::SMALL);
        let button = egui::Button::new(text.color(Colors::of(ui.visuals()).accent))
            .frame_when_inactive(false)
            .min_size(egui::Vec2::ZERO);
        let response = ui.scope(|ui| {
            // It ends where the numbers do.
            ui.spacing_mut().button_padding.x = 0.0;
            ui.add(button)
        });
        let name = format!("Work out {}", indicator.name);
        let response = response.inner.accessible_name(name);
        let help = "Takes a while on large maps, so it is computed only when asked for";
        if response.on_hover_text(help).clicked() {
            let y = ui.min_rect().center().y;
            self.ask(session, indicator, y, None, form);
        }
    }

    /// What it would be, if what somebody is about to do changes it.
    fn ghost(&self, indicator: &Indicator) -> Option<f64> {
        self.ghosts.as_ref()?.value(indicator)
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
            shown => analysis::shown(indicator, shown),
        };
        let text = RichText::new(marked(now, indicator, text)).font(theme::tabular_semibold(size));
        self.said(ui.label(text.color(self.ink(ui))), now, indicator)
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
    pub(super) fn said(&self, response: Response, now: &Assessment, indicator: &Indicator) -> Response {
        let reading = now.reading(indicator.id);
        let response = match (reading.value, reading.precision) {
            (_, Precision::Waiting) => response.on_hover_text("Being computed"),
            (None, _) => response.on_hover_text(undefined(indicator)),
            (Some(_), _) => response,
        };
        if self.dimmed {
            response.on_hover_text("The figures of the last edit are being computed")
        } else {
            response
        }
    }
}

/// A figure that comes from a sample says so, and one that is still to come does not look undefined.
fn marked(now: &Assessment, indicator: &Indicator, text: String) -> String {
    match now.reading(indicator.id).precision {
        Precision::Exact => text,
        Precision::Approximate { .. } => format!("≈{text}"),
        Precision::Waiting => "…".to_owned(),
    }
}

/// The name of a figure, in the room that is left of its numbers.
fn name_ui(ui: &mut Ui, session: &Session, indicator: &'static Indicator, size: f32) {
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let name = ui.add(Label::new(RichText::new(indicator.name).size(size)).truncate());
        tip(name, indicator, session);
        unit_ui(ui, indicator);
    });
}

/// What a figure is counted in, after its name: so all numbers stand in one column.
pub(super) fn unit_ui(ui: &mut Ui, indicator: &Indicator) {
    if !indicator.unit.is_in_the_name() {
        let text = theme::secondary(ui, indicator.unit.label());
        ui.add(Label::new(text).truncate());
    }
}

/// The arrow that unfolds the parts of a dimension.
fn fold_ui(ui: &mut Ui, indicator: &Indicator, open: bool) -> Response {
    let (icon, verb) = if open {
        (icons::DOWN, "Fold")
    } else {
        (icons::FOLDED, "Unfold")
    };
    let arrow = icons::icon(icon, 12.0).color(Colors::of(ui.visuals()).secondary);
    // The name behind it begins where the bar below does.
    ui.spacing_mut().button_padding.x = 4.0;
    let button = egui::Button::new(arrow)
        .frame_when_inactive(false)
        .min_size(vec2(20.0, 20.0));
    ui.add(button)
        .accessible_name(format!("{verb} the parts of {}", indicator.name))
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
