//! Whatever a file or a class is called, the file reads back cell for cell, and no cell is a formula.

use crate::export::predictions::{Answer, to_csv};
use glass_core::metric::Predictions;
use glass_core::metric::probability::log_loss;
use glass_core::split::SplitName;
use glass_protocol::Prediction;
use proptest::prelude::*;

const HOSTILE: [&str; 12] = [
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "-1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    "<img src=x onerror=alert(1)>.png",
    "a \"quoted\" name",
    "two\r\nlines",
    "comma, semicolon; tab\t",
    "\u{202e}gnp.exe",
    "正面",
];

fn prediction(actual: u32, probabilities: &[f32]) -> Prediction {
    let predicted = (0..probabilities.len()).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    Prediction {
        sample: 0,
        actual,
        predicted: predicted.unwrap_or_default() as u32,
        probabilities: probabilities.to_vec(),
    }
}

/// The file read back: header and rows, without a byte order mark.
fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<String>>();
    let header = cells(reader.headers().expect("a header"));
    (header, reader.records().map(|record| cells(&record.expect("a row"))).collect())
}

/// A cell with the guard taken off.
fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']) => rest,
        _ => cell,
    }
}

#[test]
fn a_plain_file_is_plain() {
    let classes = ["heads".to_owned(), "tails".to_owned()];
    let answer = prediction(1, &[0.25, 0.75]);
    let text =
        to_csv(&classes, [Answer { path: "tails/1.png", split: SplitName::Test, prediction: &answer }]);
    let expected = "path,split,actual,predicted,confidence,p_heads,p_tails\r\n\
        tails/1.png,test,tails,tails,0.75,0.25,0.75\r\n";
    assert_eq!(text, expected);
}

#[test]
fn only_a_file_beyond_ascii_carries_a_mark() {
    let plain = ["heads".to_owned()];
    let script = ["正面".to_owned()];
    assert!(to_csv(&plain, []).starts_with("path,"));
    assert!(to_csv(&script, []).starts_with("\u{feff}path,"));
}

#[test]
fn hostile_names_come_back_and_are_no_formulas() {
    let classes: Vec<String> = HOSTILE.map(String::from).to_vec();
    let even = vec![1.0 / HOSTILE.len() as f32; HOSTILE.len()];
    let answers: Vec<Prediction> = (0..HOSTILE.len() as u32).map(|class| prediction(class, &even)).collect();
    let text = to_csv(
        &classes,
        answers.iter().zip(HOSTILE).map(|(prediction, path)| Answer {
            path,
            split: SplitName::Train,
            prediction,
        }),
    );
    let (header, rows) = read(&text);
    assert_eq!(header[5..], HOSTILE.map(|class| format!("p_{class}")));
    assert_eq!(rows.len(), HOSTILE.len());
    for (row, name) in rows.iter().zip(HOSTILE) {
        assert_eq!((bare(&row[0]), bare(&row[2])), (name, name));
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_name_comes_back(path: String, first: String, second: String, guess in 0.0_f32..1.0) {
        let classes = [first, second];
        let answer = prediction(1, &[guess, 1.0 - guess]);
        let text = to_csv(&classes, [Answer { path: &path, split: SplitName::Test, prediction: &answer }]);
        let (header, rows) = read(&text);
        prop_assert_eq!(&header[5..], &[format!("p_{}", classes[0]), format!("p_{}", classes[1])]);
        prop_assert_eq!(rows.len(), 1);
        prop_assert_eq!(bare(&rows[0][0]), bare(&path));
        prop_assert_eq!(bare(&rows[0][2]), bare(&classes[1]));
    }

    #[test]
    fn scores_can_be_worked_out_again(
        rows in prop::collection::vec((0_u32..3, 0.0_f32..1.0, 0.0_f32..1.0), 1..30),
    ) {
        let classes = ["a", "b", "c"].map(String::from);
        let answers: Vec<Prediction> = rows
            .iter()
            .map(|&(actual, one, two)| {
                let total = one + two + 0.1;
                prediction(actual, &[one / total, two / total, 0.1 / total])
            })
            .collect();
        let text = to_csv(
            &classes,
            answers.iter().map(|prediction| Answer { path: "x", split: SplitName::Test, prediction }),
        );
        let (_, read) = read(&text);
        let number = |cell: &String| cell.parse::<f64>().expect("a number");
        let probabilities: Vec<f64> = read.iter().flat_map(|row| row[5..].iter().map(number)).collect();
        let actual: Vec<usize> = answers.iter().map(|answer| answer.actual as usize).collect();
        let singles: Vec<f32> = answers.iter().flat_map(|answer| answer.probabilities.clone()).collect();
        let from_file = Predictions::checked(3, actual.clone(), probabilities).expect("rows fit");
        let from_model = Predictions::checked_f32(3, actual, &singles).expect("rows fit");
        prop_assert_eq!(log_loss(&from_file), log_loss(&from_model));
        prop_assert_eq!(from_file, from_model);
    }
}
