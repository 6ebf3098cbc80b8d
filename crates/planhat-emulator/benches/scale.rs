//! What calls take with 100,000 licenses, and what those take of memory. `cargo bench -p planhat-emulator`; it fails when
//! a bound is passed. Times are those of whole calls over the loopback interface, so the server takes less.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for a terminal"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use planhat_emulator::Emulator;
use serde_json::{Value, json};

const LICENSES: u32 = 100_000;

/// A connection that is kept.
struct Caller(BufReader<TcpStream>);

impl Caller {
    fn call(&mut self, line: &str, body: &str) -> (u16, Duration, Vec<u8>) {
        let since = Instant::now();
        let request = format!(
            "{line} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            Emulator::TOKEN,
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let mut status = String::new();
        self.0.read_line(&mut status).unwrap();
        let mut length = 0;
        loop {
            let mut header = String::new();
            self.0.read_line(&mut header).unwrap();
            if header == "\r\n" {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut reply = vec![0; length];
        self.0.read_exact(&mut reply).unwrap();
        (status[9..12].parse().unwrap(), since.elapsed(), reply)
    }
}

fn license(number: u32, mrr: u32) -> Value {
    json!({
        "companyId": format!("61006bc89a3e0b70{:08x}", number % 1000),
        "externalId": format!("ext-{number}"),
        "sourceId": format!("src-{number}"),
        "product": "Large License",
        "_currency": "USD",
        "fixedPeriod": true,
        "fromDate": "2021-07-27T00:00:00.000Z",
        "toDate": "2022-07-27T00:00:00.000Z",
        "mrr": mrr,
        "renewalStatus": "ongoing",
        "custom": { "Tier": "gold", "Days in Phase": number },
    })
}

fn items(numbers: std::ops::Range<u32>, mrr: u32) -> String {
    numbers
        .map(|number| license(number, mrr))
        .collect::<Value>()
        .to_string()
}

/// The memory that this process holds, in MB; 0 where the system does not tell.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<usize>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// Calls some times; tells the middle and the slowest, and whether the middle is within the bound. The slowest tells more
/// of what else the machine does.
fn measure(caller: &mut Caller, what: &str, bound: u64, calls: &[(String, String)]) -> bool {
    let took = calls.iter().map(|(line, body)| {
        let (status, took, reply) = caller.call(line, body);
        let shown = String::from_utf8_lossy(&reply[..reply.len().min(500)]);
        assert_eq!(status, 200, "{shown}");
        took
    });
    let mut took: Vec<Duration> = took.collect();
    took.sort_unstable();
    let (middle, slowest) = (took[took.len() / 2], took[took.len() - 1]);
    let bound = Duration::from_millis(bound);
    println!(
        "{what:44} {middle:>10.2?}, at most {bound:?}; slowest of {}: {slowest:.2?}",
        took.len()
    );
    middle <= bound
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let emulator = runtime.block_on(Emulator::start()).unwrap();
    let stream = TcpStream::connect(emulator.address()).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut caller = Caller(BufReader::new(stream));
    let before = memory();
    for first in (0..LICENSES).step_by(5000) {
        let (status, ..) = caller.call("PUT /licenses", &items(first..first + 5000, 100));
        assert_eq!(status, 200);
    }
    println!(
        "{LICENSES} licenses take {} MB",
        memory().saturating_sub(before)
    );
    let (_, _, page) = caller.call("GET /licenses?limit=2000&select=_id", "");
    let page: Vec<Value> = serde_json::from_slice(&page).unwrap();
    let of = |lines: Vec<String>| {
        lines
            .into_iter()
            .map(|line| (line, String::new()))
            .collect::<Vec<_>>()
    };
    let ids = page
        .iter()
        .map(|record| format!("GET /licenses/{}", record["_id"].as_str().unwrap()));
    let spread = (0..LICENSES).step_by(97);
    let sources = spread
        .clone()
        .map(|number| format!("GET /licenses/srcid-src-{number}"));
    let externals = spread.map(|number| format!("GET /licenses/extid-ext-{number}"));
    let pages = (0..20).map(|page| {
        let offset = page * 5000;
        format!("GET /licenses?limit=2000&offset={offset}&sort=-renewalDaysFromNow&select=_id,value,custom.Tier,companyId")
    });
    let whole = (0..20).map(|page| {
        format!(
            "GET /licenses?limit=2000&offset={}&sort=sourceId",
            page * 5000
        )
    });
    let upserts = (0..10).map(|part| {
        (
            "PUT /licenses".to_owned(),
            items(part * 9000..part * 9000 + 5000, 200),
        )
    });
    let fits = [
        measure(&mut caller, "get by object id", 1, &of(ids.collect())),
        measure(&mut caller, "get by source id", 1, &of(sources.collect())),
        measure(
            &mut caller,
            "get by external id",
            1,
            &of(externals.collect()),
        ),
        measure(
            &mut caller,
            "page of 2,000, selected, by days to renewal",
            50,
            &of(pages.collect()),
        ),
        measure(
            &mut caller,
            "page of 2,000 whole records, by source id",
            50,
            &of(whole.collect()),
        ),
        measure(
            &mut caller,
            "bulk upsert of 5,000",
            300,
            &upserts.collect::<Vec<_>>(),
        ),
    ];
    if fits.contains(&false) {
        println!("a bound was passed");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
