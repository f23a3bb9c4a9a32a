//! Not built yet.

pub mod canvas;

/// Opens the window.
pub fn run(_: &[std::path::PathBuf], _: Option<crate::files::settings::Renderer>) -> Result<(), String> {
    Err("There is no window yet".into())
}
