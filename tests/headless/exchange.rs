//! Files of other programs, on the real binary and through the library: everything in them arrives, and the report adds
//! up.

use std::fs;
use std::path::{Path, PathBuf};

use milieu::base::cancel::Cancel;
use milieu::base::progress::Progress;
use milieu::exchange::draft::Draft;
use milieu::exchange::mapping::{Dictionary, Mapping};
use milieu::exchange::read;
use milieu::exchange::reading::Reading;
use milieu::exchange::taking::{self, Taken};
use milieu::files;
use milieu::model::attribute::Datum;
use milieu::model::{ActorKind, Document, TieKind};
use serde_json::Value;

use super::command_line::{err, example, out, run, written};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/exchange");

fn samples() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in fs::read_dir(SAMPLES).unwrap() {
        let folder = folder.unwrap().path();
        if folder.is_dir() {
            found.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    found.sort();
    found
}

fn draft(path: &Path) -> Draft {
    let bytes = fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    let read = read::read(
        &bytes,
        &name,
        &Reading::guessed(),
        &Progress::new(),
        &Cancel::new(),
    );
    read.unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn taken(draft: &Draft) -> Taken {
    let mapping = Mapping::guess(draft, &Dictionary::default());
    taking::take(draft, &mapping, None, &Progress::new(), &Cancel::new()).unwrap()
}

fn sample(name: &str) -> Document {
    let taken = taken(&draft(&Path::new(SAMPLES).join(name)));
    taken.zoned(&taken.document)
}

fn opened(path: &Path) -> Document {
    files::open(path).unwrap().0.document
}

#[test]
fn the_report_of_every_sample_adds_up_and_taking_it_in_again_adds_nothing() {
    for path in samples() {
        let draft = draft(&path);
        let first = taken(&draft);
        let tally = &first.report.tally;
        let name = path.display();
        assert!(
            tally.ties.adds_up() && tally.actors.adds_up(),
            "{name}: {tally:?}"
        );
        assert_eq!(first.document.tie_count(), tally.ties.made, "{name}");
        assert_eq!(first.document.actor_count(), tally.actors.made, "{name}");
        assert!(first.document.actor_count() > 0, "{name}");
        let mapping = Mapping::guess(&draft, &Dictionary::default());
        let again = taking::take(
            &draft,
            &mapping,
            Some(&first.document),
            &Progress::new(),
            &Cancel::new(),
        )
        .unwrap();
        assert_eq!(again.document.tie_count(), first.document.tie_count(), "{name}");
    }
}

#[test]
fn content_and_not_the_ending_says_what_a_file_is() {
    for path in samples() {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let told = draft(&path).reading.format;
        // Tables of text have nothing but their ending where they are hardly a table.
        assert_eq!(read::guess(&bytes, "download").format, told, "{name}");
    }
}

#[test]
fn two_lists_of_chinese_excel_become_a_labelled_map_without_a_setting() {
    let folder = tempfile::tempdir().unwrap();
    let gb18030 = |name: &str, text: &str| {
        let path = folder.path().join(name);
        let bytes = encoding_rs::GB18030.encode(text).0;
        fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    };
    let firms = gb18030(
        "企业.csv",
        "企业名称,类型,员工人数,营业收入（万元）,股票代码,城市\r\n顺德家电,制造商,\"1,200\",\"45,000\",000333,佛山\r\n佛山模具,供应商,45,800,,佛山\r\n华南理工,大学,6000,,,广州\r\n",
    );
    let ties = gb18030(
        "关系.csv",
        "甲方,乙方,关系,权重\r\n佛山模具,顺德家电,供应,5\r\n华南理工,顺德家电,合作,2\r\n华南理工,佛山模具,技术转让,1\r\n顺德家电,省商会,会员,\r\n",
    );
    let project = folder.path().join("map.milieu");
    let report = folder.path().join("report.json");
    let output = run(&[
        "convert",
        &firms,
        &ties,
        &project.to_string_lossy(),
        "--report",
        &report.to_string_lossy(),
    ]);
    assert!(output.status.success(), "{}", err(&output));
    let document = opened(&project);
    let find = |name: &str| document.actors().find(|(_, actor)| actor.name == name).unwrap().1;
    assert_eq!(find("顺德家电").kind, ActorKind::Final);
    assert_eq!(find("顺德家电").jobs.get(), 1200.0);
    assert_eq!(find("顺德家电").revenue.get(), 450.0);
    assert_eq!(
        find("顺德家电").attributes.get("股票代码"),
        Some(&Datum::Text("000333".into()))
    );
    assert_eq!(find("佛山模具").kind, ActorKind::Supplier);
    assert_eq!(find("华南理工").kind, ActorKind::University);
    let kinds: Vec<TieKind> = document.ties().map(|(_, tie)| tie.kind).collect();
    assert_eq!(
        kinds,
        [
            TieKind::Supply,
            TieKind::Cooperation,
            TieKind::Knowledge,
            TieKind::Governance
        ]
    );
    let report: Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["actors"]["implied"], 1);
    assert_eq!(report["ties"]["made"], 4);
}

#[test]
fn samples_of_the_design_come_with_kinds_groups_colors_and_partitions() {
    let yed = sample("graphml/yed.graphml");
    assert!(
        yed.zones().any(|(_, zone)| zone.name == "Inner")
            || yed
                .actors()
                .any(|(_, actor)| actor.attributes.get("group").is_some())
    );
    assert!(
        yed.actors()
            .any(|(_, actor)| actor.attributes.get("color").is_some())
    );
    let gephi = sample("gexf/gephi.gexf");
    assert!(
        gephi
            .actors()
            .any(|(_, actor)| actor.attributes.get("color").is_some())
    );
    let relations = sample("dl/full.dl");
    let kinds: std::collections::BTreeSet<TieKind> = relations.ties().map(|(_, tie)| tie.kind).collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        [TieKind::Supply, TieKind::Social]
    );
    let pajek = sample("pajek/project.paj");
    assert!(pajek.actors().any(|(_, actor)| {
        let mut names = actor.attributes.iter();
        names.any(|(name, _)| name.contains("Type of firm") || name == "group")
    }));
    let kumu = sample("kumu/small.json");
    let kinds: Vec<ActorKind> = kumu.actors().map(|(_, actor)| actor.kind).collect();
    assert_eq!(kinds, [ActorKind::Final, ActorKind::University]);
}

