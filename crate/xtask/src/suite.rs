//! `cargo xtask test`: everything that proves the product, one step after another, and one line at the end.

use crate::house::House;
use crate::run::{Outcome, because, follow, read, run};
use crate::{browsers, site, tools};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// How many tests of a step passed and failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    const PASSED: Tally = Tally { passed: 1, failed: 0 };
    const FAILED: Tally = Tally { passed: 0, failed: 1 };

    fn and(self, other: Tally) -> Tally {
        Tally { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    /// A program that failed without naming a failed test (it did not compile, it crashed) is a failure too; and
    /// a suite in which nothing ran has proved nothing.
    fn judged(self, succeeded: bool) -> Tally {
        let silent = (!succeeded && self.failed == 0) || self == Tally::default();
        if silent { self.and(Tally::FAILED) } else { self }
    }
}

const WASM: &str = "wasm32-unknown-unknown";

struct Step {
    name: &'static str,
    does: &'static str,
    /// From nothing, and with everything compiled before; two cores.
    takes: &'static str,
    work: fn(&House) -> Outcome<Tally>,
}

const STEPS: [Step; 8] = [
    Step { name: "format", does: "every file is formatted", takes: "seconds", work: format },
    Step {
        name: "lint",
        does: "clippy compiles the native tests, no warning allowed",
        takes: "6 min; 1 min warm",
        work: lint,
    },
    Step {
        name: "native",
        does: "all native tests, with both backends, and the invariants",
        takes: "2 min",
        work: native,
    },
    Step {
        name: "lint-wasm",
        does: "clippy on what only browsers compile",
        takes: "2 min; 10 s warm",
        work: lint_wasm,
    },
    Step { name: "wasm", does: "tests in WebAssembly, in Chromium", takes: "8 min; 1 min warm", work: wasm },
    Step { name: "dist", does: "the site: relative, closed, light", takes: "10 min; 4 min warm", work: dist },
    Step { name: "browser", does: "the stories, in Chromium", takes: "15 min", work: stories },
    Step { name: "firefox", does: "the main journey, in Firefox", takes: "1 min", work: firefox },
];

/// Runs all steps, or those named by `--only`.
pub fn test(house: &House, words: &[String]) -> Outcome<ExitCode> {
    let steps = match chosen(words) {
        Ok(steps) => steps,
        Err(reason) => return Err(format!("{reason}\n{}", listing())),
    };
    tools::wasm_target(house)?;
    let mut lines = Vec::new();
    let mut total = Tally::default();
    for step in steps {
        println!("\n━━ {}: {} ({})", step.name, step.does, step.takes);
        let started = Instant::now();
        let tally = (step.work)(house).unwrap_or_else(|reason| {
            println!("{reason}");
            Tally::FAILED
        });
        lines.push(summary(step, tally, started.elapsed()));
        total = total.and(tally);
    }
    println!("\n{}", lines.join("\n"));
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen(words: &[String]) -> Outcome<Vec<&'static Step>> {
    let mut steps = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word != "--only" {
            return Err(format!("test does not know {word:?}"));
        }
        let name = words.next().ok_or("--only needs the name of a step:")?;
        let step =
            STEPS.iter().find(|step| step.name == name).ok_or(format!("there is no step {name:?}:"))?;
        steps.push(step);
    }
    Ok(if steps.is_empty() { STEPS.iter().collect() } else { steps })
}

fn listing() -> String {
    STEPS.map(|step| format!("  {:<10} {} ({})", step.name, step.does, step.takes)).join("\n")
}

fn summary(step: &Step, tally: Tally, took: Duration) -> String {
    let (minutes, seconds) = (took.as_secs() / 60, took.as_secs() % 60);
    format!(
        "{:<10} {minutes:>3} min {seconds:>2} s {:>6} passed {:>4} failed",
        step.name, tally.passed, tally.failed
    )
}

/// `cargo xtask tidy`, for people; the tests in tests/suite run the same checks.
pub fn tidy(house: &House) -> Outcome<()> {
    let findings = xtask::tidy::all(&house.root)?;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy");
        Ok(())
    } else {
        Err(format!("{} things are out of place", findings.len()))
    }
}

fn format(house: &House) -> Outcome<Tally> {
    checked(tools::cargo(house).args(["fmt", "--all", "--check"]))
}

/// burn is compiled once, with both of its backends: the features only add to each other.
const NATIVE_TESTS: [&str; 4] = ["test", "--workspace", "--features", "glass_worker/ndarray"];

/// clippy's compiler makes the very programs that the tests run: to lint apart would check every dependency a second
/// time. Whatever it remarks fails, once everything has been compiled.
fn lint(house: &House) -> Outcome<Tally> {
    let mut cargo = linting(house)?;
    let mut remarks = 0;
    let succeeded =
        follow(cargo.args(NATIVE_TESTS).args(["--no-run", "--message-format", "json"]), |line| {
            if let Some(remark) = remark(line) {
                println!("{remark}");
                remarks += 1;
            }
        })?;
    Ok(if succeeded && remarks == 0 { Tally::PASSED } else { Tally::FAILED })
}

