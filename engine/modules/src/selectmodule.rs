//! `select` (`Modules/selectmodule.c`): waiting for descriptors. Nobody but the program itself can write to a channel, so either
//! something is ready at once, or the virtual time passes that was to be waited.

use crate::fill::{field, file_descriptor, int_field, os_error, put_constants, put_type, set_field, set_int_field};
use crate::pymain::run_children;
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none};
use vm::native::typedef::{ModuleDef, Native, TypeDef, class_def, def, function, getset, new, tpflags};
use vm::objects::typeobject::ty;
use vm::state::files::errno;
use vm::state::interpreter::Machine;

/// `select`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "select",
    doc: "Waiting for descriptors.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        put_constants(m, dict, "select");
        put_type(m, dict, "error", ty::OS_ERROR);
        put_type(m, dict, "epoll", own::EPOLL);
    },
};

const IN: i64 = 1;
const OUT: i64 = 4;
const HUP: i64 = 16;
const NVAL: i64 = 32;
const ONESHOT: i64 = 1 << 30;

const FUNCTIONS: &[Native] = &[
    function(
        "select($module, rlist, wlist, xlist, timeout=None, /)",
        "Wait until something can be read or written.",
        select,
    )
    .asking(),
    function("poll($module, /)", "What watches over descriptors.", |m, _| {
        let poll = m.new_instance(own::POLL);
        let watched = m.new_dict();
        set_field(m, poll.get(), WATCHED, watched);
        Ok(poll)
    }),
];

/// What is not there yet may come from a process that was started: then it is looked for again. Else it never comes, unless
/// somebody is waiting for the time to pass.
fn wait(m: &mut Machine, ns: Option<u64>) -> R<bool> {
    if run_children(m)? {
        return Ok(true);
    }
    match ns {
        Some(ns) => {
            m.host.slept_ns = m.host.slept_ns.saturating_add(ns);
            Ok(false)
        }
        None => Err(m.not_supported("waiting for what only this thread could do")),
    }
}

fn select(m: &mut Machine, a: Args) -> R {
    let timeout = a.opt(m, 3);
    let ns = if timeout.is_null() || Machine::is_none(timeout) {
        None
    } else {
        let Ok(seconds) = m.to_float(timeout) else {
            if m.raised_is(ty::TYPE_ERROR) {
                m.clear_raised();
                return Err(m.raise(ty::TYPE_ERROR, "timeout must be a float or None"));
            }
            return Err(vm::memory::object::Raised);
        };
        if seconds < 0.0 {
            return Err(m.raise(ty::VALUE_ERROR, "timeout must be non-negative"));
        }
        Some((seconds * 1e9) as u64)
    };
    let mut ready: Vec<Vec<Obj>> = Vec::new();
    for (i, want) in [IN, OUT, 0].into_iter().enumerate() {
        let list = a.get(m, i as u32);
        let items = match m.kind(list) {
            Kind::List | Kind::Tuple => m.seq_items(list),
            _ => {
                let items = m.iterate_all(list)?;
                m.keep_all(items)
            }
        };
        let mut found = Vec::new();
        for item in items {
            let fd = file_descriptor(m, item)?;
            if fd >= 1024 {
                return Err(m.raise(ty::VALUE_ERROR, "filedescriptor out of range in select()"));
            }
            match events(m, fd) {
                Some(events) if events & want != 0 => found.push(item),
                Some(_) => {}
                None => return Err(os_error(m, errno::EBADF, Obj::NULL)),
            }
        }
        ready.push(found);
    }
    if ready.iter().all(Vec::is_empty) && wait(m, ns)? {
        return select(m, a);
    }
    let lists = ready.iter().map(|found| m.new_list_from(found)).collect();
    Ok(m.new_tuple(lists))
}

/// What can be done with a descriptor now; None if it is none.
fn events(m: &Machine, fd: i64) -> Option<i64> {
    let ready = m.host.files.ready(fd).ok()?;
    let bits = [(ready.read, IN), (ready.write, OUT), (ready.hung_up, HUP)];
    Some(bits.iter().filter(|(is, _)| *is).map(|(_, bit)| bit).sum())
}

/// Field of what watches: masks by descriptor. Of `epoll` then: its own descriptor plus one.
const WATCHED: u32 = 0;
const FD: u32 = 1;

fn watched(m: &mut Machine, poll: Obj, fd: i64) -> R<Option<i64>> {
    let key = m.new_int(fd);
    let key = m.keep(key);
    let mask = m.dict_get(field(m, poll, WATCHED), key)?;
    Ok((!mask.is_null()).then(|| m.int_clamped(mask)))
}

