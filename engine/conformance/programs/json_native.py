"""`_json`: reading and writing in C, with hooks in Python, notes, positions and limits."""
import json
import _json
from collections import OrderedDict, namedtuple
from json.decoder import JSONDecodeError
from json.encoder import encode_basestring, encode_basestring_ascii


def tell(action):
    try:
        print(ascii(action()))
    except JSONDecodeError as e:
        print(e, e.pos, e.lineno, e.colno)
    except RecursionError as e:
        print("RecursionError", getattr(e, "__notes__", [])[:1])
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "__notes__", []))


for text in ("", "plain", 'a"b\\c/', "\b\f\n\r\t\x00\x1f\x7f", "é€😀", "\ud800x", "x" * 50):
    print(encode_basestring_ascii(text), ascii(encode_basestring(text)), json.loads(json.dumps(text)) == text)
    print(json.loads(json.dumps(text, ensure_ascii=False)) == text)
for bad in (5, None, b"x"):
    tell(lambda: encode_basestring_ascii(bad))
    tell(lambda: encode_basestring(bad))
GOOD = [r'"a\"b\\c\/\b\f\n\r\t"', r'"\u00e9\uD83D\uDE00"', r'"\ud83d"', r'"\ud83dx"', r'"\ud83d\u0041"', r'"\ude00"', '"é€"']
for text in GOOD:
    tell(lambda: json.loads(text))