fn native(house: &House) -> Outcome<Tally> {
    cargo_tests(linting(house)?.args(NATIVE_TESTS).arg("--no-fail-fast"))
}

/// What no native test compiles: the page and its workers, as browsers get them.
fn lint_wasm(house: &House) -> Outcome<Tally> {
    let words = ["clippy", "--target", WASM, "--package", "glass_app", "--package", "glass_worker"];
    checked(tools::cargo(house).args(words).args(["--", "-D", "warnings"]))
}

/// cargo, with clippy's compiler for the workspace's own crates.
fn linting(house: &House) -> Outcome<Command> {
    let mut cargo = tools::cargo(house);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", tools::clippy(house)?);
    Ok(cargo)
}

/// What a line of cargo's says about our sources, if anything. (cargo tells remarks again until they are mended.)
fn remark(line: &str) -> Option<String> {
    let message: Value = serde_json::from_str(line).ok()?;
    let message = message.get("message")?;
    let is_one = matches!(message["level"].as_str(), Some("warning" | "error"));
    is_one.then(|| message["rendered"].as_str().unwrap_or(line).to_owned())
}

/// The crates that have tests for the browser.
fn wasm(house: &House) -> Outcome<Tally> {
    let packages = browser_tested(&metadata(house)?);
    if packages.is_empty() {
        return Err(
            "no crate depends on wasm-bindgen-test: there is nothing to prove WebAssembly with".into()
        );
    }
    let bindgen = tools::page_builders(house)?[0].join("wasm-bindgen-test-runner");
    let driver = house.target.join("webdriver.json");
    let capabilities = serde_json::json!({
        "goog:chromeOptions": { "binary": browsers::chrome()?, "args": browsers::CHROME_FLAGS }
    });
    fs::write(&driver, capabilities.to_string()).map_err(because("webdriver.json cannot be written"))?;
    let mut cargo = tools::cargo(house);
    cargo
        .args(["test", "--target", WASM, "--no-fail-fast"])
        .args(packages.iter().flat_map(|name| ["--package", name]))
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", bindgen)
        .env("CHROMEDRIVER", browsers::chromedriver()?)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", driver)
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    cargo_tests(&mut cargo)
}

fn dist(house: &House) -> Outcome<Tally> {
    site::dist(house).map(|()| Tally::PASSED)
}

fn stories(house: &House) -> Outcome<Tally> {
    // What measures time must have the machine for itself; the others mostly wait for one thread, and share it.
    let apart = stories_where(house, ["--grep", "@alone"], "1")?;
    let together = stories_where(house, ["--grep-invert", "@alone"], "2")?;
    Ok(apart.and(together))
}

/// The stories that Playwright's words choose, `at_once` of them at a time.
fn stories_where(house: &House, which: [&str; 2], at_once: &str) -> Outcome<Tally> {
    let report = house.target.join("stories.json");
    let _ = fs::remove_file(&report);
    let mut node = playwright(house)?;
    node.args(["node_modules/@playwright/test/cli.js", "test", "--workers", at_once]).args(which);
    let succeeded = run(node.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)).is_ok();
    let report = fs::read(&report).map_err(because("Playwright left no report"))?;
    let report = serde_json::from_slice(&report).map_err(because("Playwright's report cannot be read"))?;
    Ok(tally_of_stories(&report).judged(succeeded))
}

fn firefox(house: &House) -> Outcome<Tally> {
    let mut node = playwright(house)?;
    node.arg("firefox.mjs").env("WATCHGLASS_FIREFOX", browsers::firefox()?);
    let mut tally = Tally::default();
    let succeeded = follow(&mut node, |line| {
        println!("{line}");
        tally = tally.and(tally_of_tap(line));
    })?;
    Ok(tally.judged(succeeded))
}

/// Node in tests/browser, told where the browser and the site are.
pub fn playwright(house: &House) -> Outcome<Command> {
    tools::node_modules(house)?;
    if !house.dist().join("index.html").is_file() {
        return Err("there is no dist/ to test: cargo xtask dist".into());
    }
    let mut node = Command::new(tools::node()?);
    node.current_dir(house.browser_tests())
        .env("WATCHGLASS_CHROME", browsers::chrome()?)
        .env("WATCHGLASS_CHROME_FLAGS", browsers::CHROME_FLAGS.join(" "))
        .env("WATCHGLASS_DIST", house.dist())
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Ok(node)
}

/// `cargo metadata` of the workspace's own packages.
pub fn metadata(house: &House) -> Outcome<Value> {
    let text = read(tools::cargo(house).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&text).map_err(because("cargo metadata cannot be read"))
}

