//! The chip that says how a figure changed: which changes are of the last edit, and which of the one before.

use std::collections::BTreeMap;

use egui::{RichText, Ui};

use super::Indicators;
use super::ghost::Ghosts;
use super::rows::FAINT;
use crate::analysis::indicator::{Cost, Indicator};
use crate::analysis::registry;
use crate::session::{Baseline, Session};
use crate::ui::theme::{self, Colors};

/// What tells states of projects apart.
fn stand(session: &Session) -> (u64, u64) {
    (session.epoch(), session.history().state())
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
    /// Notes what changed, so that the chips of the edit before can go grey.
    pub(super) fn follow(&mut self, session: &Session) {
        self.ghosts = Ghosts::of(session);
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
        self.remember_asked(session);
        let since_opened = session.track().baseline() != Baseline::LastEdit;
        for indicator in registry::ALL {
            match session
                .track()
                .delta(indicator.id)
                .filter(|&delta| indicator.is_visible(delta))
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

    /// Keeps what an explanation has computed: the panel does not compute it by itself.
    fn remember_asked(&mut self, session: &Session) {
        let Some(story) = session.why().story() else {
            return;
        };
        let id = story.state.indicator;
        let dear = registry::find(id).is_some_and(|indicator| indicator.cost == Cost::Demand);
        if dear && std::sync::Arc::ptr_eq(&story.after, session.document()) {
            self.worked_out.insert(id, (stand(session), story.state.value));
        }
    }

    /// What was computed of a figure on demand, if that belongs to the present state.
    pub(super) fn worked_out(&self, session: &Session, id: &str) -> Option<Option<f64>> {
        let (of, value) = self.worked_out.get(id)?;
        (*of == stand(session)).then_some(*value)
    }

    fn change(&self, indicator: &Indicator) -> Change {
        match (self.fresh.get(indicator.id), self.stale.get(indicator.id)) {
            (Some(&delta), _) => Change::Fresh(delta),
            (None, Some(&delta)) => Change::Stale(delta),
            (None, None) => Change::None,
        }
    }

    /// ▲ or ▼ with the sign and the amount: never color alone. While somebody is about to make an edit, what that
    /// would do.
    pub(super) fn chip_ui(&self, ui: &mut Ui, indicator: &Indicator, size: f32) {
        if let Some(ghosts) = &self.ghosts {
            ghosts.ui(ui, indicator, size);
            return;
        }
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
        let amount = format!("{:.*}", indicator.decimals, delta.abs());
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        let text = RichText::new(change_words(indicator, delta))
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
}

/// "▲ +1.3"
pub(crate) fn change_words(indicator: &Indicator, delta: f64) -> String {
    let (mark, sign) = if delta > 0.0 { ("▲", "+") } else { ("▼", "−") };
    format!("{mark} {sign}{:.*}", indicator.decimals, delta.abs())
}
