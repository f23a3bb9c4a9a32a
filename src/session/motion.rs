//! Marks in motion: the live layout, the drag of actors by hand, and the glide to new places.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::geom::Point;
use crate::base::progress::Progress;
use crate::layout::forms::Formed;
use crate::layout::{Force, Request, Scope};
use crate::model::{ActorId, Document, Edit, Frames};

use super::forms::FormOrder;
use super::prepared::Prepared;
use super::work::{Answer, Runner, Stepper, Worker};
use super::{Pace, Places, Session};

/// Same seed, same layout: there is no reason for another one yet.
pub const SEED: u64 = 1;

/// How long marks glide to where a layout has put them.
const GLIDE: Duration = Duration::from_millis(360);

/// More than so many marks are there at once.
const GLIDERS: usize = 20_000;

/// The edit that ends a motion of more actors than this is worked out by the layout.
const BULK: usize = 4_000;

/// A layout that is worked out as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Whole {
    /// From nothing, around what is pinned.
    Scratch,
    /// One that means something.
    Form(FormOrder),
}

impl Whole {
    /// The edit that puts actors where this layout wants them.
    fn edit(&self, document: &Document, formed: &Formed) -> Edit {
        let arrange = Edit::Arrange(formed.places.clone());
        match self {
            Self::Scratch => arrange,
            Self::Form(order) => Edit::Together(order.words(document), vec![arrange]),
        }
    }
}

/// Marks on their way from where they were to where the document has them.
struct Glide {
    /// In id order.
    from: Vec<(ActorId, Point)>,
    since: Duration,
}

/// A layout that takes longer than this since anybody asked for something stays where it has come to. Only maps of
/// some hundred thousand actors come near it.
const LONGEST: Duration = Duration::from_secs(20);

/// Where the result of the running layout belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// To the step that set it going.
    Amend,
    /// It is a step of its own: somebody asked for it.
    Step,
    /// Actors are held by the pointer; the drop decides.
    Drag,
}

/// A layout that is worked out as a whole, of which state, and who waits for it.
type Asked = (Arc<Document>, Whole, Progress);
/// What came of it, and the edit that puts actors there.
type Arranged = (Formed, Option<Prepared>);

/// What moves now, and where it is. The document knows nothing of it until the motion ends.
pub struct Motion {
    runner: Runner<LiveLayout>,
    arranging: Worker<Asked, Arranged>,
    /// What is being worked out, and how far it is.
    whole: Option<(Whole, Progress)>,
    /// Places that may differ from the document's while something moves, in id order.
    overlay: Vec<(ActorId, Point)>,
    held: Places,
    purpose: Option<Purpose>,
    /// The edit that ends the motion, where the layout has worked it out.
    ready: Option<Prepared>,
    generation: u64,
    arrange_ticket: u64,
    glide: Option<Glide>,
}

enum Order {
    /// Reading the document takes longer than a frame where there are many actors, so it is done on the thread.
    Start(u64, Arc<Document>, Scope),
    Hold(Places),
    /// Nothing more will be held; come to rest.
    Finish,
    /// Stay where you have come to.
    Rest,
    Stop,
}

struct Frame {
    generation: u64,
    /// Only those that may have moved, in id order.
    moved: Vec<(ActorId, Point)>,
    settled: bool,
    /// The edit that leaves so many there, at rest.
    ready: Option<Prepared>,
}

/// The layout on its thread.
#[derive(Default)]
struct LiveLayout {
    force: Option<Force>,
    /// What it was made of.
    document: Option<Arc<Document>>,
    generation: u64,
    /// When somebody last asked for something.
    asked: Option<Instant>,
}

impl Stepper for LiveLayout {
    type Order = Order;
    type Frame = Frame;

    fn take(&mut self, order: Order) {
        self.asked = Some(Instant::now());
        match order {
            Order::Start(generation, document, scope) => {
                self.generation = generation;
                let request = Request::of(&document, &scope, SEED, |_, actor| actor.mark_radius());
                self.force = Some(Force::new(request));
                self.document = Some(document);
            }
            Order::Hold(places) => {
                if let Some(force) = &mut self.force {
                    let near: BTreeSet<ActorId> = places.keys().copied().collect();
                    for (&id, &at) in &places {
                        force.hold(id, at);
                    }
                    force.reheat(&near);
                }
            }
            Order::Finish => {}
            Order::Rest => {
                if let Some(force) = &mut self.force {
                    force.rest();
                }
            }
            Order::Stop => self.give_up(),
        }
    }

