//! Why a figure is what it is and why it changed, worked out beside everything else when somebody asks.

use std::sync::Arc;

use crate::analysis::indicator::Indicator;
use crate::analysis::{ChangeStory, StateStory, explain_change, explain_state, is_seen_through, registry};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::graph::Lens;
use crate::model::{Document, SnapshotId};

use super::Pace;
use super::desk::Desk;
use super::looking::Looking;
use super::track::Baseline;

/// Which two states a question is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Between {
    /// Before and after the last edit that a figure could notice.
    LastEdit,
    /// When the project was opened, and now.
    Opened,
    /// When this snapshot was taken, and now.
    Snapshot(SnapshotId),
    /// Any two states, such as snapshots, the first before the second.
    States(Arc<Document>, Arc<Document>),
}

impl Between {
    /// What people call it.
    pub fn name(&self, document: &Document) -> String {
        match self {
            Self::LastEdit => "Since the last edit".to_owned(),
            Self::Opened => "Since opening".to_owned(),
            Self::Snapshot(id) => format!("Since “{}”", document.snapshot_name(*id)),
            Self::States(..) => "Between two states".to_owned(),
        }
    }
}

impl From<Baseline> for Between {
    fn from(baseline: Baseline) -> Self {
        match baseline {
            Baseline::LastEdit => Self::LastEdit,
            Baseline::Opened => Self::Opened,
            Baseline::Snapshot(id) => Self::Snapshot(id),
        }
    }
}

/// What somebody wants to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Id of the indicator.
    pub indicator: &'static str,
    /// Which change is meant.
    pub between: Between,
}

/// The answer: why the figure has its value in the later state, and why it changed.
#[derive(Clone, Debug)]
pub struct Story {
    /// What was asked.
    pub question: Question,
    /// The earlier state; none before the first edit of a project.
    pub before: Option<Arc<Document>>,
    /// The later state.
    pub after: Arc<Document>,
    /// Why it is what it is.
    pub state: StateStory,
    /// Why it changed.
    pub change: Option<ChangeStory>,
}

impl Story {
    /// The sentence to show first: about the change if there is one, else about the state.
    pub fn sentence(&self) -> &str {
        match &self.change {
            Some(change) if change.from != change.to => &change.sentence,
            _ => &self.state.sentence,
        }
    }
}

/// A question with the states that it is about at the moment.
struct Job {
    question: Question,
    indicator: &'static Indicator,
    before: Option<Arc<Document>>,
    after: Arc<Document>,
    /// What the network is looked at through, if that changes the figure.
    lens: Option<Lens>,
    progress: Progress,
}

/// What was last asked about.
struct Asked {
    before: Option<Arc<Document>>,
    after: Arc<Document>,
    lens: Option<Lens>,
}

/// The open question, the work on it, and its answer.
pub struct Why {
    explaining: Desk<Job, Arc<Story>>,
    question: Option<Question>,
    asked: Option<Asked>,
    progress: Progress,
    story: Option<Arc<Story>>,
}

