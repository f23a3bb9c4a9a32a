//! The file chooser for systems that have none: path field, places, folder list, file name.

use std::path::{Path, PathBuf};

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align, Key, Layout, Modal, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::files::folder::{self, Item};

use super::icons;
use super::theme::{self, Colors};

/// Width of the places at the left.
const PLACES: f32 = 140.0;

/// What the chooser is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A file that is there.
    Open,
    /// One or several files that are there.
    OpenSeveral,
    /// A name to save under.
    Save,
}

/// What came of it in this pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Still open.
    Pending,
    /// Shut without a choice.
    Cancelled,
    /// These: one, or several where several were asked for.
    Chosen(Vec<PathBuf>),
}

/// The state of an open chooser.
pub struct Chooser {
    purpose: Purpose,
    title: &'static str,
    /// Endings of the files that are shown; a name without one of them gets the first.
    endings: &'static [&'static str],
    folder: PathBuf,
    items: Vec<Item>,
    /// What is typed as path.
    path: String,
    /// What is typed as file name; several stand in quotation marks.
    name: String,
    /// The name field is to have the keyboard in the next pass.
    to_name: bool,
    /// Why the folder cannot be shown or the name not be used.
    fault: Option<String>,
    /// Where people keep their work; the disk is asked once.
    places: Vec<(&'static str, PathBuf)>,
    /// Name of a new folder while it is typed.
    new_folder: Option<NewFolder>,
    /// There is a file of this name; asked whether to replace it.
    replace: Option<PathBuf>,
    fresh: bool,
}

/// The field for the name of a new folder.
struct NewFolder {
    name: String,
    /// It has not had the keyboard yet.
    fresh: bool,
}

