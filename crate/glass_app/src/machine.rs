//! What the machine under the browser has to offer.

/// Processors at least to reckon with, where a browser does not tell.
const USUAL: f64 = 2.0;

/// How many tasks can run at once: one or more. A browser may say fewer than there are.
pub fn processors() -> usize {
    let told = web_sys::window().map_or(USUAL, |window| window.navigator().hardware_concurrency());
    if told >= 1.0 { told as usize } else { USUAL as usize }
}
