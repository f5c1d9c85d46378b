//! The numbers of a figure as rows; the caller formats them in its language.

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A name.
    Text(String),
    /// How many.
    Count(u64),
    /// A share between 0 and 1, printed as percent.
    Fraction(f64),
    /// Any other finite number.
    Number(f64),
    /// There is no value.
    Missing,
}

impl Cell {
    /// A number, or missing when there is none or it is not finite.
    pub fn number(value: impl Into<Option<f64>>) -> Self {
        value.into().filter(|v| v.is_finite()).map_or(Self::Missing, Self::Number)
    }

    /// A share, or missing when there is none or it is not finite.
    pub fn fraction(value: impl Into<Option<f64>>) -> Self {
        value.into().filter(|v| v.is_finite()).map_or(Self::Missing, Self::Fraction)
    }

    /// A name.
    pub fn text(value: &str) -> Self {
        Self::Text(value.to_owned())
    }

    /// The plain number in the cell.
    pub fn value(&self) -> Option<f64> {
        match *self {
            Self::Count(count) => Some(count as f64),
            Self::Fraction(value) | Self::Number(value) => Some(value),
            Self::Text(_) | Self::Missing => None,
        }
    }
}

/// A table: one header cell a column, every row as long as the header.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Column names, in the caller's language.
    pub header: Vec<String>,
    /// Rows of cells.
    pub rows: Vec<Vec<Cell>>,
}
