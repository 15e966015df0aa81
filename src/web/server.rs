//! Connections: so many at a time, and nobody is waited for who is slow to say what they want.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::Layer as _;

/// How long somebody who connects may take to say what they want.
const HEADERS: Duration = Duration::from_secs(10);

/// Most connections at a time.
const MOST_CONNECTIONS: usize = 1_000;

/// Wait before another connection is taken, where one could not be.
const PAUSE: Duration = Duration::from_millis(100);

/// Who is at the other end of a connection: a visitor, or a proxy.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// An address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {cause}\n  hint: {}", hint(cause.kind()))]
pub struct ListenError {
    address: SocketAddr,
    cause: io::Error,
}

const fn hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::AddrInUse => {
            "another program listens there: stop it, or choose another port (`ss -ltnp` shows which)"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 need root: choose one such as 8080, and let a proxy have the other"
        }
        io::ErrorKind::AddrNotAvailable => {
            "this machine has no such address: 127.0.0.1 is for this machine alone, 0.0.0.0 for all that reach it"
        }
        _ => "choose an address such as 127.0.0.1:8080",
    }
}

/// Listens on an address.
///
/// # Errors
///
/// When it is not to be had: why, and what to do.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|cause| ListenError { address, cause })
}

/// Serves whoever connects, for as long as the program runs. Requests carry their [`Peer`].
pub async fn accept(socket: TcpListener, router: Router) {
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&connections).acquire_owned().await else { return };
        let (stream, peer) = match socket.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // no more files may be open
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // what is written goes out at once
        let _ = stream.set_nodelay(true);
        let service = Extension(Peer(peer.ip())).layer(router.clone());
        tokio::spawn(async move {
            let mut builder = http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEADERS);
            let service = TowerToHyperService::new(service);
            // who breaks off is nobody's fault here
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
            drop(permit);
        });
    }
}
