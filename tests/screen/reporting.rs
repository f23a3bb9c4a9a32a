//! The window in which reports are exported, by its widgets.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use milieu::model::Edit;
use milieu::report::edition::Edition;
use milieu::session::reporting::ReportWish;
use milieu::session::track::Baseline;
use milieu::session::{Action, Show};

use crate::panels::{Screen, golden, perform, press};

fn has(screen: &Screen, words: &str) -> bool {
    screen.query_all_by_label_contains(words).next().is_some()
}

fn click(screen: &mut Screen, label: &str) {
    screen.get_by_label(label).click();
    screen.run_steps(6);
}

#[test]
fn title_comparison_and_format_are_chosen_and_what_will_be_in_it_is_seen() {
    let mut screen = golden();
    perform(
        &mut screen,
        Action::Edit(Edit::TakeSnapshot {
            name: "Then".to_owned(),
            note: String::new(),
        }),
    );
    perform(&mut screen, Action::Show(Show::ExportReport));
    screen.run_steps(6);
    assert!(has(&screen, "Export a report"));
    assert!(has(&screen, "Six dimensions") && has(&screen, "7 scores"));
    assert!(!has(&screen, "Then and now"), "it compares with nothing yet");
    screen.get_by_label("Compare with").click();
    screen.run_steps(6);
    click(&mut screen, "Then");
    assert!(has(&screen, "Then and now"), "the list follows the choice");
    click(&mut screen, "PDF");
    assert!(has(&screen, "A4 pages to print"));
    // The panel of the project has such a field, too; the window lies over it.
    let field = screen
        .query_all_by_role_and_label(Role::TextInput, "Title")
        .last();
    field.unwrap().click();
    screen.run_steps(3);
    press(&mut screen, Modifiers::COMMAND, Key::A);
    screen.event(egui::Event::Text("Furs and hides".to_owned()));
    screen.run_steps(3);
    click(&mut screen, "Export…");
    assert!(!has(&screen, "What will be in it"));
    // The chooser asks for a file of the chosen sort, by the chosen title.
    press(&mut screen, Modifiers::NONE, Key::Escape);
    let session = screen.state().session();
    let id = session.document().snapshots().next().unwrap().0;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report");
    let wish = ReportWish {
        title: Some("Furs and hides".to_owned()),
        against: Some(Baseline::Snapshot(id)),
        edition: Edition::Booklet,
    };
    perform(&mut screen, Action::ExportReport(path.clone(), Box::new(wish)));
    assert!(path.with_extension("pdf").is_file());
    perform(&mut screen, Action::Show(Show::ExportReport));
    assert!(has(&screen, "A4 pages to print"), "as the last time");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(!has(&screen, "What will be in it"));
}
