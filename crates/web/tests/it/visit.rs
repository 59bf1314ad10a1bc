//! A server on a port of its own, and a visitor that speaks just enough HTTP (访问).

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use catalogue::Pack;
use jiff::Timestamp;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use web::Site;

use crate::program::File;

/// A zone that is served until it is dropped (服务中的园区).
pub struct Served {
    address: SocketAddr,
    /// What every request carries where it says nothing else.
    cookie: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What came back (回应).
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The head, in lower case but for values.
    pub head: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

/// Serves `store` as it stands, the clock at `now`.
pub fn serve(store: &Store, now: &str) -> Served {
    serve_site(site(store, Arc::new(now.parse::<Timestamp>().map(Mutex::new).expect("a time"))))
}

/// Serves `store` to an agent of the enterprise of the tests, who is signed in.
pub fn serve_to_agent(store: &Store, now: &str) -> Served {
    let last = store.size("jiashan").expect("it is read").1;
    let asked: Timestamp = now.parse().expect("a time");
    crate::people::agent(store, last.unwrap_or(asked));
    let mut served = serve(store, now);
    let mut browser = Browser::of(&served);
    browser.sign_in("li", crate::people::PASSWORD);
    let cookie = browser.cookie();
    served.cookie = cookie;
    served
}

/// What the entries call for is done, as the worker does it beside the server.
pub fn followed(store: &Store) {
    use testkit::turn::{CURSOR, react};
    store.follow("jiashan", CURSOR, &react).expect("it is followed");
}

/// The site of `store`, by a clock that the test may move.
pub fn site(store: &Store, now: Arc<Mutex<Timestamp>>) -> Site {
    Site {
        store: store.clone(),
        pack: Pack::shipped(),
        zone: "jiashan".into(),
        now: Arc::new(move || *now.lock().expect("nobody panics with the clock in hand")),
        is_demo: false,
        is_behind_tls: false,
        alarm: web::Alarm::default(),
    }
}

/// Serves a site on a free port.
pub fn serve_site(site: Site) -> Served {
    serve_router(web::router(site))
}

/// Serves a router on a free port.
pub fn serve_router(router: axum::Router) -> Served {
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
            web::serve(listener, router, stop).await.expect("it serves to the end");
        });
    });
    let address = told.recv().expect("the server says where it is");
    Served { address, cookie: String::new(), stop: Some(stop), thread: Some(thread) }
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
        self.send(method, path, head, "")
    }

    /// Any request.
    pub fn send(&self, method: &str, path: &str, head: &[(&str, &str)], body: &str) -> Answer {
        self.send_bytes(method, path, head, body.as_bytes())
    }

    /// Any request; a server that answers before it has heard all of it is heard as well.
    pub fn send_bytes(
        &self,
        method: &str,
        path: &str,
        head: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut stream = self.connect();
        let mut lines: String =
            head.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        if !self.cookie.is_empty() && !head.iter().any(|(name, _)| *name == "cookie") {
            lines += &format!("cookie: {}\r\n", self.cookie);
        }
        let request = format!("{method} {path} HTTP/1.0\r\nhost: test\r\n{lines}\r\n");
        stream.write_all(request.as_bytes()).expect("the request is sent");
        // It may have said no by now, and hung up.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the answer is read");
        Answer::read(&bytes)
    }
}

