from itertools import *
def g(n):
    for i in range(n):
        yield i
print(list(chain([1, 2], g(3), "ab")), list(islice(count(5), 2, 9, 3)), list(islice(g(10), 3)))
print(list(takewhile(lambda x: x < 3, g(6))), list(dropwhile(lambda x: x < 3, g(6))), list(filterfalse(lambda x: x % 2, g(6))))
print(list(starmap(pow, [(2, 3), (3, 2)])), list(accumulate([1, 2, 3], initial=10)), list(accumulate([1, 2, 3], lambda a, b: a * b)))
print(list(compress("abcd", [1, 0, 1, 1])), list(pairwise(g(4))), list(zip_longest([1, 2, 3], "ab", fillvalue="-")), list(batched(g(7), 3)))
print([(k, list(v)) for k, v in groupby("aabbbc")], [(k, list(v)) for k, v in groupby([1, 2, 3, 5, 7, 8], key=lambda x: x % 2)])
a, b = tee(g(3))
print(list(a), list(b))
print(list(product("ab", repeat=2)), list(product([1, 2], "xy")), list(permutations("abc", 2)), list(permutations([1, 2, 3])))
print(list(combinations("abcd", 2)), list(combinations_with_replacement("abc", 2)))
print(count(3), count(1, 2), count(1.5), repeat("x", 2), list(repeat(1, 3)), list(islice(cycle("ab"), 5)))
print(list(chain.from_iterable(["ab", "cd"])), list(product()), list(permutations([])), list(combinations("ab", 3)))
