//! The only place where colors, sizes and typefaces of the window are chosen; marks on the map are in `picture::look`.

use std::sync::Arc;

use crate::files::settings;
use crate::picture::letters;
use std::ops::RangeInclusive;

use egui::epaint::Shadow;
use egui::style::{HandleShape, ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Id, LayerId, Margin,
    Order, Rect, RichText, Spacing, Stroke, Style, TextStyle, Theme, Vec2, Visuals, vec2,
};

/// Distances: half, one, one and a half and two steps of eight points.
pub const GAP_XS: f32 = 4.0;
/// One step.
pub const GAP_S: f32 = 8.0;
/// One and a half steps.
pub const GAP_M: f32 = 12.0;
/// Two steps.
pub const GAP_L: f32 = 16.0;

/// Height of the menu bar.
pub const MENU_HEIGHT: f32 = 28.0;
/// Height of the toolbar.
pub const TOOLBAR_HEIGHT: f32 = 40.0;
/// Height of the status bar.
pub const STATUS_HEIGHT: f32 = 24.0;
/// Height of the strip of numbers in a narrow window.
pub const STRIP_HEIGHT: f32 = 36.0;
/// Width of the library, unless changed.
pub const LIBRARY_WIDTH: f32 = 240.0;
/// Width of inspector and indicators, unless changed.
pub const RIGHT_WIDTH: f32 = 312.0;
/// Height of the indicators, unless changed.
pub const INDICATORS_HEIGHT: f32 = 452.0;
/// Height of the table, unless changed.
pub const TABLE_HEIGHT: f32 = 220.0;
/// Widths that the library can be given.
pub const LIBRARY_RANGE: RangeInclusive<f32> = 180.0..=360.0;
/// Heights that the table can be given.
pub const TABLE_RANGE: RangeInclusive<f32> = 96.0..=520.0;
/// Below this width the library starts closed.
pub const LIBRARY_FITS: f32 = 1200.0;
/// Up to this width indicators are a strip under the toolbar.
pub const STRIP_UP_TO: f32 = 1024.0;

/// Text of changes and of labels in pictures.
pub const TINY: f32 = 11.0;
/// Secondary text.
pub const SMALL: f32 = 12.0;
/// Rows of lists and tables.
pub const LIST: f32 = 13.0;
/// Text.
pub const BODY: f32 = 14.0;
/// Headings.
pub const HEADING: f32 = 16.0;
/// Values of indicators.
pub const FIGURE: f32 = 20.0;
/// The overall figure.
pub const BIG_FIGURE: f32 = 32.0;

/// Corners of controls and cards.
pub const ROUND: u8 = 6;

/// Widths that the right side can be given in a window of this width: the map keeps more than half.
pub fn right_range(window: f32) -> RangeInclusive<f32> {
    264.0..=(window * 0.45).clamp(280.0, 560.0)
}

/// Heights that the indicators can be given on a right side of this height: the inspector keeps a usable part.
pub fn indicators_range(side: f32) -> RangeInclusive<f32> {
    120.0..=(side * 0.6).max(side - 260.0).max(121.0)
}

/// Colors by what they are for.
#[derive(Clone, Copy, Debug)]
pub struct Colors {
    /// The canvas.
    pub paper: Color32,
    /// Panels and bars.
    pub panel: Color32,
    /// Menus, cards, dialogs.
    pub raised: Color32,
    /// Fields and quiet buttons.
    pub sunken: Color32,
    /// What the pointer is over.
    pub hover: Color32,
    /// What is pressed.
    pub pressed: Color32,
    /// Lines between regions and around cards.
    pub border: Color32,
    /// Text.
    pub text: Color32,
    /// Text that explains.
    pub secondary: Color32,
    /// What is chosen, links, focus.
    pub accent: Color32,
    /// Ground behind what is chosen.
    pub accent_soft: Color32,
    /// A figure went up.
    pub up: Color32,
    /// A figure went down.
    pub down: Color32,
    /// Something needs attention.
    pub warning: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const LIGHT: Colors = Colors {
    paper: rgb(0xFAFAF7),
    panel: rgb(0xFFFFFF),
    raised: rgb(0xFFFFFF),
    sunken: rgb(0xF3F3F0),
    hover: rgb(0xEAEAE6),
    pressed: rgb(0xDFDFDA),
    border: rgb(0xE3E3DE),
    text: rgb(0x1B1C1E),
    secondary: rgb(0x5A5E66),
    accent: rgb(0x0072B2),
    accent_soft: rgb(0xDCECF7),
    up: rgb(0x0072B2),
    down: rgb(0xBF5300),
    warning: rgb(0xBF5300),
};

const DARK: Colors = Colors {
    paper: rgb(0x1E1F22),
    panel: rgb(0x26272B),
    raised: rgb(0x2C2D32),
    sunken: rgb(0x323439),
    hover: rgb(0x3A3C42),
    pressed: rgb(0x45484F),
    border: rgb(0x3A3C42),
    text: rgb(0xE6E7EA),
    secondary: rgb(0xA9ADB5),
    accent: rgb(0x6DB3E3),
    accent_soft: rgb(0x29445A),
    up: rgb(0x6DB3E3),
    down: rgb(0xE88A4C),
    warning: rgb(0xE88A4C),
};

impl Colors {
    /// The colors in force.
    pub fn of(visuals: &Visuals) -> Self {
        if visuals.dark_mode { DARK } else { LIGHT }
    }

