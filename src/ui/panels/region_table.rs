//! The table of regions behind the Ellison–Glaeser index: type, paste, remove.

use egui::{Button, Id, Ui};

use super::objects::field_ui;
use crate::analysis::{format, registry};
use crate::base::units::Amount;
use crate::model::field::{self, Value, number_text};
use crate::model::project::Region;
use crate::model::{Edit, Refusal};
use crate::session::{Session, clipboard};
use crate::ui::form::{Entry, Form};
use crate::ui::icons;
use crate::ui::theme;

/// Id of the field that belongs here.
pub const PLANTS: &str = "plant_hhi";
/// Width of a column of jobs.
const JOBS: f32 = 66.0;

/// The table with what comes of it.
pub fn ui(ui: &mut Ui, session: &Session, form: &mut Form, key: Id) {
    let project = session.document().project();
    let regions = &project.regions;
    ui.label(theme::secondary(
        ui,
        "Jobs of the industry and all jobs, region by region over the nation, for the Ellison–Glaeser index",
    ));
    let value = session
        .track()
        .current()
        .and_then(|now| now.value("ellison_glaeser"));
    if let Some(indicator) = registry::find("ellison_glaeser") {
        ui.label(format!("{} {}", indicator.name, format(indicator, value)))
            .on_hover_text(indicator.reading);
    }
    if !regions.is_empty() {
        heads_ui(ui);
    }
    for index in 0..regions.len() {
        ui.push_id(("region", index), |ui| row_ui(ui, regions, index, form, key));
    }
    let button = Button::new((icons::icon(icons::PLUS, 14.0), "Region")).frame_when_inactive(false);
    if ui.add(button).accessible_name("Add a region").clicked() {
        let none = Amount::of(0.0);
        let mut more = regions.clone();
        more.push(Region::new("", none, none));
        form.edit(Edit::SetRegions(more));
    }
    let entry = Entry {
        id: key.with("rows of regions"),
        name: "Paste rows of regions",
        shown: "",
        hint: "Paste rows: name, industry jobs, all jobs",
        width: f32::INFINITY,
        rows: 2,
        figures: false,
    };
    form.entry_ui(ui, &entry, |text| {
        let pasted = clipboard::regions(text).map_err(|line| Refusal::BadValue {
            field: "The table".to_owned(),
            expected: "a name and two numbers a line".to_owned(),
            found: format!("\"{line}\""),
        })?;
        Ok(Edit::SetRegions(regions.iter().cloned().chain(pasted).collect()))
    });
    if let Some(plants) = field::find(field::PROJECT, PLANTS) {
        let value = plants.get(project);
        field_ui(ui, form, key, plants, Some(&value), |value| {
            Edit::SetProjectField(PLANTS.to_owned(), value)
        });
        if value == Value::Absent {
            ui.label(theme::secondary(
                ui,
                "Without it the local firms stand for the plants of the industry",
            ));
        }
    }
}

fn heads_ui(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        let width = name_width(ui);
        for (name, width) in [("Region", width), ("Industry", JOBS), ("All jobs", JOBS)] {
            ui.allocate_ui_with_layout(
                egui::vec2(width, 18.0),
                egui::Layout::left_to_right(egui::Align::Center),
                |ui| {
                    ui.set_min_width(width);
                    ui.label(theme::secondary(ui, name));
                },
            );
        }
    });
}

fn name_width(ui: &Ui) -> f32 {
    (ui.available_width() - 2.0 * JOBS - icons::small_width(ui) - 3.0 * theme::GAP_XS).max(50.0)
}

fn row_ui(ui: &mut Ui, regions: &[Region], index: usize, form: &mut Form, key: Id) {
    let region = &regions[index];
    let with = |region: Region| {
        let mut all = regions.to_vec();
        all[index] = region;
        Edit::SetRegions(all)
    };
    let key = key.with(("region", index));
    let said = |what: &str| format!("{what} of region {}", index + 1);
    let mut edits = Vec::new();
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        let spoken = said("Name");
        let entry = Entry {
            id: key.with("name"),
            name: &spoken,
            shown: &region.name,
            hint: "Region",
            width: name_width(ui),
            rows: 1,
            figures: false,
        };
        form.entry_ui(ui, &entry, |text| {
            Ok(with(Region {
                name: text.to_owned(),
                ..region.clone()
            }))
        });
        jobs_ui(
            ui,
            form,
            key.with("industry"),
            &said("Industry jobs"),
            region.industry,
            |industry| {
                with(Region {
                    industry,
                    ..region.clone()
                })
            },
        );
        jobs_ui(ui, form, key.with("all"), &said("All jobs"), region.all, |all| {
            with(Region {
                all,
                ..region.clone()
            })
        });
        if icons::small_icon_button(ui, icons::CLOSE, &format!("Remove region {}", index + 1)).clicked() {
            let mut fewer = regions.to_vec();
            fewer.remove(index);
            edits.push(Edit::SetRegions(fewer));
        }
    });
    for edit in edits {
        form.edit(edit);
    }
    let share = |of: fn(&Region) -> Amount| {
        let all: f64 = regions.iter().map(|region| of(region).get()).sum();
        if all > 0.0 {
            100.0 * of(region).get() / all
        } else {
            0.0
        }
    };
    let (industry, all) = (share(|region| region.industry), share(|region| region.all));
    row.response
        .on_hover_text(format!("{industry:.1} % of the industry, {all:.1} % of all jobs"));
}

fn jobs_ui(ui: &mut Ui, form: &mut Form, id: Id, name: &str, jobs: Amount, make: impl Fn(Amount) -> Edit) {
    let shown = number_text(jobs.get());
    let entry = Entry {
        id,
        name,
        shown: &shown,
        hint: "",
        width: JOBS,
        rows: 1,
        figures: true,
    };
    form.entry_ui(ui, &entry, |text| {
        let jobs = clipboard::number(text).and_then(Amount::new);
        jobs.map(&make).ok_or_else(|| Refusal::BadValue {
            field: name.to_owned(),
            expected: format!("a number from {} to {}", Amount::LEAST, Amount::MOST),
            found: format!("\"{text}\""),
        })
    });
}
