//! Opens the window: which of the two renderers draws it, and what is said where there is no screen.

use std::future::Future as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::task::{Poll, Waker};

use eframe::{NativeOptions, wgpu};
use egui::{ViewportBuilder, vec2};

use crate::base::notice::Notice;
use crate::files::settings::{self, Renderer, Settings};
use crate::session::{Pace, Session};

use super::Window;

/// Size of the window at first.
const SIZE: egui::Vec2 = vec2(1440.0, 900.0);
/// No smaller.
const LEAST: egui::Vec2 = vec2(1024.0, 640.0);

/// Opens the window, with these files in it if there are any, and returns when it is closed. One may be a project;
/// several are imported together.
///
/// # Errors
/// One sentence that says why there can be no window.
pub fn run(files: &[PathBuf], renderer: Option<Renderer>) -> Result<(), String> {
    if !has_display() {
        return Err("There is no display to open a window on".to_owned());
    }
    let path = settings::default_path();
    let (settings, notices) = path.as_deref().map(settings::load).unwrap_or_default();
    let start = Start {
        files: files.to_vec(),
        settings,
        path,
        notices,
    };
    let mut last = String::new();
    for renderer in order(renderer.unwrap_or(start.settings.renderer)) {
        match open(&start, renderer) {
            Ok(()) => return Ok(()),
            Err(error) => {
                log::warn!("{renderer:?} could not start: {error}");
                last = error.to_string();
            }
        }
    }
    Err(format!("No window could be opened: {last}"))
}

/// What a window begins with; kept, as a second renderer may have to begin again.
struct Start {
    files: Vec<PathBuf>,
    settings: Settings,
    path: Option<PathBuf>,
    notices: Vec<Notice>,
}

impl Window {
    /// Opens a file in a window of its own: another process, so that neither can take the other down.
    pub(super) fn open_window(&mut self, file: &std::path::Path) {
        let spawned = std::env::current_exe()
            .and_then(|program| std::process::Command::new(program).arg("--").arg(file).spawn());
        if let Err(error) = spawned {
            let words = format!("No other window could be opened: {error}");
            self.session
                .post(Notice::error(words).at(file.display().to_string()));
        }
    }

    /// The renderer of the window that is being made draws large maps.
    #[must_use]
    pub fn drawn_by(mut self, creation: &eframe::CreationContext<'_>) -> Self {
        self.canvas.draw_with(creation);
        self
    }
}

fn open(start: &Start, renderer: eframe::Renderer) -> eframe::Result {
    let options = NativeOptions {
        viewport: viewport(&start.settings),
        renderer,
        ..NativeOptions::default()
    };
    let create = |creation: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let ctx = creation.egui_ctx.clone();
        let wake = {
            let ctx = ctx.clone();
            Arc::new(move || ctx.request_repaint())
        };
        let mut session = Session::new(start.settings.clone(), start.path.clone(), &Pace::Threads(wake));
        if let Some(folder) = settings::state_folder() {
            session.keep_state_in(&folder);
            session.keep_recovery_copies(folder);
        }
        for notice in &start.notices {
            session.post(notice.clone());
        }
        session.survive_panics();
        let opening = session.opening_of(start.files.clone());
        let mut window = Window::new(&ctx, session).drawn_by(creation);
        if let Some(action) = opening {
            window.perform(&ctx, action);
        }
        Ok(Box::new(window))
    };
    eframe::run_native("milieu", options, Box::new(create))
}

fn viewport(settings: &Settings) -> ViewportBuilder {
    let builder = ViewportBuilder::default()
        .with_title("Milieu")
        .with_app_id("milieu")
        .with_min_inner_size(LEAST)
        .with_drag_and_drop(true);
    match settings.window {
        Some(window) => {
            let size = vec2(window.width as f32, window.height as f32).max(LEAST);
            builder.with_inner_size(size).with_maximized(window.maximized)
        }
        None => builder.with_inner_size(SIZE),
    }
}

/// Renderers to try, in this order.
fn order(wish: Renderer) -> Vec<eframe::Renderer> {
    match wish {
        Renderer::Wgpu => vec![eframe::Renderer::Wgpu],
        Renderer::Glow => vec![eframe::Renderer::Glow],
        // On a machine without a graphics chip OpenGL in software is five times as fast as Vulkan in software.
        Renderer::Auto if cfg!(target_os = "linux") && only_software() => {
            vec![eframe::Renderer::Glow, eframe::Renderer::Wgpu]
        }
        Renderer::Auto => vec![eframe::Renderer::Wgpu, eframe::Renderer::Glow],
    }
}

/// Every Vulkan adapter computes on the processor, or there is none.
fn only_software() -> bool {
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
    descriptor.backends = wgpu::Backends::VULKAN;
    let instance = wgpu::Instance::new(descriptor);
    let adapters = std::pin::pin!(instance.enumerate_adapters(wgpu::Backends::VULKAN));
    match adapters.poll(&mut std::task::Context::from_waker(Waker::noop())) {
        Poll::Ready(adapters) => adapters
            .iter()
            .all(|adapter| adapter.get_info().device_type == wgpu::DeviceType::Cpu),
        // Desktop systems answer at once; whoever does not gets the usual order.
        Poll::Pending => false,
    }
}

/// Other systems always have a screen, or tell themselves that they have none.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET")
}
