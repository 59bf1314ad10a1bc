//! The sample zone as a newcomer starts it (示例园区): seeded once, or serving on a free port.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use serde_json::Value;

use super::said;
use crate::tidy;

/// How long a demo may take until it answers; it is meant to take one second.
const PATIENCE: Duration = Duration::from_secs(60);

/// A seeded demo.
pub struct Demo {
    /// A folder of its own.
    pub folder: PathBuf,
    /// Where in it the ledger is.
    pub ledger: PathBuf,
    /// What it printed about itself.
    pub summary: Value,
}

/// A demo that serves until it is dropped.
pub struct Server {
    /// Its address, without a slash at the end.
    pub address: String,
    process: Child,
}

impl Demo {
    /// Seeds a fresh demo in a folder of its own below the target folder.
    pub fn seeded(name: &str) -> Result<Demo, String> {
        let folder = target().join("ci").join(name);
        match fs::remove_dir_all(&folder) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault.to_string()),
            _ => {}
        }
        fs::create_dir_all(&folder).map_err(|fault| fault.to_string())?;
        let ledger = folder.join("ledger");
        let printed = said(kaiyuan().args(["demo", "--once", "--json", "--data"]).arg(&ledger))?;
        let summary = serde_json::from_str(printed.trim())
            .map_err(|fault| format!("the demo's summary is no JSON ({fault}): {printed}"))?;
        Ok(Demo { folder, ledger, summary })
    }

    /// How many entries the ledger has.
    pub fn ledger_size(&self) -> Result<u64, String> {
        let size = self.summary["ledger"]["size"].as_u64().filter(|size| *size > 0);
        size.ok_or(format!("the summary has no ledger.size above 0: {}", self.summary))
    }

    /// The pages that a visitor should see, the first page among them.
    pub fn pages(&self) -> Result<Vec<String>, String> {
        let pages = self.summary["pages"].as_array().into_iter().flatten();
        let paths: Vec<String> = pages.filter_map(Value::as_str).map(str::to_owned).collect();
        let first = "/".to_owned();
        match paths.is_empty() {
            true => Err(format!("the summary has no pages: {}", self.summary)),
            false if paths.contains(&first) => Ok(paths),
            false => Ok([vec![first], paths].concat()),
        }
    }

    /// The pages that a role should see, each as `ROLE=PATH`.
    pub fn rooms(&self) -> Vec<String> {
        let told = self.summary["roles"].as_array().into_iter().flatten();
        let told = told.filter_map(|told| Some((told[0]["zh"].as_str()?, told[1].as_str()?)));
        told.map(|(role, path)| format!("{role}={path}")).collect()
    }

    /// Serves this demo on a free port and waits until it is healthy. Its log has a line for each
    /// request: it stands in a file, so that what the checks say is seen.
    pub fn serve(&self) -> Result<Server, String> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.map_err(|fault| fault.to_string())?.port();
        let mut command = kaiyuan();
        command.args(["demo", "--port", &port.to_string(), "--data"]).arg(&self.ledger);
        let log = fs::File::create(self.folder.join("server.log"));
        command.stdout(Stdio::null()).stderr(log.map_err(|fault| fault.to_string())?);
        let process = command.spawn().map_err(|fault| fault.to_string())?;
        let mut server = Server { address: format!("http://127.0.0.1:{port}"), process };
        let log = || format!("; see {}", self.folder.join("server.log").display());
        server.wait(port).map_err(|fault| fault + &log())?;
        Ok(server)
    }
}

impl Server {
    /// Asks for something as JSON; with a file, it is handed in.
    pub fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        file: Option<&str>,
    ) -> Result<Value, String> {
        let host = self.address.trim_start_matches("http://");
        let bearer = token.map_or(String::new(), |it| format!("authorization: Bearer {it}\r\n"));
        let form = file.map_or(String::new(), |content| {
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.pdf\"\r\n\
                 \r\n{content}\r\n--b--\r\n"
            )
        });
        let request = format!(
            "{method} {path} HTTP/1.0\r\nhost: {host}\r\n{bearer}\
             idempotency-key: 0192aaaa-0000-7000-8000-000000000001\r\n\
             content-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        let answer = TcpStream::connect(host).and_then(|mut stream| {
            stream.write_all(request.as_bytes())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        });
        let answer = answer.map_err(|fault| format!("{method} {path}: {fault}"))?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body).map_err(|fault| format!("{method} {path}: {fault}: {body}"))
    }

    fn wait(&mut self, port: u16) -> Result<(), String> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.process.try_wait() {
                return Err(format!("the demo ended at once: {status}"));
            }
            if is_healthy(port).unwrap_or(false) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(format!("the demo did not answer /health within {} s", PATIENCE.as_secs()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn is_healthy(port: u16) -> io::Result<bool> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET /health HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n")?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    Ok(answer.ends_with(b" 200"))
}

/// The binary of the demo profile.
pub fn kaiyuan() -> Command {
    let mut command = Command::new(target().join("demo").join("kaiyuan"));
    command.current_dir(tidy::root());
    command
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    let default = || tidy::root().join("target");
    env::var_os("CARGO_TARGET_DIR").map_or_else(default, PathBuf::from)
}
