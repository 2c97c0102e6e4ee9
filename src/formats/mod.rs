//! The formats, one module each. Owns only the list of them; what is particular to a format stands
//! in its own module.

pub mod html;
pub mod markdown;
pub mod names;
pub mod rst;
