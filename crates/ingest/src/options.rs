//! What a user says about a root: remembered with it.

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::{Deserialize, Serialize};

use crate::fields::our_name;

/// How a root is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Globs: only files below the root that match one are read. Empty: all.
    pub include: Vec<String>,
    /// Globs: files and folders that match one are left out.
    pub exclude: Vec<String>,
    /// Our field's name and the dotted path that holds it: `("headline", "doc.t")`.
    pub map: Vec<(String, String)>,
    /// A field's name and its value for every article: `("outlet", "Harbour Post")`.
    pub set: Vec<(String, String)>,
    /// A glob and the command that turns its files into text; `{}` stands for the path.
    pub pre: Vec<(String, String)>,
    /// Whether a file's time may date an article that nothing else dates.
    pub date_from_mtime: bool,
}

/// An option that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OptionsError {
    /// Not a glob.
    #[error("`{glob}` is not a glob: {reason}")]
    Glob {
        /// As written.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Not a field.
    #[error("`{0}` is not a field of an article (headline, outlet, date, section, language, …)")]
    Field(String),
    /// Not a date.
    #[error("field `{field}`: `{value}` is not a date")]
    Date {
        /// The field.
        field: String,
        /// As written.
        value: String,
    },
    /// Not a language.
    #[error(
        "field `{field}`: `{value}` is not a language: write a code (`en`, `pt-BR`) or an English name"
    )]
    Language {
        /// The field.
        field: String,
        /// As written.
        value: String,
    },
    /// Not a command.
    #[error("`{0}` is not a command: a program and its arguments, with `{{}}` for the file")]
    Command(String),
}

impl Options {
    /// Looks at every option before a run begins.
    ///
    /// # Errors
    /// The first that cannot be used.
    pub fn check(&self) -> Result<(), OptionsError> {
        globs(&self.include)?;
        globs(&self.exclude)?;
        for (field, _) in self.map.iter().chain(&self.set) {
            our_name(field).ok_or_else(|| OptionsError::Field(field.clone()))?;
        }
        for (field, value) in &self.set {
            let dated = matches!(field.as_str(), "date" | "published" | "updated");
            let order = crate::dates::Order::DayMonth;
            if dated && crate::dates::parse(value, order, morgue_article::MAX_YEAR).is_none() {
                return Err(OptionsError::Date { field: field.clone(), value: value.clone() });
            }
        }
        for (field, value) in &self.set {
            let language = matches!(field.as_str(), "lang" | "language");
            if language && !crate::normalise::is_language(value) {
                return Err(OptionsError::Language { field: field.clone(), value: value.clone() });
            }
        }
        for (glob, command) in &self.pre {
            globs(std::slice::from_ref(glob))?;
            if crate::pre::split(command).is_none_or(|words| words.is_empty()) {
                return Err(OptionsError::Command(command.clone()));
            }
        }
        Ok(())
    }
}

/// Globs as one set. One without `/` is meant for the name alone, wherever the file is.
pub(crate) fn globs(globs: &[String]) -> Result<GlobSet, OptionsError> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let error = |error: globset::Error| OptionsError::Glob {
            glob: glob.clone(),
            reason: error.kind().to_string(),
        };
        let whole = glob.trim_start_matches("./").trim_end_matches('/');
        set.add(Glob::new(whole).map_err(error)?);
        if !whole.contains('/') {
            set.add(Glob::new(&format!("**/{whole}")).map_err(error)?);
        }
    }
    set.build().map_err(|error| OptionsError::Glob {
        glob: globs.join(" "),
        reason: error.kind().to_string(),
    })
}
