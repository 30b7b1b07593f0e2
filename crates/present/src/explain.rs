//! A query as a tree, each part with its own count.

use std::io::{self, Write};

use morgue_query::{
    Attempt, ExplainedArticle, Explanation, Forms, Part, PartKind, Ranking, ZoneCounts,
};

use crate::page::SHORT_ID;
use crate::theme::Look;
use crate::wrap::{Passage, clipped, padded, write_wrapped};
use crate::{grouped, plural, safe};

/// Words of a part that are shown.
const WORDS: usize = 8;
/// The narrowest column of counts.
const COUNTS: usize = 6;
/// The narrowest column that says which parts hold.
const MARKS: usize = 6;

/// The tree, each part with the number of articles it finds by itself; below a word the words of
/// the index it stands for; then the score of the article asked about, and the filters.
///
/// # Errors
/// Writing failed.
pub fn explain(out: &mut dyn Write, explained: &Explanation, look: &Look) -> io::Result<()> {
    let marks = match explained.article {
        Some(_) => widest(&explained.tree).max(MARKS),
        None => 0,
    };
    let mut tree = Tree { out, look, marks };
    tree.part(&explained.tree, "", "")?;
    if let Some(article) = &explained.article {
        writeln!(out)?;
        score(out, article, look)?;
    }
    let label = look.theme.label;
    if !explained.filters.is_empty() {
        writeln!(out, "\n{label}filters{label:#}")?;
        explained.filters.iter().try_for_each(|one| filter(out, one))?;
    }
    if let Some(unfiltered) = explained.unfiltered {
        writeln!(out, "{:>COUNTS$}  without any filter", grouped(unfiltered))?;
    }
    if !explained.complete {
        writeln!(out, "the query has more parts than are counted")?;
    }
    Ok(())
}

fn filter(out: &mut dyn Write, one: &Attempt) -> io::Result<()> {
    writeln!(out, "{:>COUNTS$}  {}", grouped(one.articles), safe(&one.message))
}

struct Tree<'a> {
    out: &'a mut dyn Write,
    look: &'a Look,
    /// How wide the column is that says of an article which parts hold; 0 where none was asked
    /// about.
    marks: usize,
}

impl Tree<'_> {
    /// A part and those below it: `first` stands before its own line, `rest` before the others.
    fn part(&mut self, part: &Part, first: &str, rest: &str) -> io::Result<()> {
        let dim = self.look.theme.dim;
        let count = part.articles.map_or("–".to_string(), grouped);
        write!(self.out, "{count:>COUNTS$}  ")?;
        write!(self.out, "{}", padded(&held(part), self.marks))?;
        let room =
            self.look.width.saturating_sub(COUNTS + 2 + self.marks + first.chars().count()).max(20);
        let text = if part.kind == PartKind::Every { "every article" } else { &part.query };
        write!(self.out, "{dim}{first}{dim:#}{}", clipped(text, room))?;
        self.blame(part)?;
        writeln!(self.out)?;
        self.below(part, rest)?;
        for (i, below) in part.parts.iter().enumerate() {
            let last = i + 1 == part.parts.len();
            let (branch, stem) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.part(below, &format!("{rest}{branch}"), &format!("{rest}{stem}"))?;
        }
        Ok(())
    }

    fn blame(&mut self, part: &Part) -> io::Result<()> {
        let style = self.look.theme.notice;
        match (part.empties, part.articles, part.without) {
            (true, Some(0), _) => write!(self.out, "  {style}← finds nothing{style:#}"),
            (true, _, Some(without)) => {
                let without = plural(without, "article", "articles");
                write!(self.out, "  {style}← without it {without}{style:#}")
            }
            _ => Ok(()),
        }
    }

    /// What stands for a part, or why it could not be counted.
    fn below(&mut self, part: &Part, rest: &str) -> io::Result<()> {
        let dim = self.look.theme.dim;
        let stem = if part.parts.is_empty() { "   " } else { "│  " };
        let lead = format!("{:width$}{rest}{stem}", "", width = COUNTS + 2 + self.marks);
        if let Some(problem) = &part.problem {
            let style = self.look.theme.error;
            writeln!(self.out, "{dim}{lead}{dim:#}{style}{}{style:#}", safe(problem))?;
        }
        let own = |forms: &Forms| forms.distinct == 1 && part.query.ends_with(&forms.words[0].word);
        if let Some(forms) = part.forms.as_ref().filter(|forms| !own(forms)) {
            write!(self.out, "{dim}{lead}{dim:#}")?;
            let text = words(forms);
            let passage = Passage { text: &text, lit: &[], base: dim, light: dim };
            write_wrapped(self.out, &passage, &lead, 0, self.look.width)?;
        }
        Ok(())
    }
}

