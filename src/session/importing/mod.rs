//! Taking in what other programs have written: files, several that belong together, copied cells.
//!
//! What was found, what it is taken for and what would come of it stand in an [`Import`], which a person looks at and
//! changes until it is right; only then is anything made. Reading, counting and making happen at a desk.

mod ends;
mod job;
mod names;
mod preview;
mod report;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::exchange::draft::Draft;
use crate::exchange::mapping::{Dictionary, Mapping, Side, Target};
use crate::exchange::reading::Reading;
use crate::exchange::taking::Tally;
use crate::files::settings::KnownWords;

use super::action::{Action, Effect, Show};
use super::apart::Content;
use super::desk::Desk;
use super::{Pace, Session};

pub use names::{endings, is_foreign};
pub use preview::{Grid, Head, Preview};
pub use report::ImportReport;

use job::{Answer, Job, Made};

/// One file, or what was copied.
#[derive(Clone)]
pub struct Source {
    /// Which one, however many come and go.
    pub id: u32,
    /// Name of the file, or what stands for it.
    pub name: String,
    /// What a person has said of how it is read; the rest is guessed.
    pub wish: Reading,
    /// How it was read.
    pub told: Option<Reading>,
    /// A line of it that shows whether the encoding is right.
    pub sample: String,
    /// Why it cannot be read.
    pub fault: Option<String>,
    /// How many actors and ties were found in it.
    pub found: (usize, usize),
    path: Option<PathBuf>,
    content: Option<Arc<Content>>,
    draft: Option<Arc<Draft>>,
}

impl Source {
    /// What it is read as: as a person has said, else as was guessed.
    pub fn reading(&self) -> &Reading {
        self.told.as_ref().unwrap_or(&self.wish)
    }
}

impl Source {
    /// What a project made of it is called: the name of the file without its endings.
    fn title(&self) -> String {
        let Some(path) = &self.path else {
            return String::new();
        };
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
    }
}

/// What is about to be taken in.
pub struct Import {
    sources: Vec<Source>,
    whole: Option<Arc<Draft>>,
    mapping: Option<Mapping>,
    preview: Arc<Preview>,
    tally: Option<Tally>,
    /// It goes into the open project.
    into_open: bool,
    /// Meanings that were chosen since the mapping was last worked out.
    retargets: Vec<(Side, usize, Target)>,
    /// Columns of which a person has chosen the meaning, by name.
    chosen: BTreeSet<(bool, String)>,
    /// Choices beside the columns have been changed.
    touched: bool,
}

/// What somebody is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Nothing.
    Nothing,
    /// Files are being read.
    Reading,
    /// What would come of it is being counted.
    Counting,
    /// It is being made.
    Making,
}

/// A change of what is about to be taken in.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportStep {
    /// These files, too; opens the window if it is shut.
    Files(Vec<PathBuf>),
    /// Copied text, too; opens the window if it is shut.
    Text(String),
    /// Not this source after all, by its place.
    Drop(usize),
    /// A source is to be read like this, by its place; what is open is guessed.
    Read(usize, Box<Reading>),
    /// A column means something else.
    Column(Side, usize, Target),
    /// Everything else is to be as in this mapping.
    Choose(Box<Mapping>),
    /// Whether it goes into the open project.
    IntoOpen(bool),
    /// Makes it; asks about changes first where another project would go.
    Make,
    /// Nothing is taken in.
    Leave,
}

/// What is being taken in, and what came of the last one.
pub struct Importing {
    desk: Desk<Job, Answer>,
    progress: Progress,
    doing: Doing,
    open: Option<Import>,
    dictionary: Arc<Dictionary>,
    report: Option<Arc<ImportReport>>,
    /// Number of the next source.
    next: u32,
}

impl Importing {
    pub(super) fn new(pace: &Pace, taught: KnownWords) -> Self {
        Self {
            desk: Desk::new("import", pace, |job: Job, cancel: &Cancel| job.run(cancel)),
            progress: Progress::new(),
            doing: Doing::Nothing,
            open: None,
            dictionary: Arc::new(Dictionary::of(taught)),
            report: None,
            next: 0,
        }
    }

