//! What the program remembers about a person's wishes, apart from any project.
//!
//! A settings file that cannot be read is never replaced silently: it is kept aside and the defaults are used.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};

use crate::base::geom::Point;
use crate::base::notice::Notice;
use crate::model::document::on_the_map;
use crate::model::{ActorKind, Hue, TieKind};

use super::atomic;
use super::fault::{Fault, SaveFault};
use super::pictures::LastPicture;
use super::store::load as load_bytes;
pub use words::KnownWords;

mod words;
use super::versions::Keep;

/// So many recent files are remembered.
pub const RECENT: usize = 10;

/// So many cameras are remembered.
const CAMERAS: usize = 50;

/// A settings file larger than this is none.
const LARGEST: u64 = 4 << 20;

/// Another place for the settings, for tests and for portable use.
pub const FOLDER_VARIABLE: &str = "MILIEU_CONFIG_DIR";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What draws the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Renderer {
    /// Whichever suits the machine.
    #[default]
    Auto,
    /// Vulkan, Metal or Direct3D.
    Wgpu,
    /// OpenGL.
    Glow,
}

/// A panel of the window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// It is shown.
    pub visible: bool,
    /// Width or height, logical points.
    pub size: f64,
}

/// The window when it was last closed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Logical points.
    pub width: f64,
    /// Logical points.
    pub height: f64,
    /// It filled the screen.
    #[serde(default)]
    pub maximized: bool,
}

/// Where a project was looked at from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Middle of the view, map units.
    pub center: Point,
    /// Screen points a map unit.
    pub zoom: f64,
}

/// A person's wishes.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// Size of everything on the screen, 0.5 to 4.
    pub ui_scale: f64,
    /// Nothing glides, everything jumps.
    pub reduced_motion: bool,
    /// What draws the window; counts from the next start.
    pub renderer: Renderer,
    /// Latest first, at most [`RECENT`]; see [`Settings::remember_file`].
    pub recent: Vec<PathBuf>,
    /// Ids of commands chosen from the palette, latest first, at most [`RECENT`]; see [`Settings::remember_command`].
    pub recent_commands: Vec<String>,
    /// Panels by their names.
    pub panels: BTreeMap<String, Panel>,
    /// The window when it was last closed.
    pub window: Option<Window>,
    /// The card with the first steps is still of use.
    pub show_first_steps: bool,
    /// The kind of the next actor.
    pub last_actor_kind: ActorKind,
    /// The kind of the next tie.
    pub last_tie_kind: TieKind,
    /// Color of the next note.
    pub last_note_color: Hue,
    /// Color of the next zone.
    pub last_zone_color: Hue,
    /// What words of imported files stand for.
    pub words: KnownWords,
    /// Where earlier versions of files are kept.
    pub versions: Keep,
    /// Latest first; see [`Settings::remember_camera`].
    cameras: Vec<(PathBuf, Camera)>,
    /// Latest first; see [`Settings::remember_picture`].
    pub(super) pictures: Vec<LastPicture>,
    /// What a newer version has added.
    unknown: serde_json::Map<String, serde_json::Value>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            ui_scale: 1.0,
            reduced_motion: false,
            renderer: Renderer::Auto,
            recent: Vec::new(),
            recent_commands: Vec::new(),
            panels: BTreeMap::new(),
            window: None,
            show_first_steps: true,
            last_actor_kind: ActorKind::Final,
            last_tie_kind: TieKind::Supply,
            last_note_color: Hue::Yellow,
            last_zone_color: Hue::Blue,
            words: KnownWords::default(),
            versions: Keep::default(),
            cameras: Vec::new(),
            pictures: Vec::new(),
            unknown: serde_json::Map::new(),
        }
    }
}

impl Settings {
    /// Puts a file on top of the recent ones.
    pub fn remember_file(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT);
    }

    /// Puts a command on top of the recent ones.
    pub fn remember_command(&mut self, id: &str) {
        self.recent_commands.retain(|other| other != id);
        self.recent_commands.insert(0, id.to_owned());
        self.recent_commands.truncate(RECENT);
    }

    /// Takes a file off the recent ones.
    pub fn forget_file(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
    }

    /// Where this project was last looked at from.
    pub fn camera(&self, path: &Path) -> Option<Camera> {
        let found = self.cameras.iter().find(|(other, _)| other == path);
        found.map(|&(_, camera)| camera)
    }

    /// Keeps where a project is looked at from; the oldest such places are forgotten.
    pub fn remember_camera(&mut self, path: &Path, camera: Camera) {
        self.cameras.retain(|(other, _)| other != path);
        self.cameras.insert(0, (path.to_owned(), camera));
        self.cameras.truncate(CAMERAS);
    }
}