impl Chooser {
    /// Opens in `folder`; `name` is proposed.
    pub fn new(
        purpose: Purpose,
        title: &'static str,
        endings: &'static [&'static str],
        folder: PathBuf,
        name: String,
    ) -> Self {
        let mut chooser = Self {
            purpose,
            title,
            endings,
            folder: PathBuf::new(),
            items: Vec::new(),
            path: String::new(),
            name,
            to_name: false,
            fault: None,
            places: folder::places(),
            new_folder: None,
            replace: None,
            fresh: true,
        };
        chooser.enter(folder);
        chooser
    }

    /// The dialog.
    pub fn ui(&mut self, ctx: &egui::Context) -> Choice {
        if let Some(path) = self.replace.clone() {
            return self.replace_ui(ctx, path);
        }
        let mut choice = Choice::Pending;
        let modal = Modal::new(egui::Id::unique("chooser"))
            .frame(super::dialogs::frame(ctx))
            .show(ctx, |ui| {
                let width = (ui.ctx().content_rect().width() - 64.0).min(680.0);
                ui.set_width(width);
                ui.label(theme::heading(self.title));
                ui.add_space(theme::GAP_S);
                self.path_ui(ui);
                ui.add_space(theme::GAP_S);
                let height = (ui.ctx().content_rect().height() - 320.0).clamp(140.0, 320.0);
                ui.horizontal_top(|ui| {
                    self.places_ui(ui, height);
                    if let Some(chosen) = self.list_ui(ui, vec2(width - PLACES - theme::GAP_S, height)) {
                        choice = chosen;
                    }
                });
                ui.add_space(theme::GAP_S);
                if let Some(chosen) = self.name_ui(ui) {
                    choice = chosen;
                }
                if let Some(fault) = &self.fault {
                    ui.label(RichText::new(fault).color(Colors::of(ui.visuals()).warning));
                }
                ui.add_space(theme::GAP_M);
                if let Some(chosen) = self.buttons_ui(ui) {
                    choice = chosen;
                }
            });
        if modal.should_close() && choice == Choice::Pending {
            choice = Choice::Cancelled;
        }
        self.fresh = false;
        choice
    }

    fn enter(&mut self, folder: PathBuf) {
        match folder::list(&folder, self.endings) {
            Ok(items) => {
                self.path = folder.display().to_string();
                self.folder = folder;
                self.items = items;
                self.fault = None;
            }
            Err(fault) => self.fault = Some(format!("{}: {fault}", folder.display())),
        }
    }

    fn path_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            if icons::icon_button(ui, icons::FOLDER_UP, "Folder above").clicked()
                && let Some(above) = self.folder.parent().map(Path::to_path_buf)
            {
                self.enter(above);
            }
            let field = TextEdit::singleline(&mut self.path).desired_width(ui.available_width() - 44.0);
            let response = ui
                .add(field.margin(egui::Margin::symmetric(8, 4)))
                .accessible_name("Folder");
            if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                self.go_to_path();
            }
            if icons::icon_button(ui, icons::NEW_FOLDER, "New folder").clicked() {
                self.new_folder = Some(NewFolder {
                    name: String::new(),
                    fresh: true,
                });
            }
        });
        self.new_folder_ui(ui);
    }

    /// What is typed may be a folder or a file.
    fn go_to_path(&mut self) {
        let path = PathBuf::from(self.path.trim());
        if folder::is_folder(&path) {
            self.enter(path);
            return;
        }
        match (path.parent(), path.file_name()) {
            (Some(above), Some(name)) if folder::is_folder(above) => {
                self.name = name.to_string_lossy().into_owned();
                self.enter(above.to_path_buf());
            }
            _ => self.fault = Some(format!("There is no folder {}", path.display())),
        }
    }

    fn new_folder_ui(&mut self, ui: &mut Ui) {
        let Some(NewFolder { mut name, fresh }) = self.new_folder.take() else {
            return;
        };
        // The toolkit takes the keyboard away again in the pass of the click that opened the field.
        let (mut keep, mut waits) = (true, false);
        ui.horizontal(|ui| {
            let response = ui.add(
                TextEdit::singleline(&mut name)
                    .hint_text("Name of the new folder")
                    .desired_width(240.0),
            );
            let response = response.accessible_name("Name of the new folder");
            waits = fresh && !response.has_focus();
            if waits {
                response.request_focus();
            }
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if (ui.button("Make folder").clicked() || entered) && !name.trim().is_empty() {
                let path = self.folder.join(name.trim());
                match folder::make(&path) {
                    Ok(()) => self.enter(path),
                    Err(fault) => self.fault = Some(format!("{}: {fault}", path.display())),
                }
                keep = false;
            }
            if ui.button("Not now").clicked() {
                keep = false;
            }
        });
        if keep {
            self.new_folder = Some(NewFolder { name, fresh: waits });
        }
    }

    fn places_ui(&mut self, ui: &mut Ui, height: f32) {
        ui.allocate_ui_with_layout(
            vec2(PLACES, height),
            Layout::top_down_justified(Align::Min),
            |ui| {
                ui.set_width(PLACES);
                let mut entered = None;
                for (name, path) in &self.places {
                    let icon = match *name {
                        "Home" => icons::HOME,
                        "Desktop" => icons::DESKTOP,
                        _ => icons::FOLDER,
                    };
                    let button =
                        icons::row_button(ui, *path == self.folder, (icons::icon(icon, 16.0), *name), 26.0);
                    if ui.add(button).accessible_name(*name).clicked() {
                        entered = Some(path.clone());
                    }
                }
                if let Some(path) = entered {
                    self.enter(path);
                }
            },
        );
    }

    fn list_ui(&mut self, ui: &mut Ui, size: egui::Vec2) -> Option<Choice> {
        let (mut enter, mut choice, mut picked) = (None, None, None);
        let names = quoted(&self.name);
        let colors = Colors::of(ui.visuals());
        egui::Frame::new()
            .fill(colors.sunken)
            .corner_radius(f32::from(theme::ROUND))
            .inner_margin(4)
            .show(ui, |ui| {
                ui.set_min_size(size - vec2(8.0, 8.0));
                ui.set_max_size(size - vec2(8.0, 8.0));
                ui.vertical(|ui| {
                    if self.items.is_empty() {
                        let nothing = match self.purpose {
                            Purpose::Open | Purpose::OpenSeveral => "Nothing here that can be opened",
                            Purpose::Save => "No folders and no files of this kind here",
                        };
                        ui.label(theme::secondary(ui, nothing));
                    }
                    ScrollArea::vertical().auto_shrink(false).show_rows(
                        ui,
                        24.0,
                        self.items.len(),
                        |ui, rows| {
                            ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
                                for item in &self.items[rows] {
                                    let icon = if item.is_folder {
                                        icons::FOLDER
                                    } else {
                                        icons::FILE
                                    };
                                    let chosen = !item.is_folder && names.contains(&item.name.as_str());
                                    let words = (icons::icon(icon, 16.0), item.name.as_str());
                                    let response = ui
                                        .add(icons::row_button(ui, chosen, words, 22.0))
                                        .accessible_name(&item.name);
                                    if item.is_folder && response.clicked() {
                                        enter = Some(item.path.clone());
                                    } else if response.double_clicked() {
                                        choice = Some(item.path.clone());
                                    } else if response.clicked() {
                                        picked = Some(item.name.as_str());
                                    }
                                }
                            });
                        },
                    );
                });
            });
        if let Some(name) = picked {
            let several = self.purpose == Purpose::OpenSeveral && ui.input(|input| input.modifiers.command);
            self.name = if several {
                toggled(names, name)
            } else {
                name.to_owned()
            };
        }
        if let Some(folder) = enter {
            self.enter(folder);
        }
        choice.and_then(|path| self.decide(path))
    }

    fn name_ui(&mut self, ui: &mut Ui) -> Option<Choice> {
        let response = ui
            .horizontal(|ui| {
                ui.label("File name");
                let field = TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY);
                ui.add(field.margin(egui::Margin::symmetric(8, 4)))
                    .accessible_name("File name")
            })
            .inner;
        if std::mem::take(&mut self.to_name) {
            response.request_focus();
        }
        if self.fresh {
            response.request_focus();
            self.choose_stem(ui, response.id);
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if entered { self.decide_typed() } else { None }
    }

    /// What is typed first takes the place of the proposed name, not of its ending.
    fn choose_stem(&self, ui: &Ui, field: egui::Id) {
        let stem = Path::new(&self.name)
            .file_stem()
            .map_or_else(|| self.name.clone(), |stem| stem.to_string_lossy().into_owned());
        let range = CCursorRange::two(CCursor::default(), CCursor::new(stem.chars().count()));
        let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
        state.cursor.set_char_range(Some(range));
        state.store(ui.ctx(), field);
    }

    /// What the name field says.
    fn decide_typed(&mut self) -> Option<Choice> {
        let names: Vec<String> = match self.purpose {
            Purpose::OpenSeveral => quoted(&self.name).into_iter().map(str::to_owned).collect(),
            Purpose::Open | Purpose::Save => vec![self.name.trim().to_owned()],
        };
        match &*names {
            [] => None,
            [name] if name.is_empty() => None,
            [name] => self.decide(self.typed(name)),
            names => {
                let paths: Vec<PathBuf> = names.iter().map(|name| self.typed(name)).collect();
                if let Some(missing) = paths.iter().find(|path| !folder::exists(path)) {
                    self.fault = Some(format!("There is no file {}", missing.display()));
                    return None;
                }
                Some(Choice::Chosen(paths))
            }
        }
    }

    fn typed(&self, name: &str) -> PathBuf {
        let mut path = self.folder.join(name);
        let named = path.extension().is_some_and(|this| {
            self.endings
                .iter()
                .any(|ending| this.eq_ignore_ascii_case(ending))
        });
        // What is to be opened may have any name, if it is there.
        let as_typed = named || (self.purpose != Purpose::Save && folder::exists(&path));
        if !as_typed {
            let mut name = path.into_os_string();
            name.push(format!(".{}", self.endings[0]));
            path = name.into();
        }
        path
    }

    fn buttons_ui(&mut self, ui: &mut Ui) -> Option<Choice> {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let verb = match self.purpose {
                Purpose::Open | Purpose::OpenSeveral => "Open",
                Purpose::Save => "Save",
            };
            let named = !self.name.trim().is_empty();
            let go = ui.add_enabled(named, super::dialogs::primary(ui, verb));
            let cancel = ui.button("Cancel");
            if go.clicked() {
                return self.decide_typed();
            }
            cancel.clicked().then_some(Choice::Cancelled)
        })
        .inner
    }

    /// Takes the path, unless it cannot be opened or would replace something.
    fn decide(&mut self, path: PathBuf) -> Option<Choice> {
        if folder::is_folder(&path) {
            self.enter(path);
            self.name.clear();
            self.to_name = true;
            return None;
        }
        match (self.purpose, folder::exists(&path)) {
            (Purpose::Open | Purpose::OpenSeveral, false) => {
                self.fault = Some(format!("There is no file {}", path.display()));
                None
            }
            (Purpose::Save, true) => {
                self.replace = Some(path);
                None
            }
            _ => Some(Choice::Chosen(vec![path])),
        }
    }

    fn replace_ui(&mut self, ctx: &egui::Context, path: PathBuf) -> Choice {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let title = format!("Replace {name}?");
        let text = "There is a file of this name. Replacing it cannot be undone.";
        match super::dialogs::question_ui(ctx, "replace", &title, text, &["Replace", "Cancel"]) {
            Some(0) => Choice::Chosen(vec![path]),
            Some(_) => {
                self.replace = None;
                Choice::Pending
            }
            None => Choice::Pending,
        }
    }
}

