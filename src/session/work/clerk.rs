//! Work of which nothing may be left out: orders are followed one after the other, and what is left to do is done when
//! there is time.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::super::Pace;
use super::{Wake, lock, panic_text, start};

/// Nobody waits longer than this for a clerk while the program is going down.
const PATIENCE: Duration = Duration::from_secs(10);

/// Somebody who follows orders.
pub(in crate::session) trait Clerk: Send + 'static {
    /// What it is told.
    type Order: Send + 'static;
    /// What it answers.
    type Word: Send + 'static;

    /// Follows an order.
    fn follow(&mut self, order: Self::Order) -> Option<Self::Word>;
    /// After how long without orders it goes on by itself; none when nothing is left to do.
    fn due(&self) -> Option<Duration>;
    /// Does what is left to do.
    fn go_on(&mut self) -> Option<Self::Word>;
    /// Something unforeseen has happened while it worked, for this reason.
    fn give_up(&mut self, reason: String) -> Option<Self::Word>;
    /// `later` says all that `earlier`, right before it in the line, says.
    fn covers(later: &Self::Order, earlier: &Self::Order) -> bool;
}

/// A clerk with its thread and the orders that wait.
pub(in crate::session) enum Line<C: Clerk> {
    Thread {
        shared: Arc<Desk<C>>,
        thread: Option<JoinHandle<()>>,
    },
    Inline {
        clerk: C,
        words: Vec<C::Word>,
    },
}

pub(in crate::session) struct Desk<C: Clerk> {
    state: Mutex<State<C>>,
    changed: Condvar,
}

struct State<C: Clerk> {
    orders: VecDeque<C::Order>,
    words: Vec<C::Word>,
    /// The clerk is at work, or something is left to do.
    busy: bool,
    /// What is left to do is to be done now.
    hurry: bool,
    quit: bool,
}

impl<C: Clerk> Line<C> {
    pub(in crate::session) fn new(name: &str, pace: &Pace, clerk: C) -> Self {
        let Pace::Threads(wake) = pace else {
            return Self::Inline {
                clerk,
                words: Vec::new(),
            };
        };
        let shared = Arc::new(Desk {
            state: Mutex::new(State {
                orders: VecDeque::new(),
                words: Vec::new(),
                busy: false,
                hurry: false,
                quit: false,
            }),
            changed: Condvar::new(),
        });
        let (mine, wake) = (Arc::clone(&shared), Arc::clone(wake));
        match start(name, clerk, move |clerk| serve(&mine, clerk, &wake)) {
            Ok(thread) => Self::Thread {
                shared,
                thread: Some(thread),
            },
            Err(clerk) => Self::Inline {
                clerk,
                words: Vec::new(),
            },
        }
    }

    /// Puts an order in line. Inline, everything is done when this returns.
    pub(in crate::session) fn order(&mut self, order: C::Order) {
        match self {
            Self::Thread { shared, .. } => {
                let mut state = lock(&shared.state);
                if state.orders.back().is_some_and(|last| C::covers(&order, last)) {
                    state.orders.pop_back();
                }
                state.orders.push_back(order);
                state.busy = true;
                shared.changed.notify_all();
            }
            Self::Inline { clerk, words } => {
                words.extend(contained(clerk, |clerk| clerk.follow(order)));
                if clerk.due().is_some() {
                    words.extend(contained(clerk, C::go_on));
                }
            }
        }
    }

    /// What it has answered since, in order.
    pub(in crate::session) fn poll(&mut self) -> Vec<C::Word> {
        match self {
            Self::Thread { shared, .. } => std::mem::take(&mut lock(&shared.state).words),
            Self::Inline { words, .. } => std::mem::take(words),
        }
    }

    /// Something that waits until all orders are followed and nothing is left to do. Any thread may call it, also while
    /// the program is going down.
    pub(in crate::session) fn settle(&self) -> Arc<dyn Fn() + Send + Sync> {
        match self {
            Self::Thread { shared, .. } => {
                let shared = Arc::clone(shared);
                Arc::new(move || settle(&shared))
            }
            Self::Inline { .. } => Arc::new(|| ()),
        }
    }
}

