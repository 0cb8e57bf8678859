//! `_socket.socket`: one of a pair. What would connect it to anything else meets a network that is not there.

use super::{no_network, timeout};
use crate::fill::{field, int_field, os_error, put_ints, set_field, set_int_field};
use crate::iomodule::base::store_into;
use crate::posixmodule::{received, set_blocking};
use crate::pymain::run_children;
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none, or_none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{Native, Slot, TypeDef, def, getset, member, new as constructor, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::files::{Files, errno};
use vm::state::interpreter::Machine;

/// `AF_UNIX` and `SOCK_STREAM`.
pub const UNIX: i64 = 1;
pub const STREAM: i64 = 1;
/// `SOCK_CLOEXEC | SOCK_NONBLOCK`.
const KIND_FLAGS: i64 = 0x8_0000 | 0o4000;
const PEEK: i64 = 2;
const DONTWAIT: i64 = 64;

/// Fields: descriptor plus one, or 0; what it was made as; seconds to wait, or None; options that were set.
const FD: u32 = 0;
const FAMILY: u32 = 1;
const KIND: u32 = 2;
const PROTO: u32 = 3;
const TIMEOUT: u32 = 4;
const OPTIONS: u32 = 5;

/// A socket with a descriptor.
pub fn new(m: &mut Machine, fd: i64, numbers: [i64; 3]) -> Owned {
    let s = m.new_instance(own::SOCKET);
    set_up(m, s.get(), fd, numbers);
    s
}

fn set_up(m: &mut Machine, s: Obj, fd: i64, [family, kind, proto]: [i64; 3]) {
    for (i, number) in [(FD, fd + 1), (FAMILY, family), (KIND, kind & !KIND_FLAGS), (PROTO, proto)] {
        set_int_field(m, s, i, number);
    }
    set_field(m, s, TIMEOUT, Owned::steal(fixed::NONE));
}

fn init(m: &mut Machine, a: Args) -> R {
    let s = a.get(m, 0);
    let mut numbers = [-1; 3];
    for (i, number) in numbers.iter_mut().enumerate() {
        let given = a.opt(m, 1 + i as u32);
        if !given.is_null() {
            *number = m.index_i64(given)?;
        }
    }
    let fileno = a.opt(m, 4);
    if fileno.is_null() || Machine::is_none(fileno) {
        return Err(no_network(m));
    }
    if m.kind(fileno) == Kind::Float {
        return Err(m.raise(ty::TYPE_ERROR, "integer argument expected, got float"));
    }
    let fd = m.index_i64(fileno)?;
    if fd < 0 {
        return Err(m.raise(ty::VALUE_ERROR, "negative file descriptor"));
    }
    match m.host.files.ends(fd) {
        Ok(Some(ends)) if ends.socket => {}
        Ok(_) => return Err(os_error(m, 88, Obj::NULL)),
        Err(number) => return Err(os_error(m, number, Obj::NULL)),
    }
    for (number, own) in numbers.iter_mut().zip([UNIX, STREAM, 0]) {
        if *number == -1 {
            *number = own;
        }
    }
    set_up(m, s, fd, numbers);
    none()
}

fn descriptor(m: &mut Machine, s: Obj) -> R<i64> {
    match int_field(m, s, FD) {
        0 => Err(os_error(m, errno::EBADF, Obj::NULL)),
        fd => Ok(fd - 1),
    }
}

/// Whether a socket waits, and for how long if not for ever.
fn patience(m: &mut Machine, s: Obj) -> R<Option<f64>> {
    let seconds = field(m, s, TIMEOUT);
    if seconds.is_null() { Ok(None) } else { timeout(m, seconds) }
}

/// The answer of a channel; where it would be waited for, the time passes that the socket waits.
fn answered<T>(m: &mut Machine, s: Obj, ask: impl Fn(&mut Files) -> Result<T, i32>) -> R<T> {
    let waits = |answer: &Result<T, i32>| matches!(answer, Err(errno::EDEADLK));
    let mut answer = ask(&mut m.host.files);
    if waits(&answer) && run_children(m)? {
        answer = ask(&mut m.host.files);
    }
    if waits(&answer)
        && let Some(seconds) = patience(m, s)?
    {
        m.host.slept_ns = m.host.slept_ns.saturating_add((seconds * 1e9) as u64);
        return Err(m.raise(ty::TIMEOUT_ERROR, "timed out"));
    }
    match answer {
        Ok(answer) => Ok(answer),
        Err(number) => received(m, |_| Err(number)),
    }
}

fn flags(m: &mut Machine, o: Obj) -> R<i64> {
    if o.is_null() { Ok(0) } else { m.index_i64(o) }
}

fn receive(m: &mut Machine, s: Obj, n: usize, flags: i64) -> R<Vec<u8>> {
    let fd = descriptor(m, s)?;
    answered(m, s, |files| match files.receive(fd, n, flags & PEEK != 0) {
        Err(errno::EDEADLK) if flags & DONTWAIT != 0 => Err(errno::EAGAIN),
        answer => answer,
    })
}

fn bufsize(m: &mut Machine, o: Obj, function: &str) -> R<usize> {
    let n = m.index_i64(o)?;
    usize::try_from(n).map_err(|_| m.raise(ty::VALUE_ERROR, &format!("negative buffersize in {function}")))
}

fn receive_into(m: &mut Machine, a: Args, function: &str) -> R {
    let (s, buffer) = (a.get(m, 0), a.get(m, 1));
    let room = m.lend(buffer)?.n;
    let given = a.opt(m, 2);
    let n = if given.is_null() { 0 } else { bufsize(m, given, function)? };
    if n > room {
        return Err(m.raise(ty::VALUE_ERROR, "buffer too small for requested bytes"));
    }
    let flags = flags(m, a.opt(m, 3))?;
    let bytes = receive(m, s, if n == 0 { room } else { n }, flags)?;
    store_into(m, buffer, &bytes)
}

fn send(m: &mut Machine, a: Args, whole: bool) -> R {
    let s = a.get(m, 0);
    let bytes = m.all_bytes(a.get(m, 1))?;
    let fd = descriptor(m, s)?;
    let mut sent = 0;
    loop {
        sent += answered(m, s, |files| files.write(fd, &bytes[sent..], 0))?;
        if !whole {
            return Ok(m.new_int(sent as i64));
        }
        if sent == bytes.len() {
            return none();
        }
    }
}

fn set_timeout(m: &mut Machine, s: Obj, seconds: Option<f64>) -> R {
    let fd = descriptor(m, s)?;
    set_blocking(m, fd, seconds != Some(0.0))?;
    let seconds = seconds.map_or(Owned::steal(fixed::NONE), |seconds| m.new_float(seconds));
    set_field(m, s, TIMEOUT, seconds);
    none()
}

fn option(m: &mut Machine, s: Obj, level: Obj, name: Obj) -> R<(Obj, Obj)> {
    descriptor(m, s)?;
    let (level, name) = (m.index_i64(level)?, m.index_i64(name)?);
    if field(m, s, OPTIONS).is_null() {
        let options = m.new_dict();
        // SO_TYPE, SO_ERROR, SO_SNDBUF and SO_RCVBUF.
        put_ints(m, options.get(), &[("1:3", STREAM), ("1:4", 0), ("1:7", 212_992), ("1:8", 212_992)]);
        set_field(m, s, OPTIONS, options);
    }
    let key = m.new_str(&format!("{level}:{name}"));
    Ok((field(m, s, OPTIONS), m.keep(key)))
}

fn shutdown(m: &mut Machine, a: Args) -> R {
    let fd = descriptor(m, a.get(m, 0))?;
    let how = m.index_i64(a.get(m, 1))?;
    if !(0..3).contains(&how) {
        return Err(os_error(m, errno::EINVAL, Obj::NULL));
    }
    if let Some(mut ends) = received(m, |files| files.ends(fd))? {
        if how != 1 {
            ends.from = None;
        }
        if how != 0 {
            ends.to = None;
        }
        received(m, |files| files.set_ends(fd, ends))?;
    }
    none()
}

fn unreachable(m: &mut Machine, a: Args) -> R {
    descriptor(m, a.get(m, 0))?;
    Err(no_network(m))
}

fn nameless(m: &mut Machine, a: Args) -> R {
    descriptor(m, a.get(m, 0))?;
    Ok(m.new_str(""))
}

const METHODS: &[Native] = &[
    constructor("socket(*args, **kwargs)", |m, a| {
        let class = m.slot(a.get(m, 0)).a;
        let s = m.new_instance(class);
        set_field(m, s.get(), TIMEOUT, Owned::steal(fixed::NONE));
        Ok(s)
    })
    .own(),
    wrapper("__init__($self, /, family=-1, type=-1, proto=-1, fileno=None)", "Initialize self.", init),
    wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
        let s = a.get(m, 0);
        let [fd, family, kind, proto] = [FD, FAMILY, KIND, PROTO].map(|i| int_field(m, s, i));
        let fd = fd - 1;
        Ok(m.new_str(&format!("<socket object, fd={fd}, family={family}, type={kind}, proto={proto}>")))
    }),
    def("_accept($self, /)", "Wait for somebody to connect.", unreachable),
    def("bind($self, object, /)", "Give it an address.", unreachable),
    def("connect($self, object, /)", "Connect it to an address.", unreachable),
    def(
        "connect_ex($self, object, /)",
        "Connect it to an address; the number of the error.",
        |m, _| Ok(m.new_int(101)),
    ),
    def("listen(backlog=0, /)", "Let others connect.", unreachable).hidden().own(),
    def("sendto(data, flags, address=None, /)", "Send bytes to an address.", unreachable).hidden().own(),
    def("recvmsg(bufsize, ancbufsize=0, flags=0, /)", "Bytes and what goes with them.", unreachable).hidden().own(),
    def("recvmsg_into(buffers, ancbufsize=0, flags=0, /)", "As recvmsg, into buffers.", unreachable).hidden().own(),
    def("sendmsg(buffers, ancdata=(), flags=0, address=None, /)", "Send bytes and what goes with them.", unreachable)
        .hidden()
        .own(),
    def("sendmsg_afalg(msg=(), /)", "Use the system's ciphers.", unreachable).hidden().own(),
    def("close($self, /)", "Close its descriptor.", |m, a| {
        let s = a.get(m, 0);
        let fd = int_field(m, s, FD);
        if fd != 0 {
            set_int_field(m, s, FD, 0);
            received(m, |files| files.close(fd - 1))?;
        }
        none()
    }),
    def("detach($self, /)", "Give the descriptor away.", |m, a| {
        let s = a.get(m, 0);
        let fd = int_field(m, s, FD);
        set_int_field(m, s, FD, 0);
        Ok(m.new_int(fd - 1))
    }),
    def("fileno($self, /)", "The descriptor, or -1.", |m, a| {
        let fd = int_field(m, a.get(m, 0), FD);
        Ok(m.new_int(fd - 1))
    }),
    def("getpeername($self, /)", "The address of the other.", nameless),
    def("getsockname($self, /)", "Its own address.", nameless),
    def("getsockopt(level, option, size=0, /)", "An option.", |m, a| {
        let (options, key) = option(m, a.get(m, 0), a.get(m, 1), a.get(m, 2))?;
        let value = m.dict_get(options, key)?;
        if value.is_null() { Ok(m.new_int(0)) } else { Ok(m.new_ref(value)) }
    })
    .hidden(),
    def("setsockopt(level, option, value, size=None, /)", "Set an option.", |m, a| {
        let value = a.get(m, 3);
        let (options, key) = option(m, a.get(m, 0), a.get(m, 1), a.get(m, 2))?;
        m.dict_set(options, key, value)?;
        none()
    })
    .hidden(),
    def("recv(bufsize, flags=0, /)", "At most so many bytes; none at the end.", |m, a| {
        let n = bufsize(m, a.get(m, 1), "recv")?;
        let flags = flags(m, a.opt(m, 2))?;
        let bytes = receive(m, a.get(m, 0), n, flags)?;
        Ok(m.new_bytes(&bytes))
    })
    .hidden(),
    def("recvfrom(bufsize, flags=0, /)", "Bytes, and who sent them.", |m, a| {
        let n = bufsize(m, a.get(m, 1), "recvfrom")?;
        let flags = flags(m, a.opt(m, 2))?;
        let bytes = receive(m, a.get(m, 0), n, flags)?;
        let bytes = m.new_bytes(&bytes);
        Ok(m.new_tuple(vec![bytes, Owned::steal(fixed::NONE)]))
    })
    .hidden(),
    def("recv_into(buffer, nbytes=0, flags=0)", "As recv, into a buffer.", |m, a| receive_into(m, a, "recv_into"))
        .hidden(),
    def("recvfrom_into(buffer, nbytes=0, flags=0)", "As recvfrom, into a buffer.", |m, a| {
        let n = receive_into(m, a, "recvfrom_into")?;
        Ok(m.new_tuple(vec![n, Owned::steal(fixed::NONE)]))
    })
    .hidden(),
    def("send(data, flags=0, /)", "Send bytes; how many.", |m, a| send(m, a, false)).hidden(),
    def("sendall(data, flags=0, /)", "Send all of the bytes.", |m, a| send(m, a, true)).hidden(),
    def("setblocking($self, object, /)", "Whether it waits.", |m, a| {
        let waits = m.truthy(a.get(m, 1))?;
        set_timeout(m, a.get(m, 0), if waits { None } else { Some(0.0) })
    })
    .asking(),
    def("getblocking($self, /)", "Whether it waits.", |m, a| {
        let seconds = patience(m, a.get(m, 0))?;
        boolean(seconds != Some(0.0))
    }),
    def("settimeout($self, object, /)", "How many seconds it waits.", |m, a| {
        let seconds = timeout(m, a.get(m, 1))?;
        set_timeout(m, a.get(m, 0), seconds)
    })
    .asking(),
    def("gettimeout($self, /)", "How many seconds it waits.", |m, a| {
        let seconds = field(m, a.get(m, 0), TIMEOUT);
        or_none(m, seconds)
    }),
    def("shutdown($self, object, /)", "Read or write no longer.", shutdown),
    member("family", "What addresses it has.", |m, a| number(m, a, FAMILY)),
    member("type", "What it carries.", |m, a| number(m, a, KIND)),
    member("proto", "The protocol.", |m, a| number(m, a, PROTO)),
    getset("timeout", "How many seconds it waits.", |m, a| {
        let seconds = field(m, a.get(m, 0), TIMEOUT);
        or_none(m, seconds)
    }),
];

fn number(m: &mut Machine, a: Args, i: u32) -> R {
    let number = int_field(m, a.get(m, 0), i);
    Ok(m.new_int(number))
}

/// `_socket.socket`.
pub static SOCKET: TypeDef = TypeDef {
    name: "socket",
    module: "_socket",
    basicsize: 56,
    fields: 6,
    flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::BASETYPE | tpflags::HAVE_GC,
    doc: "One of a pair of sockets.",
    slots: &[Slot::Repr, Slot::Init],
    natives: METHODS,
    asked: true,
    ..TypeDef::PLAIN
};
