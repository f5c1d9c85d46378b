//! How much room the browser gives this site, and whether it promises to keep what is there.

use crate::standing::Room;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// The room there is; `None` when the browser does not say.
pub async fn measure() -> Option<Room> {
    let manager = manager()?;
    let estimate = JsFuture::from(manager.estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    let is_lasting = match manager.persisted() {
        Ok(answer) => JsFuture::from(answer).await.ok().and_then(|answer| answer.as_bool()).unwrap_or(false),
        Err(_) => false,
    };
    let bytes = |count: Option<f64>| count.filter(|count| count.is_finite()).map(|count| count as u64);
    Some(Room {
        used_bytes: bytes(estimate.get_usage())?,
        quota_bytes: bytes(estimate.get_quota())?,
        is_lasting,
    })
}

/// Asks the browser not to clear what is kept. Some ask the person, some decide by themselves.
pub async fn ask_to_last() {
    if let Some(Ok(asked)) = manager().map(|manager| manager.persist()) {
        // A refusal changes nothing: what is kept is kept as long as the browser likes.
        let _ = JsFuture::from(asked).await;
    }
}

/// Pages that are not served securely have none.
fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let manager = navigator.storage();
    manager.is_object().then_some(manager)
}
