//! A pen and a hand that write SVG 1.1: groups for layers, actors and ties, curves as curves, words as words.
//!
//! Plain attributes only, no styles and no scripts, so that drawing programs read it as browsers do. The same strokes
//! give the same bytes.

use std::fmt::Write as _;

use crate::base::geom::{Point, Rect, Vector};
use crate::model::Jot;

use super::draw::fold::{Lines, Metrics, Setter};
use super::draw::{
    Anchor, Edge, Fold, Font, Form, Halo, Hand, Ink, Layer, Pen, Stroke, Thing, Typeface, Way,
};

/// Adds text to a text that can always grow.
macro_rules! put {
    ($out:expr, $($text:tt)*) => {
        $out.write_fmt(format_args!($($text)*)).expect("a text takes every text")
    };
}

mod bundle;
mod parts;

use bundle::Bundles;
use parts::{Number, Shape, bezier, dash_array, paint, path};

pub use parts::Escaped;

/// How letters get a line around them that does not lie over them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Halos {
    /// As one text whose line is drawn first. Browsers know that, most office programs do not.
    #[default]
    Ordered,
    /// As two texts, the lower one hidden from readers; every program shows that.
    Doubled,
}

/// What an SVG is about and how it is written.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    /// Width and height, points.
    pub size: Vector,
    /// What the picture is called.
    pub title: &'a str,
    /// Ids begin with this, so that several pictures can lie in one page.
    pub prefix: &'a str,
    /// Families of letters, the wanted one first, as in CSS.
    pub families: &'a str,
    /// How letters get a halo.
    pub halos: Halos,
    /// What people read of an actor or a tie; none for no words and no group of its own.
    pub names: Option<&'a dyn Fn(Thing) -> String>,
    /// Which of these have groups of their own; all unless given. Strokes of the others are bundled by their looks, which
    /// takes far less room.
    pub told: Option<&'a dyn Fn(Thing) -> bool>,
    /// Knows how wide letters are.
    pub metrics: &'a dyn Metrics,
}

/// A picture that is being written.
pub struct Svg<'a> {
    out: String,
    setup: Setup<'a>,
    layer: Option<Layer>,
    layer_is_open: bool,
    /// Where the layer begins.
    layer_start: usize,
    /// What lies below all else in the layer.
    bundles: Bundles,
    thing: Option<Thing>,
    thing_is_open: bool,
    clips: usize,
    /// Layers that have been written, so that no id comes twice.
    written: Vec<Layer>,
}

