//! How certain is this? The band of each score over many draws of the weights, and which weight matters most.

use egui::{Align, Align2, Grid, Layout, RichText, ScrollArea, Ui, vec2};

use crate::analysis::influence::{self, Influence, Ranking};
use crate::analysis::uncertainty::{self, AGGREGATION, Band};
use crate::analysis::works::Work;
use crate::analysis::{Assessment, registry};
use crate::model::assumption;
use crate::session::{Action, Session};
use crate::ui::form::Form;
use crate::ui::theme;

use super::pictures::{histogram_ui, share_ui};
use super::{Shape, note_ui, seed_ui};

pub(super) const SHAPE: Shape = Shape {
    title: "How certain is this?",
    size: vec2(500.0, 620.0),
    corner: Align2::RIGHT_TOP,
};

/// Numbers that matter less are one line together.
const NEGLIGIBLE: f64 = 0.01;

/// Width of the names of numbers.
const NAME: f32 = 244.0;

/// The open window.
#[derive(Default)]
pub(super) struct Certainty {
    /// The score that is looked at; overall unless another was chosen.
    score: Option<&'static str>,
}

impl Certainty {
    pub(super) fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let score = self.score.unwrap_or("overall");
        ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
            let (Some(bands), Some(now)) = (session.certainty().bands(), session.track().current()) else {
                ui.label(theme::secondary(ui, "The figures are being computed"));
                return;
            };
            if bands.iter().next().is_none() {
                note_ui(ui, "There is no score yet: add actors and ties");
                return;
            }
            self.scores_ui(ui, session, now);
            if let Some(band) = bands.get(score) {
                ui.add_space(theme::GAP_S);
                band_ui(ui, score, band, now);
            } else {
                ui.label(theme::secondary(ui, "This score is undefined here"));
            }
            ui.add_space(theme::GAP_S);
            ui.label(theme::subheading("Which assumption matters most"));
            note_ui(
                ui,
                "What part of the spread would go if the number were known, and the mean score at both ends of its range",
            );
            match session.certainty().rankings() {
                None => {
                    if !session.certainty().is_ranking() {
                        form.actions.push(Action::RankWeights);
                    }
                    ui.label(theme::secondary(ui, "Being computed"));
                }
                Some(rankings) => match rankings.iter().find(|ranking| ranking.of == score) {
                    Some(ranking) => ranking_ui(ui, ranking),
                    None => note_ui(ui, "No weight moves this score"),
                },
            }
            ui.add_space(theme::GAP_S);
            note_ui(ui, &format!("{}.", uncertainty::METHOD));
            ui.add_space(theme::GAP_XS);
            note_ui(ui, &format!("{}.", uncertainty::LIMITS));
            ui.add_space(theme::GAP_XS);
            let works: Vec<&Work> = uncertainty::SOURCES
                .iter()
                .chain(influence::SOURCES)
                .copied()
                .collect();
            note_ui(
                ui,
                &works
                    .iter()
                    .map(|work| work.short())
                    .collect::<Vec<_>>()
                    .join("; "),
            );
            ui.add_space(theme::GAP_XS);
            seed_ui(ui, session, form, "certainty");
        });
    }

    /// One button for each score.
    fn scores_ui(&mut self, ui: &mut Ui, session: &Session, now: &Assessment) {
        let Some(bands) = session.certainty().bands() else {
            return;
        };
        let chosen = self.score.unwrap_or("overall");
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::GAP_XS, theme::GAP_XS);
            for (id, band) in bands.iter() {
                let name = registry::find(id).map_or(id, |indicator| indicator.name);
                let response = ui.selectable_label(chosen == id, RichText::new(name).size(theme::LIST));
                if response.clicked() {
                    self.score = Some(id);
                }
                let value = now.value(id).unwrap_or_default();
                response.on_hover_text(format!("{value:.1}, {}", band.words()));
            }
        });
    }
}

fn band_ui(ui: &mut Ui, score: &str, band: &Band, now: &Assessment) {
    let value = now.value(score);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_S;
        let number = value.map_or("–".to_owned(), |value| format!("{value:.1}"));
        ui.label(RichText::new(number).font(theme::tabular_semibold(theme::FIGURE)));
        ui.label(band.words());
    });
    let name = registry::find(score).map_or(score, |indicator| indicator.name);
    let spoken = format!("Draws of {}: {}", name.to_lowercase(), band.words());
    histogram_ui(ui, band.sorted(), (band.low(), band.high()), value, &spoken);
}

fn ranking_ui(ui: &mut Ui, ranking: &Ranking) {
    let (shown, rest): (Vec<&Influence>, Vec<&Influence>) = ranking
        .list
        .iter()
        .partition(|influence| influence.share >= NEGLIGIBLE);
    if shown.is_empty() {
        note_ui(ui, "No weight moves this score");
        return;
    }
    Grid::new("ranking")
        .num_columns(4)
        .min_row_height(20.0)
        .spacing(vec2(theme::GAP_S, 0.0))
        .show(ui, |ui| {
            for influence in shown {
                let ends = format!("{:.1} → {:.1}", influence.low, influence.high);
                row_ui(
                    ui,
                    &name(influence.id),
                    influence.share,
                    &ends,
                    &meaning(influence),
                );
            }
            let rest_share: f64 = rest.iter().map(|influence| influence.share).sum();
            if !rest.is_empty() {
                let name = format!("{} others", rest.len());
                row_ui(ui, &name, rest_share, "", "Each below one percent");
            }
            let help = "What weights do only together with others";
            row_ui(ui, "Acting together", ranking.together, "", help);
        });
}

fn row_ui(ui: &mut Ui, name: &str, share: f64, ends: &str, help: &str) {
    let name = egui::Label::new(RichText::new(name).size(theme::LIST)).truncate();
    ui.allocate_ui_with_layout(vec2(NAME, 20.0), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(NAME);
        ui.add(name).on_hover_text(help);
    });
    share_ui(ui, 72.0, share);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let text = RichText::new(format!("{:.0} %", share * 100.0)).font(theme::tabular(theme::LIST));
        ui.label(text);
    });
    let text = RichText::new(ends).font(theme::tabular(theme::SMALL));
    let color = theme::Colors::of(ui.visuals()).secondary;
    ui.label(text.color(color)).on_hover_text(help);
    ui.end_row();
}

/// What people read for a drawn number.
fn name(id: &str) -> String {
    match assumption::find(id) {
        Some(known) => known.name.to_owned(),
        None => "Geometric or arithmetic mean".to_owned(),
    }
}

fn meaning(influence: &Influence) -> String {
    let ends = if influence.id == AGGREGATION {
        ["with the geometric mean", "with the arithmetic mean"]
    } else {
        ["at the lower end of its range", "at the upper end"]
    };
    format!(
        "{:.0} % of the spread would go if this were known. The score is {:.1} {} and {:.1} {}, over all draws of the rest",
        influence.share * 100.0,
        influence.low,
        ends[0],
        influence.high,
        ends[1]
    )
}
