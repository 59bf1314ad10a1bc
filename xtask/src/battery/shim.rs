//! The preload shim (预加载垫片), compiled on the spot: it records writes and makes calls fail.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Setting;
use crate::tidy;

const SOURCE: &str = "tools/powercut/recorder.c";

/// What a row says where there is no compiler.
pub const NO_COMPILER: &str = "no C compiler";

/// The compiled shim.
pub struct Shim {
    library: PathBuf,
}

/// What the shim counted in one process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Writes to files of the folder.
    pub writes: u64,
    /// Syncs of files of the folder.
    pub syncs: u64,
    /// Calls that were made to fail.
    pub injected: u64,
}

impl Shim {
    /// Compiles the shim; nothing where there is no compiler.
    pub fn compile(setting: &Setting) -> Result<Option<Shim>, String> {
        let library = setting.disk.join("recorder.so");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O2", "-Wall", "-o"]).arg(&library);
        let Ok(output) = compiler.arg(tidy::root().join(SOURCE)).output() else {
            return Ok(None);
        };
        if output.status.success() {
            return Ok(Some(Shim { library }));
        }
        Err(format!("{SOURCE}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// The environment in which a child's use of `folder` is watched.
    pub fn watching<'a>(&self, folder: &Path) -> Vec<(&'a str, String)> {
        let text = |path: &Path| path.display().to_string();
        vec![("LD_PRELOAD", text(&self.library)), ("BATTERY_FOLDER", text(folder))]
    }
}

impl Counted {
    /// Reads what the shim wrote at the end of a process.
    pub fn read(path: &Path) -> Result<Counted, String> {
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|fault| format!("the shim counted nothing: {fault}"))?;
        let numbers: Vec<u64> = text.split_whitespace().flat_map(str::parse).collect();
        match numbers[..] {
            [writes, syncs, injected] => Ok(Counted { writes, syncs, injected }),
            _ => Err(format!("the shim counted {text:?}")),
        }
    }
}
