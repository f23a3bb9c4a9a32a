//! Many texts in one: what they say, where each ends, and which is there already.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Texts one after the other, by number.
#[derive(Clone, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// Finds a text that is there already.
    known: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// How many have been asked for.
    asked: usize,
    /// Nearly all differ, so that looking for the same one does not pay.
    differ: bool,
}

fn at<'t>(all: &'t str, ends: &[u32], number: usize) -> &'t str {
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &all[start as usize..ends[number] as usize]
}

impl Texts {
    /// How many.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text with this number.
    pub(super) fn at(&self, number: usize) -> &str {
        at(&self.all, &self.ends, number)
    }

    /// The number of a text; `None` when it is not there.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.found(self.hasher.hash_one(text), text)
    }

    fn found(&self, hash: u64, text: &str) -> Option<u32> {
        let same = |number: &u32| self.at(*number as usize) == text;
        self.known.find(hash, same).copied()
    }

    /// Adds a text that is not there; it will be found. `None` when there is no more room.
    pub(super) fn add(&mut self, text: &str) -> Option<u32> {
        self.add_hashed(self.hasher.hash_one(text), text)
    }

    fn add_hashed(&mut self, hash: u64, text: &str) -> Option<u32> {
        let number = self.push(text)?;
        let Self {
            known,
            hasher,
            all,
            ends,
            ..
        } = self;
        known.insert_unique(hash, number, |&number| {
            hasher.hash_one(at(all, ends, number as usize))
        });
        Some(number)
    }

    /// The number of a text, which is added when it is not there, or when nearly all have been different so far. `None`
    /// when there is no more room.
    pub(super) fn number(&mut self, text: &str) -> Option<u32> {
        /// So many are looked at before saying that they differ.
        const TRIED: usize = 1 << 10;
        if self.differ {
            return self.push(text);
        }
        self.asked += 1;
        let hash = self.hasher.hash_one(text);
        if let Some(number) = self.found(hash, text) {
            return Some(number);
        }
        if self.len() > TRIED.max(self.asked / 2) {
            self.differ = true;
            self.known = HashTable::new();
            return self.push(text);
        }
        self.add_hashed(hash, text)
    }

    /// Adds a text that need not be found.
    pub(super) fn push(&mut self, text: &str) -> Option<u32> {
        let number = u32::try_from(self.ends.len()).ok()?;
        let end = u32::try_from(self.all.len() + text.len()).ok()?;
        self.all.push_str(text);
        self.ends.push(end);
        Some(number)
    }

    /// Gives back what was only of use while they became more; nothing is found any more.
    pub(super) fn close(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.known = HashTable::new();
        self.differ = true;
    }

    /// All of them in one, and where each ends.
    pub(super) fn parts(&self) -> (&str, &[u32]) {
        (&self.all, &self.ends)
    }

    /// Puts the parts together again; `None` when they do not fit each other.
    pub(super) fn of_parts(all: String, ends: Vec<u32>) -> Option<Self> {
        let mut before = 0;
        for &end in &ends {
            if end < before || !all.is_char_boundary(end as usize) {
                return None;
            }
            before = end;
        }
        Some(Self {
            all,
            ends,
            differ: true,
            ..Self::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_number_and_by_what_they_say() {
        let mut texts = Texts::default();
        for number in 0..5000_u32 {
            assert_eq!(texts.find(&format!("甲{number}")), None);
            assert_eq!(texts.add(&format!("甲{number}")), Some(number));
        }
        assert_eq!((texts.find("甲4321"), texts.at(17)), (Some(4321), "甲17"));
        texts.close();
        assert_eq!(
            (texts.find("甲4321"), texts.at(4321), texts.len()),
            (None, "甲4321", 5000)
        );
    }

    #[test]
    fn the_same_text_has_the_same_number_unless_nearly_all_differ() {
        let mut texts = Texts::default();
        for _ in 0..3 {
            assert_eq!((texts.number("a"), texts.number("")), (Some(0), Some(1)));
        }
        for number in 0..10_000 {
            texts.number(&number.to_string());
        }
        assert_eq!(texts.at(texts.len() - 1), "9999");
        assert!(texts.number("a") > Some(1));
    }
}
