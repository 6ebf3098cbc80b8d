//! How much memory this process has had at most.

use anyhow::Context as _;

/// The most memory that this process has held at once, in bytes: the resident set, so that what the allocator keeps and
/// the program itself count, too.
pub(crate) fn peak() -> anyhow::Result<u64> {
    let file = "/proc/self/status";
    let status = std::fs::read_to_string(file).with_context(|| {
        format!("peak memory is read from {file}, which Linux has and this system has not")
    })?;
    let kilobytes = status.lines().find_map(|line| {
        let value = line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?;
        value.trim().parse::<u64>().ok()
    });
    Ok(kilobytes.with_context(|| format!("{file} has no VmHWM"))? * 1024)
}
