//! The bar at the foot: how much there is, what is chosen, what the layout and the figures do, where it is saved.

use std::time::Duration;

use egui::{Align, Layout, Response, RichText, Ui, WidgetInfo};

use crate::analysis::{self, registry};
use crate::base::text::count;
use crate::session::{Action, Session, Verdict};

use super::theme::{self, Colors};

/// Time between two looks at how far something is.
const LOOK: Duration = Duration::from_millis(200);

/// The bar.
pub fn ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_S;
        let document = session.document();
        let size = format!(
            "{} · {}",
            count(document.actor_count(), "actor", "actors"),
            count(document.tie_count(), "tie", "ties")
        );
        ui.label(small(&size));
        let chosen = session.selection().len();
        if chosen > 0 {
            bar_ui(ui);
            ui.label(small(&format!("{chosen} selected")));
        }
        bar_ui(ui);
        ui.label(small(&layout_state(session)));
        if session.motion().arranged().is_some() {
            ui.ctx().request_repaint_after(LOOK);
        }
        if let Some(figures) = supposed(session).or_else(|| figures(session)) {
            bar_ui(ui);
            figures_ui(ui, &figures);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if session.file().opening().is_some() {
                if ui
                    .small_button("Cancel")
                    .on_hover_text("Stop opening this file")
                    .clicked()
                {
                    actions.push(Action::StopOpening);
                }
                ui.ctx().request_repaint_after(LOOK);
            }
            if let Some(words) = session.exporting().busy() {
                let button = ui.small_button("Cancel").on_hover_text("Stop drawing");
                if button.clicked() {
                    actions.push(Action::StopExporting);
                }
                ui.label(small(words));
                ui.ctx().request_repaint_after(LOOK);
            }
            if let Some((name, share)) = session.reporting().busy() {
                let button = ui.small_button("Cancel").on_hover_text("Stop writing the report");
                if button.clicked() {
                    actions.push(Action::StopReporting);
                }
                ui.label(small(&format!("Writing {name}, {:.0} %", 100.0 * share)));
                ui.ctx().request_repaint_after(LOOK);
            }
            let colors = Colors::of(ui.visuals());
            if let Some((words, good)) = copy_state(session) {
                let color = if good { colors.secondary } else { colors.warning };
                let response = ui.label(small(&words).color(color));
                if let Some(reason) = session.recovery().fault() {
                    response.on_hover_text(format!("It cannot be written: {reason}"));
                }
                ui.label(small("·").color(colors.secondary));
            }
            if let Some(next) = next_word(session) {
                ui.ctx().request_repaint_after(next);
            }
            ui.label(small(&file_state(session)).color(colors.secondary));
        });
    });
}

fn layout_state(session: &Session) -> String {
    match session.motion().arranged() {
        Some(share) if share > 0.0 => format!("Arranging, {:.0} %", share * 100.0),
        Some(_) => "Arranging".to_owned(),
        None if session.motion().moving() => "Layout settling".to_owned(),
        None => "Layout settled".to_owned(),
    }
}

fn small(text: &str) -> RichText {
    RichText::new(text).font(theme::tabular(theme::SMALL))
}

fn bar_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(1.0, 12.0), egui::Sense::empty());
    ui.painter()
        .rect_filled(rect, 0.0, Colors::of(ui.visuals()).border);
}

/// The sentence that a screen reader hears after each edit; it can be reached with the keyboard.
fn figures_ui(ui: &mut Ui, figures: &str) -> Response {
    let label = egui::Label::new(small(figures)).sense(egui::Sense::focusable_noninteractive());
    let response = ui.add(label);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Status, true, figures));
    response
}

