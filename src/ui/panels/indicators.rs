//! Right, below: what the figures are, how they changed, and what they are made of.

use std::collections::BTreeMap;

use egui::{
    Align, Color32, Id, Label, Layout, Response, RichText, ScrollArea, Sense, Stroke, Ui, pos2, vec2,
};

use crate::analysis::indicator::{Group, Indicator, Unit};
use crate::analysis::{self, Assessment, registry};
use crate::model::Project;
use crate::session::{Action, Baseline, Session};

use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::radar::{self, Picture};
use crate::ui::theme::{self, Colors};

/// How much of its color a figure keeps that is out of date.
const FAINT: f32 = 0.5;
/// Width of a row of past values.
const SPARK: egui::Vec2 = vec2(72.0, 18.0);

/// Which changes belong to the last edit, and which to the one before.
#[derive(Default)]
pub struct Indicators {
    picture: Picture,
    /// Since when figures are being computed, seconds on the clock of the toolkit.
    pending_since: Option<f64>,
    /// The project and the edit that `fresh` belongs to.
    state: (u64, u64),
    fresh: BTreeMap<&'static str, f64>,
    stale: BTreeMap<&'static str, f64>,
    /// The figures on show are those of an older state.
    dimmed: bool,
}

/// A change as its chip shows it.
#[derive(Clone, Copy)]
enum Change {
    None,
    Fresh(f64),
    /// Of the edit before the last: grey.
    Stale(f64),
}

