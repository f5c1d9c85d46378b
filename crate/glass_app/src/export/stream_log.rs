//! `stream.csv`: the answers of a stream as a prediction log, `timestamp,actual,predicted,p_<class>…,latency_ms`, as any
//! program that watches logs reads it, the page itself too.
//!
//! The time is when an image was due; the latency is from then to the answer. What is not known is empty.

use super::sheet::{Sheet, harmless};
use glass_core::log::stamp;

/// What stands for the class of something that is of none: every answer to it is wrong.
const NO_CLASS: &str = "(none)";

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// When its image was due, in milliseconds since 1970.
    pub at_millis: f64,
    /// The class, if it is known.
    pub actual: Option<u32>,
    /// It is known to be of none of the classes.
    pub is_of_no_class: bool,
    /// The answer.
    pub predicted: u32,
    /// Probability of every class.
    pub probabilities: Vec<f32>,
    /// From due to answered, in milliseconds.
    pub latency_ms: f64,
}

/// The file's text; `classes` in the order of the probabilities.
pub fn to_csv<'a>(classes: &[String], answers: impl IntoIterator<Item = &'a Answered>) -> String {
    let mut sheet = Sheet::default();
    let head = ["timestamp", "actual", "predicted"].map(String::from);
    let named = classes.iter().map(|class| format!("p_{class}"));
    sheet.row(head.into_iter().chain(named).chain(["latency_ms".to_owned()]));
    let name = |class: u32| classes.get(class as usize).map_or_else(String::new, |name| harmless(name));
    for it in answers {
        let probability =
            |class: usize| it.probabilities.get(class).map_or_else(String::new, |p| p.to_string());
        let start = [
            stamp::print(it.at_millis).unwrap_or_default(),
            match it.actual {
                Some(actual) => name(actual),
                None if it.is_of_no_class => NO_CLASS.to_owned(),
                None => String::new(),
            },
            name(it.predicted),
        ];
        let end = [format!("{:.3}", it.latency_ms)];
        sheet.row(start.into_iter().chain((0..classes.len()).map(probability)).chain(end));
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use glass_core::log::Collector;

    #[test]
    fn the_page_reads_its_own_log_again() {
        let classes = ["cat".to_owned(), "=dog, or so".to_owned()];
        let row = |at, actual, predicted, sure: f32| Answered {
            at_millis: 1_767_600_000_000.0 + f64::from(at) * 50.0,
            actual,
            is_of_no_class: false,
            predicted,
            probabilities: vec![sure, 1.0 - sure],
            latency_ms: 1.25,
        };
        let rows = [row(0, Some(0), 0, 0.75), row(1, None, 1, 0.25), row(2, Some(1), 0, 0.625)];
        let text = to_csv(&classes, &rows);
        assert!(
            text.starts_with("timestamp,actual,predicted,p_cat,\"p_=dog, or so\",latency_ms\r\n"),
            "{text}"
        );
        assert!(text.contains("2026-01-05T08:00:00Z,cat,cat,0.75,0.25,1.250\r\n"), "{text}");

        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut collector = Collector::default();
        let head = reader.headers().unwrap().clone();
        let columns = collector.columns(head.iter()).unwrap();
        for (line, record) in (2..).zip(reader.records()) {
            collector.row(line, columns.iter().copied().zip(record.unwrap().iter())).unwrap();
        }
        let log = collector.finish().unwrap();
        let it = log.summary();
        assert_eq!((it.n_rows, it.n_refused, it.n_labelled, it.n_probable, it.n_timed), (3, 0, 2, 3, 3));
        assert_eq!(it.classes, classes);
    }
}
