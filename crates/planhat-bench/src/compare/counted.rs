//! Allocations and memory of decoded records, counted in another program whose allocator counts.

use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context as _, ensure};
use serde::{Deserialize, Serialize};

use super::field::Contender;
use crate::Heap;
use crate::contenders::by_hand::ByHand;
use crate::contenders::flatten::Flatten;
use crate::contenders::lossy::Lossy;
use crate::contenders::ours::{BySerde, Ours};
use crate::contenders::stock::Stock;
use crate::contenders::value::Untyped;
use crate::contenders::{Coder, PAGE};
use crate::data::records;
use crate::table::Table;

/// What a decoded record takes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Counted {
    contender: Contender,
    /// Allocations and reallocations while it is decoded.
    allocations: f64,
    /// Bytes that it holds, itself included.
    bytes: f64,
}

/// Most allocations and bytes of a record of ours.
const MUST: (f64, f64) = (8.0, 1200.0);
const GOAL: (f64, f64) = (3.0, 700.0);

/// Counts by what the allocator of this program tells.
pub(crate) fn count(heap: fn() -> Heap) -> anyhow::Result<Vec<Counted>> {
    let page = records::page(0, PAGE, PAGE);
    let page = page.as_bytes();
    Ok(vec![
        one::<Ours>(Contender::Ours, page, heap)?,
        one::<BySerde>(Contender::OursToo, page, heap)?,
        one::<ByHand<Lossy>>(Contender::Lossy, page, heap)?,
        one::<ByHand<Flatten>>(Contender::Flatten, page, heap)?,
        one::<ByHand<Untyped>>(Contender::Value, page, heap)?,
        one::<Stock>(Contender::Stock, page, heap)?,
    ])
}

#[expect(clippy::cast_precision_loss, reason = "both are small")]
fn one<C: Coder>(contender: Contender, page: &[u8], heap: fn() -> Heap) -> anyhow::Result<Counted> {
    let before = heap();
    let mut decoded = C::decode(page)?;
    let allocations = heap().allocations - before.allocations;
    // What a growing vector has to spare is no record's.
    decoded.shrink_to_fit();
    let bytes = heap().bytes.saturating_sub(before.bytes);
    let records = decoded.len() as f64;
    Ok(Counted {
        contender,
        allocations: allocations as f64 / records,
        bytes: bytes as f64 / records,
    })
}

/// Asks the other program; it is built if it is older than this one.
pub(super) fn ask() -> anyhow::Result<Vec<Counted>> {
    let this = std::env::current_exe()?;
    let name = "planhat-bench-counted";
    let that = this.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let age = |path: &std::path::Path| path.metadata()?.modified();
    let built = age(&that).unwrap_or(SystemTime::UNIX_EPOCH);
    if built < age(&this)? {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args([
            "build",
            "--quiet",
            "--package",
            "planhat-bench",
            "--bin",
            name,
        ]);
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        let built = build.status().context("cargo does not start")?;
        ensure!(built.success(), "{name} cannot be built: {built}");
    }
    let output = Command::new(&that)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| that.display().to_string())?;
    ensure!(output.status.success(), "{name}: {}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Shows it; false if a must is missed.
pub(super) fn print(all: &[Counted]) -> bool {
    let mut table = Table::new(["a decoded record", "allocations", "bytes"]);
    for counted in all {
        table.row([
            format!("  {}", counted.contender.name(super::work::Work::Decode)),
            format!("{:.1}", counted.allocations),
            format!("{:.0}", counted.bytes),
        ]);
    }
    table.print();
    let mut holds = true;
    for ours in all
        .iter()
        .filter(|counted| counted.contender == Contender::Ours)
    {
        let figures = [
            ("allocations", ours.allocations, MUST.0, GOAL.0),
            ("bytes", ours.bytes, MUST.1, GOAL.1),
        ];
        for (what, figure, must, goal) in figures {
            let verdict = match figure {
                figure if figure <= goal => "goal reached",
                figure if figure <= must => "must holds",
                _ => "MISSED",
            };
            println!("  {what}: {figure:.1}, must {must}, goal {goal}: {verdict}");
            holds &= figure <= must;
        }
    }
    println!();
    holds
}
