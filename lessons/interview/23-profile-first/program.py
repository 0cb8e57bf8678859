def is_prime(n):
    if n < 2:
        return False
    for divisor in range(2, n):
        if n % divisor == 0:
            return False
    return True


def pretty(n):
    parts = []
    for digit in str(n):
        parts.append(digit)
    return "".join(parts)


def primes(limit):
    found = []
    for n in range(limit):
        if is_prime(n):
            found.append(pretty(n))
    return found


print(len(primes(60)))
