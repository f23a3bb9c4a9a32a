//! The file behind the project: opening and saving on a worker, and the questions around it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::exchange::read;
use crate::files::project::Opened;
use crate::files::sheet::SheetFault;
use crate::files::{self, SaveFault, Saved, Stamp};
use crate::model::Document;

use super::action::{Action, Effect, Show};
use super::export::Export;
use super::file_names::{file_name_from, with_extension};
use super::importing::ImportStep;
use super::placing::placed;
use super::work::{Answer, Worker};
use super::{Pace, Session};

/// Where the project comes from and goes to.
pub struct FileState {
    worker: Worker<Job, Done>,
    queue: VecDeque<Job>,
    /// What the worker is doing, in words, see [`Job::words`].
    running: Option<String>,
    /// How far reading is.
    progress: Progress,
    /// When the file was last looked at for what other programs do to it.
    looked: Duration,
    /// It has been said that another program has written the file.
    told: bool,
    ticket: u64,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    saved_state: u64,
    saved_at: Option<String>,
    newer: bool,
    /// A save that waits for an answer: its file holds what was not written here.
    held: Option<Box<Save>>,
}

enum Job {
    Open {
        path: PathBuf,
        /// State of the history when it was asked for.
        asked_in: u64,
        progress: Progress,
    },
    Save(Box<Save>),
    /// Does the file still hold what was last read or written here?
    Look(PathBuf, Stamp),
    Export(Box<Export>),
}

/// A save that was asked for.
struct Save {
    document: Arc<Document>,
    /// State of the history that the document is in.
    state: u64,
    /// Epoch of the session that the document is of.
    epoch: u64,
    path: PathBuf,
    goal: Goal,
    over: Over,
    /// Go on with this once it is saved.
    then: Option<Action>,
}

/// What a file is to the project that is saved to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    /// Its file already.
    Own,
    /// Its file from then on.
    Named,
    /// Nothing.
    Copy,
}

/// What a save may write over.
enum Over {
    /// What was last read or written here.
    Known(Option<Stamp>),
    /// Nothing: it is not the name that the person saw and agreed to.
    Nothing,
    /// Whatever is there: the person has agreed.
    Anything,
}

#[expect(
    clippy::large_enum_variant,
    reason = "one lives at a time, on its way from the worker"
)]
enum Done {
    Opened {
        path: PathBuf,
        asked_in: u64,
        result: Result<(Opened, Stamp), files::Fault>,
    },
    /// Nobody wants the file any more that was being read.
    GivenUp,
    /// Another program has made this file.
    Foreign(PathBuf),
    Saved(Box<Save>, Result<Saved, SaveFault>),
    Looked {
        path: PathBuf,
        stamp: Stamp,
        holds: bool,
    },
    Exported(Result<Vec<Notice>, SheetFault>),
}

/// What [`FileState::busy`] begins with while a file is opened.
const OPENING: &str = "Opening";

impl Job {
    /// What is being done, for the status bar; empty when nobody needs to know.
    fn words(&self) -> String {
        let (verb, path) = match self {
            Self::Open { path, .. } => (OPENING, path),
            Self::Save(save) => ("Saving", &save.path),
            Self::Export(export) => ("Exporting", &export.path),
            // Too short and too frequent to be told.
            Self::Look(..) => return String::new(),
        };
        format!(
            "{verb} {}",
            path.file_name().unwrap_or_default().to_string_lossy()
        )
    }

    fn run(self, cancel: &Cancel) -> Done {
        match self {
            Self::Open {
                path,
                asked_in,
                progress,
            } => {
                files::sweep_beside(&path, SystemTime::now());
                let read = files::open_telling(&path, &progress, cancel);
                let result = read.map(|(opened, stamp)| (placed(opened, &progress, cancel), stamp));
                if cancel.check().is_err() {
                    return Done::GivenUp;
                }
                if result.is_err() && is_of_another_program(&path) {
                    return Done::Foreign(path);
                }
                Done::Opened {
                    path,
                    asked_in,
                    result,
                }
            }
            Self::Save(save) => {
                let result = save.run();
                Done::Saved(save, result)
            }
            Self::Look(path, stamp) => {
                let holds = stamp.holds_for(&path);
                Done::Looked { path, stamp, holds }
            }
            Self::Export(export) => {
                let result = export.run();
                Done::Exported(result)
            }
        }
    }
}

