//! The command `pep11`.
#![allow(clippy::print_stdout)]
fn main() {
    let mut files = pep11::parse::Files::new();
    for p in [
        "data/pythons.yaml",
        "data/tiers.yaml",
        "data/retired.yaml",
        "data/platforms/wasi.yaml",
        "data/platforms/emscripten.yaml",
        "data/platforms/libc.yaml",
    ] {
        files.insert(
            p.into(),
            std::fs::read(std::env::args().nth(1).unwrap_or(".".into()) + "/" + p).unwrap_or_default(),
        );
    }
    let (r, mut f) = pep11::parse::registry(&files);
    f.extend(pep11::rules::findings(&r));
    print!("{}", pep11::report::text::findings(&f, false));
}
