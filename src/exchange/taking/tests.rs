//! Small drafts, what becomes of them, and that nothing of any draft is lost uncounted.

use proptest::prelude::*;

use super::*;
use crate::base::geom::Point;
use crate::exchange::draft::{Cell, Column, Direction, DraftActor, DraftGroup, DraftTie, Meaning};
use crate::exchange::format::Format;
use crate::exchange::mapping::{
    BothWays, Combine, Dictionary, Groups, Loops, Matching, Opposite, Parallel, Scale, Side, Target,
};
use crate::model::attribute::Datum;
use crate::model::{ActorKind, Ids, Tie, TieKind};

fn draft(names: &[&str], ties: &[(u32, u32, Direction)]) -> Draft {
    let mut draft = Draft::of(Format::Table);
    draft.actors = names
        .iter()
        .map(|&name| DraftActor {
            id: name.into(),
            ..DraftActor::default()
        })
        .collect();
    draft.ties = ties
        .iter()
        .map(|&(from, to, direction)| DraftTie {
            from,
            to,
            direction,
            place: 0,
        })
        .collect();
    draft.found.actor_records = names.len();
    draft.found.tie_records = ties.len();
    draft
}

fn column(name: &str, values: &[&str]) -> Column {
    let cell = |text| match text {
        "" => Cell::Missing,
        text => Cell::Text(text),
    };
    Column {
        name: name.to_owned(),
        meaning: None,
        values: values.iter().copied().map(cell).collect(),
    }
}

fn guess(draft: &Draft) -> Mapping {
    Mapping::guess(draft, &Dictionary::default())
}

fn taken(draft: &Draft, mapping: &Mapping, into: Option<&Document>) -> Taken {
    let taken = take(draft, mapping, into, &Progress::new(), &Cancel::new()).unwrap();
    let tally = tally(draft, mapping, into, &Cancel::new()).unwrap();
    assert_eq!(taken.report.tally, tally);
    assert!(tally.ties.adds_up() && tally.actors.adds_up(), "{tally:?}");
    taken
}

fn ties(document: &Document) -> Vec<String> {
    document.ties().map(|(id, _)| document.tie_words(id)).collect()
}

const ONE: Direction = Direction::Directed;
const NO: Direction = Direction::Undirected;

#[test]
fn nothing_is_merged_dropped_or_turned_unless_somebody_asks() {
    let draft = draft(
        &["A", "B"],
        &[(0, 1, ONE), (0, 1, ONE), (1, 0, ONE), (0, 0, ONE), (1, 0, NO)],
    );
    let mut mapping = guess(&draft);
    mapping.tie_kind = TieKind::Cooperation;
    let all = taken(&draft, &mapping, None);
    assert_eq!(
        ties(&all.document),
        [
            "Cooperation A – B",
            "Cooperation A – B",
            "Cooperation B – A",
            "Cooperation A – A",
            "Cooperation B – A"
        ]
    );
    assert_eq!(all.report.tally.choices.parallel, [5, 4]);
    assert_eq!(all.report.tally.choices.opposite, [5, 4, 4]);
    assert_eq!(all.report.tally.choices.loops, [5, 4]);
    mapping.parallel = Parallel::Merge;
    mapping.opposite = Opposite::Join;
    mapping.loops = Loops::Drop;
    let few = taken(&draft, &mapping, None);
    assert_eq!(ties(&few.document), ["Cooperation A – B", "Cooperation B – A"]);
    let tally = few.report.tally.ties;
    assert_eq!((tally.made, tally.merged, tally.dropped), (2, 2, 1));
}

#[test]
fn knowledge_both_ways_is_mutual_and_supply_both_ways_says_so() {
    let draft = draft(&["A", "B"], &[(0, 1, ONE), (1, 0, ONE)]);
    let mut mapping = guess(&draft);
    mapping.tie_kind = TieKind::Knowledge;
    mapping.opposite = Opposite::Join;
    assert_eq!(ties(&taken(&draft, &mapping, None).document), ["Knowledge A ↔ B"]);
    mapping.tie_kind = TieKind::Supply;
    assert_eq!(taken(&draft, &mapping, None).document.tie_count(), 2);
    mapping.opposite = Opposite::Once;
    let once = taken(&draft, &mapping, None);
    let (_, tie) = once.document.ties().next().unwrap();
    assert_eq!(
        tie.attributes.get("direction"),
        Datum::text("undirected").as_ref()
    );
    assert_eq!(once.report.tally.ties.undirected, 1);
    mapping.both_ways = BothWays::Two;
    let two = taken(&draft, &mapping, None);
    assert_eq!(ties(&two.document), ["Supply A → B", "Supply B → A"]);
    assert_eq!(two.report.tally.ties.added, 1);
}

