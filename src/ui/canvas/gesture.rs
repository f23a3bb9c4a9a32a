//! From press to release: one state machine for all gestures with a pointer. Knows no toolkit; what it wants done
//! comes out as [`Outcome`]s.
//!
//! A press that never passes the threshold is a click. No gesture changes the project before release, and everything
//! between press and release is one step.

use std::collections::BTreeMap;

use crate::base::geom::{Point, Rect, Vector};
use crate::model::assumption::Assumptions;
use crate::model::edit::End;
use crate::model::{ActorId, ActorKind, Edit, Frames, Hue, Jot, Place, Selection, TieId, TieKind};
use crate::picture::{Jots, Mark, Scene};
use crate::session::{Action, Mode, Places};

use super::hit::{self, Target};
use super::jots::Grip;

mod jots;
mod making;
mod taking;

pub(crate) use taking::{Loop, touches};

use taking::take;

/// A place of the pointer, on the screen (points) and on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    pub(crate) screen: Point,
    pub(crate) map: Point,
}

/// Keys that are down during a gesture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) shift: bool,
    /// Command on macOS.
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
    pub(crate) space: bool,
    pub(crate) lasso: bool,
}

/// What the gestures need to know.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) scene: &'a Scene,
    pub(crate) selection: &'a Selection,
    pub(crate) mode: Mode,
    pub(crate) zoom: f64,
    pub(crate) next_actor: ActorKind,
    /// What it starts with.
    pub(crate) assumptions: &'a Assumptions,
    pub(crate) next_tie: TieKind,
    pub(crate) jots: &'a Jots,
    pub(crate) next_zone: Hue,
}

/// What a gesture wants done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// Tell the session.
    Act(Action),
    /// Open the name field.
    Rename(ActorId),
    /// Open the popover of a tie.
    TieCard(TieId),
    /// Open the field of a note or a zone.
    Write(Jot),
    /// Open the field of a new note that begins here.
    NewNote(Point),
    /// Move the content of the view by this many points.
    Pan(Vector),
}

/// Where a new or loosened end of a tie is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LooseEnd {
    /// Under the pointer.
    pub(crate) at: Point,
    /// The actor to which it snaps.
    pub(crate) snapped: Option<ActorId>,
}

/// What is going on between press and release.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Gesture {
    /// Nothing is pressed.
    #[default]
    Idle,
    /// Pressed, and not yet moved far enough to know what it will be.
    Pressed { start: Spot, target: Target, held: Held },
    /// Actors, notes and zones follow the pointer.
    Moving {
        starts: BTreeMap<ActorId, Point>,
        frames: Frames,
        from: Point,
        now: Point,
    },
    /// A tie is drawn. `armed`: by click and click, so that a release does not end it.
    Tying {
        source: ActorId,
        end: LooseEnd,
        armed: bool,
        start: Spot,
    },
    /// The end of a tie is on its way to another actor.
    Reattaching { tie: TieId, which: End, end: LooseEnd },
    /// A side or corner of one note or zone follows the pointer.
    Sizing {
        start: Frames,
        grip: Grip,
        from: Point,
        now: Point,
    },
    /// A new zone is drawn.
    Zoning { from: Point, now: Point },
    /// A rectangle takes what it touches.
    Marquee { from: Point, now: Point, held: Held },
    /// A free-hand line takes what it surrounds.
    Lasso { path: Loop, held: Held },
    /// The view follows the pointer.
    Panning { last: Point },
}

/// A press becomes a drag beyond this distance, points on the screen.
pub(crate) const THRESHOLD: f64 = 6.0;

impl Gesture {
    /// Nothing is pressed or pending.
    pub(crate) fn is_idle(&self) -> bool {
        matches!(self, Self::Idle)
    }

    /// What a release would take now, so that it can be seen before.
    pub(crate) fn encloses(&self, mark: &Mark) -> bool {
        mark.seen()
            && match self {
                Self::Marquee { from, now, .. } => touches(mark, Rect::from_corners(*from, *now)),
                Self::Lasso { path, .. } => path.surrounds(mark.at),
                _ => false,
            }
    }

