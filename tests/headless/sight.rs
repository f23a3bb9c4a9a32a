//! What is seen on the map: every sort of filter, filters together, focus, and what edits and undo do to them.

use std::collections::BTreeSet;

use milieu::analysis::aspect::Aspect;
use milieu::base::geom::Point;
use milieu::base::units::{Share, Weight};
use milieu::files::settings::Settings;
use milieu::model::field::Value;
use milieu::model::{Actor, ActorId, ActorKind, Edit, Place, Selection, Tie, TieId, TieKind};
use milieu::picture::Visibility;
use milieu::session::sight::{Filter, Keeps};
use milieu::session::{Action, Effect, Look, Pace, Session, Show, command};

fn actor(n: u64) -> ActorId {
    ActorId::new(n).unwrap()
}

fn tie(n: u64) -> TieId {
    TieId::new(n).unwrap()
}

/// A chain of five: final 1 – supplier 2 – supplier 3 (external) – university 4 – final 5; weights 0.1 to 0.4, trust
/// 0.9 to 0.6, the second a knowledge tie, the rest supply. The first actor and the first tie are tagged.
fn chain() -> Session {
    let mut session = Session::new(Settings::default(), None, &Pace::Inline);
    let kinds = [
        ActorKind::Final,
        ActorKind::Supplier,
        ActorKind::Supplier,
        ActorKind::University,
        ActorKind::Final,
    ];
    let actors = kinds.iter().enumerate().map(|(i, &kind)| {
        let mut actor = Actor::new(format!("Actor {}", i + 1), kind);
        actor.external = i == 2;
        if i == 0 {
            actor.extra.tags = vec!["old".to_owned()];
        }
        let at = Point::new(200.0 * i as f64, 0.0);
        (actor, Place { at, pinned: true })
    });
    session.perform(Action::Edit(Edit::AddActors(actors.collect())));
    for i in 1..=4_u64 {
        let kind = if i == 2 {
            TieKind::Knowledge
        } else {
            TieKind::Supply
        };
        let mut tie = Tie::new(kind, actor(i), actor(i + 1));
        tie.weight = Weight::of(i as f64 / 10.0);
        tie.trust = Share::of(1.0 - i as f64 / 10.0);
        if i == 1 {
            tie.extra.tags = vec!["sea".to_owned()];
        }
        session.perform(Action::Edit(Edit::AddTie(tie)));
    }
    session.perform(Action::SelectNone);
    session.take_effects();
    session
}

fn look(session: &mut Session, look: Look) {
    session.perform(Action::Look(look));
}

fn keep(session: &mut Session, filter: Filter) {
    look(session, Look::Filter(filter));
}

/// Numbers of the actors that are drawn as usual, and of the ties as the map draws them.
fn seen(session: &Session) -> (Vec<u64>, Vec<u64>) {
    at_least(session, Visibility::Seen)
}

fn at_least(session: &Session, worst: Visibility) -> (Vec<u64>, Vec<u64>) {
    let mut scene = milieu::picture::Scene::of(session.document());
    scene.show(session.sight().shown());
    let marks = scene.marks().iter().filter(|mark| mark.visibility <= worst);
    let strands = scene.strands().iter().filter(|strand| strand.visibility <= worst);
    (
        marks.map(|mark| mark.id.number()).collect(),
        strands.map(|strand| strand.id.number()).collect(),
    )
}

