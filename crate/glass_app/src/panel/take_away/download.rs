//! Hands a text to the browser as a file to save.

use js_sys::{Array, Uint8Array};
use leptos::prelude::set_timeout;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JSON.
    Json,
    /// CSV.
    Csv,
    /// OpenMetrics.
    Metrics,
}

impl Kind {
    fn mime(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv;charset=utf-8",
            Self::Metrics => "application/openmetrics-text;version=1.0.0;charset=utf-8",
        }
    }
}

/// Saves `text` under `name`, in the folder the browser saves to.
pub fn save(name: &str, kind: Kind, text: &str) {
    // A browser that cannot do this has no downloads at all; there is nobody to tell but its own settings.
    let _ = try_save(name, kind, text);
}

/// Saves bytes under `name`.
pub fn save_bytes(name: &str, bytes: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(bytes));
    // See `save`.
    let _ = Blob::new_with_u8_array_sequence(&parts).ok().and_then(|blob| offer(name, &blob));
}

fn try_save(name: &str, kind: Kind, text: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind.mime());
    let parts = Array::of1(&JsValue::from_str(text));
    offer(name, &Blob::new_with_str_sequence_and_options(&parts, &options).ok()?)
}

fn offer(name: &str, blob: &Blob) -> Option<()> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let anchor: HtmlAnchorElement =
        web_sys::window()?.document()?.create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // The download reads the address a little later.
    set_timeout(
        move || {
            // An address that is gone already needs no giving back.
            let _ = Url::revoke_object_url(&address);
        },
        Duration::from_secs(30),
    );
    Some(())
}
