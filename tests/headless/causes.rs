//! Changes explained: causes and parts add up to the change, causes are what a person would name, sentences read well.

use std::collections::BTreeSet;

use milieu::analysis::causes::{Rule, What};
use milieu::analysis::{
    ChangeStory, Indicator, View, Whom, explain_change, explain_changes, explain_state, registry, structure,
};
use milieu::base::cancel::{Cancel, Cancelled};
use milieu::base::geom::Point;
use milieu::base::progress::Progress;
use milieu::base::units::{Amount, Share};
use milieu::graph::Lens;
use milieu::model::field::Value;
use milieu::model::{Actor, ActorId, ActorKind, Document, Edit, Place, Selection, Tie, TieKind};
use proptest::prelude::*;
use proptest::test_runner::Config;

use super::clusters::{Recipe, cluster};
use super::golden::{assess, golden};
use super::history::{Dice, dice, edit_from};

fn story(before: &Document, after: &Document, id: &str) -> ChangeStory {
    let indicator = registry::find(id).unwrap();
    explain_change(before, after, indicator, None, &Progress::new(), &Cancel::new()).unwrap()
}

fn apply(document: &Document, edit: &Edit) -> Document {
    edit.apply(document, &mut document.ids()).unwrap()
}

fn id(document: &Document, name: &str) -> ActorId {
    let named = |(_, actor): &(ActorId, &Actor)| actor.name == name;
    document.actors().find(named).unwrap().0
}

fn tie(document: &Document, kind: TieKind, from: &str, to: &str) -> Edit {
    Edit::AddTie(Tie::new(kind, id(document, from), id(document, to)))
}

fn newcomer(name: &str, kind: ActorKind) -> Edit {
    let place = Place {
        at: Point::new(900.0, 900.0),
        pinned: false,
    };
    Edit::AddActors(vec![(Actor::new(name, kind), place)])
}

fn together(edits: Vec<Edit>) -> Edit {
    Edit::Together("Several".into(), edits)
}

/// Everything adds up, for all figures.
fn assert_adds_up(before: &Document, after: &Document) -> Result<(), TestCaseError> {
    let stories = explain_changes(
        before,
        after,
        registry::ALL,
        None,
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap();
    let (old, new) = (assess(before), assess(after));
    for (story, indicator) in stories.iter().zip(registry::ALL) {
        prop_assert_eq!(story.from, old.value(indicator.id));
        prop_assert_eq!(story.to, new.value(indicator.id));
        let Some(change) = story.change() else {
            prop_assert!(story.causes.is_empty() && story.parts.is_empty() && story.roots.is_empty());
            continue;
        };
        let size = 1.0 + story.from.unwrap_or(0.0).abs() + story.to.unwrap_or(0.0).abs();
        let close = |sum: f64| (sum - change).abs() <= 1e-9 * size;
        let causes: f64 = story.causes.iter().map(|(_, amount)| amount).sum();
        prop_assert!(
            close(causes) || (story.causes.is_empty() && change == 0.0),
            "causes of {}: {causes}, not {change}: {story:?}",
            indicator.id
        );
        for (name, shares) in [("parts", &story.parts), ("roots", &story.roots)] {
            let sum: f64 = shares.iter().map(|share| share.amount).sum();
            prop_assert!(close(sum), "{name} of {}: {sum}, not {change}", indicator.id);
        }
        prop_assert!(
            !story.sentence.is_empty() && !story.sentence.contains("  "),
            "{}",
            story.sentence
        );
    }
    Ok(())
}

/// The state after some throws, leaving out edits that do not fit.
fn thrown(start: &Document, throws: &[Dice]) -> Document {
    let mut state = start.clone();
    for throw in throws {
        if let Some(edit) = edit_from(throw, &state)
            && let Ok(next) = edit.apply(&state, &mut state.ids())
        {
            state = next;
        }
    }
    state
}

proptest! {
    #![proptest_config(Config { cases: 40, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(23), ..Config::default() })]

    #[test]
    fn contributions_to_random_changes_add_up(
        seed in 0_u64..1000,
        actors in 0_usize..14,
        throws in prop::collection::vec(dice(), 1..6),
    ) {
        let start = cluster(Recipe { actors, ties: actors * 2, seed });
        let end = thrown(&start, &throws);
        assert_adds_up(&start, &end)?;
        assert_adds_up(&end, &start)?;
    }
}

#[test]
fn many_changes_add_up_as_well() {
    for seed in 0..3 {
        let recipe = |seed| Recipe {
            actors: 16,
            ties: 40,
            seed,
        };
        // Two clusters that share identities but hardly anything else.
        assert_adds_up(&cluster(recipe(seed)), &cluster(recipe(seed + 100))).unwrap();
    }
}

#[test]
fn few_causes_have_their_mean_effect_over_all_orders() {
    let start = golden();
    let raised: BTreeSet<_> = start.ties().map(|(id, _)| id).take(1).collect();
    let edits = [
        tie(&start, TieKind::Cooperation, "F1", "F3"),
        Edit::SetTieField(raised, "trust".into(), Value::Number(0.95)),
        Edit::SetActorKind(BTreeSet::from([id(&start, "S1")]), ActorKind::University),
    ];
    let end = apply(&start, &together(edits.to_vec()));
    for figure in ["overall", "trust", "coordination", "path_length"] {
        let value = |document: &Document| assess(document).value(figure).unwrap();
        let mut means = [0.0; 3];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut state = start.clone();
            for cause in order {
                let next = apply(&state, &edits[cause]);
                means[cause] += (value(&next) - value(&state)) / 6.0;
                state = next;
            }
        }
        let story = story(&start, &end, figure);
        assert_eq!(story.rule, Rule::Exact);
        for (what, mean) in [
            (What::TieAdded, means[0]),
            (What::TieChanged, means[1]),
            (What::ActorChanged, means[2]),
        ] {
            let (_, amount) = story.causes.iter().find(|(cause, _)| cause.what == what).unwrap();
            assert!(
                (amount - mean).abs() < 1e-9,
                "{figure} {what:?}: {amount}, not {mean}"
            );
        }
    }
}

