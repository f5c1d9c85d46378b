//! From cells to a log: what a column is by its name, what a row may hold, and what is refused.

use super::refusal::{Refusal, RefusedRow, RowReason};
use super::{
    Log, LogSummary, MAX_CLASSES, MAX_COLUMNS, MAX_FIELD_CHARS, MAX_IGNORED, MAX_NAMED, MAX_PROBABILITIES,
    MAX_ROWS, NO_CLASS, NO_PORTION, Row, stamp,
};
use crate::decimal;
use crate::label::is_hidden;
use crate::order::sort_by;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A latency of more milliseconds, thirty years, is none.
const MOST_MILLIS: f64 = 1e12;
/// Probabilities whose sum is further from 1 are counted as not normalised; the rest is rounding.
const ROUNDING: f64 = 1e-3;

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// When.
    Time,
    /// What was true.
    Actual,
    /// What the model said.
    Predicted,
    /// How sure it was of it.
    Confidence,
    /// How long it took.
    Latency,
    /// The probability of the class of this index.
    Probability(usize),
    /// Nothing that is read.
    Other,
}

/// What a comma in a number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Commas {
    /// It makes it none.
    #[default]
    None,
    /// It comes before decimals where it can be nothing else: whether `1,234` is one or a thousand nobody can say.
    Plain,
    /// It comes before decimals.
    Decimal,
}

/// Takes rows in, one after the other.
#[derive(Debug, Default)]
pub struct Collector {
    rows: Vec<Row>,
    probabilities: Vec<f32>,
    /// What each row's probabilities were divided by.
    totals: Vec<f32>,
    n_columns: usize,
    has_times: bool,
    classes: BTreeMap<String, u8>,
    summary: LogSummary,
    commas: Commas,
    /// The probabilities of the row at hand; NaN where there was none.
    at_hand: Vec<f64>,
}

impl Collector {
    /// Numbers may be written with a comma before their decimals.
    pub fn take_decimal_commas(&mut self, commas: Commas) {
        self.commas = commas;
    }

    /// Reads a header, or the keys of the first object. Names are taken without case and without space around them;
    /// the name of a class is what follows `p_`.
    pub fn columns<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> Result<Vec<Column>, Refusal> {
        let mut columns: Vec<Column> = Vec::new();
        let mut others: Vec<(usize, &str)> = Vec::new();
        for name in names {
            if columns.len() >= MAX_COLUMNS {
                return Err(Refusal::TooManyColumns { limit: MAX_COLUMNS as u32 });
            }
            let column = match class_of(name) {
                Some(class) => {
                    let known = self.classes.len();
                    let class = usize::from(self.class(class)?);
                    if class < known {
                        return Err(Refusal::RepeatedColumn(clipped(name)));
                    }
                    Column::Probability(class)
                }
                None => plain_column(name),
            };
            if column != Column::Other && columns.contains(&column) {
                return Err(Refusal::RepeatedColumn(clipped(name)));
            }
            if column == Column::Other {
                others.push((columns.len(), name));
            }
            columns.push(column);
        }
        self.take_by_custom(&mut columns, others);
        if !columns.contains(&Column::Predicted) {
            return Err(Refusal::NoPredictions);
        }
        self.n_columns = self.classes.len();
        self.has_times = columns.contains(&Column::Time);
        Ok(columns)
    }

    /// Where a column is missing, one with another customary name is taken for it; the rest is named as not read.
    fn take_by_custom(&mut self, columns: &mut [Column], others: Vec<(usize, &str)>) {
        for (place, name) in others {
            let custom = custom_column(name).filter(|(column, _)| !columns.contains(column));
            match (custom, columns.get_mut(place)) {
                (Some((column, usual)), Some(slot)) => {
                    *slot = column;
                    self.summary.taken_for.push((clipped(&plain(name)), usual.to_owned()));
                }
                _ if self.summary.ignored.len() < MAX_IGNORED && !name.trim().is_empty() => {
                    self.summary.ignored.push(clipped(&plain(name)));
                }
                _ => {}
            }
        }
    }

