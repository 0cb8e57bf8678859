//! The modules that are C in CPython, but for `builtins` and `sys`: `Modules/baz.c` is `bazmodule`. Each is one
//! declaration; a machine is given the list when it is made, so the machine does not know them.
#![forbid(unsafe_code)]

mod abcmodule;
mod arraymodule;
mod astmodule;
mod atexitmodule;
mod binasciimodule;
mod boot;
mod cmathmodule;
mod codecsmodule;
mod collectionsmodule;
mod contextvarsmodule;
mod csvmodule;
mod errnomodule;
mod faulthandler;
mod fcntlmodule;
mod fill;
mod functoolsmodule;
mod gcmodule;
mod hashmodules;
mod impmodule;
mod iomodule;
mod itertoolsmodule;
mod jsonmodule;
mod localemodule;
mod marshal;
mod mathmodule;
mod opcodemodule;
mod operatormodule;
mod posixmodule;
mod posixsubprocess;
mod pwdmodule;
pub mod pymain;
mod randommodule;
mod resource;
mod selectmodule;
mod signalmodule;
mod socketmodule;
mod sremodule;
mod statmodule;
mod steps;
mod stringmodule;
mod structmodule;
mod symtablemodule;
mod testcapi;
mod threadmodule;
mod timemodule;
mod tokenizemodule;
mod tracemalloc;
mod types;
mod typingmodule;
mod unicodedata;
mod warningsmodule;
mod weakrefmodule;
mod zlibmodule;

use vm::eval::activation::Row;
use vm::native::typedef::ModuleDef;
use vm::python::pylifecycle::Given;
use vm::state::files::Library;
use vm::state::host::Host;
use vm::state::interpreter::Machine;

/// All of them.
pub static ALL: &[&ModuleDef] = &[
    &abcmodule::MODULE,
    &arraymodule::MODULE,
    &atexitmodule::MODULE,
    &binasciimodule::MODULE,
    &localemodule::MODULE,
    &cmathmodule::MODULE,
    &codecsmodule::MODULE,
    &collectionsmodule::MODULE,
    &contextvarsmodule::MODULE,
    &csvmodule::MODULE,
    &errnomodule::MODULE,
    &faulthandler::MODULE,
    &fcntlmodule::MODULE,
    &functoolsmodule::MODULE,
    &gcmodule::MODULE,
    &impmodule::MODULE,
    &iomodule::MODULE,
    &itertoolsmodule::MODULE,
    &jsonmodule::MODULE,
    &marshal::MODULE,
    &mathmodule::MODULE,
    &operatormodule::MODULE,
    &posixmodule::MODULE,
    &posixsubprocess::MODULE,
    &pwdmodule::PWD_MODULE,
    &pwdmodule::GRP_MODULE,
    &randommodule::MODULE,
    &hashmodules::MD5_MODULE,
    &hashmodules::SHA1_MODULE,
    &hashmodules::SHA2_MODULE,
    &hashmodules::SHA3_MODULE,
    &hashmodules::BLAKE2_MODULE,
    &resource::MODULE,
    &selectmodule::MODULE,
    &signalmodule::MODULE,
    &socketmodule::MODULE,
    &sremodule::MODULE,
    &statmodule::MODULE,
    &testcapi::MODULE,
    &testcapi::INTERNAL_MODULE,
    &testcapi::LIMITED_MODULE,
    &threadmodule::MODULE,
    &timemodule::MODULE,
    &tracemalloc::MODULE,
    &typingmodule::MODULE,
    &unicodedata::MODULE,
    &astmodule::MODULE,
    &tokenizemodule::MODULE,
    &stringmodule::MODULE,
    &structmodule::MODULE,
    &symtablemodule::MODULE,
    &opcodemodule::MODULE,
    &warningsmodule::MODULE,
    &weakrefmodule::MODULE,
    &zlibmodule::MODULE,
];

/// Numbers of activations behind those that are counted in their own modules.
const CSV_READER: u16 = atexitmodule::EXIT + 1;
const CSV_WRITER: u16 = CSV_READER + 1;
const FUNCTOOLS_REDUCE: u16 = CSV_WRITER + 1;
const FUNCTOOLS_LRU: u16 = FUNCTOOLS_REDUCE + 1;
const JSON_SCAN: u16 = FUNCTOOLS_LRU + 1;
const JSON_ENCODE: u16 = JSON_SCAN + 1;
const OPERATOR_INPLACE: u16 = JSON_ENCODE + 1;

/// Their native activations, by number.
static ACTIVATIONS: &[Row] = &{
    let mut all = [contextvarsmodule::ACTIVATION; 9 + itertoolsmodule::ROWS.len() + sremodule::ROWS.len()];
    let mut i = 0;
    while i < itertoolsmodule::ROWS.len() {
        all[itertoolsmodule::row::FIRST as usize + i] = itertoolsmodule::ROWS[i];
        i += 1;
    }
    all[sremodule::row::SUB as usize] = sremodule::ROWS[0];
    all[atexitmodule::EXIT as usize] = atexitmodule::ACTIVATION;
    all[CSV_READER as usize] = csvmodule::READER_ROW;
    all[CSV_WRITER as usize] = csvmodule::WRITER_ROW;
    all[FUNCTOOLS_REDUCE as usize] = functoolsmodule::REDUCE_ROW;
    all[FUNCTOOLS_LRU as usize] = functoolsmodule::LRU_ROW;
    all[OPERATOR_INPLACE as usize] = operatormodule::INPLACE_ROW;
    all[JSON_SCAN as usize] = jsonmodule::SCANNER_ROW;
    all[JSON_ENCODE as usize] = jsonmodule::ENCODER_ROW;
    all
};

/// The library as the machine's files have it.
static LIBRARY: Library = Library {
    folder: library::FOLDER,
    executable: "/usr/local/bin/python3.14",
    mtime: library::MTIME,
    stat: |path| {
        library::stat(path).map(|entry| match entry {
            library::Entry::Folder => None,
            library::Entry::File(size) => Some(size),
        })
    },
    read: library::read,
    list: library::list,
};

/// A machine with all modules, of which none has been imported.
fn bare_machine(mut host: Host) -> Machine {
    host.files.library = Some(&LIBRARY);
    Machine::new(host, Given { modules: ALL, types: types::TYPES, activations: ACTIVATIONS, trees: &astmodule::TREES })
}

/// The environment of a program that is given none.
pub use boot::environ;

/// A machine with all modules, started, and nothing of a program yet.
pub fn machine(host: Host) -> Machine {
    with_host(boot::image().clone(), host)
}

/// The same for a process that needs no second one: what starting made is not kept to be copied.
pub fn only_machine(host: Host) -> Machine {
    with_host(boot::started(), host)
}

fn with_host(mut m: Machine, mut host: Host) -> Machine {
    host.files.library = Some(&LIBRARY);
    let silent = !host.warnings;
    m.host = host;
    m.set_arguments();
    if !m.host.environ.is_empty() {
        boot::set_environ(&mut m);
    }
    if silent {
        warningsmodule::silence(&mut m);
    }
    m
}
