//! The legend on paper: small pictures with words and numbers, in one column or several.

use crate::base::geom::{Point, Rect, Vector};
use crate::model::{ActorKind, TieKind};
use crate::picture::look::{self, Line, Palette, Pattern, Rgb};

use super::mark::{self, Body, Thread};
use super::pen::{Anchor, Fold, Font, Form, Hand, Ink, Pen, Stroke, Typeface};
use super::sign::{self, Sign};
use super::way::Way;

/// Width of a column, points.
pub const WIDTH: f64 = 250.0;
/// Between two columns, points.
pub const GAP: f64 = 28.0;
/// Height of a row, points.
const ROW: f64 = 21.0;
/// Height of a line with a scale, points.
const SCALE: f64 = 18.0;
/// Width of the small picture in a row, and where its words begin, points.
const PICTURE: f64 = 34.0;
const WORDS: f64 = 44.0;
/// Sizes of letters: of lists, of less important words, of the smallest.
const LIST: f64 = 13.0;
const SMALL: f64 = 12.0;
const TINY: f64 = 11.0;
/// Room for the words before a scale, and for a number beside it, points.
const BEFORE: f64 = 48.0;
const NUMBER: f64 = 34.0;
/// Width of the picture in a line about extents, points.
const EXTENT: f64 = 52.0;

/// A line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// What comes below.
    Heading(String),
    /// Words in small letters, in as many lines as they need.
    Words(String),
    /// A kind of actors with how many there are; only its shape where colors stand for something else.
    Actor(ActorKind, bool, usize),
    /// A kind of ties with how many there are.
    Tie(TieKind, usize),
    /// A sort of actors or, if so, of ties, with its fill and its edge, and how many there are.
    Sort {
        /// What it is called.
        name: String,
        /// Fill and edge.
        ink: (Rgb, Rgb),
        /// It is of ties.
        of_ties: bool,
        /// How many there are.
        count: usize,
    },
    /// Colors from the least to the most.
    Ramp {
        /// Of what.
        words: String,
        /// The numbers at its ends.
        ends: [String; 2],
        /// Its colors at even distances.
        colors: Vec<Rgb>,
        /// It is of ties, which are thinner.
        of_ties: bool,
    },
    /// Sizes from the least to the most, as shares of the largest.
    Sizes {
        /// Of what.
        words: String,
        /// The numbers at its ends.
        ends: [String; 2],
        /// Radii as shares of the largest.
        radii: Vec<f64>,
    },
    /// From how many jobs to how many; one number where both are the same.
    Jobs([String; 2]),
    /// From which strength to which.
    Strengths([String; 2]),
    /// What became of something.
    Sign(Sign),
    /// A line across.
    Rule,
    /// A bit of air.
    Air,
}

impl Row {
    /// It must not stand at the foot of a column.
    fn leads(&self) -> bool {
        matches!(self, Self::Heading(_) | Self::Rule | Self::Air)
    }
}

/// Words in small letters, as wide as a column.
fn words<T: Typeface>(face: &T, text: &str, size: f64) -> T::Block {
    let fold = Fold {
        width: WIDTH,
        rows: 12,
        align: 0.0,
    };
    face.block(text, Font::plain(size), fold)
}

/// Height of a row, points.
fn height<T: Typeface>(face: &T, row: &Row) -> f64 {
    match row {
        Row::Heading(_) => ROW,
        Row::Words(text) => face.extent(&words(face, text, TINY)).y + 3.0,
        Row::Actor(..) | Row::Tie(..) | Row::Sort { .. } | Row::Sign(_) => ROW,
        Row::Ramp { .. } | Row::Sizes { .. } | Row::Jobs(_) | Row::Strengths(_) => SCALE,
        Row::Rule => 12.0,
        Row::Air => 8.0,
    }
}

/// Rows in columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// For each row its column and how far down it begins; none for what is left out at the head or foot of one.
    places: Vec<Option<(usize, f64)>>,
    /// Width and height of all.
    pub extent: Vector,
}

impl Columns {
    /// Rows in as many columns as it takes so that none is higher than this, as even as can be; at most so many columns.
    pub fn within<T: Typeface>(face: &T, rows: &[Row], height: f64, most: usize) -> Self {
        let mut count = 1;
        loop {
            let columns = Self::even(face, rows, count);
            if columns.extent.y <= height || count >= most.max(1) {
                return columns;
            }
            count += 1;
        }
    }

    /// The column that a row is in; none where it is left out.
    pub fn column_of(&self, row: usize) -> Option<usize> {
        self.places.get(row)?.map(|(column, _)| column)
    }

