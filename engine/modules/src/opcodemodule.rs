//! `_opcode` (`Modules/_opcode.c`): the instruction table, for `opcode` and `dis`.

use crate::fill::put_ints;
use compiler::dis::{INTRINSICS_1, INTRINSICS_2, OPERATORS, SPECIAL_METHODS};
use compiler::opcode::{self, has};
use vm::memory::object::{Owned, R};
use vm::native::args::{Args, boolean, none};
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_opcode`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_opcode",
    doc: "The table of instructions.",
    functions: FUNCTIONS,
    fill: |m, dict| put_ints(m, dict, &[("ENABLE_SPECIALIZATION", 1), ("ENABLE_SPECIALIZATION_FT", 1)]),
};

const FUNCTIONS: &[Native] = &[
    function(
        "stack_effect($module, opcode, oparg=None, /, *, jump=None)",
        "How an instruction changes the depth of the stack.",
        stack_effect,
    ),
    function("is_valid($module, /, opcode)", "Whether it is an instruction.", |m, a| {
        let op = number(m, a)?;
        boolean(op.is_some_and(|op| opcode::info(op).is_some()))
    }),
    function("has_arg($module, /, opcode)", "Whether it has an argument.", |m, a| flagged(m, a, has::ARG)),
    function("has_const($module, /, opcode)", "Whether its argument is a constant.", |m, a| flagged(m, a, has::CONST)),
    function("has_name($module, /, opcode)", "Whether its argument is a name.", |m, a| flagged(m, a, has::NAME)),
    function("has_jump($module, /, opcode)", "Whether it jumps.", |m, a| flagged(m, a, has::JUMP)),
    function("has_free($module, /, opcode)", "Whether its argument is a free variable.", |m, a| {
        flagged(m, a, has::FREE)
    }),
    function("has_local($module, /, opcode)", "Whether its argument is a local variable.", |m, a| {
        flagged(m, a, has::LOCAL)
    }),
    function("has_exc($module, /, opcode)", "Whether it sets up a handler.", |m, a| {
        let op = number(m, a)?;
        boolean(op.and_then(opcode::info).is_some_and(|info| info.name.starts_with("SETUP_") && info.op > 255))
    }),
    function("get_specialization_stats($module, /)", "Nothing is counted.", |_, _| none()),
    function("get_nb_ops($module, /)", "Names and signs of binary operators.", |m, _| {
        let rows = OPERATORS.iter().map(|sign| {
            let name = m.new_str(&operator_name(sign));
            let sign = m.new_str(sign);
            m.new_tuple(vec![name, sign])
        });
        let rows = rows.collect();
        Ok(m.new_list_of(rows))
    }),
    function("get_intrinsic1_descs($module, /)", "Names of intrinsic functions.", |m, _| texts(m, &INTRINSICS_1)),
    function("get_intrinsic2_descs($module, /)", "Names of intrinsic functions of two.", |m, _| {
        texts(m, &INTRINSICS_2)
    }),
    function("get_executor($module, /, code, offset)", "There is no compiler to machine code.", |m, _| {
        Err(m.raise(ty::RUNTIME_ERROR, "Executors are not available in this build"))
    }),
    function("get_special_method_names($module, /)", "Names of special methods.", |m, _| texts(m, &SPECIAL_METHODS)),
];

fn texts(m: &mut Machine, names: &[&str]) -> R {
    let names = names.iter().map(|name| m.new_str(name)).collect();
    Ok(m.new_list_of(names))
}

/// The name of a binary operator (`NB_ADD`).
fn operator_name(sign: &str) -> String {
    let plain = sign.strip_suffix('=').unwrap_or(sign);
    let name = match plain {
        "+" => "ADD",
        "&" => "AND",
        "//" => "FLOOR_DIVIDE",
        "<<" => "LSHIFT",
        "@" => "MATRIX_MULTIPLY",
        "*" => "MULTIPLY",
        "%" => "REMAINDER",
        "|" => "OR",
        "**" => "POWER",
        ">>" => "RSHIFT",
        "-" => "SUBTRACT",
        "/" => "TRUE_DIVIDE",
        "^" => "XOR",
        _ => "SUBSCR",
    };
    if plain == sign { format!("NB_{name}") } else { format!("NB_INPLACE_{name}") }
}

/// The argument, if it can be an instruction's number.
fn number(m: &mut Machine, a: Args) -> R<Option<u16>> {
    let op = m.index_i64(a.get(m, 0))?;
    Ok(u16::try_from(op).ok())
}

fn flagged(m: &mut Machine, a: Args, bit: u16) -> R {
    let op = number(m, a)?;
    boolean(op.and_then(opcode::info).is_some_and(|info| info.flags & bit != 0))
}

fn stack_effect(m: &mut Machine, a: Args) -> R {
    let (op, arg, jump) = (number(m, a)?, a.opt(m, 1), a.opt(m, 2));
    let known = op.filter(|&op| opcode::info(op).is_some_and(|info| info.deopt == info.op));
    let Some(op) = known else { return Err(m.raise(ty::VALUE_ERROR, "invalid opcode or oparg")) };
    let arg = if arg.is_null() || Machine::is_none(arg) { 0 } else { m.index_i64(arg)? as u32 };
    let effect = |jumps| compiler::stack_effect(op, arg, jumps);
    let effect = if jump.is_null() || Machine::is_none(jump) {
        effect(true).max(effect(false))
    } else if jump == Machine::new_bool(true) {
        effect(true)
    } else if jump == Machine::new_bool(false) {
        effect(false)
    } else {
        return Err(m.raise(ty::VALUE_ERROR, "stack_effect: jump must be False, True or None"));
    };
    Ok::<Owned, _>(m.new_int(i64::from(effect)))
}
