//! The bar under the menus: undo, what a press on the map does, kinds of the next actor and tie, layout, panels.

use egui::{Align, Button, Layout, PopupCloseBehavior, Response, Ui, vec2};

use crate::model::{ActorKind, Edit, Role, TieKind};
use crate::session::{Action, Mode, PanelId, Session, Show, command};

use super::form::Form;
use super::theme::{self, Colors};
use super::{icons, keys, menu, whatif};

/// Modes with their icon, label and command.
const MODES: [(Mode, &str, &str, &str); 6] = [
    (Mode::Select, icons::SELECT, "Select", "mode.select"),
    (Mode::Actor, icons::ACTOR, "Actor", "mode.actor"),
    (Mode::Tie, icons::TIE, "Tie", "mode.tie"),
    (Mode::Note, icons::NOTE, "Note", "mode.note"),
    (Mode::Lasso, icons::LASSO, "Lasso", "mode.lasso"),
    (Mode::Hand, icons::HAND, "Hand", "mode.hand"),
];

/// The command that enters a mode.
pub fn command_of(mode: Mode) -> &'static str {
    let row = MODES.iter().find(|(this, ..)| *this == mode);
    row.map_or("mode.select", |(.., id)| id)
}

const PANELS: [(PanelId, &str, &str); 4] = [
    (PanelId::Library, icons::LIBRARY, "view.library"),
    (PanelId::Inspector, icons::INSPECTOR, "view.inspector"),
    (PanelId::Indicators, icons::INDICATORS, "view.indicators"),
    (PanelId::Table, icons::TABLE, "view.table"),
];

/// The bar. `open` tells which panels are open.
pub fn ui(ui: &mut Ui, session: &Session, mode: Mode, open: impl Fn(PanelId) -> bool, form: &mut Form) {
    // Labels of modes go before anything is clipped.
    let roomy = ui.available_width() >= 1190.0;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        menu::icon_command_ui(ui, "edit.undo", icons::UNDO, session, form);
        menu::icon_command_ui(ui, "edit.redo", icons::REDO, session, form);
        gap_ui(ui);
        modes_ui(ui, mode, roomy, form);
        gap_ui(ui);
        next_actor_ui(ui, session, form);
        next_tie_ui(ui, session, form);
        gap_ui(ui);
        settle_ui(ui, session, form);
        menu::icon_command_ui(ui, "view.fit", icons::FIT, session, form);
        menu::icon_command_ui(ui, "find.open", icons::FIND, session, form);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (panel, icon, id) in PANELS.into_iter().rev() {
                panel_ui(ui, panel, icon, id, open(panel), form);
            }
        });
    });
}

fn gap_ui(ui: &mut Ui) {
    ui.add_space(theme::GAP_XS);
    let (rect, _) = ui.allocate_exact_size(vec2(1.0, 20.0), egui::Sense::empty());
    ui.painter()
        .rect_filled(rect, 0.0, Colors::of(ui.visuals()).border);
    ui.add_space(theme::GAP_XS);
}

/// Segments in a common trough.
fn modes_ui(ui: &mut Ui, mode: Mode, roomy: bool, form: &mut Form) {
    let colors = Colors::of(ui.visuals());
    let trough = egui::Frame::new()
        .fill(colors.sunken)
        .corner_radius(f32::from(theme::ROUND))
        .inner_margin(2);
    // Without a height of its own the trough would fill the bar from top to bottom.
    let size = vec2(0.0, 28.0);
    let within = |ui: &mut Ui| {
        trough.show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (this, icon, label, id) in MODES {
                let chosen = this == mode;
                let color = if chosen { colors.accent } else { colors.text };
                let picture = icons::icon(icon, 16.0).color(color);
                let text = egui::RichText::new(label).color(color);
                let button = if roomy {
                    Button::new((picture, text))
                } else {
                    Button::new(picture)
                };
                let button = button
                    .fill(if chosen {
                        colors.accent_soft
                    } else {
                        egui::Color32::TRANSPARENT
                    })
                    .frame_when_inactive(chosen)
                    .min_size(vec2(28.0, 24.0))
                    .corner_radius(4);
                let response = named_command(ui.add(button), id);
                if response.clicked() {
                    form.actions.push(Action::Show(Show::Mode(this)));
                }
            }
        });
    };
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), within);
}

/// Name for the reader, name and chord for the pointer.
fn named_command(response: Response, id: &str) -> Response {
    let Some(command) = command::find(id) else {
        return response;
    };
    let tip = keys::tip(command, &response.ctx);
    response.accessible_name(command.name).on_hover_text(tip)
}

