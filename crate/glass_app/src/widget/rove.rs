//! Many things, one tab stop: the arrow keys move inside. Which of them is the stop is the caller's to keep.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Moves the focus among its siblings in a wrapping row, as far as they match `selector`, when the key asks for
/// it. Up and
/// down keep the column.
pub fn rove(event: &KeyboardEvent, selector: &str) {
    let Some(active) = document().active_element() else { return };
    let Some(row) = active.parent_element() else { return };
    let children = std::iter::successors(row.first_element_child(), |child| child.next_element_sibling());
    let items: Vec<HtmlElement> = children
        .filter(|child| child.matches(selector).unwrap_or(false))
        .filter_map(|child| child.dyn_into().ok())
        .collect();
    let Some(at) = items.iter().position(|item| **item == active) else { return };
    let top = items.first().map_or(0, HtmlElement::offset_top);
    let n_columns = items.iter().take_while(|item| item.offset_top() == top).count();
    if let Some(next) = next(&event.key(), at, items.len(), n_columns) {
        event.prevent_default();
        if let Some(item) = items.get(next) {
            // It is in the page and a control.
            let _ = item.focus();
        }
    }
}

/// Where a key leads from item `at` of `n` in rows of `n_columns`; the ends do not wrap. `None` when the key is
/// none of these.
fn next(key: &str, at: usize, n: usize, n_columns: usize) -> Option<usize> {
    let n_columns = n_columns.max(1);
    let last = n.saturating_sub(1);
    Some(match key {
        "ArrowRight" => (at + 1).min(last),
        "ArrowLeft" => at.saturating_sub(1),
        "ArrowDown" if at + n_columns <= last => at + n_columns,
        "ArrowUp" if at >= n_columns => at - n_columns,
        "ArrowDown" | "ArrowUp" => at,
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn keys_lead_to_neighbours_and_stop_at_the_ends() {
        // Ten items in rows of four: 0 1 2 3 / 4 5 6 7 / 8 9.
        let table = [
            ("ArrowRight", 3, Some(4)),
            ("ArrowRight", 9, Some(9)),
            ("ArrowLeft", 0, Some(0)),
            ("ArrowLeft", 4, Some(3)),
            ("ArrowDown", 5, Some(9)),
            ("ArrowDown", 6, Some(6)),
            ("ArrowUp", 9, Some(5)),
            ("ArrowUp", 2, Some(2)),
            ("Home", 7, Some(0)),
            ("End", 0, Some(9)),
            ("Enter", 3, None),
        ];
        for (key, at, want) in table {
            assert_eq!(next(key, at, 10, 4), want, "{key} from {at}");
        }
        assert_eq!(next("End", 0, 0, 0), Some(0));
    }
}
