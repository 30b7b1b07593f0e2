//! Values of fields that are not searched by word.

use std::ops::Range;

use morgue_article::{language_code, language_names};

use super::{Planner, Plans};
use crate::fold_value;
use crate::plan::{Clause, ValueField, ValueMatch};
use crate::syntax::{Code, Field, SyntaxError, nearest};

impl Planner<'_> {
    /// A value of the field it stands in.
    pub(super) fn value(
        &mut self,
        field: Option<Field>,
        value: &str,
        at: &Range<usize>,
    ) -> Plans<Clause> {
        self.count(1, at)?;
        Ok(match field {
            Some(Field::Exact(field)) => {
                let test = value_match(value);
                if field == ValueField::Lang {
                    self.tell_absent_language(&test, at);
                }
                Clause::Value(field, test)
            }
            Some(Field::DateBasis) => Clause::DateBasis(value_match(value)),
            Some(Field::Outlet) => Clause::Outlet(self.outlet(value, at)),
            Some(Field::Path) if !self.context.limits.paths => {
                let message = "`path:` is of no use here: this archive does not tell its files";
                return Err(SyntaxError::new(Code::Unsupported, message, at.clone()));
            }
            Some(Field::Path) => Clause::Path(path(value)),
            Some(Field::Id) => Clause::Id(value.to_string()),
            Some(Field::Url) => Clause::Url(value.to_string()),
            _ => Clause::Nothing,
        })
    }

    /// A language of which there is nothing: its name may be misspelt, or the archive has others.
    fn tell_absent_language(&mut self, test: &ValueMatch, at: &Range<usize>) {
        const MOST: usize = 8;
        let known = self.context.languages;
        let ValueMatch::Is(code) = test else {
            return;
        };
        if known.is_empty() || known.iter().any(|language| fold_value(&language.code) == *code) {
            return;
        }
        let near = match language_code(code) {
            Some(_) => None,
            None => nearest(code, language_names().map(|(name, _)| name), 1).pop(),
        };
        let mut message = format!("no article is known to be in the language `{code}`");
        if let Some(near) = near {
            message = format!("{message}; did you mean `{near}`?");
        }
        let codes = known.iter().map(|language| language.code.as_str());
        let codes: Vec<&str> = codes.filter(|code| !code.is_empty()).take(MOST).collect();
        if !codes.is_empty() {
            message = format!("{message} (there are `{}`)", codes.join("` `"));
        }
        self.tell(Code::AbsentLanguage, message, at, near);
    }
}

/// A value, folded, with or without wildcards.
fn value_match(value: &str) -> ValueMatch {
    let folded = fold_value(value);
    if folded.contains(['*', '?']) { ValueMatch::Wild(folded) } else { ValueMatch::Is(folded) }
}

/// A path as it is compared, with or without a `*` for all below it.
pub(super) fn path(value: &str) -> String {
    crate::facts::path_form(value.strip_suffix("/*").unwrap_or(value))
}
