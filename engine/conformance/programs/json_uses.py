import json
x = {"a": [1, 2.5, None, True, "é\n\"☃"], "b": {}, "c": []}
s = json.dumps(x)
print(s, json.loads(s) == x)
print(json.dumps(x, indent=2, sort_keys=True, ensure_ascii=False))
print(json.dumps([1, 2], separators=(",", ":")), json.dumps(float("inf")), json.loads('[NaN, -Infinity, 1e3, -0.5]'))
for bad in ['{"a" 1}', "[1,]", "", "nul", "[1] x", '{"a":1,}']:
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(e)
class A: pass
for bad in [lambda: json.dumps(A()), lambda: json.dumps({(1, 2): 3}), lambda: json.dumps(float("nan"), allow_nan=False)]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, str(e).split(" at ")[0])
print(json.dumps(A(), default=lambda o: "A!"), json.loads('{"a": 1}', object_hook=lambda d: sorted(d.items())), json.loads("1.5", parse_float=str))
