//! The gap list on a cluster that lacks nothing, and on the same cluster without one thing after another.

use std::collections::BTreeSet;

use milieu::analysis::gaps::{Gap, gaps};
use milieu::base::cancel::Cancel;
use milieu::base::geom::Point;
use milieu::model::field::Value;
use milieu::model::{Actor, ActorId, ActorKind, Document, Edit, Place, Selection, Tie, TieId, TieKind};

use super::golden::assess;

const ACTORS: [(&str, ActorKind); 16] = [
    ("S1", ActorKind::Supplier),
    ("S2", ActorKind::Supplier),
    ("I1", ActorKind::Intermediate),
    ("I2", ActorKind::Intermediate),
    ("F1", ActorKind::Final),
    ("F2", ActorKind::Final),
    ("F3", ActorKind::Final),
    ("V1", ActorKind::Service),
    ("U", ActorKind::University),
    ("T", ActorKind::Association),
    ("C1", ActorKind::Customer),
    ("C2", ActorKind::Customer),
    ("G", ActorKind::Government),
    ("K", ActorKind::Center),
    ("B", ActorKind::Finance),
    ("X", ActorKind::Final),
];

const SUPPLY: [(&str, &str); 16] = [
    ("S1", "I1"),
    ("S1", "I2"),
    ("S2", "I1"),
    ("S2", "I2"),
    ("I1", "F1"),
    ("I1", "F2"),
    ("I2", "F2"),
    ("I2", "F3"),
    ("I2", "F1"),
    ("F1", "C1"),
    ("F2", "C1"),
    ("F2", "C2"),
    ("F3", "C2"),
    ("F3", "C1"),
    ("V1", "F1"),
    ("V1", "F3"),
];

fn apply(document: &Document, edit: &Edit) -> Document {
    edit.apply(document, &mut document.ids()).unwrap()
}

fn id(document: &Document, name: &str) -> ActorId {
    document.actors().find(|(_, actor)| actor.name == name).unwrap().0
}

/// A cluster that lacks nothing.
fn whole() -> Document {
    let place = |i: usize| Place {
        at: Point::new(i as f64 * 60.0, 0.0),
        pinned: false,
    };
    let actors = ACTORS.iter().enumerate().map(|(i, &(name, kind))| {
        let mut actor = Actor::new(name, kind);
        actor.external = name == "X";
        (actor, place(i))
    });
    let mut document = apply(&Document::default(), &Edit::AddActors(actors.collect()));
    let mut join = |kind: TieKind, from: &str, to: &str| {
        document = apply(
            &document,
            &Edit::AddTie(Tie::new(kind, id(&document, from), id(&document, to))),
        );
    };
    for (from, to) in SUPPLY {
        join(TieKind::Supply, from, to);
    }
    for firm in ["S1", "S2", "I1", "I2", "F1", "F2", "F3", "V1"] {
        join(TieKind::Governance, firm, "T");
    }
    for (kind, from, to) in [
        (TieKind::Cooperation, "T", "U"),
        (TieKind::Cooperation, "F1", "U"),
        (TieKind::Cooperation, "T", "K"),
        (TieKind::Cooperation, "F3", "K"),
        (TieKind::Knowledge, "X", "T"),
        (TieKind::Governance, "F2", "G"),
        (TieKind::Governance, "T", "G"),
        (TieKind::Finance, "B", "F1"),
        (TieKind::Finance, "B", "F2"),
        (TieKind::Competition, "F1", "F2"),
        (TieKind::Competition, "F2", "F3"),
        (TieKind::Cooperation, "F1", "F3"),
        (TieKind::Cooperation, "I1", "I2"),
    ] {
        join(kind, from, to);
    }
    document
}

fn found(document: &Document) -> Vec<Gap> {
    gaps(document, &Cancel::new()).unwrap()
}

fn without(document: &Document, names: &[&str]) -> Document {
    let actors = names.iter().map(|name| id(document, name)).collect();
    apply(
        document,
        &Edit::Remove(Selection {
            actors,
            ..Selection::default()
        }),
    )
}

fn without_ties(document: &Document, gone: impl Fn(&Tie, &str, &str) -> bool) -> Document {
    let name = |id| document.actor(id).unwrap().name.as_str();
    let ties: BTreeSet<TieId> = document
        .ties()
        .filter(|(_, tie)| gone(tie, name(tie.from), name(tie.to)))
        .map(|(id, _)| id)
        .collect();
    assert!(!ties.is_empty());
    apply(
        document,
        &Edit::Remove(Selection {
            ties,
            ..Selection::default()
        }),
    )
}

fn among_firms(document: &Document, tie: &Tie) -> bool {
    [tie.from, tie.to]
        .iter()
        .all(|&end| document.actor(end).unwrap().kind.is_firm())
}

fn with_tie_values(document: &Document, from: &str, to: &str, values: &[(&str, f64)]) -> Document {
    let ends = (id(document, from), id(document, to));
    let tie = document
        .ties()
        .find(|(_, tie)| (tie.from, tie.to) == ends)
        .unwrap()
        .0;
    let mut state = document.clone();
    for &(field, value) in values {
        state = apply(
            &state,
            &Edit::SetTieField([tie].into(), field.into(), Value::Number(value)),
        );
    }
    state
}

