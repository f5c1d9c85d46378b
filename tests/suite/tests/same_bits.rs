//! The same numbers to the last bit, natively and in WebAssembly: chance, splits, links, metrics, pixels.
//!
//! Both sides compare with `tests/golden/bits.txt`. Who changes a number on purpose writes the file anew:
//! `WATCHGLASS_BLESS=1 cargo test -p glass_suite --test same_bits`.

use glass_core::metric::calibration::{Reliability, calibrate};
use glass_core::metric::probability::{brier, log_loss};
use glass_core::metric::{Predictions, average_precision, roc};
use glass_core::recipe::Recipe;
use glass_core::rng::Stream;
use glass_core::split::{Member, assign};
use glass_core::{interval, share};
use glass_intake::coins::{CoinDials, Side, coin};
use glass_intake::decode::decode;
use glass_intake::resize::{Size, resize, whole};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use std::fmt::Debug;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

const GOLDEN: &str = include_str!("../../golden/bits.txt");

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_same_bits_here_as_everywhere() {
    let found: String = [
        line("chance", &chance()),
        line("split", &split()),
        line("link", &link()),
        line("metric", &metric()),
        line("coin", &pixels()),
        line("photograph", &photograph()),
    ]
    .concat();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("WATCHGLASS_BLESS").is_some() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden/bits.txt");
        std::fs::write(file, &found).expect("the golden file can be written");
        return;
    }
    assert_eq!(found, GOLDEN);
}

/// Debug prints a float with as many digits as tell it from every other.
fn line(name: &str, value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{name} {hash:016x}\n")
}

fn chance() -> impl Debug {
    let mut stream = Stream::named(42, "same bits");
    let words: Vec<u64> = (0..500).map(|_| stream.next_u64()).collect();
    let below: Vec<u32> = (1..500).map(|bound| stream.below(bound)).collect();
    // Logarithm and cosine: the platform's own would differ.
    let normal: Vec<f64> = (0..500).map(|_| stream.normal()).collect();
    (words, below, normal)
}

fn split() -> impl Debug {
    let mut stream = Stream::named(7, "members");
    let members: Vec<Member> = (0..500)
        .map(|_| Member {
            class: Some(stream.below(5) as usize),
            group: stream.next_u64() % 300,
            fixed: None,
        })
        .collect();
    assign(&members, 5, Recipe::default().split, 42)
}

fn link() -> impl Debug {
    let links = ["v=1&d=coins&m=cnn&lr=.003&ep=20&s=42&hide=export", "d=digits&lr=50&what=else", "%76%3D1"];
    links.map(|text| share::decode(text).map(|(shared, notices)| (share::encode(&shared), notices)))
}

fn metric() -> impl Debug {
    let mut stream = Stream::named(3, "predictions");
    let (mut actual, mut probabilities) = (Vec::new(), Vec::new());
    for _ in 0..300 {
        let class = stream.below(4) as usize;
        let scores: Vec<f64> =
            (0..4).map(|k| libm::exp(stream.normal() + if k == class { 1.0 } else { 0.0 })).collect();
        let total: f64 = scores.iter().sum();
        probabilities.extend(scores.iter().map(|score| score / total));
        actual.push(class);
    }
    let predictions = Predictions::checked(4, actual, probabilities).expect("the lengths agree");
    (
        (log_loss(&predictions), brier(&predictions)),
        (roc::one_vs_rest(&predictions), average_precision::one_vs_rest(&predictions)),
        (Reliability::of(&predictions), calibrate(&predictions)),
        (interval::wilson(271, 300), predictions.confusion()),
    )
}

fn pixels() -> impl Debug {
    let coins = [Side::ALL[0], Side::ALL[1]].map(|side| coin(side, 3, &CoinDials::default()).pixels.data);
    let size = Size { width: 64, height: 64 };
    let small =
        coins.each_ref().map(|data| resize(data, size, 3, whole(size), Size { width: 28, height: 20 }));
    (coins, small)
}

/// A JPEG that is decoded at a fraction of its size, and one that is decoded whole.
fn photograph() -> impl Debug {
    let mut stream = Stream::named(5, "photograph");
    [(800, 600), (90, 70)].map(|(width, height)| {
        let picture = RgbImage::from_fn(width, height, |x, y| {
            Rgb([x / 4, y / 3, 200 - x / 8].map(|part| (part % 256) as u8 ^ stream.below(16) as u8))
        });
        let mut file = Vec::new();
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut file, 90)).expect("memory is enough");
        decode(&file).expect("a whole file").pixels.data
    })
}
