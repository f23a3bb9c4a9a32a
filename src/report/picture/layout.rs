//! Where everything lies in a picture: title above, legend beside or below, the map in what is left.

use std::collections::BTreeSet;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Rect, Vector};
use crate::model::{ActorId, Document, Frames};
use crate::picture::draw::fold::Setter;
use crate::picture::draw::jots::Art;
use crate::picture::draw::key::{self, Columns, Row};
use crate::picture::draw::{Fold, Font, Typeface as _, View};
use crate::picture::{Scene, Shown, Visibility};

use super::super::fonts::Fonts;
use super::{Choices, Part, Subject, legend};

/// Most points in each direction.
pub const SIZE_MOST: f64 = 20_000.0;
/// Least points in each direction.
pub const SIZE_LEAST: f64 = 64.0;
/// A map whose size nobody has chosen is about this large at most, points.
const USUAL: Vector = Vector::new(1500.0, 1000.0);
/// And this large at least.
const SMALL: Vector = Vector::new(420.0, 280.0);
/// Room around the map, for names that reach beyond their marks, points; at most this share of the picture.
const AROUND: f64 = 52.0;
/// Least room between a name and the edge of the picture, points.
const BESIDE_NAMES: f64 = 6.0;
const AROUND_SHARE: f64 = 0.08;
/// Room around everything, points.
const MARGIN: f64 = 24.0;
/// Fitting does not enlarge beyond this zoom.
const ZOOM_MOST: f64 = 1.4;
/// Size of the letters of the title, and the air below it, points.
const TITLE: f64 = 20.0;
const BELOW_TITLE: f64 = 10.0;
/// The legend stands beside the map as long as the map is at least so large compared with how large it could be.
const BESIDE_FROM: f64 = 0.72;
/// Sizes of a legend beside its usual one, and how much its size counts.
const SCALES: [f64; 3] = [0.88, 0.78, 0.68];
const LEGEND_COUNTS: f64 = 0.7;
/// Without room for a legend of this width the map comes first, points.
const NARROW: f64 = key::WIDTH + 2.0 * MARGIN;

/// Where everything lies.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Width and height of the picture, points.
    pub size: Vector,
    /// Where the map lies in it.
    pub map: Rect,
    /// From the map to the picture.
    pub view: View,
    /// What reaches beyond the map's room is cut off.
    pub clips: bool,
    /// Where the title begins, if there is one.
    pub title: Option<Point>,
    /// What the legend says, and where.
    pub legend: Option<Placed>,
}

/// A legend with its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What it says.
    pub rows: Vec<Row>,
    /// In which columns.
    pub columns: Columns,
    /// Where they begin.
    pub at: Point,
    /// How large it is drawn, 1 for the usual size.
    pub scale: f64,
}

/// How far names reach beyond the room for the map, map units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Beyond {
    /// To the left and above.
    before: Vector,
    /// To the right and below.
    after: Vector,
}

impl Beyond {
    /// What names that stand here need in addition; nothing where all are in the room.
    pub(super) fn of(names: impl Iterator<Item = Rect>, layout: &Layout) -> Option<Self> {
        let room = layout.map.grown(-BESIDE_NAMES);
        let mut beyond = Self::default();
        for name in names {
            let (before, after) = (room.min - name.min, name.max - room.max);
            beyond.before = Vector::new(beyond.before.x.max(before.x), beyond.before.y.max(before.y));
            beyond.after = Vector::new(beyond.after.x.max(after.x), beyond.after.y.max(after.y));
        }
        let zoom = layout.view.zoom;
        (beyond != Self::default()).then_some(Self {
            before: beyond.before * zoom.recip(),
            after: beyond.after * zoom.recip(),
        })
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            before: self.before + other.before,
            after: self.after + other.after,
        }
    }

    fn around(&self, area: Rect) -> Rect {
        Rect {
            min: area.min - self.before,
            max: area.max + self.after,
        }
    }
}

/// A side of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Beside,
    Below,
}

/// What a layout is made for.
struct Wanted<'a> {
    /// What of the map is shown.
    extent: Rect,
    /// Points per map unit, if that is given.
    zoom: Option<f64>,
    /// Height of the title with the air around it.
    head: f64,
    rows: &'a [Row],
    choices: &'a Choices,
    fonts: &'a Fonts,
}

/// One way to lay everything out.
struct Plan {
    size: Vector,
    map: Rect,
    zoom: f64,
    legend: Option<(Columns, Point)>,
    scale: f64,
}

