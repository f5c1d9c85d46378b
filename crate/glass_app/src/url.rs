//! The address bar: the fragment that carries a shared setting.

/// The fragment of the present address, without its `#`; read from the whole address, since some browsers
/// unescape `location.hash`.
pub fn fragment() -> Option<String> {
    let address = web_sys::window()?.location().href().ok()?;
    let (_, fragment) = address.split_once('#')?;
    (!fragment.is_empty()).then(|| fragment.to_owned())
}

/// The address without its fragment.
pub fn page_address() -> String {
    web_sys::window()
        .and_then(|window| window.location().href().ok())
        .map(|address| address.split('#').next().unwrap_or_default().to_owned())
        .unwrap_or_default()
}

/// Takes the fragment out of the address bar: a link is opened once, a reload goes on with the work.
pub fn strip_fragment() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // A browser that limits how often this may be called keeps the fragment; harmless.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&page_address()));
    }
}

/// Does an address lead to this page's own site?
pub fn is_same_origin(address: &str) -> bool {
    let own = web_sys::window().and_then(|window| window.location().origin().ok());
    let target = web_sys::Url::new_with_base(address, &page_address()).map(|url| url.origin());
    matches!((own, target), (Some(own), Ok(target)) if own == target)
}

/// The whole of an address a browser may go to: a link may name anything, also a script.
pub fn web_address(address: &str) -> Option<String> {
    let url = web_sys::Url::new_with_base(address, &page_address()).ok()?;
    matches!(url.protocol().as_str(), "https:" | "http:").then(|| url.href())
}
