//! The browsers on this machine, for the tests. No test tool may bring its own.

use crate::run::{Outcome, on_path, read, run, say};
use std::path::PathBuf;
use std::process::Command;

/// The flags every headless Chromium here runs with: nothing but the page may use the network.
pub const CHROME_FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Chrome or Chromium.
pub fn chrome() -> Outcome<PathBuf> {
    wanted(
        "WATCHGLASS_CHROME",
        &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"],
        &[
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "Google/Chrome/Application/chrome.exe",
            "Chromium/Application/chrome.exe",
        ],
        "Chrome or Chromium is needed for the browser tests and was not found. Install it (Debian: apt install \
         chromium), or name its program in WATCHGLASS_CHROME.",
    )
}

/// The driver of the same Chrome, for wasm-bindgen-test.
pub fn chromedriver() -> Outcome<PathBuf> {
    wanted(
        "CHROMEDRIVER",
        &["chromedriver"],
        &[],
        "chromedriver is needed for the tests in WebAssembly and was not found. Install the one of your Chrome's \
         version (Debian: apt install chromium-driver; macOS: brew install chromedriver), or name its program in \
         CHROMEDRIVER.",
    )
}

/// Firefox: the second engine.
pub fn firefox() -> Outcome<PathBuf> {
    wanted(
        "WATCHGLASS_FIREFOX",
        &["firefox-esr", "firefox"],
        &["/Applications/Firefox.app/Contents/MacOS/firefox", "Mozilla Firefox/firefox.exe"],
        "Firefox is needed for the tests in a second engine and was not found. Install it (Debian: apt install \
         firefox-esr), or name its program in WATCHGLASS_FIREFOX.",
    )
}

fn wanted(variable: &str, names: &[&str], places: &[&str], advice: &str) -> Outcome<PathBuf> {
    if let Some(chosen) = std::env::var_os(variable) {
        let chosen = PathBuf::from(chosen);
        return if chosen.is_file() {
            Ok(chosen)
        } else {
            Err(format!("{variable} names {}, which is not there", chosen.display()))
        };
    }
    if let Some(found) = found(names, places) {
        return Ok(found);
    }
    if may_install() {
        install()?;
    }
    found(names, places).ok_or_else(|| advice.to_owned())
}

fn found(names: &[&str], places: &[&str]) -> Option<PathBuf> {
    // Windows keeps programs under one of these; elsewhere the variables do not exist.
    let roots = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];
    let roots: Vec<PathBuf> = roots.iter().filter_map(std::env::var_os).map(PathBuf::from).collect();
    names.iter().find_map(|name| on_path(name)).or_else(|| {
        let rooted = roots.iter().flat_map(|root| places.iter().map(move |place| root.join(place)));
        places.iter().map(PathBuf::from).chain(rooted).find(|path| path.is_absolute() && path.is_file())
    })
}

/// Only where it is ours to do: Debian and its kin, as root (a build machine or a container).
fn may_install() -> bool {
    cfg!(target_os = "linux")
        && on_path("apt-get").is_some()
        && read(Command::new("id").arg("-u")).is_ok_and(|user| user == "0")
}

fn install() -> Outcome<()> {
    say(
        "installing Chromium, its driver, Firefox and Chinese fonts from Debian's packages (once; 1 to 3 minutes)",
    );
    let apt = |words: &[&str]| {
        run(Command::new("apt-get").args(words).arg("-qq").env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&[
        "install",
        "-y",
        "--no-install-recommends",
        "chromium",
        "chromium-driver",
        "firefox-esr",
        "fonts-noto-cjk",
    ])
}