    /// The accent as a veil over what is to be seen through it.
    pub fn veil(&self) -> Color32 {
        Color32::from_rgba_unmultiplied(self.accent.r(), self.accent.g(), self.accent.b(), 48)
    }
}

/// The semibold family.
fn semibold_family() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Headings and what must stand out.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, semibold_family())
}

/// Digits of equal width, so that a changing figure does not dance.
pub fn tabular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("tabular".into()))
}

/// The same, semibold.
pub fn tabular_semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("tabular-semibold".into()))
}

/// Icons of `ui::icons`.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("icons".into()))
}

/// A heading of a panel or dialog.
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(semibold(HEADING))
}

/// A heading inside a panel.
pub fn subheading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(semibold(LIST))
}

/// Text that explains.
pub fn secondary(ui: &egui::Ui, text: impl Into<String>) -> RichText {
    RichText::new(text)
        .size(SMALL)
        .color(Colors::of(ui.visuals()).secondary)
}

/// Puts typefaces and both styles into the context.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Light, style(&LIGHT, false));
    ctx.set_style_of(Theme::Dark, style(&DARK, true));
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false;
        // Where the system does not say, paper is light.
        options.fallback_theme = Theme::Light;
        options.quit_shortcuts = Vec::new();
    });
}

/// Cuts instead of movement.
pub fn reduce_motion(ctx: &Context, reduced: bool) {
    let seconds = if reduced { 0.0 } else { 0.15 };
    // A style that is touched is copied, so it is left alone while it is right.
    if ctx.style_of(Theme::Light).animation_time == seconds {
        return;
    }
    ctx.all_styles_mut(|style| style.animation_time = seconds);
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &[u8]); 5] = [
        ("inter", letters::REGULAR),
        ("inter-semibold", letters::STRONG),
        (
            "tabular",
            include_bytes!("../../assets/fonts/Tabular-Regular.otf"),
        ),
        (
            "tabular-semibold",
            include_bytes!("../../assets/fonts/Tabular-SemiBold.otf"),
        ),
        ("icons", include_bytes!("../../assets/fonts/Phosphor.ttf")),
    ];
    for (name, bytes) in files {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // Icons stand last everywhere: their code points are private, so they never take a letter's place.
    let families: [(FontFamily, &[&str]); 6] = [
        (FontFamily::Proportional, &["inter", "icons"]),
        (FontFamily::Monospace, &["tabular", "inter", "icons"]),
        (semibold_family(), &["inter-semibold", "icons"]),
        (FontFamily::Name("tabular".into()), &["tabular", "inter", "icons"]),
        (
            FontFamily::Name("tabular-semibold".into()),
            &["tabular-semibold", "inter-semibold", "icons"],
        ),
        (FontFamily::Name("icons".into()), &["icons", "inter"]),
    ];
    for (family, names) in families {
        fonts
            .families
            .insert(family, names.iter().map(|&name| name.to_owned()).collect());
    }
    fonts
}

fn style(colors: &Colors, dark: bool) -> Style {
    let mut style = Style {
        visuals: visuals(colors, dark),
        spacing: spacing(),
        ..Style::default()
    };
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(SMALL)),
        (TextStyle::Body, FontId::proportional(BODY)),
        (TextStyle::Button, FontId::proportional(BODY)),
        (TextStyle::Monospace, FontId::monospace(BODY)),
        (TextStyle::Heading, semibold(HEADING)),
    ]
    .into();
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.animation_time = 0.15;
    style
}

fn spacing() -> Spacing {
    Spacing {
        item_spacing: vec2(GAP_S, GAP_XS),
        window_margin: Margin::same(16),
        button_padding: vec2(GAP_S, GAP_XS),
        menu_margin: Margin::same(6),
        indent: GAP_L,
        interact_size: vec2(28.0, 26.0),
        slider_width: 120.0,
        slider_rail_height: 4.0,
        combo_width: 100.0,
        text_edit_width: 160.0,
        icon_width: 16.0,
        icon_width_inner: 10.0,
        icon_spacing: 6.0,
        tooltip_width: 320.0,
        menu_width: 240.0,
        combo_height: 420.0,
        scroll: ScrollStyle {
            bar_width: 8.0,
            floating_allocated_width: 4.0,
            dormant_background_opacity: 0.0,
            active_background_opacity: 0.0,
            interact_background_opacity: 0.0,
            dormant_handle_opacity: 0.4,
            active_handle_opacity: 0.7,
            ..ScrollStyle::thin()
        },
        ..Spacing::default()
    }
}

