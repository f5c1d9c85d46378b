//! The static site: trunk builds the page, its hooks (`workers`, `finish`) add what it cannot, and everything stays relative.

use crate::house::House;
use crate::run::{Outcome, because, run, say};
use crate::{server, sizes, tools};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// How much a build may take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Compiled for speed, as training needs, but without wasm-opt.
    Quick,
    /// With wasm-opt, as the world gets it.
    Optimised,
}

/// A wasm-bindgen program beside the page, started by `www/worker.js`.
struct Program {
    /// The names of its files: `<name>.js` and `<name>_bg.wasm`.
    name: &'static str,
    /// Which binary of `glass_worker` it is.
    bin: &'static str,
    features: &'static str,
}

const LEARNER: Program = Program { name: "learner", bin: "learner", features: "" };
const IMPORTER: Program = Program { name: "importer", bin: "importer", features: "" };
/// Compiles for minutes and weighs megabytes; only a page that asks for the second backend fetches it.
const LEARNER_NDARRAY: Program = Program { name: "learner_ndarray", bin: "learner", features: "ndarray" };

/// Tells the hook that `learner_ndarray` will follow by itself.
const NDARRAY_LATER: &str = "WATCHGLASS_NDARRAY_LATER";

/// What the compiler may use in our WebAssembly, told to wasm-opt. Relaxed SIMD is not among it: it would break
/// the promise of equal bits in every browser.
const WASM_FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// `cargo xtask dist`.
pub fn dist(house: &House) -> Outcome<()> {
    dist_quietly(house)?;
    sizes::report(&house.dist())
}

/// The same, without the table on standard output.
pub fn dist_quietly(house: &House) -> Outcome<()> {
    trunk(house, &house.dist(), Build::Optimised, &[])?;
    inspect(&house.dist())
}

/// `cargo xtask serve`.
pub fn serve(house: House, port: u16, build: Build) -> Outcome<()> {
    let listening = server::listen(port)?; // a port that is taken should not cost a build
    // Apart from dist/, so that a site ready for the world is never replaced by a quick build.
    let site = house.target.join("site");
    trunk(&house, &site, build, &[(NDARRAY_LATER, "1")])?;
    println!("{}", listening.address);
    say("serving; Ctrl-C ends it. The second backend (ndarray) is being built and will join when ready");
    let place = site.clone();
    std::thread::spawn(move || match program(&house, &LEARNER_NDARRAY, &place, build) {
        Ok(()) => say("the ndarray backend is ready"),
        Err(reason) => say(format!("the page goes on without the ndarray backend: {reason}")),
        // `house`, and with it the shared build output, is let go here.
    });
    listening.serve(&site);
    Ok(())
}

fn trunk(house: &House, into: &Path, build: Build, more: &[(&str, &str)]) -> Outcome<()> {
    tools::wasm_target(house)?;
    if build == Build::Optimised {
        tools::node_modules(house)?;
    }
    let builders = tools::page_builders(house)?;
    say(format!("building the page into {} (minutes, the first time)", into.display()));
    let mut trunk = Command::new(builders[1].join("trunk"));
    trunk.current_dir(&house.root).arg("build").arg("--dist").arg(into);
    if build == Build::Optimised {
        trunk.arg("--release");
    }
    trunk
        .env("PATH", tools::path_with(&builders)?)
        .env("CARGO_TARGET_DIR", &house.target)
        .env_remove("NO_COLOR") // trunk reads it as an option and stumbles over "1"
        .stdout(std::io::stderr()) // its log; ours says an address, a table or JSON lines
        .envs(more.iter().copied());
    run(&mut trunk)
}

/// `cargo xtask workers`: trunk's hook beside its own work. The page and the workers are compiled under different profiles,
/// so that cargo lets both go on at once: the last and longest step of each, linking as one, keeps one core busy.
pub fn workers(house: &House) -> Outcome<()> {
    let (staging, build) = called_by_trunk("workers")?;
    // A quick build never waits for the second backend.
    let later = std::env::var_os(NDARRAY_LATER).is_some() || build == Build::Quick;
    program(house, &LEARNER, &staging, build)?;
    program(house, &IMPORTER, &staging, build)?;
    if later { Ok(()) } else { program(house, &LEARNER_NDARRAY, &staging, build) }
}

/// `cargo xtask finish`: trunk's hook when the page and the workers lie in its staging folder.
pub fn finish(house: &House) -> Outcome<()> {
    let (staging, build) = called_by_trunk("finish")?;
    split_page(house, &staging)?;
    if build == Build::Optimised {
        optimise_page(house, &staging)?;
        minify(house, &staging)?;
    }
    stamp(&staging)
}

