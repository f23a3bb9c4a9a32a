//! Things in a row, each as near to where it would like to be as their widths allow.

/// Places along a line for things that would like to be at `wanted`, which rises, and keep `apart[i]` between `i` and
/// `i + 1`: the sum of squared distances from what is wanted is least (pooling neighbors that get in each other's way,
/// after Kruskal 1964).
pub(super) fn along(wanted: &[f64], apart: &[f64]) -> Vec<f64> {
    // Less the room of everybody before it, each only has to stay behind the one before.
    let mut before = Vec::with_capacity(wanted.len());
    let mut sum = 0.0;
    for i in 0..wanted.len() {
        before.push(sum);
        sum += apart.get(i).copied().unwrap_or(0.0);
    }
    // Pools: sum of what is wanted, and how many.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (want, shift) in wanted.iter().zip(&before) {
        let mut pool = (want - shift, 1);
        while let Some(&last) = pools.last()
            && last.0 / last.1 as f64 >= pool.0 / pool.1 as f64
        {
            pools.pop();
            pool = (pool.0 + last.0, pool.1 + last.1);
        }
        pools.push(pool);
    }
    let mut places = Vec::with_capacity(wanted.len());
    for (sum, count) in pools {
        for _ in 0..count {
            places.push(sum / count as f64 + before[places.len()]);
        }
    }
    places
}

/// The same between two ends. What does not fit between them sticks out evenly on both sides.
pub(super) fn between(wanted: &[f64], apart: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut places = along(wanted, apart);
    let needed: f64 = apart.iter().take(wanted.len().saturating_sub(1)).sum();
    let slack = (needed - (high - low)).max(0.0) / 2.0;
    let (low, high) = (low - slack, high + slack);
    let mut least = low;
    for (i, at) in places.iter_mut().enumerate() {
        *at = at.max(least);
        least = *at + apart.get(i).copied().unwrap_or(0.0);
    }
    let mut most = high;
    for (i, at) in places.iter_mut().enumerate().rev() {
        if i + 1 < wanted.len() {
            most -= apart[i];
        }
        *at = at.min(most);
        most = *at;
    }
    places
}

/// Places on a circle of this length, as parts of it, for things that would like to be at `wanted` (parts, in order
/// round the circle) and keep `apart` of it from each other. Evenly, where they do not fit otherwise.
pub(super) fn round(wanted: &[f64], apart: f64) -> Vec<f64> {
    let count = wanted.len();
    if count == 0 {
        return Vec::new();
    }
    // Cut where the gap is widest; what is before the cut comes one round later.
    let gap = |i: usize| {
        let next = wanted[(i + 1) % count] + if i + 1 == count { 1.0 } else { 0.0 };
        next - wanted[i]
    };
    let cut = (0..count)
        .max_by(|&a, &b| gap(a).total_cmp(&gap(b)).then(b.cmp(&a)))
        .map_or(0, |i| (i + 1) % count);
    let line: Vec<f64> = (0..count)
        .map(|k| {
            let i = (cut + k) % count;
            wanted[i] + if i < cut { 1.0 } else { 0.0 }
        })
        .collect();
    let mut places = along(&line, &vec![apart; count]);
    if count > 1 && places[count - 1] - places[0] > 1.0 - apart {
        let middle = line.iter().sum::<f64>() / count as f64;
        for (k, at) in places.iter_mut().enumerate() {
            *at = middle + (k as f64 - (count as f64 - 1.0) / 2.0) / count as f64;
        }
    }
    let mut round = vec![0.0; count];
    for (k, at) in places.into_iter().enumerate() {
        round[(cut + k) % count] = super::turn::within(at);
    }
    round
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_room_stands_where_it_likes() {
        assert_eq!(along(&[0.0, 10.0, 30.0], &[5.0, 5.0]), [0.0, 10.0, 30.0]);
        assert_eq!(along(&[0.0, 0.0, 30.0], &[4.0, 4.0]), [-2.0, 2.0, 30.0]);
        assert_eq!(along(&[3.0, 3.0, 3.0], &[2.0, 2.0]), [1.0, 3.0, 5.0]);
    }

    #[test]
    fn ends_are_kept_while_there_is_room() {
        assert_eq!(between(&[9.0, 9.0], &[2.0], 0.0, 9.0), [7.0, 9.0]);
        assert_eq!(between(&[5.0, 5.0, 5.0], &[4.0, 4.0], 2.0, 6.0), [0.0, 4.0, 8.0]);
    }

    #[test]
    fn the_circle_has_no_beginning() {
        let places = round(&[0.01, 0.02, 0.99], 0.1);
        let apart = |a: usize, b: usize| super::super::turn::between(places[a], places[b]);
        assert!(apart(2, 0) > 0.1 - 1e-9 && apart(0, 1) > 0.1 - 1e-9, "{places:?}");
        let full = round(&[0.1; 8], 0.2);
        let mut sorted = full.clone();
        sorted.sort_by(f64::total_cmp);
        for pair in sorted.windows(2) {
            assert!((pair[1] - pair[0] - 0.125).abs() < 1e-9, "{full:?}");
        }
    }
}
