//! From a document that lint has passed to the files that follow from it.

use crate::files::GeneratedFile;
use crate::problem::Problem;
use crate::source::Document;
use crate::{emit, lower};

/// Lowers the document and writes out all that follows from it, in memory.
///
/// # Errors
/// What the generator has no form for.
pub fn generate(document: &Document) -> Result<Vec<GeneratedFile>, Vec<Problem>> {
    let model = lower::lower(document)?;
    emit::emit(&model, document).map_err(|error| {
        vec![Problem::new(
            document,
            "generator",
            "",
            error.to_string(),
            "this is a mistake of the generator: report it",
        )]
    })
}
