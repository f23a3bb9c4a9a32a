//! Ranked shares: who has how much, the largest first, and what they come to.

use egui::{Rect, RichText, Sense, Stroke, StrokeKind, TextStyle, TextWrapMode, Ui, Vec2, WidgetText};

use crate::analysis::causes::Cause;
use crate::analysis::explain::{Share, Whom};
use crate::analysis::registry;
use crate::analysis::spread::Measure;
use crate::analysis::story;
use crate::base::text::upper;
use crate::model::{Document, Selection};
use crate::ui::theme::{self, Colors};

/// Rows before the rest is added up in one.
const SHORT: usize = 6;
/// Rows of a list that is shown whole.
const LONG: usize = 200;
/// Height of a row, points.
const ROW: f32 = 24.0;
/// Width of the bar of an amount.
const BAR: f32 = 44.0;
/// Width of the amounts.
const AMOUNT: f32 = 54.0;

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Item {
    title: String,
    amount: f64,
    /// Whom it concerns on the map; empty when nobody.
    pub(super) whom: Selection,
    /// The part of a composite that it is.
    pub(super) part: Option<&'static str>,
}

/// What the person did in a list.
#[derive(Default)]
pub(super) struct Touched {
    pub(super) over: Option<Item>,
    pub(super) clicked: Option<Item>,
}

impl Touched {
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            over: self.over.or(other.over),
            clicked: self.clicked.or(other.clicked),
        }
    }
}

impl Item {
    /// What was done; only those that are still there can be shown on the map.
    fn of_cause(cause: &Cause, amount: f64, after: &Document) -> Self {
        let mut whom = Selection {
            actors: cause.actors.clone(),
            ties: cause.ties.clone(),
            ..Selection::default()
        };
        whom.keep_existing(after);
        // A new tie is itself what is meant, not its ends, and an actor not its partners.
        if !whom.ties.is_empty() && cause.what.is_about_ties() {
            whom.actors.clear();
        }
        Self {
            title: cause.title.clone(),
            amount,
            whom,
            part: None,
        }
    }

    fn of_share(share: &Share, before: &Document, after: &Document) -> Self {
        let mut whom = match share.whom {
            Whom::Actor(id) => Selection::actor(id),
            Whom::Tie(id) => Selection::tie(id),
            Whom::Pair(a, b) => Selection {
                actors: [a, b].into(),
                ..Selection::default()
            },
            Whom::Part(_) | Whom::Given(_) => Selection::default(),
        };
        whom.keep_existing(after);
        let part = match share.whom {
            Whom::Part(id) => registry::find(id),
            _ => None,
        };
        let title = match part {
            Some(part) => part.name.to_owned(),
            None => upper(&story::name_of(share.whom, before, after)),
        };
        Self {
            title,
            amount: share.amount,
            whom,
            part: part.map(|part| part.id),
        }
    }
}

/// Rows that are shown, and what the rest comes to.
pub(super) struct Ranked {
    items: Vec<Item>,
    /// How many are not shown.
    more: usize,
    /// What they come to.
    rest: f64,
}

impl Ranked {
    /// The first of `all`, which stand in their order. Only what is shown gets a name: there may be a million shares.
    fn of<T>(all: &[T], whole: bool, amount: impl Fn(&T) -> f64, item: impl Fn(&T) -> Item) -> Self {
        let limit = if whole { LONG } else { SHORT };
        // One row more takes no more room than the line that would stand for it.
        let limit = if all.len() == limit + 1 { all.len() } else { limit };
        let (shown, rest) = all.split_at(limit.min(all.len()));
        Self {
            items: shown.iter().map(item).collect(),
            more: rest.len(),
            rest: rest.iter().map(amount).sum(),
        }
    }

    /// Causes with their effects.
    pub(super) fn of_causes(causes: &[(Cause, f64)], whole: bool, after: &Document) -> Self {
        let item = |(cause, amount): &(Cause, f64)| Item::of_cause(cause, *amount, after);
        Self::of(causes, whole, |&(_, amount)| amount, item)
    }

    /// Shares of a figure.
    pub(super) fn of_shares(shares: &[Share], whole: bool, before: &Document, after: &Document) -> Self {
        let item = |share: &Share| Item::of_share(share, before, after);
        Self::of(shares, whole, |share| share.amount, item)
    }
}

/// Some shares are those of parts, which have shares of their own.
pub(super) fn is_composite(shares: &[Share]) -> bool {
    shares.iter().any(|share| matches!(share.whom, Whom::Part(_)))
}

/// What the rows are.
pub(super) fn title(shares: &[Share]) -> &'static str {
    let mut kinds = [false; 4];
    for share in shares {
        kinds[match share.whom {
            Whom::Part(_) => 0,
            Whom::Actor(_) => 1,
            Whom::Tie(_) => 2,
            Whom::Pair(..) => 3,
            Whom::Given(_) => continue,
        }] = true;
    }
    match kinds {
        [true, false, false, false] => "By part",
        [false, true, false, false] => "By actor",
        [false, false, true, false] => "By tie",
        [false, false, false, true] => "By pair",
        [false, false, false, false] => "By number given",
        [false, ..] => "By actor and tie",
        [true, ..] => "By part, actor and tie",
    }
}

