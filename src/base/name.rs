//! Names that people make up and the program hands around: each is kept once, for as long as the program runs.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A kept name; as cheap to copy and to compare as a number. Every name takes its bytes of memory for good, so it is
/// meant for headings of columns, not for what stands in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(&'static str);

static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl Name {
    /// This name.
    pub fn of(text: &str) -> Self {
        // A panic while the lock was held cannot leave the set half-changed.
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(name) = kept.get(text) {
            return Self(name);
        }
        let name: &'static str = String::leak(text.to_owned());
        kept.insert(name);
        Self(name)
    }

    /// Its text.
    pub fn text(self) -> &'static str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once() {
        let (a, b) = (Name::of("城市"), Name::of(&String::from("城市")));
        assert_eq!(a, b);
        assert!(std::ptr::eq(a.text(), b.text()));
        assert_ne!(a, Name::of("city"));
    }
}
