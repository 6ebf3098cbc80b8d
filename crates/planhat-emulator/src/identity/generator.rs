//! New object ids, made as MongoDB makes them: 4 bytes of seconds, 5 of the process, 3 of a counter.

use std::collections::VecDeque;
use std::time::SystemTime;

use super::ObjectId;

/// Makes ids. Two generators of one seed, asked at the same times, make the same ids.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    process: [u8; 5],
    counter: u32,
    /// Ids that are to come first, for a test that names them.
    given: VecDeque<ObjectId>,
}

impl Ids {
    pub(crate) fn new(seed: Option<u64>, given: impl IntoIterator<Item = ObjectId>) -> Self {
        let mut random = seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let mut process = [0; 5];
        random.fill(&mut process);
        Self {
            process,
            counter: random.u32(..),
            given: given.into_iter().collect(),
        }
    }

    pub(crate) fn next(&mut self, now: SystemTime) -> ObjectId {
        if let Some(given) = self.given.pop_front() {
            return given;
        }
        let since = now.duration_since(SystemTime::UNIX_EPOCH);
        // The seconds wrap in 2106, as they do in MongoDB; a time before 1970 counts as 1970.
        let seconds = since.unwrap_or_default().as_secs().to_be_bytes();
        let count = self.counter.to_be_bytes();
        self.counter = self.counter.wrapping_add(1);
        let mut bytes = [0; 12];
        bytes[..4].copy_from_slice(&seconds[4..]);
        bytes[4..9].copy_from_slice(&self.process);
        bytes[9..].copy_from_slice(&count[1..]);
        ObjectId::new(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_id_holds_its_time_and_the_next_one_counts_on() {
        let mut ids = Ids::new(Some(7), []);
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(0x6100_6fbf);
        let (first, second) = (ids.next(now).to_string(), ids.next(now).to_string());
        assert!(first.starts_with("61006fbf"), "{first}");
        assert_eq!(first[..18], second[..18]);
        let count = |id: &str| u32::from_str_radix(&id[18..], 16).unwrap();
        assert_eq!((count(&first) + 1) & 0xff_ffff, count(&second));
    }

    #[test]
    fn one_seed_makes_the_same_ids_and_no_seed_others() {
        let made = |seed| Ids::new(seed, []).next(SystemTime::UNIX_EPOCH);
        assert_eq!(made(Some(1)), made(Some(1)));
        assert_ne!(made(Some(1)), made(Some(2)));
        assert_ne!(made(None), made(None));
    }

    #[test]
    fn the_counter_and_the_time_wrap_without_a_panic() {
        let mut ids = Ids::new(Some(1), []);
        ids.counter = u32::MAX;
        let far = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 33);
        for now in [far, SystemTime::UNIX_EPOCH - Duration::from_secs(1)] {
            assert!(ids.next(now).to_string().starts_with("00000000"));
        }
    }
}
