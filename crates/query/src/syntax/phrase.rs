//! What stands in quotes.

use std::ops::Range;

use super::ast::{Kind, Node, Phrase, PhrasePart, Word};
use super::field::{FieldKind, Scope};
use super::lexer::MAX_WORDS;
use super::notice::{Code, Mistake, notice};
use super::parser::{Parser, Read};
use super::run::{searchable, without_signs, without_suffixes};

impl Parser<'_, '_> {
    /// A phrase, or a value in quotes.
    pub(super) fn quoted(&mut self, scope: Option<Scope>) -> Read<Option<Node>> {
        let start = self.at;
        let closing = (start + 1..self.src.len()).find(|&at| self.src.chars[at] == '"');
        let end = match closing {
            Some(end) => end,
            None => {
                let inches = start > 0 && self.src.chars[start - 1].is_ascii_digit();
                self.unclosed(start, inches)?;
                if inches || start + 1 >= self.src.len() {
                    self.at = start + 1;
                    return Ok(None);
                }
                self.src.len()
            }
        };
        self.at = (end + 1).min(self.src.len());
        if let Some(scope) = scope.filter(|&scope| Self::kind_of(Some(scope)) != FieldKind::Text) {
            let text = self.src.slice(start + 1..end);
            let node = self.value(scope, &text, start..self.at)?;
            return self.boosted(node);
        }
        let parts = self.phrase_parts(start + 1..end)?;
        let slop = self.slop();
        if !parts.iter().any(|part| *part != PhrasePart::Any) {
            self.dropped(start..self.at, "holds no word")?;
            return self.boosted(None);
        }
        self.leaf(parts.len())?;
        self.words += parts.len();
        let slop = self.slop_that_counts(slop, parts.len(), start)?;
        let span = self.src.bytes(start..self.at);
        let node = Node::new(Kind::Phrase(Phrase { parts, slop }), span);
        self.boosted(Some(node))
    }

    fn unclosed(&mut self, start: usize, inches: bool) -> Read<()> {
        let (message, instead) = if inches {
            let message = Mistake::new("a quotation mark has no partner", "it is left out");
            (message, self.src.with(start..start + 1, ""))
        } else {
            let message = Mistake::new("a phrase is not closed", "it is closed at the end");
            (message, self.src.with(self.src.len()..self.src.len(), "\""))
        };
        self.repair(Code::Quote, start..start + 1, message, instead)
    }

    /// The words of a phrase.
    fn phrase_parts(&mut self, content: Range<usize>) -> Read<Vec<PhrasePart>> {
        let mut parts = Vec::new();
        let mut last = content.clone();
        let mut at = content.start;
        while at < content.end {
            match self.src.chars[at] {
                ' ' | ')' | '|' => at += 1,
                '(' => match self.alternatives(at, content.end) {
                    Some(end) => {
                        let words = self.one_of(at + 1..end)?;
                        match words.len() {
                            0 => {}
                            1 => parts.extend(words.into_iter().map(PhrasePart::Word)),
                            _ => parts.push(PhrasePart::OneOf(words)),
                        }
                        at = end + 1;
                    }
                    None => at += 1,
                },
                _ => {
                    let end = (at..content.end)
                        .find(|&i| matches!(self.src.chars[i], ' ' | '(' | ')' | '|'))
                        .unwrap_or(content.end);
                    if let Some(part) = self.phrase_word(at..end)? {
                        parts.push(part);
                        last = at..end;
                    }
                    at = end;
                }
            }
        }
        self.phrase_question_mark(&mut parts, last);
        Ok(parts)
    }

    /// The end of a bracket that holds alternatives; other brackets are punctuation.
    fn alternatives(&self, open: usize, end: usize) -> Option<usize> {
        let inside = &self.src.chars[open + 1..end];
        let close = inside.iter().position(|c| matches!(c, '(' | ')'))?;
        let holds = inside[close] == ')' && inside[..close].contains(&'|');
        holds.then_some(open + 1 + close)
    }

