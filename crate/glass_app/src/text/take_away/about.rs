//! The shape of what the About part says.

/// What the About part says.
#[derive(Debug)]
pub struct AboutText {
    /// Its name.
    pub title: &'static str,
    /// What Watchglass is, paragraph by paragraph.
    pub what: &'static [&'static str],
    /// Heading of the glossary.
    pub glossary: &'static str,
    /// What the glossary is for.
    pub glossary_lead: &'static str,
    /// Every number shown.
    pub terms: &'static [Term],
    /// Heading of the credits.
    pub credits: &'static str,
    /// Where the images that come with the page are from.
    pub credit: &'static [Credit],
    /// Where the full notices are.
    pub notices: &'static str,
    /// Heading of the versions.
    pub versions: &'static str,
    /// The version of Watchglass and of its schemas.
    pub version: fn(&str) -> String,
}

/// A number shown, in short.
#[derive(Debug)]
pub struct Term {
    /// Its name.
    pub name: &'static str,
    /// Its formula; empty where words say it better.
    pub formula: &'static str,
    /// What it says, and when it does not exist.
    pub meaning: &'static str,
}

/// Where a set is from.
#[derive(Debug)]
pub struct Credit {
    /// The set.
    pub set: &'static str,
    /// Its source and terms.
    pub terms: &'static str,
}
