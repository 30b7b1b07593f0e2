//! Signs that people mean and that are not searched: it is said what a word is searched as.

use std::ops::Range;

use morgue_analysis::query_run;

use super::notice::{Code, notice};
use super::parser::Parser;

/// Signs that belong to what a word means.
const MEANT: &str = "$£€¥₹¢%‰§°©®™#";

/// So few letters round an `&` are likely another word without it: `M&S`, `Ms`.
const SHORT: usize = 2;

impl Parser<'_, '_> {
    /// Says of a word what is left out of it, and what it stands for besides.
    pub(super) fn tell_signs(&mut self, typed: &str, place: Range<usize>) {
        const LONGEST: usize = 60;
        if typed.len() > LONGEST || typed.contains("://") {
            return;
        }
        let lost = lost(typed);
        let words = || query_run(typed, typed.contains(['*', '?']));
        if !lost.is_empty() {
            let units = words();
            let parts = units.iter().flat_map(|unit| &unit.parts);
            let left: Vec<&str> =
                parts.filter_map(|part| typed.get(part.start..part.end)).collect();
            let signs: Vec<String> = lost.iter().map(|sign| format!("`{sign}`")).collect();
            let verb = if lost.len() == 1 { "is" } else { "are" };
            let message = format!(
                "{} {verb} not searched: `{typed}` finds `{}`",
                signs.join(" and "),
                left.join(" ")
            );
            return self.report.note(notice(Code::Signs, Some(place), message, None));
        }
        if !typed.contains('&') {
            return;
        }
        let [unit] = &words()[..] else { return };
        let Some(joined) = unit.joined.as_ref().filter(|it| it.folded.chars().count() <= SHORT)
        else {
            return;
        };
        let letters: Vec<&str> =
            unit.parts.iter().filter_map(|part| typed.get(part.start..part.end)).collect();
        let phrase = format!("\"{}\"", letters.join(" "));
        let message = format!(
            "`{typed}` also finds `{}` written as one word; `{phrase}` does not",
            joined.lower
        );
        let instead = self.src.with(place.clone(), &phrase);
        self.report.note(notice(Code::Signs, Some(place), message, instead));
    }
}

/// The signs of a word that are meant and stand beside a letter or digit, each once.
fn lost(typed: &str) -> Vec<char> {
    let chars: Vec<char> = typed.chars().collect();
    let letter =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        // `C++`: signs in a row belong to the letter beside them.
        let same = chars[at..].iter().take_while(|&&c| c == chars[at]).count();
        let beside = letter(at.checked_sub(1)) || letter(Some(at + same));
        let leads = chars[at] == '.' && at == 0 && same == 1;
        let name = leads && chars.get(1).is_some_and(|c| c.is_alphabetic());
        // `ann@post.example`, and `"+storm"` as others write it.
        let meant = match chars[at] {
            '@' => at == 0,
            '+' => at > 0,
            sign => MEANT.contains(sign),
        };
        if (meant && beside || name) && !out.contains(&chars[at]) {
            out.push(chars[at]);
        }
        at += same;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::lost;

    #[test]
    fn signs_beside_letters() {
        for (typed, expected) in [
            ("C++", "+"),
            ("C#", "#"),
            (".NET", "."),
            ("$5", "$"),
            ("24%", "%"),
            ("£5m", "£"),
            ("@harbour", "@"),
            ("ann@post.example", ""),
            ("3.5", ""),
            ("storm.", ""),
            ("...and", ""),
            ("AT&T", ""),
            ("$$", ""),
            ("e-mail", ""),
            ("$5+$6", "$+"),
        ] {
            assert_eq!(lost(typed).iter().collect::<String>(), expected, "{typed}");
        }
    }
}
