//! Laws that every indicator keeps on any cluster, and the reference page.

use std::collections::BTreeSet;

use milieu::analysis::columns::{actor_figures, tables, tie_figures};
use milieu::analysis::dimensions::DIMENSIONS;
use milieu::analysis::{self, Assessment, Cost, Precision, View, actors, registry, ties};
use milieu::base::cancel::{Cancel, Cancelled};
use milieu::base::geom::Point;
use milieu::base::progress::Progress;
use milieu::base::rng::Rng;
use milieu::base::units::Amount;
use milieu::graph::Lens;
use milieu::model::field::Value;
use milieu::model::kind::{ActorKind, TieKind};
use milieu::model::project::Region;
use milieu::model::{Actor, ActorId, Document, Edit, Place, Tie, TieId};

use super::clusters::{Recipe, cluster, cluster_in_order};
use super::golden::{assess, golden};
use super::shares::absurd;

/// Random clusters of many sizes, thin and dense.
fn recipes(count: u64) -> impl Iterator<Item = Recipe> {
    (0..count).map(|seed| {
        let mut rng = Rng::new(seed);
        let actors = rng.below(45);
        let ties = rng.below(4 * actors + 1);
        Recipe { actors, ties, seed }
    })
}

#[track_caller]
fn assert_legal(assessment: &Assessment, what: &str) {
    for (indicator, value) in assessment.values() {
        if let Some(value) = value {
            let (least, most) = indicator.bounds;
            let legal = value.is_finite() && (least..=most).contains(&value);
            assert!(legal, "{what}: {} is {value}", indicator.id);
        }
    }
}

#[test]
fn values_on_random_clusters_are_undefined_or_in_range() {
    for recipe in recipes(200) {
        let document = cluster(recipe);
        assert_legal(&assess(&document), &format!("{recipe:?}"));
        let tables = tables(&document, Cost::Demand, &Cancel::new()).unwrap();
        let signed = ["ei_role", "ei_external", "vertical_integration"];
        let legal = |id: &str, value: Option<f64>| {
            value.is_none_or(|v| v.is_finite() && (v >= 0.0 || signed.contains(&id)))
        };
        for &id in tables.actors.ids() {
            for (place, column) in actors::COLUMNS.iter().enumerate() {
                let value = tables.actors.value(id, place);
                assert!(legal(column.id, value), "{recipe:?}: {} {value:?}", column.id);
            }
        }
        for &id in tables.ties.ids() {
            for (place, column) in ties::COLUMNS.iter().enumerate() {
                let value = tables.ties.value(id, place);
                assert!(legal(column.id, value), "{recipe:?}: {} {value:?}", column.id);
            }
        }
    }
}

