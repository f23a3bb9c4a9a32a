//! Native file dialogs on a thread of their own, and the built-in chooser where there are none.
//!
//! A system without dialogs answers at once as if the person had pressed *Cancel*, and one with a broken service
//! never answers; both lead to the built-in chooser.

use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use egui::Context;

use crate::files::folder;
use crate::report::edition::Edition;
use crate::session::command::chords::Keys;
use crate::session::exporting::{PictureFormat, PictureWish};
use crate::session::importing::{self, ImportStep};
use crate::session::listing::{Key, Tab};
use crate::session::outgoing::DataWish;
use crate::session::reporting::ReportWish;
use crate::session::{Action, Session};

use super::chooser::{Choice, Chooser, Purpose};

/// Set to `builtin`, it forces the built-in chooser.
const VARIABLE: &str = "MILIEU_DIALOG";
/// No person cancels faster than this.
const TOO_FAST: Duration = Duration::from_millis(100);
/// No dialog takes longer than this to come up; after it the built-in chooser is offered.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a chosen path is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Open it.
    Open,
    /// Import them.
    Import,
    /// Write the report of an import.
    Report,
    /// Write the cluster in another format.
    Data(DataWish),
    /// Write a report of the cluster.
    ClusterReport(Box<ReportWish>),
    /// Save under it, then go on.
    Save(Option<Box<Action>>),
    /// Save a copy.
    Copy,
    /// Write the page of keys.
    Keys(Keys),
    /// Write this picture.
    Picture(Box<PictureWish>),
    /// Write these rows as a table.
    Table(Tab, Vec<Key>),
}

impl Wish {
    const fn purpose(&self) -> Purpose {
        match self {
            Self::Open => Purpose::Open,
            Self::Import => Purpose::OpenSeveral,
            _ => Purpose::Save,
        }
    }

    const fn title(&self) -> &'static str {
        match self {
            Self::Open => "Open a file",
            Self::Import => "Import",
            Self::Report => "Save the import report",
            Self::Data(_) => "Export data",
            Self::ClusterReport(_) => "Export a report",
            Self::Save(_) => "Save the project",
            Self::Copy => "Save a copy",
            Self::Keys(_) => "Save keys and gestures",
            Self::Picture(_) => "Export a picture",
            Self::Table(..) => "Export the table",
        }
    }

    /// Endings of the files in question, the usual one first, and what they are.
    fn files(&self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Open => (opened(), "Projects, tables and networks"),
            Self::Import => (importing::endings(), "Tables and networks"),
            Self::Report => (&["txt", "csv"], "Report"),
            Self::Data(wish) => (wish.format.info().endings, wish.format.info().name),
            Self::ClusterReport(wish) => match wish.edition {
                Edition::Page => (&["html"], "Page"),
                Edition::Booklet => (&["pdf"], "PDF pages"),
            },
            Self::Keys(_) => (&["html"], "Page"),
            Self::Table(..) => (&["xlsx", "csv"], "Table"),
            Self::Picture(wish) => match wish.format {
                PictureFormat::Png => (&["png"], "PNG picture"),
                PictureFormat::Svg => (&["svg"], "SVG picture"),
                PictureFormat::Pdf => (&["pdf"], "PDF page"),
            },
            _ => (&["milieu"], "Milieu project"),
        }
    }

    /// What is done with what was chosen; only for an import it may be several.
    fn action(self, paths: Vec<PathBuf>) -> Option<Action> {
        if matches!(self, Self::Import) {
            return (!paths.is_empty()).then_some(Action::Import(ImportStep::Files(paths)));
        }
        let path = paths.into_iter().next()?;
        Some(match self {
            Self::Open => Action::Open(path),
            Self::Import => Action::Import(ImportStep::Files(vec![path])),
            Self::Report => Action::SaveImportReport(path),
            Self::Data(wish) => Action::ExportData(path, wish),
            Self::ClusterReport(wish) => Action::ExportReport(path, wish),
            Self::Save(None) => Action::SaveAs(path),
            Self::Save(Some(then)) => Action::SaveAsThen(path, then),
            Self::Copy => Action::SaveCopy(path),
            Self::Keys(keys) => Action::ExportKeys(path, keys),
            Self::Picture(wish) => Action::ExportPicture(path, wish),
            Self::Table(tab, rows) => Action::ExportTable { path, tab, rows },
        })
    }
}

/// Endings of all that can be opened, that of projects first.
fn opened() -> &'static [&'static str] {
    static OPENED: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let others = importing::endings().iter().copied();
        std::iter::once("milieu").chain(others).collect()
    });
    &OPENED
}

/// A native dialog that has been asked for.
struct Native {
    answer: Receiver<Option<Vec<PathBuf>>>,
    since: Instant,
}

/// The one dialog that may be open.
#[derive(Default)]
pub struct FileDialogs {
    /// Native ones are never asked for; tests want that.
    pub always_built_in: bool,
    /// What was chosen last; the next dialog begins in its folder.
    last: Option<PathBuf>,
    open: Option<(Wish, State)>,
}

