//! The window: panels read the session and ask for actions, which are performed after painting.
//!
//! Nobody but [`Window`] holds a session that can change, so no panel can alter the project half way through a frame.
//! `run` opens the window, `keys`, `menu` and `toolbar` make the table of commands reachable, `canvas` is the map.

pub mod advice;
pub mod announce;
pub mod canvas;
pub mod chips;
pub mod chooser;
pub mod coloring;
pub mod data;
pub mod dialogs;
pub mod effects;
mod events;
pub mod exporting;
pub mod find_bar;
pub mod form;
mod history;
pub mod honesty;
pub mod hues;
pub mod icons;
pub mod importing;
pub mod keys;
mod leaving;
pub mod menu;
pub mod palette;
pub mod panels;
pub mod radar;
pub mod recent;
pub mod recovery;
pub mod regions;
mod remembered;
pub mod reporting;
mod ring;
mod run;
pub mod shelf;
pub mod shortcuts;
mod show;
pub mod start;
pub mod status;
pub mod theme;
pub mod toast;
pub mod toolbar;
pub mod welcome;
pub mod whatif;
pub mod why;

use std::time::Instant;

use egui::{CentralPanel, Context, Frame, Key, Panel, Rect, Ui, ViewportCommand};

pub use run::run;

use crate::base::notice::Notice;
use crate::files::settings::Camera;
use crate::report::picture::{Part, Subject};
use crate::session::{Action, Effect, Mode, PanelId, Session};

use advice::Advice;
use announce::Announcer;
use canvas::Canvas;
use chips::Chips;
use dialogs::Dialogs;
use effects::{FileDialogs, Wish};
use find_bar::FindBar;
use form::Form;
use honesty::Honesty;
use importing::{ImportView, ReportView};
use keys::Keyboard;
use leaving::Leaving;
use palette::PaletteView;
use panels::comparison::ComparisonPanel;
use panels::indicators::Indicators;
use panels::inspector::Inspector;
use panels::library::Library;
use panels::table::Table;
use recovery::Safety;
use regions::{Region, Regions};
use remembered::PANEL_COMMANDS;
use ring::Ring;
use shortcuts::Shortcuts;
use start::FirstSteps;
use theme::Colors;
use toast::Toasts;
use welcome::Welcome;
use whatif::WhatIf;
use why::WhyCard;

/// The program behind a window.
pub struct Window {
    session: Session,
    canvas: Canvas,
    form: Form,
    library: Library,
    indicators: Indicators,
    comparison: ComparisonPanel,
    inspector: Inspector,
    table: Table,
    toasts: Toasts,
    dialogs: Dialogs,
    leaving: Leaving,
    honesty: Honesty,
    files: FileDialogs,
    import: ImportView,
    import_report: ReportView,
    /// What is pasted next is to be imported, whatever it is; until then, seconds on the clock of the toolkit.
    clip_wanted: Option<f64>,
    welcome: Welcome,
    why: WhyCard,
    safety: Safety,
    steps: FirstSteps,
    what_if: WhatIf,
    chips: Chips,
    advice: Advice,
    palette: PaletteView,
    find_bar: FindBar,
    shortcuts: Shortcuts,
    regions: Regions,
    announcer: Announcer,
    started: Instant,
    /// Who had the keyboard at the end of the last pass.
    keyboard: Keyboard,
    /// The text field that had it then stands in a panel, not on the map.
    typing_in_panel: bool,
    /// Where the canvas was painted last.
    canvas_rect: Rect,
    /// The project that the canvas last showed.
    epoch: Option<u64>,
    camera: Option<Camera>,
    title: String,
    /// The person has been asked; the window may close.
    may_close: bool,
    ring: Ring,
    /// Whether the window fits its screen has been looked at, once.
    fitted: bool,
}

