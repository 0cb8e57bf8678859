def t(*calls):
    for call in calls:
        try:
            print(ascii(call()))
        except Exception as e:
            print(type(e).__name__, ascii(str(e)))


e = ValueError("v")
t(lambda: e.add_note("first"), lambda: e.add_note("second\nline"), lambda: e.__notes__, lambda: e.add_note(5), lambda: e.add_note(), lambda: e.add_note("a", "b"), lambda: setattr(e, "__notes__", "text"), lambda: e.add_note("third"), lambda: setattr(e, "__notes__", ["x", 5]), lambda: e.add_note("y"), lambda: e.__notes__, lambda: delattr(e, "__notes__"), lambda: e.__notes__, lambda: e.add_note("new"), lambda: e.__notes__)


class N(Exception):
    __notes__ = ("class note",)


n = N("n")
t(lambda: n.add_note("x"), lambda: n.__notes__)
raise ExceptionGroup("g", [e, n])
