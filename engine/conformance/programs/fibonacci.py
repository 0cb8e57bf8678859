def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


print(fib(20))
memo = {}


def fast(n):
    if n in memo:
        return memo[n]
    if n < 2:
        value = n
    else:
        value = fast(n - 1) + fast(n - 2)
    memo[n] = value
    return value


print(fast(90))
print(len(memo))
