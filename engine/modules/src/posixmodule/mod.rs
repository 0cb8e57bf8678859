//! `posix` (`Modules/posixmodule.c`), over the files that the machine has.

mod processes;

use crate::fill::{
    field, fspath, os_error, os_error_of_two, path_text, put, put_constants, put_ints, put_types, set_field,
};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R, Raised};
use vm::native::args::{Args, boolean, none, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, Slot, TypeDef, concat, def, function, member, tpflags, wrapper};
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::files::{Files, Res, Stat, errno};
use vm::state::interpreter::Machine;

/// `posix`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "posix", doc: "Files and what else the system has.", functions: &ALL, fill };

static ALL: [Native; FUNCTIONS.len() + processes::FUNCTIONS.len()] = concat(FUNCTIONS, &processes::FUNCTIONS);

/// The first ten are items.
const STAT_FIELDS: [&str; 16] = [
    "st_mode",
    "st_ino",
    "st_dev",
    "st_nlink",
    "st_uid",
    "st_gid",
    "st_size",
    "st_atime",
    "st_mtime",
    "st_ctime",
    "st_atime_ns",
    "st_mtime_ns",
    "st_ctime_ns",
    "st_blksize",
    "st_blocks",
    "st_rdev",
];
const HAVE: [&str; 7] = [
    "HAVE_FACCESSAT",
    "HAVE_FCHDIR",
    "HAVE_FSTATAT",
    "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",
    "HAVE_LSTAT",
    "HAVE_UTIMENSAT",
];

fn fill(m: &mut Machine, dict: Obj) {
    put_constants(m, dict, "posix");
    let names = m.new_dict();
    put_constants(m, names.get(), "sysconf");
    put(m, dict, "sysconf_names", names);
    put_types(m, dict, &[own::DIR_ENTRY]);
    let error = m.type_obj(ty::OS_ERROR);
    let error = m.new_ref(error);
    put(m, dict, "error", error);
    let structs: [(&str, &[&str]); 4] = [
        ("stat_result", &STAT_FIELDS),
        ("terminal_size", &["columns", "lines"]),
        ("uname_result", &["sysname", "nodename", "release", "version", "machine"]),
        ("times_result", &["user", "system", "children_user", "children_system", "elapsed"]),
    ];
    for (name, fields) in structs {
        let module = if name == "stat_result" || name == "terminal_size" { "os" } else { "posix" };
        if let Ok(class) = m.make_structseq(module, name, fields, fields.len().min(10)) {
            if name == "stat_result" {
                // Under these names lie the times with fractions, which are no items.
                let own = m.types[m.slot(class.get()).a as usize].dict;
                for name in &STAT_FIELDS[7..10] {
                    let key = m.intern_str(name);
                    // Text hashes without running Python code.
                    let _gone = m.dict_del(own, key.get());
                    m.drop_ref(key);
                }
            }
            put(m, dict, name, class);
        }
    }
    // Attributes of a stat result that are no items come as instance attributes.
    let environ = m.new_dict();
    put_environ(m, environ.get());
    put(m, dict, "environ", environ);
    let have = HAVE.iter().map(|name| m.new_str(name)).collect();
    let have = m.new_list_of(have);
    put(m, dict, "_have_functions", have);
}

/// The variables of the environment, as bytes.
pub fn put_environ(m: &mut Machine, dict: Obj) {
    for (name, value) in m.host.environ.clone().iter() {
        let pair = [name, value].map(|text| m.new_bytes(text.as_bytes()));
        let pair = m.keep_all(pair.into());
        // Bytes hash without running Python code.
        let _set = m.dict_set(dict, pair[0], pair[1]);
    }
}

/// A path, a descriptor, or the current directory.
enum Place {
    Path(String, Obj),
    Descriptor(i64),
}

