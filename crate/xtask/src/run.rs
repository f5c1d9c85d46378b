//! Running other programs, and saying what happens while they run.

use std::fmt::Display;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A failure is one sentence for the person at the terminal.
pub type Outcome<T> = Result<T, String>;

/// For `map_err`: the sentence, then the system's reason.
pub fn because<E: Display>(sentence: impl Display) -> impl FnOnce(E) -> String {
    move |reason| format!("{sentence}: {reason}")
}

/// Tells what is going on, on standard error.
pub fn say(sentence: impl Display) {
    eprintln!("· {sentence}");
}

/// Runs to the end with the output going where ours goes.
pub fn run(command: &mut Command) -> Outcome<()> {
    let name = name_of(command);
    let status = command.status().map_err(because(format!("{name} could not be run")))?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed ({status})")) }
}

/// Runs to the end and returns what was printed on standard output, trimmed.
pub fn read(command: &mut Command) -> Outcome<String> {
    let name = name_of(command);
    let output =
        command.stderr(Stdio::inherit()).output().map_err(because(format!("{name} could not be run")))?;
    if !output.status.success() {
        return Err(format!("{name} failed ({})", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs to the end, passing every line of standard output on to `line` as it comes. Whether it succeeded.
pub fn follow(command: &mut Command, line: impl FnMut(&str)) -> Outcome<bool> {
    let name = name_of(command);
    let child =
        command.stdout(Stdio::piped()).spawn().map_err(because(format!("{name} could not be run")))?;
    followed(child, &name, line)
}

/// The same, with `input` on standard input.
pub fn converse(command: &mut Command, input: &str, line: impl FnMut(&str)) -> Outcome<bool> {
    let name = name_of(command);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(because(format!("{name} could not be run")))?;
    if let Some(mut pipe) = child.stdin.take() {
        pipe.write_all(input.as_bytes()).map_err(because(format!("{name} does not listen")))?;
    }
    followed(child, &name, line)
}

fn followed(mut child: Child, name: &str, mut line: impl FnMut(&str)) -> Outcome<bool> {
    if let Some(output) = child.stdout.take() {
        for raw in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            line(String::from_utf8_lossy(&raw).trim_end_matches('\r'));
        }
    }
    let status = child.wait().map_err(because(format!("{name} was lost")))?;
    Ok(status.success())
}

/// The program `name` on PATH, if there is one.
pub fn on_path(name: &str) -> Option<std::path::PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ""] } else { &[""] };
    std::env::split_paths(&std::env::var_os("PATH")?)
        .flat_map(|dir| endings.iter().map(move |ending| dir.join(format!("{name}{ending}"))))
        .find(|path| path.is_file())
}

fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let first = command.get_args().next().map(|word| word.to_string_lossy()).unwrap_or_default();
    format!("`{program} {first}`")
}