#[test]
fn each_sort_of_filter_keeps_what_it_says() {
    let cases: Vec<(Filter, &[u64], &[u64])> = vec![
        (Filter::only(Aspect::Kind, "supplier"), &[2, 3], &[2]),
        (
            Filter::only(Aspect::Role, ActorKind::University.role().name()),
            &[4],
            &[],
        ),
        (Filter::only(Aspect::External, "local"), &[1, 2, 4, 5], &[1, 4]),
        (Filter::only(Aspect::External, "external"), &[3], &[]),
        (Filter::only(Aspect::ActorTag, "old"), &[1], &[]),
        (Filter::only(Aspect::ActorTag, ""), &[2, 3, 4, 5], &[2, 3, 4]),
        (Filter::between(Aspect::Partners, 2.0, 9.0), &[2, 3, 4], &[2, 3]),
        (
            Filter::between(Aspect::ActorField("founded"), 1980.0, 1995.0),
            &[1, 2, 3, 4, 5],
            &[1, 2, 3, 4],
        ),
        (
            Filter::between(Aspect::ActorField("founded"), 2000.0, f64::INFINITY),
            &[],
            &[],
        ),
        (Filter::only(Aspect::TieKind, "knowledge"), &[1, 2, 3, 4, 5], &[2]),
        (
            Filter::between(Aspect::TieField("weight"), 0.2, 0.3),
            &[1, 2, 3, 4, 5],
            &[2, 3],
        ),
        (
            Filter::between(Aspect::TieField("trust"), 0.75, f64::INFINITY),
            &[1, 2, 3, 4, 5],
            &[1, 2],
        ),
        (Filter::only(Aspect::TieTag, "sea"), &[1, 2, 3, 4, 5], &[1]),
        (
            Filter::only(Aspect::TieField("enabled"), "no"),
            &[1, 2, 3, 4, 5],
            &[],
        ),
    ];
    for (filter, actors, ties) in cases {
        let mut session = chain();
        let words = filter.words(session.document(), None);
        keep(&mut session, filter);
        assert_eq!(seen(&session), (actors.to_vec(), ties.to_vec()), "{words}");
    }
}

#[test]
fn a_filter_for_communities_follows_the_group_and_not_its_number() {
    let mut session = Session::new(Settings::default(), None, &Pace::Inline);
    session.perform(Action::OpenExample("golden".into()));
    look(&mut session, Look::WantChoices(Some(Aspect::Community)));
    let choices = session.sight().choices(Aspect::Community).unwrap().clone();
    let (word, size) = choices.sorts[0].clone();
    keep(&mut session, Filter::only(Aspect::Community, &word));
    assert_eq!(seen(&session).0.len(), size);
    let groups = session.groups().known().unwrap();
    let chief = groups.groups()[0].name(session.document());
    let filter = &session.sight().filters()[0];
    assert_eq!(
        filter.words(session.document(), Some(groups)),
        format!("Community: {chief}")
    );
}

#[test]
fn filters_work_together_and_hide_or_fade() {
    let mut session = chain();
    keep(&mut session, Filter::only(Aspect::Kind, "supplier"));
    keep(&mut session, Filter::only(Aspect::External, "local"));
    assert_eq!(seen(&session), (vec![2], vec![]));
    assert_eq!(at_least(&session, Visibility::Faded), (vec![2], vec![]));
    look(&mut session, Look::Fade(true));
    assert_eq!(seen(&session), (vec![2], vec![]));
    assert_eq!(at_least(&session, Visibility::Faded).0.len(), 5);
    look(&mut session, Look::Release(Aspect::Kind));
    assert_eq!(seen(&session).0, [1, 2, 4, 5]);
    look(&mut session, Look::ReleaseAll);
    assert!(session.sight().shown().is_everything() && !session.sight().is_set());
}

#[test]
fn one_filter_for_each_aspect_and_none_that_keeps_everything() {
    let mut session = chain();
    let word = || "supplier".to_owned();
    look(&mut session, Look::Keep(Aspect::Kind, word(), false));
    assert_eq!(seen(&session).0, [1, 4, 5]);
    assert_eq!(
        session.sight().filters()[0].keeps,
        Keeps::AllBut(BTreeSet::from([word()]))
    );
    keep(&mut session, Filter::only(Aspect::Kind, "final"));
    assert_eq!(session.sight().filters().len(), 1);
    look(&mut session, Look::Keep(Aspect::Kind, word(), true));
    assert_eq!(seen(&session).0, [1, 2, 3, 5]);
    look(&mut session, Look::Release(Aspect::Kind));
    look(&mut session, Look::Keep(Aspect::Kind, word(), false));
    look(&mut session, Look::Keep(Aspect::Kind, word(), true));
    assert!(session.sight().filters().is_empty());
}

