//! What the panel says about how far its figures can be trusted: bands, other assumptions than usual, chance.

use egui::{RichText, Ui};

use super::figures::figure_ui;
use crate::analysis::indicator::Indicator;
use crate::session::{Action, Session, Show};
use crate::ui::form::Form;
use crate::ui::honesty::chance::signed;
use crate::ui::theme::{self, Colors};

/// The band of the overall score; a click tells more about it.
pub(super) fn band_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let bands = session.certainty().bands();
    let Some(band) = bands.and_then(|bands| bands.get("overall")) else {
        return;
    };
    // A range of no width is no news.
    if band.is_point() {
        return;
    }
    let text = format!("{:.0}–{:.0}", band.low(), band.high());
    let spoken = format!("Overall competitiveness {}", band.words());
    if link_ui(ui, &text, &spoken, &band.words()).clicked() {
        form.actions.push(Action::Show(Show::Certainty));
    }
}

/// Says that the figures rest on other assumptions than usual, and leads there.
pub(super) fn departures_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let departures = session.document().project().assumptions.departures();
    let text = match departures.len() {
        0 => return,
        1 => "One assumption differs from its default".to_owned(),
        many => format!("{many} assumptions differ from their defaults"),
    };
    const NAMED: usize = 8;
    let mut names: Vec<String> = departures.iter().take(NAMED).map(ToString::to_string).collect();
    if departures.len() > NAMED {
        names.push(format!("and {} more", departures.len() - NAMED));
    }
    if link_ui(ui, &text, &text, &names.join("\n")).clicked() {
        form.actions.push(Action::Show(Show::Assumptions));
    }
}

/// The way to the comparison of the shape with chance.
pub(super) fn chance_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let text = if session.chance().is_some() {
        "z: how far from chance"
    } else {
        "Is this more than chance?"
    };
    let help = "Compares the shape with networks in which every actor keeps its number of partners";
    if link_ui(ui, text, text, help).clicked() {
        form.actions.push(Action::Show(Show::Chance));
    }
}

/// Small words that lead somewhere.
fn link_ui(ui: &mut Ui, text: &str, spoken: &str, help: &str) -> egui::Response {
    let accent = Colors::of(ui.visuals()).accent;
    let text = RichText::new(text).size(theme::SMALL).color(accent);
    let button = egui::Button::new(text)
        .frame_when_inactive(false)
        .min_size(egui::Vec2::ZERO);
    let response = ui.scope(|ui| {
        // Like the words around it, it begins at the edge.
        ui.spacing_mut().button_padding.x = 0.0;
        ui.add(button)
    });
    response.inner.accessible_name(spoken).on_hover_text(help)
}

/// How far a figure of the shape lies from chance, in its column, once that was worked out for this state.
pub(super) fn odds_ui(ui: &mut Ui, session: &Session, indicator: &Indicator) {
    let Some(row) = session.chance().and_then(|chance| chance.row(indicator.id)) else {
        return;
    };
    let colors = Colors::of(ui.visuals());
    let (text, color) = match row.z() {
        Some(z) if row.is_unusual() => (format!("z {}", signed(z)), colors.accent),
        Some(z) => (format!("z {}", signed(z)), colors.secondary),
        None if row.fixed => ("fixed".to_owned(), colors.secondary),
        None => ("–".to_owned(), colors.secondary),
    };
    let text = RichText::new(text).font(theme::tabular(theme::TINY)).color(color);
    figure_ui(ui, 44.0, text).on_hover_text(row.words());
}
