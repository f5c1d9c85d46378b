//! How this browser keeps the work, and how much room it gives.

/// How this browser keeps the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Not known yet.
    #[default]
    Opening,
    /// It does.
    Kept,
    /// The person said no.
    Off,
    /// Another page of this site does; this one works in memory.
    Elsewhere,
    /// The browser refuses.
    Refused,
    /// A newer version of the page keeps its work here, which this one cannot read.
    Newer,
    /// There is no room left.
    Full,
}

impl Standing {
    /// The word in `data-standing`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Kept => "kept",
            Self::Off => "off",
            Self::Elsewhere => "elsewhere",
            Self::Refused => "refused",
            Self::Newer => "newer",
            Self::Full => "full",
        }
    }
}

/// The room of this site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// Bytes in use, as the browser counts: everything of this site, in round numbers.
    pub used_bytes: u64,
    /// Bytes it may use.
    pub quota_bytes: u64,
    /// The browser will not clear it by itself.
    pub is_lasting: bool,
}
