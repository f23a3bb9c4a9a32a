//! Folds words into lines where their letters are known by width alone, as the screen folds them: at spaces and between
//! Chinese characters, else at dashes, else at other punctuation, else anywhere.

use super::pen::{Anchor, Fold, Font, Typeface};
use crate::base::geom::{Point, Vector};

/// Knows how wide letters are.
pub trait Metrics {
    /// The width of each character of a text in turn, points; together they are as wide as the text. A character that
    /// joins the one before has none.
    fn widths(&self, text: &str, font: Font) -> Vec<f64>;

    /// Height of a line and how far below its top letters stand, points.
    fn row(&self, font: Font) -> (f64, f64);
}

/// Words in lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// What they say, and how wide each is.
    pub rows: Vec<(String, f64)>,
    /// How they look.
    pub font: Font,
    /// How they lie to each other: 0 at the left, 0.5 in the middle, 1 at the right.
    pub align: f64,
    /// Height of a line.
    pub height: f64,
    /// How far below its top letters stand.
    pub ascent: f64,
}

impl Lines {
    /// Width and height.
    pub fn extent(&self) -> Vector {
        let width = self.rows.iter().map(|row| row.1).fold(0.0, f64::max);
        Vector::new(width, self.height * self.rows.len() as f64)
    }

    /// Where each line is aligned and stands, when the block's anchor is at a place.
    pub fn places(&self, at: Point, anchor: Anchor) -> impl Iterator<Item = (&str, Point)> {
        let extent = self.extent();
        let corner = anchor.corner(at, extent);
        let x = corner.x + self.align * extent.x;
        self.rows.iter().enumerate().map(move |(i, (text, _))| {
            let y = corner.y + self.height * i as f64 + self.ascent;
            (text.as_str(), Point::new(x, y))
        })
    }
}

/// Sets words by the widths of their letters.
#[derive(Clone, Copy)]
pub struct Setter<'a>(pub &'a dyn Metrics);

impl Setter<'_> {
    fn lines(&self, rows: Vec<(String, f64)>, font: Font, align: f64) -> Lines {
        let (height, ascent) = self.0.row(font);
        Lines {
            rows,
            font,
            align,
            height,
            ascent,
        }
    }
}

impl Typeface for Setter<'_> {
    type Block = Lines;

    fn line(&self, text: &str, font: Font) -> Lines {
        let width = self.0.widths(text, font).iter().sum();
        self.lines(vec![(text.to_owned(), width)], font, 0.0)
    }

    fn block(&self, text: &str, font: Font, fold: Fold) -> Lines {
        let dots: f64 = self.0.widths("…", font).iter().sum();
        let mut rows = Vec::new();
        for paragraph in text.split('\n') {
            let widths = self.0.widths(paragraph, font);
            folded(paragraph, &widths, fold, dots, &mut rows);
            if rows.len() >= fold.rows {
                break;
            }
        }
        self.lines(rows, font, fold.align)
    }

    fn extent(&self, block: &Lines) -> Vector {
        block.extent()
    }

    fn rows(&self, block: &Lines) -> Vec<String> {
        block.rows.iter().map(|row| row.0.clone()).collect()
    }
}

/// Characters after which a line may end although no space follows.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{2B740}'..='\u{2B81F}' | '\u{3040}'..='\u{30FF}')
}

/// Characters that no line begins with.
fn begins_no_line(c: char) -> bool {
    ")]｝〕〉》」』】〙〗〟'\"｠»ヽヾーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ々〻‐゠–〜?!‼⁇⁈⁉・、:;,。.），：；？！"
        .contains(c)
}

