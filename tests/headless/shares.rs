//! Shares of figures: they add up on any cluster, every indicator has them, and the filled formulas read right.

use std::collections::{BTreeMap, BTreeSet};

use milieu::analysis::explain::{self, Share, Whom};
use milieu::analysis::{Facts, Indicator, registry};
use milieu::base::cancel::Cancel;
use milieu::base::rng::Rng;
use milieu::base::units::Amount;
use milieu::model::assumption::Aggregation;
use milieu::model::field::Value;
use milieu::model::project::Region;
use milieu::model::{ActorId, Document, Edit};

use super::clusters::{Recipe, cluster};
use super::golden::golden;

/// Empty, single, without ties and tied clusters, thin and dense, with usual and with absurd numbers.
fn documents() -> impl Iterator<Item = (String, Document)> {
    let small = [(0, 0), (1, 0), (2, 0), (2, 1), (3, 2), (12, 0)].map(|(actors, ties)| Recipe {
        actors,
        ties,
        seed: 7,
    });
    let random = (0..120).map(|seed| {
        let mut rng = Rng::new(seed + 500);
        let actors = rng.below(45);
        let ties = rng.below(4 * actors + 1);
        Recipe { actors, ties, seed }
    });
    let made = small.into_iter().chain(random).map(|recipe| {
        let document = cluster(recipe);
        let document = match recipe.seed % 4 {
            0 => absurd(&document, recipe.seed + 9_000),
            1 => typed(&document),
            _ => document,
        };
        (format!("{recipe:?}"), document)
    });
    made.chain([
        ("golden".to_owned(), golden()),
        ("typed".to_owned(), typed(&golden())),
    ])
}

/// The same with numbers of any size in the place of its own.
pub(crate) fn absurd(document: &Document, seed: u64) -> Document {
    let odd = [0.0, 5e-324, 1e-300, 1e-6, 1.0, 9e5];
    let mut rng = Rng::new(seed);
    let mut edits = Vec::new();
    let mut any = || Value::Number(odd[rng.below(odd.len())]);
    for (id, _) in document.actors() {
        for field in ["jobs", "revenue", "productivity"] {
            edits.push(Edit::SetActorField(BTreeSet::from([id]), field.into(), any()));
        }
    }
    for (id, tie) in document.ties() {
        for field in ["age", "frequency"] {
            edits.push(Edit::SetTieField(BTreeSet::from([id]), field.into(), any()));
        }
        if tie.kind.has_value() {
            edits.push(Edit::SetTieField(BTreeSet::from([id]), "value".into(), any()));
        }
    }
    for field in ["industry_region", "all_region", "industry_nation", "all_nation"] {
        edits.push(Edit::SetProjectField(field.into(), any()));
    }
    Edit::Together("Absurd".into(), edits)
        .apply(document, &mut document.ids())
        .unwrap()
}

/// The same with the numbers of the project typed in, other weights and the other overall figure.
fn typed(document: &Document) -> Document {
    let mut edits = vec![Edit::SetAggregation(Aggregation::Arithmetic)];
    for (field, number) in [
        ("industry_region", 600.0),
        ("all_region", 20_000.0),
        ("industry_nation", 9_000.0),
        ("all_nation", 900_000.0),
        ("government_quality", 100.0),
        ("basic_factors", 100.0),
    ] {
        edits.push(Edit::SetProjectField(field.into(), Value::Number(number)));
    }
    let region = |name: &str, industry, all| Region::new(name, Amount::of(industry), Amount::of(all));
    edits.push(Edit::SetRegions(vec![
        region("Here", 600.0, 20_000.0),
        region("There", 400.0, 90_000.0),
        region("Elsewhere", 100.0, 50_000.0),
    ]));
    for (id, weight) in [
        ("weight.trust", 2.0),
        ("weight.trust.coverage", 0.0),
        ("weight.regional", 0.0),
    ] {
        edits.push(Edit::SetAssumption(id.into(), weight));
    }
    Edit::Together("Type".into(), edits)
        .apply(document, &mut document.ids())
        .unwrap()
}

fn sum(shares: &[Share]) -> f64 {
    shares.iter().map(|share| share.amount).sum()
}

#[test]
fn shares_and_roots_add_up_to_the_value() {
    for (what, document) in documents() {
        let cancel = Cancel::new();
        let facts = Facts::new(&document, &cancel);
        for indicator in registry::ALL.iter().filter(|i| i.attribution.is_some()) {
            let shares = explain::shares(&facts, indicator).unwrap();
            let roots = explain::roots(&facts, indicator).unwrap();
            let Some(value) = facts.value(indicator).unwrap() else {
                assert!(shares.is_empty() && roots.is_empty(), "{what}: {}", indicator.id);
                continue;
            };
            for (name, found) in [("shares", sum(&shares)), ("roots", sum(&roots))] {
                assert!(
                    (found - value).abs() <= 1e-9 * value.abs().max(1.0),
                    "{what}: {name} of {} are {found} instead of {value}",
                    indicator.id
                );
            }
            let mut whom: Vec<Whom> = roots.iter().map(|share| share.whom).collect();
            whom.dedup();
            assert_eq!(
                whom.len(),
                roots.len(),
                "{}: one share for each root",
                indicator.id
            );
        }
    }
}

#[test]
fn nearly_everything_has_somebody_behind_it() {
    // On a map with something in it, only these may stay with the figure itself.
    let cancel = Cancel::new();
    let document = golden();
    let facts = Facts::new(&document, &cancel);
    for indicator in registry::ALL {
        for root in explain::roots(&facts, indicator).unwrap() {
            assert!(
                !matches!(root.whom, Whom::Part(_)),
                "{} has {root:?}, which nobody is behind",
                indicator.id
            );
        }
    }
}

