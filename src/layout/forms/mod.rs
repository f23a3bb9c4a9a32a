//! Meaningful layouts beside the free one: who stands where says what it is.
//!
//! Each form puts the actors of a `Cast` somewhere in a frame of its own; `seat` then brings the whole to where
//! the map is, leaves pinned actors alone and lets the others give way. What only the graph knows (groups, cores, how
//! far knowledge spreads) comes in as plain data, see [`Given`].

mod chain;
mod chart;
mod circle;
mod crossings;
mod discs;
mod grid;
mod groups;
mod guides;
mod inside;
mod ring;
mod rings;
mod seat;
mod spill;
mod spread;
mod turn;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Rect};
use crate::model::{Actor, ActorId, Document};

use super::place::Neighbors;
use super::request::{Mark, Request, Scope, Spring};
use super::tidy::Footprint;

pub use chart::located;
pub use guides::{Guide, Stand};

/// What the places of actors mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Columns of the value chain from left to right, supporting bodies in lanes above and below.
    Chain,
    /// The core of the chain in the middle, the rest of it around, support outside, external actors at the rim.
    Core,
    /// Rings around one actor: the farther out, the less of what it knows arrives.
    Spill,
    /// Groups that deal with themselves, each together and apart from the others.
    Communities,
    /// Each kind of actor together.
    Kinds,
    /// Each family of kinds together.
    Roles,
    /// One circle with few crossings.
    Circle,
    /// Rows by kind and name.
    Grid,
    /// Where the actors are on the earth, or in a plan.
    Chart,
}

impl Form {
    /// All forms, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Chain,
        Self::Core,
        Self::Spill,
        Self::Communities,
        Self::Kinds,
        Self::Roles,
        Self::Circle,
        Self::Grid,
        Self::Chart,
    ];

    /// Stable id in commands and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Core => "core",
            Self::Spill => "spillover",
            Self::Communities => "communities",
            Self::Kinds => "kinds",
            Self::Roles => "roles",
            Self::Circle => "circle",
            Self::Grid => "grid",
            Self::Chart => "coordinates",
        }
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chain => "Value chain",
            Self::Core => "Core and support",
            Self::Spill => "Spillover rings",
            Self::Communities => "Communities",
            Self::Kinds => "Kinds",
            Self::Roles => "Roles",
            Self::Circle => "Circle",
            Self::Grid => "Grid",
            Self::Chart => "Map coordinates",
        }
    }

    /// The form with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.id() == id)
    }
}

/// What the graph knows of the actors, all in id order; what a form does not need may be left empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// Groups of actors, then the groups within each of these, and so on: equal numbers stand together. Numbers of an
    /// inner level never occur in two groups of the level before.
    pub nest: Vec<Vec<usize>>,
    /// How deep in the network each actor is, for instance its k-core.
    pub coreness: Vec<usize>,
    /// How far what one actor knows gets.
    pub reach: Option<Reach>,
}

/// How far what one actor knows gets.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// Position of that actor.
    pub center: usize,
    /// What part arrives at each actor, 0 to 1; 0 where nothing does.
    pub arrives: Vec<f64>,
    /// From whom each actor has it.
    pub from: Vec<Option<usize>>,
}

/// What came of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formed {
    /// Where everybody goes who is arranged and not pinned.
    pub places: BTreeMap<ActorId, Point>,
    /// What says what that means.
    pub guides: Vec<Guide>,
}

/// Who is to be arranged, as the forms see it; all lists have the same order.
struct Cast<'a> {
    /// Position of each in the document.
    who: Vec<usize>,
    actors: Vec<&'a Actor>,
    room: Vec<Footprint>,
    /// Ties among them.
    neighbors: Neighbors,
}

impl Cast<'_> {
    fn len(&self) -> usize {
        self.who.len()
    }

    /// The largest room that one of these needs.
    fn largest(&self, members: impl IntoIterator<Item = usize>) -> Footprint {
        let none = Footprint {
            radius: 0.0,
            half: 0.0,
            below: 0.0,
        };
        members.into_iter().fold(none, |most, i| Footprint {
            radius: most.radius.max(self.room[i].radius),
            half: most.half.max(self.room[i].half),
            below: most.below.max(self.room[i].below),
        })
    }

    /// Part of a list in document order that belongs to the cast.
    fn part<T: Copy>(&self, all: &[T]) -> Vec<T> {
        self.who.iter().filter_map(|&i| all.get(i).copied()).collect()
    }
}

/// Free space that forms leave between marks, map units.
const SPACE: f64 = 10.0;

/// Up to so many actors every label gets room of its own in a form; from so many on none does. Fewer than where the
/// forces say so: a form that is spread out for its labels is seen from so far away that none is read.
const LABELS_ALL: f64 = 60.0;
const LABELS_NONE: f64 = 240.0;