#[test]
fn figures_do_not_know_of_filters() {
    let mut session = chain();
    let before = session.track().current().unwrap().clone();
    keep(&mut session, Filter::only(Aspect::Kind, "supplier"));
    look(&mut session, Look::Focus);
    assert_eq!(*session.track().current().unwrap(), before);
    assert!(session.history().undoable().count() == 5, "looking is no step");
}

#[test]
fn nothing_vanishes_under_the_hand_that_draws_or_changes_it() {
    let mut session = chain();
    keep(&mut session, Filter::only(Aspect::Kind, "supplier"));
    let place = Place {
        at: Point::new(0.0, 300.0),
        pinned: false,
    };
    session.perform(Action::Edit(Edit::AddConnected {
        from: actor(2),
        kind: TieKind::Supply,
        actor: Actor::new("New", ActorKind::Finance),
        place,
    }));
    assert_eq!(seen(&session), (vec![2, 3, 6], vec![2, 5]));
    // The chosen one changes its kind in the hand.
    session.perform(Action::Select(Selection::actor(actor(2))));
    let retrain = Edit::SetActorKind(BTreeSet::from([actor(2)]), ActorKind::Final);
    session.perform(Action::Edit(retrain));
    assert_eq!(seen(&session).0, [2, 3, 6]);
    session.perform(Action::Undo);
    session.perform(Action::Undo);
    assert_eq!(seen(&session), (vec![2, 3], vec![2]));
    session.perform(Action::Redo);
    assert_eq!(seen(&session).0, [2, 3, 6], "what comes back is seen as well");
    // A change of the rules is about everybody again.
    keep(&mut session, Filter::only(Aspect::Kind, "university"));
    assert_eq!(seen(&session).0, [4]);
}

#[test]
fn what_others_edit_is_filtered_as_if_it_had_always_been_so() {
    for filter in [
        Filter::between(Aspect::TieField("weight"), 0.35, 1.0),
        Filter::between(Aspect::Partners, 1.0, 1.0),
    ] {
        let mut session = chain();
        keep(&mut session, filter.clone());
        for (field, value) in [("weight", Value::Number(0.9)), ("enabled", Value::Flag(false))] {
            let ties = BTreeSet::from([tie(2)]);
            session.perform(Action::Edit(Edit::SetTieField(ties, field.to_owned(), value)));
        }
        let followed = seen(&session);
        look(&mut session, Look::ReleaseAll);
        keep(&mut session, filter);
        assert_eq!(seen(&session), followed);
    }
}

