//! Articles and ledger lines as documents of the cluster: the one place that fills the fields.

use std::collections::BTreeSet;

use morgue_analysis::Analyzer;
use morgue_article::versions::{Holding, Tombstone};
use morgue_article::{Article, ArticleId, DayRange, Fingerprint, SourceKey, SourceRecord};
use morgue_query::document::{Zones, lead_span, words_around};
use morgue_query::facts::{article_facts, path_prefixes, printed_values};
use morgue_query::plan::{Interval, TextField, ValueField};
use morgue_query::{Ranking, fold_value};
use serde_json::{Map, Value, json};

use crate::mapping::{EXACT, FORMS, PRINTS, WORDS, kind, places, print, value};
use crate::tokens::{Places, Tokens, words_of};

/// Between the two halves of a shown value (`folded`, `printed`): a sign that no text of ours holds.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// Makes documents.
#[derive(Debug)]
pub(crate) struct DocumentMaker {
    ranking: Ranking,
    analyzers: Vec<Analyzer>,
}

impl DocumentMaker {
    pub(crate) fn new(ranking: Ranking) -> Self {
        Self { ranking, analyzers: Vec::new() }
    }

    /// The document of all that is held for one id, written as number `write`.
    pub(crate) fn held(&mut self, held: &Holding, write: u64) -> Value {
        let mut doc = match (&held.current, &held.tombstone) {
            (Some(article), _) => self.current(article),
            (None, Some(gone)) => tombstone(gone),
            (None, None) => Map::new(),
        };
        doc.insert("write".into(), write.into());
        if !held.versions.is_empty() {
            doc.insert("versions".into(), json!(held.versions));
            doc.insert("versions_held".into(), held.versions.len().into());
        }
        Value::Object(doc)
    }

    fn current(&mut self, article: &Article) -> Map<String, Value> {
        let mut doc = Map::new();
        let zones = self.analyse(article, &mut doc);
        let mut put = |name: &str, value: Value| drop(doc.insert(name.to_string(), value));
        put("kind", kind::ARTICLE.into());
        put("id", article.id.to_string().into());
        put("length", zones.words.into());
        let part = Fingerprint::part(article.id, article.content_hash());
        for piece in 0..PRINTS {
            put(&print(piece), ((part >> (16 * piece)) as u16).into());
        }
        add_dates(&mut doc, article);
        add_values(&mut doc, article, zones.words);
        doc.insert("article".into(), json!(article));
        doc
    }