    /// The same for notes and zones.
    pub(crate) fn encloses_jots(&self, jots: &Jots) -> Option<Selection> {
        match self {
            Self::Marquee { from, now, .. } => Some(jots.within(Rect::from_corners(*from, *now))),
            Self::Lasso { path, .. } => Some(path.jots(jots)),
            _ => None,
        }
    }

    /// Where everything lies that a release would take now.
    pub(crate) fn area(&self) -> Option<Rect> {
        match self {
            Self::Marquee { from, now, .. } => Some(Rect::from_corners(*from, *now)),
            Self::Lasso { path, .. } => Some(path.bounds),
            _ => None,
        }
    }

    /// A tie is being drawn.
    pub(crate) fn is_tying(&self) -> bool {
        matches!(self, Self::Tying { .. })
    }

    /// Pressed, and so far a click.
    pub(crate) fn is_pressed(&self) -> bool {
        matches!(self, Self::Pressed { .. })
    }

    /// The view may move at the edges of the canvas while this goes on.
    pub(crate) fn pans_at_edges(&self) -> bool {
        matches!(
            self,
            Self::Moving { .. }
                | Self::Tying { armed: false, .. }
                | Self::Reattaching { .. }
                | Self::Sizing { .. }
                | Self::Zoning { .. }
                | Self::Marquee { .. }
                | Self::Lasso { .. }
        )
    }

    /// A tie from an actor that follows the pointer until the next click.
    pub(crate) fn armed(source: ActorId, at: Point) -> Self {
        let start = Spot {
            screen: Point::new(f64::NEG_INFINITY, f64::NEG_INFINITY),
            map: at,
        };
        Self::Tying {
            source,
            end: LooseEnd { at, snapped: None },
            armed: true,
            start,
        }
    }

    /// No button is down.
    pub(crate) fn lets_wheel(&self) -> bool {
        matches!(self, Self::Idle | Self::Tying { armed: true, .. })
    }

    /// Marks may show that they are hovered.
    pub(crate) fn shows_hover(&self) -> bool {
        matches!(self, Self::Idle | Self::Pressed { .. })
    }

    /// The end of a tie that is in the hand.
    pub(crate) fn loose_end(&self) -> Option<LooseEnd> {
        match self {
            Self::Tying { end, .. } | Self::Reattaching { end, .. } => Some(*end),
            _ => None,
        }
    }

    /// The end in the hand cannot go to this actor: a tie to itself is not drawn this way.
    pub(crate) fn refuses(&self, actor: ActorId, scene: &Scene) -> bool {
        match self {
            Self::Tying { source, .. } => *source == actor,
            Self::Reattaching { tie, which, .. } => other_end(scene, *tie, *which) == Some(actor),
            _ => false,
        }
    }

    /// Where dragged actors are now.
    pub(crate) fn places(&self) -> Option<Places> {
        let Self::Moving {
            starts, from, now, ..
        } = self
        else {
            return None;
        };
        Some(
            starts
                .iter()
                .map(|(&id, &start)| (id, start + (*now - *from)))
                .collect(),
        )
    }

    /// The middle button goes down.
    pub(crate) fn press_middle(&mut self, spot: Spot) {
        if self.is_idle() {
            *self = Self::Panning { last: spot.screen };
        }
    }

    /// The main button goes down on `target`.
    pub(crate) fn press(&mut self, spot: Spot, target: Target, held: Held, around: Around<'_>) {
        if let Self::Tying {
            armed: true, start, ..
        } = self
        {
            *start = spot;
            return;
        }
        *self = match (around.mode, target.actor()) {
            _ if held.space || around.mode == Mode::Hand => Self::Panning { last: spot.screen },
            (Mode::Tie, Some(source)) => {
                let end = LooseEnd {
                    at: spot.map,
                    snapped: None,
                };
                Self::Tying {
                    source,
                    end,
                    armed: false,
                    start: spot,
                }
            }
            _ => Self::Pressed {
                start: spot,
                target,
                held,
            },
        };
    }

