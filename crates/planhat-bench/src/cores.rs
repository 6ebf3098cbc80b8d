//! A core each for client and server, where the system allows.

use core_affinity::CoreId;

/// The cores that this process may have, by their numbers.
pub(crate) fn numbers() -> Vec<usize> {
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    cores.into_iter().map(|core| core.id).collect()
}

/// Stays on a core from now on; false where the system does not allow it.
pub(crate) fn stay_on(number: usize) -> bool {
    core_affinity::set_for_current(CoreId { id: number })
}
