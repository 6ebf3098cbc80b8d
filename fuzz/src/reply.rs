//! What is true of any reply, and of what is told of it.

use std::time::{Duration, UNIX_EPOCH};

use planhat_api::fuzzing::{address, answered, wait};
use planhat_api::verb::Verb;
use planhat_api::{Error, LicenseUpdate, LicenseUpsert, RecordRef, Request, Token};

use crate::address::client;
use crate::json::{self, Node};

/// A wait is the number of seconds that the header holds, or lasts until the date that it names.
pub fn hold_wait(retry_after: &[u8], date: &[u8]) {
    let request = client().licenses().list();
    // Without a date of the server's, the clock's would count.
    let is_date = |bytes: &[u8]| is_text(bytes) && moment(bytes).is_some();
    let date = if is_date(date) {
        date
    } else {
        b"Sun, 06 Nov 1994 08:49:37 GMT"
    };
    let found = wait(&request, &[("retry-after", retry_after), ("date", date)]);
    let value = retry_after.trim_ascii();
    let expected = if !is_text(retry_after) {
        None
    } else if !value.is_empty() && value.iter().all(u8::is_ascii_digit) {
        Some(Duration::from_secs(seconds(value)))
    } else {
        let then = moment(value).filter(|_| value.len() >= 24);
        then.zip(moment(date))
            .map(|(then, now)| Duration::from_secs(then.saturating_sub(now)))
    };
    if expected == Some(Duration::from_secs(u64::MAX)) {
        assert!(found >= expected, "{found:?}");
    } else {
        assert_eq!(
            found,
            expected,
            "{:?}",
            String::from_utf8_lossy(retry_after)
        );
    }
}

/// Whether a header can be this; one that cannot is none.
fn is_text(value: &[u8]) -> bool {
    let mut bytes = value.iter();
    bytes.all(|byte| matches!(byte, b'\t' | b' '..=b'~'))
}

/// The number that digits mean, or the most there is.
fn seconds(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum: u64, digit| {
        sum.saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'))
    })
}

fn moment(value: &[u8]) -> Option<u64> {
    let date = httpdate::parse_http_date(std::str::from_utf8(value).ok()?.trim_ascii()).ok()?;
    let since = date.duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}

/// A request with what nobody else may read in it, and the reply to it.
pub struct Answer<'a> {
    /// The token that it was sent with.
    pub token: &'a str,
    /// The id in its path.
    pub id: &'a str,
    /// A text of its body.
    pub value: &'a str,
    /// A header of the caller's.
    pub header: &'a str,
    /// The reply's header.
    pub retry_after: &'a [u8],
    /// The reply's status.
    pub status: u16,
    /// The reply's body.
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// What is true of the reply to one of several kinds of calls.
    pub fn hold(&self, verb: u8) {
        let Ok(reference) = RecordRef::external(self.id) else {
            return;
        };
        let (id, value) = (self.id, self.value);
        let licenses = client().licenses();
        match verb % 4 {
            0 => self.hold_for(licenses.get(reference), &[id]),
            1 => self.hold_for(
                licenses.update(reference, LicenseUpdate::new().product(value)),
                &[id, value],
            ),
            2 => {
                let item = LicenseUpsert::new().external_id(id).product(value);
                self.hold_for(licenses.bulk_upsert([item]), &[id, value]);
            }
            _ => self.hold_for(licenses.list().query("note", value), &[value]),
        }
    }

    fn hold_for<V: Verb>(&self, request: Request<V>, sent: &[&str]) {
        let request = request.header("x-team", self.header);
        let Ok(token) = Token::new(self.token) else {
            return;
        };
        // What cannot be sent is no secret, and nor is the reply to it one that comes.
        if address(&request).is_none() {
            return;
        }
        let headers = [("retry-after", self.retry_after)];
        let reply = |body| answered(&request, &token, self.status, &headers, body).err();
        let Some(error) = reply(self.body) else {
            return;
        };
        assert_eq!(error.status(), Some(self.status));
        assert_eq!(error.body(), Some(self.body));
        let _ = (error.body_text(), error.effect(), error.request_id());
        self.hold_message(&error);
        let shown = error.to_string();
        assert_eq!(format!("{error:?}"), format!("Error({shown})"));
        assert!(
            !shown.contains(char::is_control),
            "{shown:?} is more than a line"
        );
        let said = if self.status < 300 {
            // Of what cannot be read, the place.
            let place = shown
                .split_once("at `")
                .and_then(|(_, behind)| behind.rsplit_once("`: "));
            place.map_or(String::new(), |(place, _)| place.to_owned())
        } else {
            let plain = reply(b"").expect("an empty body is no result").to_string();
            said(&shown, &plain, self.status)
        };
        self.hold_secret(&said, sent);
    }

    /// The server's words are a text of the body's.
    fn hold_message(&self, error: &Error) {
        let Some(message) = error.message() else {
            return;
        };
        assert!(!message.trim().is_empty());
        match json::parse_bytes(self.body) {
            Ok(node) => assert!(says(&node, &message), "{message:?} is not in the body"),
            Err(_) => assert!(String::from_utf8_lossy(self.body).contains(&message)),
        }
    }

    /// Nothing of the request is in what is shown of the reply.
    fn hold_secret(&self, said: &str, sent: &[&str]) {
        const SHORTEST: usize = 3;
        let said = said.to_ascii_lowercase();
        let header = self.header.split(' ');
        let secrets = sent
            .iter()
            .copied()
            .chain(header)
            .chain([self.token.trim()]);
        // In lower case and without the space around it, a text can have fewer bytes.
        let counts = |secret: &&str| {
            let around = |c: char| c.is_whitespace() || c.is_control();
            let lower = secret
                .trim_matches(around)
                .chars()
                .flat_map(char::to_lowercase);
            lower.map(char::len_utf8).sum::<usize>() >= SHORTEST
        };
        for secret in secrets.filter(counts) {
            let is_shown = said.contains(&secret.to_ascii_lowercase());
            assert!(!is_shown, "{secret:?} is in {said:?}");
        }
    }
}

fn says(node: &Node, message: &str) -> bool {
    let members = node.members().iter().map(|(_, value)| value);
    node.as_str() == Some(message)
        || members
            .chain(node.items())
            .any(|inner| says(inner, message))
}

/// What an error shows more than one about an empty body does.
fn said(shown: &str, plain: &str, status: u16) -> String {
    let mark = format!("the server answered {status}");
    let at = plain.find(&mark).expect("the status is shown") + mark.len();
    let (before, behind) = plain.split_at(at);
    let said = shown
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(behind));
    let said = said.expect("all else is shown as well");
    said.strip_prefix(": ").unwrap_or(said).to_owned()
}
