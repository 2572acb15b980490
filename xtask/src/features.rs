//! `cargo xtask features`: checks every crate that has features without any, and with each alone.

use serde_json::Value;

use crate::process::{Outcome, run_through};
use crate::workspace::{WITH_SQLX, cargo, metadata};

pub fn run() -> Outcome {
    let mut failed = Vec::new();
    for manifest in ["Cargo.toml", WITH_SQLX] {
        for (package, features) in packages(&metadata(&["--no-deps", "--manifest-path", manifest])?)
        {
            for feature in std::iter::once(None).chain(features.iter().map(Some)) {
                let set =
                    format!("{package} with {}", feature.map_or("no features", String::as_str));
                println!("{set}");
                match check(manifest, &package, feature) {
                    Ok(()) => {}
                    Err(failure) if failure.is_interrupt() => return Err(failure),
                    Err(_) => failed.push(set),
                }
            }
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("these do not compile: {}", failed.join(", ")).into())
}

/// The crates of a workspace that have features, and these but for `default`.
fn packages(metadata: &Value) -> Vec<(String, Vec<String>)> {
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    packages
        .iter()
        .filter_map(|package| {
            let features = package["features"].as_object()?.keys();
            let features: Vec<String> =
                features.filter(|name| *name != "default").cloned().collect();
            (!features.is_empty())
                .then(|| Some((package["name"].as_str()?.to_owned(), features)))?
        })
        .collect()
}

fn check(manifest: &str, package: &str, feature: Option<&String>) -> Outcome {
    let mut command = cargo();
    command.args(["check", "--quiet", "--locked", "--package", package, "--no-default-features"]);
    command.args(["--manifest-path", manifest]);
    if let Some(feature) = feature {
        command.args(["--features", feature]);
    }
    run_through(&mut command)
}
