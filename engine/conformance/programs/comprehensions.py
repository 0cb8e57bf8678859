numbers = [n * n for n in range(8) if n % 2]
print(numbers)
grid = [[row * col for col in range(3)] for row in range(3)]
print(grid, [cell for row in grid for cell in row if cell])
print({len(w) for w in ["a", "bb", "cc"]}, {c: ord(c) for c in "abc"})
x = "kept"
[x for x in range(3)]
print(x)
funcs = [lambda: i for i in range(3)]
print([f() for f in funcs])
print(any(n > 5 for n in numbers), all(n > 5 for n in numbers))
print(list(zip("abc", range(3))), list(enumerate("ab", 1)), list(map(str, [1, 2])))
print([y := 5, y * 2], sorted({3, 1, 2}), list(filter(None, [0, 1, "", "x"])))
