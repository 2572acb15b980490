//! `init` and `list_templates`: new projects.

use std::path::Path;

use crate::{
    Result,
    config::{ConfigFiles, ConfigRequest, Environment},
    events::{Event, Subscriber},
    templates::{self, InitRequest},
};

/// What a new project looks like.
#[derive(Debug, Clone)]
pub struct Init {
    /// One of those that [`list_templates`] names.
    pub template: String,
    /// Make the directory and its `versions/` Python packages.
    pub package: bool,
}

/// Makes the script directory and the configuration beside it.
///
/// # Errors
/// The directory has something in it, no template has that name, or a file cannot be written.
pub fn init(
    request: &ConfigRequest,
    environment: &Environment,
    directory: &Path,
    options: &Init,
    subscriber: &Subscriber,
) -> Result<()> {
    let files = ConfigFiles::resolve(&request.files, environment)?;
    let directory = directory.to_string_lossy();
    let wanted = InitRequest {
        directory: &directory,
        template: &options.template,
        package: options.package,
        files: &files,
    };
    Ok(templates::init(&wanted, environment, subscriber)?)
}

/// Prints what `init` can make.
///
/// # Errors
/// None.
pub fn list_templates(subscriber: &Subscriber) -> Result<()> {
    let text = templates::list_templates();
    subscriber.send(Event::Output(text.trim_end_matches('\n').to_owned()));
    Ok(())
}
