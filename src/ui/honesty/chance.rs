//! More than chance? Figures of the network's shape against networks in which every actor keeps its number of partners.

use egui::{Align, Align2, Layout, ProgressBar, RichText, ScrollArea, Ui, vec2};
use egui_extras::{Column, TableBuilder};

use crate::analysis::chance::{self, Chance as Comparison, REWIRINGS, Row};
use crate::analysis::indicator::{Indicator, View};
use crate::analysis::{self, registry};
use crate::base::text::{listed, lower, upper};
use crate::session::{Action, Session};
use crate::ui::dialogs::primary;
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::panels::indicators::lists::words;
use crate::ui::theme::{self, Colors};

use super::pictures::against_ui;
use super::{Shape, note_ui, seed_ui};

pub(super) const SHAPE: Shape = Shape {
    title: "More than chance?",
    size: vec2(624.0, 660.0),
    corner: Align2::LEFT_TOP,
};

/// How many rewirings can be chosen with one click.
const COUNTS: [usize; 3] = [50, REWIRINGS, 1_000];
const ROW: f32 = 22.0;

/// The open window.
pub(super) struct Chance {
    rewirings: usize,
    /// The row whose sentence is shown.
    chosen: Option<&'static str>,
}

impl Default for Chance {
    fn default() -> Self {
        Self {
            rewirings: REWIRINGS,
            chosen: None,
        }
    }
}

impl Chance {
    pub(super) fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        note_ui(
            ui,
            "Is this clustering, this centralization more than chance? The network is compared with others in which \
             every actor keeps its number of partners, and chance decides who they are.",
        );
        ui.add_space(theme::GAP_S);
        self.order_ui(ui, session, form);
        ui.add_space(theme::GAP_S);
        let odds = session.odds();
        let Some(comparison) = odds.last() else {
            note_ui(ui, &format!("{}.", chance::METHOD));
            sources_ui(ui);
            return;
        };
        if session.chance().is_none() {
            let warning = Colors::of(ui.visuals()).warning;
            let text = "The map, its view or its seed has changed since this was compared";
            ui.label(RichText::new(text).size(theme::SMALL).color(warning));
        }
        let height = (ui.available_height() - 118.0).max(120.0);
        ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
            self.table_ui(ui, comparison);
        });
        ui.add_space(theme::GAP_XS);
        let chosen = self.chosen.and_then(|id| comparison.row(id));
        if let Some(row) = chosen {
            let name = registry::find(row.id).map_or(row.id, |indicator| indicator.name);
            ui.label(format!("{name}: {}.", lower(&row.words())));
        } else {
            note_ui(ui, &summary(comparison));
        }
        note_ui(ui, &format!("{}.", chance::LIMITS));
        sources_ui(ui);
    }

    /// How many, from which seed, and go.
    fn order_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        if let Some(share) = session.odds().running() {
            ui.horizontal(|ui| {
                let bar = ProgressBar::new(share as f32).desired_width(ui.available_width() - 88.0);
                ui.add(bar.desired_height(8.0));
                if ui.button("Stop").clicked() {
                    form.actions.push(Action::LeaveChance);
                }
            });
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_millis(50));
            return;
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP_XS;
            ui.label(theme::secondary(ui, "Rewirings"));
            for count in COUNTS {
                if ui
                    .selectable_label(self.rewirings == count, count.to_string())
                    .clicked()
                {
                    self.rewirings = count;
                }
            }
            ui.add_space(theme::GAP_S);
            seed_ui(ui, session, form, "chance");
            let directed = session.looking().lens().view == View::Directed;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let response = ui.add_enabled(!directed, primary(ui, "Compare"));
                if response
                    .on_disabled_hover_text("Rewirings keep no direction: look through view N or K")
                    .clicked()
                {
                    form.actions.push(Action::CompareWithChance(self.rewirings));
                }
            });
        });
    }

    fn table_ui(&mut self, ui: &mut Ui, comparison: &Comparison) {
        let rows: Vec<(&Row, &'static Indicator)> = comparison
            .rows
            .iter()
            .filter(|row| !row.fixed)
            .filter_map(|row| Some((row, registry::find(row.id)?)))
            .collect();
        ScrollArea::horizontal().id_salt("chance").show(ui, |ui| {
            TableBuilder::new(ui)
                .id_salt("chance rows")
                .cell_layout(Layout::left_to_right(Align::Center))
                .column(Column::remainder().at_least(132.0).clip(true))
                .column(Column::exact(64.0))
                .column(Column::exact(116.0))
                .column(Column::exact(52.0))
                .column(Column::exact(128.0))
                .header(ROW, |mut header| {
                    for (title, right) in [
                        ("Figure", false),
                        ("Here", true),
                        ("By chance", true),
                        ("z", true),
                        ("", false),
                    ] {
                        header.col(|ui| {
                            aligned(ui, right, |ui| ui.label(theme::secondary(ui, title)));
                        });
                    }
                })
                .body(|body| {
                    body.rows(ROW, rows.len(), |mut line| {
                        let (row, indicator) = rows[line.index()];
                        let chosen = self.chosen == Some(row.id);
                        if cells_ui(&mut line, row, indicator, chosen) {
                            self.chosen = (!chosen).then_some(row.id);
                        }
                        line.response().on_hover_text(row.words());
                    });
                });
        });
    }
}

