ages = {"zoe": 3, "adam": 40}
ages["mia"] = 7
ages["zoe"] = 4
del ages["adam"]
ages["adam"] = 41
print(ages, list(ages), len(ages))
for key, value in ages.items():
    print(key, value)
print(ages.get("nobody"), ages.setdefault("eve", 1), ages.pop("mia"))
squares = {n: n * n for n in range(6)}
print(squares, 3 in squares, 9 in squares.values())
merged = {**ages, "x": 1} | {"x": 2}
print(merged)
try:
    ages["missing"]
except KeyError as error:
    print(repr(error))
print({1: "int", True: "bool", 1.0: "float"})
