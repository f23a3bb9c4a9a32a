//! One hue from pale to strong, for how much of a figure an actor or a tie has.
//!
//! Purple is the hue that no role has. Lightness changes at an even pace, so that equal steps look equal; on a dark
//! ground the strong end is the light one.

use super::look::Rgb;

/// Colors at even distances from nothing to all.
type Ramp = [Rgb; 5];

static LIGHT: Ramp = [
    Rgb(0xF0, 0xE6, 0xF5),
    Rgb(0xCD, 0xAF, 0xDA),
    Rgb(0xA7, 0x7B, 0xBE),
    Rgb(0x7F, 0x4A, 0x9D),
    Rgb(0x54, 0x1D, 0x76),
];

static DARK: Ramp = [
    Rgb(0x37, 0x2D, 0x40),
    Rgb(0x66, 0x4F, 0x78),
    Rgb(0x97, 0x75, 0xB0),
    Rgb(0xC4, 0xA2, 0xDC),
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
                assert!((16.0..=18.5).contains(step), "{dark} {steps:?}");
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
