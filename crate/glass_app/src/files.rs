//! Files as people hand them over: dropped folders, chosen folders, chosen files, pasted pictures.
//!
//! Only handles are collected here; bytes are read in the worker. A dropped folder comes as an entry whose
//! children arrive in portions (about a hundred each), so every directory is read until it says "no more".
//! What the browser will not hand over is named, not forgotten.

use glass_core::fault::{RejectReason, Rejected};
use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// Most files that are walked; a dropped hard disk should not freeze the page.
const MAX_FILES: u32 = 100_000;

/// A file and its path as dropped.
#[derive(Debug, Clone)]
pub struct NamedFile {
    /// Path with folders, `/` between them.
    pub path: String,
    /// The handle.
    pub file: File,
}

/// Files to plan an import of.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Those at hand.
    pub files: Vec<NamedFile>,
    /// Those that are not, each with its reason.
    pub left_out: Vec<Rejected>,
}

impl Found {
    /// The one file there is, if by its name it is a prediction log and no image.
    pub fn log(&self) -> Option<NamedFile> {
        let [file] = self.files.as_slice() else { return None };
        let name = file.path.to_ascii_lowercase();
        let is_log = [".csv", ".jsonl", ".ndjson"].iter().any(|ending| name.ends_with(ending));
        (is_log && self.left_out.is_empty()).then(|| file.clone())
    }
}

impl From<Vec<NamedFile>> for Found {
    fn from(files: Vec<NamedFile>) -> Self {
        Self { files, left_out: Vec::new() }
    }
}

/// What a drop holds. Must be called in the event itself: the list is emptied afterwards.
pub fn entries_of(transfer: &DataTransfer) -> Dropped {
    let items = transfer.items();
    let mut entries = Vec::new();
    for index in 0..items.length() {
        let Some(item) = items.get(index) else { continue };
        if let Ok(Some(entry)) = item.webkit_get_as_entry() {
            entries.push(entry);
        }
    }
    let loose = if entries.is_empty() { list_of(transfer.files()) } else { Vec::new() };
    Dropped { entries, loose }
}

/// The still unread content of a drop.
#[derive(Debug, Clone)]
pub struct Dropped {
    entries: Vec<FileSystemEntry>,
    loose: Vec<NamedFile>,
}

impl Dropped {
    /// Nothing that could be a file.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.loose.is_empty()
    }

    /// Walks all folders, in no order: the plan puts names in theirs, in the worker.
    pub async fn walk(self) -> Found {
        let mut found = Found::from(self.loose);
        let mut waiting = self.entries;
        while let Some(entry) = waiting.pop() {
            let path = entry.full_path().trim_start_matches('/').to_owned();
            if found.files.len() >= MAX_FILES as usize {
                let reason = RejectReason::TooManyFiles { limit: MAX_FILES };
                found.left_out.push(Rejected { path, reason });
                break;
            }
            let is_read = if entry.is_directory() {
                let (children, is_whole) = children_of(entry.unchecked_into()).await;
                waiting.extend(children);
                is_whole
            } else if let Some(file) = file_of(entry.unchecked_ref()).await {
                found.files.push(NamedFile { path: path.clone(), file });
                true
            } else {
                false
            };
            if !is_read {
                found.left_out.push(Rejected { path, reason: RejectReason::Unreadable });
            }
        }
        found
    }
}

/// Files of an `<input type=file>`, with their folder path where the browser gives one.
pub fn list_of(list: Option<FileList>) -> Vec<NamedFile> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.get(index))
        .map(|file| {
            let relative = js_sys::Reflect::get(&file, &JsValue::from_str("webkitRelativePath"))
                .ok()
                .and_then(|path| path.as_string())
                .filter(|path| !path.is_empty());
            NamedFile { path: relative.unwrap_or_else(|| file.name()), file }
        })
        .collect()
}

/// What lies in a directory, and whether that is all of it.
async fn children_of(directory: FileSystemDirectoryEntry) -> (Vec<FileSystemEntry>, bool) {
    let reader = directory.create_reader();
    let mut children = Vec::new();
    loop {
        let portion =
            settled(|resolve, reject| reader.read_entries_with_callback_and_callback(resolve, reject)).await;
        let Some(portion) = portion else { return (children, false) };
        let portion = Array::from(&portion);
        if portion.length() == 0 {
            return (children, true);
        }
        children.extend(portion.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

async fn file_of(entry: &FileSystemFileEntry) -> Option<File> {
    let file = settled(|resolve, reject| {
        entry.file_with_callback_and_callback(resolve, reject);
        Ok(())
    });
    file.await.map(JsCast::unchecked_into)
}

/// Turns a pair of callbacks into one answer; `None` when it failed.
async fn settled(mut ask: impl FnMut(&Function, &Function) -> Result<(), JsValue>) -> Option<JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        if let Err(error) = ask(&resolve, &reject) {
            // A function that only settles a promise does not throw.
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(promise).await.ok()
}