impl Why {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            explaining: Desk::new("explaining", pace, |job: Job, cancel: &_| {
                explain(job, cancel).map(Arc::new)
            }),
            question: None,
            asked: None,
            progress: Progress::new(),
            story: None,
        }
    }

    /// What is asked, until it is closed.
    pub fn question(&self) -> Option<&Question> {
        self.question.as_ref()
    }

    /// The newest answer to the open question. It may be of a state before the newest edit while [`Why::pending`].
    pub fn story(&self) -> Option<&Arc<Story>> {
        self.story.as_ref()
    }

    /// The answer is being worked out.
    pub fn pending(&self) -> bool {
        self.explaining.pending()
    }

    /// How far the work is, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.progress.share()
    }

    /// Asks a question in the place of the one before.
    pub(super) fn open(&mut self, question: Question) {
        // Asked again about states that read the same, it is about these very states from now on.
        if self.question.as_ref() != Some(&question) {
            self.close();
        }
        self.question = registry::find(question.indicator).map(|_| question);
    }

    /// Nobody wants to know any more.
    pub(super) fn close(&mut self) {
        self.explaining.cancel();
        self.question = None;
        self.asked = None;
        self.story = None;
    }

    /// Has the open question worked out for these states as they are looked at, unless it was for the same before.
    pub(super) fn keep_up(&mut self, states: &States, looking: &Looking) {
        let Some(question) = &self.question else { return };
        let (before, after) = match &question.between {
            Between::LastEdit => (states.before_edit.clone(), states.current.as_ref()),
            Between::Opened => (states.opened.clone(), states.current.as_ref()),
            Between::Snapshot(id) => (states.kept(*id), states.current.as_ref()),
            Between::States(before, after) => (Some(Arc::clone(before)), Some(after)),
        };
        let Some(after) = after else { return };
        let indicator =
            registry::find(question.indicator).expect("only registered indicators are asked about");
        let lens = looking.lens();
        let lens = (looking.is_own() && is_seen_through(indicator, lens)).then(|| lens.clone());
        let same = |asked: &Asked| {
            asked.lens == lens
                && same_state(asked.before.as_ref(), before.as_ref())
                && same_state(Some(&asked.after), Some(after))
        };
        if self.asked.as_ref().is_some_and(same) {
            return;
        }
        self.asked = Some(Asked {
            before: before.clone(),
            after: Arc::clone(after),
            lens: lens.clone(),
        });
        self.progress = Progress::new();
        self.explaining.ask(Job {
            question: question.clone(),
            indicator,
            before,
            after: Arc::clone(after),
            lens,
            progress: self.progress.clone(),
        });
        self.poll();
    }

    pub(super) fn poll(&mut self) {
        if let Some(story) = self.explaining.take() {
            self.story = Some(story);
        }
    }

    /// A failure of the program itself while explaining, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.explaining.take_fault()
    }
}

fn same_state(a: Option<&Arc<Document>>, b: Option<&Arc<Document>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.same_for_indicators(b),
        (None, None) => true,
        _ => false,
    }
}

fn explain(job: Job, cancel: &Cancel) -> Result<Story, Cancelled> {
    let change = match &job.before {
        Some(before) => Some(explain_change(
            before,
            &job.after,
            job.indicator,
            job.lens.as_ref(),
            &job.progress,
            cancel,
        )?),
        None => None,
    };
    Ok(Story {
        state: explain_state(&job.after, job.indicator, job.lens.as_ref(), cancel)?,
        question: job.question,
        before: job.before,
        after: job.after,
        change,
    })
}

/// The states that changes are compared with, as documents: what [`super::Track`] has as figures. None of them is a
/// trial.
#[derive(Clone, Debug, Default)]
pub struct States {
    current: Option<Arc<Document>>,
    before_edit: Option<Arc<Document>>,
    opened: Option<Arc<Document>>,
}

impl States {
    /// The newest state.
    pub fn current(&self) -> Option<&Arc<Document>> {
        self.current.as_ref()
    }

    /// The state before the last edit that a figure could notice; none before the first one.
    pub fn before_edit(&self) -> Option<&Arc<Document>> {
        self.before_edit.as_ref()
    }

    /// The state when the project was opened.
    pub fn opened(&self) -> Option<&Arc<Document>> {
        self.opened.as_ref()
    }

    /// The state that this snapshot keeps; none where there is no such snapshot any more.
    fn kept(&self, id: SnapshotId) -> Option<Arc<Document>> {
        let snapshot = self.current.as_ref()?.snapshot(id)?;
        Some(Arc::new(snapshot.state().clone()))
    }

    /// This state is on the table.
    pub(super) fn note(&mut self, document: &Arc<Document>) {
        self.current = Some(Arc::clone(document));
        if self.opened.is_none() {
            self.opened.clone_from(&self.current);
        }
    }