/// Adds the lines of a paragraph.
fn folded(text: &str, widths: &[f64], fold: Fold, dots: f64, rows: &mut Vec<(String, f64)>) {
    let chars: Vec<char> = text.chars().collect();
    let mut start = 0;
    let mut taken = 0.0;
    // The last places after which a line may end: at words, dashes, other punctuation, anywhere.
    let mut ends: [Option<usize>; 4] = [None; 4];
    let sum = |from: usize, to: usize| widths[from..to].iter().sum::<f64>();
    let row = |from: usize, to: usize| {
        let text: String = chars[from..to].iter().collect();
        let kept = text.trim_end().chars().count();
        (text.trim_end().to_owned(), sum(from, from + kept))
    };
    for (i, &c) in chars.iter().enumerate() {
        let best = ends.iter().flatten().copied().next();
        if taken + widths[i] > fold.width
            && let Some(end) = best
        {
            if rows.len() + 1 >= fold.rows {
                rows.push(with_dots(
                    &chars[start..=end],
                    &widths[start..=end],
                    fold.width,
                    dots,
                ));
                return;
            }
            rows.push(row(start, end + 1));
            start = end + 1;
            taken = sum(start, i);
            for known in &mut ends {
                *known = known.filter(|&end| end >= start);
            }
        }
        taken += widths[i];
        let next = chars.get(i + 1).copied();
        let at_space = c.is_whitespace() && c != '\u{A0}';
        let after_chinese = is_chinese(c) && next.is_none_or(|next| !begins_no_line(next));
        let before_chinese = !c.is_ascii_punctuation() && next.is_some_and(is_chinese);
        if at_space || after_chinese || before_chinese {
            ends[0] = Some(i);
        } else if c == '-' {
            ends[1] = Some(i);
        } else if c.is_ascii_punctuation() {
            ends[2] = Some(i);
        }
        ends[3] = Some(i);
    }
    rows.push(row(start, chars.len()));
}

/// So much of a line as has room, and an ellipsis.
fn with_dots(chars: &[char], widths: &[f64], width: f64, dots: f64) -> (String, f64) {
    let mut kept = chars.len();
    let mut taken: f64 = widths.iter().sum();
    while kept > 0 && (taken + dots > width || chars[kept - 1].is_whitespace()) {
        kept -= 1;
        taken -= widths[kept];
    }
    let text: String = chars[..kept].iter().chain(&['…']).collect();
    (text, taken + dots)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter is ten wide, Chinese ones twenty.
    struct Even;

    impl Metrics for Even {
        fn widths(&self, text: &str, _font: Font) -> Vec<f64> {
            let wide = |c: char| if is_chinese(c) { 20.0 } else { 10.0 };
            text.chars().map(wide).collect()
        }

        fn row(&self, _font: Font) -> (f64, f64) {
            (12.0, 9.0)
        }
    }

    fn rows(text: &str, width: f64, rows: usize) -> Vec<String> {
        let fold = Fold {
            width,
            rows,
            align: 0.5,
        };
        let block = Setter(&Even).block(text, Font::plain(10.0), fold);
        assert!(block.extent().x <= width.max(20.0), "{text}: {block:?}");
        block.rows.into_iter().map(|row| row.0).collect()
    }

    #[test]
    fn words_are_folded_where_one_would_fold_them() {
        assert_eq!(rows("Alpha Machining", 200.0, 2), ["Alpha Machining"]);
        assert_eq!(rows("Alpha Machining", 100.0, 2), ["Alpha", "Machining"]);
        assert_eq!(rows("Alpha-Machining", 110.0, 2), ["Alpha-", "Machining"]);
        assert_eq!(rows("Donaudampfschiff", 100.0, 9), ["Donaudampf", "schiff"]);
        assert_eq!(rows("机械制造", 60.0, 9), ["机械制", "造"]);
        assert_eq!(rows("one\n\ntwo", 60.0, 9), ["one", "", "two"]);
    }

    #[test]
    fn what_has_no_room_ends_in_an_ellipsis() {
        assert_eq!(rows("one two three four", 80.0, 2), ["one two", "three…"]);
        assert_eq!(rows("abcdefghijkl", 50.0, 1), ["abcd…"]);
    }

    #[test]
    fn lines_lie_as_the_block_says() {
        let fold = Fold {
            width: 60.0,
            rows: 2,
            align: 0.5,
        };
        let block = Setter(&Even).block("one seven", Font::plain(10.0), fold);
        let places: Vec<_> = block.places(Point::new(100.0, 10.0), Anchor::TOP).collect();
        assert_eq!(
            places,
            [
                ("one", Point::new(100.0, 19.0)),
                ("seven", Point::new(100.0, 31.0))
            ]
        );
    }
}
