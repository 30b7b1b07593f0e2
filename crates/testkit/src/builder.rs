//! Articles in a few words.

use morgue_article::{
    Article, Block, Byline, Dateline, Day, DayRange, Language, Origin, Outlet, Precision,
    Published, SourceKey,
};

/// Builds an [`Article`] step by step.
///
/// ```
/// use morgue_testkit::ArticleBuilder;
///
/// let article = ArticleBuilder::new("bridge")
///     .headline("Harbour bridge reopens")
///     .body("The bridge is open.\n\nTraffic returned.")
///     .published("1871-03")
///     .build();
/// assert_eq!(article.body.len(), 2);
/// assert_eq!(article.published.unwrap().to_string(), "1871-03");
/// ```
#[derive(Debug, Clone)]
pub struct ArticleBuilder {
    article: Article,
}

impl ArticleBuilder {
    /// An article with the key `text:NAME`, read from `/archive/NAME.txt`.
    pub fn new(name: &str) -> Self {
        Self { article: Article::new(format!("text:{name}")) }
            .origin("/archive", &format!("{name}.txt"))
    }

    /// The headline.
    pub fn headline(mut self, text: &str) -> Self {
        self.article.headline = Some(text.to_string());
        self
    }

    /// Blocks with an empty line between them; one that begins with `# ` is a subhead.
    pub fn body(mut self, text: &str) -> Self {
        let blocks = text.split("\n\n").filter(|block| !block.is_empty());
        self.article.body = blocks
            .map(|block| match block.strip_prefix("# ") {
                Some(head) => Block::subhead(head),
                None => Block::paragraph(block),
            })
            .collect();
        self
    }

    /// One more picture caption.
    pub fn caption(mut self, text: &str) -> Self {
        self.article.captions.push(text.to_string());
        self
    }

    /// A byline of these authors, printed as `By A and B`.
    pub fn authors(mut self, authors: &[&str]) -> Self {
        let printed = format!("By {}", authors.join(" and "));
        let authors = authors.iter().map(|author| (*author).to_string()).collect();
        self.article.byline = Some(Byline { printed, authors });
        self
    }

    /// A dateline that also begins the first block, with ` - ` behind it. Call it after
    /// [`ArticleBuilder::body`].
    pub fn dateline(mut self, printed: &str) -> Self {
        let head = format!("{printed} - ");
        if let Some(block) = self.article.body.first_mut() {
            block.text.insert_str(0, &head);
        }
        let length = if self.article.body.is_empty() { 0 } else { head.len() };
        let place = printed.split([',', '(']).next().map(|place| place.trim().to_string());
        self.article.dateline = Some(Dateline { printed: printed.to_string(), place, length });
        self
    }

    /// The outlet, its id made from its name.
    pub fn outlet(mut self, name: &str) -> Self {
        self.article.outlet = Some(Outlet::from_name(name, "metadata"));
        self
    }

    /// `1871`, `1871-03`, `1871-03-02` or `1870..1872`, from metadata.
    pub fn published(mut self, text: &str) -> Self {
        self.article.published = Some(date(text, "metadata"));
        self
    }

    /// Where the publication date came from.
    pub fn basis(mut self, basis: &str) -> Self {
        if let Some(date) = &mut self.article.published {
            date.basis = basis.to_string();
        }
        self
    }

    /// When it was changed, in the forms of [`ArticleBuilder::published`].
    pub fn updated(mut self, text: &str) -> Self {
        self.article.updated = Some(date(text, "metadata"));
        self
    }

    /// The second it came into the index.
    pub fn added(mut self, seconds: i64) -> Self {
        self.article.added = Some(seconds);
        self
    }

    /// The section.
    pub fn section(mut self, section: &str) -> Self {
        self.article.section = Some(section.to_string());
        self
    }

    /// One more tag.
    pub fn tag(mut self, tag: &str) -> Self {
        self.article.tags.push(tag.to_string());
        self
    }

    /// The language.
    pub fn lang(mut self, code: &str) -> Self {
        self.article.language =
            Some(Language { code: code.to_string(), basis: "declared".to_string() });
        self
    }

    /// The country.
    pub fn country(mut self, code: &str) -> Self {
        self.article.country = Some(code.to_string());
        self
    }

    /// The kind of text.
    pub fn kind(mut self, kind: &str) -> Self {
        self.article.kind = Some(kind.to_string());
        self
    }

    /// The agency.
    pub fn wire(mut self, wire: &str) -> Self {
        self.article.wire = Some(wire.to_string());
        self
    }

    /// The printed page and the edition.
    pub fn page(mut self, page: &str, edition: &str) -> Self {
        self.article.page = Some(page.to_string());
        self.article.edition = Some(edition.to_string());
        self
    }

    /// The address.
    pub fn url(mut self, url: &str) -> Self {
        self.article.url = Some(url.to_string());
        self
    }

    /// One more place it was read from. The one of [`ArticleBuilder::new`] goes.
    pub fn origin(mut self, root: &str, path: &str) -> Self {
        let made_up = format!("{}.txt", self.article.key.trim_start_matches("text:"));
        self.article.origins.retain(|origin| origin.source.path != made_up || path == made_up);
        self.article.origins.push(origin(root, path));
        self.article.origins.sort();
        self
    }

    /// The source's own id, at its last origin.
    pub fn source_id(mut self, id: &str) -> Self {
        if let Some(origin) = self.article.origins.last_mut() {
            origin.source_id = Some(id.to_string());
        }
        self
    }

    /// The article.
    pub fn build(self) -> Article {
        self.article
    }
}

/// An origin in this file.
pub fn origin(root: &str, path: &str) -> Origin {
    Origin {
        source: SourceKey { root: root.to_string(), path: path.to_string() },
        entry: None,
        line: None,
        ordinal: 0,
        source_id: None,
        sha256: "00".repeat(32),
        format: "text".to_string(),
    }
}

/// Reads `1871`, `1871-03`, `1871-03-02`, `1870..1872`.
///
/// # Panics
/// On other text: this is for tests.
pub fn date(text: &str, basis: &str) -> Published {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let parse = |text| DayRange::parse(text).expect("a date in a test is a date");
    let range = DayRange::new(parse(first).first, parse(last).last);
    let precision = match (first == last, text.len()) {
        (false, _) => Precision::Range,
        (true, 4) => Precision::Year,
        (true, 7) => Precision::Month,
        (true, _) => Precision::Day,
    };
    Published::span(range, precision, basis)
}

/// The day of `1871-03-02`.
pub fn day(text: &str) -> Day {
    date(text, "given").earliest
}
