//! What is said about the safety of work: unsaved work of an earlier session, a file that others have changed, earlier
//! versions of a file.

pub mod banner;
mod versions;
mod works;

use std::time::SystemTime;

use egui::{Button, Context, Rect, RichText, Ui, vec2};

use crate::base::text::count;
use crate::files::journal::seconds;
use crate::session::recovery::Offer;
use crate::session::{Action, Session, Work};

use super::form::Form;
use super::icons;
use super::regions::Regions;
use super::theme::{self, Colors};

use versions::Versions;
use works::Works;

/// One of them as it is at first: in the middle of the map in `room`, this wide, and not larger than the map.
fn list_window(ctx: &Context, title: &'static str, room: Rect, width: f32) -> egui::Window<'static> {
    const LEAST: egui::Vec2 = vec2(320.0, 200.0);
    let size = vec2(width, 340.0).min(room.size() - vec2(24.0, 88.0)).max(LEAST);
    theme::window(ctx, title)
        .default_size(size)
        .min_size(LEAST)
        .pivot(egui::Align2::CENTER_CENTER)
        .default_pos(room.center())
}

/// The windows that list what can be gone back to.
#[derive(Default)]
pub struct Safety {
    works: Works,
    versions: Versions,
}

impl Safety {
    /// Opens or shuts the list of work that can be recovered.
    pub fn toggle_works(&mut self, form: &mut Form) {
        self.works.toggle();
        form.actions.push(Action::Work(Work::Look));
    }

    /// Opens or shuts the list of earlier versions of the project's file.
    pub fn toggle_versions(&mut self) {
        self.versions.toggle();
    }

    /// Shuts one of them; whether there was one.
    pub fn shut_one(&mut self) -> bool {
        self.works.shut() || self.versions.shut()
    }

    /// A question is open.
    pub fn covers(&self) -> bool {
        self.works.asks()
    }

    /// What is open, over the map in `room`.
    pub fn ui(
        &mut self,
        ctx: &Context,
        room: Rect,
        session: &Session,
        regions: &mut Regions,
        form: &mut Form,
    ) {
        self.works.ui(ctx, room, session, regions, form);
        self.versions.ui(ctx, room, session, regions, form);
    }
}

/// "41 actors, 77 ties, 12 edits since the last save".
pub fn amounts(offer: &Offer) -> String {
    let told = &offer.told;
    let many = |number: u64, one, more| count(usize::try_from(number).unwrap_or(usize::MAX), one, more);
    let mut text = format!(
        "{}, {}",
        many(told.actors, "actor", "actors"),
        many(told.ties, "tie", "ties")
    );
    if told.edits > 0 {
        let since = if offer.origin.is_some() {
            " since the last save"
        } else {
            ""
        };
        text += &format!(", {}{since}", many(told.edits, "edit", "edits"));
    }
    text
}

/// When something was, as people say it: "today, 14:02", "yesterday, 14:02", "Tue 3 Nov 2026, 14:02".
pub fn moment(at: u64) -> String {
    let zone = jiff::tz::TimeZone::system();
    let on_clock = |at: u64| {
        let second = i64::try_from(at).ok()?;
        Some(jiff::Timestamp::from_second(second).ok()?.to_zoned(zone.clone()))
    };
    let (Some(then), Some(now)) = (on_clock(at), on_clock(seconds(SystemTime::now()))) else {
        return "some time ago".to_owned();
    };
    let clock = then.strftime("%H:%M");
    let day = match now.date() {
        today if today == then.date() => "today".to_owned(),
        today if today.yesterday().is_ok_and(|day| day == then.date()) => "yesterday".to_owned(),
        _ => then.strftime("%a %-d %b %Y").to_string(),
    };
    format!("{day}, {clock}")
}

/// The answers to an offer, the usual one first.
pub fn answers_ui(ui: &mut Ui, offer: &Offer, form: &mut Form) {
    let mut work = None;
    let recover = super::dialogs::primary(ui, "Recover");
    let tip = "Opens it as a project without a file; the file stays as it was last saved";
    if ui
        .add_enabled(offer.damage.is_none(), recover)
        .on_hover_text(tip)
        .clicked()
    {
        work = Some(Work::Recover(offer.id.clone()));
    }
    if offer.origin.is_some() {
        let tip = "Recovers it here and opens the file as it was last saved in a window of its own";
        let both = Button::new("Open both").min_size(vec2(72.0, 28.0));
        if ui
            .add_enabled(offer.damage.is_none(), both)
            .on_hover_text(tip)
            .clicked()
        {
            work = Some(Work::RecoverBoth(offer.id.clone()));
        }
    }
    let tip = "Not offered any more; kept for 30 days, see Recovered work in the File menu";
    let discard = Button::new("Discard").min_size(vec2(72.0, 28.0));
    if ui.add(discard).on_hover_text(tip).clicked() {
        work = Some(Work::LetGo(offer.id.clone()));
    }
    form.actions.extend(work.map(Action::Work));
}

/// What earlier sessions have left, on the card of an empty project.
pub fn offers_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let offers: Vec<&Offer> = session.recovery().offered().collect();
    if offers.is_empty() {
        return;
    }
    let colors = Colors::of(ui.visuals());
    for offer in offers {
        egui::Frame::new()
            .fill(colors.accent_soft)
            .corner_radius(f32::from(theme::ROUND))
            .inner_margin(12)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal(|ui| {
                    ui.label(icons::icon(icons::RESTORE, 20.0).color(colors.accent));
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        let title = format!("Unsaved work from {}", moment(offer.told.at));
                        let label = ui.label(RichText::new(&title).font(theme::semibold(theme::BODY)));
                        let said = format!("{title}: {}, {}", offer.name, amounts(offer));
                        label.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Alert, true, &said));
                        ui.add(egui::Label::new(format!("{} — {}", offer.name, amounts(offer))).truncate());
                        damage_ui(ui, offer);
                        ui.add_space(theme::GAP_XS);
                        ui.horizontal(|ui| answers_ui(ui, offer, form));
                    });
                });
            });
        ui.add_space(theme::GAP_S);
    }
    ui.add_space(theme::GAP_S);
}

fn damage_ui(ui: &mut Ui, offer: &Offer) {
    if let Some(damage) = &offer.damage {
        let color = Colors::of(ui.visuals()).warning;
        ui.add(egui::Label::new(RichText::new(damage).color(color)).wrap());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::journal::{Place, Told};

    #[test]
    fn amounts_are_told_in_words() {
        let mut offer = Offer {
            id: "x".into(),
            name: "valley".into(),
            place: Place::Crashed,
            origin: Some("valley.milieu".into()),
            told: Told {
                actors: 41,
                ties: 77,
                edits: 12,
                ..Told::default()
            },
            damage: None,
        };
        assert_eq!(
            amounts(&offer),
            "41 actors, 77 ties, 12 edits since the last save"
        );
        offer.told.edits = 1;
        offer.origin = None;
        assert_eq!(amounts(&offer), "41 actors, 77 ties, 1 edit");
    }

    #[test]
    fn moments_name_the_day() {
        let now = seconds(SystemTime::now());
        assert!(moment(now).starts_with("today, "));
        assert!(moment(now - 24 * 3_600).starts_with("yesterday, "));
        assert!(moment(0).contains("19"), "{}", moment(0));
    }
}