fn place(m: &mut Machine, o: Obj, function: &str) -> R<Place> {
    if o.is_null() || Machine::is_none(o) {
        let dot = m.new_str(".");
        return Ok(Place::Path(".".to_owned(), m.keep(dot)));
    }
    if m.is_int(o) {
        return Ok(Place::Descriptor(m.index_i64(o)?));
    }
    let method = m.lookup_special(o, vm::native::static_strings::DUNDER_FSPATH);
    if !matches!(m.kind(o), Kind::Str | Kind::Bytes) && method.is_null() {
        let got = m.type_name(o);
        let more = if function == "listdir" { ", integer or None" } else { " or integer" };
        let text = format!("{function}: path should be string, bytes, os.PathLike{more}, not {got}");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    Ok(Place::Path(path_text(m, o, function)?, o))
}

fn path(m: &mut Machine, o: Obj, function: &str) -> R<String> {
    let method = m.lookup_special(o, vm::native::static_strings::DUNDER_FSPATH);
    if !matches!(m.kind(o), Kind::Str | Kind::Bytes) && method.is_null() {
        let got = m.type_name(o);
        let text = format!("{function}: path should be string, bytes or os.PathLike, not {got}");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    path_text(m, o, function)
}

/// Virtual nanoseconds since 1970.
pub fn now(m: &Machine) -> u64 {
    m.host.epoch_ns + m.virtual_ns()
}

/// What the files answered, or the exception for it.
fn given<T>(m: &mut Machine, answer: Res<T>, path: Obj) -> R<T> {
    answer.map_err(|number| os_error(m, number, path))
}

fn stat_of(m: &mut Machine, place: &Place) -> R<Stat> {
    match place {
        Place::Path(path, o) => {
            let stat = m.host.files.stat(path);
            given(m, stat, *o)
        }
        Place::Descriptor(fd) => {
            let stat = m.host.files.fstat(*fd);
            given(m, stat, Obj::NULL)
        }
    }
}

fn class(m: &mut Machine, name: &str) -> u32 {
    let [module, key] = ["posix", name].map(|text| m.intern_str(text));
    let found = m.dict_get_str(m.sys_modules, module.get());
    let class = if found.is_null() { Obj::NULL } else { m.instance_get(found, key.get()) };
    m.drop_ref(module);
    m.drop_ref(key);
    if class.is_null() || m.kind(class) != Kind::Type { ty::TUPLE } else { m.slot(class).a }
}

fn stat_result(m: &mut Machine, stat: Stat) -> R {
    let kind = if stat.folder {
        0o040_000
    } else if stat.pipe {
        0o010_000
    } else if stat.socket {
        0o140_000
    } else if stat.stream {
        0o020_000
    } else {
        0o100_000
    };
    let seconds = (stat.mtime_ns / 1_000_000_000) as i64;
    let numbers = [
        kind | i64::from(stat.permissions),
        stat.inode as i64,
        1,
        1,
        0,
        0,
        stat.size as i64,
        seconds,
        seconds,
        seconds,
    ];
    let items = numbers.into_iter().map(|n| m.new_int(n)).collect();
    let class = class(m, "stat_result");
    let result = m.new_structseq_of(class, items)?;
    if class == ty::TUPLE {
        return Ok(result);
    }
    let dict = m.materialize_dict(result.get());
    for name in ["st_atime", "st_mtime", "st_ctime"] {
        let value = m.new_float(stat.mtime_ns as f64 / 1e9);
        put(m, dict, name, value);
        let value = m.new_int(stat.mtime_ns as i64);
        put(m, dict, &format!("{name}_ns"), value);
    }
    put_ints(m, dict, &[("st_blksize", 4096), ("st_blocks", stat.size.div_ceil(512) as i64), ("st_rdev", 0)]);
    Ok(result)
}

fn stat(m: &mut Machine, a: Args) -> R {
    let place = place(m, a.get(m, 0), "stat")?;
    let stat = stat_of(m, &place)?;
    stat_result(m, stat)
}

fn remove(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let path = path(m, o, "remove")?;
    let now = now(m);
    let done = m.host.files.unlink(&path, now);
    given(m, done, o)?;
    none()
}

fn rename(m: &mut Machine, a: Args) -> R {
    let (from, to) = (a.get(m, 0), a.get(m, 1));
    let (old, new) = (path(m, from, "rename")?, path(m, to, "rename")?);
    let now = now(m);
    if let Err(number) = m.host.files.rename(&old, &new, now) {
        return Err(os_error_of_two(m, number, from, to));
    }
    none()
}

/// A number that the program's user or process has.
fn number(m: &mut Machine, n: i64) -> R {
    Ok(m.new_int(n))
}

const FUNCTIONS: &[Native] = &[
    function("stat($module, /, path, *, dir_fd=None, follow_symlinks=True)", "What is known of a file.", stat),
    function("lstat($module, /, path, *, dir_fd=None)", "What is known of a file.", stat),
    function("fstat($module, /, fd)", "What is known of an open file.", |m, a| {
        let fd = m.index_i64(a.get(m, 0))?;
        let stat = stat_of(m, &Place::Descriptor(fd))?;
        stat_result(m, stat)
    }),
    function(
        "access($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       follow_symlinks=True)",
        "Whether a file may be used so.",
        |m, a| {
            let path = path(m, a.get(m, 0), "access")?;
            let mode = m.index_i64(a.get(m, 1))?;
            boolean(match m.host.files.stat(&path) {
                Ok(stat) => mode & 1 == 0 || stat.folder,
                Err(_) => false,
            })
        },
    ),
    function("listdir($module, /, path=None)", "Names in a folder.", |m, a| {
        let o = a.opt(m, 0);
        let place = place(m, o, "listdir")?;
        let (text, o) = match place {
            Place::Path(text, o) => (text, o),
            Place::Descriptor(fd) => {
                let path = m.host.files.path_of(fd);
                (given(m, path, Obj::NULL)?, o)
            }
        };
        let names = m.host.files.list(&text);
        let names = given(m, names, o)?;
        let bytes = m.kind(o) == Kind::Bytes;
        let items = names.iter().map(|name| if bytes { m.new_bytes(name.as_bytes()) } else { m.new_str(name) });
        let items = items.collect();
        Ok(m.new_list_of(items))
    }),
    function("scandir($module, /, path=None)", "An iterator over what is in a folder.", |m, a| {
        let o = a.opt(m, 0);
        let Place::Path(text, o) = place(m, o, "scandir")? else {
            return Err(m.not_supported("scandir() of a descriptor"));
        };
        let names = m.host.files.list(&text);
        let names = given(m, names, o)?;
        let bytes = m.kind(o) == Kind::Bytes;
        let mut entries = Vec::new();
        for name in names {
            let full = if text.ends_with('/') { format!("{text}{name}") } else { format!("{text}/{name}") };
            let stat = m.host.files.stat(&full).ok();
            let entry = m.new_instance(own::DIR_ENTRY);
            let text = |m: &mut Machine, text: &str| if bytes { m.new_bytes(text.as_bytes()) } else { m.new_str(text) };
            let name = text(m, &name);
            set_field(m, entry.get(), 0, name);
            let full = text(m, &full);
            set_field(m, entry.get(), 1, full);
            let folder = Owned::steal(Machine::new_bool(stat.is_some_and(|stat| stat.folder)));
            set_field(m, entry.get(), 2, folder);
            entries.push(entry);
        }
        let list = m.new_list_of(entries);
        let list = m.keep(list);
        let iterator = m.new_instance(own::SCANDIR_ITERATOR);
        let inner = m.iter(list)?;
        set_field(m, iterator.get(), 0, inner);
        Ok(iterator)
    }),
    function("getcwd($module, /)", "The current directory.", |m, _| {
        let cwd = m.host.files.cwd.clone();
        Ok(m.new_str(&cwd))
    }),
    function("getcwdb($module, /)", "The current directory, as bytes.", |m, _| {
        let cwd = m.host.files.cwd.clone();
        Ok(m.new_bytes(cwd.as_bytes()))
    }),
    function("chdir($module, /, path)", "Change the current directory.", |m, a| {
        let o = a.get(m, 0);
        let path = path(m, o, "chdir")?;
        let done = m.host.files.chdir(&path);
        given(m, done, o)?;
        none()
    }),
    function("mkdir($module, /, path, mode=511, *, dir_fd=None)", "Make a folder.", |m, a| {
        let o = a.get(m, 0);
        let path = path(m, o, "mkdir")?;
        let now = now(m);
        let done = m.host.files.mkdir(&path, now);
        given(m, done, o)?;
        none()
    }),
    function("rmdir($module, /, path, *, dir_fd=None)", "Remove an empty folder.", |m, a| {
        let o = a.get(m, 0);
        let path = path(m, o, "rmdir")?;
        let now = now(m);
        let done = m.host.files.rmdir(&path, now);
        given(m, done, o)?;
        none()
    }),
    function("unlink($module, /, path, *, dir_fd=None)", "Remove a file.", remove),
    function("remove($module, /, path, *, dir_fd=None)", "Remove a file.", remove),
    function("rename($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Give a file another name.", rename),
    function("replace($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Give a file another name.", rename),
    function("readlink($module, /, path, *, dir_fd=None)", "Where a link leads.", |m, a| {
        let o = a.get(m, 0);
        let path = path(m, o, "readlink")?;
        let stat = m.host.files.stat(&path);
        given(m, stat, o)?;
        Err(os_error(m, errno::EINVAL, o))
    }),
    function(
        "chmod($module, /, path, mode, *, dir_fd=None, follow_symlinks=(os.name != 'nt'))",
        "Change who may use a file.",
        |m, a| {
            let place = place(m, a.get(m, 0), "chmod")?;
            stat_of(m, &place)?;
            none()
        },
    ),
    function(
        "utime($module, /, path, times=None, *, ns=<unrepresentable>,\n      dir_fd=None, follow_symlinks=True)",
        "Set the times of a file.",
        |m, a| {
            let (o, times, ns) = (a.get(m, 0), a.opt(m, 1), a.opt(m, 2));
            let Place::Path(path, o) = place(m, o, "utime")? else {
                return Err(m.not_supported("utime() of a descriptor"));
            };
            let pair =
                |m: &Machine, o: Obj| (m.kind(o) == Kind::Tuple && m.tuple_len(o) == 2).then(|| m.tuple_item(o, 1));
            let time = if !ns.is_null() {
                let Some(time) = pair(m, ns) else {
                    return Err(m.raise(ty::TYPE_ERROR, "utime: 'ns' must be a tuple of two ints"));
                };
                m.index_i64(time)? as u64
            } else if times.is_null() || Machine::is_none(times) {
                now(m)
            } else {
                let Some(time) = pair(m, times) else {
                    let text = "utime: 'times' must be either a tuple of two ints or None";
                    return Err(m.raise(ty::TYPE_ERROR, text));
                };
                (m.to_float(time)? * 1e9) as u64
            };
            let done = m.host.files.touch(&path, time);
            given(m, done, o)?;
            none()
        },
    ),
    function("open($module, /, path, flags, mode=511, *, dir_fd=None)", "Open a file; its descriptor.", |m, a| {
        let o = a.get(m, 0);
        let path = path(m, o, "open")?;
        let flags = m.index_i64(a.get(m, 1))?;
        let now = now(m);
        let fd = m.open_file(&path, flags, now);
        let fd = given(m, fd, o)?;
        Ok(m.new_int(fd))
    }),
    function("close($module, /, fd)", "Close a descriptor.", |m, a| {
        let fd = m.index_i64(a.get(m, 0))?;
        if Files::is_stream(fd) {
            return none();
        }
        let done = m.host.files.close(fd);
        given(m, done, Obj::NULL)?;
        none()
    }),
    function("read($module, fd, length, /)", "Read at most so many bytes.", |m, a| {
        let (fd, n) = (m.index_i64(a.get(m, 0))?, m.index_i64(a.get(m, 1))?);
        let bytes = read_descriptor(m, fd, n.max(0) as usize)?;
        Ok(m.new_bytes(&bytes))
    }),
    function("write($module, fd, data, /)", "Write bytes; how many that were.", |m, a| {
        let fd = m.index_i64(a.get(m, 0))?;
        let bytes = m.all_bytes(a.get(m, 1))?;
        let n = write_descriptor(m, fd, &bytes)?;
        Ok(m.new_int(n as i64))
    }),
    function("lseek($module, fd, position, how, /)", "Move a descriptor.", |m, a| {
        let (fd, offset, how) = (m.index_i64(a.get(m, 0))?, m.index_i64(a.get(m, 1))?, m.index_i64(a.get(m, 2))?);
        let at = m.host.files.seek(fd, offset, how);
        let at = given(m, at, Obj::NULL)?;
        Ok(m.new_int(at))
    }),
    function("ftruncate($module, fd, length, /)", "Cut an open file.", |m, a| {
        let (fd, n) = (m.index_i64(a.get(m, 0))?, m.index_i64(a.get(m, 1))?);
        let now = now(m);
        let done = m.host.files.truncate(fd, n.max(0) as u64, now);
        given(m, done, Obj::NULL)?;
        none()
    }),
    function("fsync($module, /, fd)", "Have all written.", |_, _| none()),
    function("isatty($module, fd, /)", "Whether a descriptor is a terminal.", |_, _| boolean(false)),
    function("get_inheritable($module, fd, /)", "Whether a child gets the descriptor.", |_, _| boolean(false)),
    function("set_inheritable($module, fd, inheritable, /)", "Whether a child gets the descriptor.", |_, _| none()),
    function("get_terminal_size(fd=0, /)", "How large the terminal is.", |m, _| Err(os_error(m, 25, Obj::NULL)))
        .hidden(),
    function("device_encoding($module, /, fd)", "The encoding of a terminal.", |_, _| none()),
    function("fspath($module, /, path)", "A path as text or bytes.", |m, a| fspath(m, a.get(m, 0))),
    function("strerror($module, code, /)", "What an error number means.", |m, a| {
        let n = m.index_i64(a.get(m, 0))?;
        let text = crate::errnomodule::text_of(n as i32);
        let text = if text == "Unknown error" { format!("{text} {n}") } else { text.to_owned() };
        Ok(m.new_str(&text))
    }),
    function("getpid($module, /)", "The number of the process.", |m, _| number(m, 4242)),
    function("getppid($module, /)", "The number of the process that started it.", |m, _| number(m, 1)),
    function("getuid($module, /)", "The number of the user.", |m, _| number(m, 1000)),
    function("geteuid($module, /)", "The number of the user.", |m, _| number(m, 1000)),
    function("getgid($module, /)", "The number of the group.", |m, _| number(m, 1000)),
    function("getegid($module, /)", "The number of the group.", |m, _| number(m, 1000)),
    function("umask($module, mask, /)", "Set what new files may not be used for.", |m, _| number(m, 0o022)),
    function("cpu_count($module, /)", "How many processors there are.", |m, _| number(m, 1)),
    function("sched_getaffinity($module, pid, /)", "The processors that a process may use.", |m, _| {
        let set = m.new_set(false);
        let zero = m.new_int(0);
        let zero = m.keep(zero);
        m.set_add(set.get(), zero)?;
        Ok(set)
    }),
    function("urandom($module, size, /)", "Bytes that nobody can guess; the same in every run.", |m, a| {
        let n = m.index_i64(a.get(m, 0))?;
        if n < 0 {
            return Err(m.raise(ty::VALUE_ERROR, "negative argument not allowed"));
        }
        let bytes = crate::fill::entropy(m, n as usize);
        Ok(m.new_bytes(&bytes))
    }),
    function("uname($module, /)", "What the system is called.", |m, _| {
        let parts = ["Linux", "serpentarium", "6.0", "#1", "x86_64"].map(|text| m.new_str(text));
        let class = class(m, "uname_result");
        m.new_structseq_of(class, parts.into())
    }),
    function("times($module, /)", "How long the process has computed.", |m, _| {
        let used = (m.steps() * m.host.ns_per_step) as f64 / 1e9;
        let parts = [used, 0.0, 0.0, 0.0, used].map(|n| m.new_float(n));
        let class = class(m, "times_result");
        m.new_structseq_of(class, parts.into())
    }),
    function("_exit($module, /, status)", "End the process at once.", |m, a| {
        let status = a.get(m, 0);
        Err(m.raise_with(ty::SYSTEM_EXIT, status))
    }),
    function("putenv($module, name, value, /)", "Set a variable for children.", |m, a| {
        let (name, value) = (path_text(m, a.get(m, 0), "")?, path_text(m, a.get(m, 1), "")?);
        set_variable(m, name, Some(value));
        none()
    }),
    function("unsetenv($module, name, /)", "Remove a variable for children.", |m, a| {
        let name = path_text(m, a.get(m, 0), "")?;
        set_variable(m, name, None);
        none()
    }),
    function(
        "register_at_fork($module, /, *, before=None, after_in_child=None, after_in_parent=None)",
        "What to call when the process is forked.",
        |_, _| none(),
    )
    .hidden(),
    function("_path_normpath($module, /, path)", "A path without what is superfluous.", |m, a| {
        let o = a.get(m, 0);
        let bytes = m.kind(o) == Kind::Bytes;
        let text = if bytes { String::from_utf8_lossy(m.bytes_value(o)).into_owned() } else { m.str_text(o) };
        let norm = normpath(&text);
        Ok(if bytes { m.new_bytes(norm.as_bytes()) } else { m.new_str(&norm) })
    }),
    function("_path_splitroot_ex($module, /, p)", "A path as drive, root and rest.", |m, a| {
        let o = a.get(m, 0);
        let bytes = m.kind(o) == Kind::Bytes;
        let text = if bytes { String::from_utf8_lossy(m.bytes_value(o)).into_owned() } else { m.str_text(o) };
        let root = match text.bytes().take_while(|b| *b == b'/').count() {
            0 => 0,
            2 => 2,
            _ => 1,
        };
        let parts = ["", &text[..root], &text[root..]];
        let parts = parts.map(|part| if bytes { m.new_bytes(part.as_bytes()) } else { m.new_str(part) });
        Ok(m.new_tuple(parts.into()))
    }),
    function("_inputhook($module, /)", "", |_, _| none()),
    function("system($module, /, command)", "Run a command in a shell.", |m, _| Err(m.not_supported("other programs"))),
    function("pipe($module, /)", "Make a pipe: the descriptors that read and write.", |m, _| pipe(m)),
    function("pipe2($module, flags, /)", "Make a pipe, with flags.", |m, a| {
        let flags = m.index_i64(a.get(m, 0))?;
        let made = pipe(m)?;
        if flags & NONBLOCK != 0 {
            for fd in m.seq_items(made.get()) {
                set_blocking(m, m.int_clamped(fd), false)?;
            }
        }
        Ok(made)
    }),
    function("set_blocking($module, fd, blocking, /)", "Whether reading and writing waits.", |m, a| {
        let (fd, blocking) = (m.index_i64(a.get(m, 0))?, m.truthy(a.get(m, 1))?);
        set_blocking(m, fd, blocking)?;
        none()
    }),
    function("get_blocking($module, fd, /)", "Whether reading and writing waits.", |m, a| {
        let fd = m.index_i64(a.get(m, 0))?;
        let ends = m.host.files.ends(fd);
        let ends = given(m, ends, Obj::NULL)?;
        boolean(!ends.is_some_and(|ends| ends.nonblocking))
    }),
    function("fork($module, /)", "Make a second process.", |m, _| Err(m.not_supported("other processes"))),
    function("kill($module, pid, signal, /)", "Send a signal.", processes::kill),
];

/// `O_NONBLOCK`.
const NONBLOCK: i64 = 0o4000;

fn pipe(m: &mut Machine) -> R {
    let fds = m.host.files.connect(false);
    let fds = given(m, fds, Obj::NULL)?.map(|fd| m.new_int(fd));
    Ok(m.new_tuple(fds.into()))
}

/// Whether what cannot be done with a descriptor now is waited for.
pub fn set_blocking(m: &mut Machine, fd: i64, blocking: bool) -> R<()> {
    let ends = m.host.files.ends(fd);
    if let Some(mut ends) = given(m, ends, Obj::NULL)? {
        ends.nonblocking = !blocking;
        let done = m.host.files.set_ends(fd, ends);
        given(m, done, Obj::NULL)?;
    }
    Ok(())
}

/// What a channel answers. What would be waited for may come from a process that was started; else it never comes.
pub fn received<T>(m: &mut Machine, ask: impl Fn(&mut Files) -> Res<T>) -> R<T> {
    loop {
        match ask(&mut m.host.files) {
            Err(errno::EDEADLK) if crate::pymain::run_children(m)? => {}
            Err(errno::EDEADLK) => return Err(m.not_supported("waiting for what only this thread could do")),
            answer => return given(m, answer, Obj::NULL),
        }
    }
}

fn set_variable(m: &mut Machine, name: String, value: Option<String>) {
    let mut all: Vec<(String, String)> = m.host.environ.iter().filter(|(key, _)| *key != name).cloned().collect();
    all.extend(value.map(|value| (name, value)));
    m.host.environ = all.into();
}

fn normpath(path: &str) -> String {
    if path.is_empty() {
        return ".".to_owned();
    }
    let slashes = path.bytes().take_while(|b| *b == b'/').count();
    let root = match slashes {
        0 => "",
        2 => "//",
        _ => "/",
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part != ".." || root.is_empty() && parts.last().is_none_or(|last| *last == "..") {
            parts.push(part);
        } else {
            parts.pop();
        }
    }
    let text = format!("{root}{}", parts.join("/"));
    if text.is_empty() { ".".to_owned() } else { text }
}

/// Bytes from a descriptor; standard input gives lines.
pub fn read_descriptor(m: &mut Machine, fd: i64, n: usize) -> R<Vec<u8>> {
    if fd != 0 {
        return received(m, |files| files.read(fd, n));
    }
    m.flush_stdout();
    Ok(match m.read_line("")? {
        Some(line) => (line + "\n").into_bytes(),
        None => Vec::new(),
    })
}

/// Bytes to a descriptor.
pub fn write_descriptor(m: &mut Machine, fd: i64, bytes: &[u8]) -> R<usize> {
    if Files::is_stream(fd) && fd != 0 {
        m.write_bytes(fd == 2, bytes);
        return if m.halt.is_some() { Err(Raised) } else { Ok(bytes.len()) };
    }
    let now = now(m);
    received(m, |files| files.write(fd, bytes, now))
}

/// `os.DirEntry`: name, path, whether it is a folder.
pub static DIR_ENTRY: TypeDef = TypeDef {
    name: "DirEntry",
    module: "posix",
    fields: 3,
    basicsize: 80,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::DISALLOW_INSTANTIATION,
    doc: "What is in a folder.",
    slots: &[Slot::Repr],
    natives: &[
        member("name", "The name in the folder.", |m, a| {
            let name = field(m, a.get(m, 0), 0);
            or_none(m, name)
        }),
        member("path", "The whole path.", |m, a| {
            let path = field(m, a.get(m, 0), 1);
            or_none(m, path)
        }),
        def("is_dir($self, /, *, follow_symlinks=True)", "Whether it is a folder.", |m, a| {
            let folder = field(m, a.get(m, 0), 2) == fixed::TRUE;
            boolean(folder)
        }),
        def("is_file($self, /, *, follow_symlinks=True)", "Whether it is a file.", |m, a| {
            let folder = field(m, a.get(m, 0), 2) == fixed::TRUE;
            boolean(!folder)
        }),
        def("is_symlink($self, /)", "Whether it is a link.", |_, _| boolean(false)),
        def("is_junction($self, /)", "Whether it is a junction.", |_, _| boolean(false)),
        def("inode($self, /)", "The number of the file.", |m, a| {
            let path = field(m, a.get(m, 0), 1);
            let place = place(m, path, "inode")?;
            let stat = stat_of(m, &place)?;
            Ok(m.new_int(stat.inode as i64))
        }),
        def("stat($self, /, *, follow_symlinks=True)", "What is known of it.", |m, a| {
            let path = field(m, a.get(m, 0), 1);
            let place = place(m, path, "stat")?;
            let stat = stat_of(m, &place)?;
            stat_result(m, stat)
        }),
        def("__fspath__($self, /)", "The whole path.", |m, a| {
            let path = field(m, a.get(m, 0), 1);
            Ok(m.new_ref(path))
        }),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let name = m.repr_text(field(m, a.get(m, 0), 0))?;
            Ok(m.new_str(&format!("<DirEntry {name}>")))
        }),
        vm::native::typedef::class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// What `scandir` gives: the iterator over its entries.
pub static SCANDIR_ITERATOR: TypeDef = TypeDef {
    name: "ScandirIterator",
    module: "posix",
    fields: 1,
    basicsize: 40,
    flags: tpflags::COLLECTED | tpflags::HEAPTYPE | tpflags::DISALLOW_INSTANTIATION,
    doc: "What is in a folder, one by one.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let o = a.get(m, 0);
            Ok(m.new_ref(o))
        }),
        wrapper("__next__($self, /)", "Implement next(self).", |m, a| {
            let inner = field(m, a.get(m, 0), 0);
            let next = if inner.is_null() { None } else { m.iter_next(inner)? };
            next.ok_or_else(|| m.raise_empty(ty::STOP_ITERATION))
        }),
        def("close($self, /)", "Give up.", |m, a| {
            set_field(m, a.get(m, 0), 0, Owned::steal(Obj::NULL));
            none()
        }),
        def("__enter__($self, /)", "Enter a with block.", |m, a| {
            let o = a.get(m, 0);
            Ok(m.new_ref(o))
        }),
        def("__exit__($self, exc_type, exc_value, exc_tb, /)", "Give up.", |m, a| {
            set_field(m, a.get(m, 0), 0, Owned::steal(Obj::NULL));
            none()
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
