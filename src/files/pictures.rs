//! How a project was last drawn as a picture, so that one key can do it again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::settings::Settings;

/// So many pictures are remembered.
const PICTURES: usize = 50;

/// The last picture of a project, in plain numbers and words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastPicture {
    /// The project's file.
    pub project: PathBuf,
    /// The picture's file.
    pub path: PathBuf,
    /// Width, points.
    pub width: Option<f64>,
    /// Height, points.
    pub height: Option<f64>,
    /// Pixels for each point.
    pub scale: f64,
    /// Id of what lies below the map.
    pub ground: String,
    /// What stands above it; the title of the project where it is missing.
    pub title: Option<String>,
    /// Parts that are left out.
    pub without: Vec<String>,
    /// The part of the map: left, top, right, bottom, points per map unit.
    pub area: Option<[f64; 5]>,
    /// The only actors that are shown.
    pub actors: Option<Vec<String>>,
    /// Every tie is drawn in full.
    pub full: bool,
}

impl Settings {
    /// How this project was last drawn.
    pub fn picture(&self, project: &Path) -> Option<&LastPicture> {
        self.pictures.iter().find(|picture| picture.project == project)
    }

    /// Keeps how a project was drawn; the oldest of such are forgotten.
    pub fn remember_picture(&mut self, picture: LastPicture) {
        self.pictures.retain(|other| other.project != picture.project);
        self.pictures.insert(0, picture);
        self.pictures.truncate(PICTURES);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_picture_of_each_project_is_kept() {
        let mut settings = Settings::default();
        let picture = |project: &str, path: &str| LastPicture {
            project: project.into(),
            path: path.into(),
            ..LastPicture::default()
        };
        settings.remember_picture(picture("a", "1.png"));
        settings.remember_picture(picture("b", "2.png"));
        settings.remember_picture(picture("a", "3.svg"));
        assert_eq!(settings.pictures.len(), 2);
        assert_eq!(settings.picture(Path::new("a")).unwrap().path, Path::new("3.svg"));
        for i in 0..200 {
            settings.remember_picture(picture(&i.to_string(), "x.png"));
        }
        assert_eq!(settings.pictures.len(), PICTURES);
    }
}
