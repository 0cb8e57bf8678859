//! `_stat` (`Modules/_stat.c`): what the bits of a file's mode mean.

use crate::fill::put_ints;
use vm::memory::object::R;
use vm::native::args::{Args, boolean};
use vm::native::typedef::{ModuleDef, Native, function};
use vm::state::interpreter::Machine;

/// `_stat`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_stat",
    doc: "What the bits of a file's mode mean.",
    functions: FUNCTIONS,
    fill: |m, dict| put_ints(m, dict, CONSTANTS),
};

/// Kinds of files, and the letters that `filemode` shows for them.
const KINDS: [(i64, char); 7] =
    [(0o12, 'l'), (0o14, 's'), (0o10, '-'), (0o06, 'b'), (0o04, 'd'), (0o02, 'c'), (0o01, 'p')];

fn is_kind(m: &mut Machine, a: Args, kind: i64) -> R {
    let mode = m.index_i64(a.get(m, 0))?;
    boolean(mode >> 12 & 0o17 == kind)
}

const FUNCTIONS: &[Native] = &[
    function("S_ISDIR($module, mode, /)", "Whether it is a folder.", |m, a| is_kind(m, a, 0o04)),
    function("S_ISCHR($module, mode, /)", "Whether it is a device of characters.", |m, a| is_kind(m, a, 0o02)),
    function("S_ISBLK($module, mode, /)", "Whether it is a device of blocks.", |m, a| is_kind(m, a, 0o06)),
    function("S_ISREG($module, mode, /)", "Whether it is an ordinary file.", |m, a| is_kind(m, a, 0o10)),
    function("S_ISFIFO($module, mode, /)", "Whether it is a pipe.", |m, a| is_kind(m, a, 0o01)),
    function("S_ISLNK($module, mode, /)", "Whether it is a link.", |m, a| is_kind(m, a, 0o12)),
    function("S_ISSOCK($module, mode, /)", "Whether it is a socket.", |m, a| is_kind(m, a, 0o14)),
    function("S_ISDOOR($module, mode, /)", "Whether it is a door.", |m, a| is_kind(m, a, -1)),
    function("S_ISPORT($module, mode, /)", "Whether it is a port.", |m, a| is_kind(m, a, -1)),
    function("S_ISWHT($module, mode, /)", "Whether it is a whiteout.", |m, a| is_kind(m, a, -1)),
    function("S_IMODE($module, mode, /)", "The part of the mode that can be changed.", |m, a| {
        let mode = m.index_i64(a.get(m, 0))?;
        Ok(m.new_int(mode & 0o7777))
    }),
    function("S_IFMT($module, mode, /)", "The part of the mode that says what it is.", |m, a| {
        let mode = m.index_i64(a.get(m, 0))?;
        Ok(m.new_int(mode & 0o170_000))
    }),
    function("filemode($module, mode, /)", "The mode as `ls -l` shows it.", |m, a| {
        let mode = m.index_i64(a.get(m, 0))?;
        let kind = KINDS.iter().find(|(kind, _)| mode >> 12 & 0o17 == *kind).map_or('?', |(_, letter)| *letter);
        let mut text = String::from(kind);
        for (shift, special, (set, only)) in [(6, 0o4000, ('s', 'S')), (3, 0o2000, ('s', 'S')), (0, 0o1000, ('t', 'T'))]
        {
            let bits = mode >> shift & 7;
            text.push(if bits & 4 != 0 { 'r' } else { '-' });
            text.push(if bits & 2 != 0 { 'w' } else { '-' });
            text.push(match (mode & special != 0, bits & 1 != 0) {
                (true, true) => set,
                (true, false) => only,
                (false, true) => 'x',
                (false, false) => '-',
            });
        }
        Ok(m.new_str(&text))
    }),
];

const CONSTANTS: &[(&str, i64)] = &[
    ("S_IFDIR", 0o40000),
    ("S_IFCHR", 0o20000),
    ("S_IFBLK", 0o60000),
    ("S_IFREG", 0o100000),
    ("S_IFIFO", 0o10000),
    ("S_IFLNK", 0o120000),
    ("S_IFSOCK", 0o140000),
    ("S_IFDOOR", 0o0),
    ("S_IFPORT", 0o0),
    ("S_IFWHT", 0o0),
    ("S_ISUID", 0o4000),
    ("S_ISGID", 0o2000),
    ("S_ISVTX", 0o1000),
    ("S_ENFMT", 0o2000),
    ("S_IREAD", 0o400),
    ("S_IWRITE", 0o200),
    ("S_IEXEC", 0o100),
    ("S_IRWXU", 0o700),
    ("S_IRUSR", 0o400),
    ("S_IWUSR", 0o200),
    ("S_IXUSR", 0o100),
    ("S_IRWXG", 0o70),
    ("S_IRGRP", 0o40),
    ("S_IWGRP", 0o20),
    ("S_IXGRP", 0o10),
    ("S_IRWXO", 0o7),
    ("S_IROTH", 0o4),
    ("S_IWOTH", 0o2),
    ("S_IXOTH", 0o1),
    ("UF_SETTABLE", 0o177777),
    ("UF_NODUMP", 0o1),
    ("UF_IMMUTABLE", 0o2),
    ("UF_APPEND", 0o4),
    ("UF_OPAQUE", 0o10),
    ("UF_NOUNLINK", 0o20),
    ("UF_COMPRESSED", 0o40),
    ("UF_TRACKED", 0o100),
    ("UF_DATAVAULT", 0o200),
    ("UF_HIDDEN", 0o100000),
    ("SF_SETTABLE", 0o37777600000),
    ("SF_ARCHIVED", 0o200000),
    ("SF_IMMUTABLE", 0o400000),
    ("SF_APPEND", 0o1000000),
    ("SF_NOUNLINK", 0o4000000),
    ("SF_SNAPSHOT", 0o10000000),
    ("SF_FIRMLINK", 0o40000000),
    ("SF_DATALESS", 0o10000000000),
    ("ST_MODE", 0o0),
    ("ST_INO", 0o1),
    ("ST_DEV", 0o2),
    ("ST_NLINK", 0o3),
    ("ST_UID", 0o4),
    ("ST_GID", 0o5),
    ("ST_SIZE", 0o6),
    ("ST_ATIME", 0o7),
    ("ST_MTIME", 0o10),
    ("ST_CTIME", 0o11),
];