BAD = ['"', '"abc', '"a\nb"', r'"\x"', r'"\u12"', r'"\u12g4"', r'"\ud83d\u12g4x"', '"\\', r'"\u', '["a", "b]', '"a\tb"']
BAD += ['', ' ', '[', '[1', '[1,', '[1,]', '[1 2]', '{', '{"a"', '{"a" 1}', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{1:2}']
BAD += ['nul', 'tru', '-', '01', '1.', '1e', '+1', '.5', 'NaN1', '[1]]', '{"a":1}}', "{'a':1}", '\n\n [1,\n 2,\n x]', '-Inf', 'Infinit']
for text in BAD:
    tell(lambda: json.loads(text))
tell(lambda: json.loads('"a\nb"', strict=False))
tell(lambda: json.decoder.scanstring('x"y"', 2))
tell(lambda: json.decoder.scanstring('abc', 99))
tell(lambda: json.decoder.scanstring('abc', -1))
tell(lambda: json.decoder.scanstring('a\nb"', 0, False))
tell(lambda: json.decoder.scanstring(1, 0))
VALUES = ['null', 'true', 'false', '0', '-0', '1', '-17', '123456789012345678901234567890', '1.5', '-0.0', '1e5', '1E+400', '2.5e-3']
VALUES += ['NaN', 'Infinity', '-Infinity', '[]', '{}', '[ ]', '{ }', ' [1 , 2,\t3\r\n] ', '{"a": [1, {"b": null}], "c": {}}', '[[[]]]']
VALUES += ['{"a": 1, "a": 2}', '[{"k": 1}, {"k": 2}]', '"é"', '["😀", "a"]']
for text in VALUES:
    tell(lambda: json.loads(text))
    tell(lambda: json.JSONDecoder().raw_decode(text.strip() + " tail"))
    tell(lambda: json.loads(text, object_hook=lambda d: ("hook", d)))
    tell(lambda: json.loads(text, object_pairs_hook=lambda p: ("pairs", p), object_hook=lambda d: 1 / 0))
    tell(lambda: json.loads(text, object_pairs_hook=OrderedDict))
    tell(lambda: json.loads(text, parse_float=lambda s: "f" + s, parse_int=lambda s: "i" + s, parse_constant=lambda s: "c" + s))
keys = json.loads('[{"key": 1}, {"key": 2}]')
print(next(iter(keys[0])) is next(iter(keys[1])))
tell(lambda: json.loads('{"a": {"b": 1}}', object_hook=lambda d: d["b"] / 0))
tell(lambda: json.loads("1" * 5000))
many = "[" + ",".join('{"n": %d}' % i for i in range(500)) + "]"
print(sum(json.loads(many, object_hook=lambda d: d["n"])))


class Int(int):
    def __repr__(self):
        return "no"


class Float(float):
    def __repr__(self):
        return "no"


class Str(str):
    def __repr__(self):
        return "S!"


class List(list):
    def __iter__(self):
        yield "from iter"


class NoList(list):
    __iter__ = None


class RaisingList(list):
    def __iter__(self):
        yield 1
        raise LookupError("item")


class Dict(dict):
    def items(self):
        return [("x", 1), ("y", 2)]


class BadDict(dict):
    def items(self):
        return 5


class OddDict(dict):
    def items(self):
        return [1]


class RaisingDict(dict):
    def items(self):
        raise LookupError("items")


Pair = namedtuple("Pair", "a b")
cyclic = [1]
cyclic.append({"deep": cyclic})
OBJECTS = [None, True, False, 0, -5, 10**30, 1.5, 1e300, -0.0, 1e16, float("nan"), float("inf"), -float("inf"), "é\n", [], (), {}]
OBJECTS += [[1, [2, []], {}], (1, 2), {"a": {"b": [1]}}, {1: 2, 2.5: 3, None: 4, True: 5, False: 6}, {"b": 1, "a": 2}, {(1,): 2}]
OBJECTS += [Int(5), Float(2.5), Str("s"), {Int(1): 2, Float(1.5): 3, Str("q"): 4}, List([1, 2]), List(), NoList([1]), RaisingList([1]), [RaisingList()], Dict(a=1), BadDict(a=1), OddDict(a=1)]
OBJECTS += [RaisingDict(a=1), [RaisingDict(a=1)], Pair(1, 2), OrderedDict(b=1, a=2), cyclic, object, {"a": [1, {1, 2}]}, [{"k": b"x"}]]
OBJECTS += [{"b": 1, 1: 2}, [{"x": {"b": 1, 1: 2}}], {Str("q"): [object]}, {"a": float("nan")}, {float("inf"): 1}, {1j: 2, "k": 3}, {1j: 2}]
for o in OBJECTS:
    tell(lambda: json.dumps(o))
    tell(lambda: json.dumps(o, indent=2, sort_keys=True))
    tell(lambda: json.dumps(o, indent="\t", skipkeys=True, separators=(" ;", " = ")))
    tell(lambda: json.dumps(o, allow_nan=False, ensure_ascii=False))
    tell(lambda: json.dumps(o, default=lambda x: [type(x).__name__], check_circular=o is cyclic))
tell(lambda: json.dumps({"a": [object()]}, default=lambda o: 1 / 0))
tell(lambda: json.dumps({"a": [Pair]}, default=lambda o: {"x": {o}}))
tell(lambda: json.dumps([object], default=lambda o: o))
print(len(json.dumps([{i} for i in range(300)], default=sorted)))


class Key(str):
    def __lt__(self, other):
        print("less", str(self), str(other))
        return str(self) > str(other)


tell(lambda: json.dumps({Key("a"): 1, Key("b"): 2, Key("c"): [3]}, sort_keys=True))
grows = [1, object, 3]


def growing(o):
    if len(grows) < 6:
        grows.append(object)
    return "d"


tell(lambda: json.dumps(grows, default=growing))
changing = {"a": object, "b": 2}


def change(o):
    changing.clear()
    changing["z"] = 1
    return 0


tell(lambda: json.dumps(changing, default=change))
nested = []
for i in range(2000):
    nested = [nested]
text = json.dumps(nested)
print(len(text), json.loads(text) == [] or len(json.dumps(json.loads(text))))
deep = []
for i in range(100000):
    deep = [deep]
tell(lambda: json.dumps(deep))
tell(lambda: json.loads("[" * 100000))
tell(lambda: json.loads('{"a":' * 100000))
while deep:
    deep = deep[0]


class Context:
    strict = 1
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = str


S, E = _json.make_scanner, _json.make_encoder
print(S, E, S.__flags__, E.__flags__, S.__basicsize__, E.__basicsize__, sorted(vars(S)), sorted(vars(E)))
s = S(Context)
for args, kwargs in (((), {}), (("1",), {}), (("1", 0, 1), {}), (("1",), {"idx": 0}), ((), {"string": "1", "idx": 0}), (("1", -1), {}),
                     (("1", 5), {}), ((b"1", 0), {}), (("1", "a"), {}), (("1", 0), {"idx": 1}), (("", 0), {}), (("nul", 0), {}), (("-", 0), {})):
    tell(lambda: s(*args, **kwargs))
tell(lambda: S())
tell(lambda: S(1, 2))
tell(lambda: S(1))
args = dict(markers=None, default=str, encoder=encode_basestring, indent=None, key_separator=":", item_separator=",",
            sort_keys=0, skipkeys=0, allow_nan=0)
e = E(**args)
for given in ((1, 0), (1,), (), (1, 0, 2)):
    tell(lambda: e(*given))
tell(lambda: e(obj=1, _current_indent_level=0))
tell(lambda: E(1, 2))
tell(lambda: E(**args | {"markers": 1}))
tell(lambda: E(**args | {"key_separator": 1}))
tell(lambda: E(**args | {"indent": 3})([1], 0))
tell(lambda: E(**args | {"indent": " "})([1, {"a": 2}], 2))
tell(lambda: E(**args | {"encoder": lambda s: 5})(["a"], 0))
tell(lambda: E(**args | {"encoder": lambda s: "<" + s + ">"})(["a", {"k": "v", 1: 2}], 0))
tell(lambda: E(**args | {"encoder": lambda s: 1 / 0})([{"k": "v"}], 0))
tell(lambda: E(**args | {"sort_keys": []})({"b": 1, "a": 2}, 0))
print(s.strict, s.parse_float, s.object_hook, e.markers, e.sort_keys, e.skipkeys, e.default, E.default.__doc__)
for o, name in ((s, "strict"), (e, "default")):
    try:
        setattr(o, name, 1)
    except AttributeError as x:
        print(x)