impl Window {
    /// A window on a session. Typefaces and styles go into the context.
    pub fn new(ctx: &Context, session: Session) -> Self {
        theme::install(ctx);
        Self {
            session,
            canvas: Canvas::new(),
            form: Form::default(),
            library: Library::default(),
            indicators: Indicators::default(),
            comparison: ComparisonPanel::default(),
            inspector: Inspector::default(),
            table: Table::default(),
            toasts: Toasts::default(),
            dialogs: Dialogs::default(),
            leaving: Leaving::default(),
            honesty: Honesty::default(),
            files: FileDialogs::default(),
            import: ImportView::default(),
            import_report: ReportView::default(),
            clip_wanted: None,
            welcome: Welcome::default(),
            why: WhyCard::default(),
            safety: Safety::default(),
            steps: FirstSteps::default(),
            what_if: WhatIf::default(),
            chips: Chips::default(),
            advice: Advice::default(),
            palette: PaletteView::default(),
            find_bar: FindBar::default(),
            shortcuts: Shortcuts::default(),
            regions: Regions::default(),
            announcer: Announcer::default(),
            started: Instant::now(),
            keyboard: Keyboard::default(),
            typing_in_panel: false,
            canvas_rect: Rect::ZERO,
            epoch: None,
            camera: None,
            title: String::new(),
            may_close: false,
            ring: Ring::default(),
            fitted: false,
        }
    }

    /// File dialogs are painted in the window, never asked of the system; tests want that.
    #[must_use]
    pub fn with_built_in_dialogs(mut self) -> Self {
        self.files.always_built_in = true;
        self
    }

    /// What the window shows.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What of the map is in view, for a picture of it.
    pub fn part_in_view(&self) -> Part {
        self.canvas.part_in_view()
    }

    /// What a picture shows now, with names where they stand on the map.
    pub fn picture_subject(&mut self) -> Subject {
        self.session.note_sides(self.canvas.sides().clone());
        self.session.picture_subject()
    }

    /// Does something as if the person had asked for it.
    pub fn perform(&mut self, ctx: &Context, action: Action) {
        self.form.actions.push(action);
        self.perform_all(ctx);
    }

    /// Performs what was asked for, and what follows from it.
    fn perform_all(&mut self, ctx: &Context) {
        loop {
            let actions = std::mem::take(&mut self.form.actions);
            let idle = actions.is_empty();
            for action in actions {
                if action.draws() {
                    self.session.note_sides(self.canvas.sides().clone());
                }
                self.session.perform(action);
            }
            let effects = self.session.take_effects();
            if idle && effects.is_empty() {
                break;
            }
            for effect in effects {
                self.follow(ctx, effect);
            }
            // What was painted in this pass is out of date.
            ctx.request_repaint();
        }
        self.follow_project();
    }

