//! The Data station in English.

use super::DataText;
use crate::format;
use crate::format::count;
use crate::text::page::counted;
use glass_core::builtin::BuiltIn;
use glass_core::property::PropertyKind;
use glass_core::split::SplitName;

fn images(n: usize) -> String {
    counted(n, "image", "images")
}

fn files(n: usize) -> String {
    counted(n, "file", "files")
}

fn split(split: SplitName) -> &'static str {
    match split {
        SplitName::Train => "train",
        SplitName::Validation => "validate",
        SplitName::Test => "test",
    }
}

/// `3 images are almost black (a/1.png): …`.
fn found(n: usize, what: &str, example: &str, advice: &str) -> String {
    let verb = if n == 1 { "is" } else { "are" };
    format!("{} {verb} {what} (such as {example}): {advice}", images(n))
}

/// English.
pub const EN: DataText = DataText {
    title: "Data",
    sets: "Try a set",
    set: |set| match set {
        BuiltIn::Coins => "Coins",
        BuiltIn::Digits => "Digits",
        BuiltIn::Animals => "Animals",
        BuiltIn::Emoji => "Emoji",
    },
    set_hint: |set| match set {
        BuiltIn::Coins => "Heads or tails: two classes, drawn by a seeded generator",
        BuiltIn::Digits => "Handwritten digits: ten classes, 8×8 gray",
        BuiltIn::Animals => "Silhouettes of four animals, 28×28 gray",
        BuiltIn::Emoji => "Four kinds of emoji, 32×32 colour",
    },
    drop: "Drop your own folder, images or zip anywhere on this page: every folder becomes a class. Nothing leaves this device.",
    choose_files: "Images or zip …",
    choose_folder: "Folder …",
    clear: "Remove all images",
    planning: "Looking at the files …",
    surveying: |done, total| {
        format!("Looking at the files: {} of {}", format::count(done as usize), format::count(total as usize))
    },
    progress: "Reading images",
    reading: |done, total, next| format!("{done} of {total} read · {next}"),
    stop_reading: "Stop reading",

    empty: "No images yet. Try a set, or drop your own.",
    summary: |classes, n, [train, validation, test]| {
        format!(
            "{} · {} · train {} · validation {} · test {}",
            counted(classes, "class", "classes"),
            images(n),
            count(train),
            count(validation),
            count(test)
        )
    },
    too_few_classes: "Only one class takes part: training needs at least two. Add a folder with images of another class.",
    shortage: |class, name| {
        format!(
            "“{class}” has no image to {} with: add images of it, or change the shares of the splits.",
            split(name)
        )
    },
    unlabelled: |n| format!("{} without a class: left out.", images(n)),

    class_name: |name| format!("Name of the class {name}"),
    class_name_hint: "Rename the class; the name of another class merges the two.",
    class_count: |n, [train, validation, test]| format!("{} · {train} / {validation} / {test}", images(n)),
    merge_label: |name| format!("Merge {name} into"),
    merge: "merge into …",
    merge_go: "Merge",
    leave_out: "Leave out",
    take_back: "Take back",
    click_hint: "A click on an image leaves it out; a second one takes it back.",
    undo: "Undo the last change",
    image_hint: |path| format!("{path} (click: leave out or take back)"),
    image_switch: |class, path| format!("Leave out {path} of {class}"),
    images_of: |class| format!("Images of {class}"),
    show_more: |n| format!("Show more ({} not shown)", count(n)),

    rejected: |n, litter| match (n, litter) {
        (0, litter) => format!("{} passed over", counted(litter as usize, "system file", "system files")),
        (n, 0) => format!("{} left out", files(n)),
        (n, litter) => {
            format!(
                "{} left out · {} passed over",
                files(n),
                counted(litter as usize, "system file", "system files")
            )
        }
    },
    and_more: |n| format!("and {} more", count(n)),

    health: "Health",
    healthy: "Nothing suspicious: no copies, no odd images, no property that gives a class away.",
    duplicates: |groups, surplus, example| {
        format!(
            "{} of the same picture in {} (such as {example}). Copies always stay in one split, so they do not flatter the score.",
            counted(surplus, "copy", "copies"),
            counted(groups, "group", "groups")
        )
    },
    conflicts: |groups, one, other| {
        format!(
            "{} under two different classes (such as {one} and {other}): one of the labels must be wrong.",
            if groups == 1 { String::from("1 picture stands") } else { format!("{groups} pictures stand") }
        )
    },
    drop_copies: "Leave the copies out",
    drop_conflicts: "Leave out what stands under two classes",
    dark: |n, example| found(n, "almost black", example, "is something to be seen on them?"),
    bright: |n, example| found(n, "almost white", example, "is something to be seen on them?"),
    low_information: |n, example| {
        found(
            n,
            "almost plain",
            example,
            "there is little to learn from, unless that is what the class looks like.",
        )
    },
    odd_aspect: |n, example| {
        found(n, "very long or very high", example, "cropping to a square may cut off what matters.")
    },
    odd_size: |n, example| {
        found(n, "much smaller or larger than the others", example, "do they belong here?")
    },
    first_frames: |n, example| {
        format!(
            "Of {}, only the first frame was taken (such as {example}).",
            counted(n, "moving image", "moving images")
        )
    },
    shortcut: |property, class, is_higher, auc| {
        let name = match property {
            PropertyKind::Area => "size in pixels",
            PropertyKind::Aspect => "height over width",
            PropertyKind::Brightness => "brightness",
            PropertyKind::Contrast => "contrast",
            PropertyKind::Red => "share of red",
            PropertyKind::Green => "share of green",
            PropertyKind::Blue => "share of blue",
            PropertyKind::Sharpness => "sharpness",
        };
        let more = if is_higher { "more" } else { "less" };
        format!(
            "The {name} alone tells “{class}” from the rest (it has {more} of it; AUC {auc}): the model may learn that instead of what you mean.",
        )
    },

    plan_title: |n, classes| format!("Take in {} in {}?", images(n), counted(classes, "class", "classes")),
    plan_nothing: "No pictures found",
    plan_columns: ["Class", "Images", "In folders for train / validation / test"],
    plan_fixed: |[train, validation, test]| format!("{train} / {validation} / {test}"),
    plan_merged: |names| {
        format!("Names that differ only in capitals or accents' form were made one: {names}.")
    },
    plan_archives: |n| format!("{} opened.", counted(n as usize, "archive", "archives")),
    plan_unlabelled: |n| {
        format!(
            "{} in no folder. Which class is that?",
            if n == 1 { String::from("1 image lies") } else { format!("{n} images lie") }
        )
    },
    plan_class: "Class of these images",
    plan_class_default: |n| format!("class {n}"),
    plan_choice: "What about the images already here?",
    plan_add: |n| format!("Add to them ({})", images(n)),
    plan_replace: |n| format!("Replace them ({})", images(n)),
    plan_makes_room: "The demo images make room.",
    plan_over: |over, limit| {
        format!(
            "That is {} over the limit of {}: every class keeps its share, the rest is left out and listed.",
            counted(over, "image", "images"),
            format::count(limit)
        )
    },
    plan_forgets: "The trained model will be forgotten: its images change.",
    plan_accept: |n| format!("Take in {}", images(n)),
    plan_cancel: "Cancel",
};
