# how the last line of a traceback names the class: of the program, nested, with a module of its own, with notes, with an awkward text
class Shop:
    class Closed(Exception): pass
class Odd(ValueError):
    __module__ = "else.where"
try:
    try:
        raise Shop.Closed("back at nine")
    except Shop.Closed as e:
        e.add_note("a note\nof two lines")
        raise Odd("first\nsecond") from e
except Odd:
    raise KeyError("quoted")
