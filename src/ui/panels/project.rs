//! The inspector with nothing chosen: what is said about the cluster as a whole.

use egui::{Id, Ui};

use crate::model::field::{self, Field};
use crate::model::{Edit, Project};
use crate::session::{Action, Session, Show};

use super::objects::field_ui;
use super::{region_table, snapshots};
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme;

/// Fields of the location quotient.
const LQ: [&str; 4] = ["industry_region", "all_region", "industry_nation", "all_nation"];

/// Fields that stand in the windows that need them.
const ELSEWHERE: [&str; 1] = ["seed"];

/// The project. `show_snapshots`: their list comes into view.
pub fn ui(ui: &mut Ui, session: &Session, form: &mut Form, show_snapshots: bool) {
    let project = session.document().project();
    // Another project must not inherit an unfinished text.
    let key = Id::unique(("project", session.epoch()));
    ui.label(theme::heading("Project"));
    ui.add_space(theme::GAP_XS);
    for field in field::PROJECT
        .iter()
        .filter(|field| !LQ.contains(&field.id) && field.id != region_table::PLANTS)
        .filter(|field| !ELSEWHERE.contains(&field.id))
    {
        one_ui(ui, form, key, field, project);
    }
    ui.add_space(theme::GAP_S);
    snapshots::ui(ui, session, form, key, show_snapshots);
    ui.add_space(theme::GAP_S);
    icons::section(theme::subheading("Location quotient")).show_unindented(ui, |ui| {
        ui.label(theme::secondary(
            ui,
            "Jobs here and in the nation; specialization needs all four",
        ));
        for field in field::PROJECT.iter().filter(|field| LQ.contains(&field.id)) {
            one_ui(ui, form, key, field, project);
        }
    });
    icons::section(theme::subheading("Concentration in space")).show_unindented(ui, |ui| {
        region_table::ui(ui, session, form, key);
    });
    ui.add_space(theme::GAP_S);
    assumptions_ui(ui, session, form);
}

/// How many assumptions differ, and the way to their window.
fn assumptions_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    ui.label(theme::subheading("Assumptions"));
    let changed = session.document().project().assumptions.departures().len();
    let text = match changed {
        0 => "The numbers of the model stand at their defaults".to_owned(),
        1 => "One number of the model differs from its default".to_owned(),
        many => format!("{many} numbers of the model differ from their defaults"),
    };
    ui.label(theme::secondary(ui, text));
    if ui.button("Assumptions…").clicked() {
        form.actions.push(Action::Show(Show::Assumptions));
    }
}

fn one_ui(ui: &mut Ui, form: &mut Form, key: Id, field: &'static Field<Project>, project: &Project) {
    let value = field.get(project);
    field_ui(ui, form, key, field, Some(&value), |value| {
        Edit::SetProjectField(field.id.to_owned(), value)
    });
}