/// The cells of a row; whether its name was clicked.
fn cells_ui(
    line: &mut egui_extras::TableRow<'_, '_>,
    row: &Row,
    indicator: &'static Indicator,
    chosen: bool,
) -> bool {
    let mut clicked = false;
    let figure = |value: Option<f64>| analysis::shown(indicator, value);
    line.col(|ui| {
        let mut name = RichText::new(indicator.name).size(theme::LIST);
        if row.is_unusual() {
            name = name.font(theme::semibold(theme::LIST));
        }
        let button = icons::row_button(ui, chosen, name, ROW - 2.0);
        clicked = ui.push_id(row.id, |ui| ui.add(button)).inner.clicked();
    });
    let spread = match (row.mean(), row.deviation()) {
        (Some(mean), Some(deviation)) => {
            let digits = indicator.decimals.max(1);
            format!("{mean:.digits$} ± {deviation:.digits$}").replace('-', "−")
        }
        _ => "–".to_owned(),
    };
    let z = row.z().map_or("–".to_owned(), signed);
    for (text, strong) in [(figure(row.value), false), (spread, false), (z, row.is_unusual())] {
        line.col(|ui| {
            let font = if strong {
                theme::tabular_semibold(theme::LIST)
            } else {
                theme::tabular(theme::LIST)
            };
            aligned(ui, true, |ui| {
                ui.add(egui::Label::new(RichText::new(text).font(font)).selectable(false))
            });
        });
    }
    line.col(|ui| {
        if let (Some(usual), Some(mean), Some(value), Some(_)) = (row.usual(), row.mean(), row.value, row.z())
        {
            against_ui(ui, vec2(120.0, ROW - 4.0), usual, mean, value, row.is_unusual());
        }
    });
    clicked
}

/// With a sign as in print.
pub(in crate::ui) fn signed(number: f64) -> String {
    let size = format!("{:.1}", number.abs());
    match size.as_str() {
        "0.0" => size,
        _ if number < 0.0 => format!("−{size}"),
        _ => format!("+{size}"),
    }
}

fn aligned<R>(ui: &mut Ui, right: bool, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = if right {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    ui.with_layout(layout, contents).inner
}

/// What was compared, and what cannot differ.
fn summary(comparison: &Comparison) -> String {
    let fixed: Vec<String> = comparison
        .rows
        .iter()
        .filter(|row| row.fixed)
        .filter_map(|row| registry::find(row.id))
        .map(|indicator| indicator.name.to_lowercase())
        .collect();
    format!(
        "{} rewirings of {}, seed {}. The bar spans nine of ten, the dot is this network. {} follow from how many \
         partners each actor has, so they cannot differ.",
        comparison.rewirings,
        words(&comparison.lens),
        comparison.seed,
        upper(&listed(&fixed))
    )
}

fn sources_ui(ui: &mut Ui) {
    let works: Vec<String> = chance::SOURCES.iter().map(|work| work.short()).collect();
    note_ui(ui, &works.join("; "));
}
