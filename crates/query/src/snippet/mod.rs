//! The passages of an article that best show why it was found.
//!
//! A passage holds a match, begins and ends at sentence borders, and is about [`LENGTH`]
//! characters long; a longer sentence is cut around its match at word borders, with `…`. Passages
//! are chosen by how many different conditions they show and how much those say, what is not yet
//! shown first; then the earlier.

mod cut;

use std::ops::Range;

use morgue_article::{Article, BlockKind};

use crate::document::field_text;
use crate::highlight::{code_points, merged};
use crate::matcher::{Lit, Matching};
use crate::plan::TextField;
use crate::request::Snippet;

use self::cut::{Cut, cut};

/// Characters of a passage, about.
pub const LENGTH: usize = 240;

/// What a condition that is shown already counts for.
const SHOWN: f32 = 0.2;
/// What standing at the very beginning of its field counts for.
const EARLY: f32 = 0.3;
/// What the logarithm of the number of matches counts for.
const MORE: f32 = 0.01;

/// After so many windows it is asked whether those that follow can be any better.
const ASKED: usize = 64;

const FIELDS: [TextField; 4] =
    [TextField::Body, TextField::Caption, TextField::Byline, TextField::Dateline];

/// At most so many passages of an article, best first. Where nothing matches in these fields, the
/// first sentences of the body, without highlights.
pub fn snippets(article: &Article, matching: &Matching, most: usize) -> Vec<Snippet> {
    if most == 0 {
        return Vec::new();
    }
    let texts: Vec<Searched<'_>> = FIELDS
        .into_iter()
        .filter(|&field| !matching.in_field(field).is_empty())
        .map(|field| Searched::new(article, field, matching.in_field(field)))
        .collect();
    if texts.is_empty() {
        return opening(article).into_iter().collect();
    }
    let mut out = Vec::new();
    let mut shown = Vec::new();
    let mut taken: Vec<(usize, Range<usize>)> = Vec::new();
    while out.len() < most {
        let Some((which, window)) = best(&texts, &shown, &taken) else { break };
        let text = &texts[which];
        let cut = text.cut(&window, article.lang());
        for lit in text.within(&cut.range) {
            if !shown.contains(&lit.clause) {
                shown.push(lit.clause);
            }
        }
        out.push(text.snippet(&cut));
        taken.push((which, cut.range));
    }
    out
}

/// Matches in the headline, as ranges of Unicode code points.
pub fn headline_highlights(article: &Article, matching: &Matching) -> Vec<(usize, usize)> {
    let lit = merged(matching.in_field(TextField::Headline));
    code_points(article.headline.as_deref().unwrap_or_default(), &lit)
}

/// Matches in the byline as printed, as ranges of Unicode code points.
pub fn byline_highlights(article: &Article, matching: &Matching) -> Vec<(usize, usize)> {
    let lit = merged(matching.in_field(TextField::Byline));
    code_points(article.byline.as_ref().map_or("", |byline| &byline.printed), &lit)
}

/// A field's text and what lights in it.
struct Searched<'a> {
    field: TextField,
    text: String,
    lit: &'a [Lit],
    /// For each match, the stretch of matches that fit into one passage with it as the first.
    windows: Vec<Window>,
    /// The most matches of a window.
    longest: usize,
    /// What each condition weighs at most; nothing where it does not light.
    weights: Vec<f32>,
}

/// Matches that fit into one passage: the first, and the one after the last.
type Window = Range<usize>;

impl<'a> Searched<'a> {
    fn new(article: &Article, field: TextField, lit: &'a [Lit]) -> Self {
        let text = field_text(article, field);
        let bytes = LENGTH * text.len() / text.chars().count().max(1);
        let windows = windows(&text, lit, bytes);
        let longest = windows.iter().map(ExactSizeIterator::len).max().unwrap_or(1);
        let conditions = lit.iter().map(|lit| lit.clause + 1).max().unwrap_or(0);
        let mut weights = vec![0.0_f32; conditions];
        for lit in lit {
            weights[lit.clause] = weights[lit.clause].max(lit.weight);
        }
        Self { field, text, lit, windows, longest, weights }
    }

    /// What no window exceeds but for where it begins, and the weight that counts for that.
    fn most(&self, shown: &[usize]) -> (f32, f32) {
        let mut weights = self.weights.clone();
        for &clause in shown {
            if let Some(weight) = weights.get_mut(clause) {
                *weight *= SHOWN;
            }
        }
        let heaviest = self.weights.iter().copied().fold(0.0, f32::max);
        (weights.iter().sum::<f32>() + MORE * (self.longest as f32).ln(), heaviest)
    }

    /// What the windows from one on cannot exceed.
    fn bound(&self, first: usize, (most, heaviest): (f32, f32)) -> f32 {
        // A little up, for what adding up in another order may give.
        (most + heaviest * EARLY * (1.0 - self.late(first))) * 1.000_1
    }

    /// How late in the text a match begins, from 0 to 1.
    fn late(&self, at: usize) -> f32 {
        self.lit[at].range.start as f32 / self.text.len().max(1) as f32
    }

