//! New actors come into view and grow.

use std::collections::BTreeMap;

use egui::Ui;

use super::Canvas;
use crate::model::ActorId;

/// Seconds that a new actor grows.
const GROWTH: f64 = 0.12;

impl Canvas {
    /// How large new actors are in this frame; without motion they are full-grown at once.
    pub(super) fn grow(&mut self, ui: &Ui, now: f64) -> BTreeMap<ActorId, f32> {
        if !self.smooth {
            self.births.clear();
        }
        let mut growing = BTreeMap::new();
        self.births.retain(|&id, since| {
            let share = (now - *since.get_or_insert(now)) / GROWTH;
            growing.insert(id, (0.3 + 0.7 * share.min(1.0)) as f32);
            share < 1.0
        });
        if !self.births.is_empty() {
            ui.ctx().request_repaint();
        }
        growing
    }
}
