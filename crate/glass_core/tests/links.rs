//! Links that were given out must open for ever.

// Reads a folder, which a browser cannot.
#![cfg(not(target_arch = "wasm32"))]

use glass_core::setting::Setting;
use glass_core::share::{base_recipe, decode};
use std::path::Path;

#[test]
fn every_old_link_opens_without_a_complaint_and_says_what_it_said() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/links/v1");
    let mut n_links = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let link = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let (shared, notices) = decode(&link).unwrap_or_else(|refused| panic!("{link}: {refused:?}"));
        assert_eq!(notices, vec![], "{link}");
        // Each setting in the text is the recipe's, each one not in it is the set's own.
        for setting in Setting::ALL {
            let written =
                link.trim().split('&').find_map(|pair| pair.strip_prefix(&format!("{}=", setting.key())));
            let expected = match written {
                Some(text) => {
                    let mut recipe = base_recipe(&shared.set);
                    setting.write_text(&mut recipe, text);
                    setting.read(&recipe)
                }
                None => setting.read(&base_recipe(&shared.set)),
            };
            assert_eq!(setting.read(&shared.recipe), expected, "{link}: {setting:?}");
        }
        n_links += 1;
    }
    assert!(n_links >= 20, "{n_links} links");
}
