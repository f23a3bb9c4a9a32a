//! Questions that must be answered, and the windows of the Help and Edit menus.

use std::path::Path;

use egui::{Align, Button, Context, Grid, Id, Key, Layout, Modal, RichText, ScrollArea, Ui, Window, vec2};

use crate::session::command::{self, Menu};
use crate::session::{Action, Session};

use super::form::Form;
use super::theme::{self, Colors};
use super::{icons, keys};

/// Which windows and questions are open.
#[derive(Default)]
pub struct Dialogs {
    /// Go on with this once it is known what happens to the changes.
    changes: Option<Box<Action>>,
    /// A file that is in the way of a save: its name, and whether it is the project's own.
    overwrite: Option<(String, bool)>,
    /// The list of steps.
    pub history: bool,
    /// The list of keys.
    pub keys: bool,
    /// Version and licences.
    pub about: bool,
}

impl Dialogs {
    /// Asks whether to save the changes before `action`.
    pub fn ask_about_changes(&mut self, action: Box<Action>) {
        self.changes = Some(action);
    }

    /// Asks whether to overwrite what another program has written to the project's `own` file, or a file that the
    /// person may not know of.
    pub fn ask_overwrite(&mut self, path: &Path, own: Option<&Path>) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.overwrite = Some((name.into_owned(), own == Some(path)));
    }

    /// A question is open.
    pub fn covers(&self) -> bool {
        self.changes.is_some() || self.overwrite.is_some() || self.about
    }

    /// Shuts the topmost window that is not a question; whether there was one.
    pub fn shut_one(&mut self) -> bool {
        for open in [&mut self.about, &mut self.keys, &mut self.history] {
            if std::mem::take(open) {
                return true;
            }
        }
        false
    }

    /// Everything that is open.
    pub fn ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        self.changes_ui(ctx, session, form);
        self.overwrite_ui(ctx, form);
        self.about_ui(ctx);
        self.keys_ui(ctx);
        self.history_ui(ctx, session, form);
    }

    fn changes_ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let Some(action) = self.changes.take() else { return };
        let title = format!("Save changes to {}?", session.title());
        let text = "What was changed since the last save would be lost";
        match question_ui(ctx, "changes", &title, text, &["Save", "Don't save", "Cancel"]) {
            Some(0) => form.actions.push(Action::SaveThen(action)),
            Some(1) => form.actions.push(Action::DiscardThen(action)),
            Some(_) => {}
            None => self.changes = Some(action),
        }
    }

    fn overwrite_ui(&mut self, ctx: &Context, form: &mut Form) {
        let Some((name, own)) = self.overwrite.take() else {
            return;
        };
        let title = if own {
            format!("{name} has changed on disk")
        } else {
            format!("{name} exists already")
        };
        let text = if own {
            "Another program has written this file since it was opened here. \
             Overwriting loses what that program wrote."
        } else {
            "Overwriting loses what the file holds now"
        };
        match question_ui(
            ctx,
            "overwrite",
            &title,
            text,
            &["Save as…", "Overwrite", "Cancel"],
        ) {
            Some(0) => form.actions.push(Action::AskSaveAs),
            Some(1) => form.actions.push(Action::SaveAnyway),
            Some(_) => {}
            None => self.overwrite = Some((name, own)),
        }
    }

    fn about_ui(&mut self, ctx: &Context) {
        if !self.about {
            return;
        }
        let fresh = just_opened(ctx, "about");
        let modal = Modal::new(Id::unique("about")).frame(frame(ctx)).show(ctx, |ui| {
            ui.set_width(420.0);
            ui.label(RichText::new("Milieu").font(theme::semibold(theme::FIGURE)));
            ui.label(theme::secondary(
                ui,
                format!("Version {}", env!("CARGO_PKG_VERSION")),
            ));
            ui.add_space(theme::GAP_S);
            ui.label(
                "Draw an industrial cluster as a living graph and see at once what makes it competitive",
            );
            ui.add_space(theme::GAP_M);
            Grid::new("licences")
                .num_columns(2)
                .min_row_height(18.0)
                .spacing(vec2(theme::GAP_L, theme::GAP_XS))
                .show(ui, |ui| {
                    for (what, licence) in LICENCES {
                        ui.label(theme::secondary(ui, *what));
                        ui.label(theme::secondary(ui, *licence));
                        ui.end_row();
                    }
                });
            ui.add_space(theme::GAP_M);
            let close = |ui: &mut Ui| {
                let response = ui.add(primary(ui, "Close"));
                if fresh {
                    response.request_focus();
                }
                response.clicked()
            };
            ui.with_layout(Layout::right_to_left(Align::Center), close).inner
        });
        if modal.inner || modal.should_close() {
            self.about = false;
        }
    }

    fn keys_ui(&mut self, ctx: &Context) {
        let height = (ctx.content_rect().height() - 160.0).max(200.0);
        let columns: &[&[&str]] = if ctx.content_rect().width() > 960.0 {
            &[
                &["File", "Insert", "Layout", "Help"],
                &["Edit", "Map"],
                &["View", "Analyze"],
            ]
        } else {
            &[
                &["File", "Edit", "Layout", "Help"],
                &["View", "Insert", "Analyze", "Map"],
            ]
        };
        Window::new("Keys and gestures")
            .open(&mut self.keys)
            .collapsible(false)
            .resizable(false)
            .default_size(vec2(304.0 * columns.len() as f32, height))
            .title_frame(title_frame(ctx))
            .pivot(egui::Align2::CENTER_CENTER)
            .default_pos(ctx.content_rect().center())
            .show(ctx, |ui| {
                ScrollArea::vertical()
                    .max_height(height)
                    .min_scrolled_height(height)
                    .show(ui, |ui| {
                        ui.columns(columns.len(), |uis| {
                            for (ui, menus) in uis.iter_mut().zip(columns) {
                                for menu in *menus {
                                    keys_of_ui(ui, menu);
                                }
                            }
                        });
                        ui.add_space(theme::GAP_M);
                        ui.label(theme::subheading("Pointer on the map"));
                        rows_ui(
                            ui,
                            "gestures",
                            GESTURES.iter().map(|&(a, b)| (a.to_owned(), b.to_owned())),
                        );
                    });
            });
    }

    fn history_ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let history = session.history();
        Window::new("History")
            .open(&mut self.history)
            .collapsible(false)
            .default_size(vec2(280.0, 320.0))
            .title_frame(title_frame(ctx))
            .default_pos(ctx.content_rect().center_top() + vec2(-140.0, 90.0))
            .show(ctx, |ui| {
                let undone: Vec<&str> = history.redoable().collect();
                let done: Vec<&str> = history.undoable().collect();
                if undone.is_empty() && done.is_empty() {
                    ui.label(theme::secondary(ui, "No steps yet"));
                }
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
                        let colors = Colors::of(ui.visuals());
                        for (index, name) in undone.iter().enumerate().rev() {
                            let text = RichText::new(*name).color(colors.secondary);
                            let button = Button::new(text).frame_when_inactive(false).truncate();
                            if ui
                                .push_id(("redo", index), |ui| ui.add(button))
                                .inner
                                .on_hover_text("Redo up to here")
                                .clicked()
                            {
                                form.actions.push(Action::Travel(step(index + 1)));
                            }
                        }
                        for (index, name) in done.iter().enumerate() {
                            let button = Button::selectable(index == 0, *name).truncate();
                            let response = ui.push_id(("undo", index), |ui| ui.add(button)).inner;
                            if response.on_hover_text("Back to here").clicked() && index > 0 {
                                form.actions.push(Action::Travel(-step(index)));
                            }
                        }
                        let beginning = Button::selectable(done.is_empty(), "Beginning").truncate();
                        if ui.add(beginning).clicked() && !done.is_empty() {
                            form.actions.push(Action::Travel(-step(done.len())));
                        }
                    });
                });
            });
    }
}

