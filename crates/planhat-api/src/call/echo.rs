//! What of the server's words may be shown anywhere.
//!
//! Servers repeat what they were sent: "no company `anna@example.com`". Ids and values hold people's
//! names, so a message that repeats anything of its request is for those alone who ask for it.

use reqwest::header::HeaderValue;

use super::outgoing::Outgoing;
use crate::auth::Token;
use crate::id::encode_segment;
use crate::json::{Kind, Value};
use crate::private::{looks_private, words};

/// More than that is no message but a page.
const LONGEST: usize = 300;

/// The message in one line, unless it is long, repeats something of the request, or holds what looks
/// like an address, an id or a token.
pub(crate) fn presentable(message: &str, outgoing: &Outgoing, token: &Token) -> Option<String> {
    let withheld = message.len() > LONGEST
        || looks_private(message)
        || repeats(message, outgoing, Some(token));
    (!withheld).then(|| in_one_line(message))
}

/// A text without line breaks and other control characters, and with no more than one space in a row.
fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in words(text, |c| c.is_whitespace() || c.is_control()) {
        if !line.is_empty() && !word.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether a text of the server's repeats something of the request, or the token that it was sent with.
pub(crate) fn repeats(text: &str, outgoing: &Outgoing, token: Option<&Token>) -> bool {
    let echo = Echo::new(text);
    token.is_some_and(|token| echo.of(token.expose()))
        || outgoing.headers.values().any(|value| echo.of_header(value))
        || outgoing.any_value(&|value| echo.of_value(value) || echo.of_part_of(value))
        || outgoing
            .body
            .as_deref()
            .is_some_and(|body| echo.of_body(body))
}

/// A message in which values are looked for, in the form that makes texts comparable.
struct Echo(String);

/// In one line, as it is shown, and in lower case: of each letter alone, since the last one of a word may have a form of
/// its own.
fn comparable(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    for letter in in_one_line(text).chars() {
        lower.extend(letter.to_lowercase());
    }
    lower
}

impl Echo {
    /// Shorter texts are in many words by chance, and tell nobody.
    const SHORTEST: usize = 3;

    fn new(message: &str) -> Self {
        Self(comparable(message))
    }

    fn of(&self, text: &str) -> bool {
        let text = comparable(text);
        text.len() >= Self::SHORTEST && self.0.contains(&text)
    }

    /// As it is, percent-encoded as in an address, and an id without its prefix.
    fn of_value(&self, text: &str) -> bool {
        let external = text.strip_prefix("extid-");
        let bare = external
            .or_else(|| text.strip_prefix("srcid-"))
            .unwrap_or(text);
        let mut encoded = String::with_capacity(bare.len());
        encode_segment(bare, &mut encoded);
        self.of(bare) || self.of(&encoded)
    }

    /// Servers cut ids down to what they know of them.
    fn of_part_of(&self, text: &str) -> bool {
        const SHORTEST: usize = 4;
        let text = comparable(text);
        let mut words = words(&self.0, |c| !c.is_alphanumeric());
        words.any(|word| word.len() >= SHORTEST && text.contains(word))
    }

    /// The whole value or, behind a scheme, what matters of it.
    fn of_header(&self, value: &HeaderValue) -> bool {
        // A header can carry more than ASCII.
        let text = String::from_utf8_lossy(value.as_bytes());
        text.split(' ').any(|part| self.of(part))
    }

    fn of_body(&self, body: &[u8]) -> bool {
        std::str::from_utf8(body).is_ok_and(|json| self.of_json(Value::new(json), 0))
    }

    /// Whether any text or number in there is repeated; names of properties are not values.
    fn of_json(&self, value: Value<'_>, depth: usize) -> bool {
        const DEEPEST: usize = 64;
        if depth > DEEPEST {
            return true;
        }
        match value.kind() {
            Kind::Object => value
                .each_member()
                .any(|(_, value)| self.of_json(value, depth + 1)),
            Kind::Array => value
                .each_element()
                .any(|value| self.of_json(value, depth + 1)),
            Kind::String => value.as_str().is_some_and(|text| self.of_value(&text)),
            Kind::Number => self.of(value.as_json()),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{License, LicenseUpdate, Resource};

    fn shown(message: &str) -> Option<String> {
        let update = LicenseUpdate::new()
            .product("Premium")
            .mrr(1234)
            .currency("bob lee")
            .custom("Place", "ΟΔΟΣ")
            .custom("Owner", "Zoë \"Z\" Müller");
        let mut outgoing = Outgoing::on(License::OPERATIONS.update, "extid-lic/7").body(&update);
        outgoing.query("note", "most urgent-gentle");
        outgoing.header("x-team", "blue-42 grün");
        let token = Token::new("s3cr3t").unwrap();
        presentable(message, &outgoing, &token)
    }

    #[test]
    fn a_message_is_shown_in_one_line() {
        for (message, line) in [
            ("companyId is required", "companyId is required"),
            ("no\r\nWARN forged line\t!", "no WARN forged line !"),
            ("value must be below 12", "value must be below 12"),
            ("custom Owner is unknown", "custom Owner is unknown"),
            ("Invalid bearer token", "Invalid bearer token"),
            (
                "invoiceCycleInterval is unknown",
                "invoiceCycleInterval is unknown",
            ),
        ] {
            assert_eq!(shown(message).as_deref(), Some(line), "{message}");
        }
    }

    #[test]
    fn a_message_that_repeats_something_of_the_request_is_not_shown() {
        for message in [
            "no license extid-lic/7",
            "no license LIC/7",
            "no product premium",
            "1234 is too much",
            "who is Zoë \"Z\" Müller?",
            "not urgent",
            "team blue-42 may not",
            "nobody is GRÜN",
            "s3cr3t is no token",
            "nothing at /licenses/lic%2f7",
            "no bob\t\u{0} LEE",
            "no ΟΔΟΣΑ",
            "gentle note",
            "ask admin@example.com",
            "Cast to ObjectId failed for \"61006fbf1df7fa77a20d9d0a\"",
            "request 5f0c7e1a-93b1-4a57 failed",
        ] {
            assert_eq!(shown(message), None, "{message}");
        }
        assert_eq!(shown(&"x".repeat(LONGEST + 1)), None);
    }
}
