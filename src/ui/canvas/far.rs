//! The map from afar: where a renderer could not draw so much in time, an image that a worker draws; and, where marks
//! are specks, hulls with names around groups and bands between them.
//!
//! The image is larger than the canvas and moves and grows with the map, so that panning and zooming never wait; once
//! the view rests it is drawn anew, first with the ties that matter most, then with all.

use std::sync::Arc;

use egui::{Color32, ColorImage, Painter, Pos2, Rect, TextureHandle, TextureOptions, Ui, Vec2};

use super::camera::View;
use super::gpu::Figure;
use super::map::Sight;
use super::paint::{Screen, color, veil};
use super::sheet::Sheet;
use super::tint::Tinting;
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::model::ActorId;
use crate::picture::density::{Bond, Cloud, Dot, Frame};
use crate::picture::detail::{self, Thinning};
use crate::picture::draw::Coat as _;
use crate::picture::draw::far::Afar;
use crate::picture::draw::stage::{BACKGROUND_MARK, BACKGROUND_TIE};
use crate::picture::far::{self, Far, Speck};
use crate::picture::look::{self, Palette};
use crate::picture::{Scene, Stamp};
use crate::session::groups::Communities;
use crate::session::{Desk, Session};

/// With more marks and ties than this in view, a map is shown as an image unless a graphics chip draws it.
const MANY: usize = 12_000;
/// Chosen marks are part of the image when there are more than this; else they are painted over it.
pub(super) const CHOSEN: usize = 500;
/// The image is this many times as wide and as high as the canvas.
const AROUND: f64 = 1.3;
/// Most pixels of an image in each direction.
const PIXELS: f64 = 4096.0;
/// Screens that ties may cover in an image while the view moves, and when it rests.
const QUICK_INK: f64 = 8.0;
const FULL_INK: f64 = 60.0;
/// How much of the mean density of ties is taken for haze; they are denser in the middle.
const HAZE: f64 = 1.6;
/// Seconds without a move after which the view rests.
const REST: f64 = 0.15;
/// What the colors and forms in an image depend on.
#[derive(Clone, PartialEq)]
struct Key {
    stamp: Stamp,
    /// The figure that is painted, and how far its colors have come.
    figure: Option<Figure>,
    dark: bool,
    /// How many marks are chosen, and the sum of their ids; of few nothing.
    chosen: (usize, u64),
}

/// A copy of the scene for workers.
struct Copy {
    key: Key,
    cloud: Cloud,
    thinning: Thinning,
    /// Area of the map around all marks, square map units.
    area: f64,
}

/// What a copy is made of.
struct CopyJob {
    key: Key,
    scene: Arc<Scene>,
    tinting: Tinting,
    /// Chosen marks that are part of the image, in id order.
    chosen: Vec<ActorId>,
}

/// An image on the screen.
struct Picture {
    key: Key,
    frame: Frame,
    texture: TextureHandle,
}

/// What an image was asked for.
type Wanted = (Key, Frame);
/// What groups were asked for. It holds the communities themselves, as others might come to lie where they lay.
#[derive(Clone)]
struct Grouped {
    stamp: Stamp,
    /// Side of a cell, as bits.
    cell: u64,
    known: Option<Arc<Communities>>,
}

impl PartialEq for Grouped {
    fn eq(&self, other: &Self) -> bool {
        let lies = |known: &Option<Arc<Communities>>| known.as_ref().map(Arc::as_ptr);
        (self.stamp, self.cell, lies(&self.known)) == (other.stamp, other.cell, lies(&other.known))
    }
}

struct GroupJob {
    of: Grouped,
    zoom: f64,
    cloud: Cloud,
    known: Option<Arc<Vec<Option<u32>>>>,
}

/// The map from afar, and who draws it.
#[derive(Default)]
pub(super) struct FarView {
    copy: Option<Copy>,
    copying: Option<Desk<CopyJob, Copy>>,
    /// Of which a copy is being made, or was made last.
    asked: Option<Key>,
    drawing: Option<Desk<(Wanted, Cloud), (Wanted, ColorImage)>>,
    picture: Option<Picture>,
    grouping: Option<Desk<GroupJob, (Grouped, Far)>>,
    groups: Option<(Grouped, Far)>,
    /// How far the map is in its far view, 0 to 1.
    farness: f32,
    /// The image stands for marks and ties.
    image: bool,
    /// Where the view was in the last frame, and since when.
    view: Option<(View, f64)>,
}

