//! Names and numbers of the network: what can be said without one.

use super::no_network;
use crate::fill::{os_error, os_error_saying};
use crate::types::ty as own;
use std::net::{Ipv4Addr, Ipv6Addr};
use vm::memory::object::{Kind, Obj, R, Raised};
use vm::native::args::Args;
use vm::native::typedef::{Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

const INET: i64 = 2;
const INET6: i64 = 10;
/// What the machine is called.
const HOST: &str = "serpentarium";

fn swapped(m: &mut Machine, a: Args, bits: u32) -> R {
    let value = m.index(a.get(m, 0))?;
    let value = m.keep(value);
    let value = m.int_value(value).big();
    if value < num_bigint::BigInt::ZERO {
        return Err(m.raise(ty::VALUE_ERROR, "Cannot convert negative int"));
    }
    let fits = num_traits::ToPrimitive::to_u32(&value).filter(|&value| bits == 32 || value <= u32::from(u16::MAX));
    let Some(value) = fits else {
        return Err(m.raise(ty::OVERFLOW_ERROR, &format!("Python int too large for C uint{bits}_t")));
    };
    let value = if bits == 16 { u32::from((value as u16).swap_bytes()) } else { value.swap_bytes() };
    Ok(m.new_int(i64::from(value)))
}

fn text(m: &mut Machine, o: Obj, function: &str) -> R<String> {
    m.want(function, "argument 1", o, Kind::Str, "str")?;
    Ok(m.str_text(o))
}

fn unknown_name(m: &mut Machine) -> Raised {
    os_error_saying(m, own::GAIERROR, -2, "Name or service not known")
}

/// An address in its numbers, or that of this machine.
fn resolve(m: &mut Machine, host: &str) -> R<Ipv4Addr> {
    match host {
        "" => Ok(Ipv4Addr::UNSPECIFIED),
        "localhost" | HOST => Ok(Ipv4Addr::LOCALHOST),
        host => host.parse().map_err(|_| unknown_name(m)),
    }
}

/// One to four numbers, of which the last fills what is left (`inet_aton`).
fn aton(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() > 4 {
        return None;
    }
    let mut all = 0u64;
    for (i, part) in parts.iter().enumerate() {
        let number = match part.as_bytes() {
            [b'0', b'x' | b'X', ..] => u64::from_str_radix(&part[2..], 16).ok()?,
            [b'0', _, ..] => u64::from_str_radix(part, 8).ok()?,
            [b'0'..=b'9', ..] => part.parse().ok()?,
            _ => return None,
        };
        let last = i + 1 == parts.len();
        let bits = if last { 8 * (4 - i as u32) } else { 8 };
        if number >= 1 << bits {
            return None;
        }
        all = all << bits | number;
    }
    Some(all as u32)
}

fn getaddrinfo(m: &mut Machine, a: Args) -> R {
    let [host, port, family, kind, proto] = ["host", "port", "family", "type", "proto"].map(|name| a.keyword(m, name));
    let place = |m: &Machine, i: u32, named: Obj| if named.is_null() { a.opt(m, i) } else { named };
    let (host, port) = (place(m, 0, host), place(m, 1, port));
    let numbers = [place(m, 2, family), place(m, 3, kind), place(m, 4, proto)];
    let mut wanted = [0; 3];
    for (number, given) in wanted.iter_mut().zip(numbers) {
        if !given.is_null() {
            *number = m.index_i64(given)?;
        }
    }
    let host = match host {
        Obj::NULL => return Err(m.raise(ty::TYPE_ERROR, "getaddrinfo() missing required argument 'host' (pos 1)")),
        host if Machine::is_none(host) => "127.0.0.1".to_owned(),
        host if m.kind(host) == Kind::Bytes => String::from_utf8_lossy(m.bytes_value(host)).into_owned(),
        host => text(m, host, "getaddrinfo")?,
    };
    let address = resolve(m, &host)?;
    let port = match port {
        Obj::NULL => 0,
        port if Machine::is_none(port) => 0,
        port if m.is_int(port) => m.index_i64(port)?,
        port => {
            let text = m.str_text(port);
            text.parse().map_err(|_| os_error_saying(m, own::GAIERROR, -8, "Servname not supported for ai_socktype"))?
        }
    };
    if wanted[0] != 0 && wanted[0] != INET {
        return Err(os_error_saying(m, own::GAIERROR, -9, "Address family for hostname not supported"));
    }
    let kinds = [(1, 6), (2, 17), (3, 0)];
    let mut found = Vec::new();
    for (kind, proto) in kinds {
        if wanted[1] != 0 && wanted[1] != kind || wanted[2] != 0 && wanted[2] != proto {
            continue;
        }
        let place = [m.new_str(&address.to_string()), m.new_int(port)];
        let place = m.new_tuple(place.into());
        let parts = [m.new_int(INET), m.new_int(kind), m.new_int(proto), m.new_str(""), place];
        found.push(m.new_tuple(parts.into()));
    }
    Ok(m.new_list_of(found))
}

pub const FUNCTIONS: [Native; 23] = [
    function("ntohs($module, integer, /)", "A number of 16 bits in the machine's order.", |m, a| swapped(m, a, 16)),
    function("ntohl($module, integer, /)", "A number of 32 bits in the machine's order.", |m, a| swapped(m, a, 32)),
    function("htons($module, integer, /)", "A number of 16 bits in the network's order.", |m, a| swapped(m, a, 16)),
    function("htonl($module, integer, /)", "A number of 32 bits in the network's order.", |m, a| swapped(m, a, 32)),
    function("gethostname($self, /)", "What the machine is called.", |m, _| Ok(m.new_str(HOST))),
    function("sethostname(name, /)", "Call the machine something else.", |m, _| Err(os_error(m, 1, Obj::NULL)))
        .hidden(),
    function("gethostbyname(host, /)", "The address of a name.", |m, a| {
        let host = text(m, a.get(m, 0), "gethostbyname")?;
        let address = resolve(m, &host)?;
        Ok(m.new_str(&address.to_string()))
    })
    .hidden(),
    function("gethostbyname_ex(host, /)", "The names and addresses of a name.", |m, a| {
        let host = text(m, a.get(m, 0), "gethostbyname_ex")?;
        let address = resolve(m, &host)?;
        let address = m.new_str(&address.to_string());
        let parts = [m.new_str(&host), m.new_list(), m.new_list_of(vec![address])];
        Ok(m.new_tuple(parts.into()))
    })
    .hidden(),
    function("gethostbyaddr(host, /)", "The name of an address.", |m, _| {
        Err(os_error_saying(m, own::HERROR, 1, "Unknown host"))
    })
    .hidden(),
    function("getservbyname(name, proto='', /)", "The port of a service.", |m, _| {
        Err(m.raise(ty::OS_ERROR, "service/proto not found"))
    })
    .hidden(),
    function("getservbyport(port, proto='', /)", "The service of a port.", |m, _| {
        Err(m.raise(ty::OS_ERROR, "port/proto not found"))
    })
    .hidden(),
    function("getprotobyname(name, /)", "The number of a protocol.", |m, a| {
        let number = match text(m, a.get(m, 0), "getprotobyname")?.as_str() {
            "ip" => 0,
            "icmp" => 1,
            "tcp" => 6,
            "udp" => 17,
            _ => return Err(m.raise(ty::OS_ERROR, "protocol not found")),
        };
        Ok(m.new_int(number))
    })
    .hidden(),
    function("inet_aton($module, ip_addr, /)", "The bytes of an address.", |m, a| {
        let text = text(m, a.get(m, 0), "inet_aton")?;
        match aton(&text) {
            Some(address) => Ok(m.new_bytes(&address.to_be_bytes())),
            None => Err(m.raise(ty::OS_ERROR, "illegal IP address string passed to inet_aton")),
        }
    }),
    function("inet_ntoa($module, packed_ip, /)", "The address of bytes.", |m, a| {
        let bytes = m.all_bytes(a.get(m, 0))?;
        match <[u8; 4]>::try_from(bytes) {
            Ok(bytes) => Ok(m.new_str(&Ipv4Addr::from(bytes).to_string())),
            Err(_) => Err(m.raise(ty::OS_ERROR, "packed IP wrong length")),
        }
    }),
    function("inet_pton(family, ip_string, /)", "The bytes of an address of a family.", |m, a| {
        let family = m.index_i64(a.get(m, 0))?;
        let text = a.get(m, 1);
        m.want("inet_pton", "argument 2", text, Kind::Str, "str")?;
        let text = m.str_text(text);
        let bytes = match family {
            INET => text.parse::<Ipv4Addr>().ok().map(|address| address.octets().to_vec()),
            INET6 => text.parse::<Ipv6Addr>().ok().map(|address| address.octets().to_vec()),
            _ => return Err(os_error(m, 97, Obj::NULL)),
        };
        match bytes {
            Some(bytes) => Ok(m.new_bytes(&bytes)),
            None => Err(m.raise(ty::OS_ERROR, "illegal IP address string passed to inet_pton")),
        }
    })
    .hidden(),
    function("inet_ntop(family, packed_ip, /)", "The address of bytes of a family.", |m, a| {
        let family = m.index_i64(a.get(m, 0))?;
        let bytes = m.all_bytes(a.get(m, 1))?;
        let text = match family {
            INET => <[u8; 4]>::try_from(bytes).ok().map(|bytes| Ipv4Addr::from(bytes).to_string()),
            INET6 => <[u8; 16]>::try_from(bytes).ok().map(|bytes| Ipv6Addr::from(bytes).to_string()),
            _ => return Err(m.raise(ty::VALUE_ERROR, &format!("unknown address family {family}"))),
        };
        match text {
            Some(text) => Ok(m.new_str(&text)),
            None => Err(m.raise(ty::VALUE_ERROR, "invalid length of packed IP address string")),
        }
    })
    .hidden(),
    function(
        "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)",
        "What a name and a port stand for.",
        getaddrinfo,
    )
    .hidden()
    .own(),
    function("getnameinfo(sockaddr, flags, /)", "The names of an address.", |m, _| Err(no_network(m))).hidden(),
    function("if_nameindex($self, /)", "The network interfaces.", |m, _| {
        let one = [m.new_int(1), m.new_str("lo")];
        let one = m.new_tuple(one.into());
        Ok(m.new_list_of(vec![one]))
    }),
    function("if_nametoindex($module, oname, /)", "The number of an interface.", |m, a| {
        let name = text(m, a.get(m, 0), "if_nametoindex")?;
        if name == "lo" { Ok(m.new_int(1)) } else { Err(m.raise(ty::OS_ERROR, "no interface with this name")) }
    }),
    function("if_indextoname($module, if_index, /)", "The name of an interface.", |m, a| {
        let index = m.index_i64(a.get(m, 0))?;
        if index == 1 { Ok(m.new_str("lo")) } else { Err(os_error(m, 6, Obj::NULL)) }
    }),
    function("CMSG_LEN(length, /)", "Bytes of a control message.", |m, a| {
        let n = control_length(m, a, "CMSG_LEN")?;
        Ok(m.new_int(n + 16))
    })
    .hidden(),
    function("CMSG_SPACE(length, /)", "Bytes that a control message takes.", |m, a| {
        let n = control_length(m, a, "CMSG_SPACE")?;
        Ok(m.new_int((n + 7) / 8 * 8 + 16))
    })
    .hidden(),
];

fn control_length(m: &mut Machine, a: Args, name: &str) -> R<i64> {
    let n = m.index_i64(a.get(m, 0))?;
    if !(0..i64::MAX - 32).contains(&n) {
        return Err(m.raise(ty::OVERFLOW_ERROR, &format!("{name}() argument out of range")));
    }
    Ok(n)
}