#[test]
fn a_word_that_looks_from_the_other_side_turns_its_tie_and_says_so() {
    let mut draft = draft(&["A", "B"], &[(0, 1, ONE), (0, 1, ONE), (0, 1, ONE)]);
    draft.tie_columns = vec![column("Type", &["buys from", "supplies", "xyzzy"])];
    let mapping = guess(&draft);
    let taken = taken(&draft, &mapping, None);
    assert_eq!(
        ties(&taken.document),
        ["Supply B → A", "Supply A → B", "Supply A → B"]
    );
    assert_eq!(taken.report.tally.ties.turned, 1);
    let words: Vec<Option<String>> = taken
        .document
        .ties()
        .map(|(_, tie)| tie.attributes.get("Type").map(Datum::to_string))
        .collect();
    assert_eq!(
        words,
        [
            Some("buys from".into()),
            Some("supplies".into()),
            Some("xyzzy".into())
        ]
    );
    let notices = taken.report.tally.notices;
    assert!(
        notices.iter().any(|notice| notice.sentence.contains("“xyzzy”")),
        "{notices:?}"
    );
}

#[test]
fn strengths_are_combined_first_and_scaled_then_and_the_old_ones_kept() {
    let mut draft = draft(
        &["A", "B", "C"],
        &[(0, 1, ONE), (0, 1, ONE), (1, 2, ONE), (2, 0, ONE), (0, 2, ONE)],
    );
    draft.tie_columns = vec![column("weight", &["2", "6", "4", "0", "-1"])];
    let mut mapping = guess(&draft);
    assert_eq!(mapping.tie_columns[0].scale, Scale::ByMost);
    mapping.parallel = Parallel::Merge;
    let weights = |combine| {
        let mapping = Mapping {
            combine,
            ..mapping.clone()
        };
        let document = taken(&draft, &mapping, None).document;
        let of = |(_, tie): (_, &Tie)| (tie.weight.get(), tie.enabled);
        document.ties().map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        weights(Combine::Sum),
        [(1.0, true), (0.5, true), (0.5, false), (0.5, true)]
    );
    assert_eq!(weights(Combine::Most)[1].0, 4.0 / 6.0);
    assert_eq!(weights(Combine::Mean)[0].0, 1.0);
    let taken = taken(&draft, &mapping, None);
    let kept: Vec<String> = taken
        .document
        .ties()
        .map(|(_, tie)| {
            tie.attributes
                .get("weight")
                .map(Datum::to_string)
                .unwrap_or_default()
        })
        .collect();
    assert_eq!(kept, ["2, 6", "4", "0", "-1"]);
    assert_eq!(taken.report.tally.ties.disabled, 1);
    assert!(
        taken
            .report
            .tally
            .notices
            .iter()
            .any(|notice| notice.sentence.contains("1 number of “weight”"))
    );
}

#[test]
fn what_fits_no_field_becomes_an_attribute() {
    let mut draft = draft(&["A", "B"], &[]);
    draft.actor_columns = vec![
        column("Jobs", &["120", "-5"]),
        column("Founded", &["1998-05-01", "long ago"]),
        column("External", &["ja", "maybe"]),
        column("Tags", &["b|a", "c"]),
        column("stock code", &["000001", ""]),
        column("city", &["顺德", ""]),
    ];
    let document = taken(&draft, &guess(&draft), None).document;
    let actors: Vec<&crate::model::Actor> = document.actors().map(|(_, actor)| actor).collect();
    assert_eq!(actors[0].jobs.get(), 120.0);
    assert_eq!(actors[0].founded.get(), 1998.0);
    assert!(actors[0].external && !actors[1].external);
    assert_eq!(actors[0].extra.tags, ["a", "b"]);
    let of = |actor: usize, name: &str| actors[actor].attributes.get(name).map(Datum::to_string);
    assert_eq!(of(1, "Jobs").as_deref(), Some("-5"));
    assert_eq!(of(1, "Founded").as_deref(), Some("long ago"));
    assert_eq!(of(1, "External").as_deref(), Some("maybe"));
    assert_eq!(of(0, "stock code").as_deref(), Some("000001"));
    assert_eq!(of(0, "city").as_deref(), Some("顺德"));
}