    /// Fills the fields of tokens and places.
    fn analyse(&mut self, article: &Article, doc: &mut Map<String, Value>) -> Zones {
        let at = self.analyzer(article.lang());
        let ranking = self.ranking;
        let analyzer = &mut self.analyzers[at];
        let lang = analyzer.lang().to_string();
        let lead = lead_span(article, analyzer);
        let (mut words, mut exacts) = (Tokens::default(), Tokens::default());
        let mut forms: BTreeSet<String> = BTreeSet::new();
        let mut texts: [Places; 6] = Default::default();
        let mut captions: Vec<(u32, Places)> = Vec::new();
        let zones = words_around(article, lead, analyzer, |passage, token| {
            let end = token.position + token.length;
            let in_lead = lead.0 <= token.position && end <= lead.1;
            match passage.field {
                TextField::Caption => {
                    if captions.last().is_none_or(|(paragraph, _)| *paragraph != passage.paragraph)
                    {
                        captions.push((passage.paragraph, Places::default()));
                    }
                    if let Some((_, text)) = captions.last_mut() {
                        text.see(token, &lang);
                    }
                }
                field => texts[field as usize].see(token, &lang),
            }
            let body = passage.field == TextField::Body;
            if body && in_lead {
                texts[TextField::Lead as usize].see(token, &lang);
            }
            let weight = match passage.field {
                TextField::Headline => ranking.headline,
                TextField::Body if (lead.0..lead.1).contains(&token.position) => ranking.lead,
                TextField::Body | TextField::Lead | TextField::Caption => 1,
                TextField::Byline | TextField::Dateline => return,
            };
            words_of(token, &lang, |word| words.push(&word, weight));
            exacts.push(token.form, 1);
            if !forms.contains(token.form) {
                forms.insert(token.form.to_string());
            }
        });
        let mut put = |name: &str, text: Value| drop(doc.insert(name.to_string(), text));
        put(WORDS, words.take().into());
        put(EXACT, exacts.take().into());
        put(FORMS, json!(forms));
        let fields = [
            TextField::Headline,
            TextField::Lead,
            TextField::Body,
            TextField::Byline,
            TextField::Dateline,
        ];
        for field in fields {
            let text = &mut texts[field as usize];
            if !text.is_empty() {
                put(places(field), text.take().into());
            }
        }
        if !captions.is_empty() {
            let captions: Vec<String> = captions.iter_mut().map(|(_, text)| text.take()).collect();
            put(places(TextField::Caption), json!(captions));
        }
        zones
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

/// The document of a ledger line.
pub(crate) fn source(record: &SourceRecord, write: u64) -> Value {
    json!({
        "kind": kind::SOURCE,
        "id": source_id(&record.key),
        "write": write,
        "root": record.key.root,
        "source": record,
    })
}

fn tombstone(gone: &Tombstone) -> Map<String, Value> {
    let mut doc = Map::new();
    doc.insert("kind".into(), kind::TOMBSTONE.into());
    doc.insert("tombstone".into(), json!(gone));
    doc
}

/// Steps of a timeline and the fields of their names.
pub(crate) const STEPS: [(Interval, &str); 5] = [
    (Interval::Day, "day"),
    (Interval::Week, "week"),
    (Interval::Month, "month"),
    (Interval::Year, "year"),
    (Interval::Decade, "decade"),
];

/// The name of a step that holds a whole date: its first day, as short as tells it.
pub(crate) fn step_name(step: Interval, date: DayRange) -> Option<String> {
    let bucket = step.bucket(date.first);
    let name = bucket.first.to_string();
    let length = match step {
        Interval::Auto | Interval::Day | Interval::Week => name.len(),
        Interval::Month => 7,
        Interval::Year | Interval::Decade => 4,
    };
    (bucket.last >= date.last).then(|| name.chars().take(length).collect())
}

fn add_dates(doc: &mut Map<String, Value>, article: &Article) {
    let mut put = |name: &str, value: Value| drop(doc.insert(name.to_string(), value));
    if let Some(date) = article.published.as_ref().map(|date| date.range()) {
        put("earliest", date.first.0.into());
        put("latest", date.last.0.into());
        for (step, field) in STEPS {
            if let Some(name) = step_name(step, date) {
                put(field, name.into());
            }
        }
    }
    if let Some(date) = article.updated.as_ref().map(|date| date.range()) {
        put("updated_earliest", date.first.0.into());
        put("updated_latest", date.last.0.into());
    }
    if let Some(added) = article.added {
        put("added", added.into());
    }
}

fn add_values(doc: &mut Map<String, Value>, article: &Article, words: u32) {
    let facts = article_facts(article, words);
    let mut put = |name: &str, value: Value| drop(doc.insert(name.to_string(), value));
    if let Some(outlet) = &article.outlet {
        put("outlet", outlet.id.clone().into());
        put("outlet_shown", format!("{}{SEPARATOR}{}", outlet.id, outlet.name).into());
    }
    for field in ValueField::ALL {
        put(value(field), json!(facts.values(field)));
        if let Some(name) = shown(field) {
            put(name, json!(shown_values(&printed_values(article, field))));
        }
    }
    put("basis", facts.date_basis.clone().into());
    put("url", json!(facts.url));
    put("source_id", json!(facts.source_ids));
    put("folder", json!(facts.folders));
    let paths: BTreeSet<&str> = facts
        .paths
        .iter()
        .flat_map(|path| path_prefixes(path))
        .filter(|it| !it.is_empty())
        .collect();
    put("path", json!(paths));
}

/// The field of a value's printed forms, where they differ from what is compared.
pub(crate) fn shown(field: ValueField) -> Option<&'static str> {
    Some(match field {
        ValueField::Author => "author_shown",
        ValueField::Section => "section_shown",
        ValueField::Type => "type_shown",
        ValueField::Tag => "tag_shown",
        ValueField::Lang
        | ValueField::Country
        | ValueField::Wire
        | ValueField::Page
        | ValueField::Edition => return None,
    })
}

/// Values as they are shown, each behind its folded form; of several that fold alike, the first.
fn shown_values(values: &[&str]) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for value in values {
        let folded = fold_value(value);
        if !folded.is_empty() && !seen.contains(&folded) {
            out.push(format!("{folded}{SEPARATOR}{}", value.trim()));
            seen.push(folded);
        }
    }
    out
}

/// The id of the document of a ledger line. A root and a path cannot run together: no path holds a
/// NUL.
pub(crate) fn source_id(source: &SourceKey) -> String {
    format!("s{}", ArticleId::of_key(&format!("{}\0{}", source.root, source.path)))
}