impl Save {
    fn run(&self) -> Result<Saved, SaveFault> {
        let known = match &self.over {
            Over::Known(stamp) => stamp.as_ref(),
            Over::Nothing if files::folder::exists(&self.path) => {
                return Err(SaveFault::ChangedOnDisk {
                    path: self.path.clone(),
                });
            }
            Over::Nothing | Over::Anything => None,
        };
        files::save(&self.document, &self.path, known)
    }
}

impl FileState {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            // Writing is never given up half way.
            worker: Worker::new("files", pace, |job: Job, cancel: &_| Ok(job.run(cancel))),
            queue: VecDeque::new(),
            running: None,
            progress: Progress::new(),
            looked: Duration::ZERO,
            told: false,
            ticket: 0,
            path: None,
            stamp: None,
            saved_state: 0,
            saved_at: None,
            newer: false,
            held: None,
        }
    }

    /// The project's file.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Local time of the last save, for instance `14:02`.
    pub fn saved_at(&self) -> Option<&str> {
        self.saved_at.as_deref()
    }

    /// What is being read or written now, for instance "Saving tuttlingen.milieu".
    pub fn busy(&self) -> Option<&str> {
        self.running.as_deref().filter(|words| !words.is_empty())
    }

    /// How far the file that is being opened has been read, 0 to 1.
    pub fn opening(&self) -> Option<f64> {
        let words = self.busy()?;
        words.starts_with(OPENING).then(|| self.progress.share())
    }

    /// The file was written by a newer version: it is not overwritten.
    pub fn newer(&self) -> bool {
        self.newer
    }

    pub(super) fn saved_state(&self) -> u64 {
        self.saved_state
    }
}

impl Drop for FileState {
    /// What was asked for is written even when the program ends right afterwards.
    fn drop(&mut self) {
        self.worker.finish();
        for job in self.queue.drain(..) {
            if let Job::Save(save) = job
                && let Err(fault) = save.run()
            {
                log::error!("{fault}");
            }
        }
    }
}

impl Session {
    /// Goes on with `action` at once when nothing would be lost, else asks first.
    pub(super) fn guarded(&mut self, action: Action, go: impl FnOnce(&mut Self)) {
        if self.changed() {
            self.effects.push(Effect::AskAboutChanges(Box::new(action)));
        } else {
            go(self);
        }
    }

    pub(super) fn begin_new(&mut self) {
        self.replace(Document::default());
        self.forget_file();
    }

    pub(super) fn forget_file(&mut self) {
        self.file.path = None;
        self.file.stamp = None;
        self.file.saved_at = None;
        self.file.newer = false;
        self.file.held = None;
        self.file.told = false;
        self.file.saved_state = self.history.state();
    }

    /// What is on the table stands in no file yet.
    pub(super) fn never_saved(&mut self) {
        self.file.saved_state = u64::MAX;
    }

    pub(super) fn open(&mut self, path: PathBuf) {
        let asked_in = self.history.state();
        self.file.progress = Progress::new();
        let progress = self.file.progress.clone();
        self.start(Job::Open {
            path,
            asked_in,
            progress,
        });
    }

    /// The file that is being opened is not wanted any more; the project on the table stays.
    pub(super) fn stop_opening(&mut self) {
        if self.file.opening().is_some() {
            self.file.worker.cancel();
        }
    }

    /// A shipped cluster, as a project without a file.
    pub(super) fn open_example(&mut self, id: &str) {
        let Some(example) = files::examples::find(id) else {
            self.post(Notice::error(format!("There is no example called \"{id}\"")));
            return;
        };
        match files::project::read(example.text.as_bytes()) {
            Ok(opened) => {
                self.replace(opened.document);
                self.forget_file();
                self.effects.push(Effect::Show(Show::FitAll));
            }
            Err(fault) => self.post(Notice::error(fault.to_string()).at(example.id)),
        }
    }