impl Layout {
    pub(super) fn of(
        subject: &Subject,
        scene: &Scene,
        shown: &Shown,
        choices: &Choices,
        beyond: &Beyond,
        fonts: &Fonts,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let (extent, zoom) = match &choices.part {
            Part::Area(area, zoom) => (*area, Some(*zoom)),
            Part::Whole | Part::Chosen(_) => (beyond.around(extent(subject, scene, choices, fonts)), None),
        };
        let rows = if choices.legend {
            legend::rows(subject, scene, shown, choices.ground.is_dark(), cancel)?
        } else {
            Vec::new()
        };
        let title = title_of(&subject.document, choices);
        let wanted = Wanted {
            extent,
            zoom,
            head: 0.0,
            rows: &rows,
            choices,
            fonts,
        };
        let mut plan = wanted.planned();
        if !title.is_empty() {
            // How high the title is follows from how wide the picture is.
            let height = title_block(fonts, &title, plan.size.x).y;
            let head = MARGIN + height + BELOW_TITLE;
            plan = Wanted { head, ..wanted }.planned();
        }
        cancel.check()?;
        Ok(Self {
            size: plan.size,
            map: plan.map,
            view: View {
                center: extent.center(),
                zoom: plan.zoom.max(1e-5),
                middle: plan.map.center(),
            },
            clips: zoom.is_some(),
            title: (!title.is_empty()).then_some(Point::new(MARGIN, MARGIN)),
            legend: plan.legend.map(|(columns, at)| Placed {
                rows,
                columns,
                at,
                scale: plan.scale,
            }),
        })
    }
}

impl Wanted<'_> {
    fn planned(&self) -> Plan {
        if self.rows.is_empty() {
            return self.plan(None, 1.0);
        }
        let usual = self.beside_or_below(1.0);
        if self.choices.size == [None; 2] {
            return usual;
        }
        // Where paper is short, the legend is drawn smaller as long as the map gains more than the legend loses.
        let worth = |plan: &Plan| plan.zoom * plan.scale.powf(LEGEND_COUNTS);
        SCALES
            .into_iter()
            .map(|scale| self.beside_or_below(scale))
            .fold(
                usual,
                |best, next| {
                    if worth(&next) > worth(&best) { next } else { best }
                },
            )
    }

    fn beside_or_below(&self, scale: f64) -> Plan {
        let beside = self.plan(Some(Side::Beside), scale);
        let below = self.plan(Some(Side::Below), scale);
        let better = match self.choices.size {
            // What takes less paper.
            [None, None] => beside.size.x * beside.size.y <= below.size.x * below.size.y * 1.05,
            _ => beside.zoom >= BESIDE_FROM * below.zoom,
        };
        if better { beside } else { below }
    }

    /// Room around the map in a picture with this room for it.
    fn around(&self, room: Vector) -> f64 {
        if self.zoom.is_some() {
            0.0
        } else {
            AROUND.min(AROUND_SHARE * room.x.min(room.y))
        }
    }

    /// How large the map is drawn in this room.
    fn zoom_in(&self, room: Vector) -> f64 {
        let around = 2.0 * self.around(room);
        let fit = |room: f64, extent: f64| (room - around).max(1.0) / extent.max(1.0);
        let fit = fit(room.x, self.extent.width()).min(fit(room.y, self.extent.height()));
        if self.zoom.is_some() {
            fit
        } else {
            fit.min(ZOOM_MOST)
        }
    }

    /// The room that the map would like, no larger than usual.
    fn natural(&self) -> Vector {
        let extent = Vector::new(self.extent.width(), self.extent.height());
        if let Some(zoom) = self.zoom {
            return extent * zoom;
        }
        let fit = |most: f64, extent: f64| (most - 2.0 * AROUND) / extent.max(1.0);
        let zoom = fit(USUAL.x, extent.x).min(fit(USUAL.y, extent.y)).min(1.0);
        let room = extent * zoom + Vector::new(2.0 * AROUND, 2.0 * AROUND);
        Vector::new(room.x.max(SMALL.x), room.y.max(SMALL.y))
    }

    fn plan(&self, side: Option<Side>, scale: f64) -> Plan {
        let natural = self.natural();
        let ratio = natural.y / natural.x;
        let given = self
            .choices
            .size
            .map(|side| side.map(|points| points.clamp(SIZE_LEAST, SIZE_MOST)));
        let face = Setter(self.fonts);
        let columns = match side {
            None => Columns::even(&face, &[], 0),
            Some(Side::Beside) => {
                let high = given[1].map_or(natural.y.max(480.0), |height| height - self.head - MARGIN);
                Columns::within(&face, self.rows, high.max(100.0) / scale, 4)
            }
            Some(Side::Below) => {
                let wide = given[0].unwrap_or_else(|| match given[1] {
                    Some(height) => (height / ratio).max(NARROW),
                    None => natural.x.max(NARROW),
                });
                let column = (key::WIDTH + key::GAP) * scale;
                let count = ((wide - 2.0 * MARGIN + key::GAP * scale) / column).floor();
                let count = (count as usize).clamp(1, 6);
                Columns::even(&face, self.rows, count)
            }
        };
        let legend = columns.extent * scale;
        // What the legend takes of the width and of the height.
        let (off_x, off_y) = match side {
            None => (0.0, 0.0),
            Some(Side::Beside) => (legend.x + 2.0 * MARGIN, 0.0),
            Some(Side::Below) => (0.0, legend.y + 2.0 * MARGIN),
        };
        let off_y = off_y + self.head;
        let least = match side {
            None => Vector::ZERO,
            Some(Side::Beside) => Vector::new(0.0, self.head + legend.y + 2.0 * MARGIN),
            Some(Side::Below) => Vector::new(legend.x + 2.0 * MARGIN, 0.0),
        };
        let size = match given {
            [Some(width), Some(height)] => Vector::new(width, height),
            [Some(width), None] => {
                let room = (width - off_x).max(1.0);
                Vector::new(width, (room * ratio + off_y).max(least.y).ceil())
            }
            [None, Some(height)] => {
                let room = (height - off_y).max(1.0);
                Vector::new((room / ratio + off_x).max(least.x).ceil(), height)
            }
            [None, None] => Vector::new(
                (natural.x + off_x).max(least.x).ceil(),
                (natural.y + off_y).max(least.y).ceil(),
            ),
        };
        let size = Vector::new(size.x.min(SIZE_MOST), size.y.min(SIZE_MOST));
        let room = Vector::new((size.x - off_x).max(1.0), (size.y - off_y).max(1.0));
        let min = Point::new(0.0, self.head);
        let map = Rect { min, max: min + room };
        let at = match side {
            None => None,
            Some(Side::Beside) => Some(Point::new(map.max.x + MARGIN, self.head.max(MARGIN))),
            Some(Side::Below) => {
                let left = ((size.x - legend.x) / 2.0).max(MARGIN);
                Some(Point::new(left, map.max.y + MARGIN))
            }
        };
        Plan {
            size,
            zoom: self.zoom_in(room),
            map,
            legend: at.map(|at| (columns, at)),
            scale,
        }
    }
}

