//! Archives as people and attackers make them: each entry is read, or left out with its reason.

use super::*;
use crate::craft::{Packed, packed, zip_of};
use crate::source::Bytes;
use proptest::prelude::*;
use std::io::Write;
use zip::write::SimpleFileOptions;

fn listed(file: &[u8]) -> Listing {
    list(&mut Bytes(file.to_vec())).unwrap()
}

fn paths(listing: &Listing) -> Vec<&str> {
    listing.entries.iter().map(|entry| entry.path.as_str()).collect()
}

/// What becomes of one entry beside a good one.
fn verdict(entry: Packed) -> Result<String, RejectReason> {
    let listing = listed(&zip_of(&[packed("good.png", b"good"), entry]));
    assert_eq!(listing.entries[0].path, "good.png");
    match listing.rejected.as_slice() {
        [] => Ok(listing.entries[1].path.clone()),
        [rejected] => Err(rejected.reason.clone()),
        more => panic!("{more:?}"),
    }
}

#[test]
fn every_kind_of_entry_has_its_verdict() {
    let data = b"data".as_slice();
    let large = MAX_ENTRY_BYTES as u32 + 1;
    let too_large = RejectReason::TooManyBytes { bytes: large.into(), limit: MAX_ENTRY_BYTES };
    let rows: [(Packed, Result<&str, RejectReason>); 19] = [
        (packed("cat/1.png", data), Ok("cat/1.png")),
        (packed("cat\\1.png", data), Ok("cat/1.png")),
        (packed(".//cat/./1.png", data), Ok("cat/1.png")),
        // Old programs write code page 437 and say nothing; the others say that it is UTF-8.
        (packed(b"caf\x82/1.png", data), Ok("café/1.png")),
        (Packed { flags: 0x800, ..packed("cafe\u{301}/1.png", data) }, Ok("café/1.png")),
        (packed("<img src=x onerror=alert(1)>.png", data), Ok("<img src=x onerror=alert(1)>.png")),
        (packed("../../x.png", data), Err(RejectReason::UnsafePath)),
        (packed("cat/../../x.png", data), Err(RejectReason::UnsafePath)),
        (packed("..\\x.png", data), Err(RejectReason::UnsafePath)),
        (packed("/etc/x.png", data), Err(RejectReason::UnsafePath)),
        (packed("C:\\x.png", data), Err(RejectReason::UnsafePath)),
        (packed("good.png", data), Err(RejectReason::DuplicateName)),
        (packed("./good.png", data), Err(RejectReason::DuplicateName)),
        (Packed { flags: 1, ..packed("x.png", data) }, Err(RejectReason::Encrypted)),
        (Packed { attributes: 0o120_777 << 16, ..packed("x.png", data) }, Err(RejectReason::SymbolicLink)),
        (packed("inner.zip", &zip_of(&[packed("x.png", data)])), Err(RejectReason::NestedArchive)),
        (packed("x.png", b""), Err(RejectReason::EmptyFile)),
        (Packed { method: 8, size: large, ..packed("x.png", data) }, Err(too_large)),
        (Packed { method: 8, size: 1 << 20, ..packed("x.png", data) }, Err(RejectReason::CompressionBomb)),
    ];
    for (entry, expected) in rows {
        let name = String::from_utf8_lossy(&entry.name).into_owned();
        assert_eq!(verdict(entry), expected.map(str::to_owned), "{name}");
    }
}

#[test]
fn folders_are_passed_over_and_litter_is_counted() {
    let names = ["cat/", "cat/1.png", "__MACOSX/cat/._1.png", "cat/.DS_Store", "Thumbs.db"];
    let listing = listed(&zip_of(&names.map(|name| packed(name, b"x"))));
    assert_eq!((paths(&listing), listing.litter, listing.rejected.len()), (vec!["cat/1.png"], 3, 0));
}

#[test]
fn of_two_entries_of_one_name_the_first_is_read() {
    let file = zip_of(&[packed("a.png", b"first"), packed("b.png", b"other"), packed("a.png", b"later")]);
    let listing = listed(&file);
    assert_eq!(paths(&listing), ["a.png", "b.png"]);
    let expected = Rejected { path: String::from("a.png"), reason: RejectReason::DuplicateName };
    assert_eq!(listing.rejected, [expected]);
    let mut source = Bytes(file);
    let read: Vec<_> = listing.entries.iter().map(|entry| listing.read(entry, &mut source, 5)).collect();
    assert_eq!(read, [Ok(b"first".to_vec()), Ok(b"other".to_vec())]);
}