    /// The pointer moves, with or without a button.
    pub(crate) fn go(&mut self, spot: Spot, around: Around<'_>, out: &mut Vec<Outcome>) {
        match self {
            Self::Idle => {}
            Self::Pressed { start, target, held } => {
                if start.screen.distance(spot.screen) > THRESHOLD {
                    let (start, target, held) = (*start, *target, *held);
                    *self = begin(start, target, held, around, out);
                    self.go(spot, around, out);
                }
            }
            Self::Moving { now, .. } => {
                *now = spot.map;
                let places = self.places().filter(|places| !places.is_empty());
                out.extend(places.map(|places| Outcome::Act(Action::Drag(places))));
            }
            Self::Sizing { now, .. } | Self::Zoning { now, .. } => *now = spot.map,
            Self::Tying { source, end, .. } => {
                *end = loose_end(spot, around, Some(*source));
            }
            Self::Reattaching { tie, which, end } => {
                *end = loose_end(spot, around, other_end(around.scene, *tie, *which));
            }
            Self::Marquee { now, .. } => *now = spot.map,
            Self::Lasso { path, .. } => {
                path.follow(spot.map, around.zoom);
            }
            Self::Panning { last } => {
                out.push(Outcome::Pan(spot.screen - *last));
                *last = spot.screen;
            }
        }
    }

    /// The button goes up. `double`: it is the second of two quick clicks.
    pub(crate) fn release(&mut self, spot: Spot, double: bool, around: Around<'_>, out: &mut Vec<Outcome>) {
        self.go(spot, around, out);
        match std::mem::take(self) {
            Self::Idle | Self::Panning { .. } => {}
            Self::Pressed { target, held, .. } => click(spot, target, held, double, around, out),
            moved @ Self::Moving { .. } => jots::put_down(&moved, out),
            sizing @ Self::Sizing { .. } => {
                let frames = sizing.frames().map(Edit::Frame);
                out.extend(frames.map(|edit| Outcome::Act(Action::Edit(edit))));
            }
            Self::Zoning { from, now } => {
                let area = Rect::from_corners(from, now);
                let zone = jots::zone_drawn(area, around.next_zone, around.zoom);
                out.extend(zone.map(|edit| Outcome::Act(Action::Edit(edit))));
            }
            Self::Tying {
                source,
                end,
                armed: false,
                start,
            } if around.mode == Mode::Tie && start.screen.distance(spot.screen) <= THRESHOLD => {
                *self = Self::Tying {
                    source,
                    end,
                    armed: true,
                    start,
                };
            }
            making @ (Self::Tying { .. } | Self::Reattaching { .. }) => {
                out.extend(
                    making
                        .would_make(around)
                        .map(|edit| Outcome::Act(Action::Edit(edit))),
                );
            }
            Self::Marquee { from, now, held } => {
                let area = Rect::from_corners(from, now);
                take(
                    around,
                    held,
                    area,
                    |mark| touches(mark, area),
                    around.jots.within(area),
                    out,
                );
            }
            Self::Lasso { path, held } => {
                take(
                    around,
                    held,
                    path.bounds,
                    |mark| path.surrounds(mark.at),
                    path.jots(around.jots),
                    out,
                );
            }
        }
    }

    /// Gives up; returns whether there was something to give up.
    pub(crate) fn cancel(&mut self, out: &mut Vec<Outcome>) -> bool {
        match std::mem::take(self) {
            Self::Idle => false,
            Self::Moving { .. } => {
                out.push(Outcome::Act(Action::Cancel));
                true
            }
            _ => true,
        }
    }
}

