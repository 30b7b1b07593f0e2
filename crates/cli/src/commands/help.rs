//! `morgue help`.

use clap::{Args, CommandFactory};

use crate::failure::{Failure, code};
use crate::session::Session;

/// Explain the query language, a subject of the guide, or a command.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  morgue help query
  morgue help exit-codes
  morgue help search")]
pub(crate) struct HelpArgs {
    /// `query`, `searching`, `explaining`, `research`, `exporting`, `saved`, `indexing`, `serving`,
    /// `clusters`, `exit-codes`, the title of a section of these (`many queries`), or the name of a command
    topic: Vec<String>,
}

/// The query language explained: served as a page, too.
pub(crate) const QUERY: &str = include_str!("../../guide/query.md");

/// The pages of the guide that the program has with it.
const GUIDE: [(&str, &str); 10] = [
    ("query", QUERY),
    ("searching", include_str!("../../guide/searching.md")),
    ("explaining", include_str!("../../guide/explaining.md")),
    ("research", include_str!("../../guide/research.md")),
    ("exporting", include_str!("../../guide/exporting.md")),
    ("saved", include_str!("../../guide/saved.md")),
    ("indexing", include_str!("../../guide/indexing.md")),
    ("serving", include_str!("../../guide/serving.md")),
    ("clusters", include_str!("../../guide/clusters.md")),
    ("exit-codes", include_str!("../../guide/exit-codes.md")),
];

pub(crate) fn run(args: &HelpArgs, session: &Session) -> anyhow::Result<u8> {
    let mut command = crate::args::Cli::command();
    let topic = args.topic.join(" ").to_lowercase();
    let text = if topic.is_empty() {
        command.render_long_help().to_string()
    } else if let Some((_, page)) = GUIDE.iter().find(|(name, _)| *name == topic) {
        (*page).to_string()
    } else if command.find_subcommand(&topic).is_some() {
        command.build();
        let command = command.find_subcommand_mut(&topic).expect("it was just found");
        command.render_long_help().to_string()
    } else if let Some(section) = GUIDE.iter().find_map(|(_, page)| section(page, &topic)) {
        section.to_string()
    } else {
        let subjects = GUIDE.map(|(name, _)| name).join(", ");
        return Err(Failure::usage(format!(
            "there is no help on `{topic}`; subjects are {subjects}, the titles of their sections, \
             and the commands"
        )));
    };
    session.output.data(|out| out.write_all(text.as_bytes()))?;
    Ok(code::OK)
}

/// The section of a page with this title, in small letters, and what stands below it.
fn section<'p>(page: &'p str, title: &str) -> Option<&'p str> {
    const HEAD: &str = "\n## ";
    let mut rest = page;
    loop {
        let at = rest.find(HEAD)? + 1;
        let body = &rest[at..];
        let line = body.lines().next().unwrap_or_default();
        let end = body[1..].find(HEAD).map_or(body.len(), |next| next + 2);
        if line.trim_start_matches('#').trim().to_lowercase() == title {
            return Some(&body[..end]);
        }
        rest = &body[1..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_of_pages_are_found_by_their_titles() {
        let page = "# Tides\n\nHigh.\n\n## At night\n\nLow.\n\n## By day\n\nHigh.\n";
        assert_eq!(section(page, "at night"), Some("## At night\n\nLow.\n\n"));
        assert_eq!(section(page, "by day"), Some("## By day\n\nHigh.\n"));
        assert_eq!(section(page, "tides"), None);
        assert_eq!(section("", ""), None);
    }
}
