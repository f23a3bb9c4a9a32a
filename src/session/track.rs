//! Indicators now and before: asks for them when the cluster changes, and remembers what they were.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::analysis::columns::Tables;
use crate::analysis::{Assessment, Measured, Memory, Precision, assess_after};
use crate::model::{Document, SnapshotId};

use super::Pace;
use super::kept::Kept;
use super::why::States;
use super::work::{Answer, Worker};

/// What the changes of figures are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Baseline {
    /// The state before the last edit.
    #[default]
    LastEdit,
    /// The state when the project was opened.
    Opened,
    /// A state that was kept under a name.
    Snapshot(SnapshotId),
}

/// How many edits a sparkline reaches back.
pub const REMEMBERED: usize = 50;

/// Indicators of the state on the table, of states before it, and the work under way.
///
/// A front end never sees a mixture: all figures on show are of one state. On large maps they arrive in stages, each
/// of which has all that the one before had; what is not there yet waits, what comes from a sample says so.
pub struct Track {
    /// What is asked: a state, and whether it is only being tried out.
    measuring: Worker<(Arc<Document>, bool), Measured>,
    states: States,
    /// The document that was last asked about.
    asked: Option<Arc<Document>>,
    /// It holds an edit that is only being tried out.
    trial: bool,
    ticket: u64,
    pending: bool,
    current: Option<Arc<Assessment>>,
    /// These figures are of the project before; those of the present one are still to come.
    foreign: bool,
    tables: Option<Arc<Tables>>,
    /// The ticket that `tables` answers.
    tables_of: u64,
    /// Figures of the last state that was not a trial.
    settled: Option<Arc<Assessment>>,
    before_edit: Option<Arc<Assessment>>,
    opened: Option<Arc<Assessment>>,
    series: VecDeque<Arc<Assessment>>,
    /// An edit has been made whose figures are not in the series yet.
    edited: bool,
    edits: u64,
    baseline: Baseline,
    kept: Kept,
    fault: Option<String>,
}

impl Track {
    pub(super) fn new(pace: &Pace) -> Self {
        // What was found for the states before, for the worker alone.
        let memory = Mutex::new(Memory::default());
        Self {
            measuring: Worker::in_stages(
                "analysis",
                pace,
                move |(document, trial): (Arc<Document>, bool), cancel: &_, so_far: &dyn Fn(_)| {
                    // If it panics, nothing is remembered.
                    let mut held =
                        std::mem::take(&mut *memory.lock().unwrap_or_else(PoisonError::into_inner));
                    let outcome = assess_after(&mut held, &document, trial, cancel, so_far);
                    *memory.lock().unwrap_or_else(PoisonError::into_inner) = held;
                    outcome
                },
            )
            .that_only_looks(),
            states: States::default(),
            asked: None,
            trial: false,
            ticket: 0,
            pending: false,
            current: None,
            foreign: false,
            tables: None,
            tables_of: 0,
            settled: None,
            before_edit: None,
            opened: None,
            series: VecDeque::new(),
            edited: false,
            edits: 0,
            baseline: Baseline::default(),
            kept: Kept::new(pace),
            fault: None,
        }
    }

    /// All figures of the newest state that has been measured.
    pub fn current(&self) -> Option<&Arc<Assessment>> {
        self.current.as_ref()
    }

    /// Figures of single actors and ties, of the newest state that has been measured.
    pub fn tables(&self) -> Option<&Arc<Tables>> {
        self.tables.as_ref()
    }

    /// The same only if they are of the state that was asked about last.
    pub(super) fn tables_of_state(&self) -> Option<&Arc<Tables>> {
        self.tables.as_ref().filter(|_| self.tables_of == self.ticket)
    }

    /// All figures of the state that changes are compared with.
    pub fn baseline_values(&self) -> Option<&Arc<Assessment>> {
        match self.baseline {
            Baseline::LastEdit => self.before_edit.as_ref(),
            Baseline::Opened => self.opened.as_ref(),
            Baseline::Snapshot(_) => self.kept.figures(),
        }
    }

    /// The documents behind the figures that changes are compared with.
    pub fn states(&self) -> &States {
        &self.states
    }

    /// What changes are compared with.
    pub fn baseline(&self) -> Baseline {
        self.baseline
    }

    /// Value of an indicator minus its value in the baseline; none where either is undefined or not exact.
    pub fn delta(&self, id: &str) -> Option<f64> {
        let exactly = |assessment: &Assessment| {
            let reading = assessment.reading(id);
            reading.value.filter(|_| reading.precision == Precision::Exact)
        };
        Some(exactly(self.current.as_ref()?)? - exactly(self.baseline_values()?)?)
    }

    /// Value of an indicator after each of the last edits, oldest first.
    pub fn series<'a>(&'a self, id: &'a str) -> impl Iterator<Item = Option<f64>> + 'a {
        self.series.iter().map(move |assessment| assessment.value(id))
    }