#[test]
fn values_stay_in_range_for_absurd_numbers() {
    for recipe in recipes(60) {
        let document = absurd(&cluster(recipe), recipe.seed + 2_000);
        assert_legal(&assess(&document), &format!("{recipe:?}"));
        let figures = actor_figures(&document, &Cancel::new()).unwrap();
        for &id in figures.ids() {
            let multiplier = figures.named(id, "multiplier");
            assert!(
                multiplier.is_none_or(|m| (1.0..20.01).contains(&m)),
                "{recipe:?}: {multiplier:?}"
            );
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bits() {
    for recipe in recipes(20) {
        let bits = |document: &Document| -> Vec<Option<u64>> {
            assess(document)
                .values()
                .map(|(_, value)| value.map(f64::to_bits))
                .collect()
        };
        assert_eq!(bits(&cluster(recipe)), bits(&cluster(recipe)));
    }
}

#[test]
fn who_came_first_does_not_matter() {
    for recipe in recipes(60) {
        let mut order: Vec<usize> = (0..recipe.actors).collect();
        let mut rng = Rng::new(recipe.seed + 1_000);
        for i in (1..order.len()).rev() {
            order.swap(i, rng.below(i + 1));
        }
        let (before, after) = (
            assess(&cluster(recipe)),
            assess(&cluster_in_order(recipe, &order)),
        );
        for ((indicator, a), (_, b)) in before.values().zip(after.values()) {
            let same = match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
                (a, b) => a == b,
            };
            assert!(same, "{recipe:?}: {} is {a:?}, then {b:?}", indicator.id);
        }
    }
}

fn place() -> Place {
    Place {
        at: Point::ORIGIN,
        pinned: false,
    }
}

fn with_actors(actors: Vec<Actor>) -> (Document, Vec<ActorId>) {
    let add = Edit::AddActors(actors.into_iter().map(|actor| (actor, place())).collect());
    let document = add
        .apply(&Document::default(), &mut Document::default().ids())
        .unwrap();
    let ids = document.actors().map(|(id, _)| id).collect();
    (document, ids)
}

/// Structure that needs at least two actors or one tie.
const NEEDS_COMPANY: [&str; 10] = [
    "density",
    "connectedness",
    "transitivity",
    "path_length",
    "diameter",
    "global_efficiency",
    "degree_centralization",
    "betweenness_centralization",
    "robustness",
    "transaction_cost_index",
];

#[test]
fn an_empty_project_scores_nothing() {
    let assessment = assess(&Document::default());
    for dimension in DIMENSIONS {
        assert_eq!(assessment.value(dimension.id), Some(0.0), "{}", dimension.id);
    }
    for id in [
        "overall",
        "overall_geometric",
        "overall_arithmetic",
        "components",
        "firms",
    ] {
        assert_eq!(assessment.value(id), Some(0.0), "{id}");
    }
    for id in NEEDS_COMPANY
        .into_iter()
        .chain(["mean_degree", "local_efficiency", "leakage", "labor_pool"])
    {
        assert_eq!(assessment.value(id), None, "{id}");
    }
    assert_eq!(assessment.value("hhi"), Some(1.0));
    assert!(assessment.notices().is_empty());
    assert_legal(&assessment, "empty");
}

#[test]
fn one_actor() {
    for kind in ActorKind::ALL {
        let (document, _) = with_actors(vec![Actor::new("Only", kind)]);
        let assessment = assess(&document);
        for id in NEEDS_COMPANY {
            assert_eq!(assessment.value(id), None, "{id} of one {}", kind.id());
        }
        for dimension in DIMENSIONS {
            assert!(assessment.value(dimension.id).is_some(), "{}", dimension.id);
        }
        assert_legal(&assessment, kind.id());
    }
}

#[test]
fn only_externals_are_no_cluster() {
    let outside = |kind| {
        let mut actor = Actor::new("Outside", kind);
        actor.external = true;
        actor
    };
    let (document, ids) = with_actors(vec![outside(ActorKind::Final), outside(ActorKind::Supplier)]);
    let tie = Edit::AddTie(Tie::new(TieKind::Supply, ids[1], ids[0]));
    let document = tie.apply(&document, &mut document.ids()).unwrap();
    let assessment = assess(&document);
    for dimension in DIMENSIONS {
        assert_eq!(assessment.value(dimension.id), Some(0.0), "{}", dimension.id);
    }
    assert_eq!(assessment.value("actors"), Some(0.0));
    assert_eq!(assessment.value("density"), None);
    assert_legal(&assessment, "only externals");
}

#[test]
fn loops_and_disabled_ties_count_as_no_ties() {
    let golden = golden();
    let all: BTreeSet<TieId> = golden.ties().map(|(id, _)| id).collect();
    let none = Edit::Remove(milieu::model::Selection {
        ties: all.clone(),
        ..Default::default()
    });
    let untied = none.apply(&golden, &mut golden.ids()).unwrap();
    let disable = Edit::SetTieField(all, "enabled".into(), Value::Flag(false));
    let disabled = disable.apply(&golden, &mut golden.ids()).unwrap();
    let mut loops = Vec::new();
    for (id, _) in golden.actors() {
        loops.extend(TieKind::ALL.map(|kind| Edit::AddTie(Tie::new(kind, id, id))));
    }
    let looped = Edit::Together("Loops".into(), loops)
        .apply(&untied, &mut untied.ids())
        .unwrap();
    let expected = assess(&untied);
    assert_legal(&expected, "no ties");
    assert_eq!(assess(&disabled), expected);
    assert_eq!(assess(&looped), expected);
}

#[test]
fn the_location_quotient_joins_in_once_it_has_data() {
    let mut document = golden();
    let before = assess(&document).value("external_economies").unwrap();
    for (field, count) in [
        ("industry_region", 200.0),
        ("all_region", 1_000.0),
        ("industry_nation", 1_000.0),
        ("all_nation", 10_000.0),
    ] {
        assert_eq!(
            assess(&document).value("location_quotient"),
            None,
            "{field} is still missing"
        );
        let set = Edit::SetProjectField(field.into(), Value::Number(count));
        document = set.apply(&document, &mut document.ids()).unwrap();
    }
    let assessment = assess(&document);
    let value = |id| assessment.value(id).unwrap();
    assert!((value("location_quotient") - 2.0).abs() < 1e-12);
    assert!((value("external_economies.specialization") - 0.5).abs() < 1e-12);
    // Its weight of 0.10 joins the 0.90 of the others.
    assert!((value("external_economies") - (0.9 * before + 0.1 * 50.0)).abs() < 1e-9);
    assert!(assessment.notices().is_empty());
}

#[test]
fn the_ellison_glaeser_index_by_hand() {
    let golden = golden();
    let value = |regions: &[(f64, f64)], plants: Option<f64>| {
        let rows = regions
            .iter()
            .map(|&(industry, all)| Region::new("R", Amount::of(industry), Amount::of(all)));
        let stated = plants.map_or(Value::Absent, Value::Number);
        let edit = Edit::Together(
            "Type in".into(),
            vec![
                Edit::SetRegions(rows.collect()),
                Edit::SetProjectField("plant_hhi".into(), stated),
            ],
        );
        assess(&edit.apply(&golden, &mut golden.ids()).unwrap()).value("ellison_glaeser")
    };
    // s = 0.6, 0.3, 0.1 and x = 0.2, 0.3, 0.5: G = 0.16 + 0 + 0.16 and 1 − Σx² = 1 − 0.38.
    let table = [(60.0, 200.0), (30.0, 300.0), (10.0, 500.0)];
    let by_hand = (0.32 - 0.62 * 0.1) / (0.62 * 0.9);
    assert!((value(&table, Some(0.1)).unwrap() - by_hand).abs() < 1e-12);
    // Without plants in common, G alone counts.
    assert!((value(&table, Some(0.0)).unwrap() - 0.32 / 0.62).abs() < 1e-12);
    // The industry spread like all jobs: H alone pulls below zero.
    assert!((value(&[(1.0, 10.0), (2.0, 20.0)], Some(0.2)).unwrap() + 0.25).abs() < 1e-12);
    // The local firms of the map stand for the plants.
    let employers = assess(&golden).value("labor_pool").unwrap();
    let plants = 1.0 / employers;
    let by_map = (0.32 - 0.62 * plants) / (0.62 * (1.0 - plants));
    assert!((value(&table, None).unwrap() - by_map).abs() < 1e-12);
    for (regions, plants) in [
        (&table[..0], Some(0.1)),
        (&table[..1], Some(0.1)),
        (&table[..], Some(1.0)),
        (&[(0.0, 5.0), (0.0, 7.0)][..], Some(0.1)),
    ] {
        assert_eq!(value(regions, plants), None, "{regions:?} {plants:?}");
    }
}

#[test]
fn weights_and_aggregation_are_the_projects_own() {
    let golden = golden();
    let with = |edits: Vec<Edit>| {
        let edit = Edit::Together("Assume".into(), edits);
        assess(&edit.apply(&golden, &mut golden.ids()).unwrap())
    };
    let before = assess(&golden);
    let arithmetic = with(vec![Edit::SetAggregation(
        milieu::model::assumption::Aggregation::Arithmetic,
    )]);
    assert_eq!(arithmetic.value("overall"), before.value("overall_arithmetic"));
    let weight = |id: &str, value| Edit::SetAssumption(format!("weight.{id}"), value);
    let others = DIMENSIONS.iter().filter(|dimension| dimension.id != "trust");
    let only_trust = with(others.map(|dimension| weight(dimension.id, 0.0)).collect());
    assert_eq!(only_trust.value("overall_arithmetic"), before.value("trust"));
    let weightless = with(DIMENSIONS[1].parts.iter().map(|part| weight(part, 0.0)).collect());
    assert_eq!(weightless.value("trust"), None);
    assert!(weightless.value("overall").is_some());
    assert_eq!(weightless.notices().len(), 2);
}

#[test]
fn purchases_beyond_revenue_are_scaled_and_said_so() {
    let golden = golden();
    let id = |name: &str| golden.actors().find(|(_, actor)| actor.name == name).unwrap().0;
    let is = |tie: &Tie| tie.kind == TieKind::Supply && (tie.from, tie.to) == (id("S1"), id("I1"));
    let supply = golden.ties().find(|(_, tie)| is(tie)).unwrap().0;
    let value = Edit::SetTieField(BTreeSet::from([supply]), "value".into(), Value::Number(1e6));
    let changed = value.apply(&golden, &mut golden.ids()).unwrap();
    let figures = actor_figures(&changed, &Cancel::new()).unwrap();
    let multiplier = figures.named(id("I1"), "multiplier").unwrap();
    assert!((multiplier - 1.95).abs() < 1e-9, "{multiplier}");
    let assessment = assess(&changed);
    assert!(assessment.notices().iter().any(|notice| notice.place == "I1"));
    assert_legal(&assessment, "scaled");
}

#[test]
fn structure_follows_the_view() {
    let golden = golden();
    let value = |view, id: &str| {
        let figures = analysis::structure(&golden, &Lens::of(view), &Cancel::new()).unwrap();
        figures
            .into_iter()
            .find(|(indicator, _)| indicator.id == id)
            .and_then(|(_, value)| value)
    };
    assert_eq!(value(View::Plain, "density"), assess(&golden).value("density"));
    // The external customer joins in with its two partners.
    assert_eq!(value(View::Knowledge, "actors"), Some(13.0));
    assert_eq!(value(View::Knowledge, "tied_pairs"), Some(20.0));
    assert_eq!(
        value(View::Directed, "arc_density"),
        assess(&golden).value("arc_density")
    );
    assert_eq!(value(View::Directed, "density"), None);
}

#[test]
fn toggles_narrow_and_widen_a_view() {
    let golden = golden();
    let value = |lens: &Lens, id: &str| {
        let figures = analysis::structure(&golden, lens, &Cancel::new()).unwrap();
        let found = figures.into_iter().find(|(indicator, _)| indicator.id == id);
        found.and_then(|(_, value)| value)
    };
    let plain = Lens::of(View::Plain);
    assert_eq!(value(&plain.opened(), "actors"), Some(13.0));
    assert_eq!(
        value(&plain.opened(), "tied_pairs"),
        value(&Lens::of(View::Knowledge), "tied_pairs")
    );
    let mut supply = plain.clone();
    supply.kinds = [TieKind::Supply].into();
    assert_eq!(value(&supply, "tied_pairs"), Some(10.0));
    supply.kinds = [TieKind::Competition].into();
    assert_eq!(
        value(&supply, "tied_pairs"),
        Some(0.0),
        "competition joins nobody"
    );
    supply.view = View::Directed;
    assert_eq!(value(&supply, "reciprocity"), None);
    assert!(plain.is_plain() && !supply.is_plain());
}

#[test]
fn structure_through_the_lens_of_view_n_is_that_of_the_cluster() {
    let golden = golden();
    let all = assess(&golden);
    for view in [View::Plain, View::Directed] {
        let lens = Lens::of(view);
        let figures = analysis::structure_all(&golden, &lens, &Progress::new(), &Cancel::new()).unwrap();
        assert!(figures.len() > 8);
        for (indicator, value) in figures {
            assert_eq!(value, all.value(indicator.id), "{}", indicator.id);
        }
        let live = analysis::structure(&golden, &lens, &Cancel::new()).unwrap();
        assert!(live.iter().all(|(indicator, _)| indicator.cost < Cost::Demand));
    }
}

#[test]
fn costly_figures_wait_until_there_is_time() {
    let golden = golden();
    let cancel = Cancel::new();
    let (live, idle) = (
        analysis::assess(&golden, &cancel).unwrap(),
        analysis::assess_idle(&golden, &cancel).unwrap(),
    );
    let all = assess(&golden);
    for indicator in registry::ALL {
        let id = indicator.id;
        for (found, deepest) in [(&live, Cost::Live), (&idle, Cost::Idle)] {
            let reading = found.reading(id);
            if indicator.cost <= deepest {
                assert_eq!(reading, all.reading(id), "{id}");
            } else {
                assert_eq!(
                    (reading.value, reading.precision),
                    (None, Precision::Waiting),
                    "{id}"
                );
            }
        }
    }
}

#[test]
fn every_row_has_every_column_and_costly_ones_may_wait() {
    let golden = golden();
    let cancel = Cancel::new();
    let all = tables(&golden, Cost::Demand, &cancel).unwrap();
    assert_eq!(all.actors, actor_figures(&golden, &cancel).unwrap());
    assert_eq!(all.ties, tie_figures(&golden, &cancel).unwrap());
    assert_eq!(all.actors.ids().len(), golden.actor_count());
    assert_eq!(all.ties.ids().len(), golden.tie_count());
    let live = tables(&golden, Cost::Live, &cancel).unwrap();
    for (place, column) in actors::COLUMNS.iter().enumerate() {
        assert!(!all.actors.is_waiting(place));
        assert_eq!(
            live.actors.is_waiting(place),
            column.cost > Cost::Live,
            "{}",
            column.id
        );
    }
    let empty = tables(&Document::default(), Cost::Demand, &cancel).unwrap();
    assert!(empty.actors.ids().is_empty() && !empty.actors.is_waiting(0));
    for columns in [actors::COLUMNS, ties::COLUMNS] {
        for (i, column) in columns.iter().enumerate() {
            let id = column.id;
            assert!(columns[..i].iter().all(|other| other.id != id), "{id} twice");
            for text in [id, column.name, column.formula] {
                assert!(
                    !text.is_empty() && !text.ends_with('.') && !text.contains('|'),
                    "{id}"
                );
            }
        }
    }
}

#[test]
fn a_raised_flag_ends_the_work() {
    let cancel = Cancel::new();
    cancel.raise();
    assert_eq!(analysis::assess(&golden(), &cancel), Err(Cancelled));
    assert_eq!(tables(&golden(), Cost::Demand, &cancel), Err(Cancelled));
    assert_eq!(
        analysis::measure_all(&golden(), &Progress::new(), &cancel),
        Err(Cancelled)
    );
}

#[test]
fn the_reference_page_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/indicators.md");
    let page = analysis::reference_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == page,
        "docs/indicators.md is out of date; UPDATE_DOCS=1 cargo test writes it again"
    );
    for indicator in registry::ALL {
        assert!(
            page.contains(&format!("| `{}` |", indicator.id)),
            "{}",
            indicator.id
        );
    }
}

