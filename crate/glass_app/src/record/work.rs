//! The work on the bench: the settings, as a link's fragment, and what the person made of images of their own.
//! The images themselves lie in portions.

use super::envelope::{Kind, Unreadable, open, seal};
use crate::roster::{Class, Roster, Row};
use glass_core::pixels::SampleMeta;
use serde::{Deserialize, Serialize};

/// The work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Set and settings, as a link carries them.
    pub settings: String,
    /// The person's own images, when they are on the bench.
    pub own: Option<OwnImages>,
}

/// The person's own images: where they lie, and what became of their labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnImages {
    /// Which of the sets that were ever kept here.
    pub set: u32,
    /// Portions of it.
    pub n_portions: u32,
    /// Images in all of them.
    pub n_images: u32,
    /// Every class: its name, and whether it is left out.
    classes: Vec<(String, bool)>,
    /// What classes were called before, where they were: images of service are known by those names too.
    former_names: Vec<(u32, Vec<String>)>,
    /// Per image, the index of its class.
    class_of: Vec<Option<u32>>,
    /// Indices of the images that are left out.
    excluded: Vec<u32>,
}

impl OwnImages {
    /// The labels of a set.
    pub fn of(set: u32, n_portions: u32, roster: &Roster) -> Self {
        let is_excluded = |(_, row): &(usize, &Row)| row.is_excluded;
        Self {
            set,
            n_portions,
            n_images: roster.rows.len() as u32,
            classes: roster.classes.iter().map(|class| (class.name.clone(), class.is_excluded)).collect(),
            former_names: roster
                .classes
                .iter()
                .zip(0..)
                .filter(|(class, _)| !class.former_names.is_empty())
                .map(|(class, index)| (index, class.former_names.clone()))
                .collect(),
            class_of: roster.rows.iter().map(|row| row.class.map(|class| class as u32)).collect(),
            excluded: roster
                .rows
                .iter()
                .enumerate()
                .filter(is_excluded)
                .map(|(index, _)| index as u32)
                .collect(),
        }
    }

    /// The roster over the images that could be read, each with the index it had; `None` when the labels do
    /// not belong to them.
    pub fn roster<'a>(&self, images: impl IntoIterator<Item = (usize, &'a SampleMeta)>) -> Option<Roster> {
        let classes = self.classes.iter();
        let former_names = |index: u32| {
            let known = self.former_names.iter().find(|(class, _)| *class == index);
            known.map(|(_, names)| names.clone()).unwrap_or_default()
        };
        let classes: Vec<Class> = classes
            .zip(0..)
            .map(|((name, is_excluded), index)| Class {
                name: name.clone(),
                former_names: former_names(index),
                is_excluded: *is_excluded,
            })
            .collect();
        let row = |(index, meta): (usize, &SampleMeta)| {
            let class = (*self.class_of.get(index)?).map(|class| class as usize);
            if class.is_some_and(|class| class >= classes.len()) {
                return None;
            }
            let is_excluded =
                u32::try_from(index).is_ok_and(|index| self.excluded.binary_search(&index).is_ok());
            Some(Row { class, fixed: meta.fixed, is_excluded, digest: meta.digest })
        };
        let rows = images.into_iter().map(row).collect::<Option<Vec<Row>>>()?;
        Some(Roster { classes, rows })
    }
}

/// The work as a record.
pub fn seal_work(work: &Work) -> Vec<u8> {
    seal(Kind::Work, work, &[])
}

/// The work of a record.
pub fn open_work(bytes: &[u8]) -> Result<Work, Unreadable> {
    Ok(open(Kind::Work, bytes)?.0)
}
