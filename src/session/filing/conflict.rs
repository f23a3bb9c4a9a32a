//! What other programs do to the project's file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::base::notice::Notice;
use crate::files::project::Opened;
use crate::files::{Fault, Stamp};
use crate::session::Session;
use crate::session::compare::Side;

use super::{Job, NEVER};

impl Session {
    /// Looks, now and then and only while frames are drawn, whether another program has written the project's file.
    pub(in crate::session) fn watch_file(&mut self) {
        const EVERY: Duration = Duration::from_secs(1);
        let file = &mut self.file;
        if !file.rests() || file.conflict || self.now.saturating_sub(file.looked) < EVERY {
            return;
        }
        if let (Some(path), Some(stamp)) = (file.path.clone(), file.stamp.clone()) {
            file.looked = self.now;
            self.start(Job::Look(path, stamp));
        }
    }

    pub(super) fn take_in_look(&mut self, path: &Path, stamp: &Stamp, holds: bool) {
        let current = self.file.path.as_deref() == Some(path) && self.file.stamp.as_ref() == Some(stamp);
        self.file.conflict |= current && !holds;
    }

    /// What is here counts: the next save writes over what the other program has written, which is kept as an earlier
    /// version.
    pub(in crate::session) fn keep_mine(&mut self) {
        if let Some(path) = self.file.path.clone() {
            self.start(Job::Acknowledge(path));
        }
    }

    pub(super) fn take_in_acknowledged(&mut self, path: &Path, stamp: Option<Stamp>) {
        if self.file.path.as_deref() == Some(path) {
            self.file.conflict = false;
            self.file.stamp = stamp;
            // The file does not hold what is here.
            self.file.saved_state = NEVER;
            self.file.exact = false;
            self.file.kept.remove(path);
        }
    }

    /// Reads a file and shows it and the project on one map; `words` say which state that is.
    pub(in crate::session) fn compare_with_file(&mut self, path: PathBuf, words: String) {
        self.start(Job::Compare(path, words));
    }

    pub(super) fn take_in_compared(&mut self, words: String, result: Result<Opened, Fault>) {
        match result {
            Ok(opened) => {
                let other = opened.document.sharing_with(&self.document);
                self.comparing.bring(words, Arc::new(other));
                self.comparing.start([Side::Other, Side::Now], &self.document);
            }
            Err(fault) => self.post(Notice::error(fault.to_string())),
        }
    }
}