fn visuals(colors: &Colors, dark: bool) -> Visuals {
    let round = CornerRadius::same(ROUND);
    let base = if dark { Visuals::dark() } else { Visuals::light() };
    let shade = Color32::from_black_alpha(if dark { 90 } else { 28 });
    let state = |fill: Color32, weak: Color32, stroke: Stroke| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: weak,
        bg_stroke: stroke,
        corner_radius: round,
        fg_stroke: Stroke::new(1.0, colors.text),
        expansion: 0.0,
    };
    let outline = Stroke::new(1.0, colors.border);
    Visuals {
        dark_mode: dark,
        override_text_color: None,
        weak_text_color: Some(colors.secondary),
        widgets: Widgets {
            noninteractive: state(colors.panel, colors.panel, outline),
            inactive: state(colors.hover, colors.sunken, Stroke::NONE),
            hovered: state(colors.pressed, colors.hover, Stroke::NONE),
            active: state(colors.pressed, colors.pressed, Stroke::NONE),
            open: state(colors.hover, colors.hover, Stroke::NONE),
        },
        selection: Selection {
            bg_fill: colors.accent_soft,
            stroke: Stroke::new(1.5, colors.accent),
        },
        hyperlink_color: colors.accent,
        faint_bg_color: if dark { rgb(0x2A2B2F) } else { rgb(0xFAFAF8) },
        extreme_bg_color: colors.sunken,
        text_edit_bg_color: Some(colors.sunken),
        code_bg_color: colors.sunken,
        warn_fg_color: colors.warning,
        error_fg_color: colors.down,
        window_corner_radius: CornerRadius::same(10),
        window_shadow: Shadow {
            offset: [0, 8],
            blur: 28,
            spread: 0,
            color: shade,
        },
        window_fill: colors.raised,
        window_stroke: outline,
        menu_corner_radius: CornerRadius::same(8),
        panel_fill: colors.panel,
        popup_shadow: Shadow {
            offset: [0, 4],
            blur: 16,
            spread: 0,
            color: shade,
        },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        button_frame: true,
        striped: false,
        ..base
    }
}

/// Frame of a side panel.
pub fn panel_frame(colors: &Colors) -> egui::Frame {
    egui::Frame::new()
        .fill(colors.panel)
        .inner_margin(Margin::symmetric(12, 8))
}

/// The part of the map left of those of these areas that lie in its upper right corner now.
pub fn beside(ctx: &Context, areas: &[&'static str], map: Rect) -> Rect {
    ctx.memory(|memory| {
        areas
            .iter()
            .map(|name| Id::unique(*name))
            .filter(|&id| memory.areas().is_visible(&LayerId::new(Order::Middle, id)))
            .filter_map(|id| memory.area_rect(id))
            .fold(map, |free, card| free.with_max_x(free.right().min(card.left())))
    })
}

/// Frame of a bar over the whole width.
pub fn bar_frame(colors: &Colors) -> egui::Frame {
    egui::Frame::new()
        .fill(colors.panel)
        .inner_margin(Margin::symmetric(8, 0))
}

/// A question or the chooser, over the whole window.
pub fn dialog_frame(colors: &Colors, visuals: &Visuals) -> egui::Frame {
    card_frame(colors, visuals)
        .shadow(visuals.window_shadow)
        .inner_margin(Margin::same(20))
}

/// A small window that can stay open beside the map. The bar with its name has no ground of its own.
pub fn window(ctx: &Context, title: &'static str) -> egui::Window<'static> {
    let colors = Colors::of(&ctx.global_style().visuals);
    let bar = egui::Frame::new().fill(colors.raised).inner_margin(Margin {
        left: 16,
        right: 12,
        top: 10,
        bottom: 2,
    });
    egui::Window::new(title).collapsible(false).title_frame(bar)
}

/// Looks of a slider: the rail filled up to a light handle with an accented edge.
pub fn style_slider(ui: &mut egui::Ui) {
    let colors = Colors::of(ui.visuals());
    ui.spacing_mut().interact_size.y = 16.0;
    let visuals = ui.visuals_mut();
    visuals.selection.bg_fill = colors.accent;
    for state in [
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
    ] {
        state.bg_fill = colors.hover;
        state.fg_stroke = Stroke::new(1.5, colors.accent);
    }
}

/// A card that floats over the canvas.
pub fn card_frame(colors: &Colors, visuals: &Visuals) -> egui::Frame {
    egui::Frame::new()
        .fill(colors.raised)
        .stroke(Stroke::new(1.0, colors.border))
        .corner_radius(CornerRadius::same(10))
        .shadow(visuals.popup_shadow)
        .inner_margin(Margin::same(16))
}

/// Size of icon buttons.
pub const ICON_BUTTON: Vec2 = vec2(28.0, 28.0);

/// The command that chooses a theme.
pub const fn command(theme: settings::Theme) -> &'static str {
    match theme {
        settings::Theme::System => "view.theme_system",
        settings::Theme::Light => "view.theme_light",
        settings::Theme::Dark => "view.theme_dark",
    }
}
