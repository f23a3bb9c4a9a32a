//! From a project to each format and back: any cluster that a person can draw is the same afterwards, field by field, as
//! far as docs/exchange.md says that the format holds it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Rect};
use milieu::base::progress::Progress;
use milieu::exchange::draft::{Cell, Draft};
use milieu::exchange::figures::Figures;
use milieu::exchange::format::Format;
use milieu::exchange::mapping::{Dictionary, Mapping};
use milieu::exchange::own;
use milieu::exchange::read;
use milieu::exchange::reading::Reading;
use milieu::exchange::taking;
use milieu::exchange::write::{Choices, Flow, Unwritten, write};
use milieu::model::attribute::{Attributes, Datum};
use milieu::model::field::{self, Accepts, Field, Value as FieldValue, clean_line};
use milieu::model::{
    Actor, ActorId, ActorKind, Change, Document, Note, NoteId, Place, Project, Swap, Tie, TieId, TieKind,
    Zone, ZoneId,
};
use milieu::session::figures::figures;
use proptest::prelude::*;
use proptest::test_runner::Config;

use super::clusters::{Recipe, cluster};

/// What is written, read and put together; `None` for a format that is only read.
fn written(document: &Document, figures: &Figures, format: Format, choices: &Choices) -> Option<Draft> {
    read::join(drafts(document, figures, format, choices)?)
}

/// What is written, one draft for each file; `None` for a format that is only read.
fn drafts(document: &Document, figures: &Figures, format: Format, choices: &Choices) -> Option<Vec<Draft>> {
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let written = match write(document, figures, format, choices, &progress, &cancel) {
        Ok(written) => written,
        Err(Unwritten::ReadOnly(_)) => return None,
        Err(error) => panic!("{format:?}: {error}"),
    };
    let drafts = written.files.iter().map(|(ending, bytes)| {
        let name = format!("sample{ending}");
        let draft = read::read(bytes, &name, &Reading::guessed(), &progress, &cancel);
        draft.unwrap_or_else(|fault| panic!("{name}: {fault}"))
    });
    Some(drafts.collect())
}

fn taken(draft: &Draft) -> Document {
    let mapping = Mapping::guess(draft, &Dictionary::default());
    let taken = taking::take(draft, &mapping, None, &Progress::new(), &Cancel::new()).unwrap();
    let tally = taken.report.tally;
    assert!(tally.ties.adds_up() && tally.actors.adds_up());
    taken.document
}

/// Ties by the names of their ends, so that it does not matter in which order they come.
fn ties_by_name(document: &Document, strengths: bool) -> Vec<String> {
    let name = |id| document.actor(id).map_or("", |actor: &Actor| &actor.name);
    let mut list: Vec<String> = document
        .ties()
        .map(|(_, tie)| {
            let mut ends = [name(tie.from), name(tie.to)];
            if !tie.points_one_way() {
                ends.sort_unstable();
            }
            let strength = if strengths { tie.weight.get() } else { 0.0 };
            format!(
                "{} {}>{} {} {strength}",
                tie.kind.id(),
                ends[0],
                ends[1],
                tie.points_one_way()
            )
        })
        .collect();
    list.sort();
    list
}

fn kinds_by_name(document: &Document) -> Vec<(String, ActorKind)> {
    let mut list: Vec<(String, ActorKind)> = document
        .actors()
        .map(|(_, actor)| (actor.name.clone(), actor.kind))
        .collect();
    list.sort();
    list
}

fn of_one_kind(document: &Document) -> Document {
    let turned = document.ties().map(|(id, tie)| {
        let swap = Swap {
            before: Some(Arc::new(tie.clone())),
            after: Some(Arc::new(tie.with_kind(TieKind::Supply))),
        };
        Change::Tie(id, swap)
    });
    document.with(&turned.collect::<Vec<_>>()).unwrap()
}

