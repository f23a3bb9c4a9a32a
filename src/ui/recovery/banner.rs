//! A bar above the map for what needs an answer but stops nobody: the file was changed elsewhere, there is unsaved work,
//! the file is only read.

use egui::{Align, Button, Frame, Label, Layout, Margin, Panel, RichText, Role, Ui, WidgetInfo};

use crate::session::{Action, Opening, Session, Work};
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::regions::{Region, Regions};
use crate::ui::theme::Colors;

use super::{amounts, moment};

/// Height of the bar, points.
const HEIGHT: f32 = 36.0;
/// A bar of this width has room for all that can be said, points.
const WIDE: f32 = 1_000.0;

/// An answer: what the button says, its tooltip, what it does.
type Answer = (&'static str, &'static str, Action);

/// One thing that is said.
struct Said {
    icon: &'static str,
    sentence: String,
    answers: Vec<Answer>,
    /// The bar can be put away without an answer by this.
    later: Option<Action>,
}

/// What is most pressing, if anything. `started`: the card of an empty project says what is offered.
pub fn ui(ui: &mut Ui, session: &Session, started: bool, regions: &mut Regions, form: &mut Form) {
    let wide = ui.available_width() > WIDE;
    let Some(said) = changed_elsewhere(session)
        .or_else(|| unsaved_work(session, wide).filter(|_| !started))
        .or_else(|| read_only(session))
    else {
        return;
    };
    let colors = Colors::of(ui.visuals());
    let frame = Frame::new()
        .fill(colors.accent_soft)
        .inner_margin(Margin::symmetric(12, 0));
    Panel::top("safety")
        .exact_size(HEIGHT)
        .frame(frame)
        .show(ui, |ui| {
            regions.mark_ui(ui, Region::Banner);
            ui.horizontal_centered(|ui| {
                ui.label(icons::icon(said.icon, 18.0).color(colors.accent));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(later) = said.later
                        && icons::small_icon_button(ui, icons::CLOSE, "Later").clicked()
                    {
                        form.actions.push(later);
                    }
                    for (word, tip, action) in said.answers.into_iter().rev() {
                        if ui.add(Button::new(word)).on_hover_text(tip).clicked() {
                            form.actions.push(action);
                        }
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let text = RichText::new(&said.sentence).color(colors.text);
                        let response = ui.add(Label::new(text).truncate());
                        response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &said.sentence));
                    });
                });
            });
        });
}

fn changed_elsewhere(session: &Session) -> Option<Said> {
    let path = session
        .file()
        .path()
        .filter(|_| session.file().changed_on_disk())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let reload = if session.changed() {
        "Opens the file as it is now; what you have drawn is kept for 30 days"
    } else {
        "Opens the file as it is now"
    };
    Some(Said {
        icon: icons::WARNING,
        sentence: format!("{name} was changed by another program"),
        answers: vec![
            ("Reload", reload, Action::OpenAs(path.to_owned(), Opening::Again)),
            (
                "Keep mine",
                "The next save writes over what the other program has written; that is kept as an earlier version",
                Action::KeepMine,
            ),
            (
                "Compare",
                "Shows both on one map",
                Action::CompareWithFile(path.to_owned(), "On the disk".to_owned()),
            ),
            ("Save as…", "Saves yours under another name", Action::AskSaveAs),
        ],
        later: None,
    })
}

fn unsaved_work(session: &Session, wide: bool) -> Option<Said> {
    let mut offers = session.recovery().offered();
    let offer = offers.next()?;
    let more = match offers.count() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let mut answers: Vec<Answer> = Vec::new();
    let fits = offer.damage.is_none();
    if fits {
        answers.push((
            "Recover",
            "Opens it as a project without a file; the file stays as it was last saved",
            Action::Work(Work::Recover(offer.id.clone())),
        ));
    }
    if fits && offer.origin.is_some() {
        answers.push((
            "Open both",
            "Recovers it here and opens the file as it was last saved in a window of its own",
            Action::Work(Work::RecoverBoth(offer.id.clone())),
        ));
    }
    answers.push((
        "Discard",
        "Not offered any more; kept for 30 days, see Recovered work in the File menu",
        Action::Work(Work::LetGo(offer.id.clone())),
    ));
    let mut what = offer.damage.clone().unwrap_or_else(|| amounts(offer));
    if !wide {
        what = what.replace(" since the last save", "");
    }
    Some(Said {
        icon: icons::RESTORE,
        sentence: format!(
            "Unsaved work from {}: {} — {what}{more}",
            moment(offer.told.at),
            offer.name
        ),
        answers,
        later: Some(Action::Work(Work::PutOff)),
    })
}

fn read_only(session: &Session) -> Option<Said> {
    let path = session.file().path().filter(|_| session.file().read_only())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Some(Said {
        icon: icons::INFO,
        sentence: format!("{name} is open in another window and only read here"),
        answers: vec![("Save as…", "Saves yours under another name", Action::AskSaveAs)],
        later: None,
    })
}
