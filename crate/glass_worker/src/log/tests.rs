//! Bytes to logs, held to the `csv` crate and to `serde_json`; and the room through its slices.

use super::csv::Csv;
use super::*;
use glass_core::log::{LogSummary, MAX_FIELD_CHARS, MAX_NAMED, RowReason, SAMPLE_ROWS};
use glass_intake::source::Bytes;
use proptest::prelude::*;

fn read(bytes: &[u8], piece: usize) -> Result<LogSummary, Refusal> {
    let mut reader = Reader::default();
    for piece in bytes.chunks(piece.max(1)) {
        reader.feed(piece)?;
    }
    reader.finish().map(|log| log.summary().clone())
}

fn records(bytes: &[u8], piece: usize) -> Vec<Vec<Vec<u8>>> {
    let mut csv = Csv::new(b',');
    let mut all = Vec::new();
    let mut told = |record: &csv::Record| {
        let fields = record.fields().unwrap_or_default();
        all.push(fields.into_iter().map(|field| field.as_bytes().to_vec()).collect());
        Ok(())
    };
    for piece in bytes.chunks(piece.max(1)) {
        csv.feed(piece, &mut told).expect("nothing refused");
    }
    csv.end(&mut told).expect("nothing refused");
    all
}

/// All a room tells until it rests.
fn told(room: &mut LogRoom) -> Vec<Event> {
    let mut now = 0.0;
    let mut all = Vec::new();
    while room.is_busy() {
        let told = room.slice(&mut || {
            now += 20.0;
            now
        });
        all.extend(told.into_iter().map(|outgoing| outgoing.event));
    }
    all
}

fn asked(text: &str) -> Vec<Event> {
    let mut room = LogRoom::default();
    let source: Box<dyn Source> = Box::new(Bytes(text.as_bytes().to_vec()));
    room.hear(3, LogAsk::Read(LogSettings::default()), vec![source], 0.0);
    told(&mut room)
}

#[test]
fn csv_and_json_lines_tell_the_same() {
    let csv = "\u{feff}timestamp,actual,predicted,p_cat,\"p_big \"\"dog\"\"\",latency_ms\r\n\
               1767600000,cat,cat,0.9,0.1,12\r\n\r\n1767600060,,\"big \"\"dog\"\"\",0.2,0.8,\r\n";
    let json = "{\"timestamp\":1767600000,\"actual\":\"cat\",\"predicted\":\"c\\u0061t\",\"p_cat\":0.9,\"p_big \\\"dog\\\"\":1e-1,\"latency_ms\":12}\n\
                \n{\"timestamp\":1767600060,\"actual\":null,\"predicted\":\"big \\\"dog\\\"\",\"p_cat\":0.2,\"p_big \\\"dog\\\"\":0.8,\"tags\":[1,{\"a\":2}]}";
    let (csv, json) =
        (read(csv.as_bytes(), 64_000).expect("a log"), read(json.as_bytes(), 64_000).expect("a log"));
    assert_eq!(csv, json);
    assert_eq!(csv.classes, ["cat", "big \"dog\""]);
    assert_eq!((csv.n_rows, csv.n_labelled, csv.n_probable, csv.n_timed), (2, 1, 2, 1));
    for other in ["timestamp;predicted\n1;a\n", "timestamp\tpredicted\n1\ta"] {
        assert_eq!(read(other.as_bytes(), 64_000).expect("a log").n_rows, 1);
    }
}

#[test]
fn refused_rows_keep_their_lines() {
    let text = "note,predicted\n\"two\nlines\",a\nx\nx,\n\"y\",b\n";
    let it = read(text.as_bytes(), 7_000).expect("a log");
    let refused: Vec<(u32, RowReason)> = it.refused.iter().map(|row| (row.line, row.reason)).collect();
    assert_eq!(refused, [(4, RowReason::Width { cells: 1, wanted: 2 }), (5, RowReason::NoPrediction)]);
    let it = read(b"{\"predicted\":\"a\"}\nnonsense\n{\"predicted\":\"a\",\"p_a\":1}\n\xff\n", 9_000)
        .expect("a log");
    let refused: Vec<(u32, RowReason)> = it.refused.iter().map(|row| (row.line, row.reason)).collect();
    assert_eq!(
        refused,
        [(2, RowReason::NotAnObject), (3, RowReason::NewProbability), (4, RowReason::NotText)]
    );
}

