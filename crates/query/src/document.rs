//! An article as its words: what both engines index and what the matcher reads.
//!
//! This is the one place that says which position every word of an article has.

use morgue_analysis::{Analyzer, Dull, Token};
use morgue_article::{Article, BlockKind};

use crate::plan::TextField;

/// Positions left free between two texts that no phrase or connector may cross: one more than the
/// largest n of a connector.
pub const GAP: u32 = 256;

/// One stretch of text of an article: a paragraph, a subhead, the headline, a caption, …
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage<'a> {
    /// The field it belongs to; the lead's text comes as [`TextField::Body`].
    pub field: TextField,
    /// Its text.
    pub text: &'a str,
    /// Where the text begins in the field's whole text, in bytes (see [`field_text`]).
    pub offset: usize,
    /// Which paragraph of the field it is, from 0.
    pub paragraph: u32,
    /// Whether it is one sentence as a whole: headlines, captions, subheads.
    pub one_sentence: bool,
}

/// All passages of an article in the order of [`TextField`]: headline, body, captions, byline,
/// dateline.
pub fn passages(article: &Article) -> Vec<Passage<'_>> {
    let mut out = Vec::with_capacity(article.body.len() + 4);
    let one = |field, text| Passage { field, text, offset: 0, paragraph: 0, one_sentence: true };
    out.extend(article.headline.as_deref().map(|text| one(TextField::Headline, text)));
    let mut offset = 0;
    for (paragraph, block) in (0..).zip(&article.body) {
        let one_sentence = block.kind == BlockKind::Subhead;
        let text = block.text.as_str();
        out.push(Passage { field: TextField::Body, text, offset, paragraph, one_sentence });
        offset += text.len() + Article::BLOCK_GAP.len();
    }
    let mut offset = 0;
    for (paragraph, text) in (0..).zip(&article.captions) {
        out.push(Passage {
            field: TextField::Caption,
            text,
            offset,
            paragraph,
            one_sentence: true,
        });
        offset += text.len() + Article::BLOCK_GAP.len();
    }
    out.extend(article.byline.as_ref().map(|byline| one(TextField::Byline, &byline.printed)));
    out.extend(article.dateline.as_ref().map(|line| one(TextField::Dateline, &line.printed)));
    out
}

/// The whole text of a field, to which offsets refer. [`TextField::Lead`] gives the body.
pub fn field_text(article: &Article, field: TextField) -> String {
    match field {
        TextField::Headline => article.headline.clone().unwrap_or_default(),
        TextField::Lead | TextField::Body => article.body_text(),
        TextField::Caption => article.captions.join(Article::BLOCK_GAP),
        TextField::Byline => article.byline.as_ref().map(|b| b.printed.clone()).unwrap_or_default(),
        TextField::Dateline => {
            article.dateline.as_ref().map(|line| line.printed.clone()).unwrap_or_default()
        }
    }
}

/// Where the fields lie among the positions of the one text that is searched by default: the body
/// from 0, then a [`GAP`], the headline, a gap, the captions with a gap between each two. Ends are
/// exclusive. Byline and dateline are numbered each for itself, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zones {
    /// The lead's first position in the body: after the dateline.
    pub lead_start: u32,
    /// The position after the lead's last.
    pub lead_end: u32,
    /// The position after the body's last.
    pub body_end: u32,
    /// The headline's first position: `body_end + GAP`.
    pub headline_start: u32,
    /// The position after the headline's last.
    pub headline_end: u32,
    /// The first caption's first position: `headline_end + GAP`.
    pub caption_start: u32,
    /// The position after the last caption's last.
    pub caption_end: u32,
    /// The article's number of words: tokens of body, headline and captions; characters of
    /// scripts without spaces count half, rounded up over the whole.
    pub words: u32,
}

