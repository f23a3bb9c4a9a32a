//! What is in a folder, for the built-in file chooser.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::text::natural;

/// One line of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Full path.
    pub path: PathBuf,
    /// What people read.
    pub name: String,
    /// It can be gone into.
    pub is_folder: bool,
}

/// Folders first, then files with one of these endings; both sorted as people count. Hidden ones are left out.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(folder: &Path, endings: &[&str]) -> io::Result<Vec<Item>> {
    let mut items = Vec::new();
    for entry in fs::read_dir(folder)? {
        // A single unreadable entry is no reason to show nothing.
        let Ok(entry) = entry else { continue };
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let is_folder = path.is_dir();
        let fits = path
            .extension()
            .is_some_and(|this| endings.iter().any(|ending| this.eq_ignore_ascii_case(ending)));
        if !name.starts_with('.') && (is_folder || fits) {
            items.push(Item {
                path,
                name,
                is_folder,
            });
        }
    }
    items.sort_by(|a, b| {
        b.is_folder
            .cmp(&a.is_folder)
            .then_with(|| natural(&a.name, &b.name))
    });
    Ok(items)
}

/// Whether two paths lead to one file that is there.
pub fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Whether there is something of this name.
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// Whether what this file holds may be written over. Nothing is written.
pub fn takes_writing(path: &Path) -> bool {
    path.is_file() && fs::File::options().write(true).open(path).is_ok()
}

/// Whether this is a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Makes a folder.
///
/// # Errors
/// When it cannot be made.
pub fn make(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

/// Where people keep their work: a name and a folder each; only those that exist.
pub fn places() -> Vec<(&'static str, PathBuf)> {
    let Ok(home) = etcetera::home_dir() else {
        return Vec::new();
    };
    let candidates = [
        ("Home", home.clone()),
        ("Desktop", home.join("Desktop")),
        ("Documents", home.join("Documents")),
        ("Downloads", home.join("Downloads")),
    ];
    candidates.into_iter().filter(|(_, path)| path.is_dir()).collect()
}

/// The folder in which a dialog begins: where the last file was, else home, else the current one.
pub fn start(recent: Option<&Path>) -> PathBuf {
    let beside = recent
        .and_then(Path::parent)
        .filter(|folder| folder.is_dir())
        .map(Path::to_path_buf);
    let folder = beside
        .or_else(|| etcetera::home_dir().ok())
        .or_else(|| std::env::current_dir().ok())
        .unwrap_or_default();
    // A relative folder has no folder above it to go to.
    std::path::absolute(&folder).unwrap_or(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_first_then_projects_in_natural_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b10.milieu", "b9.milieu", "notes.txt", ".hidden.milieu"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        make(&folder.path().join("z")).unwrap();
        let names: Vec<_> = list(folder.path(), &["milieu"])
            .unwrap()
            .into_iter()
            .map(|item| item.name)
            .collect();
        assert_eq!(names, ["z", "b9.milieu", "b10.milieu"]);
        assert!(list(&folder.path().join("nowhere"), &["milieu"]).is_err());
    }
}
