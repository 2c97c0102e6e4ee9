//! The command `pep11` (throwaway).
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::exit, clippy::unwrap_used)]
use pep11::formats::rst::note::{Names, Setting, write};
use std::io::{Read, Write};
fn rst(s: &str, width: usize) -> Option<String> {
    let n = pep11::note::read(s).ok()?;
    Some(write(&n, &Setting { width, ..Default::default() }, &mut Names::new("")))
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    if args.iter().any(|a| a == "--batch") {
        let v: Vec<String> = serde_json::from_str(&s).unwrap();
        let html = args.iter().any(|a| a == "html");
        let width = if args.iter().any(|a| a == "wide") { usize::MAX } else { 79 };
        let out: Vec<Option<String>> = v
            .iter()
            .map(|m| {
                if html {
                    let n = pep11::note::read(m).ok()?;
                    let mut o = String::new();
                    pulldown_cmark::html::push_html(&mut o, n.events());
                    Some(o)
                } else {
                    rst(m, width)
                }
            })
            .collect();
        println!("{}", serde_json::to_string(&out).unwrap());
        return;
    }
    match pep11::note::read(&s) {
        Ok(_) => std::io::stdout().write_all(rst(&s, 79).unwrap().as_bytes()).unwrap(),
        Err(e) => {
            for r in e {
                eprintln!("{:?}", r);
            }
            std::process::exit(1)
        }
    }
}