/// Leaves what was written in the folder that `MILIEU_EXPORTS` names, for `tests/oracle/exports.py`.
fn keep(seed: u64, document: &Document, figures: &Figures, format: Format) {
    let Some(folder) = std::env::var_os("MILIEU_EXPORTS").map(std::path::PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).unwrap();
    let project = milieu::files::project::write(document);
    std::fs::write(folder.join(format!("sample{seed}.milieu")), project.as_bytes()).unwrap();
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let written = write(document, figures, format, &Choices::default(), &progress, &cancel).unwrap();
    for (ending, bytes) in &written.files {
        std::fs::write(folder.join(format!("sample{seed}{ending}")), bytes).unwrap();
    }
}

/// What tells formats apart: whether all fields of actors and ties stand in them.
const FULL: &[Format] = &[
    Format::Table,
    Format::Xlsx,
    Format::GraphMl,
    Format::Gexf,
    Format::NodeLink,
];

#[test]
fn what_is_written_reads_back_as_what_it_was() {
    let mut seen = Vec::new();
    for seed in 0..4 {
        let mut document = cluster(Recipe {
            actors: 25,
            ties: 60,
            seed,
        });
        // Some programs know one kind of tie only.
        if seed == 3 {
            document = of_one_kind(&document);
        }
        let figures = figures(&document, &Progress::new(), &Cancel::new()).unwrap();
        for format in Format::ALL.into_iter().filter(|format| format.info().written) {
            for flow in [Flow::Plain, Flow::Exact] {
                let choices = Choices {
                    flow,
                    ..Choices::default()
                };
                let Some(draft) = written(&document, &figures, format, &choices) else {
                    continue;
                };
                seen.push(format);
                if flow == Flow::Plain {
                    keep(seed, &document, &figures, format);
                }
                assert_eq!(draft.actors.len(), document.actor_count(), "{format:?}");
                if !FULL.contains(&format) {
                    continue;
                }
                assert_eq!(draft.ties.len(), document.tie_count(), "{format:?}");
                let again = taken(&draft);
                assert_eq!(
                    kinds_by_name(&again),
                    kinds_by_name(&document),
                    "{format:?} {flow:?}"
                );
                assert_eq!(
                    ties_by_name(&again, true),
                    ties_by_name(&document, true),
                    "{format:?} {flow:?}"
                );
                for (id, actor) in document.actors() {
                    let twin = again.actors().find(|(_, twin)| twin.name == actor.name);
                    let (twin_id, twin) = twin.unwrap();
                    let at = |place: Option<Place>| place.map(|place| place.at);
                    assert_eq!(
                        at(again.place(twin_id)),
                        at(document.place(id)),
                        "{format:?}: {}",
                        actor.name
                    );
                    assert_eq!(twin.jobs, actor.jobs, "{format:?}: {}", actor.name);
                    assert_eq!(twin.capability, actor.capability, "{format:?}: {}", actor.name);
                    assert_eq!(twin.external, actor.external, "{format:?}: {}", actor.name);
                }
            }
        }
    }
    for format in FULL {
        assert!(seen.contains(format), "{format:?} was not written");
    }
}

#[test]
fn promise_18_formulas_in_names_are_harmless_and_come_back() {
    let names = [
        "=HYPERLINK(\"http://x\")",
        "+49 711",
        "-Plus GmbH",
        "@home",
        "'=quoted",
        "Plain",
    ];
    let actors = names.iter().map(|name| {
        let place = Place {
            at: Point::new(-3.5, 4.0),
            pinned: false,
        };
        (Actor::new(*name, ActorKind::Final), place)
    });
    let edit = milieu::model::Edit::AddActors(actors.collect());
    let document = edit
        .apply(&Document::default(), &mut milieu::model::Ids::new())
        .unwrap();
    for format in [Format::Table, Format::Xlsx] {
        let draft = written(&document, &Figures::default(), format, &Choices::default()).unwrap();
        let again = taken(&draft);
        let found: Vec<&str> = again.actors().map(|(_, actor)| &*actor.name).collect();
        assert_eq!(found, names, "{format:?}");
    }
}

