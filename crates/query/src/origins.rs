//! How much is told of the files that articles were read from: people on the machine open them, readers
//! of a server need not know its folders.

use morgue_article::{Article, SourceKey};

use crate::OriginView;

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origins {
    /// Whole paths.
    #[default]
    Whole,
    /// Paths relative to the root that was read.
    BelowRoot,
    /// Nothing.
    Hidden,
}

impl Origins {
    /// Leaves of these what may be told.
    pub fn tell(self, origins: &mut Vec<OriginView>) {
        match self {
            Self::Whole => {}
            Self::BelowRoot => origins.iter_mut().for_each(OriginView::put_below_root),
            Self::Hidden => origins.clear(),
        }
    }

    /// Leaves of a whole article what may be told.
    pub fn tell_article(self, article: &mut Article) {
        let Article { origins, formerly, .. } = article;
        match self {
            Self::Whole => {}
            Self::BelowRoot => {
                for origin in origins.iter_mut().chain(formerly) {
                    let path = relative(&origin.source);
                    origin.source = SourceKey { root: String::new(), path };
                }
            }
            Self::Hidden => {
                origins.clear();
                formerly.clear();
            }
        }
    }
}

impl OriginView {
    fn put_below_root(&mut self) {
        if let Some(below) = self.path.get(self.root..) {
            self.path = below.to_string();
            self.root = 0;
        }
    }
}

/// The path below its root; of a root that is itself a file, the file's name.
pub(crate) fn relative(source: &SourceKey) -> String {
    if source.path.is_empty() {
        source.root.rsplit('/').next().unwrap_or_default().to_string()
    } else {
        source.path.clone()
    }
}

#[cfg(test)]
mod tests {
    use morgue_article::Origin;

    use super::*;

    #[test]
    fn no_root_is_told() {
        for (root, path, told) in [
            ("/home/ada/clippings", "1912/a.txt", "1912/a.txt"),
            ("/home/ada/book.jsonl", "", "book.jsonl"),
            ("/", "etc/a.txt", "etc/a.txt"),
        ] {
            let source = SourceKey { root: root.into(), path: path.into() };
            let (sha256, format) = (String::new(), String::new());
            let mut article = Article::new("x");
            let (entry, line, ordinal, source_id) = (None, None, 0, None);
            article.origins =
                vec![Origin { source, entry, line, ordinal, source_id, sha256, format }];
            let mut views = crate::answer::origin_views(&article);
            Origins::Whole.tell(&mut views);
            assert_eq!(views[0].path, article.origins[0].source.full_path());
            Origins::BelowRoot.tell(&mut views);
            Origins::BelowRoot.tell(&mut views);
            assert_eq!(views[0].path, told);
            article.formerly = article.origins.clone();
            Origins::BelowRoot.tell_article(&mut article);
            for origin in article.origins.iter().chain(&article.formerly) {
                assert_eq!(origin.source.full_path(), told);
            }
            Origins::Hidden.tell_article(&mut article);
            assert!(article.origins.is_empty() && article.formerly.is_empty());
        }
    }
}
