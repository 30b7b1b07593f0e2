//! Forms that are near a pattern or a word: wildcards and misspellings.

/// Whether a folded form fits a folded pattern: `*` is any run of letters or none, `?` exactly one
/// letter.
pub fn matches_wild(pattern: &str, word: &str) -> bool {
    let mut pattern_rest = pattern.chars();
    let mut word_rest = word.chars();
    // Where to go on when the letters after the last star do not fit: one letter further. Only
    // the last star can move with profit, so this is the product of both lengths at worst.
    let mut retry: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let mut ahead = pattern_rest.clone();
        let fits = match (ahead.next(), word_rest.clone().next()) {
            (Some('*'), _) => {
                retry = Some((ahead.clone(), word_rest.clone()));
                pattern_rest = ahead;
                continue;
            }
            (None, None) => return true,
            (Some('?'), Some(_)) => true,
            (Some(wanted), Some(found)) => wanted == found,
            (None, Some(_)) | (Some(_), None) => false,
        };
        if fits {
            pattern_rest = ahead;
            word_rest.next();
            continue;
        }
        let Some((after_star, from)) = &mut retry else { return false };
        if from.next().is_none() {
            return false;
        }
        pattern_rest = after_star.clone();
        word_rest = from.clone();
    }
}

/// Whether two folded forms lie within a Damerau distance (optimal string alignment over code
/// points: a letter more, less or other, or two neighbours swapped, is 1).
pub fn damerau_within(a: &str, b: &str, max: u8) -> bool {
    let max = usize::from(max);
    // Every letter takes at most four bytes: far lengths need no counting.
    if a.len().abs_diff(b.len()) > 4 * max {
        return false;
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > max {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &letter) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &other) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(letter != other);
            let mut cost = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && letter == b[j - 1] && a[i - 1] == other {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        // A swap reaches back two rows, so both must be over the limit to give up.
        if row.iter().chain(&last).all(|&cost| cost > max) {
            return false;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()] <= max
}
