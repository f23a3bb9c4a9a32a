//! Recent files: whether they are still there, and what is remembered of each.
//!
//! Disks are asked on a worker, as one that is far away may take its time. What is remembered of the file on the table
//! is worked out there too, once its figures are known.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::analysis::{Assessment, registry, shown};
use crate::base::cancel::{Cancel, Cancelled};
use crate::files::recents::{self, Card, Sketch};
use crate::model::Document;

use super::desk::Desk;
use super::filing::in_full;
use super::{Pace, Session};

/// A disk is not asked more often than this.
const LOOKS_AGAIN: Duration = Duration::from_secs(2);

/// One recent file.
#[derive(Clone, Debug, PartialEq)]
pub struct Recent {
    /// Where it is, or was.
    pub path: PathBuf,
    /// When it was last written; none when it is gone.
    pub written: Option<SystemTime>,
    /// What is remembered of it.
    pub card: Option<Arc<Card>>,
}

impl Recent {
    /// It is still there.
    pub fn there(&self) -> bool {
        self.written.is_some()
    }

    /// When it was last used here, or else when it was written.
    pub fn at(&self) -> Option<SystemTime> {
        self.card.as_ref().map(|card| card.at).or(self.written)
    }
}

/// What is asked of the disk.
struct Job {
    paths: Vec<PathBuf>,
    folder: Option<PathBuf>,
    keep: Option<Keep>,
    /// Cards that are known; the disk need not be asked for them.
    known: Vec<(PathBuf, Arc<Card>)>,
}

/// A file whose card is to be made.
#[derive(Clone)]
struct Keep {
    path: PathBuf,
    document: Arc<Document>,
    figures: Vec<(String, String)>,
    at: SystemTime,
}

/// The recent files, the newest first.
pub struct Recents {
    desk: Desk<Job, Vec<Recent>>,
    folder: Option<PathBuf>,
    files: Vec<Recent>,
    /// When the disk answered last.
    looked: Option<Duration>,
    /// What is on the table, until its figures are known.
    fresh: Option<(PathBuf, Arc<Document>)>,
    /// What the disk is to keep.
    keep: Option<Keep>,
    /// It has been told so.
    told: bool,
}

impl Recents {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            desk: Desk::writing("recent files", pace, |job: Job, cancel: &_| job.run(cancel)),
            folder: None,
            files: Vec::new(),
            looked: None,
            fresh: None,
            keep: None,
            told: false,
        }
    }

    /// The files, the newest first.
    pub fn files(&self) -> &[Recent] {
        &self.files
    }

    /// Cards are kept here from now on.
    pub(super) fn keep_in(&mut self, folder: PathBuf) {
        self.folder = Some(folder);
    }

    fn follow(&mut self, paths: &[PathBuf], now: Duration) {
        if let Some(files) = self.desk.take() {
            self.keep = self.keep.take().filter(|_| !self.told);
            self.looked = Some(now);
            self.files = files;
        }
        if self.desk.has_failed() {
            self.keep = None;
        }
        let same = self.files.iter().map(|file| &file.path).eq(paths);
        let lately = self
            .looked
            .is_some_and(|looked| now.saturating_sub(looked) < LOOKS_AGAIN);
        let news = self.keep.is_some() && !self.told || !same;
        if !news && (self.desk.pending() || lately) {
            return;
        }
        self.ask(paths, now);
    }

    fn ask(&mut self, paths: &[PathBuf], now: Duration) {
        let kept = self.keep.as_ref().map(|keep| &keep.path);
        let known = self
            .files
            .iter()
            .filter(|file| Some(&file.path) != kept)
            .filter_map(|file| Some((file.path.clone(), Arc::clone(file.card.as_ref()?))));
        let job = Job {
            paths: paths.to_vec(),
            folder: self.folder.clone(),
            keep: self.keep.clone(),
            known: known.collect(),
        };
        // Until the answer is there, the list is shown as it will be.
        self.files = paths
            .iter()
            .map(|path| {
                let before = self.files.iter().find(|file| &file.path == path);
                before.cloned().unwrap_or_else(|| Recent {
                    path: path.clone(),
                    written: Some(SystemTime::now()),
                    card: None,
                })
            })
            .collect();
        self.told = true;
        self.looked = Some(now);
        self.desk.ask(job);
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.desk.take_fault()
    }
}

impl Job {
    fn run(self, cancel: &Cancel) -> Result<Vec<Recent>, Cancelled> {
        let mut fresh = None;
        if let Some(keep) = self.keep {
            let card = Arc::new(keep.card());
            if let Some(folder) = &self.folder {
                if let Err(fault) = recents::save(folder, &keep.path, &card) {
                    log::warn!("{fault}");
                }
                recents::sweep(folder, &self.paths, keep.at);
            }
            fresh = Some((keep.path, card));
        }
        let mut files = Vec::new();
        for path in self.paths {
            cancel.check()?;
            let known = fresh.iter().chain(&self.known).find(|(known, _)| *known == path);
            let card = match known {
                Some((_, card)) => Some(Arc::clone(card)),
                None => self
                    .folder
                    .as_deref()
                    .and_then(|folder| recents::load(folder, &path))
                    .map(Arc::new),
            };
            files.push(Recent {
                written: recents::written(&path),
                path,
                card,
            });
        }
        Ok(files)
    }
}

impl Keep {
    fn card(&self) -> Card {
        let document = &self.document;
        Card {
            title: document.project().title.clone(),
            actors: document.actor_count(),
            ties: document.tie_count(),
            figures: self.figures.clone(),
            at: self.at,
            sketch: Sketch::of(document),
        }
    }
}

/// The overall figure and the six dimensions, as people read them.
fn figures(assessment: &Assessment) -> Vec<(String, String)> {
    let wanted = registry::ALL
        .iter()
        .filter(|indicator| indicator.id == "overall" || indicator.group.is_dimension());
    let known = wanted.filter_map(|indicator| Some((indicator, assessment.value(indicator.id)?)));
    known
        .map(|(indicator, value)| (indicator.name.to_owned(), shown(indicator, Some(value))))
        .collect()
}

impl Session {
    /// What was opened and saved lately.
    pub fn recents(&self) -> &Recents {
        &self.recents
    }

    /// What the program keeps for itself and can do without goes into this folder; without one nothing is kept.
    pub fn keep_state_in(&mut self, folder: &Path) {
        self.recents.keep_in(folder.join("recent"));
    }

    /// This document was read from, or written to, this file just now.
    pub(super) fn note_recent(&mut self, path: &Path, document: &Arc<Document>) {
        self.recents.fresh = Some((in_full(path), Arc::clone(document)));
    }

    /// Keeps up with the list of recent files, with the disk, and with what is on the table.
    pub(super) fn keep_recents(&mut self) {
        if !self.track.pending()
            && let Some((path, document)) = self.recents.fresh.take()
        {
            // Figures of a later state would be wrong ones.
            let same = Arc::ptr_eq(&document, &self.document) && self.preview.is_none();
            let now = self.track.current().filter(|_| same);
            self.recents.told = false;
            self.recents.keep = Some(Keep {
                path,
                document,
                figures: now.map(|now| figures(now)).unwrap_or_default(),
                at: SystemTime::now(),
            });
        }
        self.recents.follow(&self.settings.recent, self.now);
    }
}
