//! Lets go of large things where nobody waits for it: to free a project of a million actors takes half a second.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use crate::model::Document;

use super::Pace;
use super::work::{Clerk, Line};

/// So long a project that others still look at waits until it is looked at again.
const LATER: Duration = Duration::from_secs(2);

/// Whoever has no use for something large any more hands it in here.
pub(super) struct Sweeping(Line<Sweeper>);

impl Sweeping {
    pub(super) fn new(pace: &Pace) -> Self {
        Self(Line::new("letting go", pace, Sweeper::default()))
    }

    /// A project that is not on the table any more. It is freed here even where somebody else is the last to look.
    pub(super) fn document(&mut self, document: Arc<Document>) {
        self.0.order(Gone::Document(document));
    }

    /// Anything else.
    pub(super) fn thing(&mut self, thing: impl Any + Send) {
        self.0.order(Gone::Thing(Box::new(thing)));
    }
}

/// What nobody needs any more.
enum Gone {
    Document(Arc<Document>),
    Thing(Box<dyn Any + Send>),
}

#[derive(Default)]
struct Sweeper {
    /// Projects that others still look at.
    waiting: Vec<Arc<Document>>,
}

impl Sweeper {
    fn sweep(&mut self) {
        self.waiting.retain(|document| Arc::strong_count(document) > 1);
    }
}

impl Clerk for Sweeper {
    type Order = Gone;
    type Word = ();

    fn follow(&mut self, order: Gone) -> Option<()> {
        match order {
            Gone::Document(document) => self.waiting.push(document),
            Gone::Thing(thing) => drop(thing),
        }
        self.sweep();
        None
    }

    fn due(&self) -> Option<Duration> {
        (!self.waiting.is_empty()).then_some(LATER)
    }

    fn go_on(&mut self) -> Option<()> {
        self.sweep();
        None
    }

    fn give_up(&mut self, reason: String) -> Option<()> {
        log::warn!("something could not be let go of: {reason}");
        None
    }

    fn covers(_: &Gone, _: &Gone) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_freed_when_nobody_looks_at_it_any_more() {
        let mut sweeper = Sweeper::default();
        let document = Arc::new(Document::default());
        assert_eq!(sweeper.follow(Gone::Document(Arc::clone(&document))), None);
        assert_eq!((sweeper.waiting.len(), sweeper.due()), (1, Some(LATER)));
        drop(document);
        assert_eq!(sweeper.go_on(), None);
        assert_eq!((sweeper.waiting.len(), sweeper.due()), (0, None));
    }
}
