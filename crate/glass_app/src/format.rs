//! Numbers for people: the only place that makes percents. Neutral to the reader's language: a point before
//! decimals, a narrow space between thousands.

use glass_core::interval::Interval;

/// What stands where a number does not exist.
pub const NO_VALUE: &str = "–";

/// The number in words of `format`, or a dash.
pub fn or_dash<T>(value: Option<T>, format: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| NO_VALUE.to_owned(), format)
}

/// A share of 1 as whole percent: `93 %`. Only everything is 100 %, only nothing is 0 %: `99.6 %`, `<0.1 %`.
pub fn percent(share: f64) -> String {
    if share.is_finite() { format!("{} %", percent_number(share)) } else { NO_VALUE.to_owned() }
}

/// A 95 % interval in percent: `[88, 96]`.
pub fn interval(interval: Interval) -> String {
    format!("[{}, {}]", percent_number(interval.low), percent_number(interval.high))
}

/// A share with its interval, where there is one: `93 % [88, 96]`.
pub fn percent_with_interval(share: f64, bounds: Option<Interval>) -> String {
    match bounds {
        Some(bounds) => format!("{} {}", percent(share), interval(bounds)),
        None => percent(share),
    }
}

fn percent_number(share: f64) -> String {
    let percent = share * 100.0;
    let whole = percent.round();
    let is_exact = (percent - whole).abs() < 1e-9;
    if is_exact || (whole != 0.0 && whole.abs() != 100.0) {
        format!("{}", whole + 0.0)
    } else if whole == 0.0 {
        if percent.abs() < 0.05 { String::from("<0.1") } else { format!("{percent:.1}") }
    } else if percent.abs() > 99.95 && percent.abs() < 100.0 {
        String::from(">99.9")
    } else {
        format!("{percent:.1}")
    }
}

/// A whole number: `1797`, from five digits on with narrow spaces, `12 600`.
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let first = digits.len() % 3;
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 3 == first {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// A stretch of time: `0.8 s`, `12 s`, `3 min 05 s`, `1 h 02 min`.
pub fn seconds(seconds: f64) -> String {
    if !seconds.is_finite() {
        return NO_VALUE.to_owned();
    }
    let seconds = seconds.max(0.0);
    if seconds < 9.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3600 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3600, whole % 3600 / 60),
    }
}

/// A moment since a beginning, as minutes and seconds: `0:07`, `62:30`.
pub fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0) as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// A short time, three digits: `0.42 ms`, `12.5 ms`, `132 ms`, `1.2 s`.
pub fn millis(millis: f64) -> String {
    if !millis.is_finite() {
        NO_VALUE.to_owned()
    } else if millis < 999.5 {
        format!("{} ms", three_digits(millis))
    } else {
        seconds(millis / 1000.0)
    }
}

/// Any number in about three digits: `0.0031`, `12.3`, `1250`, `1.2e-7`.
pub fn short_number(number: f64) -> String {
    if !number.is_finite() {
        return NO_VALUE.to_owned();
    }
    let size = number.abs();
    if size != 0.0 && !(1e-4..1e6).contains(&size) {
        return format!("{number:.1e}");
    }
    three_digits(number)
}

/// A loss, to four places or, where those are all zero, to two digits: `0.1234`, `3.5e-6`.
pub fn loss(loss: f64) -> String {
    if loss > 0.0 && loss < 5e-5 { format!("{loss:.1e}") } else { format!("{loss:.4}") }
}

/// A number with its sign, the true minus: `+0.5`, `−3.1`, `0.0`.
pub fn signed(number: f64, places: usize) -> String {
    let size = format!("{:.places$}", number.abs());
    match number {
        _ if size.chars().all(|digit| matches!(digit, '0' | '.')) => size,
        _ if number < 0.0 => format!("−{size}"),
        _ => format!("+{size}"),
    }
}

/// Bytes in powers of a thousand: `20 MB`.
pub fn bytes(bytes: u64) -> String {
    let mut size = bytes as f64;
    for unit in ["B", "kB", "MB"] {
        if size < 999.5 {
            return format!("{} {unit}", three_digits(size));
        }
        size /= 1000.0;
    }
    format!("{} GB", three_digits(size))
}

/// Three significant digits without trailing zeros; digits before the point all stay.
fn three_digits(number: f64) -> String {
    if number == 0.0 {
        return String::from("0");
    }
    let magnitude = number.abs().log10().floor() as i32;
    let decimals = (2 - magnitude).clamp(0, 8) as usize;
    let text = format!("{number:.decimals$}");
    let text = if decimals > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { String::from("0") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_whole_but_never_round_to_all_or_nothing() {
        let table = [
            (0.93, "93 %"),
            (0.935_1, "94 %"),
            (0.29, "29 %"),
            (1.0, "100 %"),
            (0.0, "0 %"),
            (-0.0, "0 %"),
            (0.996, "99.6 %"),
            (0.999_9, ">99.9 %"),
            (0.003, "0.3 %"),
            (0.000_1, "<0.1 %"),
            (-0.12, "-12 %"),
            (f64::NAN, "–"),
        ];
        for (share, text) in table {
            assert_eq!(percent(share), text, "{share}");
        }
    }

    #[test]
    fn intervals_follow_their_number() {
        let bounds = Interval { low: 0.881, high: 0.962 };
        assert_eq!(percent_with_interval(0.93, Some(bounds)), "93 % [88, 96]");
        assert_eq!(percent_with_interval(0.93, None), "93 %");
    }

    #[test]
    fn counts_are_grouped_from_five_digits_on() {
        for (n, text) in
            [(0, "0"), (1797, "1797"), (12_600, "12\u{202f}600"), (1_234_567, "1\u{202f}234\u{202f}567")]
        {
            assert_eq!(count(n), text);
        }
    }

    #[test]
    fn times_read_like_times() {
        let table =
            [(0.04, "0.0 s"), (0.84, "0.8 s"), (9.96, "10 s"), (185.0, "3 min 05 s"), (3725.0, "1 h 02 min")];
        for (time, text) in table {
            assert_eq!(seconds(time), text, "{time}");
        }
        for (time, text) in
            [(0.416, "0.416 ms"), (12.5, "12.5 ms"), (132.4, "132 ms"), (1200.0, "1.2 s"), (0.0, "0 ms")]
        {
            assert_eq!(millis(time), text, "{time}");
        }
    }

    #[test]
    fn numbers_keep_three_digits() {
        let table = [
            (0.003_141_59, "0.00314"),
            (0.5, "0.5"),
            (12.34, "12.3"),
            (1250.4, "1250"),
            (0.000_000_12, "1.2e-7"),
            (0.0, "0"),
            (-0.25, "-0.25"),
            (100.0, "100"),
        ];
        for (number, text) in table {
            assert_eq!(short_number(number), text, "{number}");
        }
        for (size, text) in [(0, "0 B"), (20_971_520, "21 MB"), (1_500, "1.5 kB"), (2_000_000_000, "2 GB")] {
            assert_eq!(bytes(size), text, "{size}");
        }
    }
}
