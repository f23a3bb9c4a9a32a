//! Every format, small.

use super::*;
use crate::exchange::draft::Column;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/exchange/dl/");

fn sample(name: &str) -> String {
    std::fs::read_to_string(format!("{SAMPLES}{name}")).unwrap()
}

fn read_text(text: &str) -> Draft {
    read(text, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap()
}

fn fault(text: &str) -> Fault {
    read(text, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap_err()
}

fn column<'d>(columns: &'d [Column], name: &str) -> &'d Column {
    columns
        .iter()
        .find(|column| column.name == name)
        .unwrap_or_else(|| panic!("{name} in {columns:?}"))
}

/// Each tie as `from>to` or `from-to`, with its weight if it has one.
fn ties(draft: &Draft) -> String {
    let weights = draft.tie_columns.iter().find(|column| column.name == "weight");
    let tie = |(index, tie): (usize, &crate::exchange::draft::DraftTie)| {
        let [from, to] = [tie.from, tie.to].map(|end| &draft.actors[end as usize].id);
        let sign = if tie.direction == Direction::Directed {
            ">"
        } else {
            "-"
        };
        match weights.and_then(|column| column.values.get(index)) {
            Some(Cell::Number(weight)) => format!("{from}{sign}{to}={weight}"),
            _ => format!("{from}{sign}{to}"),
        }
    };
    draft
        .ties
        .iter()
        .enumerate()
        .map(tie)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn two_matrices_with_labels_and_rows_that_wrap() {
    let draft = read_text(&sample("full.dl"));
    assert_eq!(
        ties(&draft),
        "ACME>BOLT WORKS=1 ACME>日本精工=2.5 BOLT WORKS>CAST=1 日本精工>ACME=1 ACME>BOLT WORKS=1 BOLT \
         WORKS>ACME=1 CAST>日本精工=1 日本精工>CAST=1"
    );
    let kinds = column(&draft.tie_columns, "matrix");
    assert_eq!(kinds.meaning, Some(Meaning::Kind));
    let words = [
        "trade", "trade", "trade", "trade", "trust", "trust", "trust", "trust",
    ];
    assert_eq!(kinds.values, words.map(Cell::Text));
    assert_eq!(draft.found.mirrored, 4, "only the second one is symmetric");
    assert_eq!(draft.found.remarks.len(), 1, "{:?}", draft.found.remarks);
}

#[test]
fn an_edge_list_with_labels_among_the_data() {
    let draft = read_text(&sample("embedded.dl"));
    assert_eq!(ties(&draft), "acme>bolt=3 bolt>Cast Ltd Cast Ltd>acme=0.5");
    assert!(draft.found.remarks.is_empty(), "{:?}", draft.found.remarks);
}

#[test]
fn two_modes() {
    let draft = read_text(&sample("two_modes.dl"));
    assert_eq!(ties(&draft), "Acme-fair=1 Acme-club=2 Bolt-supplier day=1");
    let mode = column(&draft.actor_columns, "mode");
    assert_eq!(
        mode.values.iter().collect::<Vec<_>>()[1..3],
        ["first mode", "second mode"].map(Cell::Text)
    );
    let nameless = read_text("dl nr=2, nc=2 data: 1 0 0 1");
    assert_eq!(ties(&nameless), "1-column 1=1 2-column 2=1");
    let list =
        read_text("dl nr=2 nc=2 format=edgelist2 row labels: a b column labels: a c data:\n1 1\n2 2 4\n");
    assert_eq!(ties(&list), "a-a (2) b-c=4");
    let list = read_text("dl nr=2 nc=3 format=nodelist2 data:\n1 1 3\n2 2\n");
    assert_eq!(ties(&list), "1-column 1 1-column 3 2-column 2");
    let same = read_text("dl nr=2 nc=2 row labels: a b column labels: a b data: 0 1 0 0");
    assert_eq!(ties(&same), "a>b=1", "the same labels on both sides are one mode");
}

#[test]
fn halves() {
    assert_eq!(
        ties(&read_text("dl n=3 format=lowerhalf data: 1\n 2 0\n 3 4 0")),
        "1-1=1 2-1=2 3-1=3 3-2=4"
    );
    assert_eq!(
        ties(&read_text(
            "dl n=3\nformat=lowerhalf diagonal absent\nlabels: a b c data: 2 3 4"
        )),
        "b-a=2 c-a=3 c-b=4"
    );
    assert_eq!(
        ties(&read_text("dl n=3 format=upperhalf data: 1 2 0 0 4 0")),
        "1-1=1 1-2=2 2-3=4"
    );
    assert_eq!(
        ties(&read_text("dl n=3 format=upperhalf diagonal=absent data: 2 3 4")),
        "1-2=2 1-3=3 2-3=4"
    );
    let fault = fault("dl format=upperhalf\ndata:\n1 2");
    assert_eq!(fault.line(), Some(3), "{fault}");
}

#[test]
fn lists() {
    let text = "dl n=4 format=nodelist1 labels: a b c d data:\n1 2 3\n3 4\n";
    assert_eq!(ties(&read_text(text)), "a>b a>c c>d");
    let text = "dl n=4 format=nodelist1b data:\n2 2 3\n0\n1 4\n";
    assert_eq!(ties(&read_text(text)), "1>2 1>3 3>4");
    let text = "dl n=3 nm=2 format=edgearray1 matrix labels: trade trust data:\n1 2 5 0\n2 3 1 2\n";
    let draft = read_text(text);
    assert_eq!(ties(&draft), "1>2=5 2>3=1 2>3=2");
    let words = ["trade", "trade", "trust"].map(Cell::Text);
    assert_eq!(column(&draft.tie_columns, "matrix").values, words);
    let text = "dl n=3 nm=2 format=edgelist1 data:\n1 2\n!\n2 3\n";
    let words = ["matrix 1", "matrix 2"].map(Cell::Text);
    assert_eq!(column(&read_text(text).tie_columns, "matrix").values, words);
    let text = "dl n=3 format=rankedlist1 data:\n1 3 2\n";
    assert_eq!(ties(&read_text(text)), "1>3=1 1>2=2");
}

#[test]
fn labels_on_both_sides_of_a_matrix() {
    let text = "dl n=3 labels embedded\ndata:\n  a b c\na 0 1 0\nb 0 0 2\nc - . 0\n";
    assert_eq!(ties(&read_text(text)), "a>b=1 b>c=2");
    let text = "dl nr=2 nc=3 row labels embedded column labels embedded data:\n x y z\na 0 1 0\nb 0 0 2\n";
    assert_eq!(ties(&read_text(text)), "a-y=1 b-z=2");
    let text = "dl n=2 nm=2 row labels embedded data:\na 0 1\nb 0 0\na 0 0\nb 1 0\n";
    assert_eq!(ties(&read_text(text)), "a>b=1 b>a=1");
}

#[test]
fn labels_without_quotes_may_hold_blanks_when_they_stand_in_lines() {
    let draft = read_text("dl n=2\nlabels:\nAcme Corp\nBolt Works\ndata:\n0 1\n0 0\n");
    assert_eq!(ties(&draft), "Acme Corp>Bolt Works=1");
    let twice = read_text("dl n=2 labels: a a data: 0 1 0 0");
    assert_eq!(ties(&twice), "a>a (2)=1");
    assert_eq!(twice.found.remarks.len(), 1);
}

#[test]
fn a_header_in_any_order() {
    let plain = read_text("DL N = 2\nFormat = Full\u{6d}atrix\nLabels:\na,b\nData:\n0 1 0 0");
    for text in [
        "dl labels:\na,b\nn=2 format=fullmatrix\ndata:0 1 0 0",
        "dl\r\rformat fullmatrix\rlabels: 'a' 'b' n=2 data:\r0,1\r0,0",
        "dl nm=1 n 2 labels: a\nb\nDATA:\n0 1\n0 0",
    ] {
        assert_eq!(ties(&read_text(text)), ties(&plain), "{text}");
    }
}

#[test]
fn what_does_not_add_up_is_told_of() {
    let short = read_text("dl n=3 data: 0 1 0\n1");
    assert_eq!(ties(&short), "1>2=1 2>1=1");
    assert!(
        short
            .found
            .remarks
            .iter()
            .any(|remark| remark.what.contains("2 of 3 rows")),
        "{short:?}"
    );
    let long = read_text("dl n=1 data: 0 1 0");
    assert!(long.found.remarks[0].what.contains("2 words"), "{long:?}");
    let bad = read_text("dl n=2 data: 0 x\n0 0");
    assert_eq!((bad.found.tie_records, bad.ties.len()), (1, 0));
    let boast = read_text("dl n=4000000000 format=edgelist1 data:\n1 2");
    assert_eq!(boast.actors.len(), 2);
    let boast = read_text("dl nr=4000000000 nc=0 nm=4000000000 data:\n1 2");
    assert!(boast.ties.is_empty());
    let beyond = read_text("dl n=2 format=edgelist1 data:\n1 3\n0 1\nx");
    assert_eq!(ties(&beyond), "1>3");
    assert_eq!((beyond.found.tie_records, beyond.found.remarks.len()), (3, 3));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let binary = fault("##h binary");
    assert!(binary.to_string().contains("Export, DL"), "{binary}");
    let other = fault("\n hello");
    assert_eq!((other.line(), other.column()), (Some(2), Some(2)), "{other}");
    let block = fault("dl n=3\nformat=blockmatrix\ndata:\n1");
    assert_eq!((block.line(), block.column()), (Some(2), Some(8)), "{block}");
    let number = fault("dl n=many data:");
    assert_eq!(number.column(), Some(6), "{number}");
    let data = fault("dl n=3\nlabels: a b c\n");
    assert!(
        data.to_string().contains("“data:”") && data.line().is_some(),
        "{data}"
    );
}
