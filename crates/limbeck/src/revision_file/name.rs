//! Names of new revision files.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::date::CreateDate;
use crate::config::percent::{self, PercentError, Value};

/// A `file_template` that gives no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("file_template = {template:?}")]
pub struct NameError {
    /// The template.
    pub template: String,
    /// What is wrong.
    pub source: PercentError,
}

/// The words of a message joined by underscores, lower-case and cut at a word's end.
///
/// ```
/// use limbeck::revision_file::slug;
///
/// assert_eq!(slug("Add users' table!", 40), "add_users_table");
/// assert_eq!(slug("Add users' table!", 12), "add_users_");
/// ```
#[must_use]
pub fn slug(message: &str, length: usize) -> String {
    let words: Vec<&str> = message.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let slug = words.join("_").to_lowercase();
    let Some((end, _)) = slug.char_indices().nth(length) else {
        return slug;
    };
    let cut = &slug[..end];
    let whole_words = cut.rsplit_once('_').map_or(cut, |(words, _)| words);
    format!("{whole_words}_")
}

/// What `\w` matches in Python: letters and numbers, not the marks that combine with them.
fn is_word(c: char) -> bool {
    c == '_'
        || matches!(
            c.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
        )
}

/// The name of a revision's file below its version location; it may have folders.
///
/// # Errors
/// A template that refers to something else than `rev slug epoch year month day hour minute
/// second`, or formats one of them in a way that it does not have.
pub fn file_name(
    template: &str,
    revision: &str,
    slug: &str,
    date: &CreateDate,
    extension: &str,
) -> Result<String, NameError> {
    let clock = date.clock;
    let values = [
        ("rev", Value::Str(revision.to_owned())),
        ("slug", Value::Str(slug.to_owned())),
        ("epoch", Value::Int(date.epoch)),
        ("year", Value::Int(clock.year().into())),
        ("month", Value::Int(clock.month().into())),
        ("day", Value::Int(clock.day().into())),
        ("hour", Value::Int(clock.hour().into())),
        ("minute", Value::Int(clock.minute().into())),
        ("second", Value::Int(clock.second().into())),
    ];
    match percent::format(template, &values) {
        Ok(name) => Ok(format!("{name}.{extension}")),
        Err(source) => Err(NameError { template: template.to_owned(), source }),
    }
}