    fn step(&mut self) -> bool {
        match &mut self.force {
            Some(force) if !force.settled() => {
                force.advance(1);
                if self.asked.is_some_and(|asked| asked.elapsed() > LONGEST) {
                    force.rest();
                }
                !force.settled()
            }
            _ => false,
        }
    }

    fn frame(&self) -> Frame {
        let moved = self.force.as_ref().map(Force::moved).unwrap_or_default();
        let settled = self.force.as_ref().is_none_or(Force::settled);
        let document = self.document.as_ref().filter(|_| settled && moved.len() > BULK);
        Frame {
            generation: self.generation,
            ready: document.and_then(|document| Prepared::rest(document, &moved)),
            moved,
            settled,
        }
    }

    fn give_up(&mut self) {
        (self.force, self.document) = (None, None);
    }
}

impl Motion {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            runner: Runner::new("layout", pace, LiveLayout::default()),
            arranging: Worker::new(
                "arranging",
                pace,
                |(document, whole, progress): Asked, cancel: &_| {
                    let formed = match &whole {
                        Whole::Scratch => Formed {
                            places: crate::layout::arrange_around_pins(&document, SEED, &progress, cancel)?,
                            guides: Vec::new(),
                        },
                        Whole::Form(order) => order.clone().formed(&document, cancel)?,
                    };
                    let edit = whole.edit(&document, &formed);
                    let prepared = Prepared::of(&document, &edit, &mut document.ids()).ok();
                    Ok((formed, prepared))
                },
            )
            .that_only_looks(),
            whole: None,
            overlay: Vec::new(),
            held: Places::new(),
            purpose: None,
            ready: None,
            generation: 0,
            arrange_ticket: 0,
            glide: None,
        }
    }

    /// Marks are moving, or are about to.
    pub fn moving(&self) -> bool {
        self.purpose.is_some() || self.whole.is_some() || self.glide.is_some()
    }

    /// Marks are on their way to where the document has them already; the next picture finds them a little further.
    pub fn gliding(&self) -> bool {
        self.glide.is_some()
    }

    /// Lets marks glide from these places to those of the document.
    fn set_out(&mut self, from: Vec<(ActorId, Point)>, now: Duration) {
        self.overlay.clone_from(&from);
        self.glide = Some(Glide { from, since: now });
    }

    /// Where gliding marks are by now: they start and end gently.
    fn glide_on(&mut self, document: &Document, now: Duration) {
        let Some(glide) = &self.glide else { return };
        let part = now.saturating_sub(glide.since).as_secs_f64() / GLIDE.as_secs_f64();
        if part >= 1.0 {
            self.glide = None;
            self.overlay.clear();
            return;
        }
        let eased = part * part * (3.0 - 2.0 * part);
        self.overlay.clear();
        for &(id, from) in &glide.from {
            if let Some(place) = document.place(id) {
                self.overlay.push((id, from + (place.at - from) * eased));
            }
        }
    }

    /// What part of laying everything out from scratch is done, 0 to 1; none while nobody asks for it.
    pub fn arranged(&self) -> Option<f64> {
        let (whole, progress) = self.whole.as_ref()?;
        (*whole == Whole::Scratch).then(|| progress.share())
    }

    /// Where a moving actor is now; none when it stands where the document says.
    pub fn at(&self, id: ActorId) -> Option<Point> {
        self.held.get(&id).copied().or_else(|| in_list(&self.overlay, id))
    }

    /// Where those are now that a layout may have moved, in id order; somebody may hold some of them elsewhere.
    pub fn moved(&self) -> &[(ActorId, Point)] {
        &self.overlay
    }

    /// Who is held, and where.
    pub fn held(&self) -> &Places {
        &self.held
    }

    /// Ends the motion and forgets where it had come to.
    pub(super) fn stop(&mut self) {
        if self.purpose.take().is_some() {
            self.runner.order(Order::Stop);
        }
        self.generation += 1;
        if self.whole.take().is_some() {
            self.arranging.cancel();
        }
        self.glide = None;
        self.ready = None;
        self.overlay.clear();
        self.held.clear();
    }

    fn start(&mut self, document: &Arc<Document>, scope: Scope, purpose: Purpose) {
        self.generation += 1;
        self.purpose = Some(purpose);
        self.runner
            .order(Order::Start(self.generation, Arc::clone(document), scope));
    }

    fn hold(&mut self, document: &Arc<Document>, places: Places) {
        if self.purpose != Some(Purpose::Drag) {
            let near = places.keys().copied().collect();
            self.start(document, Scope::Near(near), Purpose::Drag);
        }
        self.held.clone_from(&places);
        self.runner.order(Order::Hold(places));
    }

    fn poll(&mut self) -> Option<bool> {
        let frame = self.runner.poll()?;
        if frame.generation != self.generation || self.purpose.is_none() {
            return None;
        }
        self.overlay = frame.moved;
        self.ready = frame.ready;
        Some(frame.settled)
    }
}

