//! `milieu convert`: from any format that is read to any that is written.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::figures::Figures;
use crate::exchange::format::Format;
use crate::exchange::mapping::Mapping;
use crate::exchange::read::encoding_of;
use crate::exchange::reading::Reading;
use crate::exchange::taking::Report;
use crate::exchange::write::{self, Choices, Flow};
use crate::model::Document;
use crate::session::apart::Content;
use crate::session::bringing;
use crate::session::figures::figures;

use super::input::{self, Need};

/// What was asked for.
#[derive(clap::Args)]
pub(super) struct Asked {
    /// The files to read, which belong together; then the file to write. `-` for the standard streams.
    #[arg(value_name = "FILE", num_args = 2.., required = true)]
    files: Vec<PathBuf>,
    /// What the files are, instead of what their content says: csv, xlsx, graphml, gexf, …
    #[arg(long, value_name = "FORMAT", value_parser = known)]
    from: Option<Format>,
    /// What to write, instead of what the name says: milieu or a format.
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    /// What columns and words mean, as --write-mapping has written it.
    #[arg(long, value_name = "M.json")]
    mapping: Option<PathBuf>,
    /// Writes what columns and words were taken to mean.
    #[arg(long, value_name = "M.json")]
    write_mapping: Option<PathBuf>,
    /// Encoding of the text, for instance gb18030.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static str>,
    /// Ties keep having a direction or none one by one, instead of what networkx and igraph can read.
    #[arg(long)]
    exact: bool,
    /// Leaves out the figures that go along as columns.
    #[arg(long)]
    no_figures: bool,
    /// Writes text tables without the mark by which Excel knows their encoding.
    #[arg(long)]
    no_mark: bool,
    /// Writes what was read, merged and dropped, as *.txt, *.csv or *.json.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

fn known(id: &str) -> Result<Format, String> {
    Format::from_id(id).ok_or_else(|| {
        let ids: Vec<&str> = Format::ALL.iter().map(|format| format.info().id).collect();
        format!("one of {}", ids.join(", "))
    })
}

fn encoding(name: &str) -> Result<&'static str, String> {
    encoding_of(name).ok_or_else(|| "a name such as utf-8, gb18030, big5 or windows-1252".to_owned())
}

/// Where it goes.
enum Goal {
    Project,
    Other(Format),
}

impl Goal {
    /// A format without places needs no layout.
    fn need(&self) -> Need {
        match self {
            Self::Other(Format::Dl) => Need::Network,
            Self::Project | Self::Other(_) => Need::Map,
        }
    }
}

impl Asked {
    /// What is to be written, by what was said or by the ending of the name.
    fn goal(&self, output: &Path) -> anyhow::Result<Goal> {
        if let Some(id) = &self.to {
            if id == "milieu" {
                return Ok(Goal::Project);
            }
            return Ok(Goal::Other(
                known(id).map_err(|what| anyhow::anyhow!("--to takes milieu or {what}"))?,
            ));
        }
        let ending = output
            .extension()
            .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            None | Some("milieu") => Ok(Goal::Project),
            Some(ending) => Format::ALL
                .into_iter()
                .map(|format| (format, format.info()))
                .filter(|(_, info)| info.written)
                .find(|(_, info)| info.endings.contains(&ending))
                .map(|(format, _)| Goal::Other(format))
                .with_context(|| format!("Nothing is written to *.{ending}; say what with --to")),
        }
    }
}

