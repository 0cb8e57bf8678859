import dis


def add(a, b):
    return a + b


def multiply(values, factor=2):
    out = []
    for v in values:
        out.append(v * factor)
    return out


dis.dis(add)
print("--")
dis.dis(multiply)
