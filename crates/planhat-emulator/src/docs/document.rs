//! The specification as the emulator hands it out.

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use indexmap::IndexMap;
use serde_json::value::RawValue;

use crate::generated::DOCUMENT;

/// Relative, so that it means the emulator by whatever name it was reached.
const SERVERS: &str = r#"[{"url":"/","description":"This emulator"}]"#;

/// The specification, with the emulator for its only server.
pub(super) fn reply() -> Response {
    static SERVED: LazyLock<Result<String, String>> =
        LazyLock::new(|| with_servers(DOCUMENT).map_err(|error| error.to_string()));
    match &*SERVED {
        Ok(text) => ([(CONTENT_TYPE, "application/json")], text.as_str()).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.as_str()).into_response(),
    }
}

/// All else stays the text that it is, in its order.
fn with_servers(document: &str) -> Result<String, serde_json::Error> {
    let mut members: IndexMap<String, Box<RawValue>> = serde_json::from_str(document)?;
    members.insert(
        "servers".to_owned(),
        RawValue::from_string(SERVERS.to_owned())?,
    );
    serde_json::to_string(&members)
}