/// The names in a field: one as it is, several each in quotation marks.
fn quoted(field: &str) -> Vec<&str> {
    let field = field.trim();
    if field.starts_with('"') {
        let names = field.split('"').map(str::trim);
        names.filter(|name| !name.is_empty()).collect()
    } else {
        vec![field]
    }
}

/// The field once `name` has been put to these names, or taken from them.
fn toggled<'n>(mut names: Vec<&'n str>, name: &'n str) -> String {
    names.retain(|known| !known.is_empty());
    match names.iter().position(|known| *known == name) {
        Some(place) => drop(names.remove(place)),
        None => names.push(name),
    }
    match &*names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        names => names
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gets_the_ending_and_an_existing_one_a_question() {
        let here = tempfile::tempdir().unwrap();
        let mut chooser = Chooser::new(
            Purpose::Save,
            "Save",
            &["milieu"],
            here.path().to_path_buf(),
            "a".to_owned(),
        );
        let path = chooser.typed(&chooser.name);
        assert_eq!(path, here.path().join("a.milieu"));
        assert_eq!(chooser.decide_typed(), Some(Choice::Chosen(vec![path.clone()])));
        folder::make(&path).unwrap();
        assert_eq!(chooser.decide(path), None, "a folder is gone into");
        let mut chooser = Chooser::new(
            Purpose::Open,
            "Open",
            &["milieu"],
            here.path().to_path_buf(),
            "none".to_owned(),
        );
        assert_eq!(chooser.decide_typed(), None);
        assert!(chooser.fault.is_some());
    }

    #[test]
    fn several_files_stand_in_quotation_marks() {
        let here = tempfile::tempdir().unwrap();
        for name in ["actors.csv", "the ties.csv"] {
            folder::make(&here.path().join(name)).unwrap();
        }
        let folder = here.path().to_path_buf();
        let mut chooser = Chooser::new(Purpose::OpenSeveral, "Import", &["csv"], folder, String::new());
        let one = toggled(quoted(&chooser.name), "actors.csv");
        assert_eq!(one, "actors.csv");
        chooser.name = toggled(quoted(&one), "the ties.csv");
        assert_eq!(chooser.name, r#""actors.csv" "the ties.csv""#);
        let both = ["actors.csv", "the ties.csv"].map(|name| here.path().join(name));
        assert_eq!(chooser.decide_typed(), Some(Choice::Chosen(both.to_vec())));
        assert_eq!(toggled(quoted(&chooser.name), "actors.csv"), "the ties.csv");
        chooser.name = r#""actors.csv" "none.csv""#.to_owned();
        assert_eq!(chooser.decide_typed(), None);
        assert!(chooser.fault.unwrap().ends_with("none.csv"));
    }

    #[test]
    fn a_folder_in_the_name_field_is_gone_into_and_the_field_is_free_again() {
        let here = tempfile::tempdir().unwrap();
        let inner = here.path().join("inner");
        folder::make(&inner).unwrap();
        let name = inner.display().to_string();
        let mut chooser = Chooser::new(
            Purpose::Open,
            "Open",
            &["milieu"],
            here.path().to_path_buf(),
            name,
        );
        assert_eq!(chooser.decide_typed(), None);
        assert_eq!((&chooser.folder, &*chooser.name), (&inner, ""));
        assert!(chooser.to_name);
    }
}
