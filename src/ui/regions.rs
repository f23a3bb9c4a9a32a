//! F6 goes from region to region: map, inspector, indicators, table, library.

use egui::{Context, Id, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::theme::Colors;

/// A part of the window that the keyboard can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// The map.
    Canvas,
    /// What is chosen.
    Inspector,
    /// The figures.
    Indicators,
    /// Rows.
    Table,
    /// Kinds and outline.
    Library,
}

impl Region {
    const fn name(self) -> &'static str {
        match self {
            Self::Canvas => "Map",
            Self::Inspector => "Inspector",
            Self::Indicators => "Indicators",
            Self::Table => "Table",
            Self::Library => "Library",
        }
    }
}

/// The regions that are on the screen.
#[derive(Default)]
pub struct Regions {
    shown: Vec<(Region, Id)>,
    last: Option<Region>,
}

impl Regions {
    /// Forgets the last pass.
    pub fn begin(&mut self) {
        self.shown.clear();
    }

    /// A region that has a widget of its own to take the keyboard.
    pub fn note(&mut self, region: Region, id: Option<Id>) {
        self.shown.extend(id.map(|id| (region, id)));
    }

    /// Puts an invisible stop at the top of a panel; a line shows when the keyboard is there.
    pub fn mark_ui(&mut self, ui: &Ui, region: Region) {
        let id = Id::unique(("region", region));
        let rect = Rect::from_min_size(ui.max_rect().min, vec2(ui.max_rect().width(), 2.0));
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, region.name()));
        if response.has_focus() {
            ui.painter().rect_filled(rect, 1.0, Colors::of(ui.visuals()).accent);
        }
        self.shown.push((region, id));
    }

    /// The keyboard goes to the next region that is on the screen.
    pub fn next(&mut self, ctx: &Context) {
        self.shown.sort_unstable_by_key(|(region, _)| *region);
        let after = self.last.and_then(|last| self.shown.iter().find(|(region, _)| *region > last));
        // Nobody has moved yet: the map is where one starts from.
        let next = match (self.last, after) {
            (None, _) => self.shown.iter().find(|(region, _)| *region > Region::Canvas).or(self.shown.first()),
            (Some(_), None) => self.shown.first(),
            (Some(_), found) => found,
        };
        if let Some(&(region, id)) = next {
            self.last = Some(region);
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }
}
