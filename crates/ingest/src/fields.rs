//! The names people give the fields of an article in JSON, tables and `--map`.

use crate::raw::RawField;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Meaning {
    /// A field of [`RawField`].
    Field(RawField),
    /// The text.
    Body,
    /// A summary that stands in for the text when there is none.
    Summary,
}

use Meaning::{Body, Field, Summary};
use RawField as F;

/// Each meaning with its names, the best first: when a record has several of them the first that
/// is not empty wins.
const NAMES: &[(Meaning, &[&str])] = &[
    (
        Field(F::Headline),
        &[
            "headline",
            "title",
            "headlines",
            "title_full",
            "article_title",
            "head",
            "heading",
            "hl",
            "hl1",
            "titel",
            "titre",
            "titulo",
            "título",
            "titolo",
            "überschrift",
            "subject_line",
            "name",
            "标题",
            "标 题",
            "見出し",
        ],
    ),
    (
        Body,
        &[
            "content_original",
            "body",
            "text",
            "content",
            "articlebody",
            "article_body",
            "full_text",
            "fulltext",
            "maintext",
            "main_text",
            "article",
            "article_text",
            "body_text",
            "bodytext",
            "body_html",
            "content_html",
            "content_text",
            "contents",
            "story",
            "paragraphs",
            "raw_text",
            "plain_text",
            "news",
            "texto",
            "texte",
            "testo",
            "inhalt",
            "contenido",
            "conteudo",
            "cuerpo",
            "artikel",
            "正文",
            "内容",
            "本文",
        ],
    ),
    (
        Summary,
        &[
            "summary",
            "abstract",
            "description",
            "snippet",
            "excerpt",
            "lead",
            "lede",
            "lead_paragraph",
            "standfirst",
            "teaser",
        ],
    ),
    (
        Field(F::Published),
        &[
            "published",
            "published_at",
            "publishedat",
            "pub_date",
            "pubdate",
            "date",
            "date_published",
            "datepublished",
            "publication_date",
            "publicationdate",
            "publish_date",
            "published_date",
            "date_publish",
            "publish_time",
            "published_on",
            "first_published",
            "firstpublished",
            "posted",
            "posted_at",
            "datetime",
            "timestamp",
            "time",
            "dateline_date",
            "created",
            "created_at",
            "created_utc",
            "datum",
            "fecha",
            "data_publicacao",
            "data",
            "日期",
            "发布时间",
            "year",
        ],
    ),
    (
        Field(F::Updated),
        &[
            "updated",
            "updated_at",
            "updatedat",
            "modified",
            "modified_at",
            "date_modified",
            "datemodified",
            "last_modified",
            "lastmodified",
            "date_updated",
            "lastmod",
            "versioncreated",
        ],
    ),
    (
        Field(F::Outlet),
        &[
            "outlet",
            "publication",
            "publisher",
            "newspaper",
            "source_name",
            "source",
            "site_name",
            "sitename",
            "media",
            "media_name",
            "news_source",
            "provider",
            "journal",
            "paper",
            "site",
            "newspaper_title",
            "periodical",
            "medium",
            "quelle",
            "zeitung",
            "fuente",
            "periódico",
            "periodico",
            "jornal",
            "来源",
            "媒体",
        ],
    ),
    (
        Field(F::Domain),
        &["domain", "source_domain", "site_full", "hostname", "host", "base_url", "website"],
    ),
    (
        Field(F::Byline),
        &[
            "byline",
            "authors",
            "author",
            "by",
            "creator",
            "dc:creator",
            "writer",
            "writers",
            "journalist",
            "reporter",
            "credit_line",
            "autor",
            "auteur",
            "autore",
            "作者",
            "记者",
        ],
    ),
    (
        Field(F::Url),
        &[
            "url",
            "canonical_url",
            "link",
            "permalink",
            "web_url",
            "weburl",
            "uri_web",
            "source_url",
            "article_url",
            "href",
            "canonical",
            "网址",
        ],
    ),
    (
        Field(F::Language),
        &["language", "lang", "language_code", "inlanguage", "in_language", "locale", "lang_code"],
    ),
    (
        Field(F::Section),
        &[
            "section",
            "section_name",
            "sectionname",
            "articlesection",
            "category",
            "category_name",
            "topic",
            "desk",
            "rubric",
            "channel",
            "department",
            "ressort",
            "rubrique",
            "seccion",
            "news_desk",
            "label",
        ],
    ),
    (
        Field(F::Tag),
        &["tags", "keywords", "tag", "keyword", "topics", "subjects", "categories", "labels"],
    ),
    (Field(F::Dateline), &["dateline", "place", "location_line", "located", "dateline_place"]),
    (Field(F::Country), &["country", "country_code", "source_country", "countrycode"]),
    (
        Field(F::Kind),
        &["type", "kind", "document_type", "article_type", "genre", "type_of_material"],
    ),
    (Field(F::Wire), &["wire", "agency", "news_agency", "credit"]),
    (Field(F::Page), &["page", "print_page", "page_number", "pages", "seite"]),
    (Field(F::Edition), &["edition", "print_edition", "print_section"]),
    (
        Field(F::Rights),
        &["rights", "copyright", "copyrightnotice", "copyright_notice", "usageterms", "license"],
    ),
    (Field(F::Caption), &["captions", "caption", "image_caption", "photo_caption"]),
    (Field(F::GlobalId), &["guid", "urn", "doi", "global_id"]),
    (
        Field(F::SourceId),
        &[
            "id",
            "_id",
            "source_id",
            "uuid",
            "article_id",
            "articleid",
            "doc_id",
            "docid",
            "docno",
            "uid",
            "story_id",
            "nid",
            "article_id_str",
        ],
    ),
];