enum State {
    Native(Native, PathBuf, String),
    BuiltIn(Box<Chooser>),
}

impl FileDialogs {
    /// Asks; `name` is proposed for saving. Returns whether it could: there is one question at a time.
    pub fn ask(&mut self, wish: Wish, name: String, session: &Session, ctx: &Context) -> bool {
        if self.open.is_some() {
            return false;
        }
        let recent = session
            .file()
            .path()
            .or_else(|| session.settings.recent.first().map(PathBuf::as_path));
        let folder = folder::start(self.last.as_deref().or(recent));
        let forced =
            self.always_built_in || std::env::var_os(VARIABLE).is_some_and(|value| value == "builtin");
        let native = if forced {
            None
        } else {
            Native::start(&wish, folder.clone(), name.clone(), ctx.clone())
        };
        let state = match native {
            Some(native) => State::Native(native, folder, name),
            None => built_in(&wish, folder, name),
        };
        self.open = Some((wish, state));
        true
    }

    /// Something is being asked inside the window.
    pub fn covers(&self) -> bool {
        matches!(self.open, Some((_, State::BuiltIn(_))))
    }

    /// Looks for an answer and paints the built-in chooser.
    pub fn ui(&mut self, ctx: &Context) -> Option<Action> {
        let (wish, state) = self.open.take()?;
        match state {
            State::Native(native, folder, name) => match native.answer.try_recv() {
                Ok(Some(paths)) => self.chosen(wish, paths),
                Ok(None) if native.since.elapsed() >= TOO_FAST => None,
                Err(TryRecvError::Empty) if native.since.elapsed() < PATIENCE => {
                    ctx.request_repaint_after(Duration::from_millis(100));
                    self.open = Some((wish, State::Native(native, folder, name)));
                    None
                }
                // A dialog may have come up on the screen by now, so it is waited for as long as someone is away
                // from the window; coming back without an answer means that there is none.
                Err(TryRecvError::Empty) if !ctx.input(|input| input.focused) => {
                    ctx.request_repaint_after(Duration::from_millis(250));
                    self.open = Some((wish, State::Native(native, folder, name)));
                    None
                }
                Ok(None) | Err(_) => {
                    log::warn!("the system shows no dialog, so the chooser of the window is used");
                    let state = built_in(&wish, folder, name);
                    self.open = Some((wish, state));
                    ctx.request_repaint();
                    None
                }
            },
            State::BuiltIn(mut chooser) => match chooser.ui(ctx) {
                Choice::Pending => {
                    self.open = Some((wish, State::BuiltIn(chooser)));
                    None
                }
                Choice::Cancelled => None,
                Choice::Chosen(paths) => self.chosen(wish, paths),
            },
        }
    }

    fn chosen(&mut self, wish: Wish, paths: Vec<PathBuf>) -> Option<Action> {
        self.last = paths.first().cloned().or_else(|| self.last.take());
        wish.action(paths)
    }
}

fn built_in(wish: &Wish, folder: PathBuf, name: String) -> State {
    State::BuiltIn(Box::new(Chooser::new(
        wish.purpose(),
        wish.title(),
        wish.files().0,
        folder,
        name,
    )))
}

impl Native {
    /// Nothing when no thread can be had.
    fn start(wish: &Wish, folder: PathBuf, name: String, ctx: Context) -> Option<Self> {
        let (sender, answer) = channel();
        let (purpose, title, (endings, what)) = (wish.purpose(), wish.title(), wish.files());
        let ask = move || {
            let dialog = rfd::FileDialog::new()
                .set_title(title)
                .set_directory(folder)
                .add_filter(what, endings);
            let paths = match purpose {
                Purpose::OpenSeveral => dialog.pick_files(),
                Purpose::Open => dialog.pick_file().map(|path| vec![path]),
                Purpose::Save => dialog.set_file_name(name).save_file().map(|path| vec![path]),
            };
            // Nobody listens any more once the built-in chooser has taken over.
            if sender.send(paths).is_ok() {
                ctx.request_repaint();
            }
        };
        thread::Builder::new().name("dialog".to_owned()).spawn(ask).ok()?;
        Some(Self {
            answer,
            since: Instant::now(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_path_becomes_an_action() {
        let path = PathBuf::from("a.milieu");
        let one = || vec![path.clone()];
        assert_eq!(Wish::Open.action(one()), Some(Action::Open(path.clone())));
        assert_eq!(Wish::Copy.action(one()), Some(Action::SaveCopy(path.clone())));
        assert_eq!(Wish::Import.action(Vec::new()), None);
        let then = Box::new(Action::Quit);
        assert_eq!(
            Wish::Save(Some(then.clone())).action(one()),
            Some(Action::SaveAsThen(path.clone(), then))
        );
    }
}