/// Height of a label with its distance from the mark, map units.
const LABEL_HEIGHT: f64 = 20.0;

/// The room of each mark with as much of its label as a form of so many allows.
fn room(marks: &[Mark]) -> Vec<Footprint> {
    let crowd = (marks.len() as f64 - LABELS_ALL) / (LABELS_NONE - LABELS_ALL);
    let labels = 1.0 - crowd.clamp(0.0, 1.0);
    let of = |mark: &Mark| Footprint {
        radius: mark.radius,
        half: mark.radius.max(mark.label * labels),
        below: mark.radius
            + if mark.label > 0.0 {
                LABEL_HEIGHT * labels
            } else {
                0.0
            },
    };
    marks.iter().map(of).collect()
}

/// Places of this form for all actors, or for the chosen ones around which everybody else stays. Pinned actors are
/// not among the places; the others give way to them. No two marks overlap but those that nobody may move.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub fn form(
    document: &Document,
    form: Form,
    chosen: Option<&BTreeSet<ActorId>>,
    given: &Given,
    cancel: &Cancel,
) -> Result<Formed, Cancelled> {
    let request = Request::of(document, &Scope::All, 0, |_, actor| actor.mark_radius());
    let room = room(&request.actors);
    let among = |id: &ActorId| chosen.is_none_or(|chosen| chosen.contains(id));
    let mut number = vec![usize::MAX; request.actors.len()];
    let mut who = Vec::new();
    for (i, mark) in request.actors.iter().enumerate() {
        if among(&mark.id) {
            number[i] = who.len();
            who.push(i);
        }
    }
    let ties: Vec<Spring> = request
        .ties
        .iter()
        .filter(|tie| number[tie.a] != usize::MAX && number[tie.b] != usize::MAX)
        .map(|tie| Spring {
            a: number[tie.a],
            b: number[tie.b],
            weight: tie.weight,
        })
        .collect();
    let all: Vec<&Actor> = document.actors().map(|(_, actor)| actor).collect();
    let cast = Cast {
        actors: who.iter().map(|&i| all[i]).collect(),
        room: who.iter().map(|&i| room[i]).collect(),
        neighbors: Neighbors::new(who.len(), &ties),
        who,
    };
    let mut guides = Vec::new();
    let points = match form {
        Form::Chain => chain::points(&cast, &mut guides, cancel)?,
        Form::Core => rings::points(&cast, &cast.part(&given.coreness), &mut guides, cancel)?,
        Form::Spill => match &given.reach {
            Some(reach) => spill::points(&cast, reach, &mut guides, cancel)?,
            None => rings::points(&cast, &[], &mut guides, cancel)?,
        },
        Form::Communities => {
            let nest: Vec<Vec<usize>> = given.nest.iter().map(|level| cast.part(level)).collect();
            groups::points(&cast, &nest, groups::Style::ByTies, cancel)?
        }
        Form::Kinds => {
            let kinds = cast.actors.iter().map(|actor| actor.kind as usize).collect();
            groups::points(&cast, &[kinds], groups::Style::InRows, cancel)?
        }
        Form::Roles => {
            let roles = cast
                .actors
                .iter()
                .map(|actor| actor.kind.role() as usize)
                .collect();
            groups::points(&cast, &[roles], groups::Style::InRows, cancel)?
        }
        Form::Circle => circle::points(&cast, cancel)?,
        Form::Grid => grid::points(&cast),
        Form::Chart => chart::points(&cast),
    };
    cancel.check()?;
    if matches!(form, Form::Kinds | Form::Roles) {
        guides = headings(&cast, &points, form);
    }
    let (places, by) = seat::seated(&request, &room, &cast, points, chosen.is_some(), form);
    let guides = guides.into_iter().map(|guide| guide.moved(by)).collect();
    Ok(Formed { places, guides })
}

/// The name of each kind or role over those who are of it.
fn headings(cast: &Cast<'_>, points: &[Point], form: Form) -> Vec<Guide> {
    let mut boxes: BTreeMap<usize, (&str, Rect)> = BTreeMap::new();
    for (i, actor) in cast.actors.iter().enumerate() {
        let (key, name) = if form == Form::Kinds {
            (actor.kind as usize, actor.kind.name())
        } else {
            (actor.kind.role() as usize, actor.kind.role().name())
        };
        let mark = Rect::from_corners(points[i], points[i]).grown(cast.room[i].radius);
        let (_, all) = boxes.entry(key).or_insert((name, mark));
        *all = Rect::from_corners(
            Point::new(all.min.x.min(mark.min.x), all.min.y.min(mark.min.y)),
            Point::new(all.max.x.max(mark.max.x), all.max.y.max(mark.max.y)),
        );
    }
    boxes
        .into_values()
        .map(|(name, all)| Guide::head(Point::new(all.center().x, all.min.y), Stand::Over, name))
        .collect()
}
