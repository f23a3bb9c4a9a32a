//! Ghost values: what the figures would be if the edit that somebody is about to make were made.

use std::collections::BTreeMap;

use egui::{Color32, RichText, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::chip::change_words;
use crate::analysis::indicator::{Group, Indicator};
use crate::analysis::{self, registry};
use crate::session::Session;
use crate::ui::theme::{self, Colors};

/// Values that would change, with the change.
pub(super) struct Ghosts(BTreeMap<&'static str, (f64, f64)>);

impl Ghosts {
    /// What would change; none while nobody is about to do anything, or while it is not known yet.
    pub(super) fn of(session: &Session) -> Option<Self> {
        session.supposition()?.verdict()?;
        let seen = |indicator: &&Indicator| {
            let (then, delta) = session.supposed(indicator.id)?;
            indicator
                .is_visible(delta)
                .then_some((indicator.id, (then, delta)))
        };
        Some(Self(registry::ALL.iter().filter_map(seen).collect()))
    }

    /// The value that an indicator would have, if it would change.
    pub(super) fn value(&self, indicator: &Indicator) -> Option<f64> {
        self.0.get(indicator.id).map(|&(then, _)| then)
    }

    /// The outlined value beside the present one; nothing where nothing would change.
    pub(super) fn ui(&self, ui: &mut Ui, indicator: &Indicator, size: f32) {
        let Some(&(then, delta)) = self.0.get(indicator.id) else {
            return;
        };
        let ink = ink(ui, delta);
        let value = analysis::shown(indicator, Some(then));
        let change = change_words(indicator, delta);
        // Narrow places have room for the change alone.
        let narrow = size <= theme::TINY || matches!(indicator.group, Group::Part(_));
        let text = if narrow {
            change
        } else {
            format!("{value}  {change}")
        };
        // The outline takes no room of its own height, so that no row grows.
        ui.add_space(theme::GAP_XS);
        let shown = ui.label(RichText::new(text).font(theme::tabular(size)).color(ink));
        ui.add_space(theme::GAP_XS);
        let edge = Stroke::new(1.0, ink);
        let around = shown.rect.expand2(vec2(4.0, 1.0));
        ui.painter().rect_stroke(around, 4.0, edge, StrokeKind::Inside);
        shown.widget_info(|| {
            let word = if delta > 0.0 { "up" } else { "down" };
            let spoken = format!("{} would be {value}, {word}", indicator.name);
            WidgetInfo::labeled(egui::Role::Label, true, spoken)
        });
    }
}

/// The colors of changes.
pub(super) fn ink(ui: &Ui, delta: f64) -> Color32 {
    let colors = Colors::of(ui.visuals());
    if delta > 0.0 { colors.up } else { colors.down }
}
