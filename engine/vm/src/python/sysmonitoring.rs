//! The module `sys.monitoring` (`Python/instrumentation.c`).

use crate::eval::monitoring::{TOOLS, event, part};
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, none, or_none};
use crate::native::typedef::{ModuleDef, function};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

const C_EVENTS: u32 = 1 << event::C_RETURN | 1 << event::C_RAISE;
const NAMES_OF_TOOLS: [(&str, i64); 4] =
    [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

/// `sys.monitoring`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "sys.monitoring",
    doc: "Tools that are told of what a program does.",
    functions: &[
        function("use_tool_id($module, tool_id, name, /)", "Take a tool's number.", |m, a| {
            let (tool, name) = (tool(m, a, 0)?, a.get(m, 1));
            if m.kind(name) != Kind::Str {
                return Err(m.raise(ty::VALUE_ERROR, "tool name must be a str"));
            }
            if !m.monitor_get(part::NAMES, tool).is_null() {
                return Err(m.raise(ty::VALUE_ERROR, &format!("tool {tool} is already in use")));
            }
            m.monitor_set(part::NAMES, tool, name);
            none()
        }),
        function("clear_tool_id($module, tool_id, /)", "Forget what a tool is told of.", |m, a| {
            let tool = tool(m, a, 0)?;
            clear(m, tool);
            none()
        }),
        function("free_tool_id($module, tool_id, /)", "Give a tool's number back.", |m, a| {
            let tool = tool(m, a, 0)?;
            clear(m, tool);
            m.monitor_set(part::NAMES, tool, Obj::NULL);
            none()
        }),
        function("get_tool($module, tool_id, /)", "Name of the tool with that number, or None.", |m, a| {
            let tool = tool(m, a, 0)?;
            let name = m.monitor_get(part::NAMES, tool);
            or_none(m, name)
        }),
        function("register_callback($module, tool_id, event, func, /)", "Who is told of an event.", |m, a| {
            let (tool, bit) = (tool(m, a, 0)?, m.c_int(a.get(m, 1))?);
            if bit.count_ones() != 1 {
                return Err(m.raise(ty::VALUE_ERROR, "The callback can only be set for one event at a time"));
            }
            let number = (bit as u32).trailing_zeros();
            if number as usize >= event::NAMES.len() {
                return Err(m.raise(ty::VALUE_ERROR, &format!("invalid event {bit}")));
            }
            let func = a.get(m, 2);
            let func = if Machine::is_none(func) { Obj::NULL } else { func };
            // Who registers for branches is told of both ways.
            let numbers = if number == event::BRANCH {
                vec![event::BRANCH_LEFT, event::BRANCH_RIGHT, event::BRANCH]
            } else {
                vec![number]
            };
            let old = m.monitor_get(part::CALLBACKS, i64::from(number) << 3 | tool);
            let old = or_none(m, old)?;
            for number in numbers {
                m.monitor_set(part::CALLBACKS, i64::from(number) << 3 | tool, func);
            }
            Ok(old)
        }),
        function("get_events($module, tool_id, /)", "What a tool is told of.", |m, a| {
            let tool = tool(m, a, 0)?;
            let set = m.thread.monitor_tools[tool as usize];
            Ok(m.new_int(i64::from(set)))
        }),
        function("set_events($module, tool_id, event_set, /)", "Set what a tool is told of.", |m, a| {
            let (tool, set) = (tool(m, a, 0)?, m.c_int(a.get(m, 1))?);
            if set < 0 || set >= 1 << event::NAMES.len() {
                return Err(m.raise(ty::VALUE_ERROR, &format!("invalid event set 0x{set:x}")));
            }
            let set = checked(m, set)?;
            in_use(m, tool)?;
            m.monitor_events(tool as u32, set);
            none()
        }),
        function("get_local_events($module, tool_id, code, /)", "What a tool is told of in some code.", |m, a| {
            let code = code(m, a)?;
            let tool = tool(m, a, 0)?;
            let set = m.monitor_get(part::LOCAL, i64::from(code) << 3 | tool);
            if set.is_null() { Ok(m.new_int(0)) } else { Ok(m.new_ref(set)) }
        }),
        function(
            "set_local_events($module, tool_id, code, event_set, /)",
            "Set what a tool is told of in some code.",
            |m, a| {
                let code = code(m, a)?;
                let (tool, set) = (tool(m, a, 0)?, m.c_int(a.get(m, 2))?);
                let set = checked(m, set)?;
                if set >= 1 << event::LOCAL {
                    return Err(m.raise(ty::VALUE_ERROR, &format!("invalid local event set 0x{set:x}")));
                }
                in_use(m, tool)?;
                m.monitor_local_events(tool as u32, code, set);
                none()
            },
        ),
        function("restart_events($module, /)", "Tell of everything again that tools did not want.", |m, _| {
            let empty = m.new_dict().into_edge();
            m.put_monitor_part(part::DISABLED, empty);
            none()
        }),
        function("_all_events($module, /)", "Which tools are told of which events.", |m, _| {
            let dict = m.new_dict();
            let dict = m.keep(dict);
            for (i, name) in event::NAMES.iter().enumerate().take(event::C_RETURN as usize) {
                let tools = (0..TOOLS).filter(|&tool| m.thread.monitor_tools[tool as usize] >> i & 1 != 0);
                let tools = tools.fold(0, |all, tool| all | 1 << tool);
                if tools != 0 {
                    let (name, tools) = (m.intern_str(name), m.new_int(tools));
                    let (name, tools) = (m.keep(name), m.keep(tools));
                    m.dict_set(dict, name, tools)?;
                }
            }
            Ok(m.new_ref(dict))
        }),
    ],
    fill,
};

