//! Recent files and whether they are still there, for the File menu and the start card.

use std::path::{Path, PathBuf};

use crate::files::folder;

/// A disk is not asked more often than this, seconds.
const LOOKS_AGAIN: f64 = 2.0;

/// Recent files, the newest first.
#[derive(Default)]
pub struct Recent {
    files: Vec<(PathBuf, bool)>,
    /// When the disk was asked, seconds on the clock of the toolkit.
    looked: Option<f64>,
}

impl Recent {
    /// Keeps up with the list of the settings and with the disk. `now` is on the clock of the toolkit.
    pub fn follow(&mut self, paths: &[PathBuf], now: f64) {
        let same = self.files.iter().map(|(path, _)| path).eq(paths);
        if same && self.looked.is_some_and(|looked| now - looked < LOOKS_AGAIN) {
            return;
        }
        self.files = paths
            .iter()
            .map(|path| (path.clone(), folder::exists(path)))
            .collect();
        self.looked = Some(now);
    }

    /// The files, each with whether it is there.
    pub fn files(&self) -> &[(PathBuf, bool)] {
        &self.files
    }
}

/// What people call a file: its name without the ending.
pub fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_goes_is_noticed_after_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.milieu");
        std::fs::write(&path, "").unwrap();
        let paths = [path.clone()];
        let mut recent = Recent::default();
        recent.follow(&paths, 0.0);
        assert!(recent.files()[0].1);
        std::fs::remove_file(&path).unwrap();
        recent.follow(&paths, LOOKS_AGAIN / 2.0);
        assert!(recent.files()[0].1, "not asked yet");
        recent.follow(&paths, LOOKS_AGAIN);
        assert!(!recent.files()[0].1);
    }
}
