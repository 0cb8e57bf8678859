//! `_csv` (`Modules/_csv.c`): tables as text.

mod dialect;
mod reader;
mod writer;

pub use dialect::DIALECT;
pub use reader::{READER, READER_ROW};
pub use writer::{WRITER, WRITER_ROW};

use crate::fill::{EXCEPTION, put, put_ints, put_type};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, R, Raised};
use vm::native::args::{Args, none};
use vm::native::typedef::{ModuleDef, Native, TypeDef, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_csv`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_csv",
    doc: "Tables as text.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        let styles = ["MINIMAL", "ALL", "NONNUMERIC", "NONE", "STRINGS", "NOTNULL"];
        for (style, number) in styles.into_iter().zip(0..) {
            put_ints(m, dict, &[(&format!("QUOTE_{style}"), number)]);
        }
        let types = [
            ("Dialect", own::CSV_DIALECT),
            ("Reader", own::CSV_READER),
            ("Writer", own::CSV_WRITER),
            ("Error", own::CSV_ERROR),
        ];
        for (name, t) in types {
            put_type(m, dict, name, t);
        }
        let dialects = m.new_dict();
        put(m, dict, DIALECTS, dialects);
        put_ints(m, dict, &[(LIMIT, 128 << 10)]);
    },
};

/// Under these names the module keeps the dialects by name, and how long a field may be.
const DIALECTS: &str = "_dialects";
const LIMIT: &str = "_field_size_limit";

/// `_csv.Error`.
pub static ERROR: TypeDef = TypeDef { name: "Error", module: "_csv", ..EXCEPTION };

fn error(m: &mut Machine, text: &str) -> Raised {
    m.raise(own::CSV_ERROR, text)
}

/// What the module keeps under a name; NULL once it is gone.
fn kept(m: &mut Machine, name: &str) -> Obj {
    let [module, key] = ["_csv", name].map(|text| m.intern_str(text));
    let found = m.dict_get_str(m.sys_modules, module.get());
    let kept = if found.is_null() { Obj::NULL } else { m.instance_get(found, key.get()) };
    m.drop_ref(module);
    m.drop_ref(key);
    kept
}

/// The registered dialects.
fn dialects(m: &mut Machine) -> R<Obj> {
    match kept(m, DIALECTS) {
        Obj::NULL => Err(error(m, "unknown dialect")),
        dialects => Ok(dialects),
    }
}

fn registered(m: &mut Machine, name: Obj) -> R<Obj> {
    let all = dialects(m)?;
    let found = m.dict_get(all, name)?;
    if found.is_null() { Err(error(m, "unknown dialect")) } else { Ok(found) }
}

/// One or two arguments by position, a source or target and a dialect, and what makes the dialect by keyword.
fn two(m: &mut Machine, a: Args, name: &str) -> R<(Obj, Obj)> {
    if !(1..=2).contains(&a.n) {
        let (way, n, s) = if a.n < 1 { ("least", 1, "") } else { ("most", 2, "s") };
        return Err(m.raise(ty::TYPE_ERROR, &format!("{name} expected at {way} {n} argument{s}, got {}", a.n)));
    }
    Ok((a.get(m, 0), a.opt(m, 1)))
}

const FUNCTIONS: &[Native] = &[
    function("reader($module, iterable, /, dialect='excel', **fmtparams)", "The rows of lines.", |m, a| {
        let (source, dialect) = two(m, a, "reader")?;
        let keywords = a.keywords(m);
        reader::new(m, source, dialect, &keywords)
    })
    .asking(),
    function("writer($module, fileobj, /, dialect='excel', **fmtparams)", "What writes rows as lines.", |m, a| {
        let (target, dialect) = two(m, a, "writer")?;
        let keywords = a.keywords(m);
        writer::new(m, target, dialect, &keywords)
    })
    .asking(),
    function("register_dialect($module, name, /, dialect='excel', **fmtparams)", "Give a dialect a name.", |m, a| {
        let (name, dialect) = two(m, a, "register_dialect")?;
        if m.kind(name) != Kind::Str {
            return Err(m.raise(ty::TYPE_ERROR, "dialect name must be a string"));
        }
        let keywords = a.keywords(m);
        let dialect = dialect::make(m, dialect, &keywords)?;
        let dialect = m.keep(dialect);
        let all = dialects(m)?;
        m.dict_set(all, name, dialect)?;
        none()
    })
    .asking(),
    function("list_dialects($module, /)", "The names of all dialects.", |m, _| {
        let all = dialects(m)?;
        let names: Vec<Obj> = m.dict_items(all).into_iter().map(|item| item.0).collect();
        Ok(m.new_list_from(&names))
    }),
    function("unregister_dialect($module, /, name)", "Forget a dialect.", |m, a| {
        let name = a.get(m, 0);
        let all = dialects(m)?;
        if !m.dict_del(all, name)? {
            return Err(error(m, "unknown dialect"));
        }
        none()
    })
    .asking(),
    function("get_dialect($module, /, name)", "The dialect of a name.", |m, a| {
        let found = registered(m, a.get(m, 0))?;
        Ok(m.new_ref(found))
    })
    .asking(),
    function(
        "field_size_limit($module, /, new_limit=<unrepresentable>)",
        "How long a field may be, and set it.",
        |m, a| {
            let (old, new) = (kept(m, LIMIT), a.opt(m, 0));
            let old = m.new_ref(old);
            let old = m.keep(old);
            if !new.is_null() {
                if !m.is_int(new) {
                    return Err(m.raise(ty::TYPE_ERROR, "limit must be an integer"));
                }
                let limit = m.index_ssize(new)?;
                let key = m.intern_str("_csv");
                let module = m.dict_get_str(m.sys_modules, key.get());
                m.drop_ref(key);
                if !module.is_null() {
                    let dict = m.instance_dict(module);
                    put_ints(m, dict, &[(LIMIT, limit)]);
                }
            }
            Ok(m.new_ref(old))
        },
    ),
];