/// `strike 812, strikes 302, + 12 more`.
fn words(forms: &Forms) -> String {
    if forms.words.is_empty() {
        let near =
            forms.near.iter().map(|near| format!("{} {}", near.word, grouped(near.articles)));
        let near: Vec<String> = near.collect();
        let like =
            if near.is_empty() { String::new() } else { format!("; like it {}", near.join(", ")) };
        return format!("no word of the index{like}");
    }
    let shown = forms.words.iter().take(WORDS);
    let mut parts: Vec<String> =
        shown.map(|word| format!("{} {}", word.word, grouped(word.articles))).collect();
    if forms.distinct > parts.len() {
        parts.push(format!("+ {} more", grouped((forms.distinct - parts.len()) as u64)));
    }
    parts.join(", ")
}

/// An article's score and what each word gives to it.
fn score(out: &mut dyn Write, article: &ExplainedArticle, look: &Look) -> io::Result<()> {
    let (headline, dim) = (look.theme.headline, look.theme.dim);
    let id = article.id.short(SHORT_ID);
    let title = safe(article.headline.as_deref().unwrap_or("(no headline)"));
    writeln!(out, "{dim}{id}{dim:#}  {headline}{title}{headline:#}")?;
    if !article.found {
        return writeln!(out, "is not found: what says no above does not hold in it");
    }
    let Some(score) = &article.score else {
        return writeln!(out, "is found; its score cannot be taken apart here");
    };
    writeln!(out, "score {:.3}", score.score)?;
    for line in &score.parts {
        let boost = if line.boost == 1.0 { String::new() } else { format!(" × {}", line.boost) };
        writeln!(
            out,
            "{:>7.3}  {}: {}; idf {:.3}{boost} (in {}), f {}, {} words",
            line.score,
            safe(&line.query),
            zones(&line.zones),
            line.idf,
            plural(line.articles, "article", "articles"),
            line.frequency,
            grouped(line.length.into()),
        )?;
    }
    if let Some(Ranking { k1, b, headline, lead }) = score.ranking {
        let average = score.parts.first().map_or(0.0, |line| line.average);
        writeln!(out, "{dim}a word gives idf × (k1 + 1) × f / (f + k1 × norm){dim:#}")?;
        writeln!(out, "{dim}norm = 1 − b + b × words / {average:.1}; k1 {k1}, b {b}{dim:#}")?;
        writeln!(out, "{dim}f counts the headline {headline} times, the lead {lead} times{dim:#}")?;
    }
    Ok(())
}

/// Where a word stands: `1 in the headline, 2 in the body`.
fn zones(zones: &ZoneCounts) -> String {
    let all = [
        (zones.headline, "headline"),
        (zones.lead, "lead"),
        (zones.body, "body"),
        (zones.caption, "captions"),
        (zones.byline, "byline"),
        (zones.dateline, "dateline"),
    ];
    let held = all.iter().filter(|(count, _)| *count > 0);
    let held: Vec<String> = held.map(|(count, name)| format!("{name} {count}")).collect();
    held.join(", ")
}

/// How wide the longest mark is, with the space behind it.
fn widest(part: &Part) -> usize {
    part.parts.iter().map(widest).fold(held(part).len() + 1, usize::max)
}

/// Whether a part holds in the article, and how often it occurs there.
fn held(part: &Part) -> String {
    match (part.holds, part.occurrences) {
        (Some(true), Some(times)) if times > 0 => format!("yes {times}"),
        (Some(true), _) => "yes".into(),
        (Some(false), _) => "no".into(),
        (None, _) => String::new(),
    }
}
