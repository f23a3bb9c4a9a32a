//! Long-lived threads: a slot for one wanted job, a loop for work that shows its progress, and a line of orders that
//! are all followed.
//!
//! The only place that starts threads, but for what waits for another process (see `apart`). Each has an inline twin that finishes at once, for tests and the command line.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::base::cancel::{Cancel, Cancelled};

use super::Pace;

mod clerk;

pub(super) use clerk::{Clerk, Line};

/// Called from a worker when an answer is ready, so that a sleeping front end looks.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What came of a job.
pub(super) enum Answer<Out> {
    /// The result.
    Done(Out),
    /// The job failed in a way nobody foresaw; the text is for a report.
    Panicked(String),
}

/// Takes the input, a flag that ends the work, and a way to hand over what there is so far.
type Job<In, Out> = dyn Fn(In, &Cancel, &dyn Fn(Out)) -> Result<Out, Cancelled> + Send + Sync;

/// Room for one wanted job: asking again replaces the wanted job and cancels the running one.
pub(super) enum Worker<In, Out> {
    Thread {
        shared: Arc<Shared<In, Out>>,
        thread: Option<JoinHandle<()>>,
        /// Nobody waits for it when the program ends.
        only_looks: bool,
    },
    Inline {
        job: Arc<Job<In, Out>>,
        answer: RefCell<Option<(u64, Answer<Out>)>>,
    },
}

pub(super) struct Shared<In, Out> {
    state: Mutex<Slot<In, Out>>,
    changed: Condvar,
}

struct Slot<In, Out> {
    wanted: Option<(u64, In)>,
    running: Cancel,
    answer: Option<(u64, Answer<Out>)>,
    quit: bool,
}

/// A panic while the lock was held cannot leave a slot half-written: each assignment is one move.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a thread with this name that works with what it is given; where no thread is to be had, that comes back.
fn start<T: Send + 'static>(
    name: &str,
    with: T,
    work: impl FnOnce(T) + Send + 'static,
) -> Result<JoinHandle<()>, T> {
    // The thread takes it out; where there is no thread, it is still there.
    let cradle = Arc::new(Mutex::new(Some(with)));
    let its_cradle = Arc::clone(&cradle);
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        let with = lock(&its_cradle).take();
        if let Some(with) = with {
            work(with);
        }
    });
    started.map_err(|error| {
        // Slower, but right.
        log::warn!("no thread for {name}: {error}");
        lock(&cradle).take().expect("no thread has taken it")
    })
}

impl<In: Send + 'static, Out: Send + 'static> Worker<In, Out> {
    /// A worker that does `job`, on a thread with this name or inline.
    pub(super) fn new(
        name: &str,
        pace: &Pace,
        job: impl Fn(In, &Cancel) -> Result<Out, Cancelled> + Send + Sync + 'static,
    ) -> Self {
        Self::in_stages(name, pace, move |input, cancel: &Cancel, _: &dyn Fn(Out)| {
            job(input, cancel)
        })
    }