    /// What is about to be taken in, while somebody looks at it.
    pub fn open(&self) -> Option<&Import> {
        self.open.as_ref()
    }

    /// What somebody is waiting for.
    pub fn doing(&self) -> Doing {
        self.doing
    }

    /// How far that is, 0 to 1.
    pub fn share(&self) -> f64 {
        self.progress.share()
    }

    /// What came of the last one.
    pub fn report(&self) -> Option<&Arc<ImportReport>> {
        self.report.as_ref()
    }

    /// A failure of the program itself, once.
    pub(super) fn take_fault(&mut self) -> Option<String> {
        let fault = self.desk.take_fault()?;
        self.doing = Doing::Nothing;
        Some(fault)
    }

    fn ask(&mut self, doing: Doing, job: impl FnOnce(Progress) -> Job) {
        self.progress = Progress::new();
        self.doing = doing;
        self.desk.ask(job(self.progress.clone()));
    }
}

impl Import {
    fn new(into_open: bool) -> Self {
        Self {
            sources: Vec::new(),
            whole: None,
            mapping: None,
            preview: Arc::default(),
            tally: None,
            into_open,
            retargets: Vec::new(),
            chosen: BTreeSet::new(),
            touched: false,
        }
    }

    /// What it comes from.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// What all sources hold together, once they are read.
    pub fn whole(&self) -> Option<&Draft> {
        self.whole.as_deref()
    }

    /// What everything in it is taken for.
    pub fn mapping(&self) -> Option<&Mapping> {
        self.mapping.as_ref()
    }

    /// The first rows.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }

    /// What would come of it; none while it is being counted for the first time.
    pub fn tally(&self) -> Option<&Tally> {
        self.tally.as_ref()
    }

    /// It goes into the open project.
    pub fn into_open(&self) -> bool {
        self.into_open
    }

    /// There is something to take in.
    pub fn ready(&self) -> bool {
        let something = |whole: &Arc<Draft>| !whole.actors.is_empty();
        self.mapping.is_some() && self.whole.as_ref().is_some_and(something)
    }

    /// What people call all of it.
    pub fn name(&self) -> String {
        match self.sources.as_slice() {
            [] => String::new(),
            [one] => one.name.clone(),
            [first, others @ ..] => format!("{} and {}", first.name, count(others.len(), "other", "others")),
        }
    }
}

/// What copied cells are called.
const CLIPBOARD: &str = "Clipboard";

