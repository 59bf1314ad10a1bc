//! A server on a port of its own, and a visitor that speaks just enough HTTP (访问).

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;

use catalogue::Pack;
use jiff::Timestamp;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use web::Site;

/// A zone that is served until it is dropped (服务中的园区).
pub struct Served {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What came back (回应).
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The head, in lower case but for values.
    pub head: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// Serves `store` as it stands, the clock at `now`.
pub fn serve(store: &Store, now: &str) -> Served {
    let now: Timestamp = now.parse().expect("a test names real times");
    let site = Site {
        store: store.clone(),
        pack: Pack::shipped(),
        zone: "jiashan".into(),
        now: Arc::new(move || now),
        is_demo: false,
        is_behind_tls: false,
    };
    serve_site(site)
}

/// Serves a site on a free port.
pub fn serve_site(site: Site) -> Served {
    let (tell, told) = std::sync::mpsc::channel();
    let (stop, stopped) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.expect("a runtime starts").block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
            tell.send(listener.local_addr().expect("it is bound")).expect("the test listens");
            let stop = async {
                // Dropped without a word, it stops as well.
                let _ = stopped.await;
            };
            web::serve(listener, web::router(site), stop).await.expect("it serves to the end");
        });
    });
    let address = told.recv().expect("the server says where it is");
    Served { address, stop: Some(stop), thread: Some(thread) }
}

impl Served {
    /// The page at `path`; the test fails where there is none.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path, &[]);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    /// The page in one language.
    pub fn page_in(&self, path: &str, language: &str) -> String {
        let mark = if path.contains('?') { '&' } else { '?' };
        self.page(&format!("{path}{mark}lang={language}"))
    }

    /// Whatever is at `path`.
    pub fn get(&self, path: &str, head: &[(&str, &str)]) -> Answer {
        self.ask("GET", path, head)
    }

    /// A connection on which nothing is said yet.
    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).expect("the server listens")
    }

    /// Any request without a body.
    pub fn ask(&self, method: &str, path: &str, head: &[(&str, &str)]) -> Answer {
        let mut stream = self.connect();
        let lines: String =
            head.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!("{method} {path} HTTP/1.0\r\nhost: test\r\n{lines}\r\n");
        stream.write_all(request.as_bytes()).expect("the request is sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the answer is read");
        Answer::read(&String::from_utf8_lossy(&bytes))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.take().map(|stop| stop.send(()));
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join)
            && !std::thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

impl Answer {
    fn read(text: &str) -> Answer {
        let (head, body) = text.split_once("\r\n\r\n").expect("head and body");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status line");
        let pairs = lines.filter_map(|line| line.split_once(": "));
        Answer {
            status: status.parse().expect("a number"),
            head: pairs.map(|(name, value)| (name.to_lowercase(), value.into())).collect(),
            body: body.into(),
        }
    }

    /// The values of a header, joined.
    pub fn header(&self, name: &str) -> String {
        let values = self.head.iter().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// What a page says, without its markup and with single spaces.
pub fn words(page: &str) -> String {
    let body = page.split_once("<main").map_or(page, |(_, body)| body);
    let mut text = String::new();
    let mut is_markup = true;
    for c in body.chars() {
        match c {
            '<' => is_markup = true,
            '>' => {
                is_markup = false;
                text.push(' ');
            }
            _ if is_markup => {}
            _ => text.push(c),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