impl FarView {
    /// Another project is on the table.
    pub(super) fn restarted(mut self) -> Self {
        if let Some(desk) = &mut self.copying {
            desk.cancel();
        }
        if let Some(desk) = &mut self.drawing {
            desk.cancel();
        }
        if let Some(desk) = &mut self.grouping {
            desk.cancel();
        }
        Self {
            copying: self.copying,
            drawing: self.drawing,
            grouping: self.grouping,
            ..Self::default()
        }
    }

    /// An image stands for marks and ties.
    pub(super) fn is_image(&self) -> bool {
        self.image
    }

    /// Keeps up with the view; `fast` says that a graphics chip draws marks and ties.
    pub(super) fn follow(
        &mut self,
        ui: &Ui,
        sight: &Sight<'_>,
        whole: &Arc<Scene>,
        session: &Session,
        (fast, now): (bool, f64),
    ) {
        let (scene, camera) = (sight.scene, sight.camera);
        let view = camera.view();
        let since = match self.view {
            Some((before, since)) if before == view => since,
            _ => now,
        };
        self.view = Some((view, since));
        let radius = detail::usual_radius(scene.marks()) * view.zoom;
        self.farness = detail::farness(scene.marks().len(), radius) as f32;
        self.image = !fast && scene.has_more_in(camera.seen(), MANY);
        if self.farness <= 0.0 {
            self.groups = None;
        }
        if !self.image {
            self.picture = None;
        }
        if !self.image && self.farness <= 0.0 {
            if let Some(desk) = &mut self.copying {
                desk.cancel();
            }
            (self.copy, self.asked) = (None, None);
            return;
        }
        self.keep_copy(sight, whole, session);
        if self.image {
            self.draw(ui, sight, session, now - since);
        }
        if self.farness > 0.0 {
            self.group(session, scene, view.zoom);
        }
    }

    /// Has the scene copied that is on show, one copy after the other.
    fn keep_copy(&mut self, sight: &Sight<'_>, scene: &Arc<Scene>, session: &Session) {
        let desk = self
            .copying
            .get_or_insert_with(|| session.desk("copy for images", CopyJob::copied));
        let busy = self.drawing.as_ref().is_some_and(Desk::pending);
        let key = key_of(sight);
        if !busy && !desk.pending() && self.asked.as_ref() != Some(&key) {
            self.asked = Some(key.clone());
            let chosen = &sight.selection.actors;
            let many = chosen.len() > CHOSEN;
            desk.ask(CopyJob {
                key,
                scene: Arc::clone(scene),
                tinting: sight.tinting.clone(),
                chosen: chosen.iter().copied().filter(|_| many).collect(),
            });
        }
        if let Some(copy) = desk.take() {
            self.copy = Some(copy);
        }
    }

    fn draw(&mut self, ui: &Ui, sight: &Sight<'_>, session: &Session, rested: f64) {
        let Some(copy) = &self.copy else { return };
        let desk = self.drawing.get_or_insert_with(|| {
            session.desk(
                "map as an image",
                |((key, frame), cloud): (Wanted, Cloud), cancel: &_| {
                    let pixels = cloud.draw(&frame, cancel)?;
                    let pixels = pixels.into_iter().map(color).collect();
                    Ok(((key, frame), ColorImage::new(frame.size, pixels)))
                },
            )
        });
        show(desk, &mut self.picture, ui);
        // What went wrong once would go wrong again in every frame.
        if desk.pending() || desk.has_failed() {
            return;
        }
        let rests = rested >= REST;
        let frame = frame_of(sight, copy, ui.pixels_per_point(), rests);
        let wanted = (copy.key.clone(), frame);
        // While the view moves an image with fewer ties is as good.
        let full = frame_of(sight, copy, ui.pixels_per_point(), true);
        let shown = self.picture.as_ref().filter(|picture| picture.key == copy.key);
        let shown = shown.map(|picture| picture.frame);
        if shown == Some(frame) || shown == Some(full) {
            if shown != Some(full) {
                ui.ctx()
                    .request_repaint_after_secs((REST - rested).max(0.0) as f32 + 0.01);
            }
            return;
        }
        desk.ask((wanted, copy.cloud.clone()));
        show(desk, &mut self.picture, ui);
    }

