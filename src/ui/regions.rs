//! F6 goes from region to region: map, inspector, indicators, table, library.

use egui::{Context, Id, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::theme::Colors;

/// A part of the window that the keyboard can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// The map.
    Canvas,
    /// What needs an answer, above the map.
    Banner,
    /// Filters and focus.
    Filters,
    /// What is chosen.
    Inspector,
    /// The figures.
    Indicators,
    /// Why a figure is what it is.
    Why,
    /// A window over the map, by its title.
    Window(&'static str),
    /// Rows.
    Table,
    /// Kinds and outline.
    Library,
}

impl Region {
    const fn name(self) -> &'static str {
        match self {
            Self::Canvas => "Map",
            Self::Banner => "Questions",
            Self::Filters => "Filters",
            Self::Inspector => "Inspector",
            Self::Indicators => "Indicators",
            Self::Why => "Explanation",
            Self::Window(title) => title,
            Self::Table => "Table",
            Self::Library => "Library",
        }
    }
}

/// The regions that are on the screen.
#[derive(Default)]
pub struct Regions {
    shown: Vec<Shown>,
}

/// A region with the widget that takes the keyboard there.
struct Shown {
    region: Region,
    id: Id,
    rect: Rect,
}

impl Regions {
    /// Forgets the last pass.
    pub fn begin(&mut self) {
        self.shown.clear();
    }

    /// A region that has a widget of its own to take the keyboard, and where it is.
    pub fn note(&mut self, region: Region, id: Option<Id>, rect: Rect) {
        self.shown.extend(id.map(|id| Shown { region, id, rect }));
    }

    /// Puts an invisible stop at the top of a panel; a line shows when the keyboard is there.
    pub fn mark_ui(&mut self, ui: &Ui, region: Region) {
        let id = Id::unique(("region", region));
        let rect = Rect::from_min_size(ui.max_rect().min, vec2(ui.max_rect().width(), 2.0));
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, region.name()));
        if response.has_focus() {
            ui.painter()
                .rect_filled(rect, 1.0, Colors::of(ui.visuals()).accent);
        }
        self.note(region, Some(id), ui.max_rect());
    }

    /// The keyboard goes from where it is to the next region that is on the screen.
    pub fn next(&mut self, ctx: &Context) {
        self.shown.sort_unstable_by_key(|shown| shown.region);
        // What has no region, and no keyboard at all, counts as the map: that is where one starts from.
        let now = self.current(ctx).unwrap_or(Region::Canvas);
        let after = self.shown.iter().find(|shown| shown.region > now);
        if let Some(next) = after.or(self.shown.first()) {
            ctx.memory_mut(|memory| memory.request_focus(next.id));
        }
    }

    /// Where the keyboard is.
    fn current(&self, ctx: &Context) -> Option<Region> {
        let focused = ctx.memory(egui::Memory::focused)?;
        let at = ctx.read_response(focused).map(|response| response.rect.center());
        let itself = self.shown.iter().find(|shown| shown.id == focused);
        // What lies on the map is not the map.
        let around = || {
            let around = self
                .shown
                .iter()
                .filter(|shown| at.is_some_and(|at| shown.rect.contains(at)));
            around.min_by(|a, b| a.rect.area().total_cmp(&b.rect.area()))
        };
        itself.or_else(around).map(|shown| shown.region)
    }
}
