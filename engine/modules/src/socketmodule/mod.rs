//! `_socket` (`Modules/socketmodule.c`): there is no network, so all sockets are pairs within the program (`socketpair`).

mod names;
pub(crate) mod socket;

use crate::fill::{os_error, os_error_saying, put, put_constants, put_type};
use crate::types::ty as own;
use vm::memory::object::{Obj, Owned, R, Raised};
use vm::native::args::none;
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, TypeDef, concat, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_socket`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_socket",
    doc: "Sockets, of which only pairs can be made; there is no network.",
    functions: &ALL,
    fill: |m, dict| {
        put_constants(m, dict, "_socket");
        let types = [
            ("error", ty::OS_ERROR),
            ("timeout", ty::TIMEOUT_ERROR),
            ("herror", own::HERROR),
            ("gaierror", own::GAIERROR),
            ("SocketType", own::SOCKET),
            ("socket", own::SOCKET),
        ];
        for (name, t) in types {
            put_type(m, dict, name, t);
        }
        put(m, dict, "has_ipv6", Owned::steal(fixed::FALSE));
        for (name, address) in [("BDADDR_ANY", "00:00:00:00:00:00"), ("BDADDR_LOCAL", "00:00:00:FF:FF:FF")] {
            let address = m.new_str(address);
            put(m, dict, name, address);
        }
        put(m, dict, DEFAULT_TIMEOUT, Owned::steal(fixed::NONE));
    },
};

static ALL: [Native; FUNCTIONS.len() + names::FUNCTIONS.len()] = concat(FUNCTIONS, &names::FUNCTIONS);

/// Under this name the module keeps what `setdefaulttimeout` was told.
const DEFAULT_TIMEOUT: &str = "_default_timeout";

/// `socket.herror`.
pub static HERROR: TypeDef = TypeDef {
    name: "herror",
    module: "socket",
    base: ty::OS_ERROR,
    kind: vm::memory::object::Kind::Exception,
    basicsize: 112,
    flags: vm::native::typedef::tpflags::EXCEPTION,
    dictoffset: 16,
    ..TypeDef::PLAIN
};

/// `socket.gaierror`.
pub static GAIERROR: TypeDef = TypeDef { name: "gaierror", ..HERROR };

/// What asks for a network is told that there is none.
fn no_network(m: &mut Machine) -> Raised {
    os_error_saying(m, ty::OS_ERROR, 101, "Network is unreachable: there is no network here")
}

/// The module's dict; NULL once it is gone.
fn dict(m: &mut Machine) -> Obj {
    let key = m.intern_str("_socket");
    let module = m.dict_get_str(m.sys_modules, key.get());
    m.drop_ref(key);
    if module.is_null() { Obj::NULL } else { m.instance_dict(module) }
}

/// Seconds to wait as `settimeout` takes them: None for as long as it takes.
fn timeout(m: &mut Machine, o: Obj) -> R<Option<f64>> {
    if Machine::is_none(o) {
        return Ok(None);
    }
    let seconds = m.to_float(o)?;
    if seconds.is_nan() {
        return Err(m.raise(ty::VALUE_ERROR, "Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(m.raise(ty::VALUE_ERROR, "Timeout value out of range"));
    }
    Ok(Some(seconds))
}

const FUNCTIONS: &[Native] = &[
    function("close($self, object, /)", "Close a descriptor.", |m, a| {
        let fd = m.index_i64(a.get(m, 0))?;
        match m.host.files.close(fd) {
            Ok(()) => none(),
            Err(number) => Err(os_error(m, number, Obj::NULL)),
        }
    }),
    function("dup($self, object, /)", "Another descriptor of a socket.", |m, a| {
        let fd = m.index_i64(a.get(m, 0))?;
        match m.host.files.duplicate(fd) {
            Ok(fd) => Ok(m.new_int(fd)),
            Err(number) => Err(os_error(m, number, Obj::NULL)),
        }
    }),
    function("socketpair(family=1, type=1, proto=0, /)", "Two sockets that are connected.", |m, a| {
        let mut numbers = [socket::UNIX, socket::STREAM, 0];
        for (i, number) in numbers.iter_mut().enumerate() {
            let given = a.opt(m, i as u32);
            if !given.is_null() && !Machine::is_none(given) {
                *number = m.index_i64(given)?;
            }
        }
        if numbers[0] != socket::UNIX {
            return Err(os_error(m, 95, Obj::NULL));
        }
        match m.host.files.connect(true) {
            Ok(fds) => {
                let pair = fds.map(|fd| socket::new(m, fd, numbers));
                Ok(m.new_tuple(pair.into()))
            }
            Err(number) => Err(os_error(m, number, Obj::NULL)),
        }
    })
    .hidden(),
    function("getdefaulttimeout($self, /)", "Seconds that new sockets wait.", |m, _| {
        let dict = dict(m);
        let key = m.intern_str(DEFAULT_TIMEOUT);
        let seconds = if dict.is_null() { Obj::NULL } else { m.dict_get_str(dict, key.get()) };
        m.drop_ref(key);
        vm::native::args::or_none(m, seconds)
    }),
    function("setdefaulttimeout($self, object, /)", "Seconds that new sockets wait.", |m, a| {
        let seconds = timeout(m, a.get(m, 0))?;
        let dict = dict(m);
        let seconds = seconds.map_or(Owned::steal(fixed::NONE), |seconds| m.new_float(seconds));
        if dict.is_null() {
            m.drop_ref(seconds);
        } else {
            put(m, dict, DEFAULT_TIMEOUT, seconds);
        }
        none()
    }),
];
