//! For measuring only: prints the marked files below the roots, or refreshes them with `--refresh`.
#![allow(clippy::print_stdout, clippy::print_stderr)]
mod disk;
use pep11::{plan::Edit, region};
use std::path::PathBuf;
use std::process::ExitCode;
fn main() -> ExitCode {
    let mut args: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let refresh = args.first().is_some_and(|arg| arg.as_os_str() == "--refresh");
    if refresh {
        args.remove(0);
    }
    let body = std::env::var("BODY").unwrap_or_default();
    let visit = |path: &std::path::Path, bytes: &[u8]| {
        let body = |_: &region::Form, _: &str| Ok(body.clone());
        if refresh {
            region::refresh(&path.to_string_lossy(), bytes, &body).map(|after| {
                after.map(|after| Edit {
                    path: path.to_owned(),
                    before: Some(bytes.to_owned()),
                    after: Some(after),
                })
            })
        } else {
            Ok(None)
        }
    };
    let found = match disk::walk::walk(&args, &visit) {
        Ok(found) => found,
        Err(faults) => {
            for fault in faults {
                eprintln!("{fault}\nhelp: {}", fault.help);
            }
            return ExitCode::from(2);
        }
    };
    let mut edits = Vec::new();
    for (path, result) in found {
        match result {
            Ok(edit) => {
                if !refresh || edit.is_some() {
                    println!("{}", path.display());
                }
                edits.extend(edit);
            }
            Err(findings) => eprintln!("{}: {}", path.display(), findings[0].message),
        }
    }
    match disk::apply::apply(&edits, None) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}\nhelp: {}", fault.help);
            ExitCode::from(2)
        }
    }
}