impl<'a> Svg<'a> {
    /// An empty picture.
    pub fn new(setup: Setup<'a>) -> Self {
        let (width, height) = (Number(setup.size.x), Number(setup.size.y));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{}\"",
            Escaped(setup.families)
        );
        if setup.title.is_empty() {
            out.push_str(">\n");
        } else {
            let title = Escaped(setup.title);
            put!(out, " role=\"img\">\n<title>{title}</title>\n");
        }
        Self {
            out,
            setup,
            layer: None,
            layer_is_open: false,
            layer_start: 0,
            bundles: Bundles::default(),
            thing: None,
            thing_is_open: false,
            clips: 0,
            written: Vec::new(),
        }
    }

    /// The text of the whole picture.
    pub fn finish(mut self) -> String {
        self.close_layer();
        self.out.push_str("</svg>\n");
        self.out
    }

    /// How many bytes have been written so far.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// What comes until [`Hand::unclip`] is drawn with its origin here and so many times as large.
    pub fn begin_scaled(&mut self, at: Point, scale: f64) {
        self.open();
        let (x, y) = (Number(at.x), Number(at.y));
        put!(self.out, "<g transform=\"translate({x} {y})");
        if (scale - 1.0).abs() > 1e-9 {
            put!(self.out, " scale({})", Number(scale));
        }
        self.out.push_str("\">\n");
    }

    /// The layer and the thing that come now are written before the first stroke of them.
    fn open(&mut self) {
        if let Some(layer) = self.layer.filter(|_| !self.layer_is_open) {
            self.layer_is_open = true;
            let word = word_of(layer);
            if self.written.contains(&layer) {
                put!(self.out, "<g>\n");
            } else {
                self.written.push(layer);
                put!(self.out, "<g id=\"{}{word}\">\n", Escaped(self.setup.prefix));
            }
            self.layer_start = self.out.len();
        }
        let Some(thing) = self
            .thing
            .filter(|&thing| !self.thing_is_open && self.is_told(thing))
        else {
            return;
        };
        let Some(names) = self.setup.names else { return };
        self.thing_is_open = true;
        match thing {
            Thing::Actor(id) => put!(self.out, "<g data-actor=\"{id}\">"),
            Thing::Tie(id) => put!(self.out, "<g data-tie=\"{id}\">"),
            Thing::Jot(Jot::Note(id)) => put!(self.out, "<g data-note=\"{id}\">"),
            Thing::Jot(Jot::Zone(id)) => put!(self.out, "<g data-zone=\"{id}\">"),
        }
        let name = names(thing);
        if !name.is_empty() && self.layer != Some(Layer::Names) {
            put!(self.out, "<title>{}</title>", Escaped(&name));
        }
        self.out.push('\n');
    }

    fn is_told(&self, thing: Thing) -> bool {
        self.setup.told.is_none_or(|told| told(thing))
    }

    /// What comes now belongs to no layer.
    pub fn close_layer(&mut self) {
        self.close_thing();
        self.layer = None;
        let bundles = self.bundles.take();
        self.out.insert_str(self.layer_start, &bundles);
        if std::mem::take(&mut self.layer_is_open) {
            self.out.push_str("</g>\n");
        }
    }

    fn close_thing(&mut self) {
        self.thing = None;
        if std::mem::take(&mut self.thing_is_open) {
            self.out.push_str("</g>\n");
        }
    }

    /// One element with a form, its paint and its end.
    fn shape(&mut self, shape: &Shape<'_>, fill: Option<Ink>, stroke: Option<(Stroke, &str)>) {
        if fill.is_none_or(|ink| ink.alpha <= 0.0) && stroke.is_none_or(|(stroke, _)| stroke.width <= 0.0) {
            return;
        }
        self.open();
        if self.thing.is_some_and(|thing| !self.is_told(thing)) {
            self.bundles.add(shape, fill, stroke);
            return;
        }
        let out = &mut self.out;
        match *shape {
            Shape::Form(Form::Disc(center, radius)) => {
                put!(
                    out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"",
                    Number(center.x),
                    Number(center.y),
                    Number(radius)
                );
            }
            Shape::Form(Form::Convex(corners) | Form::Star(corners, _)) => {
                out.push_str("<path d=\"");
                path(out, corners);
                out.push_str("Z\"");
            }
            Shape::Path(points) => {
                out.push_str("<path d=\"");
                path(out, points);
                out.push('"');
            }
            Shape::Curve(curve) => {
                out.push_str("<path d=\"");
                bezier(out, curve);
                out.push('"');
            }
            Shape::Card(area, round) => {
                put!(
                    out,
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                    Number(area.min.x),
                    Number(area.min.y),
                    Number(area.width()),
                    Number(area.height())
                );
                if round > 0.0 {
                    put!(out, " rx=\"{}\"", Number(round));
                }
            }
        }
        match fill {
            Some(ink) => paint(out, "fill", ink),
            None => out.push_str(" fill=\"none\""),
        }
        if let Some((stroke, more)) = stroke {
            paint(out, "stroke", stroke.ink);
            put!(out, " stroke-width=\"{}\"{more}", Number(stroke.width));
        }
        out.push_str("/>\n");
    }
}

fn word_of(layer: Layer) -> &'static str {
    match layer {
        Layer::Zones => "zones",
        Layer::Groups => "groups",
        Layer::FaintTies => "faint-ties",
        Layer::FaintActors => "faint-actors",
        Layer::Ties => "ties",
        Layer::Actors => "actors",
        Layer::Names => "names",
        Layer::Notes => "notes",
        Layer::Key => "legend",
    }
}

