//! Which strands hang on each mark, in two flat lists.

use super::Strand;

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

    /// What hangs on one mark.
    pub(super) fn of(&self, mark: usize) -> &[u32] {
        &self.strands[self.starts[mark] as usize..self.starts[mark + 1] as usize]
    }
}
