//! A table, before any format has drawn it. Owns the grid of finished cells; must not know how any
//! format draws it.

/// A table whose cells hold finished markup of one format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns, at least one.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Row>,
}

/// One column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The header cell: finished markup of one line.
    pub title: String,
    /// The least width, in terminal columns; 0 where the widest cell alone decides.
    pub width: usize,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Finished markup, of any number of lines without a last newline; may be empty.
    pub cells: Vec<String>,
    /// Belongs to the group of the row above it, and repeats its first cell: PEP 11 leaves that
    /// cell blank for the further variants of a triple.
    pub continues: bool,
}
