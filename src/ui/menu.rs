//! The menu bar, made from the table of commands.

use egui::{Button, Context, MenuBar, ScrollArea, Ui};

use crate::model::{ActorKind, Edit, Role};
use crate::session::command::{self, Command, Gate, INSERT_KINDS, Menu};
use crate::session::{Action, Session};

use super::form::Form;
use super::{coloring, icons, keys, recent, shelf, theme, whatif};

const MENUS: [(Menu, &str); 7] = [
    (Menu::File, "File"),
    (Menu::Edit, "Edit"),
    (Menu::View, "View"),
    (Menu::Insert, "Insert"),
    (Menu::Layout, "Layout"),
    (Menu::Analyze, "Analyze"),
    (Menu::Help, "Help"),
];

/// What the menus say beyond the table.
pub struct Shown {
    /// Commands of what is in force: open panels, the mode, the theme.
    pub checked: Vec<&'static str>,
}

/// The menu bar.
pub fn ui(ui: &mut Ui, session: &Session, shown: &Shown, form: &mut Form) {
    MenuBar::new().ui(ui, |ui| {
        for (menu, title) in MENUS {
            ui.menu_button(title, |ui| {
                ui.set_min_width(if menu == Menu::Insert { 280.0 } else { 240.0 });
                if menu == Menu::Insert {
                    // All kinds together are taller than the smallest window.
                    let room = ui.ctx().content_rect().height() - 2.0 * theme::TOOLBAR_HEIGHT;
                    ScrollArea::vertical()
                        .max_height(room)
                        .min_scrolled_height(room)
                        .show(ui, |ui| menu_ui(ui, menu, session, shown, form));
                } else {
                    menu_ui(ui, menu, session, shown, form);
                }
            });
        }
    });
}

fn menu_ui(ui: &mut Ui, menu: Menu, session: &Session, shown: &Shown, form: &mut Form) {
    let mut rows = command::all().filter(|command| command.menu == menu).peekable();
    while let Some(command) = rows.next() {
        if command.begins_group {
            ui.separator();
        }
        let Some(title) = command.within else {
            row_ui(ui, command, session, shown, form);
            after_ui(ui, command, session, form);
            continue;
        };
        let mut inner = vec![command];
        while let Some(next) = rows.next_if(|next| next.within == command.within) {
            inner.push(next);
        }
        rows_ui(ui, title, &inner, session, shown, form);
    }
    if menu == Menu::Insert {
        for role in Role::ALL {
            ui.separator();
            for kind in ActorKind::ALL.into_iter().filter(|kind| kind.role() == role) {
                kind_ui(ui, kind, session, form);
            }
        }
    }
}

/// What follows a command without being one.
fn after_ui(ui: &mut Ui, command: &Command, session: &Session, form: &mut Form) {
    match command.id {
        "view.plain" => coloring::ui(ui, session, &mut form.actions),
        "file.open" => {
            recent_ui(ui, session, form);
            examples_ui(ui, form);
        }
        _ => {}
    }
}

/// The row of a command in any menu: name, chord, and why it cannot be used if so. Gives what it does once chosen.
pub fn entry_ui(ui: &mut Ui, id: &str, session: &Session) -> Option<Action> {
    let command = command::find(id)?;
    command_ui(ui, command, Button::new(command.name), "", session)
}

/// The same with a row of its own; `help` says what it is about, if that must be said.
fn command_ui(
    ui: &mut Ui,
    command: &Command,
    row: Button<'_>,
    help: &str,
    session: &Session,
) -> Option<Action> {
    let gate = command.gate(session);
    let row = match keys::shown(command, ui.ctx()) {
        Some(chord) => row.shortcut_text(chord),
        None => row,
    };
    let response = ui.add_enabled(gate == Gate::Open, row);
    let clicked = response.clicked();
    whatif::on(&response, || {
        let action = (gate == Gate::Open).then(|| (command.action)(session))?;
        // Keeping a state alters no figure, so there is nothing to wonder about.
        session
            .edit_of(&action)
            .filter(|edit| !matches!(edit, Edit::TakeSnapshot { .. }))
    });
    match gate {
        Gate::Shut(reason) => response.on_disabled_hover_text(reason),
        Gate::Open if !help.is_empty() => response.on_hover_text(help),
        Gate::Open => response,
    };
    if !clicked {
        return None;
    }
    ui.close();
    action_of(command, ui.ctx(), session)
}

