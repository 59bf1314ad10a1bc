//! A private PostgreSQL server (临时数据库服务器) for tests and measurements: its own folder, its own
//! socket, no network. It is found, never installed, and gone when dropped or when this process
//! ends in whatever way: a shell holds the other end of a pipe, and stops the server when that
//! closes.
//!
//! `KAIYUAN_TEST_POSTGRES` names a server to use instead; each user of it gets a database.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Runs a server until standard input closes, then stops it and removes its folder. SIGINT is
/// PostgreSQL's fast shutdown; the second try is for a server that was still coming up.
const WATCH: &str = r#"folder=$1; shift; "$@" & server=$!; cat >/dev/null
kill -INT $server; sleep 0.1; kill -INT $server 2>/dev/null; wait $server; rm -rf "$folder""#;

/// A server, for as long as this value lives.
pub struct Server {
    address: String,
    /// The shell that runs the server and watches this process.
    watch: Option<Child>,
}

/// Databases made so far by this process.
static MADE: AtomicU32 = AtomicU32::new(0);

impl Server {
    /// Starts a server, or connects to the one that the environment names; nothing where there is
    /// neither. `folder` must be absent; its parent must be open to other users.
    pub fn start(folder: &Path) -> Result<Option<Server>, String> {
        if let Ok(address) = std::env::var("KAIYUAN_TEST_POSTGRES") {
            return Ok(Some(Server { address, watch: None }));
        }
        let Some(programs) = programs() else { return Ok(None) };
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        let user = unprivileged();
        if user.is_some() {
            run(Command::new("chown").args([OsStr::new("postgres"), folder.as_os_str()]))?;
        }
        let data = folder.join("data");
        let program = |name: &str| as_user(user, &programs.join(name));
        run(program("initdb").arg("-D").arg(&data).args([
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--username=kaiyuan",
            "--no-sync",
        ]))?;
        let watch = Command::new("sh")
            .args(["-c", WATCH, "watch"])
            .arg(folder)
            .args(words(&program("postgres")))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder)
            .args(["-c", "listen_addresses=", "-c", "max_connections=300"])
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let watch = watch.map_err(|error| error.to_string())?;
        let host = folder.display().to_string().replace('/', "%2F");
        let address = format!("postgres://kaiyuan@{host}/postgres");
        let server = Server { address, watch: Some(watch) };
        wait(&programs, folder).map(|()| Some(server))
    }

    /// The address of a fresh, empty database.
    pub fn database(&self) -> Result<String, String> {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("kaiyuan_{}_{number}", std::process::id());
        let opened = crate::postgres::Postgres::open(&self.address);
        let made = opened.and_then(|mut server| {
            server.run(&format!(
                "CREATE DATABASE {name} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'
                 TEMPLATE template0"
            ))
        });
        made.map_err(|fault| fault.to_string())?;
        let (server, _) = self.address.rsplit_once('/').ok_or("an address without a database")?;
        Ok(format!("{server}/{name}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut watch) = self.watch.take() {
            drop(watch.stdin.take());
            // What cannot be waited for has ended.
            let _ = watch.wait();
        }
    }
}

/// Waits until the server answers.
fn wait(programs: &Path, folder: &Path) -> Result<(), String> {
    for _ in 0..600 {
        let asked = Command::new(programs.join("pg_isready"))
            .arg("-h")
            .arg(folder)
            .stdout(Stdio::null())
            .status();
        if asked.is_ok_and(|status| status.success()) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err("the private PostgreSQL server did not come up in 30 seconds".into())
}

/// A command as the words that a shell would be given.
fn words(command: &Command) -> Vec<&OsStr> {
    std::iter::once(command.get_program()).chain(command.get_args()).collect()
}

/// The newest installed server programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let found = versions.map(|version| version.path().join("bin"));
    found.filter(|bin| bin.join("postgres").exists()).max()
}

/// PostgreSQL refuses to run as root; then the package's own user runs it.
fn unprivileged() -> Option<&'static str> {
    let id = Command::new("id").arg("-u").output().ok()?;
    (String::from_utf8_lossy(&id.stdout).trim() == "0").then_some("postgres")
}

fn as_user(user: Option<&str>, program: &Path) -> Command {
    match user {
        None => Command::new(program),
        Some(user) => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", user, "--regid", user, "--clear-groups", "--"]);
            command.arg(program).current_dir("/");
            command
        }
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))
}
