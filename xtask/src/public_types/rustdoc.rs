//! A crate as rustdoc describes it: JSON, from the stable toolchain.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::PublicTypesError;

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
    let mut command = cargo(root);
    command
        .args(["rustdoc", "--quiet", "--package", package, "--lib"])
        .args(arguments);
    // Apart from the readers' documentation, so that neither passes for the other.
    command.arg("--target-dir").arg(&folders.json);
    let _wrapper = unlock(&mut command, &folders)?;
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
    let path = folders
        .json
        .join("doc")
        .join(package.replace('-', "_"))
        .with_extension("json");
    let text = fs::read(&path).map_err(|error| PublicTypesError::File { path, error })?;
    serde_json::from_slice(&text).map_err(|error| PublicTypesError::Json {
        program: "rustdoc",
        error,
    })
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Where cargo builds, and where the JSON goes.
struct Folders {
    build: PathBuf,
    json: PathBuf,
}

impl Folders {
    fn of(root: &Path) -> Result<Self, PublicTypesError> {
        let output = cargo(root)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| PublicTypesError::Start {
                program: "cargo",
                error,
            })?;
        if !output.status.success() {
            let program = "cargo metadata".to_owned();
            return Err(PublicTypesError::Ended {
                program,
                status: output.status,
            });
        }
        let metadata: Value =
            serde_json::from_slice(&output.stdout).map_err(|error| PublicTypesError::Json {
                program: "cargo metadata",
                error,
            })?;
        let folder = |key: &str| metadata.get(key).and_then(Value::as_str).map(PathBuf::from);
        let target = folder("target_directory").ok_or_else(|| PublicTypesError::Format {
            program: "cargo metadata",
            version: metadata["version"].to_string(),
            what: "it names no target_directory".to_owned(),
        })?;
        Ok(Self {
            json: target.join("public-types"),
            build: folder("build_directory").unwrap_or(target),
        })
    }
}

/// JSON is an unstable option of rustdoc. Cargo is to know nothing of the key to it: build scripts look at it, and
/// everything would be built anew. So a script between the two sets it, and all that is built already serves.
#[cfg(unix)]
fn unlock(
    command: &mut Command,
    folders: &Folders,
) -> Result<Option<tempfile::TempPath>, PublicTypesError> {
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    const SCRIPT: &[u8] = b"#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec \"$PUBLIC_TYPES_RUSTDOC\" \"$@\"\n";

    let failed = |error| PublicTypesError::File {
        path: folders.json.clone(),
        error,
    };
    fs::create_dir_all(&folders.json).map_err(failed)?;
    let mut script = tempfile::Builder::new()
        .prefix("rustdoc-")
        .permissions(fs::Permissions::from_mode(0o755))
        .tempfile_in(&folders.json)
        .map_err(failed)?;
    script.write_all(SCRIPT).map_err(failed)?;
    let script = script.into_temp_path();
    let rustdoc = env::var_os("RUSTDOC").unwrap_or_else(|| OsString::from("rustdoc"));
    command.env("PUBLIC_TYPES_RUSTDOC", rustdoc);
    command.env("RUSTDOC", script.as_os_str());
    command.env("CARGO_BUILD_BUILD_DIR", &folders.build);
    Ok(Some(script))
}

/// No such script here; then cargo sees the key, and builds apart.
#[cfg(not(unix))]
fn unlock(
    command: &mut Command,
    folders: &Folders,
) -> Result<Option<tempfile::TempPath>, PublicTypesError> {
    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("CARGO_BUILD_BUILD_DIR", folders.build.join("public-types"));
    Ok(None)
}
