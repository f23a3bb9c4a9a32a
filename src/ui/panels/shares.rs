//! In the inspector, folded: what the chosen actor has of each dimension and of the parts of each.

use egui::{Align, Label, Layout, Rect, RichText, Sense, Ui, pos2, vec2};

use crate::analysis;
use crate::model::ActorId;
use crate::session::shares::Holding;
use crate::session::{Action, Session};
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// Size of a bar.
const BAR: egui::Vec2 = vec2(56.0, 18.0);

/// Width of the figure behind it.
const FIGURE: f32 = 40.0;

/// Parts of which the actor has less than this are left out.
const LEAST: f64 = 0.000_5;

/// The section.
pub fn ui(ui: &mut Ui, session: &Session, id: ActorId, form: &mut Form) {
    let section = icons::section(theme::subheading("Share in each indicator"));
    let section = section.show_unindented(ui, |ui| rows_ui(ui, session, id));
    section
        .header_response
        .on_hover_text("What this actor has of each figure: its own shares, and half of those of its ties");
    let open = section.openness > 0.0;
    if open != session.shares().wanted() {
        form.actions.push(Action::WantShares(open));
    }
}

fn rows_ui(ui: &mut Ui, session: &Session, id: ActorId) {
    let Some(holdings) = session.shares().of(id) else {
        ui.label(theme::secondary(ui, "Being computed"));
        return;
    };
    ui.spacing_mut().interact_size.y = BAR.y;
    ui.spacing_mut().item_spacing.y = theme::GAP_XS;
    let portions = holdings.iter().map(|holding| holding.portion().abs());
    let most = portions.fold(0.0, f64::max);
    for holding in holdings {
        let whole = !matches!(holding.indicator.group, analysis::Group::Part(_));
        if whole || holding.portion().abs() >= LEAST {
            row_ui(ui, holding, whole, most);
        }
    }
}

/// Name, bar, percent. Bars stand in relation to the longest of them.
fn row_ui(ui: &mut Ui, holding: &Holding, whole: bool, most: f64) {
    let colors = Colors::of(ui.visuals());
    let indicator = holding.indicator;
    let portion = holding.portion();
    let percent = format!("{:.0} %", portion * 100.0).replace('-', "−");
    let percent = if percent == "−0 %" {
        "0 %".to_owned()
    } else {
        percent
    };
    let (ink, indent) = if whole {
        (colors.text, 0.0)
    } else {
        (colors.secondary, theme::GAP_M)
    };
    let row = ui.horizontal(|ui| {
        ui.add_space(indent);
        let width = (ui.available_width() - BAR.x - FIGURE - 2.0 * ui.spacing().item_spacing.x).max(0.0);
        let size = vec2(width, BAR.y);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(width);
            let name = RichText::new(indicator.name).size(theme::SMALL).color(ink);
            ui.add(Label::new(name).truncate());
        });
        bar_ui(ui, if most > 0.0 { portion / most } else { 0.0 });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let figure = RichText::new(percent)
                .font(theme::tabular(theme::SMALL))
                .color(ink);
            ui.label(figure);
        });
    });
    row.response.on_hover_ui(|ui| {
        ui.set_max_width(300.0);
        let (own, all) = (
            analysis::shown(indicator, Some(holding.amount)),
            analysis::shown(indicator, Some(holding.whole)),
        );
        ui.label(format!("{own} of {all}"));
        if let Some(attribution) = &indicator.attribution {
            ui.label(theme::secondary(ui, attribution.rule));
        }
    });
}

/// A bar to the right of its rail's start, in the color of what goes down where the share is negative.
fn bar_ui(ui: &mut Ui, part: f64) {
    let colors = Colors::of(ui.visuals());
    let (rect, _) = ui.allocate_exact_size(BAR, Sense::empty());
    let rail = Rect::from_center_size(rect.center(), vec2(rect.width(), 4.0));
    ui.painter().rect_filled(rail, 2.0, colors.hover);
    if part != 0.0 {
        let length = (rail.width() * part.abs().min(1.0) as f32).max(1.0);
        let filled = Rect::from_min_max(rail.min, pos2(rail.left() + length, rail.bottom()));
        let color = if part > 0.0 { colors.accent } else { colors.down };
        ui.painter().rect_filled(filled, 2.0, color);
    }
}
