//! Names in lower case, in any script.

/// By the browser, which has Unicode's tables already: the page would carry 20 kB of them for two words.
#[cfg(target_arch = "wasm32")]
pub fn lowercase(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// By the standard library, which reads the same tables.
#[cfg(not(target_arch = "wasm32"))]
pub fn lowercase(text: &str) -> String {
    text.to_lowercase()
}
