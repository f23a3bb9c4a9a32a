//! What can happen, typed; and what only a front end can do.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::analysis::advice;
use crate::analysis::aspect::Aspect;
use crate::analysis::spread::Measure;
use crate::base::geom::{Point, Vector};
use crate::files::lock::Holder;
use crate::files::settings::Theme;
use crate::files::versions::Keep;
use crate::graph::lens::Lens;
use crate::layout::Form;
use crate::model::{ActorId, ActorKind, Change, Edit, Frames, Hue, Jot, Selection, TieKind};
use crate::report::paper::Pixels;
use crate::report::picture::Part;

use super::Places;
use super::choosing::Choice;
use super::command::chords::Keys;
use super::compare::Side;
use super::exporting::PictureWish;
use super::groups::Reader;
use super::importing::ImportStep;
use super::listing::{Key, Tab};
use super::outgoing::DataWish;
use super::recovery::Work;
use super::reporting::ReportWish;
use super::sight::Look;
use super::track::Baseline;
use super::why::Question;

/// What a person, a script or a test can ask of a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// An edit as one step; what it creates becomes the selection. The layout settles around it.
    Edit(Edit),
    /// Tries an edit out without making it, while a slider is pulled; the next action ends the trial.
    Preview(Edit),
    /// Asks what an edit would do to the figures, without making it or showing it on the map; none ends the question.
    /// See [`super::whatif`].
    Suppose(Option<Edit>),
    /// Gives up what is being tried out or dragged.
    Cancel,
    /// Actors follow the pointer; their neighbors make room. Ends with [`Action::Drop`] or [`Action::Cancel`].
    Drag(Places),
    /// Lets dragged actors go where they are: one step, softly pinned.
    Drop(Places),
    /// The same for actors together with notes and zones that lie where they have been carried.
    DropAll(Places, Frames),
    /// Takes the last step back.
    Undo,
    /// Makes the next step again.
    Redo,
    /// Undoes (negative) or redoes (positive) this many steps at once, from the history list.
    Travel(i32),
    /// Chooses these and nothing else.
    Select(Selection),
    /// Everything.
    SelectAll,
    /// Nothing.
    SelectNone,
    /// What was not chosen.
    SelectInverse,
    /// All actors of a kind.
    SelectActorKind(ActorKind),
    /// All ties of a kind.
    SelectTieKind(TieKind),
    /// Chooses by what is chosen.
    Choose(Choice),
    /// All of one of the sorts that colors stand for, by its place in [`crate::analysis::spread::Spread::sorts`].
    SelectSort(usize),
    /// Deletes what is chosen.
    DeleteSelection,
    /// Copies what is chosen, also as text for other programs.
    Copy,
    /// Copies, then deletes.
    Cut,
    /// Puts in what was copied here, or names from another program, one a line. `at`: pointer on the map.
    Paste {
        /// Text from the system's clipboard, if there is any.
        text: Option<String>,
        /// Where the pointer is, if it is over the map.
        at: Option<Point>,
    },
    /// A copy of what is chosen beside it.
    Duplicate,
    /// Moves what is chosen by the arrow keys.
    Nudge(Vector),
    /// The notes and zones among these get another color, which is also that of the next ones.
    Color(Selection, Hue),
    /// A zone around what is chosen.
    ZoneAroundSelection,
    /// Holds the chosen actors in place, or lets them go.
    PinSelection(bool),
    /// First and second ends of the chosen ties change places.
    ReverseSelection,
    /// Chosen knowledge ties become mutual, or one-way when all are mutual.
    ToggleMutual,
    /// Merges the chosen actors into the one with the largest revenue.
    MergeSelection,
    /// A new actor tied to this one, in a direction.
    AddBeside {
        /// The first end of the new tie.
        from: ActorId,
        /// Where to look for room, one of the four directions.
        toward: Vector,
    },
    /// Lets the layout settle: the chosen actors if there are several, else all; or stops it.
    ToggleSettle,
    /// Lays everything out from scratch, keeping only pins.
    ArrangeAll,
    /// Arranges the chosen actors if there are several, else all, so that places mean something.
    ArrangeAs(Form),
    /// Lets every actor go.
    UnpinAll,
    /// An empty project; asks about changes first.
    New,
    /// Asks which file to open.
    AskOpen,
    /// Opens a file; asks about changes first.
    Open(PathBuf),
    /// The answer to [`Effect::AskLocked`], or another way to open a file.
    OpenAs(PathBuf, Opening),
    /// Asks which files to import.
    AskImport,
    /// Asks the system for what was copied, to import it.
    AskImportClip,
    /// Something about what is taken in from files of other programs.
    Import(ImportStep),
    /// Asks where to write what came of the last import.
    AskSaveImportReport,
    /// Asks under which name to write the cluster in another format.
    AskExportData(DataWish),
    /// Writes it.
    ExportData(PathBuf, DataWish),
    /// Writes it, as text or as a table.
    SaveImportReport(PathBuf),
    /// Opens a shipped cluster as an untitled copy; asks about changes first.
    OpenExample(String),
    /// Saves to the project's file, or asks for one.
    Save,
    /// Asks for a name to save under.
    AskSaveAs,
    /// Saves under this name, which then is the project's file.
    SaveAs(PathBuf),
    /// The same, and goes on with an action when it is saved.
    SaveAsThen(PathBuf, Box<Self>),
    /// Asks for a name for a copy.
    AskSaveCopy,
    /// Writes a copy; the project keeps its file and its changed mark.
    SaveCopy(PathBuf),
    /// Asks under which name to write these rows of the table.
    AskExportTable(Tab, Vec<Key>),
    /// Writes these rows with all attributes and figures, as .csv or .xlsx.
    ExportTable {
        /// Where to; its ending chooses the format.
        path: PathBuf,
        /// Actors or ties.
        tab: Tab,
        /// In this order.
        rows: Vec<Key>,
    },
    /// Asks where to write a picture of the map.
    AskExportPicture(Box<PictureWish>),
    /// Writes a picture of the map; the ending of the name chooses the format.
    ExportPicture(PathBuf, Box<PictureWish>),
    /// Writes the last picture of this project again, or asks how.
    RepeatExport,
    /// Copies a picture of this part of the map.
    CopyPicture(Part),
    /// Gives up the pictures that are being made.
    StopExporting,
    /// Asks where to write a report.
    AskExportReport(Box<ReportWish>),
    /// Writes a report; the ending of the name chooses whether as a page or to print.
    ExportReport(PathBuf, Box<ReportWish>),
    /// Gives up the reports that are being written.
    StopReporting,
    /// Asks where to write the page of keys and gestures.
    AskExportKeys(Keys),
    /// Writes it.
    ExportKeys(PathBuf, Keys),
    /// The answer to [`Effect::AskOverwrite`]: goes on with the save that was held up.
    SaveAnyway,
    /// The answer to [`Effect::AskSaveElsewhere`]: writes over the old file, whose folder takes no new one.
    SaveInPlace,
    /// The answer to [`Effect::AskOverwrite`] and [`Effect::AskSaveElsewhere`]: asks for another name, then goes on.
    SaveElsewhere,
    /// Another program has written the file, but what is here counts.
    KeepMine,
    /// Shows the project and what a file holds on one map; the words say which state that is.
    CompareWithFile(PathBuf, String),
    /// Where earlier versions are kept.
    KeepVersions(Keep),
    /// Leaves the program; asks about changes first.
    Quit,
    /// The answer to [`Effect::AskAboutChanges`]: save first, then go on.
    SaveThen(Box<Self>),
    /// The answer to [`Effect::AskAboutChanges`]: go on without saving.
    DiscardThen(Box<Self>),
    /// Gives up the file that is being opened.
    StopOpening,
    /// Something about work that earlier sessions have left unsaved.
    Work(Work),
    /// Takes a file off the list of recent ones.
    ForgetRecent(PathBuf),
    /// What changes are compared with.
    SetBaseline(Baseline),
    /// Asks why a figure is what it is, and why it changed; the answer follows every edit until it is closed.
    AskWhy(Question),
    /// Nobody wants to know any more.
    CloseWhy,
    /// Whether somebody looks at what the one chosen actor has of each indicator.
    WantShares(bool),
    /// Shows two states on one map, from the first to the second, until [`Action::StopComparing`].
    Compare(Side, Side),
    /// Shows only the project again.
    StopComparing,
    /// Asks which tie would help a figure most, or which loss would hurt it most, as the cluster is now.
    Advise(advice::Question),
    /// Gives up the search for advice, or puts its answer away.
    CloseAdvice,
    /// Measures the shape of the network through this lens.
    LookThrough(Lens),
    /// Works out which weight matters most for the scores on show.
    RankWeights,
    /// Compares the shape of the network with so many networks drawn by chance.
    CompareWithChance(usize),
    /// Gives the comparison with chance up.
    LeaveChance,
    /// Whether somebody looks at how well the map can be read.
    WantGauge(bool),
    /// Something about what is seen on the map: filters, focus.
    Look(Look),
    /// Whether communities are wanted for this; see [`super::Groups`].
    WantGroups(Reader, bool),
    /// Colors the map by a figure for as long as the pointer rests on it.
    Glance(Option<Measure>),
    /// Colors the map by a figure until it is released.
    ColorBy(Option<Measure>),
    /// Sizes the marks by a figure until it is released.
    SizeBy(Option<Measure>),
    /// Colors show kinds and sizes employment again.
    ReleaseFigures,
    /// A new actor of this kind in the middle of the view; the kind becomes that of the next new actor.
    Insert(ActorKind),
    /// Kind of the next new actor.
    SetNextActorKind(ActorKind),
    /// Kind of the next new tie.
    SetNextTieKind(TieKind),
    /// Color of the next new note and of the next new zone.
    SetNextHue(Hue),
    /// Opens the palette, or looks for the commands and actors that fit what was typed into it.
    LookUp(String),
    /// Shuts the palette.
    CloseLookUp,
    /// Opens the search bar with this text, or searches for it.
    Find(String),
    /// Goes to the next thing that was found, or to the one before.
    NextHit(bool),
    /// Selects everything that was found.
    SelectHits,
    /// Shuts the search bar.
    StopFinding,
    /// A command was chosen from the palette, which offers it first from now on.
    NoteUse(&'static str),
    /// Something about the view that the project does not know.
    Show(Show),
}

