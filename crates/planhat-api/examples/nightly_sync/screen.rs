//! What is seen of a run: a bar on a terminal, lines elsewhere.

use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use planhat_api::bulk::{Progress, WaitReason};

/// A bar over the bytes of the file, since nobody has counted its rows.
#[derive(Clone)]
pub(crate) struct Screen(ProgressBar);

impl Screen {
    pub(crate) fn new(file: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let bar = ProgressBar::new(std::fs::metadata(file)?.len());
        bar.set_style(ProgressStyle::with_template("{wide_bar} {percent}% {msg}")?);
        // The first chunk may take a while.
        bar.tick();
        Ok(Self(bar))
    }

    /// What a run tells of itself goes here.
    pub(crate) fn watch(&self) -> impl FnMut(&Progress) + Send + 'static {
        let screen = self.clone();
        move |progress| {
            let words = words(progress);
            match screen.0.is_hidden() {
                true => eprintln!("{words}"),
                false => screen.0.set_message(words),
            }
        }
    }

    pub(crate) fn is_at(&self, byte: u64) {
        self.0.set_position(byte);
    }

    pub(crate) fn say(&self, words: &str) {
        self.0.suspend(|| eprintln!("{words}"));
    }

    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

fn words(progress: &Progress) -> String {
    if let Some(waiting) = progress.waiting {
        let what = match waiting.why {
            WaitReason::Settling => "the server to finish what it may be at",
            _ => "the server to come back",
        };
        return format!("waiting {} s for {what}", waiting.length.as_secs());
    }
    let rate = progress.items_per_second();
    format!("{} rows, {rate:.0} a second", progress.items)
}
