//! Reports: everything is told, nothing breaks out of the page, and the same file gives the same report.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Rect};
use milieu::base::progress::Progress;
use milieu::model::difference::Matching;
use milieu::model::{Actor, ActorKind, Document, Edit, Ids, Note, Place, Tie, TieKind, Zone, field};
use milieu::report::content::{Against, Block, Order, Report};
use milieu::report::edition::Edition;
use milieu::report::fonts::Fonts;
use serde_json::Value;

use super::command_line::{err, example, out, run};

const CJK: &[u8] = include_bytes!("../data/cjk-subset.otf");

fn report(document: &Arc<Document>, order: &Order) -> Report {
    Report::of(document, order, &Progress::new(), &Cancel::new()).unwrap()
}

fn made(report: &Report, edition: Edition) -> Vec<u8> {
    edition
        .make(report, &Fonts::with([CJK.to_vec()]), &Cancel::new())
        .unwrap()
}

fn page(report: &Report) -> String {
    String::from_utf8(made(report, Edition::Page)).unwrap()
}
