//! The sorts that colors stand for, in the legend: a row for each, and one for all that are grey.

use egui::{Pos2, RichText, Stroke, Ui};

use super::legend::{Key, Listed, row_ui};
use super::paint;
use super::tint::Scaled;
use crate::analysis::aspect::Aspect;
use crate::analysis::spread::Measure;
use crate::base::text::count;
use crate::model::Document;
use crate::picture::scale as picture_scale;
use crate::session::sight::label;
use crate::session::{Action, Look};
use crate::ui::theme::{self, Colors};

/// Radius of a round swatch, points.
const SWATCH: f32 = 6.5;
/// Names in the tooltip of the grey row.
const NAMED: usize = 12;

/// What the colors stand for: a click chooses all of a sort, the eye has a filter hold it back.
pub(super) fn ui(ui: &mut Ui, width: f32, key: &Key<'_>, color: &Scaled, actions: &mut Vec<Action>) {
    let Measure::Aspect(aspect) = color.spread.measure() else {
        return;
    };
    let dark = ui.visuals().dark_mode;
    let colors = Colors::of(ui.visuals());
    ui.scope(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.label(theme::subheading(aspect.name()));
        let help = RichText::new(aspect.help()).size(theme::TINY);
        ui.label(help.color(colors.secondary));
    });
    ui.add_space(theme::GAP_XS);
    let none = Document::default();
    let document = key.session.map_or(&none, |session| session.document());
    let groups = key.session.and_then(|session| session.groups().known());
    let name = |word: &str| label(aspect, word, document, groups.map(AsRef::as_ref));
    let (mut others, mut grey) = (Vec::new(), 0);
    for (place, sort) in color.spread.sorts().iter().enumerate() {
        let kept = key.keeps(aspect, &sort.word);
        let seen = key.tinting.seen_of(place);
        if kept && seen == 0 {
            continue;
        }
        if sort.color.is_none() && !sort.word.is_empty() && aspect != Aspect::Role {
            others.push(name(&sort.word));
            grey += seen;
            continue;
        }
        let gone = !kept && seen == 0;
        let listed = Listed {
            name: &name(&sort.word),
            count: seen,
            hidden: gone,
            eye: key.session.is_some(),
        };
        let row = row_ui(ui, &listed, |ui, rect| {
            swatch(ui, rect, aspect, color.ink(place, dark));
        });
        if row.chosen {
            actions.push(Action::SelectSort(place));
        }
        if row.eye {
            let keep = Look::Keep(aspect, sort.word.clone(), gone);
            actions.push(Action::Look(keep));
        }
    }
    if !others.is_empty() {
        let noun = if aspect == Aspect::Community {
            ("smaller community", "smaller communities")
        } else {
            ("other", "others")
        };
        let listed = Listed {
            name: &count(others.len(), noun.0, noun.1),
            count: grey,
            hidden: false,
            eye: false,
        };
        let row = row_ui(ui, &listed, |ui, rect| {
            swatch(ui, rect, aspect, picture_scale::grey(dark));
        });
        row.response.on_hover_ui(|ui| {
            for name in others.iter().take(NAMED) {
                ui.label(name);
            }
            if others.len() > NAMED {
                ui.label(format!("and {} more", others.len() - NAMED));
            }
        });
    }
    ui.add_space(theme::GAP_S);
}

/// A dot for actors, a line for ties.
fn swatch(ui: &Ui, rect: egui::Rect, aspect: Aspect, (fill, edge): super::tint::Ink) {
    let painter = ui.painter();
    if aspect.is_of_ties() {
        let stroke = Stroke::new(3.0, paint::color(fill));
        painter.hline(rect.x_range(), rect.center().y, stroke);
    } else {
        let center = Pos2::new(rect.center().x, rect.center().y);
        let stroke = Stroke::new(1.2, paint::color(edge));
        painter.circle(center, SWATCH, paint::color(fill), stroke);
    }
}
