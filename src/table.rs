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

impl Table {
    /// The rows, each group as one slice. A row that continues a group but has a first cell of its
    /// own begins a group, and the rows of a table of one column are a group each: nothing of theirs
    /// would be left once the first cell is gone.
    pub fn groups(&self) -> Vec<&[Row]> {
        let mut groups = Vec::new();
        let mut start = 0;
        for (i, row) in self.rows.iter().enumerate().skip(1) {
            let repeats = row.first().is_empty() || row.first() == self.rows[start].first();
            if self.columns.len() < 2 || !row.continues || !repeats {
                groups.push(&self.rows[start..i]);
                start = i;
            }
        }
        groups.extend(self.rows.get(start..).filter(|rest| !rest.is_empty()));
        groups
    }
}

impl Row {
    /// The cell of a column; empty where the row is too short.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn first(&self) -> &str {
        self.cell(0)
    }
}