#[test]
fn an_open_quote_takes_few_lines_along_and_says_which() {
    let line = "cat,dog\n";
    let n_lines = 900;
    let mut text = format!("actual,predicted\n{}", line.repeat(n_lines));
    text.insert(17 + 300 * line.len(), '"');
    let it = read(text.as_bytes(), 4_096).expect("a log");
    assert_eq!(it.n_rows + it.n_refused, n_lines as u32);
    assert!(
        (1..=4 * MAX_FIELD_CHARS as u32 / line.len() as u32 + 2).contains(&it.n_refused),
        "{}",
        it.n_refused
    );
    assert_eq!((it.refused[0].line, it.refused[0].reason), (302, RowReason::OpenQuote));
    // Near the end of the file no later line closes it.
    let mut text = format!("actual,predicted\n{}", line.repeat(20));
    text.insert(17 + 15 * line.len(), '"');
    let it = read(text.as_bytes(), 4_096).expect("a log");
    assert_eq!((it.n_rows, it.n_refused), (15, 5));
}

#[test]
fn hostile_files_end_in_words() {
    let quote = format!("predicted\na\n\"{}", "x,\n".repeat(400_000));
    let it = read(quote.as_bytes(), 65_536).expect("one row");
    assert_eq!((it.n_rows, it.refused[0].reason), (1, RowReason::OpenQuote));
    let wide = format!("predicted{}\n", ",x".repeat(5_000));
    assert_eq!(read(wide.as_bytes(), 65_536), Err(Refusal::TooManyColumns { limit: 1_000 }));
    let bad = format!("predicted\n{}", " ,\n".repeat(5_000));
    let Err(Refusal::NoRows(named)) = read(bad.as_bytes(), 65_536) else { panic!("rows taken in") };
    assert_eq!(named.len(), MAX_NAMED);
    let many = format!("predicted\n{}", "a\n".repeat(1_000_001));
    assert_eq!(read(many.as_bytes(), 65_536), Err(Refusal::TooManyRows { limit: 1_000_000 }));
    let deep = format!("{{\"predicted\":\"a\"}}\n{{\"x\":{}", "[".repeat(900_000));
    assert_eq!(read(deep.as_bytes(), 65_536).expect("one row").n_refused, 1);
    for (bytes, want) in [
        (&b""[..], Refusal::Empty),
        (b" \r\n", Refusal::Empty),
        (b"[{\"predicted\":1}]", Refusal::JsonList),
        (b"\x89PNG\r\n\x1a\n\0\0", Refusal::NoPredictions),
        (b"\xff\xfep\0r\0", Refusal::NoPredictions),
    ] {
        assert_eq!(read(bytes, 65_536), Err(want), "{bytes:?}");
    }
}

#[test]
fn a_file_is_read_then_watched() {
    let rows: String = (0..400).map(|row| format!("{},{}\n", row % 2, row % 2)).collect();
    let events = asked(&format!("actual,predicted\n{rows}"));
    let [Event::LogRead { log: 3, outcome: Ok(summary) }, rest @ ..] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(summary.n_rows, 400);
    let Some(Event::LogWatched { outcome: Ok(report), .. }) = rest.last() else { panic!("{rest:?}") };
    assert_eq!(report.reference.n, 133);
    assert_eq!(asked("a,b\n1,2\n"), [Event::LogRead { log: 3, outcome: Err(Refusal::NoPredictions) }]);
    let short = asked("predicted\na\n");
    assert!(
        matches!(short[..], [Event::LogRead { .. }, Event::LogWatched { outcome: Err(_), .. }]),
        "{short:?}"
    );
}

#[test]
fn the_sample_is_watched_again_and_again_and_stops() {
    let mut room = LogRoom::default();
    room.hear(1, LogAsk::Sample(LogSettings::default()), Vec::new(), 0.0);
    let first = told(&mut room);
    assert!(matches!(&first[0], Event::LogRead { outcome: Ok(it), .. } if it.n_rows == SAMPLE_ROWS));
    assert!(
        first.iter().any(|event| matches!(event, Event::LogProgressed { stage: LogStage::Calibrating, .. }))
    );
    room.hear(1, LogAsk::Watch(LogSettings { window: 200, ..LogSettings::default() }), Vec::new(), 0.0);
    let again = told(&mut room);
    assert!(matches!(again.last(), Some(Event::LogWatched { outcome: Ok(it), .. }) if it.window == 200));
    // Asked for while it is made: it is watched so, once it is there.
    room.hear(1, LogAsk::Sample(LogSettings::default()), Vec::new(), 0.0);
    room.hear(2, LogAsk::Watch(LogSettings { window: 50, ..LogSettings::default() }), Vec::new(), 0.0);
    let other = told(&mut room);
    assert!(matches!(other.last(), Some(Event::LogWatched { log: 2, outcome: Ok(it) }) if it.window == 50));
    room.hear(1, LogAsk::Watch(LogSettings::default()), Vec::new(), 0.0);
    room.hear(1, LogAsk::Stop, Vec::new(), 0.0);
    assert!(!room.is_busy());
    room.hear(1, LogAsk::Read(LogSettings::default()), Vec::new(), 0.0);
    assert!(!room.is_busy());
}