/// Those whose sources use wasm-bindgen-test: a dependency alone is no test, and may not even compile.
fn browser_tested(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| {
            let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
            let sources = manifest.parent().and_then(|folder| site::files(folder).ok()).unwrap_or_default();
            sources.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")).any(|file| {
                fs::read_to_string(file).is_ok_and(|text| text.contains(concat!("wasm_bindgen", "_test")))
            })
        })
        .filter_map(|package| package["name"].as_str().map(str::to_owned))
        .collect()
}

fn checked(command: &mut Command) -> Outcome<Tally> {
    run(command).map(|()| Tally::PASSED)
}

fn cargo_tests(command: &mut Command) -> Outcome<Tally> {
    let mut tally = Tally::default();
    let succeeded = follow(command, |line| {
        // One line for each passed test would bury the one that matters.
        if !(line.starts_with("test ") && line.ends_with(" ok")) {
            println!("{line}");
        }
        tally = tally.and(tally_of_libtest(line));
    })?;
    Ok(tally.judged(succeeded))
}

/// `test result: ok. 12 passed; 0 failed; …`
fn tally_of_libtest(line: &str) -> Tally {
    let Some(result) = line.strip_prefix("test result: ") else { return Tally::default() };
    let count = |word: &str| {
        let words: Vec<&str> = result.split([' ', ';']).collect();
        words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
    };
    Tally { passed: count("passed"), failed: count("failed") }
}

/// `ok 1 - …`, `not ok 2 - …`
fn tally_of_tap(line: &str) -> Tally {
    if line.starts_with("ok ") {
        Tally::PASSED
    } else if line.starts_with("not ok ") {
        Tally::FAILED
    } else {
        Tally::default()
    }
}

fn tally_of_stories(report: &Value) -> Tally {
    let count = |name: &str| {
        report["stats"][name].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
    };
    // Without retries nothing is flaky; if it ever is, it counts as what it is.
    Tally { passed: count("expected"), failed: count("unexpected") + count("flaky") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn results_are_counted() {
        let count = |passed, failed| Tally { passed, failed };
        for (line, expected) in [
            ("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out", count(12, 0)),
            ("test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", count(7, 2)),
            ("test result::tests ... ok", count(0, 0)),
            ("running 12 tests", count(0, 0)),
        ] {
            assert_eq!(tally_of_libtest(line), expected, "{line}");
        }
        assert_eq!(tally_of_tap("ok 1 - the page opens"), count(1, 0));
        assert_eq!(tally_of_tap("not ok 2 - the page opens"), count(0, 1));
        assert_eq!(tally_of_tap("# oks"), count(0, 0));
        let report = json!({ "stats": { "expected": 5, "unexpected": 1, "flaky": 1, "skipped": 3 } });
        assert_eq!(tally_of_stories(&report), count(5, 2));
    }

    #[test]
    fn a_suite_that_proves_nothing_fails() {
        let count = |passed, failed| Tally { passed, failed };
        for (tally, succeeded, expected) in [
            (count(3, 0), true, count(3, 0)),
            (count(3, 1), false, count(3, 1)),
            (count(3, 0), false, count(3, 1)),
            (count(0, 0), true, count(0, 1)),
            (count(0, 0), false, count(0, 1)),
        ] {
            assert_eq!(tally.judged(succeeded), expected, "{tally:?} {succeeded}");
        }
    }

    #[test]
    fn remarks_on_the_sources_are_found_among_what_cargo_tells() {
        let told = |level: &str| json!({ "reason": "compiler-message", "message": { "level": level, "rendered": "it" } });
        for level in ["warning", "error"] {
            assert_eq!(remark(&told(level).to_string()).as_deref(), Some("it"));
        }
        let others = [told("note"), json!({ "reason": "build-finished", "success": true }), json!(3)];
        assert!(others.iter().all(|line| remark(&line.to_string()).is_none()));
        assert_eq!(remark("running 3 tests"), None);
    }

    #[test]
    fn steps_are_chosen_by_name() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let names =
            |text: &str| chosen(&words(text)).map(|steps| steps.iter().map(|s| s.name).collect::<Vec<_>>());
        assert_eq!(names("").unwrap().len(), STEPS.len());
        assert_eq!(names("--only wasm --only format").unwrap(), ["wasm", "format"]);
        assert!(names("--only").is_err());
        assert!(names("--only nothing").is_err());
        assert!(names("wasm").is_err());
    }

    #[test]
    fn crates_with_browser_tests_are_found() {
        let place = std::env::temp_dir().join(format!("watchglass-tested-{}", std::process::id()));
        for (name, text) in [("a", concat!("#[wasm_bindgen", "_test]")), ("b", "#[test]")] {
            fs::create_dir_all(place.join(name).join("tests")).unwrap();
            fs::write(place.join(name).join("tests/t.rs"), text).unwrap();
        }
        let package =
            |name: &str| json!({ "name": name, "manifest_path": place.join(name).join("Cargo.toml") });
        let found = browser_tested(&json!({ "packages": [package("a"), package("b")] }));
        fs::remove_dir_all(&place).unwrap();
        assert_eq!(found, ["a"]);
    }
}