    fn group(&mut self, session: &Session, scene: &Scene, zoom: f64) {
        let Some(copy) = &self.copy else { return };
        let desk = self.grouping.get_or_insert_with(|| {
            session.desk("groups from afar", |job: GroupJob, cancel: &_| {
                let far = grouped(&job, cancel)?;
                Ok((job.of, far))
            })
        });
        if let Some(found) = desk.take() {
            self.groups = Some(found);
        }
        if desk.pending() || desk.has_failed() {
            return;
        }
        let known = session.groups().known();
        let of = Grouped {
            stamp: copy.key.stamp,
            cell: far::cell_at(zoom).to_bits(),
            known: known.cloned(),
        };
        if self.groups.as_ref().is_some_and(|(key, _)| *key == of) {
            return;
        }
        let known = known.map(|known| {
            let number = |mark: &crate::picture::Mark| Some(known.of(mark.id)?.number as u32);
            Arc::new(scene.marks().iter().map(number).collect())
        });
        desk.ask(GroupJob {
            of,
            zoom,
            cloud: copy.cloud.clone(),
            known,
        });
        if let Some(found) = desk.take() {
            self.groups = Some(found);
        }
    }

    /// Paints the image where it belongs on the screen now.
    pub(super) fn paint_image(&self, painter: &Painter, sight: &Sight<'_>) {
        let Some(picture) = &self.picture else { return };
        let Frame {
            center, zoom, size, ..
        } = picture.frame;
        let scale = (sight.camera.zoom() / zoom) as f32;
        let extent = Vec2::new(size[0] as f32, size[1] as f32) * scale;
        let rect = Rect::from_center_size(sight.camera.screen_from_map(center), extent);
        let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        painter.image(picture.texture.id(), rect, whole, Color32::WHITE);
        if sight.faded > 0.0 {
            // What is not lit steps back.
            let paper = Palette::of(sight.dark).paper;
            painter.rect_filled(painter.clip_rect(), 0.0, veil(paper, 0.6 * sight.faded));
        }
    }

    /// Groups for the drawing routine, while there are any to be seen.
    fn afar<'a>(&'a self, sight: &'a Sight<'_>) -> Option<Afar<'a>> {
        let (_, far) = self.groups.as_ref().filter(|_| self.farness > 0.0)?;
        Some(Afar {
            far,
            farness: self.farness,
            stage: sight.stage(),
        })
    }

    /// Paints hulls, which lie under marks and ties.
    pub(super) fn paint_ground(&self, painter: &Painter, sight: &Sight<'_>) {
        if let Some(afar) = self.afar(sight) {
            Sheet::paint(painter, |sheet| afar.draw_hulls(sheet));
        }
    }

    /// Paints bands between groups and the names of groups, which lie over everything else.
    pub(super) fn paint_names(&self, painter: &Painter, sight: &Sight<'_>) {
        if let Some(afar) = self.afar(sight) {
            Sheet::paint(painter, |sheet| afar.draw_bands(sheet));
            afar.write_names(&mut Screen::new(painter), sight.document);
        }
    }
}

/// Takes over an image that is ready.
fn show<In: Send + 'static>(
    desk: &mut Desk<In, (Wanted, ColorImage)>,
    picture: &mut Option<Picture>,
    ui: &Ui,
) {
    let Some(((key, frame), image)) = desk.take() else {
        return;
    };
    let options = TextureOptions::LINEAR;
    let texture = match picture.take() {
        Some(mut picture) => {
            picture.texture.set(image, options);
            picture.texture
        }
        None => ui.ctx().load_texture("map from afar", image, options),
    };
    *picture = Some(Picture { key, frame, texture });
}

fn key_of(sight: &Sight<'_>) -> Key {
    let chosen = &sight.selection.actors;
    Key {
        stamp: sight.scene.stamp(),
        figure: sight.tinting.figure(),
        dark: sight.dark,
        chosen: if chosen.len() > CHOSEN {
            (chosen.len(), chosen.iter().map(|id| id.number()).sum())
        } else {
            (0, 0)
        },
    }
}

impl CopyJob {
    fn copied(self, cancel: &Cancel) -> Result<Copy, Cancelled> {
        let cloud = self.cloud(cancel)?;
        let thinning = Thinning::of(&self.scene);
        cancel.check()?;
        let extent = self.scene.extent(|_| true);
        Ok(Copy {
            cloud,
            thinning,
            area: extent.map_or(1.0, |extent| extent.width() * extent.height()),
            key: self.key,
        })
    }

