//! What is remembered of a person from one start to the next.

use super::Session;
use super::work::Answer;
use crate::base::notice::Notice;
use crate::files::settings::Camera;

impl Session {
    /// Where the person was looking when the project's file was last open.
    pub fn remembered_camera(&self) -> Option<Camera> {
        self.settings.camera(self.file.path()?)
    }

    /// Remembers where the person is looking.
    pub fn remember_camera(&mut self, camera: Camera) {
        if let Some(path) = self.file.path() {
            self.settings.remember_camera(path, camera);
        }
    }

    /// Has the settings written, if they have a home.
    pub fn save_settings(&mut self) {
        if let Some(path) = self.settings_path.clone() {
            let settings = Box::new(self.settings.clone());
            self.keeping_settings.ask(0, (settings, path));
            self.take_in_settings();
        }
    }

    /// Takes in how writing the settings went.
    pub(super) fn take_in_settings(&mut self) {
        let fault = match self.keeping_settings.poll() {
            Some((_, Answer::Done(fault))) => fault,
            Some((_, Answer::Panicked(text))) => Some(text),
            None => None,
        };
        if let Some(fault) = fault {
            self.post(Notice::warning(format!("Settings could not be saved: {fault}")));
        }
    }
}
