//! What cases are run against.

use std::net::SocketAddr;

use crate::report::Target;

/// What is run, and against what.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The one case to run, by its id.
    pub only: Option<String>,
    /// What the cases are run against.
    pub target: Target,
    /// A proxy to call instead of the target itself.
    pub proxy: Option<Proxy>,
}

/// A proxy that holds everything that passes against the spec, and tells what does not fit in the header
/// `sl-violations` of the response, as Prism does.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Where it is called.
    pub url: String,
    /// Where it forwards to: servers listen there, one after another.
    pub upstream: SocketAddr,
}
