//! A small invented archive: eight outlets, seven languages, the years 1702 to 2025, and the
//! oddities that searches trip over.

mod elsewhere;
mod modern;
mod old;

use morgue_article::Article;

use crate::ArticleBuilder;

/// The archive's articles, about forty. Every one has `added`, and one origin or more.
pub fn corpus() -> Vec<Article> {
    let mut articles: Vec<ArticleBuilder> = old::articles();
    articles.extend(modern::articles());
    articles.extend(elsewhere::articles());
    let numbered = (0..).zip(articles);
    numbered.map(|(number, article)| article.added(number * 40_000).build()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn the_archive_is_as_varied_as_it_says() {
        let corpus = super::corpus();
        assert!(corpus.len() >= 38, "{}", corpus.len());
        let distinct = |values: Vec<&str>| values.into_iter().collect::<BTreeSet<_>>().len();
        assert_eq!(distinct(corpus.iter().map(|a| a.key.as_str()).collect()), corpus.len());
        let outlets = corpus.iter().filter_map(|a| a.outlet.as_ref()).map(|o| o.id.as_str());
        assert!(distinct(outlets.collect()) >= 8);
        assert!(distinct(corpus.iter().map(|a| a.lang()).collect()) >= 7);
        assert!(corpus.iter().any(|article| article.published.is_none()));
        assert!(
            corpus.iter().all(|article| article.added.is_some() && !article.origins.is_empty())
        );
    }
}
