//! The comment on a pull request, whatever names and texts are in it.
