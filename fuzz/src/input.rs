//! Bytes as several fields.

/// The fields of an input, which 0xFF divides: no text holds that byte.
pub fn fields<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut fields = data.splitn(N, |byte| *byte == 0xFF);
    std::array::from_fn(|_| fields.next().unwrap_or_default())
}

/// The same, if all of them are text.
pub fn texts<const N: usize>(data: &[u8]) -> Option<[&str; N]> {
    let mut texts = [""; N];
    for (text, field) in texts.iter_mut().zip(fields::<N>(data)) {
        *text = std::str::from_utf8(field).ok()?;
    }
    Some(texts)
}

/// Bytes that are taken from the front; zeros once there are none.
pub struct Bytes<'a>(pub &'a [u8]);

impl Bytes<'_> {
    /// The next one.
    pub fn next(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// Whether there are no more.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
