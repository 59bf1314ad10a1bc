//! How the interface is asked (接口请求): with a token, at a server or at the folder's own pages.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::client::Client;

/// The variable of the environment that holds the token: a command line can be read by others.
const TOKEN: &str = "KAIYUAN_TOKEN";

/// Who asks, and where (请求方).
pub struct Caller {
    client: Client,
    zone: String,
}

/// What came back (应答).
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

impl Caller {
    /// One that asks at this address.
    pub fn of(address: String, zone: &str, token: &str) -> Caller {
        let language = match std::env::var("LANG") {
            Ok(lang) if lang.starts_with("en") => "en",
            _ => "zh-CN",
        };
        let headers = format!("Authorization: Bearer {token}\r\nAccept-Language: {language}\r\n");
        Caller { client: Client::of(&address, &headers), zone: zone.to_owned() }
    }

    /// Reads what is there.
    pub fn get(&mut self, at: &str) -> Result<Answer, String> {
        self.ask(&format!("GET /api/zones/{}/{at}", self.zone), "", "")
    }

    /// Does something, under this key.
    pub fn post(&mut self, at: &str, key: Uuid, body: &Value) -> Result<Answer, String> {
        let headers = format!("Content-Type: application/json\r\nIdempotency-Key: {key}\r\n");
        let line = format!("POST /api/zones/{}/{at}", self.zone);
        let sent = self.ask(&line, &headers, body.to_string());
        sent.map_err(|why| format!("{why}\n重发时请附 / to repeat it safely, add: --key {key}"))
    }

    /// Hands a file in, under this key.
    pub fn hand_in(
        &mut self,
        at: &str,
        key: Uuid,
        (name, bytes): (&str, &[u8]),
    ) -> Result<Answer, String> {
        let boundary = format!("kaiyuan-{key}");
        let name = name.replace(['"', '\r', '\n'], "_");
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let end = format!("\r\n--{boundary}--\r\n");
        let form = [head.as_bytes(), bytes, end.as_bytes()].concat();
        let headers = format!(
            "Content-Type: multipart/form-data; boundary={boundary}\r\nIdempotency-Key: {key}\r\n"
        );
        let line = format!("POST /api/zones/{}/{at}", self.zone);
        let sent = self.ask(&line, &headers, &form);
        sent.map_err(|why| format!("{why}\n重发时请附 / to repeat it safely, add: --key {key}"))
    }

    fn ask(&mut self, line: &str, headers: &str, body: impl AsRef<[u8]>) -> Result<Answer, String> {
        let answer = self.client.ask(line, headers, body);
        let answer = answer.map_err(|fault| format!("{line}: {fault}"))?;
        let body = serde_json::from_slice(&answer.body);
        let body = body.map_err(|fault| format!("{line}: {} {fault}", answer.status))?;
        Ok(Answer { status: answer.status, body })
    }
}

/// The token, from a file or from the environment.
pub fn token(file: Option<&Path>) -> Result<String, String> {
    let told = match file {
        Some(path) => {
            std::fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()))?
        }
        None => std::env::var(TOKEN).unwrap_or_default(),
    };
    // `people token` prints for whom it is on the line before; the file may hold both.
    let token = told.lines().rev().map(str::trim).find(|line| !line.is_empty());
    let is_token = |it: &&str| it.bytes().all(|byte| byte.is_ascii_graphic());
    token.filter(is_token).map(str::to_owned).ok_or_else(|| {
        format!(
            "缺少访问令牌：先运行 kaiyuan people token，再放入环境变量 {TOKEN} / a token is \
             missing: make one with kaiyuan people token and put it into {TOKEN}"
        )
    })
}

/// The host and port of a server: `http://127.0.0.1:8080`.
pub fn address(server: &str) -> Result<String, String> {
    let plain = || {
        format!(
            "{server}：应形如 http://127.0.0.1:8080，请直接访问服务本身，不经网关 / write \
             http://127.0.0.1:8080: the server itself, not its gateway"
        )
    };
    let host = server.strip_prefix("http://").ok_or_else(plain)?.trim_end_matches('/');
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-[]".contains(&byte));
    match (is_host && !host.is_empty(), host.rsplit_once(':')) {
        (false, _) => Err(plain()),
        (true, Some((_, port))) if port.parse::<u16>().is_ok() => Ok(host.to_owned()),
        (true, _) => Ok(format!("{host}:80")),
    }
}

/// A word that may stand in an address, as it is written there: a paper's number has Chinese in it.
pub fn segment(word: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '〔' | '〕');
    match !word.is_empty() && word.chars().all(is_plain) {
        true => Ok(escaped(word)),
        false => Err(format!("{word}：不是编号或操作名 / neither a number nor an act")),
    }
}

/// Words as they are written in an address.
pub fn escaped(words: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let one = |byte: u8| match is_plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    words.bytes().map(one).collect()
}

/// What may stand behind the question mark.
pub fn query(next: &str) -> Result<&str, String> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'#' && byte != b'?';
    match !next.is_empty() && next.bytes().all(is_plain) {
        true => Ok(next),
        false => Err(format!("{next}：请照抄上一页的 next / copy next of the page before")),
    }
}

/// Serves a site on a loopback port for as long as `ask` takes.
pub fn while_served<T>(
    site: web::Site,
    ask: impl FnOnce(String) -> Result<T, String>,
) -> Result<T, String> {
    let told = |fault: std::io::Error| fault.to_string();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(told)?;
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listener = runtime.block_on(TcpListener::bind(anywhere)).map_err(told)?;
    let address = listener.local_addr().map_err(told)?;
    let (stop, stopped) = oneshot::channel::<()>();
    let served = runtime.spawn(web::serve(listener, web::router(site), async {
        // Dropped without a word, it stops as well.
        let _ = stopped.await;
    }));
    let answer = ask(address.to_string());
    drop(stop);
    let ended = runtime.block_on(served).map_err(|fault| fault.to_string())?;
    ended.map_err(told)?;
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_by_host_and_port() {
        for (said, meant) in [
            ("http://127.0.0.1:8080", Some("127.0.0.1:8080")),
            ("http://[::1]:8080/", Some("[::1]:8080")),
            ("http://kaiyuan.local", Some("kaiyuan.local:80")),
            ("https://kaiyuan.local", None),
            ("127.0.0.1:8080", None),
            ("http://", None),
            ("http://a/b", None),
            ("http://a\r\nX: y", None),
        ] {
            assert_eq!(address(said).ok().as_deref(), meant, "{said}");
        }
    }

    #[test]
    fn what_stands_in_an_address_is_plain() {
        assert_eq!(segment("2026-000002").as_deref(), Ok("2026-000002"));
        let paper = segment("开许〔2026〕00001号").expect("a paper's number");
        assert_eq!(&paper[..18], "%E5%BC%80%E8%AE%B8");
        assert_eq!(escaped("图纸 2"), "%E5%9B%BE%E7%BA%B8%202");
        for word in ["", "..", "a/b", "a b", "grant?x", "a\r\n"] {
            assert!(segment(word).is_err(), "{word:?}");
        }
        assert!(query("before=2026-000002").is_ok());
        for next in ["", "a b", "a=1 HTTP/1.1\r\nX: y", "a#b"] {
            assert!(query(next).is_err(), "{next:?}");
        }
    }
}
