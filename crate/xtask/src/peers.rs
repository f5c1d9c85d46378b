//! `cargo xtask bench --peers DIR`: ours between two rounds of other libraries, on one machine in the same minutes.
//!
//! DIR holds the peers' programs, which print JSON lines as ours do. Their figures and ours are compared only as
//! far as a fixed loop (`calib.mjs`), timed before, between and after, takes the same time. A peer that is not
//! installed, or fails, is named and left out.

use crate::comparison::{self, Said, When};
use crate::house::House;
use crate::run::{Outcome, because, converse, follow, run, say};
use crate::{bench, site, suite, tools};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program of DIR that measures.
struct Program {
    name: &'static str,
    /// Paths in DIR without which it is not installed.
    needs: &'static [&'static str],
    words: &'static [&'static str],
    /// It trains to a goal, which takes minutes: the first round is enough.
    once: bool,
}

const PYTHON: &str = "venv/bin/python";
const TFJS: &str = "node_modules/@tensorflow/tfjs-backend-wasm";

/// One thread each, as ours.
const PROGRAMS: [Program; 7] = [
    Program {
        name: "PyTorch",
        needs: &[PYTHON, "bench_torch.py"],
        words: &[PYTHON, "bench_torch.py", "--threads", "1", "--workloads", "A10,B,C28,C32"],
        once: false,
    },
    Program {
        name: "scikit-learn",
        needs: &[PYTHON, "bench_sklearn.py"],
        words: &[PYTHON, "bench_sklearn.py"],
        once: false,
    },
    Program {
        name: "TensorFlow.js (wasm)",
        needs: &[TFJS],
        words: &["node", "run_browser.mjs", "tfjs-wasm-simd", "A10,B,C28", "--apis=trainOnBatch,minimize"],
        once: false,
    },
    Program {
        name: "TensorFlow.js (wasm, with a shim)",
        needs: &[TFJS],
        words: &["node", "run_browser.mjs", "tfjs-wasm-simd-shim", "C28,C32", "--apis=trainOnBatch,minimize"],
        once: false,
    },
    Program {
        name: "ConvNetJS",
        needs: &["node_modules/convnetjs"],
        words: &["node", "run_browser.mjs", "convnetjs", "A10,B,C28,C32"],
        once: false,
    },
    Program {
        name: "PyTorch on digits",
        needs: &[PYTHON, "bench_torch.py", DIGITS[0]],
        words: &[PYTHON, "bench_torch.py", "--what", "mnist", "--threads", "1", "--models", "C28"],
        once: true,
    },
    Program {
        name: "TensorFlow.js (wasm, with a shim) on digits",
        needs: &[TFJS, DIGITS[0]],
        words: &["node", "run_browser.mjs", "tfjs-wasm-simd-shim", "--mnist=C28", "--maxms=120000"],
        once: true,
    },
];

/// Real digits as bytes: 8,000 to train on, then 2,000 to be tested by; images before labels.
const DIGITS: [&str; 4] =
    ["data/mnist_train_x.u8", "data/mnist_test_x.u8", "data/mnist_train_y.u8", "data/mnist_test_y.u8"];

/// Measures, prints every line as it comes, and the table at the end.
pub fn compare(house: &House, dir: &Path) -> Outcome<()> {
    let dir = opened(dir)?;
    // Whatever has to be compiled is compiled before anything is measured.
    site::dist_quietly(house)?;
    run(tools::cargo(house).args(["build", "--quiet", "--release", "--package", "glass_learn"]).args([
        "--no-default-features",
        "--example",
        "bench",
    ]))?;
    let digits: Vec<PathBuf> = DIGITS.iter().map(|name| dir.join(name)).collect();
    let digits = if digits.iter().all(|file| file.is_file()) {
        digits
    } else {
        say("DIR/data holds no digits: the run to 97 % is left out");
        Vec::new()
    };
    let commands = for_flex(&bench::commands(house, &digits)?);

    let mut said = Vec::new();
    calibrate(&dir, &mut said)?;
    let mut missing = BTreeSet::new();
    round(&dir, When::Before, &mut said, &mut missing)?;
    calibrate(&dir, &mut said)?;
    ours(house, &dir, &commands, &digits, &mut said)?;
    calibrate(&dir, &mut said)?;
    round(&dir, When::After, &mut said, &mut missing)?;
    calibrate(&dir, &mut said)?;
    println!("\n{}", comparison::table(&said));
    if !missing.is_empty() {
        let names: Vec<&str> = missing.into_iter().collect();
        println!("Not installed in DIR, or failed: {}.", names.join("; "));
    }
    Ok(())
}

