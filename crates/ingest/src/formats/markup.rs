//! Texts of other formats that hold a little of a web page's markup.

use std::borrow::Cow;

use morgue_article::{Block, BlockKind};

/// The paragraphs and subheads of a fragment; scripts and styles are left out.
pub(crate) fn blocks(fragment: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut text = String::new();
    let mut kind = BlockKind::Paragraph;
    let mut rest = fragment;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let named =
            rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some(end) = rest.find('>').filter(|_| named) else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        let tag = rest[1..end].to_ascii_lowercase();
        rest = &rest[end + 1..];
        let closing = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.as_str() {
            "script" | "style" if !closing => {
                let close = format!("</{name}");
                let skip = rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
                rest = &rest[skip..];
            }
            "p" | "div" | "br" | "li" | "ul" | "ol" | "tr" | "table" | "blockquote" | "section"
            | "article" | "figure" | "hr" | "pre" => {
                finish(&mut blocks, &mut text, kind);
                kind = BlockKind::Paragraph;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                finish(&mut blocks, &mut text, kind);
                kind = if closing { BlockKind::Paragraph } else { BlockKind::Subhead };
            }
            "td" | "th" => text.push(' '),
            _ => {}
        }
    }
    text.push_str(rest);
    finish(&mut blocks, &mut text, kind);
    blocks
}

fn finish(blocks: &mut Vec<Block>, text: &mut String, kind: BlockKind) {
    let decoded = entities(text);
    if !decoded.trim().is_empty() {
        blocks.push(Block { kind, text: decoded.into_owned() });
    }
    text.clear();
}

/// Entities as the characters they stand for; what is none stays as it is.
pub(crate) fn entities(text: &str) -> Cow<'_, str> {
    const NAMED: &[(&str, &str)] = &[
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", "\u{a0}"),
        ("mdash", "—"),
        ("ndash", "–"),
        ("lsquo", "‘"),
        ("rsquo", "’"),
        ("ldquo", "“"),
        ("rdquo", "”"),
        ("hellip", "…"),
        ("copy", "©"),
        ("reg", "®"),
        ("trade", "™"),
        ("euro", "€"),
        ("pound", "£"),
        ("eacute", "é"),
        ("egrave", "è"),
        ("agrave", "à"),
        ("ccedil", "ç"),
        ("ouml", "ö"),
        ("auml", "ä"),
        ("uuml", "ü"),
        ("Ouml", "Ö"),
        ("Auml", "Ä"),
        ("Uuml", "Ü"),
        ("szlig", "ß"),
        ("ntilde", "ñ"),
        ("aacute", "á"),
        ("iacute", "í"),
        ("oacute", "ó"),
        ("uacute", "ú"),
        ("bull", "•"),
        ("middot", "·"),
        ("laquo", "«"),
        ("raquo", "»"),
        ("frac12", "½"),
        ("deg", "°"),
        ("shy", "\u{ad}"),
    ];
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split(';').next().filter(|name| {
            name.len() <= 10
                && rest.len() > name.len() + 1
                && rest.as_bytes()[name.len() + 1] == b';'
        });
        let number = name.and_then(|name| name.strip_prefix('#')).and_then(|digits| {
            match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            }
        });
        let known = name.and_then(|n| NAMED.iter().find(|(known, _)| *known == n));
        if let Some(c) = number.and_then(char::from_u32) {
            out.push(c);
        } else if let Some((_, text)) = known {
            out.push_str(text);
        } else {
            out.push('&');
            rest = &rest[1..];
            continue;
        }
        rest = &rest[name.map_or(1, |name| name.len() + 2)..];
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_blocks() {
        let found =
            blocks("<h2>The <b>mill</b></h2><p>It &amp; they &#8212; 3 < 4.<p>Two<br>Three");
        let texts: Vec<&str> = found.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["The mill", "It & they — 3 < 4.", "Two", "Three"]);
        assert_eq!(found[0].kind, BlockKind::Subhead);
        assert_eq!(entities("AT&T &bogus; &"), "AT&T &bogus; &");
    }
}