impl Zones {
    /// The positions of a field that lies in the default text, first included, end not; `None`
    /// for byline and dateline.
    pub fn of(&self, field: TextField) -> Option<(u32, u32)> {
        match field {
            TextField::Headline => Some((self.headline_start, self.headline_end)),
            TextField::Lead => Some((self.lead_start, self.lead_end)),
            TextField::Body => Some((0, self.body_end)),
            TextField::Caption => Some((self.caption_start, self.caption_end)),
            TextField::Byline | TextField::Dateline => None,
        }
    }
}

/// Walks all words of an article. `each` gets the passage and the token; token positions are those
/// of [`Zones`] (byline and dateline from 0), token offsets are bytes of the passage's text.
/// Passages come in the order body, headline, captions, byline, dateline.
///
/// Returns where the fields lie. The lead is known only then: callers that weigh it use
/// [`lead_span`] first.
pub fn words<'a>(
    article: &'a Article,
    analyzer: &mut Analyzer,
    each: impl FnMut(&Passage<'a>, &Token<'_>),
) -> Zones {
    let lead = lead_span(article, analyzer);
    words_around(article, lead, analyzer, each)
}

/// The same where the lead is known already, as [`lead_span`] gave it.
pub fn words_around<'a>(
    article: &'a Article,
    lead: (u32, u32),
    analyzer: &mut Analyzer,
    mut each: impl FnMut(&Passage<'a>, &Token<'_>),
) -> Zones {
    walk(article, lead, |passage, first, characters| {
        analyzer.tokens(passage.text, first, |token| {
            *characters += u64::from(token.character && token.is_main());
            each(passage, token);
        })
    })
}

/// The same for a caller that looks for few words: `each` says whether a token was of use to it
/// (see [`Analyzer::tokens_of_use`]).
pub fn words_of_use<'a>(
    article: &'a Article,
    lead: (u32, u32),
    analyzer: &mut Analyzer,
    dull: &mut Dull,
    mut each: impl FnMut(&Passage<'a>, &Token<'_>) -> bool,
) -> Zones {
    walk(article, lead, |passage, first, characters| {
        analyzer.tokens_of_use(passage.text, first, dull, |token| {
            *characters += u64::from(token.character && token.is_main());
            each(passage, token)
        })
    })
}

/// Goes through the passages. `tokens` is given a passage, its first position and a count of the
/// characters of scripts without spaces, and returns the position after its last.
fn walk<'a>(
    article: &'a Article,
    lead: (u32, u32),
    mut tokens: impl FnMut(&Passage<'a>, u32, &mut u64) -> u32,
) -> Zones {
    let all = passages(article);
    let of = |field| all.iter().filter(move |passage| passage.field == field);
    let (mut positions, mut characters) = (0, 0);
    let mut counted = |passage: &Passage<'a>, first: u32| {
        let end = tokens(passage, first, &mut characters);
        positions += u64::from(end - first);
        end
    };
    let mut zones = Zones { lead_start: lead.0, lead_end: lead.1, ..Zones::default() };
    zones.body_end = of(TextField::Body).fold(0, |at, passage| counted(passage, at));
    zones.headline_start = zones.body_end + GAP;
    let headline = of(TextField::Headline);
    zones.headline_end = headline.fold(zones.headline_start, |at, passage| counted(passage, at));
    zones.caption_start = zones.headline_end + GAP;
    zones.caption_end = zones.caption_start;
    for passage in of(TextField::Caption) {
        let gap = if passage.paragraph == 0 { 0 } else { GAP };
        zones.caption_end = counted(passage, zones.caption_end + gap);
    }
    // Characters of scripts without spaces count half.
    let halves = 2 * positions - characters;
    zones.words = u32::try_from(halves.div_ceil(2)).unwrap_or(u32::MAX);
    for field in [TextField::Byline, TextField::Dateline] {
        of(field).for_each(|passage| _ = tokens(passage, 0, &mut 0));
    }
    zones
}

/// What begins with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// A sentence inside a paragraph.
    Sentence,
    /// A paragraph, and with it a sentence.
    Paragraph,
}

