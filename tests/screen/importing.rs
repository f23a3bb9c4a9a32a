//! The import window by its widgets: what other programs have written becomes a map with few clicks, and what it means
//! can be said otherwise.

use egui::accesskit::Role;
use egui::epaint::text::MissingGlyphPolicy;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use milieu::model::{ActorKind, TieKind};
use milieu::session::{Action, ImportStep, Show};

use crate::panels::{Screen, empty, golden, press, steps};

/// A list of firms as Excel in China saves it.
const FIRMS: &str = "名称,类型,员工人数,城镇\r\n海尔集团,龙头企业,\"50,000\",青岛\r\n顺德模具厂,供应商,120,大良\r\n\
                     华南理工大学,大学,3000,广州\r\n顺德家电商会,行业协会,12,大良\r\n";
/// Ties among them; one row has no second end, and one is there twice.
const TIES: &str = "供应商,客户,类型,权重\r\n顺德模具厂,海尔集团,供应,5\r\n华南理工大学,海尔集团,知识,2\r\n\
                    顺德模具厂,,供应,1\r\n华南理工大学,海尔集团,知识,2\r\n";

fn blank() -> Screen {
    let screen = empty(vec2(1440.0, 900.0));
    // Fonts of the system are not there in tests.
    screen.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    screen
}

fn perform(screen: &mut Screen, action: Action) {
    let ctx = screen.ctx.clone();
    screen.state_mut().perform(&ctx, action);
    screen.run_steps(6);
}

/// Clicks what is called like this; counts as one click.
fn click(screen: &mut Screen, name: &str, clicks: &mut usize) {
    screen.get_by_label(name).click();
    screen.run_steps(6);
    *clicks += 1;
}

/// The button whose name begins like this.
fn push(screen: &mut Screen, name: &str) {
    let mut buttons = screen.query_all_by_role(Role::Button).filter(|node| {
        let node = node.accesskit_node();
        !node.is_disabled() && node.label().is_some_and(|label| label.starts_with(name))
    });
    // What lies above comes later.
    let button = buttons.next_back();
    button.unwrap_or_else(|| panic!("no button “{name}”")).click();
    drop(buttons);
    screen.run_steps(6);
}

fn has(screen: &Screen, words: &str) -> bool {
    screen.query_all_by_label_contains(words).next().is_some()
}

fn paste(screen: &mut Screen, text: &str) {
    screen.event(Event::Paste(text.to_owned()));
    screen.run_steps(6);
}

#[test]
fn chinese_tables_of_excel_become_a_labelled_map_in_five_clicks() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("企业.csv", FIRMS), ("关系.csv", TIES)] {
        let (bytes, ..) = encoding_rs::GB18030.encode(text);
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut screen = blank();
    let mut clicks = 0;
    // File, Import…, and both files chosen and opened in the dialog of the system.
    for name in ["File", "Import… Ctrl+Shift+I"] {
        click(&mut screen, name, &mut clicks);
    }
    press(&mut screen, Modifiers::NONE, Key::Escape);
    let files = ["企业.csv", "关系.csv"].map(|name| folder.path().join(name));
    perform(&mut screen, Action::Import(ImportStep::Files(files.into())));
    clicks += 2;
    assert!(has(&screen, "4 actors, 3 ties; 1 row dropped"));
    push(&mut screen, "Import");
    clicks += 1;
    assert!(clicks <= 5, "{clicks} clicks");

    let session = screen.state().session();
    let document = session.document();
    let names: Vec<&str> = document.actors().map(|(_, actor)| actor.name.as_str()).collect();
    assert_eq!(names, ["海尔集团", "顺德模具厂", "华南理工大学", "顺德家电商会"]);
    let kinds: Vec<ActorKind> = document.actors().map(|(_, actor)| actor.kind).collect();
    assert_eq!(
        kinds,
        [
            ActorKind::Final,
            ActorKind::Supplier,
            ActorKind::University,
            ActorKind::Association
        ]
    );
    let jobs: Vec<f64> = document.actors().map(|(_, actor)| actor.jobs.get()).collect();
    assert_eq!(jobs, [50_000.0, 120.0, 3000.0, 12.0]);
    let ties: Vec<TieKind> = document.ties().map(|(_, tie)| tie.kind).collect();
    assert_eq!(ties, [TieKind::Supply, TieKind::Knowledge, TieKind::Knowledge]);
    let places: std::collections::BTreeSet<String> = document
        .places()
        .map(|(_, place)| format!("{:?}", place.at))
        .collect();
    assert_eq!(places.len(), 4, "everybody has a place");
    assert!(session.changed(), "it stands in no file yet");
    assert_eq!(session.title(), "企业");

    perform(&mut screen, Action::Show(Show::ImportReport));
    assert!(has(&screen, "Ties read") && has(&screen, "关系.csv"));
    let report = screen.state().session().importing().report().unwrap();
    for sum in report.report.sums() {
        let parts = sum.iter().filter(|line| line.part);
        let parts: usize = parts.map(|line| line.count).sum();
        assert_eq!(parts, sum[0].count, "{sum:?}");
    }
}

