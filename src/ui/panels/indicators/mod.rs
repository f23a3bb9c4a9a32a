//! Right, below: what the figures are, how they changed, and what they are made of.

mod chip;
mod figures;
mod ghost;
mod honesty;
pub(in crate::ui) mod lists;
mod rows;
mod tip;
mod touch;

use std::collections::BTreeMap;

use egui::{Align, Layout, RichText, ScrollArea, Sense, Ui, UiBuilder};

use crate::analysis::indicator::{Group, Indicator};
use crate::analysis::{Assessment, registry};
use crate::session::why::Between;
use crate::session::{Action, Baseline, Session, Supposition, Verdict};
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::panels::gaps::Gaps;
use crate::ui::radar::{self, Picture};
use crate::ui::theme;

pub(crate) use chip::change_words;
pub(super) use figures::figure_ui;

use ghost::Ghosts;
use honesty::{band_ui, departures_ui};
use tip::tip;
use touch::Rest;

pub use touch::Asked;

/// Which changes belong to the last edit, and which to the one before.
#[derive(Default)]
pub struct Indicators {
    picture: Picture,
    /// Since when figures are being computed, seconds on the clock of the toolkit.
    pending_since: Option<f64>,
    /// The project and the edit that `fresh` belongs to.
    state: (u64, u64),
    fresh: BTreeMap<&'static str, f64>,
    stale: BTreeMap<&'static str, f64>,
    /// Figures that somebody has asked for, with the state of the project that they belong to.
    worked_out: BTreeMap<&'static str, ((u64, u64), Option<f64>)>,
    /// The figures on show are those of an older state.
    dimmed: bool,
    rest: Rest,
    /// What figures of the long lists are looked for.
    filter: String,
    /// Where somebody has just asked why from.
    asked: Option<Asked>,
    gaps: Gaps,
    /// What the figures would be if what somebody is about to do were done.
    ghosts: Option<Ghosts>,
}

