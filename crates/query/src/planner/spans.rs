//! Words, phrases and connectors → [`Span`].

use std::ops::Range;

use morgue_analysis::{QueryUnit, query_run, without_elided};

use super::words::{How, term};
use super::{Planner, Plans};
use crate::plan::Span;
use crate::syntax::{Code, Kind, Node, Phrase, PhrasePart, SyntaxError, Word};

impl Planner<'_> {
    /// The occurrences a node asks for; `None` where no article can have one.
    pub(super) fn span(&mut self, node: &Node) -> Plans<Option<Span>> {
        Ok(match &node.kind {
            Kind::Word(word) => self.word(word, false, &node.span)?,
            Kind::Cased { text, all } => {
                let units = query_run(text, false);
                self.units(&units, How::Cased(*all), &node.span)?
            }
            Kind::Phrase(phrase) => match phrase.slop {
                Some(slop) => self.sloppy(phrase, slop, &node.span)?,
                None => self.phrase(phrase, &node.span)?,
            },
            Kind::Or(of) => {
                let mut spans: Vec<Span> = Vec::with_capacity(of.len());
                for node in of {
                    spans.extend(self.span(node)?.filter(|span| !spans.contains(span)));
                }
                any(spans)
            }
            Kind::Near { left, right, connector } => {
                let (left, right) = (self.span(left)?, self.span(right)?);
                let (within, ordered) = (connector.within, connector.ordered);
                match (left, right, connector.negated) {
                    (None, _, _) | (_, None, false) => None,
                    (left, None, true) => left,
                    (Some(left), Some(right), negated) => {
                        let (left, right) = (Box::new(left), Box::new(right));
                        Some(if negated {
                            Span::NotNear { left, right, within, ordered }
                        } else {
                            Span::Near { left, right, within, ordered }
                        })
                    }
                }
            }
            // The parser leaves nothing else in a side of a connector.
            _ => None,
        })
    }

    fn word(&mut self, word: &Word, quoted: bool, at: &Range<usize>) -> Plans<Option<Span>> {
        let units = query_run(&word.text, word.is_wild());
        let how = how(word, quoted);
        if how == How::Bare {
            self.tell_elided(&word.text, &units, at);
        }
        self.units(&units, how, at)
    }

    /// `l'orchestre` finds only itself, `orchestre` also what stands behind other articles.
    fn tell_elided(&mut self, text: &str, units: &[QueryUnit], at: &Range<usize>) {
        const SHORTEST: usize = 3;
        let [QueryUnit { parts, joined: None }] = units else { return };
        let [part] = parts.as_slice() else { return };
        let Some(written) = text.get(part.start..part.end) else { return };
        let mut languages = self.context.languages.iter();
        let rest = languages.find_map(|language| without_elided(written, &language.code));
        let Some(rest) = rest.filter(|rest| rest.chars().count() >= SHORTEST) else { return };
        let message = format!(
            "`{written}` finds the word with this article only, `{rest}` finds it with any and \
                 with none"
        );
        self.tell(Code::Elided, message, at, Some(rest));
    }

    /// A run's units one after another.
    fn units(&mut self, units: &[QueryUnit], how: How, at: &Range<usize>) -> Plans<Option<Span>> {
        self.count(units.iter().map(|unit| unit.parts.len()).sum(), at)?;
        let mut spans = Vec::with_capacity(units.len());
        for unit in units {
            let parts = unit.parts.iter().map(|part| Span::Term(term(part, how))).collect();
            match &unit.joined {
                Some(joined) => {
                    let joined = Span::Term(term(joined, how));
                    spans.extend(any(sequence(parts).into_iter().chain([joined]).collect()));
                }
                None => spans.extend(parts),
            }
        }
        Ok(sequence(spans))
    }

    fn phrase(&mut self, phrase: &Phrase, at: &Range<usize>) -> Plans<Option<Span>> {
        let mut spans = Vec::with_capacity(phrase.parts.len());
        for part in &phrase.parts {
            match part {
                PhrasePart::Any => spans.push(Span::Gap),
                PhrasePart::Word(word) => spans.extend(self.word(word, true, at)?),
                PhrasePart::OneOf(words) => {
                    let mut of: Vec<Span> = Vec::with_capacity(words.len());
                    for word in words {
                        of.extend(self.word(word, true, at)?.filter(|span| !of.contains(span)));
                    }
                    spans.extend(any(of));
                }
            }
        }
        Ok(sequence(spans))
    }

    /// A phrase with slop: each of its words has one position, so every way in which a split word
    /// or an alternative can be written is a phrase of its own.
    fn sloppy(&mut self, phrase: &Phrase, slop: u32, at: &Range<usize>) -> Plans<Option<Span>> {
        let mut ways: Vec<Vec<Span>> = vec![Vec::new()];
        for part in &phrase.parts {
            let choices = match part {
                PhrasePart::Any => vec![vec![Span::Gap]],
                PhrasePart::Word(word) => self.ways(word, at)?,
                PhrasePart::OneOf(words) => {
                    let mut choices = Vec::new();
                    for word in words {
                        choices.extend(self.ways(word, at)?);
                    }
                    merged(choices)
                }
            };
            ways = product(ways, &choices, at)?;
        }
        let spans = ways.into_iter().filter(|items| !items.is_empty()).map(|mut items| {
            if items.len() == 1 { items.remove(0) } else { Span::Sloppy { items, slop } }
        });
        Ok(any(spans.collect()))
    }

    /// The ways in which a word can be written, each a word a position.
    fn ways(&mut self, word: &Word, at: &Range<usize>) -> Plans<Vec<Vec<Span>>> {
        let how = how(word, true);
        let units = query_run(&word.text, word.is_wild());
        self.count(units.iter().map(|unit| unit.parts.len()).sum(), at)?;
        let mut ways = vec![Vec::new()];
        for unit in &units {
            let mut choices: Vec<Vec<Span>> =
                vec![unit.parts.iter().map(|part| Span::Term(term(part, how))).collect()];
            choices.extend(unit.joined.iter().map(|joined| vec![Span::Term(term(joined, how))]));
            ways = product(ways, &choices, at)?;
        }
        Ok(ways)
    }
}