#[test]
fn what_was_guessed_can_be_said_otherwise_and_both_counts_are_shown() {
    let mut screen = blank();
    paste(
        &mut screen,
        "from\tto\tkind\nA\tB\tblub\nA\tB\tblub\nB\tC\tsupply\n",
    );
    assert!(has(&screen, "3 actors, 3 ties"));
    assert!(has(&screen, "keep all: 3 ties") || has(&screen, "The same pair more than once: keep all"));
    push(&mut screen, "“blub” stands for");
    push(&mut screen, "Finance");
    screen
        .get_by_role_and_label(Role::RadioButton, "The same pair more than once: merge")
        .click();
    screen.run_steps(6);
    assert!(has(&screen, "2 ties"));
    push(&mut screen, "Meaning of from: First end");
    push(&mut screen, "Second end");
    push(&mut screen, "Import");
    let document = screen.state().session().document();
    let told: Vec<String> = document.ties().map(|(id, _)| document.tie_words(id)).collect();
    assert_eq!(told.len(), 2);
    let (_, first) = document.ties().next().unwrap();
    assert_eq!(first.kind, TieKind::Finance);
    assert_eq!(
        document.display_name(first.from),
        "B",
        "the ends have changed places"
    );

    // The word is known from now on.
    perform(&mut screen, Action::New);
    push(&mut screen, "Don't save");
    paste(&mut screen, "from\tto\tkind\nX\tY\tblub\n");
    assert!(has(&screen, "“blub” stands for: Finance"));
}

#[test]
fn cells_go_into_the_open_project_as_one_step() {
    let mut screen = golden();
    let before = screen.state().session().document().actor_count();
    paste(
        &mut screen,
        "from\tto\tkind\nF1\tNewcomer\tsupply\nF1\tF2\tknowledge\n",
    );
    assert!(has(&screen, "1 new actor, 2 new ties"));
    push(&mut screen, "Import");
    let session = screen.state().session();
    assert_eq!(session.document().actor_count(), before + 1);
    assert_eq!(steps(&screen), 1);
    perform(&mut screen, Action::Undo);
    assert_eq!(screen.state().session().document().actor_count(), before);
}

#[test]
fn names_are_still_pasted_and_escape_takes_nothing_in() {
    let mut screen = blank();
    paste(&mut screen, "Alpha\nBeta");
    assert_eq!(screen.state().session().document().actor_count(), 2);
    paste(&mut screen, "from\tto\nA\tB\nB\tC\n");
    assert!(screen.state().session().importing().open().is_some());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(screen.state().session().importing().open().is_none());
    assert_eq!(screen.state().session().document().actor_count(), 2);
}

#[test]
fn a_partition_of_pajek_joins_the_network_it_was_chosen_with() {
    let folder = tempfile::tempdir().unwrap();
    let net = "*Vertices 3\n1 \"Alp\"\n2 \"Birk\"\n3 \"Carl\"\n*Arcs\n1 2 1\n2 3 1\n";
    // As folders list them: the partition first.
    let files = [("sides.clu", "*Vertices 3\n2\n1\n1\n"), ("valley.net", net)].map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    let mut screen = blank();
    perform(&mut screen, Action::Import(ImportStep::Files(files.into())));
    assert!(has(&screen, "3 actors, 2 ties"));
    push(&mut screen, "Import");
    let document = screen.state().session().document();
    let sides: Vec<String> = document
        .actors()
        .map(|(_, actor)| format!("{} {}", actor.name, actor.attributes.get("sides").unwrap()))
        .collect();
    assert_eq!(sides, ["Alp 2", "Birk 1", "Carl 1"]);
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_hinders_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("ties.csv"), folder.path().join("bad.graphml"));
    std::fs::write(&good, "from,to\nA,B\n").unwrap();
    std::fs::write(&bad, "<graphml><graph>").unwrap();
    let mut screen = blank();
    perform(&mut screen, Action::Open(bad));
    assert!(has(&screen, "Cannot be read"));
    assert!(
        screen
            .state()
            .session()
            .importing()
            .open()
            .is_some_and(|open| !open.ready())
    );
    perform(&mut screen, Action::Import(ImportStep::Files(vec![good])));
    assert!(has(&screen, "2 actors, 1 tie"));
    push(&mut screen, "Leave bad.graphml out");
    assert!(!has(&screen, "Cannot be read"));
    push(&mut screen, "Import");
    assert_eq!(screen.state().session().document().tie_count(), 1);
}

#[test]
fn every_input_of_the_window_has_a_name() {
    for size in [vec2(1024.0, 640.0), vec2(2560.0, 1440.0)] {
        let mut screen = empty(size);
        screen.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
        paste(
            &mut screen,
            "名称\t类型\tjobs\n海尔\t龙头企业\t3\n美的\t什么\t4\n",
        );
        assert!(screen.state().session().importing().open().is_some());
        for role in [Role::Button, Role::CheckBox, Role::RadioButton] {
            for node in screen.query_all_by_role(role) {
                let label = node.accesskit_node().label().unwrap_or_default();
                assert!(!label.trim().is_empty(), "{role:?} at {:?}", node.rect());
            }
        }
        // Nothing stands outside the window, so that nothing is cut off.
        let button = screen.get_by_role_and_label(Role::Button, "Import").rect();
        assert!(
            button.max.x <= size.x && button.max.y <= size.y,
            "{button:?} in {size:?}"
        );
    }
}

#[test]
fn the_cluster_is_written_in_another_format_and_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("golden.graphml");
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::ExportData));
    push(&mut screen, "GML");
    assert!(has(&screen, "No file in this format suits both"));
    push(&mut screen, "GraphML");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    let wish = milieu::session::outgoing::DataWish::default();
    perform(&mut screen, Action::ExportData(path.clone(), wish));
    let first = std::fs::read_to_string(&path).unwrap();
    assert!(first.contains("<graphml") && first.contains("betweenness"));
    std::fs::remove_file(&path).unwrap();
    press(&mut screen, Modifiers::COMMAND, Key::E);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), first);
}
