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

/// A report as a person asks for it in the window.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportWish {
    /// Stands above everything; the title of the project unless given.
    pub title: Option<String>,
    /// The state to compare with.
    pub against: Option<Baseline>,
    /// What it is written as.
    pub edition: Edition,
}

impl Default for ReportWish {
    fn default() -> Self {
        Self {
            title: None,
            against: None,
            edition: Edition::Page,
        }
    }
}

/// A report that is to be written.
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
    /// What the last one was written as.
    last: Edition,
}

impl Reporting {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            making: Desk::writing("report", pace, |job: Job, cancel: &_| make(&job, cancel)),
            queue: VecDeque::new(),
            running: None,
            last: Edition::Page,
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

    /// What a report is usually wanted to be: in the edition of the last time, and compared with the snapshot that
    /// changes are measured by, if one is.
    pub fn usual_report(&self) -> ReportWish {
        let baseline = self.track().baseline();
        ReportWish {
            title: None,
            against: matches!(baseline, Baseline::Snapshot(_)).then_some(baseline),
            edition: self.reporting.last,
        }
    }

    /// What a report can compare with, each with its name: the snapshots, the newest first, and the state when the
    /// project was opened, if it has changed since.
    pub fn report_yardsticks(&self) -> Vec<(Baseline, String)> {
        let document = self.document();
        let snapshots = document.snapshots().rev();
        let mut found: Vec<(Baseline, String)> = snapshots
            .map(|(id, _)| (Baseline::Snapshot(id), document.snapshot_name(id)))
            .collect();
        let opened = self.track().states().opened();
        if opened.is_some_and(|state| !Arc::ptr_eq(state, document)) {
            found.push((Baseline::Opened, "The project as opened".to_owned()));
        }
        found
    }

    /// The project and what its report is to tell; of a state that is not there any more it tells nothing.
    pub fn report_order(&self, wish: &ReportWish) -> (Arc<Document>, Order) {
        let states = self.track().states();
        let against = wish.against.and_then(|baseline| {
            let (name, state) = match baseline {
                Baseline::Snapshot(id) => (
                    self.document().snapshot_name(id),
                    Arc::new(self.document().as_of(id)?),
                ),
                Baseline::Opened => ("The project as opened".to_owned(), Arc::clone(states.opened()?)),
                Baseline::LastEdit => (
                    "The project before the last edit".to_owned(),
                    Arc::clone(states.before_edit()?),
                ),
            };
            Some(Against {
                name,
                state,
                matching: Matching::Ids,
            })
        });
        let order = Order {
            title: wish.title.clone(),
            date: Some(today()),
            against,
        };
        (Arc::clone(self.document()), order)
    }

    pub(super) fn ask_report_file(&mut self, wish: Box<ReportWish>) {
        let title = self.title();
        let title = wish.title.as_deref().unwrap_or(&title);
        let suggestion = format!("{} report.{}", file_name_from(title), wish.edition.ending());
        self.effects.push(Effect::AskClusterReportPath(suggestion, wish));
    }

    /// Writes a report of the project as it is; the ending of the name chooses the edition.
    pub(super) fn export_report(&mut self, path: PathBuf, wish: &ReportWish) {
        let (path, edition) = with_edition(path, wish.edition);
        let (document, order) = self.report_order(wish);
        self.reporting.last = edition;
        self.reporting.queue.push_back(Job {
            document,
            order,
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

/// "24 November 2026".
pub fn today() -> String {
    jiff::Zoned::now().strftime("%-d %B %Y").to_string()
}

/// The edition that a name tells; where it tells none, the one that was asked for, with its ending added.
fn with_edition(path: PathBuf, asked: Edition) -> (PathBuf, Edition) {
    let known = |path: &Path| Edition::from_ending(path.extension()?.to_str()?);
    if let Some(edition) = known(&path) {
        return (path, edition);
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(asked.ending());
    (name.into(), asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::session::Action;

    fn golden() -> Session {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".to_owned()));
        session
    }

    fn export(session: &mut Session, path: PathBuf, wish: ReportWish) {
        session.perform(Action::ExportReport(path, Box::new(wish)));
    }

    #[test]
    fn both_editions_are_written_and_a_bare_name_is_what_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = golden();
        for (name, edition, written) in [
            ("a.pdf", Edition::Page, "a.pdf"),
            ("b", Edition::Page, "b.html"),
            ("c.HTML", Edition::Booklet, "c.HTML"),
            ("d.v2", Edition::Booklet, "d.v2.pdf"),
        ] {
            let wish = ReportWish {
                edition,
                ..ReportWish::default()
            };
            export(&mut session, folder.path().join(name), wish);
            assert!(folder.path().join(written).is_file(), "{name}");
            assert!(session.reporting().busy().is_none());
        }
        let page = std::fs::read_to_string(folder.path().join("b.html")).unwrap();
        assert!(page.contains("<h1>Golden cluster</h1>"));
        assert!(!page.contains("id=\"comparison\""));
        assert_eq!(
            session.usual_report().edition,
            Edition::Booklet,
            "as the last time"
        );
    }

    #[test]
    fn a_report_has_the_title_and_the_comparison_that_were_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        let mut session = golden();
        assert_eq!(session.report_yardsticks(), []);
        for name in ["Then", "Later"] {
            session.perform(Action::Edit(crate::model::Edit::TakeSnapshot {
                name: name.to_owned(),
                note: String::new(),
            }));
        }
        let found = session.report_yardsticks();
        let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Later", "Then", "The project as opened"]);
        assert_eq!(session.usual_report().against, None);
        session.perform(Action::SetBaseline(found[1].0));
        let usual = session.usual_report();
        assert_eq!(usual.against, Some(found[1].0), "changes are measured by it");
        for (baseline, name) in found {
            let wish = ReportWish {
                title: Some("Furs & hides".to_owned()),
                against: Some(baseline),
                ..ReportWish::default()
            };
            export(&mut session, path.clone(), wish);
            let page = std::fs::read_to_string(&path).unwrap();
            assert!(page.contains(&format!("Compared with “{name}”")));
            assert!(page.contains("<h1>Furs &amp; hides</h1>"));
        }
    }

    #[test]
    fn what_cannot_be_written_is_told() {
        let mut session = golden();
        export(
            &mut session,
            PathBuf::from("/no/such/folder/a.html"),
            ReportWish::default(),
        );
        let told = session.posted().last().map(|posted| posted.notice.severity);
        assert_eq!(told, Some(crate::base::notice::Severity::Error));
    }
}
