//! Mutations that are a change which the policy does not allow.

use super::Mutation;

pub(super) const MUTATIONS: &[Mutation] = &[];
