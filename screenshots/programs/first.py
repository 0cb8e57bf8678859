def first(xs, want):
    for x in xs:
        try:
            if x == want:
                return x
        except TypeError:
            continue
    return None


print(first([1, 2, 3], 2))
