//! What the cluster lacks, kept up with every edit; and what would help or hurt it most, when somebody asks.

use std::sync::Arc;

use crate::analysis::advice::{Advice, Question, advise};
use crate::analysis::gaps::{Gap, gaps};
use crate::base::progress::Progress;
use crate::model::Document;

use super::Pace;
use super::work::{Answer, Worker};

/// A question with the state that it is about.
struct Job {
    question: Question,
    document: Arc<Document>,
    progress: Progress,
}

/// The gap list of what is shown, and the advice that was asked for.
pub struct Adviser {
    looking: Worker<Arc<Document>, Arc<Vec<Gap>>>,
    trying: Worker<Job, Arc<Advice>>,
    /// The document whose gaps were last asked for.
    looked_at: Option<Arc<Document>>,
    gaps: Option<Arc<Vec<Gap>>>,
    /// Its gaps are those of an older state.
    looking_pending: bool,
    gaps_ticket: u64,
    question: Option<Question>,
    /// The document that the advice is for.
    advised: Option<Arc<Document>>,
    advice: Option<Arc<Advice>>,
    progress: Progress,
    pending: bool,
    ticket: u64,
    fault: Option<String>,
}

impl Adviser {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            looking: Worker::new("gaps", pace, |document: Arc<Document>, cancel: &_| {
                gaps(&document, cancel).map(Arc::new)
            }),
            trying: Worker::new("advice", pace, |job: Job, cancel: &_| {
                advise(&job.document, &job.question, &job.progress, cancel).map(Arc::new)
            }),
            looked_at: None,
            gaps: None,
            looking_pending: false,
            gaps_ticket: 0,
            question: None,
            advised: None,
            advice: None,
            progress: Progress::new(),
            pending: false,
            ticket: 0,
            fault: None,
        }
    }

    /// What the cluster lacks, the costliest first; of the newest state that has been looked at.
    pub fn gaps(&self) -> Option<&Arc<Vec<Gap>>> {
        self.gaps.as_ref()
    }

    /// The gaps on show are of an older state.
    pub fn gaps_pending(&self) -> bool {
        self.looking_pending
    }

    /// What was asked, until it is closed.
    pub fn question(&self) -> Option<&Question> {
        self.question.as_ref()
    }

    /// The answer to the open question.
    pub fn advice(&self) -> Option<&Arc<Advice>> {
        self.advice.as_ref()
    }

    /// The answer is being worked out.
    pub fn pending(&self) -> bool {
        self.pending
    }

    /// How far the work on the answer is, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.progress.share()
    }

    /// The cluster has changed since the question was asked: the answer is about the state of then.
    pub fn is_stale(&self, document: &Arc<Document>) -> bool {
        self.advised
            .as_ref()
            .is_some_and(|advised| !Arc::ptr_eq(advised, document) && !advised.same_for_indicators(document))
    }

    /// Looks for the gaps of this state, unless it reads the same as the one before.
    pub(super) fn look(&mut self, document: &Arc<Document>) {
        let same = self
            .looked_at
            .as_ref()
            .is_some_and(|looked_at| looked_at.same_for_indicators(document));
        if same {
            return;
        }
        self.looked_at = Some(Arc::clone(document));
        self.gaps_ticket += 1;
        self.looking_pending = true;
        self.looking.ask(self.gaps_ticket, Arc::clone(document));
        self.poll();
    }

    /// Asks a question about this state in the place of the one before; asking the same again works it out anew.
    pub(super) fn ask(&mut self, question: Question, document: &Arc<Document>) {
        self.close();
        self.ticket += 1;
        self.pending = true;
        self.progress = Progress::new();
        self.advised = Some(Arc::clone(document));
        self.question = Some(question.clone());
        self.trying.ask(
            self.ticket,
            Job {
                question,
                document: Arc::clone(document),
                progress: self.progress.clone(),
            },
        );
        self.poll();
    }

    /// Nobody wants to know any more; work under way is given up.
    pub(super) fn close(&mut self) {
        self.trying.cancel();
        self.ticket += 1;
        self.question = None;
        self.advised = None;
        self.advice = None;
        self.pending = false;
    }

    /// Another project is on the table.
    pub(super) fn restart(&mut self) {
        self.close();
        self.gaps = None;
        self.looked_at = None;
    }

    pub(super) fn poll(&mut self) {
        if let Some((ticket, answer)) = self.looking.poll()
            && ticket == self.gaps_ticket
        {
            self.looking_pending = false;
            match answer {
                Answer::Done(gaps) => self.gaps = Some(gaps),
                Answer::Panicked(text) => self.fault = Some(text),
            }
        }
        if let Some((ticket, answer)) = self.trying.poll()
            && ticket == self.ticket
        {
            self.pending = false;
            match answer {
                Answer::Done(advice) => self.advice = Some(advice),
                Answer::Panicked(text) => self.fault = Some(text),
            }
        }
    }

    /// A failure of the program itself on the way to an answer, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.fault.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::advice::{Among, Wish};
    use crate::base::geom::Point;
    use crate::files::settings::Settings;
    use crate::model::{Actor, ActorKind, Edit, Place, TieKind};
    use crate::session::{Action, Session};

    #[test]
    fn gaps_follow_edits_and_the_first_advice_can_be_taken() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        assert!(session.adviser().gaps().unwrap().is_empty());
        let place = |x: f64| Place {
            at: Point::new(x, 0.0),
            pinned: false,
        };
        let firms =
            ["Alpha", "Beta"].map(|name| (Actor::new(name, ActorKind::Final), place(name.len() as f64)));
        session.perform(Action::Edit(Edit::AddActors(firms.to_vec())));
        let alone = |session: &Session| {
            let gaps = session.adviser().gaps().unwrap();
            gaps.iter().any(|gap| gap.id == "isolated_firms")
        };
        assert!(alone(&session));
        session.perform(Action::Advise(Question {
            indicator: "trust",
            wish: Wish::NewTie {
                kind: TieKind::Cooperation,
                from: Among::Everyone,
                to: Among::Everyone,
            },
            most: 3,
        }));
        let advice = Arc::clone(session.adviser().advice().unwrap());
        assert_eq!((advice.suggestions.len(), advice.possible), (1, 1));
        session.perform(Action::Edit(advice.suggestions[0].proposal.edit()));
        assert!(!alone(&session));
        assert!(session.adviser().is_stale(session.document()));
        let moved = session.track().delta("trust").unwrap();
        assert!((moved - advice.suggestions[0].gain).abs() < 1e-12);
        session.perform(Action::CloseAdvice);
        assert!(session.adviser().advice().is_none());
    }
}