/// The folder of the settings: that of [`FOLDER_VARIABLE`], else `milieu` where the system keeps such things.
pub fn folder() -> Option<PathBuf> {
    match std::env::var_os(FOLDER_VARIABLE) {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => etcetera::base_strategy::choose_native_strategy()
            .ok()
            .map(|system| system.config_dir().join("milieu")),
    }
}

/// Another place for what the program keeps for itself, for tests.
const STATE_VARIABLE: &str = "MILIEU_STATE_DIR";

/// The folder of what the program keeps for itself: recovery copies, earlier versions, locks, small pictures. That of
/// `MILIEU_STATE_DIR`, else inside that of [`FOLDER_VARIABLE`], else `milieu` where the system keeps such things.
pub fn state_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(STATE_VARIABLE).filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    match std::env::var_os(FOLDER_VARIABLE) {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder).join("state")),
        _ => etcetera::base_strategy::choose_native_strategy()
            .ok()
            .map(|system| {
                let folder = system.state_dir().unwrap_or_else(|| system.data_dir());
                folder.join("milieu")
            }),
    }
}

/// The settings file.
pub fn default_path() -> Option<PathBuf> {
    folder().map(|folder| folder.join("settings.json"))
}

/// Reads the settings. A missing file means the defaults; one that cannot be understood too, and it is kept aside.
pub fn load(path: &Path) -> (Settings, Vec<Notice>) {
    let what = match load_bytes(path, LARGEST) {
        Ok((bytes, _)) => {
            match serde_json::from_slice::<Stored>(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)) {
                Ok(stored) => return (stored.into_settings(), Vec::new()),
                Err(error) => format!("The settings could not be understood ({error})"),
            }
        }
        Err(Fault::Read { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => {
            return (Settings::default(), Vec::new());
        }
        Err(Fault::TooLarge { .. }) => "The settings could not be understood (too large)".to_owned(),
        Err(fault) => {
            let notice = Notice::warning(format!(
                "The settings could not be read, so the usual ones are used: {fault}"
            ));
            return (Settings::default(), vec![notice]);
        }
    };
    let notice = match keep_aside(path) {
        Ok(aside) => Notice::warning(format!(
            "{what}; the usual ones are used and the old file is kept"
        ))
        .at(aside.display().to_string()),
        Err(error) => Notice::warning(format!(
            "{what}; the usual ones are used, but the old file could not be kept aside: {error}"
        ))
        .at(path.display().to_string()),
    };
    (Settings::default(), vec![notice])
}

/// Moves a file to a name that nobody has yet.
fn keep_aside(path: &Path) -> std::io::Result<PathBuf> {
    let mut names = (1..).map(|n| {
        let mut name = path.as_os_str().to_owned();
        name.push(if n == 1 {
            ".bad".to_owned()
        } else {
            format!(".bad{n}")
        });
        PathBuf::from(name)
    });
    let aside = names
        .find(|name| fs::symlink_metadata(name).is_err())
        .expect("names do not run out");
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// Writes the settings; the folder is made if it is missing.
///
/// # Errors
/// When they were not saved; the old ones are then still there.
pub fn save(settings: &Settings, path: &Path) -> Result<Vec<Notice>, SaveFault> {
    let stored = Stored::from_settings(settings);
    let mut text = serde_json::to_string_pretty(&stored).map_err(|error| SaveFault::Write {
        step: "putting it into words",
        cause: error.into(),
        path: path.to_owned(),
    })?;
    text.push('\n');
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| SaveFault::Write {
            step: "making its folder",
            cause,
            path: path.to_owned(),
        })?;
    }
    atomic::write(path, text.as_bytes())
}

/// A path in a file of the program's own: names need not be text everywhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum StoredPath {
    Text(String),
    Bytes(Vec<u8>),
}

