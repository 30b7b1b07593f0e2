//! What a page about an article carries, so that a reference manager takes it.

use morgue_article::Article;

use super::when::When;
use super::work::Work;

/// Names and contents of the `citation_…` tags of an article's page, in order. Plain text.
pub fn meta_tags(article: &Article) -> Vec<(&'static str, String)> {
    let work = Work::of(article);
    let mut out = vec![("citation_title", work.title.text().into_owned())];
    out.extend(work.authors.iter().map(|name| ("citation_author", name.inverted())));
    out.extend(work.outlet.map(|outlet| ("citation_journal_title", outlet)));
    if let When::On(point) = work.when {
        out.push(("citation_publication_date", point.numbers("/")));
    }
    out.extend(work.page.map(|page| ("citation_firstpage", page)));
    if article.language.is_some() {
        out.push(("citation_language", article.lang().to_string()));
    }
    out.extend(work.url.map(|url| ("citation_public_url", url)));
    out.push(("DC.type", "newspaperArticle".to_string()));
    out
}

/// The names and values of a COinS span (`class="Z3988"`, in its `title`), which says that it is an
/// article of a newspaper; to be encoded as the query of an address.
pub fn coins(article: &Article) -> Vec<(&'static str, String)> {
    let work = Work::of(article);
    let mut out = vec![
        ("ctx_ver", "Z39.88-2004".to_string()),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc".to_string()),
        ("rft.type", "newspaperArticle".to_string()),
        ("rft.title", work.title.text().into_owned()),
    ];
    out.extend(work.authors.iter().map(|name| ("rft.creator", name.inverted())));
    out.extend(work.outlet.map(|outlet| ("rft.source", outlet)));
    match work.when {
        When::Unknown => {}
        When::On(point) => out.push(("rft.date", point.numbers("-"))),
        wide => out.push(("rft.date", wide.chicago())),
    }
    if article.language.is_some() {
        out.push(("rft.language", article.lang().to_string()));
    }
    out.extend(work.url.map(|url| ("rft.identifier", url)));
    out
}
