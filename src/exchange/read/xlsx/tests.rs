//! Workbooks made here, of every convention, and such that are made to do harm.

use std::io::Write as _;

use rust_xlsxwriter::{ExcelDateTime, Format as Look, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::exchange::draft::{Cell, Values};

fn read(bytes: &[u8]) -> Result<Draft, Fault> {
    super::read(bytes, &Reading::guessed(), &Progress::new(), &Cancel::new())
}

fn sheet(book: &mut Workbook, name: &str, text: &str) {
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => {}
                Ok(number) => {
                    sheet.write_number(row, column, number).unwrap();
                }
                Err(_) => {
                    sheet
                        .write_string(row, column, cell.trim_start_matches('\''))
                        .unwrap();
                }
            }
        }
    }
}

fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, text) in sheets {
        sheet(&mut book, name, text);
    }
    book.save_to_buffer().unwrap()
}

fn ties(draft: &Draft) -> Vec<String> {
    let id = |number: u32| &*draft.actors[number as usize].id;
    draft
        .ties
        .iter()
        .map(|tie| format!("{}>{}", id(tie.from), id(tie.to)))
        .collect()
}

fn column<'d>(columns: &'d [Column], name: &str) -> &'d Values {
    &columns.iter().find(|column| column.name == name).unwrap().values
}

fn said(draft: &Draft) -> Vec<String> {
    let remarks = draft.found.remarks.iter();
    remarks
        .map(|remark| format!("{} ({})", remark.what, remark.place))
        .collect()
}

#[test]
fn kumu_with_several_targets_and_sheets_to_ignore() {
    let bytes = book(&[
        ("Elements", "Label,Type,Tags\nBosch,firm,a|b\nFesto,firm,\n"),
        ("Elements 2", "Label,Type\nUni Ulm,school\n"),
        (
            "Connections",
            "From,To,Type\nBosch,Festo|Uni Ulm,supply\nFesto,Kern,x\n,Festo,x\n",
        ),
        ("old (ignore)", "From,To\nX,Y\n"),
    ]);
    let draft = read(&bytes).unwrap();
    assert_eq!(ties(&draft), ["Bosch>Festo", "Bosch>Uni Ulm", "Festo>Kern"]);
    assert_eq!(draft.actors.len(), 4);
    assert_eq!(draft.reading.parts, ["Elements", "Elements 2", "Connections"]);
    assert_eq!(draft.reading.offered.len(), 4);
    let said = said(&draft);
    assert!(
        said.contains(&"The first end is empty (sheet Connections, row 4)".to_owned()),
        "{said:?}"
    );
    // Read as it was told, it is the same; one sheet alone is one table.
    let again = super::read(&bytes, &draft.reading, &Progress::new(), &Cancel::new()).unwrap();
    assert_eq!(again.ties, draft.ties);
    let mut one = Reading::guessed();
    one.parts = vec!["old (ignore)".to_owned()];
    let alone = super::read(&bytes, &one, &Progress::new(), &Cancel::new()).unwrap();
    assert_eq!(ties(&alone), ["X>Y"]);
}

#[test]
fn nodexl_with_a_banner_and_groups() {
    let bytes = book(&[
        (
            "Edges",
            ",,Visual Properties\nVertex 1,Vertex 2,Width\nA,B,2\nB,C,1\n",
        ),
        (
            "Vertices",
            "Graph,Visual Properties,,Layout\nVertex,Shape,Label,X,Y\nA,Disk,Alpha,10,20\nB,Disk,Beta,30,40\nC,,,50,60\n",
        ),
        ("Groups", ",Visual Properties\nGroup,Label\nG1,North\nG2,\n"),
        ("Group Vertices", "Group,Vertex\nG1,A\nG1,B\nG2,C\n"),
        ("Overall Metrics", "Graph Type,Directed\n"),
    ]);
    let draft = read(&bytes).unwrap();
    assert_eq!(ties(&draft), ["A>B", "B>C"]);
    assert_eq!(&*draft.actors[0].label, "Alpha");
    let groups: Vec<&str> = draft.groups.iter().map(|group| &*group.name).collect();
    assert_eq!(groups, ["North", "G2"]);
    let of: Vec<Option<u32>> = draft.actors.iter().map(|actor| actor.group).collect();
    assert_eq!(of, [Some(0), Some(0), Some(1)]);
    assert_eq!(column(&draft.actor_columns, "X").at(2), Cell::Text("50"));
}

