//! Tokens as the cluster gets them: words that our analysis made, ready to be looked up.
//!
//! A token tells what it is by its beginning, so that all of them can stand in one list:
//!
//! | token | what |
//! |---|---|
//! | `en:polic` | a stem with its language |
//! | `:form` | a form that only folding can match in the list of stems |
//! | `=form` | the exact folded form |
//! | `+form` | the same, where its first letter is a capital |
//! | `#form` | the same, where all are |
//! | `~…` | any of these, of a joined form: it takes more than one position |

use morgue_analysis::Token;

/// Between what stands at one position. Analysis never gives control characters, and Java does not
/// take this one for white space.
pub(crate) const STACK: char = '\u{1}';
/// In a phrase: a position at which anything may stand.
pub(crate) const FILLER: &str = "_";
/// Before a joined form.
pub(crate) const JOINED: char = '~';

/// The token of a stem.
pub(crate) fn stem(lang: &str, stem: &str) -> String {
    format!("{lang}:{stem}")
}

/// The token of a form in the list of stems.
pub(crate) fn unstemmed(form: &str) -> String {
    format!(":{form}")
}

/// The token of an exact form.
pub(crate) fn exact(form: &str) -> String {
    format!("={form}")
}

/// The token of a form with capitals.
pub(crate) fn cased(form: &str, all: bool) -> String {
    format!("{}{form}", if all { '#' } else { '+' })
}

/// The same token of a joined form.
pub(crate) fn joined(token: &str) -> String {
    format!("{JOINED}{token}")
}

/// Calls `each` with what a token is found by in the list of stems.
pub(crate) fn words_of(token: &Token<'_>, lang: &str, mut each: impl FnMut(String)) {
    if let Some(found) = token.stem {
        each(stem(lang, found));
    }
    if token.stem.is_none() || token.odd {
        each(unstemmed(token.form));
    }
}

/// A list of tokens without places.
#[derive(Debug, Default)]
pub(crate) struct Tokens(String);

impl Tokens {
    /// A token, so many times.
    pub(crate) fn push(&mut self, token: &str, times: u32) {
        for _ in 0..times.max(1) {
            if !self.0.is_empty() {
                self.0.push(' ');
            }
            self.0.push_str(token);
        }
    }

    /// All of them as one text; begins anew.
    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

/// The words of one field at their places.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Position and token, in order of seeing.
    seen: Vec<(u32, String)>,
}

impl Places {
    /// Sees a word with all that it is found by here.
    pub(crate) fn see(&mut self, token: &Token<'_>, lang: &str) {
        let long = token.length > 1;
        let mut add = |text: String| {
            let text = if long { joined(&text) } else { text };
            self.seen.push((token.position, text));
        };
        words_of(token, lang, &mut add);
        add(exact(token.form));
        if token.case.first {
            add(cased(token.form, false));
        }
        if token.case.all {
            add(cased(token.form, true));
        }
    }

    /// Whether there is no word.
    pub(crate) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// All of them as one text: groups in order of position, from the first on; begins anew.
    pub(crate) fn take(&mut self) -> String {
        self.seen.sort_by_key(|(position, _)| *position);
        let mut text = String::new();
        let mut at: Option<u32> = None;
        for (position, token) in self.seen.drain(..) {
            match at {
                Some(last) if last == position => text.push(STACK),
                Some(last) => {
                    // Every position has a word; if one had none, the others must not move.
                    for _ in last + 1..position {
                        text.push(' ');
                        text.push_str(FILLER);
                    }
                    text.push(' ');
                }
                None => {}
            }
            text.push_str(&token);
            at = Some(position);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use morgue_analysis::Analyzer;

    use super::*;

    #[test]
    fn words_stand_at_their_places() {
        let mut places = Places::default();
        Analyzer::new("en").tokens("US e-mails", 7, |token| places.see(token, "en"));
        let text = places.take();
        let groups: Vec<Vec<&str>> =
            text.split(' ').map(|group| group.split(STACK).collect()).collect();
        assert_eq!(groups.len(), 3, "{groups:?}");
        assert!(groups[0].contains(&"=us") && groups[0].contains(&"#us"), "{groups:?}");
        assert!(groups[1].contains(&"=e") && groups[1].contains(&"~=emails"), "{groups:?}");
        assert!(groups[2].contains(&"en:mail") && !groups[2].contains(&"+mails"), "{groups:?}");
        assert!(places.is_empty());
    }
}
