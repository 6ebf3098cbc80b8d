//! The emulator as an HTTP server.

pub(crate) mod body;
mod connection;
mod perform;
mod receive;
pub(crate) mod reply;
mod router;
mod running;
mod server;
mod struck;

pub(crate) use router::router;
pub(crate) use running::{Running, run};
pub(crate) use server::Server;
