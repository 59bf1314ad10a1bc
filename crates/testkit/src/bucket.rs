//! A private S3-compatible server (临时对象存储) for tests: moto, over a socket of its own, with one
//! bucket that all tests of a binary share, each below a prefix of its own. It is found, never
//! installed, and gone when this process ends: a shell holds the other end of a pipe.
//!
//! `KAIYUAN_TEST_MOTO` names the program; without it `moto_server` is looked for. Where there is
//! none, the tests on it say so out loud, or fail where `KAIYUAN_REQUIRE_MOTO=1` asks for it.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use store::Remote;

/// Runs a server until standard input closes.
const WATCH: &str = r#""$@" & server=$!; cat >/dev/null; kill $server"#;
/// The bucket's name.
const BUCKET: &str = "documents";
/// By which the server knows its owner; it asks for a signature, but computes none.
const OWNER: &str = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, \
                     SignedHeaders=host, Signature=0";

/// A bucket (存储桶).
pub struct Bucket {
    port: u16,
    /// The shell that runs the server and watches this process.
    _watch: Child,
}

static SHARED: LazyLock<Option<Bucket>> = LazyLock::new(Bucket::start);

impl Bucket {
    /// The bucket that tests share; nothing where there is no server.
    pub fn shared() -> Option<&'static Bucket> {
        SHARED.as_ref()
    }

    fn start() -> Option<Bucket> {
        let named = std::env::var("KAIYUAN_TEST_MOTO");
        let program = named.as_deref().unwrap_or("moto_server");
        let is_there = Command::new(program).arg("--help").stdout(Stdio::null()).status().is_ok();
        if !is_there {
            let is_required = std::env::var("KAIYUAN_REQUIRE_MOTO").is_ok_and(|word| word == "1");
            assert!(!is_required, "KAIYUAN_REQUIRE_MOTO=1, and there is no {program}");
            // Not by a macro: the test runner would keep that to itself.
            let _ = writeln!(io::stderr(), "skipped: no S3-compatible server (moto_server)");
            return None;
        }
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a port is free").port();
        let watch = Command::new("sh")
            .args(["-c", WATCH, "watch", program, "-H", "127.0.0.1", "-p", &port.to_string()])
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let bucket = Bucket { port, _watch: watch.expect("a shell starts") };
        for _ in 0..600 {
            if bucket.try_ask("PUT", "", b"").is_ok_and(|(status, _)| status == 200) {
                return Some(bucket);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the S3-compatible server did not come up in 30 seconds");
    }

    /// How a store is told to keep documents here, below `prefix`.
    pub fn remote(&self, prefix: &str) -> Remote {
        Remote {
            address: format!("s3://{BUCKET}/{prefix}"),
            endpoint: format!("http://127.0.0.1:{}", self.port),
            region: "cn-east-1".into(),
            key: "test".into(),
            secret: "test".into(),
            token: None,
            is_virtual_host: false,
        }
    }

    /// The bytes of an object; nothing where there is none.
    pub fn object(&self, key: &str) -> Option<Vec<u8>> {
        let (status, bytes) = self.ask("GET", key, b"");
        (status == 200).then_some(bytes)
    }

    /// Puts other bytes there, behind the store's back.
    pub fn put(&self, key: &str, bytes: &[u8]) {
        assert_eq!(self.ask("PUT", key, bytes).0, 200, "{key}");
    }

    /// Takes an object away, behind the store's back.
    pub fn take_away(&self, key: &str) {
        assert_eq!(self.ask("DELETE", key, b"").0, 204, "{key}");
    }

    fn ask(&self, method: &str, key: &str, body: &[u8]) -> (u16, Vec<u8>) {
        self.try_ask(method, key, body).expect("the server answers")
    }

    fn try_ask(&self, method: &str, key: &str, body: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let length = body.len();
        write!(
            stream,
            "{method} /{BUCKET}/{key} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
             Authorization: {OWNER}\r\nContent-Length: {length}\r\n\r\n"
        )?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
        let head = String::from_utf8_lossy(&answer[..end]);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Ok((status, answer.get(end + 4..).unwrap_or_default().to_vec()))
    }
}
