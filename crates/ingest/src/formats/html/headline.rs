//! The headline: what several places of a page agree on, without the site's name.

use super::jsonld::{Node, fold};
use super::page::Page;
use crate::raw::{RawArticle, RawField};

/// `meta` names that repeat the title, best first.
const META_TITLES: [&str; 7] = [
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "twitter:title",
    "title",
];

/// A place that says what the headline is.
struct Vote {
    text: String,
    folded: String,
    rule: &'static str,
    /// How often this place is right when no other agrees.
    weight: u32,
}

/// Pushes candidates for the headline, the one that most places agree on first.
pub(super) fn collect(page: &Page, article: Option<&Node<'_>>, raw: &mut RawArticle) {
    let sites = sites(raw);
    let mut votes: Vec<Vote> = Vec::new();
    let mut vote = |text: &str, rule: &'static str, weight: u32| {
        let text = super::plain(text);
        let text = without_site(&text, &sites);
        let folded = fold(text);
        if !folded.is_empty() && !is_site(text, &sites) {
            votes.push(Vote { text: text.to_string(), folded, rule, weight });
        }
    };
    let node = |key: &str| article.and_then(|article| article.text(key)).unwrap_or_default();
    vote(&node("headline"), "json-ld headline", 10);
    for text in page.props("headline").take(1) {
        vote(text, "itemprop headline", 10);
    }
    for text in page.h1.iter().take(3) {
        vote(text, "h1", if page.h1.len() == 1 { 9 } else { 6 });
    }
    for text in page.metas("og:title").take(1) {
        vote(text, "meta og:title", 8);
    }
    // What is written for search engines and cards is one voice, however often it is repeated.
    let card = page.metas("og:title").next().is_some();
    let metas = META_TITLES.iter().flat_map(|name| page.metas(name).take(1)).take(1);
    metas.for_each(|text| vote(text, "meta title", if card { 1 } else { 5 }));
    vote(&node("name"), "json-ld name", 3);
    vote(page.title.as_deref().unwrap_or_default(), "title", if card { 0 } else { 5 });
    if page.h1.is_empty() {
        for text in page.h2.iter().take(2) {
            vote(text, "h2", 2);
        }
    }
    shorten(&mut votes);
    let score = |folded: &str| -> u32 {
        votes.iter().filter(|vote| vote.folded == folded).map(|vote| vote.weight).sum()
    };
    let mut order: Vec<usize> = (0..votes.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(score(&votes[i].folded)));
    let mut seen: Vec<&str> = Vec::new();
    for vote in order.into_iter().map(|i| &votes[i]) {
        if !seen.contains(&&*vote.folded) {
            seen.push(&vote.folded);
            raw.push(RawField::Headline, vote.text.clone(), vote.rule);
        }
    }
}

/// Names of the site, folded: what may be cut off a title.
fn sites(raw: &RawArticle) -> Vec<String> {
    let names = raw.candidates(RawField::Outlet).map(|name| fold(&name.value));
    let domains = raw.candidates(RawField::Domain).flat_map(|domain| {
        let host = domain.value.trim_start_matches("www.");
        let label = host.rsplit('.').nth(1).unwrap_or(host);
        [fold(host), fold(label)]
    });
    names.chain(domains).filter(|name| name.len() > 2).collect()
}

const BORDERS: [&str; 10] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ", "|"];

/// Cuts the site's name off either end, with what stands between.
fn without_site<'a>(text: &'a str, sites: &[String]) -> &'a str {
    let mut text = text.trim();
    loop {
        let cut = BORDERS.iter().find_map(|border| {
            let last = text.rsplit_once(border).filter(|(_, site)| is_site(site, sites));
            let first = text.split_once(border).filter(|(site, _)| is_site(site, sites));
            last.map(|(rest, _)| rest).or(first.map(|(_, rest)| rest))
        });
        match cut.map(str::trim).filter(|rest| rest.len() > 3) {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

fn is_site(part: &str, sites: &[String]) -> bool {
    let part = fold(part);
    part.len() > 1 && sites.iter().any(|site| *site == part || fold_the(site) == fold_the(&part))
}

fn fold_the(name: &str) -> &str {
    let name = name.strip_prefix("the").unwrap_or(name);
    name.strip_suffix("com").unwrap_or(name)
}

/// A title that is another place's text with something round it is that text.
fn shorten(votes: &mut [Vote]) {
    let known: Vec<(String, String)> = votes
        .iter()
        .filter(|vote| vote.weight >= 6 && vote.folded.chars().count() > 12)
        .map(|vote| (vote.text.clone(), vote.folded.clone()))
        .collect();
    for vote in votes.iter_mut().filter(|vote| vote.rule != "h1") {
        let part = |(_, folded): &&(String, String)| {
            vote.folded.len() > folded.len()
                && (vote.folded.starts_with(folded.as_str())
                    || vote.folded.ends_with(folded.as_str()))
        };
        if BORDERS.iter().any(|border| vote.text.contains(border))
            && let Some((text, folded)) = known.iter().find(part)
        {
            (vote.text, vote.folded) = (text.clone(), folded.clone());
        } else if matches!(vote.rule, "title" | "meta og:title") {
            // Chinese pages name the section too; elsewhere a second cut takes more than it gives.
            let cuts = if is_chinese(&vote.text) { 3 } else { 1 };
            for _ in 0..cuts {
                let Some(rest) = without_last(&vote.text) else { break };
                vote.text = rest.to_string();
                vote.folded = fold(&vote.text);
            }
        }
    }
}

/// Where nobody knows the site's name, the last part of a title is most likely it, if it is short.
fn without_last(text: &str) -> Option<&str> {
    let chinese = is_chinese(text);
    let tight: &[&str] = if chinese { &["_", "-", "|"] } else { &["|"] };
    let borders = [" | ", " - ", " – ", " — ", " :: ", " » "];
    let borders = borders.iter().chain(tight);
    let parts = borders.filter_map(|border| text.rsplit_once(*border));
    let (rest, site) = parts.min_by_key(|(_, site)| site.len())?;
    let short = site.split_whitespace().count() <= 4
        && rest.chars().count() > site.chars().count()
        && (!chinese || site.chars().count() <= 8);
    short.then(|| rest.trim())
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}
