//! Which signs part and quote the cells of a table.

/// The signs of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
}

impl Dialect {
    /// The dialect under which the first rows have the same number of cells, the more the better.
    pub(super) fn of(sample: &str, tabs: bool) -> Self {
        let quotes = if quoted_by(sample, '\'') { [b'\'', b'"'] } else { [b'"', b'\''] };
        let quote = quotes[0];
        if tabs && sample.lines().next().is_some_and(|line| line.contains('\t')) {
            return Self { delimiter: b'\t', quote };
        }
        let best = [b',', b';', b'\t', b'|'].into_iter().max_by_key(|&delimiter| {
            let rows = widths(sample, delimiter, quote);
            let first = rows.first().copied().unwrap_or(1);
            let same = rows.iter().filter(|row| **row == first).count();
            // Cells alone do not count: a text is full of commas.
            if first < 2 { (0, 0) } else { (same * 100 / rows.len().max(1), first) }
        });
        Self { delimiter: best.unwrap_or(b','), quote }
    }
}

/// Whether cells are plainly quoted by this sign: behind a delimiter, more often than by `"`.
fn quoted_by(sample: &str, quote: char) -> bool {
    let opened = |quote: char| {
        let open = |pair: &(char, char)| {
            matches!(pair.0, ',' | ';' | '\t' | '|' | '\n') && pair.1 == quote
        };
        sample.chars().zip(sample.chars().skip(1)).filter(open).count()
    };
    opened(quote) > opened('"')
}

/// The cells of the first rows; of the last only if it is whole.
fn widths(sample: &str, delimiter: u8, quote: u8) -> Vec<usize> {
    let mut rows = Vec::new();
    let (mut cells, mut quoted) = (1, false);
    for b in sample.bytes() {
        if b == quote {
            quoted = !quoted;
        } else if !quoted && b == delimiter {
            cells += 1;
        } else if !quoted && b == b'\n' {
            rows.push(cells);
            cells = 1;
            if rows.len() == 20 {
                break;
            }
        }
    }
    if rows.is_empty() {
        rows.push(cells);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialects_are_told_apart() {
        let of = |sample: &str| {
            let dialect = Dialect::of(sample, false);
            (char::from(dialect.delimiter), char::from(dialect.quote))
        };
        assert_eq!(of("title,text\na,\"b, c\nd\"\n"), (',', '"'));
        assert_eq!(of("Lokal;'Die Mühle; sie ''lebt'''\nSport;'Sieg, endlich'\n"), (';', '\''));
        assert_eq!(of("title\ttext\nIt, too\tis\n"), ('\t', '"'));
        assert_eq!(of("title|text\na|b, c\n"), ('|', '"'));
    }
}