/// A name as it is compared: small letters, `-` and spaces as `_`.
pub(crate) fn fold(name: &str) -> String {
    let trimmed = name.trim().trim_matches(['"', '\u{feff}']);
    let lower = trimmed.to_lowercase();
    lower.replace([' ', '-'], "_")
}

/// What a name stands for, and how good a name for it it is (0 is the best).
pub(crate) fn meaning(name: &str) -> Option<(Meaning, usize)> {
    use std::collections::HashMap;
    use std::sync::LazyLock;
    static BY_NAME: LazyLock<HashMap<&'static str, (Meaning, usize)>> = LazyLock::new(|| {
        let rows = NAMES.iter().flat_map(|(meaning, names)| {
            names.iter().enumerate().map(move |(rank, name)| (*name, (*meaning, rank)))
        });
        rows.collect()
    });
    // Most names are folded already: no copy for them.
    BY_NAME.get(name).or_else(|| BY_NAME.get(fold(name).as_str())).copied()
}

/// What a field name of ours (in `--map` and `--set`) stands for.
pub(crate) fn our_name(name: &str) -> Option<Meaning> {
    let field = match name {
        "body" | "text" => return Some(Body),
        "headline" | "title" => F::Headline,
        "byline" => F::Byline,
        "author" | "authors" => F::Author,
        "outlet" => F::Outlet,
        "domain" => F::Domain,
        "dateline" => F::Dateline,
        "published" | "date" => F::Published,
        "updated" => F::Updated,
        "section" => F::Section,
        "tag" | "tags" => F::Tag,
        "language" | "lang" => F::Language,
        "country" => F::Country,
        "kind" | "type" => F::Kind,
        "wire" => F::Wire,
        "page" => F::Page,
        "edition" => F::Edition,
        "url" => F::Url,
        "rights" => F::Rights,
        "caption" | "captions" => F::Caption,
        "global_id" | "guid" => F::GlobalId,
        "source_id" | "id" => F::SourceId,
        _ => return None,
    };
    Some(Field(field))
}

/// Whether a column of this name makes a table one of articles.
pub(crate) fn is_text_or_title(name: &str) -> bool {
    matches!(meaning(name), Some((Body | Field(F::Headline), _)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_has_two_meanings() {
        let mut names: Vec<&str> = NAMES.iter().flat_map(|row| row.1).copied().collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(meaning("Published At"), meaning("published_at"));
        assert_eq!(meaning("PubDate").map(|m| m.0), Some(Field(F::Published)));
        assert_eq!(meaning("xyzzy"), None);
    }
}