#[test]
fn names_that_are_nearly_the_same_are_told_and_can_be_one() {
    let mut draft = draft(&["ABC Ltd", "ＡＢＣ　ltd", "Other"], &[(0, 1, ONE), (1, 2, ONE)]);
    draft.actor_columns = vec![column("city", &["x", "y", ""])];
    let mut mapping = guess(&draft);
    let apart = taken(&draft, &mapping, None);
    assert_eq!(apart.document.actor_count(), 3);
    assert!(
        apart.report.tally.notices[0]
            .sentence
            .contains("“ABC Ltd” and “ＡＢＣ　ltd”")
    );
    mapping.alike = true;
    let one = taken(&draft, &mapping, None);
    assert_eq!(one.document.actor_count(), 2);
    assert_eq!(one.report.tally.actors.merged, 1);
    let (_, actor) = one.document.actors().next().unwrap();
    assert_eq!(
        actor.attributes.get("city").map(Datum::to_string).as_deref(),
        Some("x, y")
    );
}

#[test]
fn taking_the_same_file_in_again_updates_and_adds_nothing() {
    let mut draft = draft(&["f1", "f2", "f3"], &[(0, 1, ONE), (0, 1, ONE), (1, 2, NO)]);
    for (actor, name) in draft.actors.iter_mut().zip(["Alpha", "Beta", "Beta"]) {
        actor.label = name.into();
    }
    draft.actor_columns = vec![column("Employees", &["10", "20", "30"])];
    draft.tie_columns = vec![column("kind", &["supply", "supply", "cooperation"])];
    let mapping = guess(&draft);
    let first = taken(&draft, &mapping, None).document;
    let again = taken(&draft, &mapping, Some(&first));
    assert_eq!(again.document, first);
    assert_eq!(
        (again.report.tally.actors.updated, again.report.tally.ties.updated),
        (3, 3)
    );
    assert!(again.unplaced.is_empty());
    // Then the file has grown and changed.
    draft.actor_columns[0].values.put(1, Cell::Text("25"));
    draft.actors.push(DraftActor {
        id: "f4".into(),
        ..DraftActor::default()
    });
    draft.ties.push(DraftTie {
        from: 3,
        to: 0,
        direction: ONE,
        place: 0,
    });
    (draft.found.actor_records, draft.found.tie_records) = (4, 4);
    draft.tie_columns[0].values.push(Cell::Text("supply"));
    let grown = taken(&draft, &mapping, Some(&first));
    assert_eq!((grown.document.actor_count(), grown.document.tie_count()), (4, 4));
    let edit = edit("Import", &first, &grown.document);
    let mut ids = Ids::new();
    assert_eq!(edit.apply(&first, &mut ids).unwrap(), grown.document);
    assert_eq!(ids.actor().number(), 5);
    let jobs: Vec<f64> = grown
        .document
        .actors()
        .map(|(_, actor)| actor.jobs.get())
        .take(3)
        .collect();
    assert_eq!(jobs, [10.0, 25.0, 30.0]);
    let mapping = Mapping {
        matching: Matching::Nobody,
        ..mapping
    };
    assert_eq!(taken(&draft, &mapping, Some(&first)).document.actor_count(), 7);
}

#[test]
fn ids_are_kept_when_they_say_more_than_names() {
    let mut draft = draft(&["7", "B", "#3"], &[]);
    draft.actors[0].label = "Seven".into();
    let document = taken(&draft, &guess(&draft), None).document;
    let ids: Vec<Option<String>> = document
        .actors()
        .map(|(_, actor)| actor.attributes.get("id").map(Datum::to_string))
        .collect();
    assert_eq!(ids, [Some("7".into()), None, None]);
}

