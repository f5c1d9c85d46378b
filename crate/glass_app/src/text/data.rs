//! The Data station: images in, images seen.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::builtin::BuiltIn;
use glass_core::property::PropertyKind;
use glass_core::split::SplitName;

/// Texts of the Data station and of the import dialog.
#[derive(Debug)]
pub struct DataText {
    /// Title of the station.
    pub title: &'static str,
    /// Label of the row of built-in sets.
    pub sets: &'static str,
    /// Name of a built-in set.
    pub set: fn(BuiltIn) -> &'static str,
    /// What is in a built-in set.
    pub set_hint: fn(BuiltIn) -> &'static str,
    /// The invitation.
    pub drop: &'static str,
    /// Button for files.
    pub choose_files: &'static str,
    /// Button for a folder.
    pub choose_folder: &'static str,
    /// Forgets all images.
    pub clear: &'static str,
    /// While the files are looked at.
    pub planning: &'static str,
    /// Files looked at, of how many.
    pub surveying: fn(u32, u32) -> String,
    /// Name of the progress bar.
    pub progress: &'static str,
    /// Images read, of how many, the next one's path.
    pub reading: fn(u32, u32, &str) -> String,
    /// Stops reading.
    pub stop_reading: &'static str,

    /// No images.
    pub empty: &'static str,
    /// Classes, images, and images per split.
    pub summary: fn(usize, usize, [usize; 3]) -> String,
    /// Fewer than two classes take part.
    pub too_few_classes: &'static str,
    /// A class without an image in a split.
    pub shortage: fn(&str, SplitName) -> String,
    /// Images without a class.
    pub unlabelled: fn(usize) -> String,

    /// Label of a class's name field.
    pub class_name: fn(&str) -> String,
    /// What renaming can do.
    pub class_name_hint: &'static str,
    /// Images of a class, and its images per split.
    pub class_count: fn(usize, [usize; 3]) -> String,
    /// Label of the merge list.
    pub merge_label: fn(&str) -> String,
    /// First line of the merge list.
    pub merge: &'static str,
    /// Does it.
    pub merge_go: &'static str,
    /// Leaves a class out.
    pub leave_out: &'static str,
    /// Takes it back.
    pub take_back: &'static str,
    /// What a click on an image of the list does.
    pub click_hint: &'static str,
    /// Takes the last change to the labels back.
    pub undo: &'static str,
    /// What a click on this image does: its path.
    pub image_hint: fn(&str) -> String,
    /// Name of the switch that leaves an image out: class, path.
    pub image_switch: fn(&str, &str) -> String,
    /// Name of the images of a class.
    pub images_of: fn(&str) -> String,
    /// Shows more images; so many are not shown.
    pub show_more: fn(usize) -> String,

    /// Files left out, and system files passed over.
    pub rejected: fn(usize, u32) -> String,
    /// So many more files.
    pub and_more: fn(usize) -> String,

    /// Title of the health list.
    pub health: &'static str,
    /// Nothing found.
    pub healthy: &'static str,
    /// Equal images: groups, images too many, an example.
    pub duplicates: fn(usize, usize, &str) -> String,
    /// Equal images under different labels: groups, two examples.
    pub conflicts: fn(usize, &str, &str) -> String,
    /// Leaves copies out.
    pub drop_copies: &'static str,
    /// Leaves out the pictures that stand under different classes.
    pub drop_conflicts: &'static str,
    /// Almost black: how many, an example.
    pub dark: fn(usize, &str) -> String,
    /// Almost white.
    pub bright: fn(usize, &str) -> String,
    /// Almost plain.
    pub low_information: fn(usize, &str) -> String,
    /// Very long or very high.
    pub odd_aspect: fn(usize, &str) -> String,
    /// Of another size than the rest.
    pub odd_size: fn(usize, &str) -> String,
    /// Only the first picture of a moving one was taken.
    pub first_frames: fn(usize, &str) -> String,
    /// A property that gives a class away: the property, the class, whether it has more of it, the AUC.
    pub shortcut: fn(PropertyKind, &str, bool, String) -> String,

    /// Title of the import dialog: images, classes.
    pub plan_title: fn(usize, usize) -> String,
    /// Title without a single image.
    pub plan_nothing: &'static str,
    /// Heading of the table's columns: class, images, folders of its own.
    pub plan_columns: [&'static str; 3],
    /// Images that lie in train, validation and test folders.
    pub plan_fixed: fn([u32; 3]) -> String,
    /// Names that were made one.
    pub plan_merged: fn(&str) -> String,
    /// Archives opened.
    pub plan_archives: fn(u32) -> String,
    /// Images in no folder.
    pub plan_unlabelled: fn(u32) -> String,
    /// Label of the field for their class.
    pub plan_class: &'static str,
    /// What the field begins with: the number of the class.
    pub plan_class_default: fn(usize) -> String,
    /// The choice between adding and replacing.
    pub plan_choice: &'static str,
    /// Adds: to so many images.
    pub plan_add: fn(usize) -> String,
    /// Replaces.
    pub plan_replace: fn(usize) -> String,
    /// The built-in set makes room.
    pub plan_makes_room: &'static str,
    /// A trained model goes.
    pub plan_forgets: &'static str,
    /// Adding them to so many would be over the limit: images too many, the limit.
    pub plan_over: fn(usize, usize) -> String,
    /// Takes the images in.
    pub plan_accept: fn(usize) -> String,
    /// Does not.
    pub plan_cancel: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_every_split() {
        assert_eq!(
            (EN.summary)(2, 600, [420, 90, 90]),
            "2 classes · 600 images · train 420 · validation 90 · test 90"
        );
        assert_eq!(
            (ZH.summary)(2, 600, [420, 90, 90]),
            "2 类 · 600 张图像 · 训练集 420 · 验证集 90 · 测试集 90"
        );
    }
}
