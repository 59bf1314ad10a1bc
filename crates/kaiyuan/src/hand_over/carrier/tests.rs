//! The carrier and a platform over a real socket: out, in, and through an outage.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use testkit::Fresh;

use super::super::tests::{answered, handed_over};
use super::super::turn;
use super::*;

const ANSWERS: &str = r#"{"answers":[{"id":"a1","answer":{"case":"2026-000002",
    "reference":"转报1号","outcome":"granted","document":"浙自然资〔2026〕1号","on":"2026-03-09",
    "file":"decision.pdf"}}]}"#;
const DECISION: &[u8] = b"%PDF-1.7\nthe decision\n%%EOF\n";

/// What came, each with its body.
type Heard = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// A platform that takes everything, where it is not down.
struct Platform {
    address: SocketAddr,
    heard: Heard,
    is_down: Arc<AtomicBool>,
}

impl Platform {
    fn listen() -> Platform {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("it has an address");
        let (heard, is_down) = (Heard::default(), Arc::new(AtomicBool::new(true)));
        let (noted, down) = (heard.clone(), is_down.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &noted, down.load(Ordering::Relaxed));
            }
        });
        Platform { address, heard, is_down }
    }

    fn lines(&self) -> Vec<String> {
        let heard = self.heard.lock().expect("nobody panicked");
        heard.iter().map(|(line, _)| line.clone()).collect()
    }
}

fn answer(stream: TcpStream, heard: &Heard, is_down: bool) {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).expect("a line comes");
    let asked = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    let (mut length, mut is_in_pieces) = (0_u64, false);
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).expect("a header comes");
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        is_in_pieces |= header == "transfer-encoding: chunked";
    }
    let mut body = Vec::new();
    while is_in_pieces {
        let mut size = String::new();
        stream.read_line(&mut size).expect("a size comes");
        let size = u64::from_str_radix(size.trim(), 16).expect("a size");
        stream.by_ref().take(size).read_to_end(&mut body).expect("a piece comes");
        stream.read_line(&mut String::new()).expect("its end comes");
        is_in_pieces = size > 0;
    }
    stream.by_ref().take(length).read_to_end(&mut body).expect("a body comes");
    let (status, said): (&str, &[u8]) = match asked.as_str() {
        _ if is_down => ("503 Service Unavailable", b""),
        "GET /answers" => ("200 OK", ANSWERS.as_bytes()),
        "GET /answers/a1/document" => ("200 OK", DECISION),
        _ => ("200 OK", b"{}"),
    };
    heard.lock().expect("nobody panicked").push((asked, body));
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", said.len());
    let stream = stream.get_mut();
    stream.write_all(&[head.as_bytes(), said].concat()).expect("it is heard");
}

#[test]
fn cases_go_out_and_answers_come_in_and_an_outage_is_waited_out() {
    let fresh = Fresh::sqlite();
    let (site, sample, folder) = handed_over(&fresh);
    turn(&site, &folder).expect("a turn");
    let platform = Platform::listen();
    let mut carrier = Carrier::of(&format!("http://{}", platform.address), &folder);
    let now = (site.now)();
    let later = |minutes: i64| now + SignedDuration::from_mins(minutes);
    assert_eq!(carrier.turn(now).expect("an outage is no fault"), 0);
    let tried = platform.lines().len();
    assert_eq!(carrier.turn(now).expect("a turn"), 0);
    assert_eq!(platform.lines().len(), tried, "who is down is not asked at once again");
    assert!(folder.join("out/2026-000002.json").exists(), "nothing is lost meanwhile");
    platform.is_down.store(false, Ordering::Relaxed);
    platform.heard.lock().expect("nobody panicked").clear();
    assert_eq!(carrier.turn(later(2)).expect("a turn"), 2, "one went out, one came in");
    assert_eq!(
        platform.lines(),
        [
            "PUT /cases/2026-000002/documents/1",
            "PUT /cases/2026-000002",
            "GET /answers",
            "GET /answers/a1/document",
            "DELETE /answers/a1",
        ]
    );
    let first = platform.heard.lock().expect("nobody panicked")[0].1.clone();
    assert!(first.starts_with(b"%PDF-1.7\nthe plan"), "its document goes before the case");
    assert!(!folder.join("out/2026-000002.json").exists());
    turn(&site, &folder).expect("a turn");
    let answers = answered(&sample);
    assert_eq!(answers.len(), 1);
    assert!(!answers[0].1.is_empty(), "with its document");
    // The platform did not hear that it was taken: it is fetched no second time.
    assert_eq!(carrier.turn(later(4)).expect("a turn"), 0);
    turn(&site, &folder).expect("a turn");
    assert_eq!(answered(&sample).len(), 1);
}
