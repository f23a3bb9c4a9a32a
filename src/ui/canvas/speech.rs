//! The map for screen readers: a node for each thing in view, with what is to be said of it, and what they ask of it.
//!
//! The map keeps the keyboard; which of its nodes is meant is told as its active descendant.

use egui::accesskit::{self, NodeId};
use egui::{Event, Id, Rect, Response, Sense, Ui, WidgetInfo};

use super::walk::Thing;
use super::{Canvas, words};
use crate::base::geom::Point;
use crate::base::text::count;
use crate::model::{Jot, Selection};
use crate::session::{Action, Session};

/// Most actors that are told of; more would only slow the reader down.
const ACTORS: usize = 300;
/// Most ties that are told of.
const TIES: usize = 300;
/// Least side of the rectangle of a node on the screen, points.
const SIDE: f32 = 8.0;

/// What is told of in this frame.
struct Told {
    /// Marks by their place in the scene.
    marks: Vec<usize>,
    /// Strands by their place in the scene.
    strands: Vec<usize>,
    jots: Vec<Jot>,
    /// Actors in view, told of or not.
    in_view: usize,
}

impl Canvas {
    /// Tells screen readers of what is in view, and does what they ask. Nothing happens while nobody listens.
    pub(super) fn speak(
        &mut self,
        ui: &Ui,
        response: &Response,
        session: &Session,
        actions: &mut Vec<Action>,
    ) {
        let listens = ui.ctx().accesskit_node_builder(response.id, |_| ()).is_some();
        if !listens {
            return;
        }
        self.read(session.document());
        let asked = asked_for(ui);
        let told = self.told(session.selection());
        let mut wanted = None;
        let mut told_of = |thing: Thing, id: Id| {
            if asked.contains(&id.accesskit_id()) {
                wanted = Some(thing);
            }
        };
        for &mark in &told.marks {
            let thing = Thing::Actor(self.scene.marks()[mark].id);
            told_of(
                thing,
                self.tell(ui, response, thing, session, || {
                    self.sentence_of_mark(mark, session)
                }),
            );
        }
        for &strand in &told.strands {
            let tie = self.scene.strands()[strand].id;
            let thing = Thing::Tie(tie);
            told_of(
                thing,
                self.tell(ui, response, thing, session, || {
                    words::tie_sentence(session.document(), tie)
                }),
            );
        }
        for &jot in &told.jots {
            let thing = Thing::Jot(jot);
            told_of(
                thing,
                self.tell(ui, response, thing, session, || {
                    words::jot_sentence(session.document(), jot)
                }),
            );
        }
        self.describe(ui, response, session, &told);
        if let Some(thing) = wanted {
            actions.push(Action::Select(thing.selection()));
            self.cursor = Some(thing);
            self.focus_pending = true;
        }
    }

    /// The nearest to what the person is at, if there are more than can be told of.
    fn told(&self, selection: &Selection) -> Told {
        let seen = self.camera.seen();
        let marks = self.scene.marks();
        let mut shown = self.scene.marks_in(seen);
        shown.retain(|&i| !marks[i].hidden() && seen.contains(marks[i].at));
        let in_view = shown.len();
        if in_view > ACTORS {
            let here = self.cursor_in(selection).and_then(|thing| self.area_of(thing));
            let here = here.map_or(seen.center(), crate::base::geom::Rect::center);
            let away = |&i: &usize| {
                let far = if selection.actors.contains(&marks[i].id) {
                    -1.0
                } else {
                    marks[i].at.distance(here)
                };
                (far, i)
            };
            shown.select_nth_unstable_by(ACTORS, |a, b| {
                let (a, b) = (away(a), away(b));
                a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
            });
            shown.truncate(ACTORS);
        }
        shown.sort_by_key(|&i| self.reading.place(i));
        let boxes = self.jots.boxes();
        let in_sight = |area| crate::picture::jots::overlap(area, seen);
        let notes = boxes.notes.iter().filter(|note| in_sight(note.bounds));
        let zones = boxes.zones.iter().filter(|zone| in_sight(zone.area));
        Told {
            strands: self.told_strands(selection, &shown),
            marks: shown,
            jots: notes
                .map(|note| Jot::Note(note.id))
                .chain(zones.map(|zone| Jot::Zone(zone.id)))
                .take(ACTORS)
                .collect(),
            in_view,
        }
    }

