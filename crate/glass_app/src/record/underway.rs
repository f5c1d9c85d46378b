//! The run under way: what decides it, how far it came, and the checkpoint it can go on from.

use super::envelope::{Kind, Unreadable, open, seal};
use super::history;
use super::settings::{Settings, recipe_of, settings_of};
use glass_core::curve::EpochReport;
use glass_core::recipe::Recipe;
use glass_core::run::RunImages;
use serde::{Deserialize, Serialize};

/// A run that is not over.
#[derive(Debug, Clone, PartialEq)]
pub struct Underway {
    /// Its id, which it keeps when it is over.
    pub id: u32,
    /// When it began, in milliseconds since the beginning of 1970 (UTC).
    pub began_millis: u64,
    /// What decides it.
    pub recipe: Recipe,
    /// The images.
    pub images: RunImages,
    /// The classes.
    pub classes: Vec<String>,
    /// The epochs so far.
    pub history: Vec<EpochReport>,
    /// How often it was cut off before.
    pub cut_offs: u32,
}

impl Underway {
    /// Epochs that are done.
    pub fn n_epochs(&self) -> u32 {
        self.history.last().map_or(0, |row| row.epoch)
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    id: u32,
    began_millis: u64,
    settings: Settings,
    set: String,
    set_digest: u64,
    n_images: u32,
    classes: Vec<String>,
    columns: Vec<String>,
    n_rows: usize,
    cut_offs: u32,
}

/// A run and its checkpoint as a record; an empty checkpoint when there is none yet.
pub fn seal_underway(run: &Underway, checkpoint: &[u8]) -> Vec<u8> {
    let header = Header {
        id: run.id,
        began_millis: run.began_millis,
        settings: settings_of(&run.recipe),
        set: run.images.set.clone(),
        set_digest: run.images.digest,
        n_images: run.images.n_images,
        classes: run.classes.clone(),
        columns: history::columns(),
        n_rows: run.history.len(),
        cut_offs: run.cut_offs,
    };
    let mut body = Vec::new();
    history::push(&mut body, &run.history);
    body.extend(checkpoint);
    seal(Kind::Underway, &header, &body)
}

/// The run of a record, and its checkpoint.
pub fn open_underway(bytes: &[u8]) -> Result<(Underway, Vec<u8>), Unreadable> {
    let (header, body): (Header, _) = open(Kind::Underway, bytes)?;
    let (history, checkpoint) =
        history::take(body, &header.columns, header.n_rows).ok_or(Unreadable::Damaged)?;
    let run = Underway {
        id: header.id,
        began_millis: header.began_millis,
        recipe: recipe_of(&header.settings),
        images: RunImages { set: header.set, digest: header.set_digest, n_images: header.n_images },
        classes: header.classes,
        history,
        cut_offs: header.cut_offs,
    };
    Ok((run, checkpoint.to_vec()))
}