#[test]
fn nodexl_with_all_of_its_columns() {
    let bytes = book(&[
        (
            "Edges",
            ",,Visual Properties,,,,,Labels,,,Graph Metrics,Do Not Edit,,Other Columns\nVertex 1,Vertex 2,Color,Width,Style,Opacity,Visibility,Label,Label Text Color,Label Font Size,Reciprocated?,ID,Dynamic Filter,Add Your Own Columns Here\nAnna,Otto,,,,,Show,,,,No,3\n",
        ),
        (
            "Vertices",
            ",Visual Properties,,,,,,Labels,,,,Layout,,,,,,Graph Metrics,,,,,,,,,Do Not Edit,,Other Columns\nVertex,Color,Shape,Size,Opacity,Image File,Visibility,Label,Label Fill Color,Label Position,Tooltip,Layout Order,X,Y,Locked?,Polar R,Polar Angle,Degree,In-Degree,Out-Degree,Betweenness Centrality,Closeness Centrality,Eigenvector Centrality,PageRank,Clustering Coefficient,Reciprocated Vertex Pair Ratio,ID,Dynamic Filter,Add Your Own Columns Here\nAnna,,,,,,,,,,,,6208.7,6349.1,,,,12,7,7,864.9,0.006,0.07,3.1,0.07,0.16,3\nOtto,,,,,,,,,,,,5645.1,4734.4,,,,10,5,6,1179,0.006,0.05,2.7,0.03,0.1,6\n",
        ),
    ]);
    let draft = read(&bytes).unwrap();
    assert_eq!(ties(&draft), ["Anna>Otto"]);
    let ids: Vec<&str> = draft.actors.iter().map(|actor| &*actor.id).collect();
    assert_eq!(ids, ["Anna", "Otto"]);
    let degrees = column(&draft.actor_columns, "In-Degree");
    assert_eq!([degrees.at(0), degrees.at(1)], [Cell::Text("7"), Cell::Text("5")]);
}

#[test]
fn plain_sheets_matrices_and_relations() {
    let matrix = read(&book(&[
        ("Tabelle1", ",A,B\nA,0,1\nB,2,0\n"),
        ("Tabelle2", "irgendwas\n"),
    ]))
    .unwrap();
    assert_eq!(ties(&matrix), ["A>B", "B>A"]);
    assert!(
        said(&matrix)
            .iter()
            .any(|what| what.contains("“Tabelle2” is not read"))
    );
    let several = read(&book(&[
        ("supply", ",A,B\nA,0,1\nB,0,0\n"),
        ("trust", ",A,B\nA,0,0\nB,1,0\n"),
    ]))
    .unwrap();
    assert_eq!(
        *column(&several.tie_columns, "sheet"),
        [Cell::Text("supply"), Cell::Text("trust")]
    );
    let pair = read(&book(&[
        ("企业", "编号,企业名称\n1,美的\n2,格力\n"),
        ("关系", "源,目标,类型\n美的,格力,供应\n"),
    ]))
    .unwrap();
    assert_eq!((ties(&pair), pair.actors.len()), (vec!["1>2".to_owned()], 2));
}

