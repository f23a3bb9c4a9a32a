//! The window with earlier versions of the project's file: what it held before the first save of each session.

use std::path::PathBuf;

use egui::{Align, Button, Context, Label, Layout, Rect, ScrollArea, Ui, vec2};

use crate::files::versions::{self, Keep, Version};
use crate::session::{Action, Desk, Opening, Session};
use crate::ui::form::Form;
use crate::ui::regions::{Region, Regions};
use crate::ui::{icons, theme};

use super::{list_window, moment};

const TITLE: &str = "Earlier versions";

/// What is listed: the folder of the program's state, and a file.
type Of = (PathBuf, PathBuf);

/// The window.
#[derive(Default)]
pub(super) struct Versions {
    open: bool,
    /// Looks for versions without holding up the window.
    desk: Option<Desk<Of, Vec<Version>>>,
    /// What was last looked for, and when the file had last been saved then.
    asked: Option<(Of, Option<String>)>,
    found: Vec<Version>,
}

impl Versions {
    pub(super) fn toggle(&mut self) {
        self.open = !self.open;
        self.asked = None;
    }

    pub(super) fn shut(&mut self) -> bool {
        std::mem::take(&mut self.open)
    }

    pub(super) fn ui(
        &mut self,
        ctx: &Context,
        room: Rect,
        session: &Session,
        regions: &mut Regions,
        form: &mut Form,
    ) {
        if !self.open {
            return;
        }
        self.look(session);
        let mut open = true;
        list_window(ctx, TITLE, room, 460.0)
            .open(&mut open)
            .show(ctx, |ui| {
                regions.mark_ui(ui, Region::Window(TITLE));
                keep_ui(ui, session, form);
                ui.add_space(theme::GAP_S);
                self.list_ui(ui, session, form);
            });
        self.open &= open;
    }

    /// Asks for the list again when the file is another one or has been saved.
    fn look(&mut self, session: &Session) {
        let file = session.file().path();
        let of = session.recovery().root().zip(file);
        let Some((root, path)) = of else {
            self.found.clear();
            self.asked = None;
            return;
        };
        let desk = self.desk.get_or_insert_with(|| {
            session.desk("earlier versions", |(root, path): Of, _: &_| {
                Ok(versions::list(&root, &path))
            })
        });
        let of = (root.to_owned(), path.to_owned());
        let asked = Some((of.clone(), session.file().saved_at().map(str::to_owned)));
        if self.asked != asked {
            self.asked = asked;
            desk.ask(of);
        }
        if let Some(found) = desk.take() {
            self.found = found;
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        if self.found.is_empty() {
            let text = if session.file().path().is_some() {
                "There is no earlier version of this file yet. Before the first save of each session, what the file \
                 holds is kept."
            } else {
                "This project has no file yet"
            };
            ui.add(Label::new(theme::secondary(ui, text)).wrap());
            return;
        }
        let mut done = false;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for version in &self.found {
                let when = moment(version.at);
                ui.horizontal(|ui| {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let open = Button::new("Open a copy").min_size(vec2(72.0, 26.0));
                        let response = ui
                            .add(open)
                            .accessible_name(format!("Open a copy of {when}"))
                            .on_hover_text("Opens it as a project without a file");
                        if response.clicked() {
                            let open = Action::OpenAs(version.path.clone(), Opening::Copy);
                            form.actions.push(open);
                            done = true;
                        }
                        let compare = Button::new("Compare").min_size(vec2(72.0, 26.0));
                        let response = ui
                            .add(compare)
                            .accessible_name(format!("Compare with {when}"))
                            .on_hover_text("Shows it and the present state on one map");
                        if response.clicked() {
                            let compare = Action::CompareWithFile(version.path.clone(), when.clone());
                            form.actions.push(compare);
                            done = true;
                        }
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.label(&when);
                            let size = format!("{} kB", version.len.div_ceil(1_000));
                            ui.label(theme::secondary(ui, size));
                        });
                    });
                });
            }
        });
        self.open &= !done;
    }
}

/// Where versions are kept from now on.
fn keep_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    ui.horizontal(|ui| {
        ui.label("Keep");
        let now = session.settings.versions;
        icons::combo("keep versions")
            .width(280.0)
            .selected_text(now.name())
            .show_ui(ui, |ui| {
                for keep in Keep::ALL {
                    if ui.selectable_label(keep == now, keep.name()).clicked() && keep != now {
                        form.actions.push(Action::KeepVersions(keep));
                    }
                }
            });
    });
}