/// What a command does once chosen, unless the window does it.
pub fn action_of(command: &Command, ctx: &Context, session: &Session) -> Option<Action> {
    if command.id == "edit.paste" && session.clipboard().is_none() {
        // Nothing was copied here: what the system holds arrives as pasted text.
        ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
        return None;
    }
    Some((command.action)(session))
}

fn row_ui(ui: &mut Ui, command: &Command, session: &Session, shown: &Shown, form: &mut Form) {
    let name = match command.id {
        "edit.undo" => named("Undo", session.history().undoable().next()),
        "edit.redo" => named("Redo", session.history().redoable().next()),
        "layout.settle" if session.motion().moving() => "Stop the layout".to_owned(),
        _ => command.name.to_owned(),
    };
    let row = if command.menu == Menu::View {
        Button::new((icons::tick(shown.checked.contains(&command.id)), name))
    } else {
        Button::new(name)
    };
    form.actions.extend(command_ui(ui, command, row, "", session));
}

/// A menu inside a menu.
fn rows_ui(
    ui: &mut Ui,
    title: &str,
    commands: &[&Command],
    session: &Session,
    shown: &Shown,
    form: &mut Form,
) {
    // In line with rows that are ticked.
    let ticked = commands.iter().any(|command| command.menu == Menu::View);
    let content = |ui: &mut Ui| {
        ui.set_min_width(180.0);
        for (index, command) in commands.iter().enumerate() {
            if index > 0 && command.begins_group {
                ui.separator();
            }
            row_ui(ui, command, session, shown, form);
        }
    };
    if ticked {
        ui.menu_button((icons::tick(false), title), content);
    } else {
        ui.menu_button(title, content);
    }
}

/// "Undo" with the name of the step, its first letter small.
fn named(verb: &str, step: Option<&str>) -> String {
    let Some(step) = step else { return verb.to_owned() };
    let mut letters = step.chars();
    match letters.next() {
        Some(first) => format!("{verb} {}{}", first.to_lowercase(), letters.as_str()),
        None => verb.to_owned(),
    }
}

fn recent_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let files = session.recents().files();
    ui.add_enabled_ui(!files.is_empty(), |ui| {
        ui.menu_button("Open recent", |ui| {
            ui.set_width(380.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            let room = ui.ctx().content_rect().height() - 3.0 * theme::TOOLBAR_HEIGHT;
            ScrollArea::vertical()
                .max_height(room)
                .min_scrolled_height(room)
                .show(ui, |ui| {
                    for file in files {
                        if recent::row_ui(ui, file, form) {
                            ui.close();
                        }
                    }
                });
        })
        .response
        .on_disabled_hover_text("Nothing has been opened or saved yet");
    });
}

fn examples_ui(ui: &mut Ui, form: &mut Form) {
    ui.menu_button("Open example", |ui| {
        ui.set_min_width(260.0);
        for shipped in shelf::all() {
            let response = ui.button(&shipped.title).on_hover_text(&shipped.sentence);
            if response.clicked() {
                form.actions.push(Action::OpenExample(shipped.id.to_owned()));
                ui.close();
            }
        }
    });
}

fn kind_ui(ui: &mut Ui, kind: ActorKind, session: &Session, form: &mut Form) {
    let Some(command) = INSERT_KINDS
        .iter()
        .find(|command| command.id.strip_prefix("insert.") == Some(kind.id()))
    else {
        return;
    };
    let row = Button::new((icons::actor_atom(kind), command.name));
    let help = kind.info().definition;
    form.actions.extend(command_ui(ui, command, row, help, session));
}

/// A button for a command with an icon; grey with its reason when it cannot be used.
pub fn icon_command_ui(ui: &mut Ui, id: &str, icon: &str, session: &Session, form: &mut Form) {
    let Some(command) = command::find(id) else { return };
    let gate = command.gate(session);
    let button = Button::new(icons::icon(icon, 18.0))
        .frame_when_inactive(false)
        .min_size(theme::ICON_BUTTON);
    let response = ui
        .add_enabled(gate == Gate::Open, button)
        .accessible_name(command.name);
    if response.clicked() {
        form.actions.push((command.action)(session));
    }
    let response = response.on_hover_text(keys::tip(command, ui.ctx()));
    if let Gate::Shut(reason) = gate {
        response.on_disabled_hover_text(reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_named_in_the_middle_of_a_sentence() {
        assert_eq!(named("Undo", Some("Add supply tie")), "Undo add supply tie");
        assert_eq!(named("Redo", None), "Redo");
    }
}
