//! The command `pep11` (throwaway).
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::exit, clippy::unwrap_used)]
use std::io::{Read, Write};
fn main() {
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    match pep11::note::read(&s) {
        Ok(n) => {
            let out = pep11::formats::rst::note::write(
                &n,
                &Default::default(),
                &mut pep11::formats::rst::note::Names::new(""),
            );
            std::io::stdout().write_all(out.as_bytes()).unwrap();
        }
        Err(e) => {
            for r in e {
                eprintln!("{:?}", r);
            }
            std::process::exit(1)
        }
    }
}