#[test]
fn a_spreadsheet_of_another_country_is_read() {
    let text = "timestamp;actual;predicted;p_Käse;p_Wurst;latency_ms\r\n2026-01-01;Käse;Käse;0,75;0,25;1,5\r\n2026-01-01;;Wurst;0.4;0.6;12\r\n2026-01-02;;Wurst;0,4;0,6;1,2,3\r\n";
    let plain = read(text.as_bytes(), 4096).expect("a log");
    assert_eq!((plain.n_rows, plain.n_probable, plain.n_timed, plain.n_normalised), (2, 2, 2, 0));
    assert_eq!((plain.refused[0].line, plain.refused[0].reason), (4, RowReason::Latency));
    assert_eq!(plain.classes, ["Käse", "Wurst"]);
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&wide, 4096), Ok(plain));
    let tabs = read(b"predicted\tp_a\tp_b\tlatency_ms\na\t0,750\t0,250\t1,5\nb\t0,4\t0,6\t1,234\n", 4096)
        .expect("a log");
    assert_eq!((tabs.n_rows, tabs.n_timed, tabs.refused[0].reason), (1, 1, RowReason::Latency));
    // Where a comma parts cells, it parts no number.
    let quoted = read(b"predicted,latency_ms\na,\"1,5\"\nb,2\n", 64).expect("a log");
    assert_eq!((quoted.n_rows, quoted.n_refused), (1, 1));
    assert_eq!(read(b" [{\"predicted\": 1}]", 64), Err(Refusal::JsonList));
    let endless = read(b"predicted,latency_ms\na,1e39\nb,2\n", 64).expect("a log");
    assert_eq!((endless.n_rows, endless.refused[0].reason), (1, RowReason::Latency));
}

proptest! {
    #[test]
    fn records_are_those_of_the_csv_crate(text in "[ab\",\r\n;é]{0,80}", piece in 1_usize..9) {
        let mut theirs = ::csv::ReaderBuilder::new();
        let mut theirs = theirs.has_headers(false).flexible(true).from_reader(text.as_bytes());
        let theirs: Vec<Vec<Vec<u8>>> = theirs
            .byte_records()
            .map(|record| record.expect("no file to fail").iter().map(<[u8]>::to_vec).collect())
            .collect();
        prop_assert_eq!(records(text.as_bytes(), piece), theirs);
    }

    #[test]
    fn lines_are_those_of_serde_json(text in "\\{(\"[ab]\":(\"[a\\\\nu0dé/]{0,8}\"|-?[01]\\.?[0-9]?e?[0-9]?|true|null|\\[1,\\{\\}\\]|x),?){0,3}\\} ?") {
        let theirs: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&text).ok();
        let ours = json::cells(&text);
        prop_assert_eq!(ours.is_some(), theirs.is_some(), "{}", text);
        for (key, value) in ours.into_iter().flatten() {
            // A key that comes twice is another's business.
            let Some(theirs) = theirs.as_ref().and_then(|map| map.get(&key)) else { continue };
            if text.matches(&format!("\"{key}\":")).count() == 1 {
                match theirs {
                    serde_json::Value::String(text) => prop_assert_eq!(&value, text),
                    serde_json::Value::Number(number) => {
                        prop_assert_eq!(value.parse::<f64>().ok(), number.as_f64());
                    }
                    serde_json::Value::Bool(it) => prop_assert_eq!(value, it.to_string()),
                    serde_json::Value::Null => prop_assert_eq!(value, ""),
                    _ => prop_assert!(false, "{} was passed over", key),
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300), head in 0_usize..4, piece in 1_usize..99) {
        let head = ["", "predicted,p_a,p_b\n", "{\"predicted\":\"a\"}\n", "timestamp,predicted\n1,a\n"][head];
        let mut all = head.as_bytes().to_vec();
        all.extend(bytes);
        let _ = read(&all, piece);
    }

    #[test]
    fn pieces_do_not_matter(rows in prop::collection::vec("(a|b|\"a,\r\n\"|é)?,(1|0\\.5|x)?", 0..20), piece in 20_usize..99) {
        let text = format!("predicted,p_a\n{}", rows.join("\n"));
        prop_assert_eq!(read(text.as_bytes(), piece), read(text.as_bytes(), 65_536));
    }
}
