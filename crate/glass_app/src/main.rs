//! The page.
//!
//! One direction only: a control runs an [`intent`], which changes the [`session`] or sends a command to a
//! worker; a worker's event goes through the session's one writer; panels and charts follow the session.

// Outside a browser only the parts without a page are built, for their tests.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, unused_imports, missing_docs))]

mod export;
mod format;
mod loss;
mod past;
mod record;
mod roster;
mod shares;
mod standing;
mod text;
mod vigil;

#[cfg(target_arch = "wasm32")]
mod act;
#[cfg(target_arch = "wasm32")]
mod canvas;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod focus;
#[cfg(target_arch = "wasm32")]
mod intent;
#[cfg(target_arch = "wasm32")]
mod link;
mod lowercase;
#[cfg(target_arch = "wasm32")]
mod machine;
#[cfg(target_arch = "wasm32")]
mod panel;
#[cfg(target_arch = "wasm32")]
mod panic;
#[cfg(target_arch = "wasm32")]
mod session;
#[cfg(target_arch = "wasm32")]
mod storage;
#[cfg(target_arch = "wasm32")]
mod url;
#[cfg(target_arch = "wasm32")]
mod wakeful;
#[cfg(target_arch = "wasm32")]
mod webcam;
#[cfg(target_arch = "wasm32")]
mod widget;

#[cfg(target_arch = "wasm32")]
fn main() {
    panic::show_on_page();
    leptos::mount::mount_to_body(panel::page::Page);
    // The page speaks for itself now, and should not move when the first words go (www/boot.js removes them).
    if let Some(words) = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("boot"))
    {
        // An attribute of that name is always allowed.
        let _ = words.set_attribute("hidden", "");
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
