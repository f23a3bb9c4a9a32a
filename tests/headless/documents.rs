//! Any document that the model allows, for tests of properties.
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests as well")]

use std::sync::Arc;

use milieu::base::geom::{Point, Rect};
use milieu::base::units::{Amount, Breadth, Grade, Jobs, Share, TextSize, Weight, Year};
use milieu::model::assumption::{self, Aggregation};
use milieu::model::attribute::{Attributes, Datum};
use milieu::model::extra::Extras;
use milieu::model::note::Frame;
use milieu::model::project::Region;
use milieu::model::{
    Actor, ActorId, ActorKind, Change, Document, Hue, Note, NoteId, Place, Project, Snapshot, SnapshotId,
    Swap, Tie, TieId, TieKind, Unknown, Zone, ZoneId,
};
use proptest::prelude::*;

/// Doubles that printers and parsers get wrong, brought into a range.
fn double(least: f64, most: f64) -> impl Strategy<Value = f64> {
    let special = prop::sample::select(vec![
        0.0,
        -0.0,
        5e-324,
        2.225_073_858_507_201e-308,
        1e-7,
        0.1,
        0.3,
        1.0 / 3.0,
        1.0,
        9_007_199_254_740_993.0,
        1e22,
        123_456.789,
        1e-6,
    ]);
    prop_oneof![special, any::<f64>(), least..=most].prop_map(move |value| {
        if value.is_nan() {
            least
        } else {
            value.clamp(least, most)
        }
    })
}

/// Texts that writers get wrong.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-zA-Z ]{1,12}",
        any::<String>(),
        prop::sample::select(vec![
            "产业集群",
            "ترابط",
            "🧵🏭👩‍🔬",
            "\"quoted\" \\ / \u{8}\u{c}",
            "\0\u{1}\u{1f}\u{7f}\u{85}",
            "line\nline\r\n\ttab",
            "\u{2028}\u{2029}\u{feff}",
            "</script>",
            "{\"a\":[1,2]}",
            "=1+1",
            "\u{10ffff}",
        ])
        .prop_map(str::to_owned),
    ]
}

fn unknown() -> impl Strategy<Value = Unknown> {
    let json = prop::sample::select(vec![
        "1",
        "1.50",
        "1e400",
        "123456789012345678901234567890",
        "null",
        "true",
        "\"\\u00e9 \\ud83e\\uddf5\"",
        "[1,[2,{\"b\":3,\"a\":[]}]]",
        "{\"z\":1,\"a\":{\"y\":\" , : \"}}",
    ])
    .prop_map(str::to_owned);
    prop::collection::btree_map("x_[a-z\"\\\\é\n]{0,6}", json, 0..3)
}

/// What a person keeps beside the model's own attributes.
fn attributes() -> impl Strategy<Value = Attributes> {
    let datum = prop_oneof![
        double(-1e300, 1e300).prop_map(Datum::Number),
        any::<bool>().prop_map(Datum::Flag),
        words().prop_map(Datum::Text),
        prop::collection::vec(words(), 0..3).prop_map(Datum::List),
    ];
    prop::collection::vec((words(), datum), 0..3).prop_map(|list| {
        let mut attributes = Attributes::new();
        for (name, value) in list {
            attributes.set(&name, Some(value));
        }
        attributes
    })
}