/// Where trunk puts the site together, and how much its build may take.
fn called_by_trunk(hook: &str) -> Outcome<(PathBuf, Build)> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or(format!("`{hook}` is for trunk to call: use `cargo xtask serve` or `cargo xtask dist`"))?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    Ok((staging, if release { Build::Optimised } else { Build::Quick }))
}

/// Builds one worker program into `into`.
fn program(house: &House, program: &Program, into: &Path, build: Build) -> Outcome<()> {
    let Program { name, bin, features } = program;
    let bindgen = tools::page_builders(house)?[0].join("wasm-bindgen");
    // Both learners come out of cargo under one file name: nobody else may build between compiling and reading.
    let turn = File::create(house.target.join("worker.lock")).map_err(because("no lock file"))?;
    let _ = turn.lock();
    let started = Instant::now();
    let mut cargo = tools::cargo(house);
    cargo.args(["build", "--quiet", "--target", "wasm32-unknown-unknown", "--profile", "release"]);
    cargo.args(["--package", "glass_worker", "--bin", bin, "--features", features]);
    say(format!("building the worker {name}"));
    run(&mut cargo)?;
    let compiled = house.target.join("wasm32-unknown-unknown/release").join(format!("{bin}.wasm"));
    // Into a folder of its own first: a page being served must never see half a file.
    let made = house.target.join("worker").join(name);
    fs::create_dir_all(&made).map_err(because("no folder for the worker"))?;
    run(Command::new(bindgen)
        .arg(compiled)
        .args(["--target", "no-modules", "--no-typescript", "--out-name", name, "--out-dir"])
        .arg(&made))?;
    let wasm = format!("{name}_bg.wasm");
    if build == Build::Optimised {
        wasm_opt(house, "-O3", &made.join(&wasm))?;
    }
    for file in [wasm, format!("{name}.js")] {
        let waiting = into.join(format!(".{file}"));
        fs::copy(made.join(&file), &waiting)
            .and_then(|_| fs::rename(&waiting, into.join(&file)))
            .map_err(because(format!("{file} cannot be put in place")))?;
    }
    say(format!("the worker {name} took {:.0} s", started.elapsed().as_secs_f64()));
    Ok(())
}

/// Cuts the page's program in two: what the first moments need, and the stations that follow training
/// (crate/glass_app/src/panel/later.rs). `wasm-split` wants what cargo made, so trunk's wasm-bindgen is run again here.
fn split_page(house: &House, staging: &Path) -> Outcome<()> {
    let [bindgen, _, split] = tools::page_builders(house)?;
    let script = files(staging)?
        .into_iter()
        .filter_map(|file| Some(file.file_name()?.to_str()?.strip_suffix(".js")?.to_owned()))
        .find(|name| name.starts_with("glass_app-"))
        .ok_or("trunk left no program of the page")?;
    let compiled = house.target.join("wasm32-unknown-unknown/page/glass_app.wasm");
    let made = house.target.join("split");
    let _ = fs::remove_dir_all(&made); // of an earlier build
    fs::create_dir_all(&made).map_err(because("no folder for the two halves"))?;
    run(Command::new(split.join("wasm-split-cli")).arg(compiled).arg(&made).args([
        "--target",
        "web",
        "--out-name",
        &script,
    ]))?;
    run(Command::new(bindgen.join("wasm-bindgen"))
        .arg(made.join(format!("{script}.wasm")))
        .args([
            "--target",
            "web",
            "--no-typescript",
            "--keep-lld-exports",
            "--out-name",
            &script,
            "--out-dir",
        ])
        .arg(staging))?;
    // Under names that go with the page's, so that a cache cannot mix two builds.
    let (link, stations) = (format!("{script}_split.js"), format!("{script}_stations.wasm"));
    // (The program itself goes on calling its import by the first name.)
    let import = |name: &str| format!("from \"./{name}\"");
    replace_in(&staging.join(format!("{script}.js")), &import("__wasm_split.js"), &import(&link))?;
    let loader = made.join("__wasm_split.js");
    replace_in(&loader, "split_stations.wasm", &stations)?;
    // Not every static host knows the type that streaming asks for.
    let untyped = "WebAssembly.instantiate(await (await src).arrayBuffer(), imports)";
    replace_in(&loader, "WebAssembly.instantiateStreaming(src, imports)", untyped)?;
    for (from, to) in [("__wasm_split.js", link), ("split_stations.wasm", stations)] {
        fs::copy(made.join(from), staging.join(to))
            .map_err(because(format!("{from} cannot be put in place")))?;
    }
    Ok(())
}