#[test]
fn a_tie_between_newcomers_needs_both() {
    let start = golden();
    let both = apply(&start, &newcomer("Left", ActorKind::Final));
    let both = apply(&both, &newcomer("Right", ActorKind::Final));
    let end = apply(&both, &tie(&both, TieKind::Cooperation, "Left", "Right"));
    let story = story(&start, &end, "tied_pairs");
    assert_eq!(story.causes.len(), 2, "{:?}", story.causes);
    for (cause, amount) in &story.causes {
        assert!((amount - 0.5).abs() < 1e-12, "{}: {amount}", cause.title);
    }
    let titles: Vec<&str> = story
        .causes
        .iter()
        .map(|(cause, _)| cause.title.as_str())
        .collect();
    assert!(
        titles.contains(&"Left added") && titles.contains(&"Right added with its tie"),
        "{titles:?}"
    );
}

#[test]
fn a_figure_that_is_undefined_on_the_way_has_one_cause() {
    let pair = |kind| {
        let actors = apply(
            &apply(&Document::default(), &newcomer("A", ActorKind::Final)),
            &newcomer("B", ActorKind::Final),
        );
        let tied = apply(&actors, &tie(&actors, TieKind::Supply, "A", "B"));
        (actors, tied, kind)
    };
    let (_, start, kind) = pair(TieKind::Finance);
    let old = start.ties().map(|(id, _)| id).collect();
    let gone = apply(
        &start,
        &Edit::Remove(Selection {
            ties: old,
            ..Selection::default()
        }),
    );
    let mut other = Tie::new(kind, id(&gone, "A"), id(&gone, "B"));
    other.trust = Share::of(0.9);
    let end = apply(&gone, &Edit::AddTie(other));
    let told = story(&start, &end, "transaction_cost_index");
    assert_eq!(told.rule, Rule::Together);
    assert_eq!(told.causes.len(), 1);
    assert_eq!(
        told.sentence,
        "Transaction-cost index fell by 40.0 because of both changes together"
    );
    // Other figures are told apart all the same.
    assert_eq!(story(&start, &end, "trust").rule, Rule::Exact);
    // Without a value at one end there is nothing to share out.
    let none = story(&gone, &end, "transaction_cost_index");
    assert_eq!(
        none.sentence,
        "Transaction-cost index is now 10.0; there was no value before"
    );
}