fn actor() -> impl Strategy<Value = (Actor, Place)> {
    let share = || double(0.0, 1.0).prop_map(|value| Share::new(value).unwrap());
    let amount = || double(0.0, 1e12).prop_map(|value| Amount::new(value).unwrap());
    let numbers = (
        double(0.0, 1e6).prop_map(|value| Jobs::new(value).unwrap()),
        amount(),
        [share(), share(), share(), share(), share()],
        double(-9999.0, 9999.0).prop_map(|value| Year::new(value).unwrap()),
        prop::option::of(amount()),
    );
    let texts = (
        words(),
        words(),
        prop::option::of(words()),
        prop::collection::vec(words(), 0..3),
        (attributes(), unknown()),
    );
    let place = (double(-1e7, 1e7), double(-1e7, 1e7), any::<bool>(), any::<bool>());
    (0..ActorKind::ALL.len(), numbers, texts, place).prop_map(|(kind, numbers, texts, place)| {
        let (jobs, revenue, [capability, absorption, export, reputation, research], founded, productivity) =
            numbers;
        let (name, note, activity, tags, (attributes, unknown)) = texts;
        let (x, y, pinned, external) = place;
        let actor = Actor {
            jobs,
            revenue,
            capability,
            absorption,
            export,
            reputation,
            founded,
            external,
            activity,
            research,
            productivity,
            attributes,
            extra: Extras { note, tags, unknown }.into(),
            ..Actor::new(name, ActorKind::ALL[kind])
        };
        let place = Place {
            at: Point::new(x, y),
            pinned,
        };
        (actor, place)
    })
}

fn tie() -> impl Strategy<Value = (usize, usize, Tie)> {
    let one = ActorId::new(1).unwrap();
    let share = || double(0.0, 1.0).prop_map(|value| Share::new(value).unwrap());
    let amount = || double(0.0, 1e12).prop_map(|value| Amount::new(value).unwrap());
    let numbers = (
        double(1e-6, 1.0).prop_map(|value| Weight::new(value).unwrap()),
        [share(), share()],
        [amount(), amount()],
        prop::option::of(amount()),
    );
    let rest = (
        any::<bool>(),
        any::<bool>(),
        words(),
        prop::collection::vec(words(), 0..3),
        (attributes(), unknown()),
    );
    (
        any::<usize>(),
        any::<usize>(),
        0..TieKind::ALL.len(),
        numbers,
        rest,
    )
        .prop_map(
            move |(from, to, kind, (weight, [trust, formality], [frequency, age], value), rest)| {
                let (mutual, enabled, note, tags, (attributes, unknown)) = rest;
                let tie = Tie::new(TieKind::ALL[kind], one, one);
                let tie = Tie {
                    mutual: mutual && tie.may_be_mutual(),
                    weight,
                    trust,
                    frequency,
                    age,
                    formality,
                    value: value.filter(|_| tie.kind.has_value()),
                    enabled,
                    attributes,
                    extra: Extras { note, tags, unknown }.into(),
                    ..tie
                };
                (from, to, tie)
            },
        )
}

fn point() -> impl Strategy<Value = Point> {
    (double(-1e7, 1e7), double(-1e7, 1e7)).prop_map(|(x, y)| Point::new(x, y))
}

fn hue() -> impl Strategy<Value = Hue> {
    prop::sample::select(Hue::ALL.to_vec())
}

fn note() -> impl Strategy<Value = Note> {
    let width = double(20.0, 1e5).prop_map(|value| Breadth::new(value).unwrap());
    let size = double(4.0, 1e3).prop_map(|value| TextSize::new(value).unwrap());
    (words(), hue(), point(), width, size, unknown()).prop_map(|(text, color, at, width, size, unknown)| {
        Note {
            text,
            color,
            frame: Frame { at, width, size },
            unknown,
        }
    })
}

fn zone() -> impl Strategy<Value = Zone> {
    (words(), words(), hue(), point(), point(), unknown()).prop_map(|(name, note, color, a, b, unknown)| {
        Zone {
            name,
            color,
            area: Rect::from_corners(a, b),
            note,
            unknown,
        }
    })
}