/// Puts other words into a script, which must contain the old ones.
fn replace_in(script: &Path, from: &str, to: &str) -> Outcome<()> {
    let name = script.display();
    let text = fs::read_to_string(script).map_err(because(format!("{name} cannot be read")))?;
    if !text.contains(from) {
        return Err(format!("{name} should contain {from}"));
    }
    fs::write(script, text.replace(from, to)).map_err(because(format!("{name} cannot be written")))
}

fn optimise_page(house: &House, staging: &Path) -> Outcome<()> {
    for file in files(staging)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("glass_app") && name.ends_with(".wasm") {
            wasm_opt(house, "-Oz", &file)?;
        }
    }
    Ok(())
}

/// Takes comments, spaces and long names out of scripts and styles, in place. wasm-bindgen's glue is most of them.
fn minify(house: &House, staging: &Path) -> Outcome<()> {
    tools::node_modules(house)?;
    let mut node = Command::new(tools::node()?);
    node.arg(house.browser_tests().join("minify.mjs")).arg(staging);
    for file in files(staging)? {
        if file.extension().is_some_and(|extension| extension == "js" || extension == "css") {
            node.arg(file);
        }
    }
    run(&mut node)
}

/// Optimises a file in place. It takes minutes on megabytes, so results are kept under the hash of what went in.
fn wasm_opt(house: &House, level: &str, file: &Path) -> Outcome<()> {
    let input = fs::read(file).map_err(because(format!("{} cannot be read", file.display())))?;
    let modules = tools::node_modules(house)?;
    let tool = modules.join("binaryen/bin/wasm-opt");
    let mut hash = Sha256::new();
    hash.update(&input);
    hash.update(level);
    hash.update(WASM_FEATURES.concat());
    hash.update(fs::read(modules.join("binaryen/package.json")).unwrap_or_default());
    let kept = house.target.join("wasm-opt").join(format!("{}.wasm", hex(&hash.finalize())));
    if !kept.is_file() {
        say(format!("wasm-opt {level} {}", file.file_name().unwrap_or_default().to_string_lossy()));
        let folder = house.target.join("wasm-opt");
        fs::create_dir_all(&folder).map_err(because("no folder for wasm-opt"))?;
        let half = kept.with_extension("half");
        run(Command::new(tools::node()?)
            .arg(tool)
            .arg(level)
            .args(WASM_FEATURES)
            .arg(file)
            .arg("-o")
            .arg(&half))?;
        fs::rename(&half, &kept).map_err(because("the optimised file cannot be kept"))?;
    }
    fs::copy(&kept, file).map_err(because(format!("{} cannot be replaced", file.display())))?;
    Ok(())
}

/// Writes the hash of everything that has a fixed name into the page, which asks for it with `?v=<hash>`: an old
/// copy in a cache can then never meet a new page. (Trunk already names the page's own files by their content.)
fn stamp(staging: &Path) -> Outcome<()> {
    let mut hash = Sha256::new();
    for file in files(staging)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let fixed = ["worker.js", "start.js"].contains(&name.as_str())
            || ["learner", "importer"].iter().any(|start| name.starts_with(start));
        if fixed {
            hash.update(&name);
            hash.update(fs::read(&file).map_err(because(format!("{name} cannot be read")))?);
        }
    }
    let mut hash = hex(&hash.finalize());
    hash.truncate(16);
    let index = staging.join("index.html");
    let html = fs::read_to_string(&index).map_err(because("trunk left no index.html"))?;
    fs::write(&index, stamped(&html, &hash)?).map_err(because("index.html cannot be written"))
}

