//! Menus that choose what the map is colored and sized by.

use egui::containers::menu::MenuButton;
use egui::{Atom, Button, RichText, ScrollArea, Ui};

use crate::analysis::aspect::Aspect;
use crate::analysis::indicator::Group;
use crate::analysis::own::OwnNames;
use crate::analysis::spread::Measure;
use crate::analysis::{actors, registry, ties};
use crate::session::{Action, Session};

use super::{icons, theme};

/// Both menus, as rows of the View menu.
pub fn ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    for by in both(session) {
        let title = (icons::tick(by.chosen.is_some()), by.title);
        ui.menu_button(title, |ui| by.ui(ui, session.own_names(), actions));
    }
}

/// The same as two small buttons that say what is chosen, side by side in the legend.
pub fn buttons_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        ui.spacing_mut().button_padding = egui::vec2(6.0, 1.0);
        for (by, left) in both(session).into_iter().zip([2.0, 1.0]) {
            let chosen = by.chosen.map_or(by.usual, Measure::name);
            let text = RichText::new(format!("{}: {chosen}", by.short)).size(theme::SMALL);
            let button = Button::new((text, chevron()))
                .truncate()
                .min_size(egui::vec2(0.0, 20.0));
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() / left);
                let (response, _) =
                    MenuButton::from_button(button).ui(ui, |ui| by.ui(ui, session.own_names(), actions));
                response
                    .accessible_name(format!("{} {chosen}", by.title))
                    .on_hover_text(by.title);
            });
        }
    });
}

/// Says that a list opens; drawn, so that it needs no font of icons.
fn chevron() -> Atom<'static> {
    Atom::paint(egui::Vec2::splat(8.0), |ui: &Ui, args| {
        let ink = theme::Colors::of(ui.visuals()).secondary;
        let (center, arm) = (args.rect.center(), egui::vec2(3.0, 1.5));
        let points = [
            egui::vec2(-arm.x, -arm.y),
            egui::vec2(0.0, arm.y),
            egui::vec2(arm.x, -arm.y),
        ];
        let line = points.map(|offset| center + offset);
        ui.painter().line(line.to_vec(), egui::Stroke::new(1.3, ink));
    })
}

fn both(session: &Session) -> [By; 2] {
    let tint = session.tint();
    [
        By {
            title: "Color by",
            short: "Color",
            usual: "Kind",
            chosen: tint.color(),
            colors: true,
            action: Action::ColorBy,
        },
        By {
            title: "Size by",
            short: "Size",
            usual: "Employment",
            chosen: tint.size(),
            colors: false,
            action: Action::SizeBy,
        },
    ]
}

/// One of the menus.
struct By {
    title: &'static str,
    short: &'static str,
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
    fn ui(&self, ui: &mut Ui, own: &OwnNames, actions: &mut Vec<Action>) {
        ui.set_min_width(220.0);
        self.row_ui(ui, self.usual, None, actions);
        for (aspect, name) in FIRST.into_iter().filter(|(aspect, _)| self.can_show(*aspect)) {
            self.row_ui(ui, name, Some(Measure::Aspect(aspect)), actions);
        }
        ui.separator();
        let of_actors = own.actors.iter().copied().map(Aspect::ActorOwn);
        let attributes = Aspect::actor_fields().chain(of_actors).chain([Aspect::ActorTag]);
        self.aspects_ui(ui, "Attributes of actors", attributes, actions);
        if self.colors {
            let of_ties = own.ties.iter().copied().map(Aspect::TieOwn);
            let attributes = Aspect::tie_fields().chain(of_ties).chain([Aspect::TieTag]);
            self.aspects_ui(ui, "Attributes of ties", attributes, actions);
        }
        ui.menu_button((icons::tick(false), "Figures of actors"), |ui| {
            scrolled(ui, |ui| {
                for column in actors::COLUMNS {
                    self.row_ui(ui, column.name, Some(Measure::Column(column.id)), actions);
                }
            });
        });
        if self.colors {
            ui.menu_button((icons::tick(false), "Figures of ties"), |ui| {
                scrolled(ui, |ui| {
                    for column in ties::COLUMNS {
                        self.row_ui(ui, column.name, Some(Measure::TieColumn(column.id)), actions);
                    }
                });
            });
        }
        self.indicators_ui(ui, actions);
    }

    fn can_show(&self, aspect: Aspect) -> bool {
        self.colors || (aspect.is_number() && !aspect.is_of_ties())
    }

    fn aspects_ui(
        &self,
        ui: &mut Ui,
        title: &str,
        aspects: impl Iterator<Item = Aspect>,
        actions: &mut Vec<Action>,
    ) {
        ui.menu_button((icons::tick(false), title), |ui| {
            scrolled(ui, |ui| {
                for aspect in aspects.filter(|aspect| self.can_show(*aspect)) {
                    self.row_ui(ui, aspect.name(), Some(Measure::Aspect(aspect)), actions);
                }
            });
        });
    }

    fn indicators_ui(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        for group in Group::SHOWN {
            let members: Vec<_> = registry::ALL
                .iter()
                .filter(|indicator| indicator.group == group && indicator.attribution.is_some())
                .collect();
            match members.as_slice() {
                [] => {}
                [only] => self.row_ui(ui, only.name, Some(Measure::Indicator(only.id)), actions),
                _ => {
                    ui.menu_button((icons::tick(false), group.name()), |ui| {
                        scrolled(ui, |ui| {
                            for indicator in &members {
                                let measure = Measure::Indicator(indicator.id);
                                self.row_ui(ui, indicator.name, Some(measure), actions);
                            }
                        });
                    });
                }
            }
        }
    }

    fn row_ui(&self, ui: &mut Ui, name: &str, measure: Option<Measure>, actions: &mut Vec<Action>) {
        let row = Button::new((icons::tick(self.chosen == measure), name));
        if ui.add(row).clicked() {
            actions.push((self.action)(measure));
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
