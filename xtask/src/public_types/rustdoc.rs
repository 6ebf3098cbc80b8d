//! A crate as rustdoc describes it: JSON, from the stable toolchain.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::PublicTypesError;
use crate::folders::{Folders, cargo};

/// Private items are asked for too: which of them can be reached is decided here, aliases included.
const JSON: [&str; 8] = [
    "-Z",
    "unstable-options",
    "--output-format",
    "json",
    "--document-private-items",
    "--document-hidden-items",
    "--cap-lints",
    "allow",
];

/// Builds what `package` needs with `arguments`, and has rustdoc describe it.
pub(super) fn describe(
    root: &Path,
    package: &str,
    arguments: &[&str],
) -> Result<Value, PublicTypesError> {
    let folders = Folders::of(root)?;
    let json = folders.target.join("public-types");
    let mut command = cargo(root);
    command
        .args(["rustdoc", "--quiet", "--package", package, "--lib"])
        .args(arguments);
    // Apart from the readers' documentation, so that neither passes for the other.
    command.arg("--target-dir").arg(&json);
    let _wrapper = unlock(&mut command, &folders.build, &json)?;
    command.arg("--").args(JSON);
    let status =
        command
            .stdin(Stdio::null())
            .status()
            .map_err(|error| PublicTypesError::Start {
                program: "cargo",
                error,
            })?;
    if !status.success() {
        let program = format!("cargo rustdoc --package {package} {}", arguments.join(" "));
        return Err(PublicTypesError::Ended {
            program: program.trim_end().to_owned(),
            status,
        });
    }
    let path = json
        .join("doc")
        .join(package.replace('-', "_"))
        .with_extension("json");
    let text = fs::read(&path).map_err(|error| PublicTypesError::File { path, error })?;
    serde_json::from_slice(&text).map_err(|error| PublicTypesError::Json {
        program: "rustdoc",
        error,
    })
}

/// JSON is an unstable option of rustdoc. Cargo is to know nothing of the key to it: build scripts look at it, and
/// everything would be built anew. So a script between the two sets it, and all that is built already serves.
#[cfg(unix)]
fn unlock(
    command: &mut Command,
    build: &Path,
    json: &Path,
) -> Result<Option<tempfile::TempPath>, PublicTypesError> {
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    const SCRIPT: &[u8] = b"#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec \"$PUBLIC_TYPES_RUSTDOC\" \"$@\"\n";

    let failed = |error| PublicTypesError::File {
        path: json.to_owned(),
        error,
    };
    fs::create_dir_all(json).map_err(failed)?;
    let mut script = tempfile::Builder::new()
        .prefix("rustdoc-")
        .permissions(fs::Permissions::from_mode(0o755))
        .tempfile_in(json)
        .map_err(failed)?;
    script.write_all(SCRIPT).map_err(failed)?;
    let script = script.into_temp_path();
    let rustdoc = env::var_os("RUSTDOC").unwrap_or_else(|| OsString::from("rustdoc"));
    command.env("PUBLIC_TYPES_RUSTDOC", rustdoc);
    command.env("RUSTDOC", script.as_os_str());
    command.env("CARGO_BUILD_BUILD_DIR", build);
    Ok(Some(script))
}

/// No such script here; then cargo sees the key, and builds apart.
#[cfg(not(unix))]
fn unlock(
    command: &mut Command,
    build: &Path,
    _json: &Path,
) -> Result<Option<tempfile::TempPath>, PublicTypesError> {
    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("CARGO_BUILD_BUILD_DIR", build.join("public-types"));
    Ok(None)
}