fn fill(m: &mut Machine, dict: Obj) {
    let objects = [part::DISABLE, part::MISSING].map(|_| m.new_instance(ty::OBJECT));
    let [disable, missing] = objects;
    let events = m.new_namespace(ty::SIMPLE_NAMESPACE);
    let own = m.materialize_dict(events.get());
    for (i, name) in event::NAMES.iter().enumerate() {
        let bit = m.new_int(1 << i);
        m.put_sys(own, name, bit);
    }
    let zero = m.new_int(0);
    m.put_sys(own, "NO_EVENTS", zero);
    m.put_sys(dict, "events", events);
    for (name, id) in NAMES_OF_TOOLS {
        let id = m.new_int(id);
        m.put_sys(dict, name, id);
    }
    for (name, object) in [("DISABLE", &disable), ("MISSING", &missing)] {
        let object = m.new_ref(object.get());
        m.put_sys(dict, name, object);
    }
    let mut parts: Vec<Owned> = (part::NAMES..=part::DISABLED).map(|_| m.new_dict()).collect();
    parts.extend([disable, missing, m.new_list()]);
    let state = m.new_list_of(parts).into_edge();
    let old = std::mem::replace(&mut m.thread.monitoring, state);
    m.xdecref(old);
}

fn tool(m: &mut Machine, a: Args, i: u32) -> R<i64> {
    let tool = i64::from(m.c_int(a.get(m, i))?);
    if !(0..i64::from(TOOLS)).contains(&tool) {
        return Err(m.raise(ty::VALUE_ERROR, &format!("invalid tool {tool} (must be between 0 and 5)")));
    }
    Ok(tool)
}

fn code(m: &mut Machine, a: Args) -> R<u32> {
    let code = a.get(m, 1);
    if m.kind(code) != Kind::Code {
        return Err(m.raise(ty::TYPE_ERROR, "code must be a code object"));
    }
    Ok(m.slot(code).a)
}

fn in_use(m: &mut Machine, tool: i64) -> R<()> {
    if m.monitor_get(part::NAMES, tool).is_null() {
        return Err(m.raise(ty::VALUE_ERROR, &format!("tool {tool} is not in use")));
    }
    Ok(())
}

/// A set of events as it is kept: returns of native code go with calls, a branch has two ways.
fn checked(m: &mut Machine, set: i32) -> R<u32> {
    if set < 0 {
        return Err(m.raise(ty::VALUE_ERROR, &format!("invalid local event set 0x{set:x}")));
    }
    let mut set = set as u32;
    let all = C_EVENTS | 1 << event::CALL;
    if set & C_EVENTS != 0 && set & all != all {
        return Err(m.raise(ty::VALUE_ERROR, "cannot set C_RETURN or C_RAISE events independently"));
    }
    set &= !C_EVENTS;
    if set >> event::BRANCH & 1 != 0 {
        set = set & !(1 << event::BRANCH) | 1 << event::BRANCH_LEFT | 1 << event::BRANCH_RIGHT;
    }
    Ok(set)
}

/// A tool is told of nothing any more.
fn clear(m: &mut Machine, tool: i64) {
    for number in 0..event::NAMES.len() as i64 {
        m.monitor_set(part::CALLBACKS, number << 3 | tool, Obj::NULL);
    }
    for (key, _) in m.dict_items(m.monitor_part(part::LOCAL)) {
        let key = m.int_clamped(key);
        if key & 7 == tool {
            m.monitor_local_events(tool as u32, (key >> 3) as u32, 0);
        }
    }
    m.monitor_events(tool as u32, 0);
}