    /// The column of a name that comes after the first row; `None` for a probability that was not announced.
    pub fn late_column(&self, name: &str) -> Option<Column> {
        match class_of(name) {
            None => Some(plain_column(name)),
            Some(class) => self
                .classes
                .get(plain(class).as_ref())
                .map(|&class| usize::from(class))
                .filter(|&class| class < self.n_columns)
                .map(Column::Probability),
        }
    }

    /// Counts a row that cannot be taken in.
    pub fn refuse(&mut self, line: u32, reason: RowReason) {
        self.summary.n_refused = self.summary.n_refused.saturating_add(1);
        if self.summary.refused.len() < MAX_NAMED {
            self.summary.refused.push(RefusedRow { line, reason });
        }
    }

    /// Takes a row in, or refuses it.
    ///
    /// # Errors
    /// When the whole file is too much.
    pub fn row<'a>(
        &mut self,
        line: u32,
        cells: impl Iterator<Item = (Column, &'a str)>,
    ) -> Result<(), Refusal> {
        match self.read(line, cells) {
            Ok(()) => Ok(()),
            Err(Stop::Row(reason)) => {
                self.refuse(line, reason);
                Ok(())
            }
            Err(Stop::File(refusal)) => Err(refusal),
        }
    }

    /// The log, in the order of its times.
    ///
    /// # Errors
    /// When no row was taken in.
    pub fn finish(mut self) -> Result<Log, Refusal> {
        if self.rows.is_empty() {
            return Err(match self.summary.n_refused {
                0 => Refusal::Empty,
                _ => Refusal::NoRows(self.summary.refused),
            });
        }
        self.complete();
        let times = |row: &Row| if row.at_millis.is_nan() { f64::NEG_INFINITY } else { row.at_millis };
        let is_in_order = |pair: &[Row]| pair.first().map(times) <= pair.last().map(times);
        self.summary.is_reordered = !self.rows.windows(2).all(is_in_order);
        if self.summary.is_reordered {
            sort_by(&mut self.rows, |a, b| a.at_millis.total_cmp(&b.at_millis).then(a.line.cmp(&b.line)));
        }
        let ends = self.rows.first().zip(self.rows.last());
        self.summary.span_millis =
            ends.map(|(first, last)| (first.at_millis, last.at_millis)).filter(|_| self.has_times);
        self.summary.n_rows = self.rows.len() as u32;
        let least = 1.0 / self.classes.len().max(1) as f64 - ROUNDING;
        // Of one class alone nothing can be said: others may not have come.
        let is_improbable = |row: &&Row| self.classes.len() > 1 && f64::from(row.confidence) < least;
        self.summary.n_improbable = self.rows.iter().filter(is_improbable).count() as u32;
        let mut named: Vec<(u8, String)> =
            self.classes.into_iter().map(|(name, class)| (class, name)).collect();
        sort_by(&mut named, |a, b| a.0.cmp(&b.0));
        self.summary.classes = named.into_iter().map(|(_, name)| name).collect();
        Ok(Log {
            rows: self.rows,
            probabilities: self.probabilities,
            n_columns: self.n_columns,
            summary: self.summary,
        })
    }

    /// A finite number that is not below zero.
    fn number(&self, cell: &str) -> Option<f64> {
        let is_decimal = |(whole, part): (&str, &str)| match self.commas {
            Commas::None => false,
            Commas::Plain => part.len() != 3 || matches!(whole, "0" | ""),
            Commas::Decimal => true,
        };
        let has_comma = !cell.contains('.') && cell.split_once(',').is_some_and(is_decimal);
        let read = if has_comma { decimal::parse(&cell.replacen(',', ".", 1)) } else { decimal::parse(cell) };
        read.filter(|number| number.is_finite() && *number >= 0.0)
    }