fn watch(m: &mut Machine, poll: Obj, fd: i64, mask: i64) -> R<()> {
    let held = [m.new_int(fd), m.new_int(mask)];
    let held = m.keep_all(held.into());
    m.dict_set(field(m, poll, WATCHED), held[0], held[1])
}

fn unwatch(m: &mut Machine, poll: Obj, fd: i64) -> R<bool> {
    let key = m.new_int(fd);
    let key = m.keep(key);
    m.dict_del(field(m, poll, WATCHED), key)
}

/// The descriptors that are ready, with what they are ready for.
fn ready(m: &mut Machine, poll: Obj, most: usize, unknown: i64) -> R<Vec<Owned>> {
    let mut found = Vec::new();
    for (fd, mask) in m.dict_items(field(m, poll, WATCHED)) {
        let (fd, mask) = (m.int_clamped(fd), m.int_clamped(mask));
        let now = events(m, fd).map_or(unknown, |now| now & (mask | HUP));
        if now == 0 || found.len() >= most {
            continue;
        }
        if mask & ONESHOT != 0 {
            watch(m, poll, fd, ONESHOT)?;
        }
        let pair = [m.new_int(fd), m.new_int(now)];
        found.push(m.new_tuple(pair.into()));
    }
    Ok(found)
}

/// What is ready, or gets ready within that time.
fn waited(m: &mut Machine, poll: Obj, ns: Option<u64>, most: usize, unknown: i64) -> R {
    loop {
        let found = ready(m, poll, most, unknown)?;
        if !found.is_empty() || !wait(m, ns)? {
            return Ok(m.new_list_of(found));
        }
    }
}

fn mask(m: &mut Machine, o: Obj, default: i64) -> R<i64> {
    if o.is_null() { Ok(default) } else { m.index_i64(o) }
}

fn missing(m: &mut Machine) -> R {
    Err(os_error(m, errno::ENOENT, Obj::NULL))
}

