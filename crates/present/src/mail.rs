//! What a saved search found as a mail (RFC 5322), for `sendmail -t`.
//!
//! Headers are ASCII and hold nothing but what is made for them: what comes from articles and
//! people stands encoded, and an address is one or none.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use morgue_query::HitView;

use crate::date;

/// Articles that a mail lists.
const LISTED: usize = 100;
/// Columns of a line of text.
const WIDTH: usize = 76;
/// Bytes of a word of a header before it is encoded.
const WORD: usize = 42;

/// A mail address: `ada@news.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress(String);

/// Text that is no mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a mail address: `ada@news.example` is one")]
pub struct MailAddressError(String);

impl FromStr for MailAddress {
    type Err = MailAddressError;

    fn from_str(text: &str) -> Result<Self, MailAddressError> {
        let atom = |part: &str| {
            let sign = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
            !part.is_empty()
                && part.split('.').all(|word| !word.is_empty() && word.bytes().all(sign))
        };
        let host = |part: &str| {
            let sign = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
            !part.is_empty()
                && part.split('.').all(|word| !word.is_empty() && word.bytes().all(sign))
        };
        match text.split_once('@') {
            // A name that begins with a hyphen could be taken for an option.
            Some((name, at)) if atom(name) && host(at) && !name.starts_with('-') => {
                if text.len() <= 254 { Ok(Self(text.to_string())) } else { Err(wrong(text)) }
            }
            _ => Err(wrong(text)),
        }
    }
}

fn wrong(text: &str) -> MailAddressError {
    MailAddressError(text.chars().take(80).collect())
}

/// What a saved search found that is new.
#[derive(Debug, Clone, Copy)]
pub struct News<'a> {
    /// The name of the search.
    pub name: &'a str,
    /// How its query is read.
    pub interpreted: &'a str,
    /// How many articles are new.
    pub total: usize,
    /// The newest of them.
    pub hits: &'a [HitView],
}

/// Writes a mail with what several searches found, of this moment (seconds since 1970). Lines end
/// as on this machine: what sends the mail makes them what the network needs.
///
/// # Errors
/// Writing failed.
pub fn mail(
    out: &mut dyn Write,
    to: &MailAddress,
    news: &[News<'_>],
    moment: i64,
) -> io::Result<()> {
    let total: usize = news.iter().map(|news| news.total).sum();
    let names: Vec<&str> = news.iter().map(|news| news.name).collect();
    let articles = crate::plural(total as u64, "new article", "new articles");
    let subject = format!("{articles}: {}", names.join(", "));
    let subject: String = subject.chars().take(200).collect();
    writeln!(out, "From: {}", to.0)?;
    writeln!(out, "To: {}", to.0)?;
    writeln!(out, "Subject: {}", header(&subject))?;
    writeln!(out, "Date: {}", date_of(moment))?;
    writeln!(out, "Auto-Submitted: auto-generated")?;
    writeln!(out, "MIME-Version: 1.0")?;
    writeln!(out, "Content-Type: text/plain; charset=utf-8")?;
    writeln!(out, "Content-Transfer-Encoding: quoted-printable")?;
    writeln!(out)?;
    out.write_all(quoted_printable(&text(news)).as_bytes())
}

fn text(news: &[News<'_>]) -> String {
    let mut out = String::new();
    for News { name, interpreted, total, hits } in news {
        let articles = crate::plural(*total as u64, "new article", "new articles");
        _ = writeln!(out, "{name}: {articles}\n{}\n", crate::safe(interpreted));
        for hit in hits.iter().take(LISTED) {
            let headline = hit.headline.as_deref().unwrap_or("(no headline)");
            _ = writeln!(out, "* {}", crate::safe(headline));
            let outlet = hit.outlet.as_ref().map(|outlet| crate::safe(&outlet.name).into_owned());
            let when = hit.published.as_ref().map_or("undated".to_string(), date);
            let about: Vec<String> = outlet.into_iter().chain([when]).collect();
            _ = writeln!(out, "  {}", about.join(" · "));
            if let Some(snippet) = hit.snippets.first() {
                _ = writeln!(out, "  {}", crate::safe(&snippet.text));
            }
            if let Some(url) = &hit.url {
                _ = writeln!(out, "  {}", crate::safe(url));
            }
            _ = writeln!(out, "  {}\n", hit.id.short(16));
        }
        if *total > hits.len().min(LISTED) {
            let more = (*total - hits.len().min(LISTED)) as u64;
            _ = writeln!(out, "and {} more\n", crate::grouped(more));
        }
    }
    out
}

/// Text as a header holds it (RFC 2047), folded.
fn header(text: &str) -> String {
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) && text.len() <= 66 {
        return text.to_string();
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        let word = words.last_mut().expect("there is one");
        if word.len() + c.len_utf8() > WORD {
            words.push(c.to_string());
        } else {
            word.push(c);
        }
    }
    let encoded: Vec<String> =
        words.iter().map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word))).collect();
    encoded.join("\n ")
}

/// Text in lines of at most 76 signs (RFC 2045).
fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let (mut width, bytes) = (0, line.as_bytes());
        for (i, &byte) in bytes.iter().enumerate() {
            let last = i + 1 == bytes.len();
            let plain = match byte {
                b' ' | b'\t' => !last,
                // A lone dot ends a mail on its way, `From ` begins one in a box.
                b'.' | b'F' => width > 0,
                byte => (b'!'..=b'~').contains(&byte) && byte != b'=',
            };
            let needs = if plain { 1 } else { 3 };
            if width + needs > WIDTH - 1 {
                out += "=\n";
                width = 0;
            }
            // At a line's begin again, a dot is one that would end a mail.
            let plain = plain && !(width == 0 && matches!(byte, b'.' | b'F'));
            if plain {
                out.push(byte.into());
                width += 1;
            } else {
                _ = write!(out, "={byte:02X}");
                width += 3;
            }
        }
        out.push('\n');
    }
    out
}

/// `Thu, 02 Mar 1871 14:05:00 +0000`.
fn date_of(moment: i64) -> String {
    let moment = chrono::DateTime::from_timestamp(moment, 0).unwrap_or_default();
    moment.format("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_one_or_none() {
        for good in ["ada@news.example", "a.b+c@localhost"] {
            assert!(good.parse::<MailAddress>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "ada",
            "@x",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b\nBcc: x@y",
            "a@b,c@d",
            "<a@b>",
            "-f@x",
            "a..b@c",
            "é@x",
        ] {
            assert!(bad.parse::<MailAddress>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn lines_are_short_and_nothing_is_obeyed() {
        let text = format!(".\nFrom x\n{}\nend \né=\n", "a.".repeat(80));
        let coded = quoted_printable(&text);
        assert!(coded.lines().all(|line| line.len() <= 76), "{coded}");
        assert!(coded.starts_with("=2E\n=46rom x\naaa") || coded.starts_with("=2E\n=46rom x\na."));
        assert!(coded.lines().all(|line| !line.starts_with('.') && !line.starts_with("From ")));
        assert!(coded.ends_with("end=20\n=C3=A9=3D\n"), "{coded}");
        assert_eq!(header("plain: 1"), "plain: 1");
        let long = header(&"é\r\nBcc: x@y ".repeat(9));
        assert!(long.lines().all(|line| line.len() <= 76 && line.is_ascii()), "{long}");
        assert!(long.lines().skip(1).all(|line| line.starts_with(" =?utf-8?B?")), "{long}");
        assert_eq!(date_of(0), "Thu, 01 Jan 1970 00:00:00 +0000");
    }
}