impl Indicators {
    /// The panel.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        self.follow(session);
        self.dimmed = self.is_slow(ui, session);
        ScrollArea::vertical()
            .id_salt("indicators")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.add_space(theme::GAP_XS);
                let Some(now) = session.track().current() else {
                    ui.label(theme::heading("Indicators"));
                    ui.label(theme::secondary(ui, "Being computed"));
                    return;
                };
                self.overall_ui(ui, session, now, form);
                ui.add_space(theme::GAP_S);
                for group in [Group::Basic, Group::Advantage] {
                    ui.label(theme::secondary(ui, group.name()));
                    for indicator in members(group) {
                        self.dimension_ui(ui, session, now, indicator);
                    }
                    ui.add_space(theme::GAP_S);
                }
                self.picture_ui(ui, session, now);
                for group in [Group::Diamond, Group::Structure, Group::Economy] {
                    icons::section(theme::subheading(group.name()))
                        .id_salt(group.name())
                        .show_unindented(ui, |ui| {
                            ui.spacing_mut().interact_size.y = 20.0;
                            for indicator in members(group) {
                                self.plain_ui(ui, now, indicator);
                            }
                        });
                }
                ui.add_space(theme::GAP_S);
                ui.label(theme::secondary(
                    ui,
                    "Scores compare states of a model; they are not a measurement of a place",
                ));
                ui.add_space(theme::GAP_L);
            });
    }

    /// The figures shown are behind, and have been for so long that a person would wonder.
    fn is_slow(&mut self, ui: &Ui, session: &Session) -> bool {
        const NOTICED: f64 = 0.1;
        if !session.track().pending() {
            self.pending_since = None;
            return false;
        }
        let now = ui.input(|input| input.time);
        let waited = now - *self.pending_since.get_or_insert(now);
        if waited < NOTICED {
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_secs_f64(NOTICED - waited));
        }
        waited >= NOTICED
    }

    /// The strip of numbers of a narrow window.
    pub fn strip_ui(&mut self, ui: &mut Ui, session: &Session) {
        self.follow(session);
        self.dimmed = self.is_slow(ui, session);
        let Some(now) = session.track().current() else {
            return;
        };
        ScrollArea::horizontal().id_salt("strip").show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GAP_XS;
                let shown = registry::find("overall")
                    .into_iter()
                    .chain(members(Group::Basic))
                    .chain(members(Group::Advantage));
                for indicator in shown {
                    let name = ui.label(theme::secondary(ui, short(indicator)));
                    self.value_ui(ui, now, indicator, theme::BODY);
                    self.chip_ui(ui, indicator, theme::TINY);
                    ui.add_space(theme::GAP_XS);
                    tip(name, indicator, now);
                }
            });
        });
    }

    /// Notes what changed, so that the chips of the edit before can go grey.
    fn follow(&mut self, session: &Session) {
        let state = (session.epoch(), session.track().edits());
        if state != self.state {
            let same_project = state.0 == self.state.0;
            self.stale = if same_project {
                std::mem::take(&mut self.fresh)
            } else {
                BTreeMap::new()
            };
            self.fresh.clear();
            self.state = state;
        }
        let since_opened = session.track().baseline() != Baseline::LastEdit;
        for indicator in registry::ALL {
            match session
                .track()
                .delta(indicator.id)
                .filter(|delta| delta.abs() >= notable(indicator))
            {
                Some(delta) => {
                    self.fresh.insert(indicator.id, delta);
                }
                None => {
                    self.fresh.remove(indicator.id);
                }
            }
            if since_opened {
                self.stale.remove(indicator.id);
            }
        }
    }

    fn change(&self, indicator: &Indicator) -> Change {
        match (self.fresh.get(indicator.id), self.stale.get(indicator.id)) {
            (Some(&delta), _) => Change::Fresh(delta),
            (None, Some(&delta)) => Change::Stale(delta),
            (None, None) => Change::None,
        }
    }

    /// The one figure, large, with what changes are compared with.
    fn overall_ui(&self, ui: &mut Ui, session: &Session, now: &Assessment, form: &mut Form) {
        let Some(overall) = registry::find("overall") else {
            return;
        };
        ui.horizontal(|ui| {
            ui.label(theme::heading("Indicators"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                baseline_ui(ui, session, form);
            });
        });
        ui.horizontal(|ui| {
            let response = self.value_ui(ui, now, overall, theme::BIG_FIGURE);
            ui.vertical(|ui| {
                ui.add_space(theme::GAP_XS);
                ui.spacing_mut().item_spacing.y = 0.0;
                let name = ui.label("Overall competitiveness");
                ui.horizontal(|ui| {
                    ui.label(theme::secondary(ui, "of 100"));
                    self.chip_ui(ui, overall, theme::SMALL);
                });
                tip(name, overall, now);
            });
            tip(response, overall, now);
        });
    }

    /// A dimension: two lines, and its parts when unfolded.
    fn dimension_ui(&self, ui: &mut Ui, session: &Session, now: &Assessment, indicator: &'static Indicator) {
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
    fn part_ui(
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
    fn plain_ui(&self, ui: &mut Ui, now: &Assessment, indicator: &'static Indicator) {
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
    fn value_ui(&self, ui: &mut Ui, now: &Assessment, indicator: &'static Indicator, size: f32) -> Response {
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
    fn ink(&self, ui: &Ui) -> Color32 {
        let text = Colors::of(ui.visuals()).text;
        if self.dimmed {
            text.gamma_multiply(FAINT)
        } else {
            text
        }
    }

    /// What a figure cannot say by itself.
    fn said(&self, response: Response, indicator: &Indicator, value: Option<f64>) -> Response {
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

    /// ▲ or ▼ with the sign and the amount: never color alone.
    fn chip_ui(&self, ui: &mut Ui, indicator: &Indicator, size: f32) {
        let colors = Colors::of(ui.visuals());
        let (delta, color) = match self.change(indicator) {
            Change::None => return,
            Change::Fresh(delta) => (delta, if delta > 0.0 { colors.up } else { colors.down }),
            Change::Stale(delta) => (delta, colors.secondary.gamma_multiply(0.7)),
        };
        let color = if self.dimmed {
            color.gamma_multiply(FAINT)
        } else {
            color
        };
        let (mark, sign) = if delta > 0.0 { ("▲", "+") } else { ("▼", "−") };
        let amount = format!("{:.*}", decimals_of_change(indicator), delta.abs());
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        let text = RichText::new(format!("{mark} {sign}{amount}"))
            .font(theme::tabular(size))
            .color(color);
        let response = ui.label(text);
        let word = if delta > 0.0 { "up" } else { "down" };
        response.widget_info(|| {
            egui::WidgetInfo::labeled(
                egui::Role::Label,
                true,
                format!("{} {word} {amount}", indicator.name),
            )
        });
    }

    fn picture_ui(&mut self, ui: &mut Ui, session: &Session, now: &Assessment) {
        ui.horizontal(|ui| {
            for (picture, icon, name) in [
                (Picture::Radar, icons::RADAR, "Radar"),
                (Picture::Diamond, icons::DIAMOND, "Diamond"),
            ] {
                let button =
                    egui::Button::selectable(self.picture == picture, (icons::icon(icon, 14.0), name));
                if ui.add(button).accessible_name(name).clicked() {
                    self.picture = picture;
                }
            }
        });
        let baseline = session.track().baseline_values().map(AsRef::as_ref);
        radar::ui(ui, self.picture, now, baseline);
    }
}

/// Digits after the point of a change; scores themselves are whole numbers.
fn decimals_of_change(indicator: &Indicator) -> usize {
    if indicator.unit == Unit::Score {
        1
    } else {
        indicator.decimals
    }
}

/// Changes smaller than this are not shown: all their digits would be zero.
fn notable(indicator: &Indicator) -> f64 {
    0.5 * 0.1_f64.powi(i32::try_from(decimals_of_change(indicator)).unwrap_or(0))
}

fn members(group: Group) -> impl Iterator<Item = &'static Indicator> {
    registry::ALL
        .iter()
        .copied()
        .filter(move |indicator| indicator.group == group)
}

/// Names that fit a strip.
fn short(indicator: &Indicator) -> &'static str {
    match indicator.id {
        "external_economies" => "Ext. economies",
        "regional" => "Regional",
        "overall" => "Overall",
        _ => indicator.name,
    }
}

/// Values never jump: they take 150 ms, or none with reduced motion.
fn eased(ui: &Ui, indicator: &Indicator, value: Option<f64>) -> Option<f64> {
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

fn undefined(indicator: &Indicator) -> String {
    format!(
        "{} is undefined here: there is nothing that it could be computed from",
        indicator.name
    )
}

fn baseline_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let current = session.track().baseline();
    let document = session.document();
    let name = |baseline| match baseline {
        Baseline::LastEdit => "Since the last edit".to_owned(),
        Baseline::Opened => "Since opening".to_owned(),
        Baseline::Snapshot(id) => format!("Since “{}”", document.snapshot_name(id)),
    };
    let text = RichText::new(name(current)).size(theme::SMALL);
    let button = egui::Button::new((text, icons::icon(icons::DOWN, 11.0))).frame_when_inactive(false);
    let response = ui
        .add(button)
        .accessible_name(format!("Changes {}", name(current).to_lowercase()));
    egui::Popup::menu(&response).show(|ui| {
        let snapshots = document.snapshots().map(|(id, _)| Baseline::Snapshot(id));
        for baseline in [Baseline::LastEdit, Baseline::Opened]
            .into_iter()
            .chain(snapshots)
        {
            if ui.selectable_label(baseline == current, name(baseline)).clicked() {
                form.actions.push(Action::SetBaseline(baseline));
            }
        }
    });
    response.on_hover_text("What changes are compared with");
}

/// A figure in a column, to the right.
fn figure_ui(ui: &mut Ui, width: f32, text: RichText) -> Response {
    ui.allocate_ui_with_layout(vec2(width, 18.0), Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.label(text)
    })
    .inner
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

/// Where the value stands in its range; a tick shows the baseline.
fn bar_ui(ui: &mut Ui, size: egui::Vec2, value: Option<f64>, before: Option<f64>, (least, most): (f64, f64)) {
    let colors = Colors::of(ui.visuals());
    let (rect, _) = ui.allocate_exact_size(size, Sense::empty());
    let rail = egui::Rect::from_center_size(rect.center(), vec2(rect.width(), 4.0));
    ui.painter().rect_filled(rail, 2.0, colors.hover);
    let at =
        |value: f64| rail.left() + rail.width() * (((value - least) / (most - least)).clamp(0.0, 1.0) as f32);
    if let Some(value) = value {
        ui.painter().rect_filled(
            rail.with_max_x(at(value).max(rail.left() + 1.0)),
            2.0,
            colors.accent,
        );
    }
    if let Some(before) = before {
        let x = at(before);
        let tick = [pos2(x, rail.top() - 3.0), pos2(x, rail.bottom() + 3.0)];
        ui.painter()
            .line_segment(tick, Stroke::new(1.5, colors.secondary));
    }
}

/// The last values as a line; its range is at least ten, so that noise does not look like a mountain.
fn spark_ui(ui: &mut Ui, values: &[Option<f64>]) {
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

/// What it means, how it is computed, where it comes from.
fn tip(response: Response, indicator: &'static Indicator, now: &Assessment) {
    response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        let value = analysis::format(indicator, now.value(indicator.id));
        let title = format!("{}  {value} {}", indicator.name, indicator.unit.label());
        ui.label(theme::subheading(title.trim_end()));
        ui.label(indicator.reading);
        if !indicator.caveat.is_empty() {
            ui.label(indicator.caveat);
        }
        ui.add_space(theme::GAP_XS);
        ui.label(theme::secondary(ui, indicator.formula));
        ui.label(theme::secondary(ui, indicator.view.definition()));
        let sources: Vec<String> = indicator.sources.iter().map(|work| work.short()).collect();
        if !sources.is_empty() {
            ui.label(theme::secondary(ui, sources.join("; ")));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_counts_from_half_of_its_last_digit() {
        for indicator in registry::ALL {
            let digits = decimals_of_change(indicator);
            let shown = |delta: f64| format!("{delta:.digits$}");
            assert_ne!(shown(notable(indicator) * 1.01), shown(0.0), "{}", indicator.id);
            assert_eq!(shown(notable(indicator) * 0.99), shown(0.0), "{}", indicator.id);
        }
    }
}
