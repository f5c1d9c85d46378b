//! The roster: which image carries which label, and what was renamed, merged or left out.
//!
//! Images keep their index for as long as they are in the page; everything a person changes about labels
//! happens here, and the workers get the result.

use crate::lowercase::lowercase;
use glass_core::label::shown;
use glass_core::pixels::SampleMeta;
use glass_core::recipe::Recipe;
use glass_core::split::{self, Member, Split, SplitName};

/// A class as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// What it was called before, and what the classes that were merged into it were called.
    pub former_names: Vec<String>,
    /// Left out of training.
    pub is_excluded: bool,
}

/// What the roster knows of one image.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Index of its class among all classes.
    pub class: Option<usize>,
    /// The split its folder asked for.
    pub fixed: Option<SplitName>,
    /// Left out of training.
    pub is_excluded: bool,
    /// Equal for equal images.
    pub digest: u64,
}

/// All labels.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Roster {
    /// Every class, excluded ones too.
    pub classes: Vec<Class>,
    /// One row an image.
    pub rows: Vec<Row>,
}

/// Changes that can be taken back, at most.
const MAX_CHANGES: usize = 20;

/// How labels come to be others.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// By an edit; these they were before.
    Edit(Roster),
    /// The last edit is taken back.
    Undo,
    /// They are brought back from where they were kept.
    Return,
}

impl Change {
    /// Notes it among the labels of before, the newest last.
    pub fn note(self, before: &mut Vec<Roster>) {
        match self {
            Self::Edit(roster) => {
                before.push(roster);
                let surplus = before.len().saturating_sub(MAX_CHANGES);
                before.drain(..surplus);
            }
            Self::Undo => {
                before.pop();
            }
            Self::Return => before.clear(),
        }
    }
}

/// What is counted of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClassCount {
    /// Images, excluded ones left out.
    pub images: usize,
    /// Images in train, validation and test.
    pub splits: [usize; 3],
}

impl Roster {
    /// Was no class renamed, merged or left out, and no image left out?
    pub fn is_as_it_came(&self) -> bool {
        let is_whole = |row: &Row| row.class.is_some() && !row.is_excluded;
        self.classes.iter().all(|class| class.former_names.is_empty() && !class.is_excluded)
            && self.rows.iter().all(is_whole)
    }

    /// Takes an image in.
    pub fn add(&mut self, meta: &SampleMeta) {
        let class = meta.class.as_deref().map(|name| self.class_named(name));
        self.rows.push(Row { class, fixed: meta.fixed, is_excluded: false, digest: meta.digest });
    }

    fn class_named(&mut self, name: &str) -> usize {
        self.classes.iter().position(|class| class.name == name).unwrap_or_else(|| {
            self.classes.push(Class { name: name.to_owned(), former_names: Vec::new(), is_excluded: false });
            self.classes.len() - 1
        })
    }

    /// Gives a class another name, in Unicode's composed form; a name that another class has already, but for
    /// upper and lower case, merges the two. An empty name changes nothing.
    pub fn rename(&mut self, class: usize, name: &str) {
        let name: String = shown(name).trim().chars().take(64).collect();
        if name.is_empty() || class >= self.classes.len() {
            return;
        }
        let key = lowercase(&name);
        let is_other = |(at, other): (usize, &Class)| at != class && lowercase(&other.name) == key;
        match self.classes.iter().enumerate().position(is_other) {
            Some(other) => self.merge(class, other),
            _ => {
                let class = &mut self.classes[class];
                let former = std::mem::replace(&mut class.name, name);
                if class.name != former {
                    class.former_names.push(former);
                }
            }
        }
    }

    /// Moves all images of `from` into `into` and removes `from`.
    pub fn merge(&mut self, from: usize, into: usize) {
        if from == into || from >= self.classes.len() || into >= self.classes.len() {
            return;
        }
        let gone = self.classes[from].clone();
        self.classes[into].former_names.extend([vec![gone.name], gone.former_names].concat());
        for row in &mut self.rows {
            if row.class == Some(from) {
                row.class = Some(into);
            }
            if let Some(class) = &mut row.class
                && *class > from
            {
                *class -= 1;
            }
        }
        self.classes.remove(from);
    }

    /// Leaves a class out, or takes it back.
    pub fn toggle_class(&mut self, class: usize) {
        if let Some(class) = self.classes.get_mut(class) {
            class.is_excluded = !class.is_excluded;
        }
    }

