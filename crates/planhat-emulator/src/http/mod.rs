//! The emulator as an HTTP server.

pub(crate) mod body;
mod perform;
mod receive;
pub(crate) mod reply;
mod router;
mod running;
mod server;

pub(crate) use router::router;
pub(crate) use running::{Running, run};
pub(crate) use server::Server;
