//! Documents in an S3-compatible store (对象存储): under the same names as in the data folder.
//!
//! ```text
//! s3://BUCKET/PREFIX/ab/ab12…     the object of a document: its hash, the first two digits first
//! ```
//!
//! An object is what the file would be, bit for bit: what is handed in is ciphertext before it
//! leaves this machine, and its hash is compared after it comes back. Putting an object twice is
//! harmless, so what went astray on the way is tried again.
//!
//! Never: a list of the bucket. What there must be is what entries name.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::time::Duration;

use rusty_s3::{Bucket as Signing, Credentials, S3Action, UrlStyle};
use ureq::http::{Response, StatusCode};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use crate::blobs::BlobFlaw;
use crate::fault::Fault;
use crate::options::Remote;

/// How long a signed request may be used.
const SIGNED_FOR: Duration = Duration::from_secs(300);
/// How long a connection may take, and then a whole request: 50 MB at 200 KB a second.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(250));
/// How long to wait before each further try.
const TRIES: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(1)];
/// How much of a complaint is kept.
const COMPLAINT: u64 = 2_000;

/// A bucket, ready to be asked (存储桶).
pub(crate) struct Bucket {
    signing: Signing,
    credentials: Credentials,
    prefix: String,
    agent: Agent,
    address: String,
}

impl Bucket {
    /// Where `remote` points; nothing is asked yet.
    pub fn of(remote: &Remote) -> Result<Bucket, Fault> {
        let unfit = |what: String| Fault::Broken(format!("{}: {what}", remote.address));
        let Some(place) = remote.address.strip_prefix("s3://") else {
            return Err(unfit("write s3://BUCKET or s3://BUCKET/PREFIX".into()));
        };
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        let style = if remote.is_virtual_host { UrlStyle::VirtualHost } else { UrlStyle::Path };
        let endpoint = remote.endpoint.parse();
        let endpoint = endpoint.map_err(|error| unfit(format!("the endpoint: {error}")))?;
        let signing = Signing::new(endpoint, style, name.to_owned(), remote.region.clone());
        let credentials = match &remote.token {
            None => Credentials::new(&remote.key, &remote.secret),
            Some(token) => Credentials::new_with_token(&remote.key, &remote.secret, token),
        };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(PATIENCE.0))
            .timeout_global(Some(PATIENCE.1))
            // A zone's own store may have a certificate of the zone's own authority.
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build());
        Ok(Bucket {
            signing: signing.map_err(|error| unfit(format!("the endpoint: {error}")))?,
            credentials,
            prefix: prefix.trim_matches('/').to_owned(),
            agent: config.build().into(),
            address: remote.address.clone(),
        })
    }

    /// `s3://BUCKET/PREFIX`, as it was named.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Puts a file's bytes under its hash; they are durable when this returns.
    pub fn put(&self, hash: &str, file: &mut File) -> Result<(), Fault> {
        let key = self.key(hash);
        let answer = self.ask(|| {
            file.rewind().map_err(ureq::Error::Io)?;
            let url = self.signing.put_object(Some(&self.credentials), &key).sign(SIGNED_FOR);
            self.agent.put(url.as_str()).content_type("application/octet-stream").send(&*file)
        });
        match self.judge(answer?)? {
            Some(_) => Ok(()),
            // What answers a sent object so is no bucket: nothing was stored.
            None => Err(self.broken("404 Not Found, where a document was to be put")),
        }
    }

    /// Writes an object's bytes to `file`, at most one more than it must have.
    pub fn fetch(&self, hash: &str, bytes: u64, file: &mut File) -> Result<(), BlobFlaw> {
        let key = self.key(hash);
        let asked = self.ask(|| {
            let url = self.signing.get_object(Some(&self.credentials), &key).sign(SIGNED_FOR);
            self.agent.get(url.as_str()).call()
        });
        let Some(found) = self.judge(asked?)? else { return Err(BlobFlaw::Missing) };
        let mut body = found.into_body().into_reader().take(bytes + 1);
        let copied = io::copy(&mut body, file);
        copied.map(drop).map_err(|error| BlobFlaw::Fault(self.broken(&error.to_string())))
    }

    /// Takes an object away; it may be gone already.
    pub fn remove(&self, hash: &str) -> Result<(), Fault> {
        let key = self.key(hash);
        let asked = self.ask(|| {
            let url = self.signing.delete_object(Some(&self.credentials), &key).sign(SIGNED_FOR);
            self.agent.delete(url.as_str()).call()
        });
        self.judge(asked?).map(drop)
    }

    fn key(&self, hash: &str) -> String {
        let own = format!("{}/{hash}", hash.get(..2).unwrap_or("00"));
        if self.prefix.is_empty() { own } else { format!("{}/{own}", self.prefix) }
    }

    /// Asks, and asks again where nothing came back or the service was busy.
    fn ask(
        &self,
        mut once: impl FnMut() -> Result<Response<Body>, ureq::Error>,
    ) -> Result<Response<Body>, Fault> {
        for wait in TRIES {
            match once() {
                Ok(answer) if !answer.status().is_server_error() => return Ok(answer),
                Ok(_) | Err(_) => std::thread::sleep(wait),
            }
        }
        once().map_err(|error| self.broken(&error.to_string()))
    }

    /// What was found; nothing where there is no such object.
    fn judge(&self, answer: Response<Body>) -> Result<Option<Response<Body>>, Fault> {
        let status = answer.status();
        if status.is_success() {
            return Ok(Some(answer));
        }
        let mut complaint = String::new();
        // Whatever it says more than the status is for whoever reads the log.
        let said = answer.into_body().into_reader().take(COMPLAINT);
        let _ = io::BufReader::new(said).read_to_string(&mut complaint);
        match status {
            // A bucket that is not there is no missing document.
            StatusCode::NOT_FOUND if !complaint.contains("NoSuchBucket") => Ok(None),
            StatusCode::INSUFFICIENT_STORAGE => {
                Err(Fault::StorageFull(format!("{} is full: {complaint}", self.address)))
            }
            status => Err(self.broken(&format!("{status}: {complaint}"))),
        }
    }

    fn broken(&self, said: &str) -> Fault {
        Fault::Broken(format!("{} cannot be used: {said}", self.address))
    }
}
