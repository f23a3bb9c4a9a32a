//! Writes the recovery copy on a thread of its own, so that the window never waits for a disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::files::journal::{Journal, Start, Told};
use crate::model::Document;

use crate::session::work::Clerk;

/// Time between two orders to the disk.
const SYNC: Duration = Duration::from_secs(2);
/// Time until the log is looked after, without anything to do.
const CARE: Duration = Duration::from_millis(500);
/// Time until what failed is tried again.
const AGAIN: Duration = Duration::from_secs(10);

/// What the scribe is told.
pub(super) enum Order {
    /// Another project is on the table.
    Begin(Arc<Start>),
    /// Another project is on the table, which goes on with this recovery copy.
    Adopt(Box<Journal>),
    /// The project is like this now.
    Record(Arc<Document>, Told),
    /// The file holds this now, `safe`ly as far as the system can tell.
    Saved {
        start: Arc<Start>,
        told: Told,
        safe: bool,
    },
    /// The project leaves the table.
    Leave {
        /// There are changes that nobody wanted to save.
        keep: bool,
    },
}

/// What the scribe says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// The recovery copy holds what it was told.
    Written,
    /// There is no recovery copy, as there is nothing to recover.
    Nothing,
    /// It cannot be written, for this reason.
    Failed(String),
}

/// Has the recovery copy of the project on the table.
pub(super) struct Scribe {
    root: PathBuf,
    start: Arc<Start>,
    journal: Option<Journal>,
    /// What could not be written yet.
    owed: Option<(Arc<Document>, Told)>,
    /// Records have been written since the disk was last told.
    unsynced: bool,
    synced: Instant,
    /// A save could not be confirmed, so nothing is thrown away because of it.
    doubtful: bool,
    /// Looking after the log has failed; it is let alone.
    careless: bool,
}

impl Scribe {
    pub(super) fn new(root: PathBuf, start: Arc<Start>) -> Self {
        Self {
            root,
            start,
            journal: None,
            owed: None,
            unsynced: false,
            synced: Instant::now(),
            doubtful: false,
            careless: false,
        }
    }

    fn record(&mut self, document: Arc<Document>, told: Told) -> Option<Word> {
        let result = match &mut self.journal {
            // What is in the file needs no copy.
            None if told.saved && *document == self.start.document => {
                self.owed = None;
                return None;
            }
            None => Journal::begin(&self.root, &self.start, &document, &told).map(|journal| {
                self.synced = Instant::now();
                self.journal = Some(journal);
            }),
            Some(journal) => journal.record(&document, &told).map(|()| self.unsynced = true),
        };
        Some(match result {
            Ok(()) => {
                self.owed = None;
                Word::Written
            }
            Err(error) => {
                self.owed = Some((document, told));
                Word::Failed(reason(&error))
            }
        })
    }

    fn saved(&mut self, start: Arc<Start>, told: &Told, safe: bool) -> Option<Word> {
        self.start = start;
        if !safe {
            self.doubtful = true;
            return None;
        }
        self.doubtful = false;
        let owed = self.owed.take();
        let journal = self.journal.take()?;
        if let Some((document, told)) = owed {
            // Not all of it was written down, so what there is does not tell what is left.
            let told = told.clone();
            journal.remove();
            return self.record(document, told);
        }
        match journal.saved(&self.start, told) {
            Ok(journal) => {
                self.journal = journal;
                Some(match self.journal {
                    Some(_) => Word::Written,
                    None => Word::Nothing,
                })
            }
            Err((journal, error)) => {
                self.journal = Some(*journal);
                Some(Word::Failed(reason(&error)))
            }
        }
    }

    fn leave(&mut self, keep: bool) -> Option<Word> {
        self.owed = None;
        let journal = self.journal.take()?;
        if keep || std::mem::take(&mut self.doubtful) {
            journal.let_go().err().map(|error| Word::Failed(reason(&error)))
        } else {
            journal.remove();
            None
        }
    }
}

impl Clerk for Scribe {
    type Order = Order;
    type Word = Word;

    fn follow(&mut self, order: Order) -> Option<Word> {
        match order {
            Order::Begin(start) => {
                self.start = start;
                self.journal = None;
                self.careless = false;
                None
            }
            Order::Adopt(journal) => {
                self.start = Arc::new(Start {
                    document: Document::default(),
                    file: None,
                    exact: false,
                });
                self.journal = Some(*journal);
                self.careless = false;
                Some(Word::Written)
            }
            Order::Record(document, told) => self.record(document, told),
            Order::Saved { start, told, safe } => self.saved(start, &told, safe),
            Order::Leave { keep } => self.leave(keep),
        }
    }

    fn due(&self) -> Option<Duration> {
        let cares = |journal: &Journal| journal.wants_care() && !self.careless;
        if self.owed.is_some() {
            Some(AGAIN)
        } else if self.unsynced {
            Some(SYNC.saturating_sub(self.synced.elapsed()))
        } else {
            self.journal.as_ref().is_some_and(cares).then_some(CARE)
        }
    }

    fn go_on(&mut self) -> Option<Word> {
        if let Some((document, told)) = self.owed.take() {
            return self.record(document, told);
        }
        let journal = self.journal.as_mut()?;
        if std::mem::take(&mut self.unsynced) {
            self.synced = Instant::now();
            return journal.sync().err().map(|error| Word::Failed(reason(&error)));
        }
        if let Err(error) = journal.care() {
            log::warn!("the recovery copy cannot be looked after: {error}");
            self.careless = true;
        }
        None
    }

    fn give_up(&mut self, reason: String) -> Option<Word> {
        // What is on the disk stays there; the next record begins another.
        self.journal = None;
        Some(Word::Failed(reason))
    }

    fn covers(later: &Order, earlier: &Order) -> bool {
        matches!((later, earlier), (Order::Record(..), Order::Record(..)))
    }
}

fn reason(error: &std::io::Error) -> String {
    crate::files::fault::plain(error)
}