/// Texts that writers and readers get wrong, in one line.
fn line() -> impl Strategy<Value = String> {
    let hard = vec![
        "a|b",
        "a\\|b",
        "\\",
        "ends with \\",
        "semi;colon, and comma",
        "'quoted'",
        "\"Söhne\" & <Töchter>",
        "&amp; &#39034; &quot;",
        "=1+1",
        "+49 711",
        "@home",
        "007",
        "1.5",
        "12 345",
        "true",
        "yes",
        "no",
        "[1,2]",
        "[\"a\",\"b\"]",
        "{x}",
        "产业集群",
        "中文；、，",
        "ترابط",
        "🧵🏭👩‍🔬",
        "\u{10ffff}",
        "_x0041_",
        "# remark",
        "% remark",
        "*Vertices 3",
        "</script>",
        "a  b",
    ];
    prop_oneof![
        3 => "[a-zA-Z ]{1,12}",
        2 => "\\PC{0,10}",
        5 => prop::sample::select(hard).prop_map(str::to_owned),
        1 => Just(String::new()),
    ]
    .prop_map(|text| clean_line(&text))
    .prop_filter("a word that stands for nothing", |text| !stands_for_nothing(text))
}

/// Words that programs put where there is nothing, which is what they mean in a file.
fn stands_for_nothing(text: &str) -> bool {
    [
        "nan", "na", "n/a", "n.a.", "k.a.", "nil", "null", "none", "inf", "-", "–", "—", ".",
    ]
    .iter()
    .any(|word| text.eq_ignore_ascii_case(word))
}

/// Several lines.
fn paragraph() -> impl Strategy<Value = String> {
    prop_oneof![
        line(),
        (line(), line()).prop_map(|(first, second)| format!("{first}\n{second}").trim().to_owned()),
        Just("first\n\n\tthird".to_owned()),
    ]
}

fn tags() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(line(), 0..4).prop_map(field::clean_tags)
}

fn number(least: f64, most: f64) -> impl Strategy<Value = f64> {
    let special = vec![
        0.0,
        5e-324,
        1e-7,
        0.1,
        1.0 / 3.0,
        1.0,
        9_007_199_254_740_993.0,
        1e22,
        1e-6,
    ];
    prop_oneof![
        prop::sample::select(special).prop_map(move |value: f64| value.clamp(least, most)),
        least..=most,
    ]
}

/// Attributes, some called like a field of ours: of each name there is only one sort of values, as formats with declared
/// columns want it.
fn kept() -> impl Strategy<Value = Attributes> {
    let names = |names: &[&'static str]| prop::sample::select(names.to_vec());
    let words = || line().prop_filter("nothing is no item", |line| !line.is_empty());
    let one = prop_oneof![
        (
            names(&["Umsatz 2024", "jobs", "x", "weight"]),
            number(-1e300, 1e300).prop_map(Datum::Number)
        ),
        (
            names(&["mutual", "listed", "key"]),
            any::<bool>().prop_map(Datum::Flag)
        ),
        (
            names(&[
                "city",
                "kind",
                "Label",
                "产值",
                "id",
                "attribute_y",
                "_private",
                "pos",
                "color",
                "style"
            ]),
            paragraph().prop_map(Datum::Text)
        ),
        (
            names(&["a|b", "figure_x", "value \"net\"", "tags"]),
            prop::collection::vec(words(), 1..4).prop_map(Datum::List)
        ),
    ];
    prop::collection::vec(one, 0..4).prop_map(|list| {
        let mut own = Attributes::new();
        for (name, datum) in list {
            own.set(name, Some(datum));
        }
        own
    })
}

/// The values of all fields, in their order; each may be absent where the field allows it.
fn filled<T: 'static>(fields: &'static [Field<T>]) -> impl Strategy<Value = Vec<(usize, FieldValue)>> {
    let one = |(at, field): (usize, &'static Field<T>)| {
        let value = match field.accepts {
            Accepts::Number { least, most, .. } => number(least, most).prop_map(FieldValue::Number).boxed(),
            Accepts::Flag => any::<bool>().prop_map(FieldValue::Flag).boxed(),
            Accepts::Line { .. } => line().prop_map(FieldValue::Text).boxed(),
            Accepts::Paragraph => paragraph().prop_map(FieldValue::Text).boxed(),
            Accepts::Tags | Accepts::Lines => tags().prop_map(FieldValue::List).boxed(),
        };
        prop::option::of(value).prop_map(move |value| value.map(|value| (at, value)))
    };
    let all: Vec<_> = fields.iter().enumerate().map(one).collect();
    all.prop_map(|values| values.into_iter().flatten().collect())
}

