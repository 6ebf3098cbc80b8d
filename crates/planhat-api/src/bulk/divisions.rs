//! How many requests a run takes to find what is refused.

/// So many a chunk has in any case.
const HANDFUL: u32 = 10;

/// The requests that chunks may take beyond one each.
pub(super) struct Divisions {
    /// How many a chunk may take.
    most: u32,
    /// How many chunks took since an item was accepted, but for the one under way.
    barren: u32,
    /// How many the one under way took.
    taken: u32,
    /// Whether an item of it was accepted.
    has_accepted: bool,
}

impl Divisions {
    pub(super) fn new(most: u32) -> Self {
        Self {
            most,
            barren: 0,
            taken: 0,
            has_accepted: false,
        }
    }

    pub(super) fn next_chunk(&mut self) {
        self.barren = match self.has_accepted {
            true => 0,
            false => self.barren.saturating_add(self.taken),
        };
        self.taken = 0;
        self.has_accepted = false;
    }

    /// What the run is refused for is not what all items have.
    pub(super) fn accepted(&mut self) {
        self.has_accepted = true;
        self.barren = 0;
    }

    pub(super) fn take(&mut self) {
        self.taken = self.taken.saturating_add(1);
    }

    /// How many more the chunk may take.
    pub(super) fn left(&self) -> u32 {
        let of_chunk = self.most.saturating_sub(self.barren);
        let of_chunk = of_chunk.max(HANDFUL.min(self.most));
        of_chunk.saturating_sub(self.taken)
    }
}