    /// Leaves an image out, or takes it back.
    pub fn toggle_image(&mut self, image: usize) {
        if let Some(row) = self.rows.get_mut(image) {
            row.is_excluded = !row.is_excluded;
        }
    }

    /// Leaves these images out; those that are out already stay out.
    pub fn exclude_images(&mut self, images: &[usize]) {
        for &image in images {
            if let Some(row) = self.rows.get_mut(image) {
                row.is_excluded = true;
            }
        }
    }

    /// Names of the classes that take part: those with an image that takes part.
    pub fn active_classes(&self) -> Vec<String> {
        self.active().into_iter().map(|class| self.classes[class].name.clone()).collect()
    }

    fn active(&self) -> Vec<usize> {
        let mut has_image = vec![false; self.classes.len()];
        for row in self.rows.iter().filter(|row| !row.is_excluded) {
            if let Some(has_image) = row.class.and_then(|class| has_image.get_mut(class)) {
                *has_image = true;
            }
        }
        (0..self.classes.len())
            .filter(|&class| has_image[class] && !self.classes[class].is_excluded)
            .collect()
    }

    /// Per image, the index of its class among the active ones; `None` when it takes no part.
    pub fn active_labels(&self) -> Vec<Option<usize>> {
        let places = self.places();
        let place = |row: &Row| *places.get(row.class.filter(|_| !row.is_excluded)?)?;
        self.rows.iter().map(place).collect()
    }

    /// Per class, its place among the active ones; `None` when it takes no part.
    pub fn places(&self) -> Vec<Option<usize>> {
        let mut places = vec![None; self.classes.len()];
        for (place, class) in self.active().into_iter().enumerate() {
            places[class] = Some(place);
        }
        places
    }