    fn read<'a>(&mut self, line: u32, cells: impl Iterator<Item = (Column, &'a str)>) -> Result<(), Stop> {
        let (mut actual, mut predicted) = ("", "");
        let (mut at_millis, mut confidence, mut latency_millis) = (f64::NAN, f64::NAN, f64::NAN);
        self.at_hand.clear();
        self.at_hand.resize(self.n_columns, f64::NAN);
        for (column, cell) in cells {
            if cell.len() > MAX_FIELD_CHARS && cell.chars().count() > MAX_FIELD_CHARS {
                return Err(Stop::Row(RowReason::TooLong));
            }
            let cell = cell.trim();
            match column {
                Column::Actual => actual = cell.trim(),
                Column::Predicted => predicted = cell.trim(),
                Column::Time => {
                    at_millis = stamp::parse(cell).ok_or(Stop::Row(RowReason::Time))?;
                }
                Column::Confidence if !cell.is_empty() => {
                    confidence = self
                        .number(cell)
                        .filter(|share| *share <= 1.0 + ROUNDING)
                        .ok_or(Stop::Row(RowReason::Confidence))?;
                }
                Column::Latency if !cell.is_empty() => {
                    latency_millis = self
                        .number(cell)
                        .filter(|millis| *millis <= MOST_MILLIS)
                        .ok_or(Stop::Row(RowReason::Latency))?;
                }
                Column::Probability(class) if !cell.is_empty() => {
                    let p = self.number(cell).ok_or(Stop::Row(RowReason::Probability))?;
                    if let Some(own) = self.at_hand.get_mut(class) {
                        *own = p;
                    }
                }
                _ => {}
            }
        }
        if predicted.is_empty() {
            return Err(Stop::Row(RowReason::NoPrediction));
        }
        if self.has_times && at_millis.is_nan() {
            return Err(Stop::Row(RowReason::Time));
        }
        let total = self.sum_at_hand()?;
        if self.rows.len() >= MAX_ROWS {
            return Err(Stop::File(Refusal::TooManyRows { limit: MAX_ROWS as u32 }));
        }
        let predicted = self.class(predicted).map_err(Stop::File)?;
        let actual = if actual.is_empty() { NO_CLASS } else { self.class(actual).map_err(Stop::File)? };
        let mut portion = NO_PORTION;
        if let Some(total) = total {
            if self.probabilities.len() + self.n_columns > MAX_PROBABILITIES {
                let limit = MAX_PROBABILITIES as u32;
                return Err(Stop::File(Refusal::TooManyProbabilities { limit }));
            }
            portion = (self.probabilities.len() / self.n_columns.max(1)) as u32;
            self.probabilities.extend(self.at_hand.iter().map(|p| (p / total) as f32));
            self.totals.push(total as f32);
            confidence = match self.at_hand.get(usize::from(predicted)) {
                Some(p) => p / total,
                None if self.n_columns == 1 => 1.0 - self.at_hand[0],
                None => confidence,
            };
            self.summary.n_probable += 1;
            self.summary.n_normalised += u32::from((total - 1.0).abs() > ROUNDING);
        }
        self.summary.n_labelled += u32::from(actual != NO_CLASS);
        self.summary.n_confident += u32::from(!confidence.is_nan());
        self.summary.n_timed += u32::from(!latency_millis.is_nan());
        // Not `min`, which would make 1 of a confidence that is not there.
        let confidence = if confidence > 1.0 { 1.0 } else { confidence as f32 };
        let latency_millis = latency_millis as f32;
        self.rows.push(Row { at_millis, line, portion, confidence, latency_millis, actual, predicted });
        Ok(())
    }

    /// Now that all classes are known, sees to rows whose columns do not name all of them. One column beside two classes
    /// leaves the other class what is left of 1. Where more classes have no column, what is left of 1 could be any of
    /// theirs: such a row keeps the probability of its answer as a confidence, where that has a column, and no more.
    fn complete(&mut self) {
        let n_classes = self.classes.len();
        if n_classes <= self.n_columns || self.n_columns == 0 {
            return;
        }
        if self.n_columns == 1 && n_classes == 2 {
            self.probabilities = self.probabilities.iter().flat_map(|&p| [p, 1.0 - p]).collect();
            self.n_columns = 2;
            return;
        }
        for row in self.rows.iter_mut().filter(|row| row.portion != NO_PORTION) {
            let total = self.totals.get(row.portion as usize).copied().unwrap_or(1.0);
            if self.n_columns > 1 && f64::from(total) >= 1.0 - ROUNDING {
                continue;
            }
            row.portion = NO_PORTION;
            let has_column = usize::from(row.predicted) < self.n_columns;
            self.summary.n_probable -= 1;
            self.summary.n_normalised -= u32::from((f64::from(total) - 1.0).abs() > ROUNDING);
            self.summary.n_confident -= u32::from(!has_column && !row.confidence.is_nan());
            row.confidence = if has_column { row.confidence * total } else { f32::NAN };
        }
    }

    /// The sum of the row's probabilities, by which they are divided; `None` when it has none. One column alone is the
    /// probability of one of two classes, and stays what it is.
    fn sum_at_hand(&self) -> Result<Option<f64>, Stop> {
        if let &[p] = self.at_hand.as_slice() {
            return match p {
                p if p.is_nan() => Ok(None),
                p if p <= 1.0 + ROUNDING => Ok(Some(p.max(1.0))),
                _ => Err(Stop::Row(RowReason::Probability)),
            };
        }
        let given = self.at_hand.iter().filter(|p| !p.is_nan()).count();
        if given == 0 {
            return Ok(None);
        }
        let total: f64 = self.at_hand.iter().sum();
        if given < self.n_columns || !total.is_finite() || total <= 0.0 {
            return Err(Stop::Row(RowReason::Probability));
        }
        Ok(Some(total))
    }

    /// The index of a class, which may be new.
    fn class(&mut self, name: &str) -> Result<u8, Refusal> {
        let name = plain(name);
        if let Some(&class) = self.classes.get(name.as_ref()) {
            return Ok(class);
        }
        if self.classes.len() >= MAX_CLASSES {
            return Err(Refusal::TooManyClasses { limit: MAX_CLASSES as u32 });
        }
        let class = self.classes.len() as u8;
        self.classes.insert(name.into_owned(), class);
        Ok(class)
    }
}

