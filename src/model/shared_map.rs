//! A sorted map whose copies share what they have in common: copying it takes no time, and a change to one of a million
//! entries copies some hundreds of them.

use std::sync::Arc;

/// Entries of a full chunk; a fuller one is split.
const FULL: usize = 512;

/// Keys in order with their values, in shared chunks.
#[derive(Clone, Debug)]
pub(super) struct SharedMap<K, V> {
    chunks: Arc<Vec<Chunk<K, V>>>,
    len: usize,
}

/// Some entries in a row, never none.
#[derive(Clone, Debug)]
struct Chunk<K, V> {
    first: K,
    entries: Arc<Vec<(K, V)>>,
}

impl<K, V> Default for SharedMap<K, V> {
    fn default() -> Self {
        Self {
            chunks: Arc::new(Vec::new()),
            len: 0,
        }
    }
}

impl<K: Copy + Ord, V: Clone> SharedMap<K, V> {
    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// There is no entry.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All entries in the order of their keys.
    pub(super) fn iter(&self) -> Iter<'_, K, V> {
        Iter {
            chunks: self.chunks.iter(),
            front: [].iter(),
            back: [].iter(),
            left: self.len,
        }
    }

    /// All keys in order.
    pub(super) fn keys(&self) -> impl ExactSizeIterator<Item = K> + DoubleEndedIterator {
        self.iter().map(|&(key, _)| key)
    }

    /// All values in the order of their keys.
    pub(super) fn values(&self) -> impl ExactSizeIterator<Item = &V> + DoubleEndedIterator {
        self.iter().map(|(_, value)| value)
    }

    /// The value under this key.
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        let chunk = &self.chunks[self.chunk_of(key)?];
        let at = chunk.entries.binary_search_by(|(k, _)| k.cmp(key)).ok()?;
        Some(&chunk.entries[at].1)
    }

    /// There is a value under this key.
    pub(super) fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    /// The entries from this key on, in order.
    pub(super) fn from(&self, key: K) -> impl Iterator<Item = &(K, V)> {
        let chunk = self.chunk_of(&key).unwrap_or(0);
        let rest = &self.chunks[chunk..];
        let skipped = rest
            .first()
            .map_or(0, |chunk| chunk.entries.partition_point(|(k, _)| *k < key));
        rest.iter().flat_map(|chunk| chunk.entries.iter()).skip(skipped)
    }

    /// Puts a value under a key, in place of what is there.
    pub(super) fn insert(&mut self, key: K, value: V) {
        let chunk = self.chunk_of(&key).unwrap_or(0);
        let chunks = Arc::make_mut(&mut self.chunks);
        let Some(into) = chunks.get_mut(chunk) else {
            chunks.push(Chunk::of(vec![(key, value)]));
            self.len = 1;
            return;
        };
        let entries = Arc::make_mut(&mut into.entries);
        if entries.last().is_some_and(|(last, _)| *last < key) {
            // What comes in order, as when a file is read, fills the chunks.
            if entries.len() >= FULL {
                chunks.insert(chunk + 1, Chunk::of(vec![(key, value)]));
            } else {
                entries.push((key, value));
            }
            self.len += 1;
            return;
        }
        match entries.binary_search_by(|(k, _)| k.cmp(&key)) {
            Ok(at) => entries[at].1 = value,
            Err(at) => {
                entries.insert(at, (key, value));
                into.first = entries[0].0;
                self.len += 1;
                if entries.len() > FULL {
                    let rest = entries.split_off(FULL / 2);
                    chunks.insert(chunk + 1, Chunk::of(rest));
                }
            }
        }
    }

    /// Takes an entry out; whether it was there.
    pub(super) fn remove(&mut self, key: &K) -> bool {
        let Some(chunk) = self.chunk_of(key) else {
            return false;
        };
        let found = self.chunks[chunk].entries.binary_search_by(|(k, _)| k.cmp(key));
        let Ok(at) = found else { return false };
        self.len -= 1;
        let chunks = Arc::make_mut(&mut self.chunks);
        if chunks[chunk].entries.len() == 1 {
            chunks.remove(chunk);
            return true;
        }
        let from = &mut chunks[chunk];
        let entries = Arc::make_mut(&mut from.entries);
        entries.remove(at);
        from.first = entries[0].0;
        true
    }

    /// Tells of every entry that differs between this map and another, in the order of the keys: what is here and
    /// what is there. What both share is not looked at.
    pub(super) fn compare<'a>(
        &'a self,
        other: &'a Self,
        mut differs: impl FnMut(K, Option<&'a V>, Option<&'a V>),
    ) where
        V: PartialEq,
    {
        if Arc::ptr_eq(&self.chunks, &other.chunks) {
            return;
        }
        let (mut old, mut new) = (Cursor::new(self), Cursor::new(other));
        loop {
            while let (Some(a), Some(b)) = (old.whole(), new.whole())
                && Arc::ptr_eq(a, b)
            {
                old.skip();
                new.skip();
            }
            let key = match (old.peek(), new.peek()) {
                (Some((a, _)), Some((b, _))) => *a.min(b),
                (Some((key, _)), None) | (None, Some((key, _))) => *key,
                (None, None) => return,
            };
            let (before, after) = (old.take(&key), new.take(&key));
            if before != after {
                differs(key, before, after);
            }
        }
    }

    /// The same entries, which share memory with those of `other` where they are equal; comparing is quick then.
    pub(super) fn share_with(&mut self, other: &Self)
    where
        V: PartialEq,
    {
        for chunk in Arc::make_mut(&mut self.chunks) {
            if let Some(at) = other.chunk_of(&chunk.first)
                && other.chunks[at].entries == chunk.entries
            {
                chunk.entries = Arc::clone(&other.chunks[at].entries);
                continue;
            }
            for (key, value) in Arc::make_mut(&mut chunk.entries) {
                if let Some(same) = other.get(key).filter(|same| *same == value) {
                    *value = same.clone();
                }
            }
        }
    }

    /// The chunk that holds a key if any does: the last one that does not begin after it.
    fn chunk_of(&self, key: &K) -> Option<usize> {
        // What comes in order belongs at the end.
        if self.chunks.last().is_some_and(|chunk| chunk.first <= *key) {
            return Some(self.chunks.len() - 1);
        }
        self.chunks
            .partition_point(|chunk| chunk.first <= *key)
            .checked_sub(1)
    }
}