#[test]
fn groups_become_zones_around_their_actors_or_attributes() {
    let mut draft = draft(&["A", "B", "C"], &[]);
    draft.groups = vec![
        DraftGroup {
            name: "Core".into(),
            parent: None,
        },
        DraftGroup {
            name: String::new(),
            parent: Some(0),
        },
    ];
    for (actor, group) in draft.actors.iter_mut().zip([Some(0), Some(1), None]) {
        actor.group = group;
    }
    for (number, actor) in draft.actors.iter_mut().enumerate() {
        actor.at = Some(Point::new(number as f64, 0.0));
    }
    let mut mapping = guess(&draft);
    assert_eq!(mapping.groups, Groups::Zones);
    let taken_in = taken(&draft, &mapping, None);
    let zoned = taken_in.zoned(&taken_in.document);
    let zones: Vec<(String, usize)> = zoned
        .zones()
        .map(|(_, zone)| (zone.name.clone(), zoned.actors_in(zone).count()))
        .collect();
    assert_eq!(zones, [("Core".into(), 2), ("Group 2".into(), 1)]);
    let spread = zoned.extent().unwrap();
    assert!((spread.width() - 180.0).abs() < 1e-6, "{spread:?}");
    assert!(taken_in.unplaced.is_empty());
    mapping.groups = Groups::Tag;
    let (_, actor) = taken(&draft, &mapping, None)
        .document
        .actors()
        .next()
        .map(|(id, actor)| (id, actor.clone()))
        .unwrap();
    assert_eq!(actor.extra.tags, ["Core"]);
}

#[test]
fn places_in_columns_count_and_everybody_at_one_point_has_none() {
    let mut draft = draft(&["A", "B"], &[]);
    draft.actor_columns = vec![column("x", &["0,5", "100,5"]), column("y", &["0", "200"])];
    let mapping = guess(&draft);
    assert_eq!(mapping.actor_columns[0].target, Target::X);
    let document = taken(&draft, &mapping, None).document;
    let places: Vec<Point> = document.places().map(|(_, place)| place.at).collect();
    assert_eq!(places, [Point::new(-50.0, -100.0), Point::new(50.0, 100.0)]);
    draft.actor_columns = vec![column("x", &["0", "0"]), column("y", &["0", "0"])];
    assert_eq!(taken(&draft, &guess(&draft), None).unplaced.len(), 2);
}

#[test]
fn what_milieu_wrote_comes_back_with_its_ids_and_places() {
    let mut draft = draft(&["a7", "a2"], &[(0, 1, NO)]);
    draft.actor_columns = vec![
        column("kind", &["university", "final"]),
        column("jobs", &["5", "6"]),
    ];
    draft.actor_columns[0].meaning = Some(Meaning::Kind);
    draft.actor_columns[1].meaning = Some(Meaning::Own("jobs"));
    draft.actors[0].at = Some(Point::new(5.0, 5.0));
    draft.actors[1].at = Some(Point::new(6.0, 5.0));
    let document = taken(&draft, &guess(&draft), None).document;
    let ids: Vec<String> = document.actors().map(|(id, _)| id.to_string()).collect();
    assert_eq!(ids, ["a2", "a7"]);
    let seven = document.actor("a7".parse().unwrap()).unwrap();
    assert_eq!((seven.kind, seven.jobs.get()), (ActorKind::University, 5.0));
    assert!(seven.attributes.is_empty());
    assert_eq!(
        document.place("a7".parse().unwrap()).unwrap().at,
        Point::new(5.0, 5.0)
    );
}

#[test]
fn taking_can_be_given_up_and_tells_how_far_it_is() {
    let draft = draft(&["A", "B"], &[(0, 1, ONE)]);
    let (progress, cancel) = (Progress::new(), Cancel::new());
    take(&draft, &guess(&draft), None, &progress, &cancel).unwrap();
    assert_eq!(progress.share(), 1.0);
    cancel.raise();
    assert!(take(&draft, &guess(&draft), None, &progress, &cancel).is_err());
    assert!(tally(&draft, &guess(&draft), None, &cancel).is_err());
}

