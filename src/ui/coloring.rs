//! Menus that choose what the map is colored and sized by.

use egui::{Button, ScrollArea, Ui};

use crate::analysis::indicator::Group;
use crate::analysis::spread::Measure;
use crate::analysis::{actors, registry, ties};
use crate::session::{Action, Session};

use super::form::Form;
use super::{icons, theme};

/// Both menus, as rows of the View menu.
pub fn ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let tint = session.tint();
    let (color, size) = (tint.color(), tint.size());
    by_ui(ui, ("Color by", "Kind"), color, true, Action::ColorBy, form);
    by_ui(ui, ("Size by", "Employment"), size, false, Action::SizeBy, form);
}

fn by_ui(
    ui: &mut Ui,
    (title, usual): (&str, &str),
    chosen: Option<Measure>,
    of_ties: bool,
    action: fn(Option<Measure>) -> Action,
    form: &mut Form,
) {
    let mut row = |ui: &mut Ui, name: &str, measure: Option<Measure>| {
        if ui
            .add(Button::new((icons::tick(chosen == measure), name)))
            .clicked()
        {
            form.actions.push(action(measure));
            ui.close();
        }
    };
    ui.menu_button((icons::tick(chosen.is_some()), title), |ui| {
        ui.set_min_width(220.0);
        row(ui, usual, None);
        ui.separator();
        ui.menu_button((icons::tick(false), "Figures of actors"), |ui| {
            scrolled(ui, |ui| {
                for column in actors::COLUMNS {
                    row(ui, column.name, Some(Measure::Column(column.id)));
                }
            });
        });
        if of_ties {
            ui.menu_button((icons::tick(false), "Figures of ties"), |ui| {
                scrolled(ui, |ui| {
                    for column in ties::COLUMNS {
                        row(ui, column.name, Some(Measure::TieColumn(column.id)));
                    }
                });
            });
        }
        for group in Group::SHOWN {
            let members: Vec<_> = registry::ALL
                .iter()
                .filter(|indicator| indicator.group == group && indicator.attribution.is_some())
                .collect();
            match members.as_slice() {
                [] => {}
                [only] => row(ui, only.name, Some(Measure::Indicator(only.id))),
                _ => {
                    ui.menu_button((icons::tick(false), group.name()), |ui| {
                        scrolled(ui, |ui| {
                            for indicator in &members {
                                row(ui, indicator.name, Some(Measure::Indicator(indicator.id)));
                            }
                        });
                    });
                }
            }
        }
    });
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