fn next_actor_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let next = session.settings.last_actor_kind;
    let name = "Kind of the next actor";
    let button =
        Button::new((icons::actor_atom(next), icons::icon(icons::DOWN, 12.0))).frame_when_inactive(false);
    let response = ui.add(button).accessible_name(name);
    egui::Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| {
            actor_kinds_ui(
                ui,
                Some(next),
                |kind| session.one_more(kind),
                |kind| {
                    form.actions.push(Action::SetNextActorKind(kind));
                },
            );
        });
    response.on_hover_text(format!("{name}: {}", next.name()));
}

/// All kinds of actors as rows of a menu, by role; `edit` is what a kind would do, for who only rests on it.
pub fn actor_kinds_ui(
    ui: &mut Ui,
    current: Option<ActorKind>,
    edit: impl Fn(ActorKind) -> Edit,
    mut chosen: impl FnMut(ActorKind),
) {
    ui.set_min_width(220.0);
    for role in Role::ALL {
        ui.add_space(2.0);
        ui.label(theme::secondary(ui, role.name()));
        for kind in ActorKind::ALL.into_iter().filter(|kind| kind.role() == role) {
            let button = Button::selectable(Some(kind) == current, (icons::actor_atom(kind), kind.name()));
            let response = ui.add(button);
            whatif::on(&response, || (Some(kind) != current).then(|| edit(kind)));
            if response.on_hover_text(kind.info().definition).clicked() {
                chosen(kind);
                ui.close();
            }
        }
    }
}

fn next_tie_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let next = session.settings.last_tie_kind;
    let name = "Kind of the next tie";
    let button =
        Button::new((icons::tie_atom(next), icons::icon(icons::DOWN, 12.0))).frame_when_inactive(false);
    let response = ui.add(button).accessible_name(name);
    egui::Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| {
            let nothing = |_| None;
            tie_kinds_ui(ui, Some(next), nothing, |kind| {
                form.actions.push(Action::SetNextTieKind(kind));
            });
        });
    response.on_hover_text(format!("{name}: {}", next.name()));
}

/// All kinds of ties as rows of a menu; `edit` is what a kind would do, for who only rests on it.
pub fn tie_kinds_ui(
    ui: &mut Ui,
    current: Option<TieKind>,
    edit: impl Fn(TieKind) -> Option<Edit>,
    mut chosen: impl FnMut(TieKind),
) {
    ui.set_min_width(200.0);
    for kind in TieKind::ALL {
        let button = Button::selectable(Some(kind) == current, (icons::tie_atom(kind), kind.name()));
        let response = ui.add(button);
        whatif::on(&response, || edit(kind).filter(|_| Some(kind) != current));
        if response.on_hover_text(kind.info().definition).clicked() {
            chosen(kind);
            ui.close();
        }
    }
}

/// Starts or stops the layout and tells which of the two it would do.
fn settle_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let Some(command) = command::find("layout.settle") else {
        return;
    };
    let moving = session.motion().moving();
    let (icon, label) = if moving {
        (icons::STOP, "Stop")
    } else {
        (icons::SETTLE, "Settle")
    };
    let gate = command.gate(session);
    let button = Button::new((icons::icon(icon, 16.0), label))
        .frame_when_inactive(moving)
        .selected(moving);
    // Wide enough for either word, so that its neighbors stay where they are.
    let response = ui.add_enabled(gate == command::Gate::Open, button.min_size(vec2(80.0, 28.0)));
    let response = response.accessible_name(label);
    if response.clicked() {
        form.actions.push((command.action)(session));
    }
    let response = response.on_hover_text(keys::tip(command, ui.ctx()));
    if let command::Gate::Shut(reason) = gate {
        response.on_disabled_hover_text(reason);
    }
}

fn panel_ui(ui: &mut Ui, panel: PanelId, icon: &str, id: &str, open: bool, form: &mut Form) {
    let colors = Colors::of(ui.visuals());
    let color = if open { colors.accent } else { colors.secondary };
    let button = Button::new(icons::icon(icon, 18.0).color(color))
        .frame_when_inactive(false)
        .min_size(theme::ICON_BUTTON);
    let response = named_command(ui.add(button), id);
    response.widget_info(|| {
        let name = command::find(id).map_or("", |command| command.name);
        egui::WidgetInfo::selected(egui::Role::Button, true, open, format!("{name} panel"))
    });
    if response.clicked() {
        form.actions.push(Action::Show(Show::Toggle(panel)));
    }
}
