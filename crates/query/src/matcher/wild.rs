//! Patterns of letters, `*` and `?`.

/// Whether a word fits a pattern: `*` is any run of letters or none, `?` exactly one.
///
/// Linear in the word for each `*` of the pattern: the last `*` is the only one ever tried again.
pub fn matches_wild(pattern: &str, word: &str) -> bool {
    let (mut pattern, mut word) = (pattern, word);
    let mut retry: Option<(&str, &str)> = None;
    loop {
        let mut rest = pattern.chars();
        let fits = match rest.next() {
            Some('*') => {
                pattern = rest.as_str();
                if pattern.is_empty() {
                    return true;
                }
                retry = Some((pattern, word));
                continue;
            }
            Some(wanted) => {
                let mut letters = word.chars();
                let fits = letters.next().is_some_and(|c| wanted == '?' || wanted == c);
                if fits {
                    (pattern, word) = (rest.as_str(), letters.as_str());
                }
                fits
            }
            None if word.is_empty() => return true,
            None => false,
        };
        if fits {
            continue;
        }
        let Some((after_star, from)) = retry else { return false };
        let mut letters = from.chars();
        if letters.next().is_none() {
            return false;
        }
        (pattern, word) = (after_star, letters.as_str());
        retry = Some((after_star, word));
    }
}

/// Whether one word becomes another by at most so many changes: a letter put in, taken out or
/// replaced, or two neighbours swapped, none of which is touched again.
pub(super) fn damerau_within(a: &str, b: &str, distance: u8) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = usize::from(distance);
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let width = b.len() + 1;
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (vec![0; width], (0..width).collect());
    for i in 1..=a.len() {
        let mut row = vec![i; width];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().all(|&cost| cost > most) && last.iter().all(|&cost| cost > most) {
            return false;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()] <= most
}

#[cfg(test)]
mod tests {
    use super::matches_wild;

    #[test]
    fn patterns() {
        for (pattern, yes, no) in [
            ("laun*", &["laun", "launder", "launé"][..], &["lau", "xlaun"][..]),
            ("*ing", &["ing", "inging", "going"], &["ingo", "in"]),
            ("w?man", &["woman", "wéman"], &["wman", "wooman"]),
            ("a*b*c", &["abc", "axbxbc", "abbcc"], &["acb", "ab"]),
            ("*a?*", &["ab", "xaby"], &["a", "xa"]),
            ("**", &["", "x"], &[]),
            ("", &[""], &["x"]),
        ] {
            yes.iter().for_each(|word| assert!(matches_wild(pattern, word), "{pattern} {word}"));
            no.iter().for_each(|word| assert!(!matches_wild(pattern, word), "{pattern} {word}"));
        }
    }
}
