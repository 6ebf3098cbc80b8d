//! Arguments, and what is done for them.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use conformance::generated::records::codecs;
use conformance::report::{Target, write_json, write_text};
use conformance::roundtrip::{self, Format, Options};
use conformance::spec::Spec;
use conformance::suite;
use conformance::workspace::Workspace;

/// Sends every request that the vendor documents through the client, to a local server that replays the documented replies or to
/// the emulator, and reports what differs. Needs no account and no network.
///
/// Exit codes: 0 nothing differs, 1 something does, 2 it could not run.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Cli {
    /// How to report
    #[arg(long, global = true, value_enum, default_value_t)]
    format: Format,

    /// What to run the cases against
    #[arg(long, value_enum, default_value_t)]
    target: Target,

    /// Run this case alone, such as license.create.documented
    #[arg(long, value_name = "ID")]
    case: Option<String>,

    /// Call a validating proxy (Prism) instead of the emulator; what it objects to in the header sl-violations fails the case
    #[arg(long, value_name = "URL", requires = "upstream")]
    through: Option<String>,

    /// Where that proxy forwards to, and emulators are to listen, one after another
    #[arg(long, value_name = "ADDRESS", requires = "through")]
    upstream: Option<SocketAddr>,

    /// The checkout to read the spec and the documented exchanges from, instead of the one this was built in
    #[arg(long, global = true, value_name = "FOLDER")]
    root: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Roundtrip(Roundtrip),
}

/// Holds recorded replies against the client and the spec: one JSON value a line, a record or a list of records.
///
/// Tells for each line whether it survives decoding and encoding, and in all which keys the spec does not know and which
/// values do not fit it, as JSON pointers and types. A pointer holds `*` for every index, and is counted from the record.
/// Memory is bounded: a line at a time, none over 64 MiB. With --format json every line of the output is a JSON value, the
/// last one the summary.
///
/// Exit codes: 0 all survived, 1 something was lost, 2 some lines are unreadable (whatever became of the others), or it could not run.
#[derive(Debug, Args)]
struct Roundtrip {
    /// The schema that the values have, such as License, BulkUpsertResult or DeleteResult
    #[arg(long, value_name = "NAME")]
    schema: String,

    /// Show values too, not only pointers and types; replies hold names and emails
    #[arg(long)]
    show_values: bool,

    /// Write each line as the client encodes it to this file; lines that it cannot decode are left out
    #[arg(long, value_name = "FILE")]
    emit: Option<PathBuf>,

    /// The recorded replies; - for standard input
    #[arg(value_name = "FILE")]
    input: PathBuf,
}

/// Does what the arguments ask for; gives the exit code.
pub(crate) fn run(cli: &Cli, out: &mut dyn Write) -> anyhow::Result<u8> {
    let workspace = cli
        .root
        .as_ref()
        .map_or_else(Workspace::default, Workspace::at);
    match &cli.command {
        None => replay(cli, &workspace, out),
        Some(Command::Roundtrip(_)) if cli.case.is_some() => {
            bail!("--case has no meaning for roundtrip; leave it out")
        }
        Some(Command::Roundtrip(_)) if cli.target != Target::default() || cli.through.is_some() => {
            bail!("--target and --through have no meaning for roundtrip; leave them out")
        }
        Some(Command::Roundtrip(arguments)) => recorded(cli, arguments, &workspace, out),
    }
}

fn replay(cli: &Cli, workspace: &Workspace, out: &mut dyn Write) -> anyhow::Result<u8> {
    let proxy = cli.through.clone().zip(cli.upstream);
    if proxy.is_some() && cli.target != Target::Emulator {
        bail!("--through is for --target emulator; add it");
    }
    let options = suite::Options {
        only: cli.case.clone(),
        target: cli.target,
        proxy: proxy.map(|(url, upstream)| suite::Proxy { url, upstream }),
    };
    let report = suite::run_with(workspace, &options)?.report;
    match cli.format {
        Format::Text => write_text(&report, out)?,
        Format::Json => write_json(&report, out)?,
    }
    Ok(u8::from(!report.is_clean()))
}

fn recorded(
    cli: &Cli,
    arguments: &Roundtrip,
    workspace: &Workspace,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let codecs = codecs();
    let Some(codec) = codecs.iter().find(|codec| codec.name() == arguments.schema) else {
        let known: Vec<_> = codecs.iter().map(|codec| codec.name()).collect();
        bail!(
            "there is no schema {} to decode; there are: {}",
            arguments.schema,
            known.join(", ")
        );
    };
    let shape = Spec::read(&workspace.spec())?.object(codec.name())?;
    let input = open(&arguments.input)?;
    let mut emit = arguments
        .emit
        .as_ref()
        .map(|path| create(path, &arguments.input))
        .transpose()?;
    let emit = emit.as_mut().map(|file| file as &mut dyn Write);
    let options = Options {
        format: cli.format,
        show_values: arguments.show_values,
    };
    let outcome = roundtrip::run(codec, &shape, options, input, out, emit)?;
    Ok(outcome.exit_code())
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        bail!(
            "{} is a folder; name a file of one JSON value a line",
            path.display()
        );
    }
    Ok(Box::new(BufReader::new(file)))
}

fn create(path: &Path, input: &Path) -> anyhow::Result<BufWriter<File>> {
    let same = path
        .canonicalize()
        .is_ok_and(|path| input.canonicalize().is_ok_and(|input| path == input));
    if same {
        bail!(
            "--emit would overwrite {}, which is being read; name another file",
            path.display()
        );
    }
    Ok(BufWriter::new(File::create(path).with_context(|| {
        format!("{} cannot be written", path.display())
    })?))
}