#[test]
fn many_alike_causes_become_one() {
    let start = cluster(Recipe {
        actors: 14,
        ties: 0,
        seed: 5,
    });
    let ids: Vec<ActorId> = start.actors().map(|(id, _)| id).collect();
    let ring = |kind, step: usize, number: usize| {
        let of = |i: usize| ids[i % ids.len()];
        (0..number)
            .map(move |i| (kind, i, step))
            .map(move |(kind, i, step)| Edit::AddTie(Tie::new(kind, of(i), of(i + step))))
            .collect::<Vec<_>>()
    };
    let end = apply(
        &start,
        &together([ring(TieKind::Social, 1, 24), ring(TieKind::Supply, 2, 24)].concat()),
    );
    let told = story(&start, &end, "trust");
    let mut titles: Vec<&str> = told
        .causes
        .iter()
        .map(|(cause, _)| cause.title.as_str())
        .collect();
    titles.sort_unstable();
    assert_eq!(titles, ["24 social ties added", "24 supply ties added"]);
    // A few are named one by one, in two orders.
    let end = apply(&start, &together(ring(TieKind::Social, 1, 12)));
    let told = story(&start, &end, "trust");
    assert_eq!((told.causes.len(), told.rule), (12, Rule::TwoOrders));
    // A bulk edit of attributes is one thing.
    let all = end.ties().map(|(id, _)| id).collect();
    let trusting = apply(&end, &Edit::SetTieField(all, "trust".into(), Value::Number(1.0)));
    let told = story(&end, &trusting, "trust");
    assert_eq!(told.causes.len(), 1);
    assert_eq!(told.causes[0].0.title, "Trust of 12 ties raised");
}

#[test]
fn places_and_words_are_no_causes_but_the_order_of_names_is() {
    let start = golden();
    let moved = Edit::Move([(id(&start, "F1"), Point::new(1.0, 2.0))].into());
    let title = Edit::SetProjectField("title".into(), Value::Text("Other".into()));
    let still = Edit::Rename(id(&start, "F1"), "F1 and sons".into());
    let end = apply(&start, &together(vec![moved, title, still]));
    let told = story(&start, &end, "overall");
    assert!(
        told.causes.is_empty() && told.rule == Rule::Nothing,
        "{:?}",
        told.causes
    );
    assert_eq!(told.sentence, "Overall did not change");
    // Among equals the first by name fails first, so robustness may notice.
    let end = apply(&start, &Edit::Rename(id(&start, "F1"), "Z".into()));
    let told = story(&start, &end, "robustness");
    assert_eq!(told.causes.len(), 1);
    assert_eq!(told.causes[0].0.what, What::Names);
}

#[test]
fn settings_of_the_project_are_causes() {
    let start = golden();
    let end = apply(
        &start,
        &together(vec![
            Edit::SetAssumption("half.mass".into(), 5.0),
            Edit::SetProjectField("year".into(), Value::Number(2030.0)),
            Edit::SetAggregation(milieu::model::assumption::Aggregation::Arithmetic),
        ]),
    );
    let told = story(&start, &end, "overall");
    let titles: BTreeSet<&str> = told
        .causes
        .iter()
        .map(|(cause, _)| cause.title.as_str())
        .collect();
    assert_eq!(
        titles,
        BTreeSet::from([
            "Dimensions are joined by the arithmetic mean",
            "Half-point of mass, firms lowered from 15 to 5",
            "Reference year raised from 2020 to 2030",
        ])
    );
    assert_adds_up(&start, &end).unwrap();
}

