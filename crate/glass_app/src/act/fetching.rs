//! Files from this page's own site, read piece by piece, so that one without an end is given up in time.

use glass_core::fault::{Fault, RejectReason};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Bytes of a file that are read, at most: what a page can hold beside its own work.
pub(super) const MAX_BYTES: u64 = 500_000_000;

/// The pieces of a file at an address, in order.
pub(super) async fn pieces(address: &str) -> Result<Vec<Uint8Array>, Fault> {
    let gone = |_| Fault::NotFetched(address.to_owned());
    let reader = open(address).await.map_err(gone)?;
    let mut pieces = Vec::new();
    let mut bytes = 0;
    while let Some(piece) = next(&reader).await.map_err(gone)? {
        bytes += u64::from(piece.length());
        if bytes > MAX_BYTES {
            // It ends on its own if it cannot be told to.
            let _ = call(&reader, "cancel");
            let reason = RejectReason::TooManyBytes { bytes, limit: MAX_BYTES };
            return Err(Fault::Archive { name: address.to_owned(), reason });
        }
        pieces.push(piece);
    }
    Ok(pieces)
}

/// The bytes of a file at an address.
pub(super) async fn bytes(address: &str) -> Result<Vec<u8>, Fault> {
    Ok(pieces(address).await?.iter().flat_map(Uint8Array::to_vec).collect())
}

/// The reader of a file's body.
async fn open(address: &str) -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response = JsFuture::from(window.fetch_with_str(address)).await?;
    let response: web_sys::Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    call(&get(&response, "body")?, "getReader")
}

async fn next(reader: &JsValue) -> Result<Option<Uint8Array>, JsValue> {
    let piece = JsFuture::from(call(reader, "read")?.dyn_into::<Promise>()?).await?;
    if get(&piece, "done")?.is_truthy() {
        return Ok(None);
    }
    get(&piece, "value")?.dyn_into().map(Some)
}

fn get(object: &JsValue, key: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &JsValue::from_str(key))
}

fn call(object: &JsValue, method: &str) -> Result<JsValue, JsValue> {
    get(object, method)?.dyn_into::<Function>()?.call0(object)
}
