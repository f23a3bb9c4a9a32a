//! The cluster in the formats of other programs: what is asked for, and how it is written on a worker.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::exchange::figures::Figures;
use crate::exchange::format::Format;
use crate::exchange::write::{self, Choices};
use crate::files::{folder, page};
use crate::model::Document;

use super::action::Effect;
use super::desk::Desk;
use super::figures::figures;
use super::file_names::file_name_from;
use super::{Pace, Session};

/// A cluster that somebody wants in another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataWish {
    /// Which.
    pub format: Format,
    /// How it is written.
    pub choices: Choices,
}

impl Default for DataWish {
    fn default() -> Self {
        Self {
            format: Format::GraphMl,
            choices: Choices::default(),
        }
    }
}

/// What is to be written, and where.
struct Order {
    document: Arc<Document>,
    wish: DataWish,
    path: PathBuf,
    /// What was written there before by the same order may be written over.
    again: bool,
    progress: Progress,
}

/// What came of it: what there is to say, or why there is nothing.
type Told = Result<Vec<Notice>, String>;

/// What goes out to other programs.
pub(super) struct Outgoing {
    desk: Desk<Order, Told>,
    progress: Progress,
    /// The project, the file and the choices of the last time.
    last: Option<(u64, PathBuf, DataWish)>,
    /// It was the last thing that was exported at all.
    newest: bool,
}

impl Outgoing {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            desk: Desk::writing("export", pace, |order: Order, cancel: &Cancel| order.run(cancel)),
            progress: Progress::new(),
            last: None,
            newest: false,
        }
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.desk.take_fault()
    }
}

impl Order {
    fn run(&self, cancel: &Cancel) -> Result<Told, Cancelled> {
        let DataWish { format, choices } = self.wish;
        let figures = if choices.figures {
            figures(&self.document, &self.progress, cancel)?
        } else {
            Figures::default()
        };
        let written = write::write(&self.document, &figures, format, &choices, &self.progress, cancel);
        cancel.check()?;
        let written = match written {
            Ok(written) => written,
            Err(fault) => return Ok(Err(fault.to_string())),
        };
        let files: Vec<(PathBuf, &Vec<u8>)> = written
            .files
            .iter()
            .map(|(ending, bytes)| (named(&self.path, ending), bytes))
            .collect();
        // A dialog has asked about the name that was chosen, and about no other.
        let in_the_way = files
            .iter()
            .find(|(path, _)| *path != self.path && !self.again && folder::exists(path));
        if let Some((path, _)) = in_the_way {
            return Ok(Err(format!(
                "{} is there already; choose another name",
                path.display()
            )));
        }
        let mut notices = written.notices;
        for (path, bytes) in &files {
            match page::save_bytes(bytes, path) {
                Ok(more) => notices.extend(more),
                Err(fault) => return Ok(Err(fault.to_string())),
            }
        }
        let names: Vec<String> = files.iter().map(|(path, _)| path.display().to_string()).collect();
        let name = format.info().name;
        notices.push(Notice::info(format!("{name} written to {}", names.join(" and "))));
        Ok(Ok(notices))
    }
}

/// The chosen name with this behind it, in the place of its own ending.
fn named(path: &Path, ending: &str) -> PathBuf {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if name.to_lowercase().ends_with(&ending.to_lowercase()) {
        return path.to_owned();
    }
    let known = Format::ALL.iter().flat_map(|format| format.info().endings);
    let mut stem = name.as_str();
    for known in known {
        if let Some(short) = name.strip_suffix(&format!(".{known}")) {
            stem = short;
            break;
        }
    }
    path.with_file_name(format!("{stem}{ending}"))
}

impl Session {
    /// How far the writing of a cluster in another format is, 0 to 1; none while nothing is written.
    pub fn writing_data(&self) -> Option<f64> {
        self.outgoing
            .desk
            .pending()
            .then(|| self.outgoing.progress.share())
    }

    /// What was chosen the last time that the cluster was written in another format.
    pub fn last_data(&self) -> Option<DataWish> {
        self.outgoing.last.as_ref().map(|(.., wish)| *wish)
    }

    pub(super) fn ask_data_path(&mut self, wish: DataWish) {
        let ending = wish.format.info().endings[0];
        let suggestion = format!("{}.{ending}", file_name_from(&self.title()));
        self.effects.push(Effect::AskDataPath(suggestion, wish));
    }

    pub(super) fn export_data(&mut self, path: PathBuf, wish: DataWish) {
        self.write_data(path, wish, false);
    }

    fn write_data(&mut self, path: PathBuf, wish: DataWish, again: bool) {
        let outgoing = &mut self.outgoing;
        outgoing.last = Some((self.epoch, path.clone(), wish));
        outgoing.newest = true;
        outgoing.progress = Progress::new();
        outgoing.desk.ask(Order {
            document: Arc::clone(&self.document),
            wish,
            path,
            again,
            progress: outgoing.progress.clone(),
        });
        self.take_in_data();
    }

    /// A picture was exported later.
    pub(super) fn data_is_older(&mut self) {
        self.outgoing.newest = false;
    }

    /// Writes the last export anew, be it a picture or the cluster in another format.
    pub(super) fn repeat_export(&mut self) {
        match self.outgoing.last.clone() {
            Some((epoch, path, wish)) if self.outgoing.newest && epoch == self.epoch => {
                self.write_data(path, wish, true);
            }
            _ => self.repeat_picture(),
        }
    }

    pub(super) fn take_in_data(&mut self) {
        match self.outgoing.desk.take() {
            None => {}
            Some(Ok(notices)) => {
                for notice in notices {
                    self.post(notice);
                }
            }
            Some(Err(fault)) => self.post(Notice::error(fault)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_the_format_takes_the_place_of_another() {
        let named = |path: &str, ending| named(Path::new(path), ending).display().to_string();
        assert_eq!(named("a/x.graphml", ".graphml"), "a/x.graphml");
        assert_eq!(named("a/x.csv", "-ties.csv"), "a/x-ties.csv");
        assert_eq!(named("a/v1.2", ".gexf"), "a/v1.2.gexf");
        assert_eq!(named("a/x.json", ".gml"), "a/x.gml");
    }
}
