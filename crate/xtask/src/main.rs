//! `cargo xtask <command>`: the only automation of this repository. Run without a command, it explains itself.
//!
//! What people and programs read goes to standard output (an address, a table, the count of tests, JSON lines);
//! what is merely going on goes to standard error.
#![allow(clippy::print_stdout, reason = "a command line program")]

mod bench;
mod browsers;
mod comparison;
mod house;
mod peers;
mod run;
mod server;
mod site;
mod sizes;
mod suite;
mod tools;

use house::House;
use run::Outcome;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [--port 8080] [--release]   build the page and serve it on 127.0.0.1
cargo xtask test [--only STEP]...             everything that proves the product; --only without a step lists them
cargo xtask dist                              the static site in dist/, ready for any static host, with its sizes
cargo xtask bench [--native | --browser]      the benchmarks, JSON lines on standard output
cargo xtask bench --peers DIR                 the same between two rounds of other libraries, and a table (20 min)
cargo xtask bench --photos [COUNT]            photographs of 12 megapixels (200), by one importer and by several
cargo xtask bench --soak [MINUTES]            a stream at its highest rate for minutes (10): memory is to stay flat
cargo xtask tidy                              the invariants of the source tree
cargo xtask picture                           the README's pictures, taken anew of dist/
cargo xtask workers                           (called by trunk) builds the workers beside the page
cargo xtask finish                            (called by trunk) makes page and workers one site

Missing tools are installed once, under <CARGO_HOME>/watchglass. Build output is shared by all clones in
<CARGO_HOME>/watchglass/target; set CARGO_TARGET_DIR to have it elsewhere. Both may be deleted at any time.
WATCHGLASS_CHROME, WATCHGLASS_FIREFOX and CHROMEDRIVER name browsers kept in unusual places.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(code) => code,
        Err(reason) => {
            eprintln!("\nxtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[String]) -> Outcome<ExitCode> {
    let (command, rest) = match words.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", words),
    };
    let done = |(): ()| ExitCode::SUCCESS;
    match command {
        "serve" => serve(rest).map(done),
        "test" => suite::test(&House::open()?, rest),
        "dist" => no_more(rest).and_then(|()| site::dist(&House::open()?)).map(done),
        "bench" => bench::bench(&House::open()?, rest).map(done),
        "tidy" => no_more(rest).and_then(|()| suite::tidy(&House::open()?)).map(done),
        "picture" => no_more(rest).and_then(|()| picture(&House::open()?)).map(done),
        "workers" => no_more(rest).and_then(|()| site::workers(&House::open()?)).map(done),
        "finish" => no_more(rest).and_then(|()| site::finish(&House::open()?)).map(done),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        unknown => Err(format!("there is no command {unknown:?}.\n\n{HELP}")),
    }
}

fn no_more(rest: &[String]) -> Outcome<()> {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(format!("this command takes nothing more, but was given {word:?}")),
    }
}

/// The README's pictures, of a dist/ that is made when there is none.
fn picture(house: &House) -> Outcome<()> {
    if !house.dist().join("index.html").is_file() {
        site::dist_quietly(house)?;
    }
    run::run(suite::playwright(house)?.arg("picture.mjs"))
}

fn serve(rest: &[String]) -> Outcome<()> {
    let mut port = 8080;
    let mut build = site::Build::Quick;
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => {
                port = words
                    .next()
                    .and_then(|text| text.parse().ok())
                    .ok_or("--port needs a number between 0 and 65535")?;
            }
            "--release" => build = site::Build::Optimised,
            unknown => return Err(format!("serve does not know {unknown:?}: [--port 8080] [--release]")),
        }
    }
    site::serve(House::open()?, port, build)
}