impl Action {
    /// It draws a picture of the map.
    pub fn draws(&self) -> bool {
        matches!(
            self,
            Self::ExportPicture(..) | Self::RepeatExport | Self::CopyPicture(_)
        )
    }
}

/// In which way a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Unless another window has it open.
    Usual,
    /// To be looked at; it is not saved to.
    ReadOnly,
    /// As a project without a file.
    Copy,
    /// Whoever else has it open.
    Anyway,
    /// Once more, because another program has written it; what is on the table goes.
    Again,
}

/// What only a front end can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for a file to open, then perform [`Action::Open`].
    AskOpenPath,
    /// Ask for files to import, then perform [`Action::Import`].
    AskImportPaths,
    /// Ask for a file to write the cluster to, then perform [`Action::ExportData`].
    AskDataPath(String, DataWish),
    /// Ask the system for what was copied, then perform [`Action::Import`].
    AskClip,
    /// Ask for a file to write the report of an import to, then perform [`Action::SaveImportReport`].
    AskReportPath(String),
    /// Ask for a file to save to, then perform [`Action::SaveAs`], [`Action::SaveAsThen`] or [`Action::SaveCopy`].
    AskSavePath {
        /// A copy, not the project's new file.
        copy: bool,
        /// Name to propose.
        suggestion: String,
        /// Go on with this when it is saved.
        then: Option<Box<Action>>,
    },
    /// Ask for a file to write these rows to, then perform [`Action::ExportTable`].
    AskTablePath {
        /// Name to propose.
        suggestion: String,
        /// Actors or ties.
        tab: Tab,
        /// In this order.
        rows: Vec<Key>,
    },
    /// Ask for a file to write this picture to, proposing a name, then perform [`Action::ExportPicture`].
    AskPicturePath(String, Box<PictureWish>),
    /// Ask for a file to write a report to, proposing this name, then perform [`Action::ExportReport`].
    AskClusterReportPath(String, Box<ReportWish>),
    /// Give these pixels to the system's clipboard.
    CopyImage(Pixels),
    /// Ask for a file to write the page of keys to, then perform [`Action::ExportKeys`].
    AskKeysPath(Keys),
    /// Ask *Save*, *Don't save* or *Cancel*, then perform [`Action::SaveThen`] or [`Action::DiscardThen`].
    AskAboutChanges(Box<Action>),
    /// The file holds what was not written here: ask whether to overwrite ([`Action::SaveAnyway`]) or save elsewhere.
    AskOverwrite(PathBuf),
    /// Another window has this file open: ask how to open it here ([`Action::OpenAs`]).
    AskLocked(PathBuf, Holder),
    /// This could not be saved: ask for another place ([`Action::SaveElsewhere`]) or, where that can be, whether to
    /// write in place ([`Action::SaveInPlace`]).
    AskSaveElsewhere {
        /// The file.
        path: PathBuf,
        /// One sentence.
        why: String,
        /// Only the folder refuses a new file.
        in_place: bool,
    },
    /// Open this file in a window of its own.
    OpenWindow(PathBuf),
    /// Put text on the system's clipboard.
    CopyText(String),
    /// Close the window for good.
    Quit,
    /// Change the view.
    Show(Show),
    /// Open the name field of a new actor.
    EditName(ActorId),
    /// Open the text field of a new note or zone.
    EditJot(Jot),
}

