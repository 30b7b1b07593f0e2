//! Articles from a format of your own.
//!
//! Say a library kept its clippings on index cards and somebody typed them off, one card a block.
//! Nobody else has such files, so the parser is yours; what it makes are the same [`Article`]s that
//! every other format becomes, and from there on nothing tells them apart.

// A program, unlike a library, prints and asks what time it is.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::error::Error;
use std::time::SystemTime;

use morgue::Morgue;
use morgue::article::{Article, Block, Byline, DayRange, Outlet, Precision, Published};

const CARDS: &str = "\
#411  Granite Valley Courant, 1903-06-20, p. 2  (E. Marchbanks)
The balloon came down in a turnip field.
Its pilot asked what country he was in, and was told Upper Hemming.

#412  Granite Valley Courant, 1903, p. 4
A balloon ascent was refused by the Mayor on account of his hat.
";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut morgue = Morgue::in_folder(folder.path())?;
    let cards = CARDS.split("\n\n").filter_map(card);

    // All that goes in under one name is replaced when that name comes again, as with a file.
    let done = morgue.put("card catalogue", cards, SystemTime::now())?;
    assert_eq!(done.articles, 2);

    let answer = morgue.search("balloon author:\"E. Marchbanks\"")?;
    assert_eq!(answer.hits.len(), 1);
    println!("{}", answer.hits[0].snippets[0].text);

    // A year is a year, not the first of January: a day in June cannot be known to hold it.
    assert_eq!(morgue.search("balloon date:1903")?.hits.len(), 2);
    assert_eq!(morgue.search("balloon date:1903-01..1903-07")?.hits.len(), 1);
    Ok(())
}

/// One card: a line about the clipping, then its text.
fn card(text: &str) -> Option<Article> {
    let (head, body) = text.split_once('\n')?;
    let (number, rest) = head.strip_prefix('#')?.split_once("  ")?;
    let mut parts = rest.split(", ");
    let (outlet, date, page) = (parts.next()?, parts.next()?, parts.next()?);

    // The key makes an article itself. Where it comes from a catalogue, its number there will do,
    // with the name of the catalogue before it: numbers alone count from 1 everywhere.
    let mut article = Article::new(format!("guid:card-catalogue.example/{number}"));
    article.outlet = Some(Outlet::from_name(outlet, "given"));
    article.body = body.lines().map(Block::paragraph).collect();

    // What is known is an interval of days, and how precisely; never more than was written.
    let days = DayRange::parse(date).ok()?;
    let precision = if days.first == days.last { Precision::Day } else { Precision::Year };
    article.published = Some(Published::span(days, precision, "metadata"));

    let (page, author) = page.split_once("  (").map_or((page, None), |(p, a)| (p, Some(a)));
    article.page = page.strip_prefix("p. ").map(str::to_string);
    article.byline = author.map(|author| {
        let name = author.trim_end_matches(')').to_string();
        Byline { printed: name.clone(), authors: vec![name] }
    });
    Some(article)
}
