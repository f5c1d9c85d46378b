//! Natural order: `2.png` before `10.png`. Files come in this order whatever order the browser lists them
//! in, so that the same folder gives the same data set everywhere.

use std::cmp::Ordering;

/// Compares by runs of digits and other characters; case and spelling decide only between equals.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (digits(&mut left), digits(&mut right));
                x.len().cmp(&y.len()).then_with(|| x.cmp(&y))
            }
            (Some(x), Some(y)) => {
                left.next();
                right.next();
                fold(x).cmp(&fold(y))
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Slash before everything else, so that a folder's files stay together.
fn fold(c: char) -> u32 {
    match c {
        '/' => 0,
        _ => c.to_lowercase().next().map_or(0, u32::from),
    }
}

/// The digits at the front, without leading zeros.
fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        if digit != '0' || !run.is_empty() {
            run.push(digit);
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_count_and_folders_stay_together() {
        let mut names = ["b/1.png", "a/10.png", "a b/1.png", "a/2.png", "A/2.png", "a/02.png", "a/1.png"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["a/1.png", "A/2.png", "a/02.png", "a/2.png", "a/10.png", "a b/1.png", "b/1.png"]);
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[0-2a-cA-C/ é]{0,6}", b in "[0-2a-cA-C/ é]{0,6}", c in "[0-2a-cA-C/]{0,6}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b) == Ordering::Equal, a == b);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