/// Ties as `first>second`, by names, with `-` for those without direction.
fn ties(document: &Document) -> Vec<String> {
    let name = |id| &document.actor(id).unwrap().name;
    let words = document.ties().map(|(_, tie)| {
        let sign = if tie.points_one_way() { '>' } else { '-' };
        format!("{}{sign}{}", name(tie.from), name(tie.to))
    });
    words.collect()
}

fn notices(name: &str) -> Vec<String> {
    let taken = taken(&draft(&Path::new(SAMPLES).join(name)));
    let notices = taken.report.notices();
    notices.into_iter().map(|notice| notice.sentence).collect()
}

#[test]
fn dialects_that_were_met_in_the_wild_are_read() {
    // Numbers alone: no row of labels is made of the first one.
    let matrix = sample("table/bare_matrix.txt");
    assert_eq!(ties(&matrix), ["1-2", "2-3"]);
    // Rows of numbers as different in length as the actors have neighbors.
    let neighbors = sample("table/neighbors.txt");
    let wanted = ["3>1", "3>2", "1>2", "5>1", "5>2", "5>3", "5>4", "4>5"];
    assert_eq!(ties(&neighbors), wanted);
    // Somebody is called “Nan”; NA is nobody. Ties that are said to have no direction get a kind that needs none.
    let undirected = sample("table/undirected.csv");
    assert_eq!(ties(&undirected), ["Nan-Otto", "Otto-Mia"]);
    assert!(undirected.ties().all(|(_, tie)| tie.kind == TieKind::Cooperation));
    // Two ends and a number, without headings.
    let weights: Vec<f64> = sample("table/weights.tsv")
        .ties()
        .map(|(_, tie)| tie.weight.get())
        .collect();
    assert_eq!(weights, [0.5, 1.0]);
    // A line of words above, and a minus before each list.
    let minus = sample("pajek/minus.net");
    assert_eq!(ties(&minus), ["Alp>Birk", "Alp>Carl", "Birk>Carl", "Birk>Dorn"]);
    let said = notices("pajek/minus.net");
    for sentence in [
        "The line “Mills of the valley, written by hand” above the first section is not read",
        "2 vertices have a minus before their numbers; they are read without",
    ] {
        assert!(said.iter().any(|said| said == sentence), "{said:?}");
    }
    // Rows that are too long do not shift those below.
    let wide = sample("pajek/wide_matrix.net");
    assert_eq!(ties(&wide), ["A-X", "B-Y", "C-X", "C-Y"]);
    // Attributes beside the key, ties as lists; a network within an object that does not say what it is.
    let beside = sample("graphology/beside.json");
    assert_eq!(ties(&beside), ["Alp>Birk", "Birk>Alp"]);
    assert_eq!(beside.actors().next().unwrap().1.jobs.get(), 12.0);
    assert_eq!(ties(&sample("graphology/wrapped.json")), ["Alp-Birk"]);
    let nested = sample("node-link/attributes.json");
    assert_eq!(ties(&nested), ["Alp>Birk"]);
    let owner = nested.actors().next().unwrap().1.attributes.get("Owner");
    assert_eq!(owner, Some(&Datum::Text("Huber".into())));
    assert_eq!(ties(&sample("cx2/undeclared.cx2")), ["Alp>Birk"]);
}

