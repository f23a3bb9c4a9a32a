//! Scores on paper: a dot with its band on a line from 0 to 100, and the diamond.

use super::flow::{ACCENT, Chunk, HAIR, INK, SOFT};
use super::setting::{Setter, Style};
use super::sheet::Piece;
use crate::picture::look::Rgb;
use crate::report::content::{Diamond, Score};

/// Where a score stays when weights are drawn.
const BAND: Rgb = Rgb(0x8F, 0xC1, 0xE0);

/// A line from 0 to 100 in a chunk, its middle at a height.
pub(super) fn track(chunk: &mut Chunk, score: &Score, x: f32, y: f32, width: f32) {
    let at = |value: f64| x + width * (value.clamp(0.0, 100.0) / 100.0) as f32;
    chunk.pieces.push(Piece::Box {
        at: (x, y - 0.7),
        size: (width, 1.4),
        round: 0.7,
        ink: HAIR,
    });
    for share in [25.0, 50.0, 75.0] {
        chunk.pieces.push(Piece::Rule {
            from: (at(share), y - 2.6),
            to: (at(share), y + 2.6),
            width: 0.6,
            ink: HAIR,
        });
    }
    if let Some((low, high)) = score.band {
        chunk.pieces.push(Piece::Box {
            at: (at(low), y - 3.2),
            size: ((at(high) - at(low)).max(1.0), 6.4),
            round: 1.8,
            ink: BAND,
        });
    }
    if let Some(before) = score.before {
        chunk.pieces.push(Piece::Rule {
            from: (at(before), y - 5.5),
            to: (at(before), y + 5.5),
            width: 0.9,
            ink: INK,
        });
    }
    if let Some(value) = score.value {
        chunk.pieces.push(Piece::Dot {
            at: (at(value), y),
            radius: 3.1,
            ink: ACCENT,
        });
    }
}

/// How far the axes of the diamond reach, points.
const REACH: f32 = 74.0;

/// The four corners on their axes, joined, in the middle of a width.
pub(super) fn diamond(setter: &Setter, diamond: &Diamond, width: f32) -> Chunk {
    let mut chunk = Chunk {
        height: 2.0 * REACH + 62.0,
        ..Chunk::default()
    };
    let center = (width / 2.0, chunk.height / 2.0 - 1.0);
    let on_axis = |axis: usize, share: f64| {
        let reach = REACH * share.clamp(0.0, 1.0) as f32;
        let (x, y) = [(-1.0, 0.0), (0.0, -1.0), (1.0, 0.0), (0.0, 1.0)][axis % 4];
        (center.0 + x * reach, center.1 + y * reach)
    };
    let polygon = |shares: &[f64]| {
        shares
            .iter()
            .enumerate()
            .map(|(axis, &share)| on_axis(axis, share))
            .collect()
    };
    for ring in [0.25, 0.5, 0.75, 1.0] {
        chunk.pieces.push(Piece::Polygon {
            points: polygon(&[ring; 4]),
            fill: None,
            line: Some((HAIR, 0.6)),
            dashed: false,
        });
    }
    for axis in 0..4 {
        chunk.pieces.push(Piece::Rule {
            from: center,
            to: on_axis(axis, 1.0),
            width: 0.6,
            ink: HAIR,
        });
    }
    let shares = |of: fn(&Score) -> Option<f64>| -> Option<Vec<f64>> {
        diamond
            .corners
            .iter()
            .map(|corner| Some(of(corner)? / 100.0))
            .collect()
    };
    if let Some(before) = shares(|corner| corner.before) {
        chunk.pieces.push(Piece::Polygon {
            points: polygon(&before),
            fill: None,
            line: Some((SOFT, 0.9)),
            dashed: true,
        });
    }
    if let Some(now) = shares(|corner| corner.value) {
        chunk.pieces.push(Piece::Polygon {
            points: polygon(&now),
            fill: Some((ACCENT, 0.15)),
            line: Some((ACCENT, 1.3)),
            dashed: false,
        });
        for (axis, &share) in now.iter().enumerate() {
            chunk.pieces.push(Piece::Dot {
                at: on_axis(axis, share),
                radius: 2.4,
                ink: ACCENT,
            });
        }
    }
    let (name, value) = (Style::plain(7.6, 10.0), Style::strong(8.2, 10.5));
    for (axis, corner) in diamond.corners.iter().enumerate().take(4) {
        let room = if axis.is_multiple_of(2) { 84.0 } else { width };
        let lines = setter.lines(corner.name, name, room);
        let shown = setter.line(&corner.shown, value);
        let height = lines.len() as f32 * name.leading + value.leading;
        let (x, y) = on_axis(axis, 1.0);
        let mut top = match axis {
            0 | 2 => y - height / 2.0,
            1 => y - height - 3.0,
            _ => y + 4.0,
        };
        let inks = lines.into_iter().map(|line| (line, name, SOFT));
        for (line, style, ink) in inks.chain([(shown, value, INK)]) {
            let left = match axis {
                0 => x - 7.0 - line.width,
                2 => x + 7.0,
                _ => x - line.width / 2.0,
            };
            chunk.pieces.push(Piece::Words {
                at: (left, top + style.rise()),
                line,
                ink,
            });
            top += style.leading;
        }
    }
    chunk
}
