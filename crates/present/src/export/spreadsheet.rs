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

/// Puts an apostrophe before what would begin a formula.
fn defuse(value: &mut String) {
    let begins =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let first = value.trim_start_matches([' ', '\n', '\u{a0}', '\u{feff}']).chars().next();
    if first.is_some_and(begins) {
        value.insert(0, '\'');
    }
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
        for good in ["", "a=b", "1871-03-02", "'=1", "\"=1\""] {
            let mut value = good.to_string();
            defuse(&mut value);
            assert_eq!(value, good);
        }
    }
}
