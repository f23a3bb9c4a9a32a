//! From a project to each format and back: actors, ties, direction, kinds, strengths, names and places stay, as far as
//! the format can hold them.

use std::sync::Arc;

use milieu::base::cancel::Cancel;
use milieu::base::progress::Progress;
use milieu::exchange::draft::Draft;
use milieu::exchange::figures::Figures;
use milieu::exchange::format::Format;
use milieu::exchange::mapping::{Dictionary, Mapping};
use milieu::exchange::read;
use milieu::exchange::reading::Reading;
use milieu::exchange::taking;
use milieu::exchange::write::{Choices, Flow, Unwritten, write};
use milieu::model::{Actor, ActorKind, Change, Document, Place, Swap, TieKind};
use milieu::session::figures::figures;

use super::clusters::{Recipe, cluster};

/// What is written, one draft for each file; `None` for a format that is only read.
fn written(document: &Document, figures: &Figures, format: Format, choices: &Choices) -> Option<Draft> {
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let written = match write(document, figures, format, choices, &progress, &cancel) {
        Ok(written) => written,
        Err(Unwritten::ReadOnly(_)) => return None,
        Err(error) => panic!("{format:?}: {error}"),
    };
    let drafts = written.files.iter().map(|(ending, bytes)| {
        let name = format!("sample{ending}");
        let draft = read::read(bytes, &name, &Reading::guessed(), &progress, &cancel);
        draft.unwrap_or_else(|fault| panic!("{name}: {fault}"))
    });
    read::join(drafts.collect())
}

fn taken(draft: &Draft) -> Document {
    let mapping = Mapping::guess(draft, &Dictionary::default());
    let taken = taking::take(draft, &mapping, None, &Progress::new(), &Cancel::new()).unwrap();
    let tally = taken.report.tally;
    assert!(tally.ties.adds_up() && tally.actors.adds_up());
    taken.document
}

/// Ties by the names of their ends, so that it does not matter in which order they come.
fn ties(document: &Document, strengths: bool) -> Vec<String> {
    let name = |id| document.actor(id).map_or("", |actor: &Actor| &actor.name);
    let mut list: Vec<String> = document
        .ties()
        .map(|(_, tie)| {
            let mut ends = [name(tie.from), name(tie.to)];
            if !tie.points_one_way() {
                ends.sort_unstable();
            }
            let strength = if strengths { tie.weight.get() } else { 0.0 };
            format!(
                "{} {}>{} {} {strength}",
                tie.kind.id(),
                ends[0],
                ends[1],
                tie.points_one_way()
            )
        })
        .collect();
    list.sort();
    list
}

fn actors(document: &Document) -> Vec<(String, ActorKind)> {
    let mut list: Vec<(String, ActorKind)> = document
        .actors()
        .map(|(_, actor)| (actor.name.clone(), actor.kind))
        .collect();
    list.sort();
    list
}

fn of_one_kind(document: &Document) -> Document {
    let turned = document.ties().map(|(id, tie)| {
        let swap = Swap {
            before: Some(Arc::new(tie.clone())),
            after: Some(Arc::new(tie.with_kind(TieKind::Supply))),
        };
        Change::Tie(id, swap)
    });
    document.with(&turned.collect::<Vec<_>>()).unwrap()
}

/// Leaves what was written in the folder that `MILIEU_EXPORTS` names, for `tests/oracle/exports.py`.
fn keep(seed: u64, document: &Document, figures: &Figures, format: Format) {
    let Some(folder) = std::env::var_os("MILIEU_EXPORTS").map(std::path::PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).unwrap();
    let project = milieu::files::project::write(document);
    std::fs::write(folder.join(format!("sample{seed}.milieu")), project.as_bytes()).unwrap();
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let written = write(document, figures, format, &Choices::default(), &progress, &cancel).unwrap();
    for (ending, bytes) in &written.files {
        std::fs::write(folder.join(format!("sample{seed}{ending}")), bytes).unwrap();
    }
}

/// What tells formats apart: whether all fields of actors and ties stand in them.
const FULL: &[Format] = &[
    Format::Table,
    Format::Xlsx,
    Format::GraphMl,
    Format::Gexf,
    Format::NodeLink,
];

#[test]
fn what_is_written_reads_back_as_what_it_was() {
    let mut seen = Vec::new();
    for seed in 0..4 {
        let mut document = cluster(Recipe {
            actors: 25,
            ties: 60,
            seed,
        });
        // Some programs know one kind of tie only.
        if seed == 3 {
            document = of_one_kind(&document);
        }
        let figures = figures(&document, &Progress::new(), &Cancel::new()).unwrap();
        for format in Format::ALL.into_iter().filter(|format| format.info().written) {
            for flow in [Flow::Plain, Flow::Exact] {
                let choices = Choices {
                    flow,
                    ..Choices::default()
                };
                let Some(draft) = written(&document, &figures, format, &choices) else {
                    continue;
                };
                seen.push(format);
                if flow == Flow::Plain {
                    keep(seed, &document, &figures, format);
                }
                assert_eq!(draft.actors.len(), document.actor_count(), "{format:?}");
                if !FULL.contains(&format) {
                    continue;
                }
                assert_eq!(draft.ties.len(), document.tie_count(), "{format:?}");
                let again = taken(&draft);
                assert_eq!(actors(&again), actors(&document), "{format:?} {flow:?}");
                assert_eq!(ties(&again, true), ties(&document, true), "{format:?} {flow:?}");
                for (id, actor) in document.actors() {
                    let twin = again.actors().find(|(_, twin)| twin.name == actor.name);
                    let (twin_id, twin) = twin.unwrap();
                    let at = |place: Option<Place>| place.map(|place| place.at);
                    assert_eq!(
                        at(again.place(twin_id)),
                        at(document.place(id)),
                        "{format:?}: {}",
                        actor.name
                    );
                    assert_eq!(twin.jobs, actor.jobs, "{format:?}: {}", actor.name);
                    assert_eq!(twin.capability, actor.capability, "{format:?}: {}", actor.name);
                    assert_eq!(twin.external, actor.external, "{format:?}: {}", actor.name);
                }
            }
        }
    }
    for format in FULL {
        assert!(seen.contains(format), "{format:?} was not written");
    }
}

#[test]
fn promise_18_formulas_in_names_are_harmless_and_come_back() {
    let names = [
        "=HYPERLINK(\"http://x\")",
        "+49 711",
        "-Plus GmbH",
        "@home",
        "'=quoted",
        "Plain",
    ];
    let actors = names.iter().map(|name| {
        let place = Place {
            at: milieu::base::geom::Point::new(-3.5, 4.0),
            pinned: false,
        };
        (Actor::new(*name, ActorKind::Final), place)
    });
    let edit = milieu::model::Edit::AddActors(actors.collect());
    let document = edit
        .apply(&Document::default(), &mut milieu::model::Ids::new())
        .unwrap();
    for format in [Format::Table, Format::Xlsx] {
        let draft = written(&document, &Figures::default(), format, &Choices::default()).unwrap();
        let again = taken(&draft);
        let found: Vec<&str> = again.actors().map(|(_, actor)| &*actor.name).collect();
        assert_eq!(found, names, "{format:?}");
    }
}
