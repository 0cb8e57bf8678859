def compute(values):
    total = (
        values["first"]
        + values["second"]
        * values["third"]
    )
    return total


def call(f):
    return f(
        1,
        *[2, 3],
        key=compute({"first": 1, "second": "x", "third": None}),
    )


call(print)
