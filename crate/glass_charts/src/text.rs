//! The words on a figure, which the caller translates, and how wide they are.

/// The font of every figure: the system's own, which has Chinese where the reader has it.
pub const FAMILY: &str = "system-ui, sans-serif";

/// What a figure says. The caller fills it in its own language; what stays empty is not drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Title of the horizontal axis (predicted class on a confusion matrix).
    pub x_axis: String,
    /// Title of the vertical axis (actual class on a confusion matrix).
    pub y_axis: String,
    /// Said over empty axes: "no data yet".
    pub empty: String,
    /// Stands where a number does not exist: "n/a".
    pub missing: String,
    /// Marks the smoothed column of a table.
    pub smoothed: String,
    /// The lower end of an interval or bin.
    pub low: String,
    /// The upper end of an interval or bin.
    pub high: String,
    /// How many.
    pub count: String,
    /// The reference data.
    pub reference: String,
    /// The current window.
    pub window: String,
    /// The limit of a score.
    pub limit: String,
    /// The chance line or baseline.
    pub chance: String,
    /// The name of the level column.
    pub level: String,
    /// The names of steady, watch and alarm.
    pub levels: [String; 3],
    /// The class column of a table.
    pub class: String,
    /// The score column of a table: AUC, average precision, statistic.
    pub score: String,
}

impl Words {
    /// The name of the level column and of one level.
    pub(crate) fn level(&self, level: crate::Level) -> &str {
        &self.levels[level.rank()]
    }
}

/// Estimated width of one character, in ems: a little generous, as fonts differ.
fn ems(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.32,
        ' ' | '\u{a0}' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.39,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' => 0.95,
        'A'..='Z' | '≥' | '≤' | '<' | '>' | '=' | '+' | '→' | '↓' => 0.72,
        '0'..='9' | 'a'..='z' | '–' | '·' => 0.6,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        other if (other as u32) >= 0x1100 => 1.04,
        _ => 0.66,
    }
}

/// Estimated width of a text in CSS pixels.
pub(crate) fn width(text: &str, font_px: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * font_px
}

/// The text if it fits, or as much of it as does with an ellipsis; empty when not even one letter fits.
pub(crate) fn fit(text: &str, font_px: f64, room: f64) -> String {
    if width(text, font_px) <= room {
        return text.to_owned();
    }
    let mut left = room / font_px - ems('…');
    let kept: String = text
        .chars()
        .take_while(|&character| {
            left -= ems(character);
            left >= 0.0
        })
        .collect();
    let kept = kept.trim_end();
    if kept.is_empty() { String::new() } else { format!("{kept}…") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_text_fits() {
        for text in ["validation", "验证集损失", "a", "", "Wweird — long label, with stops…"] {
            for room in [0.0, 5.0, 12.0, 40.0, 400.0] {
                assert!(width(&fit(text, 12.0, room), 12.0) <= room, "{text} in {room}");
            }
        }
        assert_eq!(fit("validation", 12.0, 400.0), "validation");
        assert!(fit("验证集损失", 12.0, 40.0).ends_with('…'));
    }
}
