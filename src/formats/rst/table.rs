//! A stand-in for tables until the real one is merged.
use crate::table::Table;

/// Draws a grid table.
pub fn table(table: &Table) -> String {
    let n = table.columns.len();
    let cols = |s: &str| -> usize {
        use unicode_width::UnicodeWidthChar;
        s.chars()
            .map(|c| {
                if unicode_normalization::char::canonical_combining_class(c) != 0 {
                    0
                } else if c.width() == Some(2) {
                    2
                } else {
                    1
                }
            })
            .sum()
    };
    let mut w = vec![1usize; n];
    let head: Vec<String> = table.columns.iter().map(|c| c.title.clone()).collect();
    let mut rows: Vec<Vec<String>> = vec![head];
    for r in &table.rows {
        let mut cells = r.cells.clone();
        cells.resize(n, String::new());
        rows.push(cells);
    }
    for r in &rows {
        for (i, c) in r.iter().enumerate() {
            for l in c.lines() {
                w[i] = w[i].max(cols(l));
            }
        }
    }
    let rule = |ch: &str| format!("+{}\n", w.iter().map(|x| ch.repeat(x + 2) + "+").collect::<String>());
    let mut out = rule("-");
    for (k, r) in rows.iter().enumerate() {
        let h = r.iter().map(|c| c.lines().count()).max().unwrap_or(1).max(1);
        for j in 0..h {
            out.push('|');
            for (i, c) in r.iter().enumerate() {
                let l = c.lines().nth(j).unwrap_or("");
                out.push_str(&format!(" {l}{} |", " ".repeat(w[i] - cols(l))));
            }
            out.push('\n');
        }
        out.push_str(&rule(if k == 0 && rows.len() > 1 { "=" } else { "-" }));
    }
    out
}
