//! Text with what matched in it, as markup: the only place where pages make markup themselves.

use std::fmt;

use askama::FastWritable;
use askama::filters::HtmlSafe;

/// A text with stretches in italics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Slanted(Marked);

impl Slanted {
    /// A text and ranges of its code points, in order.
    pub(super) fn new(text: &str, italic: &[(usize, usize)]) -> Self {
        Self(Marked::new(text, italic))
    }
}

impl fmt::Display for Slanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for run in &self.0.runs {
            if run.lit.is_some() {
                f.write_str("<i>")?;
                escaped(f, &run.text)?;
                f.write_str("</i>")?;
            } else {
                quoted(f, &run.text)?;
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Slanted {}

impl FastWritable for Slanted {
    fn write_into(
        &self,
        dest: &mut dyn fmt::Write,
        _: &dyn askama::Values,
    ) -> Result<(), askama::Error> {
        Ok(write!(dest, "{self}")?)
    }
}

/// A text with stretches that light.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marked {
    runs: Vec<Run>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    text: String,
    /// Whether it lights, and the number of the match where a page counts them.
    lit: Option<Option<usize>>,
}

impl Marked {
    /// A text and ranges of its code points, in order.
    pub(super) fn new(text: &str, lit: &[(usize, usize)]) -> Self {
        Self::cut(text, lit, &mut || None)
    }

    /// The same with matches that are numbered on from `matches`, so that they can be led to.
    pub(super) fn numbered(text: &str, lit: &[(usize, usize)], matches: &mut usize) -> Self {
        Self::cut(text, lit, &mut || {
            *matches += 1;
            Some(*matches)
        })
    }

    fn cut(text: &str, lit: &[(usize, usize)], number: &mut dyn FnMut() -> Option<usize>) -> Self {
        let mut chars = text.chars();
        let (mut runs, mut at) = (Vec::new(), 0);
        let mut push = |text: String, lit| {
            if !text.is_empty() {
                runs.push(Run { text, lit });
            }
        };
        for &(start, end) in lit.iter().filter(|(start, end)| start < end) {
            if start < at {
                continue; // overlapping ranges never come from our engines
            }
            push(chars.by_ref().take(start - at).collect(), None);
            let text: String = chars.by_ref().take(end - start).collect();
            if !text.is_empty() {
                push(text, Some(number()));
            }
            at = end;
        }
        push(chars.collect(), None);
        Self { runs }
    }
}

impl fmt::Display for Marked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for run in &self.runs {
            match run.lit {
                None => escaped(f, &run.text)?,
                Some(number) => {
                    match number {
                        Some(number) => write!(f, "<mark id=\"m{number}\" tabindex=\"-1\">")?,
                        None => f.write_str("<mark>")?,
                    }
                    escaped(f, &run.text)?;
                    f.write_str("</mark>")?;
                }
            }
        }
        Ok(())
    }
}

/// A message in which backticks stand round what a user wrote, or could write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said(String);

impl Said {
    /// The message as it is, for the middle of a line.
    pub(super) fn part(message: &str) -> Self {
        Self(message.to_string())
    }

    /// The message as a sentence.
    pub(super) fn new(message: &str) -> Self {
        let mut chars = message.chars();
        let first = chars.next().map(|first| first.to_uppercase().to_string());
        let end = if message.ends_with(['.', '?', '!', ')']) { "" } else { "." };
        Self(format!("{}{}{end}", first.unwrap_or_default(), chars.as_str()))
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = self.0.split('`').collect();
        for (i, part) in parts.iter().enumerate() {
            // A backtick without a partner is itself.
            let code = i % 2 == 1 && i + 1 < parts.len();
            match (i % 2, code) {
                (0, _) => escaped(f, part)?,
                (_, false) => {
                    f.write_str("`")?;
                    escaped(f, part)?;
                }
                (_, true) => {
                    f.write_str("<code>")?;
                    escaped(f, part)?;
                    f.write_str("</code>")?;
                }
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Said {}

impl FastWritable for Said {
    fn write_into(
        &self,
        dest: &mut dyn fmt::Write,
        _: &dyn askama::Values,
    ) -> Result<(), askama::Error> {
        Ok(write!(dest, "{self}")?)
    }
}

/// Writes a text with what stands in quotation marks kept apart: a title that is read from right to
/// left takes the marks and numbers beside it along otherwise.
fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let Some((before, rest)) = text.split_once('“') else { return escaped(f, text) };
    let Some((within, after)) = rest.rsplit_once('”') else { return escaped(f, text) };
    escaped(f, before)?;
    f.write_str("“<bdi>")?;
    escaped(f, within)?;
    f.write_str("</bdi>”")?;
    escaped(f, after)
}

/// Writes a text so that nothing in it is markup.
fn escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let text = morgue_present::safe_lines(text);
    let mut rest = text.as_ref();
    while let Some(at) = rest.find(['<', '>', '&', '"', '\'']) {
        let (before, after) = rest.split_at(at);
        f.write_str(before)?;
        f.write_str(match after.as_bytes()[0] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &after[1..];
    }
    f.write_str(rest)
}

// What it writes is markup of its own round escaped text.
impl HtmlSafe for Marked {}

impl FastWritable for Marked {
    fn write_into(
        &self,
        dest: &mut dyn fmt::Write,
        _: &dyn askama::Values,
    ) -> Result<(), askama::Error> {
        Ok(write!(dest, "{self}")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup_whatever_lights() {
        let of = |text, lit: &[(usize, usize)]| Marked::new(text, lit).to_string();
        assert_eq!(of("a <b> c", &[]), "a &lt;b&gt; c");
        assert_eq!(of("über <b>", &[(0, 4)]), "<mark>über</mark> &lt;b&gt;");
        assert_eq!(of("x<y", &[(1, 2)]), "x<mark>&lt;</mark>y");
        assert_eq!(of("ab", &[(1, 9)]), "a<mark>b</mark>");
        assert_eq!(of("ab", &[(5, 9), (3, 3)]), "ab");
        assert_eq!(of("\"'&\u{1b}", &[]), "&quot;&#39;&amp;␛");
        let slanted = Slanted::new("<b> c", &[(4, 5)]).to_string();
        assert_eq!(slanted, "&lt;b&gt; <i>c</i>");
        let slanted = Slanted::new("A. “<b>.” c", &[(10, 11)]).to_string();
        assert_eq!(slanted, "A. “<bdi>&lt;b&gt;.</bdi>” <i>c</i>");
        assert_eq!(Slanted::new("”<“", &[]).to_string(), "”&lt;“");
        let said = |text| Said::new(text).to_string();
        assert_eq!(said("`<b>` is text"), "<code>&lt;b&gt;</code> is text.");
        assert_eq!(said("a ` b"), "A ` b.");
        assert_eq!(said(""), ".");
        let mut matches = 3;
        let one = Marked::numbered("a b", &[(0, 1), (2, 3)], &mut matches);
        assert_eq!(matches, 5);
        assert!(one.to_string().starts_with("<mark id=\"m4\" tabindex=\"-1\">a</mark>"));
    }
}
