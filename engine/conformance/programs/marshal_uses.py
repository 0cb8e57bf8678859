import marshal
for x in [None, True, 1, -2**70, 1.5, 2j, "é", b"x", (1, (2,)), [1, [2]], {"a": {1}}, frozenset([3]), ...]:
    assert marshal.loads(marshal.dumps(x)) == x, x
code = marshal.loads(marshal.dumps(compile("y = x + 1", "f", "exec")))
n = {"x": 4}; exec(code, n); print(n["y"], code.co_filename)
for bad in [b"", b"\xff", b"[\x02\0\0\0N", b"("]:
    try: print(marshal.loads(bad))
    except Exception as e: print(type(e).__name__, e)
try: marshal.dumps(object())
except ValueError as e: print(e)