#[test]
fn partitions_and_vectors_join_the_network_of_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |name: &str| fs::read(Path::new(SAMPLES).join(name)).unwrap();
    let files = [
        ("sides.clu", b"2\n2\n1\n1\n".to_vec()),
        ("short.clu", b"*Vertices 3\n1\n1\n2\n".to_vec()),
        ("valley.net", bytes("pajek/valley.net")),
        ("output.vec", b"*Vertices 4\n0.5\n12\n3.25\n7\n".to_vec()),
    ];
    let mut paths = Vec::new();
    for (name, bytes) in &files {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        paths.push(path.to_string_lossy().into_owned());
    }
    let project = folder.path().join("valley.milieu").to_string_lossy().into_owned();
    let report = folder.path().join("report.json").to_string_lossy().into_owned();
    let mut words = vec!["convert"];
    words.extend(paths.iter().map(String::as_str));
    words.extend([&*project, "--report", &*report]);
    let output = run(&words);
    assert!(output.status.success(), "{}", err(&output));
    let document = opened(Path::new(&project));
    assert_eq!(document.actor_count(), 4);
    assert_eq!(document.tie_count(), 3);
    let (_, birk) = document.actors().find(|(_, actor)| actor.name == "Birk").unwrap();
    assert_eq!(birk.attributes.get("sides"), Some(&Datum::Text("2".into())));
    assert_eq!(birk.attributes.get("output"), Some(&Datum::Number(12.0)));
    assert_eq!(birk.attributes.get("short"), None);
    let report: Value = serde_json::from_str(&fs::read_to_string(&report).unwrap()).unwrap();
    assert_eq!(report["actors"]["records"], 4);
    assert_eq!(report["actors"]["implied"], 0);
    let said = report["remarks"].to_string();
    assert!(
        said.contains("“short” has 3 values, as many as no network has vertices; it is not read"),
        "{said}"
    );
    // Alone, values are of vertices that are in no file.
    let alone = run(&["convert", &paths[0], &project]);
    assert!(alone.status.success(), "{}", err(&alone));
    assert_eq!(opened(Path::new(&project)).actor_count(), 4);
}

