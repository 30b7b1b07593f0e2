//! `morgue inspect`.

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use morgue_article::{Article, OutletTable};
use morgue_ingest::inspect;
use morgue_query::document::word_count;

use crate::args::ReadArgs;
use crate::clock::today;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Show what is made of files, and which rule gave each field. Nothing is indexed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue inspect clippings/1871.txt
  morgue inspect dump.jsonl --map headline=meta.title
  morgue inspect page.html --json

Exit code: 0 read, 1 no article in it, 3 something could not be read.")]
pub(crate) struct InspectArgs {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
    /// JSON lines, an article each
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(crate) fn run(args: &InspectArgs, session: &Session) -> anyhow::Result<u8> {
    let options = args.read.options();
    let outlets = outlets(session)?;
    let mut sum = Sum::default();
    for file in &args.files {
        if file.is_dir() {
            let name = file.display();
            let say = "is a folder: name files in it";
            return Err(Failure::usage(format!("`{name}` {say}, as in `morgue inspect {name}/*`")));
        }
        let mut failed = None; // writing failed: nobody reads any more
        let read = inspect(file, &options, &outlets, today(), &mut |inspected| match inspected {
            Ok((article, remarks)) => {
                sum.articles += 1;
                match write(args, &article, &remarks, sum.articles == 1, session) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        failed = Some(error);
                        ControlFlow::Break(())
                    }
                }
            }
            Err(error) => {
                sum.failures += u64::from(error.cause.is_failure());
                session.output.say(error);
                ControlFlow::Continue(())
            }
        });
        read.map_err(|error| Failure::usage(error.to_string()))?;
        if let Some(error) = failed {
            return Err(error.into());
        }
    }
    Ok(match sum {
        Sum { failures: 1.., .. } => code::UNREADABLE,
        Sum { articles: 0, .. } => code::NOTHING,
        _ => code::OK,
    })
}

#[derive(Default)]
struct Sum {
    articles: u64,
    failures: u64,
}

/// The outlets of the index that is meant, where there is one: a run into it would know them.
fn outlets(session: &Session) -> anyhow::Result<OutletTable> {
    let place = session.place()?;
    if crate::engine::exists(&place) {
        return Ok(crate::engine::archive(&place)?.outlets()?);
    }
    Ok(morgue_ingest::default_outlets())
}

fn write(
    args: &InspectArgs,
    article: &Article,
    remarks: &[String],
    first: bool,
    session: &Session,
) -> io::Result<()> {
    if args.json {
        return session.output.data(|out| morgue_present::article_json(out, article));
    }
    let words = word_count(article);
    session.output.page(|out, look| {
        if !first {
            writeln!(out)?;
        }
        morgue_present::inspect(out, article, words, look)?;
        remarks.iter().try_for_each(|remark| {
            writeln!(
                out,
                "  {0}remark{0:#}      {1}",
                look.theme.notice,
                morgue_present::safe(remark)
            )
        })
    })
}