/// Finds an actor's place in a list in id order. Numbers start at 1 and are given one after the other, so that an actor
/// is where its number tells or before; on a map that moves as a whole it is asked for every mark in every frame.
fn in_list(places: &[(ActorId, Point)], id: ActorId) -> Option<Point> {
    let last = (id.number() as usize).min(places.len()).checked_sub(1)?;
    let k = if places[last].0 == id {
        last
    } else {
        places[..last].partition_point(|&(other, _)| other < id)
    };
    (places[k].0 == id).then_some(places[k].1)
}

impl Session {
    /// Lets the surroundings of these actors settle; the result belongs to the last step.
    pub(super) fn settle_near(&mut self, near: BTreeSet<ActorId>) {
        self.amend_layout(Scope::Around(near));
    }

    /// Lets what these actors have been put on top of make room; the result belongs to the last step.
    pub(super) fn make_room_for(&mut self, put: BTreeSet<ActorId>) {
        self.amend_layout(Scope::Under(put));
    }

    fn amend_layout(&mut self, scope: Scope) {
        if self.document.actor_count() < 2 {
            return;
        }
        self.motion.start(&self.document, scope, Purpose::Amend);
        self.take_in_motion();
    }

    /// Lets the chosen actors, or all, settle as a step of its own; stops a running layout instead.
    pub(super) fn toggle_settle(&mut self) {
        if self.motion.moving() {
            if self.motion.overlay.len() > BULK {
                // Where they have come to is written down by the layout, which takes a while.
                self.motion.runner.order(Order::Rest);
                self.take_in_motion();
            } else {
                self.stop_motion();
            }
            return;
        }
        let chosen = &self.selection.actors;
        let scope = if chosen.len() > 1 {
            Scope::Selection(chosen.clone())
        } else {
            Scope::All
        };
        self.motion.start(&self.document, scope, Purpose::Step);
        self.take_in_motion();
    }

    /// Lays everything out from scratch on a worker.
    pub(super) fn arrange_all(&mut self) {
        self.work_out(Whole::Scratch);
    }

    /// Works a layout out on a worker, in the place of one that is being worked out.
    pub(super) fn work_out(&mut self, whole: Whole) {
        self.stop_motion();
        self.motion.arrange_ticket += 1;
        let progress = Progress::new();
        self.motion.whole = Some((whole.clone(), progress.clone()));
        self.motion.arranging.ask(
            self.motion.arrange_ticket,
            (Arc::clone(&self.document), whole, progress),
        );
        self.take_in_motion();
    }

    /// Puts actors where a layout wants them, as one step, and lets their marks glide there.
    fn put(&mut self, whole: &Whole, formed: Formed, prepared: Option<Prepared>) {
        self.guides.set(&formed);
        let from: Vec<(ActorId, Point)> = if formed.places.len() <= GLIDERS {
            let ids = formed.places.keys();
            ids.filter_map(|&id| Some((id, self.at(id)?))).collect()
        } else {
            Vec::new()
        };
        let some = matches!(whole, Whole::Form(order) if order.whom.is_some());
        self.gauge.note_layout(&self.document);
        self.stop_motion();
        self.preview = None;
        let done = match prepared.filter(|prepared| prepared.fits(&self.document)) {
            Some(prepared) => self.take_over(prepared, None),
            None => self.edit(&whole.edit(&self.document, &formed), None).is_some(),
        };
        if done && !self.settings.reduced_motion && !from.is_empty() {
            self.motion.set_out(from, self.now);
        }
        let show = if some {
            super::Show::Reveal
        } else {
            super::Show::FitAll
        };
        self.effects.push(super::Effect::Show(show));
    }

    /// Ends the motion where it is; what it found becomes part of the document.
    pub(super) fn stop_motion(&mut self) {
        let Some(purpose) = self.motion.purpose else {
            self.motion.stop();
            return;
        };
        self.motion.poll();
        let moved = std::mem::take(&mut self.motion.overlay);
        let ready = self.motion.ready.take();
        self.motion.stop();
        // A drag that never ended with a drop leaves no trace.
        if purpose == Purpose::Drag {
            return;
        }
        let ready = ready.filter(|ready| ready.fits(&self.document));
        let Some(ready) = ready.or_else(|| Prepared::rest(&self.document, &moved)) else {
            return;
        };
        if purpose == Purpose::Amend {
            self.take_over_quietly(ready);
        } else {
            self.gauge.note_layout(&self.document);
            self.preview = None;
            self.take_over(ready, None);
        }
    }

