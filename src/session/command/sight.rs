//! Rows of the View menu about what is seen: focus and filters; and what maps are often colored and sized by.

use super::gates::{filtered, focusable, focused, not_empty, open};
use super::{Command, Menu, group, row, within};
use crate::analysis::aspect::Aspect;
use crate::analysis::spread::Measure;
use crate::session::action::{Action, Show};
use crate::session::sight::Look;

/// Shortens the rows of filters.
const fn filter(
    id: &'static str,
    name: &'static str,
    action: fn(&crate::session::Session) -> Action,
) -> Command {
    within("Filter", row(id, name, Menu::View, &[], not_empty, action))
}

/// Where the rows about colors and sizes stand, beside all figures of the project.
const MENUS: Menu = Menu::Nowhere("in the menus of the same name, with every figure");

/// Shortens the rows of colors.
const fn color(
    id: &'static str,
    name: &'static str,
    action: fn(&crate::session::Session) -> Action,
) -> Command {
    within("Color by", row(id, name, MENUS, &[], not_empty, action))
}

/// Shortens the rows of sizes.
const fn size(
    id: &'static str,
    name: &'static str,
    action: fn(&crate::session::Session) -> Action,
) -> Command {
    within("Size by", row(id, name, MENUS, &[], not_empty, action))
}

fn color_by(aspect: Aspect) -> Action {
    Action::ColorBy(Some(Measure::Aspect(aspect)))
}

fn size_by(aspect: Aspect) -> Action {
    Action::SizeBy(Some(Measure::Aspect(aspect)))
}

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    group(within("Focus", row("focus.set", "On the selection, or leave", Menu::View, &["."], focusable, |_| Action::Look(Look::Focus)))),
    within("Focus", row("focus.wider", "One step wider", Menu::View, &["+", "="], focused, |_| Action::Look(Look::Steps(1)))),
    within("Focus", row("focus.narrower", "One step narrower", Menu::View, &["-"], focused, |_| Action::Look(Look::Steps(-1)))),
    filter("filter.kind", "Kind…", |_| Action::Show(Show::Filter(Aspect::Kind))),
    filter("filter.role", "Role…", |_| Action::Show(Show::Filter(Aspect::Role))),
    filter("filter.external", "Local or external…", |_| Action::Show(Show::Filter(Aspect::External))),
    filter("filter.community", "Community…", |_| Action::Show(Show::Filter(Aspect::Community))),
    filter("filter.partners", "Partners…", |_| Action::Show(Show::Filter(Aspect::Partners))),
    filter("filter.tag", "Tag…", |_| Action::Show(Show::Filter(Aspect::ActorTag))),
    filter("filter.tie_kind", "Tie kind…", |_| Action::Show(Show::Filter(Aspect::TieKind))),
    filter("filter.weight", "Strength of ties…", |_| Action::Show(Show::Filter(Aspect::TieField("weight")))),
    filter("filter.trust", "Trust of ties…", |_| Action::Show(Show::Filter(Aspect::TieField("trust")))),
    filter("filter.tie_tag", "Tag of ties…", |_| Action::Show(Show::Filter(Aspect::TieTag))),
    within("Filter", group(row("filter.fade", "Fade rather than hide, or the other way", Menu::View, &[], open, |session| Action::Look(Look::Fade(!session.sight().fades()))))),
    within("Filter", row("filter.none", "Remove all filters", Menu::View, &[], filtered, |_| Action::Look(Look::ReleaseAll))),
    color("color.kind", "Kind", |_| Action::ColorBy(None)),
    color("color.role", "Role", |_| color_by(Aspect::Role)),
    color("color.external", "Local or external", |_| color_by(Aspect::External)),
    color("color.community", "Community", |_| color_by(Aspect::Community)),
    color("color.partners", "Partners", |_| color_by(Aspect::Partners)),
    color("color.tag", "Tag", |_| color_by(Aspect::ActorTag)),
    color("color.founded", "Founded", |_| color_by(Aspect::ActorField("founded"))),
    color("color.trust", "Trust of ties", |_| color_by(Aspect::TieField("trust"))),
    color("color.weight", "Strength of ties", |_| color_by(Aspect::TieField("weight"))),
    size("size.jobs", "Employment", |_| Action::SizeBy(None)),
    size("size.partners", "Partners", |_| size_by(Aspect::Partners)),
    size("size.revenue", "Revenue", |_| size_by(Aspect::ActorField("revenue"))),
    size("size.capability", "Innovation capability", |_| size_by(Aspect::ActorField("capability"))),
];
