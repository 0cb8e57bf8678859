"""Code objects that differ in some of their parts, and when two are equal."""


def adds(a, b=2):
    "Text."
    return a + b + 10


code = adds.__code__
other = code.replace(co_name="other", co_filename="elsewhere.py", co_firstlineno=70)
print(other.co_name, other.co_filename, other.co_firstlineno, other.co_consts == code.co_consts)
print(code == other, code == code.replace(), hash(code) == hash(code.replace()), code != other)
adds.__code__ = code.replace(co_consts=tuple(100 if c == 10 else c for c in code.co_consts))
print(adds(1), adds.__name__)
adds.__code__ = code.replace(co_consts=("Text.", [1, 2]))
for change in [{"co_argcount": -1}, {"co_name": 3}, {"co_nope": 1}, {"co_nlocals": 7}, {"co_code": b"x"}]:
    try:
        code.replace(**change)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    code.replace(1)
except TypeError as error:
    print(error)
again = type(code)(code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_stacksize, code.co_flags,
    code.co_code, code.co_consts, code.co_names, code.co_varnames, code.co_filename, code.co_name, code.co_qualname,
    code.co_firstlineno, code.co_linetable, code.co_exceptiontable)
print(again == code, {again: 1}[code])
x, y = (compile(text, "f", "exec") for text in ("a = 1", "a = 1.0"))
print(x == y, x == compile("a = 1", "f", "exec"), compile("-0.0", "f", "eval") == compile("0.0", "f", "eval"))
try:
    type(code)()
except TypeError as error:
    print(error)