/// The folder's full path: programs are started inside it.
fn opened(dir: &Path) -> Outcome<PathBuf> {
    let full = fs::canonicalize(dir).map_err(because(format!("{} is no folder of peers", dir.display())))?;
    if full.join("calib.mjs").is_file() {
        Ok(full)
    } else {
        Err(format!("{} has no calib.mjs: it does not hold the peers' programs", dir.display()))
    }
}

fn calibrate(dir: &Path, said: &mut Vec<Said>) -> Outcome<()> {
    let mut node = Command::new(tools::node()?);
    node.current_dir(dir).arg("calib.mjs");
    follow(&mut quietly(dir, &node), |line| note(line, When::Calibrating, said)).map(|_| ())
}

/// One round of the peers; those that cannot be measured join `missing`.
fn round(dir: &Path, when: When, said: &mut Vec<Said>, missing: &mut BTreeSet<&'static str>) -> Outcome<()> {
    for program in PROGRAMS.iter().filter(|program| when == When::Before || !program.once) {
        let is_installed = program.needs.iter().all(|path| dir.join(path).exists());
        say(format!("{}: {}", program.name, if is_installed { "measuring" } else { "not installed" }));
        if !is_installed || !measure(dir, program, when, said)? {
            missing.insert(program.name);
        }
    }
    Ok(())
}

fn measure(dir: &Path, program: &Program, when: When, said: &mut Vec<Said>) -> Outcome<bool> {
    let [first, rest @ ..] = program.words else { return Ok(false) };
    let first = if *first == "node" { tools::node()? } else { dir.join(first) };
    let mut command = Command::new(first);
    command.current_dir(dir).args(rest);
    for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"] {
        command.env(threads, "1");
    }
    follow(&mut quietly(dir, &command), |line| note(line, when, said))
}

/// The learner in Chromium, started as the peers' pages are, and natively.
fn ours(house: &House, dir: &Path, commands: &str, digits: &[PathBuf], said: &mut Vec<Said>) -> Outcome<()> {
    say("ours, in Chromium");
    let mut node = suite::playwright(house)?;
    node.arg("bench.mjs");
    let chrome = dir.join("chrome.sh");
    if chrome.is_file() {
        node.env("WATCHGLASS_CHROME", chrome);
    }
    if !converse(&mut quietly(dir, &node), commands, |line| note(line, When::Ours, said))? {
        return Err("the benchmark in the browser failed".into());
    }
    say("ours, natively");
    let program = format!("release/examples/bench{}", std::env::consts::EXE_SUFFIX);
    let mut native = Command::new(house.target.join(program));
    if !digits.is_empty() {
        native.arg("--digits").args(digits);
    }
    follow(&mut quietly(dir, &native), |line| note(line, When::Ours, said)).map(|_| ())
}

/// The second backend is measured by `bench` alone.
fn for_flex(commands: &str) -> String {
    let is_flex =
        |line: &&str| serde_json::from_str::<Value>(line).is_ok_and(|command| command["backend"] == "flex");
    commands.lines().filter(is_flex).map(|line| format!("{line}\n")).collect()
}

/// The same command by way of DIR's `quiet.sh`, where there is one: it waits for its turn to measure.
fn quietly(dir: &Path, command: &Command) -> Command {
    let quiet = dir.join("quiet.sh");
    let mut wrapped = if quiet.is_file() {
        let mut wrapped = Command::new(quiet);
        wrapped.arg(command.get_program());
        wrapped
    } else {
        Command::new(command.get_program())
    };
    wrapped.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(name, value),
            None => wrapped.env_remove(name),
        };
    }
    if let Some(place) = command.get_current_dir() {
        wrapped.current_dir(place);
    }
    wrapped
}

/// Prints a line and keeps it, if it is JSON; a peer may say other things.
fn note(line: &str, when: When, said: &mut Vec<Said>) {
    if let Ok(line) = serde_json::from_str::<Value>(line) {
        println!("{line}");
        said.push(Said { when, line });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_default_engine_stands_beside_the_peers() {
        let commands =
            "{\"backend\":\"flex\",\"workload\":\"B\"}\n{\"backend\":\"ndarray\",\"workload\":\"B\"}";
        assert_eq!(for_flex(commands), "{\"backend\":\"flex\",\"workload\":\"B\"}\n");
    }

    #[test]
    fn a_folder_that_holds_no_peers_is_refused() {
        assert!(opened(Path::new("no/such/folder")).unwrap_err().contains("no folder of peers"));
        assert!(opened(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_err().contains("calib.mjs"));
    }
}
