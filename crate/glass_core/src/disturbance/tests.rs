//! The dials one by one, and scripts over time.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::pixels::Pixels;
use crate::property::Properties;
use crate::rng::Stream;
use proptest::prelude::*;

fn checker() -> Pixels {
    let data = (0..24 * 18 * 3).map(|at| if (at / 3 + at / 72) % 4 < 2 { 60 } else { 190 }).collect();
    Pixels::checked(24, 18, 3, data).expect("it fits")
}

fn disturbed(dial: Dial, amount: f64) -> Pixels {
    apply(&Amounts::only(dial, amount), &checker(), &mut Stream::named(1, "test"))
}

fn measured(dial: Dial, amount: f64) -> Properties {
    Properties::of(&disturbed(dial, amount), 24, 18).expect("pixels")
}

#[test]
fn each_dial_moves_its_property() {
    let still = measured(Dial::Brightness, 0.0);
    let dark = measured(Dial::Brightness, -0.2);
    assert!((still.brightness - dark.brightness - 0.2).abs() < 0.01);
    let flat = measured(Dial::Contrast, -0.5);
    assert!((flat.contrast / still.contrast - 0.5).abs() < 0.02);
    assert!((flat.brightness - still.brightness).abs() < 0.01);
    let blurred = measured(Dial::Blur, 1.0);
    assert!(blurred.sharpness < still.sharpness / 4.0);
    assert!((blurred.brightness - still.brightness).abs() < 0.02);
    let noisy = measured(Dial::Noise, 0.4);
    assert!(noisy.sharpness > still.sharpness);
    let warm = measured(Dial::Warmth, 0.5);
    assert!(warm.red > still.red + 0.05 && warm.blue < still.blue - 0.05);
    assert!(measured(Dial::Pixelation, 1.0).sharpness < still.sharpness);
    assert!(measured(Dial::Occlusion, 0.9).contrast < still.contrast);
}

#[test]
fn every_dial_of_pixels_changes_them_and_no_other_does() {
    for dial in Dial::ALL {
        let (low, high) = dial.bounds();
        for amount in [low, high].into_iter().filter(|amount| *amount != 0.0) {
            assert_eq!(disturbed(dial, amount) != checker(), dial.is_of_pixels(), "{dial:?} {amount}");
        }
        assert_eq!(disturbed(dial, 0.0), checker());
    }
}

#[test]
fn turning_goes_clockwise_and_scaling_about_the_centre() {
    // One bright pixel above the centre of an odd image goes up and right.
    let mut data = vec![0; 15 * 15];
    data[2 * 15 + 7] = 255;
    let image = Pixels::checked(15, 15, 1, data).expect("it fits");
    let turned = apply(&Amounts::only(Dial::Rotation, 1.0), &image, &mut Stream::named(1, "test"));
    let (at, _) = turned.data.iter().enumerate().max_by_key(|(_, value)| **value).expect("pixels");
    assert!(at % 15 > 8 && at / 15 < 7, "{} {}", at % 15, at / 15);
    let flat = Pixels::checked(9, 7, 3, vec![90; 9 * 7 * 3]).expect("it fits");
    for dial in [Dial::Rotation, Dial::Scale, Dial::Blur, Dial::Pixelation] {
        assert_eq!(apply(&Amounts::only(dial, 1.0), &flat, &mut Stream::named(1, "test")), flat, "{dial:?}");
    }
}

#[test]
fn courses_begin_grow_and_come_again() {
    let ramp = Course::Ramp { at: 10, over: 4 };
    let shares: Vec<f64> = [9, 10, 11, 12, 14, 99].map(|image| ramp.share(image)).into();
    assert_eq!(shares, [0.0, 0.0, 0.25, 0.5, 1.0, 1.0]);
    assert_eq!([4, 5].map(|image| Course::Step { at: 5 }.share(image)), [0.0, 1.0]);
    let burst = Course::Burst { at: 10, every: 5, lasts: 2 };
    assert_eq!(
        [9, 10, 11, 12, 14, 15, 17].map(|image| burst.share(image)),
        [0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0]
    );
    let season = Course::Season { at: 0, every: 100 };
    assert!((season.share(25) - 1.0).abs() < 1e-12 && (season.share(75) + 1.0).abs() < 1e-12);
}

