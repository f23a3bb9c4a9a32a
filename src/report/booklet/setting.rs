//! Setting type: where lines break, which typeface has which letter, and the glyphs that a line is drawn with.
//!
//! Widths come from the same measuring as pictures use. Lines of right-to-left scripts are put in order by the
//! algorithm of Unicode.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use resvg::usvg::fontdb::ID;
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_bidi::BidiInfo;

use crate::picture::draw::fold::Metrics as _;
use crate::report::fonts::Fonts;

/// How words are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// Size of the letters, points.
    pub(super) size: f32,
    /// From one baseline to the next, points.
    pub(super) leading: f32,
    /// Half bold.
    pub(super) strong: bool,
}

impl Style {
    pub(super) const fn plain(size: f32, leading: f32) -> Self {
        Self {
            size,
            leading,
            strong: false,
        }
    }

    pub(super) const fn strong(size: f32, leading: f32) -> Self {
        Self {
            size,
            leading,
            strong: true,
        }
    }

    /// From the top of a line to its baseline, points.
    pub(super) fn rise(self) -> f32 {
        // Capitals of Inter are 0.727 sizes high; they stand in the middle of the line.
        (self.leading + 0.727 * self.size) / 2.0
    }
}

/// Words on one line, from left to right.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// Points.
    pub(super) width: f32,
    /// Size of the letters, points.
    pub(super) size: f32,
}

/// Words in one typeface.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) font: Font,
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// Points.
    pub(super) width: f32,
}

struct Loaded {
    data: Arc<Vec<u8>>,
    index: u32,
    font: Font,
}

/// Sets words in the typefaces of a machine.
pub(super) struct Setter {
    fonts: Arc<Fonts>,
    loaded: RefCell<BTreeMap<ID, Option<Loaded>>>,
}

impl Setter {
    pub(super) fn new(fonts: &Arc<Fonts>) -> Self {
        Self {
            fonts: Arc::clone(fonts),
            loaded: RefCell::default(),
        }
    }

    /// How wide words are on one line, points.
    pub(super) fn width(&self, text: &str, style: Style) -> f32 {
        self.widths(text, style).iter().sum()
    }

    fn widths(&self, text: &str, style: Style) -> Vec<f32> {
        let font = crate::picture::draw::Font {
            size: f64::from(style.size),
            strong: style.strong,
        };
        let widths = self.fonts.widths(text, font);
        widths.into_iter().map(|width| width as f32).collect()
    }

    /// Words in lines no wider than this; at least one line.
    pub(super) fn lines(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        for given in text.split('\n') {
            let clean: String = given
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            let chars: Vec<(usize, char)> = clean.char_indices().collect();
            let widths = self.widths(&clean, style);
            for range in broken(&chars, &widths, width) {
                let from = chars.get(range.start).map_or(clean.len(), |&(at, _)| at);
                let to = chars.get(range.end).map_or(clean.len(), |&(at, _)| at);
                lines.push(self.line(clean[from..to].trim_end(), style));
            }
        }
        lines
    }

    /// Words on one line, cut with an ellipsis where they are wider than this.
    pub(super) fn cut(&self, text: &str, style: Style, width: f32) -> Line {
        let clean: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let widths = self.widths(&clean, style);
        if widths.iter().sum::<f32>() <= width {
            return self.line(&clean, style);
        }
        let room = width - self.width("…", style);
        let mut used = 0.0;
        let kept = clean.chars().zip(widths).take_while(|(_, width)| {
            used += width;
            used <= room
        });
        let kept: String = kept.map(|(c, _)| c).collect();
        self.line(&format!("{}…", kept.trim_end()), style)
    }

    /// Words on one line, however wide.
    pub(super) fn line(&self, text: &str, style: Style) -> Line {
        let mut line = Line {
            runs: Vec::new(),
            width: 0.0,
            size: style.size,
        };
        let order = BidiInfo::new(text, None);
        if !order.has_rtl() {
            self.shape(text, Direction::LeftToRight, style, &mut line);
            return line;
        }
        for paragraph in &order.paragraphs {
            let (levels, ranges) = order.visual_runs(paragraph, paragraph.range.clone());
            for range in ranges {
                let direction = if levels[range.start].is_rtl() {
                    Direction::RightToLeft
                } else {
                    Direction::LeftToRight
                };
                self.shape(&text[range], direction, style, &mut line);
            }
        }
        line
    }

    /// Adds words of one direction, a run for each typeface.
    fn shape(&self, text: &str, direction: Direction, style: Style, line: &mut Line) {
        let mut runs: Vec<(ID, String)> = Vec::new();
        for c in text.chars() {
            let id = self.fonts.face_of(c, style.strong);
            match runs.last_mut() {
                // Marks and blanks stay with the letters before them, if those have a glyph for them.
                Some((last, run)) if *last == id || (c == ' ' && self.fonts.has(*last, c)) => run.push(c),
                _ => runs.push((id, c.to_string())),
            }
        }
        if direction == Direction::RightToLeft {
            runs.reverse();
        }
        for (id, text) in runs {
            if let Some(run) = self.run(id, text, direction, style) {
                line.width += run.width;
                line.runs.push(run);
            }
        }
    }

