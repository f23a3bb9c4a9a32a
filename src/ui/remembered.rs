//! What the window remembers from one start to the next: panels, sizes, theme, where one was looking.

use egui::{Context, Ui, ViewportCommand};

use super::Window;
use super::theme;
use crate::base::geom::Point;
use crate::files::settings::{self, Camera, Panel, Theme};
use crate::session::PanelId;

/// Panels and the commands that open them.
pub(super) const PANEL_COMMANDS: [(PanelId, &str); 6] = [
    (PanelId::Library, "view.library"),
    (PanelId::Inspector, "view.inspector"),
    (PanelId::Indicators, "view.indicators"),
    (PanelId::Table, "view.table"),
    (PanelId::Legend, "view.legend"),
    (PanelId::Minimap, "view.minimap"),
];

impl Window {
    pub(super) fn remember_camera(&mut self) {
        let [x, y, zoom] = self.canvas.camera();
        let camera = Camera {
            center: Point::new(x, y),
            zoom,
        };
        // A project that has just got its file has no camera there yet.
        let new_file = self.session.file().path().is_some() && self.session.remembered_camera().is_none();
        if self.camera != Some(camera) || new_file {
            if self.camera.is_some() {
                self.session.remember_camera(camera);
            }
            self.camera = Some(camera);
        }
    }

    pub(super) fn is_open(&self, panel: PanelId, width: f32) -> bool {
        match self.session.settings.panels.get(panel.id()) {
            Some(panel) => panel.visible,
            None => match panel {
                PanelId::Library => width >= theme::LIBRARY_FITS,
                PanelId::Table => false,
                // It comes and goes by itself.
                PanelId::Minimap => self.canvas.shows_minimap(),
                PanelId::Inspector | PanelId::Indicators | PanelId::Legend => true,
            },
        }
    }

    pub(super) fn set_open(&mut self, panel: PanelId, visible: bool) {
        let size = f64::from(self.size(panel));
        self.session
            .settings
            .panels
            .entry(panel.id().to_owned())
            .or_insert(Panel { visible, size })
            .visible = visible;
    }

    /// Width or height of a panel, as the person left it.
    pub(super) fn size(&self, panel: PanelId) -> f32 {
        let usual = match panel {
            PanelId::Library => theme::LIBRARY_WIDTH,
            PanelId::Inspector | PanelId::Legend | PanelId::Minimap => theme::RIGHT_WIDTH,
            PanelId::Indicators => theme::INDICATORS_HEIGHT,
            PanelId::Table => theme::TABLE_HEIGHT,
        };
        self.session
            .settings
            .panels
            .get(panel.id())
            .map_or(usual, |panel| panel.size as f32)
    }

    /// Remembers a size that the person has chosen; a panel that was never touched stays as usual, and one that a
    /// small window squeezes gets its size back. `ui` is where the panel was shown under the name `salt`.
    pub(super) fn note_size(&mut self, ui: &Ui, salt: &'static str, panel: PanelId, size: f32) {
        // The toolkit derives the handle of a panel so.
        let handle = ui.scope_id().with_salt(egui::IdSalt::new(salt)).with("__resize");
        if ui.ctx().dragged_id() == Some(handle) && (size - self.size(panel)).abs() >= 1.0 {
            let visible = self.is_open(panel, ui.ctx().content_rect().width());
            let entry = Panel {
                visible,
                size: f64::from(size),
            };
            self.session.settings.panels.insert(panel.id().to_owned(), entry);
        }
    }

    /// The size of the window at the next start. A maximized one keeps the size that it would go back to.
    pub(super) fn note_window(&mut self, ctx: &Context) {
        let (rect, maximized) = ctx.input(|input| {
            (
                input.viewport().inner_rect,
                input.viewport().maximized == Some(true),
            )
        });
        let Some(rect) = rect else { return };
        let size = rect.size() * ctx.zoom_factor();
        let settings = &mut self.session.settings;
        match &mut settings.window {
            Some(window) if maximized => window.maximized = true,
            window => {
                let (width, height) = (f64::from(size.x), f64::from(size.y));
                *window = Some(settings::Window {
                    width,
                    height,
                    maximized,
                });
            }
        }
    }

    /// A window as large as its screen would have its last lines below the edge: there it is better maximized.
    pub(super) fn fit_to_screen(&mut self, ctx: &Context) {
        /// Height of a title bar, in points of the screen; what a system adds is not known before it has done so.
        const TITLE_BAR: f32 = 32.0;
        if self.fitted {
            return;
        }
        let (inner, monitor) =
            ctx.input(|input| (input.viewport().inner_rect, input.viewport().monitor_size));
        let (Some(inner), Some(monitor)) = (inner, monitor) else {
            return;
        };
        self.fitted = true;
        if inner.width() > monitor.x || inner.height() + TITLE_BAR > monitor.y {
            ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
        }
    }

    pub(super) fn apply_settings(&mut self, ctx: &Context) {
        let settings = &self.session.settings;
        ctx.set_theme(match settings.theme {
            Theme::System => egui::ThemePreference::System,
            Theme::Light => egui::ThemePreference::Light,
            Theme::Dark => egui::ThemePreference::Dark,
        });
        let zoom = settings.ui_scale as f32;
        if (ctx.zoom_factor() - zoom).abs() > 0.01 {
            ctx.set_zoom_factor(zoom);
        }
        theme::reduce_motion(ctx, settings.reduced_motion);
        self.fit_to_screen(ctx);
        self.note_window(ctx);
        let mark = if self.session.changed() { "● " } else { "" };
        let title = format!("{mark}{} — Milieu", self.session.title());
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}
