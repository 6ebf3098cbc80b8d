//! Whether cost grows as the work does: what a record or an item takes, of few and of many.

use crate::child::{Server, tell};
use crate::million::work::{Told, Work};
use crate::table::{Table, duration, grouped, megabytes};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How many records and items there are at most.
    #[arg(long, default_value_t = 1_000_000)]
    most: u64,
}

const SIZES: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// A reply has 64 MiB at most unless set otherwise, so no more records are ever decoded at once.
const ONE_BODY: u64 = 80_000;

/// How much more time a record or an item may take than one of fewer. Less is fine: the start of a process and of a
/// connection is shared by more. A thousand records and their body fit into a cache, ten thousand do not, and each of those
/// takes up to 1.4 times as long; what grows with the logarithm of their number would take 1.6 times as long and more.
const FLAT_TIME: f64 = 1.5;
/// How much more memory a run may take than one with fewer.
const FLAT_MEMORY: f64 = 1.25;

/// Fewer than that do not fill a chunk and the pages under way.
const FULL: u64 = 10_000;

#[derive(Debug, Clone, Copy)]
struct Point {
    count: u64,
    /// Of one record or item.
    seconds: f64,
    peak: u64,
}

/// Whether all is flat.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    if cfg!(debug_assertions) {
        println!("Built without --release: times tell nothing.");
    }
    let mut all_flat = true;
    for work in [Work::Decode, Work::Stream, Work::Bulk] {
        let sizes = SIZES.map(|size| match work {
            Work::Decode => size.min(ONE_BODY),
            _ => size,
        });
        let mut sizes: Vec<u64> = sizes.iter().map(|size| *size.min(&options.most)).collect();
        sizes.dedup();
        let points: Vec<Point> = sizes
            .into_iter()
            .map(|count| point(work, count))
            .collect::<Result<_, _>>()?;
        all_flat &= print(work, &points);
    }
    Ok(all_flat)
}

/// The cheapest of some runs: others had the machine's cores to share.
fn point(work: Work, count: u64) -> anyhow::Result<Point> {
    let server = Server::start(&[format!("--records={count}")])?;
    let runs = (300_000 / count).clamp(3, 15);
    let told = (0..runs).map(|_| tell(&work.arguments(&server.url(), count)));
    let told: Vec<Told> = told.collect::<Result<_, _>>()?;
    let seconds = told
        .iter()
        .map(|told| told.seconds)
        .fold(f64::INFINITY, f64::min);
    #[expect(clippy::cast_precision_loss, reason = "it is small")]
    let divisor = count as f64;
    Ok(Point {
        count,
        seconds: seconds / divisor,
        peak: told.iter().map(|told| told.peak).max().unwrap_or(0),
    })
}

#[expect(clippy::cast_precision_loss, reason = "a ratio needs no more digits")]
fn print(work: Work, points: &[Point]) -> bool {
    // A body that is read at once is in memory at once.
    let has_peak = work != Work::Decode;
    let mut table = Table::new([&work.to_string(), "time of one", "peak memory"]);
    for point in points {
        let peak = if has_peak {
            megabytes(point.peak)
        } else {
            String::new()
        };
        table.row([
            format!("  {}", grouped(point.count)),
            duration(point.seconds),
            peak,
        ]);
    }
    table.print();
    let time = growth(points.iter().map(|point| point.seconds));
    let full = points
        .iter()
        .filter(|point| point.count >= FULL && has_peak);
    let memory = growth(full.map(|point| point.peak as f64));
    let flat = time <= FLAT_TIME && memory <= FLAT_MEMORY;
    let verdict = if flat { "flat" } else { "NOT FLAT" };
    println!(
        "  one of many against one of fewer: time {time:.2}, at most {FLAT_TIME}; memory {memory:.2}, at most {FLAT_MEMORY}: {verdict}\n"
    );
    flat
}

/// The most that a figure is of one before it.
fn growth(figures: impl Iterator<Item = f64>) -> f64 {
    let from = (f64::INFINITY, 1.0_f64);
    let (_, growth) = figures.fold(from, |(least, growth), figure| {
        (figure.min(least), growth.max(figure / least))
    });
    growth
}

#[cfg(test)]
mod tests {
    use super::growth;

    #[test]
    fn growth_is_against_the_least_before() {
        for (figures, expected) in [
            (&[2.0, 1.0, 3.0, 2.0][..], 3.0),
            (&[4.0, 2.0, 1.0], 1.0),
            (&[1.0, 2.0, 1.0, 4.0], 4.0),
            (&[5.0], 1.0),
            (&[], 1.0),
        ] {
            assert_eq!(growth(figures.iter().copied()), expected, "{figures:?}");
        }
    }
}
