//! Spreads the ties of each pair side by side around the straight line between the two.

use super::Strand;
use super::hanging::Hanging;
use crate::model::TieKind;

/// Free room between two parallel ties, map units.
const GAP: f64 = 9.0;
/// Free room between the two halves of a coopetition twin, map units.
const TWIN_GAP: f64 = 2.5;

/// Gives lanes to the ties of every pair, and turns to loops.
pub(super) fn assign(marks: usize, strands: &mut [Strand], hanging: &Hanging) {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut members: Vec<usize> = Vec::new();
    for low in 0..marks {
        // Each pair is met at the end that comes first.
        pairs.clear();
        for &i in hanging.of(low) {
            let strand = &strands[i as usize];
            let high = strand.from + strand.to - low;
            if high >= low {
                pairs.push((high, i as usize));
            }
        }
        pairs.sort_unstable();
        for pair in pairs.chunk_by(|a, b| a.0 == b.0) {
            members.clear();
            members.extend(pair.iter().map(|&(_, i)| i));
            settle(strands, &mut members, low, pair[0].0);
        }
    }
}

/// The same for one pair of marks.
pub(super) fn assign_pair(strands: &mut [Strand], hanging: &Hanging, low: usize, high: usize) {
    let all = hanging.of(low).iter().map(|&i| i as usize);
    let mut members: Vec<usize> = all
        .filter(|&i| strands[i].from + strands[i].to - low == high)
        .collect();
    settle(strands, &mut members, low, high);
}

fn settle(strands: &mut [Strand], members: &mut [usize], low: usize, high: usize) {
    if low == high {
        members.sort_by_key(|&i| (strands[i].kind, strands[i].id));
        for (turn, &i) in members.iter().enumerate() {
            strands[i].turn = turn.min(255) as u8;
        }
    } else if let [only] = *members {
        strands[only].lane = 0.0;
    } else if !members.is_empty() {
        members.sort_by_key(|&i| (strands[i].kind, strands[i].id));
        side_by_side(strands, members, low);
    }
}

fn side_by_side(strands: &mut [Strand], members: &[usize], low: usize) {
    let mut lanes = vec![0.0];
    for pair in members.windows(2) {
        let (a, b) = (&strands[pair[0]], &strands[pair[1]]);
        let twin = (a.kind, b.kind) == (TieKind::Cooperation, TieKind::Competition);
        let gap = if twin { TWIN_GAP } else { GAP };
        let last = lanes[lanes.len() - 1];
        lanes.push(last + f64::midpoint(a.width, b.width) + gap);
    }
    let middle = lanes[lanes.len() - 1] / 2.0;
    for (&i, lane) in members.iter().zip(lanes) {
        let strand = &mut strands[i];
        let side = if strand.from == low { 1.0 } else { -1.0 };
        strand.lane = ((lane - middle) * side) as f32;
    }
}