impl StoredPath {
    /// `None` where names that are no text cannot be written down.
    pub(super) fn of(path: &Path) -> Option<Self> {
        if let Some(text) = path.to_str() {
            return Some(Self::Text(text.to_owned()));
        }
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt as _;
            Some(Self::Bytes(path.as_os_str().as_bytes().to_owned()))
        }
        #[cfg(not(unix))]
        None
    }

    pub(super) fn into_path(self) -> Option<PathBuf> {
        match self {
            Self::Text(text) => Some(PathBuf::from(text)),
            #[cfg(unix)]
            Self::Bytes(bytes) => {
                use std::os::unix::ffi::OsStringExt as _;
                Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
            }
            #[cfg(not(unix))]
            Self::Bytes(_) => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct StoredCamera {
    path: StoredPath,
    x: f64,
    y: f64,
    zoom: f64,
}

/// The form on the disk. What is missing is as usual.
#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    theme: Theme,
    ui_scale: f64,
    reduced_motion: bool,
    renderer: Renderer,
    recent: Vec<StoredPath>,
    recent_commands: Vec<String>,
    panels: BTreeMap<String, Panel>,
    window: Option<Window>,
    show_first_steps: bool,
    last_actor_kind: String,
    last_note_color: String,
    last_tie_kind: String,
    last_zone_color: String,
    #[serde(skip_serializing_if = "KnownWords::is_empty")]
    words: KnownWords,
    versions: Keep,
    cameras: Vec<StoredCamera>,
    pictures: Vec<LastPicture>,
    #[serde(flatten)]
    unknown: serde_json::Map<String, serde_json::Value>,
}

impl Default for Stored {
    fn default() -> Self {
        Self::from_settings(&Settings::default())
    }
}

impl Stored {
    fn from_settings(settings: &Settings) -> Self {
        Self {
            theme: settings.theme,
            ui_scale: settings.ui_scale,
            reduced_motion: settings.reduced_motion,
            renderer: settings.renderer,
            recent: settings
                .recent
                .iter()
                .filter_map(|path| StoredPath::of(path))
                .collect(),
            recent_commands: settings.recent_commands.clone(),
            panels: settings.panels.clone(),
            window: settings.window,
            show_first_steps: settings.show_first_steps,
            last_actor_kind: settings.last_actor_kind.id().to_owned(),
            last_note_color: settings.last_note_color.id().to_owned(),
            last_tie_kind: settings.last_tie_kind.id().to_owned(),
            last_zone_color: settings.last_zone_color.id().to_owned(),
            words: settings.words.clone(),
            versions: settings.versions,
            cameras: settings
                .cameras
                .iter()
                .filter_map(|(path, camera)| {
                    Some(StoredCamera {
                        path: StoredPath::of(path)?,
                        x: camera.center.x,
                        y: camera.center.y,
                        zoom: camera.zoom,
                    })
                })
                .collect(),
            pictures: settings.pictures.clone(),
            unknown: settings.unknown.clone(),
        }
    }

    /// Takes only what makes sense: a person may have edited the file.
    fn into_settings(self) -> Settings {
        let usual = Settings::default();
        let size = |points: f64| points.clamp(1.0, 20_000.0);
        let mut recent = Vec::new();
        for path in self.recent.into_iter().filter_map(StoredPath::into_path) {
            if !recent.contains(&path) && recent.len() < RECENT {
                recent.push(path);
            }
        }
        let mut recent_commands = Vec::new();
        for id in self.recent_commands {
            if !recent_commands.contains(&id) && recent_commands.len() < RECENT {
                recent_commands.push(id);
            }
        }
        let cameras = self.cameras.into_iter().filter_map(|stored| {
            let center = Point::new(stored.x, stored.y);
            let sensible = on_the_map(center) && stored.zoom > 0.0;
            let camera = Camera {
                center,
                zoom: stored.zoom,
            };
            sensible.then_some((stored.path.into_path()?, camera))
        });
        Settings {
            theme: self.theme,
            ui_scale: self.ui_scale.clamp(0.5, 4.0),
            reduced_motion: self.reduced_motion,
            renderer: self.renderer,
            recent,
            recent_commands,
            panels: self
                .panels
                .into_iter()
                .map(|(name, panel)| {
                    let size = size(panel.size);
                    (name, Panel { size, ..panel })
                })
                .collect(),
            window: self.window.map(|window| Window {
                width: size(window.width),
                height: size(window.height),
                ..window
            }),
            show_first_steps: self.show_first_steps,
            last_actor_kind: ActorKind::from_id(&self.last_actor_kind).unwrap_or(usual.last_actor_kind),
            last_tie_kind: TieKind::from_id(&self.last_tie_kind).unwrap_or(usual.last_tie_kind),
            last_note_color: Hue::from_id(&self.last_note_color).unwrap_or(usual.last_note_color),
            last_zone_color: Hue::from_id(&self.last_zone_color).unwrap_or(usual.last_zone_color),
            words: self.words,
            versions: self.versions,
            cameras: cameras.take(CAMERAS).collect(),
            pictures: self.pictures,
            unknown: self.unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Settings {
        let mut settings = Settings {
            theme: Theme::Dark,
            ui_scale: 1.25,
            reduced_motion: true,
            renderer: Renderer::Glow,
            show_first_steps: false,
            last_actor_kind: ActorKind::Center,
            last_tie_kind: TieKind::Labor,
            last_note_color: Hue::Sky,
            last_zone_color: Hue::Gray,
            window: Some(Window {
                width: 1366.0,
                height: 768.0,
                maximized: true,
            }),
            ..Settings::default()
        };
        let panel = Panel {
            visible: false,
            size: 280.5,
        };
        settings.panels.insert("inspector".into(), panel);
        for n in 0..12 {
            settings.remember_file(Path::new(&format!("/tmp/产业 {n}.milieu")));
        }
        settings.remember_file(Path::new("/tmp/产业 5.milieu"));
        let camera = Camera {
            center: Point::new(1.5, -2.0),
            zoom: 0.75,
        };
        settings.remember_camera(Path::new("/tmp/产业 5.milieu"), camera);
        settings
    }

    #[test]
    fn settings_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/settings.json");
        assert_eq!(load(&path), (Settings::default(), vec![]));
        let settings = full();
        assert_eq!(settings.recent.len(), RECENT);
        assert_eq!(settings.recent[0], Path::new("/tmp/产业 5.milieu"));
        assert_eq!(save(&settings, &path).unwrap(), []);
        assert_eq!(load(&path), (settings, vec![]));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_remembered() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let mut settings = Settings::default();
        settings.remember_file(Path::new(std::ffi::OsStr::from_bytes(b"/tmp/\xff.milieu")));
        save(&settings, &path).unwrap();
        assert_eq!(load(&path).0, settings);
    }

    #[test]
    fn a_torn_or_foreign_file_is_kept_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        save(&full(), &path).unwrap();
        let whole = fs::read(&path).unwrap();
        let torn = &whole[..whole.len() / 2];
        for (content, aside) in [
            (torn, "settings.json.bad"),
            (&b"[1,2]"[..], "settings.json.bad2"),
            (&b"{\"theme\":7}"[..], "settings.json.bad3"),
            (&b"\0\0\0"[..], "settings.json.bad4"),
            (&b""[..], "settings.json.bad5"),
        ] {
            fs::write(&path, content).unwrap();
            let (settings, notices) = load(&path);
            assert_eq!(settings, Settings::default());
            assert_eq!(notices.len(), 1);
            assert!(notices[0].place.ends_with(aside), "{notices:?}");
            assert_eq!(fs::read(folder.path().join(aside)).unwrap(), content);
            assert!(!path.exists());
        }
    }

    #[test]
    fn what_a_newer_version_added_stays_and_nonsense_is_put_right() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let text = r#"{"ui_scale":99,"last_actor_kind":"moon","voice":{"loud":true},
            "window":{"width":0,"height":1e9},"cameras":[{"path":"/a","x":1e300,"y":0,"zoom":1}]}"#;
        fs::write(&path, text).unwrap();
        let (settings, notices) = load(&path);
        assert_eq!(notices, []);
        assert_eq!(settings.ui_scale, 4.0);
        assert_eq!(settings.last_actor_kind, ActorKind::Final);
        assert_eq!(
            settings.window.map(|window| (window.width, window.height)),
            Some((1.0, 20_000.0))
        );
        assert_eq!(settings.camera(Path::new("/a")), None);
        save(&settings, &path).unwrap();
        let again = fs::read_to_string(&path).unwrap();
        assert!(again.contains("\"loud\": true"), "{again}");
    }

    #[test]
    fn a_folder_in_its_place_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (settings, notices) = load(folder.path());
        assert_eq!((settings, notices.len()), (Settings::default(), 1));
        assert!(folder.path().is_dir());
    }
}
