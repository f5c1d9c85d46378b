//! The tools a build needs, at pinned versions, installed when missing and never into the person's own places.

use crate::house::House;
use crate::run::{Outcome, because, on_path, read, run, say};
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

/// A program from crates.io, installed under `<CARGO_HOME>/watchglass/<name>-<version>`.
struct Tool {
    name: &'static str,
    package: &'static str,
    version: &'static str,
    features: &'static [&'static str],
    locked: bool,
    programs: &'static [&'static str],
    /// The tools wait for files most of the time: compiling them with little optimisation halves their installation.
    opt_level: &'static str,
    minutes: &'static str,
}

/// Must equal the workspace's `wasm-bindgen`. Without --locked: its own lock file names yanked crates.
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    features: &[],
    locked: false,
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    opt_level: "1",
    minutes: "2 to 4",
};
/// 0.22 needs a newer Rust.
const TRUNK: Tool = Tool {
    name: "trunk",
    package: "trunk",
    version: "0.21.14",
    features: &[],
    locked: true,
    programs: &["trunk"],
    opt_level: "0",
    minutes: "3 to 6",
};

/// Cuts the page in two. Its minor version must be that of the workspace's `wasm_split_helpers`.
const WASM_SPLIT: Tool = Tool {
    name: "wasm-split",
    package: "wasm_split_cli_support",
    version: "0.2.4",
    features: &["build-binary"],
    locked: true,
    programs: &["wasm-split-cli"],
    opt_level: "1",
    minutes: "1 to 2",
};

/// cargo, as the person runs it.
pub fn cargo(house: &House) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(&house.root).env("CARGO_TARGET_DIR", &house.target);
    cargo
}

/// clippy's compiler: rustc, and remarks.
pub fn clippy(house: &House) -> Outcome<PathBuf> {
    let name = format!("clippy-driver{}", std::env::consts::EXE_SUFFIX);
    let driver = sysroot(house)?.join("bin").join(name);
    if driver.is_file() {
        Ok(driver)
    } else {
        Err("clippy is needed and was not found. Add it by `rustup component add clippy`, or from your system's \
             packages (Debian: rust-clippy), then try again."
            .into())
    }
}

fn sysroot(house: &House) -> Outcome<PathBuf> {
    read(Command::new("rustc").current_dir(&house.root).args(["--print", "sysroot"])).map(PathBuf::from)
}

/// The compiler's WebAssembly half.
pub fn wasm_target(house: &House) -> Outcome<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    if sysroot(house)?.join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        return Err(format!(
            "this Rust cannot compile to {TARGET} and there is no rustup to add it. Install Rust by rustup, or the \
             target with your system's packages (Debian: libstd-rust-web-dev-wasm32), and try again."
        ));
    }
    say(format!("adding the compile target {TARGET}"));
    run(Command::new("rustup").current_dir(&house.root).args(["target", "add", TARGET]))
}

/// The directories of `wasm-bindgen` and `wasm-bindgen-test-runner`, of `trunk` and of `wasm-split-cli`, for the front
/// of PATH.
pub fn page_builders(house: &House) -> Outcome<[PathBuf; 3]> {
    let places =
        [installed(house, &WASM_BINDGEN)?, installed(house, &TRUNK)?, installed(house, &WASM_SPLIT)?];
    let build = house.tools.join("build");
    if build.exists() {
        let _ = fs::remove_dir_all(build); // a gigabyte nobody needs again
    }
    Ok(places)
}

fn installed(house: &House, tool: &Tool) -> Outcome<PathBuf> {
    let place = house.tools.join(format!("{}-{}", tool.name, tool.version));
    let bin = place.join("bin");
    let complete = || {
        tool.programs.iter().all(|name| bin.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).is_file())
    };
    if complete() {
        return Ok(bin);
    }
    fs::create_dir_all(&house.tools).map_err(because(format!("{} cannot be made", house.tools.display())))?;
    let lock = File::create(house.tools.join("install.lock")).map_err(because("no lock file"))?;
    let _ = lock.lock(); // two installations at once would only be slower
    if complete() {
        return Ok(bin);
    }
    say(format!("installing {} {} (once; {} minutes)", tool.package, tool.version, tool.minutes));
    let build = house.tools.join("build");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        // Away from this workspace, whose .cargo/config.toml and rust-toolchain.toml are not theirs.
        .current_dir(&house.tools)
        .args(["install", "--quiet", "--force"])
        .arg(format!("{}@{}", tool.package, tool.version))
        .arg("--features")
        .arg(tool.features.join(","))
        .arg("--root")
        .arg(&place)
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.opt_level)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    if tool.locked {
        cargo.arg("--locked");
    }
    run(&mut cargo)?;
    if complete() {
        Ok(bin)
    } else {
        Err(format!("{} was installed but is not in {}", tool.name, bin.display()))
    }
}

/// PATH with `dirs` before everything else.
pub fn path_with(dirs: &[PathBuf]) -> Outcome<OsString> {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(dirs.iter().cloned().chain(std::env::split_paths(&rest)))
        .map_err(because("PATH cannot be extended"))
}

/// `node`, new enough.
pub fn node() -> Outcome<PathBuf> {
    const ADVICE: &str =
        "Install Node.js 20 or newer (with npm) from your system's packages or nodejs.org, then try again.";
    let node = on_path("node").ok_or(format!("Node.js is needed and was not found. {ADVICE}"))?;
    let version = read(Command::new(&node).arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    match major {
        Some(major) if major >= 20 => Ok(node),
        _ => Err(format!("Node.js {version} is too old. {ADVICE}")),
    }
}

/// `tests/browser/node_modules`, exactly as locked. Returns its path.
pub fn node_modules(house: &House) -> Outcome<PathBuf> {
    node()?;
    let place = house.browser_tests();
    let modules = place.join("node_modules");
    let wanted =
        fs::read(place.join("package-lock.json")).map_err(because("tests/browser has no lock file"))?;
    let stamp = modules.join(".watchglass-lock");
    if fs::read(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(modules);
    }
    let npm = on_path("npm").ok_or("npm is needed and was not found: it comes with Node.js 20 or newer")?;
    say("installing the npm packages of tests/browser (once; under a minute)");
    // The tests use the machine's own browsers: nothing may download one.
    run(Command::new(npm)
        .current_dir(&place)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .env("PUPPETEER_SKIP_DOWNLOAD", "1"))?;
    fs::write(&stamp, wanted).map_err(because("node_modules cannot be marked as complete"))?;
    Ok(modules)
}