    /// The same for a job that hands over what it has so far, each time more; whoever polls gets the newest. Inline,
    /// only the last is seen.
    pub(super) fn in_stages(
        name: &str,
        pace: &Pace,
        job: impl Fn(In, &Cancel, &dyn Fn(Out)) -> Result<Out, Cancelled> + Send + Sync + 'static,
    ) -> Self {
        let job: Arc<Job<In, Out>> = Arc::new(job);
        let inline = |job| Self::Inline {
            job,
            answer: RefCell::new(None),
        };
        let Pace::Threads(wake) = pace else {
            return inline(job);
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(Slot {
                wanted: None,
                running: Cancel::new(),
                answer: None,
                quit: false,
            }),
            changed: Condvar::new(),
        });
        let (mine, wake) = (Arc::clone(&shared), Arc::clone(wake));
        match start(name, job, move |job| serve(&mine, &*job, &wake)) {
            Ok(thread) => Self::Thread {
                shared,
                thread: Some(thread),
                only_looks: false,
            },
            Err(job) => inline(job),
        }
    }

    /// The same worker, whose jobs write nothing: what it is at when the program ends is given up, even where it takes
    /// long to notice that nobody wants it any more.
    #[must_use]
    pub(super) fn that_only_looks(mut self) -> Self {
        if let Self::Thread { only_looks, .. } = &mut self {
            *only_looks = true;
        }
        self
    }

    /// Wants this job, and no other.
    pub(super) fn ask(&self, ticket: u64, input: In) {
        match self {
            Self::Thread { shared, .. } => {
                let mut slot = lock(&shared.state);
                slot.running.raise();
                slot.wanted = Some((ticket, input));
                slot.answer = None;
                shared.changed.notify_one();
            }
            Self::Inline { job, answer } => {
                if let Some(result) = contained(&**job, input, &Cancel::new(), &|_| ()) {
                    answer.replace(Some((ticket, result)));
                }
            }
        }
    }

    /// Wants nothing any more.
    pub(super) fn cancel(&self) {
        match self {
            Self::Thread { shared, .. } => {
                let mut slot = lock(&shared.state);
                slot.running.raise();
                slot.wanted = None;
                slot.answer = None;
            }
            Self::Inline { answer, .. } => {
                answer.take();
            }
        }
    }

    /// The newest answer with the ticket it was asked for under, once.
    pub(super) fn poll(&self) -> Option<(u64, Answer<Out>)> {
        match self {
            Self::Thread { shared, .. } => lock(&shared.state).answer.take(),
            Self::Inline { answer, .. } => answer.take(),
        }
    }
}

impl<In, Out> Worker<In, Out> {
    /// Ends the thread once the wanted job is done; nothing may be asked any more.
    pub(super) fn finish(&mut self) {
        if let Self::Thread {
            shared,
            thread,
            only_looks,
        } = self
        {
            {
                let mut slot = lock(&shared.state);
                slot.quit = true;
                slot.running.raise();
                if *only_looks {
                    slot.wanted = None;
                    *thread = None;
                }
                shared.changed.notify_one();
            }
            // Waits for a file that is being written; everything else notices the raised flag.
            if let Some(thread) = thread.take()
                && thread.join().is_err()
            {
                log::warn!("a worker ended badly");
            }
        }
    }
}

impl<In, Out> Drop for Worker<In, Out> {
    fn drop(&mut self) {
        self.finish();
    }
}

fn serve<In, Out>(shared: &Shared<In, Out>, job: &Job<In, Out>, wake: &Wake) {
    loop {
        let (ticket, input, cancel) = {
            let mut slot = lock(&shared.state);
            loop {
                // A job that is wanted is finished even when the program ends: it may be a save.
                if let Some((ticket, input)) = slot.wanted.take() {
                    slot.running = Cancel::new();
                    break (ticket, input, slot.running.clone());
                }
                if slot.quit {
                    return;
                }
                slot = shared.changed.wait(slot).unwrap_or_else(PoisonError::into_inner);
            }
        };
        let hand_over = |answer| {
            let mut slot = lock(&shared.state);
            // Nobody wants it any more once the flag is up.
            if slot.wanted.is_none() && cancel.check().is_ok() {
                slot.answer = Some((ticket, answer));
                drop(slot);
                wake();
            }
        };
        let so_far = |out| hand_over(Answer::Done(out));
        let answer = contained(job, input, &cancel, &so_far);
        let mut slot = lock(&shared.state);
        if let Some(answer) = answer
            && slot.wanted.is_none()
        {
            slot.answer = Some((ticket, answer));
            drop(slot);
            wake();
        }
    }
}

