//! Moments as text: ISO 8601, or seconds or milliseconds since 1970. A moment without a zone is UTC.

use crate::decimal;

/// Numbers below it are seconds (until the year 5138), from it on milliseconds.
const LEAST_MILLIS: f64 = 1e11;
/// Numbers from it on are no time.
const MOST_MILLIS: f64 = 1e14;
const MILLIS_A_DAY: i64 = 86_400_000;

/// The moment a text writes, in milliseconds since 1970.
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    match decimal::parse(text) {
        Some(number) if number.abs() < LEAST_MILLIS => Some(number * 1000.0),
        Some(number) if number.abs() < MOST_MILLIS => Some(number),
        Some(_) => None,
        None => iso(text.as_bytes()),
    }
}

/// `2026-01-05T08:00:00Z`, with milliseconds where there are any; `None` outside the years 0 to 9999.
pub fn print(millis: f64) -> Option<String> {
    if !millis.is_finite() || millis.abs() > 3e14 {
        return None;
    }
    let whole = libm::floor(millis) as i64;
    let (days, rest) = (whole.div_euclid(MILLIS_A_DAY), whole.rem_euclid(MILLIS_A_DAY));
    let (year, month, day) = date_of(days);
    if !(0..=9999).contains(&year) {
        return None;
    }
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    let seconds = match rest % 1000 {
        0 => format!("{second:02}"),
        millis => format!("{second:02}.{millis:03}"),
    };
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{seconds}Z"))
}

/// `YYYY-MM-DD`, then perhaps `T` or a space, `hh:mm`, `:ss`, `.fraction`, and a zone.
fn iso(text: &[u8]) -> Option<f64> {
    let mut rest = Rest(text);
    let year = rest.digits(4)?;
    rest.one_of(b"-")?;
    let month = rest.digits(2)?;
    rest.one_of(b"-")?;
    let day = rest.digits(2)?;
    if !(1..=12).contains(&month) || day < 1 || day > days_of(year, month) {
        return None;
    }
    let mut millis = days_before(year, month, day) * MILLIS_A_DAY;
    let mut fraction = 0.0;
    if rest.one_of(b"Tt ").is_some() {
        let hour = rest.digits(2)?;
        rest.one_of(b":")?;
        let minute = rest.digits(2)?;
        let mut second = 0;
        if rest.one_of(b":").is_some() {
            second = rest.digits(2)?;
            if rest.one_of(b".,").is_some() {
                fraction = rest.fraction()?;
            }
        }
        // A leap second counts as the next one.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        millis += ((hour * 60 + minute) * 60 + second) * 1000;
        rest.one_of(b" ");
        if rest.one_of(b"Zz").is_none()
            && let Some(sign) = rest.one_of(b"+-")
        {
            let hours = rest.digits(2)?;
            rest.one_of(b":");
            let minutes = if rest.0.is_empty() { 0 } else { rest.digits(2)? };
            if hours > 18 || minutes > 59 {
                return None;
            }
            let ahead = (hours * 60 + minutes) * 60_000;
            millis += if sign == b'-' { ahead } else { -ahead };
        }
    }
    rest.0.is_empty().then_some(millis as f64 + fraction * 1000.0)
}

struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        wanted.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    fn digits(&mut self, n: usize) -> Option<i64> {
        let (own, rest) = self.0.split_at_checked(n)?;
        let number = own.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
        })?;
        self.0 = rest;
        Some(number)
    }

    fn fraction(&mut self) -> Option<f64> {
        let (mut value, mut unit) = (0.0, 0.1);
        let mut n = 0;
        while let Some(digit) = self.0.first().filter(|digit| digit.is_ascii_digit()) {
            value += f64::from(digit - b'0') * unit;
            unit /= 10.0;
            n += 1;
            self.0 = &self.0[1..];
        }
        // Whole milliseconds come out whole.
        let value = libm::round(value * 1e6) / 1e6;
        (n > 0).then_some(value)
    }
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar: years begin in March, so that leap days end them.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_read() {
        for (text, millis) in [
            ("1970-01-01", Some(0.0)),
            ("2026-01-05T08:00:00Z", Some(1_767_600_000_000.0)),
            ("2026-01-05 08:00", Some(1_767_600_000_000.0)),
            ("2026-01-05T09:00:00+01:00", Some(1_767_600_000_000.0)),
            ("2026-01-05T03:30:00.250-0430", Some(1_767_600_000_250.0)),
            ("2024-02-29", Some(1_709_164_800_000.0)),
            ("1767600000", Some(1_767_600_000_000.0)),
            ("1767600000.5", Some(1_767_600_000_500.0)),
            ("1767600000000", Some(1_767_600_000_000.0)),
            ("1969-12-31T23:59:59Z", Some(-1000.0)),
            ("2025-02-29", None),
            ("2026-13-01", None),
            ("2026-01-05T24:00", None),
            ("2026-01-05T08", None),
            ("2026-01-05T08:00:00.", None),
            ("2026-01-05Z", None),
            ("1e99", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(parse(text), millis, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(millis in -62_000_000_000_000_i64..253_000_000_000_000) {
            let text = print(millis as f64).expect("in range");
            prop_assert_eq!(iso(text.as_bytes()), Some(millis as f64), "{}", text);
        }

        #[test]
        fn any_text_is_survived(text: String, number: f64) {
            let _ = parse(&text);
            let _ = print(number);
        }
    }
}
