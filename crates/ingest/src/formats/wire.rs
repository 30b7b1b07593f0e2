//! Wire copy and plain text: header lines that begin `-- `, then the text. What the text's own
//! lines are (title, byline, dateline, footers) is told by the rules of `text`.

use super::{FormatContext, FormatError, Input, Out, databank};
use crate::encoding::decode;
use crate::raw::{RawArticle, RawBody, RawField};

/// Bytes of a text that are read as one article: thousands of pages, and no newspaper's article.
const MAX_TEXT: u64 = 16 << 20;

/// Reads one text as one article.
pub(crate) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let first_line = input.first_line;
    let bytes = input.read_all(context.limits.text_bytes.min(MAX_TEXT))?;
    let decoded = decode(&bytes, None);
    // Where the first article is long, only what comes behind it tells whose text it is.
    if bytes.len() > super::HEAD && databank::is_one(&decoded.text) {
        return databank::read_text(&decoded, first_line, context, out);
    }
    let mut raw = RawArticle { sha256: context.sign(&bytes), ..RawArticle::default() };
    raw.remarks.extend(decoded.remark);
    let text = decoded.text.as_ref();
    let (header, body) = split_header(text);
    header_fields(&header, &mut raw);
    let has_title = header.is_empty();
    let rule = if has_title { "text" } else { "text after header lines" };
    raw.body = RawBody::Text { text: body.to_string(), has_title, rule: rule.to_string() };
    let _ = out(Ok(raw));
    Ok(())
}

/// The values of the first lines that begin `--`, and what follows them.
fn split_header(text: &str) -> (Vec<&str>, &str) {
    let mut header = Vec::new();
    let mut rest = text;
    while let Some(after) = rest.strip_prefix("--") {
        let (line, next) = after.split_once('\n').unwrap_or((after, ""));
        if !line.is_empty() && !line.starts_with([' ', '\t', '\r']) {
            break;
        }
        header.push(line.trim());
        rest = next;
    }
    (header, rest)
}

/// Title first; the others are known by what they look like.
fn header_fields(header: &[&str], raw: &mut RawArticle) {
    for (i, line) in header.iter().enumerate() {
        let begins = |prefix: &str| {
            line.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        let (field, rule) = if i == 0 {
            (RawField::Headline, "header line 1")
        } else if begins("http://") || begins("https://") {
            (RawField::Url, "header line with an address")
        } else if begins("by ") {
            (RawField::Byline, "header line `By`")
        } else {
            (RawField::Published, "header line with a date")
        };
        raw.push(field, *line, rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines_are_told_apart() {
        let text = "-- Mill reopens\n-- By  A  and  B\n-- Wed Apr 27, 2011 9:32am EDT\n\
                    -- http://mill.example/1\n\n PARIS (Reuters) - x\n";
        let (header, body) = split_header(text);
        assert_eq!(header.len(), 4);
        assert!(body.starts_with("\n PARIS"));
        assert_eq!(split_header("--force is no header\n").0.len(), 0);
        assert_eq!(split_header("-- Mill\n-- \n-- x\nBody").0, ["Mill", "", "x"]);
    }
}