pub(super) fn run(asked: &Asked) -> anyhow::Result<()> {
    let (output, inputs) = asked.files.split_last().context("Two files are needed")?;
    let goal = asked.goal(output)?;
    let files = inputs
        .iter()
        .map(|path| Ok((input::name_of(path), input::content(path)?)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let foreign = asked.from.is_some()
        || !matches!(&files[..], [(name, content)] if input::is_project(content.head(), name));
    let document = if foreign {
        let reading = Reading {
            format: asked.from,
            encoding: asked.encoding,
            ..Reading::guessed()
        };
        let saved = asked.mapping.as_deref().map(input::read_text).transpose()?;
        let (document, mapping, report) = bring_in(files, &reading, saved.as_deref(), goal.need())?;
        if let Some(path) = &asked.write_mapping {
            write_text(path, &Mapping::to_json(&mapping))?;
        }
        told(&report, asked.report.as_deref())?;
        document
    } else {
        anyhow::ensure!(
            asked.mapping.is_none() && asked.write_mapping.is_none() && asked.report.is_none(),
            "A Milieu project needs no mapping and has no report"
        );
        input::open_telling(&inputs[0], goal.need())?
    };
    match goal {
        Goal::Project => input::save(&document, output),
        Goal::Other(format) => export(&document, format, asked, output),
    }
}

/// The report goes where it was asked for, and its warnings to standard error.
fn told(report: &Report, path: Option<&Path>) -> anyhow::Result<()> {
    input::tell(&report.notices());
    eprintln!("milieu: {}", report.sentence());
    let Some(path) = path else { return Ok(()) };
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let text = match ending.as_deref() {
        Some("json") => report.json(),
        Some("csv") => report.csv(),
        _ => report.text(),
    };
    write_text(path, &text)
}

fn write_text(path: &Path, text: &str) -> anyhow::Result<()> {
    if input::is_pipe(path) {
        return input::print(text);
    }
    input::tell(&crate::files::atomic::write(path, text.as_bytes())?);
    Ok(())
}

fn export(document: &Document, format: Format, asked: &Asked, output: &Path) -> anyhow::Result<()> {
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let figures = match asked.no_figures {
        true => Figures::default(),
        false => figures(document, &progress, &cancel)?,
    };
    let choices = Choices {
        flow: if asked.exact { Flow::Exact } else { Flow::Plain },
        figures: !asked.no_figures,
        mark: !asked.no_mark,
        ..Choices::default()
    };
    let written = write::write(document, &figures, format, &choices, &progress, &cancel)?;
    input::tell(&written.notices);
    if input::is_pipe(output) {
        let [(_, bytes)] = written.files.as_slice() else {
            anyhow::bail!("{} is more than one file; name a file", format.info().name);
        };
        return input::print_bytes(bytes);
    }
    let single = written.files.len() == 1;
    for (ending, bytes) in &written.files {
        let path = if single {
            output.to_owned()
        } else {
            let stem = output.file_stem().unwrap_or_default().to_string_lossy();
            output.with_file_name(format!("{stem}{ending}"))
        };
        input::tell(&crate::files::atomic::write(&path, bytes)?);
    }
    Ok(())
}

/// What [`bringing`] needs of settings: the words that a person has taught.
pub(super) fn dictionary() -> crate::exchange::mapping::Dictionary {
    let path = crate::files::settings::default_path();
    let taught = path.map(|path| crate::files::settings::load(&path).0.words);
    crate::exchange::mapping::Dictionary::of(taught.unwrap_or_default())
}

/// Files as a project, with what they were taken to mean and what was done.
pub(super) fn bring_in(
    files: Vec<(String, Content)>,
    reading: &Reading,
    saved: Option<&str>,
    need: Need,
) -> anyhow::Result<(Document, Mapping, Report)> {
    let cancel = Cancel::new();
    let what = match files.as_slice() {
        [(name, _)] => format!("Reading {name}"),
        _ => format!("Reading {} files", files.len()),
    };
    let read = input::watched(&what, |progress| {
        bringing::read_together(&files, reading, progress, &cancel)
    });
    drop(files);
    let draft = read
        .map_err(|(name, fault)| anyhow::Error::from(fault).context(name))?
        .context("There is nothing to read")?;
    let mapping = bringing::understood(&draft, &dictionary(), saved)?;
    let (document, report) = input::watched("Making the map", |progress| {
        bringing::brought_in(draft, &mapping, need == Need::Map, progress, &cancel)
    })?;
    Ok((document, mapping, report))
}
