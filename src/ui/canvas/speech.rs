//! What screen readers are told of the map.

use egui::{Rect, Response, Sense, Ui, Vec2};

use super::{Canvas, words};
use crate::session::Session;

/// Actors that screen readers are told of at most.
const SPOKEN: usize = 300;

impl Canvas {
    /// Tells screen readers of the actors in view.
    pub(super) fn speak(&self, ui: &Ui, response: &Response, session: &Session) {
        let total = self.scene.marks().len();
        let seen = self.camera.seen();
        let visible = self.scene.marks().iter().enumerate();
        let visible = visible
            .filter(|(_, mark)| !mark.hidden() && seen.contains(mark.at))
            .take(SPOKEN);
        for (i, mark) in visible {
            let extent = Vec2::splat((mark.radius * 2.0 * self.camera.zoom()) as f32);
            let rect = Rect::from_center_size(self.camera.screen_from_map(mark.at), extent);
            let id = response.id.with(("actor", mark.id.number()));
            let node = ui.interact(rect, id, Sense::hover());
            node.widget_info(|| {
                let sentence =
                    words::actor_sentence(session.document(), mark.id, i + 1, total, &self.kinds_at(i));
                let chosen = session.selection().actors.contains(&mark.id);
                egui::WidgetInfo::selected(egui::Role::GraphicsObject, true, chosen, sentence)
            });
        }
    }
}
