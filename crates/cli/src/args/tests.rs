//! The whole command line as one text, so that a change of it is seen.

use clap::CommandFactory;

use super::Cli;

#[test]
fn all_help() {
    let mut command = Cli::command().term_width(100);
    command.build();
    let mut text = command.render_long_help().to_string();
    for sub in command.get_subcommands_mut() {
        let help = sub.clone().term_width(100).render_long_help();
        text += &format!("\n════ {} ════\n\n{help}", sub.get_name());
        let name = sub.get_name().to_string();
        for part in sub.get_subcommands_mut().filter(|part| part.get_name() != "help") {
            let help = part.clone().term_width(100).render_long_help();
            text += &format!("\n════ {name} {} ════\n\n{help}", part.get_name());
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn every_command_says_what_it_is_for_with_examples() {
    let command = Cli::command();
    command.clone().debug_assert();
    for sub in command.get_subcommands() {
        let name = sub.get_name();
        assert!(sub.get_about().is_some(), "{name}");
        let examples = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(examples.starts_with("Examples:\n  morgue "), "{name}");
    }
}
