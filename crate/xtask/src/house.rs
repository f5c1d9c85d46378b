//! Where things are: the repository, the tools, the build output.

use crate::run::{Outcome, because, say};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The places every command works in. Opening it settles the target directory for this process.
pub struct House {
    /// The repository's root.
    pub root: PathBuf,
    /// `<CARGO_HOME>/watchglass`: pinned tools and the shared build output.
    pub tools: PathBuf,
    /// What cargo and trunk are told as CARGO_TARGET_DIR.
    pub target: PathBuf,
    /// Held while this process uses the shared build output (see `take`).
    _lock: Option<File>,
}

impl House {
    /// Finds the places and takes the shared build output, if it is free.
    pub fn open() -> Outcome<House> {
        let root = root()?;
        let tools = cargo_home()?.join("watchglass");
        if let Some(chosen) = std::env::var_os("CARGO_TARGET_DIR") {
            return Ok(House { target: root.join(chosen), root, tools, _lock: None });
        }
        let shared = tools.join("target");
        let lock = take(&shared, &root)?;
        let target = if lock.is_some() { shared } else { root.join("target") };
        Ok(House { root, tools, target, _lock: lock })
    }

    /// `tests/browser`: the npm packages and the browser tests.
    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// What `cargo xtask dist` makes.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }
}

fn root() -> Outcome<PathBuf> {
    // At run time first: the path compiled in is wrong once the clone has been moved.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = PathBuf::from(here);
    let root = here.ancestors().nth(2).unwrap_or(&here);
    root.canonicalize().map_err(because("the repository's root cannot be found"))
}

fn cargo_home() -> Outcome<PathBuf> {
    if let Some(chosen) = std::env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(chosen));
    }
    let home = std::env::home_dir().ok_or("neither CARGO_HOME nor a home directory is set")?;
    Ok(home.join(".cargo"))
}

/// The build output is shared by all clones on a machine, because burn alone compiles for many minutes and a
/// fresh clone would otherwise pay again. Dependencies are the same files for every clone. Workspace members
/// are not: cargo names them by their place in the workspace, tells a change by modification times, and would
/// take another clone's result for ours. So one clone owns it at a time, and a clone that takes over first
/// forgets what cargo knows about the members. Commands of the owner share the lock (cargo keeps them apart);
/// another clone's command finds it taken and builds in its own `target`.
fn take(shared: &Path, root: &Path) -> Outcome<Option<File>> {
    fs::create_dir_all(shared).map_err(because(format!("{} cannot be made", shared.display())))?;
    let lock = File::create(shared.join("watchglass.lock")).map_err(because("no lock file"))?;
    let owner = shared.join("watchglass.owner");
    let ours = identity(root);
    for _ in 0..50 {
        match lock.try_lock_shared() {
            Ok(()) if fs::read_to_string(&owner).is_ok_and(|owner| owner == ours) => return Ok(Some(lock)),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                std::thread::sleep(Duration::from_millis(100)); // another clone is just taking over
                continue;
            }
            // A file system without locks: build apart rather than guess.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
        lock.unlock().map_err(because("the lock cannot be let go"))?;
        if lock.try_lock().is_err() {
            break; // others are using it
        }
        forget(shared, &member_names(root)?, 3)?;
        fs::write(&owner, &ours).map_err(because("the build output's owner cannot be noted"))?;
        lock.unlock().map_err(because("the lock cannot be let go"))?;
    }
    say("the shared build output is in use by another clone: building in ./target instead");
    Ok(None)
}

/// A clone is its path and the moment it was made: a new clone at an old path is another one.
fn identity(root: &Path) -> String {
    let made = fs::metadata(root.join("Cargo.toml"))
        .and_then(|file| file.created().or_else(|_| file.modified()))
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_millis());
    format!("{}\n{made}\n", root.display())
}

/// Package names of the workspace, read from the manifests: cargo itself may still have to fetch an index.
fn member_names(root: &Path) -> Outcome<Vec<String>> {
    let mut manifests = vec![root.join("tests/suite/Cargo.toml")];
    let crates = fs::read_dir(root.join("crate")).map_err(because("crate/ cannot be read"))?;
    manifests.extend(crates.flatten().map(|entry| entry.path().join("Cargo.toml")));
    Ok(manifests
        .iter()
        .filter_map(|manifest| fs::read_to_string(manifest).ok())
        .filter_map(|text| {
            let line = text.lines().find_map(|line| line.strip_prefix("name = "))?;
            Some(line.trim().trim_matches('"').to_owned())
        })
        .collect())
}

/// Removes cargo's fingerprints of `members` below `dir`: without one, a package is built anew.
fn forget(dir: &Path, members: &[String], depth: usize) -> Outcome<()> {
    let Ok(entries) = fs::read_dir(dir) else { return Ok(()) };
    for entry in entries.flatten().filter(|entry| entry.path().is_dir()) {
        let path = entry.path();
        if entry.file_name() == ".fingerprint" {
            for print in fs::read_dir(&path).into_iter().flatten().flatten() {
                let name = print.file_name().to_string_lossy().into_owned();
                // `<package>-<16 hex digits>`
                if name.rsplit_once('-').is_some_and(|(package, _)| members.iter().any(|m| m == package)) {
                    fs::remove_dir_all(print.path()).map_err(because(format!("{name} cannot be removed")))?;
                }
            }
        } else if depth > 0 {
            forget(&path, members, depth - 1)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_clone_forgets_members_and_keeps_dependencies() {
        let place = std::env::temp_dir().join(format!("watchglass-forget-{}", std::process::id()));
        let prints = place.join("wasm32-unknown-unknown/release/.fingerprint");
        for name in ["glass_core-0123456789abcdef", "xtask-0123456789abcdef", "burn-core-0123456789abcdef"] {
            fs::create_dir_all(prints.join(name)).unwrap();
        }
        forget(&place, &["glass_core".into(), "xtask".into()], 3).unwrap();
        let left: Vec<_> = fs::read_dir(&prints).unwrap().flatten().map(|e| e.file_name()).collect();
        fs::remove_dir_all(&place).unwrap();
        assert_eq!(left, ["burn-core-0123456789abcdef"]);
    }

    #[test]
    fn every_member_is_known_by_name() {
        let names = member_names(&root().unwrap()).unwrap();
        for expected in ["xtask", "glass_core", "glass_suite"] {
            assert!(names.iter().any(|name| name == expected), "{expected} is not in {names:?}");
        }
    }
}
