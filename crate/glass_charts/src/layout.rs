//! Sizes and boxes in CSS pixels, notes that step aside for each other, lines cut to their box, and thinning.

use crate::text;

/// The size of a figure in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Size {
    /// The size of the labels' font.
    pub(crate) fn font_px(self) -> f64 {
        if self.width < 280.0 {
            10.0
        } else if self.width < 420.0 {
            11.0
        } else {
            12.0
        }
    }
}

/// A vertical line with a word on it: the best epoch, p95, an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Where on the horizontal axis.
    pub x: f64,
    /// What stands above it.
    pub label: String,
}

/// A horizontal line to compare with: chance level, a floor, a reference score.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceLine {
    /// Where on the vertical axis.
    pub y: f64,
    /// What stands beside it.
    pub label: String,
}

/// A point on the figure, in CSS pixels.
pub(crate) type Spot = (f64, f64);

/// A box on the figure, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Bounds {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn holds(&self, (x, y): Spot) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// A word with its place: centred at `x`, in a row counted from the bottom.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlacedNote {
    pub line_x: f64,
    pub text_x: f64,
    pub row: usize,
    pub label: String,
}

/// Puts words over their lines without overlap, in at most `most_rows` rows; a word without room is left out.
pub(crate) fn place_notes(
    notes: &[(f64, String)],
    font_px: f64,
    (left, right): (f64, f64),
    most_rows: usize,
) -> Vec<PlacedNote> {
    let mut ends = vec![f64::NEG_INFINITY; most_rows];
    let mut sorted: Vec<_> = notes.iter().filter(|(x, _)| (left - 0.5..=right + 0.5).contains(x)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut placed = Vec::with_capacity(sorted.len());
    for (x, label) in sorted {
        let label = text::fit(label, font_px, (right - left).min(180.0));
        let half = text::width(&label, font_px) / 2.0;
        let text_x = x.clamp(left + half, (right - half).max(left + half));
        let row = ends.iter().position(|end| *end + 4.0 <= text_x - half);
        if let Some(row) = row {
            ends[row] = text_x + half;
        }
        let label = if row.is_some() { label } else { String::new() };
        placed.push(PlacedNote { line_x: *x, text_x, row: row.unwrap_or(0), label });
    }
    placed
}

/// The pieces of a line that lie inside the box, cut where it crosses the top or bottom.
pub(crate) fn clip_line(line: &[Spot], bounds: Bounds) -> Vec<Vec<Spot>> {
    let mut pieces: Vec<Vec<Spot>> = Vec::new();
    let mut last_inside = None;
    for pair in line.windows(2) {
        let Some((from, to)) = clip_segment(pair[0], pair[1], bounds) else {
            last_inside = None;
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if last_inside == Some(from) => piece.push(to),
            _ => pieces.push(vec![from, to]),
        }
        last_inside = Some(to);
    }
    pieces
}

/// Liang and Barsky's clipping of one segment.
fn clip_segment((x0, y0): Spot, (x1, y1): Spot, bounds: Bounds) -> Option<(Spot, Spot)> {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    let edges =
        [(-dx, x0 - bounds.left), (dx, bounds.right - x0), (-dy, y0 - bounds.top), (dy, bounds.bottom - y0)];
    for (toward, room) in edges {
        if toward == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if toward < 0.0 {
            enter = enter.max(room / toward);
        } else {
            leave = leave.min(room / toward);
        }
    }
    if enter > leave {
        return None;
    }
    // The ends stay exactly themselves when they are inside, so that neighbouring pieces join.
    let at = |t: f64| match t {
        0.0 => (x0, y0),
        1.0 => (x1, y1),
        _ => (x0 + dx * t, y0 + dy * t),
    };
    Some((at(enter), at(leave)))
}

/// More points than this are thinned before they are drawn.
pub(crate) const MANY_POINTS: usize = 2_000;

/// Thins a line to its first, least, greatest and last point of each of `MANY_POINTS / 4` stretches:
/// no peak is lost.
pub(crate) fn thin(line: Vec<Spot>) -> Vec<Spot> {
    if line.len() <= MANY_POINTS {
        return line;
    }
    let stretch = line.len().div_ceil(MANY_POINTS / 4);
    line.chunks(stretch)
        .flat_map(|chunk| {
            let by_height = |a: &usize, b: &usize| chunk[*a].1.total_cmp(&chunk[*b].1);
            let least = (0..chunk.len()).min_by(by_height).unwrap_or(0);
            let most = (0..chunk.len()).max_by(by_height).unwrap_or(0);
            let mut kept = vec![0, least, most, chunk.len() - 1];
            kept.sort_unstable();
            kept.dedup();
            kept.into_iter().map(move |index| chunk[index])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Bounds = Bounds { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };

    #[test]
    fn a_line_is_cut_where_it_leaves() {
        let line = [(0.0, 5.0), (2.0, 5.0), (4.0, 15.0), (6.0, 5.0), (20.0, 5.0)];
        let pieces = clip_line(&line, UNIT);
        assert_eq!(
            pieces,
            vec![vec![(0.0, 5.0), (2.0, 5.0), (3.0, 10.0)], vec![(5.0, 10.0), (6.0, 5.0), (10.0, 5.0)]]
        );
        assert!(clip_line(&[(0.0, 20.0), (9.0, 20.0)], UNIT).is_empty());
    }

    #[test]
    fn thinning_keeps_the_peaks() {
        let mut line: Vec<Spot> = (0..50_000).map(|i| (f64::from(i), 0.0)).collect();
        line[31_234].1 = 9.0;
        line[777].1 = -9.0;
        let thinned = thin(line);
        assert!(thinned.len() <= MANY_POINTS);
        assert!(thinned.contains(&(31_234.0, 9.0)) && thinned.contains(&(777.0, -9.0)));
        assert!(thinned.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn notes_step_aside() {
        let notes: Vec<_> =
            [(10.0, "p50"), (20.0, "p95"), (22.0, "p99")].map(|(x, l)| (x, l.into())).to_vec();
        let placed = place_notes(&notes, 10.0, (0.0, 100.0), 3);
        assert_eq!(placed.iter().map(|note| note.row).collect::<Vec<_>>(), [0, 1, 2]);
        assert!(placed[0].text_x >= 9.0);
    }
}
