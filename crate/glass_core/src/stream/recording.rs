//! Recordings: folders of images from service, a day each, say, that are played one after another.
//!
//! The folder that an image lies in is its class, where the model knows it; the folder above is then the recording, and
//! otherwise the folder itself. Images that lie in folders by class have no order in time: within their recording they come
//! in a seeded one, so that no window holds one class only because its folder came first. All others come in theirs.

use crate::rng::Stream;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Recordings of a stream at most; what lies in more folders is taken for one.
pub const MAX_RECORDINGS: usize = 100;

/// Images that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Its first image, among those of service.
    pub first: u32,
    /// Name of its folder; empty: none.
    pub name: String,
    /// Its images lie in folders by class.
    pub is_by_class: bool,
}

/// Where an image of service lay.
#[derive(Debug, Clone, Copy)]
pub struct Lay<'a> {
    /// Path of its file, folders apart by slashes.
    pub path: &'a str,
    /// Its class, if the model knows it.
    pub class: Option<&'a str>,
}

impl<'a> Lay<'a> {
    /// The folder of its recording, with those above it, and the folder it lies in, if that is its class.
    fn recording(self) -> (&'a str, Option<&'a str>) {
        let above = |path: &'a str| path.rsplit_once('/').map_or(("", path), |(above, last)| (above, last));
        let (folders, _) = above(self.path);
        let (higher, folder) = above(folders);
        // A class that somebody gave it by hand is no folder.
        let is_class = self.class.is_some_and(|class| class.to_lowercase() == folder.trim().to_lowercase());
        if is_class { (higher, Some(folder)) } else { (folders, None) }
    }
}

/// The recordings of images that follow each other by path.
pub fn recordings<'a>(images: impl Iterator<Item = Lay<'a>>) -> Vec<Recording> {
    let places: Vec<(&str, Option<&str>)> = images.map(Lay::recording).collect();
    let mut first = 0;
    let recording = |first: usize, run: &[(&str, Option<&str>)]| {
        let classes: BTreeSet<&str> = run.iter().filter_map(|(_, class)| *class).collect();
        let name = run.first().map_or("", |(folders, _)| folders.rsplit('/').next().unwrap_or_default());
        Recording { first: first as u32, name: name.to_owned(), is_by_class: classes.len() > 1 }
    };
    let all: Vec<Recording> = places
        .chunk_by(|a, b| a.0 == b.0)
        .map(|run| {
            let made = recording(first, run);
            first += run.len();
            made
        })
        .collect();
    if all.len() <= MAX_RECORDINGS {
        all
    } else {
        vec![Recording { name: String::new(), ..recording(0, &places) }]
    }
}

/// The order in which `n` images of these recordings are played.
pub fn order(recordings: &[Recording], n: usize, seed: u32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for (nth, recording) in recordings.iter().enumerate().filter(|(_, recording)| recording.is_by_class) {
        let end = recordings.get(nth + 1).map_or(n, |next| next.first as usize);
        if let Some(own) = order.get_mut(recording.first as usize..end.min(n)) {
            Stream::indexed(seed.into(), "recording", nth as u64).shuffle(own);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    fn named(paths: &[(&'static str, Option<&'static str>)]) -> Vec<(u32, String, bool)> {
        let images = paths.iter().map(|(path, class)| Lay { path, class: *class });
        recordings(images).into_iter().map(|it| (it.first, it.name, it.is_by_class)).collect()
    }

    #[test]
    fn days_hold_folders_by_class() {
        let days = named(&[
            ("week/mon/cat/1.png", Some("cat")),
            ("week/mon/dog/1.png", Some("dog")),
            ("week/tue/CAT/1.png", Some("cat")),
            ("week/tue/CAT/2.png", Some("cat")),
        ]);
        assert_eq!(days, [(0, "mon".into(), true), (2, "tue".into(), false)]);
    }

    #[test]
    fn without_classes_each_folder_is_a_recording_and_hands_name_no_folder() {
        let days =
            named(&[("mon/1.png", None), ("mon/2.png", Some("cat")), ("tue/1.png", None), ("3.png", None)]);
        assert_eq!(days, [(0, "mon".into(), false), (2, "tue".into(), false), (3, String::new(), false)]);
        assert_eq!(named(&[]), []);
    }

    #[test]
    fn what_lies_in_too_many_folders_is_one() {
        let paths: Vec<String> = (0..=MAX_RECORDINGS).map(|day| format!("{day}/1.png")).collect();
        let all = recordings(paths.iter().map(|path| Lay { path, class: None }));
        assert_eq!(all, [Recording { first: 0, name: String::new(), is_by_class: false }]);
    }

    proptest! {
        #[test]
        fn every_image_is_played_once_within_its_recording(
            lengths in prop::collection::vec((1_usize..20, any::<bool>()), 0..8), seed in any::<u32>()
        ) {
            let mut n = 0;
            let of = |&(length, is_by_class): &(usize, bool)| {
                let first = n as u32;
                n += length;
                Recording { first, name: String::new(), is_by_class }
            };
            let recordings: Vec<Recording> = lengths.iter().map(of).collect();
            let order = order(&recordings, n, seed);
            let recording_of = |image: usize| recordings.partition_point(|it| it.first as usize <= image);
            for (place, &image) in order.iter().enumerate() {
                prop_assert_eq!(recording_of(place), recording_of(image));
                let is_by_class = recordings[recording_of(place) - 1].is_by_class;
                prop_assert!(is_by_class || image == place);
            }
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..n).collect::<Vec<_>>());
            prop_assert_eq!(super::order(&recordings, n, seed), order);
        }
    }
}
