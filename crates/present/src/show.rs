//! One article to be read.

use std::io::{self, Write};

use morgue_article::{Article, BlockKind};
use morgue_query::LitArticle;

use crate::date::full_date;
use crate::inspect::fields;
use crate::theme::Look;
use crate::wrap::{Passage, padded, write_wrapped};
use crate::{grouped, safe};

const READABLE: usize = 100;

/// The article's text as printed, and below it all that is known of it, each with its basis.
///
/// # Errors
/// Writing failed.
pub fn show(
    out: &mut dyn Write,
    article: &Article,
    words: u32,
    lit: &LitArticle,
    look: &Look,
) -> io::Result<()> {
    let theme = &look.theme;
    let width = look.width.min(READABLE);
    let text = |text, lit, base| Passage { text, lit, base, light: theme.lit };
    match &article.headline {
        Some(headline) => {
            let passage = text(headline.as_str(), lit.headline.as_slice(), theme.headline);
            write_wrapped(out, &passage, "", 0, width)?;
        }
        None => writeln!(out, "{0}(no headline){0:#}", theme.dim)?,
    }
    write_about(out, article, look)?;
    for (i, block) in article.body.iter().enumerate() {
        writeln!(out)?;
        let base = match block.kind {
            BlockKind::Paragraph => Default::default(),
            BlockKind::Subhead => theme.label,
        };
        let lit = lit.body.get(i).map_or(&[][..], Vec::as_slice);
        write_wrapped(out, &text(&block.text, lit, base), "", 0, width)?;
    }
    for (i, caption) in article.captions.iter().enumerate() {
        write!(out, "\n{0}picture:{0:#} ", theme.dim)?;
        let lit = lit.captions.get(i).map_or(&[][..], Vec::as_slice);
        write_wrapped(out, &text(caption, lit, Default::default()), "", 9, width)?;
    }
    writeln!(out)?;
    write_fields(out, article, words, look)
}

fn write_about(out: &mut dyn Write, article: &Article, look: &Look) -> io::Result<()> {
    let outlet = look.theme.outlet;
    let mut parts = Vec::new();
    if let Some(known) = &article.outlet {
        parts.push(format!("{outlet}{}{outlet:#}", safe(&known.name)));
    }
    parts.push(article.published.as_ref().map_or("undated".into(), full_date));
    if let Some(byline) = &article.byline {
        parts.push(safe(&byline.printed).into_owned());
    }
    writeln!(out, "{}", parts.join(" · "))
}

/// Everything that the page has not shown yet, or whose basis is of interest.
fn write_fields(out: &mut dyn Write, article: &Article, words: u32, look: &Look) -> io::Result<()> {
    let dim = look.theme.dim;
    let line = |out: &mut dyn Write, name: &str, value: &str, rule: &str| {
        write!(out, "{dim}{}{dim:#}{}", padded(name, 11), safe(value))?;
        if !rule.is_empty() {
            write!(out, "  {dim}({}){dim:#}", safe(rule))?;
        }
        writeln!(out)
    };
    line(out, "id", &article.id.to_string(), "")?;
    let shown = ["headline", "byline", "lead", "body", "caption"];
    for field in fields(article).iter().filter(|field| !shown.contains(&field.name)) {
        line(out, field.name, &field.value, &field.rule)?;
    }
    line(out, "words", &grouped(u64::from(words)), "")?;
    for origin in &article.origins {
        line(out, "read from", &crate::inspect::place(origin), &origin.format)?;
    }
    for origin in &article.formerly {
        line(out, "formerly", &crate::inspect::place(origin), &origin.format)?;
    }
    Ok(())
}