impl Session {
    /// What is to be done with files that somebody has handed over: a project is opened, everything else is imported
    /// together. Says so where one of them has to be left alone.
    pub fn opening_of(&mut self, paths: Vec<PathBuf>) -> Option<Action> {
        let (foreign, projects): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| is_foreign(path));
        if foreign.is_empty() {
            let mut projects = projects.into_iter();
            let first = projects.next()?;
            if projects.next().is_some() {
                let name = first.file_name().unwrap_or_default().to_string_lossy();
                self.post(Notice::warning(format!(
                    "One project at a time: only {name} is opened"
                )));
            }
            return Some(Action::Open(first));
        }
        if !projects.is_empty() {
            self.post(Notice::warning(
                "Projects are opened, not imported; only the other files are taken in",
            ));
        }
        Some(Action::Import(ImportStep::Files(foreign)))
    }

    /// What is being taken in from files of other programs.
    pub fn importing(&self) -> &Importing {
        &self.importing
    }

    pub(super) fn import(&mut self, step: ImportStep) {
        match step {
            ImportStep::Files(paths) => {
                self.begin_import(false);
                for path in paths {
                    self.add_source(Some(path), None);
                }
                self.read_sources();
            }
            ImportStep::Text(text) => {
                // Cells are pasted into what is open, as names are.
                self.begin_import(!self.document.is_empty());
                self.add_source(None, Some(text));
                self.read_sources();
            }
            ImportStep::Drop(place) => {
                if let Some(import) = &mut self.importing.open
                    && place < import.sources.len()
                {
                    import.sources.remove(place);
                    self.read_sources();
                }
            }
            ImportStep::Read(place, wish) => {
                if let Some(import) = &mut self.importing.open
                    && let Some(source) = import.sources.get_mut(place)
                {
                    source.wish = *wish;
                    source.draft = None;
                    self.read_sources();
                }
            }
            ImportStep::Column(side, column, target) => self.choose_column(side, column, target),
            ImportStep::Choose(mapping) => {
                if let Some(import) = &mut self.importing.open {
                    import.mapping = Some(*mapping);
                    import.touched = true;
                    self.count_import();
                }
            }
            ImportStep::IntoOpen(into) => {
                if let Some(import) = &mut self.importing.open {
                    import.into_open = into;
                    self.count_import();
                }
            }
            ImportStep::Make => self.make_import(),
            ImportStep::Leave => self.leave_import(),
        }
        self.take_in_import();
    }

    fn begin_import(&mut self, into_open: bool) {
        if self.importing.open.is_none() {
            self.stop_motion();
            self.importing.open = Some(Import::new(into_open));
        }
    }

    fn leave_import(&mut self) {
        if self.importing.doing == Doing::Making {
            // What was being made is given up; the window stays as it was.
            self.importing.desk.cancel();
            self.importing.doing = Doing::Nothing;
        } else {
            self.importing.desk.cancel();
            self.importing.doing = Doing::Nothing;
            self.sweeping.thing(self.importing.open.take());
        }
    }

    fn add_source(&mut self, path: Option<PathBuf>, text: Option<String>) {
        let Some(import) = &mut self.importing.open else {
            return;
        };
        if path.is_some() && import.sources.iter().any(|source| source.path == path) {
            return;
        }
        let name = match &path {
            Some(path) => path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            None => {
                let copied = import.sources.iter().filter(|source| source.path.is_none());
                match copied.count() {
                    0 => CLIPBOARD.to_owned(),
                    n => format!("{CLIPBOARD} {}", n + 1),
                }
            }
        };
        self.importing.next += 1;
        import.sources.push(Source {
            id: self.importing.next,
            name,
            wish: Reading::guessed(),
            told: None,
            sample: String::new(),
            fault: None,
            found: (0, 0),
            path,
            content: text.map(|text| Arc::new(text.into_bytes().into())),
            draft: None,
        });
    }

    /// Reads what has not been read yet, and works out what it means.
    fn read_sources(&mut self) {
        let Some(import) = &self.importing.open else {
            return;
        };
        let before = import.whole.clone().zip(import.mapping.clone());
        let (sources, chosen, touched) = (import.sources.clone(), import.chosen.clone(), import.touched);
        let into = import.into_open.then(|| Arc::clone(&self.document));
        let dictionary = Arc::clone(&self.importing.dictionary);
        self.importing.ask(Doing::Reading, |progress| Job::Read {
            sources,
            before,
            chosen,
            touched,
            dictionary,
            into,
            progress,
        });
    }

    fn choose_column(&mut self, side: Side, column: usize, target: Target) {
        let Some(import) = &mut self.importing.open else {
            return;
        };
        let Some(mapping) = &mut import.mapping else {
            return;
        };
        let columns = match side {
            Side::Actors => &mut mapping.actor_columns,
            Side::Ties => &mut mapping.tie_columns,
        };
        let Some(choice) = columns.get_mut(column) else {
            return;
        };
        choice.target = target;
        import.chosen.insert((side == Side::Ties, choice.name.clone()));
        import.retargets.push((side, column, target));
        self.count_import();
    }

    /// Counts what would come of it. Words of columns are looked for on the worker as well.
    fn count_import(&mut self) {
        let Some(import) = &self.importing.open else {
            return;
        };
        let (Some(whole), Some(mapping)) = (import.whole.clone(), import.mapping.clone()) else {
            return;
        };
        // What is being read will be counted with it.
        if self.importing.doing == Doing::Reading {
            return;
        }
        let retargets = import.retargets.clone();
        let into = import.into_open.then(|| Arc::clone(&self.document));
        let dictionary = Arc::clone(&self.importing.dictionary);
        self.importing.ask(Doing::Counting, |_| Job::Count {
            whole,
            mapping,
            retargets,
            dictionary,
            into,
        });
    }

    fn make_import(&mut self) {
        let Some(import) = &self.importing.open else {
            return;
        };
        if !import.ready() || self.importing.doing == Doing::Making {
            return;
        }
        if import.into_open {
            self.start_making();
        } else {
            let then = Action::Import(ImportStep::Make);
            self.guarded(then, Self::start_making);
        }
    }

    /// Makes it, whatever becomes of the open project.
    pub(super) fn start_making(&mut self) {
        let Some(import) = &self.importing.open else {
            return;
        };
        let (Some(whole), Some(mapping)) = (import.whole.clone(), import.mapping.clone()) else {
            return;
        };
        let retargets = import.retargets.clone();
        let names: Vec<String> = import.sources.iter().map(|source| source.name.clone()).collect();
        let title = import.sources.first().map(Source::title).unwrap_or_default();
        let into = import.into_open.then(|| Arc::clone(&self.document));
        let dictionary = Arc::clone(&self.importing.dictionary);
        self.importing.ask(Doing::Making, |progress| Job::Make {
            whole,
            mapping,
            retargets,
            dictionary,
            names,
            title,
            into,
            progress,
        });
        self.take_in_import();
    }

    /// Takes in what the desk has found out or made.
    pub(super) fn take_in_import(&mut self) {
        while let Some(answer) = self.importing.desk.take() {
            self.importing.doing = Doing::Nothing;
            match answer {
                Answer::Project(path) => {
                    self.importing.open = None;
                    self.perform(Action::Open(path));
                }
                Answer::Read(read) => {
                    let Some(import) = &mut self.importing.open else {
                        continue;
                    };
                    let sources = std::mem::replace(&mut import.sources, read.sources);
                    let whole = std::mem::replace(&mut import.whole, read.whole);
                    self.sweeping.thing((sources, whole));
                    import.mapping = read.mapping;
                    import.preview = read.preview;
                    import.tally = read.tally;
                    import.retargets.clear();
                }
                Answer::Counted(mapping, tally) => {
                    let Some(import) = &mut self.importing.open else {
                        continue;
                    };
                    import.mapping = Some(*mapping);
                    import.tally = Some(tally);
                    import.retargets.clear();
                }
                Answer::Made(made) => self.take_in_made(*made),
            }
        }
    }

    fn take_in_made(&mut self, made: Made) {
        let Some(import) = self.importing.open.take() else {
            return;
        };
        self.learn_words(&import);
        self.sweeping.thing(import);
        let report = Arc::new(made.report);
        let said = report.report.sentence();
        match made.prepared {
            Some(prepared) if prepared.fits(&self.document) => {
                self.stop_motion();
                if !self.take_over(prepared, None) {
                    self.post(Notice::info("Everything in it was there already"));
                }
            }
            // Nobody can have changed the project meanwhile: the window of the import covers it.
            Some(_) => {
                self.post(Notice::error(
                    "The project was changed while the import was made; nothing was taken in",
                ));
                return;
            }
            None => {
                self.replace(made.document);
                self.forget_file();
                self.never_saved();
            }
        }
        self.importing.report = Some(report);
        self.post_undoable(said);
        if let Some(last) = self.posted.last_mut() {
            last.more = Some(("Report", Show::ImportReport));
        }
        self.effects.push(Effect::Show(Show::FitAll));
    }

    /// What a person has said that words stand for is known the next time.
    fn learn_words(&mut self, import: &Import) {
        let Some(mapping) = &import.mapping else { return };
        let dictionary = Arc::make_mut(&mut self.importing.dictionary);
        let news = dictionary.learn(mapping);
        if news {
            self.settings.words = self.importing.dictionary.taught().clone();
            self.save_settings();
        }
    }
}
