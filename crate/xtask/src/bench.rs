//! `cargo xtask bench`: the same measurements natively and in headless Chromium, as JSON lines; with `--peers`,
//! beside other libraries (`peers.rs`); with `--soak`, a stream at its highest rate for minutes; with `--photos`,
//! photographs of twelve megapixels.

use crate::house::House;
use crate::run::{Outcome, converse, read, run, say};
use crate::{peers, site, suite, tools};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Runs both halves, or the one that is named, or both between two rounds of the peers.
pub fn bench(house: &House, words: &[String]) -> Outcome<()> {
    let (native, browser) = match words {
        [] => (true, true),
        [word] if word == "--native" => (true, false),
        [word] if word == "--browser" => (false, true),
        [word, dir] if word == "--peers" => return peers::compare(house, Path::new(dir)),
        [word, rest @ ..] if word == "--soak" => return soak(house, rest),
        [word, rest @ ..] if word == "--photos" => return photos(house, rest),
        _ => {
            return Err("bench takes --native, --browser, --peers DIR, --soak [MINUTES] or --photos [COUNT], or nothing \
                        for both halves"
                .into());
        }
    };
    if native {
        in_native(house)?;
    }
    if browser {
        in_browser(house)?;
    }
    Ok(())
}

fn in_native(house: &House) -> Outcome<()> {
    let metadata = suite::metadata(house)?;
    let (kind, name) =
        native_target(&metadata).ok_or("glass_learn has no bench example or learn_bench binary")?;
    say(format!("native: {name} of glass_learn (compiles for minutes the first time)"));
    run(tools::cargo(house)
        .args(["run", "--quiet", "--release", "--package", "glass_learn"])
        // Both backends: the second one is the yardstick of the first.
        .args(["--features", "ndarray", kind, &name]))
}

/// The program in glass_learn that measures: an example or a binary with "bench" in its name.
fn native_target(metadata: &Value) -> Option<(&'static str, String)> {
    let packages = metadata["packages"].as_array()?;
    let package = packages.iter().find(|package| package["name"] == "glass_learn")?;
    package["targets"].as_array()?.iter().find_map(|target| {
        let name = target["name"].as_str().filter(|name| name.contains("bench"))?;
        let kinds = target["kind"].as_array()?;
        let kind = [("example", "--example"), ("bin", "--bin")]
            .into_iter()
            .find(|(kind, _)| kinds.iter().any(|k| k == kind))?;
        Some((kind.1, name.to_owned()))
    })
}

fn in_browser(house: &House) -> Outcome<()> {
    if !house.dist().join("learner_bg.wasm").is_file() {
        site::dist_quietly(house)?;
    }
    let commands = commands(house, &[])?;
    say("browser: the learners of dist/ in headless Chromium (a few minutes)");
    let succeeded =
        converse(suite::playwright(house)?.arg("bench.mjs"), &commands, |line| println!("{line}"))?;
    if succeeded { Ok(()) } else { Err("the benchmark in the browser failed".into()) }
}

/// A stream for so many minutes, ten unless told: memory is to stay flat.
fn soak(house: &House, words: &[String]) -> Outcome<()> {
    let minutes = match words {
        [] => "10",
        [minutes] if minutes.parse::<f64>().is_ok_and(|it| it > 0.0) => minutes,
        _ => return Err("--soak takes a number of minutes".into()),
    };
    if !house.dist().join("learner_bg.wasm").is_file() {
        site::dist_quietly(house)?;
    }
    say(format!("soak: dist/ in headless Chromium, 200 images a second for {minutes} minutes"));
    run(suite::playwright(house)?.args(["soak.mjs", minutes]))
}

/// So many photographs, 200 unless told, by one importer and by several.
fn photos(house: &House, words: &[String]) -> Outcome<()> {
    let count = match words {
        [] => "200",
        [count] if count.parse::<u32>().is_ok_and(|it| it > 0) => count,
        _ => return Err("--photos takes a number of photographs".into()),
    };
    if !house.dist().join("learner_bg.wasm").is_file() {
        site::dist_quietly(house)?;
    }
    say(format!("photos: dist/ in headless Chromium, {count} photographs of 12 megapixels, twice"));
    run(suite::playwright(house)?.args(["photos.mjs", count]))
}

/// What bench.mjs is to do, one JSON object a line; `digits` are the files of real digits, if there are any.
pub fn commands(house: &House, digits: &[PathBuf]) -> Outcome<String> {
    read(
        tools::cargo(house)
            .args(["run", "--quiet", "--package", "glass_suite", "--example", "bench_commands", "--"])
            .args(digits),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_native_benchmark_is_found_by_its_name() {
        let with = |targets: Value| json!({ "packages": [{ "name": "glass_learn", "targets": targets }] });
        let found = |targets| native_target(&with(targets));
        assert_eq!(found(json!([{ "name": "glass_learn", "kind": ["lib"] }])), None);
        assert_eq!(
            found(json!([{ "name": "bench", "kind": ["example"] }])),
            Some(("--example", "bench".to_owned()))
        );
        assert_eq!(
            found(json!([{ "name": "learn_bench", "kind": ["bin"] }])),
            Some(("--bin", "learn_bench".to_owned()))
        );
    }
}
