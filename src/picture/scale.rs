//! One hue from pale to strong, for how much of a figure an actor or a tie has; and a color for each sort of things.
//!
//! Purple is the hue that no role has. Lightness changes at an even pace, so that equal steps look equal; on a dark
//! ground the strong end is the light one.

use super::look::{Palette, Rgb};

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

/// Colors of sorts, found by search for the largest distance between any two of them and [`GREY`], to normal and to
/// color-blind eyes alike, among colors that are neither glaring nor very dark or pale. Those that differ most in
/// lightness come first.
static SORTS: [Rgb; 8] = [
    Rgb(0x1F, 0x75, 0x68),
    Rgb(0xF4, 0xB6, 0x53),
    Rgb(0x4E, 0x48, 0x89),
    Rgb(0xA6, 0xE5, 0xC2),
    Rgb(0x95, 0x29, 0x20),
    Rgb(0xA6, 0x71, 0xCE),
    Rgb(0xBB, 0x6F, 0x25),
    Rgb(0xE6, 0xCD, 0xFD),
];

/// Sorts without a color of their own.
const GREY: Rgb = Rgb(0x9A, 0x9D, 0xA3);

/// Fill and outline of marks of a sort, by the number of its color.
pub fn sort(color: usize, dark: bool) -> (Rgb, Rgb) {
    edged(SORTS[color % SORTS.len()], dark)
}

/// Fill and outline of marks of all other sorts.
pub fn grey(dark: bool) -> (Rgb, Rgb) {
    edged(GREY, dark)
}

/// The color of ties of a sort whose marks would have this fill: a thin line needs more contrast.
pub fn sort_line(fill: Rgb, dark: bool) -> Rgb {
    fill.toward(Palette::of(dark).text, 0.3)
}

fn edged(fill: Rgb, dark: bool) -> (Rgb, Rgb) {
    (fill, fill.toward(Palette::of(dark).text, 0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// L* of CIE 1976, 0 to 100.
    fn lightness(color: Rgb) -> f64 {
        let [r, g, b] = linear(color);
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
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

    /// Red, green and blue in linear light, 0 to 1.
    fn linear(Rgb(r, g, b): Rgb) -> [f64; 3] {
        [r, g, b].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    /// What eyes without red, green or blue cones see (Machado, Oliveira & Fernandes 2009, full strength).
    const BLIND: [[[f64; 3]; 3]; 3] = [
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    fn times(matrix: &[[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum())
    }

    /// L*, a*, b* of CIE 1976.
    fn lab(rgb: [f64; 3]) -> [f64; 3] {
        let xyz = times(
            &[
                [0.412_456, 0.357_576, 0.180_438],
                [0.212_673, 0.715_152, 0.072_175],
                [0.019_334, 0.119_192, 0.950_304],
            ],
            rgb.map(|c| c.clamp(0.0, 1.0)),
        );
        let part = |value: f64, white: f64| {
            let t = value / white;
            if t > 0.008_856 {
                t.cbrt()
            } else {
                7.787 * t + 16.0 / 116.0
            }
        };
        let [x, y, z] = [part(xyz[0], 0.950_47), part(xyz[1], 1.0), part(xyz[2], 1.088_83)];
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn sorts_stay_apart_to_every_eye() {
        let all: Vec<Rgb> = SORTS.into_iter().chain([GREY]).collect();
        let seen_by = |eye: Option<usize>, color: Rgb| {
            let linear = linear(color);
            lab(eye.map_or(linear, |eye| times(&BLIND[eye], linear)))
        };
        for eye in [None, Some(0), Some(1), Some(2)] {
            for (i, &one) in all.iter().enumerate() {
                for &other in &all[i + 1..] {
                    let (a, b) = (seen_by(eye, one), seen_by(eye, other));
                    let distance: f64 = a.iter().zip(b).map(|(p, q)| (p - q).powi(2)).sum();
                    assert!(distance.sqrt() > 18.0, "{one:?} {other:?} {eye:?}: {distance}");
                }
            }
        }
    }

    #[test]
    fn every_sort_has_an_outline_that_stands_out() {
        for dark in [false, true] {
            let paper = lightness(Palette::of(dark).paper);
            for color in 0..SORTS.len() {
                let (_, outline) = sort(color, dark);
                assert!((lightness(outline) - paper).abs() > 32.0, "{color} {dark}");
                let line = sort_line(sort(color, dark).0, dark);
                assert!((lightness(line) - paper).abs() > 20.0, "{color} {dark}");
            }
        }
    }
}