/// A browser that keeps its cookies and fills in forms (浏览器).
pub struct Browser<'a> {
    served: &'a Served,
    /// The cookies, by name.
    pub cookies: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    /// A browser without cookies.
    pub fn of(served: &'a Served) -> Browser<'a> {
        Browser { served, cookies: BTreeMap::new() }
    }

    /// Whatever is at `path`.
    pub fn get(&mut self, path: &str) -> Answer {
        let cookie = self.cookie();
        let answer = self.served.get(path, &[("cookie", &cookie)]);
        self.keep(answer)
    }

    /// Sends a form as the page at `page` shows it, filled in with `fields`.
    pub fn fill(&mut self, (page, action): (&str, &str), fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page);
        let mut all = vec![("token", hidden(&shown.body, "token"))];
        all.push(("command", hidden(&shown.body, "command")));
        all.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let all: Vec<(&str, &str)> =
            all.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.post(action, &all)
    }

    /// Sends these fields and nothing else.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, fields, &[])
    }

    /// The same with more in the head.
    pub fn post_from(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        head: &[(&str, &str)],
    ) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let (cookie, length) = (self.cookie(), body.len().to_string());
        let mut all = vec![
            ("cookie", cookie.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("content-length", &length),
        ];
        all.extend_from_slice(head);
        let answer = self.served.send("POST", path, &all, &body);
        self.keep(answer)
    }

    /// Sends one file to the first form of `page` whose address begins with `action`.
    pub fn upload(&mut self, (page, action): (&str, &str), name: &str, content: &str) -> Answer {
        self.hand_in((page, action), &File::of(name, content))
    }

    /// The same with any bytes.
    pub fn hand_in(&mut self, (page, action): (&str, &str), file: &File) -> Answer {
        let shown = self.get(page).body;
        let mark = format!("action=\"{action}?");
        let query = shown.split_once(&mark).map_or("", |(_, rest)| rest);
        let query = query.split('"').next().unwrap_or_default().replace("&amp;", "&");
        let (body, cookie) = (file.form(), self.cookie());
        let length = body.len().to_string();
        let head = [
            ("cookie", cookie.as_str()),
            ("content-type", "multipart/form-data; boundary=b"),
            ("content-length", &length),
        ];
        let answer = self.served.send_bytes("POST", &format!("{action}?{query}"), &head, &body);
        self.keep(answer)
    }

    /// Sends a form that may carry a file, as the page at `page` shows it.
    pub fn fill_with_file(
        &mut self,
        (page, action): (&str, &str),
        fields: &[(&str, &str)],
        file: Option<(&str, &File)>,
    ) -> Answer {
        let shown = self.get(page).body;
        let (token, command) = (hidden(&shown, "token"), hidden(&shown, "command"));
        let mut body = Vec::new();
        let told = [("token", token.as_str()), ("command", &command)];
        for (name, value) in told.iter().chain(fields) {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(format!("{head}{value}\r\n").as_bytes());
        }
        let none = File::of("", "");
        let (name, file) = file.unwrap_or(("file", &none));
        body.extend(file.form_as(name));
        let (cookie, length) = (self.cookie(), body.len().to_string());
        let head = [
            ("cookie", cookie.as_str()),
            ("content-type", "multipart/form-data; boundary=b"),
            ("content-length", &length),
        ];
        let answer =
            self.served.send_bytes("POST", &format!("{action}?token={token}"), &head, &body);
        self.keep(answer)
    }

    /// Signs in; the test fails where that fails.
    pub fn sign_in(&mut self, name: &str, password: &str) {
        let fields = [("name", name), ("password", password)];
        let answer = self.fill(("/sign-in", "/sign-in"), &fields);
        assert_eq!(answer.status, 303, "{name}: {}", words(&answer.body));
    }

    pub fn cookie(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        for (_, line) in answer.head.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = line.split_once('=').expect("a cookie has a name");
            let value = rest.split(';').next().unwrap_or_default();
            match line.contains("Max-Age=0") {
                true => drop(self.cookies.remove(name)),
                false => drop(self.cookies.insert(name.into(), value.into())),
            }
        }
        answer
    }
}

/// The value of the first hidden field with this name; empty where the page has none.
pub fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&mark).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default().to_owned()
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
    fn read(bytes: &[u8]) -> Answer {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").expect("head and body");
        let bytes = bytes[head.len() + 4..].to_vec();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status line");
        let pairs = lines.filter_map(|line| line.split_once(": "));
        Answer {
            status: status.parse().expect("a number"),
            head: pairs.map(|(name, value)| (name.to_lowercase(), value.into())).collect(),
            body: body.into(),
            bytes,
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