fn how(word: &Word, quoted: bool) -> How {
    match word.fuzzy {
        Some(distance) => How::Fuzzy(distance),
        None if word.exact || quoted => How::Exact,
        None => How::Bare,
    }
}

/// One after another; nested sequences are one.
fn sequence(spans: Vec<Span>) -> Option<Span> {
    let mut flat = Vec::with_capacity(spans.len());
    for span in spans {
        match span {
            Span::Seq(inner) => flat.extend(inner),
            span => flat.push(span),
        }
    }
    if flat.len() > 1 { Some(Span::Seq(flat)) } else { flat.pop() }
}

fn any(mut spans: Vec<Span>) -> Option<Span> {
    if spans.len() > 1 { Some(Span::Or(spans)) } else { spans.pop() }
}

/// Choices of one position each are one choice.
fn merged(choices: Vec<Vec<Span>>) -> Vec<Vec<Span>> {
    let (single, mut longer): (Vec<_>, Vec<_>) = choices.into_iter().partition(|c| c.len() == 1);
    longer.extend(any(single.into_iter().flatten().collect()).map(|span| vec![span]));
    longer
}

fn product(
    ways: Vec<Vec<Span>>,
    choices: &[Vec<Span>],
    at: &Range<usize>,
) -> Plans<Vec<Vec<Span>>> {
    const MOST: usize = 64;
    if choices.is_empty() {
        return Ok(ways);
    }
    if ways.len() * choices.len() > MOST {
        let message = format!(
            "this phrase can be written in more than {MOST} ways; take the `~` or the hyphens away"
        );
        return Err(SyntaxError::new(Code::TooManyClauses, message, at.clone()));
    }
    let with = |way: &Vec<Span>, choice: &Vec<Span>| way.iter().chain(choice).cloned().collect();
    Ok(ways.iter().flat_map(|way| choices.iter().map(move |choice| with(way, choice))).collect())
}
