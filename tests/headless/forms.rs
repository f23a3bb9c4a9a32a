//! Layouts that mean something: nobody on anybody else, pinned actors where they were, the same bits every time.

use std::collections::BTreeMap;

use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Vector};
use milieu::files::examples;
use milieu::layout::Form;
use milieu::layout::quality;
use milieu::model::{ActorId, ActorKind, Document, Edit, Selection};
use milieu::session::forms::FormOrder;
use milieu::session::{Action, Effect, Pace, Session, Show};

/// A shipped cluster of which nobody is pinned.
fn example(id: &str) -> Document {
    let document = examples::find(id).expect("shipped").document();
    let all = document.actors().map(|(id, _)| id).collect();
    Edit::Pin(all, false)
        .apply(&document, &mut document.ids())
        .expect("they are there")
}

fn everywhere(document: &Document, places: &BTreeMap<ActorId, Point>) -> BTreeMap<ActorId, Point> {
    let at =
        |(id, place): (ActorId, milieu::model::Place)| (id, places.get(&id).copied().unwrap_or(place.at));
    document.places().map(at).collect()
}

fn order(document: &Document, form: Form) -> FormOrder {
    FormOrder {
        form,
        whom: None,
        around: document.actors().next().map(|(id, _)| id),
    }
}

fn places(document: &Document, order: &FormOrder) -> BTreeMap<ActorId, Point> {
    order.places(document, &Cancel::new()).expect("nobody cancels")
}

#[test]
fn no_two_marks_overlap_in_any_form_and_the_bits_are_the_same() {
    for shipped in examples::ALL {
        let document = example(shipped.id);
        for form in Form::ALL {
            let order = order(&document, form);
            let found = places(&document, &order);
            assert_eq!(found.len(), document.actor_count());
            let quality = quality::measure(&document, &found);
            assert_eq!(quality.overlaps, 0, "{} as {}", shipped.id, form.id());
            assert_eq!(
                found,
                places(&document, &order),
                "{} as {}",
                shipped.id,
                form.id()
            );
        }
    }
}

#[test]
fn pinned_actors_stay_and_the_others_flow_around_them() {
    let document = example("silicon-valley");
    let third = document.actors().step_by(3).map(|(id, _)| id).collect();
    let document = Edit::Pin(third, true)
        .apply(&document, &mut document.ids())
        .expect("they are there");
    for form in Form::ALL {
        let found = places(&document, &order(&document, form));
        assert!(
            found
                .keys()
                .all(|&id| document.place(id).is_some_and(|place| !place.pinned))
        );
        let all = everywhere(&document, &found);
        assert_eq!(quality::measure(&document, &all).overlaps, 0, "{}", form.id());
    }
}

#[test]
fn only_the_chosen_ones_move() {
    let document = example("tuttlingen");
    let firms: Vec<ActorId> = document
        .actors()
        .filter(|(_, actor)| actor.kind.is_firm())
        .map(|(id, _)| id)
        .collect();
    for form in Form::ALL {
        let order = FormOrder {
            whom: Some(firms.iter().copied().collect()),
            ..order(&document, form)
        };
        let found = places(&document, &order);
        assert!(found.keys().eq(firms.iter()), "{}", form.id());
        let all = everywhere(&document, &found);
        assert_eq!(quality::measure(&document, &all).overlaps, 0, "{}", form.id());
    }
}

#[test]
fn stages_of_the_chain_go_from_left_to_right_and_support_stands_above() {
    let document = example("california-wine");
    let found = places(&document, &order(&document, Form::Chain));
    let stage = |kind: ActorKind| kind.info().stage.map(|stage| stage.0);
    for (a, actor) in document.actors() {
        for (b, other) in document.actors() {
            let (p, q) = (found[&a], found[&b]);
            if let (Some(left), Some(right)) = (stage(actor.kind), stage(other.kind))
                && left < right
            {
                assert!(p.x < q.x, "{} {}", actor.name, other.name);
            }
            if actor.kind == ActorKind::University && stage(other.kind).is_some() {
                assert!(p.y < q.y, "{} {}", actor.name, other.name);
            }
        }
    }
}

#[test]
fn taking_back_a_layout_brings_the_map_back_into_view() {
    let mut session = Session::new(Default::default(), None, &Pace::Inline);
    session.perform(Action::OpenExample("golden".into()));
    let back = Effect::Show(Show::RevealAll);
    let (one, _) = session.document().actors().next().expect("there are actors");
    session.perform(Action::Select(Selection::actor(one)));
    session.perform(Action::Nudge(Vector::new(4.0, 0.0)));
    session.take_effects();
    session.perform(Action::Undo);
    assert!(!session.take_effects().contains(&back), "one actor moved");
    session.perform(Action::ArrangeAs(Form::Circle));
    session.take_effects();
    for action in [Action::Undo, Action::Redo] {
        session.perform(action);
        assert!(session.take_effects().contains(&back));
    }
}
