"""Tools are told of calls, lines, branches, returns and exceptions, and may say that they do not want to be told again."""
import sys

M = sys.monitoring
E = M.events
TOOL = M.DEBUGGER_ID


def small(n):
    total = 0
    for i in range(n):
        if i % 2:
            total += i
    return total


def gives():
    yield 1
    yield 2


def fails():
    try:
        raise ValueError("one")
    except ValueError:
        pass
    raise KeyError("two")


def shown(value):
    if value is M.MISSING:
        return "MISSING"
    if isinstance(value, BaseException):
        return repr(value)
    return getattr(value, "__name__", value)


def watch(events, function, *args, local=None):
    log = []

    def told(name):
        def callback(code, *rest):
            if code.co_filename == __file__ and code.co_name in ("small", "gives", "fails"):
                log.append((name, code.co_name, *map(shown, rest)))
        return callback

    M.use_tool_id(TOOL, "watch")
    for name in events:
        M.register_callback(TOOL, getattr(E, name), told(name))
    bits = 0
    for name in events:
        bits |= getattr(E, name)
    if local:
        M.set_local_events(TOOL, local, bits)
        print(M.get_local_events(TOOL, local) == bits)
    else:
        M.set_events(TOOL, bits)
    try:
        function(*args)
    except KeyError:
        pass
    finally:
        M.set_events(TOOL, 0)
        M.free_tool_id(TOOL)
    print(*events, sep=" ")
    first = small.__code__.co_firstlineno
    for entry in log:
        print("   ", *[x - first if entry[0] == "LINE" and isinstance(x, int) else x for x in entry])


watch(["PY_START", "PY_RETURN", "LINE"], small, 3)
watch(["PY_START", "PY_RESUME", "PY_YIELD", "PY_RETURN"], lambda: list(gives()))
watch(["RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "RERAISE"], fails)
watch(["CALL", "C_RETURN", "C_RAISE"], small, 2)
watch(["JUMP", "BRANCH_LEFT", "BRANCH_RIGHT"], small, 3)
watch(["LINE"], small, 2, local=small.__code__)
watch(["INSTRUCTION"], small, 1)

seen = []


def once(code, line):
    if code is small.__code__:
        seen.append(line - code.co_firstlineno)
    return M.DISABLE


M.use_tool_id(TOOL, "once")
M.register_callback(TOOL, E.LINE, once)
M.set_events(TOOL, E.LINE)
small(4)
small(4)
M.restart_events()
small(1)
M.set_events(TOOL, 0)
print(seen, M.get_tool(TOOL), M.get_events(TOOL))
M.free_tool_id(TOOL)
for wrong in [
    lambda: M.use_tool_id(9, "x"),
    lambda: M.set_events(TOOL, E.LINE),
    lambda: M.register_callback(TOOL, E.LINE | E.CALL, print),
    lambda: M.set_events(TOOL, 1 << 30),
    lambda: M.set_events(TOOL, E.C_RETURN),
    lambda: M.set_local_events(TOOL, 3, 1),
]:
    try:
        wrong()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(M._all_events())