    /// Saves to the project's file, or asks for one; then goes on with `then`.
    pub(super) fn save(&mut self, then: Option<Action>) {
        match self.file.path.clone() {
            Some(_) if self.file.newer => {
                self.post(Notice::warning(
                    "This file was written by a newer version of Milieu; save under another name to keep it whole",
                ));
                self.ask_save_path(false, then);
            }
            Some(path) => {
                let known = Over::Known(self.file.stamp.clone());
                self.write(path, Goal::Own, known, then);
            }
            None => self.ask_save_path(false, then),
        }
    }

    pub(super) fn ask_save_path(&mut self, copy: bool, then: Option<Action>) {
        let suggestion = format!("{}.milieu", file_name_from(&self.title()));
        self.effects.push(Effect::AskSavePath {
            copy,
            suggestion,
            then: then.map(Box::new),
        });
    }

    /// Writes under a name that the person has just chosen (and, in a dialog, agreed to overwrite).
    pub(super) fn save_as(&mut self, path: PathBuf, then: Option<Action>) {
        let (path, over) = completed(path);
        if self.file.newer && self.file.path.as_deref() == Some(&*path) {
            self.post(Notice::warning(
                "This file was written by a newer version of Milieu and is not overwritten; choose another name",
            ));
            return;
        }
        self.write(path, Goal::Named, over, then);
    }

    pub(super) fn save_copy(&mut self, path: PathBuf) {
        let (path, over) = completed(path);
        self.write(path, Goal::Copy, over, None);
    }

    pub(super) fn start_export(&mut self, export: Export) {
        self.start(Job::Export(Box::new(export)));
    }

    /// Goes on with the save that was held up because its file holds what was not written here.
    pub(super) fn save_anyway(&mut self) {
        if let Some(mut save) = self.file.held.take() {
            save.over = Over::Anything;
            self.start(Job::Save(save));
        }
    }

    fn write(&mut self, path: PathBuf, goal: Goal, over: Over, then: Option<Action>) {
        // A layout that is still running would change the document right after it was saved.
        self.stop_motion();
        self.history.seal();
        self.file.held = None;
        self.start(Job::Save(Box::new(Save {
            document: Arc::clone(&self.document),
            state: self.history.state(),
            epoch: self.epoch,
            path,
            goal,
            over,
            then,
        })));
    }

    /// Looks, now and then and only while frames are drawn, whether another program has written the project's file.
    pub(super) fn watch_file(&mut self) {
        const EVERY: Duration = Duration::from_secs(1);
        let file = &mut self.file;
        let idle = file.running.is_none() && file.queue.is_empty();
        if !idle || file.told || self.now.saturating_sub(file.looked) < EVERY {
            return;
        }
        if let (Some(path), Some(stamp)) = (file.path.clone(), file.stamp.clone()) {
            file.looked = self.now;
            self.start(Job::Look(path, stamp));
        }
    }

    fn take_in_look(&mut self, path: &Path, stamp: &Stamp, holds: bool) {
        let current = self.file.path.as_deref() == Some(path) && self.file.stamp.as_ref() == Some(stamp);
        if holds || !current || self.file.told {
            return;
        }
        self.file.told = true;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.post(Notice::warning(format!(
            "Another program has written {name}; open it again to see that, or save to be asked which to keep"
        )));
    }

    fn start(&mut self, job: Job) {
        self.file.queue.push_back(job);
        self.start_next();
        self.take_in_files();
    }

    fn start_next(&mut self) {
        if self.file.running.is_some() {
            return;
        }
        let Some(mut job) = self.file.queue.pop_front() else {
            return;
        };
        if let Job::Save(save) = &mut job
            && (save.goal, save.epoch) == (Goal::Own, self.epoch)
            && let Over::Known(stamp) = &mut save.over
            && let Some(path) = &self.file.path
        {
            // A save before this one may have written the file anew, or given the project another.
            path.clone_into(&mut save.path);
            stamp.clone_from(&self.file.stamp);
        }
        self.file.running = Some(job.words());
        self.file.ticket += 1;
        self.file.worker.ask(self.file.ticket, job);
    }