/// Tells which words of an article begin a sentence or a paragraph, as [`words`] walks them.
#[derive(Debug, Default)]
pub struct Borders {
    passage: Option<(TextField, u32)>,
    /// Where the sentences of the passage after the one at hand begin, last first.
    starts: Vec<usize>,
}

impl Borders {
    /// Before the first word.
    pub fn new() -> Self {
        Self::default()
    }

    /// What begins with this word. To be asked for every main token in turn.
    pub fn see(&mut self, passage: &Passage<'_>, lang: &str, token: &Token<'_>) -> Option<Border> {
        let here = Some((passage.field, passage.paragraph));
        let paragraph = self.passage != here;
        if paragraph {
            self.passage = here;
            self.starts.clear();
            if !passage.one_sentence {
                let sentences = morgue_analysis::sentences(passage.text, lang);
                self.starts.extend(sentences.iter().rev().map(|sentence| sentence.start));
            }
        }
        let mut sentence = false;
        while self.starts.last().is_some_and(|&start| start <= token.start as usize) {
            self.starts.pop();
            sentence = true;
        }
        match (paragraph, sentence) {
            (true, _) => Some(Border::Paragraph),
            (false, true) => Some(Border::Sentence),
            (false, false) => None,
        }
    }
}

/// The number of words of an article (see [`Zones::words`]).
pub fn word_count(article: &Article) -> u32 {
    words(article, &mut Analyzer::new(article.lang()), |_, _| ()).words
}

/// The first and the end position of the lead: the first paragraph after its dateline, cut at the
/// first sentence end at or after position 40 and at or before 60, else at 60, if it is longer
/// than that (`query-language.md`, "Fields").
pub fn lead_span(article: &Article, analyzer: &mut Analyzer) -> (u32, u32) {
    let Some(block) = article.body.iter().find(|block| block.kind == BlockKind::Paragraph) else {
        return (0, 0);
    };
    let before: u32 = {
        let earlier = article.body.iter().take_while(|b| b.kind != BlockKind::Paragraph);
        earlier.fold(0, |at, block| analyzer.tokens(&block.text, at, |_| ()))
    };
    let printed = article.dateline.as_ref().map_or(0, |dateline| dateline.length);
    // A dateline belongs to the first block; a bad length must not cut a character.
    let first = article.body.first().is_some_and(|b| std::ptr::eq(b, block));
    let printed = if first && block.text.is_char_boundary(printed) { printed } else { 0 };
    let start = analyzer.tokens(&block.text[..printed], before, |_| ());
    let rest = beginning(&block.text[printed..], analyzer);
    let mut starts = Vec::new(); // byte offset of the token at each position after `start`
    let end = analyzer.tokens(rest, start, |token| {
        if (token.position - start) as usize == starts.len() {
            starts.push(token.start);
        }
    });
    if end - start <= LEAD_MAX {
        return (start, end);
    }
    let sentence_end = morgue_analysis::sentences(rest, analyzer.lang())
        .into_iter()
        .map(|sentence| starts.partition_point(|&s| (s as usize) < sentence.end) as u32)
        .find(|&position| (LEAD_MIN..=LEAD_MAX).contains(&position));
    (start, start + sentence_end.unwrap_or(LEAD_MAX))
}

/// As much of a long paragraph as decides where its lead ends: no long text is analysed twice. Well
/// over [`LEAD_MAX`] words, so that no sentence border in reach depends on what is left out.
fn beginning<'a>(text: &'a str, analyzer: &mut Analyzer) -> &'a str {
    let mut bytes = LEAD_BYTES;
    while bytes < text.len() {
        let mut end = bytes;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let Some(space) = text[..end].rfind(char::is_whitespace) else { return text };
        let head = &text[..space];
        if analyzer.tokens(head, 0, |_| ()) > 2 * LEAD_MAX {
            return head;
        }
        bytes *= 4;
    }
    text
}

const LEAD_BYTES: usize = 1_024;
const LEAD_MIN: u32 = 40;
const LEAD_MAX: u32 = 60;
