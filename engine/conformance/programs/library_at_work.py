import json, re, dataclasses, random, datetime, collections, typing, enum, textwrap, string, math
@dataclasses.dataclass(order=True)
class P:
    x: int
    y: int = 3
print(P(1), P(1) < P(2), dataclasses.asdict(P(5)))
print(json.dumps({'a': [1, 2.5, None, True, 'é'], 'b': {}}), json.loads('{"x": [1, 2, {"y": null}]}'))
print(re.findall(r'(\w+)@(\w+)', 'me@x you@y'), re.sub(r'\d+', lambda m: str(int(m[0]) + 1), 'a1 b22'))
random.seed(5); print(random.randint(1, 100), random.sample(range(10), 3), random.choice('abc'))
print(datetime.date(2026, 11, 28) + datetime.timedelta(days=3), datetime.datetime(2020, 2, 29).isoformat())
print(collections.Counter('hello').most_common(2))
class C(enum.Enum):
    A = 1
print(C.A, list(C), C['A'], C(1))
print(textwrap.fill('the quick brown fox jumps over the lazy dog', 20))
