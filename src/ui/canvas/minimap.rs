//! The minimap: the whole map as a small picture, with a frame around what is seen that can be dragged.

use std::sync::Arc;

use egui::{
    Align2, Area, ColorImage, Id, Order, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::camera::View;
use super::tint::Tinting;
use super::{Canvas, legend, paint};
use crate::analysis::spread::Spread;
use crate::base::geom::{self, Point};
use crate::picture::draw::Coat as _;
use crate::picture::look::Palette;
use crate::picture::overview::{self, Dot, Frame};
use crate::picture::{Mark, Scene};
use crate::session::{PanelId, Session};

/// Size of the picture, points.
const SIZE: Vec2 = vec2(176.0, 118.0);
/// Where the picture stands over the zoom controls: distance from the lower right of the map, points.
const LIFT: f32 = 12.0 + 38.0;
/// With more actors than this it comes by itself when not all of them are in view.
const MANY: usize = 50;
/// A map that is smaller than this, points, has no room for it.
const ROOM: Vec2 = vec2(480.0, 320.0);
/// The picture is made anew at most so often, seconds.
const PACE: f64 = 0.1;
/// So many marks are painted at most; of more, every second, third and so on.
const PAINTED: usize = 100_000;
/// Strength of marks that are faded on the map.
const FADED: f64 = 0.25;

/// What the picture's colors depend on: dark, pixels a point, and the figure with its strength.
type Look = (bool, f32, Option<(Arc<Spread>, f64)>);

/// The picture and what it was made of.
#[derive(Default)]
pub(super) struct Minimap {
    texture: Option<TextureHandle>,
    frame: Option<Frame>,
    /// The map has changed since.
    stale: bool,
    /// How far the marks reach; unknown since they have changed.
    reach: Option<geom::Rect>,
    made: f64,
    look: Option<Look>,
    /// From the middle of the frame to where it was taken hold of, map units.
    held: Option<geom::Vector>,
    shown: bool,
}

impl Minimap {
    /// The map has changed.
    pub(super) fn outdate(&mut self) {
        self.stale = true;
        self.reach = None;
    }

    /// It was on the map in the last frame.
    pub(super) fn is_shown(&self) -> bool {
        self.shown
    }

    /// Makes the picture if it is not there or out of date.
    fn follow(&mut self, ui: &Ui, scene: &Scene, tinting: &Tinting) {
        let now = ui.input(|input| input.time);
        let (dark, dense) = (ui.visuals().dark_mode, ui.pixels_per_point());
        let painted = tinting.painted();
        let same = self.look.as_ref().is_some_and(|(was_dark, was_dense, was)| {
            let same_figure = match (was, &painted) {
                (None, None) => true,
                (Some((a, x)), Some((b, y))) => Arc::ptr_eq(a, b) && x == y,
                _ => false,
            };
            *was_dark == dark && *was_dense == dense && same_figure
        });
        if same && !self.stale && self.texture.is_some() {
            return;
        }
        let age = now - self.made;
        if self.texture.is_some() && (0.0..PACE).contains(&age) {
            ui.ctx().request_repaint_after_secs((PACE - age) as f32);
            return;
        }
        let Some(extent) = scene.extent(|_| true) else {
            return;
        };
        let [width, height] = [SIZE.x, SIZE.y].map(|points| (points * dense).round().max(1.0) as usize);
        let frame = Frame::around(extent, width, height);
        let image = picture(&frame, scene, tinting, dark, dense);
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => {
                let texture = ui.ctx().load_texture("minimap", image, TextureOptions::LINEAR);
                self.texture = Some(texture);
            }
        }
        self.frame = Some(frame);
        self.look = Some((dark, dense, painted));
        self.made = now;
        self.stale = false;
    }
}

/// All marks as dots.
fn picture(frame: &Frame, scene: &Scene, tinting: &Tinting, dark: bool, dense: f32) -> ColorImage {
    let marks = scene.marks();
    let step = marks.len().div_ceil(PAINTED).max(1);
    // Few marks are to be seen each, of many it counts where they are dense.
    let least = (9000.0 / marks.len().max(1) as f64).clamp(0.3, 6.0) * f64::from(dense * dense);
    let dot = |mark: &Mark| {
        let (fill, outline) = tinting.coat().mark(mark, dark);
        Dot {
            at: mark.at,
            radius: mark.radius,
            // Pale fills have an outline on the map, for which there is no room here.
            color: fill.toward(outline, 0.4),
            strength: if mark.faded() { FADED } else { 1.0 },
        }
    };
    let dots = marks.iter().step_by(step).filter(|mark| !mark.hidden()).map(dot);
    let pixels = overview::paint(frame, dots, least);
    let bytes: Vec<u8> = pixels.into_iter().flatten().collect();
    ColorImage::from_rgba_unmultiplied([frame.width, frame.height], &bytes)
}