    /// Actors follow the pointer, from where a layout that is still running has brought everything.
    pub(super) fn drag(&mut self, places: Places) {
        if self.motion.purpose != Some(Purpose::Drag) {
            self.stop_motion();
        }
        self.motion.hold(&self.document, places);
    }

    /// Puts dragged actors down, as one step. The neighbors that are making room go on from where they are, so that
    /// nothing jumps, and what they find is added to the step.
    pub(super) fn drop_actors(&mut self, places: Places, frames: &Frames) {
        if places.is_empty() {
            self.motion.stop();
            self.commit(&Edit::Frame(frames.clone()), None);
            return;
        }
        if self.motion.purpose != Some(Purpose::Drag) {
            self.drag(places.clone());
        }
        self.motion.poll();
        let moved = self.motion.overlay.iter().copied();
        let others = moved.filter(|(id, _)| !places.contains_key(id) && self.may_move(*id));
        let step = Edit::Move(places.clone());
        let name = self.name_of_move(&places, frames);
        let edit = Edit::Together(
            name,
            vec![step, Edit::Arrange(others.collect()), Edit::Frame(frames.clone())],
        );
        if self.commit(&edit, None).is_none() {
            self.motion.stop();
            return;
        }
        self.motion.purpose = Some(Purpose::Amend);
        let last = if self.motion.held == places {
            Order::Finish
        } else {
            Order::Hold(places.clone())
        };
        self.motion.held = places;
        self.motion.runner.order(last);
        self.take_in_motion();
    }

    /// Layouts leave alone what a person has pinned.
    fn may_move(&self, id: ActorId) -> bool {
        self.document.place(id).is_some_and(|place| !place.pinned)
    }

    pub(super) fn take_in_motion(&mut self) {
        self.motion.glide_on(&self.document, self.now);
        if self.motion.whole.is_some()
            && let Some((ticket, answer)) = self.motion.arranging.poll()
            && ticket == self.motion.arrange_ticket
            && let Some((whole, _)) = self.motion.whole.take()
        {
            match answer {
                Answer::Done((formed, prepared)) => self.put(&whole, formed, prepared),
                Answer::Panicked(text) => {
                    self.post(crate::base::notice::Notice::error(format!(
                        "The layout failed: {text}"
                    )));
                }
            }
        }
        if self.motion.poll() == Some(true) && self.motion.purpose != Some(Purpose::Drag) {
            self.stop_motion();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_actor_in_a_list_is_found_and_no_other() {
        let id = |number| ActorId::new(number).expect("above 0");
        for numbers in [vec![], vec![1, 2, 3], vec![2, 3, 7, 40], vec![9]] {
            let at = |number: u64| Point::new(number as f64, 0.0);
            let places: Vec<_> = numbers.iter().map(|&number| (id(number), at(number))).collect();
            for number in 1..50 {
                let expected = numbers.contains(&number).then_some(at(number));
                assert_eq!(in_list(&places, id(number)), expected, "{number} in {numbers:?}");
            }
        }
    }

    #[test]
    fn the_layout_writes_down_where_many_actors_have_come_to() {
        use crate::base::cancel::Cancel;
        use crate::model::generate::{Model, Recipe};

        let recipe = Recipe {
            model: Model::ALL[0],
            actors: BULK + 200,
            ties: 2 * BULK,
            seed: 5,
        };
        let document = Arc::new(recipe.make(&Cancel::new()).expect("nobody cancels"));
        let mut layout = LiveLayout::default();
        layout.take(Order::Start(1, Arc::clone(&document), Scope::All));
        layout.step();
        assert!(layout.frame().ready.is_none(), "it goes on");
        layout.take(Order::Rest);
        let frame = layout.frame();
        assert!(frame.settled && frame.moved.len() > BULK);
        let ready = frame.ready.expect("at rest");
        assert!(ready.fits(&document) && !ready.fits(&Arc::new((*document).clone())));
        let stands =
            |&(id, at): &(ActorId, Point)| ready.document.place(id).is_some_and(|place| place.at == at);
        assert!(frame.moved.iter().all(stands));
    }
}
