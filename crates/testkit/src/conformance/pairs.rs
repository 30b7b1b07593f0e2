//! Every operator, and every pair of operators one inside the other.

/// Operators with the places of what they are applied to.
const OPERATORS: &[&str] = &[
    "{} {}",
    "{} AND {}",
    "{} OR {}",
    "{} NOT {}",
    "-{}",
    "+{} {}",
    "{}^3 OR {}",
    "{} W/4 {}",
    "{} PRE/6 {}",
    "{} NOT W/3 {}",
    "{} NOT PRE/3 {}",
    "{} W/S {}",
    "{} W/P {}",
    "{} NOT W/S {}",
    "{} NOT W/P {}",
    "atleast2({} OR {})",
    "atleast2({})",
    "headline({} OR {})",
    "hlead({})",
    "lead({} W/9 {})",
    "body({})",
    "caption({} OR {})",
];

/// What stands in them at last: every kind of word, phrase and value.
const LEAVES: &[&str] = &[
    "storm",
    "the",
    "=sea",
    "\"prime minister\"",
    "\"storm sea\"~5",
    "\"the * (minister|storm)\"",
    "st*m",
    "minster~2",
    "caps(the)",
    "allcaps(us)",
    "e-mail",
    "東京",
    "minister",
    "quay",
];

/// Every operator over words, and inside every other; those that the language refuses included.
pub(super) fn pairs() -> Vec<String> {
    let mut leaves = LEAVES.iter().cycle();
    let mut filled = |text: &str| {
        let mut out = String::new();
        for (number, part) in text.split("{}").enumerate() {
            if number > 0 {
                out.extend(leaves.next().copied());
            }
            out.push_str(part);
        }
        out
    };
    let mut out: Vec<String> = OPERATORS.iter().map(|operator| filled(operator)).collect();
    for outer in OPERATORS {
        for inner in OPERATORS {
            let inner = format!("({inner})");
            // Once on the left, once on the right.
            out.push(filled(&outer.replacen("{}", &inner, 1)));
            if let Some(at) = outer.rfind("{}").filter(|&at| outer.find("{}") != Some(at)) {
                out.push(filled(&format!("{}{inner}{}", &outer[..at], &outer[at + 2..])));
            }
        }
    }
    out
}
