//! An article as others cite it: Chicago, APA and MLA as prose, RIS, BibTeX and CSL-JSON for
//! reference managers. One file a form; what all of them say of an article is in `work`.
//!
//! Nothing is said that is not known: an article known by its year is cited by its year, one
//! without a headline by its first words in brackets.

mod bibtex;
mod csl;
mod name;
mod page;
mod prose;
mod quoted;
mod ris;
mod when;
mod work;

use std::io::{self, Write};
use std::str::FromStr;

use morgue_article::Article;
use serde::Serialize;

pub use page::{coins, meta_tags};
pub(crate) use when::stamp;
use work::Work;

/// A form of citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CiteStyle {
    /// Chicago, 17th edition, notes and bibliography: the entry of a bibliography.
    Chicago,
    /// The same as a footnote.
    ChicagoNote,
    /// APA, 7th edition.
    Apa,
    /// MLA, 9th edition.
    Mla,
    /// RIS, of type `NEWS`.
    Ris,
    /// BibTeX.
    Bibtex,
    /// CSL-JSON.
    CslJson,
}

/// A name that is no style.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a style of citation; there are {known}")]
pub struct CiteStyleError {
    /// What was written.
    pub name: String,
    /// What could have been.
    pub known: String,
}

impl CiteStyle {
    /// Every style.
    pub const ALL: [Self; 7] = [
        Self::Chicago,
        Self::ChicagoNote,
        Self::Apa,
        Self::Mla,
        Self::Ris,
        Self::Bibtex,
        Self::CslJson,
    ];

    /// Its name in flags and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chicago => "chicago",
            Self::ChicagoNote => "chicago-note",
            Self::Apa => "apa",
            Self::Mla => "mla",
            Self::Ris => "ris",
            Self::Bibtex => "bibtex",
            Self::CslJson => "csl-json",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Chicago => "Chicago",
            Self::ChicagoNote => "Chicago, as a note",
            Self::Apa => "APA",
            Self::Mla => "MLA",
            Self::Ris => "RIS",
            Self::Bibtex => "BibTeX",
            Self::CslJson => "CSL-JSON",
        }
    }

    /// What it is sent as.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            _ => "text/plain; charset=utf-8",
        }
    }

    /// The ending of a file of it.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Ris => "ris",
            Self::Bibtex => "bib",
            Self::CslJson => "json",
            _ => "txt",
        }
    }
}

impl FromStr for CiteStyle {
    type Err = CiteStyleError;

    fn from_str(name: &str) -> Result<Self, CiteStyleError> {
        let found = Self::ALL.into_iter().find(|style| style.name() == name.trim());
        found.ok_or_else(|| CiteStyleError {
            name: name.chars().take(60).collect(),
            known: Self::ALL.map(Self::name).join(", "),
        })
    }
}

/// A citation in one style. Plain text: whoever shows it as markup escapes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Citation {
    /// The text.
    pub text: String,
    /// What stands in italics, as ranges of Unicode code points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub italic: Vec<(usize, usize)>,
}

/// The article in this style: a line of prose, or the whole record of a reference manager.
pub fn cite(article: &Article, style: CiteStyle) -> Citation {
    let work = Work::of(article);
    let record = |text| Citation { text, italic: Vec::new() };
    match style {
        CiteStyle::Chicago => prose::chicago(&work),
        CiteStyle::ChicagoNote => prose::chicago_note(&work),
        CiteStyle::Apa => prose::apa(&work),
        CiteStyle::Mla => prose::mla(&work),
        CiteStyle::Ris => record(ris::record(&work)),
        CiteStyle::Bibtex => record(bibtex::entry(&work)),
        CiteStyle::CslJson => record(csl::item(&work)),
    }
}

/// Writes citations one after another as one whole of their style: CSL-JSON is one list.
pub struct Citations<'a> {
    out: &'a mut dyn Write,
    style: CiteStyle,
    any: bool,
}

impl<'a> Citations<'a> {
    /// Begins.
    ///
    /// # Errors
    /// Writing failed.
    pub fn begin(out: &'a mut dyn Write, style: CiteStyle) -> io::Result<Self> {
        if style == CiteStyle::CslJson {
            out.write_all(b"[")?;
        }
        Ok(Self { out, style, any: false })
    }

    /// Writes one.
    ///
    /// # Errors
    /// Writing failed.
    pub fn add(&mut self, article: &Article) -> io::Result<()> {
        let Citation { text, .. } = cite(article, self.style);
        let between = match self.style {
            CiteStyle::CslJson if self.any => ",\n",
            CiteStyle::CslJson => "\n",
            CiteStyle::Bibtex if self.any => "\n",
            _ => "",
        };
        self.any = true;
        self.out.write_all(between.as_bytes())?;
        self.out.write_all(text.as_bytes())?;
        let ends = matches!(self.style, CiteStyle::CslJson) || text.ends_with('\n');
        if ends { Ok(()) } else { self.out.write_all(b"\n") }
    }

    /// Ends.
    ///
    /// # Errors
    /// Writing failed.
    pub fn end(self) -> io::Result<()> {
        if self.style == CiteStyle::CslJson { self.out.write_all(b"\n]\n") } else { Ok(()) }
    }
}
