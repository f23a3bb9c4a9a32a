//! From the drawing routine to the toolkit: points, colors and lines, and a hand that writes on the screen.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Color32, CornerRadius, FontFamily, FontId, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2,
};

use super::sheet::Sheet;
use crate::base::geom::{self, Point, Vector};
use crate::picture::draw::{self, Anchor, Edge, Fold, Font, Halo, Hand, Ink, Typeface};
use crate::picture::look::Rgb;
use crate::ui::theme;

/// An opaque color.
pub(crate) fn color(Rgb(r, g, b): Rgb) -> Color32 {
    Color32::from_rgb(r, g, b)
}

/// A translucent color.
pub(crate) fn veil(Rgb(r, g, b): Rgb, alpha: f32) -> Color32 {
    Color32::from_rgba_unmultiplied(r, g, b, (alpha.clamp(0.0, 1.0) * 255.0) as u8)
}

/// A color of the drawing routine.
pub(super) fn ink(Ink { rgb, alpha }: Ink) -> Color32 {
    if alpha >= 1.0 {
        color(rgb)
    } else {
        veil(rgb, alpha)
    }
}

/// A line of the drawing routine.
pub(super) fn stroke(line: draw::Stroke) -> Stroke {
    Stroke::new(line.width as f32, ink(line.ink))
}

/// A point of the paper on the screen.
pub(crate) fn pos(p: Point) -> Pos2 {
    Pos2::new(p.x as f32, p.y as f32)
}

/// A point of the screen as one of the paper.
pub(crate) fn point(p: Pos2) -> Point {
    Point::new(f64::from(p.x), f64::from(p.y))
}

/// An area of the paper on the screen.
pub(crate) fn rect(area: geom::Rect) -> Rect {
    Rect::from_min_max(pos(area.min), pos(area.max))
}

/// An area of the screen as one of the paper.
pub(crate) fn area(rect: Rect) -> geom::Rect {
    geom::Rect {
        min: point(rect.min),
        max: point(rect.max),
    }
}

/// A small button with a plus on the ring around a mark.
pub(crate) fn plus(sheet: &mut Sheet, at: Pos2, ink: Color32, paper: Color32) {
    sheet.disc(at, 7.0, paper);
    sheet.disc(at, 6.0, ink);
    for arm in [Vec2::new(3.0, 0.0), Vec2::new(0.0, 3.0)] {
        sheet.segment([at - arm, at + arm], Stroke::new(1.5, paper));
    }
}

/// Writes words and draws boxes on the screen.
pub(crate) struct Screen {
    painter: Painter,
    /// Where it wrote before it was told to keep to a part.
    wider: Vec<Rect>,
}

impl Screen {
    pub(crate) fn new(painter: &Painter) -> Self {
        Self {
            painter: painter.clone(),
            wider: Vec::new(),
        }
    }
}

fn font_id(font: Font) -> FontId {
    let size = font.size as f32;
    if font.strong {
        theme::semibold(size)
    } else {
        FontId::new(size, FontFamily::Proportional)
    }
}

impl Typeface for Screen {
    type Block = Arc<Galley>;

    fn line(&self, text: &str, font: Font) -> Arc<Galley> {
        self.painter
            .layout_no_wrap(text.to_owned(), font_id(font), Color32::PLACEHOLDER)
    }

    fn block(&self, text: &str, font: Font, fold: Fold) -> Arc<Galley> {
        let width = fold.width as f32;
        let mut job = LayoutJob::simple(text.to_owned(), font_id(font), Color32::PLACEHOLDER, width);
        job.halign = match fold.align {
            share if share < 0.25 => Align::LEFT,
            share if share > 0.75 => Align::RIGHT,
            _ => Align::Center,
        };
        job.wrap = TextWrapping {
            max_width: width,
            max_rows: fold.rows,
            overflow_character: Some('…'),
            ..TextWrapping::default()
        };
        self.painter.layout_job(job)
    }

    fn extent(&self, block: &Arc<Galley>) -> Vector {
        let size = block.size();
        Vector::new(f64::from(size.x), f64::from(size.y))
    }

    fn rows(&self, block: &Arc<Galley>) -> Vec<String> {
        block.rows.iter().map(|row| row.text()).collect()
    }
}

impl Hand for Screen {
    fn write(&mut self, block: &Arc<Galley>, at: Point, anchor: Anchor, ink: Ink, halo: Option<Halo>) {
        let extent = self.extent(block);
        // Lines that are not aligned at the left hang from their middle or their right end.
        let hangs = match block.job.halign {
            Align::Min => 0.0,
            Align::Center => 0.5,
            Align::Max => 1.0,
        };
        let corner = anchor.corner(at, extent);
        let origin = pos(corner + Vector::new(hangs * extent.x, 0.0));
        if let Some(halo) = halo {
            let reach = halo.reach as f32;
            let color = self::ink(halo.ink);
            let near = halo.corner as f32;
            let diagonal = [(-near, -near), (near, -near), (-near, near), (near, near)];
            let straight = [(-reach, 0.0), (reach, 0.0), (0.0, -reach), (0.0, reach)];
            let straight = if halo.coarse { &[][..] } else { &straight };
            for &(x, y) in diagonal.iter().chain(straight) {
                let at = origin + Vec2::new(x, y);
                self.painter
                    .galley_with_override_text_color(at, Arc::clone(block), color);
            }
        }
        self.painter
            .galley_with_override_text_color(origin, Arc::clone(block), self::ink(ink));
    }

    fn card(&mut self, area: geom::Rect, round: f64, ink: Option<Ink>, edge: Option<Edge>) {
        let area = rect(area);
        let round = CornerRadius::same(round as u8);
        if let Some(ink) = ink {
            self.painter.rect_filled(area, round, self::ink(ink));
        }
        if let Some(edge) = edge {
            let kind = if edge.inside {
                StrokeKind::Inside
            } else {
                StrokeKind::Middle
            };
            self.painter.rect_stroke(area, round, stroke(edge.stroke), kind);
        }
    }

    fn clip(&mut self, area: geom::Rect) {
        let before = self.painter.clip_rect();
        self.wider.push(before);
        self.painter.set_clip_rect(before.intersect(rect(area)));
    }

    fn unclip(&mut self) {
        if let Some(wider) = self.wider.pop() {
            self.painter.set_clip_rect(wider);
        }
    }

    fn sight(&self) -> Option<geom::Rect> {
        Some(area(self.painter.clip_rect()))
    }
}
