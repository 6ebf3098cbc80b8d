//! What looks as if it were somebody's.

use std::str::Split;

/// Whether a text holds what looks like an address, an id or a token: an `@`, an id's prefix with an
/// id behind it, or a word that no dictionary has, long and with a digit in it.
pub(crate) fn looks_private(text: &str) -> bool {
    const SHORTEST: usize = 16;
    let named = |prefix| {
        let mut rests = text.split(prefix);
        let _before = rests.next();
        rests.any(|rest| rest.chars().next().is_some_and(char::is_alphanumeric))
    };
    let mut words = words(text, |c| {
        !(c.is_ascii_alphanumeric() || c == '-' || c == '_')
    });
    text.contains('@')
        || named("extid-")
        || named("srcid-")
        || words
            .any(|word| word.len() >= SHORTEST && word.as_bytes().iter().any(u8::is_ascii_digit))
}

/// The words of a text, some of them empty, by what stands between them. That is one type for all, since
/// each type would be one more search to compile.
pub(crate) fn words(text: &str, is_between: fn(char) -> bool) -> Split<'_, fn(char) -> bool> {
    text.split(is_between)
}

#[cfg(test)]
mod tests {
    use super::looks_private;

    #[test]
    fn ids_and_addresses_are_told_from_words() {
        for (text, private) in [
            ("companyId is required", false),
            ("[17].invoiceCycleInterval", false),
            ("Days in Phase 2", false),
            ("it has to start with `extid-` or `srcid-`", false),
            ("no license extid-lic", true),
            ("61006fbf1df7fa77a20d9d0a", true),
            ("no 5f0c7e1a-93b1-4a57 here", true),
            ("users.anna@example.com.age", true),
        ] {
            assert_eq!(looks_private(text), private, "{text}");
        }
    }
}
