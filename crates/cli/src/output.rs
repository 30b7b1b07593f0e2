//! The terminal: whether there is one, how wide it is, and what may be written to it.

use std::io::{self, IsTerminal, Write};

use morgue_present::{Look, safe_lines};

use crate::args::When;

/// Columns of a page where nothing says how many there are.
const WIDTH: usize = 80;

/// Where data and talk go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// How what goes to standard output looks.
    pub(crate) look: Look,
    /// How what goes to standard error looks.
    pub(crate) talk: Look,
    /// Whether standard output is a terminal.
    pub(crate) terminal: bool,
    /// Whether standard error is one: progress is shown.
    pub(crate) progress: bool,
}

impl Output {
    /// As the streams and the environment are.
    pub(crate) fn new(color: When) -> Self {
        let (terminal, progress) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let width = terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into());
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let look = |on_terminal: bool| {
            let width = if on_terminal { width } else { WIDTH };
            match color {
                When::Always => Look::colour(width),
                When::Auto if on_terminal && !unwanted => Look::colour(width),
                _ => Look::plain(width),
            }
        };
        Self { look: look(terminal), talk: look(progress), terminal, progress }
    }

    /// Writes a page, which is safe for a terminal already, to standard output.
    pub(crate) fn page(
        &self,
        write: impl FnOnce(&mut dyn Write, &Look) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        write(&mut out, &self.look)?;
        out.flush()
    }

    /// Writes data to standard output: as it is into a pipe or file, made safe on a terminal.
    pub(crate) fn data(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.terminal {
            let mut data = Vec::new();
            write(&mut data)?;
            out.write_all(safe_lines(&String::from_utf8_lossy(&data)).as_bytes())?;
        } else {
            write(&mut out)?;
        }
        out.flush()
    }

    /// Standard output for data of any length: the same, line by line.
    pub(crate) fn stream(&self) -> io::BufWriter<Box<dyn Write>> {
        let out = io::stdout().lock();
        io::BufWriter::new(if self.terminal {
            Box::new(SafeLines { out, line: Vec::new() })
        } else {
            Box::new(out)
        })
    }

    /// Writes talk to standard error. Where nobody listens nothing is lost.
    pub(crate) fn talk(&self, write: impl FnOnce(&mut dyn Write, &Look) -> io::Result<()>) {
        let mut text = Vec::new();
        if write(&mut text, &self.talk).is_ok() {
            let _ = io::stderr().lock().write_all(&text);
        }
    }

    /// A line of talk.
    pub(crate) fn say(&self, line: impl std::fmt::Display) {
        self.talk(|out, _| writeln!(out, "{}", morgue_present::safe(&line.to_string())));
    }
}

/// Passes whole lines on, made safe for a terminal.
struct SafeLines<W> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> SafeLines<W> {
    fn pass(&mut self, end: usize) -> io::Result<()> {
        let lines: Vec<u8> = self.line.drain(..end).collect();
        self.out.write_all(safe_lines(&String::from_utf8_lossy(&lines)).as_bytes())
    }
}

impl<W: Write> Write for SafeLines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        if let Some(end) = self.line.iter().rposition(|&byte| byte == b'\n') {
            self.pass(end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // A line that is not whole waits: it may end inside a character.
        self.out.flush()
    }
}
