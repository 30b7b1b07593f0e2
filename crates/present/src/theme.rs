//! What parts of a page are called, and the style each has.

use anstyle::{AnsiColor, Style};

/// How a page may look: its width and its styles.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Styles of the parts.
    pub theme: Theme,
}

impl Look {
    /// Narrower pages are laid out for this width and left to the terminal to break.
    const NARROWEST: usize = 24;

    /// Without any styles.
    pub fn plain(width: usize) -> Self {
        Self { width: width.max(Self::NARROWEST), theme: Theme::default() }
    }

    /// With colours.
    pub fn colour(width: usize) -> Self {
        Self { theme: Theme::colour(), ..Self::plain(width) }
    }
}

/// The styles of a page's parts. The default has none, so that text comes out as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Theme {
    /// A headline.
    pub headline: Style,
    /// Words that match.
    pub lit: Style,
    /// The outlet's name.
    pub outlet: Style,
    /// What is needed rarely: ids, paths, bases.
    pub dim: Style,
    /// The name of a group of lines.
    pub label: Style,
    /// Bars.
    pub bar: Style,
    /// The word before an error.
    pub error: Style,
    /// The word before a notice.
    pub notice: Style,
}

impl Theme {
    /// The colours for a terminal that has 16 of them, readable on dark and light ones.
    pub fn colour() -> Self {
        Self {
            headline: Style::new().bold(),
            lit: AnsiColor::Red.on_default().bold(),
            outlet: AnsiColor::Cyan.on_default(),
            dim: Style::new().dimmed(),
            label: Style::new().bold(),
            bar: AnsiColor::Blue.on_default(),
            error: AnsiColor::Red.on_default().bold(),
            notice: AnsiColor::Yellow.on_default().bold(),
        }
    }
}
