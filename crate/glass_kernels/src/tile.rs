//! The innermost product: four rows times a panel of eight columns, sums kept in registers.
//!
//! Per step it loads two vectors of the panel and four numbers of the rows, and does eight multiplications and
//! eight additions on vectors. Eight sums, two panel vectors, a spread number and a product are twelve vector
//! registers: as many as fit into the sixteen of x86-64 with room for the compiler; larger tiles spill.

use crate::lanes::{LANES, Lanes};

/// Rows of a tile.
pub const ROWS: usize = 4;
/// Columns of a tile, and of a panel.
pub const COLUMNS: usize = 2 * LANES;

/// Sums of a tile.
pub type Tile = [[Lanes; 2]; ROWS];

/// A tile of zeros.
#[inline(always)]
pub fn zeros() -> Tile {
    [[Lanes::zero(); 2]; ROWS]
}

/// Every row begins with the same eight numbers.
#[inline(always)]
pub fn spread(columns: &[f32]) -> Tile {
    [[Lanes::load(columns), Lanes::load(&columns[LANES..])]; ROWS]
}

/// Adds `Σ_k rows[r][k] × panel[k][..]` to each row's sums, in the order of `k`. The panel is `[n, 8]`; each row
/// has at least `n` numbers.
#[inline(always)]
pub fn accumulate(tile: &mut Tile, rows: [&[f32]; ROWS], panel: &[f32]) {
    let n = panel.len() / COLUMNS;
    let [a, b, c, d] = rows.map(|row| &row[..n]);
    for ((((columns, &a), &b), &c), &d) in panel.chunks_exact(COLUMNS).zip(a).zip(b).zip(c).zip(d) {
        let low = Lanes::load(columns);
        let high = Lanes::load(&columns[LANES..]);
        for (sums, value) in tile.iter_mut().zip([a, b, c, d]) {
            let value = Lanes::splat(value);
            sums[0] = sums[0].plus_product(value, low);
            sums[1] = sums[1].plus_product(value, high);
        }
    }
}
