//! A byline's people.

use morgue_article::OutletTable;

use crate::text::byline::without_prefix;

/// The people of a byline, and the outlet it names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) authors: Vec<String>,
    pub(super) outlet: Option<String>,
}

/// Words of a role: a part that ends with one is no name.
const ROLES: &[&str] = &[
    "writer",
    "writers",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "editor",
    "editors",
    "staff",
    "columnist",
    "contributor",
    "contributors",
    "bureau",
    "desk",
    "newsroom",
    "agencies",
    "journalist",
    "redaktion",
    "rédaction",
    "redacción",
    "redação",
    "redazione",
    "producer",
    "analyst",
    "photographer",
    "team",
    "admin",
    "administrator",
    "office",
    "board",
];

/// Words that end an outlet's name.
const OUTLET_WORDS: &[&str] = &[
    "post",
    "times",
    "news",
    "herald",
    "gazette",
    "tribune",
    "journal",
    "press",
    "agency",
    "daily",
    "chronicle",
    "zeitung",
    "courier",
    "observer",
    "mail",
    "echo",
    "telegraph",
    "guardian",
    "review",
    "magazine",
    "radio",
    "tv",
    "network",
    "wire",
    "bote",
    "anzeiger",
    "tageblatt",
    "today",
    "standard",
    "examiner",
    "register",
    "sentinel",
    "dispatch",
    "mercury",
    "argus",
];

/// Splits a byline as printed.
pub(super) fn split(printed: &str, outlets: &OutletTable) -> Split {
    let names = without_prefix(printed).unwrap_or(printed);
    let names = behind_mail(names).map_or_else(|| without_brackets(names), str::to_string);
    let mut found = Split::default();
    let parts = parts(&names);
    let count = parts.len();
    for (i, part) in parts.into_iter().enumerate() {
        // `Jane Doe of The Associated Press`
        let (name, of) = split_at_word(&part, &[" of ", " for ", " von der ", " at "]);
        if let Some(outlet) = of.and_then(|of| outlets.by_name(of)) {
            found.outlet.get_or_insert_with(|| outlet.id.clone());
            person(name, &mut found);
            continue;
        }
        if let Some(outlet) = outlets.by_name(&part) {
            found.outlet.get_or_insert_with(|| outlet.id.clone());
        } else if i > 0 && i + 1 == count && is_last_outlet(&part, &names) {
            found.outlet.get_or_insert(part);
        } else {
            match agency_before_role(&part, outlets) {
                Some(outlet) => drop(found.outlet.get_or_insert(outlet)),
                None => person(&part, &mut found),
            }
        }
    }
    found
}

/// Adds a part that is a name.
fn person(part: &str, found: &mut Split) {
    let (name, _) = split_at_word(part, &[" in ", " at ", " for ", " from "]);
    let name = name.trim().trim_matches(['.', '-', '*', ':']).trim();
    if let Some(last) = found.authors.last_mut()
        && ["jr", "sr", "ii", "iii", "iv", "phd", "md"].contains(&name.to_lowercase().as_str())
    {
        last.push_str(", ");
        last.push_str(part.trim());
        return;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let role = words.iter().any(|word| ROLES.contains(&word.to_lowercase().as_str()));
    let odd = name.contains(['@', '/', '<', '=']) || name.chars().any(|c| c.is_ascii_digit());
    let begins = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_ascii_lowercase());
    let length = name.chars().count();
    if role || odd || !begins || words.len() > 6 || !(2..=60).contains(&length) {
        return;
    }
    let name = capitals_lowered(&words.join(" "));
    if !found.authors.contains(&name) && found.authors.len() < 50 {
        found.authors.push(name);
    }
}

/// The parts between commas and words for `and`; `Doe, Jane` is turned.
fn parts(names: &str) -> Vec<String> {
    let separators = [
        " and ", " And ", " AND ", " & ", " und ", " et ", " y ", " with ", " och ", " og ", "|",
        " · ", "、", " / ",
    ];
    let mut text = format!(" {names} ");
    let inverted = text.contains(';') && text.contains(',');
    for separator in separators {
        text = text.replace(separator, ";");
    }
    text = text.replace(" e ", ";");
    let pieces = |text: &str, at: &[char]| -> Vec<String> {
        let parts = text.split(at).map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
        parts.filter(|part| !part.is_empty()).collect()
    };
    let turn = |name: &String| match name.split_once(',') {
        Some((last, first)) if !first.contains(',') => format!("{} {}", first.trim(), last.trim()),
        _ => name.clone(),
    };
    if inverted {
        return pieces(&text, &[';']).iter().map(turn).collect();
    }
    let all = pieces(&text, &[',', ';', '，']);
    let single = |word: &String| !word.contains(' ') && word.is_ascii();
    if all.len() == 2 && all.iter().all(single) && names.contains(',') {
        return vec![format!("{} {}", all[1], all[0])];
    }
    all
}

