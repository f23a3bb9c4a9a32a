//! Wishes about the view that are not about the map: panels, windows, looks.

use egui::Context;

use super::Window;
use crate::session::{Action, PanelId, Show};

impl Window {
    /// Follows a wish, or hands it to the map.
    pub(super) fn show(&mut self, ctx: &Context, show: Show) {
        // The canvas knows nothing of its size before it was painted.
        if self.canvas.show(&show, &self.session, &mut self.form.actions) {
            return;
        }
        match show {
            Show::Toggle(panel) => {
                let open = self.is_open(panel, ctx.content_rect().width());
                self.set_open(panel, !open);
            }
            Show::InterfaceSize(by) => {
                let scale = (self.session.settings.ui_scale + by).clamp(0.5, 4.0);
                self.session.settings.ui_scale = (scale * 10.0).round() / 10.0;
            }
            Show::NextRegion => self.regions.next(ctx),
            Show::FirstSteps => {
                self.steps.restart();
                self.session.settings.show_first_steps = true;
            }
            // Both are about the project as it is.
            Show::Gaps => {
                self.form.actions.push(Action::StopComparing);
                self.set_open(PanelId::Indicators, true);
                self.indicators.open_gaps();
            }
            Show::Advice(aim) => {
                self.form.actions.push(Action::StopComparing);
                self.advice.open(aim, &self.session, &mut self.form);
            }
            Show::Find => self.find_bar.open(&self.session, &mut self.form),
            Show::Filter(aspect) => {
                self.form.actions.push(Action::StopComparing);
                self.chips.open(aspect, &self.session, &mut self.form);
            }
            Show::Keys => self.shortcuts.toggle(),
            Show::Snapshots => {
                self.set_open(PanelId::Inspector, true);
                self.inspector.show_snapshots();
                self.form
                    .actions
                    .extend([Action::StopComparing, Action::SelectNone]);
            }
            Show::Export => {
                self.session.note_sides(self.canvas.sides().clone());
                self.leaving.picture.open(&self.session);
            }
            Show::CopyPicture => {
                let part = self.session.pictured_selection();
                let part = part.unwrap_or_else(|| self.canvas.part_in_view());
                self.form.actions.push(Action::CopyPicture(part));
            }
            Show::Works => self.safety.toggle_works(&mut self.form),
            Show::Versions => self.safety.toggle_versions(),
            Show::ExportData => self.leaving.data.open(&self.session),
            Show::ExportReport => self.leaving.report.open(&self.session),
            Show::ImportReport => self.import_report.open(),
            Show::History => self.dialogs.history.toggle(),
            Show::About => self.dialogs.about = true,
            Show::Assumptions => self.honesty.toggle_assumptions(),
            Show::Certainty => self.honesty.toggle_certainty(),
            Show::Chance => self.honesty.toggle_chance(),
            Show::Quality => self.honesty.toggle_quality(),
            Show::Theme(theme) => self.session.settings.theme = theme,
            Show::ReduceMotion => {
                let reduced = &mut self.session.settings.reduced_motion;
                *reduced = !*reduced;
            }
            _ => {}
        }
    }
}
