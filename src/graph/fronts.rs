//! Breadth-first search from hundreds of sources at once, one bit for each source.
//!
//! Searches from different sources of one network meet the same ties at nearly the same time, so that one look at a
//! tie serves them all (Then et al. 2014, "The more the merrier").

use super::Simple;
use super::view::number;

/// One bit for each source of a batch.
pub(super) type Bits<const WORDS: usize> = [u64; WORDS];

/// Room for one batch at a time, so that a sweep allocates once.
pub(super) struct Room<const WORDS: usize> {
    /// Which sources have found each actor.
    seen: Vec<Bits<WORDS>>,
    /// Which have found it in the last step; zero for all who are not active.
    front: Vec<Bits<WORDS>>,
    /// Which reach it in this step; zero between two steps.
    next: Vec<Bits<WORDS>>,
    /// Who has been found in the last step.
    active: Vec<u32>,
    fresh: Vec<u32>,
    touched: Vec<u32>,
    marked: Vec<bool>,
}

impl<const WORDS: usize> Room<WORDS> {
    /// How many sources a batch has at most.
    pub(super) const BATCH: usize = 64 * WORDS;

    pub(super) fn new(n: usize) -> Self {
        Self {
            seen: vec![[0; WORDS]; n],
            front: vec![[0; WORDS]; n],
            next: vec![[0; WORDS]; n],
            active: Vec::new(),
            fresh: Vec::new(),
            touched: Vec::new(),
            marked: vec![false; n],
        }
    }

    /// Searches from all `sources`, which must be different and at most [`Self::BATCH`]. Tells of every actor that is
    /// found: its number, the distance, and by which sources; distances never fall.
    pub(super) fn spread(
        &mut self,
        network: &Simple,
        sources: impl IntoIterator<Item = usize>,
        mut found: impl FnMut(usize, u32, &Bits<WORDS>),
    ) {
        self.seen.fill([0; WORDS]);
        self.active.clear();
        let mut all = [0; WORDS];
        for (k, source) in sources.into_iter().enumerate() {
            let bit = 1 << (k % 64);
            all[k / 64] |= bit;
            self.seen[source][k / 64] |= bit;
            self.front[source][k / 64] |= bit;
            self.active.push(number(source));
        }
        let mut distance = 0;
        while !self.active.is_empty() {
            distance += 1;
            let leaving: usize = self.active.iter().map(|&v| network.degree(v as usize)).sum();
            self.fresh.clear();
            // From the few that are active to all around them, or for everybody a look around: whatever is less.
            if 2 * leaving < network.m() {
                self.hand_out(network, distance, &mut found);
            } else {
                self.look_around(network, &all, distance, &mut found);
            }
            std::mem::swap(&mut self.active, &mut self.fresh);
        }
    }

    fn hand_out(
        &mut self,
        network: &Simple,
        distance: u32,
        found: &mut impl FnMut(usize, u32, &Bits<WORDS>),
    ) {
        self.touched.clear();
        for &v in &self.active {
            let mine = std::mem::replace(&mut self.front[v as usize], [0; WORDS]);
            for &w in network.neighbors(v as usize) {
                unite(&mut self.next[w as usize], &mine);
                if !std::mem::replace(&mut self.marked[w as usize], true) {
                    self.touched.push(w);
                }
            }
        }
        for &w in &self.touched {
            let i = w as usize;
            self.marked[i] = false;
            let reached = std::mem::replace(&mut self.next[i], [0; WORDS]);
            let new = without(&reached, &self.seen[i]);
            if new != [0; WORDS] {
                unite(&mut self.seen[i], &new);
                self.front[i] = new;
                self.fresh.push(w);
                found(i, distance, &new);
            }
        }
    }

    fn look_around(
        &mut self,
        network: &Simple,
        all: &Bits<WORDS>,
        distance: u32,
        found: &mut impl FnMut(usize, u32, &Bits<WORDS>),
    ) {
        /// So many neighbors are looked at before asking whether anything is missing still.
        const STRIDE: usize = 8;
        for v in 0..network.n() {
            let seen = self.seen[v];
            if seen == *all {
                continue;
            }
            let mut reached = seen;
            for some in network.neighbors(v).chunks(STRIDE) {
                for &w in some {
                    unite(&mut reached, &self.front[w as usize]);
                }
                if reached == *all {
                    break;
                }
            }
            let new = without(&reached, &seen);
            if new != [0; WORDS] {
                self.seen[v] = reached;
                self.next[v] = new;
                self.fresh.push(number(v));
                found(v, distance, &new);
            }
        }
        std::mem::swap(&mut self.front, &mut self.next);
        for &v in &self.active {
            self.next[v as usize] = [0; WORDS];
        }
    }
}

fn unite<const WORDS: usize>(into: &mut Bits<WORDS>, bits: &Bits<WORDS>) {
    for (into, bits) in into.iter_mut().zip(bits) {
        *into |= bits;
    }
}

fn without<const WORDS: usize>(bits: &Bits<WORDS>, others: &Bits<WORDS>) -> Bits<WORDS> {
    std::array::from_fn(|k| bits[k] & !others[k])
}

/// How many sources these bits stand for.
pub(super) fn count<const WORDS: usize>(bits: &Bits<WORDS>) -> u32 {
    bits.iter().map(|word| word.count_ones()).sum()
}