    /// Marks and ties as an image shows them.
    fn cloud(&self, cancel: &Cancel) -> Result<Cloud, Cancelled> {
        let (scene, dark) = (&*self.scene, self.key.dark);
        let palette = Palette::of(dark);
        let origin = scene.marks().first().map_or(Point::ORIGIN, |mark| mark.at);
        let dots = scene.marks().iter().map(|mark| {
            let own = self.tinting.coat().mark(mark, dark).0;
            let fill = if self.chosen.binary_search(&mark.id).is_ok() {
                palette.text
            } else if mark.faded() {
                palette.paper.toward(own, BACKGROUND_MARK)
            } else {
                own
            };
            let at = mark.at - origin;
            Dot {
                at: [at.x as f32, at.y as f32],
                // What has no size is not drawn.
                radius: if mark.hidden() { 0.0 } else { mark.radius as f32 },
                fill,
            }
        });
        let dots = Arc::new(dots.collect());
        cancel.check()?;
        let mean = mean_length(scene);
        cancel.check()?;
        let drawn = scene.strands().iter().filter(|strand| !strand.hidden());
        let bonds = drawn.map(|strand| {
            let strength = if strand.faded() {
                BACKGROUND_TIE
            } else if strand.enabled {
                1.0
            } else {
                look::DISABLED
            };
            Bond {
                ends: [strand.from as u32, strand.to as u32],
                width: strand.width as f32,
                ink: palette
                    .paper
                    .toward(self.tinting.coat().tie(strand, dark), strength),
                class: detail::class(strand, detail::length(scene, strand), mean),
            }
        });
        Ok(Cloud {
            origin,
            dots,
            bonds: Arc::new(bonds.collect()),
        })
    }
}

fn mean_length(scene: &Scene) -> f64 {
    let drawn = scene.strands().iter().filter(|strand| !strand.hidden());
    let (sum, count) = drawn.fold((0.0, 0_usize), |(sum, count), strand| {
        (sum + detail::length(scene, strand), count + 1)
    });
    sum / count.max(1) as f64
}

fn frame_of(sight: &Sight<'_>, copy: &Copy, pixels: f32, rests: bool) -> Frame {
    let view = sight.camera.view();
    let viewport = sight.camera.viewport();
    let size = [viewport.width(), viewport.height()].map(f64::from);
    let pixels = f64::from(pixels);
    let screen = size[0] * size[1];
    let ink = screen * if rests { FULL_INK } else { QUICK_INK };
    let last_class = copy.thinning.last_class(view.zoom, ink);
    let ground = copy.area * view.zoom * view.zoom;
    Frame {
        center: view.center,
        zoom: view.zoom * pixels,
        size: size.map(|points| (points * pixels * AROUND).clamp(1.0, PIXELS) as usize),
        pixels,
        paper: Palette::of(sight.dark).paper,
        last_class,
        haze: HAZE * copy.thinning.ink(view.zoom, last_class) / ground.max(1.0),
    }
}

fn grouped(job: &GroupJob, cancel: &Cancel) -> Result<Far, Cancelled> {
    // Hidden marks have no size and belong to no group.
    let mut place = Vec::with_capacity(job.cloud.dots.len());
    let mut marks = Vec::with_capacity(job.cloud.dots.len());
    let mut specks = Vec::with_capacity(job.cloud.dots.len());
    for (i, dot) in job.cloud.dots.iter().enumerate() {
        place.push((dot.radius > 0.0).then_some(specks.len() as u32));
        if dot.radius > 0.0 {
            marks.push(i);
            specks.push(Speck {
                at: Point::new(
                    job.cloud.origin.x + f64::from(dot.at[0]),
                    job.cloud.origin.y + f64::from(dot.at[1]),
                ),
                size: dot.radius,
                group: job.known.as_ref().and_then(|known| *known.get(i)?),
            });
        }
    }
    let ties = job.cloud.bonds.iter();
    let ties = ties.filter_map(|bond| {
        let [a, b] = bond.ends.map(|end| place[end as usize]);
        Some([a?, b?])
    });
    let mut far = Far::of(&specks, ties, job.zoom, cancel)?;
    for group in &mut far.groups {
        group.chief = marks[group.chief];
    }
    Ok(far)
}
