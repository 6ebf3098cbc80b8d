//! This program again, as processes of their own: what one does, the memory of another does not show.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, bail};
use serde::de::DeserializeOwned;

fn command(arguments: &[String]) -> anyhow::Result<Command> {
    let this = std::env::current_exe().context("this program does not find itself")?;
    let mut command = Command::new(this);
    command.args(arguments);
    Ok(command)
}

/// A server, until it is dropped.
pub(crate) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts `serve` with these arguments.
    pub(crate) fn start(arguments: &[String]) -> anyhow::Result<Self> {
        let arguments = [&["serve".to_owned()], arguments].concat();
        let mut child = command(&arguments)?
            // It ends with this pipe, even if this process is killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the server does not start")?;
        let mut line = String::new();
        let stdout = child.stdout.take().context("the server has no output")?;
        BufReader::new(stdout).read_line(&mut line)?;
        match line.trim().parse() {
            Ok(port) => Ok(Self { child, port }),
            Err(_) => {
                let _ = child.kill();
                let status = child.wait()?;
                bail!("the server does not tell its port: {status}")
            }
        }
    }

    /// Starts one whose replies are made once, and then always the same bytes.
    pub(crate) fn fixed(records: u64, latency: u64, core: Option<usize>) -> anyhow::Result<Self> {
        let mut arguments = vec![
            "--fixed".to_owned(),
            format!("--records={records}"),
            format!("--latency={latency}"),
        ];
        arguments.extend(core.map(|core| format!("--core={core}")));
        Self::start(&arguments)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs this program with these arguments to its end, and reads what it prints as JSON.
pub(crate) fn tell<T: DeserializeOwned>(arguments: &[String]) -> anyhow::Result<T> {
    let output = command(arguments)?
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        bail!(
            "a measurement failed: {}; it was: {}",
            output.status,
            arguments.join(" ")
        );
    }
    serde_json::from_slice(&output.stdout).context("a measurement tells no result")
}
