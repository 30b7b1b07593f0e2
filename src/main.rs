//! The program. What it can do is in `crates/cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    morgue_cli::main()
}
