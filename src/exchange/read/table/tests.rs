//! One table of each shape and of each trap.

use super::*;
use crate::exchange::draft::{Cell, Draft};

fn read(text: &str) -> Draft {
    read_as(text, &Reading::guessed())
}

fn read_as(text: &str, reading: &Reading) -> Draft {
    super::read(text, reading, &Progress::new(), &Cancel::new()).unwrap()
}

/// Ties as `from>to`, with their values by column.
fn ties(draft: &Draft) -> Vec<String> {
    let id = |number: u32| &*draft.actors[number as usize].id;
    let tie = |(at, tie): (usize, &crate::exchange::draft::DraftTie)| {
        let mut words = format!("{}>{}", id(tie.from), id(tie.to));
        for column in &draft.tie_columns {
            match column.values.get(at) {
                Some(Cell::Text(text)) => words += &format!(" {}={text}", column.name),
                Some(Cell::Number(number)) => words += &format!(" {}={number}", column.name),
                _ => {}
            }
        }
        words
    };
    draft.ties.iter().enumerate().map(tie).collect()
}

fn actors(draft: &Draft) -> Vec<String> {
    let words = |actor: &crate::exchange::draft::DraftActor| format!("{}:{}", actor.id, actor.label);
    draft.actors.iter().map(words).collect()
}

fn said(draft: &Draft) -> Vec<String> {
    let words = |remark: &crate::exchange::draft::Remark| {
        format!("{:?} {} ({})", remark.fate, remark.what, remark.place)
    };
    draft.found.remarks.iter().map(words).collect()
}

#[test]
fn lists_of_ties() {
    for (text, wanted, header) in [
        (
            "Source,Target,Weight\nA,B,2\nB,C,1\n",
            &["A>B Weight=2", "B>C Weight=1"][..],
            true,
        ),
        (
            "\u{feff}Source ; Target;Weight\nA;B;0,5\n",
            &["A>B Weight=0,5"],
            true,
        ),
        (
            "起点,终点,类型\n甲公司,乙公司,供应\n",
            &["甲公司>乙公司 类型=供应"],
            true,
        ),
        ("客户\t供应商\n甲\t乙\n", &["乙>甲"], true),
        // No headings: names recur, or numbers stand on top.
        ("Alice,Bob\nBob,Carol\n", &["Alice>Bob", "Bob>Carol"], false),
        ("1 2\n2 3\n3 1\n", &["1>2", "2>3", "3>1"], false),
        (
            "# made by hand\n1\t2\t0.5\n2\t3\t1\n",
            &["1>2 weight=0.5", "2>3 weight=1"],
            false,
        ),
        // Unknown headings: the ends are the columns that share their names.
        (
            "No;Mill;Spinner\n1;Huber;Voss\n2;Voss;Kern\n3;Kern;Huber\n",
            &["Huber>Voss No=1", "Voss>Kern No=2", "Kern>Huber No=3"],
            true,
        ),
        (
            "firm,event\nA,fair\nB,fair\nA,club\n",
            &["A>fair", "B>fair", "A>club"],
            true,
        ),
    ] {
        let draft = read(text);
        assert_eq!(draft.reading.shape, Some(Shape::Ties), "{text}");
        assert_eq!(draft.reading.header, Some(header), "{text}");
        assert_eq!(ties(&draft), wanted, "{text}");
    }
}

