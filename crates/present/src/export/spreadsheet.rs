//! Values that a spreadsheet opens and does not obey.

use morgue_query::HitView;

/// Says that a file is UTF-8.
pub(super) const MARK: &str = "\u{feff}";

/// The hit with every text of it so that no spreadsheet takes it for a formula.
pub(super) fn defused_hit(mut hit: HitView) -> HitView {
    let texts = [&mut hit.headline, &mut hit.byline, &mut hit.dateline, &mut hit.url];
    texts.into_iter().flatten().for_each(defuse);
    if let Some(outlet) = &mut hit.outlet {
        defuse(&mut outlet.name);
        defuse(&mut outlet.id);
    }
    hit.published.iter_mut().for_each(|date| defuse(&mut date.basis));
    hit.snippets.iter_mut().for_each(|snippet| defuse(&mut snippet.text));
    for origin in &mut hit.origin {
        defuse(&mut origin.path);
        origin.source_id.iter_mut().for_each(defuse);
    }
    hit
}

/// Puts an apostrophe before what would begin a formula: of the value, and of what a spreadsheet makes
/// values of that cuts lines at another sign than the comma.
fn defuse(value: &mut String) {
    let begins =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let blank = |c: char| matches!(c, ' ' | '\n' | '\u{a0}' | '\u{feff}');
    let obeyed = |text: &str| text.trim_start_matches(blank).chars().next().is_some_and(begins);
    let mut out = String::with_capacity(value.len() + 1);
    if obeyed(value) {
        out.push('\'');
    }
    let mut any = false;
    for part in value.split_inclusive([';', '\t', '\n', '|']) {
        if any && obeyed(part.trim_start_matches('"').trim_start_matches('\t')) {
            out.push('\'');
        }
        any |= part.chars().any(|c| c.is_alphanumeric());
        out += part;
    }
    *value = out;
}

#[cfg(test)]
mod tests {
    use super::defuse;

    #[test]
    fn formulas_are_defused() {
        for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1"] {
            let mut value = bad.to_string();
            defuse(&mut value);
            assert_eq!(value, format!("'{bad}"));
        }
        for (bad, harmless) in [
            ("x;=1+1;y", "x;'=1+1;y"),
            ("a\n-1", "a\n'-1"),
            ("a\t@b|+c", "a\t'@b|'+c"),
            ("x;\"=1", "x;'\"=1"),
        ] {
            let mut value = bad.to_string();
            defuse(&mut value);
            assert_eq!(value, harmless);
        }
        for good in ["", "a=b", "1871-03-02", "'=1", "\"=1\"", "a; b; c", "a\n\nb", "e-mail | post"]
        {
            let mut value = good.to_string();
            defuse(&mut value);
            assert_eq!(value, good);
        }
    }
}
