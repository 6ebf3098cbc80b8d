//! What the server does with one attempt, as the cases write it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// One step of a server's script: one attempt is met with it.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// No reply of HTTP.
    Fault(Fault),
    /// A reply, perhaps a broken one.
    Reply(Reply),
}

/// Ways not to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// Nobody listens. Stands at a script's beginning; the first reply after it opens the port, while the client waits.
    Refused,
    /// The port is open and no connection comes about. Stands for a whole script.
    Unanswered,
    /// Resets the connection while the request comes.
    HangsUp,
    /// Reads the request and closes the connection.
    Closes,
    /// Reads the request and resets the connection.
    Resets,
    /// Reads the request and says nothing.
    Silent,
    /// Answers with a line that is not HTTP's.
    NotHttp,
    /// Answers with a head that never ends.
    EndlessHead,
    /// Answers with a head that comes a byte at a time.
    DrippingHead,
    /// Announces two lengths of one body.
    TwoLengths,
    /// Takes TLS for nonsense, as a server of plain HTTP does.
    NotTls,
    /// Breaks the TLS handshake off.
    TlsAlert,
}

/// A reply, byte for byte but for what every server adds.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    pub(crate) ends: Ending,
}

/// What a body is made from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Body {
    #[default]
    Empty,
    /// What the operation answers when it did what was asked.
    Success,
    Json(Value),
    Text(String),
    /// Bytes as hexadecimal digits.
    Hex(String),
    Repeat {
        text: String,
        times: usize,
    },
    Parts(Vec<Body>),
}

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ending {
    /// As announced, and the connection with it.
    #[default]
    Whole,
    /// As announced; the connection stays for the next attempt.
    KeptOpen,
    /// Without a length: where the connection ends.
    Unannounced,
    /// In one chunk, as announced.
    Chunked,
    /// The connection closes before the announced length.
    CutOff,
    /// The connection closes before the last chunk.
    ChunkCutOff,
    /// A chunk's length is no number.
    BadChunk,
    /// The connection is reset before the announced length.
    Reset,
    /// Nothing more comes, and the connection stays open.
    Stalls,
    /// A byte now and then, without an end.
    Drips,
    /// Again and again.
    Endless,
}

impl Body {
    /// The body's bytes, where `success` is what stands for the operation's own reply.
    pub(crate) fn bytes(&self, success: &str) -> Vec<u8> {
        match self {
            Self::Empty => Vec::new(),
            Self::Success => success.into(),
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Text(text) => text.clone().into_bytes(),
            Self::Hex(digits) => {
                hex(digits).expect("the digits were checked when the case was read")
            }
            Self::Repeat { text, times } => text.repeat(*times).into_bytes(),
            Self::Parts(parts) => parts.iter().flat_map(|part| part.bytes(success)).collect(),
        }
    }

    fn check(&self) -> Result<(), String> {
        match self {
            Self::Hex(digits) => hex(digits)
                .map(drop)
                .ok_or_else(|| format!("`{digits}` is not hexadecimal")),
            Self::Parts(parts) => parts.iter().try_for_each(Self::check),
            _ => Ok(()),
        }
    }
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<_> = digits
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect::<Option<_>>()?;
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| (pair.len() == 2).then(|| pair[0] << 4 | pair[1]))
        .collect()
}

/// A step as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default = "once")]
    times: usize,
    fault: Option<Fault>,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, Option<String>>,
    body: Option<Body>,
    ends: Option<Ending>,
}

fn once() -> usize {
    1
}

impl Written {
    fn step(self) -> Result<Step, String> {
        match (self.fault, self.status) {
            (Some(fault), None)
                if self.headers.is_empty() && self.body.is_none() && self.ends.is_none() =>
            {
                Ok(Step::Fault(fault))
            }
            (None, Some(status)) => {
                let body = self.body.unwrap_or_default();
                body.check()?;
                let mut headers = self.headers;
                headers
                    .entry("content-type".to_owned())
                    .or_insert_with(|| Some("application/json".to_owned()));
                Ok(Step::Reply(Reply {
                    status,
                    headers: headers
                        .into_iter()
                        .filter_map(|(name, value)| Some((name, value?)))
                        .collect(),
                    body,
                    ends: self.ends.unwrap_or_default(),
                }))
            }
            _ => Err(
                "a step is a `fault`, or a `status` with `headers`, `body` and `ends`".to_owned(),
            ),
        }
    }
}

/// Reads a script: a step with `times` stands for as many.
pub(crate) fn script<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Step>, D::Error> {
    let mut steps = Vec::new();
    for written in Vec::<Written>::deserialize(deserializer)? {
        let times = written.times;
        let step = written.step().map_err(serde::de::Error::custom)?;
        steps.extend(std::iter::repeat_n(step, times));
    }
    Ok(steps)
}
