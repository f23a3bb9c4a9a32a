//! The inspector with nothing chosen: what is said about the cluster as a whole, and what its figures assume.

use egui::{Id, RichText, Ui};

use crate::model::assumption::{self, Aggregation, Assumption};
use crate::model::field::{self, Field};
use crate::model::{Edit, Project, Refusal};
use crate::session::Session;

use super::objects::{field_ui, row_ui};
use super::{region_table, snapshots};
use crate::model::field::number_text;
use crate::ui::form::{Entry, Form};
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// Headings and the beginnings of the ids that stand under them; dimensions first, then their parts.
const GROUPS: [(&str, &[&str]); 9] = [
    ("Weights of the dimensions", &[]),
    ("Weights within spontaneity", &["weight.spontaneity."]),
    ("Weights within trust", &["weight.trust."]),
    ("Weights within spillover", &["weight.spillover."]),
    ("Weights within coordination", &["weight.coordination."]),
    (
        "Weights within external economies",
        &["weight.external_economies."],
    ),
    ("Weights within regional competitiveness", &["weight.regional."]),
    ("Half-points", &["half.", "independence", "maturing_years"]),
    ("Permeability of ties for knowledge", &["permeability."]),
];

/// Fields of the location quotient.
const LQ: [&str; 4] = ["industry_region", "all_region", "industry_nation", "all_nation"];

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
    icons::section(theme::subheading("Assumptions")).show_unindented(ui, |ui| {
        assumptions_ui(ui, form, key, project);
    });
}

fn one_ui(ui: &mut Ui, form: &mut Form, key: Id, field: &'static Field<Project>, project: &Project) {
    let value = field.get(project);
    field_ui(ui, form, key, field, Some(&value), |value| {
        Edit::SetProjectField(field.id.to_owned(), value)
    });
}

fn assumptions_ui(ui: &mut Ui, form: &mut Form, key: Id, project: &Project) {
    ui.label(theme::secondary(
        ui,
        "Every number of the model that can be doubted; stored in the project",
    ));
    row_ui(ui, "Overall figure", "How the six dimensions become one", |ui| {
        for (aggregation, name, help) in [
            (
                Aggregation::Geometric,
                "Geometric",
                "No dimension buys out another",
            ),
            (
                Aggregation::Arithmetic,
                "Arithmetic",
                "Strong dimensions make up for weak ones",
            ),
        ] {
            let chosen = project.assumptions.aggregation == aggregation;
            if ui.selectable_label(chosen, name).on_hover_text(help).clicked() && !chosen {
                form.edit(Edit::SetAggregation(aggregation));
            }
        }
    });
    let changed = project.assumptions.changed().count();
    let reset = egui::Button::new((icons::icon(icons::RESET, 14.0), "Reset all"));
    let anything = changed > 0 || project.assumptions.aggregation != Aggregation::default();
    let response = ui
        .add_enabled(anything, reset)
        .accessible_name("Reset all assumptions");
    if response
        .on_disabled_hover_text("Everything stands at its default")
        .clicked()
    {
        form.edit(Edit::ResetAssumptions);
    }
    for (title, prefixes) in GROUPS {
        icons::section(RichText::new(title))
            .id_salt(title)
            .show_unindented(ui, |ui| {
                for assumption in assumption::ALL.iter().filter(|one| belongs(one, prefixes)) {
                    assumption_ui(ui, form, key, project, assumption);
                }
            });
    }
}

/// The first group holds weights with one dot only.
fn belongs(assumption: &Assumption, prefixes: &[&str]) -> bool {
    match prefixes {
        [] => assumption.id.starts_with("weight.") && assumption.id.matches('.').count() == 1,
        many => many.iter().any(|prefix| assumption.id.starts_with(prefix)),
    }
}

fn assumption_ui(ui: &mut Ui, form: &mut Form, key: Id, project: &Project, assumption: &'static Assumption) {
    let value = project.assumptions.get(assumption.id);
    let name = short(assumption.name);
    let help = format!(
        "{}. Default {}, from {} to {}. {}.",
        assumption.name,
        number_text(assumption.default),
        number_text(assumption.least),
        number_text(assumption.most),
        assumption.reason
    );
    let colors = Colors::of(ui.visuals());
    row_ui(ui, &name, &help, |ui| {
        let make = |value| Edit::SetAssumption(assumption.id.to_owned(), value);
        let slides = assumption.most <= 10.0;
        if slides {
            ui.spacing_mut().slider_width = (ui.available_width() - 52.0 - 32.0 - theme::GAP_S).max(30.0);
            // Weights rarely exceed one; the field beside the slider takes the whole range.
            let most = if assumption.most > 1.0 {
                2.0_f64.max(value)
            } else {
                assumption.most
            };
            form.slider_ui(ui, assumption.name, value, (assumption.least, most), make);
        }
        let shown = number_text(value);
        let width = if slides {
            52.0
        } else {
            (ui.available_width() - 32.0).max(52.0)
        };
        let id = key.with(assumption.id);
        let entry = Entry {
            id,
            name: assumption.name,
            shown: &shown,
            hint: "",
            width,
            rows: 1,
            figures: true,
        };
        form.entry_ui(ui, &entry, |text| {
            text.trim()
                .replace(',', ".")
                .parse()
                .map(make)
                .map_err(|_| Refusal::BadValue {
                    field: assumption.name.to_owned(),
                    expected: format!("a number from {} to {}", assumption.least, assumption.most),
                    found: format!("\"{text}\""),
                })
        });
        if value != assumption.default {
            let tip = format!("Back to {}", number_text(assumption.default));
            let button = egui::Button::new(icons::icon(icons::RESET, 14.0).color(colors.accent))
                .frame_when_inactive(false);
            let response = ui
                .add(button)
                .accessible_name(format!("Reset {}", assumption.name));
            if response.on_hover_text(tip).clicked() {
                form.edit(make(assumption.default));
            }
        }
    });
}

/// The name without what the heading says already.
fn short(name: &str) -> String {
    let bare = ["Weight of ", "Half-point of ", "Permeability of "]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name);
    let mut letters = bare.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_the_heading_says() {
        assert_eq!(short("Weight of trust"), "Trust");
        assert_eq!(short("Loss of spillover"), "Loss of spillover");
    }
}
