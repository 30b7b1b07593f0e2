//! `morgue cite`.

use clap::Args;
use morgue_article::Article;
use morgue_present::{Citations, CiteStyle};

use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Cite articles: Chicago, APA or MLA to paste, RIS, BibTeX or CSL-JSON for a reference manager.
///
/// An article is cited with what is known of it: by its year where only that is known, by its first
/// words in brackets where it has no headline.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue cite 1a2b3c4d
  morgue cite 1a2b3c4d 5e6f7a8b --style apa
  morgue cite 1a2b3c4d --style ris > bridge.ris
  morgue search strike --from 1926 -n all --ids | morgue cite - --style bibtex > strikes.bib

Exit code: 0 cited, 1 there is no such article, 2 an id or an option is wrong, 4 no usable index.")]
pub(crate) struct CiteArgs {
    /// Ids of articles, or as much of their beginnings as is unique (8 digits or more), or the ids
    /// their sources gave them; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// `chicago`, `chicago-note`, `apa`, `mla`, `ris`, `bibtex` or `csl-json`
    #[arg(long, value_name = "STYLE", default_value = "chicago")]
    style: CiteStyle,
}

pub(crate) fn run(args: &CiteArgs, session: &Session) -> anyhow::Result<u8> {
    let asker = Asker::open_quietly(session)?;
    let listed = match args.ids.as_slice() {
        [one] if one == "-" => crate::ask::words(&args.ids)?,
        ids => ids.join("\n"),
    };
    // All of them are looked up before anything is written: half a list is no list.
    let names = listed.lines().map(str::trim).filter(|name| !name.is_empty());
    let articles: Vec<Article> = names.map(|name| asker.article(name)).collect::<Result<_, _>>()?;
    session.output.data(|out| {
        let mut citations = Citations::begin(out, args.style)?;
        articles.iter().try_for_each(|article| citations.add(article))?;
        citations.end()
    })?;
    Ok(if articles.is_empty() { code::NOTHING } else { code::OK })
}