/// Local final producers with social ties of default weight between them.
fn tied(n: usize, pairs: &[(usize, usize)]) -> Document {
    let names = (0..n).map(|i| Actor::new(format!("Firm {i}"), ActorKind::Final));
    let (document, ids) = with_actors(names.collect());
    let ties = pairs
        .iter()
        .map(|&(a, b)| Edit::AddTie(Tie::new(TieKind::Social, ids[a], ids[b])));
    Edit::Together("Tie".into(), ties.collect())
        .apply(&document, &mut document.ids())
        .unwrap()
}

#[test]
fn shapes_at_the_edge_of_every_definition() {
    let complete: Vec<_> = (0..5).flat_map(|b| (0..b).map(move |a| (a, b))).collect();
    let shapes = [
        ("empty", tied(0, &[])),
        ("single", tied(1, &[])),
        ("self-tied", tied(1, &[(0, 0)])),
        ("apart", tied(5, &[(0, 1), (2, 3)])),
        ("complete", tied(5, &complete)),
        ("star", tied(5, &[(0, 1), (0, 2), (0, 3), (0, 4)])),
    ];
    let none = None;
    // In the order of the shapes.
    let expected: [(&str, [Option<f64>; 6]); 15] = [
        ("modularity", [none, none, none, Some(0.5), Some(0.0), Some(0.0)]),
        ("groups", [0.0, 1.0, 1.0, 3.0, 1.0, 1.0].map(Some)),
        ("kind_assortativity", [none; 6]),
        ("role_assortativity", [none; 6]),
        ("ei_role", [none, none, none, Some(-1.0), Some(-1.0), Some(-1.0)]),
        (
            "ei_external",
            [none, none, none, Some(-1.0), Some(-1.0), Some(-1.0)],
        ),
        (
            "largest_core",
            [none, Some(0.0), Some(0.0), Some(1.0), Some(4.0), Some(1.0)],
        ),
        ("core_size", [none, none, none, Some(2.0), none, Some(1.0)]),
        (
            "hierarchy_slope",
            [none, none, none, Some(0.0), Some(0.0), Some(0.821_655)],
        ),
        ("correlation_slope", [none, none, none, none, none, Some(-1.0)]),
        (
            "mean_effective_size",
            [none, none, none, Some(1.0), Some(1.0), Some(1.6)],
        ),
        ("brokerage", [0.0, 0.0, 0.0, 0.0, 0.0, 12.0].map(Some)),
        ("triads.300", [0.0, 0.0, 0.0, 0.0, 10.0, 0.0].map(Some)),
        ("small_world_sigma", [none, none, none, none, Some(1.0), none]),
        ("small_world_omega", [none, none, none, none, Some(0.0), none]),
    ];
    let mut wrong = Vec::new();
    for (place, (name, document)) in shapes.iter().enumerate() {
        let assessment = assess(document);
        assert_legal(&assessment, name);
        for (id, values) in &expected {
            let (found, wanted) = (assessment.value(id), values[place]);
            let close = match (found, wanted) {
                (Some(found), Some(wanted)) => (found - wanted).abs() < 5e-7,
                (found, wanted) => found == wanted,
            };
            if !close {
                wrong.push(format!("{name}: {id} is {found:?}, not {wanted:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
