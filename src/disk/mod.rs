//! The only place that touches the file system and git. Owns reading trees and carrying out a plan;
//! must not know what the files mean.

pub(crate) mod apply;
pub(crate) mod checkout;
mod fault;
pub(crate) mod git;
pub(crate) mod named;
pub(crate) mod project;
pub(crate) mod root;
pub(crate) mod walk;

pub(crate) use fault::Fault;