/// From entries that are sorted by key, without repeats.
impl<K: Copy + Ord, V> FromIterator<(K, V)> for SharedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(sorted: I) -> Self {
        let mut sorted = sorted.into_iter();
        let (mut chunks, mut len) = (Vec::new(), 0);
        loop {
            let entries: Vec<_> = sorted.by_ref().take(FULL).collect();
            if entries.is_empty() {
                break;
            }
            debug_assert!(entries.is_sorted_by(|(a, _), (b, _)| a < b));
            len += entries.len();
            chunks.push(Chunk::of(entries));
        }
        Self {
            chunks: Arc::new(chunks),
            len,
        }
    }
}

impl<K: Copy + Ord, V: Clone + PartialEq> PartialEq for SharedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        let mut same = self.len == other.len;
        if same {
            self.compare(other, |_, _, _| same = false);
        }
        same
    }
}

impl<K: Copy + Ord, V> Chunk<K, V> {
    /// `entries`: not empty.
    fn of(entries: Vec<(K, V)>) -> Self {
        Self {
            first: entries[0].0,
            entries: Arc::new(entries),
        }
    }
}

/// Where one goes through a map entry by entry or chunk by chunk.
struct Cursor<'a, K, V> {
    chunks: &'a [Chunk<K, V>],
    /// Position in the first of the chunks.
    at: usize,
}

impl<'a, K: Copy + Ord, V> Cursor<'a, K, V> {
    fn new(map: &'a SharedMap<K, V>) -> Self {
        Self {
            chunks: &map.chunks,
            at: 0,
        }
    }

    /// The chunk ahead, unless it has been begun.
    fn whole(&self) -> Option<&'a Arc<Vec<(K, V)>>> {
        let ahead = self.chunks.first().filter(|_| self.at == 0)?;
        Some(&ahead.entries)
    }

    fn skip(&mut self) {
        self.chunks = &self.chunks[1..];
        self.at = 0;
    }

    fn peek(&self) -> Option<&'a (K, V)> {
        self.chunks.first().map(|chunk| &chunk.entries[self.at])
    }

    /// The value ahead, if it is under this key.
    fn take(&mut self, key: &K) -> Option<&'a V> {
        let (_, value) = self.peek().filter(|(k, _)| k == key)?;
        self.at += 1;
        if self.at == self.chunks[0].entries.len() {
            self.skip();
        }
        Some(value)
    }
}

