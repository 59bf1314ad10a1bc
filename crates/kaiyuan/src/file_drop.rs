//! Folders through which the service and others exchange files (文件交换): whole files only, on the
//! disk before they count, under names that nothing else has.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{fs, fs::File};

use store::Fault;

/// A file's name has at most this many bytes before its ending; systems of files take 255 in all.
pub const LONGEST_NAME: usize = 200;

/// The plain files of a folder, in the order of their names; the folder is made where it is not.
pub fn files(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Fault> {
    if !folder.is_dir() {
        make(folder)?;
    }
    let listed = fs::read_dir(folder).map_err(|flaw| unwritten(folder, &flaw))?;
    let mut files: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| is_file(path) && is_wanted(path));
    files.sort();
    Ok(files)
}

/// Is it a file and nothing else? Reading a pipe would wait for ever, and a link leads elsewhere.
pub fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}

/// A name under which nothing with one of these endings stands in the folder: its own, or that with
/// a number.
pub fn free(folder: &Path, stem: &str, endings: &[&str]) -> String {
    let stem = &stem[..stem.floor_char_boundary(LONGEST_NAME)];
    let is_taken = |name: &str| {
        let mut all = endings.iter().map(|ending| folder.join(format!("{name}{ending}")));
        all.any(|path| fs::symlink_metadata(path).is_ok())
    };
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    let mut names = std::iter::once(stem.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).expect("there is always a next number")
}

/// Makes a folder, on the disk before anything in it counts.
pub fn make(folder: &Path) -> Result<(), Fault> {
    fs::create_dir_all(folder).map_err(|flaw| unwritten(folder, &flaw))?;
    sync(folder.parent().unwrap_or(folder))
}

/// Puts what was done in a folder on the disk.
pub fn sync(folder: &Path) -> Result<(), Fault> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|flaw| unwritten(folder, &flaw))
}

/// Writes a file for nobody else on the machine to read, under another name first, so that half of
/// one is never read.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    use std::os::unix::fs::OpenOptionsExt;
    let fresh = path.with_extension("new");
    let written = File::options().write(true).create(true).truncate(true).mode(0o640).open(&fresh);
    let written = written.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    let placed = written.and_then(|()| fs::rename(&fresh, path));
    placed.map_err(|flaw| unwritten(path, &flaw))?;
    sync(path.parent().unwrap_or(path))
}

/// What broke at a path.
pub fn unwritten(path: &Path, flaw: &io::Error) -> Fault {
    Fault::Broken(format!("{}: {flaw}", path.display()))
}