/// An amount of change with its sign.
fn signed(measure: Measure, amount: f64, most: f64) -> String {
    let text = measure.format_beside(amount, most);
    let nought = text.bytes().all(|c| c == b'0' || c == b'.');
    if amount > 0.0 && !nought {
        format!("+{text}")
    } else {
        text
    }
}

/// A heading over a list.
pub(super) fn heading_ui(ui: &mut Ui, text: &str) {
    ui.add_space(theme::GAP_XS);
    ui.label(theme::secondary(ui, text));
}

/// The list with its sum. `change`: amounts have signs.
pub(super) fn ui(
    ui: &mut Ui,
    measure: Measure,
    ranked: &Ranked,
    total: Option<(&str, f64)>,
    change: bool,
    whole: &mut bool,
) -> Touched {
    let mut touched = Touched::default();
    let gap = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
    let items = &ranked.items;
    let most = items.iter().map(|item| item.amount.abs()).fold(0.0, f64::max);
    let number = |amount: f64| {
        if change {
            signed(measure, amount, most)
        } else {
            measure.format_beside(amount, most)
        }
    };
    for item in items {
        let share = if most > 0.0 { item.amount / most } else { 0.0 };
        let active = item.part.is_some() || !item.whom.is_empty();
        let response = row_ui(ui, &item.title, &number(item.amount), Some(share), active);
        if active && (response.contains_pointer() || response.has_focus()) {
            touched.over = Some(item.clone());
        }
        if response.clicked() {
            touched.clicked = Some(item.clone());
        }
    }
    if ranked.more > 0 {
        let (more, rest) = (ranked.more, ranked.rest);
        let open = !*whole;
        let words = if open {
            format!("Show {more} more")
        } else {
            format!("{more} smaller ones")
        };
        if row_ui(ui, &words, &number(rest), None, open).clicked() {
            *whole = true;
        }
    }
    if let Some((name, sum)) = total.filter(|_| items.len() + ranked.more > 1) {
        let line = ui.allocate_space(Vec2::new(ui.available_width(), 5.0)).1;
        let stroke = Stroke::new(1.0, Colors::of(ui.visuals()).border);
        ui.painter().hline(line.x_range(), line.center().y, stroke);
        row_ui(ui, name, &number(sum), None, false);
    }
    ui.spacing_mut().item_spacing.y = gap;
    ui.add_space(theme::GAP_S);
    touched
}

/// A row: name, bar, amount. `share`: length of the bar, −1 to 1.
fn row_ui(ui: &mut Ui, name: &str, amount: &str, share: Option<f64>, active: bool) -> egui::Response {
    let colors = Colors::of(ui.visuals());
    let sense = if active { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), sense);
    let role = if active {
        egui::Role::Button
    } else {
        egui::Role::Label
    };
    response.widget_info(|| egui::WidgetInfo::labeled(role, true, format!("{name} {amount}")));
    let ground = rect.expand2(Vec2::new(6.0, 0.0));
    if active && response.contains_pointer() {
        ui.painter().rect_filled(ground, 4.0, colors.sunken);
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.5, colors.accent);
        ui.painter().rect_stroke(ground, 4.0, stroke, StrokeKind::Inside);
    }
    let numbers = rect.with_min_x(rect.right() - AMOUNT);
    let bar = Rect::from_min_max(
        egui::pos2(numbers.left() - BAR, rect.top()),
        egui::pos2(numbers.left(), rect.bottom()),
    );
    let words = rect.with_max_x(
        if share.is_some() {
            bar.left()
        } else {
            numbers.left()
        } - theme::GAP_S,
    );
    let ink = match (share, active) {
        (Some(_), _) => colors.text,
        (None, true) => colors.accent,
        (None, false) => colors.secondary,
    };
    // Painted, not added: the row itself says it aloud.
    let text = WidgetText::from(RichText::new(name).size(theme::LIST));
    let galley = text.into_galley(ui, Some(TextWrapMode::Truncate), words.width(), TextStyle::Body);
    let elided = galley.elided;
    let at = words.left_center() - Vec2::new(0.0, galley.size().y / 2.0);
    ui.painter().galley(at, galley, ink);
    if let Some(share) = share {
        let length = (share.abs() as f32 * BAR).max(1.0);
        let color = if share < 0.0 { colors.down } else { colors.accent };
        let filled = Rect::from_min_size(
            egui::pos2(bar.left(), rect.center().y - 3.0),
            Vec2::new(length, 6.0),
        );
        ui.painter().rect_filled(filled, 2.0, color);
    }
    ui.painter().text(
        numbers.right_center(),
        egui::Align2::RIGHT_CENTER,
        amount,
        theme::tabular(theme::LIST),
        colors.text,
    );
    if elided {
        response.on_hover_text(name)
    } else {
        response
    }
}