#[test]
fn lists_of_actors() {
    for (text, wanted) in [
        (
            "Id,Label,Jobs\n001,Bosch,5\n002,Festo,7\n",
            &["001:Bosch", "002:Festo"][..],
        ),
        ("Label,Type,Description,Tags\nBosch,firm,x,a|b\n", &["Bosch:"]),
        ("企业名称,员工人数\n美的,5000\n格力,4000\n", &["美的:", "格力:"]),
        (
            "Firma;Ort;Umsatz\nHuber;Tuttlingen;1,5\nVoss;Tuttlingen;2\n",
            &["Huber:", "Voss:"],
        ),
        ("Bosch GmbH\nFesto AG\n", &["Bosch GmbH:", "Festo AG:"]),
        (
            "Wer,Wo\nHuber,Ulm\nVoss,Ulm\nKern,Köln\n",
            &["Huber:", "Voss:", "Kern:"],
        ),
        ("NAICS code,Name\n26,A\n26,B\n", &["A:", "B:"]),
        ("Name,Code\nA,26\nB,26\n", &["A:", "B:"]),
    ] {
        let draft = read(text);
        assert_eq!(draft.reading.shape, Some(Shape::Actors), "{text}");
        assert_eq!(actors(&draft), wanted, "{text}");
    }
    let draft = read("Id,Label,Jobs\n001,Bosch,5\n");
    assert_eq!(draft.actor_columns[0].values, [Cell::Text("5")]);
}

#[test]
fn matrices() {
    let plain = read(",A,B,C\nA,0,1,0\nB,0,0,2\nC,1,0,0\n");
    assert_eq!(plain.reading.shape, Some(Shape::Matrix));
    assert_eq!(ties(&plain), ["A>B weight=1", "B>C weight=2", "C>A weight=1"]);
    assert_eq!(plain.found.tie_records, 3);
    let ones = read("x;A;B\nA;;1\nB;1;\n");
    assert_eq!(ties(&ones), ["A>B", "B>A"]);
    // Gephi leaves out the first row and column of a matrix without labels.
    let bare = read("0,1,1\n1,0,0\n1,0,0\n");
    assert_eq!(
        (bare.reading.shape, bare.reading.header),
        (Some(Shape::Matrix), Some(false))
    );
    assert_eq!(ties(&bare), ["1>2", "1>3", "2>1", "3>1"]);
    let top = read("A,B,C\n0,1,0\n0,0,1\n0,0,0\n");
    assert_eq!(ties(&top), ["A>B", "B>C"]);
    let side = read("A,0,1,0\nB,0,0,1\nC,0,0,0\n");
    assert_eq!(ties(&side), ["A>B", "B>C"]);
    let decimal = read(";A;B;C\nA;0;0,5;0\nB;0;0;1,5\nC;0;0;0\n");
    assert_eq!(ties(&decimal), ["A>B weight=0.5", "B>C weight=1.5"]);
    let two = read("Firm,Fair,Club,Board\nA,1,0,1\nB,0,1,0\n");
    assert_eq!(two.reading.shape, Some(Shape::TwoMode));
    assert_eq!(ties(&two), ["A>Fair", "A>Board", "B>Club"]);
    assert_eq!(two.actor_columns[0].name, "mode");
    let marks = read(",Messe,Verein\nHuber,x,\nVoss,,x\n");
    assert_eq!(ties(&marks), ["Huber>Messe", "Voss>Verein"]);
    // Said to be one: words in cells are kept.
    let mut asked = Reading::guessed();
    asked.shape = Some(Shape::Matrix);
    let words = read_as(",A,B\nA,,buys\nB,,\n", &asked);
    assert_eq!(ties(&words), ["A>B cell=buys"]);
}

#[test]
fn neighbors_and_lists_in_a_cell() {
    let draft = read("A,B,C\nB,A\nC,A,B,D\nD\n");
    assert_eq!(draft.reading.shape, Some(Shape::Neighbors));
    assert_eq!(ties(&draft), ["A>B", "A>C", "B>A", "C>A", "C>B", "C>D"]);
    let products = read("产品,下游产品\n铁矿,\"钢材,生铁\"\n钢材,\"汽车,家电\"\n生铁,钢材\n汽车,\n家电,\n");
    assert_eq!(products.reading.lists, Some(','));
    assert_eq!(
        ties(&products),
        ["铁矿>钢材", "铁矿>生铁", "钢材>汽车", "钢材>家电", "生铁>钢材"]
    );
    assert_eq!(products.found.tie_records, 7, "two rows have no second end");
    let kumu = read("From,To,Type\nA,B|C,supply\n");
    assert_eq!(ties(&kumu), ["A>B Type=supply", "A>C Type=supply"]);
    let mut whole = Reading::guessed();
    whole.lists = Some(' ');
    assert_eq!(ties(&read_as("From,To\nA,B|C\n", &whole)), ["A>B|C"]);
}

