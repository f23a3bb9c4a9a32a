//! How far a long computation is, told to whoever waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Shared counter: whoever does the work sets it, whoever waits reads it.
#[derive(Clone, Debug)]
pub struct Progress {
    share: Arc<AtomicU64>,
    /// Where the part that is told of begins in the whole, and how much of it that is.
    from: f64,
    span: f64,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            share: Arc::default(),
            from: 0.0,
            span: 1.0,
        }
    }
}

impl Progress {
    /// Nothing has been done yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// For whoever does only a part of the work, which begins and ends at these shares of it.
    #[must_use]
    pub fn part(&self, from: f64, to: f64) -> Self {
        Self {
            share: Arc::clone(&self.share),
            from: self.from + self.span * from,
            span: self.span * (to - from),
        }
    }

    /// `done` of `all` steps are done.
    pub fn set(&self, done: usize, all: usize) {
        let share = done as f64 / all.max(1) as f64;
        let share = self.from + self.span * share.clamp(0.0, 1.0);
        self.share.store(share.to_bits(), Ordering::Relaxed);
    }

    /// What part of the whole work is done, 0 to 1.
    pub fn share(&self) -> f64 {
        f64::from_bits(self.share.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_sees_how_far_it_is() {
        let progress = Progress::new();
        let other = progress.clone();
        assert_eq!(other.share(), 0.0);
        progress.set(1, 4);
        assert_eq!(other.share(), 0.25);
        progress.set(0, 0);
        assert_eq!(other.share(), 0.0);
        let second = progress.part(0.5, 1.0);
        second.set(1, 2);
        assert_eq!(progress.share(), 0.75);
        second.part(0.0, 0.5).set(1, 1);
        assert_eq!(progress.share(), 0.75);
    }
}