/// Changes of the view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Show {
    /// Everything in view.
    FitAll,
    /// The selection in view.
    FitSelection,
    /// All that is in focus in view.
    FitFocus,
    /// Everything in view, with no more moving than that takes.
    RevealAll,
    /// Nearer.
    ZoomIn,
    /// Farther.
    ZoomOut,
    /// One map unit is one point.
    Zoom100,
    /// Moves the view by this many points.
    Pan(Vector),
    /// A larger or smaller interface.
    InterfaceSize(f64),
    /// Opens or closes a panel.
    Toggle(PanelId),
    /// What a press on the map does.
    Mode(Mode),
    /// Opens the field of the chosen actor's name, note's text or zone's name.
    Rename,
    /// Starts a tie from the chosen actor by keyboard.
    StartTie,
    /// Moves the keyboard to the next region of the window.
    NextRegion,
    /// Chooses the next or previous actor, note or zone in reading order.
    NextActor(bool),
    /// Chooses the nearest thing in a direction; from a tie its end there.
    Walk {
        /// One of the four directions.
        toward: Vector,
        /// What was chosen stays so.
        extend: bool,
    },
    /// Chooses the next or previous tie around the chosen actor, or around the one whose tie is chosen.
    NextTie(bool),
    /// New actor in the middle of the view with its name field open.
    AddActorInView,
    /// Opens the field of a new note in the middle of the view.
    AddNoteInView,
    /// New zone in the middle of the view with its name field open.
    AddZoneInView,
    /// The four-step card.
    FirstSteps,
    /// The list of what the cluster lacks.
    Gaps,
    /// The window that says which tie would help most, or which loss would hurt most.
    Advice(Aim),
    /// Opens the filter of this, a new one if there is none.
    Filter(Aspect),
    /// Moves the view until what is chosen is seen, if it is not.
    Reveal,
    /// What is chosen in the middle of the view, large enough to be read.
    Center,
    /// The search bar, with the keyboard in it.
    Find,
    /// The list of keys.
    Keys,
    /// The window in which pictures are exported.
    Export,
    /// Copies a picture of what is chosen, or of what is in view.
    CopyPicture,
    /// What came of the last import.
    ImportReport,
    /// The choice of a format of other programs.
    ExportData,
    /// The window in which reports are exported.
    ExportReport,
    /// The list of steps.
    History,
    /// The list of snapshots.
    Snapshots,
    /// The list of unsaved work that can be recovered.
    Works,
    /// The list of earlier versions of the project's file.
    Versions,
    /// What the model assumes.
    Assumptions,
    /// How far scores depend on weights.
    Certainty,
    /// The shape of the network against chance.
    Chance,
    /// How well the map can be read.
    Quality,
    /// Version, licences.
    About,
    /// Light, dark, or as the system says.
    Theme(Theme),
    /// Everything jumps instead of gliding, or glides again.
    ReduceMotion,
}