    pub(super) fn take_in_files(&mut self) {
        while let Some((_, answer)) = self.file.worker.poll() {
            self.file.running = None;
            match answer {
                Answer::Done(Done::Opened {
                    path,
                    asked_in,
                    result,
                }) => self.take_in_opened(path, asked_in, result),
                Answer::Done(Done::GivenUp) => {}
                Answer::Done(Done::Foreign(path)) => {
                    self.perform(Action::Import(ImportStep::Files(vec![path])));
                }
                Answer::Done(Done::Saved(save, result)) => self.take_in_saved(save, result),
                Answer::Done(Done::Looked { path, stamp, holds }) => {
                    self.take_in_look(&path, &stamp, holds);
                }
                Answer::Done(Done::Exported(Ok(notices))) => {
                    for notice in notices {
                        self.post(notice);
                    }
                }
                Answer::Done(Done::Exported(Err(fault))) => {
                    self.post(Notice::error(fault.to_string()));
                }
                Answer::Panicked(text) => {
                    self.post(Notice::error(format!(
                        "Reading or writing failed in a way nobody foresaw: {text}"
                    )));
                }
            }
            self.start_next();
        }
    }

    fn take_in_opened(
        &mut self,
        path: PathBuf,
        asked_in: u64,
        result: Result<(Opened, Stamp), files::Fault>,
    ) {
        match result {
            // Somebody has gone on drawing while the file was being read.
            Ok(_) if self.changed() && self.history.state() != asked_in => {
                self.effects
                    .push(Effect::AskAboutChanges(Box::new(Action::Open(path))));
            }
            Ok((opened, stamp)) => {
                let newer = opened.newer();
                self.replace(opened.document);
                self.forget_file();
                self.file.stamp = Some(stamp);
                self.file.newer = newer;
                self.remember_recent(&path);
                let document = Arc::clone(&self.document);
                self.note_recent(&path, &document);
                self.file.path = Some(path);
                for notice in opened.notices {
                    self.post(notice);
                }
                if newer {
                    self.post(Notice::warning(
                        "Written by a newer version of Milieu: what this version does not know is kept, and the file is not overwritten",
                    ));
                }
                if self.remembered_camera().is_none() {
                    self.effects.push(Effect::Show(Show::FitAll));
                }
            }
            Err(fault) => self.post(Notice::error(fault.to_string())),
        }
    }

    fn take_in_saved(&mut self, save: Box<Save>, result: Result<Saved, SaveFault>) {
        let saved = match result {
            Ok(saved) => saved,
            Err(SaveFault::ChangedOnDisk { path }) => {
                self.file.held = Some(save);
                self.effects.push(Effect::AskOverwrite(path));
                return;
            }
            Err(fault) => {
                self.post(Notice::error(fault.to_string()));
                return;
            }
        };
        for notice in saved.notices {
            self.post(notice);
        }
        let Save {
            document,
            path,
            state,
            epoch,
            goal,
            then,
            ..
        } = *save;
        if goal == Goal::Copy {
            self.post(Notice::info(format!("Copy saved to {}", path.display())));
            return;
        }
        self.remember_recent(&path);
        self.note_recent(&path, &document);
        // Otherwise another project has come to the table meanwhile, which has nothing to do with this file.
        if epoch == self.epoch {
            self.file.stamp = Some(saved.stamp);
            self.file.told = false;
            self.file.saved_state = state;
            self.file.newer = false;
            self.file.saved_at = Some(jiff::Zoned::now().strftime("%H:%M").to_string());
            self.file.path = Some(path);
            if let Some(action) = then {
                self.perform(action);
            }
        }
    }

    fn remember_recent(&mut self, path: &Path) {
        self.settings.remember_file(&in_full(path));
        self.save_settings();
    }
}

/// What is in it is no project, and its name does not say that it should be one.
fn is_of_another_program(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !name.to_ascii_lowercase().ends_with(".milieu")
        && files::read_bytes(path).is_ok_and(|bytes| !read::is_project(&bytes, &name))
}

/// The path from the root on, as recent files are remembered.
pub(super) fn in_full(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The name in full. Where the extension was added here, no dialog can have asked about what bears that name.
fn completed(path: PathBuf) -> (PathBuf, Over) {
    let full = with_extension(path.clone());
    let over = if full == path {
        Over::Anything
    } else {
        Over::Nothing
    };
    (full, over)
}
