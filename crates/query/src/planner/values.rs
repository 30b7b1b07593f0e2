//! Values of fields that are not searched by word.

use std::ops::Range;

use super::{Planner, Plans};
use crate::fold_value;
use crate::plan::{Clause, ValueField, ValueMatch};
use crate::syntax::{Code, Field};

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
                    self.tell_absent_language(&test);
                }
                Clause::Value(field, test)
            }
            Some(Field::DateBasis) => Clause::DateBasis(value_match(value)),
            Some(Field::Outlet) => Clause::Outlet(self.outlet(value)),
            Some(Field::Path) => Clause::Path(path(value)),
            Some(Field::Id) => Clause::Id(value.to_string()),
            Some(Field::Url) => Clause::Url(value.to_string()),
            _ => Clause::Nothing,
        })
    }

    fn tell_absent_language(&mut self, test: &ValueMatch) {
        let known = self.context.languages;
        let ValueMatch::Is(code) = test else {
            return;
        };
        if known.is_empty() || known.iter().any(|language| fold_value(&language.code) == *code) {
            return;
        }
        let codes: Vec<&str> = known.iter().take(8).map(|lang| lang.code.as_str()).collect();
        let message = format!(
            "no article is known to be in the language `{code}`; there are `{}`",
            codes.join("` `")
        );
        self.tell(Code::AbsentLanguage, message);
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
