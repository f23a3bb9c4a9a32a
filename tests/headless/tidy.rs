//! The house rules that a machine can check: layers point down, crates stay home, files say what they are for.

use std::fs;
use std::path::{Path, PathBuf};

/// Each folder of `src/` and the folders it may name. Lower folders know nothing of higher ones.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("model", &["base"]),
    ("graph", &["base", "model"]),
    ("layout", &["base", "model"]),
    ("picture", &["base", "model"]),
    ("files", &["base", "model"]),
    ("exchange", &["base", "model", "picture", "files"]),
    ("analysis", &["base", "model", "graph"]),
    ("report", &["base", "model", "graph", "picture", "analysis"]),
    (
        "session",
        &[
            "base", "model", "graph", "layout", "picture", "files", "exchange", "analysis", "report",
        ],
    ),
    (
        "ui",
        &[
            "base", "model", "graph", "layout", "picture", "files", "exchange", "analysis", "report",
            "session",
        ],
    ),
    // The command line opens the window when it is given no command.
    (
        "cli",
        &[
            "base", "model", "graph", "layout", "picture", "files", "exchange", "analysis", "report",
            "session", "ui",
        ],
    ),
];

/// Words that only some folders may use, with the folders.
const KEPT_TO: &[(&str, &[&str])] = &[
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("egui_plot", &["ui"]),
    ("egui_extras", &["ui"]),
    ("rfd", &["ui"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("serde", &["files", "exchange"]),
    ("serde_json", &["files", "exchange", "report", "cli"]),
    ("petgraph", &["graph"]),
    ("rayon", &["base"]),
    ("csv::WriterBuilder", &["files", "exchange"]),
    ("csv::ReaderBuilder", &["exchange"]),
    ("rust_xlsxwriter", &["files", "exchange"]),
    ("calamine", &["exchange"]),
    ("zip::ZipArchive", &["exchange"]),
    ("rustix", &["session"]),
    ("roxmltree", &["exchange"]),
    ("quick_xml", &["exchange"]),
    ("encoding_rs", &["exchange"]),
    ("chardetng", &["exchange"]),
    ("flate2", &["exchange"]),
    ("hashbrown", &["exchange"]),
    ("base64", &["report"]),
    ("hmac_sha256", &["report"]),
    ("unicode_bidi", &["report"]),
    ("resvg", &["report"]),
    ("rustybuzz", &["report"]),
    ("krilla", &["report"]),
    ("krilla_svg", &["report"]),
    ("tempfile", &["files"]),
    ("std::fs", &["files"]),
    ("std::thread::spawn", &["ui"]),
    ("std::thread::Builder", &["session", "ui"]),
    ("std::time::Instant", &["session", "ui", "cli"]),
    ("SystemTime", &["session", "ui", "files"]),
];

/// Text files that are read; pictures and fonts are not.
const TEXT: &[&str] = &["rs", "md", "toml", "milieu", "json", "txt"];

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" {
                files_under(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// All text files of the project with their paths from its root.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches", "docs", "assets"] {
        files_under(&root.join(folder), &mut paths);
    }
    paths.extend(["README.md", "Cargo.toml"].map(|name| root.join(name)));
    paths
        .into_iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|end| TEXT.iter().any(|text| end == *text))
        })
        .map(|path| {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Code without comments and without the tests at its end.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    text[..end]
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.split("//").next().unwrap_or_default()))
}

fn folder_of(name: &str) -> Option<&str> {
    name.strip_prefix("src/")?
        .split_once('/')
        .map(|(folder, _)| folder)
}

fn has_word(line: &str, word: &str) -> bool {
    let boundary = |c: Option<char>| c.is_none_or(|c| !(c.is_alphanumeric() || c == '_'));
    line.match_indices(word).any(|(at, _)| {
        boundary(line[..at].chars().next_back()) && boundary(line[at + word.len()..].chars().next())
    })
}

#[test]
fn layers_point_down() {
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        let Some(folder) = folder_of(&name) else { continue };
        let (_, allowed) = LAYERS
            .iter()
            .find(|(layer, _)| *layer == folder)
            .unwrap_or_else(|| panic!("{folder}"));
        for (number, line) in code(&text) {
            for (layer, _) in LAYERS {
                if *layer != folder && !allowed.contains(layer) && line.contains(&format!("crate::{layer}")) {
                    wrong.push(format!("{name}:{number} names {layer}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn crates_stay_home() {
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        let Some(folder) = folder_of(&name) else { continue };
        if name.ends_with("/tests.rs") {
            continue;
        }
        for (number, line) in code(&text) {
            for (word, homes) in KEPT_TO {
                if !homes.contains(&folder) && has_word(line, word) {
                    wrong.push(format!("{name}:{number} names {word}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn files_say_what_they_are_for() {
    for (name, text) in texts().iter().filter(|(name, _)| name.ends_with(".rs")) {
        assert!(text.starts_with("//! "), "{name} does not begin with //!");
    }
}

/// Calls of OpenGL cannot be checked; nothing else is unsafe.
#[test]
fn one_file_has_unsafe_code() {
    const HOME: &str = "src/ui/canvas/gpu/on_glow.rs";
    let mut wrong = Vec::new();
    for (name, text) in texts()
        .iter()
        .filter(|(name, _)| name.ends_with(".rs") && !name.ends_with("tidy.rs"))
    {
        let lines: Vec<&str> = text.lines().collect();
        for (i, line) in lines.iter().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let here = has_word(code, "unsafe") || has_word(code, "unsafe_code");
            if here && name != HOME {
                wrong.push(format!("{name}:{} {line}", i + 1));
            }
            // A comment right above says why a block may be.
            let mut above = lines[..i].iter().rev().map(|line| line.trim_start());
            let said = above
                .by_ref()
                .take_while(|line| line.starts_with("//") || line.starts_with("let "))
                .any(|line| line.starts_with("// SAFETY: "));
            if has_word(code, "unsafe") && !said {
                wrong.push(format!("{name}:{} does not say why it is safe", i + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Whoever has more to say says it in two files.
#[test]
fn files_of_the_program_can_be_read_at_a_sitting() {
    const MOST: usize = 600;
    let long: Vec<String> = texts()
        .iter()
        .filter(|(name, text)| {
            name.starts_with("src/") && name.ends_with(".rs") && text.lines().count() > MOST
        })
        .map(|(name, _)| name.clone())
        .collect();
    assert!(long.is_empty(), "longer than {MOST} lines: {}", long.join(", "));
}

#[test]
fn nothing_is_left_lying_about() {
    let mut wrong = Vec::new();
    for (name, text) in texts().iter().filter(|(name, _)| !name.ends_with("tidy.rs")) {
        for (i, line) in text.lines().enumerate() {
            let todo = ["TODO", "FIXME", "XXX"]
                .iter()
                .any(|word| has_word(line, word) && !line.contains(&format!("{word}(")));
            let machine = ["/home/", "/Users/", "/root/", "/work/"]
                .iter()
                .any(|path| line.contains(path));
            if todo || machine {
                wrong.push(format!("{name}:{} {line}", i + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_layer_is_on_the_map() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    for (layer, _) in LAYERS {
        assert!(
            map.contains(&format!("`{layer}`")),
            "docs/architecture.md does not name {layer}"
        );
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for (name, text) in texts().iter().filter(|(name, _)| name.ends_with(".md")) {
        let folder = root.join(name).parent().unwrap().to_owned();
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split([')', '#']).next().unwrap_or_default();
            if !target.contains("://") && !folder.join(target).exists() {
                wrong.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