impl Pen for Svg<'_> {
    fn segment(&mut self, ends: [Point; 2], stroke: Stroke) {
        self.shape(&Shape::Path(&ends), None, Some((stroke, "")));
    }

    fn line(&mut self, path: &[Point], stroke: Stroke) {
        self.shape(&Shape::Path(path), None, Some((stroke, "")));
    }

    fn outline(&mut self, form: Form<'_>, stroke: Stroke) {
        self.shape(&Shape::Form(form), None, Some((stroke, "")));
    }

    fn fill(&mut self, form: Form<'_>, ink: Ink) {
        self.shape(&Shape::Form(form), Some(ink), None);
    }

    fn body(&mut self, form: Form<'_>, ink: Ink, stroke: Stroke) {
        self.shape(&Shape::Form(form), Some(ink), Some((stroke, "")));
    }

    fn follow(&mut self, way: &Way, stroke: Stroke) {
        self.shape(&Shape::Curve(way.curve()), None, Some((stroke, "")));
    }

    fn dashes(&mut self, way: &Way, pattern: &[f64], stroke: Stroke) {
        let more = dash_array(pattern);
        self.shape(&Shape::Curve(way.curve()), None, Some((stroke, &more)));
    }

    fn dashed_outline(&mut self, form: Form<'_>, _corners: &[Point], pattern: &[f64], stroke: Stroke) {
        let more = dash_array(pattern);
        self.shape(&Shape::Form(form), None, Some((stroke, &more)));
    }

    fn dots(&mut self, way: &Way, radius: f64, step: f64, ink: Ink) {
        // Dashes with round ends and hardly any length are dots.
        const LENGTH: f64 = 0.01;
        let more = format!(
            " stroke-linecap=\"round\"{} stroke-dashoffset=\"{}\"",
            dash_array(&[LENGTH, step - LENGTH]),
            Number(-step / 2.0)
        );
        let stroke = Stroke::new(2.0 * radius, ink);
        self.shape(&Shape::Curve(way.curve()), None, Some((stroke, &more)));
    }

    fn band(&mut self, left: &[Point], right: &[Point], ink: Ink) {
        let around: Vec<Point> = left.iter().chain(right.iter().rev()).copied().collect();
        self.fill(Form::Convex(&around), ink);
    }

    fn layer(&mut self, layer: Layer) {
        if self.layer != Some(layer) {
            self.close_layer();
            self.layer = Some(layer);
        }
    }

    fn begin(&mut self, thing: Thing) {
        self.close_thing();
        self.thing = Some(thing);
    }

    fn end(&mut self) {
        self.close_thing();
    }
}

impl Typeface for Svg<'_> {
    type Block = Lines;

    fn line(&self, text: &str, font: Font) -> Lines {
        Setter(self.setup.metrics).line(text, font)
    }

    fn block(&self, text: &str, font: Font, fold: Fold) -> Lines {
        Setter(self.setup.metrics).block(text, font, fold)
    }

    fn extent(&self, block: &Lines) -> Vector {
        block.extent()
    }

    fn rows(&self, block: &Lines) -> Vec<String> {
        Setter(self.setup.metrics).rows(block)
    }
}

impl Svg<'_> {
    /// One text with as many lines as the block has.
    fn text(&mut self, block: &Lines, at: Point, anchor: Anchor, look: &str) {
        // A single line lies by its own anchor, so that it stays in place in other letters, too.
        let single = block.rows.len() == 1;
        let align = if single { anchor.x } else { block.align };
        let word = match align {
            share if share < 0.25 => "",
            share if share > 0.75 => " text-anchor=\"end\"",
            _ => " text-anchor=\"middle\"",
        };
        let Font { size, strong } = block.font;
        put!(self.out, "<text font-size=\"{}\"{word}", Number(size));
        if strong {
            self.out.push_str(" font-weight=\"600\"");
        }
        self.out.push_str(look);
        let places = block.places(at, anchor).filter(|(row, _)| !row.is_empty());
        if single {
            for (row, place) in places {
                let row = Escaped(row);
                put!(
                    self.out,
                    " x=\"{}\" y=\"{}\">{row}",
                    Number(at.x),
                    Number(place.y)
                );
            }
        } else {
            self.out.push('>');
            for (row, place) in places {
                put!(
                    self.out,
                    "<tspan x=\"{}\" y=\"{}\">{}</tspan>",
                    Number(place.x),
                    Number(place.y),
                    Escaped(row)
                );
            }
        }
        self.out.push_str("</text>\n");
    }
}

