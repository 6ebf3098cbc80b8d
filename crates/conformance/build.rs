//! Refuses to build the proof for a spec that the generated code was not made from.
//!
//! The check stands here, and not in `planhat-api`, so that those who depend on the client never meet it.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

const SPEC: &str = "openapi/planhat.yaml";

/// Each of them names the spec that it was generated from.
const GENERATED: [&str; 4] = [
    "crates/planhat-api/src/generated/mod.rs",
    "crates/conformance/src/generated/mod.rs",
    "crates/planhat-mock/src/generated/mod.rs",
    "crates/planhat-emulator/src/generated/mod.rs",
];

/// What stands before the hash in the header of a generated file.
const MARK: &str = "// spec sha256: ";

fn main() {
    let crate_folder = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&crate_folder).join("../..");
    for file in [SPEC].iter().chain(&GENERATED) {
        println!("cargo::rerun-if-changed={}", root.join(file).display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    if let Err(problem) = check(&root) {
        println!("cargo::error={problem}; run `cargo xtask regen`");
    }
}

fn check(root: &Path) -> Result<(), String> {
    let read = |file: &str| {
        fs::read_to_string(root.join(file))
            .map_err(|error| format!("{file} cannot be read: {error}"))
    };
    let digest = Sha256::digest(read(SPEC)?.as_bytes());
    let current: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    for file in GENERATED {
        let text = read(file)?;
        let stated = text.lines().find_map(|line| line.strip_prefix(MARK));
        let stated = stated
            .ok_or_else(|| format!("{file} does not name the spec that it was generated from"))?;
        if stated.trim() != current {
            return Err(format!(
                "{SPEC} has changed since {file} was generated from it"
            ));
        }
    }
    Ok(())
}