/// Runs the job; a panic becomes an answer, a cancelled job none.
fn contained<In, Out>(
    job: &Job<In, Out>,
    input: In,
    cancel: &Cancel,
    so_far: &dyn Fn(Out),
) -> Option<Answer<Out>> {
    match catch_unwind(AssertUnwindSafe(|| job(input, cancel, so_far))) {
        Ok(Ok(out)) => Some(Answer::Done(out)),
        Ok(Err(Cancelled)) => None,
        Err(panic) => Some(Answer::Panicked(panic_text(panic.as_ref()))),
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown reason".to_owned())
}

/// Work in small steps that shows where it is, such as a layout coming to rest.
pub(super) trait Stepper: Send + 'static {
    /// What it is told.
    type Order: Send + 'static;
    /// What it shows.
    type Frame: Send + 'static;

    /// Takes an order in.
    fn take(&mut self, order: Self::Order);
    /// One step; false when there is nothing to do until the next order.
    fn step(&mut self) -> bool;
    /// Where it is now.
    fn frame(&self) -> Self::Frame;
    /// Lets go of the work, in which something unforeseen has happened; there is nothing to do until the next order.
    fn give_up(&mut self);
}

/// A stepper with its thread; at most one frame is kept, the newest.
pub(super) enum Runner<S: Stepper> {
    Thread {
        shared: Arc<Mailbox<S>>,
        thread: Option<JoinHandle<()>>,
    },
    Inline {
        stepper: S,
        frame: Option<S::Frame>,
    },
}

pub(super) struct Mailbox<S: Stepper> {
    state: Mutex<Mail<S>>,
    changed: Condvar,
}

struct Mail<S: Stepper> {
    orders: Vec<S::Order>,
    frame: Option<S::Frame>,
    quit: bool,
}

/// At most this many steps between two frames, so that small maps glide instead of jumping. A layout takes at most
/// about 500 steps, so it is at rest within one and a half seconds.
const STEPS_A_FRAME: usize = 6;
/// At most this long between two frames.
const WORK_A_FRAME: Duration = Duration::from_millis(8);
/// Time between two frames.
const FRAME: Duration = Duration::from_millis(16);

impl<S: Stepper> Runner<S> {
    pub(super) fn new(name: &str, pace: &Pace, stepper: S) -> Self {
        let Pace::Threads(wake) = pace else {
            return Self::Inline { stepper, frame: None };
        };
        let shared = Arc::new(Mailbox {
            state: Mutex::new(Mail {
                orders: Vec::new(),
                frame: None,
                quit: false,
            }),
            changed: Condvar::new(),
        });
        let (mine, wake) = (Arc::clone(&shared), Arc::clone(wake));
        match start(name, stepper, move |stepper| run(&mine, stepper, &wake)) {
            Ok(thread) => Self::Thread {
                shared,
                thread: Some(thread),
            },
            Err(stepper) => Self::Inline { stepper, frame: None },
        }
    }

    /// Gives an order. Inline, the work is done when this returns.
    pub(super) fn order(&mut self, order: S::Order) {
        match self {
            Self::Thread { shared, .. } => {
                lock(&shared.state).orders.push(order);
                shared.changed.notify_one();
            }
            Self::Inline { stepper, frame } => {
                stepper.take(order);
                while stepper.step() {}
                *frame = Some(stepper.frame());
            }
        }
    }

    /// The newest frame, once.
    pub(super) fn poll(&mut self) -> Option<S::Frame> {
        match self {
            Self::Thread { shared, .. } => lock(&shared.state).frame.take(),
            Self::Inline { frame, .. } => frame.take(),
        }
    }
}

impl<S: Stepper> Drop for Runner<S> {
    fn drop(&mut self) {
        if let Self::Thread { shared, thread } = self {
            lock(&shared.state).quit = true;
            shared.changed.notify_one();
            if let Some(thread) = thread.take()
                && thread.join().is_err()
            {
                log::warn!("the layout thread ended badly");
            }
        }
    }
}

