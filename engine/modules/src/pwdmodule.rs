//! `pwd` and `grp` (`Modules/pwdmodule.c`, `Modules/grpmodule.c`): there are two users, the system's and the learner.

use crate::fill::put;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::Args;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `pwd`.
pub static PWD_MODULE: ModuleDef = ModuleDef {
    name: "pwd",
    doc: "The users.",
    functions: PWD_FUNCTIONS,
    fill: |m, dict| {
        let fields = ["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"];
        fill(m, dict, "pwd", "struct_passwd", &fields);
    },
};

/// `grp`.
pub static GRP_MODULE: ModuleDef = ModuleDef {
    name: "grp",
    doc: "The groups of users.",
    functions: GRP_FUNCTIONS,
    fill: |m, dict| fill(m, dict, "grp", "struct_group", &["gr_name", "gr_passwd", "gr_gid", "gr_mem"]),
};

fn fill(m: &mut Machine, dict: Obj, module: &str, name: &str, fields: &[&str]) {
    if let Ok(class) = m.make_structseq(module, name, fields, fields.len()) {
        put(m, dict, name, class);
    }
}

/// Name, number, folder and shell.
const USERS: [(&str, i64, &str, &str); 2] =
    [("root", 0, "/root", "/bin/sh"), ("learner", 1000, "/home/learner", "/bin/sh")];

fn class(m: &mut Machine, module: &str, name: &str) -> u32 {
    let [module, key] = [module, name].map(|text| m.intern_str(text));
    let found = m.dict_get_str(m.sys_modules, module.get());
    let class = if found.is_null() { Obj::NULL } else { m.instance_get(found, key.get()) };
    m.drop_ref(module);
    m.drop_ref(key);
    if class.is_null() || m.kind(class) != Kind::Type { ty::TUPLE } else { m.slot(class).a }
}

fn user(m: &mut Machine, row: usize) -> R {
    let (name, number, home, shell) = USERS[row];
    let [name, password, gecos, home, shell] = [name, "x", name, home, shell].map(|text| m.new_str(text));
    let [uid, gid] = [number, number].map(|n| m.new_int(n));
    let class = class(m, "pwd", "struct_passwd");
    m.new_structseq_of(class, vec![name, password, uid, gid, gecos, home, shell])
}

fn group(m: &mut Machine, row: usize) -> R {
    let (name, number, ..) = USERS[row];
    let parts = vec![m.new_str(name), m.new_str("x"), m.new_int(number), m.new_list()];
    let class = class(m, "grp", "struct_group");
    m.new_structseq_of(class, parts)
}

fn by_number(m: &mut Machine, o: Obj, function: &str, what: &str) -> R<usize> {
    if !m.indexable(o) {
        let got = m.type_name(o);
        return Err(m.raise(ty::TYPE_ERROR, &format!("{what} should be integer, not {got}")));
    }
    let number = m.index_clamped(o)?;
    if number < -1 {
        return Err(m.raise(ty::OVERFLOW_ERROR, &format!("{what} is less than minimum")));
    }
    let too_large = number > i64::from(u32::MAX);
    USERS.iter().position(|user| user.1 == number).ok_or_else(|| {
        let which = if too_large { String::new() } else { format!(": {number}") };
        let text = m.new_str(&format!("{function}(): {what} not found{which}"));
        let text = m.keep(text);
        m.raise_with(ty::KEY_ERROR, text)
    })
}

fn by_name(m: &mut Machine, a: Args, function: &str) -> R<usize> {
    let name = a.get(m, 0);
    m.want(function, "argument", name, Kind::Str, "str")?;
    let found = USERS.iter().position(|user| m.str_is(name, user.0));
    match found {
        Some(row) => Ok(row),
        None => {
            let shown = m.repr_text(name)?;
            let text = m.new_str(&format!("{function}(): name not found: {shown}"));
            let text = m.keep(text);
            Err(m.raise_with(ty::KEY_ERROR, text))
        }
    }
}

fn all(m: &mut Machine, one: fn(&mut Machine, usize) -> R) -> R {
    let rows: Vec<Owned> = (0..USERS.len()).map(|row| one(m, row)).collect::<R<_>>()?;
    Ok(m.new_list_of(rows))
}

const PWD_FUNCTIONS: &[Native] = &[
    function("getpwuid($module, uidobj, /)", "The user with a number.", |m, a| {
        let row = by_number(m, a.get(m, 0), "getpwuid", "uid")?;
        user(m, row)
    })
    .asking(),
    function("getpwnam($module, name, /)", "The user with a name.", |m, a| {
        let row = by_name(m, a, "getpwnam")?;
        user(m, row)
    }),
    function("getpwall($module, /)", "All users.", |m, _| all(m, user)),
];

const GRP_FUNCTIONS: &[Native] = &[
    function("getgrgid($module, /, id)", "The group with a number.", |m, a| {
        let row = by_number(m, a.get(m, 0), "getgrgid", "gid")?;
        group(m, row)
    })
    .asking(),
    function("getgrnam($module, /, name)", "The group with a name.", |m, a| {
        let row = by_name(m, a, "getgrnam")?;
        group(m, row)
    }),
    function("getgrall($module, /)", "All groups.", |m, _| all(m, group)),
];
