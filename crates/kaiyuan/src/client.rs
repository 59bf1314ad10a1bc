//! A client that keeps its connection (保持连接的客户端): just enough HTTP/1.1 to ask a server.
//!
//! It waits for each answer before it asks again, and counts one only where its body has come.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client of one server (客户端).
pub struct Client {
    address: String,
    headers: String,
    stream: Option<BufReader<TcpStream>>,
}

/// What came back (应答).
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    cookies: Vec<String>,
    is_last: bool,
}

impl Client {
    /// A client that sends these header lines with every request, each ended by CR and LF.
    pub fn of(address: &str, headers: &str) -> Client {
        Client { address: address.into(), headers: headers.into(), stream: None }
    }

    /// Asks for a page; its body.
    pub fn get(&mut self, path: &str) -> Result<Vec<u8>, String> {
        self.expect(200, &format!("GET {path}"), "", "")
    }

    /// Sends JSON under a fresh key; the body of an answer with this status.
    pub fn post(&mut self, status: u16, path: &str, json: &str) -> Result<Vec<u8>, String> {
        let key = uuid::Uuid::now_v7();
        let headers = format!("Content-Type: application/json\r\nIdempotency-Key: {key}\r\n");
        self.expect(status, &format!("POST {path}"), &headers, json)
    }

    /// Signs in on the page for it, as a browser does; from then on its session is asked for.
    pub fn sign_in(&mut self, name: &str, password: &str) -> Result<(), String> {
        let told = |error: std::io::Error| format!("signing in: {error}");
        let shown = self.ask("GET /sign-in", "", "").map_err(told)?;
        let page = String::from_utf8_lossy(&shown.body);
        let token =
            page.split("name=\"token\" value=\"").nth(1).and_then(|at| at.split('"').next());
        let token = token.ok_or("the page for signing in has no form")?;
        let cookie = format!("Cookie: {}\r\n", shown.cookies.join("; "));
        let headers = format!("{cookie}Content-Type: application/x-www-form-urlencoded\r\n");
        let form = format!("token={token}&name={name}&password={password}");
        let sent = self.ask("POST /sign-in", &headers, &form).map_err(told)?;
        if sent.status != 303 {
            return Err(format!("signing in as {name}: {}", sent.status));
        }
        self.headers = format!("Cookie: {}\r\n", sent.cookies.join("; "));
        Ok(())
    }

    fn expect(
        &mut self,
        status: u16,
        line: &str,
        headers: &str,
        body: &str,
    ) -> Result<Vec<u8>, String> {
        let answer = self.ask(line, headers, body).map_err(|error| format!("{line}: {error}"))?;
        if answer.is_last {
            self.stream = None;
        }
        if answer.status == status {
            return Ok(answer.body);
        }
        let said = String::from_utf8_lossy(&answer.body);
        Err(format!("{line}: {} {}", answer.status, said.chars().take(400).collect::<String>()))
    }

    /// Asks with further header lines and a body; whatever comes back.
    pub fn ask(
        &mut self,
        line: &str,
        headers: &str,
        body: impl AsRef<[u8]>,
    ) -> std::io::Result<Answer> {
        let (Client { address, headers: always, .. }, body) = (&*self, body.as_ref());
        let head = format!(
            "{line} HTTP/1.1\r\nHost: {address}\r\n{always}{headers}Content-Length: {}\r\n\r\n",
            body.len()
        );
        let request = [head.as_bytes(), body].concat();
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => none.insert(connect(&self.address)?),
        };
        stream.get_mut().write_all(&request)?;
        read(stream)
    }
}

fn connect(address: &str) -> std::io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::with_capacity(64 * 1024, stream))
}

/// Reads an answer to its end: of a length that is told, in pieces, or until the server hangs up.
fn read(stream: &mut impl BufRead) -> std::io::Result<Answer> {
    let first = line(stream)?;
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| broken(&first))?;
    let (mut length, mut is_in_pieces, mut is_last) = (None, false, first.starts_with("HTTP/1.0"));
    let mut cookies = Vec::new();
    loop {
        let header = line(stream)?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').ok_or_else(|| broken(&header))?;
        match (name.to_ascii_lowercase().as_str(), value.trim()) {
            ("content-length", value) => length = value.parse::<usize>().ok(),
            ("transfer-encoding", value) => is_in_pieces = value == "chunked",
            ("connection", value) => is_last = value.eq_ignore_ascii_case("close"),
            ("set-cookie", value) => cookies.extend(value.split(';').next().map(str::to_owned)),
            _ => {}
        }
    }
    let mut body = Vec::new();
    match length {
        Some(length) => {
            body.resize(length, 0);
            stream.read_exact(&mut body)?;
        }
        None if is_in_pieces => pieces(stream, &mut body)?,
        None => {
            stream.read_to_end(&mut body)?;
            is_last = true;
        }
    }
    Ok(Answer { status, body, cookies, is_last })
}

fn pieces(stream: &mut impl BufRead, body: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        let said = line(stream)?;
        let length = usize::from_str_radix(said.split(';').next().unwrap_or_default(), 16);
        let length = length.map_err(|_| broken(&said))?;
        let before = body.len();
        body.resize(before + length, 0);
        stream.read_exact(&mut body[before..])?;
        line(stream)?;
        if length == 0 {
            return Ok(());
        }
    }
}

fn line(stream: &mut impl BufRead) -> std::io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(broken("the server hung up"));
    }
    line.truncate(line.trim_end().len());
    Ok(line)
}

fn broken(said: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(said: &str) -> Option<(u16, String, bool)> {
        let answer = read(&mut BufReader::new(said.as_bytes())).ok()?;
        Some((answer.status, String::from_utf8(answer.body).ok()?, answer.is_last))
    }

    #[test]
    fn an_answer_is_read_to_its_end_however_that_is_told() {
        let told = body("HTTP/1.1 201 Created\r\nContent-Length: 3\r\n\r\nabcdef");
        assert_eq!(told, Some((201, "abc".into(), false)));
        let pieces = body(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
        );
        assert_eq!(pieces, Some((200, "abc".into(), false)));
        let to_the_end = body("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
        assert_eq!(to_the_end, Some((200, "abc".into(), true)));
    }

    #[test]
    fn an_answer_that_breaks_off_is_no_answer() {
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"), None);
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Le"), None);
        assert_eq!(body("no HTTP at all\r\n\r\n"), None);
    }
}
