//! One hue from pale to strong, for how much of a figure an actor or a tie has.
//!
//! Purple is the hue that no role has. Lightness changes at an even pace, so that equal steps look equal; on a dark
//! ground the strong end is the light one.

use super::look::Rgb;

/// Colors at even distances from nothing to all.
type Ramp = [Rgb; 5];

static LIGHT: Ramp = [
    Rgb(0xF0, 0xE6, 0xF5),
    Rgb(0xD2, 0xB4, 0xE0),
    Rgb(0xAE, 0x80, 0xC6),
    Rgb(0x84, 0x4D, 0xA3),
    Rgb(0x54, 0x1D, 0x76),
];

static DARK: Ramp = [
    Rgb(0x37, 0x2D, 0x40),
    Rgb(0x5F, 0x47, 0x72),
    Rgb(0x8C, 0x67, 0xA8),
    Rgb(0xBA, 0x92, 0xD6),
    Rgb(0xEE, 0xD6, 0xFB),
];

/// Where the colors of ties begin: a thin line in the palest color could not be seen.
const TIES_FROM: f64 = 0.3;

/// The color of a mark at a place on the scale, 0 to 1.
pub fn fill(place: f64, dark: bool) -> Rgb {
    let ramp = if dark { &DARK } else { &LIGHT };
    let at = place.clamp(0.0, 1.0) * (ramp.len() - 1) as f64;
    let below = (at.floor() as usize).min(ramp.len() - 2);
    ramp[below].toward(ramp[below + 1], at - below as f64)
}

/// The color of a tie at a place on the scale.
pub fn line(place: f64, dark: bool) -> Rgb {
    fill(TIES_FROM + (1.0 - TIES_FROM) * place.clamp(0.0, 1.0), dark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::look::Palette;

    /// L* of CIE 1976, 0 to 100.
    fn lightness(Rgb(r, g, b): Rgb) -> f64 {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        let y = 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
        if y > 0.008_856 {
            116.0 * y.cbrt() - 16.0
        } else {
            903.3 * y
        }
    }

    #[test]
    fn equal_steps_look_equal() {
        for (dark, sign) in [(false, -1.0), (true, 1.0)] {
            let steps: Vec<f64> = (0..4)
                .map(|i| {
                    let at = |i: i32| lightness(fill(f64::from(i) / 4.0, dark));
                    sign * (at(i + 1) - at(i))
                })
                .collect();
            for step in &steps {
                assert!((12.0..=22.0).contains(step), "{dark} {steps:?}");
            }
        }
    }

    #[test]
    fn the_strong_end_and_every_tie_stand_out_from_the_paper() {
        for dark in [false, true] {
            let paper = lightness(Palette::of(dark).paper);
            assert!((lightness(fill(1.0, dark)) - paper).abs() > 60.0);
            assert!((lightness(line(0.0, dark)) - paper).abs() > 18.0);
        }
    }
}