#[test]
fn what_becomes_one_and_what_stays_two_is_told_with_numbers() {
    let said = notices("table/bare_matrix.txt");
    let once = "2 pairs of ties are counted once each, since they stand in the file from both ends";
    assert!(said.iter().any(|said| said == once), "{said:?}");
    let text = "From,To\nA,B\nB,A\nC,C\nA,C\nA,C\n";
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let draft = read::read(text.as_bytes(), "x.csv", &Reading::guessed(), &progress, &cancel).unwrap();
    let mut mapping = Mapping::guess(&draft, &Dictionary::default());
    let said = |mapping: &Mapping| -> Vec<String> {
        let tally = taking::tally(&draft, mapping, None, &cancel).unwrap();
        tally.notices.into_iter().map(|notice| notice.sentence).collect()
    };
    let kept = said(&mapping);
    for sentence in [
        "1 pair has ties in opposite directions; both are kept",
        "1 tie leads from an actor to itself; kept",
    ] {
        assert!(kept.iter().any(|said| said == sentence), "{kept:?}");
    }
    mapping.parallel = milieu::exchange::mapping::Parallel::Merge;
    let merged = said(&mapping);
    let sentence = "1 row becomes one with a parallel tie of the same kind";
    assert!(merged.iter().any(|said| said == sentence), "{merged:?}");
    let modes = notices("pajek/wide_matrix.net");
    let sentence = "Two modes: ties go from 3 actors of the first to 2 of the second";
    assert!(modes.iter().any(|said| said == sentence), "{modes:?}");
}

#[test]
fn every_command_takes_every_format_also_through_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let graph = folder.path().join("golden.graphml");
    let graph = graph.to_string_lossy();
    let output = run(&["convert", &example("golden.milieu"), &graph, "--no-figures"]);
    assert!(output.status.success(), "{}", err(&output));
    let [own, other] = [example("golden.milieu"), graph.to_string()].map(|file| {
        let output = run(&["metrics", &file, "--json"]);
        assert!(output.status.success(), "{}", err(&output));
        serde_json::from_str::<Value>(&out(&output)).unwrap()
    });
    for id in ["density", "trust", "spillover"] {
        assert_eq!(own[id], other[id], "{id}");
    }
    let output = run(&["check", &graph, "--json"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["format"], "graphml");
    assert_eq!(report["ties"]["merged"], 0);
    let piped = run(&["convert", &graph, "-", "--to", "milieu"]);
    assert!(out(&piped).starts_with("{\"milieu\""), "{}", err(&piped));
}

#[test]
fn a_mapping_can_be_written_changed_and_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let table = written(folder.path(), "ties.csv", "from,to,sort\nA,B,xyzzy\nA,B,xyzzy\n");
    let (mapping, project) = (folder.path().join("m.json"), folder.path().join("p.milieu"));
    let [table, mapping, project] = [table, mapping, project].map(|path| path.to_string_lossy().into_owned());
    let output = run(&["convert", &table, &project, "--write-mapping", &mapping]);
    assert!(output.status.success(), "{}", err(&output));
    assert_eq!(opened(Path::new(&project)).tie_count(), 2);
    let text = fs::read_to_string(&mapping).unwrap();
    assert!(text.contains("\"parallel\": \"keep\""), "{text}");
    fs::write(
        &mapping,
        r#"{"parallel": "merge", "tie_kind": "social", "ties": {"sort": {"is": "note"}}}"#,
    )
    .unwrap();
    let output = run(&["convert", &table, &project, "--mapping", &mapping]);
    assert!(output.status.success(), "{}", err(&output));
    let document = opened(Path::new(&project));
    let (_, tie) = document.ties().next().unwrap();
    assert_eq!(
        (document.tie_count(), tie.kind, tie.extra.note.as_str()),
        (1, TieKind::Social, "xyzzy")
    );
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_ends_with_1() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, word) in [
        ("cut.graphml", "<graphml><graph><node id='a'/>", "line"),
        ("page.csv", "<html><body>", "web page"),
        ("empty.csv", "", "empty.csv"),
        ("x.json", "{\"a\": [1, 2", "x.json"),
    ] {
        let path = written(folder.path(), name, content);
        let output = run(&["check", &path.to_string_lossy()]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(err(&output).contains(word), "{name}: {}", err(&output));
    }
}

#[test]
fn the_page_of_the_formats_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/exchange.md");
    let page = milieu::exchange::exchange_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, &page).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap_or_default() == page,
        "docs/exchange.md is out of date; UPDATE_DOCS=1 cargo test writes it again"
    );
}
