//! Articles and ledger lines as tantivy documents: the one place that fills the fields.

use morgue_analysis::{Analyzer, Token};
use morgue_article::versions::Tombstone;
use morgue_article::{Article, ArticleId, Fingerprint, SourceKey};
use morgue_query::document::{Passage, Zones, lead_span, words_around};
use morgue_query::facts::{ArticleFacts, article_facts, path_prefixes, printed_values};
use morgue_query::plan::{TextField, ValueField};
use morgue_query::{Ranking, fold_value};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use crate::marks::Marks;
use crate::pairs::Pairs;
use crate::schema::{Fields, NO_DAY, SEPARATOR};
use crate::store::{Stored, StoredArticle};
use crate::terms::TokenText;

/// Makes documents; one a thread.
#[derive(Debug)]
pub(crate) struct DocumentMaker {
    fields: Fields,
    ranking: Ranking,
    analyzers: Vec<Analyzer>,
    tokens: [TokenText; 6],
    marks: Marks,
    pairs: Pairs,
}

/// Which token text is which field's.
const WORDS: usize = 0;
const EXACT: usize = 1;
const BYLINE: usize = 2;
const DATELINE: usize = 4;

impl DocumentMaker {
    /// For an index with these fields.
    pub(crate) fn new(fields: Fields, ranking: Ranking) -> Self {
        let tokens = Default::default();
        let (marks, pairs) = (Marks::default(), Pairs::default());
        Self { fields, ranking, analyzers: Vec::new(), tokens, marks, pairs }
    }

    /// The document of a current article, and its number of words.
    pub(crate) fn current(&mut self, article: Article) -> (TantivyDocument, StoredArticle) {
        let f = self.fields;
        let mut doc = TantivyDocument::default();
        let (zones, edges) = self.analyse(&article);
        let mut tokens = [0; 6];
        for (at, (field, written)) in f.texts().into_iter().zip(&mut self.tokens).enumerate() {
            if !written.is_empty() {
                tokens[at] = written.count();
                doc.add_text(field, written.take());
            }
        }
        let marks = self.marks.take();
        if !marks.is_empty() {
            doc.add_text(f.marks, marks);
        }
        let pairs = self.pairs.take();
        if !pairs.is_empty() {
            doc.add_text(f.pairs, pairs);
        }
        let content = article.content_hash();
        add_numbers(&mut doc, f, &article, zones);
        edges.add_to(&mut doc, f);
        let print = Fingerprint::part(article.id, content);
        doc.add_u64(f.print_hi, (print >> 64) as u64);
        doc.add_u64(f.print_lo, print as u64);
        add_values(&mut doc, f, &article, &article_facts(&article, zones.words));
        let words = zones.words;
        let stored = Stored::Article(StoredArticle { words, tokens, content, article });
        let id = id_of(&stored);
        self.finish(&mut doc, &stored, &id);
        let Stored::Article(stored) = stored else { unreachable!("just made") };
        (doc, stored)
    }

    /// The document of anything else: stored, found by id, without indexed text.
    pub(crate) fn other(&self, stored: &Stored) -> TantivyDocument {
        let mut doc = TantivyDocument::default();
        self.finish(&mut doc, stored, &id_of(stored));
        doc
    }

    fn finish(&self, doc: &mut TantivyDocument, stored: &Stored, id: &str) {
        doc.add_text(self.fields.doc_kind, stored.kind());
        doc.add_text(self.fields.id, id);
        doc.add_bytes(self.fields.stored, &stored.encode());
    }

    /// Fills the token texts.
    fn analyse(&mut self, article: &Article) -> (Zones, Edges) {
        let at = self.analyzer(article.lang());
        let analyzer = &mut self.analyzers[at];
        let lang = analyzer.lang().to_string();
        let lead = lead_span(article, analyzer);
        let (tokens, marks, pairs) = (&mut self.tokens, &mut self.marks, &mut self.pairs);
        let ranking = self.ranking;
        let mut edges = Edges::default();
        let zones = words_around(article, lead, analyzer, |passage, token| {
            edges.see(passage, token);
            marks.see(passage, &lang, token);
            let (list, weight) = match passage.field {
                TextField::Headline => (WORDS, ranking.headline),
                TextField::Body if (lead.0..lead.1).contains(&token.position) => {
                    (WORDS, ranking.lead)
                }
                TextField::Body | TextField::Lead | TextField::Caption => (WORDS, 1),
                TextField::Byline => (BYLINE, 1),
                TextField::Dateline => (DATELINE, 1),
            };
            if list == WORDS {
                pairs.see(token, |start, end| match passage.field {
                    TextField::Body if lead.0 <= start && end <= lead.1 => ranking.lead,
                    TextField::Headline => ranking.headline,
                    _ => 1,
                });
            }
            tokens[list].push_words(token, &lang, weight);
            tokens[list + EXACT].push_exact(token);
        });
        (zones, edges)
    }

