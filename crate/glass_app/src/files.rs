//! Files as people hand them over: dropped folders, chosen folders, chosen files, pasted pictures.
//!
//! Only handles are collected here; bytes are read in the worker. A dropped folder comes as an entry whose
//! children arrive in portions (about a hundred each), so every directory is read until it says "no more".

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry,
};

/// Most files that are walked; a dropped hard disk should not freeze the page.
const MAX_FILES: usize = 100_000;

/// A file and its path as dropped.
#[derive(Debug, Clone)]
pub struct NamedFile {
    /// Path with folders, `/` between them.
    pub path: String,
    /// The handle.
    pub file: File,
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
#[derive(Debug)]
pub struct Dropped {
    entries: Vec<FileSystemEntry>,
    loose: Vec<NamedFile>,
}

impl Dropped {
    /// Nothing that could be a file.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.loose.is_empty()
    }

    /// Walks all folders.
    pub async fn files(self) -> Vec<NamedFile> {
        let mut found = self.loose;
        let mut waiting = self.entries;
        while let Some(entry) = waiting.pop() {
            if found.len() >= MAX_FILES {
                break;
            }
            if entry.is_directory() {
                waiting.extend(children_of(entry.unchecked_into()).await);
            } else if let Some(file) = file_of(entry.unchecked_ref()).await {
                found.push(NamedFile { path: entry.full_path().trim_start_matches('/').to_owned(), file });
            }
        }
        // The walk goes depth first from the back; people expect the order of names.
        found.sort_by(|a, b| a.path.cmp(&b.path));
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

async fn children_of(directory: FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = directory.create_reader();
    let mut children = Vec::new();
    loop {
        let portion = read_portion(&reader).await;
        if portion.is_empty() {
            return children;
        }
        children.extend(portion);
    }
}

async fn read_portion(reader: &FileSystemDirectoryReader) -> Vec<FileSystemEntry> {
    let portion = settled(|resolve, reject| {
        // A directory that cannot be read counts as empty.
        let _ = reader.read_entries_with_callback_and_callback(resolve, reject);
    })
    .await;
    portion.map_or_else(Vec::new, |list| Array::from(&list).iter().map(JsCast::unchecked_into).collect())
}

async fn file_of(entry: &FileSystemFileEntry) -> Option<File> {
    settled(|resolve, reject| entry.file_with_callback_and_callback(resolve, reject))
        .await
        .map(JsCast::unchecked_into)
}

/// Turns a pair of callbacks into one answer; `None` when it failed.
async fn settled(mut ask: impl FnMut(&Function, &Function)) -> Option<JsValue> {
    JsFuture::from(Promise::new(&mut |resolve, reject| ask(&resolve, &reject))).await.ok()
}