    /// What only a window can do.
    fn follow(&mut self, ctx: &Context, effect: Effect) {
        match effect {
            Effect::AskOpenPath => self.ask_path(Wish::Open, String::new(), ctx),
            Effect::AskImportPaths => self.ask_path(Wish::Import, String::new(), ctx),
            Effect::AskDataPath(suggestion, wish) => self.ask_path(Wish::Data(wish), suggestion, ctx),
            Effect::AskClip => self.ask_clip(ctx),
            Effect::AskReportPath(suggestion) => self.ask_path(Wish::Report, suggestion, ctx),
            Effect::AskSavePath {
                copy,
                suggestion,
                then,
            } => {
                let wish = if copy { Wish::Copy } else { Wish::Save(then) };
                self.ask_path(wish, suggestion, ctx);
            }
            Effect::AskTablePath {
                suggestion,
                tab,
                rows,
            } => {
                self.ask_path(Wish::Table(tab, rows), suggestion, ctx);
            }
            Effect::AskPicturePath(name, wish) => self.ask_path(Wish::Picture(wish), name, ctx),
            Effect::AskClusterReportPath(name, wish) => self.ask_path(Wish::ClusterReport(wish), name, ctx),
            Effect::CopyImage(pixels) => ctx.copy_image(exporting::image_of(&pixels)),
            Effect::AskKeysPath(keys) => {
                self.ask_path(Wish::Keys(keys), "Milieu keys.html".to_owned(), ctx);
            }
            Effect::AskAboutChanges(action) => self.dialogs.ask_about_changes(action),
            Effect::AskOverwrite(path) => {
                self.dialogs.ask_overwrite(&path, self.session.file().path());
            }
            Effect::AskLocked(path, holder) => self.dialogs.ask_locked(path, holder),
            Effect::AskSaveElsewhere { path, why, in_place } => {
                self.dialogs.ask_save_elsewhere(&path, why, in_place);
            }
            Effect::OpenWindow(path) => self.open_window(&path),
            Effect::CopyText(text) => ctx.copy_text(text),
            Effect::Quit => {
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            Effect::Show(show) => self.show(ctx, show),
            Effect::EditName(id) => self.canvas.edit_name(id),
            Effect::EditJot(jot) => self.canvas.edit_jot(jot),
        }
    }

    fn ask_path(&mut self, wish: Wish, suggestion: String, ctx: &Context) {
        if !self.files.ask(wish, suggestion, &self.session, ctx) {
            self.session.post(Notice::warning(
                "Another file is being asked for; answer or cancel that first",
            ));
        }
    }

    /// Another project brings its own camera; the old one's is remembered.
    fn follow_project(&mut self) {
        let epoch = self.session.epoch();
        if self.epoch != Some(epoch) {
            let first = self.epoch.is_none();
            self.epoch = Some(epoch);
            self.form.forget();
            // What was asked, and among whom, was about the other one.
            self.advice = Advice::default();
            if !first {
                self.canvas.reset();
            }
            match self.session.remembered_camera() {
                Some(Camera { center, zoom }) => self.canvas.set_camera([center.x, center.y, zoom]),
                None => self.canvas.fit_next_frame(),
            }
            self.camera = None;
        }
    }

    fn bars_ui(&mut self, ui: &mut Ui) {
        let colors = Colors::of(ui.visuals());
        let width = ui.ctx().content_rect().width();
        let settings = &self.session.settings;
        let shown = menu::Shown {
            checked: PANEL_COMMANDS
                .iter()
                .filter(|(panel, _)| self.is_open(*panel, width))
                .map(|&(_, id)| id)
                .chain([
                    theme::command(settings.theme),
                    toolbar::command_of(self.canvas.mode()),
                ])
                .chain(settings.reduced_motion.then_some("view.reduce_motion"))
                .collect(),
        };
        Panel::top("menu")
            .exact_size(theme::MENU_HEIGHT)
            .frame(theme::bar_frame(&colors))
            .show_separator_line(false)
            .show(ui, |ui| menu::ui(ui, &self.session, &shown, &mut self.form));
        Panel::top("toolbar")
            .exact_size(theme::TOOLBAR_HEIGHT)
            .frame(theme::bar_frame(&colors))
            .show(ui, |ui| {
                let open: Vec<PanelId> = PANEL_COMMANDS
                    .iter()
                    .map(|&(panel, _)| panel)
                    .filter(|&panel| self.is_open(panel, width))
                    .collect();
                toolbar::ui(
                    ui,
                    &self.session,
                    self.canvas.mode(),
                    |panel| open.contains(&panel),
                    &mut self.form,
                );
            });
        if width <= theme::STRIP_UP_TO && self.is_open(PanelId::Indicators, width) {
            Panel::top("strip")
                .exact_size(theme::STRIP_HEIGHT)
                .frame(theme::bar_frame(&colors))
                .show(ui, |ui| {
                    self.indicators.strip_ui(ui, &self.session, &mut self.form);
                });
        }
        let frame = theme::bar_frame(&colors).inner_margin(egui::Margin::symmetric(12, 0));
        Panel::bottom("status")
            .exact_size(theme::STATUS_HEIGHT)
            .frame(frame)
            .show(ui, |ui| {
                status::ui(ui, &self.session, &mut self.form.actions);
                self.announcer.ui(ui, &self.session);
            });
    }

    fn panels_ui(&mut self, ui: &mut Ui) {
        let colors = Colors::of(ui.visuals());
        let width = ui.ctx().content_rect().width();
        let frame = theme::panel_frame(&colors);
        // The right side keeps its whole height: a table below it would leave the inspector a slit.
        let inspector = self.is_open(PanelId::Inspector, width);
        let indicators = self.is_open(PanelId::Indicators, width) && width > theme::STRIP_UP_TO;
        let comparing = self.is_comparing();
        if !comparing {
            self.comparison.put_away();
        }
        // Nobody looks at what stands in a panel that is shut.
        if (comparing || !inspector) && self.session.shares().wanted() {
            self.form.actions.push(Action::WantShares(false));
        }
        if inspector || indicators || comparing {
            let panel = Panel::right("right")
                .default_size(self.size(PanelId::Inspector))
                .size_range(theme::right_range(width));
            let shown = panel.frame(Frame::new().fill(colors.panel)).show(ui, |ui| {
                if comparing {
                    self.comparison_ui(ui, frame);
                } else {
                    self.right_ui(ui, inspector, indicators, frame);
                }
            });
            self.note_size(ui, "right", PanelId::Inspector, shown.response.rect.width());
        }
        if self.is_open(PanelId::Table, width) {
            let panel = Panel::bottom("table")
                .resizable(true)
                .default_size(self.size(PanelId::Table))
                .size_range(theme::TABLE_RANGE);
            let shown = panel.frame(frame).show(ui, |ui| {
                self.regions.mark_ui(ui, Region::Table);
                self.table.ui(ui, &self.session, &mut self.form);
            });
            self.note_size(ui, "table", PanelId::Table, shown.response.rect.height());
        }
        if self.is_open(PanelId::Library, width) {
            let panel = Panel::left("library")
                .default_size(self.size(PanelId::Library))
                .size_range(theme::LIBRARY_RANGE);
            let frame = frame.inner_margin(egui::Margin::symmetric(8, 8));
            let shown = panel.frame(frame).show(ui, |ui| {
                self.regions.mark_ui(ui, Region::Library);
                self.library.ui(ui, &self.session, &mut self.form);
            });
            self.note_size(ui, "library", PanelId::Library, shown.response.rect.width());
        }
    }

    /// What differs between two states, above their figures.
    fn comparison_ui(&mut self, ui: &mut Ui, frame: Frame) {
        let all = ui.available_height();
        let panel = Panel::bottom("figures of two states")
            .resizable(true)
            .default_size(all * 0.55)
            .size_range(120.0..=(all - 120.0).max(121.0));
        panel.frame(frame).show(ui, |ui| {
            self.regions.mark_ui(ui, Region::Indicators);
            self.comparison.figures_ui(ui, &self.session, &mut self.form);
        });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            self.regions.mark_ui(ui, Region::Inspector);
            let view = self.canvas.compare_view();
            self.comparison
                .differences_ui(ui, &self.session, view, &mut self.form);
        });
    }

    /// Inspector above indicators, with a bar between them that can be dragged.
    fn right_ui(&mut self, ui: &mut Ui, inspector: bool, indicators: bool, frame: Frame) {
        if inspector && indicators {
            let all = ui.available_height();
            let size = self.size(PanelId::Indicators).min(all * 0.56);
            let panel = Panel::bottom("indicators")
                .resizable(true)
                .default_size(size)
                .size_range(theme::indicators_range(all));
            let shown = panel.frame(frame).show(ui, |ui| {
                self.regions.mark_ui(ui, Region::Indicators);
                self.indicators.ui(ui, &self.session, &mut self.form);
            });
            self.note_size(
                ui,
                "indicators",
                PanelId::Indicators,
                shown.response.rect.height(),
            );
        }
        CentralPanel::default().frame(frame).show(ui, |ui| {
            if inspector {
                self.regions.mark_ui(ui, Region::Inspector);
                self.inspector.ui(ui, &self.session, &mut self.form);
            } else {
                self.regions.mark_ui(ui, Region::Indicators);
                self.indicators.ui(ui, &self.session, &mut self.form);
            }
        });
    }

    /// Why a figure is what it is, over the right edge of the map.
    fn why_ui(&mut self, ui: &Ui) {
        if let Some(asked) = self.indicators.take_asked() {
            self.why.open(asked);
        }
        let rect = self.canvas_rect;
        let shown = self
            .why
            .ui(ui, rect, &self.session, &mut self.regions, &mut self.form);
        self.canvas.point_at(&shown.pointed);
        if let Some(whom) = shown.reveal {
            self.canvas.reveal(&whom);
        }
        if let Some(measure) = shown.glance {
            self.indicators.rest_on(measure);
        }
    }

    fn canvas_ui(&mut self, ui: &mut Ui) {
        let started = self.canvas.mode() == Mode::Select && self.welcome.shows(&self.session);
        recovery::banner::ui(ui, &self.session, started, &mut self.regions, &mut self.form);
        self.chips
            .ui(ui, &self.session, &mut self.regions, &mut self.form);
        let colors = Colors::of(ui.visuals());
        CentralPanel::default()
            .frame(Frame::new().fill(colors.paper))
            .show(ui, |ui| {
                self.canvas_rect = ui.max_rect();
                self.canvas.cover(self.why.covered());
                self.canvas.point_at(&std::mem::take(&mut self.form.pointed));
                self.canvas.ui(ui, &self.session, &mut self.form.actions);
                self.regions
                    .note(Region::Canvas, self.canvas.id(), self.canvas_rect);
                // Whoever goes on to draw has no use for the card.
                let begins = self.canvas.mode() == Mode::Select;
                if begins && self.welcome.shows(&self.session) {
                    self.welcome
                        .ui(ui, self.canvas_rect, &self.session, &mut self.form);
                } else if self.session.settings.show_first_steps
                    && self.steps.fits()
                    && self.steps.ui(ui.ctx(), self.canvas_rect)
                {
                    self.session.settings.show_first_steps = false;
                }
                self.why_ui(ui);
                let (free, map) = (self.canvas.free(self.canvas_rect), self.canvas.id());
                self.find_bar
                    .ui(ui.ctx(), free, map, &self.session, &mut self.form);
                self.take_dropped_kind(ui);
                self.take_dropped_piece(ui);
            });
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.session.tick(self.started.elapsed());
        self.take_dropped_files(ctx);
        if ctx.input(|input| input.viewport().close_requested()) && !self.may_close {
            self.commit_typed(ctx);
            if self.session.changed() {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                self.form.actions.push(Action::Quit);
            }
        }
        self.perform_all(ctx);
        self.steps.follow(&self.session);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.apply_settings(&ctx);
        let before = self.keyboard;
        self.what_if.watch(&ctx);
        self.take_keys(&ctx);
        self.regions.begin();
        self.bars_ui(ui);
        self.panels_ui(ui);
        // A field in a panel, a window over the map: each takes the key before the map does.
        let escaped = ctx.input(|input| input.key_pressed(Key::Escape));
        if escaped && !before.covered && (self.typing_in_panel || (!before.typing && self.shut_one(&ctx))) {
            ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
        }
        self.canvas_ui(ui);
        self.toasts
            .ui(&ctx, &self.session, self.canvas_rect, &mut self.form);
        let (rect, session) = (self.canvas_rect, &self.session);
        self.honesty
            .ui(&ctx, rect, session, &mut self.regions, &mut self.form);
        self.advice.ui(&ctx, session, &mut self.regions, &mut self.form);
        self.safety
            .ui(&ctx, rect, session, &mut self.regions, &mut self.form);
        self.import.ui(&ctx, session, &mut self.form);
        self.import_report.ui(&ctx, session, &mut self.form);
        self.leaving.ui(&ctx, session, &self.canvas, &mut self.form);
        self.dialogs.ui(&ctx, &self.session, &mut self.form);
        if let Some(action) = self.files.ui(&ctx) {
            self.form.actions.push(action);
        }
        self.shortcuts.ui(&ctx, &mut self.form);
        self.hovering_files_ui(&ctx);
        self.palette
            .ui(&ctx, self.canvas_rect, &self.session, &mut self.form);
        self.take_escape(&ctx, before);
        self.form.end_pass(&ctx);
        self.indicators.end_pass(&ctx, &self.session, &mut self.form);
        self.form.actions.extend(self.what_if.take(&ctx, &self.session));
        self.what_if.ui(&ctx, self.canvas_rect, &self.session);
        self.ring.ui(&ctx, self.canvas_rect);
        self.perform_all(&ctx);
        // The slider that tried an edit out has gone from under the hand: nobody is left to make or give up the edit.
        let pulled = ctx.dragged_id().and_then(|id| ctx.read_response(id));
        if self.session.is_trying() && pulled.is_none() {
            self.perform(&ctx, Action::Cancel);
        }
        self.remember_camera();
        self.keyboard.typing = ctx.text_edit_focused();
        self.typing_in_panel = self.keyboard.typing && !self.map_has_focus(&ctx);
        self.keyboard.covered = self.is_covered(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.session.save_settings();
    }
}
