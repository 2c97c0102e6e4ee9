//! How wide a text is. Owns counting as docutils counts, whose tables are read by column; must not
//! know what the text is for.

use icu_properties::CodePointMapData;
use icu_properties::props::{CanonicalCombiningClass, EastAsianWidth};

/// How many columns docutils gives to one line of text (`docutils.utils.column_width`). A terminal may
/// see it otherwise: a vowel sign that is no combining character, a joiner and a control character
/// each count as one here.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char_width).sum() }
}

fn char_width(c: char) -> usize {
    // Both can hold: a wide combining character such as U+3099 takes one column.
    places(c) - usize::from(is_combining(c))
}

/// How many places a character takes while docutils cuts lines into cells: it puts a filler after each
/// wide one, and then has combining characters count for nothing.
pub(super) fn places(c: char) -> usize {
    match CodePointMapData::<EastAsianWidth>::new().get(c) {
        EastAsianWidth::Wide | EastAsianWidth::Fullwidth => 2,
        _ => 1,
    }
}

/// Whether docutils takes a character to stand in the column of the one before.
pub(super) fn is_combining(c: char) -> bool {
    CodePointMapData::<CanonicalCombiningClass>::new().get(c) != CanonicalCombiningClass::NotReordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_docutils_does() {
        for (text, columns) in [
            ("", 0),
            ("wasm32-wasip1", 13),
            ("Stéphane", 8),
            ("Ste\u{301}phane", 8),
            ("日本語", 6),
            ("ｶﾅ", 2),
            ("！", 2),
            ("か\u{3099}", 3),
            ("กำ", 2),
            ("कि", 2),
            ("a\u{200d}b", 3),
        ] {
            assert_eq!(width(text), columns, "{text}");
        }
    }
}
