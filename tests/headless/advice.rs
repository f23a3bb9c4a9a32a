//! Advice agrees with trying everything out by hand.

use milieu::analysis::advice::{Advice, Among, Proposal, Question, Wish, advise, advise_among};
use milieu::base::cancel::Cancel;
use milieu::base::progress::Progress;
use milieu::model::{ActorId, ActorKind, Document, Edit, Role, Selection, Tie, TieKind};

use super::clusters::{Recipe, cluster};
use super::golden::{assess, golden};

fn ask(document: &Document, question: &Question) -> Advice {
    let progress = Progress::new();
    let advice = advise(document, question, &progress, &Cancel::new()).unwrap();
    assert!(advice.tried == 0 || progress.share() > 0.9);
    advice
}

fn new_tie(indicator: &'static str, kind: TieKind, among: Among) -> Question {
    Question {
        indicator,
        wish: Wish::NewTie {
            kind,
            from: among.clone(),
            to: among,
        },
        most: 5,
    }
}

fn apply(document: &Document, edit: &Edit) -> Document {
    edit.apply(document, &mut document.ids()).unwrap()
}

/// What every new tie of a kind does, the best first, by the plainest code there is.
fn by_hand(
    document: &Document,
    indicator: &str,
    kind: TieKind,
    directed: bool,
) -> Vec<(f64, ActorId, ActorId)> {
    let value = |document: &Document| assess(document).value(indicator).unwrap();
    let now = value(document);
    let mut all = Vec::new();
    for (a, one) in document.actors() {
        for (b, other) in document.actors() {
            let there = document.ties().any(|(_, tie)| {
                tie.kind == kind
                    && ((tie.from, tie.to) == (a, b)
                        || ((!directed || tie.mutual) && (tie.from, tie.to) == (b, a)))
            });
            let both_outside = one.external && other.external;
            if a == b || there || both_outside || (!directed && a > b) {
                continue;
            }
            all.push((
                value(&apply(document, &Edit::AddTie(Tie::new(kind, a, b)))) - now,
                a,
                b,
            ));
        }
    }
    all.sort_by(|x, y| y.0.total_cmp(&x.0));
    all
}

#[test]
fn the_best_ties_are_those_that_trying_all_by_hand_finds() {
    let random = cluster(Recipe {
        actors: 9,
        ties: 16,
        seed: 3,
    });
    for (document, kind, directed) in [
        (golden(), TieKind::Cooperation, false),
        (golden(), TieKind::Supply, true),
        (random, TieKind::Knowledge, true),
    ] {
        for indicator in ["trust", "coordination", "overall"] {
            let advice = ask(&document, &new_tie(indicator, kind, Among::Everyone));
            let mut expected = by_hand(&document, indicator, kind, directed);
            assert_eq!((advice.tried, advice.possible), (expected.len(), expected.len()));
            // Of two directions that gain the same, one is listed.
            let all = expected.clone();
            expected.retain(|&(gain, a, b)| {
                let twin = all.iter().find(|&&(_, from, to)| (from, to) == (b, a));
                twin.is_none_or(|twin| (twin.0 - gain).abs() > 1e-9 || a < b)
            });
            let helpful = expected.iter().filter(|(gain, ..)| *gain > 1e-10).count();
            assert_eq!(advice.suggestions.len(), helpful.min(5), "{indicator}");
            for (found, (gain, ..)) in advice.suggestions.iter().zip(&expected) {
                assert!(
                    (found.gain - gain).abs() < 1e-9,
                    "{indicator}: {} {gain}",
                    found.gain
                );
                // Taking the advice does what it says, to every headline.
                let taken = apply(&document, &found.proposal.edit());
                let (old, new) = (assess(&document), assess(&taken));
                assert_eq!(found.deltas.len(), 7);
                for &(id, delta) in &found.deltas {
                    let moved = new.value(id).zip(old.value(id)).map(|(new, old)| new - old);
                    assert_eq!(delta, moved, "{id}");
                }
            }
        }
    }
}

