//! What may stand in the name of a class, wherever the name comes from: a folder, a field, a link.

/// Characters that are not seen but change what is: controls (C0, C1), those that turn the direction of text,
/// line separators, spaces of no width and the byte order mark. What joins letters stays: it is writing.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}')
}

/// A name as it can be shown beside others: without what is not seen but changes what is.
pub fn shown(name: &str) -> String {
    name.chars().filter(|&c| !is_hidden(c)).collect()
}
