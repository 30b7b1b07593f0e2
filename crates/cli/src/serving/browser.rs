//! Starts the user's browser.

use std::process::{Command, Stdio};

/// Opens an address. Whether a browser came up is for the user to see.
pub(crate) fn open(address: &str) -> std::io::Result<()> {
    let chosen = std::env::var("BROWSER").ok().filter(|name| !name.is_empty());
    let mut command = match chosen {
        Some(name) => Command::new(name),
        None if cfg!(target_os = "macos") => Command::new("open"),
        None if cfg!(windows) => {
            let mut command = Command::new("rundll32");
            command.arg("url.dll,FileProtocolHandler");
            command
        }
        None => Command::new("xdg-open"),
    };
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Some browsers stay as long as their window; waiting is for the system's sake only.
    std::thread::spawn(move || child.wait());
    Ok(())
}