/// `select.poll`.
pub static POLL: TypeDef = TypeDef {
    name: "poll",
    module: "select",
    basicsize: 40,
    fields: 1,
    flags: tpflags::BUILTIN | tpflags::HEAPTYPE | tpflags::DISALLOW_INSTANTIATION,
    doc: "What watches over descriptors.",
    natives: &[
        def(
            "register($self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)",
            "Watch over one.",
            |m, a| {
                let fd = file_descriptor(m, a.get(m, 1))?;
                let mask = mask(m, a.opt(m, 2), IN | 2 | OUT)?;
                watch(m, a.get(m, 0), fd, mask)?;
                none()
            },
        )
        .asking(),
        def("modify($self, fd, eventmask, /)", "Watch for something else.", |m, a| {
            let fd = file_descriptor(m, a.get(m, 1))?;
            let mask = m.index_i64(a.get(m, 2))?;
            if watched(m, a.get(m, 0), fd)?.is_none() {
                return missing(m);
            }
            watch(m, a.get(m, 0), fd, mask)?;
            none()
        })
        .asking(),
        def("unregister($self, fd, /)", "Watch no longer.", |m, a| {
            let fd = file_descriptor(m, a.get(m, 1))?;
            if !unwatch(m, a.get(m, 0), fd)? {
                let key = m.new_int(fd);
                let key = m.keep(key);
                return Err(m.raise_key_error(key));
            }
            none()
        })
        .asking(),
        def("poll($self, timeout=None, /)", "Wait so many milliseconds until something is ready.", |m, a| {
            let timeout = a.opt(m, 1);
            let ns = if timeout.is_null() || Machine::is_none(timeout) {
                None
            } else {
                let ms = m.to_float(timeout)?.ceil();
                (ms >= 0.0).then_some((ms * 1e6) as u64)
            };
            waited(m, a.get(m, 0), ns, usize::MAX, NVAL)
        })
        .asking(),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

fn open(m: &mut Machine, epoll: Obj) -> R<i64> {
    match int_field(m, epoll, FD) {
        0 => Err(m.raise(ty::VALUE_ERROR, "I/O operation on closed epoll object")),
        fd => Ok(fd - 1),
    }
}

fn new_epoll(m: &mut Machine, class: u32, fd: i64) -> Owned {
    let epoll = m.new_instance(class);
    let watched = m.new_dict();
    set_field(m, epoll.get(), WATCHED, watched);
    set_int_field(m, epoll.get(), FD, fd + 1);
    epoll
}

fn close(m: &mut Machine, epoll: Obj) -> R {
    let fd = int_field(m, epoll, FD);
    if fd != 0 {
        set_int_field(m, epoll, FD, 0);
        let _closed = m.host.files.close(fd - 1);
    }
    none()
}

/// `select.epoll`.
pub static EPOLL: TypeDef = TypeDef {
    name: "epoll",
    module: "select",
    basicsize: 24,
    fields: 2,
    flags: tpflags::BUILTIN | tpflags::HEAPTYPE,
    doc: "What watches over descriptors, with one of its own.",
    natives: &[
        new("epoll(sizehint=-1, flags=0)", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            let (hint, flags) = (mask(m, a.opt(m, 1), -1)?, mask(m, a.opt(m, 2), 0)?);
            if hint == 0 || hint < -1 {
                return Err(m.raise(ty::VALUE_ERROR, "negative sizehint"));
            }
            if flags & !0x8_0000 != 0 {
                return Err(m.raise_os_style(ty::OS_ERROR, 22, "invalid flags"));
            }
            match m.host.files.take_number() {
                Ok(fd) => Ok(new_epoll(m, class, fd)),
                Err(number) => Err(os_error(m, number, Obj::NULL)),
            }
        })
        .hidden(),
        class_def("fromfd($type, fd, /)", "What watches by a descriptor that is open.", |m, a| {
            let class = m.slot(a.get(m, 0)).a;
            let fd = m.index_i64(a.get(m, 1))?;
            Ok(new_epoll(m, class, fd))
        }),
        def("close($self, /)", "Close its descriptor.", |m, a| close(m, a.get(m, 0))),
        def("fileno($self, /)", "Its descriptor.", |m, a| {
            let fd = open(m, a.get(m, 0))?;
            Ok(m.new_int(fd))
        }),
        def("modify($self, /, fd, eventmask)", "Watch for something else.", |m, a| {
            let epoll = a.get(m, 0);
            open(m, epoll)?;
            let (fd, mask) = (file_descriptor(m, a.get(m, 1))?, m.index_i64(a.get(m, 2))?);
            if watched(m, epoll, fd)?.is_none() {
                return missing(m);
            }
            watch(m, epoll, fd, mask)?;
            none()
        })
        .asking(),
        def(
            "register($self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)",
            "Watch over a descriptor.",
            |m, a| {
                let epoll = a.get(m, 0);
                open(m, epoll)?;
                let fd = file_descriptor(m, a.get(m, 1))?;
                let mask = mask(m, a.opt(m, 2), IN | 2 | OUT)?;
                // A file is always ready, so nothing watches over it.
                match m.host.files.ends(fd) {
                    Ok(Some(_)) if watched(m, epoll, fd)?.is_some() => {
                        return Err(os_error(m, errno::EEXIST, Obj::NULL));
                    }
                    Ok(Some(_)) => watch(m, epoll, fd, mask)?,
                    Ok(None) => return Err(os_error(m, 1, Obj::NULL)),
                    Err(number) => return Err(os_error(m, number, Obj::NULL)),
                }
                none()
            },
        )
        .asking(),
        def("unregister($self, /, fd)", "Watch no longer.", |m, a| {
            let epoll = a.get(m, 0);
            open(m, epoll)?;
            let fd = file_descriptor(m, a.get(m, 1))?;
            let gone = unwatch(m, epoll, fd)?;
            if m.host.files.ends(fd).is_err() {
                return Err(os_error(m, errno::EBADF, Obj::NULL));
            }
            if gone { none() } else { missing(m) }
        })
        .asking(),
        def("poll($self, /, timeout=None, maxevents=-1)", "Wait so many seconds until something is ready.", |m, a| {
            let (epoll, timeout) = (a.get(m, 0), a.opt(m, 1));
            open(m, epoll)?;
            let ns = if timeout.is_null() || Machine::is_none(timeout) {
                None
            } else {
                let seconds = m.to_float(timeout)?;
                (seconds >= 0.0).then_some((seconds * 1e3).ceil() as u64).map(|ms| ms.saturating_mul(1_000_000))
            };
            let most = mask(m, a.opt(m, 2), -1)?;
            if most == 0 || most < -1 {
                let text = format!("maxevents must be greater than 0, got {most}");
                return Err(m.raise(ty::VALUE_ERROR, &text));
            }
            waited(m, epoll, ns, usize::try_from(most).unwrap_or(usize::MAX), 0)
        })
        .asking(),
        def("__enter__($self, /)", "Enter a with block.", |m, a| {
            let epoll = a.get(m, 0);
            open(m, epoll)?;
            Ok(m.new_ref(epoll))
        }),
        def("__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)", "Close its descriptor.", |m, a| {
            close(m, a.get(m, 0))
        }),
        getset("closed", "Whether it was closed.", |m, a| {
            let fd = int_field(m, a.get(m, 0), FD);
            boolean(fd == 0)
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