    fn run(&self, id: ID, text: String, direction: Direction, style: Style) -> Option<Run> {
        let mut loaded = self.loaded.borrow_mut();
        let entry = loaded.entry(id).or_insert_with(|| {
            let (data, index) = self.fonts.data(id)?;
            let font = Font::new(Arc::clone(&data).into(), index)?;
            Some(Loaded { data, index, font })
        });
        let Loaded { data, index, font } = entry.as_ref()?;
        let face = Face::from_slice(data, *index)?;
        let units = face.units_per_em() as f32;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        buffer.set_direction(direction);
        let shaped = rustybuzz::shape(&face, &[], buffer);
        let starts: Vec<usize> = shaped
            .glyph_infos()
            .iter()
            .map(|info| info.cluster as usize)
            .collect();
        let mut bounds: Vec<usize> = starts.clone();
        bounds.push(text.len());
        bounds.sort_unstable();
        bounds.dedup();
        let end_of = |start: usize| bounds[bounds.partition_point(|&at| at <= start).min(bounds.len() - 1)];
        let mut advance = 0.0;
        let glyphs = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, at)| {
                advance += at.x_advance as f32 / units;
                let start = info.cluster as usize;
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    at.x_advance as f32 / units,
                    at.x_offset as f32 / units,
                    at.y_offset as f32 / units,
                    at.y_advance as f32 / units,
                    start..end_of(start),
                    None,
                )
            })
            .collect();
        Some(Run {
            font: font.clone(),
            glyphs,
            width: advance * style.size,
            text,
        })
    }
}

/// Where lines of no more than this width begin and end, as ranges of letters.
fn broken(chars: &[(usize, char)], widths: &[f32], width: f32) -> Vec<Range<usize>> {
    /// Widths of many letters add up to a hair more than their line was measured.
    const HAIR: f32 = 0.01;
    let mut lines = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let (mut used, mut end) = (0.0, start);
        let (mut good, mut soft) = (None, None);
        while end < chars.len() {
            let c = chars[end].1;
            used += widths[end];
            // Blanks at the end of a line hang over.
            if used > width + HAIR && !c.is_whitespace() {
                break;
            }
            end += 1;
            if let Some(&(_, next)) = chars.get(end) {
                if may_break(c, next) {
                    good = Some(end);
                } else if matches!(c, '_' | '.' | ',' | ';' | '=' | '&' | '?' | ')') && !next.is_whitespace()
                {
                    soft = Some(end);
                }
            }
        }
        let stop = if end == chars.len() {
            end
        } else {
            // A letter that is wider than the line still needs a line.
            good.or(soft).unwrap_or(end.max(start + 1))
        };
        lines.push(start..stop);
        start = stop;
    }
    if lines.is_empty() {
        lines.push(0..0);
    }
    lines
}

/// A line may end between these letters.
fn may_break(before: char, after: char) -> bool {
    if after.is_whitespace() || before == '\u{A0}' || after == '\u{A0}' {
        return false;
    }
    if before.is_whitespace() || before == '\u{200B}' {
        return true;
    }
    if matches!(before, '-' | '–' | '—' | '/') {
        return after.is_alphabetic();
    }
    (is_wide(before) || is_wide(after)) && !opens(before) && !closes(after)
}

/// Chinese, Japanese and Korean letters, between any two of which a line may end.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

fn opens(c: char) -> bool {
    "（《〈「『【〔［｛“‘([{".contains(c)
}

fn closes(c: char) -> bool {
    "）》〉」』】〕］｝”’、。，．：；？！…‥・ー々)]},.:;?!%".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f32) -> Vec<String> {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let widths = vec![1.0; chars.len()];
        let range = |range: Range<usize>| chars[range].iter().map(|&(_, c)| c).collect::<String>();
        broken(&chars, &widths, width).into_iter().map(range).collect()
    }

    #[test]
    fn lines_end_between_words_and_wide_letters() {
        assert_eq!(lines("one two three", 8.0), ["one two ", "three"]);
        assert_eq!(lines("co-operation", 6.0), ["co-", "operat", "ion"]);
        assert_eq!(lines("产业集群，东莞", 4.0), ["产业集", "群，东莞"]);
        assert_eq!(lines("half.entry_x", 6.0), ["half.", "entry_", "x"]);
        assert_eq!(lines("abcdef", 4.0), ["abcd", "ef"]);
        assert_eq!(lines("", 4.0), [""]);
        assert_eq!(lines("ab", 0.5), ["a", "b"], "a letter wider than its line");
    }
}
