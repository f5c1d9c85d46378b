//! What a visitor downloads: raw, gzip and brotli sizes, and the limit of the first visit.

use crate::run::{Outcome, because};
use crate::site::files;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

/// What the first visit may cost, brotli.
const LIMIT_BYTES: usize = 700_000;

/// When a file is fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fetched {
    /// Before the person can begin.
    First,
    /// In idle time, on first need, or never.
    Later,
}

struct Row {
    name: String,
    fetched: Fetched,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table and fails when the first visit costs too much.
pub fn report(dist: &Path) -> Outcome<()> {
    let rows = Mutex::new(Vec::new());
    let waiting = Mutex::new(files(dist)?);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let next = || waiting.lock().ok().and_then(|mut files| files.pop());
                while let Some(file) = next() {
                    let row = measure(dist, &file);
                    if let Ok(mut rows) = rows.lock() {
                        rows.push(row);
                    }
                }
            });
        }
    });
    let rows = rows.into_inner().map_err(because("measuring failed"))?;
    let mut rows = rows.into_iter().collect::<Outcome<Vec<Row>>>()?;
    rows.sort_by(|a, b| (a.fetched != Fetched::First, &a.name).cmp(&(b.fetched != Fetched::First, &b.name)));

    println!("{:<44} {:>6} {:>12} {:>12} {:>12}", "file", "when", "raw", "gzip", "brotli");
    for row in &rows {
        let when = if row.fetched == Fetched::First { "first" } else { "later" };
        println!("{:<44} {when:>6} {:>12} {:>12} {:>12}", row.name, row.raw, row.gzip, row.brotli);
    }
    let total = |fetched: Option<Fetched>| {
        rows.iter()
            .filter(|row| fetched.is_none_or(|when| row.fetched == when))
            .fold((0, 0, 0), |sum, row| (sum.0 + row.raw, sum.1 + row.gzip, sum.2 + row.brotli))
    };
    let first = total(Some(Fetched::First));
    let all = total(None);
    println!("{:<51} {:>12} {:>12} {:>12}", "everything", all.0, all.1, all.2);
    println!("{:<51} {:>12} {:>12} {:>12}", "first load", first.0, first.1, first.2);
    within_limit(first.2)
}

fn within_limit(first_load: usize) -> Outcome<()> {
    if first_load < LIMIT_BYTES {
        return Ok(());
    }
    Err(format!("the first load is {first_load} bytes (brotli); the limit is {LIMIT_BYTES}"))
}

/// The first load is the page, its program and the flex learner. The stations that follow training are asked for when
/// the page can be used. Sample files count as later: the page opens with
/// a set that its program draws itself.
fn fetched(name: &str) -> Fetched {
    let later = name.starts_with("importer")
        || name.starts_with("learner_ndarray")
        || name.starts_with("sample/")
        || name.ends_with("_stations.wasm")
        || (name.starts_with("icons/") && name != "icons/watchglass.svg");
    if later { Fetched::Later } else { Fetched::First }
}

fn measure(dist: &Path, file: &Path) -> Outcome<Row> {
    let name = file.strip_prefix(dist).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let bytes = fs::read(file).map_err(because(format!("{name} cannot be read")))?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let gzipped = gzip.write_all(&bytes).and_then(|()| gzip.finish()).map_err(because("gzip failed"))?;
    let mut brotlied = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut brotlied, &parameters)
        .map_err(because("brotli failed"))?;
    Ok(Row { fetched: fetched(&name), raw: bytes.len(), gzip: gzipped.len(), brotli: brotlied.len(), name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_first_visit_fetches() {
        for (name, expected) in [
            ("index.html", Fetched::First),
            ("glass_app-0123456789abcdef_bg.wasm", Fetched::First),
            ("glass_app-0123456789abcdef_stations.wasm", Fetched::Later),
            ("learner_bg.wasm", Fetched::First),
            ("worker.js", Fetched::First),
            ("icons/watchglass.svg", Fetched::First),
            ("learner_ndarray_bg.wasm", Fetched::Later),
            ("importer.js", Fetched::Later),
            ("sample/emoji.png", Fetched::Later),
        ] {
            assert_eq!(fetched(name), expected, "{name}");
        }
    }

    #[test]
    fn a_heavy_page_is_refused() {
        assert!(within_limit(LIMIT_BYTES - 1).is_ok());
        assert!(within_limit(LIMIT_BYTES).is_err());
    }
}
