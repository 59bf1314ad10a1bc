//! Documents in an S3-compatible store (对象存储检查): the tests of the store against moto, a server
//! that is installed from Python's index at the version that they were written for.

use std::path::PathBuf;
use std::process::Command;

use super::demo::target;
use super::passes;
use crate::tidy;

/// The server, at the version that this was written for.
const SERVER: &str = "moto[server,s3]==5.2.5";
/// The tests that ask it.
const TESTS: &str = "test --quiet --locked -p store --features s3 --test it bucket::";
/// Without the server they fail here, where they say "skipped" elsewhere.
const REQUIRE: (&str, &str) = ("KAIYUAN_REQUIRE_MOTO", "1");

/// Runs them.
pub fn run() -> Result<(), String> {
    let server = installed()?;
    println!("   cargo {TESTS}");
    let mut tests = Command::new("cargo");
    tests.args(TESTS.split(' ')).env("KAIYUAN_TEST_MOTO", server).env(REQUIRE.0, REQUIRE.1);
    passes(tests.current_dir(tidy::root()))
}

fn installed() -> Result<PathBuf, String> {
    let room = target().join("ci").join("moto");
    let server = room.join("bin").join("moto_server");
    if !server.exists() {
        passes(Command::new("python3").args(["-m", "venv"]).arg(&room))?;
        let pip = room.join("bin").join("pip");
        passes(Command::new(pip).args(["install", "--quiet", SERVER]))?;
    }
    Ok(server)
}