/// The name of `jane@post.example (Jane Doe)`, as feeds write it.
fn behind_mail(names: &str) -> Option<&str> {
    let (mail, name) = names.trim().strip_suffix(')')?.split_once('(')?;
    let mail = mail.trim();
    (mail.contains('@') && !mail.contains(char::is_whitespace)).then_some(name)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' | '[' | '<' => depth += 1,
                ')' | ']' | '>' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

fn split_at_word<'a>(part: &'a str, words: &[&str]) -> (&'a str, Option<&'a str>) {
    let at = words.iter().filter_map(|word| part.find(word).map(|at| (at, word.len()))).min();
    match at {
        Some((at, length)) => (&part[..at], Some(part[at + length..].trim())),
        None => (part, None),
    }
}

/// `Associated Press Writer`, `Reuters staff`.
fn agency_before_role(part: &str, outlets: &OutletTable) -> Option<String> {
    let (name, last) = part.rsplit_once(' ')?;
    let role = ROLES.contains(&last.to_lowercase().as_str());
    let name = name.trim_end_matches(" Staff").trim_end_matches(" staff");
    role.then(|| outlets.by_name(name).map(|outlet| outlet.id.clone())).flatten()
}

fn is_outlet_like(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let last = words.last().map(|word| word.to_lowercase()).unwrap_or_default();
    let first = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
    words.len() >= 2 && (OUTLET_WORDS.contains(&last.as_str()) || first == "the")
}

/// Whether the last part is an outlet: behind a comma, for `and` joins people.
fn is_last_outlet(part: &str, names: &str) -> bool {
    let before = names.trim().strip_suffix(part).map(str::trim_end);
    before.is_some_and(|before| before.ends_with([',', '，', '|', '·', '/', ';']))
        && (is_outlet_like(part) || is_alone(part, names))
}

/// Whether a last part is one word behind a comma, where all before it have first and last names:
/// `Jane Doe and Ann Poe, Meridian`.
fn is_alone(part: &str, names: &str) -> bool {
    let Some(before) = names.trim().strip_suffix(part).map(str::trim_end) else { return false };
    let Some(before) = before.strip_suffix(',') else { return false };
    let suffix = ["jr", "sr", "ii", "iii", "iv", "phd", "md"]
        .contains(&part.trim_end_matches('.').to_lowercase().as_str());
    !suffix && !part.contains(' ') && parts(before).iter().all(|name| name.contains(' '))
}

/// `JANE DOE` as `Jane Doe`.
fn capitals_lowered(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 5 || name.chars().any(char::is_lowercase) || !name.chars().any(char::is_uppercase)
    {
        return name.to_string();
    }
    let mut start = true;
    name.chars()
        .flat_map(|c| {
            let keep = start;
            start = !c.is_alphabetic();
            if keep { vec![c] } else { c.to_lowercase().collect() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_split() {
        let mut table = OutletTable::new();
        table
            .extend("hp | Harbour Post | Harb. Post\nmpa | Mill Press Agency | MPA | | | agency")
            .unwrap();
        let cases = [
            ("By Jane Doe, John Roe and Ann Poe, HARBOUR POST", "Jane Doe+John Roe+Ann Poe @hp"),
            ("By  Jane Doe  and  John Roe", "Jane Doe+John Roe"),
            ("By JANE DOE, Mill Press Agency Writer", "Jane Doe @mpa"),
            ("Von Anna Muster und Karl Beispiel", "Anna Muster+Karl Beispiel"),
            ("Jane Doe in London", "Jane Doe"),
            ("Jane Doe of the Harbour Post", "Jane Doe @hp"),
            ("By Jane Doe, Valley Times", "Jane Doe @Valley Times"),
            ("By Jane Doe and Ann Poe, Meridian", "Jane Doe+Ann Poe @Meridian"),
            ("By Jane Doe and Madonna", "Jane Doe+Madonna"),
            ("By Jane Doe  and  Ann Daily", "Jane Doe+Ann Daily"),
            ("Doe, Jane", "Jane Doe"),
            ("Doe, Jane; Roe, John", "Jane Doe+John Roe"),
            ("By Martin King, Jr.", "Martin King, Jr."),
            ("By staff reporters", ""),
            ("jane@post.example", ""),
            ("jane@post.example (Jane Doe)", "Jane Doe"),
            ("MPA", " @mpa"),
            ("Jane Doe (jane@post.example)", "Jane Doe"),
            ("山田太郎", "山田太郎"),
        ];
        for (printed, expected) in cases {
            let found = split(printed, &table);
            let outlet = found.outlet.map_or(String::new(), |outlet| format!(" @{outlet}"));
            assert_eq!(format!("{}{outlet}", found.authors.join("+")), expected, "{printed}");
        }
    }
}