#[test]
fn what_cells_hold() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, heading) in (0..).zip(["From", "To", "Code", "Since", "Sum", "Sure"]) {
        sheet.write_string(0, at, heading).unwrap();
    }
    let day = Look::new().set_num_format("yyyy-mm-dd");
    sheet.write_string(1, 0, "A").unwrap();
    sheet.write_string(1, 1, "B").unwrap();
    sheet.write_string(1, 2, "0071").unwrap();
    sheet
        .write_datetime_with_format(1, 3, ExcelDateTime::from_ymd(2024, 5, 17).unwrap(), &day)
        .unwrap();
    sheet
        .write_formula(1, 4, Formula::new("=1+1").set_result("2"))
        .unwrap();
    sheet.write_boolean(1, 5, true).unwrap();
    sheet.write_string(2, 0, "B").unwrap();
    sheet.write_string(2, 1, "C").unwrap();
    sheet
        .write_formula(2, 4, Formula::new("=NA()").set_result("#N/A"))
        .unwrap();
    // A cell that somebody touched by accident.
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    book.add_worksheet()
        .set_name("Secret")
        .unwrap()
        .set_hidden(true)
        .write_string(0, 0, "no")
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let draft = read(&bytes).unwrap();
    let first = |name| column(&draft.tie_columns, name).at(0);
    assert_eq!(first("Code"), Cell::Text("0071"));
    assert_eq!(first("Since"), Cell::Text("2024-05-17"));
    assert_eq!(first("Sum"), Cell::Text("2"));
    assert_eq!(first("Sure"), Cell::Text("true"));
    assert_eq!(column(&draft.tie_columns, "Sum").get(1), None, "#N/A is no value");
    assert_eq!(draft.reading.offered, ["Sheet1", "Secret"]);
    assert!(
        said(&draft).iter().any(|what| what.contains("XFD1048576")),
        "{:?}",
        said(&draft)
    );
}

/// A workbook of hand-made parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const BOOK: &[u8] =
    br#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &[u8] =
    br#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn with_sheet(sheet: &[u8], shared: &[u8]) -> Vec<u8> {
    package(&[
        (
            "_rels/.rels",
            br#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", shared),
    ])
}

#[test]
fn what_is_no_workbook_is_refused_with_its_reason() {
    let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let good = book(&[("S", "From,To\nA,B\n")]);
    assert!(refused(&good[..good.len() / 2]).contains("damaged"));
    assert!(refused(b"PK\x03\x04").contains("damaged"));
    let mut old = COMPOUND_FILE.to_vec();
    assert!(refused(&old).contains(".xls"));
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(refused(&old).contains("password"));
    assert!(refused(&package(&[("a.txt", b"x")])).contains("no workbook"));
    assert!(refused(&book(&[("S", "")])).contains("nothing in the sheets"));
}

const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];

#[test]
fn bombs_are_refused_before_they_go_off() {
    let refused = |sheet: &[u8], shared: &[u8]| read(&with_sheet(sheet, shared)).unwrap_err().to_string();
    let sheet = b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>";
    let blanks = vec![b' '; 200 << 20];
    assert!(refused(sheet, &blanks).contains("larger inside"));
    let long = [
        b"<sst><si><t>".as_slice(),
        &vec![b'x'; 3 << 20],
        b"</t></si></sst>",
    ]
    .concat();
    assert!(refused(sheet, &long).contains("a million letters"));
    assert!(
        refused(
            sheet,
            b"<sst uniqueCount=\"99999999999999999999\"><si><t>a</t></si></sst>"
        )
        .contains("declares more")
    );
    assert!(
        refused(sheet, b"<sst uniqueCount=\"4000000000\"><si><t>a</t></si></sst>").contains("declares more")
    );
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let mut rows = String::from("<worksheet><sheetData>");
    for row in 1..2000 {
        rows += &format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>");
    }
    rows += "<row r=\"5000\"><c r=\"A5000\" t=\"inlineStr\"><is><t>From</t></is></c><c r=\"B5000\" t=\"inlineStr\"><is><t>To</t></is></c></row>";
    rows += "<row r=\"5001\"><c r=\"A5001\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B5001\" t=\"inlineStr\"><is><t>b</t></is></c></row>";
    rows += "</sheetData></worksheet>";
    let draft = read(&with_sheet(rows.as_bytes(), b"<sst/>")).unwrap();
    assert_eq!(ties(&draft), ["a>b"]);
    assert!(
        said(&draft)[0].starts_with("1999 cells lie far"),
        "{:?}",
        said(&draft)
    );
}

#[test]
fn it_can_be_given_up() {
    let cancel = Cancel::new();
    cancel.raise();
    let bytes = book(&[("S", "From,To\nA,B\n")]);
    let fault = super::read(&bytes, &Reading::guessed(), &Progress::new(), &cancel).unwrap_err();
    assert_eq!(fault.to_string(), "Reading was given up");
}