fn run<S: Stepper>(shared: &Mailbox<S>, mut stepper: S, wake: &Wake) {
    let mut idle = true;
    loop {
        let orders = {
            let mut mail = lock(&shared.state);
            while idle && mail.orders.is_empty() && !mail.quit {
                mail = shared.changed.wait(mail).unwrap_or_else(PoisonError::into_inner);
            }
            if mail.quit {
                return;
            }
            std::mem::take(&mut mail.orders)
        };
        let begun = Instant::now();
        let going = catch_unwind(AssertUnwindSafe(|| {
            for order in orders {
                stepper.take(order);
            }
            let mut going = true;
            for _ in 0..STEPS_A_FRAME {
                going = stepper.step();
                if !going || begun.elapsed() > WORK_A_FRAME {
                    break;
                }
            }
            (going, stepper.frame())
        }));
        let (going, frame) = going.unwrap_or_else(|panic| {
            let reason = panic_text(panic.as_ref());
            log::error!("the layout failed and starts anew with the next order: {reason}");
            stepper.give_up();
            (false, stepper.frame())
        });
        lock(&shared.state).frame = Some(frame);
        wake();
        idle = !going;
        if going {
            std::thread::sleep(FRAME.saturating_sub(begun.elapsed()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn the_newest_job_wins_and_a_panic_is_contained() {
        let (sender, receiver) = mpsc::channel();
        let wake: Wake = Arc::new(move || sender.send(()).unwrap_or_default());
        let worker = Worker::new("test", &Pace::Threads(wake), |n: u32, cancel: &Cancel| {
            if n == 0 {
                // Runs until somebody wants something else.
                while cancel.check().is_ok() {
                    std::thread::yield_now();
                }
                return Err(Cancelled);
            }
            assert_ne!(n, 13, "unlucky");
            Ok(n * 2)
        });
        worker.ask(1, 0);
        worker.ask(2, 21);
        receiver.recv().unwrap();
        assert!(matches!(worker.poll(), Some((2, Answer::Done(42)))));
        worker.ask(3, 13);
        receiver.recv().unwrap();
        assert!(matches!(worker.poll(), Some((3, Answer::Panicked(_)))));
        worker.ask(4, 0);
        worker.cancel();
        worker.ask(5, 1);
        receiver.recv().unwrap();
        assert!(matches!(worker.poll(), Some((5, Answer::Done(2)))));
    }

    #[test]
    fn what_there_is_so_far_comes_before_the_rest() {
        let (sender, receiver) = mpsc::channel();
        let wake: Wake = Arc::new(move || sender.send(()).unwrap_or_default());
        let (go_on, may_go_on) = mpsc::channel();
        let may_go_on = Mutex::new(may_go_on);
        let job = move |n: u32, _: &Cancel, so_far: &dyn Fn(u32)| {
            so_far(n);
            lock(&may_go_on).recv().unwrap_or_default();
            Ok(2 * n)
        };
        let worker = Worker::in_stages("test", &Pace::Threads(wake), job);
        worker.ask(7, 1);
        receiver.recv().unwrap();
        assert!(matches!(worker.poll(), Some((7, Answer::Done(1)))));
        go_on.send(()).unwrap();
        receiver.recv().unwrap();
        assert!(matches!(worker.poll(), Some((7, Answer::Done(2)))));
    }

    /// Counts down; 13 is more than it bears.
    #[derive(Default)]
    struct Countdown(u32);

    impl Stepper for Countdown {
        type Order = u32;
        type Frame = u32;

        fn take(&mut self, order: u32) {
            self.0 = order;
        }

        fn step(&mut self) -> bool {
            assert_ne!(self.0, 13, "unlucky");
            self.0 = self.0.saturating_sub(1);
            self.0 > 0
        }

        fn frame(&self) -> u32 {
            self.0
        }

        fn give_up(&mut self) {
            self.0 = 0;
        }
    }

    #[test]
    fn a_stepper_that_panics_comes_to_rest_and_serves_again() {
        let (sender, receiver) = mpsc::channel();
        let wake: Wake = Arc::new(move || sender.send(()).unwrap_or_default());
        let mut runner = Runner::new("test", &Pace::Threads(wake), Countdown::default());
        for order in [13, 40] {
            runner.order(order);
            let last = loop {
                receiver.recv().unwrap();
                if let Some(frame) = runner.poll()
                    && frame == 0
                {
                    break frame;
                }
            };
            assert_eq!(last, 0, "{order}");
        }
    }
}