/// The history is capped by memory far below two thousand million steps.
fn step(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// What the program is made of, beside its own code.
const LICENCES: &[(&str, &str)] = &[
    ("Milieu", "MIT or Apache-2.0"),
    ("Shipped clusters", "CC0-1.0"),
    ("Inter, the typeface", "SIL Open Font License 1.1"),
    ("Phosphor, the icons", "MIT"),
    ("egui, eframe, egui_plot", "MIT or Apache-2.0"),
    ("Other libraries", "permissive, named in the source"),
];

/// What no table of commands holds.
const GESTURES: &[(&str, &str)] = &[
    ("Double-click on paper", "New actor, its name field open"),
    (
        "Drag from the ring of an actor",
        "New tie; released on paper, also a new actor",
    ),
    ("Drag an actor", "Moves it; its neighbors make room"),
    (
        "Drag on paper",
        "Chooses by a frame; with Shift adds to the choice",
    ),
    ("Drag the end of a chosen tie", "Re-attaches it"),
    ("Wheel; pinch", "Zooms about the pointer"),
    ("Space or middle button and drag", "Moves the view"),
    ("Escape", "Gives up the gesture, then the mode, then the choice"),
    ("Click, drag in note mode", "New note, new zone"),
    (
        "Drag a zone's edge or name",
        "Moves it with what is inside; with Alt alone",
    ),
    ("Drag a grip of a note or zone", "Makes it larger or smaller"),
    ("Ctrl+Enter while writing a note", "Done; so is a click elsewhere"),
];

/// Width of the keys in the list of keys.
const KEYS: f32 = 128.0;

fn keys_of_ui(ui: &mut Ui, title: &str) {
    let os = ui.ctx().os();
    let rows = command::all().filter(|command| menu_name(command.menu) == title && !command.keys.is_empty());
    let rows = rows.map(|command| {
        let mut chords: Vec<String> = command.keys.iter().map(|chord| keys::words(chord, os)).collect();
        // `=` and `+` are the same key for the reader.
        chords.dedup();
        (chords.join(" or "), command.name.trim_end_matches('…').to_owned())
    });
    ui.label(theme::subheading(title));
    rows_ui(ui, title, rows);
    ui.add_space(theme::GAP_S);
}

const fn menu_name(menu: Menu) -> &'static str {
    match menu {
        Menu::File => "File",
        Menu::Edit => "Edit",
        Menu::View => "View",
        Menu::Insert => "Insert",
        Menu::Layout => "Layout",
        Menu::Analyze => "Analyze",
        Menu::Help => "Help",
        Menu::Nowhere(_) => "Map",
    }
}

