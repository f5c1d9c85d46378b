//! Recordings: folders of images from service, a day each, say, that are played one after another.
//!
//! The folder that an image lies in is its class, where the model knows it; the folder above is then the recording, and
//! otherwise the folder itself. Images that lie in folders by class have no order in time: within their recording they come
//! in a seeded one, so that no window holds one class only because its folder came first. All others come in theirs.

use crate::rng::Stream;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lay<'a> {
    /// The folders of its recording, and those above.
    folders: &'a str,
    /// The folder it lay in, if that is its class.
    class: Option<&'a str>,
}

impl<'a> Lay<'a> {
    /// Of a file at this path, folders apart by slashes; `is_class` says of a folder's name whether it is the class of the
    /// image, one that the model knows. A class that somebody gave by hand is no folder.
    pub fn of(path: &'a str, is_class: impl FnOnce(&str) -> bool) -> Self {
        let above = |path: &'a str| path.rsplit_once('/').unwrap_or(("", path));
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        let (higher, folder) = above(folders);
        if is_class(folder) {
            Self { folders: higher, class: Some(folder) }
        } else {
            Self { folders, class: None }
        }
    }
}

/// The recordings of images that follow each other by path.
pub fn recordings<'a>(images: impl Iterator<Item = Lay<'a>>) -> Vec<Recording> {
    let places: Vec<Lay<'_>> = images.collect();
    let mut first = 0;
    let recording = |first: usize, run: &[Lay<'_>]| {
        let class = run.iter().find_map(|it| it.class);
        let is_by_class = run.iter().any(|it| it.class.is_some() && it.class != class);
        let name = run.first().map_or("", |it| it.folders.rsplit('/').next().unwrap_or_default());
        Recording { first: first as u32, name: name.to_owned(), is_by_class }
    };
    let all: Vec<Recording> = places
        .chunk_by(|a, b| a.folders == b.folders)
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
        let images = paths.iter().map(|(path, class)| {
            Lay::of(path, |folder| class.is_some_and(|it| it.eq_ignore_ascii_case(folder)))
        });
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
        let all = recordings(paths.iter().map(|path| Lay::of(path, |_| false)));
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