    /// Rows in so many columns, as even as can be. What a rule parts stands in columns of its own, unless these become
    /// much higher.
    pub fn even<T: Typeface>(face: &T, rows: &[Row], count: usize) -> Self {
        let heights: Vec<f64> = rows.iter().map(|row| height(face, row)).collect();
        let total: f64 = heights.iter().sum();
        let highest = heights.iter().copied().fold(0.0, f64::max);
        // The least height with which the rows fit, to the point.
        let least = |parted: bool| {
            let (mut low, mut high) = ((total / count.max(1) as f64).max(highest), total.max(highest));
            while high - low > 1.0 {
                let middle = f64::midpoint(low, high);
                if flow(rows, &heights, middle, parted).1 <= count {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            high
        };
        let [mixed, apart] = [false, true].map(least);
        let parted = apart <= MUCH * mixed && flow(rows, &heights, apart, true).1 <= count;
        let (places, columns) = flow(rows, &heights, if parted { apart } else { mixed }, parted);
        let foot = places
            .iter()
            .zip(&heights)
            .filter_map(|(place, height)| Some(place.as_ref()?.1 + height));
        let width = columns as f64 * (WIDTH + GAP) - GAP;
        Self {
            extent: Vector::new(width.max(0.0), foot.fold(0.0, f64::max)),
            places,
        }
    }
}

/// So many times as high columns may become for the sake of what a rule parts.
const MUCH: f64 = 1.35;

/// Fills columns of this height one after the other, with a new one after each rule if that is to be; says how many
/// there are.
fn flow(rows: &[Row], heights: &[f64], most: f64, parted: bool) -> (Vec<Option<(usize, f64)>>, usize) {
    let (mut column, mut y) = (0, 0.0);
    let mut places = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        // What leads goes where the first that follows goes.
        let mut needed = heights[i];
        let mut next = i;
        while rows[next].leads() && next + 1 < rows.len() {
            next += 1;
            needed += heights[next];
        }
        let full = y + needed > most + 1e-9;
        if y > 0.0 && (full || parted && matches!(row, Row::Rule)) {
            column += 1;
            y = 0.0;
        }
        if y == 0.0 && matches!(row, Row::Rule | Row::Air) {
            places.push(None);
            continue;
        }
        places.push(Some((column, y)));
        y += heights[i];
    }
    (places, if rows.is_empty() { 0 } else { column + 1 })
}

/// Draws rows with their upper left corner here.
pub fn draw<P: Pen + Hand>(pen: &mut P, rows: &[Row], columns: &Columns, at: Point, dark: bool) {
    for (row, place) in rows.iter().zip(&columns.places) {
        if let &Some((column, y)) = place {
            let left = at.x + column as f64 * (WIDTH + GAP);
            let min = Point::new(left, at.y + y);
            let high = height(pen, row);
            let area = Rect {
                min,
                max: min + Vector::new(WIDTH, high),
            };
            draw_row(pen, row, area, dark);
        }
    }
}

fn draw_row<P: Pen + Hand>(pen: &mut P, row: &Row, area: Rect, dark: bool) {
    let palette = Palette::of(dark);
    let middle = area.center().y;
    let picture = Rect {
        min: area.min + Vector::new(2.0, 3.0),
        max: Point::new(area.min.x + 2.0 + PICTURE, area.max.y - 3.0),
    };
    match row {
        Row::Heading(text) => {
            let fold = Fold {
                width: WIDTH,
                rows: 1,
                align: 0.0,
            };
            let block = pen.block(text, Font::strong(LIST), fold);
            let left = Point::new(area.min.x, middle);
            pen.write(&block, left, Anchor::LEFT, palette.text.into(), None);
        }
        Row::Words(text) => {
            let block = words(pen, text, TINY);
            pen.write(&block, area.min, Anchor::TOP_LEFT, palette.secondary.into(), None);
        }
        Row::Actor(kind, plain, count) => {
            actor(pen, *kind, picture.center(), 7.0, !plain, dark, palette.paper);
            listed(pen, kind.name(), *count, area, palette);
        }
        Row::Tie(kind, count) => {
            let [from, to] = [picture.min.x, picture.max.x].map(|x| Point::new(x, middle));
            tie(pen, *kind, from, to, dark);
            listed(pen, kind.name(), *count, area, palette);
        }
        Row::Sort {
            name,
            ink: (fill, edge),
            of_ties,
            count,
        } => {
            if *of_ties {
                let ends = [picture.min.x, picture.max.x].map(|x| Point::new(x, middle));
                pen.segment(ends, Stroke::new(3.0, *fill));
            } else {
                let disc = Form::Disc(picture.center(), 6.5);
                pen.body(disc, (*fill).into(), Stroke::new(1.2, *edge));
            }
            listed(pen, name, *count, area, palette);
        }
        Row::Sign(sign) => {
            sign::badge(pen, *sign, picture.center(), palette, palette.paper);
            named(pen, sign.name(), area, WIDTH - WORDS, palette);
        }
        Row::Ramp {
            words,
            ends,
            colors,
            of_ties,
        } => {
            let bar = scale(pen, words, ends, area, palette);
            let half = if *of_ties { 2.0 } else { 5.0 };
            ramp(pen, bar, half, colors);
        }
        Row::Sizes { words, ends, radii } => {
            let bar = scale(pen, words, ends, area, palette);
            let last = radii.len().saturating_sub(1).max(1) as f64;
            for (i, share) in radii.iter().enumerate() {
                let x = bar.min.x + 9.0 + (bar.width() - 18.0) * i as f64 / last;
                let disc = Form::Disc(Point::new(x, middle), share * (SCALE / 2.0 - 1.0));
                pen.outline(disc, Stroke::new(1.2, palette.secondary));
            }
        }
        Row::Jobs(ends) => {
            if let Some(bar) = extent(pen, "Size: jobs", ends, area, palette) {
                circles(pen, bar, palette.secondary);
            }
        }
        Row::Strengths(ends) => {
            if let Some(bar) = extent(pen, "Width: strength", ends, area, palette) {
                wedge(pen, bar, palette.secondary);
            }
        }
        Row::Rule => {
            let ends = [area.min.x, area.max.x].map(|x| Point::new(x, middle));
            let color = palette.paper.toward(palette.secondary, 0.35);
            pen.segment(ends, Stroke::new(1.0, color));
        }
        Row::Air => {}
    }
}

/// A name and how many there are.
fn listed<H: Hand>(hand: &mut H, name: &str, count: usize, area: Rect, palette: &Palette) {
    let right = Point::new(area.max.x, area.center().y);
    let number = hand.line(&count.to_string(), Font::plain(LIST));
    let width = hand.extent(&number).x;
    hand.write(&number, right, Anchor::RIGHT, palette.secondary.into(), None);
    named(hand, name, area, WIDTH - WORDS - width - 8.0, palette);
}

fn named<H: Hand>(hand: &mut H, name: &str, area: Rect, width: f64, palette: &Palette) {
    let left = Point::new(area.min.x + WORDS, area.center().y);
    let fold = Fold {
        width,
        rows: 1,
        align: 0.0,
    };
    let block = hand.block(name, Font::plain(LIST), fold);
    hand.write(&block, left, Anchor::LEFT, palette.text.into(), None);
}

/// Words, the least, and the most; returns the room for a picture between the two.
fn scale<H: Hand>(hand: &mut H, words: &str, ends: &[String; 2], area: Rect, palette: &Palette) -> Rect {
    let middle = area.center().y;
    let block = hand.line(words, Font::plain(SMALL));
    let left = Point::new(area.min.x, middle);
    hand.write(&block, left, Anchor::LEFT, palette.secondary.into(), None);
    let numbers = [&ends[0], &ends[1]].map(|text| hand.line(text, Font::plain(TINY)));
    let [before, after] = [&numbers[0], &numbers[1]].map(|number| hand.extent(number).x.max(NUMBER));
    let from = area.min.x + BEFORE + before;
    let to = area.max.x - after;
    let ink: Ink = palette.text.into();
    hand.write(&numbers[0], Point::new(from, middle), Anchor::RIGHT, ink, None);
    hand.write(&numbers[1], Point::new(to, middle), Anchor::LEFT, ink, None);
    Rect {
        min: Point::new(from + 6.0, area.min.y),
        max: Point::new(to - 6.0, area.max.y),
    }
}

/// Words at the left, the least and the most at the right with room for a picture between them; none where both are
/// the same.
fn extent<H: Hand>(
    hand: &mut H,
    words: &str,
    ends: &[String; 2],
    area: Rect,
    palette: &Palette,
) -> Option<Rect> {
    let middle = area.center().y;
    let block = hand.line(words, Font::plain(SMALL));
    let left = Point::new(area.min.x, middle);
    hand.write(&block, left, Anchor::LEFT, palette.secondary.into(), None);
    let [least, most] = [&ends[0], &ends[1]].map(|text| hand.line(text, Font::plain(TINY)));
    let right = area.max.x;
    let ink: Ink = palette.text.into();
    hand.write(&most, Point::new(right, middle), Anchor::RIGHT, ink, None);
    if ends[0] == ends[1] {
        return None;
    }
    let to = right - hand.extent(&most).x - 6.0;
    let from = to - EXTENT;
    hand.write(&least, Point::new(from - 6.0, middle), Anchor::RIGHT, ink, None);
    Some(Rect {
        min: Point::new(from, area.min.y),
        max: Point::new(to, area.max.y),
    })
}

/// A bar that runs through colors, `half` as high to each side of its middle.
fn ramp(pen: &mut impl Pen, bar: Rect, half: f64, colors: &[Rgb]) {
    /// Steps between two given colors: so many that nobody sees them.
    const STEPS: usize = 12;
    let pieces = colors.len().saturating_sub(1) * STEPS;
    let middle = bar.center().y;
    for i in 0..pieces {
        let (at, share) = (i / STEPS, (i % STEPS) as f64 + 0.5);
        let color = colors[at].toward(colors[at + 1], share / STEPS as f64);
        let x = |i: usize| bar.min.x + bar.width() * i as f64 / pieces as f64;
        // A hair wider, so that no ground shines through between two.
        let right = (x(i + 1) + 0.35).min(bar.max.x);
        let corners = [
            Point::new(x(i), middle - half),
            Point::new(right, middle - half),
            Point::new(right, middle + half),
            Point::new(x(i), middle + half),
        ];
        pen.fill(Form::Convex(&corners), color.into());
    }
}

/// Circles from small to large.
pub fn circles(pen: &mut (impl Pen + ?Sized), bar: Rect, color: Rgb) {
    for i in 0_u8..4 {
        let share = f64::from(i) / 3.0;
        let radius = 3.0 + (SCALE / 2.0 - 4.5) * share;
        let x = bar.min.x + 6.0 + (bar.width() - 15.0) * share;
        let disc = Form::Disc(Point::new(x, bar.center().y), radius);
        pen.outline(disc, Stroke::new(1.2, color));
    }
}

/// A line that becomes wider.
pub fn wedge(pen: &mut (impl Pen + ?Sized), bar: Rect, color: Rgb) {
    let (y, ends) = (bar.center().y, [0.8, 3.0]);
    let corners = [
        Point::new(bar.min.x, y - ends[0] / 2.0),
        Point::new(bar.max.x, y - ends[1] / 2.0),
        Point::new(bar.max.x, y + ends[1] / 2.0),
        Point::new(bar.min.x, y + ends[0] / 2.0),
    ];
    pen.fill(Form::Convex(&corners), color.into());
}

/// A mark of a kind; without the color of its role where colors stand for something else. `ground` shows through the
/// hole of a ring.
pub fn actor(
    pen: &mut (impl Pen + ?Sized),
    kind: ActorKind,
    center: Point,
    radius: f64,
    colored: bool,
    dark: bool,
    ground: Rgb,
) {
    let role = kind.role();
    let (fill, outline) = if colored {
        (look::body_fill(role, false, dark), look::role_outline(role, dark))
    } else {
        (ground, Palette::of(dark).secondary)
    };
    let body = Body {
        fill: fill.into(),
        outline: Stroke::new((radius * 0.16).clamp(1.0, 2.0), outline),
        dashed: false,
        paper: ground.into(),
    };
    mark::body(pen, kind, center, radius, body);
}

/// A line of a kind between two points.
pub fn tie(pen: &mut (impl Pen + ?Sized), kind: TieKind, from: Point, to: Point, dark: bool) {
    let line = Line::of(kind, false);
    let width = match line.pattern {
        Pattern::Double | Pattern::Wedge => 3.6,
        Pattern::Dotted => 2.0,
        _ if line.thin => 1.2,
        _ => 1.8,
    };
    let thread = Thread {
        line,
        width,
        scale: 0.62,
        ink: line.color(dark).into(),
        tips: true,
    };
    mark::thread(pen, &Way::straight(from, to), thread);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::draw::fold::{Metrics, Setter};

    struct Even;

    impl Metrics for Even {
        fn widths(&self, text: &str, font: Font) -> Vec<f64> {
            text.chars().map(|_| font.size / 2.0).collect()
        }

        fn row(&self, font: Font) -> (f64, f64) {
            (font.size * 1.2, font.size)
        }
    }

    #[test]
    fn columns_are_even_and_no_heading_stands_alone_at_a_foot() {
        let mut rows: Vec<Row> = (0..9).map(|i| Row::Actor(ActorKind::ALL[i], false, i)).collect();
        rows.push(Row::Rule);
        rows.push(Row::Heading("Ties".to_owned()));
        rows.extend((0..8).map(|i| Row::Tie(TieKind::ALL[i], i)));
        let one = Columns::even(&Setter(&Even), &rows, 1);
        let two = Columns::even(&Setter(&Even), &rows, 2);
        assert!((one.extent.x - WIDTH).abs() < 1e-9);
        assert!((two.extent.x - 2.0 * WIDTH - GAP).abs() < 1e-9);
        assert!(two.extent.y < one.extent.y * 0.56, "{two:?}");
        assert_eq!(two.places[9], None, "no line across at the head of a column");
        assert_eq!(two.places[10], Some((1, 0.0)));
        let fitted = Columns::within(&Setter(&Even), &rows, one.extent.y / 2.5, 5);
        assert_eq!(fitted.extent.x, 3.0 * WIDTH + 2.0 * GAP);
        assert_eq!(Columns::even(&Setter(&Even), &[], 2).extent, Vector::ZERO);
    }
}
