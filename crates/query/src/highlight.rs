//! What lights, as ranges of Unicode code points of the text that is shown.

use std::ops::Range;

use morgue_article::Article;

use crate::engine::{Control, EngineError};
use crate::matcher::{Lit, Matcher, Matching};
use crate::plan::{Clause, TextField};

/// Where an article lights, for a page that shows all of it: ranges of Unicode code points, in
/// order, not overlapping.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LitArticle {
    /// In the headline.
    pub headline: Vec<(usize, usize)>,
    /// In each block of the body.
    pub body: Vec<Vec<(usize, usize)>>,
    /// In each caption.
    pub captions: Vec<Vec<(usize, usize)>>,
    /// In the byline as printed.
    pub byline: Vec<(usize, usize)>,
    /// In the dateline as printed.
    pub dateline: Vec<(usize, usize)>,
}

/// Where an article lights for a clause. Nothing does where the clause does not hold.
///
/// # Errors
/// The control says to stop.
pub fn lit(
    article: &Article,
    clause: &Clause,
    control: &Control,
) -> Result<LitArticle, EngineError> {
    let mut matcher = Matcher::new(clause).under(control);
    let matching = matcher.match_article(article);
    matcher.stopped()?;
    Ok(lit_matching(article, &matching))
}

/// Where an article lights by what was matched.
pub fn lit_matching(article: &Article, matching: &Matching) -> LitArticle {
    let whole = |field, text: Option<&str>| {
        code_points(text.unwrap_or_default(), &merged(matching.in_field(field)))
    };
    let blocks = article.body.iter().map(|block| block.text.as_str());
    LitArticle {
        headline: whole(TextField::Headline, article.headline.as_deref()),
        body: in_blocks(blocks, &merged(matching.in_field(TextField::Body))),
        captions: in_blocks(
            article.captions.iter().map(String::as_str),
            &merged(matching.in_field(TextField::Caption)),
        ),
        byline: whole(TextField::Byline, article.byline.as_ref().map(|b| b.printed.as_str())),
        dateline: whole(TextField::Dateline, article.dateline.as_ref().map(|d| d.printed.as_str())),
    }
}

/// Stretches as few as possible: those that overlap or touch are one.
pub(crate) fn merged(lit: &[Lit]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for Lit { range, .. } in lit {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range.clone()),
        }
    }
    out
}

/// Ranges of bytes as ranges of code points. What lies beyond the text, or inside a character,
/// lights nothing.
pub(crate) fn code_points(text: &str, ranges: &[Range<usize>]) -> Vec<(usize, usize)> {
    let (mut byte, mut point) = (0, 0);
    let mut advance = |to: usize| -> Option<usize> {
        point += text.get(byte..to)?.chars().count();
        byte = to;
        Some(point)
    };
    let mut out = Vec::with_capacity(ranges.len());
    for range in ranges {
        let Some(start) = advance(range.start) else { continue };
        let Some(end) = advance(range.end) else { continue };
        out.push((start, end));
    }
    out
}

/// Ranges of a text of several blocks, for each block by itself.
fn in_blocks<'a>(
    blocks: impl Iterator<Item = &'a str>,
    ranges: &[Range<usize>],
) -> Vec<Vec<(usize, usize)>> {
    let mut offset = 0;
    blocks
        .map(|text| {
            let block = offset..offset + text.len();
            offset = block.end + Article::BLOCK_GAP.len();
            let from = ranges.partition_point(|range| range.end <= block.start);
            let inside: Vec<Range<usize>> = ranges[from..]
                .iter()
                .take_while(|range| range.start < block.end)
                .map(|range| {
                    let start = range.start.max(block.start) - block.start;
                    start..range.end.min(block.end) - block.start
                })
                .collect();
            code_points(text, &inside)
        })
        .collect()
}
