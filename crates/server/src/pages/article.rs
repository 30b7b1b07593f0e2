//! `/articles/{id}`: an article to be read.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State as Extracted};
use axum::http::StatusCode;
use axum::response::Response;
use morgue_article::{Article, BlockKind};
use morgue_present::{CiteStyle, cite};
use morgue_query::document::word_count;
use morgue_query::{Control, LitArticle, ShownDate, SimilarHit, lit, similar};

use super::asked::Asked;
use super::facets::capital;
use super::hits::{Card, datetime, lit_by};
use super::marked::{Marked, Said, Slanted};
use super::results::{Told, told};
use super::shell::{Shell, page};
use super::speech::Speech;
use crate::app::State;
use crate::leases::Lease;
use crate::params::{Takes, read};
use crate::problem::Problem;
use crate::routes::articles::find;
use crate::routes::{App, planned};

/// Articles like this one that are listed.
const SIMILAR: usize = 5;
/// Matches that are listed to be led to.
const LISTED: usize = 40;

/// Citations to be read, and those to be taken by a program.
const PROSE: [CiteStyle; 4] =
    [CiteStyle::Chicago, CiteStyle::ChicagoNote, CiteStyle::Apa, CiteStyle::Mla];
const RECORDS: [CiteStyle; 3] = [CiteStyle::Ris, CiteStyle::Bibtex, CiteStyle::CslJson];

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    shell: Shell,
    speech: Speech,
    headline: Option<Marked>,
    outlet: Option<String>,
    date: String,
    datetime: Option<String>,
    byline: Option<Marked>,
    blocks: Vec<Block>,
    captions: Vec<Marked>,
    rights: Option<String>,
    facts: Vec<Fact>,
    url: Option<String>,
    /// Where the bytes it was read from are, where they may be had.
    original: Option<String>,
    meta: Vec<(&'static str, String)>,
    /// How many matches there are, and those that are listed.
    matches: usize,
    listed: Vec<usize>,
    /// What was to be lit, and does not stand here.
    unmatched: Option<Said>,
    notices: Vec<Told>,
    /// The citations that are prose, and those for reference managers.
    prose: Vec<Cited>,
    records: Vec<Cited>,
    similar: Vec<Card>,
    results: Option<String>,
    json: String,
}

/// The article as others cite it.
struct Cited {
    style: &'static str,
    text: Slanted,
    /// Where it is a file.
    href: String,
}

struct Block {
    subhead: bool,
    text: Marked,
}

/// Something known of the article, and by which rule.
struct Fact {
    name: String,
    value: String,
    rule: String,
}

/// What a page is made of.
struct Read {
    article: Article,
    words: u32,
    lit: LitArticle,
    notices: Vec<morgue_query::Notice>,
    similar: Vec<SimilarHit>,
    /// Why nothing can be lit.
    unlit: Option<Problem>,
}

pub(crate) async fn get(
    Extracted(app): App,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asked = Asked::read(query.as_deref());
    let state = Arc::clone(&app);
    let words = lit_by(&asked);
    let work = move |control: &Control| read_article(&state, &id, &words, control);
    let read = app.searches.run(work).await?;
    page(StatusCode::OK, &ArticlePage::new(&app, &read, &asked))
}

fn read_article(
    state: &State,
    id: &str,
    words: &Asked,
    control: &Control,
) -> Result<Read, Problem> {
    let lease = state.leases.latest(control)?;
    let mut article = find(&lease, id, control)?;
    state.config.origins().tell_article(&mut article);
    let (mut found, mut notices, mut unlit) = (LitArticle::default(), Vec::new(), None);
    if !words.q().trim().is_empty() {
        match matched(state, &lease, &article, words, control) {
            Ok((lit, told)) => (found, notices) = (lit, told),
            Err(problem) => unlit = Some(problem),
        }
    }
    // An article can be read without them.
    let alike = similar(&*lease.engine, &article, Vec::new(), SIMILAR, 0, control);
    let similar = alike.map(|alike| alike.hits).unwrap_or_default();
    Ok(Read { words: word_count(&article), lit: found, notices, similar, unlit, article })
}

/// What of an article lights for the words of a search.
fn matched(
    state: &State,
    lease: &Lease,
    article: &Article,
    words: &Asked,
    control: &Control,
) -> Result<(LitArticle, Vec<morgue_query::Notice>), Problem> {
    let only = ["q", "match", "plain"];
    let asked = words.pairs().iter().filter(|(name, _)| only.contains(&&**name));
    let asked: Vec<_> = asked.cloned().collect();
    let request = read(Some(&Asked::of(&asked).query()), Takes::QUESTION, false)?.request;
    let prepared = planned(state, lease, &request)?;
    let clauses = std::iter::once(prepared.plan.clause.clone())
        .chain(prepared.most.iter().flat_map(|most| most.tries()));
    // Under `match=most` it is that of the clauses which holds here.
    let mut found = LitArticle::default();
    for clause in clauses {
        found = lit(article, &clause, control)?;
        if found != LitArticle::default() {
            break;
        }
    }
    Ok((found, prepared.echo.notices))
}