/// Any cluster that a person can draw, with what only a project keeps beside it.
fn drawn() -> impl Strategy<Value = Document> {
    let coordinate = || {
        prop_oneof![
            -1e7..1e7,
            prop::sample::select(vec![0.0, 0.1, -1e7, 1e7, 1e-7, 1.0 / 3.0])
        ]
    };
    let actor = (
        line(),
        prop::sample::select(ActorKind::ALL.to_vec()),
        filled(field::ACTOR),
        kept(),
        (coordinate(), coordinate(), any::<bool>()),
    );
    let tie = (
        (any::<usize>(), any::<usize>()),
        prop::sample::select(TieKind::ALL.to_vec()),
        filled(field::TIE),
        kept(),
    );
    let parts = (
        line(),
        prop::collection::vec(actor, 1..7),
        prop::collection::vec(tie, 0..9),
        any::<bool>(),
    );
    parts.prop_map(|(title, actors, ties, beside)| {
        let project = Project {
            title,
            ..Project::default()
        };
        let mut changes = vec![Change::Project(Arc::default(), Arc::new(project))];
        let mut ids = Vec::new();
        // Numbers with gaps, which no other program keeps.
        for (number, (name, kind, values, own, (x, y, pinned))) in (1..).zip(actors) {
            let id = ActorId::new(3 * number).unwrap();
            let mut actor = Actor::new(name, kind);
            for (at, value) in values {
                // A value that does not suit this kind is left out, as in the window.
                field::ACTOR[at].set(&mut actor, value).unwrap_or_default();
            }
            actor.attributes = own;
            let place = Place {
                at: Point::new(x, y),
                pinned,
            };
            ids.push(id);
            changes.push(Change::Actor(id, Swap::add(Arc::new(actor))));
            changes.push(Change::Place(id, Swap::add(place)));
        }
        for (number, ((from, to), kind, values, own)) in (1..).zip(ties) {
            let mut tie = Tie::new(kind, ids[from % ids.len()], ids[to % ids.len()]);
            for (at, value) in values {
                field::TIE[at].set(&mut tie, value).unwrap_or_default();
            }
            tie.attributes = own;
            changes.push(Change::Tie(
                TieId::new(2 * number).unwrap(),
                Swap::add(Arc::new(tie)),
            ));
        }
        if beside {
            let note = Note::new("a note", Point::new(1.0, 2.0));
            changes.push(Change::Note(NoteId::new(1).unwrap(), Swap::add(Arc::new(note))));
            let zone = Zone::new("a zone", Rect::from_corners(Point::ORIGIN, Point::new(5.0, 5.0)));
            changes.push(Change::Zone(ZoneId::new(1).unwrap(), Swap::add(Arc::new(zone))));
        }
        Document::default().with(&changes).unwrap()
    })
}

/// What a file can say of one actor or tie, by name.
type Sheet = BTreeMap<String, String>;

fn words(value: &FieldValue) -> String {
    format!("{value:?}")
}

/// An attribute as the format gives it back; where it has no sorts of values, a number is as good as its digits.
fn datum(format: Format, datum: &Datum) -> String {
    match (datum, of_one_sort(format)) {
        // GML knows no yes and no, so that they stand there as words.
        (Datum::Text(text), false) if format == Format::Gml && matches!(&**text, "true" | "false") => {
            format!("Flag({text})")
        }
        (_, false) => format!("{datum:?}"),
        (Datum::Flag(flag), true) => flag.to_string(),
        (Datum::List(items), true) if !lists(format) => own::barred(items),
        (Datum::List(items), true) => format!("{items:?}"),
        // A text that is a list of JSON is read as what it looks like.
        (Datum::Text(text), true) if lists(format) && text.starts_with("[\"") => {
            serde_json::from_str::<Vec<String>>(text).map_or(text.clone(), |items| format!("{items:?}"))
        }
        (datum, true) => datum.to_string(),
    }
}

