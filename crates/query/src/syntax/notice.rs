//! Decisions about a query: notices where it is repaired, errors where it is refused.

use std::fmt;
use std::ops::Range;

use super::error::SyntaxError;
use super::source::Source;
use crate::request::Notice;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Stable names of notices and errors.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    /// `and` `or` `not` `near` in small letters are words.
    LowerCaseOperator = "lower-case-operator",
    /// An operator without both sides, or without its number, is a word.
    LoneOperator = "lone-operator",
    /// Operators of several kinds side by side without brackets.
    MixedOperators = "mixed-operators",
    /// An item without letters or digits.
    Dropped = "dropped",
    /// A bracket that is not opened or not closed.
    Bracket = "unbalanced-bracket",
    /// A quotation mark without a partner.
    Quote = "unbalanced-quote",
    /// A name before `:` or `(` that is no field.
    UnknownField = "unknown-field",
    /// A field's name in mixed letters is text.
    FieldCase = "field-case",
    /// A field's name before `(s)` is text.
    FieldAsText = "field-as-text",
    /// A value that its field cannot have.
    BadValue = "bad-value",
    /// A range whose end comes before its start.
    ReversedRange = "reversed-range",
    /// A NOT after a field or a connector.
    MisplacedNot = "misplaced-not",
    /// `+` together with NOT.
    RequiredNot = "required-not",
    /// `+` where everything is required anyway.
    RequiredAnyway = "required-anyway",
    /// A number outside its range.
    NumberRange = "number-range",
    /// A wildcard where none can be.
    Wildcard = "wildcard",
    /// `word!` is `word*`.
    Exclamation = "exclamation-mark",
    /// A final `?` was dropped.
    QuestionMark = "question-mark",
    /// A fuzzy word with another number than 1 or 2, or with a wildcard.
    Fuzzy = "fuzzy",
    /// `~n` on a phrase of one word.
    Slop = "slop-without-effect",
    /// AND, NOT or `atleast` inside a side of a connector.
    ConnectorSide = "connector-side",
    /// Different fields, or a field of exact values, in one connector.
    ConnectorFields = "connector-fields",
    /// AND, NOT, juxtaposition or exact values inside `atleast`.
    AtLeastInside = "atleast-inside",
    /// More than one word inside `caps` or `allcaps`.
    Caps = "caps-inside",
    /// A boost where nothing scores by itself.
    BoostInside = "boost-without-effect",
    /// Signs of a word that are not searched.
    Signs = "signs-not-searched",
    /// A word with an elided article, which only finds itself.
    Elided = "elided-article",
    /// An outlet that nobody knows.
    UnknownOutlet = "unknown-outlet",
    /// A language of which the index holds nothing.
    AbsentLanguage = "absent-language",
    /// More notices than are told.
    More = "more-notices",
    /// More text than is read.
    TooLong = "too-long",
    /// Brackets within brackets, deeper than is read.
    TooDeep = "too-deep",
    /// More words and phrases than are searched.
    TooManyClauses = "too-many-clauses",
    /// Known, but not yet there.
    Unsupported = "unsupported",
    /// A parameter beside the query that cannot be read.
    Parameter = "bad-parameter",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text made of one sign again and again must not be answered by a million notices.
const MOST_NOTICES: usize = 40;

/// What is wrong, and what is done about it where it is not refused.
pub(super) struct Mistake {
    what: String,
    done: String,
}

impl Mistake {
    pub(super) fn new(what: impl Into<String>, done: impl Into<String>) -> Self {
        Self { what: what.into(), done: done.into() }
    }
}

/// Collects decisions.
#[derive(Debug, Default)]
pub(crate) struct Reporter {
    strict: bool,
    notices: Vec<Notice>,
    untold: usize,
}

impl Reporter {
    pub(crate) fn new(strict: bool) -> Self {
        Self { strict, ..Self::default() }
    }

    /// Tells a decision that is not about a mistake. What is said already is not said again at
    /// another place.
    pub(crate) fn note(&mut self, notice: Notice) {
        let same = |told: &Notice| told.code == notice.code && told.message == notice.message;
        if self.notices.iter().any(same) {
            return;
        }
        if self.notices.len() < MOST_NOTICES {
            self.notices.push(notice);
        } else {
            self.untold += 1;
        }
    }

    /// Whether something of this kind was told.
    pub(crate) fn has(&self, code: Code) -> bool {
        self.notices.iter().any(|notice| notice.code == code.name())
    }

    /// Tells a decision that repairs a mistake; in strict mode the mistake is refused.
    pub(super) fn repair(
        &mut self,
        source: &Source<'_>,
        code: Code,
        place: Range<usize>,
        mistake: Mistake,
        instead: Option<String>,
    ) -> Result<(), SyntaxError> {
        let Mistake { what, done } = mistake;
        if self.strict {
            return Err(SyntaxError::new(code, what, source.bytes(place)).suggest(instead));
        }
        self.note(notice(code, Some(place), format!("{what}: {done}"), instead));
        Ok(())
    }

    /// All that was told.
    pub(crate) fn finish(mut self) -> Vec<Notice> {
        if self.untold > 0 {
            let message = format!("{} more notices are not shown", self.untold);
            self.notices.push(notice(Code::More, None, message, None));
        }
        self.notices
    }
}

pub(crate) fn notice(
    code: Code,
    place: Option<Range<usize>>,
    message: impl Into<String>,
    instead: Option<String>,
) -> Notice {
    let place = place.map(|place| (place.start, place.end));
    Notice { code: code.name().to_string(), message: message.into(), instead, place }
}
