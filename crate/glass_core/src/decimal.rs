//! Decimal text to a number.
//!
//! The standard library reads every decimal there is, with a table of ten kilobytes that no compression shrinks. The
//! page and its worker would each bring one along to read a learning rate. This reads what people and links write,
//! and rounds it to the same bits.

/// Digits that are kept: what is behind them is dropped. A number's shortest text has at most seventeen.
const MOST_DIGITS: u32 = 19;
/// `5^27` is the last power of five of fewer than 64 bits.
const LARGEST_EXACT: i32 = 27;
const SMALLEST_EXACT: i32 = -LARGEST_EXACT;
/// Beyond it everything is zero or infinite, whatever the digits.
const LARGEST_POWER: i32 = 400;

/// The number that `text` writes: `12`, `-.5`, `1e-3`. `None` where it writes none; infinite where it is too large.
///
/// Rounded to nearest, ties to even, for numbers of at most nineteen digits `d × 10^e` with `|e| ≤ 27`; a few units in
/// the last place off elsewhere.
pub fn parse(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, power) = match digits.split_once(['e', 'E']) {
        Some((digits, power)) => (digits, whole(power)?),
        None => (digits, 0),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let mut read = Digits::default();
    read.take(before, 0)?;
    read.take(after, -1)?;
    Some(sign * scaled(read.mantissa, read.power.saturating_add(power)))
}

/// The leading digits of a decimal: `mantissa × 10^power`.
#[derive(Default)]
struct Digits {
    mantissa: u64,
    n: u32,
    power: i32,
}

impl Digits {
    /// Adds digits; each one kept moves the power by `step`, each one dropped by one more.
    fn take(&mut self, digits: &str, step: i32) -> Option<()> {
        for digit in digits.chars() {
            let digit = digit.to_digit(10)?;
            if self.n < MOST_DIGITS {
                self.mantissa = self.mantissa * 10 + u64::from(digit);
                // Zeros in front are none of the digits.
                self.n += u32::from(self.mantissa > 0);
                self.power = self.power.saturating_add(step);
            } else {
                self.power = self.power.saturating_add(step + 1);
            }
        }
        Some(())
    }
}

/// A whole power of ten, kept small enough to add to.
fn whole(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() {
        return None;
    }
    let size = digits.chars().try_fold(0_i32, |size, digit| {
        Some(size.saturating_mul(10).saturating_add(i32::try_from(digit.to_digit(10)?).ok()?))
    })?;
    Some(sign * size)
}

/// `mantissa × 10^power`.
fn scaled(mantissa: u64, power: i32) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let wide = u128::from(mantissa);
    match power {
        // Whole numbers below 2^127: the conversion rounds, once.
        0..=LARGEST_EXACT => libm::ldexp((wide * five_to(power)) as f64, power),
        SMALLEST_EXACT..=-1 => {
            let shift = wide.leading_zeros();
            let (above, below) = (wide << shift, five_to(-power));
            // At least 65 bits: the last one is below any that rounding looks at, and can stand for what is left.
            let quotient = (above / below) | u128::from(above % below != 0);
            libm::ldexp(quotient as f64, power - shift as i32)
        }
        _ => (0..power.clamp(-LARGEST_POWER, LARGEST_POWER).abs())
            .fold(mantissa as f64, |number, _| if power > 0 { number * 10.0 } else { number / 10.0 }),
    }
}

fn five_to(power: i32) -> u128 {
    (0..power).fold(1, |five, _| five * 5)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::parse;
    use proptest::prelude::*;

    fn agrees(text: &str) {
        let theirs = text.parse::<f64>().ok().filter(|number| number.is_finite());
        assert_eq!(parse(text).map(f64::to_bits), theirs.map(f64::to_bits), "{text:?}");
    }

    #[test]
    fn the_standard_library_reads_the_same() {
        for text in [
            "0",
            "-0",
            "+0",
            "1",
            "007",
            ".5",
            "5.",
            "-.5",
            "0.1",
            "1e3",
            "1E-3",
            "1e+2",
            "2.5e-26",
            "9007199254740993",
            "9007199254740992.5",
            "0.30000000000000004",
            "1234567890123456789",
            "0.000000000000000000000000001",
            "",
            ".",
            "-",
            "+",
            "e5",
            "1e",
            "1e-",
            "1.2.3",
            "1,5",
            " 1",
            "0x10",
            "NaN",
            "inf",
            "--1",
            "+-1",
            "1_000",
            "١",
        ] {
            // The standard library also knows words for what is no number.
            if text != "NaN" && text != "inf" {
                agrees(text);
            } else {
                assert_eq!(parse(text), None);
            }
        }
    }

    #[test]
    fn what_is_too_large_is_infinite_and_what_is_too_small_is_zero() {
        assert_eq!(parse("1e400"), Some(f64::INFINITY));
        assert_eq!(parse("-1e99999999999"), Some(f64::NEG_INFINITY));
        assert_eq!(parse("1e-99999999999"), Some(0.0));
        assert_eq!(parse(&"9".repeat(1000)), Some(f64::INFINITY));
    }

    proptest! {
        #[test]
        fn any_digits_and_power_read_the_same(mantissa in 0_u64..10_000_000_000_000_000_000, power in -27_i32..=27) {
            agrees(&format!("{mantissa}e{power}"));
        }

        #[test]
        fn the_shortest_text_of_a_setting_reads_back(number in prop::num::f64::NORMAL, size in -9_i32..9) {
            let number = libm::ldexp(libm::frexp(number).0, size);
            let text = number.to_string();
            prop_assert_eq!(parse(&text).map(f64::to_bits), Some(number.to_bits()), "{}", text);
        }

        #[test]
        fn far_numbers_are_near(number in prop::num::f64::NORMAL) {
            let read = parse(&format!("{number:e}")).unwrap();
            prop_assert!((read / number - 1.0).abs() < 1e-12 || number.abs() < 1e-300, "{number:e} {read:e}");
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,12}|[0-9.eE+-]{0,40}") {
            let theirs = text.parse::<f64>().ok().filter(|number| !number.is_nan());
            let word = text.trim_start_matches(['+', '-']).starts_with(['i', 'I']);
            prop_assert_eq!(parse(&text).is_some(), theirs.is_some() && !word, "{}", text);
        }
    }
}
