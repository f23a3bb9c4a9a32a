//! Who is tied to whom, in compressed rows.

use super::request::Spring;

/// The ends of the ties of every body, with a weight each.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    start: Vec<u32>,
    ends: Vec<(u32, f32)>,
}

impl Rows {
    /// The rows of `count` bodies, numbered by `body`.
    pub(super) fn new(
        count: usize,
        ties: &[Spring],
        body: impl Fn(usize) -> u32,
        weight: impl Fn(f64) -> f32,
    ) -> Self {
        let mut start = vec![0_u32; count + 1];
        for tie in ties {
            start[body(tie.a) as usize + 1] += 1;
            start[body(tie.b) as usize + 1] += 1;
        }
        for i in 0..count {
            start[i + 1] += start[i];
        }
        let mut next = start.clone();
        let mut ends = vec![(0, 0.0); 2 * ties.len()];
        for tie in ties {
            let (a, b, weight) = (body(tie.a), body(tie.b), weight(tie.weight));
            for (from, to) in [(a, b), (b, a)] {
                let next = &mut next[from as usize];
                ends[*next as usize] = (to, weight);
                *next += 1;
            }
        }
        Self { start, ends }
    }

    /// The bodies tied to `i`, with the weights.
    pub(super) fn of(&self, i: usize) -> &[(u32, f32)] {
        &self.ends[self.start[i] as usize..self.start[i + 1] as usize]
    }
}