    fn one_of(&mut self, content: Range<usize>) -> Read<Vec<Word>> {
        let mut words = Vec::new();
        let mut start = content.start;
        for at in content.start..=content.end {
            if at < content.end && self.src.chars[at] != '|' {
                continue;
            }
            if let Some(word) = self.alternative(start..at)? {
                self.leaf(1)?;
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            start = at + 1;
        }
        Ok(words)
    }

    /// One alternative. Several words side by side are one run that analysis splits.
    fn alternative(&mut self, place: Range<usize>) -> Read<Option<Word>> {
        let typed = self.src.slice(place.clone());
        let several: Vec<&str> = typed.split_whitespace().filter(|word| searchable(word)).collect();
        match several.len() {
            0 => Ok(None),
            1 => match self.phrase_word(place)? {
                Some(PhrasePart::Word(word)) => Ok(Some(word)),
                _ => Ok(None),
            },
            _ => {
                let joined = self.wildcards(&several.join(";"), place)?;
                let text = without_signs(&joined.replace('~', ";")).to_string();
                Ok(Some(Word::bare(text)))
            }
        }
    }

    fn phrase_word(&mut self, place: Range<usize>) -> Read<Option<PhrasePart>> {
        let typed = self.src.slice(place.clone());
        let typed = typed.trim();
        if typed == "*" {
            return Ok(Some(PhrasePart::Any));
        }
        if !searchable(typed) {
            if typed.contains(['*', '?']) {
                self.dropped(place, "is no word")?;
            }
            return Ok(None);
        }
        let digits = typed.len() - typed.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (stem, number) = typed.split_at(typed.len() - digits);
        let fuzzy = stem.strip_suffix('~').filter(|stem| searchable(stem));
        self.tell_signs(typed, place.clone());
        let text = self.wildcards(fuzzy.unwrap_or(typed), place.clone())?;
        let mut word = Word::bare(without_suffixes(without_signs(&text)));
        if fuzzy.is_some() {
            let distance = (!number.is_empty()).then(|| number.parse().unwrap_or(u32::MAX));
            self.fuzzy(&mut word, distance, place)?;
        }
        Ok(Some(PhrasePart::Word(word)))
    }

    /// A `?` at the end of three words or more ends a question.
    fn phrase_question_mark(&mut self, parts: &mut [PhrasePart], place: Range<usize>) {
        let many = parts.len() >= 3;
        let Some(PhrasePart::Word(word)) = parts.last_mut().filter(|_| many) else {
            return;
        };
        let asked = word.text.trim_end_matches('?');
        if asked.len() == word.text.len() || word.fuzzy.is_some() || !searchable(asked) {
            return;
        }
        word.text = asked.to_string();
        let message = "the question mark at the end of the phrase is left out".to_string();
        self.report.note(notice(Code::QuestionMark, Some(place), message, None));
    }

    /// `~n` after a phrase.
    fn slop(&mut self) -> Option<(u32, Range<usize>)> {
        if self.src.get(self.at) != Some('~') {
            return None;
        }
        let from = self.at + 1;
        let end = (from..self.src.len())
            .find(|&at| !self.src.chars[at].is_ascii_digit())
            .unwrap_or(self.src.len());
        if end == from {
            return None;
        }
        let place = self.at..end;
        self.at = end;
        Some((self.src.slice(from..end).parse().unwrap_or(u32::MAX), place))
    }

    fn slop_that_counts(
        &mut self,
        slop: Option<(u32, Range<usize>)>,
        words: usize,
        start: usize,
    ) -> Read<Option<u32>> {
        let Some((n, place)) = slop else {
            return Ok(None);
        };
        if words == 1 {
            let message = format!(
                "`~{n}` has no effect on a phrase of one word; a fuzzy word is written without \
                 quotes"
            );
            let word = self.src.slice(start..place.start).replace('"', "");
            let instead = self.src.with(start..place.end, &format!("{word}~{}", n.clamp(1, 2)));
            self.report.note(notice(Code::Slop, Some(place), message, instead));
            return Ok(None);
        }
        if n > MAX_WORDS {
            let what = format!("`~{n}` must be at most {MAX_WORDS}");
            let message = Mistake::new(what, "that is taken");
            self.repair(Code::NumberRange, place, message, None)?;
        }
        Ok(Some(n.min(MAX_WORDS)).filter(|&n| n > 0))
    }
}