    /// The analyzer of a language; few are kept, for an archive has few languages.
    fn analyzer(&mut self, lang: &str) -> usize {
        if let Some(at) = self.analyzers.iter().position(|analyzer| analyzer.lang() == lang) {
            return at;
        }
        if self.analyzers.len() == 32 {
            self.analyzers.remove(0);
        }
        self.analyzers.push(Analyzer::new(lang));
        self.analyzers.len() - 1
    }
}

/// Where the texts begin and end that [`Zones`] does not tell apart: a `*` for a word must know.
#[derive(Debug, Default)]
struct Edges {
    /// Of each caption with words: its first position and its end.
    captions: Vec<(u32, u32, u32)>,
    byline_end: u32,
    dateline_end: u32,
}

impl Edges {
    fn see(&mut self, passage: &Passage<'_>, token: &Token<'_>) {
        let end = token.position + token.length;
        match passage.field {
            TextField::Caption => match self.captions.last_mut() {
                Some((paragraph, _, last)) if *paragraph == passage.paragraph => {
                    *last = end.max(*last);
                }
                _ => self.captions.push((passage.paragraph, token.position, end)),
            },
            TextField::Byline => self.byline_end = self.byline_end.max(end),
            TextField::Dateline => self.dateline_end = self.dateline_end.max(end),
            TextField::Headline | TextField::Lead | TextField::Body => {}
        }
    }

    fn add_to(&self, doc: &mut TantivyDocument, f: Fields) {
        for &(_, start, end) in &self.captions {
            doc.add_u64(f.caption_spans, u64::from(start));
            doc.add_u64(f.caption_spans, u64::from(end));
        }
        doc.add_u64(f.byline_end, u64::from(self.byline_end));
        doc.add_u64(f.dateline_end, u64::from(self.dateline_end));
    }
}

fn add_numbers(doc: &mut TantivyDocument, f: Fields, article: &Article, zones: Zones) {
    let id = article.id.as_u128();
    let numbers = [
        (f.body_end, u64::from(zones.body_end)),
        (f.headline_end, u64::from(zones.headline_end)),
        (f.caption_end, u64::from(zones.caption_end)),
        (f.lead_start, u64::from(zones.lead_start)),
        (f.lead_end, u64::from(zones.lead_end)),
        (f.length, u64::from(zones.words)),
        (f.id_hi, (id >> 64) as u64),
        (f.id_lo, id as u64),
    ];
    for (field, number) in numbers {
        doc.add_u64(field, number);
    }
    let published = article.published.as_ref().map(|date| date.range());
    let updated = article.updated.as_ref().map(|date| date.range());
    let days = [
        (f.earliest, published.map(|range| range.first)),
        (f.latest, published.map(|range| range.last)),
        (f.updated_earliest, updated.map(|range| range.first)),
        (f.updated_latest, updated.map(|range| range.last)),
    ];
    for (field, day) in days {
        doc.add_i64(field, day.map_or(NO_DAY, |day| day.0));
    }
    doc.add_i64(f.added, article.added.unwrap_or(NO_DAY));
}

fn add_values(doc: &mut TantivyDocument, f: Fields, article: &Article, facts: &ArticleFacts) {
    if let Some(outlet) = &article.outlet {
        doc.add_text(f.outlet, &outlet.id);
        doc.add_text(f.outlet_shown, format!("{}{SEPARATOR}{}", outlet.id, outlet.name));
    }
    for value_field in ValueField::ALL {
        let (field, shown) = f.value(value_field);
        for value in facts.values(value_field) {
            doc.add_text(field, value);
        }
        if let Some(shown) = shown {
            add_shown(doc, shown, &printed_values(article, value_field));
        }
    }
    doc.add_text(f.basis, &facts.date_basis);
    facts.url.iter().for_each(|url| doc.add_text(f.url, url));
    facts.source_ids.iter().for_each(|id| doc.add_text(f.source_id, id));
    facts.folders.iter().for_each(|folder| doc.add_text(f.folder, folder));
    let mut paths: Vec<&str> = facts.paths.iter().flat_map(|path| path_prefixes(path)).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.iter().filter(|path| !path.is_empty()).for_each(|path| doc.add_text(f.path, path));
}

/// Adds values as they are shown, each beside its folded form; of several that fold alike, the
/// first.
fn add_shown(doc: &mut TantivyDocument, shown: Field, values: &[&str]) {
    let mut seen: Vec<String> = Vec::new();
    for value in values {
        let folded = fold_value(value);
        if !folded.is_empty() && !seen.contains(&folded) {
            doc.add_text(shown, format!("{folded}{SEPARATOR}{}", value.trim()));
            seen.push(folded);
        }
    }
}

/// The id a document is replaced by.
pub(crate) fn id_of(stored: &Stored) -> String {
    match stored {
        Stored::Article(stored) | Stored::Version(stored) => stored.article.id.to_string(),
        Stored::Tombstone(Tombstone { id, .. }) => id.to_string(),
        Stored::Source(record) => source_id(&record.key),
    }
}

/// The id of a ledger line. A root and a path cannot run together: no path holds a NUL.
pub(crate) fn source_id(source: &SourceKey) -> String {
    format!("s{}", ArticleId::of_key(&format!("{}\0{}", source.root, source.path)))
}
