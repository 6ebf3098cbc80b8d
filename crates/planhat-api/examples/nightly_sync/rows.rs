//! From rows of the CSV file to items of the run.

use std::error::Error;
use std::fs::File;
use std::path::Path;

use csv::{ByteRecord, StringRecord};
use planhat_api::bulk::BulkItem;
use planhat_api::{License, LicenseUpsert, Number, RecordRef, Timestamp};

use crate::books::Books;

/// What a column holds.
enum Column {
    SourceId,
    Company,
    Product,
    Mrr,
    From,
    To,
    Custom(String),
    Error,
}

impl Column {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "source_id" => Self::SourceId,
            "company" => Self::Company,
            "product" => Self::Product,
            "mrr" => Self::Mrr,
            "from" => Self::From,
            "to" => Self::To,
            "error" => Self::Error,
            _ => Self::Custom(name.strip_prefix("custom:")?.to_owned()),
        })
    }

    /// Sets on an item what a cell says.
    fn set(&self, item: LicenseUpsert, cell: &str) -> Result<LicenseUpsert, Box<dyn Error>> {
        Ok(match self {
            Self::SourceId => item.source_id(cell),
            Self::Company => item.company_id(RecordRef::external(cell)?),
            Self::Product => item.product(cell),
            // As text, so that no digit of an amount is lost.
            Self::Mrr => item.mrr(cell.parse::<Number>()?),
            Self::From => item.from_date(cell.parse::<Timestamp>()?),
            Self::To => item.to_date(cell.parse::<Timestamp>()?),
            Self::Custom(label) => item.custom(label, cell),
            Self::Error => item,
        })
    }
}

/// A row as it came.
pub(crate) struct Row {
    pub(crate) cells: ByteRecord,
}

impl Row {
    /// The line of the file in which it begins, and the byte.
    pub(crate) fn place(&self) -> (u64, u64) {
        let position = self.cells.position();
        position.map_or((0, 0), |position| (position.line(), position.byte()))
    }
}

/// The rows of the file as items of a run, read as the run asks for them. A row that makes no item is a
/// dead letter at once.
pub(crate) struct Rows {
    reader: csv::Reader<File>,
    /// By their names in the file.
    columns: Vec<(String, Column)>,
    books: Books,
}

impl Rows {
    /// Opens the file, and the dead letters for rows of it.
    pub(crate) fn open(file: &Path, letters: &Path) -> Result<Self, Box<dyn Error>> {
        // Rows of another length than the header's are told one by one.
        let mut options = csv::ReaderBuilder::new();
        let mut reader = options.flexible(true).from_path(file)?;
        let header = reader.headers()?;
        let columns = columns(header)?;
        let books = Books::open(letters, header)?;
        Ok(Self {
            reader,
            columns,
            books,
        })
    }

    pub(crate) fn books(&self) -> Books {
        self.books.clone()
    }

    fn item(&self, row: &Row) -> Result<LicenseUpsert, String> {
        let cells = StringRecord::from_byte_record(row.cells.clone())
            .map_err(|error| format!("it is no UTF-8: {}", error.utf8_error()))?;
        if cells.len() != self.columns.len() {
            return Err(format!(
                "it has {} cells, and the header has {}",
                cells.len(),
                self.columns.len()
            ));
        }
        let mut item = LicenseUpsert::new();
        for ((name, column), cell) in self.columns.iter().zip(&cells) {
            if !cell.is_empty() {
                let set = column.set(item, cell);
                item = set.map_err(|error| format!("`{name}`: {error}"))?;
            }
        }
        Ok(item)
    }

    /// The next row that makes an item.
    fn read(&mut self) -> Result<Option<LicenseUpsert>, Box<dyn Error + Send + Sync>> {
        loop {
            let mut cells = ByteRecord::new();
            if !self.reader.read_byte_record(&mut cells)? {
                return Ok(None);
            }
            let row = Row { cells };
            match self.item(&row) {
                Ok(item) => {
                    self.books.sent(row);
                    return Ok(Some(item));
                }
                Err(why) => self.books.bury(&row, &why)?,
            }
        }
    }
}

impl Iterator for Rows {
    type Item = BulkItem<License>;

    fn next(&mut self) -> Option<BulkItem<License>> {
        match self.read() {
            Ok(item) => item.map(BulkItem::upsert),
            // A file that cannot be read on has not come to its end.
            Err(error) => {
                self.books.break_off(error);
                None
            }
        }
    }
}

/// What the columns hold. A column that nobody knows is most likely one with a slip in its name.
fn columns(header: &StringRecord) -> Result<Vec<(String, Column)>, String> {
    let mut columns: Vec<(String, Column)> = Vec::new();
    for name in header {
        let column = Column::named(name).ok_or_else(|| format!("no column is `{name}`"))?;
        if columns.iter().any(|(other, _)| other == name) {
            return Err(format!("there are two columns `{name}`"));
        }
        columns.push((name.to_owned(), column));
    }
    let has_id = columns
        .iter()
        .any(|(_, column)| matches!(column, Column::SourceId));
    match has_id {
        true => Ok(columns),
        false => Err("there is no column `source_id`".to_owned()),
    }
}
