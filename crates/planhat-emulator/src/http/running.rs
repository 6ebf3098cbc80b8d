//! A server in a thread of its own.
//!
//! It does not run on the caller's runtime: a test may pause that one's time or block its only thread, and what is
//! dropped inside it cannot wait for its tasks to end.

use std::io;
use std::net::SocketAddr;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::time;

use super::connection::{Ending, Listening};

/// How long requests under way may take once the server stops.
const GRACE: Duration = Duration::from_millis(250);

/// A server that stops when this is dropped: its port is closed then, and its thread gone.
#[derive(Debug)]
pub(crate) struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Whether it is still there to be told makes no difference.
        let _ = self.stop.take().map(|stop| stop.send(()));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Starts a server; it accepts connections once this is done.
pub(crate) async fn run(bind: SocketAddr, router: Router) -> io::Result<Running> {
    let (stop, stopped) = oneshot::channel();
    let (started, starts) = oneshot::channel();
    let thread = thread::Builder::new()
        .name("planhat-emulator".to_owned())
        .spawn(move || work(bind, router, started, stopped))?;
    let address = match starts.await {
        Ok(started) => started?,
        Err(_) => return Err(io::Error::other("the server's thread ended early")),
    };
    Ok(Running {
        address,
        stop: Some(stop),
        thread: Some(thread),
    })
}

fn work(
    bind: SocketAddr,
    router: Router,
    started: oneshot::Sender<io::Result<SocketAddr>>,
    stopped: oneshot::Receiver<()>,
) {
    let runtime = match runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = started.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        let bound = TcpListener::bind(bind).await;
        let bound = bound.and_then(|listener| Ok((listener.local_addr()?, listener)));
        let (address, listener) = match bound {
            Ok(bound) => bound,
            Err(error) => {
                let _ = started.send(Err(error));
                return;
            }
        };
        if started.send(Ok(address)).is_ok() {
            serve(listener, router, stopped).await;
        }
    });
}

async fn serve(listener: TcpListener, router: Router, stopped: oneshot::Receiver<()>) {
    let (tell, told) = oneshot::channel();
    let router = router.into_make_service_with_connect_info::<Ending>();
    let server = axum::serve(Listening(listener), router).with_graceful_shutdown(async {
        let _ = stopped.await;
        let _ = tell.send(());
    });
    tokio::select! {
        _ = server => {}
        () = async { let _ = told.await; time::sleep(GRACE).await } => {}
    }
}