    /// The figures on show are of an older state, or not all there yet.
    pub fn pending(&self) -> bool {
        self.pending
    }

    /// The figures on show are not even of this project.
    pub fn foreign(&self) -> bool {
        self.foreign
    }

    /// Grows with every edit that an indicator could notice.
    pub fn edits(&self) -> u64 {
        self.edits
    }

    pub(super) fn set_baseline(&mut self, baseline: Baseline, document: &Document) {
        self.baseline = baseline;
        self.follow_snapshot(document);
    }

    /// The snapshot that changes are compared with may be gone; then the last edit takes its place.
    pub(super) fn follow_snapshot(&mut self, document: &Document) {
        if let Baseline::Snapshot(id) = self.baseline
            && !self.kept.follow(id, document)
        {
            self.baseline = Baseline::default();
        }
    }

    /// Measures this state unless it reads the same as the one asked about before.
    pub(super) fn ask(&mut self, document: &Arc<Document>, trial: bool) {
        if !trial {
            self.states.note(document);
        }
        let same = self
            .asked
            .as_ref()
            .is_some_and(|asked| asked.same_for_indicators(document));
        if same && self.trial == trial {
            return;
        }
        self.asked = Some(Arc::clone(document));
        self.trial = trial;
        self.ticket += 1;
        self.pending = true;
        self.measuring.ask(self.ticket, (Arc::clone(document), trial));
        self.poll();
    }

    /// An edit has been made: what was measured last is what it will be compared with.
    pub(super) fn mark_edit(&mut self) {
        self.states.mark_edit();
        self.before_edit.clone_from(&self.settled);
        self.edited = true;
        self.edits += 1;
    }

    /// Another project is on the table: nothing before it counts.
    pub(super) fn restart(&mut self) {
        self.states.restart();
        self.kept.forget();
        if matches!(self.baseline, Baseline::Snapshot(_)) {
            self.baseline = Baseline::default();
        }
        self.before_edit = None;
        self.opened = None;
        self.series.clear();
        self.edited = false;
        self.foreign = self.pending;
        if self.tables_of != self.ticket {
            self.tables = None;
        }
        if self.pending {
            // Of the project before: an edit that comes sooner than the figures is compared with nothing.
            self.settled = None;
        } else {
            self.opened.clone_from(&self.settled);
            self.before_edit.clone_from(&self.settled);
            self.series.extend(self.settled.clone());
        }
    }

    /// A failure of the program itself while measuring, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.fault.take().or_else(|| self.kept.take_fault())
    }

    pub(super) fn poll(&mut self) {
        self.kept.poll();
        if let Some((ticket, answer)) = self.measuring.poll()
            && ticket == self.ticket
        {
            match answer {
                Answer::Done(measured) => self.take_in(measured),
                Answer::Panicked(text) => {
                    self.pending = false;
                    self.fault = Some(text);
                }
            }
        }
    }

    fn take_in(&mut self, measured: Measured) {
        if let Some(tables) = measured.tables {
            self.tables = Some(tables);
            self.tables_of = self.ticket;
        }
        self.current = Some(Arc::clone(&measured.figures));
        self.foreign = false;
        if !measured.settled {
            return;
        }
        // The last stage may add figures to a state that has been taken in already.
        if std::mem::take(&mut self.pending) {
            self.settle(measured.figures);
        } else if !self.trial {
            self.complete(&measured.figures);
        }
    }

    /// Puts the figures of the same state with more of them in the place of those that it had.
    fn complete(&mut self, figures: &Arc<Assessment>) {
        let Some(before) = self.settled.replace(Arc::clone(figures)) else {
            return;
        };
        let others = [&mut self.opened, &mut self.before_edit].into_iter().flatten();
        for slot in others.chain(&mut self.series) {
            if Arc::ptr_eq(slot, &before) {
                *slot = Arc::clone(figures);
            }
        }
    }

    fn settle(&mut self, assessment: Arc<Assessment>) {
        if self.trial {
            return;
        }
        if self.opened.is_none() {
            self.opened = Some(Arc::clone(&assessment));
            self.before_edit = Some(Arc::clone(&assessment));
        }
        self.settled = Some(Arc::clone(&assessment));
        // Giving up a trial measures the same state once more, which is no edit.
        if std::mem::take(&mut self.edited) || self.series.is_empty() {
            self.series.push_back(assessment);
        }
        if self.series.len() > REMEMBERED {
            self.series.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_another_project_are_not_shown() {
        let mut track = Track::new(&Pace::Inline);
        track.ask(&Arc::default(), false);
        track.restart();
        assert!(track.tables().is_some(), "they are of this project");
        // As when the worker has not answered for the new project yet.
        track.ticket += 1;
        track.restart();
        assert!(track.tables().is_none());
    }
}
