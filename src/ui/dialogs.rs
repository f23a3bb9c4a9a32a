//! Questions that must be answered, and the windows of the Help and Edit menus.

use std::path::{Path, PathBuf};

use egui::{Align, Button, Context, Grid, Id, Key, Layout, Modal, RichText, Ui, vec2};

use crate::files::lock::Holder;
use crate::session::{Action, Opening, Session};

use super::form::Form;
use super::history::HistoryList;
use super::icons;
use super::recovery::moment;
use super::theme::{self, Colors};

/// Which windows and questions are open.
#[derive(Default)]
pub struct Dialogs {
    /// Go on with this once it is known what happens to the changes.
    changes: Option<Box<Action>>,
    /// A file that is in the way of a save: its name, and whether it is the project's own.
    overwrite: Option<(PathBuf, bool)>,
    /// A file that another window has open, and since when.
    locked: Option<(PathBuf, Holder)>,
    /// What could not be saved: the name, why, and whether it can be written in place.
    elsewhere: Option<(String, String, bool)>,
    /// The list of steps.
    pub history: HistoryList,
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
        self.overwrite = Some((path.to_owned(), own == Some(path)));
    }

    /// Asks how to open a file that another window has open.
    pub fn ask_locked(&mut self, path: PathBuf, holder: Holder) {
        self.locked = Some((path, holder));
    }

    /// Asks where to save what could not be saved to this file, for this reason; `in_place` when only its folder
    /// refuses.
    pub fn ask_save_elsewhere(&mut self, path: &Path, why: String, in_place: bool) {
        self.elsewhere = Some((name_of(path), why, in_place));
    }

    /// A question is open.
    pub fn covers(&self) -> bool {
        self.changes.is_some()
            || self.overwrite.is_some()
            || self.locked.is_some()
            || self.elsewhere.is_some()
            || self.about
    }

    /// Shuts the topmost window that is not a question; whether there was one.
    pub fn shut_one(&mut self) -> bool {
        std::mem::take(&mut self.about) || self.history.shut()
    }

    /// Everything that is open.
    pub fn ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        self.changes_ui(ctx, session, form);
        self.overwrite_ui(ctx, form);
        self.locked_ui(ctx, form);
        self.elsewhere_ui(ctx, form);
        self.about_ui(ctx);
        self.history.ui(ctx, session, form);
    }

    fn changes_ui(&mut self, ctx: &Context, session: &Session, form: &mut Form) {
        let Some(action) = self.changes.take() else { return };
        let title = format!("Save changes to {}?", session.title());
        let text = if session.recovery().root().is_some() {
            "What was changed since the last save is not in the file. Without saving, it is kept for 30 days, see \
             Recovered work in the File menu."
        } else {
            "What was changed since the last save would be lost"
        };
        match question_ui(ctx, "changes", &title, text, &["Save", "Don't save", "Cancel"]) {
            Some(0) => form.actions.push(Action::SaveThen(action)),
            Some(1) => form.actions.push(Action::DiscardThen(action)),
            Some(_) => {}
            None => self.changes = Some(action),
        }
    }

    fn overwrite_ui(&mut self, ctx: &Context, form: &mut Form) {
        let Some((path, own)) = self.overwrite.take() else {
            return;
        };
        let name = name_of(&path);
        let title = if own {
            format!("{name} has changed on disk")
        } else {
            format!("{name} exists already")
        };
        let text = if own {
            "Another program has written this file since it was opened here. Overwriting replaces what that program \
             wrote."
        } else {
            "Overwriting loses what the file holds now"
        };
        let answers: &[&str] = if own {
            &["Save as…", "Overwrite", "Compare", "Cancel"]
        } else {
            &["Save as…", "Overwrite", "Cancel"]
        };
        match question_ui(ctx, "overwrite", &title, text, answers) {
            Some(0) => form.actions.push(Action::SaveElsewhere),
            Some(1) => form.actions.push(Action::SaveAnyway),
            Some(2) if own => {
                let compare = Action::CompareWithFile(path, "On the disk".to_owned());
                form.actions.push(compare);
            }
            Some(_) => {}
            None => self.overwrite = Some((path, own)),
        }
    }

    fn locked_ui(&mut self, ctx: &Context, form: &mut Form) {
        let Some((path, holder)) = self.locked.take() else {
            return;
        };
        let title = format!("{} is open in another window", name_of(&path));
        let since = match holder.since {
            0 => String::new(),
            at => format!("since {} ", moment(at)),
        };
        let text = format!(
            "It has been open there {since}(process {}). Saved from two windows, one of them overwrites the other.",
            holder.process
        );
        let answers = ["Open read-only", "Open a copy", "Open anyway", "Cancel"];
        let opening = match question_ui(ctx, "locked", &title, &text, &answers) {
            Some(0) => Opening::ReadOnly,
            Some(1) => Opening::Copy,
            Some(2) => Opening::Anyway,
            Some(_) => return,
            None => {
                self.locked = Some((path, holder));
                return;
            }
        };
        form.actions.push(Action::OpenAs(path, opening));
    }

    fn elsewhere_ui(&mut self, ctx: &Context, form: &mut Form) {
        let Some((name, why, in_place)) = self.elsewhere.take() else {
            return;
        };
        let title = format!("{name} was not saved");
        let text = if in_place {
            format!(
                "{why}. Nothing is lost: your work is still here. The file itself could be written over without a new \
                 one beside it; what it holds now is kept as an earlier version first."
            )
        } else {
            format!("{why}. Nothing is lost: your work is still here, and so is what the file held.")
        };
        let answers: &[&str] = if in_place {
            &["Save as…", "Write over", "Cancel"]
        } else {
            &["Save as…", "Cancel"]
        };
        match question_ui(ctx, "save elsewhere", &title, &text, answers) {
            Some(0) => form.actions.push(Action::SaveElsewhere),
            Some(1) if in_place => form.actions.push(Action::SaveInPlace),
            Some(_) => {}
            None => self.elsewhere = Some((name, why, in_place)),
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
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
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
