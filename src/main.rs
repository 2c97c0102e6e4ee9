//! The command `pep11` (throwaway).
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::exit, clippy::unwrap_used)]
mod commands;
use commands::markdown::{To, run};
use pep11::formats::rst::note::{Names, Setting, write};
use std::io::Read;
use std::process::ExitCode;

fn rst(s: &str, width: usize) -> Option<String> {
    let n = pep11::note::read(s).ok()?;
    Some(write(&n, &Setting { width, ..Default::default() }, &mut Names::new("")))
}

fn batch(args: &[String]) {
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    let v: Vec<String> = serde_json::from_str(&s).unwrap();
    let has = |w: &str| args.iter().any(|a| a == w);
    let width = if has("wide") { usize::MAX } else { 79 };
    let one = |m: &String| {
        if has("html") {
            let n = pep11::note::read(m).ok()?;
            let mut o = String::new();
            pulldown_cmark::html::push_html(&mut o, n.events());
            Some(o)
        } else if has("ours") {
            let n = pep11::note::read(m).ok()?;
            Some(pep11::formats::html::note::write(&n, &Default::default(), &mut Names::new("")))
        } else if has("md") {
            let n = pep11::note::read(m).ok()?;
            Some(pep11::formats::markdown::note::write(&n, &Default::default(), &mut Names::new("")))
        } else {
            rst(m, width)
        }
    };
    let out: Vec<Option<String>> = v.iter().map(one).collect();
    println!("{}", serde_json::to_string(&out).unwrap());
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    if args.iter().any(|a| a == "--batch") {
        batch(&args);
        return ExitCode::SUCCESS;
    }
    run(match args.last().map(String::as_str) {
        Some("html") => To::Html,
        Some("md") => To::Md,
        _ => To::Rst,
    })
}
