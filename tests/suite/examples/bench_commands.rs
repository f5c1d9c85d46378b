//! The benchmark's commands as the page would send them, one JSON object a line: `cargo xtask bench` hands them to
//! tests/browser/bench.mjs, so that the script need not know how commands become bytes.
//!
//! Arguments: the files that together are the digits of `MNIST`, which is left out without them.

#![allow(clippy::print_stdout, reason = "its lines are its output")]

use glass_protocol::{Command, Event, command_to_bytes, event_to_bytes};
use serde_json::json;

const WORKLOADS: [&str; 4] = ["A10", "B", "C28", "C32"];

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    // An answer begins like this; what follows is the list of lines.
    let mut answer = event_to_bytes(&Event::Benched { lines: Vec::new() });
    answer.pop(); // the count of lines
    let tell = |program: &str, backend: &str, workload: &str, files: Option<&[String]>| {
        let command = Command::Bench { workload: workload.to_owned(), backend: backend.to_owned() };
        let header = command_to_bytes(&command);
        println!(
            "{}",
            json!({
                "program": program, "workload": workload, "backend": backend, "header": header,
                "answer": answer, "files": files,
            })
        );
    };
    for (program, backend) in [("learner", "flex"), ("learner_ndarray", "ndarray")] {
        for workload in WORKLOADS {
            tell(program, backend, workload, None);
        }
    }
    tell("learner", "flex", "PEAK", None);
    if !files.is_empty() {
        tell("learner", "flex", "MNIST", Some(&files));
    }
}