    /// The matches that begin inside a stretch of text.
    fn within(&self, range: &Range<usize>) -> &'a [Lit] {
        let from = self.lit.partition_point(|lit| lit.range.start < range.start);
        let to = self.lit.partition_point(|lit| lit.range.start < range.end);
        &self.lit[from..to.max(from)]
    }

    fn score(&self, window: &Window, shown: &[usize]) -> f32 {
        let lit = &self.lit[window.clone()];
        // A body of a million words has as many windows: none makes a list of its own.
        let (mut seen, mut more): (u64, Vec<usize>) = (0, Vec::new());
        let (mut score, mut heaviest) = (0.0, 0.0_f32);
        for lit in lit {
            heaviest = heaviest.max(lit.weight);
            let bit = u32::try_from(lit.clause).ok().and_then(|clause| 1u64.checked_shl(clause));
            let known = match bit {
                Some(bit) => seen & bit != 0,
                None => more.contains(&lit.clause),
            };
            if known {
                continue;
            }
            match bit {
                Some(bit) => seen |= bit,
                None => more.push(lit.clause),
            }
            score += lit.weight * if shown.contains(&lit.clause) { SHOWN } else { 1.0 };
        }
        let late = self.late(window.start);
        score + heaviest * EARLY * (1.0 - late) + MORE * (lit.len() as f32).ln()
    }

    fn cut(&self, window: &Window, lang: &str) -> Cut {
        let lit = &self.lit[window.clone()];
        let end = lit.iter().map(|lit| lit.range.end).max().unwrap_or(lit[0].range.end);
        let running = self.field == TextField::Body;
        cut(&self.text, lit[0].range.start..end, running.then_some(lang))
    }

    fn snippet(&self, cut: &Cut) -> Snippet {
        // A match may begin before the passage: a phrase that crosses into it.
        let before = self.lit.partition_point(|lit| lit.range.start < cut.range.end);
        let lit = self.lit[..before].iter().filter(|lit| lit.range.end > cut.range.start);
        let lit: Vec<Lit> = lit.cloned().collect();
        cut.snippet(field_name(self.field), &self.text, &merged(&lit))
    }
}

/// For each match, those from it on that fit into one passage of so many bytes and one block.
fn windows(text: &str, lit: &[Lit], bytes: usize) -> Vec<Window> {
    let mut borders = text.match_indices(Article::BLOCK_GAP).map(|(at, _)| at).peekable();
    // The block that each match begins in, counted from 0.
    let mut block = 0;
    let blocks: Vec<usize> = lit
        .iter()
        .map(|lit| {
            while borders.next_if(|&at| at < lit.range.start).is_some() {
                block += 1;
            }
            block
        })
        .collect();
    let mut last = 0;
    (0..lit.len())
        .map(|first| {
            last = last.max(first + 1);
            let far = lit[first].range.start + bytes;
            while last < lit.len() && blocks[last] == blocks[first] && lit[last].range.end <= far {
                last += 1;
            }
            first..last
        })
        .collect()
}

/// The best window of any text that no passage has taken from.
fn best(
    texts: &[Searched<'_>],
    shown: &[usize],
    taken: &[(usize, Range<usize>)],
) -> Option<(usize, Window)> {
    let mut best: Option<(f32, usize, Window)> = None;
    for (which, text) in texts.iter().enumerate() {
        let free = |range: &Range<usize>| {
            !taken.iter().any(|(other, taken)| *other == which && overlap(range, taken))
        };
        let most = text.most(shown);
        for first in (0..text.lit.len()).filter(|&first| free(&text.lit[first].range)) {
            let mut window = text.windows[first].clone();
            while !free(&text.lit[window.end - 1].range) {
                window.end -= 1;
            }
            let score = text.score(&window, shown);
            if best.as_ref().is_none_or(|(highest, ..)| score > *highest) {
                best = Some((score, which, window));
            }
            let highest = best.as_ref().map_or(f32::MIN, |(highest, ..)| *highest);
            if first % ASKED == 0 && text.bound(first, most) <= highest {
                break;
            }
        }
    }
    best.map(|(_, which, window)| (which, window))
}

/// The first sentences of the first paragraph.
fn opening(article: &Article) -> Option<Snippet> {
    let paragraph =
        |kind| article.body.iter().find(|b| b.kind == kind && !b.text.trim().is_empty());
    let block = paragraph(BlockKind::Paragraph).or_else(|| paragraph(BlockKind::Subhead))?;
    let start = block.text.len() - block.text.trim_start().len();
    let cut = cut(&block.text, start..start, Some(article.lang()));
    Some(cut.snippet(field_name(TextField::Body), &block.text, &[]))
}

/// A field as answers name it.
pub(crate) fn field_name(field: TextField) -> &'static str {
    match field {
        TextField::Headline => "headline",
        TextField::Lead | TextField::Body => "body",
        TextField::Caption => "caption",
        TextField::Byline => "byline",
        TextField::Dateline => "dateline",
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
