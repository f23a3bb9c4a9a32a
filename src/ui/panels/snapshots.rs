//! The list of snapshots: take one, name it, say what it is for, compare it with the present, go back to it, delete it.

use egui::{Button, Id, Ui};

use crate::model::{Document, Edit, SnapshotId};
use crate::session::{Action, Session, Side};
use crate::ui::form::{Entry, Form};
use crate::ui::icons;
use crate::ui::theme;

/// The section of the project's panel. `key` tells one project from another; `show`: it comes into view.
pub fn ui(ui: &mut Ui, session: &Session, form: &mut Form, key: Id, show: bool) {
    let document = session.document();
    let shown = ui.horizontal(|ui| {
        ui.label(theme::subheading("Snapshots"));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            take_ui(ui, document, form, key)
        })
        .inner
    });
    if show {
        shown.response.scroll_to_me(Some(egui::Align::TOP));
        shown.inner.request_focus();
    }
    if document.snapshots().len() == 0 {
        ui.label(theme::secondary(
            ui,
            "A snapshot keeps the present state under a name: before a policy, after a shock. Any two can be \
             compared on one map, and you can go back to each.",
        ));
        return;
    }
    // The last one taken is wanted most.
    for (id, _) in document.snapshots().rev() {
        ui.push_id(id, |ui| row_ui(ui, document, id, form, key));
    }
}

/// The button, and the keyboard in the name of what it has made.
fn take_ui(ui: &mut Ui, document: &Document, form: &mut Form, key: Id) -> egui::Response {
    let button = Button::new((icons::icon(icons::CAMERA, 14.0), "Take")).frame_when_inactive(false);
    let response = ui
        .add_enabled(!document.is_empty(), button)
        .accessible_name("Take a snapshot")
        .on_hover_text("Keep the present state under a name")
        .on_disabled_hover_text("There is no actor yet");
    let awaited = key.with("taken here");
    let newest = document.snapshots().next_back().map(|(id, _)| id);
    if response.clicked() {
        form.edit(Edit::TakeSnapshot {
            name: String::new(),
            note: String::new(),
        });
        ui.data_mut(|data| data.insert_temp(awaited, newest.map_or(0, SnapshotId::number)));
    } else if let Some(before) = ui.data(|data| data.get_temp::<u64>(awaited)) {
        if let Some(id) = newest.filter(|id| id.number() > before) {
            ui.memory_mut(|memory| memory.request_focus(name_id(key, id)));
        }
        ui.data_mut(|data| data.remove_temp::<u64>(awaited));
    }
    response
}

fn name_id(key: Id, id: SnapshotId) -> Id {
    key.with(("snapshot", id, "name"))
}

/// Name with buttons, and the note below.
fn row_ui(ui: &mut Ui, document: &Document, id: SnapshotId, form: &mut Form, key: Id) {
    let Some(snapshot) = document.snapshot(id) else {
        return;
    };
    let name = document.snapshot_name(id);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        let spoken = format!("Name of {name}");
        let entry = Entry {
            id: name_id(key, id),
            name: &spoken,
            shown: &snapshot.name,
            hint: &name,
            width: (ui.available_width() - 3.0 * (icons::small_width(ui) + theme::GAP_XS)).max(60.0),
            rows: 1,
            figures: false,
        };
        form.entry_ui(ui, &entry, |text| Ok(Edit::RenameSnapshot(id, text.to_owned())));
        let compare = format!("Compare {name} with now");
        if icons::small_icon_button(ui, icons::COMPARE, &compare).clicked() {
            form.actions.push(Action::Compare(Side::Snapshot(id), Side::Now));
        }
        let restore = format!("Go back to {name}");
        if icons::small_icon_button(ui, icons::RESTORE, &restore).clicked() {
            form.edit(Edit::RestoreSnapshot(id));
        }
        let delete = format!("Delete {name}");
        if icons::small_icon_button(ui, icons::TRASH, &delete).clicked() {
            form.edit(Edit::DeleteSnapshot(id));
        }
    });
    let spoken = format!("Note of {name}");
    let entry = Entry {
        id: key.with(("snapshot", id, "note")),
        name: &spoken,
        shown: &snapshot.note,
        hint: "What it is for",
        width: f32::INFINITY,
        rows: 1,
        figures: false,
    };
    form.entry_ui(ui, &entry, |text| Ok(Edit::DescribeSnapshot(id, text.to_owned())));
    ui.add_space(theme::GAP_XS);
}
