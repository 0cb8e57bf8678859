# Operators of sequences with operands that do not fit, in place and not: the words of each
values = ["a", [1], (3,), b"b", 1.5, None, int, {}, len, True, 0]
for a in values:
    for b in values:
        for sign in "+*":
            for in_place in False, True:
                x = a[:] if isinstance(a, list) else a
                try:
                    if sign == "+":
                        if in_place: x += b
                        else: x = x + b
                    else:
                        if in_place: x *= b
                        else: x = x * b
                    print(sign, in_place, repr(x)[:40])
                except TypeError as e:
                    print(sign, in_place, e)
