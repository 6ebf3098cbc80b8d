//! Kills a child when it has come to its point.

use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::point::Point;
use crate::relay::State;

/// No life is longer.
const LONGEST: Duration = Duration::from_secs(600);

/// A child and where it is to be killed.
pub(crate) struct Watch {
    child: Child,
    began: Instant,
    point: Option<Point>,
    relay: Arc<State>,
    journal: PathBuf,
    length: u64,
}

impl Watch {
    pub(crate) fn over(
        child: Child,
        point: Option<Point>,
        relay: Arc<State>,
        journal: &Path,
    ) -> Self {
        Self {
            child,
            began: Instant::now(),
            point,
            relay,
            journal: journal.to_owned(),
            length: length(journal),
        }
    }

    /// Blocks until the child has ended. Its status, or none if it was killed.
    pub(crate) fn wait(mut self) -> Option<ExitStatus> {
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            let is_late = self.began.elapsed() > LONGEST;
            if is_late || self.is_there() {
                // SIGKILL, where there are signals.
                self.child.kill().unwrap();
                self.child.wait().unwrap();
                assert!(!is_late, "a life comes to no end");
                return None;
            }
            std::thread::sleep(Duration::from_micros(50));
        }
    }

    fn is_there(&self) -> bool {
        match self.point {
            Some(Point::Time(time)) => self.began.elapsed() >= time,
            Some(Point::Journal(bytes)) => length(&self.journal) >= self.length + bytes,
            _ => self.relay.is_reached(),
        }
    }
}

/// None of a file that is not there.
pub(crate) fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}
