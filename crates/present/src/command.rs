//! A request as the command that makes it, ready for a shell.

/// `morgue VERB …` for parameters by their names: `q` are the words, the others are flags.
pub fn command(verb: &str, params: &[(String, String)]) -> String {
    let mut out = format!("morgue {verb}");
    let mut words = "";
    for (name, value) in params {
        match name.as_str() {
            "q" => words = value,
            "plain" | "strict" => out += &format!(" --{name}"),
            _ => out += &format!(" --{name} {}", quoted(value)),
        }
    }
    let words = words.trim();
    if words.is_empty() {
        return out;
    }
    // A word that is an option by itself comes behind the options.
    let option = |word: &str| {
        word.starts_with("--")
            || word.len() == 2 && word.starts_with('-')
            || word.starts_with("-n")
            || word.starts_with("-C")
    };
    let end = if words.split(' ').any(option) { " --" } else { "" };
    let plain = words.chars().all(|c| c == ' ' || is_plain(c));
    let words = if plain { words.to_string() } else { quoted(words) };
    format!("{out}{end} {words}")
}

/// One argument.
fn quoted(value: &str) -> String {
    if !value.is_empty() && value.chars().all(is_plain) {
        return value.to_string();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// Whether no shell gives this character a meaning.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-._:,/@+".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_pasted() {
        let of = |params: &[(&str, &str)]| {
            let own = |(a, b): &(&str, &str)| (a.to_string(), b.to_string());
            command("search", &params.iter().map(own).collect::<Vec<_>>())
        };
        for (params, expected) in [
            (&[("q", "climate change -football")][..], "morgue search climate change -football"),
            (&[("q", "\"a b\" c*")], "morgue search '\"a b\" c*'"),
            (&[("q", "o'brien (x)")], r"morgue search 'o'\''brien (x)'"),
            (&[("q", "-c")], "morgue search -- -c"),
            (&[("q", "a -c")], "morgue search -- a -c"),
            (&[("q", "洪水 Überfall")], "morgue search 洪水 Überfall"),
            (&[("q", ""), ("from", "1914")], "morgue search --from 1914"),
            (
                &[("q", "a"), ("match", "most"), ("plain", "1"), ("outlet", "Harbour Post")],
                "morgue search --match most --plain --outlet 'Harbour Post' a",
            ),
        ] {
            assert_eq!(of(params), expected);
        }
    }
}
