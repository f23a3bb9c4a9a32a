//! The windows in which a person chooses in what form the cluster leaves the program: picture, data, report.

use egui::Context;

use crate::session::Session;

use super::canvas::Canvas;
use super::data::DataView;
use super::exporting::ExportView;
use super::form::Form;
use super::reporting::ReportsView;

/// All of them; one at most is open.
#[derive(Default)]
pub(super) struct Leaving {
    pub(super) picture: ExportView,
    pub(super) data: DataView,
    pub(super) report: ReportsView,
}

impl Leaving {
    /// One is open.
    pub(super) fn covers(&self) -> bool {
        self.picture.covers() || self.data.covers() || self.report.covers()
    }

    /// The one that is open.
    pub(super) fn ui(&mut self, ctx: &Context, session: &Session, canvas: &Canvas, form: &mut Form) {
        self.picture.ui(ctx, session, canvas, form);
        self.data.ui(ctx, form);
        self.report.ui(ctx, session, form);
    }
}
