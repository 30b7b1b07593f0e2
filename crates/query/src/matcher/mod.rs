//! The one matcher: whether an article is what a plan asks for, and which of its words say so.
//!
//! It evaluates a whole clause over an analysed article, so highlights and snippets are the same
//! for every engine, and a property can tie every engine to it: an article is in the set exactly
//! when [`Matching::holds`]. A phrase lights as a phrase, a wildcard's word lights, exact
//! conditions light nothing, and nothing under a NOT ever does.
//!
//! Occurrences are found as [`spans`](crate::spans) says. What lights may have to be enumerated,
//! with [`WORK`] steps an article, and at most [`MOST_LIT`] stretches light: beyond that occurrences
//! late in the text may be missing, and [`Matching::capped`] says so.
//!
//! A long text and a query of many connectors take seconds: [`Matcher::under`] has it stop when its
//! caller is to stop, and stand still while others come first.

mod clause;
mod collect;
mod compile;
mod light;
mod lookup;
mod occurrences;
mod scope;

use std::collections::HashMap;
use std::ops::Range;

use morgue_analysis::{Analyzer, Dull};
use morgue_article::Article;

use self::clause::Evaluation;
use self::compile::Program;
use self::lookup::Stems;
pub use self::occurrences::Occurrence;
use crate::Control;
use crate::engine::EngineError;
use crate::facts::{ArticleFacts, article_facts};
use crate::plan::{Clause, Plan, TextField};

/// Steps of enumeration that one article may take: a few hundredths of a second.
pub const WORK: u32 = 4_000_000;

/// Stretches of one article that may light: a million takes 50 MB.
pub const MOST_LIT: usize = 1 << 20;

/// Languages whose analysers are kept at a time.
const LANGUAGES: usize = 64;

/// What a plan finds in one article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matching {
    /// Whether the article is what was asked for. When it is not, nothing lights.
    pub holds: bool,
    /// Whether the work was cut short: see the [module](self).
    pub capped: bool,
    /// The article's number of words.
    pub words: u32,
    /// The fields with words that light, in order of [`TextField`]; the lead's are in the body.
    pub fields: Vec<FieldMatches>,
}

impl Matching {
    /// What lights in a field, by where it begins.
    pub fn in_field(&self, field: TextField) -> &[Lit] {
        let found = self.fields.iter().find(|matches| matches.field == field);
        found.map_or(&[], |matches| &matches.lit)
    }
}

/// What lights in one field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldMatches {
    /// The field.
    pub field: TextField,
    /// The stretches, by where they begin; those of different clauses may overlap.
    pub lit: Vec<Lit>,
}

/// A stretch of text that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Lit {
    /// Bytes of [`field_text`](crate::document::field_text).
    pub range: Range<usize>,
    /// Which of the clause's conditions on text it belongs to, counted from the left.
    pub clause: usize,
    /// How much it says: more for phrases, boosts and what is rare in the article.
    pub weight: f32,
}

/// Matches articles against one clause. Keeps analysers: make one a thread and use it for many.
#[derive(Debug)]
pub struct Matcher {
    program: Program,
    languages: HashMap<String, Language>,
    control: Control,
}

/// An analyser and what the query's bare words are in its language.
#[derive(Debug)]
struct Language {
    analyzer: Analyzer,
    stems: Stems,
    /// Words that are none of the query's.
    dull: Dull,
}

impl Matcher {
    /// A matcher for this clause. A [`Clause::Id`] should have gone through
    /// [`resolve_ids`](crate::facts::resolve_ids): here it finds ids by every step at once.
    pub fn new(clause: &Clause) -> Self {
        Self::with(Program::of(clause, &[]))
    }

    /// A matcher for a plan with its filters.
    pub fn of_plan(plan: &Plan) -> Self {
        Self::with(Program::of(&plan.clause, &plan.filters))
    }

    fn with(program: Program) -> Self {
        Self { program, languages: HashMap::new(), control: Control::default() }
    }

    /// The same under the caller's control. Once that says to stop, what is found is of no use:
    /// [`stopped`](Self::stopped) is to be asked after each article.
    #[must_use]
    pub fn under(self, control: &Control) -> Self {
        Self { control: control.clone(), ..self }
    }

    /// Whether what was found last is whole.
    ///
    /// # Errors
    /// The control that it is under says to stop.
    pub fn stopped(&self) -> Result<(), EngineError> {
        self.control.check()
    }

    /// Whether the article is what was asked for, and what of its text says so.
    pub fn match_article(&mut self, article: &Article) -> Matching {
        self.evaluate(article, |evaluation| evaluation.run())
    }

    /// Every occurrence of what was asked for, in order of field and place: for a concordance.
    /// Those that lie within another are part of it.
    pub fn occurrences(&mut self, article: &Article) -> Vec<Occurrence> {
        self.evaluate(article, |evaluation| evaluation.occurrences())
    }

    fn evaluate<T>(&mut self, article: &Article, then: impl FnOnce(Evaluation<'_>) -> T) -> T {
        let program = &self.program;
        if self.languages.len() >= LANGUAGES && !self.languages.contains_key(article.lang()) {
            self.languages.clear();
        }
        let language = self.languages.entry(article.lang().to_string()).or_insert_with(|| {
            let mut analyzer = Analyzer::new(article.lang());
            let stems = program.lookup.stems(&mut analyzer);
            let dull = match program.places || program.borders {
                true => Dull::new(),
                false => program.lookup.dull(&stems, &analyzer),
            };
            Language { analyzer, stems, dull }
        });
        let Language { analyzer, stems, dull } = language;
        let found = collect::collect(article, program, analyzer, stems, dull);
        let facts = match program.facts {
            true => article_facts(article, found.zones.words),
            false => ArticleFacts::default(),
        };
        then(Evaluation::new(program, article, &found, &facts, &self.control))
    }
}
