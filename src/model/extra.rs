//! What only few actors and ties have, in one word of memory while there is none: there may be millions of them.

use std::ops::{Deref, DerefMut};

use super::Unknown;

/// Words of a person and fields of a newer version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    /// Anything worth remembering.
    pub note: String,
    /// Free words to find and filter by; sorted, without repeats.
    pub tags: Vec<String>,
    /// Fields of a newer version.
    pub unknown: Unknown,
}

/// [`Extras`] that take memory only where there are any. Reading never makes any, writing does.
#[derive(Clone, Debug, Default)]
pub struct Extra(Option<Box<Extras>>);

/// Nothing.
const NONE: Extras = Extras {
    note: String::new(),
    tags: Vec::new(),
    unknown: Unknown::new(),
};

static NONE_THERE: Extras = NONE;

impl Extra {
    /// None.
    pub const fn new() -> Self {
        Self(None)
    }
}

impl From<Extras> for Extra {
    fn from(extras: Extras) -> Self {
        Self((extras != NONE).then(|| Box::new(extras)))
    }
}

impl Deref for Extra {
    type Target = Extras;

    fn deref(&self) -> &Extras {
        self.0.as_deref().unwrap_or(&NONE_THERE)
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Extras {
        self.0.get_or_insert_default()
    }
}

/// What is there and empty is the same as what is not there.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_none() && other.0.is_none() || **self == **other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_takes_no_memory_and_is_what_was_emptied() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
        let mut extra = Extra::new();
        assert!(extra.note.is_empty() && extra.0.is_none());
        extra.note.push('a');
        assert_ne!(extra, Extra::new());
        extra.note.clear();
        assert_eq!(extra, Extra::new());
    }
}