#[test]
fn banners_remarks_and_ragged_rows() {
    let draft = read("Cluster of 2024\n\nSource,Target,Note\nA,B\nB,C,x,more\n,D,y\nC,A,z\n");
    assert_eq!(ties(&draft), ["A>B", "B>C Note=x column 4=more", "C>A Note=z"]);
    assert_eq!(draft.found.tie_records, 4);
    assert_eq!(
        said(&draft)[..4],
        [
            "Unread The row “Cluster of 2024” stands above the table; it is not read (line 1)",
            "Repaired This row has 2 cells under 3 headings; the rest is empty (line 4)",
            "Repaired This row has 4 cells under 3 headings; what has none is kept as “column 4” (line 5)",
            "Dropped The first end is empty (line 6)",
        ]
    );
    assert_eq!(draft.actors.len(), 4, "D stands alone");
}

#[test]
fn an_unclosed_quote_and_zero_bytes_are_told() {
    let draft = read("Source,Target\nA,\"B\nB,C\nC,A\0\n");
    assert_eq!(ties(&draft), ["A>\"B", "B>C", "C>A"]);
    let said = said(&draft);
    assert!(
        said[0].contains("never closed") && said[0].contains("(line 2)"),
        "{said:?}"
    );
    assert!(said[1].contains("zero bytes"), "{said:?}");
}

#[test]
fn what_a_person_says_goes_before_what_is_guessed() {
    let mut asked = Reading::guessed();
    (asked.header, asked.shape, asked.ends) = (Some(false), Some(Shape::Ties), Some((2, 0)));
    let draft = read_as("Source,Target,Third\nA,B,C\n", &asked);
    assert_eq!(ties(&draft), ["Third>Source column 2=Target", "C>A column 2=B"]);
    asked = Reading::guessed();
    asked.separator = Some(';');
    asked.shape = Some(Shape::Actors);
    assert_eq!(actors(&read_as("a,b;c\nd,e;f\n", &asked)).len(), 2);
    // As guessed, said once more, it is the same.
    for text in [
        "Source,Target\nA,B|C\n",
        "Id,Label\n1,A\n",
        ",A,B\nA,0,1\nB,1,0\n",
        "A,B,C\nB,A\nC,A,B\nD\n",
    ] {
        let draft = read(text);
        assert_eq!(read_as(text, &draft.reading), draft, "{text}");
    }
}

#[test]
fn names_beside_ids_and_guards_against_formulas() {
    let draft = read("srcId,srcName,dstId,dstName\n1,Bosch,2,'=Festo\n");
    assert_eq!(ties(&draft).len(), 1);
    let draft = read("source id,source name,target id,target name\n1,Bosch,2,'=Festo\n");
    assert_eq!(actors(&draft), ["1:Bosch", "2:=Festo"]);
    assert_eq!(ties(&draft), ["1>2"]);
    let loops = read("From,To\nA,A\nA,B\nA,B\nB,A\n");
    assert_eq!(
        ties(&loops),
        ["A>A", "A>B", "A>B", "B>A"],
        "nothing is merged or turned"
    );
}

#[test]
fn nothing_in_it() {
    for text in ["", "\n\n", " ,\n;,"] {
        let read = super::read(text, &Reading::guessed(), &Progress::new(), &Cancel::new());
        if let Ok(draft) = read {
            assert_eq!(draft.ties.len(), 0, "{text:?}");
        }
    }
    let cancel = Cancel::new();
    cancel.raise();
    let fault = super::read("From,To\nA,B\n", &Reading::guessed(), &Progress::new(), &cancel).unwrap_err();
    assert_eq!(fault.to_string(), "Reading was given up");
}