impl Hand for Svg<'_> {
    fn write(&mut self, block: &Lines, at: Point, anchor: Anchor, ink: Ink, halo: Option<Halo>) {
        if block.rows.iter().all(|(row, _)| row.trim().is_empty()) {
            return;
        }
        self.open();
        let mut look = String::new();
        if let Some(halo) = halo {
            paint(&mut look, "stroke", halo.ink);
            put!(
                look,
                " stroke-width=\"{}\" stroke-linejoin=\"round\"",
                Number(2.0 * halo.reach)
            );
            match self.setup.halos {
                Halos::Ordered => look.push_str(" paint-order=\"stroke\""),
                Halos::Doubled => {
                    paint(&mut look, "fill", halo.ink);
                    look.push_str(" aria-hidden=\"true\"");
                    self.text(block, at, anchor, &look);
                    look.clear();
                }
            }
        }
        paint(&mut look, "fill", ink);
        self.text(block, at, anchor, &look);
    }

    fn card(&mut self, area: Rect, round: f64, ink: Option<Ink>, edge: Option<Edge>) {
        let inside = edge.filter(|edge| edge.inside);
        let (area, round) = match inside {
            Some(edge) => {
                let half = edge.stroke.width / 2.0;
                (area.grown(-half), (round - half).max(0.0))
            }
            None => (area, round),
        };
        let stroke = edge.map(|edge| (edge.stroke, ""));
        self.shape(&Shape::Card(area, round), ink, stroke);
    }

    fn clip(&mut self, area: Rect) {
        self.open();
        self.clips += 1;
        let id = format!("{}clip{}", self.setup.prefix, self.clips);
        let id = Escaped(&id);
        put!(
            self.out,
            "<clipPath id=\"{id}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n\
             <g clip-path=\"url(#{id})\">\n",
            Number(area.min.x),
            Number(area.min.y),
            Number(area.width()),
            Number(area.height())
        );
    }

    fn unclip(&mut self) {
        self.out.push_str("</g>\n");
    }

    fn sight(&self) -> Option<Rect> {
        Some(Rect {
            min: Point::ORIGIN,
            max: Point::ORIGIN + self.setup.size,
        })
    }

    fn about(&mut self, thing: Thing) {
        self.begin(thing);
    }

    fn done(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::super::look::Rgb;
    use super::*;
    use crate::model::ActorId;

    struct Even;

    impl Metrics for Even {
        fn widths(&self, text: &str, font: Font) -> Vec<f64> {
            text.chars().map(|_| font.size / 2.0).collect()
        }

        fn row(&self, font: Font) -> (f64, f64) {
            (font.size * 1.25, font.size)
        }
    }

    fn setup<'a>(names: &'a dyn Fn(Thing) -> String) -> Setup<'a> {
        Setup {
            size: Vector::new(100.0, 50.0),
            title: "A & B",
            prefix: "",
            families: "Inter",
            halos: Halos::Ordered,
            names: Some(names),
            told: None,
            metrics: &Even,
        }
    }

    #[test]
    fn nothing_that_people_write_becomes_markup() {
        let nasty = "</text><script>\"'&\u{1}]]>";
        let names = |_: Thing| nasty.to_owned();
        let mut svg = Svg::new(setup(&names));
        svg.layer(Layer::Actors);
        svg.begin(Thing::Actor(ActorId::new(12).unwrap()));
        svg.fill(Form::Disc(Point::new(10.0, 10.005), 4.0), Rgb(255, 0, 16).into());
        svg.end();
        svg.layer(Layer::Names);
        let block = svg.line(nasty, Font::plain(10.0));
        svg.write(&block, Point::ORIGIN, Anchor::TOP, Rgb(0, 0, 0).into(), None);
        let text = svg.finish();
        assert!(text.contains("data-actor=\"a12\""));
        assert!(
            text.contains("<circle cx=\"10\" cy=\"10\" r=\"4\" fill=\"#ff0010\"/>")
                || text.contains("cy=\"10.01\"")
        );
        assert!(!text.contains("<script") && !text.contains('\u{1}'));
        assert_eq!(text.matches("&lt;script&gt;").count(), 2);
        assert_eq!(text.matches("<g").count(), text.matches("</g>").count());
    }

    #[test]
    fn what_shows_nothing_leaves_no_trace() {
        let names = |_: Thing| String::new();
        let mut svg = Svg::new(setup(&names));
        svg.layer(Layer::Zones);
        svg.layer(Layer::Ties);
        svg.begin(Thing::Actor(ActorId::new(1).unwrap()));
        svg.end();
        assert!(!svg.finish().contains("<g"));
    }
}
