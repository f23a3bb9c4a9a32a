//! Reports as files: what is asked for in the window, and the worker that writes it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::files::page;
use crate::model::Document;
use crate::model::difference::Matching;
use crate::report::content::{Against, Order, Report};
use crate::report::edition::Edition;
use crate::report::fonts::Fonts;
use crate::report::paper::PaperFault;

use super::action::Effect;
use super::desk::Desk;
use super::file_names::file_name_from;
use super::{Baseline, Pace, Session};

/// A report that somebody wants.
struct Job {
    document: Arc<Document>,
    order: Order,
    edition: Edition,
    path: PathBuf,
    progress: Progress,
}

/// What has become of it.
enum Made {
    Written(PathBuf, Vec<Notice>),
    Failed(String),
}

/// Reports that are being written, one after the other.
pub struct Reporting {
    making: Desk<Job, Made>,
    queue: VecDeque<Job>,
    /// The name of the file that is being written, and how far that is.
    running: Option<(String, Progress)>,
}

impl Reporting {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            making: Desk::writing("report", pace, |job: Job, cancel: &_| make(&job, cancel)),
            queue: VecDeque::new(),
            running: None,
        }
    }

    /// What is being written, and what part of the work is done, 0 to 1.
    pub fn busy(&self) -> Option<(&str, f64)> {
        let (name, progress) = self.running.as_ref()?;
        Some((name, progress.share()))
    }

    /// Begins with the next one, unless one is being written.
    fn go_on(&mut self) {
        if self.running.is_some() {
            return;
        }
        if let Some(job) = self.queue.pop_front() {
            let name = job.path.file_name().unwrap_or_default().to_string_lossy();
            self.running = Some((name.into_owned(), job.progress.clone()));
            self.making.ask(job);
        }
    }

    /// Nobody wants them any more.
    pub(super) fn stop(&mut self) {
        self.making.cancel();
        self.queue.clear();
        self.running = None;
    }

    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.making.take_fault()
    }
}

fn make(job: &Job, cancel: &Cancel) -> Result<Made, Cancelled> {
    let report = Report::of(&job.document, &job.order, &job.progress, cancel)?;
    let bytes = match job.edition.make(&report, &Fonts::of_machine(), cancel) {
        Ok(bytes) => bytes,
        Err(PaperFault::Cancelled) => return Err(Cancelled),
        Err(fault) => return Ok(Made::Failed(fault.to_string())),
    };
    cancel.check()?;
    Ok(match page::save_bytes(&bytes, &job.path) {
        Ok(notices) => Made::Written(job.path.clone(), notices),
        Err(fault) => Made::Failed(fault.to_string()),
    })
}

impl Session {
    /// Reports that are being written.
    pub fn reporting(&self) -> &Reporting {
        &self.reporting
    }

    pub(super) fn ask_report_file(&mut self) {
        let suggestion = format!(
            "{} report.{}",
            file_name_from(&self.title()),
            Edition::Page.ending()
        );
        self.effects.push(Effect::AskClusterReportPath(suggestion));
    }

    /// Writes a report of the project as it is; the ending of the name chooses the edition. Where a snapshot is the
    /// yardstick of changes, the report compares with it.
    pub(super) fn export_report(&mut self, path: PathBuf) {
        let (path, edition) = with_edition(path);
        let against = match self.track().baseline() {
            Baseline::Snapshot(id) => self.document().as_of(id).map(|state| Against {
                name: self.document().snapshot_name(id),
                state: Arc::new(state),
                matching: Matching::Ids,
            }),
            Baseline::LastEdit | Baseline::Opened => None,
        };
        let today = jiff::Zoned::now().strftime("%-d %B %Y").to_string();
        self.reporting.queue.push_back(Job {
            document: Arc::clone(self.document()),
            order: Order {
                title: None,
                date: Some(today),
                against,
            },
            edition,
            path,
            progress: Progress::new(),
        });
        self.reporting.go_on();
        self.take_in_reports();
    }

    /// Takes in what has been written.
    pub(super) fn take_in_reports(&mut self) {
        loop {
            let made = self.reporting.making.take();
            if made.is_none() && (self.reporting.making.pending() || self.reporting.running.is_none()) {
                return;
            }
            self.reporting.running = None;
            match made {
                Some(Made::Written(path, notices)) => {
                    for notice in notices {
                        self.post(notice);
                    }
                    self.post(Notice::info(format!("Report written to {}", path.display())));
                }
                Some(Made::Failed(reason)) => self.post(Notice::error(reason)),
                // A failure of the program itself, which is told elsewhere.
                None => {}
            }
            self.reporting.go_on();
        }
    }
}

/// The edition that a name tells; a page, with its ending added, where it tells none.
fn with_edition(path: PathBuf) -> (PathBuf, Edition) {
    let known = |path: &Path| Edition::from_ending(path.extension()?.to_str()?);
    if let Some(edition) = known(&path) {
        return (path, edition);
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(Edition::Page.ending());
    (name.into(), Edition::Page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::session::Action;

    #[test]
    fn both_editions_are_written_and_a_bare_name_is_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".to_owned()));
        for (name, written) in [("a.pdf", "a.pdf"), ("b", "b.html"), ("c.HTML", "c.HTML")] {
            session.perform(Action::ExportReport(folder.path().join(name)));
            assert!(folder.path().join(written).is_file(), "{name}");
            assert!(session.reporting().busy().is_none());
        }
        let page = std::fs::read_to_string(folder.path().join("b.html")).unwrap();
        assert!(page.contains("<h1>Golden cluster</h1>"));
        assert!(!page.contains("id=\"comparison\""));
    }

    #[test]
    fn a_snapshot_that_changes_are_measured_by_is_compared_with() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".to_owned()));
        session.perform(Action::Edit(crate::model::Edit::TakeSnapshot {
            name: "Then".to_owned(),
            note: String::new(),
        }));
        let id = session.document().snapshots().next().unwrap().0;
        session.perform(Action::SetBaseline(Baseline::Snapshot(id)));
        session.perform(Action::ExportReport(path.clone()));
        let page = std::fs::read_to_string(path).unwrap();
        assert!(page.contains("Compared with “Then”"));
    }

    #[test]
    fn what_cannot_be_written_is_told() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".to_owned()));
        session.perform(Action::ExportReport(PathBuf::from("/no/such/folder/a.html")));
        let told = session.posted().last().map(|posted| posted.notice.severity);
        assert_eq!(told, Some(crate::base::notice::Severity::Error));
    }
}
