//! What the cluster lacks, kept up with every edit; and what would help or hurt it most, when somebody asks.

use std::sync::Arc;

use crate::analysis::advice::{Advice, Question, advise};
use crate::analysis::gaps::{Gap, gaps};
use crate::base::progress::Progress;
use crate::model::Document;

use super::Pace;
use super::desk::Desk;

/// A question with the state that it is about.
struct Job {
    question: Question,
    document: Arc<Document>,
    progress: Progress,
}

/// The gap list of what is shown, and the advice that was asked for.
pub struct Adviser {
    looking: Desk<Arc<Document>, Arc<Vec<Gap>>>,
    trying: Desk<Job, Arc<Advice>>,
    /// The document whose gaps were last asked for.
    looked_at: Option<Arc<Document>>,
    gaps: Option<Arc<Vec<Gap>>>,
    question: Option<Question>,
    /// The document that the advice is for.
    advised: Option<Arc<Document>>,
    advice: Option<Arc<Advice>>,
    /// The state on show is another one than that.
    stale: bool,
    progress: Progress,
}

impl Adviser {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            looking: Desk::new("gaps", pace, |document: Arc<Document>, cancel: &_| {
                gaps(&document, cancel).map(Arc::new)
            }),
            trying: Desk::new("advice", pace, |job: Job, cancel: &_| {
                advise(&job.document, &job.question, &job.progress, cancel).map(Arc::new)
            }),
            looked_at: None,
            gaps: None,
            question: None,
            advised: None,
            advice: None,
            stale: false,
            progress: Progress::new(),
        }
    }

    /// What the cluster lacks, the costliest first; of the newest state that has been looked at.
    pub fn gaps(&self) -> Option<&Arc<Vec<Gap>>> {
        self.gaps.as_ref()
    }

    /// The gaps on show are of an older state.
    pub fn gaps_pending(&self) -> bool {
        self.looking.pending()
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
        self.trying.pending()
    }

    /// How far the work on the answer is, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.progress.share()
    }

    /// The cluster has changed since the question was asked: the answer is about the state of then.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Looks for the gaps of this state, unless it reads the same as the one before.
    pub(super) fn look(&mut self, document: &Arc<Document>) {
        let is_other = |state: &Arc<Document>| !state.same_for_indicators(document);
        self.stale = self.advised.as_ref().is_some_and(is_other);
        if self.looked_at.as_ref().is_none_or(is_other) {
            self.looking.ask(Arc::clone(document));
            self.poll();
        }
        self.looked_at = Some(Arc::clone(document));
    }

    /// Asks a question about this state in the place of the one before; asking the same again works it out anew.
    pub(super) fn ask(&mut self, question: Question, document: &Arc<Document>) {
        self.close();
        self.progress = Progress::new();
        self.advised = Some(Arc::clone(document));
        self.question = Some(question.clone());
        self.trying.ask(Job {
            question,
            document: Arc::clone(document),
            progress: self.progress.clone(),
        });
        self.poll();
    }

    /// Nobody wants to know any more; work under way is given up.
    pub(super) fn close(&mut self) {
        self.trying.cancel();
        self.question = None;
        self.advised = None;
        self.advice = None;
        self.stale = false;
    }

    /// Another project is on the table.
    pub(super) fn restart(&mut self) {
        self.close();
        self.gaps = None;
        self.looked_at = None;
    }

    pub(super) fn poll(&mut self) {
        if let Some(gaps) = self.looking.take() {
            self.gaps = Some(gaps);
        }
        if let Some(advice) = self.trying.take() {
            self.advice = Some(advice);
        }
    }

    /// A failure of the program itself on the way to an answer, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.looking.take_fault().or_else(|| self.trying.take_fault())
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
        assert!(session.adviser().is_stale());
        let moved = session.track().delta("trust").unwrap();
        assert!((moved - advice.suggestions[0].gain).abs() < 1e-12);
        session.perform(Action::CloseAdvice);
        assert!(session.adviser().advice().is_none());
    }
}
