//! What the shaders know of a frame: the camera, and how kinds look. `assets/shaders/common.wgsl` says it once more.
//!
//! Outlines, dashes, tips and colors are read from where the shapes of small maps read them, so that a map looks the
//! same whichever way it is drawn.

use std::sync::LazyLock;

use crate::model::{ActorKind, TieKind};
use crate::picture::look::{self, Line, Palette, Pattern, Rgb, Tip};

/// Tips in the order of their numbers in the shader.
const TIPS: [Tip; 6] = [
    Tip::Plain,
    Tip::Arrow,
    Tip::OpenArrow,
    Tip::Bar,
    Tip::Dot,
    Tip::Diamond,
];
/// Room for lines, kinds and corners in the shader.
const LINES: usize = 20;
const SHAPES: usize = 16;
const CORNERS: usize = 128;
/// Size of what the shaders are told, bytes.
pub(super) const SIZE: usize = 16 * (8 + TIPS.len() + 2 * LINES + SHAPES + CORNERS);

/// The camera and the rules of a frame. Lengths are points on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    /// Middle of the view relative to the origin of the places, map units.
    pub(crate) center: [f32; 2],
    /// Points per map unit.
    pub(crate) zoom: f32,
    /// The middle of the view on the screen.
    pub(crate) middle: [f32; 2],
    /// Share of their strength that ties and marks keep that are not lit.
    pub(crate) weak: [f32; 2],
    /// Ties are plain lines.
    pub(crate) plain: bool,
    /// Lines end in tips.
    pub(crate) tips: bool,
    /// Pins are shown on what is chosen.
    pub(crate) pins: bool,
    /// The least width of a line, and the least scale of its dashes and tips.
    pub(crate) least: [f32; 2],
    /// Width of an outline, radius below which a mark is a dot, least radius of a dot, width of a dot's outline.
    pub(crate) mark: [f32; 4],
    /// Of what is chosen: air around a mark, width of its ring, width of a dot's outline, width of a plain tie.
    pub(crate) chosen: [f32; 4],
    pub(crate) dark: bool,
}

/// Where it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Target {
    /// Size in pixels.
    pub(super) pixels: [u32; 2],
    pub(super) pixels_per_point: f32,
    /// It takes linear colors.
    pub(super) linear: bool,
}

fn write(bytes: &mut Vec<u8>, values: [f32; 4]) {
    for value in values {
        bytes.extend_from_slice(&value.to_ne_bytes());
    }
}

fn tone(Rgb(r, g, b): Rgb) -> [f32; 4] {
    let part = |c: u8| f32::from(c) / 255.0;
    [part(r), part(g), part(b), 1.0]
}

fn flag(on: bool) -> f32 {
    f32::from(u8::from(on))
}

impl View {
    /// As the shaders read it.
    pub(super) fn bytes(&self, target: Target) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(SIZE);
        let ([x, y], [width, height]) = (self.center, target.pixels);
        let per_point = target.pixels_per_point;
        write(&mut bytes, [x, y, self.zoom, 1.0 / per_point]);
        let size = [width, height].map(|length| length as f32 / per_point);
        write(&mut bytes, [size[0], size[1], self.middle[0], self.middle[1]]);
        let [ties, marks] = self.weak;
        write(&mut bytes, [ties, marks, flag(target.linear), flag(self.plain)]);
        let [width, scale] = self.least;
        write(&mut bytes, [width, scale, flag(self.tips), flag(self.pins)]);
        write(&mut bytes, self.mark);
        write(&mut bytes, self.chosen);
        let palette = Palette::of(self.dark);
        write(&mut bytes, tone(palette.paper));
        write(&mut bytes, tone(palette.text));
        bytes.extend_from_slice(&KINDS);
        bytes
    }
}

/// The number of a line in the shader.
pub(super) fn line_number(kind: TieKind, mutual: bool) -> u8 {
    kind as u8 * 2 + u8::from(mutual)
}

/// What does not change from frame to frame.
static KINDS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    for tip in TIPS {
        // Both grow evenly with the width of the line.
        let even = |at: &dyn Fn(f64) -> f64| [at(0.0), at(1.0) - at(0.0)].map(|value| value as f32);
        let ([length, longer], [half, wider]) = (even(&|w| tip.length(w)), even(&|w| tip.half_width(w)));
        write(&mut bytes, [length, longer, half, wider]);
    }
    for number in 0..LINES {
        let line = TieKind::ALL
            .get(number / 2)
            .map(|&kind| Line::of(kind, number % 2 == 1));
        write_line(&mut bytes, line);
    }
    write_shapes(&mut bytes);
    bytes
});

fn write_line(bytes: &mut Vec<u8>, line: Option<Line>) {
    let Some(line) = line else {
        write(bytes, [0.0; 4]);
        write(bytes, [0.0; 4]);
        return;
    };
    let tip = |tip: Tip| TIPS.iter().position(|&other| other == tip).unwrap_or_default() as f32;
    let (pattern, dashes) = match line.pattern {
        Pattern::Solid => (0.0, [0.0; 4]),
        Pattern::Double => (1.0, [0.0; 4]),
        Pattern::Dotted => (2.0, [0.0; 4]),
        Pattern::Dashed(lengths) => (3.0, [0, 1, 2, 3].map(|i| lengths[i % lengths.len()] as f32)),
        Pattern::Wedge => (4.0, [0.0; 4]),
    };
    write(bytes, [pattern, tip(line.from), tip(line.to), 0.0]);
    write(bytes, dashes);
}

fn write_shapes(bytes: &mut Vec<u8>) {
    let mut corners: Vec<[f32; 4]> = Vec::new();
    let mut shapes = Vec::new();
    for kind in ActorKind::ALL {
        let outline = look::outline(kind);
        let points = outline.points();
        let hole = outline.hole().unwrap_or(0.0) as f32;
        if outline.is_circle() {
            shapes.push([0.0, 0.0, points[0].x as f32, hole]);
            continue;
        }
        shapes.push([corners.len() as f32, points.len() as f32, 0.0, hole]);
        let mut way = 0.0;
        for (i, &point) in points.iter().enumerate() {
            let length = point.distance(points[(i + 1) % points.len()]);
            corners.push([point.x, point.y, way, length].map(|value| value as f32));
            way += length;
        }
    }
    shapes.resize(SHAPES, [0.0; 4]);
    corners.resize(CORNERS, [0.0; 4]);
    for values in shapes.into_iter().chain(corners) {
        write(bytes, values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_fit_the_room_that_the_shader_has() {
        let corners: usize = ActorKind::ALL
            .into_iter()
            .map(look::outline)
            .filter(|outline| !outline.is_circle())
            .map(|outline| outline.points().len())
            .sum();
        assert!(corners <= CORNERS, "{corners}");
        assert!(ActorKind::ALL.len() <= SHAPES && TieKind::ALL.len() * 2 <= LINES);
        assert_eq!(KINDS.len(), SIZE - 16 * 8);
        for kind in TieKind::ALL {
            for mutual in [false, true] {
                let number = line_number(kind, mutual);
                let other = Line::of(TieKind::ALL[usize::from(number / 2)], number % 2 == 1);
                assert_eq!(other, Line::of(kind, mutual));
                if let Pattern::Dashed(lengths) = other.pattern {
                    assert!(matches!(lengths.len(), 2 | 4), "{kind:?}");
                }
            }
        }
    }
}