/// Goes through a map from both ends.
#[derive(Debug)]
pub(super) struct Iter<'a, K, V> {
    chunks: std::slice::Iter<'a, Chunk<K, V>>,
    front: std::slice::Iter<'a, (K, V)>,
    back: std::slice::Iter<'a, (K, V)>,
    left: usize,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = &'a (K, V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.front.next() {
                self.left -= 1;
                return Some(entry);
            }
            match self.chunks.next() {
                Some(chunk) => self.front = chunk.entries.iter(),
                None => {
                    let entry = self.back.next()?;
                    self.left -= 1;
                    return Some(entry);
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.back.next_back() {
                self.left -= 1;
                return Some(entry);
            }
            match self.chunks.next_back() {
                Some(chunk) => self.back = chunk.entries.iter(),
                None => {
                    let entry = self.front.next_back()?;
                    self.left -= 1;
                    return Some(entry);
                }
            }
        }
    }
}

impl<K, V> ExactSizeIterator for Iter<'_, K, V> {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn content(map: &SharedMap<u32, u32>) -> Vec<(u32, u32)> {
        map.iter().copied().collect()
    }

    fn filled(keys: impl IntoIterator<Item = u32>) -> SharedMap<u32, u32> {
        let mut map = SharedMap::default();
        for key in keys {
            map.insert(key, key);
        }
        map
    }

    proptest! {
        #[test]
        fn it_is_a_sorted_map(steps in prop::collection::vec((0_u32..3_000, any::<bool>()), 0..3_000)) {
            let (mut map, mut plain) = (SharedMap::default(), BTreeMap::new());
            for (i, (key, put)) in steps.into_iter().enumerate() {
                if put {
                    map.insert(key, i as u32);
                    plain.insert(key, i as u32);
                } else {
                    prop_assert_eq!(map.remove(&key), plain.remove(&key).is_some());
                }
            }
            prop_assert_eq!(map.len(), plain.len());
            prop_assert_eq!(content(&map), plain.iter().map(|(&k, &v)| (k, v)).collect::<Vec<_>>());
            let backwards: Vec<u32> = map.keys().rev().collect();
            prop_assert_eq!(backwards, plain.keys().rev().copied().collect::<Vec<_>>());
            for key in (0..3_000).step_by(7) {
                prop_assert_eq!(map.get(&key), plain.get(&key));
                let next = map.from(key).next().map(|&(k, _)| k);
                prop_assert_eq!(next, plain.range(key..).next().map(|(&k, _)| k));
            }
        }

        #[test]
        fn differences_are_found_whatever_is_shared(
            removed in prop::collection::btree_set(0_u32..5_000, 0..20),
            changed in prop::collection::btree_set(0_u32..5_000, 0..20),
            added in prop::collection::btree_set(5_000_u32..9_000, 0..900),
        ) {
            let old = filled(0..5_000);
            let mut new = old.clone();
            for key in &removed {
                new.remove(key);
            }
            for &key in changed.difference(&removed) {
                new.insert(key, key + 1);
            }
            for &key in &added {
                new.insert(key, key);
            }
            let mut found = Vec::new();
            old.compare(&new, |key, before, after| found.push((key, before.copied(), after.copied())));
            let mut expected: Vec<_> = removed.iter().map(|&k| (k, Some(k), None)).collect();
            expected.extend(changed.difference(&removed).map(|&k| (k, Some(k), Some(k + 1))));
            expected.extend(added.iter().map(|&k| (k, None, Some(k))));
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_copy_shares_all_but_the_chunk_that_changes() {
        let old = filled(0..100_000);
        let mut new = old.clone();
        new.insert(50_000, 1);
        let shared = old.chunks.iter().zip(new.chunks.iter());
        let apart = shared.filter(|(a, b)| !Arc::ptr_eq(&a.entries, &b.entries));
        assert_eq!(apart.count(), 1);
        assert_eq!((old.get(&50_000), new.get(&50_000)), (Some(&50_000), Some(&1)));
        assert!(old != new);
    }

    #[test]
    fn many_come_in_at_once_as_they_would_one_by_one() {
        for count in [0, 10, 512, 2_000] {
            let gathered: SharedMap<u32, u32> = (0..count).map(|key| (key, key)).collect();
            assert_eq!(content(&gathered), content(&filled(0..count)));
            assert_eq!(gathered.len(), count as usize);
        }
    }

    #[test]
    fn equal_entries_come_to_share_memory() {
        let old = filled(0..3_000);
        let mut new = filled(0..3_000);
        new.insert(1_000, 1);
        new.share_with(&old);
        let shared = old.chunks.iter().zip(new.chunks.iter());
        let apart = shared.filter(|(a, b)| !Arc::ptr_eq(&a.entries, &b.entries));
        assert_eq!(apart.count(), 1);
        assert_eq!(new.get(&1_000), Some(&1));
    }
}
