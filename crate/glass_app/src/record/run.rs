//! A finished run, and its weights.

use super::envelope::{Kind, Unreadable, open, seal};
use super::history;
use super::settings::{Settings, recipe_of, settings_of};
use glass_core::curve::Stopped;
use glass_core::run::{Ending, KeptRun, RunImages, TestAnswers, clean_name};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Header {
    id: u32,
    name: String,
    began_millis: u64,
    settings: Settings,
    set: String,
    set_digest: u64,
    n_images: u32,
    classes: Vec<String>,
    columns: Vec<String>,
    n_rows: usize,
    stopped: Stopped,
    history_digest: u64,
    weights_digest: u64,
    n_weights: u32,
    /// In postcard. Read leniently: a verdict of another version is no reason to lose a run.
    diagnosis: Vec<u8>,
    test: Option<Test>,
}

#[derive(Serialize, Deserialize)]
struct Test {
    digests: Vec<u64>,
    actual: Vec<u16>,
    predicted: Vec<u16>,
}

/// A run as a record.
pub fn seal_run(run: &KeptRun) -> Vec<u8> {
    let header = Header {
        id: run.id,
        name: run.name.clone(),
        began_millis: run.began_millis,
        settings: settings_of(&run.recipe),
        set: run.images.set.clone(),
        set_digest: run.images.digest,
        n_images: run.images.n_images,
        classes: run.classes.clone(),
        columns: history::columns(),
        n_rows: run.history.len(),
        stopped: run.ending.stopped,
        history_digest: run.ending.history_digest,
        weights_digest: run.ending.weights_digest,
        n_weights: run.ending.n_weights,
        diagnosis: postcard::to_allocvec(&run.diagnosis).unwrap_or_default(),
        test: run.test.as_ref().map(|test| Test {
            digests: test.digests().to_vec(),
            actual: test.actual().to_vec(),
            predicted: test.predicted().to_vec(),
        }),
    };
    let mut body = Vec::new();
    history::push(&mut body, &run.history);
    seal(Kind::Run, &header, &body)
}

/// The run of a record.
pub fn open_run(bytes: &[u8]) -> Result<KeptRun, Unreadable> {
    let (header, body): (Header, _) = open(Kind::Run, bytes)?;
    let (history, _) = history::take(body, &header.columns, header.n_rows).ok_or(Unreadable::Damaged)?;
    let n_classes = header.classes.len();
    let test = header.test.map(|test| {
        TestAnswers::checked(n_classes, test.digests, test.actual, test.predicted).ok_or(Unreadable::Damaged)
    });
    Ok(KeptRun {
        id: header.id,
        name: clean_name(&header.name),
        began_millis: header.began_millis,
        recipe: recipe_of(&header.settings),
        images: RunImages { set: header.set, digest: header.set_digest, n_images: header.n_images },
        classes: header.classes,
        history,
        diagnosis: postcard::from_bytes(&header.diagnosis).unwrap_or_default(),
        ending: Ending {
            stopped: header.stopped,
            history_digest: header.history_digest,
            weights_digest: header.weights_digest,
            n_weights: header.n_weights,
        },
        test: test.transpose()?,
    })
}

/// The checkpoint a run ended with, as a record.
pub fn seal_weights(checkpoint: &[u8]) -> Vec<u8> {
    seal(Kind::Weights, &(), checkpoint)
}

/// The checkpoint of a record.
pub fn open_weights(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let ((), checkpoint) = open(Kind::Weights, bytes)?;
    Ok(checkpoint.to_vec())
}