    /// Ties in view; of too many first those that are chosen or touch what is chosen, then those between actors that are
    /// told of.
    fn told_strands(&self, selection: &Selection, shown: &[usize]) -> Vec<usize> {
        let seen = self.camera.seen();
        let (marks, strands) = (self.scene.marks(), self.scene.strands());
        let mut is_shown = vec![false; marks.len()];
        for &mark in shown {
            is_shown[mark] = true;
        }
        let in_view = self.scene.strands_in(seen).into_iter();
        let mut told: Vec<(u8, usize)> = in_view
            .map(|i| (i, &strands[i]))
            .filter(|(_, strand)| !strand.hidden())
            .filter(|(_, strand)| {
                self.scene
                    .curve(strand)
                    .is_some_and(|curve| crate::picture::jots::overlap(curve.bounds(), seen))
            })
            .filter_map(|(i, strand)| {
                let ends = [strand.from, strand.to];
                let near = ends.iter().any(|&end| selection.actors.contains(&marks[end].id));
                if selection.ties.contains(&strand.id) || near {
                    Some((0, i))
                } else {
                    ends.iter().any(|&end| is_shown[end]).then_some((1, i))
                }
            })
            .collect();
        if told.len() > TIES {
            told.select_nth_unstable(TIES);
            told.truncate(TIES);
        }
        let mut told: Vec<usize> = told.into_iter().map(|(_, i)| i).collect();
        told.sort_unstable();
        told
    }

    fn sentence_of_mark(&self, mark: usize, session: &Session) -> String {
        words::actor_sentence(
            session.document(),
            self.scene.marks()[mark].id,
            self.reading.place(mark),
            self.reading.actors(),
            &self.kinds_at(mark),
        )
    }

    /// Makes the node of a thing; returns its id.
    fn tell(
        &self,
        ui: &Ui,
        response: &Response,
        thing: Thing,
        session: &Session,
        sentence: impl Fn() -> String,
    ) -> Id {
        let id = node_of(response.id, thing);
        let area = self.area_of(thing).unwrap_or(crate::base::geom::Rect {
            min: Point::ORIGIN,
            max: Point::ORIGIN,
        });
        let rect = super::jots::on_screen(&self.camera, area);
        let rect = Rect::from_center_size(rect.center(), rect.size().max(egui::Vec2::splat(SIDE)));
        let node = ui.interact(rect.intersect(self.camera.viewport()), id, Sense::hover());
        node.widget_info(|| WidgetInfo::labeled(egui::Role::GraphicsObject, true, sentence()));
        let chosen = thing.is_in(session.selection());
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_selected(chosen);
            node.add_action(accesskit::Action::Click);
            node.add_action(accesskit::Action::Focus);
        });
        id
    }

    /// What is said of the map as a whole, and which of its nodes has the keyboard's attention.
    fn describe(&self, ui: &Ui, response: &Response, session: &Session, told: &Told) {
        let document = session.document();
        let mut parts = vec![
            count(document.actor_count(), "actor", "actors"),
            count(document.tie_count(), "tie", "ties"),
        ];
        let (notes, zones) = (document.notes().len(), document.zones().len());
        parts.extend((notes > 0).then(|| count(notes, "note", "notes")));
        parts.extend((zones > 0).then(|| count(zones, "zone", "zones")));
        let mut sentence = parts.join(", ");
        if told.in_view > told.marks.len() {
            sentence += &format!("; the nearest {} of {} in view", told.marks.len(), told.in_view);
        }
        let selection = session.selection();
        let meant = self.cursor_in(selection).filter(|&thing| match thing {
            Thing::Actor(id) => told.marks.iter().any(|&mark| self.scene.marks()[mark].id == id),
            Thing::Tie(id) => told
                .strands
                .iter()
                .any(|&strand| self.scene.strands()[strand].id == id),
            Thing::Jot(jot) => told.jots.contains(&jot),
        });
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_description(sentence);
            node.set_multiselectable();
            if let Some(thing) = meant {
                node.set_active_descendant(node_of(response.id, thing).accesskit_id());
            }
        });
    }
}

/// The node of a thing on the map.
fn node_of(map: Id, thing: Thing) -> Id {
    match thing {
        Thing::Actor(id) => map.with(("actor", id.number())),
        Thing::Tie(id) => map.with(("tie", id.number())),
        Thing::Jot(Jot::Note(id)) => map.with(("note", id.number())),
        Thing::Jot(Jot::Zone(id)) => map.with(("zone", id.number())),
    }
}

/// Nodes that a screen reader wants to go to or to press in this frame.
fn asked_for(ui: &Ui) -> Vec<NodeId> {
    ui.input(|input| {
        let requests = input.events.iter().filter_map(|event| match event {
            Event::AccessKitActionRequest(request) => Some(request),
            _ => None,
        });
        requests
            .filter(|request| {
                matches!(
                    request.action,
                    accesskit::Action::Click | accesskit::Action::Focus
                )
            })
            .map(|request| request.target_node)
            .collect()
    })
}
