//! The command line: the same core as the window, for scripts and machines without a display.
//!
//! Results go to standard output, messages to standard error. Exit codes: 0 done, 1 the input is at fault, 2 usage.
#![expect(clippy::print_stderr, reason = "printing is what a command line does")]

mod advise;
mod batch;
mod check;
mod convert;
mod diff;
mod edit;
mod generate;
mod honesty;
mod indicators;
mod input;
mod layout;
mod metrics;
mod picture;
mod recover;
mod report;
mod session;
mod story;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::base::text::nearest;
use crate::graph::lens::{Lens, View};
use crate::model::TieKind;
use crate::model::generate::Model;
use crate::session::importing::is_foreign;

/// Draw an industrial cluster as a living graph and see at once what makes it competitive.
///
/// Without a command, the window opens. FILE is a *.milieu project; after a command, `-` stands for standard input.
#[derive(Parser)]
#[command(name = "milieu", version, args_conflicts_with_subcommands = true, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// Projects to open; the first in this window, each further one in a window of its own.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Draws the window with this renderer instead of the one that fits the machine.
    #[arg(long, value_enum, value_name = "RENDERER")]
    renderer: Option<Renderer>,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 the input is at fault, 2 wrong usage";

/// What draws the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Renderer {
    /// Vulkan, Metal or DirectX 12.
    Wgpu,
    /// OpenGL.
    Glow,
}

/// Who is in the network, and which ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ViewName {
    /// Simple network of local actors, without competition.
    N,
    /// Directed and weighted.
    D,
    /// Knowledge network, with external actors.
    K,
}

impl ViewName {
    /// The view as it is defined, with external actors let in, and narrowed to these kinds unless there are none.
    fn lens(self, externals: bool, kinds: &[TieKind]) -> Lens {
        let mut lens = Lens::of(match self {
            Self::N => View::Plain,
            Self::D => View::Directed,
            Self::K => View::Knowledge,
        });
        lens.externals |= externals;
        if !kinds.is_empty() {
            lens.kinds = kinds.iter().copied().collect();
        }
        lens
    }
}

fn model(id: &str) -> Result<Model, String> {
    Model::from_id(id).ok_or_else(|| format!("one of {}", Model::ALL.map(Model::id).join(", ")))
}

fn tie_kind(id: &str) -> Result<TieKind, String> {
    TieKind::from_id(id).ok_or_else(|| {
        let ids = TieKind::ALL.map(TieKind::id);
        let meant = nearest(id, ids).map_or_else(String::new, |near| format!("did you mean {near}? "));
        format!("{meant}one of {}", ids.join(", "))
    })
}

