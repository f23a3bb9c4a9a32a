//! Where new actors stand: where the file says, at a size that suits the map, or on a spiral until a layout comes.

use crate::base::geom::{Point, Rect, Vector};
use crate::exchange::draft::Draft;
use crate::exchange::mapping::{Mapping, Places, Side, Target};
use crate::files::spiral;
use crate::model::Document;
use crate::model::document::{MAP_LIMIT, on_the_map};

use super::people::column_of;
use super::plan::Plan;
use super::values::number;

/// Map units between neighbors of a map that was made to fit.
const SPACING: f64 = 90.0;
/// Maps smaller or larger than this part of what fits are made to fit; others stay as they are.
const LEAST: f64 = 0.6;
const MOST: f64 = 4.0;
/// Map units between what is there and what comes beside it.
const GAP: f64 = 200.0;

/// A place for each person, new or not.
pub(super) struct Placing {
    places: Vec<Point>,
    /// Who is new and has no place in the file, in order.
    waiting: Vec<usize>,
}

/// Where the file says that an actor stands.
fn told(draft: &Draft, mapping: &Mapping, actor: usize) -> Option<Point> {
    let coordinate = |target: Target| {
        let at = mapping
            .actor_columns
            .iter()
            .position(|choice| choice.target == target)?;
        let column = column_of(draft, mapping, Side::Actors, target)?;
        number(column.values.get(actor)?, mapping.actor_columns[at].numbers, "")
    };
    let from_columns = || Some(Point::new(coordinate(Target::X)?, coordinate(Target::Y)?));
    let at = draft.actors[actor].at.or_else(from_columns)?;
    (at.x.is_finite() && at.y.is_finite()).then_some(at)
}

impl Placing {
    pub(super) fn of(plan: &Plan<'_>, into: &Document) -> Self {
        let (draft, mapping) = (plan.draft, plan.mapping);
        let mut found: Vec<Option<Point>> = (0..plan.people.first.len())
            .map(|person| {
                let mut members = plan.people.members(person);
                match mapping.places {
                    Places::Leave => None,
                    Places::AsIs | Places::Fit => members.find_map(|actor| told(draft, mapping, actor)),
                }
            })
            .collect();
        let is_new = |person: usize| plan.people.known[person].is_none();
        let news: Vec<Point> = (0..found.len())
            .filter(|&person| is_new(person))
            .filter_map(|person| found[person])
            .collect();
        // Everybody at one point is a file that does not know.
        let extent = Rect::around(news.iter().copied());
        let nowhere = extent.is_none_or(|extent| extent.width() <= 0.0 && extent.height() <= 0.0);
        if nowhere && news.len() != 1 {
            found.fill(None);
        } else if let Some(extent) = extent {
            let (scale, by) = fit(mapping, extent, news.len(), into);
            for at in found.iter_mut().flatten() {
                let moved = Point::new(at.x * scale + by.x, at.y * scale + by.y);
                *at = Point::new(
                    moved.x.clamp(-MAP_LIMIT, MAP_LIMIT),
                    moved.y.clamp(-MAP_LIMIT, MAP_LIMIT),
                );
            }
        }
        let taken: Vec<Point> = into
            .places()
            .map(|(_, place)| place.at)
            .chain(
                (0..found.len())
                    .filter(|&person| is_new(person))
                    .filter_map(|person| found[person]),
            )
            .collect();
        let mut spiral = spiral::around(taken);
        let mut waiting = Vec::new();
        let places = found.into_iter().enumerate().map(|(person, at)| match at {
            Some(at) => at,
            None if is_new(person) => {
                waiting.push(person);
                spiral.next().unwrap_or(Point::ORIGIN)
            }
            None => Point::ORIGIN,
        });
        Self {
            places: places.collect(),
            waiting,
        }
    }

    /// Where a new person stands.
    pub(super) fn at(&self, person: usize) -> Point {
        self.places[person]
    }

    /// Who waits for a layout.
    pub(super) fn unplaced(&self) -> impl Iterator<Item = usize> {
        self.waiting.iter().copied()
    }
}

/// How places are scaled, and then moved.
fn fit(mapping: &Mapping, extent: Rect, count: usize, into: &Document) -> (f64, Vector) {
    let side = extent.width().max(extent.height());
    let on_it = on_the_map(extent.min) && on_the_map(extent.max);
    if mapping.places == Places::AsIs && on_it {
        return (1.0, Vector::new(0.0, 0.0));
    }
    let wanted = SPACING * (count as f64).sqrt().max(2.0);
    let fits = side <= 0.0 || (LEAST * wanted..=MOST * wanted).contains(&side);
    let scale = if fits && side <= 2.0 * MAP_LIMIT {
        1.0
    } else {
        wanted / side
    };
    let center = extent.center();
    let to = match into.extent() {
        // What is there stays where it is; what comes stands beside it.
        Some(there) => Point::new(there.max.x + GAP + extent.width() * scale / 2.0, there.center().y),
        None => Point::ORIGIN,
    };
    (
        scale,
        Vector::new(to.x - center.x * scale, to.y - center.y * scale),
    )
}