fn rows_ui(ui: &mut Ui, id: &str, rows: impl Iterator<Item = (String, String)>) {
    Grid::new(id)
        .num_columns(2)
        .min_row_height(18.0)
        .spacing(vec2(theme::GAP_M, 2.0))
        .show(ui, |ui| {
            for (left, right) in rows {
                let left = RichText::new(left)
                    .size(theme::SMALL)
                    .color(Colors::of(ui.visuals()).accent);
                ui.scope(|ui| {
                    // As wide in every group, so that the groups stand in line.
                    ui.set_min_width(KEYS);
                    ui.label(left);
                });
                ui.label(RichText::new(right).size(theme::SMALL));
                ui.end_row();
            }
        });
}

fn title_frame(ctx: &Context) -> egui::Frame {
    theme::title_frame(&Colors::of(&ctx.global_style().visuals))
}

/// Whether what covers the window was not there in the pass before this one.
fn just_opened(ctx: &Context, id: &str) -> bool {
    let (key, pass) = (Id::unique(("last shown", id)), ctx.cumulative_pass_nr());
    let last: Option<u64> = ctx.data_mut(|data| {
        let last = data.get_temp(key);
        data.insert_temp(key, pass);
        last
    });
    last.is_none_or(|last| pass > last + 1)
}

/// Frame of everything that covers the window.
pub fn frame(ctx: &Context) -> egui::Frame {
    let visuals = &ctx.global_style().visuals;
    theme::dialog_frame(&Colors::of(visuals), visuals)
}

/// The button that Enter presses.
pub fn primary(ui: &Ui, text: &str) -> Button<'static> {
    let colors = Colors::of(ui.visuals());
    Button::new(RichText::new(text).color(colors.panel))
        .fill(colors.accent)
        .min_size(vec2(72.0, 28.0))
}

/// A question over the whole window. The first answer is the default: Enter chooses it, Escape the last one.
pub fn question_ui(ctx: &Context, id: &str, title: &str, text: &str, answers: &[&str]) -> Option<usize> {
    let fresh = just_opened(ctx, id);
    let modal = Modal::new(Id::unique(("question", id)))
        .frame(frame(ctx))
        .show(ctx, |ui| {
            ui.set_width(400.0_f32.min(ui.ctx().content_rect().width() - 48.0));
            ui.horizontal_top(|ui| {
                ui.label(icons::icon(icons::WARNING, 24.0).color(Colors::of(ui.visuals()).warning));
                ui.vertical(|ui| {
                    ui.label(theme::heading(title));
                    ui.add_space(theme::GAP_XS);
                    ui.label(text);
                });
            });
            ui.add_space(theme::GAP_L);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let mut answer = None;
                for (index, &word) in answers.iter().enumerate() {
                    let button = if index == 0 {
                        primary(ui, word)
                    } else {
                        Button::new(word).min_size(vec2(72.0, 28.0))
                    };
                    let response = ui.add(button);
                    // Whoever answers by keyboard starts at the default, wherever the keyboard was before.
                    if index == 0 && fresh {
                        response.request_focus();
                    }
                    if response.clicked() {
                        answer = Some(index);
                    }
                }
                answer
            })
            .inner
        });
    let escaped =
        modal.should_close() || ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
    modal.inner.or(escaped.then_some(answers.len() - 1))
}