/// What advice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aim {
    /// Id of the indicator that is to rise, or whose fall is feared.
    pub indicator: &'static str,
    /// Which loss would hurt it most, rather than which tie would raise it most.
    pub loss: bool,
}

/// What a press on the map does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Choose and move.
    #[default]
    Select,
    /// Each click adds an actor.
    Actor,
    /// Press on a source, release on a target.
    Tie,
    /// Each click adds a note, each drag a zone.
    Note,
    /// Drag the view.
    Hand,
    /// Free-hand selection.
    Lasso,
}

/// Parts of the window that can be shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PanelId {
    /// Kinds and outline, left.
    Library,
    /// Right, upper half.
    Inspector,
    /// Right, lower half.
    Indicators,
    /// Actors and ties, bottom.
    Table,
    /// On the canvas.
    Legend,
    /// The whole map as a small picture, on the canvas.
    Minimap,
}

impl PanelId {
    /// Stable id in settings.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Inspector => "inspector",
            Self::Indicators => "indicators",
            Self::Table => "table",
            Self::Legend => "legend",
            Self::Minimap => "minimap",
        }
    }
}

/// The actors whose surroundings changed so that the layout should look at them again.
pub(super) fn touched(changes: &[Change]) -> BTreeSet<ActorId> {
    let mut actors = BTreeSet::new();
    for change in changes.iter().filter(|change| change.touches_layout()) {
        match change {
            Change::Actor(id, _) | Change::Place(id, _) => {
                actors.insert(*id);
            }
            Change::Tie(_, swap) => {
                for tie in [&swap.before, &swap.after].into_iter().flatten() {
                    actors.extend([tie.from, tie.to]);
                }
            }
            Change::Project(..)
            | Change::Retired(..)
            | Change::Snapshot(..)
            | Change::Note(..)
            | Change::Zone(..) => {}
        }
    }
    actors
}