    /// An edit has been made to what was noted last.
    pub(super) fn mark_edit(&mut self) {
        self.before_edit.clone_from(&self.current);
    }

    /// Another project is on the table; its state has been noted.
    pub(super) fn restart(&mut self) {
        self.before_edit = None;
        self.opened.clone_from(&self.current);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::files::settings::Settings;
    use crate::model::{Actor, ActorKind, Edit, Place, Tie, TieKind};
    use crate::session::{Action, Session};

    fn session() -> Session {
        Session::new(Settings::default(), None, &Pace::Inline)
    }

    fn add(session: &mut Session, name: &str) {
        let place = Place {
            at: Point::new(100.0 * session.document().actor_count() as f64, 0.0),
            pinned: false,
        };
        let actor = Actor::new(name, ActorKind::Final);
        session.perform(Action::Edit(Edit::AddActors(vec![(actor, place)])));
    }

    #[test]
    fn the_last_edit_and_the_opening_are_explained_and_kept_up_with() {
        let mut session = session();
        add(&mut session, "Alpha");
        add(&mut session, "Beta");
        let ids: Vec<_> = session.document().actors().map(|(id, _)| id).collect();
        session.perform(Action::Edit(Edit::AddTie(Tie::new(
            TieKind::Cooperation,
            ids[0],
            ids[1],
        ))));
        session.perform(Action::AskWhy(Question {
            indicator: "trust",
            between: Between::LastEdit,
        }));
        let story = Arc::clone(session.why().story().unwrap());
        let change = story.change.as_ref().unwrap();
        assert_eq!(change.causes.len(), 1);
        assert!(
            story.sentence().contains("the new cooperation tie Alpha–Beta"),
            "{}",
            story.sentence()
        );

        // The question stays open over an edit.
        session.perform(Action::Undo);
        let story = Arc::clone(session.why().story().unwrap());
        assert!(
            story
                .sentence()
                .contains("the loss of the cooperation tie Alpha–Beta"),
            "{}",
            story.sentence()
        );

        session.perform(Action::AskWhy(Question {
            indicator: "trust",
            between: Between::Opened,
        }));
        assert_eq!(
            session.why().story().unwrap().change.as_ref().unwrap().from,
            Some(0.0)
        );
        session.perform(Action::CloseWhy);
        assert!(session.why().story().is_none() && session.why().question().is_none());
    }

    #[test]
    fn a_fresh_project_has_no_change_to_explain() {
        let mut session = session();
        session.perform(Action::AskWhy(Question {
            indicator: "overall",
            between: Between::LastEdit,
        }));
        let story = session.why().story().unwrap();
        assert!(story.change.is_none());
        assert!(story.sentence().starts_with("Overall is"), "{}", story.sentence());
    }

    #[test]
    fn a_figure_is_explained_as_it_is_looked_at() {
        use crate::analysis::View;

        let mut session = session();
        add(&mut session, "Alpha");
        let home = session.document().actors().next().unwrap().0;
        let mut far = Actor::new("Far", ActorKind::Customer);
        far.external = true;
        let place = Place {
            at: Point::new(500.0, 0.0),
            pinned: false,
        };
        session.perform(Action::Edit(Edit::AddActors(vec![(far, place)])));
        let far = session.document().actors().last().unwrap().0;
        session.perform(Action::Edit(Edit::AddTie(Tie::new(TieKind::Supply, home, far))));
        session.perform(Action::AskWhy(Question {
            indicator: "tied_pairs",
            between: Between::LastEdit,
        }));
        let pairs = |session: &Session| session.why().story().unwrap().state.value;
        assert_eq!(pairs(&session), Some(0.0));
        session.perform(Action::LookThrough(Lens::of(View::Knowledge)));
        assert_eq!(pairs(&session), Some(1.0));
        session.perform(Action::LookThrough(Lens::of(View::Plain)));
        assert_eq!(pairs(&session), Some(0.0));
    }
}