#[test]
fn a_whole_cluster_lacks_nothing_and_an_empty_one_is_not_asked() {
    assert_eq!(found(&whole()), []);
    assert_eq!(found(&Document::default()), []);
}

#[test]
fn each_gap_is_found_once_something_is_taken_away() {
    let full = whole();
    let dominant = apply(
        &full,
        &Edit::SetActorField([id(&full, "F1")].into(), "revenue".into(), Value::Number(400.0)),
    );
    // The gap, the cluster that has it, an actor concerned, and words of the sentence.
    let cases = [
        (
            "research",
            without(&full, &["U", "K"]),
            Some("S1"),
            "no university",
        ),
        (
            "isolated_firms",
            without_ties(&full, |_, from, to| from == "V1" || to == "V1"),
            Some("V1"),
            "V1 is tied to nobody",
        ),
        (
            "single_broker",
            without_ties(&full, |_, from, to| from.starts_with('S') && to != "I1"),
            Some("I1"),
            "The loss of I1 would cut S1 and S2 off",
        ),
        ("stage", without(&full, &["C1", "C2"]), None, "no local customer"),
        (
            "joint",
            without_ties(&full, |tie, from, to| {
                tie.kind == TieKind::Supply && from.starts_with('I') && to.starts_with('F')
            }),
            Some("I1"),
            "from intermediate goods producer to final goods producer",
        ),
        (
            "pipeline",
            without(&full, &["X"]),
            Some("F1"),
            "No firm has a partner outside",
        ),
        (
            "one_buyer",
            with_tie_values(&full, "I1", "F1", &[("value", 500.0)]),
            Some("F1"),
            "F1 buys 8",
        ),
        (
            "captive_suppliers",
            without_ties(&full, |tie, from, to| {
                tie.kind == TieKind::Supply && from == "S1" && to == "I2"
            }),
            Some("S1"),
            "S1 sells to a single customer",
        ),
        (
            "integrator",
            without(&full, &["T", "G", "K"]),
            Some("S1"),
            "no association",
        ),
        (
            "distrust",
            with_tie_values(&full, "S1", "I1", &[("weight", 0.8), ("trust", 0.2)]),
            Some("S1"),
            "The supply tie S1–I1 is heavy",
        ),
        (
            "rivalry",
            without_ties(&full, |tie, _, _| tie.kind == TieKind::Competition),
            Some("F1"),
            "compete",
        ),
        (
            "cooperation",
            without_ties(&full, |tie, _, _| {
                tie.kind == TieKind::Cooperation && among_firms(&full, tie)
            }),
            Some("F1"),
            "no two of them cooperate",
        ),
        ("dominant_producer", dominant, Some("F1"), "F1 has 7"),
        ("members", without(&full, &["B"]), None, "There are 14 members"),
        (
            "member_types",
            without(&full, &["U", "K", "T", "G"]),
            None,
            "All members are businesses",
        ),
    ];
    for (gap, document, actor, words) in cases {
        let all = found(&document);
        let Some(there) = all.iter().find(|found| found.id == gap) else {
            panic!("{gap} is not among {all:?}");
        };
        assert!(there.sentence.contains(words), "{gap}: {}", there.sentence);
        assert!(!there.holds_down.is_empty(), "{gap}");
        if let Some(actor) = actor {
            assert!(
                there.actors.contains(&id(&document, actor)),
                "{gap}: {:?}",
                there.actors
            );
        }
    }
}

#[test]
fn closing_a_gap_gives_what_it_promised() {
    let full = whole();
    let lacking = without(&full, &["X"]);
    let gap = found(&lacking)
        .into_iter()
        .find(|gap| gap.id == "pipeline")
        .unwrap();
    let (before, after) = (assess(&lacking), assess(&full));
    let part = gap
        .holds_down
        .iter()
        .find(|held| held.indicator == "spillover.pipelines")
        .unwrap();
    let moved = after.value("spillover.pipelines").unwrap() - before.value("spillover.pipelines").unwrap();
    assert!((part.by.unwrap() - moved).abs() < 1e-12);
    let missing = without(&full, &["C1", "C2"]);
    let stage = found(&missing).into_iter().find(|gap| gap.id == "stage").unwrap();
    assert!(stage.touches("coordination") && stage.cost() > 0.0);
    let held = stage
        .holds_down
        .iter()
        .find(|held| held.indicator == "coordination")
        .unwrap();
    // One stage of seven links, with a fifth of the weight.
    assert!((held.by.unwrap() - 20.0 / 7.0).abs() < 1e-9, "{held:?}");
}

#[test]
fn the_costliest_gap_comes_first() {
    let lacking = without(&whole(), &["X", "U", "K", "C1", "C2"]);
    let costs: Vec<f64> = found(&lacking).iter().map(Gap::cost).collect();
    assert!(costs.len() > 2 && costs.is_sorted_by(|a, b| a >= b), "{costs:?}");
}
