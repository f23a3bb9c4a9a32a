//! The tooltip of a figure.

use egui::Response;

use crate::analysis;
use crate::analysis::indicator::{Indicator, Precision};
use crate::session::Session;
use crate::ui::panels::gaps;
use crate::ui::theme;

/// What it means, how it is computed, where it comes from, and what holds it down.
pub(super) fn tip(response: Response, indicator: &'static Indicator, session: &Session) {
    response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        let now = session.track().current();
        let reading = now.map(|now| now.reading(indicator.id)).unwrap_or_default();
        let value = analysis::shown(indicator, reading.value);
        let title = format!(
            "{}  {value} {}",
            indicator.name,
            indicator.unit.label_after(&value)
        );
        ui.label(theme::subheading(title.trim_end()));
        if let Precision::Approximate { error, confidence } = reading.precision {
            let error = analysis::shown(indicator, Some(error));
            let sure = (confidence * 100.0).floor();
            ui.label(format!("From a sample: ± {error} at {sure} %"));
        }
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
        gaps::names_ui(ui, session, indicator);
    });
}

pub(super) fn undefined(indicator: &Indicator) -> String {
    format!(
        "{} is undefined here: there is nothing that it could be computed from",
        indicator.name
    )
}