#[test]
fn sentences_name_what_happened() {
    let start = golden();
    let cooperating = apply(&start, &tie(&start, TieKind::Cooperation, "F1", "F3"));
    let supply = start.ties().next().unwrap().0;
    let distrusting = apply(
        &start,
        &Edit::SetTieField([supply].into(), "trust".into(), Value::Number(0.2)),
    );
    let without = apply(&start, &Edit::Remove(Selection::actor(id(&start, "I1"))));
    let university = apply(
        &start,
        &Edit::SetActorKind([id(&start, "S1")].into(), ActorKind::University),
    );
    let outside = apply(
        &start,
        &Edit::SetActorField([id(&start, "F3")].into(), "external".into(), Value::Flag(true)),
    );
    let richer = apply(
        &start,
        &Edit::SetActorField([id(&start, "F3")].into(), "jobs".into(), Value::Number(600.0)),
    );
    let merged = apply(&start, &Edit::Merge(id(&start, "F1"), [id(&start, "F2")].into()));
    let cases = [
        (
            &cooperating,
            "trust",
            "Trust fell by 0.4 because of the new cooperation tie F1–F3",
        ),
        (
            &cooperating,
            "external_economies",
            "External economies fell by 0.1 because of the new cooperation tie F1–F3, through low transaction cost",
        ),
        (
            &distrusting,
            "trust",
            "Trust fell by 1.4 because of lower trust of the supply tie S1–I1 (0.6 to 0.2)",
        ),
        (
            &without,
            "coordination",
            "because of the loss of I1 with its 7 ties",
        ),
        (
            &university,
            "spillover",
            "because of S1 becoming a university, mainly through research reach",
        ),
        (
            &outside,
            "overall",
            "because of the move of F3 out of the cluster",
        ),
        (
            &richer,
            "jobs",
            "Jobs rose by 540 because of more jobs of F3 (60 to 600)",
        ),
        (&merged, "spontaneity", "mainly the loss of F2 with its"),
        (&start, "trust", "Trust did not change"),
    ];
    for (end, figure, expected) in cases {
        let told = story(&start, end, figure);
        assert!(told.sentence.contains(expected), "{figure}: {}", told.sentence);
    }
}

#[test]
fn sentences_weigh_one_thing_against_another() {
    let start = golden();
    let mut trusted = Tie::new(TieKind::Social, id(&start, "F1"), id(&start, "I1"));
    trusted.trust = Share::of(1.0);
    trusted.age = Amount::of(30.0);
    let supply = start.ties().next().unwrap().0;
    let mixed = apply(
        &start,
        &together(vec![
            Edit::AddTie(trusted),
            Edit::SetTieField([supply].into(), "trust".into(), Value::Number(0.4)),
        ]),
    );
    let told = story(&start, &mixed, "trust").sentence;
    assert!(
        told.starts_with("Trust rose by") && told.contains("mainly the new social tie F1–I1, +"),
        "{told}"
    );
    assert!(
        told.contains(", although lower trust of the supply tie S1–I1 (0.6 to 0.4) took 0."),
        "{told}"
    );
    assert!(told.ends_with(" away"), "{told}");
    let back = story(&mixed, &start, "trust").sentence;
    assert!(
        back.starts_with("Trust fell by") && back.ends_with(" back"),
        "{back}"
    );
    let joint = apply(
        &start,
        &together(vec![
            tie(&start, TieKind::Social, "F1", "I1"),
            tie(&start, TieKind::Social, "F2", "I2"),
        ]),
    );
    let told = story(&start, &joint, "tied_pairs").sentence;
    assert_eq!(told, "Tied pairs did not change", "both pairs were tied already");
}

#[test]
fn a_state_is_explained_by_its_largest_parts_and_its_weakest() {
    let start = golden();
    let state = explain_state(&start, registry::find("trust").unwrap(), None, &Cancel::new()).unwrap();
    assert!(state.sentence.starts_with("Trust is "), "{}", state.sentence);
    assert!(state.sentence.contains("down most"), "{}", state.sentence);
    let of = |id| {
        explain_state(&start, registry::find(id).unwrap(), None, &Cancel::new())
            .unwrap()
            .sentence
    };
    let cases = [
        (
            "trust",
            "Trust is 46.0: mainly mean trust, 17.9, and coverage, 12.7; multiplexity holds it down most",
        ),
        ("overall", "; spillover holds it down most"),
        ("external_economies", "; public goods hold them down most"),
        (
            "trust.mean_trust",
            "Mean trust is 0.60: mainly the supply tie I1–F1, 0.06, and the social tie I1–I2, 0.05",
        ),
        ("actors", "Actors are 12: F1, F2 and 10 others, 1 each"),
        (
            "diamond.demand.sophistication",
            "Demand sophistication is 0.50, as typed in",
        ),
        ("diamond.demand.customers", "Closeness to customers is 0.56"),
        (
            "degree_assortativity",
            "Degree assortativity is −0.455: mainly F1–V1, −0.118",
        ),
    ];
    for (id, expected) in cases {
        assert!(of(id).contains(expected), "{id}: {}", of(id));
    }
    let empty = Document::default();
    let none = explain_state(&empty, registry::find("density").unwrap(), None, &Cancel::new()).unwrap();
    assert_eq!(none.sentence, "Density has no value here");
    assert!(none.roots.is_empty() && none.shares.is_empty());
}