impl Canvas {
    /// Whether there is a reason to show the minimap: the person's wish, or many actors of which some are out of view.
    fn wants_minimap(&mut self, rect: Rect, session: &Session) -> bool {
        let wish = session.settings.panels.get(PanelId::Minimap.id());
        let marks = self.scene.marks().len();
        if marks == 0 || rect.width() < ROOM.x || rect.height() < ROOM.y {
            return false;
        }
        match wish {
            Some(panel) => panel.visible,
            None if self.minimap.held.is_some() => true,
            None => {
                if marks <= MANY {
                    return false;
                }
                if self.minimap.reach.is_none() {
                    self.minimap.reach = self.scene.extent(|_| true);
                }
                let seen = self.camera.seen();
                let corners = self.minimap.reach.map(|reach| [reach.min, reach.max]);
                corners.is_some_and(|corners| corners.iter().any(|&corner| !seen.contains(corner)))
            }
        }
    }

    /// The minimap is on the map.
    pub fn shows_minimap(&self) -> bool {
        self.minimap.is_shown()
    }

    /// Shows the minimap above the zoom controls, and moves the view as its frame is dragged.
    pub(super) fn minimap_ui(&mut self, ui: &Ui, rect: Rect, session: &Session) {
        self.minimap.shown = self.wants_minimap(rect, session);
        if !self.minimap.shown {
            self.minimap.held = None;
            return;
        }
        self.minimap.follow(ui, &self.scene, &self.tinting);
        let area = Area::new(Id::unique("minimap"))
            .order(Order::Middle)
            .movable(false)
            .pivot(Align2::RIGHT_BOTTOM)
            .fixed_pos(rect.right_bottom() - vec2(12.0, LIFT));
        area.show(ui.ctx(), |ui| {
            legend::card(ui.visuals()).inner_margin(3).show(ui, |ui| {
                let (inner, response) = ui.allocate_exact_size(SIZE, Sense::click_and_drag());
                response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Minimap"));
                let (Some(texture), Some(frame)) = (&self.minimap.texture, self.minimap.frame) else {
                    return;
                };
                let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
                ui.painter()
                    .image(texture.id(), inner, whole, egui::Color32::WHITE);
                let lens = Lens {
                    frame,
                    rect: inner,
                    dense: ui.pixels_per_point(),
                };
                self.drag_lens(&response, &lens);
                lens.paint(ui, self.camera.seen());
                if response.hovered() || self.minimap.held.is_some() {
                    let icon = if self.minimap.held.is_some() {
                        egui::CursorIcon::Grabbing
                    } else {
                        egui::CursorIcon::PointingHand
                    };
                    ui.ctx().set_cursor_icon(icon);
                }
            });
        });
    }

    /// A press beside the frame brings the view there; from then on the frame follows the hand.
    fn drag_lens(&mut self, response: &Response, lens: &Lens) {
        if !response.is_pointer_button_down_on() {
            self.minimap.held = None;
            return;
        }
        let Some(pointer) = response.interact_pointer_pos() else {
            return;
        };
        let at = lens.map_from_screen(pointer);
        let goal = self.camera.goal();
        let Some(held) = self.minimap.held else {
            let inside = lens.on_screen(self.camera.seen()).contains(pointer);
            if inside {
                self.minimap.held = Some(at - goal.center);
            } else {
                self.minimap.held = Some(geom::Vector::ZERO);
                self.camera.fly(View { center: at, ..goal }, self.smooth);
            }
            return;
        };
        if response.ctx.input(|input| input.pointer.delta()) != Vec2::ZERO {
            let center = at - held;
            self.camera.set(View { center, ..goal });
        }
    }
}

/// The picture on the screen.
struct Lens {
    frame: Frame,
    rect: Rect,
    /// Pixels a point.
    dense: f32,
}

impl Lens {
    fn screen_from_map(&self, p: Point) -> Pos2 {
        let (x, y) = self.frame.pixel(p);
        self.rect.min + vec2(x as f32, y as f32) / self.dense
    }

    fn map_from_screen(&self, at: Pos2) -> Point {
        let offset = (at - self.rect.center()) * self.dense;
        let units = |pixels: f32| f64::from(pixels) / self.frame.scale;
        let center = self.frame.center;
        Point::new(center.x + units(offset.x), center.y + units(offset.y))
    }

    /// A part of the map, as far as it lies in the picture; never too small to be seen.
    fn on_screen(&self, part: geom::Rect) -> Rect {
        let corners = Rect::from_two_pos(self.screen_from_map(part.min), self.screen_from_map(part.max));
        let large = Rect::from_center_size(corners.center(), corners.size().max(Vec2::splat(6.0)));
        large.intersect(self.rect.shrink(1.0))
    }

    fn paint(&self, ui: &Ui, seen: geom::Rect) {
        let palette = Palette::of(ui.visuals().dark_mode);
        let rect = self.on_screen(seen);
        if !rect.is_positive() {
            return;
        }
        let painter = ui.painter().with_clip_rect(self.rect.expand(1.0));
        // What is out of view lies under a veil, so that the frame is seen whatever the colors below it are.
        let (all, veil) = (self.rect, paint::veil(palette.card, 0.55));
        for beside in [
            all.with_max_y(rect.top()),
            all.with_min_y(rect.bottom()),
            Rect::from_x_y_ranges(all.left()..=rect.left(), rect.y_range()),
            Rect::from_x_y_ranges(rect.right()..=all.right(), rect.y_range()),
        ] {
            painter.rect_filled(beside, 0.0, veil);
        }
        let edge = Stroke::new(1.5, paint::color(palette.text));
        painter.rect_stroke(rect, 2.0, edge, StrokeKind::Inside);
    }
}
