//! What would come and what would go, drawn over the map while somebody is about to make an edit.

use egui::{Color32, Painter, Pos2, Shape, Stroke, Ui};

use super::Canvas;
use super::map::Sight;
use super::paint::color;
use super::sheet::Sheet;
use crate::base::geom::Point;
use crate::model::{Edit, Selection, Tie};
use crate::picture::curve::Curve;
use crate::picture::draw::{self, mark::ring};
use crate::picture::look::{Palette, Rgb};
use crate::picture::{Mark, Strand};
use crate::session::Session;
use crate::ui::theme::Colors;
use crate::ui::whatif;

/// Dashes of what is not there yet or soon no more, points.
const DASH: f32 = 6.0;
/// Air between them.
const GAP: f32 = 4.0;
/// More of what would go than this is not drawn one by one.
const MANY: usize = 400;

impl Canvas {
    /// Tells what letting go would do.
    pub(super) fn tell_what_if(&self, ui: &Ui, session: &Session) {
        if let Some(mut edit) = self.gesture.would_make(self.around(session)) {
            // Where on the map a new actor stands says nothing to the figures; without it the question stays the same
            // while the pointer moves.
            if let Edit::AddConnected { place, .. } = &mut edit {
                place.at = Point::ORIGIN;
            }
            let from = self.gesture.origin(&self.scene).unwrap_or(Point::ORIGIN);
            whatif::in_hand(ui.ctx(), edit, self.camera.screen_from_map(from));
        }
    }
}

impl Sight<'_> {
    /// Draws what would come and go. What is in the hand is drawn by its gesture.
    pub(super) fn ghosts(&self, painter: &Painter) {
        let Some(edit) = self.supposed.filter(|_| self.gesture.is_idle()) else {
            return;
        };
        let colors = Colors::of(&painter.ctx().global_style().visuals);
        match edit {
            Edit::AddTie(tie) => self.coming_tie(painter, tie, colors.accent),
            Edit::Remove(gone) => self.going(painter, gone, colors.down),
            _ => {}
        }
    }

    fn going(&self, painter: &Painter, gone: &Selection, ink: Color32) {
        let ends = self.scene.marks();
        let hangs = |strand: &&Strand| {
            let cut = |end: usize| gone.actors.contains(&ends[end].id);
            gone.ties.contains(&strand.id) || cut(strand.from) || cut(strand.to)
        };
        let ties = self.scene.strands().iter().filter(|strand| !strand.hidden());
        for strand in ties.filter(hangs).take(MANY) {
            if let Some(curve) = self.scene.curve(strand) {
                self.dashed(painter, &curve, ink);
            }
        }
        let marks = gone.actors.iter().filter_map(|&id| self.scene.mark(id));
        for mark in marks.take(MANY) {
            self.around_mark(painter, mark, ink);
        }
    }

    fn coming_tie(&self, painter: &Painter, tie: &Tie, ink: Color32) {
        let (Some(from), Some(to)) = (self.scene.mark(tie.from), self.scene.mark(tie.to)) else {
            return;
        };
        let whole = Curve::line(from.at, to.at);
        let start = whole.exit(false, |p| from.contains(p, 0.0));
        let stop = whole.exit(true, |p| to.contains(p, 0.0));
        if start < stop {
            self.dashed(painter, &whole.part(start, stop), ink);
        }
        for mark in [from, to] {
            self.around_mark(painter, mark, ink);
        }
    }

    fn around_mark(&self, painter: &Painter, mark: &Mark, ink: Color32) {
        let view = self.camera.on_paper();
        let (center, radius) = (view.on_paper(mark.at), mark.radius * view.zoom);
        let paper = Palette::of(self.dark).paper;
        let ink = Rgb(ink.r(), ink.g(), ink.b());
        Sheet::paint(painter, |sheet| {
            for (width, color) in [(5.0, paper), (2.5, ink)] {
                ring(
                    sheet,
                    mark.kind,
                    center,
                    radius,
                    4.5,
                    draw::Stroke::new(width, color),
                );
            }
        });
    }

    /// A dashed line on a strip of paper, so that it is seen over ties and marks of any color.
    fn dashed(&self, painter: &Painter, curve: &Curve, ink: Color32) {
        let pieces = curve.pieces(self.camera.zoom());
        let path: Vec<Pos2> = (0..=pieces)
            .map(|i| self.camera.screen_from_map(curve.at(i as f64 / pieces as f64)))
            .collect();
        let paper = color(Palette::of(self.dark).paper);
        painter.line(path.clone(), Stroke::new(5.0, paper));
        painter.extend(Shape::dashed_line(&path, Stroke::new(2.5, ink), DASH, GAP));
    }
}