#[test]
fn nothing_is_chosen_that_is_not_seen() {
    let mut session = chain();
    session.perform(Action::SelectAll);
    keep(&mut session, Filter::only(Aspect::Kind, "supplier"));
    let chosen = |session: &Session| {
        let numbers = session.selection().actors.iter().map(|id| id.number());
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(
        chosen(&session),
        [2, 3],
        "a filter takes the choice of what it hides away"
    );
    session.perform(Action::SelectAll);
    assert_eq!(chosen(&session), [2, 3]);
    session.perform(Action::Select(Selection::actor(actor(2))));
    session.perform(Action::SelectInverse);
    assert_eq!(chosen(&session), [3]);
    session.perform(Action::DeleteSelection);
    assert_eq!(session.document().actor_count(), 4);
    // What is chosen on purpose comes out of hiding.
    session.perform(Action::Select(Selection::actor(actor(5))));
    assert_eq!(chosen(&session), [5]);
    assert_eq!(seen(&session).0, [2, 5]);
    session.perform(Action::SelectActorKind(ActorKind::University));
    assert_eq!(chosen(&session), [4]);
    // A tie comes out with its ends.
    keep(&mut session, Filter::only(Aspect::Kind, "supplier"));
    session.perform(Action::Select(Selection::tie(tie(4))));
    assert_eq!(seen(&session), (vec![2, 4, 5], vec![4]));
}

#[test]
fn faded_things_are_not_chosen_with_all_others_but_one_at_a_time() {
    let mut session = chain();
    look(&mut session, Look::Fade(true));
    keep(&mut session, Filter::only(Aspect::Kind, "supplier"));
    session.perform(Action::SelectAll);
    assert_eq!(session.selection().actors, BTreeSet::from([actor(2), actor(3)]));
    session.perform(Action::Select(Selection::actor(actor(5))));
    assert_eq!(session.selection().only_actor(), Some(actor(5)));
    assert_eq!(seen(&session).0, [2, 3], "and stay faded");
}

#[test]
fn a_focus_reaches_along_ties_whichever_way_they_point() {
    let mut session = chain();
    let press = |session: &mut Session, id: &str| {
        let action = (command::find(id).unwrap().action)(session);
        session.perform(action);
    };
    session.perform(Action::Select(Selection::actor(actor(3))));
    press(&mut session, "focus.set");
    assert_eq!(seen(&session), (vec![2, 3, 4], vec![2, 3]));
    assert_eq!(session.focus_words().as_deref(), Some("Actor 3 +1"));
    assert!(session.take_effects().contains(&Effect::Show(Show::FitFocus)));
    assert_eq!(
        at_least(&session, Visibility::Faded).0.len(),
        5,
        "the rest is faded"
    );
    press(&mut session, "focus.wider");
    assert_eq!(seen(&session).0, [1, 2, 3, 4, 5]);
    press(&mut session, "focus.narrower");
    press(&mut session, "focus.narrower");
    press(&mut session, "focus.narrower");
    assert_eq!(seen(&session), (vec![3], vec![]));
    assert_eq!(session.sight().focus().unwrap().steps, 0);
    // The same choice again leaves.
    press(&mut session, "focus.set");
    assert!(session.sight().focus().is_none() && session.sight().shown().is_everything());
}

#[test]
fn a_focus_walks_only_where_filters_let_it() {
    let mut session = chain();
    session.perform(Action::Select(Selection::actor(actor(1))));
    look(&mut session, Look::Focus);
    look(&mut session, Look::Steps(8));
    assert_eq!(seen(&session).0.len(), 5);
    keep(&mut session, Filter::only(Aspect::TieKind, "supply"));
    assert_eq!(seen(&session), (vec![1, 2], vec![1]));
    look(&mut session, Look::ReleaseAll);
    keep(&mut session, Filter::only(Aspect::External, "local"));
    assert_eq!(seen(&session).0, [1, 2]);
    assert_eq!(at_least(&session, Visibility::Faded).0, [1, 2, 4, 5]);
}

#[test]
fn a_focus_goes_with_its_last_actor_and_begins_from_the_ends_of_a_tie() {
    let mut session = chain();
    session.perform(Action::Select(Selection::tie(tie(2))));
    look(&mut session, Look::Focus);
    look(&mut session, Look::Steps(-1));
    assert_eq!(seen(&session), (vec![2, 3], vec![2]));
    for n in [2, 3] {
        assert!(session.sight().focus().is_some());
        session.perform(Action::Edit(Edit::Remove(Selection::actor(actor(n)))));
    }
    assert!(session.sight().focus().is_none() && session.sight().shown().is_everything());
}

#[test]
fn another_project_begins_with_everything_in_sight() {
    let mut session = chain();
    keep(&mut session, Filter::only(Aspect::Kind, "supplier"));
    let other = Action::OpenExample("golden".into());
    session.perform(Action::DiscardThen(Box::new(other)));
    assert!(!session.sight().is_set() && session.sight().shown().is_everything());
}