fn any_direction() -> impl Strategy<Value = Direction> {
    prop_oneof![3 => Just(ONE), 1 => Just(NO), 1 => Just(Direction::Mutual)]
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let actors = prop::collection::vec("[ABab ]{1,2}|[1-5]", 1..9);
    let ties = prop::collection::vec(
        (0_u32..9, 0_u32..9, any_direction(), 0_usize..6, 0_usize..6),
        0..40,
    );
    (actors, ties, 0_usize..4, 0_usize..4).prop_map(|(names, rows, more_actors, dropped)| {
        let names: Vec<&str> = names
            .iter()
            .map(|name| name.trim())
            .map(|name| if name.is_empty() { "Z" } else { name })
            .collect();
        let count = names.len() as u32;
        let pairs: Vec<(u32, u32, Direction)> = rows
            .iter()
            .map(|&(a, b, way, ..)| (a % count, b % count, way))
            .collect();
        let mut draft = draft(&names, &pairs);
        let words = ["supply", "buys from", "cooperation", "knowledge", "xyzzy", ""];
        let weights = ["1", "0", "3", "0.5", "-2", ""];
        draft.tie_columns = vec![
            column("kind", &rows.iter().map(|row| words[row.3]).collect::<Vec<_>>()),
            column(
                "weight",
                &rows.iter().map(|row| weights[row.4]).collect::<Vec<_>>(),
            ),
        ];
        for actor in draft.actors.iter_mut().step_by(3) {
            actor.implied = true;
            draft.found.actor_records -= 1;
        }
        draft.found.actor_records += more_actors;
        draft.found.tie_records += dropped;
        draft
    })
}

fn any_mapping(draft: &Draft, choices: [usize; 6]) -> Mapping {
    let mut mapping = guess(draft);
    let [parallel, opposite, combine, loops, both_ways, matching] = choices;
    mapping.parallel = [Parallel::Keep, Parallel::Merge][parallel % 2];
    mapping.opposite = [Opposite::Keep, Opposite::Join, Opposite::Once][opposite % 3];
    mapping.combine = [Combine::Sum, Combine::Mean, Combine::Most][combine % 3];
    mapping.loops = [Loops::Keep, Loops::Drop][loops % 2];
    mapping.both_ways = [BothWays::First, BothWays::Two][both_ways % 2];
    mapping.matching = [
        Matching::IdThenName,
        Matching::Id,
        Matching::Name,
        Matching::Nobody,
    ][matching % 4];
    mapping.alike = combine % 2 == 1;
    if loops == 5 {
        let dictionary = Dictionary::default();
        mapping.set_target(draft, &dictionary, Side::Ties, 1, Target::Leave);
    }
    mapping
}

proptest! {
    /// Promise 12: whatever the file and the choices, rows = ties made + updated + merged + dropped, and the document
    /// has just what the report says.
    #[test]
    fn the_numbers_of_every_report_add_up(
        draft in any_draft(),
        other in any_draft(),
        choices in prop::array::uniform6(0_usize..6),
    ) {
        let mapping = any_mapping(&draft, choices);
        let first = taken(&draft, &mapping, None);
        let tally = first.report.tally.clone();
        prop_assert_eq!(first.document.tie_count(), tally.ties.made + tally.ties.added);
        prop_assert_eq!(first.document.actor_count(), tally.actors.made);
        // What each choice foretells is what it does.
        let total = tally.ties.made + tally.ties.added;
        let choice = &tally.choices;
        prop_assert_eq!(choice.parallel[usize::from(mapping.parallel == Parallel::Merge)], total);
        let opposite = [Opposite::Keep, Opposite::Join, Opposite::Once];
        prop_assert_eq!(choice.opposite[opposite.iter().position(|o| *o == mapping.opposite).unwrap()], total);
        prop_assert_eq!(choice.loops[usize::from(mapping.loops == Loops::Drop)], total);
        prop_assert_eq!(choice.both_ways[usize::from(mapping.both_ways == BothWays::Two)], total);
        // Another file into it.
        let mapping = any_mapping(&other, choices);
        let second = taken(&other, &mapping, Some(&first.document));
        let tally = &second.report.tally;
        prop_assert_eq!(second.document.actor_count(), first.document.actor_count() + tally.actors.made);
        let more = tally.ties.made + tally.ties.added;
        prop_assert_eq!(second.document.tie_count(), first.document.tie_count() + more);
        let edit = edit("Import", &first.document, &second.document);
        prop_assert_eq!(&edit.apply(&first.document, &mut Ids::new()).unwrap(), &second.document);
        // And the texts about it are there and are well-formed.
        prop_assert!(serde_json::from_str::<serde_json::Value>(&second.report.json()).is_ok());
        prop_assert!(second.report.text().contains("Ties read"));
        prop_assert!(second.report.csv().lines().count() > 4);
    }
}