fn settle<C: Clerk>(shared: &Desk<C>) {
    let begun = Instant::now();
    let mut state = lock(&shared.state);
    state.hurry = true;
    shared.changed.notify_all();
    while state.busy && begun.elapsed() < PATIENCE {
        let waited = shared.changed.wait_timeout(state, Duration::from_millis(50));
        state = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
}

impl<C: Clerk> Drop for Line<C> {
    /// What was ordered is done even when the program ends right afterwards.
    fn drop(&mut self) {
        if let Self::Thread { shared, thread } = self {
            lock(&shared.state).quit = true;
            shared.changed.notify_all();
            if let Some(thread) = thread.take()
                && thread.join().is_err()
            {
                log::warn!("a clerk ended badly");
            }
        }
    }
}

fn serve<C: Clerk>(shared: &Desk<C>, mut clerk: C, wake: &Wake) {
    let mut idle_since = Instant::now();
    loop {
        let order = {
            let mut state = lock(&shared.state);
            loop {
                if let Some(order) = state.orders.pop_front() {
                    break Some(order);
                }
                let due = clerk.due();
                let left = due.map(|due| due.saturating_sub(idle_since.elapsed()));
                let now = state.quit || state.hurry || left == Some(Duration::ZERO);
                if due.is_some() && now {
                    break None;
                }
                if due.is_none() {
                    state.busy = false;
                    state.hurry = false;
                    shared.changed.notify_all();
                }
                if state.quit {
                    return;
                }
                state = match left {
                    Some(left) => {
                        let waited = shared.changed.wait_timeout(state, left);
                        waited.unwrap_or_else(PoisonError::into_inner).0
                    }
                    None => shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                };
            }
        };
        let by_itself = order.is_none();
        let word = match order {
            Some(order) => contained(&mut clerk, |clerk| clerk.follow(order)),
            None => contained(&mut clerk, C::go_on),
        };
        idle_since = Instant::now();
        let mut state = lock(&shared.state);
        let said = word.is_some();
        state.words.extend(word);
        // What could not be done in a hurry cannot be done.
        if by_itself && state.orders.is_empty() && (state.quit || state.hurry) {
            state.busy = false;
            state.hurry = false;
            shared.changed.notify_all();
            if state.quit {
                return;
            }
        }
        drop(state);
        if said {
            wake();
        }
    }
}

/// Lets the clerk work; a panic is its own affair.
fn contained<C: Clerk>(clerk: &mut C, work: impl FnOnce(&mut C) -> Option<C::Word>) -> Option<C::Word> {
    let result = catch_unwind(AssertUnwindSafe(|| work(clerk)));
    result.unwrap_or_else(|panic| clerk.give_up(panic_text(panic.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Sender, channel};

    struct Adder {
        sum: u32,
        left: bool,
        told: Sender<u32>,
    }

    impl Clerk for Adder {
        type Order = u32;
        type Word = String;

        fn follow(&mut self, order: u32) -> Option<String> {
            assert_ne!(order, 13, "unlucky");
            self.sum += order;
            self.left = true;
            None
        }
        fn due(&self) -> Option<Duration> {
            self.left.then_some(Duration::from_secs(3_600))
        }
        fn go_on(&mut self) -> Option<String> {
            self.left = false;
            self.told.send(self.sum).unwrap_or_default();
            Some(self.sum.to_string())
        }
        fn give_up(&mut self, reason: String) -> Option<String> {
            Some(reason)
        }
        fn covers(_: &u32, earlier: &u32) -> bool {
            *earlier == 0
        }
    }

    #[test]
    fn all_orders_are_followed_and_the_rest_is_done_when_the_line_ends() {
        let (told, hear) = channel();
        let adder = Adder {
            sum: 0,
            left: false,
            told,
        };
        let mut line = Line::new("test", &Pace::Threads(Arc::new(|| ())), adder);
        for order in 1..=100 {
            line.order(order);
        }
        line.order(13);
        (line.settle())();
        assert_eq!(hear.try_recv(), Ok(5_037));
        let words = line.poll();
        assert!(words.iter().any(|word| word.contains("unlucky")), "{words:?}");
        line.order(1);
        drop(line);
        assert_eq!(hear.try_recv(), Ok(5_038));
    }
}