fn stamped(html: &str, hash: &str) -> Outcome<String> {
    let mut html = html.to_owned();
    for (from, to) in [
        (r#"name="watchglass-build" content="dev""#, format!(r#"name="watchglass-build" content="{hash}""#)),
        (r#"src="start.js""#, format!(r#"src="start.js?v={hash}""#)),
    ] {
        if html.matches(from).count() != 1 {
            return Err(format!("index.html should contain {from} exactly once"));
        }
        html = html.replace(from, &to);
    }
    Ok(html)
}

/// What must hold for a site that runs anywhere and tells nobody.
fn inspect(dist: &Path) -> Outcome<()> {
    let mut wrong = Vec::new();
    for name in ["learner", "importer", "learner_ndarray"] {
        for file in [format!("{name}.js"), format!("{name}_bg.wasm")] {
            if !dist.join(&file).is_file() {
                wrong.push(format!("{file} is missing"));
            }
        }
    }
    for file in files(dist)? {
        let name = file.strip_prefix(dist).unwrap_or(&file).display().to_string();
        let Ok(text) = fs::read_to_string(&file) else { continue };
        if name.ends_with(".html") {
            wrong.extend(faults_in_html(&text).into_iter().map(|fault| format!("{name}: {fault}")));
        }
        if [".html", ".js", ".css", ".webmanifest"].iter().any(|ending| name.ends_with(ending)) {
            wrong.extend(faults_in_text(&text).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("the site is not fit to ship:\n  {}", wrong.join("\n  ")))
    }
}

/// Inline scripts and styles (the policy would block them) and addresses that are not relative.
fn faults_in_html(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !html.contains("http-equiv=\"Content-Security-Policy\"") {
        faults.push("there is no Content-Security-Policy".to_owned());
    }
    for tag in html.split('<').skip(1) {
        let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
        let inline = (inside.starts_with("script") && (!inside.contains("src=") || !after.trim().is_empty()))
            || inside.starts_with("style");
        if inline {
            faults.push(format!("inline code the policy would block: <{inside}>"));
        }
        for attribute in [" src=\"", " href=\"", " data-script=\"", " data-wasm=\""] {
            let address = inside.split(attribute).nth(1).and_then(|rest| rest.split('"').next());
            if address.is_some_and(|address| address.starts_with('/') || address.contains(':')) {
                faults.push(format!("an address that is not relative: <{inside}>"));
            }
        }
    }
    faults
}

/// Foreign hosts and the ways of talking to one that a Content-Security-Policy in the page does not reach.
fn faults_in_text(text: &str) -> Vec<String> {
    // Never fetched: the names of XML vocabularies, and the page a warning of wasm-bindgen's glue points to.
    const NAMES: [&str; 2] = ["www.w3.org", "developer.mozilla.org"];
    let hosts = ["http://", "https://"].iter().flat_map(|scheme| text.split(scheme).skip(1)).map(|rest| {
        rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).next().unwrap_or_default()
    });
    let mut faults: Vec<String> = hosts
        .filter(|host| host.contains('.') && !NAMES.contains(host))
        .map(|host| format!("names the host {host}"))
        .collect();
    for way in ["RTCPeerConnection", "sendBeacon", "new WebSocket", "EventSource("] {
        if text.contains(way) {
            faults.push(format!("can talk to others by {way}"));
        }
    }
    faults
}

/// All files below `folder`, in a fixed order.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(because(format!("{} cannot be read", folder.display())))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
        <meta name="watchglass-build" content="dev">
        <link rel="icon" href="icons/a.svg"><script src="./boot.js"></script>
        <script type="module" src="start.js" data-script="./a.js" data-wasm="./a_bg.wasm"></script>"#;

    #[test]
    fn a_page_that_would_not_run_everywhere_is_refused() {
        assert_eq!(faults_in_html(SOUND), Vec::<String>::new());
        for bad in [
            "<script>alert(1)</script>",
            "<script src=\"a.js\">alert(1)</script>",
            "<style>p{}</style>",
            "<link href=\"/style.css\">",
            "<img src=\"https://elsewhere/a.png\">",
            "<script type=\"module\" src=\"start.js\" data-wasm=\"/a.wasm\"></script>",
        ] {
            assert_eq!(faults_in_html(&format!("{SOUND}{bad}")).len(), 1, "{bad}");
        }
        assert_eq!(faults_in_html("<p>no policy</p>").len(), 1);
    }

    #[test]
    fn a_site_that_could_talk_is_refused() {
        assert!(faults_in_text("xmlns=\"http://www.w3.org/2000/svg\"; // see `cargo xtask`").is_empty());
        for bad in ["fetch('https://example.org/x')", "new WebSocket(u)", "navigator.sendBeacon(u)"] {
            assert_eq!(faults_in_text(bad).len(), 1, "{bad}");
        }
    }

    #[test]
    fn the_build_is_written_into_the_page_once() {
        let html = stamped(SOUND, "0123").unwrap();
        assert!(html.contains(r#"name="watchglass-build" content="0123""#));
        assert!(html.contains(r#"src="start.js?v=0123""#));
        assert!(stamped(&html, "0123").is_err(), "a page without the places to write into");
    }
}