impl Indicators {
    /// The panel.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        self.follow(session);
        self.dimmed = self.is_slow(ui, session);
        ScrollArea::vertical()
            .id_salt("indicators")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.add_space(theme::GAP_XS);
                let Some(now) = self.figures(session) else {
                    ui.label(theme::heading("Indicators"));
                    ui.label(theme::secondary(ui, "Being computed"));
                    return;
                };
                self.overall_ui(ui, session, now, form);
                departures_ui(ui, session, form);
                ui.add_space(theme::GAP_XS);
                self.gaps.section_ui(ui, session, form);
                ui.add_space(theme::GAP_XS);
                for group in [Group::Basic, Group::Advantage] {
                    ui.label(theme::secondary(ui, group.name()));
                    for indicator in members(group) {
                        self.dimension_ui(ui, session, now, indicator, form);
                    }
                    ui.add_space(theme::GAP_S);
                }
                self.picture_ui(ui, session, now);
                self.lists_ui(ui, session, now, form);
                ui.add_space(theme::GAP_S);
                ui.label(theme::secondary(
                    ui,
                    "Scores compare states of a model; they are not a measurement of a place",
                ));
                ui.add_space(theme::GAP_L);
            });
    }

    /// The figures shown are behind, and have been for so long that a person would wonder.
    fn is_slow(&mut self, ui: &Ui, session: &Session) -> bool {
        const NOTICED: f64 = 0.1;
        if !session.track().pending() {
            self.pending_since = None;
            return false;
        }
        let now = ui.input(|input| input.time);
        let waited = now - *self.pending_since.get_or_insert(now);
        if waited < NOTICED {
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_secs_f64(NOTICED - waited));
        }
        waited >= NOTICED
    }

    /// What there is to show. Figures of the project before stay for as long as nobody would notice.
    fn figures<'a>(&self, session: &'a Session) -> Option<&'a Assessment> {
        let figures = session.track().current();
        let figures = figures.filter(|_| !(self.dimmed && session.track().foreign()));
        figures.map(AsRef::as_ref)
    }

    /// The strip of numbers of a narrow window.
    pub fn strip_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        self.follow(session);
        self.dimmed = self.is_slow(ui, session);
        let Some(now) = self.figures(session) else {
            return;
        };
        ScrollArea::horizontal().id_salt("strip").show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GAP_XS;
                let shown = registry::find("overall")
                    .into_iter()
                    .chain(members(Group::Basic))
                    .chain(members(Group::Advantage));
                for indicator in shown {
                    self.item_ui(ui, session, now, indicator, form);
                    ui.add_space(theme::GAP_XS);
                }
                self.gaps.button_ui(ui, session, form);
            });
        });
    }

    /// A figure of the strip. There is no room for a button, so a click opens the menu that rows have too.
    fn item_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        now: &Assessment,
        indicator: &'static Indicator,
        form: &mut Form,
    ) {
        let builder = UiBuilder::new()
            .id_salt(("item", indicator.id))
            .sense(Sense::click())
            .layout(Layout::left_to_right(Align::Center));
        let response = ui
            .scope_builder(builder, |ui| {
                let name = ui.label(theme::secondary(ui, short(indicator)));
                self.value_ui(ui, now, indicator, theme::BODY);
                self.chip_ui(ui, indicator, theme::TINY);
                tip(name, indicator, session);
            })
            .response;
        self.touch_ui(ui, session, now, indicator, &response, form);
    }

    /// Unfolds the list of gaps.
    pub fn open_gaps(&mut self) {
        self.gaps.open();
    }

    /// The one figure, large, with what changes are compared with.
    fn overall_ui(&mut self, ui: &mut Ui, session: &Session, now: &Assessment, form: &mut Form) {
        let Some(overall) = registry::find("overall") else {
            return;
        };
        ui.horizontal(|ui| {
            ui.label(theme::heading("Indicators"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                baseline_ui(ui, session, form);
            });
        });
        self.row_ui(ui, session, now, overall, form, |panel, ui, row, form| {
            ui.horizontal(|ui| {
                let response = panel.value_ui(ui, now, overall, theme::BIG_FIGURE);
                ui.vertical(|ui| {
                    ui.add_space(theme::GAP_XS);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let name = ui.label("Overall competitiveness");
                    ui.horizontal(|ui| {
                        ui.label(theme::secondary(ui, "of 100"));
                        band_ui(ui, session, form);
                        panel.chip_ui(ui, overall, theme::SMALL);
                    });
                    tip(name, overall, session);
                });
                tip(response, overall, session);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    panel.why_ui(ui, session, row, form);
                });
            });
        });
    }

    fn picture_ui(&mut self, ui: &mut Ui, session: &Session, now: &Assessment) {
        ui.horizontal(|ui| {
            for (picture, icon, name) in [
                (Picture::Radar, icons::RADAR, "Radar"),
                (Picture::Diamond, icons::DIAMOND, "Diamond"),
            ] {
                let button =
                    egui::Button::selectable(self.picture == picture, (icons::icon(icon, 14.0), name));
                if ui.add(button).accessible_name(name).clicked() {
                    self.picture = picture;
                }
            }
        });
        // The dashed outline is what the present is compared with: what would be, before what was.
        let supposed = match session.supposition().and_then(Supposition::verdict) {
            Some(Verdict::Figures(then)) if !session.track().pending() => Some(then),
            _ => None,
        };
        let other = supposed.or_else(|| session.track().baseline_values());
        let bands = session.certainty().bands();
        radar::ui(ui, self.picture, now, other.map(AsRef::as_ref), bands);
    }
}

fn members(group: Group) -> impl Iterator<Item = &'static Indicator> {
    registry::ALL
        .iter()
        .copied()
        .filter(move |indicator| indicator.group == group)
}

/// Names that fit a strip.
fn short(indicator: &Indicator) -> &'static str {
    match indicator.id {
        "external_economies" => "Ext. economies",
        "regional" => "Regional",
        "overall" => "Overall",
        _ => indicator.name,
    }
}

fn baseline_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let current = session.track().baseline();
    let document = session.document();
    let name = |baseline| Between::from(baseline).name(document);
    let text = RichText::new(name(current)).size(theme::SMALL);
    let button = egui::Button::new((text, icons::icon(icons::DOWN, 11.0))).frame_when_inactive(false);
    let response = ui
        .add(button)
        .accessible_name(format!("Changes {}", name(current).to_lowercase()));
    egui::Popup::menu(&response).show(|ui| {
        let snapshots = document.snapshots().map(|(id, _)| Baseline::Snapshot(id));
        for baseline in [Baseline::LastEdit, Baseline::Opened]
            .into_iter()
            .chain(snapshots)
        {
            if ui.selectable_label(baseline == current, name(baseline)).clicked() {
                form.actions.push(Action::SetBaseline(baseline));
            }
        }
    });
    response.on_hover_text("What changes are compared with");
}
