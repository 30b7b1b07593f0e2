//! The words of one article, those of one stem together.

use std::collections::HashMap;

use morgue_analysis::{Analyzer, Form, fold};
use morgue_article::Article;

use crate::document;
use crate::plan::{Span, Term, TextField};

/// The longest word that is taken, in bytes of its folded form.
const LONGEST: usize = 40;

/// A word of an article.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// How often it stands there.
    pub(super) count: u32,
    word: Word,
}

#[derive(Debug, Clone)]
enum Word {
    /// In small letters, and folded.
    Written(String, String),
    /// Two characters of a script without spaces: one alone says too little.
    Characters(String, String),
}

impl Entry {
    /// As a person reads it.
    pub(super) fn shown(&self) -> String {
        match &self.word {
            Word::Written(lower, _) => lower.clone(),
            Word::Characters(first, second) => format!("{first}{second}"),
        }
    }

    /// The folded forms that all must stand in an article.
    pub(super) fn forms(&self) -> Vec<&str> {
        match &self.word {
            Word::Written(_, folded) => vec![folded],
            Word::Characters(first, second) => vec![first, second],
        }
    }

    /// What finds it.
    pub(super) fn span(&self) -> Span {
        let exact = |folded: &String| Span::Term(Term::Exact { folded: folded.clone() });
        match &self.word {
            Word::Written(lower, folded) => {
                Span::Term(Term::Bare { lower: lower.clone(), folded: folded.clone() })
            }
            Word::Characters(first, second) => Span::Seq(vec![exact(first), exact(second)]),
        }
    }
}

/// A word met while reading.
struct Met {
    position: u32,
    key: String,
    lower: String,
    folded: String,
    character: bool,
    times: u32,
}

/// How often a word of each zone is counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Emphasis {
    /// In the headline.
    pub(super) headline: u32,
    /// In the lead.
    pub(super) lead: u32,
}

impl Emphasis {
    /// All words alike.
    pub(super) const NONE: Self = Self { headline: 1, lead: 1 };
    /// Headline and lead say what an article is about, as they do where it is ranked.
    pub(super) const NEWS: Self = Self { headline: 3, lead: 2 };
}

/// The words of headline, body and captions by what makes them one (the stem, or the form), and
/// how many words there are in all. Numbers alone and single letters are left out.
pub(super) fn vocabulary(article: &Article, emphasis: Emphasis) -> (HashMap<String, Entry>, u32) {
    let mut words: HashMap<String, Entry> = HashMap::new();
    let mut forms: HashMap<String, u32> = HashMap::new();
    let mut length = 0u32;
    let mut last: Option<Met> = None;
    let mut analyzer = Analyzer::new(article.lang());
    let lead = document::lead_span(article, &mut analyzer);
    document::words_around(article, lead, &mut analyzer, |passage, token| {
        let searched = !matches!(passage.field, TextField::Byline | TextField::Dateline);
        if !searched || token.kind == Form::Joined {
            return;
        }
        let written = &passage.text[token.start as usize..token.end as usize];
        let lower = written.to_lowercase();
        // Where the form is not simply the word in small letters, the form itself will do.
        let lower = if fold(&lower) == token.form { lower } else { token.form.to_string() };
        let met = Met {
            position: token.position,
            key: token.stem.unwrap_or(token.form).to_string(),
            lower,
            folded: token.form.to_string(),
            character: token.character,
            times: match passage.field {
                TextField::Headline => emphasis.headline,
                TextField::Body if (lead.0..lead.1).contains(&token.position) => emphasis.lead,
                _ => 1,
            },
        };
        length += u32::from(token.is_main());
        // A form without `'s` stands for the one with it.
        let replaces = token.kind == Form::Bare;
        if let Some(before) = last.take().filter(|_| !replaces) {
            if before.character && met.character && before.position + 1 == met.position {
                let pair = Word::Characters(before.folded.clone(), met.folded.clone());
                let key = format!("{}{}", before.folded, met.folded);
                words.entry(key).or_insert(Entry { count: 0, word: pair }).count += met.times;
            }
            take(&mut words, &mut forms, before);
        }
        last = Some(met);
    });
    if let Some(met) = last {
        take(&mut words, &mut forms, met);
    }
    (words, length)
}

fn take(words: &mut HashMap<String, Entry>, forms: &mut HashMap<String, u32>, met: Met) {
    let letters = met.folded.chars().filter(|c| c.is_alphabetic()).count();
    if met.character || letters < 2 || met.folded.len() > LONGEST {
        return;
    }
    let often = forms.entry(met.lower.clone()).or_insert(0);
    *often += 1;
    let often = *often;
    let entry = words.entry(met.key).or_insert_with(|| Entry {
        count: 0,
        word: Word::Written(met.lower.clone(), met.folded.clone()),
    });
    entry.count += met.times;
    // The commonest form stands for the others.
    if let Word::Written(lower, folded) = &mut entry.word
        && *lower != met.lower
        && often > forms.get(lower.as_str()).copied().unwrap_or(0)
    {
        (*lower, *folded) = (met.lower, met.folded);
    }
}
