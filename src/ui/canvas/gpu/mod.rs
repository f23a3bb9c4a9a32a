//! Large maps: marks and ties as two batches that the graphics chip draws, with the look of the shapes of small maps.
//!
//! `stock` is what lies in its memory, `view` what the shaders are told in each frame, `on_wgpu` and `on_glow` are the
//! two renderers. A map of which little is seen is painted as shapes, and so is every map where a renderer cannot do
//! this.

mod on_glow;
mod on_wgpu;
mod sight;
mod stock;
mod view;

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::{Painter, Pos2, Rect, Shape};

pub(crate) use stock::Figure;
use stock::{Stock, Store, Ties};
pub(crate) use view::View;

use super::Canvas;
use super::map::Sight;
use crate::picture::Mark;
use crate::picture::draw::stage::MANY_TIES;

/// With no more marks than this in view, and not so many ties that they would be plain, shapes are painted.
const FEW_MARKS: usize = 2500;
/// Pieces that bent ties are drawn in.
const PIECES: [u32; 5] = [1, 8, 16, 32, 48];

/// What draws the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A graphics chip.
    Hardware,
    /// A driver that computes on the processor.
    Software,
    /// Something that cannot draw batches.
    None,
}

/// When batches are drawn instead of shapes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Batches {
    /// When there is so much to draw that they are faster.
    #[default]
    Large,
    /// Whenever the renderer can.
    Always,
    /// Not at all.
    Never,
}

/// Which of the two batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Ties,
    Marks,
}

/// One draw: corners of a form, and records of a list.
struct Draw {
    list: List,
    first_corner: u32,
    corners: u32,
    records: Range<usize>,
}

/// Which records are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Marks,
    Straight,
    Bent,
}

/// Everything that a renderer needs to draw a part.
#[derive(Clone)]
struct Batch {
    part: Part,
    /// What a filter or a focus leaves in the background, instead of the rest.
    background: bool,
    stock: Stock,
    view: View,
    most_ties: usize,
    failure: Failure,
}

/// Tells that a renderer found out while drawing that it cannot, so that the map is painted as shapes from then on.
#[derive(Clone, Default)]
struct Failure {
    happened: Arc<AtomicBool>,
    ctx: egui::Context,
}

impl Failure {
    fn tell(&self, why: &str) {
        if !self.happened.swap(true, Ordering::Relaxed) {
            log::warn!("large maps are drawn as shapes from now on: {why}");
            self.ctx.request_repaint();
        }
    }
}

impl Batch {
    fn draws(&self) -> Vec<Draw> {
        let stock = &self.stock;
        let draw = |list, (first_corner, corners), records| Draw {
            list,
            first_corner,
            corners,
            records,
        };
        let ties = |list, ties: &Ties, pieces| {
            draw(list, strip(pieces), ties.records(self.background, self.most_ties))
        };
        let mut draws = match self.part {
            Part::Marks if self.background => vec![draw(List::Marks, MARK_CORNERS, 0..stock.faded_marks)],
            Part::Marks => {
                let total = stock.marks.bytes.len() / stock::MARK;
                vec![draw(List::Marks, MARK_CORNERS, stock.faded_marks..total)]
            }
            Part::Ties => vec![
                ties(List::Straight, &stock.straight, PIECES[0]),
                ties(List::Bent, &stock.bent, self.pieces()),
            ],
        };
        draws.retain(|draw| !draw.records.is_empty());
        draws
    }

    /// So many pieces that nobody sees them.
    fn pieces(&self) -> u32 {
        if self.view.plain {
            return PIECES[0];
        }
        let wanted = (self.stock.bend * f64::from(self.view.zoom) * 4.0).sqrt();
        let enough = PIECES[1..].iter().find(|&&pieces| f64::from(pieces) >= wanted);
        *enough.unwrap_or(&PIECES[PIECES.len() - 1])
    }
}

/// Where the corners of a mark's square are in [`corners`], and how many.
const MARK_CORNERS: (u32, u32) = (0, 4);

/// Where the corners of a band in so many pieces are, and how many.
fn strip(pieces: u32) -> (u32, u32) {
    let before = PIECES.iter().take_while(|&&other| other < pieces);
    (
        MARK_CORNERS.1 + before.map(|&other| 2 * (other + 1)).sum::<u32>(),
        2 * (pieces + 1),
    )
}

/// The corners of a square, then those of bands in so many pieces: share of the way, side.
fn corners() -> Vec<u8> {
    let square = [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]];
    let bands = PIECES.iter().flat_map(|&pieces| {
        (0..=pieces).flat_map(move |i| [-1.0, 1.0].map(|side| [i as f32 / pieces as f32, side]))
    });
    square
        .into_iter()
        .chain(bands)
        .flatten()
        .flat_map(f32::to_ne_bytes)
        .collect()
}

/// The renderer of the window.
enum Renderer {
    None,
    Wgpu,
    Glow(on_glow::Shared),
}

/// Draws large maps.
pub(crate) struct Gpu {
    renderer: Renderer,
    kind: Kind,
    failure: Failure,
    /// As large as a renderer takes.
    room: Room,
    store: Store,
    when: Batches,
}

/// The largest things that a renderer takes.
#[derive(Clone, Copy, Debug)]
struct Room {
    /// Rows of marks.
    rows: usize,
    /// Bytes of a list.
    bytes: u64,
}