#[test]
fn parts_of_a_dimension_follow_its_formula() {
    let start = golden();
    let supply = start.ties().next().unwrap().0;
    let end = apply(
        &start,
        &Edit::SetTieField([supply].into(), "trust".into(), Value::Number(0.9)),
    );
    let told = story(&start, &end, "trust");
    let (old, new) = (assess(&start), assess(&end));
    for (part, weight) in [("trust.mean_trust", 30.0), ("trust.coverage", 20.0)] {
        let moved = weight * (new.value(part).unwrap() - old.value(part).unwrap());
        let share = told.parts.iter().find(|share| share.whom == Whom::Part(part));
        assert!((share.unwrap().amount - moved).abs() < 1e-12, "{part}");
    }
    // The root of a change of mean trust is the tie on which trust changed.
    let root = told.roots.iter().find(|root| root.whom == Whom::Tie(supply));
    assert!(root.unwrap().amount > 0.0, "{:?}", told.roots);
}

#[test]
fn explaining_ends_when_it_is_no_longer_wanted() {
    let start = golden();
    let mut changed = Actor::new("New", ActorKind::Final);
    changed.revenue = Amount::of(3.0);
    let end = apply(&start, &newcomer("New", ActorKind::Final));
    let cancel = Cancel::new();
    cancel.raise();
    let indicator: &'static Indicator = registry::find("trust").unwrap();
    let told = explain_change(&start, &end, indicator, None, &Progress::new(), &cancel);
    assert_eq!(told, Err(Cancelled));
}

#[test]
fn a_figure_of_the_shape_is_explained_through_the_view_in_which_it_is_seen() {
    let start = golden();
    let ties = start
        .ties()
        .filter(|(_, tie)| tie.touches(id(&start, "X")))
        .map(|(id, _)| id)
        .collect();
    let end = apply(
        &start,
        &Edit::Remove(Selection {
            ties,
            ..Selection::default()
        }),
    );
    let pairs = registry::find("tied_pairs").unwrap();
    let through = |lens: Option<&Lens>| {
        explain_change(&start, &end, pairs, lens, &Progress::new(), &Cancel::new()).unwrap()
    };
    assert_eq!(through(None).sentence, "Tied pairs did not change");
    let told = through(Some(&Lens::of(View::Knowledge)));
    assert!(
        told.sentence.starts_with("Tied pairs fell by 2"),
        "{}",
        told.sentence
    );
    let sum: f64 = told.causes.iter().map(|(_, amount)| amount).sum();
    assert!((sum + 2.0).abs() < 1e-12);
    let seen = explain_state(&end, pairs, Some(&Lens::of(View::Knowledge)), &Cancel::new()).unwrap();
    assert_eq!(seen.value, told.to);
    // Every figure that a view has can be explained in it.
    for view in [View::Plain, View::Directed, View::Knowledge] {
        let lens = Lens::of(view);
        for (indicator, value) in structure(&start, &lens, &Cancel::new()).unwrap() {
            let seen = explain_state(&start, indicator, Some(&lens), &Cancel::new()).unwrap();
            assert_eq!(seen.value, value, "{}", indicator.id);
            let sum: f64 = seen.roots.iter().map(|share| share.amount).sum();
            let value = value.unwrap_or(0.0);
            let shared = seen.rule.is_empty() || (sum - value).abs() < 1e-9 * (1.0 + value.abs());
            assert!(shared, "{} through {view:?}: {sum}, not {value}", indicator.id);
        }
    }
}