#[test]
fn every_indicator_is_explained() {
    for (what, document) in documents() {
        let cancel = Cancel::new();
        let facts = Facts::new(&document, &cancel);
        for indicator in registry::ALL {
            let attribution = indicator.attribution.as_ref();
            let rule = attribution.map_or("", |attribution| attribution.rule);
            assert!(!rule.is_empty(), "{} has no rule", indicator.id);
            assert!(!rule.ends_with('.') && !rule.contains('|'), "{}", indicator.id);
            let filled = explain::filled(&facts, indicator).unwrap();
            let defined = facts.value(indicator).unwrap().is_some();
            assert_eq!(
                !filled.is_empty(),
                defined,
                "{what}: {} is {filled}",
                indicator.id
            );
            for wrong in ["NaN", "inf", "()"] {
                assert!(!filled.contains(wrong), "{what}: {} is {filled}", indicator.id);
            }
        }
    }
}

#[test]
fn formulas_of_the_golden_cluster() {
    let cancel = Cancel::new();
    let document = golden();
    let facts = Facts::new(&document, &cancel);
    let mut found = BTreeMap::new();
    for indicator in registry::ALL {
        found.insert(indicator.id, explain::filled(&facts, indicator).unwrap());
    }
    for (id, text) in EXPECTED {
        assert_eq!(found[id], text, "{id}");
    }
}

const EXPECTED: [(&str, &str); 16] = [
    ("trust.mean_trust", "5.78 ÷ 9.7"),
    ("trust.closure", "3 · 8 ÷ 59"),
    ("trust.institutions", "3 ÷ 9"),
    ("spontaneity.entry", "sat(3 ÷ 9, 0.4)"),
    ("spontaneity.decentralization", "(1 − 0.38) · 1"),
    ("spontaneity.coopetition", "min(1, 4 · 0.63, 4 · 0.37)"),
    ("regional.rivalry", "(1 − 0.28) · sat(1.2 ÷ 9, 0.25)"),
    ("regional.brand", "0.55 · (0.6 + 0.4 · 0.33)"),
    (
        "external_economies.labor_pool",
        "√(sat(5.29 − 1, 5) · sat(855, 2000))",
    ),
    (
        "spillover",
        "100 · (0.4 · 0.21 + 0.15 · 0.56 + 0.15 · 0 + 0.15 · 0.78 + 0.15 · 0.29) ÷ 1 · (1 − 0.5 · 0.28)",
    ),
    (
        "diamond.demand",
        "100 · (0.5 + 0.56 + 0.6) ÷ 3 · (0.9 + 0.2 · 0.5)",
    ),
    (
        "overall",
        "((71.0 · 46.0 · 28.2 · 57.5 · 58.0 · 44.1)^(1 ÷ 6) − 1) · 100 ÷ 99",
    ),
    ("density", "2 · 18 ÷ (12 · 11)"),
    ("connectedness", "12 · 11 ÷ (12 · 11)"),
    ("transaction_cost_multiplier", "5^(41.8 ÷ 100)"),
    ("value_chain_completeness", "(4 + 3) ÷ 7"),
];

fn named(document: &Document, name: &str) -> ActorId {
    let mut actors = document.actors();
    actors.find(|(_, actor)| actor.name == name).unwrap().0
}

/// Of roots, those that an actor has, and half of what joins it to others.
fn own(document: &Document, roots: &[Share], id: ActorId) -> f64 {
    let portion = |whom: Whom| match whom {
        Whom::Actor(whom) => f64::from(u8::from(whom == id)),
        Whom::Tie(tie) => {
            let tie = document.tie(tie).unwrap();
            f64::from(u8::from(tie.from == id || tie.to == id)) / 2.0
        }
        Whom::Pair(one, other) => f64::from(u8::from(one == id || other == id)) / 2.0,
        Whom::Part(_) | Whom::Given(_) => 0.0,
    };
    roots.iter().map(|root| root.amount * portion(root.whom)).sum()
}

#[test]
fn what_an_actor_has_is_its_roots_and_half_of_its_ties() {
    for (what, document) in documents().step_by(9) {
        let cancel = Cancel::new();
        let facts = Facts::new(&document, &cancel);
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for (id, _) in document.actors() {
            for (indicator, amount) in explain::of_actor(&facts, id).unwrap() {
                let roots = explain::roots(&facts, indicator).unwrap();
                let expected = own(&document, &roots, id);
                assert!((amount - expected).abs() < 1e-9, "{what}: {}", indicator.id);
                *sums.entry(indicator.id).or_default() += amount;
            }
        }
        // Together all actors have what no typed number and no convention has.
        for (id, sum) in sums {
            let indicator: &'static Indicator = registry::find(id).unwrap();
            let roots = explain::roots(&facts, indicator).unwrap();
            let of_actors = roots
                .iter()
                .filter(|root| !matches!(root.whom, Whom::Part(_) | Whom::Given(_)));
            let expected: f64 = of_actors.map(|root| root.amount).sum();
            assert!((sum - expected).abs() < 1e-9, "{what}: {id}");
        }
    }
}

#[test]
fn the_leader_of_the_golden_cluster_has_most() {
    let cancel = Cancel::new();
    let document = golden();
    let facts = Facts::new(&document, &cancel);
    let overall = |name: &str| explain::of_actor(&facts, named(&document, name)).unwrap()[0];
    let (first, amount) = overall("F1");
    assert_eq!(first.id, "overall");
    for (_, other) in document.actors().filter(|(_, actor)| actor.name != "F1") {
        assert!(overall(&other.name).1 < amount, "{}", other.name);
    }
}
