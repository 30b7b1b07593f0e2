//! The record of an export, written while it goes on: it holds a line for each article.

use std::io::{self, Write};

use morgue_article::Article;
use morgue_query::{About, AboutArticle};

/// Writes a record as [`About::read`] reads it, without holding its articles.
pub struct AboutWriter<W> {
    out: W,
    any: bool,
}

impl<W: Write> AboutWriter<W> {
    /// Writes all but the articles.
    ///
    /// # Errors
    /// Writing failed.
    pub fn begin(mut out: W, about: &About) -> io::Result<Self> {
        let head = serde_json::to_string(&About { articles: Default::default(), ..about.clone() })?;
        // The articles are its last field, and empty.
        let head = head.strip_suffix("{}}").expect("the articles of a record are its last field");
        write_safe(&mut out, head)?;
        out.write_all(b"{")?;
        Ok(Self { out, any: false })
    }

    /// Writes an article; each comes once.
    ///
    /// # Errors
    /// Writing failed.
    pub fn add(&mut self, article: &Article) -> io::Result<()> {
        let between = if self.any { ",\n" } else { "\n" };
        self.any = true;
        write!(self.out, "{between}\"{}\":", article.id)?;
        write_safe(&mut self.out, &serde_json::to_string(&AboutArticle::from(article))?)
    }

    /// Ends the record and gives back what it was written to.
    ///
    /// # Errors
    /// Writing failed.
    pub fn end(mut self) -> io::Result<W> {
        self.out.write_all(b"}}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Line separators and controls are written as JSON has them, as everywhere.
fn write_safe(out: &mut impl Write, json: &str) -> io::Result<()> {
    for c in json.chars() {
        match crate::safe::safe_char(c) == c {
            true => write!(out, "{c}")?,
            false => write!(out, "\\u{:04x}", c as u32)?,
        }
    }
    Ok(())
}
