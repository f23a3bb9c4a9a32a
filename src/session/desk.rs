//! A desk: one question at a time, whether somebody is at work on it, and what went wrong.

use crate::base::cancel::{Cancel, Cancelled};

use super::Pace;
use super::work::{Answer, Worker};

/// A worker that answers nothing but the newest question, and not even that once it is given up.
pub struct Desk<In, Out> {
    worker: Worker<In, Out>,
    ticket: u64,
    pending: bool,
    fault: Option<String>,
}

impl<In: Send + 'static, Out: Send + 'static> Desk<In, Out> {
    /// A desk at which `job` is done, on a thread with this name or inline. The job writes no files: it is given up when
    /// the program ends.
    pub(super) fn new(
        name: &str,
        pace: &Pace,
        job: impl Fn(In, &Cancel) -> Result<Out, Cancelled> + Send + Sync + 'static,
    ) -> Self {
        Self::of(Worker::new(name, pace, job).that_only_looks())
    }

    /// The same for a job that writes files: what was asked for last is finished before the program ends.
    pub(super) fn writing(
        name: &str,
        pace: &Pace,
        job: impl Fn(In, &Cancel) -> Result<Out, Cancelled> + Send + Sync + 'static,
    ) -> Self {
        Self::of(Worker::new(name, pace, job))
    }

    fn of(worker: Worker<In, Out>) -> Self {
        Self {
            worker,
            ticket: 0,
            pending: false,
            fault: None,
        }
    }

    /// Asks this in the place of whatever was asked before.
    pub fn ask(&mut self, input: In) {
        self.ticket += 1;
        self.pending = true;
        self.worker.ask(self.ticket, input);
    }

    /// Nobody wants to know any more.
    pub fn cancel(&mut self) {
        self.worker.cancel();
        self.ticket += 1;
        self.pending = false;
    }

    /// Somebody is at work on an answer.
    pub fn pending(&self) -> bool {
        self.pending
    }

    /// The answer, once.
    pub fn take(&mut self) -> Option<Out> {
        let (ticket, answer) = self.worker.poll()?;
        if ticket != self.ticket {
            return None;
        }
        self.pending = false;
        match answer {
            Answer::Done(out) => Some(out),
            Answer::Panicked(text) => {
                self.fault = Some(text);
                None
            }
        }
    }

    /// The work ended in a failure of the program itself that nobody has been told of yet.
    pub fn has_failed(&self) -> bool {
        self.fault.is_some()
    }

    /// That failure, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.fault.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_up_gets_no_answer_and_a_failure_is_told_once() {
        let mut desk = Desk::new("test", &Pace::Inline, |n: u32, _: &Cancel| {
            assert_ne!(n, 13, "unlucky");
            Ok(n * 2)
        });
        desk.ask(21);
        assert!(desk.pending());
        assert_eq!(desk.take(), Some(42));
        assert!(!desk.pending());
        desk.ask(21);
        desk.cancel();
        assert!(!desk.pending());
        assert_eq!(desk.take(), None);
        desk.ask(13);
        assert_eq!(desk.take(), None);
        assert!(desk.has_failed() && !desk.pending());
        assert!(desk.take_fault().is_some_and(|text| text.contains("unlucky")));
        assert_eq!(desk.take_fault(), None);
    }
}