impl Canvas {
    /// Large maps are drawn by the renderer of the window that is being made.
    pub fn draw_with(&mut self, creation: &eframe::CreationContext<'_>) {
        self.gpu = Gpu::of(creation);
    }

    /// Says when ties and marks are drawn in batches by the renderer.
    pub fn draw_batches(&mut self, when: Batches) {
        self.gpu.set(when);
    }

    /// Batches are written, but nobody draws them; for measuring where there is no renderer.
    pub fn draw_nothing(&mut self) {
        self.gpu = Gpu {
            kind: Kind::Software,
            room: Room {
                rows: usize::MAX,
                bytes: u64::MAX,
            },
            ..Gpu::none()
        };
    }

    /// What draws large maps.
    pub fn gpu_kind(&self) -> Kind {
        self.gpu.kind()
    }
}

impl Gpu {
    /// Draws nothing: every map is painted as shapes.
    pub(crate) fn none() -> Self {
        Self {
            renderer: Renderer::None,
            kind: Kind::None,
            failure: Failure::default(),
            room: Room { rows: 0, bytes: 0 },
            store: Store::default(),
            when: Batches::default(),
        }
    }

    /// Draws with the renderer of a window that is being made.
    pub(crate) fn of(creation: &eframe::CreationContext<'_>) -> Self {
        let found = if let Some(state) = &creation.wgpu_render_state {
            on_wgpu::install(state).map(|(kind, room)| (Renderer::Wgpu, kind, room))
        } else if let Some(gl) = &creation.gl {
            on_glow::install(gl).map(|(shared, kind, room)| (Renderer::Glow(shared), kind, room))
        } else {
            return Self::none();
        };
        match found {
            Ok((renderer, kind, room)) => {
                log::info!("large maps are drawn in batches, by {kind:?}");
                Self {
                    renderer,
                    kind,
                    room,
                    failure: Failure {
                        ctx: creation.egui_ctx.clone(),
                        ..Failure::default()
                    },
                    ..Self::none()
                }
            }
            Err(error) => {
                log::warn!("large maps are drawn as shapes: {error}");
                Self::none()
            }
        }
    }

    /// What draws the window.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Says when batches are drawn.
    pub(crate) fn set(&mut self, when: Batches) {
        self.when = when;
    }

    /// Paints ties and marks; whether it did. If not, they are to be painted as shapes.
    pub(super) fn paint(&mut self, painter: &Painter, sight: &Sight<'_>, seen: &[&Mark]) -> bool {
        if !self.can_draw(sight, seen) {
            return false;
        }
        let per_point = f64::from(painter.pixels_per_point());
        let stock = self.store.follow(sight, per_point).clone();
        // A driver that computes on the processor has no time for dashes and arrows of thousands.
        let slow = self.kind == Kind::Software && self.when == Batches::Large;
        let view = sight.gpu_view(self.store.origin(), stock.spacing(), slow || sight.is_far());
        let most_ties = stock.most_ties(sight.camera.zoom(), f64::from(sight.camera.viewport().area()));
        // As large as the screen, so that points are the same here as everywhere.
        let screen = Rect::from_min_max(Pos2::ZERO, painter.ctx().viewport_rect().max);
        let all = Batch {
            part: Part::Ties,
            background: true,
            stock,
            view,
            most_ties,
            failure: self.failure.clone(),
        };
        for (part, background) in [
            (Part::Ties, true),
            (Part::Marks, true),
            (Part::Ties, false),
            (Part::Marks, false),
        ] {
            let batch = Batch {
                part,
                background,
                ..all.clone()
            };
            if !batch.draws().is_empty() {
                painter.add(self.shape(screen, batch));
            }
            match part {
                Part::Ties if !background => sight.over_ties(painter),
                Part::Marks if !background => sight.over_marks(painter, seen),
                _ => {}
            }
        }
        true
    }

    fn shape(&self, screen: Rect, batch: Batch) -> Shape {
        match &self.renderer {
            Renderer::Glow(shared) => on_glow::shape(screen, shared, batch),
            Renderer::Wgpu | Renderer::None => on_wgpu::shape(screen, batch),
        }
    }

    fn can_draw(&self, sight: &Sight<'_>, seen: &[&Mark]) -> bool {
        let (marks, strands) = (sight.scene.marks().len(), sight.scene.strands().len());
        self.kind != Kind::None
            && sight.contrast.is_none()
            && !self.failure.happened.load(Ordering::Relaxed)
            && marks.div_ceil(stock::ROW) <= self.room.rows
            && (strands * stock::TIE_FORM).max(marks * stock::MARK) as u64 <= self.room.bytes
            && match self.when {
                Batches::Large => is_much(sight, seen),
                Batches::Always => marks > 0,
                Batches::Never => false,
            }
    }
}

/// So much is in view that batches are faster.
fn is_much(sight: &Sight<'_>, seen: &[&Mark]) -> bool {
    let scene = sight.scene;
    if seen.len() > FEW_MARKS {
        return true;
    }
    if scene.strands().len() <= MANY_TIES {
        return false;
    }
    // A tie hangs on two marks at most, so half of what hangs on the marks in view is in view too. To ask for all ties
    // there takes longer.
    let places = seen.iter().filter_map(|mark| scene.mark_index(mark.id));
    let hanging: usize = places.map(|place| scene.ties_of(place).len()).sum();
    hanging > 2 * MANY_TIES || scene.strands_in(sight.camera.seen()).len() > MANY_TIES
}
