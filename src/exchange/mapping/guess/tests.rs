//! Drafts as they come, and what is made of them.

use super::*;
use crate::exchange::draft::{DraftActor, DraftTie};
use crate::exchange::format::Format;

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

fn draft(actors: Vec<Column>, ties: Vec<Column>, pairs: &[(u32, u32)]) -> Draft {
    let mut draft = Draft::of(Format::Table);
    draft.actors = (0..4)
        .map(|number| DraftActor {
            id: format!("F{number}").into(),
            ..DraftActor::default()
        })
        .collect();
    let tie = |&(from, to): &(u32, u32)| DraftTie {
        from,
        to,
        direction: Direction::Directed,
        place: 0,
    };
    draft.ties = pairs.iter().map(tie).collect();
    (draft.actor_columns, draft.tie_columns) = (actors, ties);
    draft
}

fn targets(mapping: &Mapping, side: Side) -> Vec<Target> {
    mapping.columns(side).iter().map(|choice| choice.target).collect()
}

#[test]
fn a_chinese_list_of_firms_needs_no_change() {
    let draft = draft(
        vec![
            column("企业名称", &["甲", "乙", "丙", "丁"]),
            column("类型", &["制造商", "供应商", "大学", "供应商"]),
            column("员工人数", &["1,200", "45", "6,000", ""]),
            column("营业收入（万元）", &["1,200", "800", "", "50"]),
            column("股票代码", &["000001", "600519", "", ""]),
            column("城市", &["佛山", "顺德", "广州", ""]),
        ],
        vec![column("关系", &["供应", "合作"]), column("权重", &["5", "2"])],
        &[(0, 1), (1, 2)],
    );
    let mapping = Mapping::guess(&draft, &Dictionary::default());
    assert_eq!(
        targets(&mapping, Side::Actors),
        [
            Target::Label,
            Target::Kind,
            Target::Field("jobs"),
            Target::Field("revenue"),
            Target::Attribute,
            Target::Attribute
        ]
    );
    assert_eq!(mapping.actor_columns[3].scale, Scale::Times(0.01));
    assert_eq!(mapping.actor_columns[4].numbers, None);
    assert_eq!(
        targets(&mapping, Side::Ties),
        [Target::Kind, Target::Field("weight")]
    );
    assert_eq!(
        (mapping.tie_columns[1].scale, mapping.tie_columns[1].keep),
        (Scale::ByMost, true)
    );
    let kinds: Vec<Option<ActorKind>> = mapping.actor_words.iter().map(|word| word.kind).collect();
    assert_eq!(
        kinds,
        [
            Some(ActorKind::Supplier),
            Some(ActorKind::Final),
            Some(ActorKind::University)
        ]
    );
    assert_eq!(mapping.actor_words[0].count, 2);
}

#[test]
fn the_type_of_gephi_is_a_direction_and_that_of_kumu_a_kind() {
    let gephi = draft(
        Vec::new(),
        vec![
            column("Type", &["Directed", "Undirected"]),
            column("Weight", &["1", "0.5"]),
        ],
        &[(0, 1), (1, 2)],
    );
    let mapping = Mapping::guess(&gephi, &Dictionary::default());
    assert_eq!(
        targets(&mapping, Side::Ties),
        [Target::Direction, Target::Field("weight")]
    );
    assert_eq!(mapping.tie_columns[1].scale, Scale::AsIs);
    let kumu = draft(
        Vec::new(),
        vec![
            column("Type", &["buys from", "xyzzy"]),
            column("value", &["1", "3"]),
        ],
        &[(0, 1), (1, 2)],
    );
    let mapping = Mapping::guess(&kumu, &Dictionary::default());
    assert_eq!(
        targets(&mapping, Side::Ties),
        [Target::Kind, Target::Field("weight")]
    );
    assert!(mapping.tie_words[0].turned);
    assert_eq!(mapping.tie_words[1].kind, None);
    assert!(mapping.tie_columns[0].keep);
}

#[test]
fn another_target_moves_what_hangs_on_it() {
    let draft = draft(
        vec![
            column("Typ", &["Hersteller", "Bank", "Bank", ""]),
            column("Sektor", &["Verein", "Kammer", "Hochschule", "x"]),
        ],
        Vec::new(),
        &[],
    );
    let dictionary = Dictionary::default();
    let mut mapping = Mapping::guess(&draft, &dictionary);
    assert_eq!(targets(&mapping, Side::Actors), [Target::Kind, Target::Attribute]);
    mapping.set_target(&draft, &dictionary, Side::Actors, 1, Target::Kind);
    assert_eq!(targets(&mapping, Side::Actors), [Target::Attribute, Target::Kind]);
    assert_eq!(mapping.actor_words.len(), 4);
    assert_eq!(mapping.actor_words[3].kind, None);
}

#[test]
fn a_symmetric_matrix_is_seen_as_one() {
    let mut matrix = draft(
        Vec::new(),
        vec![column("weight", &["1", "1", "2", "2"])],
        &[(0, 1), (1, 0), (1, 2), (2, 1)],
    );
    assert_eq!(
        Mapping::guess(&matrix, &Dictionary::default()).opposite,
        Opposite::Keep
    );
    matrix.reading.shape = Some(Shape::Matrix);
    let mapping = Mapping::guess(&matrix, &Dictionary::default());
    assert_eq!(
        (mapping.opposite, mapping.tie_kind),
        (Opposite::Once, TieKind::Cooperation)
    );
    matrix.tie_columns[0].values.put(3, Cell::Text("3"));
    assert_eq!(
        Mapping::guess(&matrix, &Dictionary::default()).opposite,
        Opposite::Keep
    );
}

#[test]
fn columns_without_a_known_heading_are_kinds_when_their_words_are() {
    let draft = draft(
        vec![column("Was", &["Bank", "Hochschule", "Bank", "Hochschule"])],
        Vec::new(),
        &[],
    );
    let mapping = Mapping::guess(&draft, &Dictionary::default());
    assert_eq!(targets(&mapping, Side::Actors), [Target::Kind]);
}
