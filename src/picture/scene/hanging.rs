//! Which strands hang on each mark, in two flat lists.

use super::Strand;

/// The marks at both ends; that of a loop once.
fn both([from, to]: [usize; 2]) -> impl Iterator<Item = usize> {
    std::iter::once(from).chain((to != from).then_some(to))
}

/// Positions of strands by mark; a loop hangs on its mark once.
#[derive(Clone, Debug, Default)]
pub(super) struct Hanging {
    /// Where the list of each mark begins, and the end of the last one.
    starts: Vec<u32>,
    strands: Vec<u32>,
}

impl Hanging {
    /// Counted and filled, both in order.
    pub(super) fn of_strands(marks: usize, strands: &[Strand]) -> Self {
        let mut starts = vec![0_u32; marks + 1];
        for strand in strands {
            starts[strand.from] += 1;
            if !strand.is_loop() {
                starts[strand.to] += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        let mut hanging = vec![0; sum as usize];
        let mut next = starts.clone();
        let mut hang = |mark: usize, i: usize| {
            hanging[next[mark] as usize] = i as u32;
            next[mark] += 1;
        };
        for (i, strand) in strands.iter().enumerate() {
            hang(strand.from, i);
            if !strand.is_loop() {
                hang(strand.to, i);
            }
        }
        Self {
            starts,
            strands: hanging,
        }
    }

    /// A new last mark, on which nothing hangs.
    pub(super) fn push(&mut self) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.starts.push(self.strands.len() as u32);
    }

    /// Hangs a strand on the marks at its ends.
    pub(super) fn hook(&mut self, ends: [usize; 2], strand: usize) {
        for mark in both(ends) {
            let place = self.of(mark).partition_point(|&other| (other as usize) < strand);
            self.strands
                .insert(self.starts[mark] as usize + place, strand as u32);
            self.starts[mark + 1..].iter_mut().for_each(|start| *start += 1);
        }
    }

    /// Takes a strand off the marks at its ends.
    pub(super) fn unhook(&mut self, ends: [usize; 2], strand: usize) {
        for mark in both(ends) {
            if let Ok(place) = self.of(mark).binary_search(&(strand as u32)) {
                self.strands.remove(self.starts[mark] as usize + place);
                self.starts[mark + 1..].iter_mut().for_each(|start| *start -= 1);
            }
        }
    }

    /// What hangs on one mark.
    pub(super) fn of(&self, mark: usize) -> &[u32] {
        &self.strands[self.starts[mark] as usize..self.starts[mark + 1] as usize]
    }
}
