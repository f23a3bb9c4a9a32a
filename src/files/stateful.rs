//! Where the program keeps what outlives one run and is nobody's document: recovery copies, earlier versions, locks.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;

/// Another place for all that, for tests and for portable use.
pub const FOLDER_VARIABLE: &str = "MILIEU_STATE_DIR";

/// The folder: that of [`FOLDER_VARIABLE`], else `milieu` where the system keeps the state of programs.
pub fn folder() -> Option<PathBuf> {
    match std::env::var_os(FOLDER_VARIABLE) {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => {
            let system = etcetera::base_strategy::choose_native_strategy().ok()?;
            let state = system.state_dir().unwrap_or_else(|| system.data_dir());
            Some(state.join("milieu"))
        }
    }
}
