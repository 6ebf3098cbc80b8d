//! A count of calls in a file, for the processes of one machine.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use fd_lock::RwLock;
use planhat_api::clock::Clock;
use planhat_api::limits::{
    Call, Changed, Held, LimitStore, Limits, StoreError, StoreFuture, Taken,
};
use tokio::task::spawn_blocking;

use super::count::Count;

/// How often to look whether another process has freed something: none tells the others.
const POLL: Duration = Duration::from_millis(25);

/// A [`LimitStore`] in a folder that several processes use. It goes by the time of day, which is
/// all the clock that they share.
#[derive(Debug)]
pub(crate) struct FileStore(Arc<Files>);

#[derive(Debug)]
struct Files {
    lock: PathBuf,
    count: PathBuf,
    draft: PathBuf,
    clock: Arc<dyn Clock>,
    /// The starts of this process, for its report.
    starts: Mutex<Vec<SystemTime>>,
}

impl FileStore {
    /// The store in this folder, which is made if it is not there.
    pub(crate) fn open(folder: &Path, clock: impl Clock) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self(Arc::new(Files {
            lock: folder.join("quota.lock"),
            count: folder.join("quota.json"),
            draft: folder.join("quota.json.draft"),
            clock: Arc::new(clock),
            starts: Mutex::default(),
        })))
    }

    /// When the calls of this process started, the earliest first.
    pub(crate) fn starts(&self) -> Vec<SystemTime> {
        let starts = self.0.starts.lock();
        starts.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl LimitStore for FileStore {
    fn take<'a>(&'a self, limits: &'a Limits, call: &'a Call) -> StoreFuture<'a, Taken> {
        let (files, limits, call) = (Arc::clone(&self.0), limits.clone(), call.clone());
        Box::pin(off_thread(move || take(files, &limits, &call)))
    }

    fn pause(&self, duration: Duration) -> StoreFuture<'_, ()> {
        let files = Arc::clone(&self.0);
        let pause = move || files.change(|count, now| count.pause(duration, now));
        Box::pin(off_thread(pause))
    }

    fn changed(&self) -> Changed<'_> {
        self.0.clock.sleep(POLL)
    }
}

/// Does work with files where it holds up no other call. What it gives is dropped if nobody waits
/// for it any more, which frees a place that was taken.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, StoreError> {
    let done = spawn_blocking(work).await.map_err(StoreError::new)?;
    done.map_err(StoreError::new)
}

fn take(files: Arc<Files>, limits: &Limits, call: &Call) -> io::Result<Taken> {
    let taken = files.change(|count, now| (count.take(limits, call, now), now))?;
    Ok(match taken {
        (Err(obstacle), _) => obstacle,
        (Ok(number), start) => {
            let starts = files.starts.lock();
            starts.unwrap_or_else(PoisonError::into_inner).push(start);
            Taken::Granted(Held::new(Place { files, number }))
        }
    })
}

/// A place in flight, and perhaps a lease.
struct Place {
    files: Arc<Files>,
    number: u64,
}

impl Drop for Place {
    /// Frees them here and now, on whatever thread: a task to do it might not run any more when the
    /// program ends, and a lease would be blocked until it expires, as it is if this fails. It is
    /// one small file, and only a process that is stopped halfway makes it last.
    fn drop(&mut self) {
        let _ = self.files.change(|count, _| count.free(self.number));
    }
}

impl Files {
    /// Reads the count, changes it and writes it back, as one step to all processes.
    fn change<T>(&self, change: impl FnOnce(&mut Count, SystemTime) -> T) -> io::Result<T> {
        // A file of its own is locked: the count's is replaced, and a lock on it would be gone
        // with it. The system takes a lock back from a process that dies.
        let lock = File::options().create(true).append(true).open(&self.lock);
        let mut lock = RwLock::new(lock.map_err(|error| at(&self.lock, error))?);
        let _guard = lock.write()?;
        // Read under the lock, or starts would be noted out of order.
        let now = self.clock.wall();
        let before = self.read()?;
        let mut count = before.clone();
        let result = change(&mut count, now);
        if count != before {
            self.write(&count)?;
        }
        Ok(result)
    }

    /// The count; nothing is counted where there is no file yet. One that cannot be read is an
    /// error, for to begin anew would be to forget what was used.
    fn read(&self) -> io::Result<Count> {
        let json = match fs::read(&self.count) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Count::default()),
            json => json.map_err(|error| at(&self.count, error))?,
        };
        serde_json::from_slice(&json).map_err(|error| {
            let mend = "delete it when no call was made for a minute";
            at(&self.count, io::Error::other(format!("{error}; {mend}")))
        })
    }

    /// Puts another file in the place of the last, whole: who dies halfway leaves the last as it
    /// was. It is not flushed to the disk: after a power cut, a minute's count is no loss.
    fn write(&self, count: &Count) -> io::Result<()> {
        let written = fs::write(&self.draft, serde_json::to_vec(count)?);
        let replaced = written.and_then(|()| fs::rename(&self.draft, &self.count));
        replaced.map_err(|error| at(&self.count, error))
    }
}

/// The error, with the file that it is about.
fn at(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
