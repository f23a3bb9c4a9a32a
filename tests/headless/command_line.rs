//! The command line, on the real binary.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn milieu() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milieu"));
    // The person's own settings stay out of the tests.
    command.env(
        "MILIEU_CONFIG_DIR",
        std::env::temp_dir().join("milieu-tests-no-settings"),
    );
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    milieu().args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = milieu()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(crate) fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/examples")
        .join(name)
        .to_string_lossy()
        .into_owned()
}

pub(crate) fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn metrics_as_json_gives_stable_ids_and_full_precision() {
    let output = run(&["metrics", &example("golden.milieu"), "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let values: Value = serde_json::from_str(&out(&output)).unwrap();
    let overall = values["overall"].as_f64().unwrap();
    assert!((overall - 48.2961).abs() < 5e-5, "{overall}");
    assert!((values["trust.mean_trust"].as_f64().unwrap() - 0.595_876).abs() < 5e-7);
}

#[test]
fn metrics_for_people_are_grouped_and_undefined_is_a_dash() {
    let empty = r#"{"milieu":{"format":1,"app":"0"},"project":{},"actors":[],"ties":[]}"#;
    let output = run_with_input(&["metrics", "-"], empty.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert!(text.contains("Basic characteristics"), "{text}");
    let density = text
        .lines()
        .find(|line| line.trim_start().starts_with("Density"))
        .unwrap();
    assert!(density.contains('–'), "{density}");
}

#[test]
fn metrics_of_one_view_are_those_of_its_network() {
    let of = |view: &str| -> Value {
        let output = run(&["metrics", &example("golden.milieu"), "--json", "--view", view]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        serde_json::from_str(&out(&output)).unwrap()
    };
    let (plain, directed, knowledge) = (of("n"), of("D"), of("K"));
    assert!(
        (plain["density"].as_f64().unwrap() - 18.0 * 2.0 / (12.0 * 11.0)).abs() < 1e-12,
        "{plain}"
    );
    assert!(plain.get("hhi").is_none(), "no network, no view");
    assert_ne!(knowledge["density"], plain["density"], "K has the external actor");
    assert!(directed.get("reciprocity").is_some(), "{directed}");
    assert_eq!(knowledge["view"]["name"], "K");
    assert_eq!(knowledge["view"]["externals"], true);
    let kinds = knowledge["view"]["kinds"].as_array().unwrap();
    assert_eq!(kinds.len(), 8, "neither competition nor finance: {kinds:?}");
    let text = out(&run(&["metrics", &example("golden.milieu"), "--view", "K"]));
    assert!(text.starts_with("View K: "), "{text}");
}

#[test]
fn metrics_say_in_which_view_a_figure_is_and_how_sure() {
    let text = out(&run(&["metrics", &example("golden.milieu")]));
    let of = |name: &str| {
        let mut lines = text.lines().map(str::trim_start);
        lines.find(|line| line.starts_with(name)).unwrap()
    };
    assert!(of("Density  ").ends_with("view N"), "{text}");
    assert!(of("Mean constraint").ends_with("view D"), "{text}");
    assert!(of("Research reach").ends_with("view K"), "{text}");
    assert!(!of("Contestability").contains("view"), "{text}");
    assert!(text.contains("\nAll figures are exact\n"), "{text}");
    let values = out(&run(&["metrics", &example("golden.milieu"), "--json"]));
    assert!(values.contains("\"approximate\": {}"), "{values}");
    // A sum over nobody is no negative number.
    assert!(!values.contains("-0.0,"), "{values}");
}

#[test]
fn a_comparison_has_every_figure() {
    let (golden, other) = (example("golden.milieu"), example("sassuolo.milieu"));
    let compared: Value = serde_json::from_str(&out(&run(&["diff", &golden, &other, "--json"]))).unwrap();
    for id in [
        "triads.003",
        "small_world_sigma",
        "core_periphery_fit",
        "modularity",
    ] {
        let pair = &compared["indicators"][id];
        assert!(pair["a"].is_number() && pair["b"].is_number(), "{id} {pair}");
    }
}

#[test]
fn actor_metrics_have_a_row_for_each_actor() {
    let output = run(&["metrics", &example("golden.milieu"), "--actors", "--json"]);
    let rows: Vec<Value> = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(rows.len(), 13);
    let f1 = rows.iter().find(|row| row["name"] == "F1").unwrap();
    assert!((f1["betweenness"].as_f64().unwrap() - 33.0).abs() < 1e-9, "{f1}");
    let table = out(&run(&["metrics", &example("golden.milieu"), "--actors"]));
    assert_eq!(table.lines().count(), 14, "{table}");
}

#[test]
fn indicators_are_described_for_people_and_programs() {
    let output = run(&["indicators", "--json"]);
    let list: Vec<Value> = serde_json::from_str(&out(&output)).unwrap();
    for id in [
        "overall",
        "spontaneity",
        "trust.coverage",
        "diamond.rivalry",
        "density",
        "hhi",
    ] {
        let entry = list
            .iter()
            .find(|entry| entry["id"] == id)
            .unwrap_or_else(|| panic!("{id}"));
        for key in ["name", "group", "formula", "reading"] {
            assert!(
                entry[key].as_str().is_some_and(|text| !text.is_empty()),
                "{id} has no {key}"
            );
        }
    }
    let page = out(&run(&["indicators"]));
    assert!(
        page.starts_with("# Indicators") && page.contains("density"),
        "{page}"
    );
}

#[test]
fn check_counts_and_names_what_was_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let text = "{\"milieu\":{\"format\":1,\"app\":\"0\"},\n\"project\":{},\n\"actors\":[\n{\"id\":\"a1\",\"name\":\"A\",\"kind\":\"final\",\"export\":7}\n],\n\"ties\":[\n{\"id\":\"t1\",\"kind\":\"supply\",\"from\":\"a1\",\"to\":\"a9\"}\n]}";
    let path = written(folder.path(), "x.milieu", text);
    let output = run(&["check", path.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(
        (report["actors"].as_u64(), report["ties"].as_u64()),
        (Some(1), Some(0))
    );
    let places: Vec<&str> = report["notices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["place"].as_str().unwrap())
        .collect();
    assert!(
        places.iter().any(|place| place.contains('4')) && places.iter().any(|place| place.contains('7')),
        "{report}"
    );
}

#[test]
fn check_refuses_what_is_no_project_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(
        folder.path(),
        "x.milieu",
        "{\"milieu\":{\"format\":1},\n\"actors\":[}",
    );
    let output = run(&["check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = err(&output);
    assert!(
        said.contains("line 2") && said.contains("column") && said.contains("x.milieu"),
        "{said}"
    );
    let output = run(&["check", "/no/such/file.milieu"]);
    assert_eq!(output.status.code(), Some(1));
    // The reason once, not as the system's words again.
    assert_eq!(
        err(&output),
        "milieu: It cannot be read: there is no such file or folder: /no/such/file.milieu\n"
    );
}

#[test]
fn check_says_which_format_it_found() {
    let golden = example("golden.milieu");
    let output = run(&["check", &golden]);
    assert_eq!(out(&output), "Milieu project, format 1, 13 actors, 25 ties\n");
    let report: Value = serde_json::from_str(&out(&run(&["check", &golden, "--json"]))).unwrap();
    assert_eq!(report["version"].as_u64(), Some(1));
    let folder = tempfile::tempdir().unwrap();
    let newer = fs::read_to_string(&golden)
        .unwrap()
        .replacen("\"format\":1", "\"format\":7", 1);
    let path = written(folder.path(), "newer.milieu", &newer);
    let output = run(&["check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("format 7") && out(&output).contains("newer version"));
    let path = path.to_str().unwrap();
    let output = run(&["layout", path, "-o", path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("newer version"), "{}", err(&output));
    assert_eq!(fs::read_to_string(path).unwrap(), newer);
    let output = run(&["layout", path, "-o", "-"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("format 7"), "{}", err(&output));
}

/// A name from a file must not give orders to a terminal.
#[test]
fn control_characters_in_names_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let golden = fs::read_to_string(example("golden.milieu")).unwrap();
    let hostile = golden.replacen("\"name\":\"F1\"", "\"name\":\"F\\u001b[2J\\r\\n1\"", 1);
    assert_ne!(hostile, golden);
    let path = written(folder.path(), "hostile.milieu", &hostile);
    let script = written(
        folder.path(),
        "script.json",
        r#"[{"do": "remove", "actors": ["a1"]}]"#,
    );
    let (path, script) = (path.to_str().unwrap(), script.to_str().unwrap());
    for arguments in [
        vec!["metrics", path, "--actors"],
        vec!["edit", path, "--do", script, "-o", "-"],
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let said = out(&output) + &err(&output);
        let order = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!said.contains(order), "{said}");
    }
}

#[test]
fn edit_applies_a_script_and_tells_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let script = r#"[
        {"do": "add_actor", "name": "New", "kind": "supplier"},
        {"do": "add_tie", "kind": "supply", "from": "New", "to": "F1"}
    ]"#;
    let script = written(folder.path(), "script.json", script);
    let result = folder.path().join("out.milieu");
    let golden = example("golden.milieu");
    let arguments = [
        "edit",
        &golden,
        "--do",
        script.to_str().unwrap(),
        "-o",
        result.to_str().unwrap(),
    ];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let told = out(&output);
    assert!(
        told.contains("Add supply tie") && told.contains("Spontaneity") && told.contains('→'),
        "{told}"
    );
    // Why, for each step and for all of them.
    assert!(told.contains("because of the new supply tie New–F1"), "{told}");
    assert!(
        told.contains("because of the new specialized supplier New with its tie"),
        "{told}"
    );
    let report: Value =
        serde_json::from_str(&out(&run(&["check", result.to_str().unwrap(), "--json"]))).unwrap();
    assert_eq!(
        (report["actors"].as_u64(), report["ties"].as_u64()),
        (Some(14), Some(26))
    );
}

#[test]
fn a_wrong_script_names_the_entry_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let script = written(
        folder.path(),
        "script.json",
        r#"[{"do": "rename", "actor": "Nobody", "name": "X"}]"#,
    );
    let result = folder.path().join("out.milieu");
    let golden = example("golden.milieu");
    let output = run(&[
        "edit",
        &golden,
        "--do",
        script.to_str().unwrap(),
        "-o",
        result.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("Nobody"), "{}", err(&output));
    assert!(!result.exists());
}

#[test]
fn layout_is_the_same_for_the_same_seed() {
    let golden = example("golden.milieu");
    let first = run(&["layout", &golden, "-o", "-", "--seed", "3"]);
    let second = run(&["layout", &golden, "-o", "-", "--seed", "3"]);
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    assert_eq!(first.stdout, second.stdout);
    assert_ne!(first.stdout, fs::read(&golden).unwrap());
}

#[test]
fn layout_reports_its_quality() {
    let folder = tempfile::tempdir().unwrap();
    let result = folder.path().join("out.milieu");
    let output = run(&[
        "layout",
        &example("golden.milieu"),
        "-o",
        result.to_str().unwrap(),
        "--json",
    ]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["overlaps"].as_u64(), Some(0), "{report}");
    assert!(report["stress"].as_f64().unwrap() < 0.2, "{report}");
}

#[test]
fn layouts_that_mean_something_are_measured_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let result = folder.path().join("out.milieu");
    let result = result.to_str().unwrap();
    let golden = example("golden.milieu");
    let only_measured = run(&["layout", &golden, "--json"]);
    let before: Value = serde_json::from_str(&out(&only_measured)).unwrap();
    let arguments = [
        "layout",
        &golden,
        "-o",
        result,
        "--as",
        "spillover",
        "--around",
        "F1",
        "--json",
    ];
    let report: Value = serde_json::from_str(&out(&run(&arguments))).unwrap();
    assert_eq!(report["before"], before);
    assert_eq!(report["form"], "spillover");
    let after: Value = serde_json::from_str(&out(&run(&["layout", result, "--json"]))).unwrap();
    for id in [
        "visible",
        "countable",
        "traceable",
        "grouped",
        "stress",
        "crossings",
        "overlaps",
    ] {
        assert_eq!(report[id], after[id], "{id}");
        assert!(after[id].is_number(), "{id}");
    }

    let whom = ["layout", &golden, "-o", result, "--as", "spillover"];
    assert!(err(&run(&whom)).contains("--around"), "{}", err(&run(&whom)));
    let nobody = [
        "layout", &golden, "-o", result, "--as", "grid", "--only", "Nobody",
    ];
    assert!(err(&run(&nobody)).contains("no actor called 'Nobody'"));
    let nowhere = ["layout", &golden, "-o", result, "--as", "coordinates"];
    assert!(
        err(&run(&nowhere)).contains("latitude"),
        "{}",
        err(&run(&nowhere))
    );
    let mistyped = run(&["layout", &golden, "-o", result, "--as", "chains"]);
    assert_eq!(mistyped.status.code(), Some(2));
    assert!(
        err(&mistyped).contains("did you mean chain?"),
        "{}",
        err(&mistyped)
    );
}

#[test]
fn wrong_usage_exits_with_two() {
    assert_eq!(run(&["metrics"]).status.code(), Some(2));
    assert_eq!(run(&["--no-such-flag"]).status.code(), Some(2));
    let mistyped = run(&["metric"]);
    assert_eq!(mistyped.status.code(), Some(2));
    assert!(
        err(&mistyped).contains("no command and no file called 'metric'"),
        "{}",
        err(&mistyped)
    );
    let golden = example("golden.milieu");
    let both = ["metrics", &golden, "--actors", "--view", "N"];
    assert_eq!(run(&both).status.code(), Some(2));
    let twice = run(&["edit", "-", "--do", "-", "-o", "-"]);
    assert!(err(&twice).contains("standard input"), "{}", err(&twice));
    assert_eq!(run(&["--version"]).status.code(), Some(0));
}

#[test]
fn without_a_display_the_window_says_what_works_without_one() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let output = milieu()
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = err(&output);
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    assert!(
        said.contains("display") && said.contains("milieu --help"),
        "{said}"
    );
}

#[test]
fn a_folder_becomes_one_table_and_what_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(example("golden.milieu"), folder.path().join("b.milieu")).unwrap();
    fs::copy(example("sassuolo.milieu"), folder.path().join("a.milieu")).unwrap();
    let path = folder.path().to_str().unwrap();
    let output = run(&["batch", path, "-"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let overall = table
        .headers()
        .unwrap()
        .iter()
        .position(|id| id == "overall")
        .unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let files: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(files, ["a.milieu", "b.milieu"]);
    let golden: f64 = rows[1][overall].parse().unwrap();
    assert!((golden - 48.2961).abs() < 5e-5, "{golden}");

    // Good rows are written all the same, also into a workbook.
    written(folder.path(), "c.milieu", "no project");
    let book = folder.path().join("all.xlsx");
    let output = run(&["batch", path, book.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("c.milieu"), "{}", err(&output));
    assert!(
        err(&output).contains("1 file could not be read"),
        "{}",
        err(&output)
    );
    assert!(fs::read(&book).unwrap().starts_with(b"PK"));

    let output = run(&["batch", path, "table.pdf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains(".csv or .xlsx"), "{}", err(&output));
}

#[test]
fn files_of_other_programs_stand_in_the_table_too_and_the_table_itself_does_not() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(example("golden.milieu"), folder.path().join("b.milieu")).unwrap();
    written(
        folder.path(),
        "a.csv",
        "source,target,type\nA,B,supply\nB,C,cooperation\n",
    );
    let path = folder.path().to_str().unwrap();
    let table = folder.path().join("out.csv");
    for _ in 0..2 {
        let output = run(&["batch", path, table.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(err(&output), "", "progress is for terminals");
    }
    let text = fs::read_to_string(&table).unwrap();
    let mut table = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let actors = table
        .headers()
        .unwrap()
        .iter()
        .position(|id| id == "actors")
        .unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let files: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(files, ["a.csv", "b.milieu"]);
    assert_eq!(&rows[0][actors], "3");
    assert!(
        rows[0][3].contains("since nothing says their kind"),
        "{:?}",
        &rows[0][3]
    );
}

/// The golden cluster with a snapshot "Before", after which F1 went and F2 got more jobs.
fn with_snapshot(folder: &Path) -> PathBuf {
    let script = written(
        folder,
        "s.json",
        r#"[{"do":"snapshot","name":"Before"},{"do":"remove","actors":["F1"]},
            {"do":"set","actors":["F2"],"set":{"jobs":999}}]"#,
    );
    let output = folder.join("changed.milieu");
    let ran = run(&[
        "edit",
        &example("golden.milieu"),
        "--do",
        &script.to_string_lossy(),
        "-o",
        &output.to_string_lossy(),
    ]);
    assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
    output
}

#[test]
fn a_folder_is_measured_with_the_words_that_a_person_has_taught() {
    use milieu::files::settings::{self, Settings};
    use milieu::model::ActorKind;
    let home = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.words.learn_actor("frobnik".to_owned(), ActorKind::Final);
    settings::save(&settings, &home.path().join("settings.json")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), "a.csv", "name,type\nA,Frobnik\nB,Frobnik\n");
    let problem = |home: &Path| {
        let mut command = milieu();
        command.env("MILIEU_CONFIG_DIR", home);
        let output = command.arg("batch").arg(folder.path()).arg("-").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let text = out(&output);
        let mut table = csv::Reader::from_reader(text.as_bytes());
        let row = table.records().next().unwrap().unwrap();
        row[3].to_owned()
    };
    assert!(problem(folder.path()).contains("Frobnik"));
    assert_eq!(problem(home.path()), "");
}

#[test]
fn diff_of_a_snapshot_says_what_differs_and_what_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let file = with_snapshot(folder.path()).to_string_lossy().into_owned();
    let output = run(&["diff", &format!("{file}#Before"), &file]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert!(
        text.starts_with("Actors and ties are matched by id\nActors\n"),
        "{text}"
    );
    assert!(
        text.contains("  − F1\n") && text.contains("~ F2: Jobs ") && text.contains(" → 999\n"),
        "{text}"
    );
    let jobs = text
        .lines()
        .find(|line| line.trim_start().starts_with("Jobs "))
        .unwrap();
    assert!(jobs.contains('+'), "{jobs}");
    let (_, why) = text.split_once("\nWhy\n").unwrap();
    assert!(why.contains("F1") && why.contains("F2"), "{why}");

    let output = run(&["diff", &format!("{file}#s1"), &file, "--json"]);
    let found: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(found["matched_by"], "id");
    assert_eq!(found["actors"][0]["what"], "removed");
    let overall = &found["indicators"]["overall"];
    let [a, b, change] = ["a", "b", "difference"].map(|key| overall[key].as_f64().unwrap());
    assert!(
        (a - 48.2961).abs() < 5e-5 && (b - a - change).abs() < 1e-12,
        "{overall}"
    );

    let causes = found["why"]["overall"]["causes"].as_array().unwrap();
    let sum: f64 = causes.iter().map(|cause| cause["amount"].as_f64().unwrap()).sum();
    assert!((sum - change).abs() < 1e-9, "{causes:?}");

    // The snapshot is the golden cluster as it is shipped, under whatever ids.
    let output = run(&["diff", &example("golden.milieu"), &format!("{file}#Before")]);
    assert!(
        out(&output).contains("No actor, tie or number differs"),
        "{}",
        out(&output)
    );
}

#[test]
fn metrics_of_a_snapshot_are_those_of_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let file = with_snapshot(folder.path()).to_string_lossy().into_owned();
    let then = run(&["metrics", &file, "--snapshot", "Before", "--json"]);
    let golden = run(&["metrics", &example("golden.milieu"), "--json"]);
    assert_eq!(out(&then), out(&golden));
    assert_ne!(out(&run(&["metrics", &file, "--json"])), out(&golden));
    let wrong = run(&["metrics", &file, "--snapshot", "After"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        err(&wrong).contains("no snapshot called \"After\""),
        "{}",
        err(&wrong)
    );
}

#[test]
fn diff_of_files_with_other_ids_matches_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let head = r#"{"milieu":{"format":1},"actors":["#;
    let a = written(
        folder.path(),
        "a#1.milieu",
        &format!(
            "{head}{{\"id\":\"a1\",\"name\":\"X\",\"kind\":\"final\",\"x\":0,\"y\":0}},{{\"id\":\"a2\",\"name\":\"Y\",\"kind\":\"final\",\"x\":9,\"y\":0}}],\"ties\":[]}}"
        ),
    );
    let b = written(
        folder.path(),
        "b.milieu",
        &format!(
            "{head}{{\"id\":\"a1\",\"name\":\"Y\",\"kind\":\"final\",\"x\":0,\"y\":0}},{{\"id\":\"a2\",\"name\":\"X\",\"kind\":\"supplier\",\"x\":9,\"y\":0}}],\"ties\":[]}}"
        ),
    );
    let output = run(&["diff", &a.to_string_lossy(), &b.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert!(text.starts_with("Actors are matched by name"), "{text}");
    assert!(text.contains("  ~ X: Kind "), "{text}");
    assert!(!text.contains("~ Y"), "{text}");
}

#[test]
fn gaps_are_told_with_what_they_hold_down() {
    let text = out(&run(&["gaps", &example("golden.milieu")]));
    assert!(
        text.contains("Firms without research in reach") && text.contains("4 of 9 firms"),
        "{text}"
    );
    let list: Vec<Value> =
        serde_json::from_str(&out(&run(&["gaps", &example("golden.milieu"), "--json"]))).unwrap();
    let research = list.iter().find(|gap| gap["id"] == "research").unwrap();
    assert_eq!(research["actors"].as_array().unwrap().len(), 4);
    assert!(
        (research["holds_down"]["spillover.research_reach"]
            .as_f64()
            .unwrap()
            - 4.0 / 9.0)
            .abs()
            < 1e-12
    );
}

#[test]
fn advice_ranks_ties_and_losses() {
    let golden = example("golden.milieu");
    let text = out(&run(&["advise", &golden, "--raise", "trust", "--top", "3"]));
    assert!(
        text.contains("Cooperation tie I2–T") && text.contains("76 of 76 candidates tried"),
        "{text}"
    );
    let output = run(&["advise", &golden, "--loss", "--top", "1", "--json"]);
    let loss: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(loss["suggestions"][0]["title"], "Loss of F1");
    assert!(
        loss["suggestions"][0]["deltas"]["overall"].as_f64().unwrap() < -5.0,
        "{loss}"
    );
    let among = out(&run(&[
        "advise",
        &golden,
        "--among",
        "final,supplier",
        "--kind",
        "knowledge",
    ]));
    assert!(
        among.contains("candidates tried") && !among.contains("I2"),
        "{among}"
    );
    for wrong in [
        ["--raise", "nothing"],
        ["--kind", "marriage"],
        ["--among", "martians"],
    ] {
        let output = run(&["advise", &golden, wrong[0], wrong[1]]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(wrong[1]), "{}", err(&output));
    }
    for [option, typed, meant] in [
        ["--raise", "trst", "\"trust\""],
        ["--kind", "labour", "\"labor\""],
        ["--among", "universty", "\"university\""],
    ] {
        let told = err(&run(&["advise", &golden, option, typed]));
        assert!(told.contains(&format!("did you mean {meant}?")), "{told}");
    }
    // What would be ignored is refused.
    for useless in [
        ["--loss", "tie", "--among", "final"],
        ["--loss", "actor", "--kind", "supply"],
    ] {
        let asked = [&["advise", golden.as_str()][..], &useless].concat();
        assert_eq!(run(&asked).status.code(), Some(1), "{useless:?}");
    }
}
