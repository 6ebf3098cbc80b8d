//! Interleaved rounds of one work.

use serde::Serialize;

use super::field::{Contender, Field};
use super::verdict::Verdict;
use super::work::{Aim, Work};
use crate::stats::{Median, ratios};
use crate::table::{Table, duration};

/// An interval is to be no wider than that.
pub(super) const WIDEST: f64 = 0.05;

/// A work, as all contenders did it.
#[derive(Debug, Serialize)]
pub(super) struct Measured {
    work: Work,
    rounds: usize,
    contenders: Vec<Timed>,
    /// What some of the ratios have to be.
    judged: Vec<Judged>,
}

#[derive(Debug, Serialize)]
struct Timed {
    contender: Contender,
    /// The seconds of each round.
    seconds: Vec<f64>,
    median: Option<Median>,
    /// Against the lossy struct.
    speed: Option<Median>,
}

#[derive(Debug, Serialize)]
struct Judged {
    contender: Contender,
    against: Contender,
    speed: Median,
    #[serde(flatten)]
    aim: Aim,
    verdict: Verdict,
}

/// Rounds until the interval is narrow enough.
pub(super) fn measure(
    field: &Field,
    work: Work,
    least: u32,
    most: u32,
) -> anyhow::Result<Measured> {
    let mut all: Vec<(Contender, Vec<f64>)> = Contender::of(work)
        .map(|contender| (contender, Vec::new()))
        .collect();
    // Caches and connections are warm afterwards.
    for (contender, _) in &all {
        field.measure(*contender, work, 1)?;
    }
    for round in 0.. {
        if round >= least && (round >= most || are_settled(work, &all)) {
            break;
        }
        // Another one is first in each round, and in every second round they go the other way.
        let count = all.len();
        for place in 0..count {
            let shift = usize::try_from(round / 2).unwrap_or(0);
            let place = if round % 2 == 0 {
                place
            } else {
                count - 1 - place
            };
            if let Some((contender, seconds)) = all.get_mut((place + shift) % count) {
                seconds.push(field.measure(*contender, work, work.times())?);
            }
        }
    }
    let judged = judge(work, &all);
    let lossy = seconds_of(&all, Contender::Lossy).to_vec();
    let contenders = all.into_iter().map(|(contender, seconds)| Timed {
        contender,
        median: Median::of(&seconds),
        speed: Median::of(&ratios(&lossy, &seconds)),
        seconds,
    });
    Ok(Measured {
        work,
        rounds: lossy.len(),
        contenders: contenders.collect(),
        judged,
    })
}

fn seconds_of(all: &[(Contender, Vec<f64>)], contender: Contender) -> &[f64] {
    let found = all.iter().find(|(other, _)| *other == contender);
    found.map_or(&[], |(_, seconds)| seconds)
}

/// What reads ahead is held against what does not; all else of ours against the lossy struct.
fn judge(work: Work, all: &[(Contender, Vec<f64>)]) -> Vec<Judged> {
    let pairs: &[(Contender, Contender)] = match work {
        Work::Stream => &[(Contender::OursToo, Contender::Ours)],
        _ => &[
            (Contender::Ours, Contender::Lossy),
            (Contender::OursToo, Contender::Lossy),
        ],
    };
    let judged = pairs.iter().filter_map(|&(contender, against)| {
        let ratios = ratios(seconds_of(all, against), seconds_of(all, contender));
        let speed = Median::of(&ratios)?;
        let aim = work.aim()?;
        Some(Judged {
            contender,
            against,
            speed,
            aim,
            verdict: Verdict::of(&speed, aim),
        })
    });
    judged.collect()
}

fn are_settled(work: Work, all: &[(Contender, Vec<f64>)]) -> bool {
    let judged = judge(work, all);
    work.aim().is_none() || !judged.is_empty() && judged.iter().all(Judged::is_settled)
}

impl Judged {
    /// Whether the interval is narrow, or the goal is reached in any case.
    fn is_settled(&self) -> bool {
        self.speed.width() <= WIDEST || self.speed.low >= self.aim.goal
    }
}

impl Measured {
    /// Shows it; false if a must is missed.
    pub(super) fn print(&self) -> bool {
        let mut table = Table::new([
            &format!("{}, {} rounds", self.work, self.rounds),
            "time",
            "speed",
            "95 %",
        ]);
        for timed in &self.contenders {
            let (Some(time), Some(speed)) = (timed.median, timed.speed) else {
                continue;
            };
            table.row([
                format!("  {}", timed.contender.name(self.work)),
                duration(time.median),
                format!("{:.2}", speed.median),
                format!("{:.2} to {:.2}", speed.low, speed.high),
            ]);
        }
        table.print();
        if self.judged.is_empty() && self.work.aim().is_some() {
            println!("  too few rounds for an interval");
        }
        for judged in &self.judged {
            let Median { median, low, high } = judged.speed;
            println!(
                "  {} against {}: {median:.2} ({low:.2} to {high:.2}), must {:.2}, goal {:.2}: {}",
                judged.contender.name(self.work),
                judged.against.name(self.work),
                judged.aim.must,
                judged.aim.goal,
                judged.verdict
            );
        }
        println!();
        let mut verdicts = self.judged.iter().map(|judged| judged.verdict);
        verdicts.all(|verdict| verdict != Verdict::Missed)
    }
}
