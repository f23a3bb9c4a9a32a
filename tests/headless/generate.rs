//! Random clusters from the command line.

use crate::command_line::{err, out, run};

#[test]
fn a_random_cluster_is_a_project_like_any_other_and_the_same_for_the_same_seed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("random.milieu");
    let file = file.to_str().unwrap();
    for model in ["ba", "er", "ws", "planted", "hub"] {
        let arguments = [
            "generate", "--model", model, "--actors", "120", "--ties", "300", "-o",
        ];
        let made = run(&[&arguments[..], &[file]].concat());
        assert_eq!(made.status.code(), Some(0), "{}", err(&made));
        let checked = run(&["check", file, "--json"]);
        let report: serde_json::Value = serde_json::from_str(&out(&checked)).unwrap();
        assert_eq!(
            (&report["actors"], &report["ties"]),
            (&120.into(), &300.into()),
            "{model}"
        );
        assert_eq!(report["notices"].as_array().map(Vec::len), Some(0), "{report}");
        let again = out(&run(&[&arguments[..], &["-"]].concat()));
        assert_eq!(again, std::fs::read_to_string(file).unwrap(), "{model}");
    }
}

#[test]
fn what_cannot_be_made_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("random.milieu");
    let path = file.to_str().unwrap();
    let many = run(&[
        "generate", "--model", "er", "--actors", "100", "--ties", "5000", "-o", path,
    ]);
    assert_eq!(many.status.code(), Some(1));
    assert!(
        err(&many).contains("2475 is the most for 100 actors"),
        "{}",
        err(&many)
    );
    let unknown = run(&["generate", "--model", "xy", "--actors", "100", "-o", path]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        err(&unknown).contains("one of ba, er, ws, planted, hub"),
        "{}",
        err(&unknown)
    );
    assert!(!file.exists());
}
