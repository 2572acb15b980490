//! What a new revision is to be, as the command line and the project's hooks have it.

/// A revision to make.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "python", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Request {
    pub rev_id: Option<String>,
    pub message: Option<String>,
    pub head: Option<Words>,
    pub splice: bool,
    pub branch_label: Option<Words>,
    pub version_path: Option<String>,
    pub depends_on: Option<Words>,
}

/// One name or several, as Python's hooks may give them.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "python", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "python", serde(untagged))]
pub(crate) enum Words {
    One(String),
    Many(Vec<String>),
}

impl Words {
    pub fn into_vec(self) -> Vec<String> {
        match self {
            Words::One(one) => vec![one],
            Words::Many(many) => many,
        }
    }

    /// None for no names.
    pub fn of(mut names: Vec<String>) -> Option<Words> {
        match names.len() {
            0 => None,
            1 => names.pop().map(Words::One),
            _ => Some(Words::Many(names)),
        }
    }
}