#[test]
fn entries_that_share_their_bytes_are_a_bomb() {
    let shared = |name| Packed { shares: Some(0), ..packed(name, b"x") };
    let listing = listed(&zip_of(&[packed("a.png", b"x"), shared("b.png"), shared("c.png")]));
    assert_eq!(paths(&listing), ["a.png"]);
    assert!(listing.rejected.iter().all(|it| it.reason == RejectReason::CompressionBomb));
    assert_eq!(listing.rejected.len(), 2);
}

/// A megabyte of zeros, deflated to a thousandth.
fn deflated_zeros() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("zeros.png", options).unwrap();
    writer.write_all(&vec![0; 1 << 20]).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_honest_bomb_is_known_by_its_ratio() {
    let listing = listed(&deflated_zeros());
    assert!(listing.entries.is_empty());
    assert_eq!(listing.rejected[0].reason, RejectReason::CompressionBomb);
}

#[test]
fn a_lying_bomb_is_stopped_at_the_size_it_declared() {
    let honest = deflated_zeros();
    let mut source = Bytes(honest.clone());
    let compressed = ZipArchive::new(io::Cursor::new(honest.clone()))
        .and_then(|mut archive| {
            let entry = archive.by_index(0)?;
            let start = entry.data_start().unwrap_or_default() as usize;
            Ok(honest[start..start + entry.compressed_size() as usize].to_vec())
        })
        .unwrap();
    source.0 = zip_of(&[Packed { method: 8, size: 1_000, ..packed("x.png", &compressed) }]);
    let listing = list(&mut source).unwrap();
    let [entry] = listing.entries.as_slice() else { panic!("{listing:?}") };
    let read = listing.read(entry, &mut source, entry.size);
    assert!(matches!(read, Err(RejectReason::Damaged(_))), "{read:?}");
}

#[test]
fn what_was_damaged_on_the_way_is_told_when_it_is_read() {
    let mut wounded = packed("x.png", b"data");
    wounded.stored[0] ^= 1;
    let mut source = Bytes(zip_of(&[wounded]));
    let listing = list(&mut source).unwrap();
    let read = listing.read(&listing.entries[0], &mut source, 100);
    assert!(matches!(read, Err(RejectReason::Damaged(_))), "{read:?}");
}

#[test]
fn an_archive_that_was_cut_off_is_truncated_wherever_the_cut() {
    let whole = zip_of(&[packed("cat/1.png", b"one"), packed("dog/2.png", b"two")]);
    assert_eq!(list(&mut Bytes(Vec::new())).err(), Some(RejectReason::EmptyFile));
    for length in 1..whole.len() {
        let reason = list(&mut Bytes(whole[..length].to_vec())).err();
        assert_eq!(reason, Some(RejectReason::Truncated), "{length} of {} bytes", whole.len());
    }
}

#[test]
fn too_many_entries_are_refused_unread() {
    let limit = RejectReason::TooManyEntries { limit: MAX_ENTRIES };
    let mut declared = zip_of(&[packed("x.png", b"x")]);
    let end = declared.len() - 22;
    declared[end + 8..end + 12].copy_from_slice(&[0xf0, 0xff, 0xf0, 0xff]);
    assert_eq!(list(&mut Bytes(declared)).err(), Some(limit.clone()));
    let many: Vec<Packed> = (0..=MAX_ENTRIES).map(|at| packed(format!("{at}.png"), b"x")).collect();
    assert_eq!(list(&mut Bytes(zip_of(&many))).err(), Some(limit));
    assert_eq!(listed(&zip_of(&many[1..])).entries.len(), MAX_ENTRIES as usize);
}

/// Whatever the archive, what is listed stays within the limits and can be read or refused.
fn check(bytes: Vec<u8>) {
    let mut source = Bytes(bytes);
    let Ok(listing) = list(&mut source) else { return };
    for entry in &listing.entries {
        assert!(!layout::is_unsafe(&entry.path) && entry.size <= MAX_ENTRY_BYTES, "{entry:?}");
        let _ = listing.prefix(entry, &mut source);
        if let Ok(bytes) = listing.read(entry, &mut source, 1_000) {
            assert!(bytes.len() <= 1_000);
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..300), has_end: bool) {
        if has_end {
            bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
            bytes.extend([50, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }
        check(bytes);
    }

    #[test]
    fn wounded_archives_never_panic(
        wounds in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut file = zip_of(&[packed("cat/1.png", b"one"), packed("cat/1.png", b"two"), packed("../x", b"3")]);
        for (at, byte) in wounds {
            let at = at.index(file.len());
            file[at] = byte;
        }
        check(file);
    }
}