fn actors(document: &Document, format: Format) -> Vec<Sheet> {
    let sheet = |(id, actor): (ActorId, &Actor)| {
        let place = document.place(id).unwrap();
        let mut sheet = Sheet::from([
            ("name".to_owned(), actor.name.clone()),
            ("kind".to_owned(), actor.kind.id().to_owned()),
            (
                "at".to_owned(),
                format!("{:?} {:?}", place.at.x + 0.0, place.at.y + 0.0),
            ),
            ("pinned".to_owned(), place.pinned.to_string()),
        ]);
        for field in field::ACTOR {
            sheet.insert(format!("field {}", field.id), words(&field.get(actor)));
        }
        for (name, value) in actor.attributes.iter() {
            sheet.insert(format!("own {name}"), datum(format, value));
        }
        sheet
    };
    document.actors().map(sheet).collect()
}

fn ties(document: &Document, format: Format) -> Vec<Sheet> {
    let ids: Vec<ActorId> = document.actors().map(|(id, _)| id).collect();
    let number = |id: ActorId| ids.binary_search(&id).unwrap();
    let sheet = |(_, tie): (TieId, &Tie)| {
        let mut sheet = Sheet::from([
            (
                "ends".to_owned(),
                format!("{} {}", number(tie.from), number(tie.to)),
            ),
            ("kind".to_owned(), tie.kind.id().to_owned()),
        ]);
        for field in field::TIE {
            sheet.insert(format!("field {}", field.id), words(&field.get(tie)));
        }
        for (name, value) in tie.attributes.iter() {
            sheet.insert(format!("own {name}"), datum(format, value));
        }
        sheet
    };
    document.ties().map(sheet).collect()
}

fn differences(what: &str, wanted: &[Sheet], found: &[Sheet], into: &mut Vec<String>) {
    if wanted.len() != found.len() {
        into.push(format!("{what}: {} became {}", wanted.len(), found.len()));
        return;
    }
    for (number, (wanted, found)) in wanted.iter().zip(found).enumerate() {
        let names: BTreeSet<&String> = wanted.keys().chain(found.keys()).collect();
        for name in names {
            if wanted.get(name) != found.get(name) {
                let (wanted, found) = (wanted.get(name), found.get(name));
                into.push(format!("{what} {number}, {name}: {wanted:?} became {found:?}"));
            }
        }
    }
}

/// Values have no sorts of their own in these, so that digits may be words or a number.
fn of_one_sort(format: Format) -> bool {
    matches!(format, Format::Table | Format::Xlsx | Format::Dot | Format::Pajek)
}

/// Lists of words come back as lists.
fn lists(format: Format) -> bool {
    !matches!(format, Format::Table | Format::Xlsx)
}

/// Everything that actors and ties say comes back.
const WHOLE: [Format; 7] = [
    Format::Table,
    Format::Xlsx,
    Format::GraphMl,
    Format::Gexf,
    Format::NodeLink,
    Format::Gml,
    Format::Dot,
];

