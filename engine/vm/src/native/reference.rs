//! What CPython's built-in types and modules hold, by name: so that what is not built yet is refused by name and never
//! taken for what does not exist. The table is made by `conformance/golden/make_type_tables.py`.

use rustc_hash::FxHashMap as HashMap;
use std::sync::LazyLock;

/// One name in the dict of a type or module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `wrapper`, `method`, `classmethod`, `static`, `getset`, `member`, `builtin` or `value`.
    pub kind: &'static str,
    /// `__text_signature__`; "" if it has none.
    pub signature: &'static str,
}

/// A type of CPython's.
#[derive(Debug, Default)]
pub struct TypeEntry {
    pub flags: u32,
    pub basicsize: u32,
    pub itemsize: u32,
    /// Names of the classes of its mro.
    pub mro: Vec<&'static str>,
    pub signature: &'static str,
    pub names: HashMap<&'static str, Entry>,
}

#[derive(Debug, Default)]
pub struct Reference {
    pub types: HashMap<&'static str, TypeEntry>,
    pub modules: HashMap<&'static str, HashMap<&'static str, Entry>>,
}

static TABLE: &str = include_str!("cpython.tsv");
static REFERENCE: LazyLock<Reference> = LazyLock::new(|| read(TABLE));
/// Every start asks for these and for nothing else in the table.
static IMPORTABLE: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix("importable\t")?.split_once('\t'));
    rows.map(|(name, kind)| (name, !kind.is_empty())).collect()
});

/// The table, read at its first use.
pub fn reference() -> &'static Reference {
    &REFERENCE
}

/// Modules of the standard library; true: it can do without.
pub fn importable() -> &'static HashMap<&'static str, bool> {
    &IMPORTABLE
}

fn read(text: &'static str) -> Reference {
    let mut table = Reference::default();
    let (mut of_type, mut of_module) = (None, "");
    for line in text.lines() {
        let fields: Vec<&'static str> = line.split('\t').collect();
        match *fields.as_slice() {
            ["type", name, flags, basicsize, itemsize, mro, signature] => {
                let number = |text: &str| text.parse().unwrap_or(0);
                let entry = TypeEntry {
                    flags: number(flags),
                    basicsize: number(basicsize),
                    itemsize: number(itemsize),
                    mro: mro.split(',').collect(),
                    signature,
                    names: HashMap::default(),
                };
                table.types.insert(name, entry);
                of_type = Some(name);
            }
            ["module", name] => {
                table.modules.insert(name, HashMap::default());
                (of_type, of_module) = (None, name);
            }
            ["", name, kind, signature] => {
                let names = match of_type {
                    Some(of_type) => table.types.get_mut(of_type).map(|entry| &mut entry.names),
                    None => table.modules.get_mut(of_module),
                };
                if let Some(names) = names {
                    names.insert(name, Entry { kind, signature });
                }
            }
            _ => {}
        }
    }
    table
}

impl Reference {
    pub fn type_has(&self, class: &str, name: &str) -> bool {
        self.types.get(class).is_some_and(|entry| entry.names.contains_key(name))
    }

    pub fn module_has(&self, module: &str, name: &str) -> bool {
        self.modules.get(module).is_some_and(|names| names.contains_key(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let table = reference();
        assert_eq!(table.types["list"].basicsize, 40);
        assert_eq!(table.types["list"].mro, ["list", "object"]);
        assert_eq!(table.types["list"].names["append"].signature, "($self, object, /)");
        assert!(table.type_has("dict", "fromkeys") && !table.type_has("dict", "fromkey"));
        assert!(table.module_has("builtins", "bytearray") && table.module_has("sys", "flags"));
        assert!(importable()["_heapq"] && !importable()["json"]);
    }
}
