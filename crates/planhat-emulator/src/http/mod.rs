//! The emulator as an HTTP server.

mod body;
mod perform;
mod reply;
mod router;
mod server;

pub(crate) use router::{Server, router};
pub(crate) use server::{Running, run};