/// What ends the reading of a row.
enum Stop {
    Row(RowReason),
    File(Refusal),
}

/// The class a column's name speaks of.
fn class_of(name: &str) -> Option<&str> {
    let name = name.trim();
    let class = name.strip_prefix("p_").or_else(|| name.strip_prefix("P_"))?;
    (!class.is_empty()).then_some(class)
}

fn plain_column(name: &str) -> Column {
    match name.trim().to_ascii_lowercase().as_str() {
        "timestamp" => Column::Time,
        "actual" => Column::Actual,
        "predicted" => Column::Predicted,
        "confidence" => Column::Confidence,
        "latency_ms" => Column::Latency,
        _ => Column::Other,
    }
}

/// Names that others give to the columns, and what those are called here. No name for the latency: milliseconds must be said.
fn custom_column(name: &str) -> Option<(Column, &'static str)> {
    let name = name.trim().to_ascii_lowercase();
    Some(match name.as_str() {
        "prediction" | "pred" | "y_pred" | "predicted_class" | "predicted_label" => {
            (Column::Predicted, "predicted")
        }
        "label" | "target" | "truth" | "ground_truth" | "y_true" | "actual_class" => {
            (Column::Actual, "actual")
        }
        "score" | "probability" | "y_pred_proba" => (Column::Confidence, "confidence"),
        "time" | "date" | "datetime" | "ts" => (Column::Time, "timestamp"),
        _ => return None,
    })
}

/// A name as it was before it was made harmless for spreadsheets, without the `'` before what begins a formula; and
/// without characters that nobody sees: two names that look the same are one.
fn plain(name: &str) -> Cow<'_, str> {
    /// Stands for a name of which nothing is to be seen.
    const UNSEEN: &str = "\u{fffd}";
    let mut name = Cow::Borrowed(name.trim());
    if name.contains(is_hidden) {
        let seen: String = name.chars().filter(|&c| !is_hidden(c)).collect();
        name = if seen.trim().is_empty() { UNSEEN.into() } else { seen.trim().to_owned().into() };
    }
    match name.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned().into(),
        _ => name,
    }
}

/// As much of a name as a message needs.
fn clipped(name: &str) -> String {
    name.chars().take(60).collect()
}