#[derive(Subcommand)]
enum Command {
    /// Reads a file for another process of this program, see `session/apart.rs`.
    #[command(name = crate::session::apart::WORD, hide = true)]
    ReadApart,
    /// Prints every indicator of a project, or one row for each actor or tie.
    Metrics {
        /// The project.
        file: PathBuf,
        /// As JSON with stable ids and full precision; undefined values are null.
        #[arg(long)]
        json: bool,
        /// One row for each actor instead of the whole.
        #[arg(long)]
        actors: bool,
        /// One row for each tie instead of the whole.
        #[arg(long, conflicts_with = "actors")]
        ties: bool,
        /// The shape of the network in this view instead: N plain, D directed, K knowledge.
        #[arg(long, value_enum, ignore_case = true, conflicts_with_all = ["actors", "ties"])]
        view: Option<ViewName>,
        /// Lets external actors into the view; K has them already.
        #[arg(long, requires = "view")]
        externals: bool,
        /// Kinds of tie that count in the view, for instance supply,knowledge; all unless stated.
        #[arg(long, requires = "view", value_delimiter = ',', value_parser = tie_kind, value_name = "KIND,…")]
        kinds: Vec<TieKind>,
        /// Of this snapshot instead of the present state, by its name or id.
        #[arg(long, value_name = "NAME")]
        snapshot: Option<String>,
        /// How far scores depend on weights: bands, and which weight matters most.
        #[arg(long, conflicts_with_all = ["actors", "ties", "view", "chance"])]
        uncertainty: bool,
        /// Whether the shape is more than chance: against networks that keep every actor's number of partners.
        #[arg(long, conflicts_with_all = ["actors", "ties"])]
        chance: bool,
        /// How many networks to draw.
        #[arg(
            long,
            requires = "chance",
            value_name = "COUNT",
            default_value_t = crate::analysis::chance::REWIRINGS,
            value_parser = rewirings
        )]
        rewirings: usize,
        /// Where chance begins; the project's seed unless given.
        #[arg(long)]
        seed: Option<u32>,
    },
    /// Compares two projects or snapshots: what differs, what that does to every indicator, and why.
    ///
    /// A and B are each FILE or FILE#SNAPSHOT, with the snapshot's name or id.
    Diff {
        /// The project or snapshot to start from.
        #[arg(value_name = "A")]
        before: PathBuf,
        /// The project or snapshot that it is compared with.
        #[arg(value_name = "B")]
        after: PathBuf,
        /// As JSON with stable ids and full precision; undefined values are null.
        #[arg(long)]
        json: bool,
    },
    /// Prints what every indicator is: name, formula, range, reading, source.
    Indicators {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Reads a project and says what is in it and what had to be repaired.
    Check {
        /// The project.
        file: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Reads networks of other programs and writes them as a project or in another format.
    Convert(convert::Asked),
    /// Prints what a cluster lacks, with the figures that each gap holds down.
    Gaps {
        /// The project.
        file: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Prints which single tie would raise a figure most, or which single loss would hurt it most.
    Advise {
        /// The project.
        file: PathBuf,
        /// Id of the indicator that is to rise, or whose fall is feared; see `milieu indicators`.
        #[arg(long, value_name = "INDICATOR", default_value = "overall")]
        raise: String,
        /// Kind of tie; cooperation for a new one, any for a lost one, unless told otherwise.
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
        /// Only actors of these kinds, or of these families.
        #[arg(long, value_name = "KIND", value_delimiter = ',')]
        among: Vec<String>,
        /// Losses instead of new ties.
        #[arg(long, value_enum, value_name = "WHAT", num_args = 0..=1, default_missing_value = "actor")]
        loss: Option<advise::Loss>,
        /// How many answers.
        #[arg(long, default_value_t = 10)]
        top: usize,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Applies named edits to a project and prints how and why every dimension changed.
    Edit {
        /// The project.
        file: PathBuf,
        /// A JSON list of edits, for instance [{"do": "rename", "actor": "F1", "name": "Alpha"}].
        #[arg(long = "do", value_name = "SCRIPT.json")]
        script: PathBuf,
        /// Where the result goes; `-` for standard output.
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
    },
    /// Measures every project of a folder, and every file of another program, and writes one row for each.
    Batch {
        /// Where the projects are; folders inside it are not looked into.
        folder: PathBuf,
        /// The table, *.csv or *.xlsx; `-` for comma-separated text on standard output.
        output: PathBuf,
    },
    /// Lists unsaved work that can be recovered, writes it to a file, or throws it away.
    ///
    /// What is drawn is written down as it happens. After a crash, and for 30 days after “Don't save”, it is here.
    Recover {
        /// Which, by the id in the list; all are listed without it.
        id: Option<String>,
        /// Where the recovered project goes; `-` for standard output. Its recovery copy stays.
        #[arg(short, long, requires = "id", value_name = "OUT")]
        output: Option<PathBuf>,
        /// Throws it away for good.
        #[arg(long, requires = "id", conflicts_with = "output")]
        discard: bool,
        /// The list as JSON.
        #[arg(long, conflicts_with_all = ["id", "output", "discard"])]
        json: bool,
    },
    /// Holds a project open as the window does, with undo, lock and recovery copy, and follows the lines on standard
    /// input.
    ///
    /// Each line is a word and what it takes; each answer is one line of JSON with the state of the project, what was
    /// said, and what the window would ask. Words: do SCRIPT, undo, redo, new, open FILE, open-read-only FILE,
    /// open-copy FILE, open-anyway FILE, reload, keep-mine, save, save-as FILE, save-copy FILE, overwrite, write-over,
    /// recover ID, let-go ID, delete ID, state, settle, save-first, dont-save, quit.
    Session {
        /// The project; an empty one unless given.
        file: Option<PathBuf>,
    },
    /// Makes a random cluster of any size, to try things out on.
    Generate {
        /// Who is tied to whom: ba newcomers prefer those with many ties, er any pair, ws neighbors on a ring, planted
        /// groups, hub large firms with suppliers around them.
        #[arg(long, value_parser = model, value_name = "MODEL")]
        model: Model,
        /// How many actors.
        #[arg(long)]
        actors: usize,
        /// How many ties; three for each actor unless given.
        #[arg(long)]
        ties: Option<usize>,
        /// Same seed, same cluster.
        #[arg(long, default_value_t = crate::session::SEED)]
        seed: u64,
        /// Lays it out as well; otherwise actors stand in a block.
        #[arg(long)]
        arrange: bool,
        /// Where the result goes; `-` for standard output.
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
    },
    /// Writes a report: map, story, scores with their bands, diamond, gaps, key actors, definitions.
    Report {
        /// The project.
        file: PathBuf,
        /// The report: *.html, one page that needs nothing beside it, or *.pdf; `-` for a page on standard output.
        #[arg(value_name = "OUT")]
        output: PathBuf,
        /// Compares with this project, or with a snapshot of it; #SNAPSHOT is one of the project itself.
        #[arg(long, value_name = "FILE#SNAPSHOT", visible_alias = "compare")]
        against: Option<PathBuf>,
        /// Compares with the snapshot that was taken last.
        #[arg(long, conflicts_with = "against")]
        baseline: bool,
        /// Stands above everything; the title of the project unless given.
        #[arg(long)]
        title: Option<String>,
        /// The day of the report, in any words; today unless given.
        #[arg(long)]
        date: Option<String>,
    },
    /// Lays a project out from scratch, or so that places mean something.
    Layout {
        /// The project.
        file: PathBuf,
        /// Where the result goes; `-` for standard output. Without it the map is only measured.
        #[arg(short, long, value_name = "OUT")]
        output: Option<PathBuf>,
        /// Same seed, same layout.
        #[arg(long, default_value_t = crate::session::SEED)]
        seed: u64,
        /// What places mean: chain, core, spillover, communities, kinds, roles, circle, grid or coordinates; pinned
        /// actors stay.
        #[arg(long = "as", requires = "output", value_parser = layout::form, value_name = "FORM")]
        form: Option<crate::layout::Form>,
        /// The actor in the middle of spillover rings, by name or id.
        #[arg(long, requires = "form", value_name = "ACTOR")]
        around: Option<String>,
        /// Only these actors, by name, id or kind; everybody else stays.
        #[arg(long, requires = "form", value_delimiter = ',', value_name = "WHO,…")]
        only: Vec<String>,
        /// Prints quality before and after, and time, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Draws the map of a project as a picture, with a legend.
    Picture(picture::Arguments),
}

/// Reads the arguments of the process and does what they say.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse().and_then(no_mistyped_command) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are results; everything else is wrong usage.
            let code = if error.use_stderr() { 2 } else { 0 };
            return match error.print() {
                Ok(()) => ExitCode::from(code),
                Err(_) => ExitCode::from(1),
            };
        }
    };
    crate::session::apart::allow();
    let outcome = match arguments.command {
        Some(Command::ReadApart) => {
            crate::session::apart::serve(io::stdin(), io::stdout()).map_err(anyhow::Error::from)
        }
        None => window(&arguments.files, arguments.renderer),
        Some(Command::Metrics {
            file,
            json,
            actors,
            ties,
            view,
            externals,
            kinds,
            snapshot,
            uncertainty,
            chance,
            rewirings,
            seed,
        }) => {
            let snapshot = snapshot.as_deref();
            match view {
                _ if actors => metrics::actors(&file, snapshot, json),
                _ if ties => metrics::ties(&file, snapshot, json),
                _ if uncertainty => honesty::uncertainty(&file, snapshot, json, seed),
                view if chance => {
                    let lens = view.unwrap_or(ViewName::N).lens(externals, &kinds);
                    honesty::against_chance(
                        &file,
                        snapshot,
                        json,
                        &honesty::Drawing {
                            lens,
                            rewirings,
                            seed,
                        },
                    )
                }
                None => metrics::whole(&file, snapshot, json),
                Some(view) => metrics::view(&file, snapshot, json, view.lens(externals, &kinds)),
            }
        }
        Some(Command::Diff { before, after, json }) => diff::run(&before, &after, json),
        Some(Command::Indicators { json }) => indicators::print(json),
        Some(Command::Check { file, json }) => check::run(&file, json),
        Some(Command::Convert(asked)) => convert::run(&asked),
        Some(Command::Gaps { file, json }) => advise::gaps(&file, json),
        Some(Command::Advise {
            file,
            raise,
            kind,
            among,
            loss,
            top,
            json,
        }) => {
            let asked = advise::Asked {
                raise,
                kind,
                among,
                loss,
                top,
            };
            advise::run(&file, &asked, json)
        }
        Some(Command::Edit { file, script, output }) => edit::run(&file, &script, &output),
        Some(Command::Recover {
            id,
            output,
            discard,
            json,
        }) => match id {
            None => recover::list(json),
            Some(id) if discard => recover::discard(&id),
            Some(id) => recover::export(&id, output.as_deref()),
        },
        Some(Command::Session { file }) => session::run(file),
        Some(Command::Report {
            file,
            output,
            against,
            baseline,
            title,
            date,
        }) => {
            let asked = report::Asked {
                against: against.as_deref(),
                baseline,
                title,
                date,
            };
            report::run(&file, &output, &asked)
        }
        Some(Command::Batch { folder, output }) => batch::run(&folder, &output),
        Some(Command::Generate {
            model,
            actors,
            ties,
            seed,
            arrange,
            output,
        }) => generate::run(model, actors, ties, seed, arrange, &output),
        Some(Command::Picture(arguments)) => picture::run(&arguments),
        Some(Command::Layout {
            file,
            output,
            seed,
            form,
            around,
            only,
            json,
        }) => {
            let asked = layout::Asked {
                form,
                around,
                only,
                seed,
            };
            match output {
                Some(output) => layout::run(&file, &output, &asked, json),
                None => layout::measure(&file, json),
            }
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Somebody closed the pipe, as `head` does: nothing is wrong.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("milieu: {error:#}");
            ExitCode::from(1)
        }
    }
}

/// As many rewirings as say something and can be waited for.
fn rewirings(text: &str) -> Result<usize, String> {
    use crate::analysis::chance::{LEAST_REWIRINGS, MOST_REWIRINGS};
    let number = text.parse().ok();
    number
        .filter(|number| (LEAST_REWIRINGS..=MOST_REWIRINGS).contains(number))
        .ok_or_else(|| format!("a whole number from {LEAST_REWIRINGS} to {MOST_REWIRINGS}"))
}

/// A bare word that is no file was meant as a command.
fn no_mistyped_command(arguments: Arguments) -> Result<Arguments, clap::Error> {
    let bare = |file: &&PathBuf| file.extension().is_none() && file.components().count() == 1;
    let mut words = arguments.files.iter().filter(bare);
    match words.find(|word| !crate::files::folder::exists(word)) {
        None => Ok(arguments),
        Some(word) => {
            let what = format!("there is no command and no file called '{}'", word.display());
            Err(Arguments::command().error(ErrorKind::InvalidSubcommand, what))
        }
    }
}

/// Opens the window on the first file; each further project gets a process of its own, and so do all files together
/// that are to be imported.
fn window(files: &[PathBuf], renderer: Option<Renderer>) -> anyhow::Result<()> {
    let mut windows = windows_of(files).into_iter();
    let first = windows.next().unwrap_or_default();
    for files in windows {
        let mut window = std::process::Command::new(std::env::current_exe()?);
        if let Some(chosen) = renderer.and_then(|renderer| renderer.to_possible_value()) {
            window.arg(format!("--renderer={}", chosen.get_name()));
        }
        let name = files.first().map(|file| file.display().to_string());
        // A file may be called like a command or an option.
        window
            .arg("--")
            .args(files)
            .spawn()
            .with_context(|| name.unwrap_or_default())?;
    }
    let renderer = renderer.map(|renderer| match renderer {
        Renderer::Wgpu => crate::files::settings::Renderer::Wgpu,
        Renderer::Glow => crate::files::settings::Renderer::Glow,
    });
    crate::ui::run(&first, renderer).map_err(|reason| {
        anyhow::anyhow!("{reason}; the commands that `milieu --help` lists work without one")
    })
}

/// The files of each window, in their order.
fn windows_of(files: &[PathBuf]) -> Vec<Vec<PathBuf>> {
    let mut windows: Vec<Vec<PathBuf>> = Vec::new();
    for file in files {
        let foreign = is_foreign(file);
        let others = windows
            .iter_mut()
            .find(|window| foreign && window.iter().all(|other| is_foreign(other)));
        match others {
            Some(window) => window.push(file.clone()),
            None => windows.push(vec![file.clone()]),
        }
    }
    windows
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_share_a_window_and_projects_do_not() {
        let files: Vec<PathBuf> = ["a.milieu", "x.csv", "b.milieu", "y.csv"]
            .map(PathBuf::from)
            .into();
        let windows = windows_of(&files);
        assert_eq!(
            windows,
            [
                vec![files[0].clone()],
                vec![files[1].clone(), files[3].clone()],
                vec![files[2].clone()]
            ]
        );
        assert!(windows_of(&[]).is_empty());
    }
}