#[test]
fn what_is_turned_by_hand_is_added_and_written_down() {
    let mut script = Script::of(Preset::LampChanged.lines(5, 10));
    script.turn(Dial::Brightness, 0.5, 8);
    script.turn(Dial::Brightness, 0.2, 8);
    script.turn(Dial::Blur, 0.4, 9);
    script.turn(Dial::Blur, f64::NAN, 9);
    assert_eq!(script.by_hand().len(), 2);
    assert!((script.amounts(7).get(Dial::Brightness) + 0.3).abs() < 1e-12);
    assert!((script.amounts(8).get(Dial::Brightness) + 0.1).abs() < 1e-12);
    assert!((script.turned(8).get(Dial::Brightness) - 0.2).abs() < 1e-12);
    assert!((script.amounts(9).get(Dial::Blur) - 0.4).abs() < 1e-12);
    assert_eq!(script.begins(), Some(5));
    let before: Vec<Amounts> = (0..20).map(|image| script.amounts(image)).collect();
    script.quiet(20);
    assert!((0..20).all(|image| script.amounts(image) == before[image as usize]), "the record stays");
    assert!((20..40).all(|image| script.amounts(image).is_none()));
    script.quiet(0);
    assert!(script.is_empty());
}

#[test]
fn a_dial_turned_all_day_keeps_its_last_place() {
    let mut script = Script::default();
    for at in 0..3_000_u32 {
        script.turn(Dial::Noise, f64::from(at) / 3_000.0, at);
    }
    assert_eq!(script.by_hand().len(), MAX_LINES);
    assert!((script.amounts(5_000).get(Dial::Noise) - 2_999.0 / 3_000.0).abs() < 1e-12);
}

#[test]
fn presets_do_something_within_bounds_and_have_names_of_their_own() {
    for preset in Preset::ALL {
        assert_eq!(Preset::from_name(preset.as_str()), Some(preset));
        let script = Script::of(preset.lines(50, 100));
        assert!((0..50).all(|image| script.amounts(image).is_none()), "{preset:?}");
        assert!((50..300).any(|image| !script.amounts(image).is_none()), "{preset:?}");
        for line in script.lines() {
            let (low, high) = line.dial.bounds();
            assert!((low..=high).contains(&line.amount));
        }
    }
    for (at, dial) in Dial::ALL.into_iter().enumerate() {
        assert_eq!(dial.place(), at);
    }
}

proptest! {
    #[test]
    fn any_amounts_on_any_pixels_are_survived(
        width in 1_u16..40, height in 1_u16..40, three: bool, cut in 0_usize..3,
        amounts in prop::collection::vec(any::<f64>(), N_DIALS),
    ) {
        let channels = if three { 3 } else { 1 };
        let n = usize::from(width) * usize::from(height) * usize::from(channels);
        let data: Vec<u8> = (0..n.saturating_sub(cut)).map(|at| (at * 37) as u8).collect();
        let pixels = Pixels { width, height, channels, data };
        let mut wanted = Amounts::default();
        Dial::ALL.into_iter().zip(amounts).for_each(|(dial, amount)| wanted.set(dial, amount));
        let changed = apply(&wanted, &pixels, &mut Stream::named(3, "test"));
        prop_assert_eq!(changed.data.len(), pixels.data.len());
        let again = apply(&wanted, &pixels, &mut Stream::named(3, "test"));
        prop_assert_eq!(changed, again);
    }

    #[test]
    fn any_script_stays_within_bounds(
        lines in prop::collection::vec((0..N_DIALS, any::<f64>(), any::<u32>(), any::<u32>(), 0..4_u8), 0..20),
        image: u32,
    ) {
        let lines = lines.into_iter().map(|(dial, amount, at, every, course)| {
            let course = match course {
                0 => Course::Step { at },
                1 => Course::Ramp { at, over: every },
                2 => Course::Season { at, every },
                _ => Course::Burst { at, every, lasts: every / 2 },
            };
            Line::new(Dial::ALL[dial], amount, course)
        });
        let amounts = Script::of(lines.collect()).amounts(image);
        for dial in Dial::ALL {
            let (low, high) = dial.bounds();
            prop_assert!((low..=high).contains(&amounts.get(dial)));
        }
    }
}
