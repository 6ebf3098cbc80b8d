//! The client, as this module uses it.

/// A type of the client that decodes and encodes JSON.
pub trait Codec {
    /// The name of its schema.
    fn name(&self) -> &str;

    /// Decodes a JSON text and encodes it again.
    fn reencode(&self, json: &str) -> Result<String, String>;

    /// The keys of the value that the client does not know.
    fn unknown(&self, json: &str) -> Result<Vec<String>, String>;
}
