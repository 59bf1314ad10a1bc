//! A register that is none (登记系统替身): it speaks the contract over a real socket, well or badly, for
//! the demonstration and for tests.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use catalogue::form::Answers;
use serde_json::{Value, json};

/// A question has at most this many bytes.
const LONGEST: u64 = 64 * 1024;

/// How the double behaves (替身的表现).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It tells what it is asked for, as far as it has it, as of a day.
    Tells(Answers, String),
    /// It tells more than it is asked for.
    TellsAll(Answers, String),
    /// It has nothing about anybody.
    HasNothing,
    /// It answers only after so long.
    Dawdles(Duration),
    /// It hangs up in the middle of its answer.
    BreaksOff,
    /// What it answers is no answer.
    Babbles,
    /// It answers with an error.
    Fails,
}

/// A double that listens (替身).
pub struct Double {
    /// Where.
    pub address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    heard: Arc<Mutex<Vec<Value>>>,
}

impl Double {
    /// Listens on a free port of this machine, as long as the process runs.
    pub fn listen(manner: Manner) -> io::Result<Double> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let (manner, heard) = (Arc::new(Mutex::new(manner)), Arc::new(Mutex::new(Vec::new())));
        let (kept, noted) = (manner.clone(), heard.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let manner = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let noted = noted.clone();
                // Who asks badly is not answered; that is no flaw of the double.
                std::thread::spawn(move || drop(answer(stream, &manner, &noted)));
            }
        });
        Ok(Double { address, manner, heard })
    }

    /// Behaves otherwise from now on.
    pub fn turn_to(&self, manner: Manner) {
        *self.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// The questions that came, in their order.
    pub fn heard(&self) -> Vec<Value> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn answer(stream: TcpStream, manner: &Manner, noted: &Mutex<Vec<Value>>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.by_ref().take(LONGEST).read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = Vec::new();
    stream.by_ref().take(length).read_to_end(&mut body)?;
    let question: Value = serde_json::from_slice(&body)?;
    noted.lock().unwrap_or_else(PoisonError::into_inner).push(question.clone());
    let inquiry = &question["inquiry"];
    let asked = |field: &str| {
        let mut asks = question["asks"].as_array().into_iter().flatten();
        asks.any(|one| one == field)
    };
    let found = |facts: Answers, as_of: &str| {
        json!({ "inquiry": inquiry, "outcome": "found", "reference": "DJ-2026-000317",
                "as_of": as_of, "facts": facts })
    };
    let nothing =
        json!({ "inquiry": inquiry, "outcome": "nothing", "reference": "DJ-2026-000318" });
    let (status, said) = match manner {
        Manner::Tells(facts, as_of) => {
            let mut facts = facts.clone();
            facts.retain(|field, _| asked(field));
            let said = if facts.is_empty() { nothing } else { found(facts, as_of) };
            ("200 OK", said.to_string())
        }
        Manner::TellsAll(facts, as_of) => ("200 OK", found(facts.clone(), as_of).to_string()),
        Manner::HasNothing => ("200 OK", nothing.to_string()),
        Manner::Dawdles(how_long) => {
            std::thread::sleep(*how_long);
            ("200 OK", nothing.to_string())
        }
        Manner::BreaksOff => {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
            let head = format!("{head}Content-Length: 400\r\n\r\n{{\"inquiry\":");
            return stream.get_mut().write_all(head.as_bytes());
        }
        Manner::Babbles => ("200 OK", "<html>登录</html>".to_owned()),
        Manner::Fails => ("503 Service Unavailable", String::new()),
    };
    let whole = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{said}",
        said.len()
    );
    stream.get_mut().write_all(whole.as_bytes())
}