fn project() -> impl Strategy<Value = Project> {
    let grade = || double(0.0, 100.0).prop_map(|value| Grade::new(value).unwrap());
    let amount = || prop::option::of(double(0.0, 1e12).prop_map(|value| Amount::new(value).unwrap()));
    let texts = (
        words(),
        words(),
        words(),
        prop::collection::vec(words(), 0..3),
        prop::collection::vec(words(), 0..3),
        unknown(),
    );
    let assumed = prop::collection::vec((0..assumption::ALL.len(), 0.0..=1.0), 0..6);
    let year = double(-9999.0, 9999.0).prop_map(|value| Year::new(value).unwrap());
    let lq = [amount(), amount(), amount(), amount()];
    let jobs = || double(0.0, 1e12).prop_map(|value| Amount::new(value).unwrap());
    let region = (words(), jobs(), jobs(), unknown()).prop_map(|(name, industry, all, unknown)| Region {
        unknown,
        ..Region::new(name, industry, all)
    });
    let table = (
        prop::collection::vec(region, 0..3),
        prop::option::of(double(0.0, 1.0).prop_map(|value| Share::new(value).unwrap())),
    );
    (
        texts,
        [grade(), grade(), grade()],
        year,
        (lq, table),
        assumed,
        any::<bool>(),
    )
        .prop_map(
            |(texts, grades, year, (lq, (regions, plant_hhi)), assumed, arithmetic)| {
                let (title, place, notes, authors, sources, unknown) = texts;
                let mut project = Project {
                    title,
                    place,
                    year,
                    notes,
                    authors,
                    sources,
                    regions,
                    plant_hhi,
                    unknown,
                    ..Project::default()
                };
                [
                    project.basic_factors,
                    project.demand_sophistication,
                    project.government_quality,
                ] = grades;
                [
                    project.lq.industry_region,
                    project.lq.all_region,
                    project.lq.industry_nation,
                    project.lq.all_nation,
                ] = lq;
                if arithmetic {
                    project.assumptions.aggregation = Aggregation::Arithmetic;
                }
                for (i, part) in assumed {
                    let known = &assumption::ALL[i];
                    let value = known.least + part * (known.most - known.least);
                    project.assumptions = project.assumptions.with(known.id, value).unwrap();
                }
                project
            },
        )
}

/// Any document that the model allows, with gaps between its ids, and with snapshots of others.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    let kept = (1_u64..4, state(), words(), words(), unknown());
    (state(), prop::collection::vec(kept, 0..3)).prop_map(|(document, kept)| {
        let mut number = 0;
        let mut changes = Vec::new();
        for (gap, state, name, note, unknown) in kept {
            number += gap;
            let id = SnapshotId::new(number).unwrap();
            let mut snapshot = Snapshot::of(&state, name, note);
            snapshot.unknown = unknown;
            changes.push(Change::Snapshot(id, Swap::add(Arc::new(snapshot))));
        }
        document.with(&changes).unwrap()
    })
}

/// A document without snapshots.
fn state() -> impl Strategy<Value = Document> {
    let actors = prop::collection::vec((1_u64..4, actor()), 0..6);
    let ties = prop::collection::vec((1_u64..4, tie()), 0..8);
    let jots = (
        prop::collection::vec((1_u64..4, note()), 0..3),
        prop::collection::vec((1_u64..4, zone()), 0..3),
    );
    (project(), unknown(), actors, ties, jots).prop_map(|(project, unknown, actors, ties, (notes, zones))| {
        let empty = Document::with_unknown(unknown);
        let mut changes = vec![Change::Project(Arc::default(), Arc::new(project))];
        let mut ids = Vec::new();
        let mut number = 0;
        for (gap, (actor, place)) in actors {
            number += gap;
            let id = ActorId::new(number).unwrap();
            ids.push(id);
            changes.push(Change::Actor(id, Swap::add(Arc::new(actor))));
            changes.push(Change::Place(id, Swap::add(place)));
        }
        let mut number = 0;
        for (gap, (from, to, tie)) in ties {
            if !ids.is_empty() {
                number += gap;
                let tie = Tie {
                    from: ids[from % ids.len()],
                    to: ids[to % ids.len()],
                    ..tie
                };
                changes.push(Change::Tie(TieId::new(number).unwrap(), Swap::add(Arc::new(tie))));
            }
        }
        let mut number = 0;
        for (gap, note) in notes {
            number += gap;
            changes.push(Change::Note(
                NoteId::new(number).unwrap(),
                Swap::add(Arc::new(note)),
            ));
        }
        let mut number = 0;
        for (gap, zone) in zones {
            number += gap;
            changes.push(Change::Zone(
                ZoneId::new(number).unwrap(),
                Swap::add(Arc::new(zone)),
            ));
        }
        empty.with(&changes).unwrap()
    })
}
