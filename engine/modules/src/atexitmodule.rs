//! `atexit` (`Modules/atexitmodule.c`): functions that are called when the program ends.

use crate::steps::{NATIVE, answer};
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Obj, Owned, R, StackRef};
use vm::native::args::{Args, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::abstract_::CompareOp;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `atexit`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "atexit",
    doc: "Functions that are called when the program ends.",
    functions: FUNCTIONS,
    fill: |_, _| {},
};

const FUNCTIONS: &[Native] = &[
    function("register($module, func, /, *args, **kwargs)", "Have a function called at the end.", register).own(),
    function("_clear($module, /)", "Forget all functions.", |m, _| {
        clear(m);
        none()
    }),
    function("unregister($module, func, /)", "Forget a function.", unregister).asking(),
    function("_run_exitfuncs($module, /)", "Call all functions now.", |m, _| {
        // Those that are registered meanwhile are not called.
        let now = if m.at_exit.is_null() { Vec::new() } else { m.seq_items(m.at_exit) };
        let now = m.new_tuple_from(&now);
        m.go_on_as(What::Module(EXIT), &[StackRef::owned(now.into_edge())])
    }),
    function("_ncallbacks($module, /)", "How many functions there are.", |m, _| {
        let n = if m.at_exit.is_null() { 0 } else { m.list_len(m.at_exit) };
        Ok(m.new_int(i64::from(n)))
    }),
];

/// Number of the activation in the modules' table.
pub const EXIT: u16 = crate::sremodule::row::SUB + 1;

/// The activation of the module.
pub const ACTIVATION: Row = Row { name: "atexit", step, leave: None };

fn clear(m: &mut Machine) {
    let list = std::mem::replace(&mut m.at_exit, Obj::NULL);
    m.xdecref(list);
}

fn register(m: &mut Machine, a: Args) -> R {
    let callback = a.opt(m, 0);
    if callback.is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "register() takes at least 1 argument (0 given)"));
    }
    if !m.is_callable(callback) {
        return Err(m.raise(ty::TYPE_ERROR, "the first argument must be callable"));
    }
    let positional = a.rest(m, 1);
    let named = a.keywords(m);
    let names: Vec<Obj> = named.iter().map(|&(name, _)| name).collect();
    let values: Vec<Obj> = positional.into_iter().chain(named.into_iter().map(|(_, value)| value)).collect();
    let mut parts = vec![m.new_ref(callback), m.new_tuple_from(&values)];
    parts.push(if names.is_empty() { Owned::steal(fixed::NONE) } else { m.new_tuple_from(&names) });
    let entry = m.new_tuple(parts);
    if m.at_exit.is_null() {
        m.at_exit = m.new_list().into_edge();
    }
    m.list_insert(m.at_exit, 0, entry);
    Ok(m.new_ref(callback))
}

fn unregister(m: &mut Machine, a: Args) -> R {
    let function = a.get(m, 0);
    if m.at_exit.is_null() {
        return none();
    }
    let mut left = Vec::new();
    for entry in m.seq_items(m.at_exit) {
        let registered = m.tuple_item(entry, 0);
        let same = registered == function || {
            let same = m.compare(CompareOp::Eq, function, registered)?;
            let same = m.keep(same);
            m.truthy(same)?
        };
        if !same {
            left.push(entry);
        }
    }
    let left = m.new_list_from(&left).into_edge();
    let old = std::mem::replace(&mut m.at_exit, left);
    m.xdecref(old);
    none()
}

/// Calls one function after the other; local: all of them; its number is the next one.
fn step(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    loop {
        let at = m.native_now().a as u32;
        let all = m.held(0);
        let entry = if at < m.tuple_len(all) { m.tuple_item(all, at) } else { Obj::NULL };
        match answer {
            Answer::Begin => {}
            Answer::Raised if !m.raised_is(ty::BASE_EXCEPTION) => return Err(vm::memory::object::Raised),
            Answer::Raised => {
                let callback = if entry.is_null() { Obj::NULL } else { m.tuple_item(entry, 0) };
                m.write_unraisable("in atexit callback", callback);
                m.native_mut().a += 1;
                answer = Answer::Begin;
                continue;
            }
            other => {
                let value = m.value_of(other)?;
                m.drop_ref(value);
                m.native_mut().a += 1;
                answer = Answer::Begin;
                continue;
            }
        }
        if entry.is_null() {
            clear(m);
            return Ok(Step::Done(Owned::steal(fixed::NONE)));
        }
        let [callback, args, names] = [0, 1, 2].map(|i| m.tuple_item(entry, i));
        let args = m.seq_items(args);
        let names = if Machine::is_none(names) { Obj::NULL } else { names };
        answer = answer!(m.begin_spread(callback, &args, names, NATIVE));
    }
}
