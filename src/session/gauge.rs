//! How well the map can be read, now and before the last layout, while somebody looks at it.

use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::graph::groups;
use crate::layout::readability::{self, Readability};
use crate::model::Document;

use super::desk::Desk;
use super::forms::tied;
use super::{Pace, Session};

/// A state of the project and how well its map can be read.
type Measured = (Arc<Document>, Readability);

/// Measures the map.
pub struct Gauge {
    desk: Desk<Arc<Document>, Measured>,
    wanted: bool,
    /// The state on show, its figures once they are known.
    present: Arc<Document>,
    now: Option<Measured>,
    /// The state before the last layout.
    earlier: Option<Arc<Document>>,
    before: Option<Measured>,
}

impl Gauge {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            desk: Desk::new("readability", pace, |document: Arc<Document>, cancel: &Cancel| {
                let found = measure(&document, cancel)?;
                Ok((document, found))
            }),
            wanted: false,
            present: Arc::default(),
            now: None,
            earlier: None,
            before: None,
        }
    }

    /// Somebody looks.
    pub fn wanted(&self) -> bool {
        self.wanted
    }

    /// Figures of the state on show; of one before it while [`Gauge::pending`].
    pub fn now(&self) -> Option<&Readability> {
        self.now.as_ref().map(|(_, found)| found)
    }

    /// Figures of the state before the last layout; none before the first one.
    pub fn before(&self) -> Option<&Readability> {
        let earlier = self.earlier.as_ref()?;
        let (of, found) = self.before.as_ref()?;
        Arc::ptr_eq(of, earlier).then_some(found)
    }

    /// There has been a layout that can be compared with what was before it.
    pub fn compares(&self) -> bool {
        self.earlier.is_some()
    }

    /// Somebody is at work on figures that are wanted.
    pub fn pending(&self) -> bool {
        self.desk.pending()
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.desk.take_fault()
    }

    /// Somebody looks, or nobody any more.
    pub(super) fn want(&mut self, wanted: bool) {
        self.wanted = wanted;
        if wanted {
            self.go_on();
        } else {
            self.desk.cancel();
        }
    }

    /// This state is on show.
    pub(super) fn keep_up(&mut self, document: &Arc<Document>) {
        self.present = Arc::clone(document);
        if self.wanted {
            self.go_on();
        }
    }

    /// A layout is about to move the actors of this state.
    pub(super) fn note_layout(&mut self, before: &Arc<Document>) {
        self.earlier = Some(Arc::clone(before));
        // It was on show until now: its figures may be known.
        self.before = self.now.take().filter(|(of, _)| Arc::ptr_eq(of, before));
    }

    /// Another project is on the table.
    pub(super) fn restart(&mut self) {
        self.desk.cancel();
        (self.now, self.earlier, self.before) = (None, None, None);
    }

    /// What is shown comes first, then what was before.
    fn go_on(&mut self) {
        let same = |known: &Option<Measured>, of: &Arc<Document>| {
            known.as_ref().is_some_and(|(known, _)| Arc::ptr_eq(known, of))
        };
        if !same(&self.now, &self.present) {
            self.desk.ask(Arc::clone(&self.present));
        } else if let Some(earlier) = &self.earlier
            && !same(&self.before, earlier)
        {
            self.desk.ask(Arc::clone(earlier));
        } else {
            return;
        }
        self.poll();
    }

    pub(super) fn poll(&mut self) {
        let Some((of, found)) = self.desk.take() else {
            return;
        };
        if self
            .earlier
            .as_ref()
            .is_some_and(|earlier| Arc::ptr_eq(earlier, &of))
        {
            self.before = Some((Arc::clone(&of), found));
        }
        if Arc::ptr_eq(&of, &self.present) {
            self.now = Some((of, found));
        }
        if self.wanted {
            self.go_on();
        }
    }
}

/// How well the map of a project can be read; groups are those that deal with themselves.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn measure(document: &Document, cancel: &Cancel) -> Result<Readability, Cancelled> {
    let groups = groups::leiden(&tied(document), 0, cancel)?;
    readability::measure(document, &groups.of, cancel)
}

impl Session {
    /// How well the map can be read.
    pub fn gauge(&self) -> &Gauge {
        &self.gauge
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::layout::Form;
    use crate::session::Action;

    #[test]
    fn figures_follow_the_map_and_remember_what_was_before_a_layout() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        assert!(session.gauge().now().is_none(), "nobody looks");
        session.perform(Action::WantGauge(true));
        let first = *session.gauge().now().unwrap();
        assert!(!session.gauge().compares());
        session.perform(Action::ArrangeAs(Form::Circle));
        let then = *session.gauge().now().unwrap();
        assert_eq!(session.gauge().before(), Some(&first));
        assert_ne!(then, first);
        session.perform(Action::Undo);
        assert_eq!(session.gauge().now(), Some(&first));
        session.perform(Action::WantGauge(false));
        session.perform(Action::ArrangeAs(Form::Grid));
        assert_eq!(session.gauge().now(), None);
        session.perform(Action::WantGauge(true));
        assert!(session.gauge().now().is_some() && session.gauge().before() == Some(&first));
    }
}
