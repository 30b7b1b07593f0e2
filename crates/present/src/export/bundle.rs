//! A zip file of plain texts: a folder for each outlet, a file for each article.

use std::fmt::Write as _;
use std::io::{self, Write};

use morgue_article::{Article, BlockKind};

use super::headline;
use super::zip::Zip;
use crate::cite::stamp;
use crate::json::ExportEnd;
use crate::{CiteStyle, cite};

/// Letters of a headline in a file's name.
const LETTERS: usize = 60;
/// The entry that says that the others are all.
const COMPLETE: &str = "COMPLETE.txt";

/// A bundle being written.
pub(super) struct Bundle<'a> {
    zip: Zip<'a>,
}

impl<'a> Bundle<'a> {
    pub(super) fn begin(out: &'a mut dyn Write) -> Self {
        Self { zip: Zip::begin(out) }
    }

    pub(super) fn add(&mut self, article: &Article) -> io::Result<()> {
        self.zip.add(&name(article), text(article).as_bytes())
    }

    /// Writes the last entry and the list of all.
    pub(super) fn end(mut self, interpreted: &str, end: &ExportEnd) -> io::Result<()> {
        let query = if interpreted.is_empty() { "(every article)" } else { interpreted };
        let text = format!(
            "This bundle is whole.\n\narticles: {}\nquery: {query}\nfingerprint of the archive: {}\n",
            end.articles, end.fingerprint
        );
        self.zip.add(COMPLETE, text.as_bytes())?;
        self.zip.end()
    }
}

/// `harbour-post/1871-03-02-harbour-bridge-reopens-1a2b3c4d5e6f.txt`: to be sorted and recognised;
/// the id makes it the only one. Made of letters, digits and hyphens, so that it is a name
/// everywhere and leads nowhere else.
fn name(article: &Article) -> String {
    let outlet = article.outlet.as_ref().map(|outlet| slug(&outlet.id)).unwrap_or_default();
    let outlet = match outlet.as_str() {
        "" => "no-outlet".to_string(),
        // Some systems keep these names for devices.
        "con" | "prn" | "aux" | "nul" => format!("{outlet}-"),
        _ => outlet,
    };
    let date = stamp(article.published.as_ref());
    let headline = slug(headline(article));
    let headline = if headline.is_empty() { "untitled" } else { &headline };
    format!("{outlet}/{date}-{headline}-{}.txt", article.id.short(12))
}

/// Small letters and digits with a hyphen for every run of other signs, cut at a word's end.
fn slug(text: &str) -> String {
    let mut out = String::new();
    let (mut letters, mut word) = (0, 0);
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if letters == LETTERS {
                out.truncate(if word > 0 { word } else { out.len() });
                break;
            }
            letters += 1;
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            word = out.len();
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The article as printed, and below it how to cite it.
fn text(article: &Article) -> String {
    let mut out = String::new();
    let byline = article.byline.as_ref().map(|byline| &byline.printed);
    for line in article.headline.as_ref().into_iter().chain(byline) {
        _ = writeln!(out, "{line}");
    }
    for block in &article.body {
        let before = if out.is_empty() { "" } else { "\n" };
        let sign = if block.kind == BlockKind::Subhead { "## " } else { "" };
        _ = writeln!(out, "{before}{sign}{}", block.text);
    }
    for caption in &article.captions {
        _ = writeln!(out, "\n[picture: {caption}]");
    }
    _ = writeln!(out, "\n--\n{}\n{}", cite(article, CiteStyle::Chicago).text, article.id);
    out
}

#[cfg(test)]
mod tests {
    use morgue_article::{Day, Outlet, Published};

    use super::*;

    #[test]
    fn names_of_files_lead_nowhere_else() {
        let mut article = Article::new("x");
        let id = article.id.short(12);
        assert_eq!(name(&article), format!("no-outlet/undated-untitled-{id}.txt"));
        article.headline = Some("../../etc/passwd: Éva\0's \u{202e} “plan”".into());
        article.outlet = Some(Outlet::from_name("Con", "given"));
        article.published = Some(Published::day(Day(0), "given"));
        let expected = format!("con-/1970-01-01-etc-passwd-éva-s-plan-{id}.txt");
        assert_eq!(name(&article), expected);
        article.headline = Some("word ".repeat(40));
        assert!(name(&article).len() < 120, "{}", name(&article));
        article.headline = Some("字".repeat(500));
        assert!(name(&article).len() < 255, "{}", name(&article));
    }
}
