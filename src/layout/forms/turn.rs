//! Directions as parts of a full turn, by arithmetic that is the same on every machine.

use std::f64::consts::TAU;

use crate::base::geom::Vector;

/// The unit vector this part of a full turn from the right, clockwise on the map (y grows downwards).
pub(super) fn direction(turns: f64) -> Vector {
    let quarters = (turns * 4.0).round();
    let angle = (turns - quarters / 4.0) * TAU;
    let square = angle * angle;
    // Taylor's series; within an eighth of a turn the first term left out is below the last bit.
    let (mut sin, mut cos) = (0.0, 0.0);
    for k in (0..9_u32).rev() {
        let even = f64::from(2 * k);
        cos = 1.0 - square * cos / ((even + 1.0) * (even + 2.0));
        sin = 1.0 - square * sin / ((even + 2.0) * (even + 3.0));
    }
    let (x, y) = (cos, angle * sin);
    match quarters.rem_euclid(4.0) as u8 {
        0 => Vector::new(x, y),
        1 => Vector::new(-y, x),
        2 => Vector::new(-x, -y),
        _ => Vector::new(y, -x),
    }
}

/// Which part of a full turn a vector points to, 0 to below 1; `None` for the zero vector.
pub(super) fn turns(vector: Vector) -> Option<f64> {
    let length = vector.length_squared().sqrt();
    if length.is_nan() || length <= 0.0 {
        return None;
    }
    let (x, y) = (vector.x / length, vector.y / length);
    // The corner angle first, which is right at the eighths, then Newton's steps along the sine of what is left.
    let part = y / (x.abs() + y.abs()) / 4.0;
    let mut turns = if x >= 0.0 { part } else { 0.5 - part };
    for _ in 0..4 {
        let at = direction(turns);
        turns += (at.x * y - at.y * x) / TAU;
    }
    Some(within(turns))
}

/// The same direction as a part of one turn, 0 to below 1.
pub(super) fn within(turns: f64) -> f64 {
    let part = turns - turns.floor();
    if part < 1.0 { part } else { 0.0 }
}

/// How far it is from one direction on to another, −½ to below ½ turns.
pub(super) fn between(from: f64, to: f64) -> f64 {
    within(to - from + 0.5) - 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_lie_on_the_circle_and_are_found_back() {
        for k in -300..300 {
            let turns_ = f64::from(k) / 97.0;
            let at = direction(turns_);
            let (sin, cos) = (turns_ * TAU).sin_cos();
            assert!((at.x - cos).abs() < 1e-13 && (at.y - sin).abs() < 1e-13, "{k}");
            let back = turns(at * 7.0).unwrap();
            assert!(between(back, turns_).abs() < 1e-14, "{k}: {back}");
        }
        assert_eq!(turns(Vector::ZERO), None);
        assert_eq!(direction(0.25), Vector::new(0.0, 1.0));
    }

    #[test]
    fn the_shorter_way_round_is_told() {
        assert!((between(0.9, 0.1) - 0.2).abs() < 1e-12);
        assert!((between(0.1, 0.9) + 0.2).abs() < 1e-12);
    }
}
