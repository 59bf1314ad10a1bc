//! Connections (连接): so many at once, and none that stays silent for ever.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// Connections at once; more wait to be let in.
const PLACES: usize = 1_024;
/// How long a guest may neither send nor take anything; longer than an answer may take.
const SILENCE: Duration = Duration::from_secs(60);

/// Lets connections in (入口).
pub struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
}

/// A connection that was let in (来访连接).
pub struct Guest {
    stream: TcpStream,
    reading: Silence,
    writing: Silence,
    _place: Option<OwnedSemaphorePermit>,
}

/// From where a connection comes (来访地址).
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub SocketAddr);

impl Connected<IncomingStream<'_, Door>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Caller {
        Caller(*stream.remote_addr())
    }
}

/// How long nothing has come or gone (静默计时).
#[derive(Default)]
struct Silence(Option<Pin<Box<Sleep>>>);

impl Door {
    /// A door before a socket.
    pub fn of(listener: TcpListener) -> Door {
        Door { listener, places: Arc::new(Semaphore::new(PLACES)) }
    }
}

impl Listener for Door {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        let place = self.places.clone().acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Without it an answer in two parts waits for the guest's nod; it works either way.
        let _ = stream.set_nodelay(true);
        let (reading, writing) = (Silence::default(), Silence::default());
        (Guest { stream, reading, writing, _place: place }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Silence {
    /// The outcome of a try, or the end of patience where nothing has come of it for too long.
    fn bounds<T>(
        &mut self,
        tried: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if tried.is_ready() {
            self.0 = None;
            return tried;
        }
        let silence = self.0.get_or_insert_with(|| Box::pin(sleep(SILENCE)));
        silence.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Guest {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let guest = self.get_mut();
        let tried = Pin::new(&mut guest.stream).poll_read(context, buffer);
        guest.reading.bounds(tried, context)
    }
}

impl AsyncWrite for Guest {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let guest = self.get_mut();
        let tried = Pin::new(&mut guest.stream).poll_write(context, bytes);
        guest.writing.bounds(tried, context)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let guest = self.get_mut();
        let tried = Pin::new(&mut guest.stream).poll_flush(context);
        guest.writing.bounds(tried, context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let guest = self.get_mut();
        let tried = Pin::new(&mut guest.stream).poll_shutdown(context);
        guest.writing.bounds(tried, context)
    }
}
