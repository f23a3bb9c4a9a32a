//! Whether the shape of the network is more than chance: worked out beside everything else when a person asks.

use std::sync::Arc;

use crate::analysis::chance::{self, Chance, LEAST_REWIRINGS, MOST_REWIRINGS};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::graph::Lens;
use crate::graph::lens::View;
use crate::model::Document;

use super::Pace;
use super::work::{Answer, Worker};

/// What is to be compared with chance.
struct Job {
    document: Arc<Document>,
    lens: Lens,
    rewirings: usize,
    progress: Progress,
}

/// The comparison with chance that was last asked for.
pub struct Odds {
    drawing: Worker<Job, Arc<Chance>>,
    ticket: u64,
    /// The state that is being compared, and how far that is.
    running: Option<(Arc<Document>, Progress)>,
    /// The last comparison and the state that it is of.
    done: Option<(Arc<Document>, Arc<Chance>)>,
    fault: Option<String>,
}

impl Odds {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            drawing: Worker::new("rewiring", pace, |job: Job, cancel: &Cancel| {
                let seed = job.document.project().seed.number();
                chance::compare(
                    &job.document,
                    &job.lens,
                    job.rewirings,
                    seed,
                    &job.progress,
                    cancel,
                )
                .map(Arc::new)
            }),
            ticket: 0,
            running: None,
            done: None,
            fault: None,
        }
    }

    /// How far the comparison under way is, 0 to 1.
    pub fn running(&self) -> Option<f64> {
        self.running.as_ref().map(|(_, progress)| progress.share())
    }

    /// The last comparison, of whatever state.
    pub fn last(&self) -> Option<&Arc<Chance>> {
        self.done.as_ref().map(|(_, chance)| chance)
    }

    /// The comparison of this state through this lens; `None` when there is none, or only another one.
    pub fn of(&self, document: &Arc<Document>, lens: &Lens) -> Option<&Arc<Chance>> {
        let (compared, chance) = self.done.as_ref()?;
        let same = Arc::ptr_eq(compared, document) || compared.same_for_indicators(document);
        let same_seed = chance.seed == document.project().seed.number();
        (same && same_seed && chance.lens == *lens).then_some(chance)
    }

    /// Draws so many rewirings of this state in the place of what is under way; nothing where ties have a direction,
    /// which rewirings do not keep.
    pub(super) fn start(&mut self, document: &Arc<Document>, lens: Lens, rewirings: usize) {
        if lens.view == View::Directed {
            return;
        }
        let progress = Progress::new();
        self.running = Some((Arc::clone(document), progress.clone()));
        self.ticket += 1;
        let job = Job {
            document: Arc::clone(document),
            lens,
            rewirings: rewirings.clamp(LEAST_REWIRINGS, MOST_REWIRINGS),
            progress,
        };
        self.drawing.ask(self.ticket, job);
        self.poll();
    }

    /// Gives up what is under way; the last comparison stays.
    pub(super) fn stop(&mut self) {
        self.drawing.cancel();
        self.ticket += 1;
        self.running = None;
    }

    /// Another project is on the table.
    pub(super) fn restart(&mut self) {
        self.stop();
        self.done = None;
    }

    pub(super) fn poll(&mut self) {
        if let Some((ticket, answer)) = self.drawing.poll()
            && ticket == self.ticket
            && let Some((document, _)) = self.running.take()
        {
            match answer {
                Answer::Done(chance) => self.done = Some((document, chance)),
                Answer::Panicked(text) => self.fault = Some(text),
            }
        }
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.fault.take()
    }
}