    /// The index among the active classes of each name, as the classes are called now or else were called:
    /// images that came from the same folders, later, are labelled like them.
    pub fn labels_by_name<'a>(&self, names: impl Iterator<Item = Option<&'a str>>) -> Vec<Option<usize>> {
        let active = self.active();
        let class_called = |name: &str| {
            let is_now = |class: &Class| class.name == name;
            let was = |class: &Class| class.former_names.iter().any(|former| former == name);
            self.classes.iter().position(is_now).or_else(|| self.classes.iter().position(was))
        };
        names
            .map(|name| {
                let class = class_called(name?)?;
                active.iter().position(|&candidate| candidate == class)
            })
            .collect()
    }

    /// Digest of the images that take part and their classes, in their order: FNV-1a over the digest and the
    /// class of each. Equal sets, equal digest.
    pub fn digest(&self) -> u64 {
        self.digest_of_first(u32::MAX)
    }

    /// The same of so many of them only, the first: of the set before others were added to it.
    pub fn digest_of_first(&self, n: u32) -> u64 {
        self.rows
            .iter()
            .zip(self.active_labels())
            .filter_map(|(row, label)| Some([row.digest, label? as u64]))
            .take(n as usize)
            .flatten()
            .flat_map(u64::to_le_bytes)
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    /// Who trains, validates and tests under a recipe; the workers come to the same.
    pub fn split(&self, recipe: &Recipe) -> Split {
        let members: Vec<Member> = self
            .active_labels()
            .into_iter()
            .zip(&self.rows)
            .map(|(class, row)| Member { class, group: row.digest, fixed: row.fixed })
            .collect();
        split::assign(&members, self.active().len(), recipe.split, recipe.seed)
    }

    /// Counts per class (all classes, in their order) under a split.
    pub fn counts(&self, split: &Split) -> Vec<ClassCount> {
        let mut counts = vec![ClassCount::default(); self.classes.len()];
        for (row, place) in self.rows.iter().zip(&split.assignment) {
            if let Some(count) = row.class.and_then(|class| counts.get_mut(class)) {
                count.images += usize::from(!row.is_excluded);
                if let Some(place) = place {
                    count.splits[*place as usize] += 1;
                }
            }
        }
        counts
    }

    /// Images in train, validation and test together.
    pub fn totals(split: &Split) -> [usize; 3] {
        SplitName::ALL.map(|name| split.assignment.iter().filter(|place| **place == Some(name)).count())
    }

    /// Images without a class.
    pub fn n_unlabelled(&self) -> usize {
        self.rows.iter().filter(|row| row.class.is_none()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roster(labels: &[&str]) -> Roster {
        let mut roster = Roster::default();
        for (index, label) in labels.iter().enumerate() {
            let class = Some(roster.class_named(label));
            roster.rows.push(Row { class, fixed: None, is_excluded: false, digest: index as u64 });
        }
        roster
    }

    #[test]
    fn renaming_to_an_existing_name_merges() {
        let mut roster = roster(&["cat", "dog", "kitten", "dog"]);
        roster.rename(2, "CAT");
        assert_eq!(roster.active_classes(), ["cat", "dog"]);
        assert_eq!(roster.active_labels(), [Some(0), Some(1), Some(0), Some(1)]);
        roster.rename(0, "Cat");
        assert_eq!(roster.active_classes(), ["Cat", "dog"], "its own name in other letters is a new name");
    }

    #[test]
    fn later_images_are_labelled_as_their_folders_were_renamed_merged_and_left_out() {
        let mut roster = roster(&["cat", "dog", "emu", "kitten"]);
        let labels = |roster: &Roster| {
            let names = [Some("cat"), Some("dog"), Some("emu"), Some("kitten"), Some("yak"), None];
            roster.labels_by_name(names.into_iter())
        };
        assert_eq!(labels(&roster), [Some(0), Some(1), Some(2), Some(3), None, None]);
        roster.rename(0, "feline");
        roster.merge(3, 0);
        assert_eq!(labels(&roster), [Some(0), Some(1), Some(2), Some(0), None, None]);
        roster.toggle_class(1);
        assert_eq!(labels(&roster), [Some(0), None, Some(1), Some(0), None, None]);
        roster.rename(2, "cat");
        assert_eq!(labels(&roster)[0], Some(1), "what is called so now comes first");
    }

    #[test]
    fn excluded_classes_and_images_take_no_part() {
        let mut roster = roster(&["cat", "dog", "emu", "emu"]);
        roster.toggle_class(0);
        roster.toggle_image(3);
        assert_eq!(roster.active_classes(), ["dog", "emu"]);
        assert_eq!(roster.active_labels(), [None, Some(0), Some(1), None]);
        roster.toggle_class(0);
        assert_eq!(roster.active_labels(), [Some(0), Some(1), Some(2), None]);
    }

    #[test]
    fn many_images_are_left_out_at_once() {
        let mut roster = roster(&["cat", "dog", "dog", "emu"]);
        roster.toggle_image(1);
        roster.exclude_images(&[1, 2, 99]);
        assert_eq!(roster.active_classes(), ["cat", "emu"]);
        assert_eq!(roster.active_labels(), [Some(0), None, None, Some(1)]);
    }

    #[test]
    fn whoever_edits_the_labels_has_another_set() {
        let is_as_it_came = |change: fn(&mut Roster)| {
            let mut roster = roster(&["cat", "dog", "cat"]);
            change(&mut roster);
            roster.is_as_it_came()
        };
        assert!(is_as_it_came(|_| {}));
        assert!(!is_as_it_came(|roster| roster.toggle_image(2)));
        assert!(!is_as_it_came(|roster| roster.toggle_class(1)));
        assert!(!is_as_it_came(|roster| roster.merge(1, 0)));
    }

    #[test]
    fn the_digest_is_of_what_takes_part_and_how() {
        let digest = |change: fn(&mut Roster)| {
            let mut roster = roster(&["cat", "dog", "cat"]);
            change(&mut roster);
            roster.digest()
        };
        let plain = digest(|_| {});
        assert_eq!(digest(|roster| roster.rename(0, "tom")), plain, "a name is no image");
        assert_ne!(digest(|roster| roster.toggle_image(2)), plain);
        assert_ne!(digest(|roster| roster.rows[0].class = Some(1)), plain);
        assert_ne!(digest(|roster| roster.rows.swap(0, 1)), plain);
    }

    #[test]
    fn names_are_cleaned_and_empty_ones_ignored() {
        let mut roster = roster(&["cat"]);
        roster.rename(0, "  \u{7}t\u{202e}om\u{200f} ");
        roster.rename(0, "   ");
        roster.rename(0, "\u{202e} \u{feff}");
        roster.rename(7, "nobody");
        assert_eq!(roster.active_classes(), ["tom"]);
    }
}