/// How large a title is in a picture of this width.
fn title_block(fonts: &Fonts, title: &str, width: f64) -> Vector {
    let face = Setter(fonts);
    face.extent(&face.block(title, title_font(), title_fold(width)))
}

/// How a title looks.
pub(super) fn title_font() -> Font {
    Font::strong(TITLE)
}

/// How a title is folded in a picture of this width.
pub(super) fn title_fold(width: f64) -> Fold {
    Fold {
        width: (width - 2.0 * MARGIN).max(TITLE),
        rows: 2,
        align: 0.0,
    }
}

/// The part of the map around everything that is drawn.
fn extent(subject: &Subject, scene: &Scene, choices: &Choices, fonts: &Fonts) -> Rect {
    let marks = scene.extent(|_| true);
    let mut corners: Vec<Point> = marks.iter().flat_map(|area| [area.min, area.max]).collect();
    if choices.jots && !matches!(choices.part, Part::Chosen(_)) {
        let mut art = Art::default();
        art.lay_out(&Setter(fonts), &subject.document, &Frames::default(), 1.0);
        if let Some(jots) = art.boxes().extent(|_| true) {
            corners.extend([jots.min, jots.max]);
        }
    }
    Rect::around(corners).unwrap_or(Rect {
        min: Point::ORIGIN,
        max: Point::new(1.0, 1.0),
    })
}

/// Hides all actors but these.
pub(super) fn but(document: &Document, actors: &BTreeSet<ActorId>) -> Shown {
    let others = document.actors().map(|(id, _)| id);
    Shown {
        actors: others
            .filter(|id| !actors.contains(id))
            .map(|id| (id, Visibility::Hidden))
            .collect(),
        ties: Vec::new(),
    }
}

/// What a picture is called.
pub(super) fn title_of(document: &Document, choices: &Choices) -> String {
    let title = choices.title.as_deref().unwrap_or(&document.project().title);
    crate::model::field::clean_line(title).trim().to_owned()
}
