//! Menus that choose what the map is colored and sized by.

use egui::{Button, ScrollArea, Ui};

use crate::analysis::aspect::Aspect;
use crate::analysis::indicator::Group;
use crate::analysis::spread::Measure;
use crate::analysis::{actors, registry, ties};
use crate::session::{Action, Session};

use super::form::Form;
use super::{icons, theme};

/// Both menus, as rows of the View menu.
pub fn ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let tint = session.tint();
    let colors = By {
        title: "Color by",
        usual: "Kind",
        chosen: tint.color(),
        colors: true,
        action: Action::ColorBy,
    };
    colors.ui(ui, form);
    let sizes = By {
        title: "Size by",
        usual: "Employment",
        chosen: tint.size(),
        colors: false,
        action: Action::SizeBy,
    };
    sizes.ui(ui, form);
}

/// One of the menus.
struct By {
    title: &'static str,
    /// What is shown when nothing is chosen.
    usual: &'static str,
    chosen: Option<Measure>,
    /// Colors can tell sorts apart, and are of ties too; sizes are numbers of actors.
    colors: bool,
    action: fn(Option<Measure>) -> Action,
}

/// Sorts and numbers that are asked for most.
const FIRST: [(Aspect, &str); 7] = [
    (Aspect::Role, "Role"),
    (Aspect::Community, "Community"),
    (Aspect::External, "Local or external"),
    (Aspect::ActorField("founded"), "Year of founding"),
    (Aspect::TieField("weight"), "Strength of ties"),
    (Aspect::TieField("trust"), "Trust of ties"),
    (Aspect::TieField("age"), "Age of ties"),
];

impl By {
    fn ui(&self, ui: &mut Ui, form: &mut Form) {
        ui.menu_button((icons::tick(self.chosen.is_some()), self.title), |ui| {
            ui.set_min_width(220.0);
            self.row_ui(ui, self.usual, None, form);
            for (aspect, name) in FIRST.into_iter().filter(|(aspect, _)| self.can_show(*aspect)) {
                self.row_ui(ui, name, Some(Measure::Aspect(aspect)), form);
            }
            ui.separator();
            let attributes = Aspect::actor_fields().chain([Aspect::ActorTag]);
            self.aspects_ui(ui, "Attributes of actors", attributes, form);
            if self.colors {
                let attributes = Aspect::tie_fields().chain([Aspect::TieTag]);
                self.aspects_ui(ui, "Attributes of ties", attributes, form);
            }
            ui.menu_button((icons::tick(false), "Figures of actors"), |ui| {
                scrolled(ui, |ui| {
                    for column in actors::COLUMNS {
                        self.row_ui(ui, column.name, Some(Measure::Column(column.id)), form);
                    }
                });
            });
            if self.colors {
                ui.menu_button((icons::tick(false), "Figures of ties"), |ui| {
                    scrolled(ui, |ui| {
                        for column in ties::COLUMNS {
                            self.row_ui(ui, column.name, Some(Measure::TieColumn(column.id)), form);
                        }
                    });
                });
            }
            self.indicators_ui(ui, form);
        });
    }

    fn can_show(&self, aspect: Aspect) -> bool {
        self.colors || (aspect.is_number() && !aspect.is_of_ties())
    }

    fn aspects_ui(&self, ui: &mut Ui, title: &str, aspects: impl Iterator<Item = Aspect>, form: &mut Form) {
        ui.menu_button((icons::tick(false), title), |ui| {
            scrolled(ui, |ui| {
                for aspect in aspects.filter(|aspect| self.can_show(*aspect)) {
                    self.row_ui(ui, aspect.name(), Some(Measure::Aspect(aspect)), form);
                }
            });
        });
    }

    fn indicators_ui(&self, ui: &mut Ui, form: &mut Form) {
        for group in Group::SHOWN {
            let members: Vec<_> = registry::ALL
                .iter()
                .filter(|indicator| indicator.group == group && indicator.attribution.is_some())
                .collect();
            match members.as_slice() {
                [] => {}
                [only] => self.row_ui(ui, only.name, Some(Measure::Indicator(only.id)), form),
                _ => {
                    ui.menu_button((icons::tick(false), group.name()), |ui| {
                        scrolled(ui, |ui| {
                            for indicator in &members {
                                let measure = Measure::Indicator(indicator.id);
                                self.row_ui(ui, indicator.name, Some(measure), form);
                            }
                        });
                    });
                }
            }
        }
    }

    fn row_ui(&self, ui: &mut Ui, name: &str, measure: Option<Measure>, form: &mut Form) {
        let row = Button::new((icons::tick(self.chosen == measure), name));
        if ui.add(row).clicked() {
            form.actions.push((self.action)(measure));
            ui.close();
        }
    }
}

/// A list that may be taller than the window.
fn scrolled(ui: &mut Ui, rows: impl FnOnce(&mut Ui)) {
    ui.set_min_width(240.0);
    let room = ui.ctx().content_rect().height() - 2.0 * theme::TOOLBAR_HEIGHT;
    ScrollArea::vertical()
        .max_height(room)
        .min_scrolled_height(room.min(320.0))
        .show(ui, rows);
}
