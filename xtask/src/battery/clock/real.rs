//! The real program under a clock that lies (真实程序): `libfaketime`, preloaded.
//!
//! A start at another time must be held and name its reason; a jump while it serves must be held
//! within seconds. Monotonic time is left alone, as it is when somebody sets a machine's clock.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::tidy;

/// The program and the library that lies to it.
pub struct Real {
    program: PathBuf,
    library: PathBuf,
}

/// A child that ends with the value.
struct Serving(Child);

impl Real {
    /// Builds the one and finds the other; else says what is missing.
    pub fn found() -> Result<Real, &'static str> {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let build = ["build", "--quiet", "--locked", "-p", "kaiyuan"];
        let built = Command::new(cargo).args(build).current_dir(tidy::root()).status();
        if !built.is_ok_and(|status| status.success()) {
            return Err("kaiyuan cannot be built");
        }
        let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned()));
        let program = beside.map(|folder| folder.join("kaiyuan")).filter(|path| path.exists());
        let program = program.ok_or("no kaiyuan beside this program")?;
        let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
        let libraries = folders.map(|one| one.path().join("faketime/libfaketimeMT.so.1"));
        let library = libraries.into_iter().find(|path| path.exists());
        Ok(Real { program, library: library.ok_or("no libfaketime")? })
    }

    /// Lies in every way; what did not end as it must.
    pub fn lie(&self, folder: &Path) -> Result<Vec<String>, String> {
        let ledger = folder.join("ledger");
        self.run(&ledger, None, &["init"])?.filter_ok("init")?;
        let mut wrongs = Vec::new();
        for lie in ["-2d", "+400d"] {
            let size = self.size(&ledger)?;
            let forget = ["vault", "forget", "case:none", "--reason", "test"];
            let answer = self.run(&ledger, Some(lie), &forget)?;
            if answer.ok || !answer.text.contains("kaiyuan clock confirm") {
                wrongs.push(format!("{lie}: not held: {}", answer.text.trim()));
            }
            if self.size(&ledger)? != size {
                wrongs.push(format!("{lie}: something was recorded"));
            }
        }
        if self.run(&ledger, Some("-2d"), &["clock", "confirm"])?.ok {
            wrongs.push("a clock behind the ledger was confirmed".into());
        }
        let forget = ["vault", "forget", "case:none", "--reason", "test"];
        if !self.run(&ledger, None, &forget)?.ok {
            wrongs.push("the right time was refused".into());
        }
        wrongs.extend(self.jump_while_serving(&ledger, folder)?);
        Ok(wrongs)
    }

    /// The clock jumps while the program serves: does it say that it holds?
    fn jump_while_serving(&self, ledger: &Path, folder: &Path) -> Result<Option<String>, String> {
        let lie = folder.join("lie");
        std::fs::write(&lie, "+0").map_err(|fault| fault.to_string())?;
        let mut command = self.command(ledger, &["serve", "--port", "0"]);
        command.env("FAKETIME_TIMESTAMP_FILE", &lie).env("FAKETIME_NO_CACHE", "1");
        command.env("LD_PRELOAD", &self.library).env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut serving = Serving(command.spawn().map_err(|fault| fault.to_string())?);
        let (out, err) = (serving.0.stdout.take(), serving.0.stderr.take());
        let (tell, said) = channel();
        let lines = |stream: Box<dyn std::io::Read + Send>| {
            let tell = tell.clone();
            std::thread::spawn(move || {
                let lines = BufReader::new(stream).lines().map_while(Result::ok);
                lines.for_each(|line| drop(tell.send(line)));
            });
        };
        lines(Box::new(out.ok_or("no output")?));
        lines(Box::new(err.ok_or("no complaints")?));
        let hear = |word: &str| {
            let patience = Duration::from_secs(10);
            std::iter::from_fn(|| said.recv_timeout(patience).ok()).any(|line| line.contains(word))
        };
        if !hear("http://") {
            return Err("the program does not serve under libfaketime".into());
        }
        std::thread::sleep(Duration::from_millis(300));
        std::fs::write(&lie, "+400d").map_err(|fault| fault.to_string())?;
        let is_held = hear("writing is held");
        Ok((!is_held).then(|| "a jump of 400 days while serving was not held".into()))
    }

    fn size(&self, ledger: &Path) -> Result<String, String> {
        Ok(self.run(ledger, None, &["ledger", "verify", "--json"])?.text)
    }

    fn run(&self, ledger: &Path, lie: Option<&str>, words: &[&str]) -> Result<Answer, String> {
        let mut command = self.command(ledger, words);
        if let Some(lie) = lie {
            command.env("FAKETIME", lie).env("LD_PRELOAD", &self.library);
            command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        let output = command.output().map_err(|fault| fault.to_string())?;
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        Ok(Answer { ok: output.status.success(), text })
    }

    fn command(&self, ledger: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words).arg("--data").arg(ledger).stdin(Stdio::null());
        command.env_remove("KAIYUAN_DATABASE").env_remove("KAIYUAN_CONFIG");
        command
    }
}

/// What the program said and how it ended.
struct Answer {
    ok: bool,
    text: String,
}

impl Answer {
    fn filter_ok(self, what: &str) -> Result<(), String> {
        if self.ok { Ok(()) } else { Err(format!("{what}: {}", self.text)) }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and need not be.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