/// What a press becomes when it moves.
fn begin(start: Spot, target: Target, held: Held, around: Around<'_>, out: &mut Vec<Outcome>) -> Gesture {
    if around.mode == Mode::Lasso || held.lasso {
        return Gesture::Lasso {
            path: Loop::from(start.map),
            held,
        };
    }
    let tying = |source| Gesture::Tying {
        source,
        end: LooseEnd {
            at: start.map,
            snapped: None,
        },
        armed: false,
        start,
    };
    match target {
        Target::Halo(source) => tying(source),
        Target::Actor(source) if held.alt => tying(source),
        Target::Actor(actor) => {
            let mut ids = around.selection.actors.clone();
            if !ids.contains(&actor) {
                if !(held.shift || held.ctrl) {
                    ids.clear();
                }
                ids.insert(actor);
                let chosen = if held.shift || held.ctrl {
                    Selection {
                        actors: ids.clone(),
                        ..around.selection.clone()
                    }
                } else {
                    Selection::actor(actor)
                };
                out.push(Outcome::Act(Action::Select(chosen)));
            }
            // Notes and zones go along when they are chosen together with the actor.
            let mut chosen = Selection {
                actors: ids,
                ..Selection::default()
            };
            if around.selection.actors.contains(&actor) || held.shift || held.ctrl {
                chosen.notes.clone_from(&around.selection.notes);
                chosen.zones.clone_from(&around.selection.zones);
            }
            jots::carry(start, chosen, held, around)
        }
        Target::Jot(jot) => {
            let chosen = jots::chosen_by(jot, held, around, out);
            jots::carry(start, chosen, held, around)
        }
        Target::Grip(jot, grip) => jots::size(jot, grip, start, around),
        Target::TieEnd(tie, which) => {
            if around.selection.only_tie() != Some(tie) {
                out.push(Outcome::Act(Action::Select(Selection::tie(tie))));
            }
            Gesture::Reattaching {
                tie,
                which,
                end: LooseEnd {
                    at: start.map,
                    snapped: None,
                },
            }
        }
        Target::Ground if around.mode == Mode::Note => Gesture::Zoning {
            from: start.map,
            now: start.map,
        },
        Target::Ground | Target::Tie(_) => Gesture::Marquee {
            from: start.map,
            now: start.map,
            held,
        },
    }
}

fn loose_end(spot: Spot, around: Around<'_>, except: Option<ActorId>) -> LooseEnd {
    LooseEnd {
        at: spot.map,
        snapped: hit::snap(around.scene, spot.map, around.zoom, except),
    }
}

/// The actor at the end that stays.
fn other_end(scene: &Scene, tie: TieId, which: End) -> Option<ActorId> {
    let strand = scene.strand(tie)?;
    let mark = if which == End::From {
        strand.to
    } else {
        strand.from
    };
    Some(scene.marks()[mark].id)
}

fn click(spot: Spot, target: Target, held: Held, double: bool, around: Around<'_>, out: &mut Vec<Outcome>) {
    let toggles = held.shift || held.ctrl;
    let adds = match around.mode {
        Mode::Actor => !double,
        Mode::Select => double,
        Mode::Tie | Mode::Note | Mode::Hand | Mode::Lasso => false,
    };
    match target {
        Target::Ground if adds && !toggles => {
            let actor = around.assumptions.fresh("", around.next_actor);
            let place = Place {
                at: spot.map,
                pinned: false,
            };
            out.push(Outcome::Act(Action::Edit(Edit::AddActors(vec![(actor, place)]))));
        }
        Target::Ground if around.mode == Mode::Note && !toggles => {
            if !double {
                out.push(Outcome::NewNote(spot.map));
            }
        }
        Target::Ground => {
            if !toggles && !around.selection.is_empty() {
                out.push(Outcome::Act(Action::SelectNone));
            }
        }
        Target::Actor(id) | Target::Halo(id) => {
            if double && !toggles {
                out.push(Outcome::Rename(id));
                return;
            }
            choose(Selection::actor(id), toggles, around, out);
        }
        Target::Tie(id) | Target::TieEnd(id, _) => {
            if double && !toggles {
                out.push(Outcome::TieCard(id));
                return;
            }
            choose(Selection::tie(id), toggles, around, out);
        }
        Target::Jot(jot) | Target::Grip(jot, _) => click_jot(jot, toggles, double, around, out),
    }
}

/// A click on a note or a zone, its grips included.
fn click_jot(jot: Jot, toggles: bool, double: bool, around: Around<'_>, out: &mut Vec<Outcome>) {
    if double && !toggles {
        out.push(Outcome::Write(jot));
    } else {
        choose(Selection::jot(jot), toggles, around, out);
    }
}

/// Chooses one thing only, or turns it on or off among what is chosen.
fn choose(one: Selection, toggles: bool, around: Around<'_>, out: &mut Vec<Outcome>) {
    let next = if toggles {
        around.selection.toggled(&one)
    } else {
        one
    };
    if next != *around.selection {
        out.push(Outcome::Act(Action::Select(next)));
    }
}

#[cfg(test)]
mod tests;
