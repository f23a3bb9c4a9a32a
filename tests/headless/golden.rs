//! The golden cluster: a small map whose every figure was computed independently, and its expected values.

use std::collections::BTreeMap;

use milieu::analysis::columns::actor_figures;
use milieu::analysis::{self, Assessment};
use milieu::base::cancel::Cancel;
use milieu::base::geom::Point;
use milieu::base::progress::Progress;
use milieu::base::units::{Amount, Jobs, Share, Weight, Year};
use milieu::graph::{Simple, fragility};
use milieu::model::kind::{ActorKind, TieKind};
use milieu::model::{Actor, ActorId, Document, Edit, Ids, Place, Tie};

/// The golden cluster: reference year 2020, no inputs of the location quotient, everything unlisted at its default.
pub(crate) fn golden() -> Document {
    use ActorKind::{Association, Customer, Final, Intermediate, Related, Service, Supplier, University};
    use TieKind::{Competition, Cooperation, Governance, Knowledge, Labor, Social, Spinoff, Supply};

    // Suppliers on the left, the customer on the right, support above, as the value chain runs.
    let actors: [(&str, ActorKind, [f64; 2]); 13] = [
        ("F1", Final, [160.0, -60.0]),
        ("F2", Final, [160.0, 80.0]),
        ("F3", Final, [160.0, 220.0]),
        ("I1", Intermediate, [-20.0, 0.0]),
        ("I2", Intermediate, [-20.0, 150.0]),
        ("R1", Related, [60.0, -180.0]),
        ("S1", Supplier, [-200.0, -20.0]),
        ("S2", Supplier, [-200.0, 110.0]),
        ("V1", Service, [300.0, -160.0]),
        ("U", University, [180.0, -240.0]),
        ("T", Association, [40.0, 90.0]),
        ("C", Customer, [340.0, -40.0]),
        ("X", Customer, [400.0, 80.0]),
    ];
    let actors = actors.map(|(name, kind, [x, y])| {
        let mut actor = Actor::new(name, kind);
        adjust(&mut actor);
        let at = Point::new(x, y);
        (actor, Place { at, pinned: false })
    });
    let mut ids = Ids::new();
    let add = Edit::AddActors(actors.to_vec());
    let out = add.outcome(&Document::default(), &mut ids).unwrap();
    let document = Document::default().with(&out.changes).unwrap();
    let named: BTreeMap<&str, ActorId> = actors
        .iter()
        .map(|(a, _)| a.name.as_str())
        .zip(out.actors)
        .collect();

    let ties: [(TieKind, &str, &str, f64, f64); 25] = [
        (Supply, "S1", "I1", 0.6, 0.6),
        (Supply, "S2", "I1", 0.4, 0.5),
        (Supply, "S2", "I2", 0.6, 0.5),
        (Supply, "I1", "F1", 0.8, 0.7),
        (Supply, "I1", "F2", 0.4, 0.5),
        (Supply, "I2", "F2", 0.6, 0.6),
        (Supply, "I2", "F3", 0.5, 0.5),
        (Supply, "R1", "F1", 0.3, 0.5),
        (Supply, "V1", "F1", 0.4, 0.5),
        (Supply, "F1", "C", 0.5, 0.6),
        (Supply, "F1", "X", 0.7, 0.5),
        (Supply, "F2", "X", 0.3, 0.4),
        (Competition, "F1", "F2", 0.7, 0.3),
        (Competition, "F2", "F3", 0.5, 0.3),
        (Cooperation, "F1", "F2", 0.3, 0.6),
        (Cooperation, "I1", "I2", 0.4, 0.6),
        (Social, "I1", "I2", 0.6, 0.8),
        (Knowledge, "U", "F1", 0.6, 0.7),
        (Knowledge, "U", "R1", 0.4, 0.6),
        (Knowledge, "X", "F1", 0.5, 0.5),
        (Spinoff, "F1", "F2", 0.5, 0.5),
        (Labor, "F2", "F3", 0.4, 0.5),
        (Governance, "F1", "T", 0.5, 0.7),
        (Governance, "F2", "T", 0.5, 0.6),
        (Governance, "I1", "T", 0.4, 0.6),
    ];
    let ties = ties.map(|(kind, from, to, weight, trust)| {
        let mut tie = Tie::new(kind, named[from], named[to]);
        tie.weight = Weight::of(weight);
        tie.trust = Share::of(trust);
        if (kind, from, to) == (Supply, "I1", "F1") {
            tie.age = Amount::of(12.0);
        }
        Edit::AddTie(tie)
    });
    Edit::Together("Tie the golden cluster".into(), ties.into())
        .apply(&document, &mut ids)
        .unwrap()
}

/// What differs from the defaults of the kind.
fn adjust(actor: &mut Actor) {
    let mut size = |jobs, revenue| {
        actor.jobs = Jobs::of(jobs);
        actor.revenue = Amount::of(revenue);
    };
    match actor.name.as_str() {
        "F1" => {
            size(300.0, 60.0);
            actor.capability = Share::of(0.6);
            actor.reputation = Share::of(0.7);
            actor.export = Share::of(0.5);
        }
        "F2" => {
            size(150.0, 30.0);
            actor.founded = Year::of(2014.0);
        }
        "F3" => {
            size(60.0, 10.0);
            actor.founded = Year::of(2016.0);
        }
        "S2" => actor.founded = Year::of(2013.0),
        "X" => {
            actor.external = true;
            actor.capability = Share::of(0.6);
        }
        _ => {}
    }
}

