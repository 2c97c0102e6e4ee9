//! The only place that touches the file system. Owns reading trees and carrying out a plan; must
//! not know what the files mean.

pub(crate) mod apply;
mod fault;
pub(crate) mod named;
pub(crate) mod project;
pub(crate) mod walk;

pub(crate) use fault::Fault;