impl ArticlePage {
    fn new(state: &State, read: &Read, asked: &Asked) -> Self {
        let Read { article, lit, .. } = read;
        let mut matches = 0;
        let headline = article.headline.as_ref();
        let headline = headline.map(|text| Marked::numbered(text, &lit.headline, &mut matches));
        let byline = article.byline.as_ref();
        let byline = byline.map(|b| Marked::numbered(&b.printed, &lit.byline, &mut matches));
        let none = Vec::new();
        let mut blocks = Vec::with_capacity(article.body.len());
        for (i, block) in article.body.iter().enumerate() {
            let ranges = lit.body.get(i).unwrap_or(&none);
            let text = Marked::numbered(&block.text, ranges, &mut matches);
            blocks.push(Block { subhead: block.kind == BlockKind::Subhead, text });
        }
        let captions = article.captions.iter().enumerate().map(|(i, caption)| {
            Marked::numbered(caption, lit.captions.get(i).unwrap_or(&none), &mut matches)
        });
        let captions = captions.collect();
        let shown = article.published.as_ref().map(ShownDate::from);
        let title = article.headline.as_deref().unwrap_or("Article without a headline");
        let mut shell = Shell::new(state, format!("{title} · morgue"), "", asked);
        shell.q = asked.q().to_string();
        let question = lit_by(asked);
        let searched = !question.q().trim().is_empty();
        let similar = read.similar.iter().map(|hit| alike(state, hit, asked));
        let web = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
        Self {
            speech: Speech::of(article.language.as_ref().map(|language| language.code.as_str())),
            headline,
            outlet: article.outlet.as_ref().map(|outlet| outlet.name.clone()),
            date: shown.as_ref().map_or_else(|| "undated".to_string(), morgue_present::date),
            datetime: shown.as_ref().and_then(datetime),
            byline,
            blocks,
            captions,
            rights: article.rights.clone(),
            facts: facts(article, read.words),
            url: article.url.as_ref().filter(web).cloned(),
            original: state
                .config
                .gives_originals()
                .then(|| state.links.to(&format!("/v1/articles/{}/raw", article.id))),
            meta: meta(article),
            matches,
            listed: (1..=matches.min(LISTED)).collect(),
            unmatched: unmatched(read, &question, matches),
            notices: told(state, &read.notices, asked),
            prose: cited(state, article, &PROSE),
            records: cited(state, article, &RECORDS),
            similar: similar.collect(),
            results: searched.then(|| state.links.to(&question.at("/search"))),
            json: state.links.to(&format!("/v1/articles/{}", article.id)),
            shell,
        }
    }
}

/// Why nothing lights, where something was to.
fn unmatched(read: &Read, question: &Asked, matches: usize) -> Option<Said> {
    if let Some(problem) = &read.unlit {
        return Some(Said::new(problem.detail()));
    }
    let q = question.q().trim();
    let nothing = matches == 0 && !q.is_empty();
    nothing.then(|| Said::new(&format!("no words of this article match `{q}`")))
}

fn alike(state: &State, hit: &SimilarHit, asked: &Asked) -> Card {
    let copy = hit.copy.map(|copy| morgue_present::copied(&copy));
    let headline = hit.hit.headline.as_deref().map(|text| Marked::new(text, &[]));
    // What it is alike by would light as if it had been searched for.
    Card { copy, headline, ..Card::new(state, &hit.hit, &asked.locked()) }
}

/// What the page has not shown yet, or whose basis is of interest.
fn facts(article: &Article, words: u32) -> Vec<Fact> {
    let shown = ["headline", "byline", "rights", "url"];
    let known = morgue_present::fields(article).into_iter();
    let known = known.filter(|field| !shown.contains(&field.name));
    let mut facts: Vec<Fact> = known
        .map(|field| Fact { name: capital(field.name), value: field.value, rule: field.rule })
        .collect();
    let mut add = |name: &str, value: String, rule: &str| {
        facts.push(Fact { name: name.to_string(), value, rule: rule.to_string() });
    };
    add("Words", morgue_present::grouped(u64::from(words)), "");
    for origin in &article.origins {
        add("Read from", morgue_present::origin(origin), &origin.format);
    }
    add("Id", article.id.to_string(), "");
    facts
}

/// What reference managers take from a page: the kind of text by Zotero's own name, then the tags
/// that all of them know.
fn meta(article: &Article) -> Vec<(&'static str, String)> {
    let mut meta = vec![("z:itemType", "newspaperArticle".to_string())];
    meta.extend(morgue_present::meta_tags(article));
    meta
}

fn cited(state: &State, article: &Article, styles: &[CiteStyle]) -> Vec<Cited> {
    let cited = styles.iter().map(|&style| {
        let citation = cite(article, style);
        let route = format!("/v1/articles/{}/cite?style={}", article.id, style.name());
        Cited {
            style: style.label(),
            text: Slanted::new(&citation.text, &citation.italic),
            href: state.links.to(&route),
        }
    });
    cited.collect()
}
