//! `morgue rebuild`.

use clap::Args;
use morgue_query::Ranking;

use crate::failure::code;
use crate::progress::Progress;
use crate::session::Session;

/// Build the index anew from itself: after an update of this program, without the files.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue rebuild
  morgue rebuild --index ~/archive/index-data
  morgue rebuild --ranking headline=1,lead=1,k1=1.2,b=0.75")]
pub(crate) struct RebuildArgs {
    /// Rank by other constants from now on: how often a word of the headline and of the lead
    /// counts, and k1 and b of BM25; those not named are the program's own
    #[arg(long, value_name = "NAME=VALUE,…")]
    ranking: Option<Ranking>,
}

pub(crate) fn run(args: &RebuildArgs, session: &Session) -> anyhow::Result<u8> {
    let place = session.place()?;
    let progress = Progress::new(session.output.progress);
    let now = crate::clock::now();
    let rebuilt = crate::engine::rebuild(&place, now, args.ranking, &session.control, &progress);
    progress.done();
    let articles = morgue_present::plural(rebuilt?.articles, "article", "articles");
    session.output.say(format_args!("rebuilt {}: {articles}", place.shown()));
    Ok(code::OK)
}
