//! What is measured, and how the contenders do it.

use std::fmt;

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Work {
    /// One GET.
    Get,
    /// 16 GETs at a time.
    Gets,
    /// A list call of 2,000 records.
    Page,
    /// A bulk upsert of 5,000 items that are made already.
    Bulk,
    /// The same with the items made of rows.
    BulkRows,
    /// A page of 2,000 records, from memory.
    Decode,
    /// 2,000 records as JSON.
    Encode,
    /// The body of a bulk upsert of 5,000 items that are made already.
    EncodeItems,
    /// The same with the items made of rows.
    EncodeRows,
    /// 100,000 records page by page, from a server that takes 20 ms for each.
    Stream,
}

impl Work {
    pub(crate) const ALL: &[Self] = &[
        Self::Decode,
        Self::Encode,
        Self::EncodeItems,
        Self::EncodeRows,
        Self::Page,
        Self::Bulk,
        Self::BulkRows,
        Self::Get,
        Self::Gets,
        Self::Stream,
    ];

    /// How fast ours has to be, and how fast it is to be: against the lossy struct, and of a stream with 4 pages read
    /// ahead against one that reads page by page.
    pub(crate) fn aim(self) -> Option<Aim> {
        let (must, goal) = match self {
            Self::Decode => (1.25, 1.6),
            Self::Encode | Self::EncodeItems => (1.0, 1.3),
            Self::Page => (1.15, 1.5),
            Self::Bulk => (1.0, 1.2),
            Self::Get | Self::Gets => (0.95, 1.0),
            Self::Stream => (3.0, 3.8),
            // Nothing is asked of it.
            Self::EncodeRows | Self::BulkRows => return None,
        };
        Some(Aim { must, goal })
    }

    /// How often it is done for one figure, so that a figure takes some 50 ms.
    pub(super) fn times(self) -> usize {
        match self {
            Self::Get => 250,
            Self::Gets => 30,
            Self::Page => 8,
            Self::Bulk | Self::BulkRows => 3,
            Self::Decode => 10,
            Self::Encode => 15,
            Self::EncodeItems | Self::EncodeRows => 15,
            Self::Stream => 1,
        }
    }

    /// How long the server takes for a reply, in milliseconds.
    pub(super) fn latency(self) -> u64 {
        match self {
            Self::Stream => 20,
            _ => 0,
        }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Get => "one GET",
            Self::Gets => "16 GETs at a time",
            Self::Page => "list call, page of 2,000",
            Self::Bulk => "bulk upsert of 5,000",
            Self::BulkRows => "make 5,000 items and upsert them",
            Self::Decode => "decode a page",
            Self::Encode => "encode 2,000 records",
            Self::EncodeItems => "encode a bulk body of 5,000",
            Self::EncodeRows => "make 5,000 items and encode them",
            Self::Stream => "stream of 100,000, 20 ms latency",
        })
    }
}

/// Least ratios.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub(crate) struct Aim {
    pub(crate) must: f64,
    pub(crate) goal: f64,
}