proptest! {
    #![proptest_config(Config { cases: 32, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(29), ..Config::default() })]

    #[test]
    fn whole_clusters_come_back_field_by_field(document in drawn()) {
        let mut found = Vec::new();
        for format in WHOLE {
            for flow in [Flow::Plain, Flow::Exact] {
                let choices = Choices { flow, ..Choices::default() };
                let draft = written(&document, &Figures::default(), format, &choices).unwrap();
                let again = taken(&draft);
                let what = format!("{format:?} {flow:?}");
                differences(&format!("{what} actor"), &actors(&document, format), &actors(&again, format), &mut found);
                differences(&format!("{what} tie"), &ties(&document, format), &ties(&again, format), &mut found);
            }
        }
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn a_project_of_pajek_holds_fields_of_actors_and_kinds_and_strengths_of_ties(document in drawn()) {
        let drafts = drafts(&document, &Figures::default(), Format::Pajek, &Choices::default()).unwrap();
        let again = taken(&drafts[0]);
        let mut found = Vec::new();
        let mut wanted = actors(&document, Format::Pajek);
        for sheet in &mut wanted {
            // Labels stand between quotes and have no way to hold one, and neither have names of partitions.
            let plain = |text: &str| text.replace('"', "”").replace('\\', "/");
            let renamed = std::mem::take(sheet).into_iter();
            *sheet = renamed
                .map(|(name, value)| match &*name {
                    "name" => (name, plain(&value)),
                    _ => (plain(&name), value),
                })
                .collect();
        }
        differences("actor", &wanted, &actors(&again, Format::Pajek), &mut found);
        // By kind, and first those with a direction; a disabled tie has no place.
        let of_ties = |document: &Document| {
            let enabled = document.ties().filter(|(_, tie)| tie.enabled);
            let sheets = ties(document, Format::Pajek).into_iter();
            let mut sheets: Vec<Sheet> = document
                .ties()
                .zip(sheets)
                .filter(|((_, tie), _)| tie.enabled)
                .map(|(_, mut sheet)| {
                    sheet.retain(|name, _| matches!(&**name, "ends" | "kind" | "field weight" | "field mutual"));
                    sheet
                })
                .collect();
            sheets.sort();
            assert_eq!(sheets.len(), enabled.count());
            sheets
        };
        differences("tie", &of_ties(&document), &of_ties(&again), &mut found);
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
        // The network for other programs: every tie as arcs, both ways where it has no direction.
        let arcs = |(_, tie): (TieId, &Tie)| match (tie.enabled, tie.points_one_way() || tie.from == tie.to) {
            (false, _) => 0,
            (true, true) => 1,
            (true, false) => 2,
        };
        prop_assert_eq!(drafts[1].ties.len(), document.ties().map(arcs).sum::<usize>());
        prop_assert_eq!(drafts[1].actors.len(), document.actor_count());
    }

    #[test]
    fn dl_holds_names_and_a_strength_for_each_kind_and_pair(document in drawn()) {
        for flow in [Flow::Plain, Flow::Exact] {
            let choices = Choices { flow, ..Choices::default() };
            let draft = written(&document, &Figures::default(), Format::Dl, &choices).unwrap();
            prop_assert_eq!(draft.actors.len(), document.actor_count());
            let kinds: BTreeSet<TieKind> = enabled(&document).map(|tie| tie.kind).collect();
            let ids: Vec<ActorId> = document.actors().map(|(id, _)| id).collect();
            let number = |id: ActorId| ids.binary_search(&id).unwrap() as u32;
            // Parallel ties fall together, and one without a direction goes both ways.
            let mut wanted: BTreeMap<(String, u32, u32), f64> = BTreeMap::new();
            for tie in enabled(&document) {
                let kind = if kinds.len() > 1 { tie.kind.id() } else { "" };
                let (from, to) = (number(tie.from), number(tie.to));
                *wanted.entry((kind.to_owned(), from, to)).or_default() += tie.weight.get();
                if !tie.points_one_way() && from != to {
                    *wanted.entry((kind.to_owned(), to, from)).or_default() += tie.weight.get();
                }
            }
            let column = |name: &str| draft.tie_columns.iter().find(|column| column.name == name);
            let found: BTreeMap<(String, u32, u32), f64> = draft.ties.iter().enumerate().map(|(at, tie)| {
                let kind = match column("matrix").map(|column| column.values.at(at)) {
                    Some(Cell::Text(kind)) => kind.to_owned(),
                    _ => String::new(),
                };
                let weight = match column("weight").map(|column| column.values.at(at)) {
                    Some(Cell::Number(weight)) => weight,
                    _ => 1.0,
                };
                ((kind, tie.from, tie.to), weight)
            }).collect();
            prop_assert_eq!(found, wanted);
            // Names that DL can hold, which are unlike any other, are not touched.
            let mut folded: BTreeMap<String, usize> = BTreeMap::new();
            for (_, actor) in document.actors() {
                *folded.entry(actor.name.to_lowercase()).or_default() += 1;
            }
            for ((_, actor), found) in document.actors().zip(&draft.actors) {
                let plain = actor.name.chars().all(|sign| sign.is_ascii_alphabetic()) && !actor.name.is_empty();
                let alone = folded[&actor.name.to_lowercase()] == 1 && actor.name.parse::<f64>().is_err();
                if plain && alone {
                    prop_assert_eq!(&*found.id, &actor.name);
                }
            }
        }
    }
}

fn enabled(document: &Document) -> impl Iterator<Item = &Tie> {
    document.ties().map(|(_, tie)| tie).filter(|tie| tie.enabled)
}