/// "Trust 58, up 3": the dimension that moved most with the last edit, else the overall figure.
pub fn figures(session: &Session) -> Option<String> {
    let track = session.track();
    let assessment = track.current().filter(|_| !track.foreign())?;
    let mut told = ("overall", 0.0_f64);
    for dimension in analysis::dimensions::DIMENSIONS {
        let delta = session.track().delta(dimension.id).unwrap_or(0.0);
        if delta.abs() > told.1.abs() {
            told = (dimension.id, delta);
        }
    }
    if told.1.abs() < 0.5 {
        told = ("overall", session.track().delta("overall").unwrap_or(0.0));
    }
    let indicator = registry::find(told.0)?;
    let value = assessment.value(told.0)?;
    let change = match told.1.round() {
        up if up > 0.0 => format!(", up {up:.0}"),
        down if down < 0.0 => format!(", down {:.0}", down.abs()),
        _ => String::new(),
    };
    Some(format!("{} {value:.0}{change}", indicator.name))
}

/// "Add supply tie: overall would be 48.2, up 1.3": what somebody is about to do, told like what was done.
fn supposed(session: &Session) -> Option<String> {
    let supposition = session.supposition()?;
    let name = supposition.edit().name(session.document());
    if let Verdict::Refused(reason) = supposition.verdict()? {
        return Some(format!("{name}: {reason}"));
    }
    let (then, delta) = session.supposed("overall")?;
    let amount = format!("{:.1}", delta.abs());
    let change = match amount.as_str() {
        "0.0" => format!("stay {then:.1}"),
        amount if delta > 0.0 => format!("be {then:.1}, up {amount}"),
        amount => format!("be {then:.1}, down {amount}"),
    };
    Some(format!("{name}: overall would {change}"))
}

fn file_state(session: &Session) -> String {
    let file = session.file();
    if let Some(doing) = file.busy() {
        return match file.opening() {
            Some(share) if share > 0.0 => format!("{doing}, {:.0} %", share * 100.0),
            _ => doing.to_owned(),
        };
    }
    match (file.saved_at(), session.changed()) {
        (Some(time), _) => format!("Saved {time}"),
        (None, true) if file.path().is_some() => "Changed".to_owned(),
        (None, true) => "Not saved yet".to_owned(),
        (None, false) => match file.path() {
            Some(path) => path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            None => String::new(),
        },
    }
}

/// Moments after which the age of the recovery copy is told anew; after the last one its time is told instead, so that
/// a window in which nobody does anything rests.
const TOLD: [u64; 5] = [5, 10, 20, 30, 60];

/// "recovery copy 8 s ago", and whether all is well; nothing while there is nothing to recover.
fn copy_state(session: &Session) -> Option<(String, bool)> {
    let recovery = session.recovery();
    if recovery.fault().is_some() {
        return Some(("no recovery copy".to_owned(), false));
    }
    let (at, clock) = recovery.written().zip(recovery.written_at())?;
    let age = session.now().saturating_sub(at).as_secs();
    let words = match age {
        0 => "recovery copy just now".to_owned(),
        age if age < TOLD[TOLD.len() - 1] => format!("recovery copy {age} s ago"),
        _ => format!("recovery copy {clock}"),
    };
    Some((words, true))
}

/// Time until the age of the recovery copy is told anew.
fn next_word(session: &Session) -> Option<Duration> {
    let age = session.now().saturating_sub(session.recovery().written()?);
    let next = TOLD
        .into_iter()
        .map(Duration::from_secs)
        .find(|next| *next > age)?;
    Some(next - age)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::model::field::Value;
    use crate::model::{Edit, Selection};
    use crate::session::{Action, Pace};

    #[test]
    fn the_dimension_that_moved_most_is_told() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".to_owned()));
        let before = figures(&session).unwrap();
        assert!(before.starts_with("Overall") && !before.contains(','), "{before}");

        let ties = Selection::all(session.document()).ties;
        let trust = Edit::SetTieField(ties, "trust".to_owned(), Value::Number(1.0));
        session.perform(Action::Edit(trust));
        let moved = |id| session.track().delta(id).unwrap_or(0.0).abs();
        let most = analysis::dimensions::DIMENSIONS
            .iter()
            .max_by(|a, b| moved(a.id).total_cmp(&moved(b.id)))
            .unwrap();
        let told = figures(&session).unwrap();
        assert!(told.starts_with(most.name) && told.contains(", up "), "{told}");

        session.perform(Action::Undo);
        let back = figures(&session).unwrap();
        assert!(back.starts_with(most.name) && back.contains(", down "), "{back}");
    }
}
