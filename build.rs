//! Links the program to a fixed address, which saves a third of what a search costs that is
//! asked once: otherwise the system's loader writes every pointer of the program's tables (56,000
//! of them, on 300 pages) before it starts. The stack, the heap, mapped files and the C library
//! still lie elsewhere each time.

use std::env::var;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| var(name).is_ok_and(|known| known == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
