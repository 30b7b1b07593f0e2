//! The command line before clap: which words are options and which are query.
//!
//! A query may hold `-football`, which is no option. So for the commands that take query words the
//! options are `--long` ones and the few short ones that [`short`] knows, each an argument of its
//! own; every other word is query. The words are moved behind a `--`, where clap leaves them alone.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};

use clap::Command;

/// Commands whose words are a query.
const ASKING: [&str; 6] = ["search", "facets", "timeline", "kwic", "explain", "export"];

/// The arguments as clap should see them.
pub(crate) fn sort_out(command: &Command, argv: Vec<OsString>) -> Vec<OsString> {
    let Some((mut at, name)) = subcommand(command, &argv) else { return argv };
    let mut asking = command.find_subcommand(&name).filter(|_| ASKING.contains(&&*name));
    // `saved add NAME WORDS`
    if name == "saved" && argv.get(at + 1).is_some_and(|next| next == "add") {
        at += 1;
        asking = command.find_subcommand("saved").and_then(|saved| saved.find_subcommand("add"));
    }
    let Some(asking) = asking else { return argv };
    let takes_value = long_options(asking).chain(long_options(command)).collect();
    let (mut out, rest) = (argv[..=at].to_vec(), &argv[at + 1..]);
    let shorts = asking.get_arguments().filter_map(clap::Arg::get_short).collect();
    let (options, words) = split(rest, &takes_value, &shorts);
    out.extend(options);
    out.push("--".into());
    out.extend(words);
    out
}

/// The place and name of the command: the first argument that is neither an option nor the value
/// of one.
fn subcommand(command: &Command, argv: &[OsString]) -> Option<(usize, String)> {
    let takes_value: HashMap<String, bool> = long_options(command).collect();
    let mut args = argv.iter().enumerate().skip(1);
    while let Some((i, arg)) = args.next() {
        let arg = arg.to_str()?;
        match arg.strip_prefix("--") {
            Some(long) if takes_value.get(long) == Some(&true) => _ = args.next(),
            None if !arg.starts_with('-') => return Some((i, arg.to_string())),
            _ => {}
        }
    }
    None
}

fn long_options(command: &Command) -> impl Iterator<Item = (String, bool)> {
    command.get_arguments().flat_map(|arg| {
        let names = arg.get_long_and_visible_aliases().unwrap_or_default();
        let takes = arg.get_action().takes_values();
        names.into_iter().map(move |name| (name.to_string(), takes)).collect::<Vec<_>>()
    })
}

/// The options and the words.
fn split(
    args: &[OsString],
    takes_value: &HashMap<String, bool>,
    shorts: &HashSet<char>,
) -> (Vec<OsString>, Vec<OsString>) {
    let (mut options, mut words) = (Vec::new(), Vec::new());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let text = arg.to_str().unwrap_or_default();
        if text == "--" {
            words.extend(args.by_ref().cloned());
        } else if let Some(long) = text.strip_prefix("--") {
            if long == "vs" {
                // The words of another query need no quotes either: up to the next option.
                let more = args.as_slice().iter().take_while(|next| !is_option(next, shorts));
                let query: Vec<OsString> = more.cloned().collect();
                args.by_ref().take(query.len()).for_each(drop);
                let mut joined = OsString::from("--vs=");
                joined.push(query.join(OsStr::new(" ")));
                options.push(joined);
                continue;
            }
            match args.as_slice().first().filter(|_| takes_value.get(long) == Some(&true)) {
                // Joined, so that a value may begin with a hyphen.
                Some(value) => {
                    let mut joined = arg.clone();
                    joined.push("=");
                    joined.push(value);
                    options.push(joined);
                    args.next();
                }
                None => options.push(arg.clone()),
            }
        } else if short(text, shorts) {
            options.push(arg.clone());
            if matches!(text, "-n" | "-C" | "-o") {
                options.extend(args.next().cloned());
            }
        } else {
            words.push(arg.clone());
        }
    }
    (options, words)
}

fn is_option(arg: &OsStr, shorts: &HashSet<char>) -> bool {
    arg.to_str().is_some_and(|arg| arg.starts_with("--") || short(arg, shorts))
}

/// Whether an argument is one of the short options. `-o` and `-C N` are only where the command has
/// them; the others are options everywhere, so that a command without them says so.
fn short(arg: &str, shorts: &HashSet<char>) -> bool {
    if arg == "-o" {
        return shorts.contains(&'o');
    }
    if width(arg) {
        return shorts.contains(&'C');
    }
    let count = |n: &str| !n.is_empty() && (n == "all" || n.bytes().all(|b| b.is_ascii_digit()));
    matches!(arg, "-n" | "-c" | "-l" | "-h" | "-V") || arg.strip_prefix("-n").is_some_and(count)
}

/// Whether an argument is the short option for the words on either side.
fn width(arg: &str) -> bool {
    arg.strip_prefix("-C").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    fn sorted(line: &str) -> String {
        let argv = line.split(' ').map(OsString::from).collect();
        let out = sort_out(&Cli::command(), argv);
        let out: Vec<String> = out.into_iter().map(|a| a.into_string().unwrap()).collect();
        out.join(" ")
    }

    #[test]
    fn words_of_a_query_are_not_options() {
        for (line, expected) in [
            ("morgue search climate -football", "morgue search -- climate -football"),
            ("morgue search -n 5 a -n7 b -nall", "morgue search -n 5 -n7 -nall -- a b"),
            ("morgue search a -c -nancy -l", "morgue search -c -l -- a -nancy"),
            ("morgue search a --outlet cnn --json b", "morgue search --outlet=cnn --json -- a b"),
            ("morgue search --from -x a", "morgue search --from=-x -- a"),
            ("morgue search -- --json -c", "morgue search -- --json -c"),
            ("morgue export a -o x.csv -b", "morgue export -o x.csv -- a -b"),
            ("morgue timeline a b --vs c -d --json e", "morgue timeline --vs=c -d --json -- a b e"),
            ("morgue timeline a --vs b --vs c", "morgue timeline --vs=b --vs=c -- a"),
            ("morgue search a -o b", "morgue search -- a -o b"),
            ("morgue search -", "morgue search -- -"),
            ("morgue search -(a|b) -\"x", "morgue search -- -(a|b) -\"x"),
            ("morgue --index search search -x", "morgue --index search search -- -x"),
            ("morgue timeline -x --index=d y", "morgue timeline --index=d -- -x y"),
            ("morgue kwic -C 5 a -C3 -x", "morgue kwic -C 5 -C3 -- a -x"),
            ("morgue search -C 5", "morgue search -- -C 5"),
            ("morgue saved add n -x --outlet a y", "morgue saved add --outlet=a -- n -x y"),
            ("morgue saved list --json", "morgue saved list --json"),
            ("morgue index -x", "morgue index -x"),
            ("morgue", "morgue"),
            ("morgue --help", "morgue --help"),
        ] {
            assert_eq!(sorted(line), expected, "{line}");
        }
    }
}
