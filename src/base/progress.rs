//! How far a long computation is, told to whoever waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Shared counter: whoever does the work sets it, whoever waits reads it.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<AtomicU64>);

impl Progress {
    /// Nothing has been done yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `done` of `all` steps are done.
    pub fn set(&self, done: usize, all: usize) {
        let share = done as f64 / all.max(1) as f64;
        self.0.store(share.clamp(0.0, 1.0).to_bits(), Ordering::Relaxed);
    }

    /// What part of the work is done, 0 to 1.
    pub fn share(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
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
    }
}
