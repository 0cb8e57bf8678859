//! Questions about imports, files and costs: answered from what the run imported, the files at the moment, the profile.

use crate::compile::pyc::Cached;
use crate::machine::files::{FileRow, FilesModel};
use crate::machine::import_search::Asked;
use crate::moment::{Moment, Run};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportQuery {
    /// How a module came to be there: `compiled`, `.pyc`, `built in`, `frozen`, `failed`.
    How(String),
    /// Whose code asked for it first.
    Importer(String),
    /// How often it was taken from `sys.modules`.
    Cached(String),
    /// How often it was searched for and executed.
    Executed(String),
    /// The module that is being imported.
    Importing,
    /// The place that is asked for it.
    AskedNow,
    /// Whether the `.pyc` file of a module is there and fits: `valid`, `stale`, `missing`.
    Pyc(String),
    /// Whether this run read or wrote a file, by the end of its path.
    Read(String),
    Written(String),
    /// The function of the program's own file with the most steps of its own, or with what it calls.
    MostSteps,
    MostWithCalls,
    /// How often a function was called.
    Calls(String),
}

impl ImportQuery {
    pub fn parse(text: &str) -> Option<ImportQuery> {
        type Make = fn(String) -> ImportQuery;
        let of_name: [(&str, Make); 8] = [
            ("how is ", ImportQuery::How),
            ("importer of ", ImportQuery::Importer),
            ("cached imports of ", ImportQuery::Cached),
            ("executed imports of ", ImportQuery::Executed),
            ("pyc of ", ImportQuery::Pyc),
            ("read ", ImportQuery::Read),
            ("written ", ImportQuery::Written),
            ("calls of ", ImportQuery::Calls),
        ];
        match text {
            "importing" => return Some(ImportQuery::Importing),
            "asked now" => return Some(ImportQuery::AskedNow),
            "most steps" => return Some(ImportQuery::MostSteps),
            "most steps with calls" => return Some(ImportQuery::MostWithCalls),
            _ => {}
        }
        of_name.iter().find_map(|(words, make)| {
            let name = text.strip_prefix(words)?.trim();
            let name = name.strip_suffix(" imported").unwrap_or(name);
            (!name.is_empty()).then(|| make(name.to_owned()))
        })
    }

    /// Whether the whole recording must have been read for it.
    pub fn needs_reading(&self) -> bool {
        !matches!(
            self,
            ImportQuery::Importing
                | ImportQuery::AskedNow
                | ImportQuery::Pyc(_)
                | ImportQuery::Read(_)
                | ImportQuery::Written(_)
        )
    }

    pub fn answer(&self, run: &Run, now: &Moment) -> Result<String, String> {
        let imports = &run.imports;
        let import = |name: &str| {
            let found = imports.imports.iter().find(|import| import.name == name);
            found.ok_or_else(|| format!("this run does not import {name}"))
        };
        let search = || now.search.as_ref().ok_or_else(|| format!("nothing is being imported at step {}", now.step));
        let own = || run.profile.rows.iter().filter(|row| row.own);
        match self {
            ImportQuery::How(name) => Ok(import(name)?.how.words().to_owned()),
            ImportQuery::Importer(name) => Ok(import(name)?.importer.clone()),
            ImportQuery::Cached(name) => Ok(imports.cached(name).to_string()),
            ImportQuery::Executed(name) => {
                Ok(imports.imports.iter().filter(|import| import.name == *name).count().to_string())
            }
            ImportQuery::Importing => Ok(search()?.name.clone()),
            ImportQuery::AskedNow => {
                let stage = search()?.stages.iter().rev().find(|stage| stage.asked == Asked::Now);
                stage.map(|stage| stage.title.clone()).ok_or_else(|| "the search is over".to_owned())
            }
            ImportQuery::Pyc(name) => Ok(pyc_of(&now.files, name).to_owned()),
            ImportQuery::Read(end) => Ok(truth(files(&now.files, end).any(|row| row.used.read))),
            ImportQuery::Written(end) => Ok(truth(files(&now.files, end).any(|row| row.used.written))),
            ImportQuery::MostSteps => {
                let most = own().max_by_key(|row| row.steps);
                most.map(|row| row.name.clone()).ok_or_else(|| "nothing has been read yet".to_owned())
            }
            ImportQuery::MostWithCalls => {
                let most = own().max_by_key(|row| row.cumulative);
                most.map(|row| row.name.clone()).ok_or_else(|| "nothing has been read yet".to_owned())
            }
            ImportQuery::Calls(name) => {
                let calls: u64 = own().filter(|row| row.name == *name).map(|row| row.calls).sum();
                Ok(calls.to_string())
            }
        }
    }

    /// Takes out of a moment what would give the answer away.
    pub fn conceal(&self, moment: &mut Moment) {
        match self {
            ImportQuery::Importing | ImportQuery::AskedNow => moment.search = None,
            ImportQuery::Pyc(_) | ImportQuery::Read(_) | ImportQuery::Written(_) => {
                moment.files = FilesModel::default();
            }
            _ => {}
        }
    }
}

fn truth(holds: bool) -> String {
    if holds { "True" } else { "False" }.to_owned()
}

fn files<'a>(files: &'a FilesModel, end: &'a str) -> impl Iterator<Item = &'a FileRow> {
    files.rows.iter().filter(move |row| !row.folder && row.path.ends_with(end))
}

fn pyc_of(files: &FilesModel, module: &str) -> &'static str {
    let wanted = format!("/__pycache__/{module}.cpython-314.pyc");
    let row = files.rows.iter().find(|row| row.path.ends_with(&wanted) && !row.gone);
    match row.and_then(|row| row.pyc.as_ref()).map(|note| &note.state) {
        Some(Cached::Valid { .. }) => "valid",
        Some(_) => "stale",
        None => "missing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_read_as_they_are_written() {
        assert_eq!(ImportQuery::parse("how is json imported"), Some(ImportQuery::How("json".to_owned())));
        assert_eq!(ImportQuery::parse("pyc of shapes"), Some(ImportQuery::Pyc("shapes".to_owned())));
        assert_eq!(ImportQuery::parse("importing"), Some(ImportQuery::Importing));
        assert_eq!(ImportQuery::parse("calls of "), None);
        assert_eq!(ImportQuery::parse("tomorrow"), None);
    }
}
