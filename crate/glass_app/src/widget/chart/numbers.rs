//! The numbers of a figure as a table.

use super::turns;
use crate::format;
use glass_charts::{Cell, Table};
use leptos::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a button in a table is for: row and column of its number, the header's column left out.
#[derive(Debug, Clone, Copy)]
pub struct CellButtons {
    /// It was pressed.
    pub on_press: Callback<(usize, usize)>,
    /// Its name.
    pub name: Callback<(usize, usize), String>,
}

/// A row of a table with its place in it: unchanged rows stay in the page as they are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    index: usize,
    cells: Vec<String>,
    /// What its buttons' names are made of besides: another header or language makes another row.
    context: u64,
}

/// Cells written in one turn: elements cost more than strokes, and a long table at once would hold the page.
const CELLS_A_TURN: usize = 400;

/// A figure's table. A long one is written in turns, row by row from the top.
#[component]
pub fn Numbers(
    table: Memo<Table>,
    table_id: &'static str,
    missing: Signal<&'static str>,
    buttons: Option<CellButtons>,
) -> impl IntoView {
    let rows = Memo::new(move |_| table.with(|table| rows_of(table, missing.get())));
    let written = RwSignal::new(Vec::new());
    let write = move || {
        let next = rows.try_with_untracked(|rows| written.try_with_untracked(|written| turn(written, rows)));
        if let Some(next) = next.flatten() {
            written.try_set(next);
        }
    };
    Effect::new(move |_| {
        if written.with(|written| rows.with(|rows| written != rows)) {
            turns::queue(write);
        }
    });
    let head = move || {
        table.with(|table| {
            table.header.iter().cloned().map(|name| view! { <th scope="col">{name}</th> }).collect_view()
        })
    };
    view! {
        <table class="data-table" data-testid=table_id>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>
                <For each=move || written.get() key=Row::clone let:row>
                    <tr>{row_view(row, buttons)}</tr>
                </For>
            </tbody>
        </table>
    }
}

/// What is written after one more turn: changed rows are replaced and new ones added until the turn is over.
fn turn(written: &[Row], wanted: &[Row]) -> Vec<Row> {
    let columns = wanted.first().map_or(1, |row| row.cells.len().max(1));
    let mut left = (CELLS_A_TURN / columns).max(1);
    let mut next = Vec::with_capacity(wanted.len());
    for (index, row) in wanted.iter().enumerate() {
        let stands = written.get(index);
        if stands != Some(row) && left > 0 {
            left -= 1;
            next.push(row.clone());
        } else if let Some(stands) = stands {
            next.push(stands.clone());
        } else {
            break;
        }
    }
    next
}

fn row_view(row: Row, buttons: Option<CellButtons>) -> AnyView {
    let index = row.index;
    let mut cells = row.cells.into_iter();
    let first = cells.next().map(|said| view! { <th scope="row">{said}</th> });
    let rest = cells
        .enumerate()
        .map(|(column, said)| match buttons {
            None => view! { <td>{said}</td> }.into_any(),
            Some(CellButtons { on_press, name }) => view! {
                <td>
                    <button
                        type="button"
                        class="cell-button"
                        // Not followed: ten thousand followers of one signal hold the page for seconds, and where a
                        // name would change the row is another one.
                        aria-label=untrack(|| name.run((index, column)))
                        on:click=move |_| on_press.run((index, column))
                    >
                        {said}
                    </button>
                </td>
            }
            .into_any(),
        })
        .collect_view();
    view! {
        {first}
        {rest}
    }
    .into_any()
}

/// The rows in words. A row that has a place on the axis but no value yet says nothing and is left out.
fn rows_of(table: &Table, missing: &str) -> Vec<Row> {
    let is_said = |row: &&Vec<Cell>| {
        let is_place = matches!(row.first(), Some(Cell::Number(_)));
        !is_place || row.iter().skip(1).any(|cell| *cell != Cell::Missing)
    };
    let say = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Count(count) => format::count(*count as usize),
        Cell::Fraction(share) => fine_percent(*share),
        Cell::Number(value) => number(*value),
        Cell::Missing => missing.to_owned(),
    };
    let mut context = DefaultHasher::new();
    (&table.header, missing).hash(&mut context);
    let context = context.finish();
    let rows = table.rows.iter().filter(is_said).enumerate();
    rows.map(|(index, row)| Row { index, cells: row.iter().map(say).collect(), context }).collect()
}

/// A number in about five digits, four of them behind zeros; whole numbers whole.
fn number(value: f64) -> String {
    let size = value.abs();
    if value.fract() == 0.0 && size < 1e9 {
        format!("{value:.0}")
    } else if (0.001..100_000.0).contains(&size) {
        let digits = if size < 1.0 { 3.0 } else { 4.0 };
        format!("{value:.*}", (digits - size.log10().floor()) as usize)
    } else {
        format!("{value:.3e}")
    }
}

/// A share of 1 in percent with one decimal: `93.3 %`. Where numbers are compared, not skimmed.
pub fn fine_percent(share: f64) -> String {
    if share.is_finite() { format!("{:.1} %", share * 100.0) } else { format::NO_VALUE.to_owned() }
}

/// A probability with one decimal. Only what is certain is said to be: an answer that was wrong never had 100 %.
pub fn fine_probability(share: f64) -> String {
    match fine_percent(share).as_str() {
        "100.0 %" if share < 1.0 => String::from(">99.9 %"),
        "0.0 %" if share > 0.0 => String::from("<0.1 %"),
        said => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_is_written_in_turns() {
        let rows = |n, said: &str| -> Vec<Row> {
            let cells = |index: usize| vec![index.to_string(), said.to_owned()];
            (0..n).map(|index| Row { index, cells: cells(index), context: 0 }).collect()
        };
        let short = rows(50, "a");
        assert_eq!(turn(&[], &short), short);
        let long = rows(CELLS_A_TURN, "b");
        let mut written = turn(&short, &long);
        assert_eq!(written, long[..CELLS_A_TURN / 2]);
        written = turn(&written, &long);
        assert_eq!(written, long);
        assert_eq!(turn(&long, &short), short);
        assert_eq!(turn(&long, &[]), []);
    }

    #[test]
    fn only_what_is_certain_is_said_to_be() {
        let table =
            [(1.0, "100.0 %"), (0.9997, ">99.9 %"), (0.999, "99.9 %"), (0.0, "0.0 %"), (0.0003, "<0.1 %")];
        for (share, said) in table {
            assert_eq!(fine_probability(share), said);
        }
    }

    #[test]
    fn small_numbers_keep_their_digits() {
        let table = [
            (0.0, "0"),
            (12.0, "12"),
            (0.313_26, "0.3133"),
            (0.009_875, "0.009875"),
            (0.001_234_56, "0.001235"),
            (0.000_4, "4.000e-4"),
            (1.5, "1.5000"),
            (12_345.67, "12346"),
        ];
        for (value, said) in table {
            assert_eq!(number(value), said);
        }
    }
}
