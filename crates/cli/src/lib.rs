//! The command line: flags, choice of engine, exit codes