/// All indicators of a document.
pub(crate) fn assess(document: &Document) -> Assessment {
    analysis::measure_all(document, &Progress::new(), &Cancel::new()).unwrap()
}

/// Id of the actor with this name.
fn named(document: &Document, name: &str) -> ActorId {
    document.actors().find(|(_, actor)| actor.name == name).unwrap().0
}

/// Collects what is off by more than half a unit of the last digit that the expectation shows.
#[derive(Default)]
struct Check(Vec<String>);

impl Check {
    fn expect(&mut self, what: &str, found: Option<f64>, expected: &str) {
        let digits = expected.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let tolerance = 0.5 * 10_f64.powi(-(digits as i32)) + 1e-12;
        let wanted: f64 = expected.parse().unwrap();
        if found.is_none_or(|found| (found - wanted).abs() > tolerance) {
            self.0.push(format!("{what}: {found:?} instead of {expected}"));
        }
    }
}

impl Drop for Check {
    fn drop(&mut self) {
        assert!(
            std::thread::panicking() || self.0.is_empty(),
            "\n{}",
            self.0.join("\n")
        );
    }
}

#[test]
fn indicators_have_the_expected_values() {
    let assessment = assess(&golden());
    let mut check = Check::default();
    for (id, expected) in [
        ("spontaneity", "70.9886"),
        ("trust", "46.0014"),
        ("spillover", "28.1872"),
        ("coordination", "57.5021"),
        ("external_economies", "57.9964"),
        ("regional", "44.0680"),
        ("overall", "48.2961"),
        ("overall_geometric", "48.2961"),
        ("spontaneity.entry", "0.454545"),
        ("spontaneity.decentralization", "0.625"),
        ("spontaneity.contestability", "0.719091"),
        ("trust.mean_trust", "0.595876"),
        ("trust.coverage", "0.633333"),
        ("trust.closure", "0.406780"),
        ("trust.maturity", "0.327490"),
        ("external_economies.labor_pool", "0.371936"),
        ("regional.brand", "0.400889"),
        ("regional.rivalry", "0.250119"),
        ("actors", "12"),
        ("tied_pairs", "18"),
        ("density", "0.272727"),
        ("global_efficiency", "0.593434"),
        ("local_efficiency", "0.592262"),
        ("articulation_points", "2"),
        ("diamond.factor", "32.91"),
        ("diamond.demand", "55.19"),
        ("diamond.related", "59.09"),
        ("diamond.rivalry", "60.59"),
        ("diamond", "50.00"),
        ("leakage", "0"),
    ] {
        check.expect(id, assessment.value(id), expected);
    }
    // The table gives the raw robustness; shown is 2n ÷ (n − 1) times it.
    let raw = assessment.value("robustness").map(|shown| shown * 11.0 / 24.0);
    check.expect("raw robustness", raw, "0.166667");
    assert_eq!(assessment.value("location_quotient"), None);
    assert_eq!(assessment.value("external_economies.specialization"), None);
    assert_eq!(assessment.notices().len(), 1);
}

#[test]
fn actors_have_the_expected_values() {
    let document = golden();
    let figures = actor_figures(&document, &Cancel::new()).unwrap();
    let value = |name, column| figures.named(named(&document, name), column);
    let mut check = Check::default();
    for (name, expected) in [
        ("F1", "0.606200"),
        ("F2", "0.393901"),
        ("I1", "0.420819"),
        ("V1", "0.084979"),
    ] {
        check.expect(name, value(name, "knowledge_access"), expected);
    }
    for (name, expected) in [("F1", "33"), ("I1", "19.5"), ("F2", "10")] {
        check.expect(name, value(name, "betweenness"), expected);
    }
    // The table gives the constraint with all ties weighing the same.
    for (name, expected) in [("F1", "0.264671"), ("I1", "0.349628")] {
        check.expect(name, value(name, "constraint_unit"), expected);
    }
    for (name, expected) in [("F1", "1.792"), ("F2", "1.96"), ("I1", "1.6"), ("C", "2.0752")] {
        check.expect(name, value(name, "multiplier"), expected);
    }
}

#[test]
fn articulation_points_are_f1_and_i1() {
    let document = golden();
    let plain = Simple::plain(&document);
    let points = fragility::articulation_points(&plain);
    let names: Vec<&str> = points
        .iter()
        .map(|&i| document.actor(plain.ids()[i]).unwrap().name.as_str())
        .collect();
    assert_eq!(names, ["F1", "I1"]);
}

#[test]
fn an_external_actor_has_no_place_in_view_n() {
    let document = golden();
    let figures = actor_figures(&document, &Cancel::new()).unwrap();
    let outside = named(&document, "X");
    for column in [
        "degree",
        "betweenness",
        "component",
        "multiplier",
        "pagerank",
        "ei_external",
    ] {
        assert_eq!(figures.named(outside, column), None, "{column}");
    }
    assert!((figures.named(outside, "strength").unwrap() - 1.5).abs() < 1e-12);
}
