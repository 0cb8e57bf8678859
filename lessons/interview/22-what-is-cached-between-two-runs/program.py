import functools

import prices


@functools.cache
def total(count):
    return sum(prices.of(n) for n in range(count))


print(total(4), total(4))
print(total.cache_info().hits, prices.LOADED)