#[test]
fn the_worst_losses_are_those_that_trying_all_by_hand_finds() {
    let document = golden();
    let now = assess(&document).value("overall").unwrap();
    let fall = |selection: Selection| {
        assess(&apply(&document, &Edit::Remove(selection)))
            .value("overall")
            .unwrap()
            - now
    };
    let question = |wish| Question {
        indicator: "overall",
        wish,
        most: 3,
    };
    let mut actors: Vec<f64> = document
        .actors()
        .map(|(id, _)| fall(Selection::actor(id)))
        .collect();
    let mut ties: Vec<f64> = document.ties().map(|(id, _)| fall(Selection::tie(id))).collect();
    for (wish, falls) in [
        (Wish::LoseActor(Among::Everyone), &mut actors),
        (Wish::LoseTie(None), &mut ties),
    ] {
        falls.sort_by(f64::total_cmp);
        let advice = ask(&document, &question(wish));
        assert_eq!(advice.suggestions.len(), 3);
        for (found, fall) in advice.suggestions.iter().zip(falls) {
            assert!((found.gain - *fall).abs() < 1e-9, "{} {fall}", found.gain);
        }
    }
    let worst = ask(&document, &question(Wish::LoseActor(Among::Everyone)));
    assert_eq!(worst.suggestions[0].proposal.title(&document), "Loss of F1");
}

#[test]
fn only_those_asked_for_take_part() {
    let document = golden();
    let kind_of = |id: ActorId| document.actor(id).unwrap().kind;
    let suppliers = Among::Kinds([ActorKind::Supplier].into());
    let bodies = Among::Roles([Role::PublicBody, Role::Association].into());
    let question = Question {
        indicator: "coordination",
        wish: Wish::NewTie {
            kind: TieKind::Cooperation,
            from: suppliers,
            to: bodies,
        },
        most: 100,
    };
    let advice = ask(&document, &question);
    assert_eq!(
        advice.possible, 4,
        "two suppliers, a university and an association"
    );
    for found in &advice.suggestions {
        let Proposal::NewTie(tie) = &found.proposal else {
            panic!("{:?}", found.proposal)
        };
        let kinds = [kind_of(tie.from), kind_of(tie.to)];
        assert!(kinds.contains(&ActorKind::Supplier), "{kinds:?}");
    }
    let nobody = new_tie("trust", TieKind::Social, Among::Actors([].into()));
    assert_eq!(ask(&document, &nobody), Advice::default());
}

#[test]
fn a_sample_says_that_it_is_one_and_stays_the_same() {
    let document = golden();
    let question = new_tie("trust", TieKind::Cooperation, Among::Everyone);
    let sampled = || advise_among(&document, &question, 20, &Progress::new(), &Cancel::new()).unwrap();
    let advice = sampled();
    assert!(
        advice.is_sample() && (10..=20).contains(&advice.tried),
        "{} of {}",
        advice.tried,
        advice.possible
    );
    assert_eq!(advice, sampled());
    // A large network of which a tenth is tried: the best of that is among the best of all.
    let large = cluster(Recipe {
        actors: 40,
        ties: 90,
        seed: 8,
    });
    let question = Question { most: 40, ..question };
    let all = ask(&large, &question);
    let some = advise_among(
        &large,
        &question,
        all.possible / 10,
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap();
    assert!(some.tried <= all.possible / 10 && some.possible == all.possible);
    assert!(some.suggestions[0].gain >= all.suggestions[39].gain);
    for (a, b) in some.suggestions.iter().zip(&some.suggestions[1..]) {
        assert!(a.gain >= b.gain && a.proposal != b.proposal);
    }
    let cancel = Cancel::new();
    cancel.raise();
    assert!(advise(&document, &question, &Progress::new(), &cancel).is_err());
}
